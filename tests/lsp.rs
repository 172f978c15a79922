//! `docent lsp`: an editor drives the real program over a pipe.

mod support;

use serde_json::json;
use support::editor::{Editor, rules};
use support::repo::Repo;

/// A metric, a customer with a pain point, a team, two people, and a proposal that refers to them.
fn organisation() -> Repo {
    Repo::new()
        .write("docent.yaml", "title: Example\nbase_url: https://docs.example\n")
        .write("people.yaml", "ada: { name: Ada Lovelace, team: TEAM-platform }\nbob: Bob\n")
        .write("teams/platform.md", "---\ntitle: Platform\nowner: ada\n---\n\nWe build.\n")
        .write(
            "metrics/0007-position-age.md",
            "---\ntitle: Position age\nstatus: active\nowner: ada\n---\n\n## Definition\n\nHow old it is.\n",
        )
        .write(
            "customers/0002-dispatchers.md",
            "---\ntitle: Dispatchers\nstatus: active\nsummary: They decide in seconds.\nowner: bob\n---\n\n## Who\n\nDana.\n\n\
             ## Pain points\n\n- The map is late. {#stale-map}\n- Mondays are slow. {#slow-monday}\n",
        )
        .write("rewrites/0012-stream.md", STREAM)
        .commit("Begin")
}

const STREAM: &str = "---\ntitle: A stream\nstatus: draft\nowner: ada\nmotivated_by: [MET-7, CUS-2#stale-map]\n---\n\n## Summary\n\nShow a lorry where it is, see MET-7.\n";

const PATH: &str = "rewrites/0012-stream.md";

#[test]
fn what_check_says_is_said_while_typing() {
    let repo = organisation();
    let editor = Editor::new(repo.root());
    editor.open(PATH);
    let before = editor.rules(PATH);
    assert!(!before.contains(&"reference-unknown".to_owned()), "{before:?}");
    let version = editor.replace(PATH, "[MET-7,", "[MET-9,");
    let after = editor.diagnostics_of(PATH, version);
    let wrong = after
        .iter()
        .find(|it| it["code"] == "reference-unknown")
        .expect("a diagnostic");
    assert_eq!(editor.under(PATH, &wrong["range"]), "MET-9");
    assert_eq!(wrong["severity"], 1);
    assert_eq!(wrong["source"], "docent");
    assert_eq!(
        wrong["codeDescription"]["href"],
        "https://docs.example/rules/reference-unknown.html"
    );
    let version = editor.replace(PATH, "[MET-9,", "[MET-7,");
    assert_eq!(rules(&json!(editor.diagnostics_of(PATH, version))), before);
}

#[test]
fn ids_are_completed_with_their_titles() {
    let repo = organisation();
    let editor = Editor::new(repo.root());
    let text = STREAM.replace("[MET-7,", "[MET-|,");
    let items = editor.completions(PATH, &text);
    assert_eq!(items[0]["label"], "MET-7");
    assert_eq!(items[0]["detail"], "Position age");
    assert!(editor.completed(PATH, &text, "MET-7").contains("[MET-7, CUS-2"));
}
