//! Another id for a document, everywhere it is named.

use serde_json::{Value, json};

use super::support::editor::{Editor, abilities};
use super::{PATH, STREAM, organisation};

const METRIC_PATH: &str = "metrics/0007-position-age.md";

fn renamed(editor: &Editor, path: &str, words: &str, new: &str) -> Value {
    let mut params = editor.behind(path, words);
    params["newName"] = json!(new);
    params
}

#[test]
fn an_id_is_changed_in_every_file_and_in_the_name_of_its_own() {
    let repo = organisation();
    let editor = Editor::new(repo.root());
    editor.open(PATH);
    let prepared = editor.ask("textDocument/prepareRename", editor.behind(PATH, "[MET"));
    assert_eq!(editor.under(PATH, &prepared["range"]), "MET-7");
    assert_eq!(prepared["placeholder"], "MET-7");
    let found = editor.ask("textDocument/rename", renamed(&editor, PATH, "[MET", "MET-12"));
    let changes = found["documentChanges"].as_array().expect("changes");
    let of = |path: &str| {
        let uri = editor.uri(path);
        changes
            .iter()
            .find(|it| it["textDocument"]["uri"] == json!(uri))
            .expect("changes of the file")
    };
    assert_eq!(of(PATH)["textDocument"]["version"], 1);
    assert_eq!(
        editor.edited(STREAM, &of(PATH)["edits"]),
        STREAM.replace("MET-7", "MET-12")
    );
    let last = changes.last().expect("a rename");
    assert_eq!(last["kind"], "rename", "after the edits, which name the file as it was");
    assert_eq!(last["oldUri"], editor.uri(METRIC_PATH));
    assert_eq!(last["newUri"], editor.uri("metrics/0012-position-age.md"));
}

#[test]
fn of_a_pain_point_the_id_before_it_is_changed() {
    let repo = organisation();
    let editor = Editor::new(repo.root());
    editor.open(PATH);
    let prepared = editor.ask("textDocument/prepareRename", editor.behind(PATH, "CUS-2#st"));
    assert_eq!(editor.under(PATH, &prepared["range"]), "CUS-2");
}

#[test]
fn the_id_line_of_a_document_can_be_renamed() {
    let repo = organisation();
    let editor = Editor::new(repo.root());
    editor.open_with("rewrites/lost.md", "---\ntitle: X\nid: RW-40\nstatus: draft\n---\n");
    let found = editor.ask(
        "textDocument/rename",
        renamed(&editor, "rewrites/lost.md", "id: RW", "RW-41"),
    );
    assert!(found.to_string().contains("RW-41"), "{found}");
}

#[test]
fn what_cannot_be_is_refused_with_the_reason() {
    let repo = organisation().write("metrics/0008-other.md", "---\ntitle: Other\nstatus: active\n---\n");
    let editor = Editor::new(repo.root());
    editor.open(PATH);
    let refusal = |new: &str| editor.refused("textDocument/rename", renamed(&editor, PATH, "[MET", new));
    assert!(refusal("MET-8").contains("`MET-8` is taken by `metrics/0008-other.md`"));
    assert!(refusal("hello").contains("is no id of a metric"));
    let nowhere = editor.refused("textDocument/prepareRename", editor.behind(PATH, "Show a"));
    assert!(nowhere.contains("no id here"), "{nowhere}");
}

#[test]
fn an_id_that_another_branch_has_is_taken() {
    let repo = organisation()
        .branch("other")
        .write("metrics/0009-theirs.md", "---\ntitle: Theirs\nstatus: active\n---\n")
        .commit("Propose")
        .switch("main");
    let editor = Editor::new(repo.root());
    editor.open(PATH);
    let refusal = editor.refused("textDocument/rename", renamed(&editor, PATH, "[MET", "MET-9"));
    assert!(refusal.contains("on another branch"), "{refusal}");
}

#[test]
fn an_editor_that_cannot_rename_files_is_told_what_can() {
    let repo = organisation();
    let mut can = abilities();
    can["workspace"]["workspaceEdit"] = json!({ "documentChanges": true });
    let editor = Editor::with(repo.root(), &can);
    editor.open(PATH);
    let refusal = editor.refused("textDocument/rename", renamed(&editor, PATH, "[MET", "MET-12"));
    assert!(refusal.contains("docent renumber MET-7 MET-12"), "{refusal}");
}
