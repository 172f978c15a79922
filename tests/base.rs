//! `docent check --base`, as the author of a change and as a CI service run it.

mod support;

use camino::{Utf8Path, Utf8PathBuf};

use support::program::{docent, run};
use support::repo::{Repo, git};

const QUEUE: &str = "decisions/0001-queue.md";

fn decision(status: &str, title: &str, words: &str) -> String {
    format!(
        "---\nstatus: {status}\nowner: ada\ndate: 2026-01-05\ndeciders: [ada]\n---\n\n# {title}\n\n## Context\n\nOrders arrive \
         faster than they are written down, and at noon some of them are lost because nobody waits for the disk. {words}\n\n\
         ## Options\n\n- A queue in the database that is there already\n- A broker beside it\n\n## Decision\n\nThe queue in \
         the database, because everybody knows how to look into it, restore it and delete from it.\n\n## Consequences\n\nOne \
         more table.\n"
    )
}

/// A repository whose main branch has one sound decision and one old document that is not.
fn organisation() -> Repo {
    Repo::new()
        .write(QUEUE, decision("accepted", "One queue", ""))
        .write(
            "decisions/0002-old.md",
            "---\nstatus: accepted\n---\n# Old\n\nSee [gone](gone.md).\n",
        )
        .commit("Begin")
}

fn check(repo: &Repo, arguments: &[&str]) -> (Option<i32>, String, String) {
    let all: Vec<_> = std::iter::once("check").chain(arguments.iter().copied()).collect();
    run(&mut docent(repo.root(), &all))
}

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

#[test]
fn old_mistakes_do_not_stop_a_new_change() {
    let repo = organisation();
    assert_eq!(check(&repo, &[]).0, Some(1), "the old document has errors");
    let repo = repo
        .branch("topic")
        .write(
            "decisions/0003-cache.md",
            decision("proposed", "No cache", "As ADR-1 says."),
        )
        .commit("Propose");
    let (code, out, err) = check(&repo, &["--base", "main"]);
    assert_eq!(
        (code, out.as_str(), err.as_str()),
        (Some(0), "checked 1 document changed since `main`: no problems\n", "")
    );
    let repo = repo.write(
        "decisions/0003-cache.md",
        decision("proposed", "No cache", "See [it](gone.md)."),
    );
    let (code, out, _) = check(&repo, &["--base", "main"]);
    assert_eq!(code, Some(1));
    assert!(out.contains("link-broken") && out.contains("0003-cache.md"), "{out}");
    assert!(
        out.ends_with("checked 1 document changed since `main`: 1 error\n"),
        "{out}"
    );
}

#[test]
fn the_base_is_where_the_change_began() {
    let repo = organisation().branch("topic").switch("main");
    let repo = repo
        .write("decisions/0004-late.md", "---\nstatus: accepted\n---\n# Late\n")
        .commit("Go on meanwhile")
        .switch("topic")
        .write("decisions/0003-cache.md", decision("proposed", "No cache", ""));
    let (code, out, _) = check(&repo, &["--base", "main"]);
    assert_eq!(
        code,
        Some(0),
        "a new file that is not committed counts, what main did meanwhile does not: {out}"
    );
    assert!(out.contains("checked 1 document"), "{out}");
}

#[test]
fn a_mistake_that_a_change_causes_elsewhere_is_its_own() {
    let repo = organisation()
        .write(
            "decisions/0003-cache.md",
            decision("proposed", "No cache", "As [ADR-1](0001-queue.md) says."),
        )
        .commit("Refer")
        .branch("topic")
        .delete(QUEUE)
        .commit("Delete");
    let (code, out, _) = check(&repo, &["--base", "main"]);
    assert_eq!(code, Some(1));
    insta::assert_snapshot!(out);
}

#[test]
fn what_was_agreed_upon_is_shown_as_it_was_and_as_it_is() {
    let proposal = |cost: &str| {
        format!(
            "---\nstatus: accepted\nowner: ada\nsystem: orders\nmotivated_by: [ADR-1]\n---\n\n# Orders on PostgreSQL\n\n## \
             Business motivation\n\nBecause.\n\n## Cost\n\nIt takes {cost} weeks.\n"
        )
    };
    let repo = organisation()
        .write("rewrites/0001-orders.md", proposal("20"))
        .commit("Accept")
        .branch("topic")
        .write("rewrites/0001-orders.md", proposal("40"))
        .commit("Forget to say");
    let (code, out, _) = check(&repo, &["--base", "main"]);
    assert_eq!(code, Some(1));
    insta::assert_snapshot!(out);
    let repo = repo.write(
        "rewrites/0001-orders.md",
        proposal("20").replace("It takes", "Altogether it takes"),
    );
    assert_eq!(check(&repo, &["--base", "main"]).0, Some(1));
    let repo = repo.write("rewrites/0001-orders.md", proposal("20").replace("weeks.", "weeks!"));
    assert_eq!(
        check(&repo, &["--base", "main"]).0,
        Some(0),
        "punctuation is not what was agreed upon"
    );
}

