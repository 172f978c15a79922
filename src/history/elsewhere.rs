//! What other branches have that is not here.
//!
//! Takes a repository and the corpus of what is checked out, gives [`Elsewhere`]: for each other branch the documents that
//! it added or changed since it parted, and which documents here are new. Trees are compared by their ids and only opened
//! where they differ; only texts that differ are read.

mod added;
mod forks;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use super::mailmap::Mailmap;
use super::scope::Scope;
use super::tree::{self, Comparison, Difference, Missing};
use super::walk;
use crate::definition::TypeIndex;
use crate::diagnostic::shared_path;
use crate::model::{self, Corpus, Document, id_key};
use crate::parse;
use crate::repository::{
    Branch, IdMap, MAX_DOCUMENT_BYTES, ObjectId, ObjectKind, ObjectReader, ObjectStore, Repository, SourceFile,
    Unreadable,
};
use added::Search;
use forks::Forks;

pub use added::Addition;

/// What other branches have that is not here.
#[derive(Clone, Debug, Default)]
pub struct Elsewhere {
    /// Branches with documents that are new or different there: local ones first, then by name.
    pub branches: Vec<OtherBranch>,
    /// Branches of which not everything can be told.
    pub left_out: Vec<LeftOut>,
    /// Documents here that the default branch does not have, by path.
    pub new_here: BTreeMap<Utf8PathBuf, NewHere>,
}

/// A branch with what it has of its own.
#[derive(Clone, Debug)]
pub struct OtherBranch {
    /// Its name, and those of other branches with the same newest commit.
    pub names: Vec<String>,
    /// Its newest commit.
    pub tip: ObjectId,
    /// Whether it is the branch that others start from.
    pub is_default: bool,
    /// Whether it follows the branch that is checked out.
    pub is_own: bool,
    /// Documents that are new or different there, by path.
    pub documents: Vec<DocumentElsewhere>,
}

/// A document as another branch has it.
#[derive(Clone, Debug)]
pub struct DocumentElsewhere {
    /// Where it stands there, from the root of the organisation repository.
    pub path: Utf8PathBuf,
    /// Its text.
    pub content: ObjectId,
    /// Its type.
    pub definition: TypeIndex,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its state, as it is written, else the first of its type; `None` for a type without states.
    pub status: Option<String>,
    /// What the branch did.
    pub kind: KindElsewhere,
}

/// What a branch did with a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KindElsewhere {
    /// It added it; by which commit, where that was asked for and can be told.
    New(Option<Addition>),
    /// It changed or moved it.
    Changed,
    /// It has it and here it is not, and the commit at which the two parted is not known.
    Unclear,
}

/// A document that is new here.
#[derive(Clone, Debug, Default)]
pub struct NewHere {
    /// Its text in Git; `None` when it is not committed.
    pub content: Option<ObjectId>,
    /// The commit that added it; `None` when it is not committed, or that cannot be told.
    pub added: Option<Addition>,
}

/// A branch of which not everything can be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its names.
    pub names: Vec<String>,
    /// Why.
    pub because: LeftOutBecause,
}

/// Why not everything of a branch can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOutBecause {
    /// It has no commit in common with what is checked out.
    Unrelated,
    /// Commits are missing in this clone.
    CutOff,
    /// Trees are missing in this clone, or broken.
    Damaged,
}

/// Which branches are asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BranchSelection {
    /// All of them.
    All,
    /// All of them, if there is a document here whose id they could have taken, too.
    IfSomethingIsNew,
    /// Those whose names fit one of these patterns, in which `*` stands for any part of a name.
    Fitting(Vec<String>),
}

