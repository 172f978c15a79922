//! `docent log`: the past of a document, as far as Git knows it.

mod support;

use std::process::{Command, Stdio};

use support::command::{Ran, docent};
use support::repo::{Repo, START, git};

const DAY: i64 = 24 * 3600;
const OLD: &str = "rewrites/0012-order.md";
const PATH: &str = "rewrites/0012-orders.md";

fn proposal(status: &str, words: &str) -> String {
    let lines = "One line.\nAnother line.\nThe same in every version.\nA fourth one that stays.\n";
    format!("---\ntitle: Orders on PostgreSQL\nstatus: {status}\n---\n\n{lines}{words}\n")
}

/// A proposal that Ada begins, Grace renames and Ada has accepted.
fn organisation() -> Repo {
    Repo::new()
        .write(OLD, proposal("draft", "First."))
        .commit("Begin")
        .at(START + 3 * DAY)
        .by("Grace", "grace@example.org")
        .rename(OLD, PATH)
        .commit("Call it orders")
        .at(START + 10 * DAY)
        .by("Ada", "ada@example.org")
        .write(PATH, proposal("proposed", "Second."))
        .commit("Propose to keep orders in PostgreSQL, which is a longer story than fits in one line of a log")
        .at(START + 40 * DAY)
        .write(PATH, proposal("accepted", "Second."))
        .commit("Accept\n\nReviewed-by: Bob <bob@example.org>\nCo-authored-by: Grace <grace@example.org>")
}

fn log(repo: &Repo, arguments: &[&str]) -> Ran {
    docent(repo.root(), &[&["log"], arguments].concat())
}

#[test]
fn the_past_of_a_document_reads_from_its_making_to_its_newest_revision() {
    insta::assert_snapshot!(log(&organisation(), &["RW-12"]).well());
}

#[test]
fn a_document_is_named_as_people_name_it() {
    let repo = organisation();
    let expected = log(&repo, &["RW-12"]).well();
    for word in ["rw-0012", "RW-012", PATH, "./rewrites/../rewrites/0012-orders.md"] {
        assert_eq!(log(&repo, &[word]).well(), expected, "{word}");
    }
    let below = docent(&repo.root().join("rewrites"), &["log", "0012-orders.md"]);
    assert_eq!(below.well(), expected);
}

#[test]
fn a_word_that_is_no_document_says_what_may_be_meant() {
    let repo = organisation()
        .write("notes.txt", "x\n")
        .write("rewrites/12-again.md", proposal("draft", "x"))
        .write("rewrites/0007-other.md", proposal("draft", "x"));
    for (word, message) in [
        ("RW7", "there is no document `RW7`; did you mean `RW-7`?"),
        ("7", "there is no document `7`; did you mean `RW-7`?"),
        ("RX-7", "there is no document `RX-7`; did you mean `RW-7`?"),
        ("INC-99", "there is no document `INC-99`; `docent list` lists them all"),
        ("rewrites/0007-othr.md", "did you mean `rewrites/0007-other.md`?"),
        ("notes.txt", "`notes.txt` is no document"),
        (
            "RW-12",
            "several documents have the id `RW-12`: `rewrites/0012-orders.md` and `rewrites/12-again.md`; name one by its path",
        ),
    ] {
        let ran = log(&repo, &[word]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{word}");
        assert!(ran.err.contains(message), "{word}: {}", ran.err);
    }
}

#[test]
fn programs_read_the_same_as_json() {
    let repo = organisation();
    let text = log(&repo, &["RW-12", "--format", "json"]).well();
    let mut json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let newest = json["revisions"][0]["commit"].as_str().map(str::to_owned);
    assert_eq!(newest, Some(repo.id("HEAD").to_string()));
    assert_eq!(json["states"][2]["commit"].as_str().map(str::to_owned), newest);
    // Ids of commits are checked above; here they would only be noise.
    for list in ["states", "revisions"] {
        for entry in json[list].as_array_mut().expect("a list") {
            entry["commit"] = "…".into();
        }
    }
    insta::assert_snapshot!(serde_json::to_string_pretty(&json).expect("JSON"));
}

#[test]
fn only_the_newest_revisions_are_shown_on_demand() {
    let text = log(&organisation(), &["RW-12", "-n", "1"]).well();
    assert!(
        text.contains("Revisions (1 of 4)\n") && text.contains("Accept\n"),
        "{text}"
    );
    assert!(
        !text.contains("Call it orders") && text.contains("draft     2026-01-01"),
        "{text}"
    );
}

#[test]
fn a_shallow_clone_says_what_is_unknown_and_how_to_know_it() {
    let repo = organisation();
    let clone = repo.beside("shallow");
    let from = format!("file://{}", repo.root());
    let cloned = git(repo.root().as_std_path())
        .args(["clone", "--quiet", "--depth", "2", &from, clone.as_str()])
        .status();
    assert!(cloned.expect("Git runs").success());
    insta::assert_snapshot!(docent(&clone, &["log", "RW-12"]).well());
    let json = docent(&clone, &["log", "RW-12", "--format", "json"]).well();
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(
        (&json["history"], &json["created"]),
        (&"shallow".into(), &serde_json::Value::Null)
    );
}

#[test]
fn broken_objects_leave_what_they_held_unknown() {
    let repo = organisation();
    let id = repo.id("HEAD~2").to_string();
    let object = repo.root().join(".git/objects").join(&id[..2]).join(&id[2..]);
    std::fs::remove_file(object).expect("a loose object");
    let text = log(&repo, &["RW-12"]).well();
    assert!(text.contains("created       unknown\n"), "{text}");
    assert!(text.contains("`git fsck` says what is broken"), "{text}");
}

#[test]
fn where_git_knows_nothing_the_log_says_so() {
    let without = Repo::without_git().write(PATH, proposal("draft", "x"));
    let unborn = Repo::new().write(PATH, proposal("draft", "x"));
    let fresh = Repo::new()
        .write("docent.yaml", "title: x\n")
        .commit("Begin")
        .write(PATH, proposal("draft", "x"));
    let told = [&without, &unborn, &fresh].map(|repo| log(repo, &["RW-12"]).well());
    insta::assert_snapshot!(told.join("\n"));
    let nothing = Repo::new();
    let ran = log(&nothing, &["RW-12"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("`docent init`"), "{}", ran.err);
}

#[test]
fn changes_that_are_not_committed_are_told() {
    let repo = organisation().write(PATH, proposal("in-progress", "Second."));
    let text = log(&repo, &["RW-12"]).well();
    assert!(
        text.ends_with("The file has changes that are not committed yet, among them its state `in-progress`.\n"),
        "{text}"
    );
}

#[test]
fn nothing_that_git_holds_moves_the_cursor() {
    let person =
        "author E\u{1b}[2Jve <eve@example.org> 1767258000 +0000\ncommitter Eve <eve@example.org> 1767258000 +0000";
    let repo = Repo::new()
        .write(PATH, proposal("draft", "x"))
        .raw_commit(person, "Turn \u{1b}[31mred\u{7} \u{9b}5m and \u{202e}back");
    for format in ["text", "json"] {
        let text = log(&repo, &["RW-12", "--format", format, "--color", "always"]).well();
        let bare = text.replace("\u{1b}[1m", "").replace("\u{1b}[0m", "");
        assert!(!bare.chars().any(|c| c.is_control() && c != '\n'), "{format}: {bare:?}");
        assert!(bare.contains("[31mred"), "{bare}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let repo = organisation();
    for arguments in [&["log", "RW-12"][..], &["list"]] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_docent"))
            .args(arguments)
            .current_dir(repo.root())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("docent runs");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
    }
}
