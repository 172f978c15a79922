//! Commits, branches, and what differs between them.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};

use super::super::objects::ObjectId;
use super::super::revision::{Branch, Change, ChangedPath, RevisionError, TreeFile, TreeFileKind};
use super::Git;
use crate::diagnostic::did_you_mean;

/// Deepest nesting of folders that is looked into.
const MAX_DEPTH: usize = 64;

impl Git {
    /// The commit that a revision names, in any of Git's ways to name one.
    pub(in crate::repository) fn resolve(&self, revision: &str) -> Result<ObjectId, RevisionError> {
        let unknown = || RevisionError::Unknown {
            revision: revision.to_owned(),
            hint: self.hint(revision),
        };
        if revision.is_empty() || revision.starts_with('-') || revision.contains('\0') {
            return Err(unknown());
        }
        let object = self.repository.revparse_single(revision).map_err(|_| unknown())?;
        let id = object.id();
        let commit = object.peel_to_commit().map_err(|error| match error.code() {
            git2::ErrorCode::NotFound => RevisionError::Missing { object: id.to_string() },
            _ => RevisionError::NotACommit {
                revision: revision.to_owned(),
            },
        })?;
        ObjectId::from_bytes(commit.id().as_bytes()).ok_or_else(unknown)
    }

    /// What may have been meant by a revision that is not there.
    fn hint(&self, revision: &str) -> String {
        let branches = self.branches();
        let remote = branches.iter().find(|branch| {
            let short = branch.name.split_once('/').map(|(_, short)| short);
            branch.is_remote && short == Some(revision)
        });
        if let Some(branch) = remote {
            return format!("; did you mean `{}`?", branch.name);
        }
        if self.repository.is_shallow() {
            return "; this clone is shallow, so it may only be missing here".to_owned();
        }
        let names = branches.iter().map(|branch| branch.name.as_str());
        did_you_mean(revision, names).map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
    }

    /// All local and remote-tracking branches that have a commit, local ones first, each by name.
    pub(in crate::repository) fn branches(&self) -> Vec<Branch> {
        let Ok(found) = self.repository.branches(None) else {
            return Vec::new();
        };
        let mut branches: Vec<_> = found.filter_map(Result::ok).filter_map(branch).collect();
        branches.sort_by(|left, right| (left.is_remote, &left.name).cmp(&(right.is_remote, &right.name)));
        branches
    }

    /// What `refs/remotes/origin/HEAD` names: the default branch as it was when the clone was made.
    pub(in crate::repository) fn remote_default(&self) -> Option<String> {
        let head = self.repository.find_reference("refs/remotes/origin/HEAD").ok()?;
        let target = head.symbolic_target().ok().flatten()?;
        target.strip_prefix("refs/remotes/").map(str::to_owned)
    }

    /// The commit that two others have in common; `None` when they have none.
    pub(in crate::repository) fn merge_base(
        &self,
        one: ObjectId,
        other: ObjectId,
    ) -> Result<Option<ObjectId>, RevisionError> {
        match self.repository.merge_base(oid(one)?, oid(other)?) {
            Ok(base) => Ok(ObjectId::from_bytes(base.as_bytes())),
            Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(None),
            Err(error) => Err(RevisionError::broken(error.message())),
        }
    }

    /// All files of a commit below a folder, which paths are then relative to.
    pub(in crate::repository) fn files(
        &self,
        commit: ObjectId,
        folder: &Utf8Path,
    ) -> Result<Vec<TreeFile>, RevisionError> {
        let mut files = Vec::new();
        let mut folders: Vec<_> = self
            .tree(commit, folder)?
            .map(|tree| (String::new(), true, tree))
            .into_iter()
            .collect();
        while let Some((parent, is_text, tree)) = folders.pop() {
            for entry in &tree {
                let is_text = is_text && entry.name().is_ok();
                let path = format!("{parent}{}", String::from_utf8_lossy(entry.name_bytes()));
                let kind = match entry.filemode() {
                    0o040_000 if path.bytes().filter(|byte| *byte == b'/').count() < MAX_DEPTH => {
                        let folder = self.repository.find_tree(entry.id());
                        let folder = folder.map_err(|_| missing(entry.id()))?;
                        folders.push((path + "/", is_text, folder));
                        continue;
                    }
                    0o120_000 => TreeFileKind::Link,
                    mode if mode & 0o170_000 == 0o100_000 => TreeFileKind::File,
                    // Another repository.
                    _ => continue,
                };
                if let Some(content) = ObjectId::from_bytes(entry.id().as_bytes()) {
                    files.push(TreeFile {
                        path,
                        is_text,
                        kind,
                        content,
                    });
                }
            }
        }
        Ok(files)
    }

