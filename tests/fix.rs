//! `docent check --fix`: what has one obvious mending is mended, and no other byte moves.

mod support;

use camino::Utf8PathBuf;

use support::program::{docent, run};
use support::repo::Repo;

fn check(repo: &Repo, arguments: &[&str]) -> (Option<i32>, String, String) {
    let all: Vec<_> = std::iter::once("check").chain(arguments.iter().copied()).collect();
    run(docent(repo.root(), &all).env("GIT_CEILING_DIRECTORIES", repo.root().parent().expect("a parent")))
}

fn text(repo: &Repo, path: &str) -> String {
    std::fs::read_to_string(repo.root().join(path)).expect("a file")
}

fn paths(repo: &Repo) -> Vec<Utf8PathBuf> {
    let mut paths: Vec<_> = walkdir::WalkDir::new(repo.root())
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| Utf8PathBuf::from_path_buf(entry.into_path()).expect("UTF-8"))
        .collect();
    paths.sort();
    paths
}

const QUEUE: &str = "---\r\n# The state it is in.\r\nstatus:  proposd   # for now\r\nonwer: 'ada'\r\ntags: [a,  b]\r\n---\r\n# Queue\r\n\r\n\
                     ## Context\r\n\r\nWe lose orders at noon because nobody waits for the disk, as ADR-2 says in all the words that \
                     it takes to say it.\r\n\r\n## Options\r\n\r\n* One\r\n* Two\r\n";

/// A misspelt state and field and two missing sections, in a file with its own line endings and comments.
fn organisation() -> Repo {
    Repo::without_git().write("decisions/0001-queue.md", QUEUE).write(
        "decisions/0002-disk.md",
        "---\nstatus: accepted\nowner: ada\ndate: 2026-01-02\ndeciders: [ada]\n---\n# Disk\n",
    )
}

#[test]
fn only_what_is_wrong_changes() {
    let repo = organisation();
    let (code, out, err) = check(&repo, &["--fix", "decisions/0001-queue.md"]);
    insta::assert_snapshot!(text(&repo, "decisions/0001-queue.md").replace('\r', "␍"));
    insta::assert_snapshot!(err);
    assert_eq!(code, Some(1), "the new sections are still to be answered: {out}");
    assert!(
        out.contains("section-empty") && !out.contains("section-required"),
        "{out}"
    );
    assert!(
        !text(&repo, "decisions/0002-disk.md").contains("## Context"),
        "only what was named"
    );
}

#[test]
fn fixing_twice_changes_nothing_more() {
    let repo = organisation();
    check(&repo, &["--fix"]);
    let once: Vec<_> = paths(&repo)
        .iter()
        .map(|path| std::fs::read(path).expect("a file"))
        .collect();
    let (_, _, err) = check(&repo, &["--fix"]);
    assert_eq!(err, "");
    let twice: Vec<_> = paths(&repo)
        .iter()
        .map(|path| std::fs::read(path).expect("a file"))
        .collect();
    assert_eq!(once, twice);
}

