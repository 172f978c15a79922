//! What other branches have that is not here.
//!
//! Takes a repository and the corpus of what is checked out, gives [`Elsewhere`]: for each other branch the documents that
//! it added or changed since it parted, and which documents here are new. Trees are compared by their ids and only opened
//! where they differ; only texts that differ are read.

mod added;
mod forks;
mod reader;
mod selection;

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};

use super::mailmap::Mailmap;
use super::scope::Scope;
use super::{tree, walk};
use crate::definition::TypeIndex;
use crate::model::Corpus;
use crate::repository::{ObjectId, Repository};
use reader::Reader;
use selection::groups;

pub use added::Addition;
pub use selection::BranchSelection;

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

impl OtherBranch {
    /// What to call it.
    pub fn name(&self) -> &str {
        self.names.first().map(String::as_str).unwrap_or_default()
    }
}
