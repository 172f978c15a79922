//! Any commit as a snapshot, and what differs between two.
//!
//! Takes what people write for a revision, gives the files as Git stored them: no work tree is needed.

use std::collections::BTreeMap;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use super::objects::{ObjectId, ObjectKind, ObjectStore};
use super::snapshot::{Entry, Snapshot, Unreadable};
use super::{Repository, path};
use crate::diagnostic::shared_path;

/// Longest chain of symbolic links that is followed.
const MAX_LINKS: usize = 16;
/// Longest target of a symbolic link.
const MAX_TARGET_BYTES: u64 = 4096;

/// Why a revision cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RevisionError {
    /// There is no Git around the folder.
    #[error("there is no Git repository around `{root}`, so there are no revisions")]
    NoGit {
        /// The folder.
        root: Utf8PathBuf,
    },
    /// Nothing has this name.
    #[error("there is no revision `{revision}`{hint}")]
    Unknown {
        /// What was asked for.
        revision: String,
        /// What may have been meant.
        hint: String,
    },
    /// It names something else, such as a file.
    #[error("`{revision}` is not a commit; name a commit, a branch or a tag")]
    NotACommit {
        /// What was asked for.
        revision: String,
    },
    /// The repository lacks the object.
    #[error(
        "the object `{object}` is missing in this clone; get it with `git fetch --unshallow` in a shallow clone, with \
         `git fetch --refetch` in a partial one"
    )]
    Missing {
        /// Id of the object.
        object: String,
    },
    /// Git cannot read its own objects.
    #[error("Git cannot read the revision ({reason}); `git fsck` says what is broken")]
    Broken {
        /// What the library said.
        reason: String,
    },
}

/// A branch with its newest commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// Its name as people write it: `main`, or `origin/main` for a remote-tracking one.
    pub name: String,
    /// Whether it follows a branch of another repository.
    pub is_remote: bool,
    /// Its newest commit.
    pub tip: ObjectId,
}

/// A file that differs between two moments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedPath {
    /// Where it is now; for a deleted one, where it was. From the root of the organisation repository.
    pub path: Utf8PathBuf,
    /// What became of it.
    pub change: Change,
    /// Its earlier content, where it had one.
    pub old: Option<ObjectId>,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is new.
    Added,
    /// It has another content.
    Modified,
    /// It is gone.
    Deleted,
    /// It has another path, and perhaps another content.
    Renamed {
        /// The path it had.
        from: Utf8PathBuf,
    },
}

/// A file in a tree.
#[derive(Debug)]
pub(super) struct TreeFile {
    pub(super) path: String,
    /// Whether its name is UTF-8; otherwise `path` shows replacement characters.
    pub(super) is_text: bool,
    pub(super) kind: TreeFileKind,
    pub(super) content: ObjectId,
}

/// What a tree says that a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TreeFileKind {
    File,
    Link,
}

impl RevisionError {
    /// What the library said, as an error.
    pub(super) fn broken(reason: &str) -> Self {
        RevisionError::Broken {
            reason: reason.to_owned(),
        }
    }
}

impl Repository {
    /// The commit that a revision names: an id or the start of one, a branch, a tag, `HEAD~2`, `main@{yesterday}`.
    ///
    /// # Errors
    /// When nothing has this name, it names no commit, or the commit is missing here.
    pub fn resolve(&self, revision: &str) -> Result<ObjectId, RevisionError> {
        self.git_or_error()?.resolve(revision)
    }

    /// All files of a commit below the organisation's root. Symbolic links are followed as in a work tree: to another
    /// listed file, or nowhere.
    ///
    /// # Errors
    /// When the commit or one of its trees is missing or broken. A file whose content is missing is part of the snapshot as
    /// such.
    pub fn snapshot(&self, commit: ObjectId) -> Result<Snapshot, RevisionError> {
        let git = self.git_or_error()?;
        let root = self.root_in_git().unwrap_or_default();
        let files = git.files(commit, &root)?;
        Ok(from_tree(&files, &self.store()?))
    }

    /// The commit at which two lines of work parted; `None` when they have nothing in common.
    ///
    /// # Errors
    /// When commits are missing or broken.
    pub fn merge_base(&self, one: ObjectId, other: ObjectId) -> Result<Option<ObjectId>, RevisionError> {
        self.git_or_error()?.merge_base(one, other)
    }

    /// All local and remote-tracking branches that have a commit, local ones first, each by name.
    pub fn branches(&self) -> Vec<Branch> {
        self.git.as_ref().map(super::git::Git::branches).unwrap_or_default()
    }

    /// The branch that is checked out; `None` without Git and on a detached head.
    pub fn branch(&self) -> Option<String> {
        self.git.as_ref().and_then(super::git::Git::branch)
    }

