//! Changing a file that is there.
//!
//! The new text is written beside the old one and takes its place in one step, so whoever reads the file meanwhile, and
//! whatever happens in between, finds one of the two whole.

use camino::{Utf8Path, Utf8PathBuf};

use super::whole::write_with;

/// Why a file cannot be changed.
#[derive(Debug, thiserror::Error)]
pub enum ReplaceError {
    /// It is outside the repository, or a symbolic link leads out.
    #[error("`{0}` leads out of the repository, so it is not changed")]
    LeavesRepository(Utf8PathBuf),
    /// It may not be written.
    #[error("`{0}` is read-only; nothing is changed")]
    ReadOnly(Utf8PathBuf),
    /// Somebody else has changed it since it was read.
    #[error("`{0}` has changed meanwhile, so it is left as it is; run the command again")]
    ChangedMeanwhile(Utf8PathBuf),
    /// The system refuses.
    #[error("cannot write `{path}`")]
    Io {
        /// The file.
        path: Utf8PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

/// Puts a text in the place of the one that was read from a file. A symbolic link stays one: the file that it leads to is
/// changed, where that is below the root.
pub(super) fn replace(root: &Utf8Path, path: &Utf8Path, read: &str, text: &str) -> Result<(), ReplaceError> {
    let failed = |source| ReplaceError::Io {
        path: path.to_owned(),
        source,
    };
    let target = root.join(path).canonicalize_utf8().map_err(failed)?;
    if !target.starts_with(root) {
        return Err(ReplaceError::LeavesRepository(path.to_owned()));
    }
    let metadata = target.metadata().map_err(failed)?;
    if metadata.permissions().readonly() {
        return Err(ReplaceError::ReadOnly(path.to_owned()));
    }
    if std::fs::read(&target).map_err(failed)? != read.as_bytes() {
        return Err(ReplaceError::ChangedMeanwhile(path.to_owned()));
    }
    write_with(&target, text.as_bytes(), Some(metadata.permissions())).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, Utf8PathBuf) {
        let home = tempfile::tempdir().expect("a folder");
        let root = home.path().canonicalize().expect("a real path").join("org");
        std::fs::create_dir(&root).expect("a folder");
        (home, Utf8PathBuf::from_path_buf(root).expect("UTF-8"))
    }

    fn names(root: &Utf8Path) -> Vec<String> {
        let entries = root.read_dir_utf8().expect("a folder");
        entries.map(|it| it.expect("an entry").file_name().to_owned()).collect()
    }

    #[test]
    fn a_file_that_has_changed_meanwhile_is_left() {
        let (_home, root) = folder();
        std::fs::write(root.join("a.md"), "theirs").expect("a file");
        let refused = replace(&root, Utf8Path::new("a.md"), "read", "mine").expect_err("refused");
        assert!(matches!(refused, ReplaceError::ChangedMeanwhile(_)), "{refused}");
        assert_eq!(std::fs::read_to_string(root.join("a.md")).expect("a text"), "theirs");
        assert_eq!(names(&root), ["a.md"]);
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let (_home, root) = folder();
        let real = root.join("real.md");
        std::fs::write(&real, "old").expect("a file");
        std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o640)).expect("permissions");
        symlink("real.md", root.join("link.md")).expect("a link");
        replace(&root, Utf8Path::new("link.md"), "old", "new").expect("replaced");
        assert_eq!(std::fs::read_to_string(&real).expect("a text"), "new");
        assert!(root.join("link.md").is_symlink());
        let mode = real.metadata().expect("metadata").permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
        assert_eq!(names(&root).len(), 2, "nothing is left beside them");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_not_followed_out() {
        let (home, root) = folder();
        let outside = home.path().join("outside.md");
        std::fs::write(&outside, "old").expect("a file");
        std::os::unix::fs::symlink(&outside, root.join("a.md")).expect("a link");
        let refused = replace(&root, Utf8Path::new("a.md"), "old", "new").expect_err("refused");
        assert!(matches!(refused, ReplaceError::LeavesRepository(_)), "{refused}");
        assert_eq!(std::fs::read_to_string(&outside).expect("a text"), "old");
    }
}
