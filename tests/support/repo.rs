//! Real Git repositories in temporary folders, made by sentences.
//!
//! `Repo::new().write("rewrites/0001-x.md", draft).commit("Propose x")` is one commit by Ada on 1 January 2026 at nine.
//! Every commit comes an hour after the one before, so that dates are the same in every run; nothing of the machine's own
//! Git configuration is used.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use camino::{Utf8Path, Utf8PathBuf};
use docent::repository::{ObjectId, Repository};

/// 1 January 2026, 09:00 UTC.
pub const START: i64 = 1_767_258_000;

/// A repository under construction.
#[derive(Debug)]
pub struct Repo {
    /// Holds the folder, and clears it away.
    _home: tempfile::TempDir,
    root: PathBuf,
    author: (String, String),
    clock: i64,
}

impl Default for Repo {
    fn default() -> Self {
        Self::new()
    }
}

impl Repo {
    /// An empty repository with the branch `main`.
    pub fn new() -> Self {
        let repo = Self::without_git();
        repo.git(&["init", "--quiet", "--initial-branch=main"]);
        repo
    }

    /// A folder without Git.
    pub fn without_git() -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        let root = home.path().canonicalize().expect("a real path").join("org");
        std::fs::create_dir(&root).expect("a folder");
        Self {
            _home: home,
            root,
            author: ("Ada".into(), "ada@example.org".into()),
            clock: START,
        }
    }

    /// The root of the work tree.
    pub fn root(&self) -> &Utf8Path {
        Utf8Path::from_path(&self.root).expect("a UTF-8 path")
    }

    /// A path beside the repository, for clones and the like.
    pub fn beside(&self, name: &str) -> Utf8PathBuf {
        self.root().parent().expect("a home").join(name)
    }

    /// Writes a file.
    pub fn write(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        let path = self.root.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        std::fs::write(path, text).expect("a file");
        self
    }

    /// Deletes a file.
    pub fn delete(self, path: &str) -> Self {
        std::fs::remove_file(self.root.join(path)).expect("a file");
        self
    }

    /// Gives a file another name.
    pub fn rename(self, from: &str, to: &str) -> Self {
        let to = self.root.join(to);
        std::fs::create_dir_all(to.parent().expect("a folder")).expect("folders");
        std::fs::rename(self.root.join(from), to).expect("a file");
        self
    }

    /// Says who commits from here on.
    pub fn by(mut self, name: &str, email: &str) -> Self {
        self.author = (name.into(), email.into());
        self
    }

    /// Moves the clock to so many seconds since 1970.
    pub fn at(mut self, seconds: i64) -> Self {
        self.clock = seconds;
        self
    }

    /// Commits everything that was written.
    pub fn commit(self, message: &str) -> Self {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", message]);
        self.later()
    }

    /// A new branch from here, checked out.
    pub fn branch(self, name: &str) -> Self {
        self.git(&["switch", "--quiet", "--create", name]);
        self
    }

    /// Checks out a branch or commit.
    pub fn switch(self, name: &str) -> Self {
        self.git(&["checkout", "--quiet", name]);
        self
    }

    /// Merges a branch into the one checked out, with a commit.
    pub fn merge(self, name: &str, message: &str) -> Self {
        self.git(&["merge", "--quiet", "--no-ff", "--message", message, name]);
        self.later()
    }

    /// Begins a merge and leaves it to be finished by writing files and `commit`.
    pub fn begin_merge(self, name: &str) -> Self {
        // A conflict is what is wanted here, so failing is fine.
        let _ = self
            .command(&["merge", "--quiet", "--no-ff", "--no-commit", name])
            .output();
        self
    }

    /// Runs any other Git command.
    pub fn run(self, arguments: &[&str]) -> Self {
        self.git(arguments);
        self
    }

    /// Makes a commit object of exactly these lines before the message (after its tree and parent) and moves the branch
    /// to it, however odd it is.
    pub fn raw_commit(self, people: impl AsRef<[u8]>, message: impl AsRef<[u8]>) -> Self {
        self.git(&["add", "--all"]);
        let tree = self.git(&["write-tree"]);
        let mut object = format!("tree {}\n", tree.trim()).into_bytes();
        if let Ok(parent) = self.try_git(&["rev-parse", "--verify", "--quiet", "HEAD"]) {
            object.extend_from_slice(format!("parent {}\n", parent.trim()).as_bytes());
        }
        object.extend_from_slice(people.as_ref());
        object.extend_from_slice(b"\n\n");
        object.extend_from_slice(message.as_ref());
        let id = self.feed(
            &["hash-object", "-t", "commit", "--literally", "-w", "--stdin"],
            &object,
        );
        self.git(&["reset", "--quiet", "--soft", id.trim()]);
        self.later()
    }

    /// Id of a commit.
    pub fn id(&self, revision: &str) -> ObjectId {
        let id = self.git(&["rev-parse", "--verify", revision]);
        ObjectId::from_hex(id.trim().as_bytes()).expect("an id")
    }

    /// The repository as docent opens it.
    pub fn open(&self) -> Repository {
        Repository::open(self.root()).expect("a repository")
    }

    /// Runs Git here and gives what it prints.
    pub fn git(&self, arguments: &[&str]) -> String {
        self.try_git(arguments)
            .unwrap_or_else(|error| panic!("git {arguments:?}: {error}"))
    }

    fn try_git(&self, arguments: &[&str]) -> Result<String, String> {
        told(self.command(arguments).output().expect("Git is installed"))
    }

    /// Runs Git here with something on its standard input.
    pub fn feed(&self, arguments: &[&str], input: &[u8]) -> String {
        let mut command = self.command(arguments);
        let command = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("Git is installed");
        let mut stdin = child.stdin.take().expect("a pipe");
        let input = input.to_vec();
        let writer = std::thread::spawn(move || std::io::Write::write_all(&mut stdin, &input));
        let output = child.wait_with_output().expect("Git ends");
        let _ = writer.join().expect("the writer ends");
        told(output).unwrap_or_else(|error| panic!("git {arguments:?}: {error}"))
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = git(&self.root);
        let date = format!("{} +0000", self.clock);
        command
            .args(arguments)
            .env("GIT_AUTHOR_NAME", &self.author.0)
            .env("GIT_AUTHOR_EMAIL", &self.author.1)
            .env("GIT_AUTHOR_DATE", &date)
            .env("GIT_COMMITTER_NAME", &self.author.0)
            .env("GIT_COMMITTER_EMAIL", &self.author.1)
            .env("GIT_COMMITTER_DATE", &date);
        command
    }

    fn later(mut self) -> Self {
        self.clock += 3600;
        self
    }
}

/// Git in a folder, as if no machine had ever configured it.
pub fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    // A hook that runs the tests tells Git about the repository it runs for.
    for name in [
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_PREFIX",
        "GIT_OBJECT_DIRECTORY",
        "XDG_CONFIG_HOME",
    ] {
        command.env_remove(name);
    }
    command
        .current_dir(folder)
        .env("HOME", folder)
        .env("LC_ALL", "C")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_TERMINAL_PROMPT", "0");
    command
}

fn told(output: Output) -> Result<String, String> {
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}
