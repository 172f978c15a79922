//! Listing the files of a work tree.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use walkdir::{DirEntry, WalkDir};

use super::git::Git;
use super::objects::ObjectStore;
use super::snapshot::{Entry, Snapshot, Unreadable};
use super::{OpenError, SITE_MARKER};
use crate::diagnostic::shared_path;

/// Lists what a checkout holds: tracked files and new ones, without what Git ignores, other repositories inside this one,
/// and sites that docent wrote. Symbolic links are listed, and read only where they lead to another listed file.
pub(super) fn list(root: &Utf8Path, git: Option<&Git>) -> Result<Snapshot, OpenError> {
    let visible = Visible::new(root, git);
    let mut entries = BTreeMap::new();
    let mut links = Vec::new();
    let walk = WalkDir::new(root)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| visible.shows(entry));
    for found in walk {
        let found = match found {
            Ok(found) => found,
            Err(error) if error.depth() == 0 => {
                return Err(OpenError::Unreadable {
                    path: root.to_owned(),
                    reason: error.to_string(),
                });
            }
            Err(error) => {
                let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                if let Some(path) = error.path().and_then(|path| path.strip_prefix(root).ok()) {
                    entries.insert(lossy(path), Entry::Refused(Unreadable::Folder { reason }));
                }
                continue;
            }
        };
        let is_link = found.path_is_symlink();
        // Neither a folder, nor a pipe that somebody would have to write into before it can be read.
        if !is_link && !found.file_type().is_file() {
            continue;
        }
        let Ok(relative) = found.path().strip_prefix(root) else {
            continue;
        };
        let entry = match Utf8Path::from_path(found.path()) {
            None => Entry::Refused(Unreadable::NameNotText),
            Some(path) if is_link => {
                links.push((lossy(relative), path.to_owned()));
                continue;
            }
            Some(path) => Entry::Disk(path.into()),
        };
        entries.insert(lossy(relative), entry);
    }
    // Only now it is known which files are listed: a link leads to one of them or nowhere.
    let followed: Vec<_> = links
        .into_iter()
        .map(|(name, path)| (name, through_link(root, &path, &entries)))
        .collect();
    entries.extend(followed);
    let snapshot = Snapshot::new(entries);
    match git {
        Some(git) => Ok(with_left_out(snapshot, git, &visible, root)),
        None => Ok(snapshot),
    }
}

/// The folders that [`list`] looks into, the root among them, from the root. Those that cannot be listed are left out.
pub(super) fn folders(root: &Utf8Path, git: Option<&Git>) -> Vec<Utf8PathBuf> {
    let visible = Visible::new(root, git);
    let walk = WalkDir::new(root)
        .into_iter()
        // What is no folder need not be asked of Git.
        .filter_entry(|entry| entry.file_type().is_dir() && visible.shows(entry));
    let folders = walk.filter_map(|found| {
        let found = found.ok()?;
        Utf8Path::from_path(found.path().strip_prefix(root).ok()?).map(Utf8Path::to_owned)
    });
    folders.collect()
}

/// The snapshot with the files that a sparse check-out leaves out, as Git has them: what refers to them is not broken.
fn with_left_out(snapshot: Snapshot, git: &Git, visible: &Visible<'_>, root: &Utf8Path) -> Snapshot {
    let left_out = git.left_out();
    if left_out.is_empty() {
        return snapshot;
    }
    let folder = visible.top.as_ref().and_then(|top| root.strip_prefix(top).ok());
    let folder = folder.unwrap_or(Utf8Path::new(""));
    let below = left_out
        .into_iter()
        .filter_map(|(path, content)| Some((path.strip_prefix(folder).ok()?.to_owned(), content)));
    snapshot.with_entries(&ObjectStore::open(git.common_folder()), |entries| {
        for (path, content) in below {
            entries.entry(shared_path(path)).or_insert(Entry::Object(content));
        }
    })
}

/// Decides which folders and files are looked at.
struct Visible<'a> {
    git: Option<&'a Git>,
    /// Root of the Git work tree, which may lie above the organisation repository.
    top: Option<Utf8PathBuf>,
    tracked: HashSet<Utf8PathBuf>,
    tracked_folders: HashSet<Utf8PathBuf>,
}

impl<'a> Visible<'a> {
    fn new(root: &Utf8Path, git: Option<&'a Git>) -> Self {
        let top = git.and_then(Git::work_tree).filter(|top| root.starts_with(top));
        let git = git.filter(|_| top.is_some());
        let tracked: HashSet<_> = git.map(Git::tracked).unwrap_or_default().into_iter().collect();
        let folders = tracked
            .iter()
            .flat_map(|path| path.ancestors().skip(1).map(Utf8Path::to_owned));
        let tracked_folders = folders.collect();
        Self {
            git,
            top,
            tracked,
            tracked_folders,
        }
    }

    /// Whether docent wrote a site into a folder. A marker that is committed is no proof: it would hide the documents beside
    /// it from every check.
    fn is_site(&self, folder: &std::path::Path) -> bool {
        let marker = folder.join(SITE_MARKER);
        let from_top = self.top.as_ref().and_then(|top| marker.strip_prefix(top).ok());
        let is_tracked = from_top
            .and_then(Utf8Path::from_path)
            .is_some_and(|path| self.tracked.contains(path));
        marker.exists() && !is_tracked
    }

    fn shows(&self, entry: &DirEntry) -> bool {
        if entry.depth() == 0 {
            return true;
        }
        if entry.file_name() == ".git" {
            return false;
        }
        let is_folder = entry.file_type().is_dir();
        if is_folder && (entry.path().join(".git").exists() || self.is_site(entry.path())) {
            return false;
        }
        let (Some(git), Some(top)) = (self.git, &self.top) else {
            return true;
        };
        let Ok(from_top) = entry.path().strip_prefix(top) else {
            return true;
        };
        let known = match Utf8Path::from_path(from_top) {
            Some(path) if is_folder => self.tracked_folders.contains(path),
            Some(path) => self.tracked.contains(path),
            None => true,
        };
        // A trailing slash makes Git apply patterns that are for folders only.
        let asked = if is_folder {
            from_top.join("")
        } else {
            from_top.to_owned()
        };
        known || !git.ignores(&asked)
    }
}

/// What a symbolic link leads to. What is not listed is not read through one either: a file that Git ignores may hold a
/// password.
fn through_link(root: &Utf8Path, path: &Utf8Path, listed: &BTreeMap<Arc<Utf8Path>, Entry>) -> Entry {
    let Ok(target) = path.as_std_path().canonicalize() else {
        return Entry::Refused(Unreadable::NotFollowed);
    };
    let Ok(relative) = target.strip_prefix(root) else {
        return Entry::Refused(Unreadable::LeavesRepository);
    };
    if !target.is_file() {
        return Entry::Refused(Unreadable::NotFollowed);
    }
    let is_hidden = relative
        .components()
        .any(|part| part.as_os_str().as_encoded_bytes().starts_with(b"."));
    match listed.get(&*lossy(relative)) {
        Some(file @ Entry::Disk(_)) if !is_hidden => file.clone(),
        _ => Entry::Refused(Unreadable::LeadsToHidden),
    }
}

fn lossy(path: &std::path::Path) -> Arc<Utf8Path> {
    shared_path(path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/"))
}