    fn tree(&self, commit: ObjectId, folder: &Utf8Path) -> Result<Option<git2::Tree<'_>>, RevisionError> {
        let id = oid(commit)?;
        let commit = self.repository.find_commit(id).map_err(|_| missing(id))?;
        let tree = commit.tree().map_err(|_| missing(commit.tree_id()))?;
        if folder.as_str().is_empty() {
            return Ok(Some(tree));
        }
        let Ok(entry) = tree.get_path(folder.as_std_path()) else {
            return Ok(None);
        };
        Ok(self.repository.find_tree(entry.id()).ok())
    }

    /// What differs between a commit and another, or the files that are checked out; renames are paired.
    pub(in crate::repository) fn changes(
        &self,
        from: ObjectId,
        to: Option<ObjectId>,
    ) -> Result<Vec<ChangedPath>, RevisionError> {
        let broken = |error: git2::Error| RevisionError::broken(error.message());
        let root = Utf8Path::new("");
        let old = self.tree(from, root)?;
        let mut options = git2::DiffOptions::new();
        options
            .include_untracked(true)
            .recurse_untracked_dirs(true)
            .include_typechange(true)
            .ignore_submodules(true);
        let mut diff = match to {
            Some(to) => {
                let new = self.tree(to, root)?;
                self.repository
                    .diff_tree_to_tree(old.as_ref(), new.as_ref(), Some(&mut options))
            }
            None => self
                .repository
                .diff_tree_to_workdir_with_index(old.as_ref(), Some(&mut options)),
        }
        .map_err(broken)?;
        let mut similar = git2::DiffFindOptions::new();
        similar.renames(true).for_untracked(true).rename_limit(500);
        diff.find_similar(Some(&mut similar)).map_err(broken)?;
        let absent = match to {
            None => self.left_out(),
            Some(_) => BTreeMap::new(),
        };
        let changes = diff.deltas().filter_map(|delta| changed(&delta));
        Ok(changes
            .filter(|change| {
                // A sparse check-out does not delete what it leaves out.
                let left_out = change.change == Change::Deleted && absent.contains_key(&change.path);
                !left_out || absent.get(&change.path).copied() != change.old
            })
            .collect())
    }

    /// Files that a sparse check-out leaves out: their paths from the root of the work tree, and their contents.
    pub(in crate::repository) fn left_out(&self) -> BTreeMap<Utf8PathBuf, ObjectId> {
        let Ok(index) = self.repository.index() else {
            return BTreeMap::new();
        };
        let skipped = git2::IndexEntryExtendedFlag::SKIP_WORKTREE.bits();
        index
            .iter()
            .filter(|entry| entry.flags_extended & skipped != 0)
            .filter_map(|entry| {
                let path = String::from_utf8(entry.path).ok()?;
                Some((Utf8PathBuf::from(path), ObjectId::from_bytes(entry.id.as_bytes())?))
            })
            .collect()
    }
}

fn missing(object: git2::Oid) -> RevisionError {
    RevisionError::Missing {
        object: object.to_string(),
    }
}

fn oid(id: ObjectId) -> Result<git2::Oid, RevisionError> {
    git2::Oid::from_bytes(id.as_bytes()).map_err(|error| RevisionError::broken(error.message()))
}

fn branch((branch, kind): (git2::Branch<'_>, git2::BranchType)) -> Option<Branch> {
    // What only points to another branch, such as `origin/HEAD`, is no branch of its own.
    if branch.get().kind() == Some(git2::ReferenceType::Symbolic) {
        return None;
    }
    let tip = branch.get().peel_to_commit().ok()?.id();
    Some(Branch {
        name: String::from_utf8_lossy(branch.name_bytes().ok()?).into_owned(),
        is_remote: kind == git2::BranchType::Remote,
        tip: ObjectId::from_bytes(tip.as_bytes())?,
    })
}

/// What a difference says about a path; `None` for what is no file or has no name in UTF-8.
fn changed(delta: &git2::DiffDelta<'_>) -> Option<ChangedPath> {
    let path = |file: &git2::DiffFile<'_>| Utf8PathBuf::from_path_buf(file.path()?.to_owned()).ok();
    let old = ObjectId::from_bytes(delta.old_file().id().as_bytes()).filter(|_| delta.old_file().exists());
    let (path, change) = match delta.status() {
        git2::Delta::Added | git2::Delta::Untracked | git2::Delta::Copied => (path(&delta.new_file())?, Change::Added),
        git2::Delta::Deleted => (path(&delta.old_file())?, Change::Deleted),
        git2::Delta::Renamed => (
            path(&delta.new_file())?,
            Change::Renamed {
                from: path(&delta.old_file())?,
            },
        ),
        git2::Delta::Modified | git2::Delta::Typechange | git2::Delta::Conflicted | git2::Delta::Unreadable => {
            (path(&delta.new_file())?, Change::Modified)
        }
        git2::Delta::Unmodified | git2::Delta::Ignored => return None,
    };
    Some(ChangedPath { path, change, old })
}
