//! Any commit gives the same as a check-out of it, wherever and however it is checked out.

mod support;

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};
use docent::pipeline::{self, BuildOptions, Options};
use docent::repository::{Change, OpenError, Repository, RevisionError, Snapshot, Unreadable};

use support::repo::{Repo, git};

const METRIC: &str = "---\ntitle: Lead time\nstatus: active\nunit: days\ndirection: down\nkind: dora\n---\n\n## Definition\n\n\
                      From the first commit of a change to the moment at which it runs in production, in days.\n";

fn proposal(title: &str, words: &str) -> String {
    format!(
        "---\ntitle: {title}\nstatus: draft\nmotivated_by: [MET-1]\n---\n\n## Summary\n\n{words} Measured by [lead \
         time](../metrics/0001-lead-time.md).\n\n```sh\nmake all\n```\n"
    )
}

/// Two commits and a branch: a proposal that grows, a metric, and an image that is published.
fn organisation() -> Repo {
    Repo::new()
        .write("docent.yaml", "title: Example\n")
        .write(".mailmap", "Ada Lovelace <ada@example.org>\n")
        .write("metrics/0001-lead-time.md", METRIC)
        .write("rewrites/0001-orders.md", proposal("Orders", "Short."))
        .write(
            "rewrites/plan.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>\n",
        )
        .commit("Begin")
        .write(
            "rewrites/0001-orders.md",
            proposal("Orders", "Longer. ![The plan](plan.svg)"),
        )
        .write("rewrites/0002-billing.md", proposal("Billing", "Second."))
        .commit("Go on")
}

/// The bytes of every file of the site.
fn site(repository: &Repository, revision: Option<&str>) -> BTreeMap<String, Vec<u8>> {
    let commit = revision.map(|it| repository.resolve(it).expect("a revision"));
    let snapshot = match commit {
        Some(commit) => repository.snapshot(commit).expect("its files"),
        None => repository.work_tree().expect("files"),
    };
    let mut organisation = pipeline::check_with_history(snapshot, repository, commit, &Options::default());
    let built = pipeline::build(&mut organisation, &BuildOptions::default()).expect("a theme");
    let all = built.site.iter();
    all.map(|(route, bytes)| (route.to_owned(), bytes.to_vec())).collect()
}

fn open(place: &Utf8Path) -> Repository {
    Repository::open(place).expect("a repository")
}

fn paths(snapshot: &Snapshot) -> Vec<&str> {
    snapshot.paths().map(|path| path.as_str()).collect()
}

/// A clone beside the repository, made with some options.
fn clone(repo: &Repo, name: &str, options: &[&str]) -> Utf8PathBuf {
    let place = repo.beside(name);
    let url = format!("file://{}", repo.root());
    let mut command = git(repo.root().as_std_path());
    command
        .args(["clone", "--quiet"])
        .args(options)
        .arg(&url)
        .arg(place.as_str());
    assert!(command.status().expect("Git is installed").success());
    place
}

fn run(place: &Utf8Path, arguments: &[&str]) {
    assert!(
        git(place.as_std_path())
            .args(arguments)
            .status()
            .expect("Git")
            .success()
    );
}

#[test]
fn a_revision_gives_the_bytes_of_its_check_out() {
    let repo = organisation();
    let repository = repo.open();
    for revision in ["HEAD", "HEAD~1"] {
        let from_objects = site(&repository, Some(revision));
        let place = repo.beside(&format!("check-out-{}", revision.len()));
        run(
            repo.root(),
            &["worktree", "add", "--quiet", "--detach", place.as_str(), revision],
        );
        assert_eq!(from_objects, site(&open(&place), None), "{revision}");
    }
    assert!(!site(&repository, Some("HEAD~1")).contains_key("rewrites/rw-2.html"));
}

#[test]
fn a_bare_repository_needs_a_revision() {
    let repo = organisation();
    let bare = open(&clone(&repo, "bare.git", &["--bare"]));
    let Err(OpenError::Bare(place)) = bare.work_tree() else {
        panic!("there are no files");
    };
    assert_eq!(place, bare.root());
    assert_eq!(site(&bare, Some("main")), site(&repo.open(), None));
}