/// Reads what other branches have. `commit` stands for what is checked out, where that is not what is looked at; documents
/// are new here that `base` does not have, or without one the default branch.
///
/// Never fails: a branch that cannot be read is left out, and the result says so.
pub fn read_elsewhere(
    repository: &Repository,
    commit: Option<ObjectId>,
    base: Option<ObjectId>,
    corpus: &Corpus,
    selection: &BranchSelection,
) -> Elsewhere {
    let (Some(objects), Some(root)) = (repository.objects(), repository.root_in_git()) else {
        return Elsewhere::default();
    };
    let head = commit.or_else(|| repository.head());
    let mailmap = repository
        .mailmap()
        .filter(|_| commit.is_none())
        .or_else(|| tree::file(&mut objects.reader(), head?, ".mailmap"));
    let reader = Reader {
        corpus,
        scope: Scope::new(&root, &corpus.definitions, &corpus.config),
        folders: Scope::new(&root, &corpus.definitions, &corpus.config).folders(),
        boundary: walk::boundary(&repository.shallow_list()),
        mailmap: Mailmap::read(&mailmap.unwrap_or_default()),
        objects: &objects,
        head,
    };
    let default = repository.default_branch();
    let branches = repository.branches();
    let tip_of_default = branches
        .iter()
        .find(|it| Some(&it.name) == default.as_ref())
        .map(|it| it.tip);
    let new_here = reader.new_here(base.or(tip_of_default)).unwrap_or_default();
    if new_here.is_empty() && *selection == BranchSelection::IfSomethingIsNew {
        return Elsewhere::default();
    }
    let current = repository.branch().filter(|_| commit.is_none());
    let groups = groups(branches, current.as_deref(), default.as_deref(), selection);
    reader.elsewhere(groups, new_here, selection)
}

/// Whether the name of a branch fits a pattern in which `*` stands for any part of a name, slashes too.
pub fn branch_fits(pattern: &str, name: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == name;
    };
    let (between, end) = rest.rsplit_once('*').unwrap_or(("", rest));
    let inner = name.strip_prefix(start).and_then(|name| name.strip_suffix(end));
    let mut left = inner;
    for word in between.split('*') {
        left = left.and_then(|left| left.find(word).map(|at| &left[at + word.len()..]));
    }
    left.is_some()
}

impl Elsewhere {
    /// All documents, with their branches.
    pub fn documents(&self) -> impl Iterator<Item = (&OtherBranch, &DocumentElsewhere)> {
        let branches = self.branches.iter();
        branches.flat_map(|branch| branch.documents.iter().map(move |document| (branch, document)))
    }

    /// Where other branches have a document that stands at a path here, and has another text there.
    pub fn at<'a>(&'a self, path: &'a Utf8Path) -> impl Iterator<Item = (&'a OtherBranch, &'a DocumentElsewhere)> {
        self.documents().filter(move |(_, document)| document.path == path)
    }
}

impl LeftOutBecause {
    /// The reason in words, with the way out where there is one.
    pub fn words(self) -> &'static str {
        match self {
            LeftOutBecause::Unrelated => "it has no commit in common with what is built",
            LeftOutBecause::CutOff => {
                "this clone is shallow and lacks the commit at which it parted; get it with `git fetch --unshallow`"
            }
            LeftOutBecause::Damaged => "some of its files are missing in this clone, or broken",
        }
    }
}

impl OtherBranch {
    /// What to call it.
    pub fn name(&self) -> &str {
        self.names.first().map(String::as_str).unwrap_or_default()
    }
}