    /// The branch that others start from, as far as a clone knows: what `origin/HEAD` names, else `origin/main`,
    /// `origin/master`, `main` or `master`.
    pub fn default_branch(&self) -> Option<String> {
        let git = self.git.as_ref()?;
        let usual = || {
            let branches = git.branches();
            let usual = ["origin/main", "origin/master", "main", "master"];
            let has = |name: &&str| branches.iter().any(|branch| branch.name == *name);
            usual.into_iter().find(has).map(str::to_owned)
        };
        git.remote_default()
            .filter(|name| git.resolve(name).is_ok())
            .or_else(usual)
    }

    /// The files below the organisation's root that differ between a commit and another one, or the work tree.
    ///
    /// # Errors
    /// When objects are missing or broken.
    pub fn changes(&self, from: ObjectId, to: Option<ObjectId>) -> Result<Vec<ChangedPath>, RevisionError> {
        let git = self.git_or_error()?;
        let root = self.root_in_git().unwrap_or_default();
        let below = |path: &Utf8Path| path.strip_prefix(&root).ok().map(Utf8Path::to_owned);
        let changes = git.changes(from, to)?.into_iter().flat_map(|it| {
            let ChangedPath { path, change, old } = it;
            match (below(&path), change) {
                (Some(path), Change::Renamed { from }) => {
                    // What comes from outside of the organisation is new to it.
                    let from = below(&from);
                    let old = old.filter(|_| from.is_some());
                    let change = from.map_or(Change::Added, |from| Change::Renamed { from });
                    Some(ChangedPath { path, change, old })
                }
                (None, Change::Renamed { from }) => below(&from).map(|path| ChangedPath {
                    path,
                    change: Change::Deleted,
                    old,
                }),
                (Some(path), change) => Some(ChangedPath { path, change, old }),
                (None, _) => None,
            }
        });
        Ok(changes.collect())
    }

    /// The snapshot that another one was before some changes. What did not change is shared, and neither listed nor read
    /// again.
    ///
    /// # Errors
    /// When there is no Git.
    pub fn before(&self, after: &Snapshot, changes: &[ChangedPath]) -> Result<Snapshot, RevisionError> {
        let store = self.store()?;
        Ok(after.clone().with_entries(&store, |entries| {
            for it in changes {
                entries.remove(&*it.path);
            }
            for it in changes {
                let path = match &it.change {
                    Change::Renamed { from } => from,
                    _ => &it.path,
                };
                if let Some(content) = it.old {
                    entries.insert(shared_path(path.clone()), Entry::Object(content));
                }
            }
        }))
    }

    fn git_or_error(&self) -> Result<&super::git::Git, RevisionError> {
        self.git.as_ref().ok_or_else(|| RevisionError::NoGit {
            root: self.root.clone(),
        })
    }

    fn store(&self) -> Result<ObjectStore, RevisionError> {
        self.objects().ok_or_else(|| RevisionError::NoGit {
            root: self.root.clone(),
        })
    }
}

/// The files of a tree, each with its content in Git.
fn from_tree(files: &[TreeFile], store: &ObjectStore) -> Snapshot {
    let mut entries = BTreeMap::new();
    for file in files.iter().filter(|file| file.kind == TreeFileKind::File) {
        let entry = if file.is_text {
            Entry::Object(file.content)
        } else {
            Entry::Refused(Unreadable::NameNotText)
        };
        entries.insert(shared_path(&file.path), entry);
    }
    let mut reader = store.reader();
    let mut target = |content| {
        let bytes = reader.read_limited(ObjectKind::Blob, content, MAX_TARGET_BYTES)?;
        String::from_utf8(bytes.to_vec()).ok()
    };
    let links = files.iter().filter(|file| file.kind == TreeFileKind::Link);
    let targets: BTreeMap<&str, Option<String>> =
        links.map(|link| (link.path.as_str(), target(link.content))).collect();
    let followed: Vec<_> = targets
        .keys()
        .map(|path| (shared_path(*path), through_link(path, &targets, &entries)))
        .collect();
    entries.extend(followed);
    Snapshot::default().with_entries(store, |all| *all = entries)
}

/// What a symbolic link leads to, by the same rules as in a work tree.
fn through_link(path: &str, targets: &BTreeMap<&str, Option<String>>, files: &BTreeMap<Arc<Utf8Path>, Entry>) -> Entry {
    let mut at = Utf8PathBuf::from(path);
    for _ in 0..MAX_LINKS {
        let Some(Some(target)) = targets.get(at.as_str()) else {
            break;
        };
        let folder = at.parent().unwrap_or(Utf8Path::new(""));
        match path::join(folder, target) {
            Some(next) => at = next,
            None => return Entry::Refused(Unreadable::LeavesRepository),
        }
    }
    let is_hidden = at.components().any(|part| part.as_str().starts_with('.'));
    match files.get(&*at) {
        Some(_) if is_hidden => Entry::Refused(Unreadable::LeadsToHidden),
        Some(file) => file.clone(),
        None => Entry::Refused(Unreadable::NotFollowed),
    }
}
