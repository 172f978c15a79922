//! `docent move`: a document's next state, and nothing else in the file.

mod support;

use std::sync::Arc;

use camino::Utf8Path;
use docent::author::{Move, change_state, edited};
use docent::parse;
use docent::repository::SourceFile;
use proptest::prelude::*;
use support::command::{Ran, docent};
use support::repo::Repo;

/// A type whose states ask for little.
const TYPE: &str = "\
type: note
name: Note
plural: Notes
prefix: NOTE
folder: notes
purpose: Try things out.
lifecycle:
  states: [draft, proposed, accepted, done]
  aside: [paused, rejected]
  end: [done, rejected]
  gate: proposed
  freeze: accepted
  moves: { paused: [proposed, rejected] }
fields:
  depends_on: { kind: references, prompt: What does it rest on? }
sections:
  - { heading: Why, required: gate, words: 3, prompt: Why should anybody want this? }
  - { heading: Outcome, advised: done, words: 3, prompt: What came of it? }
";

const PATH: &str = "notes/0012-x.md";

fn note(status: &str) -> String {
    format!(
        "---\r\ntitle: 'X'\r\nstatus: \"{status}\"   # since Monday\r\nowner: ada\r\n---\r\n\r\n## Why\r\n\r\nBecause it is good.\r\n"
    )
}

fn of(text: impl AsRef<[u8]>) -> Repo {
    Repo::without_git().write("types/note.yaml", TYPE).write(PATH, text)
}

fn to(repo: &Repo, arguments: &[&str]) -> Ran {
    docent(repo.root(), &[&["move"], arguments].concat())
}

/// What a user sees. The name of this file is a word of Rust's, which would stand in the names of its snapshots.
#[track_caller]
fn shown(name: &str, told: &str) {
    insta::with_settings!({ prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(format!("move__{name}"), told);
    });
}

fn text(repo: &Repo) -> String {
    std::fs::read_to_string(repo.root().join(PATH)).expect("a text")
}

#[test]
fn only_the_word_changes() {
    let repo = of(note("draft"));
    let ran = to(&repo, &["note-0012", "proposed"]);
    assert_eq!(ran.well(), "NOTE-12  draft → proposed  notes/0012-x.md\n");
    assert_eq!(text(&repo), note("proposed"));
    assert_eq!(to(&repo, &[PATH, "accepted", "-q"]).code, Some(0));
    assert_eq!(text(&repo), note("accepted"));
    let again = to(&repo, &["NOTE-12", "accepted"]).well();
    assert_eq!(again, "NOTE-12  is `accepted` already; nothing is changed\n");
    let left: Vec<_> = std::fs::read_dir(repo.root().join("notes"))
        .expect("a folder")
        .collect();
    assert_eq!(left.len(), 1, "nothing is left beside it");
}

#[test]
fn what_the_new_state_still_asks_for_is_named() {
    let repo = of(note("accepted"));
    shown("what_is_still_asked_for", &to(&repo, &["NOTE-12", "done"]).well());
}

#[test]
fn a_gate_that_is_not_met_refuses_and_says_what_is_missing() {
    let before = note("draft").replace("Because it is good.", "TBD");
    let repo = of(&before);
    let ran = to(&repo, &["NOTE-12", "proposed"]);
    assert_eq!(ran.code, Some(1));
    assert_eq!(text(&repo), before);
    shown("a_gate_that_is_not_met", &ran.told());
    let preview = docent(repo.root(), &["check", "--as", "proposed", PATH]);
    let first = |told: &str| told.lines().next().map(str::to_owned);
    assert_eq!(first(&preview.out), first(&ran.out), "what `check --as` says");
}

#[test]
fn a_built_in_type_is_judged_by_its_own_questions() {
    let repo = Repo::without_git().write(
        "decisions/0001-rust.md",
        "---\ntitle: Rust\nstatus: proposed\n---\n\n## Context\n\nShort.\n",
    );
    let ran = to(&repo, &["ADR-1", "accepted"]);
    assert_eq!(ran.code, Some(1));
    for asked in [
        "missing field `date`",
        "missing section `Decision`",
        "missing section `Consequences`",
    ] {
        assert!(ran.out.contains(asked), "{asked}: {}", ran.out);
    }
}

