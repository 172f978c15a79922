//! Branch by branch: which documents differ from what is checked out, and what was done with each.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use super::added::Search;
use super::forks::Forks;
use super::selection::BranchSelection;
use super::{DocumentElsewhere, Elsewhere, KindElsewhere, LeftOut, LeftOutBecause, NewHere, OtherBranch};
use crate::diagnostic::shared_path;
use crate::history::mailmap::Mailmap;
use crate::history::scope::Scope;
use crate::history::tree::{self, Comparison, Difference, Missing};
use crate::model::{self, Corpus, Document, id_key};
use crate::parse;
use crate::repository::{
    IdSet, MAX_DOCUMENT_BYTES, ObjectId, ObjectKind, ObjectReader, ObjectStore, SourceFile, Unreadable,
};

/// Reads branches against what is checked out.
pub(super) struct Reader<'a> {
    pub(super) corpus: &'a Corpus,
    pub(super) scope: Scope<'a>,
    pub(super) folders: Vec<Utf8PathBuf>,
    pub(super) boundary: IdSet,
    pub(super) mailmap: Mailmap,
    pub(super) objects: &'a ObjectStore,
    pub(super) head: Option<ObjectId>,
}

impl Reader<'_> {
    /// What the branches of the groups have.
    pub(super) fn elsewhere(
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
    pub(super) fn new_here(&self, since: Option<ObjectId>) -> Option<BTreeMap<Utf8PathBuf, NewHere>> {
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