/// Branches other than the one checked out, those with one tip together.
fn groups(
    branches: Vec<Branch>,
    current: Option<&str>,
    default: Option<&str>,
    selection: &BranchSelection,
) -> Vec<OtherBranch> {
    let short = |name: &str| name.split_once('/').map(|(_, short)| short.to_owned());
    let default_short = default.and_then(|name| name.strip_prefix("origin/"));
    let is_default = |branch: &Branch| default == Some(&branch.name) || default_short == Some(&branch.name);
    let mut groups: Vec<OtherBranch> = Vec::new();
    let mut by_tip: IdMap<usize> = IdMap::default();
    for branch in branches {
        let is_wanted = match selection {
            BranchSelection::Fitting(patterns) => patterns.iter().any(|it| branch_fits(it, &branch.name)),
            BranchSelection::All | BranchSelection::IfSomethingIsNew => true,
        };
        if !is_wanted || (!branch.is_remote && current == Some(&branch.name)) {
            continue;
        }
        let position = *by_tip.entry(branch.tip).or_insert(groups.len());
        if position == groups.len() {
            groups.push(OtherBranch {
                names: Vec::new(),
                tip: branch.tip,
                is_default: false,
                is_own: false,
                documents: Vec::new(),
            });
        }
        let group = &mut groups[position];
        group.is_default |= is_default(&branch);
        group.is_own |= branch.is_remote && current.is_some() && short(&branch.name).as_deref() == current;
        group.names.push(branch.name);
    }
    groups
}

/// Reads branches against what is checked out.
struct Reader<'a> {
    corpus: &'a Corpus,
    scope: Scope<'a>,
    folders: Vec<Utf8PathBuf>,
    boundary: crate::repository::IdSet,
    mailmap: Mailmap,
    objects: &'a ObjectStore,
    head: Option<ObjectId>,
}

