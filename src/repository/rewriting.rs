//! Changing several files of the work tree together: all of them, or none.
//!
//! Every new text is written beside its file first; only when all of them are there do they take their places. A file that
//! is not what it was when it was read is left alone, and with it all others.

use std::fs;
use std::io::Write;

use camino::{Utf8Path, Utf8PathBuf};

use super::Repository;

/// A file that gets another text, and perhaps another name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewrite {
    /// Where it is, from the root of the organisation repository.
    pub path: Utf8PathBuf,
    /// Where it is then.
    pub to: Utf8PathBuf,
    /// The text it has now.
    pub old: String,
    /// The text it gets.
    pub new: String,
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum RewriteError {
    /// Its text is another one than was read.
    #[error("`{path}` has changed meanwhile, so nothing was written; run the command again")]
    Changed {
        /// The file.
        path: Utf8PathBuf,
    },
    /// It is a symbolic link, which would be replaced by a file.
    #[error("`{path}` is a symbolic link, so nothing was written; replace it with the file itself")]
    Link {
        /// The file.
        path: Utf8PathBuf,
    },
    /// There is a file where it would go.
    #[error("`{path}` is there already, so nothing was written")]
    Taken {
        /// The place.
        path: Utf8PathBuf,
    },
    /// The system refuses.
    #[error("cannot write `{path}`, so nothing was changed")]
    File {
        /// The file.
        path: Utf8PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

/// A text that waits beside its file. Dropped before it has taken its place, it is deleted.
struct Waiting<'a> {
    rewrite: &'a Rewrite,
    beside: Utf8PathBuf,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        // Once it has taken its place, there is nothing to delete.
        let _ = fs::remove_file(&self.beside);
    }
}

impl Repository {
    /// Changes files of the work tree: all of them, or none.
    ///
    /// # Errors
    /// When one of them cannot be written, is a symbolic link, has changed since it was read, or its new name is taken.
    pub fn rewrite(&self, rewrites: &[Rewrite]) -> Result<(), RewriteError> {
        let mut waiting = Vec::with_capacity(rewrites.len());
        for rewrite in rewrites {
            self.must_be_as_it_was(rewrite)?;
            waiting.push(self.write_beside(rewrite)?);
        }
        for (position, it) in waiting.iter().enumerate() {
            if let Err(error) = self.put_in_place(it) {
                for done in &waiting[..position] {
                    self.take_back(done.rewrite);
                }
                return Err(error);
            }
        }
        Ok(())
    }

    fn must_be_as_it_was(&self, rewrite: &Rewrite) -> Result<(), RewriteError> {
        let path = || rewrite.path.clone();
        let file = self.root().join(&rewrite.path);
        let failed = |source| RewriteError::File { path: path(), source };
        if file.symlink_metadata().map_err(failed)?.file_type().is_symlink() {
            return Err(RewriteError::Link { path: path() });
        }
        if fs::read(&file).map_err(failed)? != rewrite.old.as_bytes() {
            return Err(RewriteError::Changed { path: path() });
        }
        // On some systems `a.md` and `A.md` are one file.
        let to = self.root().join(&rewrite.to);
        let is_itself = || rewrite.to.as_str().to_lowercase() == rewrite.path.as_str().to_lowercase();
        if rewrite.to != rewrite.path && to.symlink_metadata().is_ok() && !is_itself() {
            return Err(RewriteError::Taken {
                path: rewrite.to.clone(),
            });
        }
        let folder = to.ancestors().skip(1).find(|folder| folder.exists());
        let real = folder.and_then(|folder| folder.canonicalize_utf8().ok());
        if real.is_none_or(|real| !real.starts_with(self.root())) {
            return Err(RewriteError::Link {
                path: rewrite.to.clone(),
            });
        }
        Ok(())
    }

    fn write_beside<'a>(&self, rewrite: &'a Rewrite) -> Result<Waiting<'a>, RewriteError> {
        let failed = |source| RewriteError::File {
            path: rewrite.path.clone(),
            source,
        };
        let file = self.root().join(&rewrite.path);
        let name = rewrite.path.file_name().unwrap_or_default();
        let beside = beside(&file, name);
        let permissions = file.metadata().map_err(failed)?.permissions();
        if permissions.readonly() {
            return Err(failed(std::io::ErrorKind::PermissionDenied.into()));
        }
        let mut open = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&beside)
            .map_err(failed)?;
        let waiting = Waiting { rewrite, beside };
        open.write_all(rewrite.new.as_bytes()).map_err(failed)?;
        open.set_permissions(permissions).map_err(failed)?;
        open.sync_all().map_err(failed)?;
        Ok(waiting)
    }

    fn put_in_place(&self, waiting: &Waiting<'_>) -> Result<(), RewriteError> {
        let rewrite = waiting.rewrite;
        let failed = |source| RewriteError::File {
            path: rewrite.to.clone(),
            source,
        };
        let (from, to) = (self.root().join(&rewrite.path), self.root().join(&rewrite.to));
        if from != to {
            let folder = to.parent().unwrap_or(self.root());
            fs::create_dir_all(folder).map_err(failed)?;
            fs::rename(&from, &to).map_err(failed)?;
        }
        fs::rename(&waiting.beside, &to).map_err(|source| {
            let _ = fs::rename(&to, &from);
            failed(source)
        })
    }

    /// Gives a file its old name and text back, as far as the system lets it.
    fn take_back(&self, rewrite: &Rewrite) {
        let (from, to) = (self.root().join(&rewrite.path), self.root().join(&rewrite.to));
        let _ = fs::rename(&to, &from);
        let _ = fs::write(&from, &rewrite.old);
    }
}

/// A hidden name beside a file that nothing has, and that no snapshot lists.
fn beside(file: &Utf8Path, name: &str) -> Utf8PathBuf {
    let short: String = name.chars().take(40).collect();
    let names = (0..).map(|number: u32| file.with_file_name(format!(".{short}.docent-{number}")));
    let mut free = names.filter(|path| path.symlink_metadata().is_err());
    free.next().unwrap_or_else(|| file.with_extension("docent"))
}
