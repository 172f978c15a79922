//! `docent init --adopt`: documents that were there before docent get definitions that fit them.

mod support;

use std::fmt::Write;

use camino::{Utf8Path, Utf8PathBuf};
use docent::author::{self, Adoption};
use docent::repository::Snapshot;
use support::command::docent;

fn adopt(files: &[(&str, String)]) -> Adoption {
    let snapshot = Snapshot::from_texts(files.iter().map(|(path, text)| (*path, text)));
    author::adopt(&snapshot, "Docs", "handbook", None)
}

fn text<'a>(adoption: &'a Adoption, path: &str) -> &'a str {
    let file = adoption.files.iter().find(|it| it.path == path);
    &file.unwrap_or_else(|| panic!("no {path} in {:?}", adoption.files)).text
}

/// A text with these headings, each with a sentence under it.
fn under(title: &str, headings: &[&str]) -> String {
    let mut text = format!("# {title}\n");
    for heading in headings {
        let _ = write!(
            text,
            "\n{heading}\n\nA sentence that says what there is to say about it.\n"
        );
    }
    text
}

/// A proposal that lists what others put into front matter.
fn request(number: usize, state: &str) -> (String, String) {
    let list = format!("- Name: Request {number}\n- Author: @ada\n- Status: {state}\n");
    let body = under("", &["## Summary", "## Problem", "## Solution"]);
    (
        format!("docs/rfcs/rfc-{number:04}-request.md"),
        format!("# Meta\n{list}\n{}", body.trim_start_matches("# \n")),
    )
}

fn requests() -> Vec<(String, String)> {
    (1..=6).map(|number| request(number, "Accepted")).collect()
}

fn borrowed(files: &[(String, String)]) -> Vec<(&str, String)> {
    files.iter().map(|(path, text)| (path.as_str(), text.clone())).collect()
}

#[test]
fn proposals_without_front_matter_get_the_sections_they_share() {
    let mut files = requests();
    files.push(("docs/rfcs/README.md".into(), "# How we decide\n".into()));
    files.push(("docs/rfcs/template.md".into(), "# Meta\n".into()));
    files.push(("docs/archive/notes.md".into(), "# Notes\n".into()));
    let adoption = adopt(&borrowed(&files));
    insta::assert_snapshot!(text(&adoption, "types/rfc.yaml"));
    insta::assert_snapshot!(adoption.told.join("\n"));
    insta::assert_snapshot!(adoption.notes.join("\n"));
}

#[test]
fn decisions_keep_what_the_built_in_type_knows_and_lose_what_it_asks_for() {
    let record = |number: usize, status: &str| {
        let body = under(
            "Use a queue",
            &[
                "## Context and Problem Statement",
                "## Considered Options",
                "## Decision Outcome",
            ],
        );
        let front = format!("---\nstatus: {status}\ndate: 2026-01-0{number}\ndecision-makers: [Ada Lovelace]\n---\n");
        (format!("architecture/adr/000{number}-use-a-queue.md"), front + &body)
    };
    let states = ["accepted", "accepted", "proposed", "superseded by ADR-1", "on hold"];
    let files: Vec<_> = states
        .iter()
        .enumerate()
        .map(|(at, state)| record(at + 1, state))
        .collect();
    let adoption = adopt(&borrowed(&files));
    insta::assert_snapshot!(text(&adoption, "types/decision.yaml"));
    insta::assert_snapshot!(adoption.notes.join("\n"));
}

#[test]
fn incident_reviews_at_the_root_are_recognised_by_their_headings() {
    let review = |number: usize, extra: &str| {
        let body = under(
            "Queue full",
            &["## Summary", "## Timeline", "## Root cause", "## Action items", extra],
        );
        (format!("PM2026-00{number} - Queue full.md"), body)
    };
    let mut files: Vec<_> = (1..=4).map(|number| review(number, "## Attendees")).collect();
    files.push(review(5, "## Atendees"));
    files.push(("README.md".into(), "# Our reviews\n".into()));
    files.push(("tools/notes.md".into(), "# Notes\n".into()));
    let adoption = adopt(&borrowed(&files));
    insta::assert_snapshot!(text(&adoption, "types/incident.yaml"));
    insta::assert_snapshot!(text(&adoption, "docent.yaml"));
}

#[test]
fn fields_have_the_kinds_of_what_is_written_in_them() {
    let proposal = |number: usize, risk: &str| {
        let front = format!(
            "---\ntitle: Proposal {number}\nstatus: {}\nauthors:\n  - '@ada'\ncreated: 2026-02-0{number}\nrisk: {risk}\n\
             effort: {number}\npublic: true\ntracking: https://git.example/issues/{number}\nsee-also: [one, two]\n\
             milestones:\n  - {{ what: first, by: 2026-03-01 }}\n---\n",
            ["draft", "Implemented"][number % 2]
        );
        (
            format!("proposals/p{number}.md"),
            front + &under("A proposal", &["## Goals", "### Non-goals", "## Plan"]),
        )
    };
    let risks = ["low", "high", "low", "low", "high", "low"];
    let files: Vec<_> = risks
        .iter()
        .enumerate()
        .map(|(at, risk)| proposal(at + 1, risk))
        .collect();
    let adoption = adopt(&borrowed(&files));
    insta::assert_snapshot!(text(&adoption, "types/proposal.yaml"));
}

