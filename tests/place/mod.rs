//! A folder to try commands in, away from the configuration of whoever runs the tests.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::path::{Path, PathBuf};
use std::process::Command;

use camino::{Utf8Path, Utf8PathBuf};
use docent::definition::Definition;
use docent::model::Document;
use docent::pipeline::{self, Options, Organisation};
use docent::repository::Repository;

/// The day it is in these tests.
pub const TODAY: &str = "2026-03-14";
/// Its noon, in seconds.
const NOON: &str = "1773489600";

/// A temporary folder with a home of its own.
pub struct Place {
    folder: tempfile::TempDir,
    home: tempfile::TempDir,
}

/// What a command did.
#[derive(Debug)]
pub struct Ran {
    /// Its exit code.
    pub code: i32,
    /// What it wrote to standard output.
    pub out: String,
    /// What it wrote to standard error.
    pub err: String,
}

impl Ran {
    /// The same, if it succeeded.
    #[track_caller]
    pub fn well(self) -> Self {
        assert_eq!(self.code, 0, "{}{}", self.out, self.err);
        self
    }
}

impl Place {
    /// An empty folder; Git knows nobody.
    pub fn new() -> Self {
        let make = || tempfile::tempdir().expect("a folder");
        Self {
            folder: make(),
            home: make(),
        }
    }

    /// The same, with Ada in Git's configuration.
    pub fn of_ada() -> Self {
        Self::new().known_as("Ada Lovelace", "ada@example.com")
    }

    /// The same, with someone in Git's configuration.
    pub fn known_as(self, name: &str, email: &str) -> Self {
        let config = format!("[user]\n\tname = \"{name}\"\n\temail = {email}\n");
        std::fs::write(self.home.path().join(".gitconfig"), config).expect("a configuration");
        self
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn utf8(&self, path: &str) -> Utf8PathBuf {
        Utf8PathBuf::from_path_buf(self.path().join(path)).expect("UTF-8")
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }

    #[track_caller]
    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn has(&self, path: &str) -> bool {
        self.path().join(path).exists()
    }

    /// All files below it, without those of Git, sorted.
    pub fn files(&self) -> Vec<String> {
        let files = walkdir::WalkDir::new(self.path())
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|entry| entry.file_name() != ".git");
        files
            .map(|entry| entry.expect("an entry"))
            .filter(|entry| !entry.file_type().is_dir())
            .map(|entry| entry.path().strip_prefix(self.path()).expect("below").to_path_buf())
            .map(|path: PathBuf| path.to_string_lossy().into_owned())
            .collect()
    }

    pub fn docent<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Ran {
        self.docent_in("", arguments)
    }

    pub fn docent_in<'a>(&self, folder: &str, arguments: impl IntoIterator<Item = &'a str>) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_docent"));
        command.args(arguments);
        self.run(folder, command)
    }

    pub fn git<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Ran {
        self.git_in("", arguments)
    }

    pub fn git_in<'a>(&self, folder: &str, arguments: impl IntoIterator<Item = &'a str>) -> Ran {
        let mut command = Command::new("git");
        command.args(arguments);
        self.run(folder, command)
    }

    fn run(&self, folder: &str, mut command: Command) -> Ran {
        let docent = Path::new(env!("CARGO_BIN_EXE_docent")).parent().expect("a folder");
        let path = format!("{}:/usr/local/bin:/usr/bin:/bin", docent.display());
        let output = command
            .current_dir(self.path().join(folder))
            .env_clear()
            .env("PATH", path)
            .env("HOME", self.home.path())
            .env("XDG_CONFIG_HOME", self.home.path())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("SOURCE_DATE_EPOCH", NOON)
            .output()
            .expect("a command");
        Ran {
            code: output.status.code().expect("an exit code"),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    /// Reads and checks the organisation repository in a folder, as if its documents were in some state.
    #[track_caller]
    pub fn check(&self, folder: &str, as_state: Option<&str>) -> Organisation {
        let repository = Repository::open(&self.utf8(folder)).expect("a repository");
        let options = Options {
            today: Some(TODAY.parse().expect("a date")),
            as_state: as_state.map(str::to_owned),
            ..Options::default()
        };
        pipeline::check(repository.work_tree().expect("files"), &options)
    }
}

/// The document in a file, and its definition.
#[track_caller]
pub fn document<'a>(organisation: &'a Organisation, path: &str) -> (&'a Document, &'a Definition) {
    let index = organisation.corpus.by_path(Utf8Path::new(path));
    let document = organisation
        .corpus
        .get(index.unwrap_or_else(|| panic!("no document {path}")));
    (document, organisation.corpus.definition(document))
}

/// What was found, a line each.
pub fn found(organisation: &Organisation) -> Vec<String> {
    let line = |it: &docent::diagnostic::Diagnostic| format!("{}: {}: {}", it.path, it.rule, it.message);
    organisation.checked.diagnostics.iter().map(line).collect()
}
