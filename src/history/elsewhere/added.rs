//! Which commit of a branch added a document, when and by whom.

use std::collections::{BTreeSet, HashMap, HashSet};

use camino::{Utf8Path, Utf8PathBuf};

use super::super::assemble::moment;
use super::super::commit::Detail;
use super::super::mailmap::Mailmap;
use super::super::tree::{self, Comparison};
use super::super::{Moment, Person};
use super::forks::{Forks, Own};
use crate::repository::{ObjectId, ObjectReader};

/// The commit that added a document to a branch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addition {
    /// The commit.
    pub commit: ObjectId,
    /// When, by its author's clock; `None` when Git holds no date that can be read.
    pub when: Option<Moment>,
    /// Who.
    pub by: Person,
}

/// Finds who added documents.
pub(super) struct Search<'a> {
    pub(super) forks: &'a Forks,
    pub(super) mailmap: &'a Mailmap,
    /// Where the organisation's root stands in Git's trees.
    pub(super) root: &'a camino::Utf8Path,
}

impl Search<'_> {
    /// For each path, the first commit of a branch that has a file there while those before it had none.
    pub(super) fn additions(
        &self,
        own: &Own,
        wanted: &[&str],
        objects: &mut ObjectReader,
    ) -> HashMap<String, Addition> {
        if wanted.is_empty() {
            return HashMap::new();
        }
        let wanted = Wanted::new(wanted);
        let mut first: HashMap<String, (bool, i64, ObjectId)> = HashMap::new();
        for commit in &own.commits {
            let Some(head) = self.forks.head(*commit) else { continue };
            // What a merge brings was added by a commit that it joins, where there is one.
            let rank = (head.parents.len() > 1, head.committed, *commit);
            for path in self.added_by(*commit, &wanted, objects) {
                let known = first.entry(path).or_insert(rank);
                *known = rank.min(*known);
            }
        }
        let told = first.into_iter();
        told.filter_map(|(path, (_, _, commit))| Some((path, self.tell(commit, objects)?)))
            .collect()
    }

    fn added_by(&self, commit: ObjectId, wanted: &Wanted<'_>, objects: &mut ObjectReader) -> Vec<String> {
        let Some(head) = self.forks.head(commit) else {
            return Vec::new();
        };
        let parent = head.parents.first().and_then(|parent| self.forks.head(*parent));
        if parent.is_some_and(|parent| parent.tree == head.tree) {
            return Vec::new();
        }
        let mut root = |tree| tree::subtree(objects, tree, self.root).ok().flatten();
        let new = root(head.tree);
        let old = parent.and_then(|parent| root(parent.tree));
        let mut comparison = Comparison {
            objects,
            folders: &wanted.folders,
            wanted: &|path| wanted.paths.contains(path),
            found: Vec::new(),
        };
        if comparison.compare(old, new).is_err() {
            return Vec::new();
        }
        let added = comparison.found.into_iter().filter(|it| it.old.is_none());
        added.map(|it| it.path).collect()
    }

    fn tell(&self, commit: ObjectId, objects: &mut ObjectReader) -> Option<Addition> {
        let detail = Detail::read(&objects.read_commit(commit)?);
        let person = self.mailmap.resolve(&detail.author.name, &detail.author.email);
        Some(Addition {
            commit,
            when: detail.author.when.and_then(moment),
            by: Person {
                name: person.name,
                email: person.email,
            },
        })
    }
}

/// Paths that are looked for, and the folders they stand in.
struct Wanted<'p> {
    paths: HashSet<&'p str>,
    folders: Vec<Utf8PathBuf>,
}

impl<'p> Wanted<'p> {
    fn new(paths: &[&'p str]) -> Self {
        let folders = paths.iter().filter_map(|path| Utf8Path::new(path).parent());
        let folders: BTreeSet<_> = folders.map(Utf8Path::to_owned).collect();
        Self {
            paths: paths.iter().copied().collect(),
            folders: folders.into_iter().collect(),
        }
    }
}