#[test]
fn a_diff_shows_what_would_change_and_git_takes_it() {
    let repo = organisation();
    let (code, diff, err) = check(&repo, &["--fix", "--diff"]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert_eq!(text(&repo, "decisions/0001-queue.md"), QUEUE, "nothing is written");
    let other = organisation();
    check(&other, &["--fix"]);
    let repo = repo.run(&["init", "--quiet"]);
    repo.feed(&["apply", "--whitespace=nowarn", "-"], diff.as_bytes());
    for path in ["decisions/0001-queue.md", "decisions/0002-disk.md"] {
        assert_eq!(text(&repo, path), text(&other, path));
    }
}

#[test]
fn yaml_that_does_not_parse_is_mended_first_and_then_what_it_hid() {
    let repo = Repo::without_git().write(
        "decisions/0001-queue.md",
        "---\nstatus: propsed\nowner: @ada\ndeciders: [@ada, @bo]\n---\n# Queue\n",
    );
    check(&repo, &["--fix"]);
    let mended = text(&repo, "decisions/0001-queue.md");
    assert!(
        mended.starts_with("---\nstatus: proposed\nowner: \"@ada\"\ndeciders: [\"@ada\", \"@bo\"]\n---\n"),
        "{mended}"
    );
}

#[test]
fn both_sides_of_a_supersession_agree() {
    let decision = |status: &str, more: &str| format!("---\nstatus: {status}\n{more}---\n# Title\n");
    let repo = Repo::without_git()
        .write("decisions/0001-old.md", decision("accepted", ""))
        .write("decisions/0002-new.md", decision("accepted", "supersedes: [ADR-1]\n"));
    check(&repo, &["--fix"]);
    assert!(text(&repo, "decisions/0001-old.md").contains("\nstatus: superseded\n"));
}

#[test]
fn a_document_in_the_wrong_folder_moves_with_all_that_leads_to_it() {
    let repo = Repo::without_git()
        .write("docent.yaml", "pages: [pages]\n")
        .write("pages/index.md", "# Start\n\nSee [the queue](../rewrites/0007-queue.md#context \"Queue\") and [all](../rewrites).\n")
        .write("rewrites/plan.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>\n")
        .write("rewrites/0001-orders.md", "---\nstatus: draft\n---\n# Orders\n\nAs [decided](<0007-queue.md>).\n")
        .write(
            "rewrites/0007-queue.md",
            "---\ntype: decision\nstatus: proposed\n---\n# Queue\n\n## Context\n\n![Plan](plan.svg), see [start](../pages/index.md) and \
             [orders](./0001-orders.md?x#y) and [here](#context) and <https://example.org>.\n",
        );
    let (_, before, _) = check(&repo, &["--format", "json"]);
    assert!(before.contains("folder-wrong"), "{before}");
    let (_, diff, _) = check(&repo, &["--fix", "--diff"]);
    assert!(
        diff.contains("rename from rewrites/0007-queue.md\nrename to decisions/0007-queue.md\n"),
        "{diff}"
    );
    check(&repo, &["--fix"]);
    assert!(!repo.root().join("rewrites/0007-queue.md").exists());
    let moved = text(&repo, "decisions/0007-queue.md");
    assert!(
        moved.contains(
            "![Plan](../rewrites/plan.svg), see [start](../pages/index.md) and [orders](../rewrites/0001-orders.md?x#y) and \
             [here](#context) and <https://example.org>."
        ),
        "{moved}"
    );
    assert!(text(&repo, "pages/index.md").contains("(../decisions/0007-queue.md#context \"Queue\")"));
    assert!(text(&repo, "rewrites/0001-orders.md").contains("[decided](<../decisions/0007-queue.md>)"));
    let (_, out, _) = check(&repo, &[]);
    assert!(
        !out.contains("folder-wrong") && !out.contains("link-broken") && !out.contains("image-missing"),
        "{out}"
    );
}

#[test]
fn since_a_base_only_what_the_change_made_wrong_is_mended() {
    let wrong = "---\nstatus: propsed\n---\n# Queue\n";
    let repo = Repo::new()
        .write("decisions/0001-old.md", wrong)
        .commit("Begin")
        .branch("topic")
        .write("decisions/0002-new.md", wrong)
        .commit("Go on");
    let (_, out, _) = check(&repo, &["--base", "main", "--fix"]);
    assert_eq!(text(&repo, "decisions/0001-old.md"), wrong);
    assert!(text(&repo, "decisions/0002-new.md").starts_with("---\nstatus: proposed\n"));
    assert!(out.contains("checked 1 document changed since `main`"), "{out}");
}

#[test]
fn what_cannot_be_fixed_together_is_refused() {
    let repo = organisation();
    for arguments in [
        &["--fix", "--rev", "HEAD"][..],
        &["--fix", "--as", "accepted"],
        &["--diff"],
    ] {
        assert_eq!(check(&repo, arguments).0, Some(2), "{arguments:?}");
    }
}