#[test]
fn an_organisation_in_a_folder_of_the_repository_is_read_from_there() {
    let repo = Repo::new()
        .write("README.md", "outside")
        .write("docs/docent.yaml", "title: Example\n")
        .write("docs/metrics/0001-lead-time.md", METRIC)
        .commit("Begin");
    let docs = open(&repo.root().join("docs"));
    let snapshot = docs.snapshot(repo.id("HEAD")).expect("files");
    assert_eq!(paths(&snapshot), ["docent.yaml", "metrics/0001-lead-time.md"]);
    assert_eq!(site(&docs, Some("HEAD")), site(&docs, None));
}

#[test]
fn every_name_of_a_commit_is_understood() {
    let repo = organisation()
        .run(&["tag", "--annotate", "v1", "--message", "One", "HEAD~1"])
        .branch("topic/x");
    let repository = repo.open();
    let first = repo.id("HEAD~1");
    let short = first.short();
    for name in ["HEAD~1", "v1", "main^", &short, "refs/tags/v1", ":/Begin"] {
        assert_eq!(repository.resolve(name), Ok(first), "{name}");
    }
}

#[test]
fn a_name_that_nothing_has_is_an_error_with_a_way_out() {
    let repo = organisation().branch("feature");
    let message = |repository: &Repository, name: &str| repository.resolve(name).expect_err("nothing").to_string();
    let repository = repo.open();
    assert_eq!(
        message(&repository, "featre"),
        "there is no revision `featre`; did you mean `feature`?"
    );
    assert_eq!(message(&repository, "--exec=x"), "there is no revision `--exec=x`");
    assert_eq!(message(&repository, ""), "there is no revision ``");
    assert_eq!(
        message(&repository, "HEAD:docent.yaml"),
        "`HEAD:docent.yaml` is not a commit; name a commit, a branch or a tag"
    );
    let clone = open(&clone(&repo, "clone", &["--branch", "feature"]));
    assert_eq!(
        message(&clone, "main"),
        "there is no revision `main`; did you mean `origin/main`?"
    );
    let nowhere = Repo::without_git();
    assert!(matches!(
        nowhere.open().resolve("HEAD"),
        Err(RevisionError::NoGit { .. })
    ));
}

#[test]
fn a_shallow_clone_says_what_it_lacks() {
    let repo = organisation();
    let first = repo.id("HEAD~1").to_string();
    let shallow = open(&clone(&repo, "shallow", &["--depth", "1"]));
    let error = shallow.resolve("HEAD~1").expect_err("it is not there").to_string();
    assert_eq!(
        error,
        "there is no revision `HEAD~1`; this clone is shallow, so it may only be missing here"
    );
    assert!(shallow.resolve(&first).is_err());
    assert_eq!(site(&shallow, Some("HEAD")), site(&shallow, None));
}

#[test]
fn a_file_that_a_partial_clone_lacks_is_said_at_the_file() {
    let repo = organisation().run(&["config", "uploadpack.allowFilter", "true"]);
    let partial = open(&clone(&repo, "partial", &["--filter=blob:none"]));
    let snapshot = partial.snapshot(repo.id("HEAD~1")).expect("its trees are there");
    let gone = snapshot.text(Utf8Path::new("rewrites/0001-orders.md")).expect("a file");
    let Err(Unreadable::Io { reason }) = gone.content else {
        panic!("its old text is not there");
    };
    assert!(reason.contains("missing or broken in this clone"), "{reason}");
}

#[test]
fn a_commit_whose_tree_is_broken_is_an_error() {
    let repo = organisation();
    let tree = repo.git(&["rev-parse", "HEAD:rewrites"]);
    let (folder, file) = tree.trim().split_at(2);
    let object = repo.root().join(".git/objects").join(folder).join(file);
    std::fs::remove_file(&object).expect("a loose object");
    let error = repo.open().snapshot(repo.id("HEAD")).expect_err("a tree is gone");
    assert!(matches!(error, RevisionError::Missing { .. }), "{error}");
}

