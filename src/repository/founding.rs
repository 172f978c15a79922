//! Making files that were not there: a new document, or a whole new repository.
//!
//! Nothing is ever written over. What was made is taken back when the rest cannot be made.

use std::io::Write;

use camino::{Utf8Path, Utf8PathBuf};

use super::git::Git;
use super::{OpenError, Repository, absolute};

/// A file that is not written yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// Where it belongs, from the root of the organisation repository.
    pub path: Utf8PathBuf,
    /// Its text.
    pub text: String,
    /// Whether it is a program.
    pub executable: bool,
}

/// Why a file cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum FoundError {
    /// A folder cannot be made.
    #[error("cannot create the folder `{path}`")]
    Folder {
        /// The folder.
        path: Utf8PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file cannot be written.
    #[error("cannot write `{path}`")]
    File {
        /// The file.
        path: Utf8PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The place cannot be opened, or Git cannot work there.
    #[error(transparent)]
    Open(#[from] OpenError),
}

/// How a new Git repository began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstCommit {
    /// With a commit of the new files.
    Made,
    /// Without one, because Git's configuration names nobody who could have made it.
    NobodyKnown,
}

/// Files and folders in the making. Dropped before they are [kept](Founding::keep), they are taken back.
#[derive(Debug)]
pub struct Founding {
    root: Utf8PathBuf,
    /// In the order they were made.
    made: Vec<Made>,
    written: Vec<Utf8PathBuf>,
    found: Vec<Utf8PathBuf>,
}

#[derive(Debug)]
enum Made {
    Folder(Utf8PathBuf),
    File(Utf8PathBuf),
    /// The `.git` folder with all that is in it.
    Git(Utf8PathBuf),
}

impl Founding {
    /// Begins in a folder, which is made if it does not exist.
    ///
    /// # Errors
    /// When the folder cannot be made or opened.
    pub fn begin(place: &Utf8Path) -> Result<Self, FoundError> {
        let mut founding = Self {
            root: place.to_owned(),
            made: Vec::new(),
            written: Vec::new(),
            found: Vec::new(),
        };
        founding.folder(place, place)?;
        founding.root = absolute(place)?;
        Ok(founding)
    }

    /// The folder, by its absolute path.
    pub fn root(&self) -> &Utf8Path {
        &self.root
    }

    /// Files that were written, from the root.
    pub fn written(&self) -> &[Utf8PathBuf] {
        &self.written
    }

    /// Files that were there already and are left as they are, from the root.
    pub fn found(&self) -> &[Utf8PathBuf] {
        &self.found
    }

    /// Writes a file, and the folders it stands in. One that is there already is left as it is.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn add(&mut self, file: &NewFile) -> Result<(), FoundError> {
        let path = self.root.join(&file.path);
        // A symbolic link that leads nowhere is there, too.
        if path.symlink_metadata().is_ok() {
            self.found.push(file.path.clone());
            return Ok(());
        }
        if let Some(folder) = path.parent() {
            self.folder(folder, file.path.parent().unwrap_or(&file.path))?;
        }
        let failed = |source| FoundError::File {
            path: file.path.clone(),
            source,
        };
        let mut options = std::fs::OpenOptions::new();
        // `create_new` refuses a file that has come to be meanwhile, rather than writing over it.
        options.write(true).create_new(true);
        #[cfg(unix)]
        if file.executable {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o777);
        }
        let mut open = options.open(&path).map_err(failed)?;
        self.made.push(Made::File(path));
        open.write_all(file.text.as_bytes()).map_err(failed)?;
        self.written.push(file.path.clone());
        Ok(())
    }

    /// Makes a folder and those it stands in. `shown` is what a message calls it.
    fn folder(&mut self, folder: &Utf8Path, shown: &Utf8Path) -> Result<(), FoundError> {
        let missing: Vec<_> = folder
            .ancestors()
            .take_while(|it| !it.as_str().is_empty() && !it.is_dir())
            .collect();
        for folder in missing.into_iter().rev() {
            match std::fs::create_dir(folder) {
                Ok(()) => self.made.push(Made::Folder(folder.to_owned())),
                Err(_) if folder.is_dir() => {}
                Err(source) => {
                    return Err(FoundError::Folder {
                        path: shown.to_owned(),
                        source,
                    });
                }
            }
        }
        Ok(())
    }

    /// Makes a Git repository of the folder, with a first commit of the files that were written.
    ///
    /// # Errors
    /// When Git cannot be set up there.
    pub fn begin_git(&mut self, message: &str) -> Result<FirstCommit, FoundError> {
        // A `.git` that Git itself does not recognise is somebody's all the same, and is not taken back.
        let folder = self.root.join(".git");
        if folder.symlink_metadata().is_err() {
            self.made.push(Made::Git(folder));
        }
        let git = Git::init(&self.root)?;
        Ok(git.first_commit(&self.written, message)?)
    }

    /// Opens the folder as an organisation repository of its own, whatever lies around it.
    ///
    /// # Errors
    /// When Git refuses the repository around it.
    pub fn repository(&self) -> Result<Repository, OpenError> {
        Repository::at(&self.root)
    }

    /// Keeps everything that was made.
    pub fn keep(mut self) {
        self.made.clear();
    }
}

