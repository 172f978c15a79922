//! Mending what is wrong, and moving on.

use serde_json::{Value, json};

use super::support::editor::{Editor, abilities};
use super::{PATH, STREAM, organisation};

/// The actions at a place of an open file.
fn actions(editor: &Editor, path: &str, words: &str, only: Option<&str>) -> Vec<Value> {
    let at = editor.behind(path, words);
    let context = match only {
        Some(kind) => json!({ "diagnostics": [], "only": [kind] }),
        None => json!({ "diagnostics": [] }),
    };
    let params = json!({
        "textDocument": at["textDocument"],
        "range": { "start": at["position"], "end": at["position"] },
        "context": context,
    });
    let found = editor.ask("textDocument/codeAction", params);
    found.as_array().expect("actions").clone()
}

fn titles(actions: &[Value]) -> Vec<&str> {
    actions
        .iter()
        .map(|it| it["title"].as_str().expect("a title"))
        .collect()
}

/// The text of an open file after an action that changes nothing else.
fn after(editor: &Editor, path: &str, action: &Value) -> String {
    let changes = action["edit"]["documentChanges"].as_array().expect("changes");
    assert_eq!(changes.len(), 1, "{action}");
    assert_eq!(changes[0]["textDocument"]["uri"], editor.uri(path));
    assert_eq!(changes[0]["textDocument"]["version"], 1);
    editor.edited(&editor.text(path), &changes[0]["edits"])
}

#[test]
fn a_fix_is_offered_where_its_diagnostic_is() {
    let repo = organisation();
    let editor = Editor::new(repo.root());
    editor.open_with(PATH, &STREAM.replace("owner: ada", "onwer: ada"));
    let found = actions(&editor, PATH, "onw", Some("quickfix"));
    assert_eq!(titles(&found), ["Rename the field to `owner`"]);
    assert_eq!(found[0]["isPreferred"], true);
    assert_eq!(found[0]["diagnostics"][0]["code"], "field-unknown");
    assert_eq!(after(&editor, PATH, &found[0]), STREAM);
    assert_eq!(
        actions(&editor, PATH, "Show a lorry", Some("quickfix")),
        [] as [Value; 0]
    );
}

#[test]
fn a_missing_section_is_inserted() {
    let repo = organisation();
    let editor = Editor::new(repo.root());
    editor.open(PATH);
    let found = actions(&editor, PATH, "## Summ", Some("quickfix"));
    let wanted = found
        .iter()
        .find(|it| it["title"] == "Insert the section `Business motivation`");
    let text = after(&editor, PATH, wanted.unwrap_or_else(|| panic!("{:?}", titles(&found))));
    assert!(text.contains("\n## Business motivation\n\n<!-- "), "{text}");
}

#[test]
fn all_fixes_of_a_document_are_made_at_once() {
    let repo = organisation();
    let editor = Editor::new(repo.root());
    editor.open_with(PATH, &STREAM.replace("owner: ada", "onwer: ada"));
    let found = actions(&editor, PATH, "Show a lorry", Some("source.fixAll"));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["kind"], "source.fixAll.docent");
    let text = after(&editor, PATH, &found[0]);
    assert!(text.contains("\nowner: ada\n"), "{text}");
    assert!(text.contains("\n## Rollback\n"), "{text}");
}

#[test]
fn a_document_is_moved_to_the_next_state() {
    let repo = organisation();
    let editor = Editor::new(repo.root());
    editor.open(PATH);
    let found = actions(&editor, PATH, "status: dr", Some("refactor"));
    assert_eq!(titles(&found)[..2], ["Move to `proposed`", "Move to `accepted`"]);
    assert_eq!(
        after(&editor, PATH, &found[0]),
        STREAM.replace("status: draft", "status: proposed")
    );
    assert_eq!(actions(&editor, PATH, "owner: a", Some("refactor")), [] as [Value; 0]);
}

#[test]
fn a_file_in_the_wrong_folder_is_moved_with_its_links() {
    let repo = organisation().write(
        "decisions/0013-lost.md",
        "---\ntype: rewrite\ntitle: Lost\nstatus: draft\n---\n\n[x](../metrics/0007-position-age.md)\n",
    );
    let editor = Editor::new(repo.root());
    let path = "decisions/0013-lost.md";
    editor.open(path);
    let found = editor.diagnostics(path);
    let diagnostics = found["diagnostics"].as_array().expect("diagnostics");
    let Some(wrong) = diagnostics.iter().find(|it| it["code"] == "folder-wrong") else {
        panic!("{found}");
    };
    let params = |editor: &Editor| {
        json!({
            "textDocument": { "uri": editor.uri(path) },
            "range": wrong["range"],
            "context": { "diagnostics": [], "only": ["quickfix"] },
        })
    };
    let actions = editor.ask("textDocument/codeAction", params(&editor));
    let changes: Vec<_> = actions
        .as_array()
        .expect("actions")
        .iter()
        .map(|it| &it["edit"]["documentChanges"])
        .collect();
    let rename = changes
        .iter()
        .flat_map(|it| it.as_array())
        .flatten()
        .find(|it| it["kind"] == "rename");
    assert_eq!(rename.expect("a rename")["newUri"], editor.uri("rewrites/0013-lost.md"));
    let mut can = abilities();
    can["workspace"]["workspaceEdit"] = json!({ "documentChanges": true });
    let other = Editor::with(repo.root(), &can);
    other.open(path);
    let actions = other.ask("textDocument/codeAction", params(&other));
    let moves = actions.to_string().contains("\"rename\"");
    assert!(!moves, "an editor that cannot rename files is not asked to");
}

#[test]
fn an_old_client_gets_changes_by_address_or_no_actions_at_all() {
    let repo = organisation();
    let mut can = abilities();
    can["workspace"]["workspaceEdit"] = json!({});
    let editor = Editor::with(repo.root(), &can);
    editor.open_with(PATH, &STREAM.replace("owner: ada", "onwer: ada"));
    let found = actions(&editor, PATH, "onw", Some("quickfix"));
    let edits = &found[0]["edit"]["changes"][editor.uri(PATH)];
    assert_eq!(editor.edited(&editor.text(PATH), edits), STREAM);
    let other = Editor::with(repo.root(), &json!({}));
    assert!(other.server["capabilities"]["codeActionProvider"].is_null());
}