#[test]
fn what_a_sparse_check_out_leaves_out_is_still_known() {
    let repo = organisation();
    let whole = site(&repo.open(), None);
    let sparse = clone(&repo, "sparse", &[]);
    run(&sparse, &["sparse-checkout", "set", "rewrites"]);
    assert!(!sparse.join("metrics").exists());
    let sparse = open(&sparse);
    assert_eq!(site(&sparse, None), whole);
    assert_eq!(sparse.changes(repo.id("HEAD"), None), Ok(Vec::new()));
    let changes = sparse.changes(repo.id("HEAD~1"), None).expect("changes");
    let changed: Vec<_> = changes.iter().map(|it| it.path.as_str()).collect();
    assert_eq!(changed, ["rewrites/0001-orders.md", "rewrites/0002-billing.md"]);
}

#[test]
fn line_endings_of_a_check_out_change_nothing() {
    let repo = organisation();
    let windows = clone(&repo, "windows", &["--config", "core.autocrlf=true"]);
    let text = std::fs::read_to_string(windows.join("rewrites/0001-orders.md")).expect("a file");
    assert!(text.contains("\r\n"), "Git has written other line endings");
    let windows = open(&windows);
    assert_eq!(windows.changes(repo.id("HEAD"), None), Ok(Vec::new()));
    let page = |site: &BTreeMap<String, Vec<u8>>| site["rewrites/rw-1.html"].clone();
    let (windows, ours) = (site(&windows, None), site(&repo.open(), None));
    assert_eq!(
        String::from_utf8_lossy(&page(&windows)),
        String::from_utf8_lossy(&page(&ours))
    );
}