impl Reader<'_> {
    fn elsewhere(
        &self,
        groups: Vec<OtherBranch>,
        new_here: BTreeMap<Utf8PathBuf, NewHere>,
        selection: &BranchSelection,
    ) -> Elsewhere {
        let mut objects = self.objects.reader();
        let tips = groups.iter().map(|group| group.tip);
        let forks = Forks::find(self.head, tips, &self.boundary, &mut objects);
        let here = self.listing(&forks, self.head, &mut objects).unwrap_or_default();
        let new_ids: HashSet<String> = match selection {
            BranchSelection::IfSomethingIsNew => {
                let documents = new_here.keys().filter_map(|path| self.corpus.by_path(path));
                documents.map(|it| id_key(&self.corpus.get(it).id.value)).collect()
            }
            BranchSelection::All | BranchSelection::Fitting(_) => HashSet::new(),
        };
        let wants_addition = |id: &str| match selection {
            BranchSelection::Fitting(_) => true,
            BranchSelection::IfSomethingIsNew => new_ids.contains(&id_key(id)),
            BranchSelection::All => false,
        };
        // What was there before cannot collide, so it need not be read.
        let only_new = *selection == BranchSelection::IfSomethingIsNew;
        let chunk = groups.len().div_ceil(rayon::current_num_threads() * 4).max(1);
        let read: Vec<(OtherBranch, Option<LeftOutBecause>)> = groups
            .par_chunks(chunk)
            .flat_map_iter(|groups| {
                let mut objects = self.objects.reader();
                let read =
                    |group: &OtherBranch| self.branch(group, &forks, &here, &wants_addition, only_new, &mut objects);
                groups.iter().filter_map(read).collect::<Vec<_>>()
            })
            .collect();
        let mut elsewhere = Elsewhere {
            new_here,
            ..Elsewhere::default()
        };
        for (branch, left_out) in read {
            if let Some(because) = left_out {
                elsewhere.left_out.push(LeftOut {
                    names: branch.names.clone(),
                    because,
                });
            }
            if !branch.documents.is_empty() {
                elsewhere.branches.push(branch);
            }
        }
        elsewhere
    }

    /// What one branch has; `None` when all of it is here.
    fn branch(
        &self,
        group: &OtherBranch,
        forks: &Forks,
        here: &HashMap<String, ObjectId>,
        wants_addition: &dyn Fn(&str) -> bool,
        only_new: bool,
        objects: &mut ObjectReader,
    ) -> Option<(OtherBranch, Option<LeftOutBecause>)> {
        let own = forks.own(group.tip)?;
        let mut branch = group.clone();
        let left_out = match own.base {
            Some(_) => None,
            None if own.cut => Some(LeftOutBecause::CutOff),
            None => Some(LeftOutBecause::Unrelated),
        };
        let Ok(differences) = self.differences(forks, own.base.or(self.head), Some(group.tip), objects) else {
            return Some((branch, Some(LeftOutBecause::Damaged)));
        };
        let is_asked = |it: &Difference| it.old.is_none() || !only_new;
        let is_other = |it: &Difference| it.new.is_some() && here.get(&it.path).copied() != it.new && is_asked(it);
        let mut found: Vec<(&Difference, Document)> = Vec::new();
        for difference in differences.iter().filter(|it| is_other(it)) {
            if left_out.is_some() && here.contains_key(&difference.path) {
                continue;
            }
            let document = difference
                .new
                .and_then(|content| self.document(&difference.path, content, objects));
            found.extend(document.map(|document| (difference, document)));
        }
        let moved = match found.iter().any(|(difference, _)| difference.old.is_none()) && left_out.is_none() {
            true => self.ids_of_deleted(&differences, objects),
            false => HashSet::new(),
        };
        let is_new = |difference: &Difference, document: &Document| {
            difference.old.is_none() && !moved.contains(&id_key(&document.id.value))
        };
        let asked = found.iter().filter(|(difference, document)| {
            left_out.is_none() && is_new(difference, document) && wants_addition(&document.id.value)
        });
        let asked: Vec<&str> = asked.map(|(difference, _)| difference.path.as_str()).collect();
        let mut additions = self.search(forks).additions(&own, &asked, objects);
        branch.documents = found
            .iter()
            .filter_map(|(difference, document)| {
                let kind = if left_out.is_some() {
                    KindElsewhere::Unclear
                } else if is_new(difference, document) {
                    KindElsewhere::New(additions.remove(&difference.path))
                } else {
                    KindElsewhere::Changed
                };
                self.told(difference, document, kind)
            })
            .collect();
        branch.documents.sort_by(|left, right| left.path.cmp(&right.path));
        Some((branch, left_out))
    }

    fn told(&self, difference: &Difference, document: &Document, kind: KindElsewhere) -> Option<DocumentElsewhere> {
        let fields = document.parsed.front_matter.fields();
        let status = fields.and_then(|fields| fields.get("status")?.text());
        Some(DocumentElsewhere {
            path: Utf8PathBuf::from(&difference.path),
            content: difference.new?,
            definition: document.definition,
            id: document.id.value.clone(),
            title: document.title.value.clone(),
            status: status.map(str::to_owned).or_else(|| self.first_state(document)),
            kind,
        })
    }

    fn first_state(&self, document: &Document) -> Option<String> {
        let lifecycle = &self.corpus.definition(document).lifecycle;
        lifecycle.first().map(|state| state.name.clone())
    }

    /// Ids of the documents that a branch deleted: one that is back under another path was moved.
    fn ids_of_deleted(&self, differences: &[Difference], objects: &mut ObjectReader) -> HashSet<String> {
        let deleted = differences.iter().filter(|it| it.new.is_none());
        let documents = deleted.filter_map(|it| self.document(&it.path, it.old?, objects));
        documents.map(|document| id_key(&document.id.value)).collect()
    }

    /// Documents here that a commit did not have when the two parted, neither by path nor by id.
    fn new_here(&self, since: Option<ObjectId>) -> Option<BTreeMap<Utf8PathBuf, NewHere>> {
        let head = self.head?;
        let mut objects = self.objects.reader();
        let forks = Forks::find(since.or(Some(head)), [head], &self.boundary, &mut objects);
        let own = forks.own(head);
        let base = match &own {
            Some(own) => own.base?,
            // Everything that is committed here is there, too.
            None => head,
        };
        let then = self.listing(&forks, Some(base), &mut objects).ok()?;
        let documents = self.corpus.documents().iter();
        let unknown: Vec<_> = documents.filter(|it| !then.contains_key(it.path().as_str())).collect();
        if unknown.is_empty() {
            return None;
        }
        let is_gone = |path: &str| self.corpus.by_path(Utf8Path::new(path)).is_none();
        let gone = then.iter().filter(|(path, _)| is_gone(path));
        let gone: Vec<_> = gone
            .filter_map(|(path, content)| self.document(path, *content, &mut objects))
            .collect();
        let moved: HashSet<String> = gone.iter().map(|document| id_key(&document.id.value)).collect();
        let new = unknown.into_iter().filter(|it| !moved.contains(&id_key(&it.id.value)));
        let paths: Vec<&str> = new.map(|document| document.path().as_str()).collect();
        let own = own.unwrap_or_default();
        let mut additions = self.search(&forks).additions(&own, &paths, &mut objects);
        let now = self.listing(&forks, Some(head), &mut objects).ok()?;
        let told = paths.into_iter().map(|path| {
            let new = NewHere {
                content: now.get(path).copied(),
                added: additions.remove(path).filter(|_| now.contains_key(path)),
            };
            (Utf8PathBuf::from(path), new)
        });
        Some(told.collect())
    }

    fn search<'s>(&'s self, forks: &'s Forks) -> Search<'s> {
        Search {
            forks,
            mailmap: &self.mailmap,
            root: self.scope.root(),
        }
    }

    /// The documents of a commit, with their contents.
    fn listing(
        &self,
        forks: &Forks,
        commit: Option<ObjectId>,
        objects: &mut ObjectReader,
    ) -> Result<HashMap<String, ObjectId>, Missing> {
        let all = self.differences(forks, None, commit, objects)?.into_iter();
        Ok(all.filter_map(|it| Some((it.path, it.new?))).collect())
    }

    /// The documents that differ between two commits; no commit has none.
    fn differences(
        &self,
        forks: &Forks,
        old: Option<ObjectId>,
        new: Option<ObjectId>,
        objects: &mut ObjectReader,
    ) -> Result<Vec<Difference>, Missing> {
        let mut root = |commit: Option<ObjectId>| match commit {
            None => Ok(None),
            Some(commit) => {
                let tree = forks.head(commit).map(|head| head.tree).ok_or(Missing)?;
                tree::subtree(objects, tree, self.scope.root())
            }
        };
        let (old, new) = (root(old)?, root(new)?);
        let wanted = |path: &str| self.scope.has_document(path);
        let mut comparison = Comparison {
            objects,
            folders: &self.folders,
            wanted: &wanted,
            found: Vec::new(),
        };
        comparison.compare(old, new)?;
        Ok(comparison.found)
    }

    /// A text of another branch as the document it is there, by the definitions that are here.
    fn document(&self, path: &str, content: ObjectId, objects: &mut ObjectReader) -> Option<Document> {
        let text = objects.read_limited(ObjectKind::Blob, content, MAX_DOCUMENT_BYTES);
        let text = text.and_then(|bytes| String::from_utf8(bytes.to_vec()).ok());
        let parsed = parse::parse(&SourceFile {
            path: shared_path(path),
            // Its name still says what it is called.
            content: text.map(Arc::from).ok_or(Unreadable::NotFollowed),
        });
        model::read_one(parsed, &self.corpus.definitions, &self.corpus.config)
    }
}

#[cfg(test)]
mod tests {
    use super::branch_fits;

    #[test]
    fn a_pattern_may_leave_out_any_part_of_a_name() {
        for pattern in [
            "origin/ada/orders",
            "origin/*",
            "*",
            "*/orders",
            "origin/*/or*rs",
            "o*a*s",
        ] {
            assert!(branch_fits(pattern, "origin/ada/orders"), "{pattern}");
        }
        for pattern in ["origin", "upstream/*", "*/billing", "o*x*s", "origin/ada/orders*s"] {
            assert!(!branch_fits(pattern, "origin/ada/orders"), "{pattern}");
        }
    }
}