#[test]
fn a_document_whose_state_moved_is_reported_in_full() {
    let repo = Repo::new()
        .write(
            "decisions/0001-queue.md",
            "---\nstatus: proposed\nowner: ada\n---\n# Queue\n\n## Context\n\nTBD\n",
        )
        .commit("Propose")
        .branch("topic")
        .write(
            "decisions/0001-queue.md",
            "---\nstatus: accepted\nowner: ada\n---\n# Queue\n\n## Context\n\nTBD\n",
        )
        .commit("Accept");
    let (code, out, _) = check(&repo, &["--base", "main"]);
    assert_eq!(code, Some(1));
    assert!(out.contains("section-placeholder"), "it was as wrong before: {out}");
    assert_eq!(check(&repo, &["--rev", "main", "--base", "main"]).0, Some(0));
}

#[test]
fn two_revisions_are_compared_without_a_work_tree() {
    let repo = organisation()
        .branch("topic")
        .write("decisions/0003-cache.md", "# Cache\n\nAs ADR-9 says.\n")
        .commit("Begin")
        .switch("main");
    let bare = clone(&repo, "bare.git", &["--bare"]);
    let (code, out, err) = run(&mut docent(&bare, &["check", "--rev", "topic", "--base", "main"]));
    assert_eq!(code, Some(1), "{err}");
    assert!(
        out.contains("decisions/0003-cache.md") && !out.contains("0002-old.md"),
        "{out}"
    );
    let (code, _, err) = run(&mut docent(&bare, &["check"]));
    assert_eq!(code, Some(2));
    assert!(
        err.contains("is a bare repository") && err.contains("--rev HEAD"),
        "{err}"
    );
}

#[test]
fn github_says_what_a_pull_request_is_compared_with() {
    let repo = organisation()
        .branch("topic")
        .write("decisions/0003-cache.md", decision("proposed", "No cache", ""))
        .commit("Propose")
        .switch("main")
        .merge("topic", "Merge, as GitHub checks it out");
    let whole = clone(&repo, "whole", &[]);
    let on_github = |place: &Utf8Path| {
        let mut command = docent(place, &["check"]);
        run(command
            .env("GITHUB_ACTIONS", "true")
            .env("GITHUB_BASE_REF", "main")
            .env("CI", "true"))
    };
    run_git(&whole, &["update-ref", "refs/remotes/origin/main", "HEAD^1"]);
    let (code, out, err) = on_github(&whole);
    assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    assert_eq!(out, "checked 1 document changed since `origin/main`: no problems\n");

    // Two commits are enough, because the first parent of the merge is the base.
    let two = clone(&repo, "two", &["--depth", "2"]);
    run_git(&two, &["update-ref", "-d", "refs/remotes/origin/main"]);
    let (code, out, _) = on_github(&two);
    assert_eq!(code, Some(0), "{out}");
    assert!(out.contains("changed since `HEAD^1`"), "{out}");

    let one = clone(&repo, "one", &["--depth", "1"]);
    run_git(&one, &["update-ref", "-d", "refs/remotes/origin/main"]);
    let (code, out, err) = on_github(&one);
    assert_eq!(code, Some(1), "without a base the old mistakes count: {out}");
    assert!(err.contains("all documents are checked"), "{err}");
    assert!(
        err.contains("set `fetch-depth: 0` under `with:` of `actions/checkout`"),
        "{err}"
    );
}

#[test]
fn gitlab_says_what_a_merge_request_is_compared_with() {
    let repo = organisation();
    let base = repo.id("HEAD").to_string();
    let repo = repo
        .branch("topic")
        .write("decisions/0003-cache.md", decision("proposed", "No cache", ""))
        .commit("Propose");
    let mut command = docent(repo.root(), &["check"]);
    let (code, out, _) = run(command
        .env("GITLAB_CI", "true")
        .env("CI_MERGE_REQUEST_DIFF_BASE_SHA", &base));
    assert_eq!(code, Some(0));
    assert!(out.starts_with("checked 1 document changed since"), "{out}");
    let shallow = clone(&repo, "shallow", &["--depth", "1", "--branch", "topic"]);
    let mut command = docent(&shallow, &["check"]);
    let (_, _, err) = run(command
        .env("GITLAB_CI", "true")
        .env("CI_MERGE_REQUEST_DIFF_BASE_SHA", &base));
    assert!(err.contains("set `GIT_DEPTH: 0` under `variables:`"), "{err}");
}