#[test]
fn a_submodule_is_another_repository() {
    let other = Repo::new().write("rewrites/0009-other.md", "# Other\n").commit("Other");
    let repo = organisation()
        .run(&[
            "-c",
            "protocol.file.allow=always",
            "submodule",
            "--quiet",
            "add",
            other.root().as_str(),
            "vendor",
        ])
        .commit("Take it in");
    let repository = repo.open();
    let from_objects = repository.snapshot(repo.id("HEAD")).expect("files");
    assert!(!paths(&from_objects).iter().any(|path| path.starts_with("vendor")));
    assert_eq!(site(&repository, Some("HEAD")), site(&repository, None));
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_is_followed_as_in_a_check_out() {
    let repo = organisation();
    std::fs::write(repo.beside("secret"), "not of the organisation").expect("a file");
    let link = |to: &str, from: &str| std::os::unix::fs::symlink(to, repo.root().join(from)).expect("a link");
    link("0001-orders.md", "rewrites/0005-same.md");
    link("/etc/passwd", "rewrites/0006-absolute.md");
    link("../../secret", "rewrites/0007-outside.md");
    link("0005-same.md", "rewrites/0008-chain.md");
    link("0009-loop.md", "rewrites/0009-loop.md");
    link("../.mailmap", "rewrites/0010-hidden.md");
    link("../metrics", "rewrites/0011-folder.md");
    let repo = repo.commit("Link");
    let repository = repo.open();
    let told = |snapshot: &Snapshot| -> Vec<_> {
        let files = snapshot.texts(|path| path.as_str() > "rewrites/0003" && path.extension() == Some("md"));
        files.into_iter().map(|file| (file.path, file.content)).collect()
    };
    let from_objects = told(&repository.snapshot(repo.id("HEAD")).expect("files"));
    assert_eq!(from_objects, told(&repository.work_tree().expect("files")));
    assert_eq!(from_objects.len(), 7);
}

#[test]
fn a_detached_head_and_a_branch_without_commits_are_places_to_work() {
    let repo = organisation().switch("HEAD~1");
    let repository = repo.open();
    assert_eq!(repository.branch(), None);
    assert_eq!(site(&repository, None), site(&repository, Some("HEAD")));
    let unborn = Repo::new().write("rewrites/0001-orders.md", proposal("Orders", "Short."));
    let repository = unborn.open();
    assert_eq!(
        (repository.branch().as_deref(), repository.head()),
        (Some("main"), None)
    );
    assert!(site(&repository, None).contains_key("rewrites/rw-1.html"));
    assert!(repository.resolve("HEAD").is_err());
}

#[test]
fn a_repository_with_another_hash_is_refused_with_the_reason() {
    let home = Repo::without_git();
    let init = git(home.root().as_std_path())
        .args(["init", "--quiet", "--object-format=sha256"])
        .status();
    assert!(init.expect("Git is installed").success());
    let error = Repository::open(home.root())
        .expect_err("it cannot be read")
        .to_string();
    assert!(error.contains("uses a format that docent cannot read yet"), "{error}");
}

#[test]
fn names_that_are_not_utf_8_are_listed_and_not_read() {
    use std::os::unix::ffi::OsStrExt;
    let repo = organisation();
    let name = std::ffi::OsStr::from_bytes(b"rewrites/0003-caf\xe9.md");
    std::fs::write(repo.root().as_std_path().join(name), "# Odd\n").expect("a file");
    let repo = repo.commit("Odd");
    let repository = repo.open();
    let path = Utf8Path::new("rewrites/0003-caf\u{fffd}.md");
    for snapshot in [
        repository.snapshot(repo.id("HEAD")).expect("files"),
        repository.work_tree().expect("files"),
    ] {
        assert_eq!(
            snapshot.text(path).expect("a file").content,
            Err(Unreadable::NameNotText)
        );
    }
}

#[test]
fn changes_are_told_with_renames_and_new_files() {
    let repo = organisation()
        .rename("rewrites/0002-billing.md", "rewrites/0002-invoices.md")
        .delete("rewrites/plan.svg")
        .write("rewrites/0003-new.md", "# New\n");
    let repository = repo.open();
    let told = |to| -> Vec<String> {
        let changes = repository.changes(repo.id("HEAD"), to).expect("changes");
        let word = |change: &Change| match change {
            Change::Renamed { from } => format!("renamed from {from}"),
            other => format!("{other:?}").to_lowercase(),
        };
        changes
            .iter()
            .map(|it| format!("{} {}", it.path, word(&it.change)))
            .collect()
    };
    let mut found = told(None);
    found.sort();
    assert_eq!(
        found,
        [
            "rewrites/0002-invoices.md renamed from rewrites/0002-billing.md",
            "rewrites/0003-new.md added",
            "rewrites/plan.svg deleted"
        ]
    );
    let changes = repository.changes(repo.id("HEAD"), None).expect("changes");
    let before = repository
        .before(&repository.work_tree().expect("files"), &changes)
        .expect("Git");
    let committed = repository.snapshot(repo.id("HEAD")).expect("files");
    assert_eq!(paths(&before), paths(&committed));
    let text = |snapshot: &Snapshot, path| snapshot.text(Utf8Path::new(path)).map(|file| file.content);
    for path in paths(&committed) {
        assert_eq!(text(&before, path), text(&committed, path), "{path}");
    }
    let same = repo.commit("Keep it");
    let repository = same.open();
    let head = same.id("HEAD");
    assert_eq!(repository.changes(head, Some(head)), Ok(Vec::new()));
}

#[test]
fn branches_are_listed_local_ones_first() {
    let repo = organisation().branch("topic").switch("main").branch("another");
    let clone = open(&clone(&repo, "clone", &[]));
    let names: Vec<_> = clone.branches().into_iter().map(|it| it.name).collect();
    assert_eq!(names, ["another", "origin/another", "origin/main", "origin/topic"]);
    assert_eq!(clone.default_branch().as_deref(), Some("origin/another"));
    assert_eq!(repo.open().default_branch().as_deref(), Some("main"));
    assert_eq!(clone.branch().as_deref(), Some("another"));
}
