//! The files as they are, and what became of those that somebody touched.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use camino::{Utf8Path, Utf8PathBuf};

use crate::pipeline::warm::Edit;
use crate::repository::{OpenError, Repository, Snapshot};

/// Paths that somebody touched.
#[derive(Clone, Debug, Default)]
pub(super) struct Touched {
    /// The paths, absolute.
    pub(super) paths: BTreeSet<PathBuf>,
    /// Whether the system lost track: any file may be another one.
    pub(super) anything: bool,
}

impl Touched {
    /// Takes in what else was touched.
    pub(super) fn add(&mut self, more: Self) {
        self.paths.extend(more.paths);
        self.anything |= more.anything;
    }

    /// Whether nothing was.
    pub(super) fn is_empty(&self) -> bool {
        self.paths.is_empty() && !self.anything
    }
}

/// What came of looking.
#[derive(Debug)]
pub(super) struct Looked {
    /// The files as they are, and which may be others.
    pub(super) edit: Edit,
    /// Whether other folders may be there.
    pub(super) folders: bool,
}

/// The files of the work tree, listed, and listed anew only when some came or went.
#[derive(Debug)]
pub(super) struct Tree {
    repository: Repository,
    snapshot: Snapshot,
    /// Symbolic links by the file that they lead to.
    links: BTreeMap<Utf8PathBuf, Vec<Utf8PathBuf>>,
}

impl Tree {
    /// A tree whose files are not listed yet.
    pub(super) fn new(repository: Repository) -> Self {
        Self {
            repository,
            snapshot: Snapshot::default(),
            links: BTreeMap::new(),
        }
    }

    /// Lists the files.
    ///
    /// # Errors
    /// When the folder cannot be listed.
    pub(super) fn list(&mut self) -> Result<(), OpenError> {
        self.snapshot = self.repository.work_tree()?;
        self.links = links(&self.snapshot, self.repository.root());
        Ok(())
    }

    /// The repository.
    pub(super) fn repository(&self) -> &Repository {
        &self.repository
    }

    /// The files as they were last listed.
    pub(super) fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The folders in which something can be touched that counts: those of the work tree, and Git's.
    pub(super) fn folders(&self) -> BTreeSet<PathBuf> {
        let root = self.repository.root();
        let folders = self.repository.folders().into_iter();
        let mut folders: BTreeSet<PathBuf> = folders.map(|folder| root.join(folder).into_std_path_buf()).collect();
        if let Some((own, shared)) = self.repository.git_folders() {
            folders.extend([own.to_owned(), shared.to_owned()]);
            let refs = walkdir::WalkDir::new(shared.join("refs")).into_iter().flatten();
            let refs = refs.filter(|entry| entry.file_type().is_dir());
            folders.extend(refs.map(walkdir::DirEntry::into_path));
        }
        // People's names are mended at the root of the work tree of Git, which may lie above.
        folders.extend(self.repository.git_top().map(Utf8PathBuf::into_std_path_buf));
        folders
    }

