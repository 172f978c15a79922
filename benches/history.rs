//! What reading the past costs, against `git log --raw` over the same commits in the same run.
//!
//! `cargo bench --bench history` measures 1,000 documents with 5,000 commits; with `-- large` also 10,000 with 20,000. With
//! `-- keep=FOLDER` the repositories stay there for the next time.

#[path = "../tests/support/mod.rs"]
mod support;

use std::path::Path;
use std::time::{Duration, Instant};

use camino::Utf8Path;
use docent::history;
use docent::pipeline::{self, Options};
use docent::repository::{Change, ChangedPath, Repository};

use support::repo::git;
use support::synthetic::{self, Size};

fn main() {
    let small = ("1,000 documents, 5,000 commits", 1_000, 5_000);
    let large = ("10,000 documents, 20,000 commits", 10_000, 20_000);
    let mut sizes = vec![small];
    if std::env::args().any(|argument| argument == "large") {
        sizes.push(large);
    }
    let temporary = tempfile::tempdir().expect("a temporary folder");
    let kept = std::env::args().find_map(|argument| argument.strip_prefix("keep=").map(Into::into));
    let home = kept.unwrap_or_else(|| temporary.path().to_owned());
    for (name, documents, commits) in sizes {
        let folder = home.join(format!("history-{documents}-{commits}"));
        if !folder.exists() {
            std::fs::create_dir_all(&folder).expect("a folder");
            let words = 700;
            synthetic::make(
                &folder,
                Size {
                    documents,
                    commits,
                    words,
                },
            );
        }
        measure(name, &folder);
    }
}

fn measure(name: &str, folder: &Path) {
    let repository = Repository::open(Utf8Path::from_path(folder).expect("a UTF-8 path")).expect("a repository");
    let snapshot = repository.work_tree().expect("files");
    let corpus = pipeline::check(snapshot, &Options::default()).corpus;
    let log = quickest(5, || {
        let mut command = git(folder);
        let command = command.args(["log", "--raw", "--no-abbrev", "--no-renames"]);
        command.stdout(std::process::Stdio::null());
        assert!(command.status().expect("Git is installed").success());
    });
    let first = quickest(5, || {
        let _ = std::fs::remove_dir_all(folder.join(".git/docent"));
        let history = history::read(&repository, &corpus);
        assert!(history.commits_read == history.commits && history.is_whole());
    });
    let cached = quickest(5, || assert_eq!(history::read(&repository, &corpus).commits_read, 0));
    let since = quickest(5, || check_since_base(&repository));
    let share = |time: Duration| 100.0 * time.as_secs_f64() / log.as_secs_f64();
    let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
    let mut out = std::io::stdout().lock();
    let mut line = |text: String| std::io::Write::write_all(&mut out, text.as_bytes()).expect("standard output");
    line(format!("{name}\n"));
    line(format!("  git log --raw  {:>9.1} ms\n", milliseconds(log)));
    line(format!(
        "  first pass     {:>9.1} ms  {:>5.1} %\n",
        milliseconds(first),
        share(first)
    ));
    line(format!(
        "  cached pass    {:>9.1} ms  {:>5.1} %\n",
        milliseconds(cached),
        share(cached)
    ));
    line(format!(
        "  check --base   {:>9.1} ms  {:>5.1} %\n",
        milliseconds(since),
        share(since)
    ));
}

/// Checks a change of three documents against the commit that is checked out, from listing the files to the findings. The
/// change is laid over the work tree, so the repository stays as it is.
fn check_since_base(repository: &Repository) {
    let head = repository.head().expect("a commit");
    let mut changes = repository.changes(head, None).expect("changes");
    assert!(changes.is_empty(), "the work tree is clean");
    let committed = repository.work_tree().expect("files");
    let documents: Vec<_> = committed
        .paths()
        .filter(|path| path.extension() == Some("md"))
        .take(3)
        .cloned()
        .collect();
    let mut snapshot = committed.clone();
    for path in documents {
        let text = committed
            .text(&path)
            .and_then(|file| file.content.ok())
            .expect("a text");
        snapshot = snapshot.with_texts([(path.to_path_buf(), format!("{text}\nOne more sentence.\n"))]);
        changes.push(ChangedPath {
            path: path.to_path_buf(),
            change: Change::Modified,
            old: None,
        });
    }
    let base = pipeline::Base {
        name: "HEAD".to_owned(),
        snapshot: committed,
        changes,
    };
    let organisation = pipeline::check_since(snapshot, base, &Options::default());
    assert_eq!(organisation.checked.changed.len(), 3);
}

fn quickest(times: usize, mut run: impl FnMut()) -> Duration {
    let once = |_| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    (0..times).map(once).min().unwrap_or_default()
}