#[test]
fn what_the_lifecycle_forbids_is_refused() {
    for (from, arguments, message) in [
        (
            "draft",
            &["NOTE-12", "propsed"][..],
            "there is no state `propsed`; did you mean `proposed`?",
        ),
        (
            "draft",
            &["NOTE-12", "x"],
            "there is no state `x`; there are draft, proposed, accepted, done, paused, rejected",
        ),
        ("draft", &["NOTE-1", "proposed"], "there is no document `NOTE-1`"),
        (
            "paused",
            &["NOTE-12", "done"],
            "NOTE-12 cannot go from `paused` to `done`; from `paused` it can go to `proposed`, `rejected`",
        ),
        (
            "rejected",
            &["NOTE-12", "proposed"],
            "NOTE-12 rests in `rejected`; say why it is taken up again: docent move NOTE-12 proposed --reopen \"…\"",
        ),
        (
            "accepted",
            &["NOTE-12", "draft"],
            "NOTE-12 was agreed upon when it became `accepted`; say why",
        ),
        (
            "rejected",
            &["NOTE-12", "proposed", "--reopen", " "],
            "the reason is empty",
        ),
        (
            "draft",
            &["NOTE-12", "proposed", "--reopen", "x"],
            "without a reason; leave `--reopen` out",
        ),
    ] {
        let repo = of(note(from));
        let ran = to(&repo, arguments);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(ran.err.contains(message), "{arguments:?}: {}", ran.err);
        assert_eq!(text(&repo), note(from));
    }
    let page = Repo::without_git().write("pages/index.md", "# Welcome\n");
    let ran = to(&page, &["pages/index.md", "draft"]);
    assert!(ran.err.contains("that type has no states"), "{}", ran.err);
}

#[test]
fn a_document_that_rests_is_taken_up_again_with_a_reason() {
    let repo = of(note("rejected"));
    let reason = "prices: they have doubled";
    let ran = to(&repo, &["NOTE-12", "proposed", "--reopen", reason]);
    assert_eq!(ran.well(), "NOTE-12  rejected → proposed  notes/0012-x.md\n");
    let line = "# since Monday\r\nreopened: 'prices: they have doubled'\r\n";
    assert_eq!(text(&repo), note("proposed").replace("# since Monday\r\n", line));
    to(&repo, &["NOTE-12", "rejected"]).well();
    to(&repo, &["NOTE-12", "draft", "--reopen", "again"]).well();
    assert_eq!(
        text(&repo),
        note("draft").replace("# since Monday\r\n", "# since Monday\r\nreopened: 'again'\r\n")
    );
}

#[test]
fn a_dry_run_says_what_it_would_do() {
    let repo = of(note("rejected"));
    let ran = to(&repo, &["NOTE-12", "proposed", "--reopen", "new prices", "--dry-run"]);
    shown("a_dry_run", &ran.well());
    assert_eq!(text(&repo), note("rejected"));
}

#[test]
fn what_cannot_be_changed_in_place_names_its_line() {
    for (before, message) in [
        (
            "---\ntitle: X\n<<<<<<< HEAD\nstatus: draft\n=======\nstatus: proposed\n>>>>>>> other\n---\n",
            "`notes/0012-x.md`, line 3: a merge conflict begins here; resolve it first",
        ),
        (
            "---\ntitle: X\nowner: @ada\nstatus: draft\n---\n",
            "`notes/0012-x.md`, line 3: the front matter cannot be read: a value cannot start with `@`",
        ),
        (
            "---\ntitle: X\nstatus: [draft]\n---\n",
            "line 3: `status` is a list, not a word",
        ),
    ] {
        let repo = of(before);
        let ran = to(&repo, &["NOTE-12", "proposed"]);
        assert_eq!(ran.code, Some(2));
        assert!(ran.err.contains(message), "{}", ran.err);
        assert_eq!(text(&repo), before);
    }
}

#[test]
fn problems_that_a_move_causes_elsewhere_are_told() {
    let repo = of(note("proposed")).write(
        "notes/0013-y.md",
        note("accepted").replace("owner: ada", "depends_on: [NOTE-12]"),
    );
    let out = to(&repo, &["NOTE-12", "rejected"]).well();
    assert!(out.starts_with("NOTE-12  proposed → rejected"), "{out}");
    assert!(
        out.ends_with("1 problem in another document comes from this move; `docent check` shows it\n"),
        "{out}"
    );
}