impl Drop for Founding {
    fn drop(&mut self) {
        // Taking back is best effort: a folder that somebody has put something into stays.
        for made in self.made.drain(..).rev() {
            let _ = match made {
                Made::File(path) => std::fs::remove_file(path),
                Made::Folder(path) => std::fs::remove_dir(path),
                Made::Git(path) => std::fs::remove_dir_all(path),
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> (tempfile::TempDir, Utf8PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = Utf8PathBuf::from_path_buf(folder.path().canonicalize().expect("a path")).expect("UTF-8");
        (folder, path)
    }

    fn file(path: &str) -> NewFile {
        NewFile {
            path: path.into(),
            text: format!("{path}\n"),
            executable: false,
        }
    }

    #[test]
    fn what_is_there_stays_as_it_is() {
        let (_folder, place) = place();
        std::fs::write(place.join("a.md"), "mine").expect("a file");
        #[cfg(unix)]
        std::os::unix::fs::symlink("nowhere", place.join("b.md")).expect("a link");
        let mut founding = Founding::begin(&place).expect("a place");
        for path in ["a.md", "b.md", "deep/er/c.md"] {
            founding.add(&file(path)).expect("a file");
        }
        #[cfg(unix)]
        assert_eq!(founding.found(), ["a.md", "b.md"]);
        assert_eq!(
            founding.written().last().map(|path| path.as_str()),
            Some("deep/er/c.md")
        );
        founding.keep();
        assert_eq!(std::fs::read_to_string(place.join("a.md")).expect("a file"), "mine");
        assert!(place.join("deep/er/c.md").is_file());
    }

    #[test]
    fn what_cannot_be_finished_is_taken_back() {
        let (_folder, place) = place();
        std::fs::create_dir(place.join("kept")).expect("a folder");
        std::fs::write(place.join("decisions"), "a file where a folder should be").expect("a file");
        let mut founding = Founding::begin(&place).expect("a place");
        founding.add(&file("kept/a.md")).expect("a file");
        founding.add(&file("metrics/b.md")).expect("a file");
        founding.begin_git("first").expect("a repository");
        let error = founding.add(&file("decisions/c.md")).expect_err("no folder");
        assert_eq!(error.to_string(), "cannot create the folder `decisions`");
        drop(founding);
        let mut left: Vec<_> = walkdir::WalkDir::new(&place)
            .min_depth(1)
            .into_iter()
            .map(|it| it.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        left.sort();
        assert_eq!(left, ["decisions", "kept"]);
    }

    #[test]
    fn a_folder_that_was_made_is_taken_back_with_its_parents() {
        let (_folder, place) = place();
        drop(Founding::begin(&place.join("a/b/c")).expect("a place"));
        assert!(!place.join("a").exists());
    }
}