    /// Looks at what was touched.
    ///
    /// # Errors
    /// When the folder is gone or cannot be listed.
    pub(super) fn look(&mut self, touched: &Touched) -> Result<Looked, OpenError> {
        let mut changed = BTreeSet::new();
        let (mut git, mut list) = (touched.anything, touched.anything);
        let mut folders = touched.anything;
        for path in &touched.paths {
            match self.counts(path) {
                Counts::Not => {}
                // A branch with a slash in its name is a folder.
                Counts::References => (git, folders) = (true, true),
                Counts::Listing => list = true,
                Counts::Content(path) => {
                    changed.extend(self.links.get(&path).into_iter().flatten().cloned());
                    changed.insert(path);
                }
                Counts::Anew(path) => {
                    list = true;
                    folders |= self.snapshot.contains_folder(&path) || !self.repository.root().join(&path).is_file();
                    let below = self.snapshot.paths().filter(|it| it.starts_with(&path));
                    changed.extend(below.map(|it| it.to_path_buf()));
                    changed.insert(path);
                }
            }
        }
        if git || list {
            // Git's own lists are read anew with it.
            self.repository = Repository::at(self.repository.root())?;
        }
        if list {
            let now = self.repository.work_tree()?;
            let before = std::mem::replace(&mut self.snapshot, now);
            self.links = links(&self.snapshot, self.repository.root());
            let root = self.repository.root();
            for path in self.snapshot.paths() {
                let is_new = self.snapshot.on_disk(path) != before.on_disk(path) || !before.contains(path);
                let is_below = changed.iter().any(|it| path.starts_with(it));
                let through_link = || {
                    let file = self.snapshot.on_disk(path)?.strip_prefix(root).ok()?;
                    Some(changed.contains(file))
                };
                if touched.anything || is_new || is_below || through_link() == Some(true) {
                    changed.insert(path.to_path_buf());
                }
            }
            let gone = before.paths().filter(|path| !self.snapshot.contains(path));
            changed.extend(gone.map(|path| path.to_path_buf()));
            // What is listed neither before nor now, such as what Git ignores, is nobody's affair.
            changed.retain(|path| self.snapshot.contains(path) || before.contains(path));
        }
        let edit = Edit {
            snapshot: self.snapshot.clone(),
            changed: changed.into_iter().collect(),
            git,
        };
        Ok(Looked { edit, folders })
    }

    /// What a touched path can have to do with the site.
    fn counts(&self, path: &Path) -> Counts {
        if let Some((own, shared)) = self.repository.git_folders()
            && let Some(inner) = [own, shared]
                .into_iter()
                .find_map(|folder| path.strip_prefix(folder).ok())
        {
            return of_git(inner);
        }
        let Some(path) = Utf8Path::from_path(path) else {
            return Counts::Listing;
        };
        // Names of people, and what Git is not to see, are told above the organisation repository as well.
        match path.file_name() {
            Some(".mailmap") => return Counts::References,
            Some(".gitignore") => return Counts::Listing,
            _ => {}
        }
        let Ok(inner) = path.strip_prefix(self.repository.root()) else {
            return Counts::Not;
        };
        if inner.components().any(|part| part.as_str() == ".git") {
            return Counts::Not;
        }
        let is_listed = self.snapshot.contains(inner);
        match std::fs::symlink_metadata(path) {
            // Most of what happens: a listed file says something else.
            Ok(now) if now.is_file() && is_listed && self.snapshot.on_disk(inner) == Some(path) => {
                Counts::Content(inner.to_owned())
            }
            Ok(_) => Counts::Anew(inner.to_owned()),
            // A file that an editor makes while it saves, and takes away again.
            Err(_) if !is_listed && !self.snapshot.contains_folder(inner) && !inner.as_str().is_empty() => Counts::Not,
            Err(_) => Counts::Anew(inner.to_owned()),
        }
    }
}

/// What a touched path can have to do with the site.
enum Counts {
    /// Nothing.
    Not,
    /// Another commit may be checked out, or branches may be others.
    References,
    /// Other files may be listed.
    Listing,
    /// A listed file may say something else.
    Content(Utf8PathBuf),
    /// Something came, went, or is of another kind.
    Anew(Utf8PathBuf),
}

/// What a file of Git's own has to do with the site.
fn of_git(path: &Path) -> Counts {
    let name = path.file_name().and_then(|it| it.to_str()).unwrap_or_default();
    let is_reference = path.starts_with("refs") && !name.ends_with(".lock");
    match name {
        _ if is_reference => Counts::References,
        "HEAD" | "packed-refs" | "shallow" | "config" if path.components().count() == 1 => Counts::References,
        "index" if path.components().count() == 1 => Counts::Listing,
        _ => Counts::Not,
    }
}

/// The symbolic links of a snapshot, by the file that they lead to.
fn links(snapshot: &Snapshot, root: &Utf8Path) -> BTreeMap<Utf8PathBuf, Vec<Utf8PathBuf>> {
    let mut links: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for path in snapshot.paths() {
        if let Some(file) = snapshot.on_disk(path).and_then(|file| file.strip_prefix(root).ok())
            && file != &**path
        {
            links.entry(file.to_owned()).or_default().push(path.to_path_buf());
        }
    }
    links
}