#[test]
fn two_folders_with_the_same_names_in_them_become_two_types() {
    let goal = |year: &str, name: &str| {
        (
            format!("src/{year}/{name}.md"),
            under(name, &["## Motivation", "## Owners"]),
        )
    };
    let all = ["2025", "2026"].map(|year| ["faster", "safer", "smaller"].map(|name| goal(year, name)));
    let adoption = adopt(&borrowed(&all.concat()));
    let types: Vec<_> = adoption.files.iter().map(|it| it.path.as_str()).collect();
    assert_eq!(
        types,
        ["types/document.yaml", "types/document-2026.yaml", "docent.yaml"]
    );
}

#[test]
fn prose_without_anything_in_common_is_not_adopted() {
    let files = [
        ("docs/a.md", under("A", &["## One"])),
        ("docs/b.md", under("B", &["## Two"])),
        ("docs/c.md", under("C", &["## Three"])),
        ("CHANGELOG.md", under("Changes", &["## 1.0"])),
    ];
    assert_eq!(adopt(&files).documents, 0);
}

fn repository() -> (tempfile::TempDir, Utf8PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().canonicalize().expect("a path");
    let place = Utf8PathBuf::from_path_buf(path).expect("UTF-8").join("org");
    for (path, text) in requests() {
        let path = place.join(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    // Something is wrong with it already.
    let wrong = under("Meta", &["## Summary", "## Problem"]) + "\n[gone](gone.md)\n";
    std::fs::write(place.join("docs/rfcs/rfc-0007-wrong.md"), wrong).expect("a file");
    (folder, place)
}

fn files(folder: &Utf8Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.expect("an entry");
        if entry.file_type().is_file() && !entry.path().components().any(|it| it.as_os_str() == ".git") {
            let path = entry.path().display().to_string();
            found.push((path, std::fs::read(entry.path()).expect("a file")));
        }
    }
    found
}

#[test]
fn the_result_checks_clean_and_builds_and_no_document_is_touched() {
    let (_folder, place) = repository();
    let before = files(&place);
    let dry = docent(&place, &["init", "--adopt", "--dry-run"]).well();
    assert!(
        dry.contains("types/rfc.yaml: RFCs, 7 documents in `docs/rfcs`"),
        "{dry}"
    );

    assert_eq!(files(&place), before, "a dry run writes nothing");
    let told = docent(&place, &["init", "--adopt"]).well();
    assert!(told.contains("docent check finds 1 error in them"), "{told}");
    let after = files(&place);
    assert!(
        before.iter().all(|file| after.contains(file)),
        "documents stay as they are"
    );
    let checked = docent(&place, &["check", "--quiet"]);
    assert_eq!(
        (checked.code, checked.out.as_str(), checked.err.as_str()),
        (Some(0), "", "")
    );
    docent(&place, &["build", "--quiet"]).well();
    let page = std::fs::read_to_string(place.join("site/docs/rfcs/rfc-7.html")).expect("a page");
    assert!(page.contains("RFC-7"));
    let again = docent(&place, &["init", "--adopt"]);
    assert_eq!(again.code, Some(2));
    assert!(
        again.err.contains("is an organisation repository already"),
        "{}",
        again.err
    );
}

#[test]
fn documents_at_the_root_have_pages_in_a_folder_of_their_type() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().canonicalize().expect("a path");
    let place = Utf8PathBuf::from_path_buf(path).expect("UTF-8").join("post-mortems");
    std::fs::create_dir_all(&place).expect("a folder");
    for number in 1..=3 {
        let body = under("Queue full", &["## Summary", "## Timeline", "## Root cause"]);
        std::fs::write(place.join(format!("PM2026-00{number} - Queue full.md")), body).expect("a file");
    }
    docent(&place, &["init", "--adopt"]).well();
    assert_eq!(docent(&place, &["check"]).well(), "checked 4 documents: no problems\n");
    // The site lies within the folder of the type, and its files are no documents.
    for _ in 0..2 {
        docent(&place, &["build", "--quiet"]).well();
    }
    assert!(place.join("site/incident/pm-2026-002.html").is_file());
    assert!(place.join("site/incident/index.html").is_file());
    let new = docent(&place, &["new", "incident", "Queue empty"]).well();
    assert!(!new.contains("./"), "{new}");
}

#[test]
fn what_is_new_counts_from_the_first_day() {
    let (_folder, place) = repository();
    docent(&place, &["init", "--adopt"]).well();
    std::fs::write(place.join("docs/rfcs/rfc-0008-new.md"), under("New", &["## Summary"])).expect("a file");
    let checked = docent(&place, &["check"]);
    assert_eq!(checked.code, Some(1));
    assert!(checked.out.contains("missing section `Problem`"), "{}", checked.out);
    assert!(!checked.out.contains("rfc-0007"), "{}", checked.out);
}

#[test]
fn nothing_to_adopt_is_said_and_nothing_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().canonicalize().expect("a path");
    let place = Utf8PathBuf::from_path_buf(path).expect("UTF-8").join("org");
    std::fs::create_dir_all(&place).expect("a folder");
    std::fs::write(place.join("notes.md"), "# Notes\n").expect("a file");
    let told = docent(&place, &["init", "--adopt"]);
    assert_eq!(told.code, Some(2));
    assert!(
        told.err.contains("there is nothing to adopt: among 1 Markdown file"),
        "{}",
        told.err
    );
    assert_eq!(files(&place).len(), 1);
}