#[cfg(unix)]
#[test]
fn permissions_stay_and_a_read_only_file_is_left() {
    use std::os::unix::fs::PermissionsExt;
    let repo = of(note("draft"));
    let path = repo.root().join(PATH);
    let set = |mode| std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).expect("permissions");
    set(0o664);
    to(&repo, &["NOTE-12", "proposed"]).well();
    let mode = std::fs::metadata(&path).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o664);
    set(0o444);
    let ran = to(&repo, &["NOTE-12", "accepted"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("`notes/0012-x.md` is read-only"), "{}", ran.err);
    assert_eq!(text(&repo), note("proposed"));
}

/// The state that is written in a text, as a reader of YAML sees it.
fn written(text: &str) -> Option<String> {
    let front_matter = parse::front_matter(text);
    let node = front_matter.fields()?.get("status")?.text()?;
    Some(node.trim().to_owned())
}

/// Front matter in many hands.
fn front_matter() -> impl Strategy<Value = Vec<String>> {
    let status = prop_oneof![
        Just("status: draft"),
        Just("status: 'draft'"),
        Just("status:  \"draft\"  # status: why"),
        Just("status: # none yet"),
        Just("status: ~"),
        Just("\"status\": draft # x"),
        Just("status:\n  draft"),
        Just("status: >-\n  draft"),
        Just("# no status"),
    ];
    let others = prop::sample::subsequence(
        vec![
            "title: \"a: 'b' # c\"",
            "id: NOTE-12",
            "owner: ada # status: x",
            "tags: [status, \"draft\"]",
            "raci: { accountable: [ada], informed: [status] }",
            "summary: |\n  status: draft\n\n  more",
            "readings:\n  - status: draft\n    on: 2026-01-01",
            "# status: draft",
        ],
        0..8,
    )
    .prop_shuffle();
    (status, others, any::<prop::sample::Index>()).prop_map(|(status, others, at)| {
        let mut lines: Vec<String> = others.into_iter().map(str::to_owned).collect();
        let at = at.index(lines.len() + 1);
        lines.insert(at, status.to_owned());
        lines
    })
}

/// The same as one mapping in braces.
fn flow() -> impl Strategy<Value = Vec<String>> {
    let entries = prop::sample::subsequence(
        vec![
            "status: draft",
            "title: 'a, status: b'",
            "owner: ada",
            "tags: [status, x]",
            "\"id\":\"NOTE-1\"",
        ],
        0..5,
    );
    (entries.prop_shuffle(), any::<bool>()).prop_map(|(entries, open)| {
        let (gap, end) = if open { (",\n  ", "\n}") } else { (", ", "}") };
        vec![format!("{{{}{end}", entries.join(gap))]
    })
}

proptest! {
    #[test]
    fn all_other_bytes_stay(
        lines in prop_oneof![front_matter(), flow()],
        crlf in any::<bool>(),
        bom in any::<bool>(),
        body in "[ -~\n]{0,40}",
    ) {
        let mark = if bom { "\u{feff}" } else { "" };
        let text = format!("{mark}---\n{}\n---\n{body}", lines.join("\n"));
        let text = if crlf { text.replace('\n', "\r\n") } else { text };
        let parsed = parse::parse(&SourceFile {
            path: Arc::from(Utf8Path::new(PATH)),
            content: Ok(text.as_str().into()),
        });
        let Ok(edits) = change_state(&parsed, Move { state: "proposed", reopened: None }) else {
            return Err(TestCaseError::fail(format!("cannot be changed:\n{text}")));
        };
        let after = edited(&text, &edits);
        prop_assert_eq!(written(&after), Some("proposed".to_owned()), "{}", &after);
        prop_assert_eq!(edits.len(), 1);
        let span = edits[0].span.range();
        // What is replaced is the word itself or nothing, and what is new is one entry.
        let replaced = &text[span.clone()];
        prop_assert!(
            replaced.is_empty() || replaced == "~" || replaced.contains("draft") && !replaced.contains(':'),
            "{replaced:?} in\n{text}"
        );
        prop_assert_eq!(&after[..span.start], &text[..span.start]);
        prop_assert_eq!(&after[after.len() - (text.len() - span.end)..], &text[span.end..]);
        let is_crlf_whole = |it: &str| it.matches('\n').count() == it.matches("\r\n").count();
        prop_assert!(!crlf || is_crlf_whole(&after), "{after:?}");
        // The way back leaves what a way there and back should.
        let parsed = parse::parse(&SourceFile {
            path: Arc::from(Utf8Path::new(PATH)),
            content: Ok(after.as_str().into()),
        });
        let again = change_state(&parsed, Move { state: "proposed", reopened: None });
        prop_assert_eq!(again.map(|edits| edited(&after, &edits)), Ok(after.clone()));
    }
}