#[test]
fn any_other_service_is_compared_with_the_default_branch() {
    let repo = organisation();
    let place = clone(&repo, "clone", &[]);
    run_git(&place, &["switch", "--quiet", "--create", "topic"]);
    let (code, out, _) = run(docent(&place, &["check"]).env("CI", "true"));
    assert_eq!(
        (code, out.as_str()),
        (
            Some(0),
            "checked no documents changed since `origin/main`: no problems\n"
        )
    );
    let (code, out, _) = run(docent(&place, &["check", "--all"]).env("CI", "true"));
    assert_eq!(code, Some(1));
    assert!(out.contains("checked 2 documents:"), "{out}");
}

#[test]
fn what_is_wrong_on_the_default_branch_stays_wrong() {
    let repo = organisation();
    let place = clone(&repo, "clone", &[]);
    let (code, out, _) = run(docent(&place, &["check"]).env("CI", "true"));
    assert_eq!(
        code,
        Some(1),
        "comparing the branch with itself would find nothing: {out}"
    );
    assert!(out.contains("checked 2 documents:"), "{out}");
}

#[test]
fn the_commit_before_is_a_base_only_for_a_merge() {
    let repo = organisation()
        .branch("topic")
        .write("decisions/0003-cache.md", "---\nstatus: bogus\n---\n# Cache\n")
        .commit("Go wrong")
        .write("README.md", "Nothing.\n")
        .commit("Go on");
    let place = clone(&repo, "two", &["--depth", "2", "--branch", "topic"]);
    let mut command = docent(&place, &["check"]);
    let (code, out, err) = run(command.env("GITHUB_ACTIONS", "true").env("GITHUB_BASE_REF", "main"));
    assert_eq!(code, Some(1), "{out}");
    assert!(
        out.contains("bogus") && err.contains("all documents are checked"),
        "{out}{err}"
    );
}

#[test]
fn the_configuration_names_a_base_for_every_day() {
    let repo = organisation()
        .write("docent.yaml", "check: { base: main }\n")
        .commit("Configure")
        .branch("topic");
    let (code, out, _) = check(&repo, &[]);
    assert_eq!(
        (code, out.as_str()),
        (Some(0), "checked no documents changed since `main`: no problems\n")
    );
    assert_eq!(check(&repo, &["--all"]).0, Some(1));
    let repo = repo.write("docent.yaml", "check: { base: trunk }\n");
    let (code, _, err) = check(&repo, &[]);
    assert_eq!(code, Some(2));
    assert!(
        err.contains("`check.base` in `docent.yaml`") && err.contains("`trunk`"),
        "{err}"
    );
}

#[test]
fn a_base_that_cannot_be_is_an_error_with_a_way_out() {
    let repo = organisation();
    let message = |repo: &Repo, base: &str| {
        let (code, _, err) = check(repo, &["--base", base]);
        assert_eq!(code, Some(2), "{base}");
        err
    };
    assert!(message(&repo, "mian").contains("there is no revision `mian`; did you mean `main`?"));
    let alone = repo.run(&["checkout", "--quiet", "--orphan", "alone"]).commit("Alone");
    assert!(message(&alone, "main").contains("have no commit in common"));
    let shallow = clone(&alone, "shallow", &["--depth", "1", "--no-single-branch"]);
    let (code, _, err) = run(&mut docent(&shallow, &["check", "--base", "origin/main"]));
    assert_eq!(code, Some(2));
    assert!(
        err.contains("this clone is shallow") && err.contains("git fetch --unshallow"),
        "{err}"
    );
    let unborn = Repo::new().write(QUEUE, decision("proposed", "One queue", ""));
    assert!(message(&unborn, "main").contains("there is no commit yet"));
    let nowhere = Repo::without_git().write(QUEUE, decision("proposed", "One queue", ""));
    let (code, _, err) = run(docent(nowhere.root(), &["check", "--base", "main"]).env("GIT_CEILING_DIRECTORIES", "/"));
    assert_eq!(code, Some(2));
    assert!(err.contains("no Git") || err.contains("no commit"), "{err}");
}

#[test]
fn a_file_that_was_a_folder_and_a_document_of_another_type_are_followed() {
    let repo = organisation()
        .write("pages/guide/index.md", "# Guide\n")
        .commit("Add a folder")
        .branch("topic")
        .run(&["rm", "-rq", "pages/guide"])
        .write("pages/guide.md", "# Guide\n")
        .rename(QUEUE, "initiatives/0001-queue.md")
        .commit("Turn things around");
    let (code, out, err) = check(&repo, &["--base", "main"]);
    assert_eq!((code, err.as_str()), (Some(1), ""), "{out}");
    assert!(out.contains("id-changed") && out.contains("`ADR-1`"), "{out}");
}

fn run_git(place: &Utf8Path, arguments: &[&str]) {
    assert!(
        git(place.as_std_path())
            .args(arguments)
            .status()
            .expect("Git")
            .success()
    );
}
