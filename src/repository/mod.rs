//! The place where documents live: a folder, usually with Git around it.
//!
//! Takes a place, gives a [`Snapshot`]: all files at one moment. What the rest of docent reads, it reads through a
//! snapshot, so a check of the work tree, of a revision, or of unsaved text in an editor are the same to it. git2 stays
//! behind this room. It also makes files that were not there, puts a new text in the place of the one that was read, and
//! changes several files together or none. Parses no document.

mod founding;
mod git;
mod objects;
mod path;
mod replacing;
mod revision;
mod rewriting;
mod snapshot;
mod stamp;
mod whole;
mod work_tree;

use camino::{Utf8Path, Utf8PathBuf};

pub use founding::{FirstCommit, FoundError, Founding, NewFile};
pub use git::Identity;
pub use objects::{IdMap, IdSet, ObjectId, ObjectKind, ObjectReader, ObjectStore};
pub(crate) use path::{join, relative};
pub use replacing::ReplaceError;
pub use revision::{Branch, Change, ChangedPath, RevisionError};
pub use rewriting::{Rewrite, RewriteError};
pub use snapshot::{Content, Entry, MAX_DOCUMENT_BYTES, Snapshot, SourceFile, Unreadable};
pub use stamp::Stamps;
pub use whole::write_whole;

/// Name of the configuration file, which also marks the root of an organisation repository.
pub const CONFIG_FILE: &str = "docent.yaml";
/// Name of the file that docent leaves in a folder it wrote a site into.
pub const SITE_MARKER: &str = ".docent-site";

/// An organisation repository: a root folder, and what Git says about it where there is Git.
#[derive(Debug)]
pub struct Repository {
    root: Utf8PathBuf,
    git: Option<git::Git>,
}

/// Why a place cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is nothing there.
    #[error("`{0}` does not exist")]
    Missing(Utf8PathBuf),
    /// It is not a folder.
    #[error("`{0}` is not a folder")]
    NotAFolder(Utf8PathBuf),
    /// It cannot be read.
    #[error("`{path}` cannot be read: {reason}")]
    Unreadable {
        /// The folder.
        path: Utf8PathBuf,
        /// What the system said.
        reason: String,
    },
    /// Its path is not UTF-8.
    #[error("the path of this folder is not UTF-8: {0}")]
    NotUtf8(String),
    /// There is only a Git repository, and no files are checked out.
    #[error("`{0}` is a bare repository, without files of its own; name a revision to read: `--rev HEAD`")]
    Bare(Utf8PathBuf),
    /// Git is there, but cannot be used.
    #[error("{message}")]
    Git {
        /// What is wrong and how to mend it.
        message: String,
    },
}

impl Repository {
    /// Opens the organisation repository around `place`: the nearest folder upwards with a `docent.yaml`, else the root of
    /// the Git work tree, else `place` itself. No Git at all is fine.
    ///
    /// # Errors
    /// When `place` is not a readable folder, or Git refuses the repository around it.
    pub fn open(place: &Utf8Path) -> Result<Self, OpenError> {
        let place = absolute(place)?;
        let git = git::Git::discover(&place)?;
        let top = git.as_ref().and_then(git::Git::work_tree);
        let configured = place.ancestors().find(|folder| folder.join(CONFIG_FILE).is_file());
        let within_top = |folder: &&Utf8Path| top.as_deref().is_none_or(|top| folder.starts_with(top));
        let root = match configured.filter(within_top) {
            Some(folder) => folder.to_owned(),
            None => top.unwrap_or(place),
        };
        Ok(Self { root, git })
    }

    /// Opens a folder as an organisation repository of its own, whatever lies around it.
    ///
    /// # Errors
    /// When `place` is not a readable folder, or Git refuses the repository around it.
    pub fn at(place: &Utf8Path) -> Result<Self, OpenError> {
        let root = absolute(place)?;
        let git = git::Git::discover(&root)?;
        Ok(Self { root, git })
    }

    /// Root of the Git work tree around it, where there is one.
    pub fn git_top(&self) -> Option<Utf8PathBuf> {
        self.git.as_ref().and_then(git::Git::work_tree)
    }

    /// The folder that all paths are relative to.
    pub fn root(&self) -> &Utf8Path {
        &self.root
    }

    /// Whether there is a file or folder at a path from the root, listed or not.
    pub fn has(&self, path: &Utf8Path) -> bool {
        self.root.join(path).exists()
    }

    /// Whether there is Git around the folder.
    pub fn has_git(&self) -> bool {
        self.git.is_some()
    }

    /// All files of the work tree that Git does not ignore, with those that a sparse check-out leaves out.
    ///
    /// # Errors
    /// When the root cannot be listed, or the repository is bare. A single file that cannot be read is part of the snapshot
    /// as such.
    pub fn work_tree(&self) -> Result<Snapshot, OpenError> {
        if self.git.as_ref().is_some_and(git::Git::is_bare) {
            return Err(OpenError::Bare(self.root.clone()));
        }
        work_tree::list(&self.root, self.git.as_ref())
    }

    /// The folders that [`Repository::work_tree`] looks into, from the root, the root itself as the empty path.
    pub fn folders(&self) -> Vec<Utf8PathBuf> {
        work_tree::folders(&self.root, self.git.as_ref())
    }

    /// Where Git keeps what it knows of this work tree, and what all work trees share; the same folder as a rule.
    pub fn git_folders(&self) -> Option<(&std::path::Path, &std::path::Path)> {
        let git = self.git.as_ref()?;
        Some((git.own_folder(), git.common_folder()))
    }

    /// Puts a text in the place of the one that was read from a file of the work tree, in one step.
    ///
    /// # Errors
    /// When the file no longer holds what was read, leads out of the repository, is read-only, or the system refuses.
    pub fn replace(&self, path: &Utf8Path, read: &str, text: &str) -> Result<(), ReplaceError> {
        replacing::replace(&self.root, path, read, text)
    }

    /// Who commits here, from Git's configuration, which also says so where there is no Git repository.
    pub fn identity(&self) -> Option<Identity> {
        match &self.git {
            Some(git) => git.identity(),
            None => git::default_identity(),
        }
    }

    /// The commit that is checked out; `None` without Git and on a branch without commits.
    pub fn head(&self) -> Option<ObjectId> {
        self.git.as_ref().and_then(git::Git::head)
    }

    /// The day of a commit, on the clock of whoever committed it.
    pub fn day(&self, commit: ObjectId) -> Option<jiff::civil::Date> {
        self.git.as_ref()?.day(commit)
    }

    /// The commit that was checked out, or could have been, at the end of a day: the last on the way back from another,
    /// along first parents, that is no younger. `None` where there is none, or where a shallow clone ends
    /// before.
    pub fn commit_on(&self, from: ObjectId, day: jiff::civil::Date) -> Option<ObjectId> {
        self.git.as_ref()?.commit_on(from, day)
    }

    /// Git's objects; `None` without Git.
    pub fn objects(&self) -> Option<ObjectStore> {
        let git = self.git.as_ref()?;
        Some(ObjectStore::open(git.common_folder()))
    }

    /// Where the root stands in the trees of Git: empty when it is their root. `None` without Git, or when the root is not
    /// part of the work tree.
    pub fn root_in_git(&self) -> Option<Utf8PathBuf> {
        match self.git.as_ref()?.work_tree() {
            Some(top) => self.root.strip_prefix(top).ok().map(Utf8Path::to_owned),
            None => Some(Utf8PathBuf::new()),
        }
    }

    /// The commits at which a shallow clone ends, as Git lists them; empty when it has everything.
    pub fn shallow_list(&self) -> Vec<u8> {
        let list = self.git.as_ref().map(|git| git.common_folder().join("shallow"));
        list.and_then(|list| std::fs::read(list).ok()).unwrap_or_default()
    }

    /// The `.mailmap` of the work tree; `None` where there is no work tree.
    pub fn mailmap(&self) -> Option<Vec<u8>> {
        let path = self.git.as_ref()?.work_tree()?.join(".mailmap");
        // Like Git, no symbolic link is followed: it could lead anywhere.
        let is_file = path
            .symlink_metadata()
            .is_ok_and(|it| it.is_file() && it.len() < MAX_DOCUMENT_BYTES);
        Some(if is_file {
            std::fs::read(path).unwrap_or_default()
        } else {
            Vec::new()
        })
    }

    /// The folder for what docent remembers between runs: below the Git folder, so that it is never committed. It need not
    /// exist.
    pub fn cache_folder(&self) -> Option<std::path::PathBuf> {
        Some(self.git.as_ref()?.common_folder().join("docent"))
    }

    /// Web address of the repository, from the remote `origin`, without credentials or `.git`.
    pub fn web_address(&self) -> Option<String> {
        self.git.as_ref().and_then(git::Git::web_address)
    }
}

fn absolute(place: &Utf8Path) -> Result<Utf8PathBuf, OpenError> {
    let unreadable = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => OpenError::Missing(place.to_owned()),
        _ => OpenError::Unreadable {
            path: place.to_owned(),
            reason: error.to_string(),
        },
    };
    let real = place.as_std_path().canonicalize().map_err(unreadable)?;
    if !real.is_dir() {
        return Err(OpenError::NotAFolder(place.to_owned()));
    }
    Utf8PathBuf::from_path_buf(real).map_err(|path| OpenError::NotUtf8(path.display().to_string()))
}
