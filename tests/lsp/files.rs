//! What happens on disk, and where organisations are.

use serde_json::{Value, json};

use super::support::editor::{Editor, abilities, rules, uri};
use super::support::repo::Repo;
use super::{PATH, STREAM, organisation};

const CHANGED: u8 = 2;
const CREATED: u8 = 1;
const DELETED: u8 = 3;

#[track_caller]
fn next_rules(editor: &Editor, path: &str) -> Vec<String> {
    rules(&editor.diagnostics(path)["diagnostics"])
}

fn has(rules: &[String], rule: &str) -> bool {
    rules.iter().any(|it| it == rule)
}

#[test]
fn the_client_is_asked_to_watch_files() {
    let repo = organisation();
    let editor = Editor::new(repo.root());
    let request = editor.wait(|message| message["method"] == "client/registerCapability");
    let registration = &request["params"]["registrations"][0];
    assert_eq!(registration["method"], "workspace/didChangeWatchedFiles");
    let globs = registration["registerOptions"]["watchers"].to_string();
    assert!(
        globs.contains("**/*.{md,yaml,yml,csv}") && globs.contains(".git/HEAD"),
        "{globs}"
    );
    editor.send(&json!({ "jsonrpc": "2.0", "id": request["id"], "result": null }));
    editor.open(PATH);
    editor.diagnostics(PATH);
}

#[test]
fn documents_that_come_and_go_on_disk_are_noticed() {
    let repo = organisation();
    let editor = Editor::new(repo.root());
    editor.open_with(PATH, &STREAM.replace("MET-7,", "MET-8,"));
    assert!(has(&next_rules(&editor, PATH), "reference-unknown"));
    let new = "metrics/0008-new.md";
    let repo = repo.write(new, "---\ntitle: New\nstatus: active\n---\n");
    editor.files_changed(&[(new, CREATED)]);
    assert!(!has(&next_rules(&editor, PATH), "reference-unknown"));
    let _repo = repo.delete(new);
    editor.files_changed(&[(new, DELETED)]);
    assert!(has(&next_rules(&editor, PATH), "reference-unknown"));
}

#[test]
fn people_settings_and_definitions_on_disk_are_noticed() {
    let repo = organisation();
    let editor = Editor::new(repo.root());
    editor.open_with(PATH, &STREAM.replace("owner: ada", "owner: eve\nbudget: 3"));
    let before = next_rules(&editor, PATH);
    assert!(
        has(&before, "person-unknown") && has(&before, "field-unknown"),
        "{before:?}"
    );
    let repo = repo.write("people.yaml", "ada: Ada\nbob: Bob\neve: Eve\n");
    editor.files_changed(&[("people.yaml", CHANGED)]);
    assert!(!has(&next_rules(&editor, PATH), "person-unknown"));
    let repo = repo.write("types/rewrite.yaml", "extends: rewrite\nfields: { budget: text }\n");
    editor.files_changed(&[("types/rewrite.yaml", CREATED)]);
    let after = next_rules(&editor, PATH);
    assert!(
        !has(&after, "field-unknown") && has(&after, "section-required"),
        "{after:?}"
    );
    let _repo = repo.write("docent.yaml", "rules: { section-required: allow }\n");
    editor.files_changed(&[("docent.yaml", CHANGED)]);
    assert!(!has(&next_rules(&editor, PATH), "section-required"));
}

#[test]
fn an_open_text_lies_over_what_is_on_disk() {
    let repo = organisation();
    let editor = Editor::new(repo.root());
    editor.open_with(PATH, &STREAM.replace("MET-7,", "MET-8,"));
    assert!(has(&next_rules(&editor, PATH), "reference-unknown"));
    let _repo = repo.write(PATH, STREAM);
    editor.files_changed(&[(PATH, CHANGED)]);
    let version = editor.replace(PATH, "Show", "See");
    assert!(has(
        &rules(&json!(editor.diagnostics_of(PATH, version))),
        "reference-unknown"
    ));
}

#[test]
fn another_branch_is_taken_in_and_its_mistakes_are_nobodys_typing() {
    let repo = organisation()
        .branch("other")
        .write(
            "metrics/0008-new.md",
            "---\ntitle: New\nstatus: active\nowner: nobody\n---\n",
        )
        .commit("Add a metric")
        .switch("main");
    let editor = Editor::new(repo.root());
    editor.open_with(PATH, &STREAM.replace("MET-7,", "MET-8,"));
    assert!(has(&next_rules(&editor, PATH), "reference-unknown"));
    let _repo = repo.switch("other");
    editor.files_changed(&[(".git/HEAD", CHANGED)]);
    assert!(!has(&next_rules(&editor, PATH), "reference-unknown"));
    let version = editor.replace(PATH, "Show", "See");
    editor.diagnostics_of(PATH, version);
    assert!(
        !editor.has_waiting("metrics/0008-new.md"),
        "what a branch brought along is not shown"
    );
}

#[test]
fn a_client_that_watches_nothing_is_helped_by_saving() {
    let repo = organisation();
    let mut can = abilities();
    can["workspace"]["didChangeWatchedFiles"] = Value::Null;
    let editor = Editor::with(repo.root(), &can);
    editor.open_with(PATH, &STREAM.replace("MET-7,", "MET-8,"));
    assert!(has(&next_rules(&editor, PATH), "reference-unknown"));
    let _repo = repo.write("metrics/0008-new.md", "---\ntitle: New\nstatus: active\n---\n");
    editor.notify(
        "textDocument/didSave",
        json!({ "textDocument": { "uri": editor.uri(PATH) } }),
    );
    assert!(!has(&next_rules(&editor, PATH), "reference-unknown"));
}

#[test]
fn each_file_belongs_to_the_organisation_around_it() {
    let one = organisation();
    let other = Repo::new()
        .write("docent.yaml", "title: Other\n")
        .write("metrics/0001-a.md", "---\ntitle: A\nstatus: active\n---\n")
        .write("inner/docent.yaml", "title: Inner\n")
        .write("inner/metrics/0002-b.md", "---\ntitle: B\nstatus: active\n---\n")
        .commit("Begin");
    let editor = Editor::new(one.root());
    let text = "---\ntitle: X\nrelated: [MET-1, MET-2, MET-7]\n---\n";
    let unknown_in = |folder: &camino::Utf8Path| {
        let uri = uri(&folder.join("metrics/0099-x.md"));
        editor.notify(
            "textDocument/didOpen",
            json!({ "textDocument": { "uri": uri, "languageId": "markdown", "version": 1, "text": text } }),
        );
        let found = editor.wait(|it| it["params"]["uri"] == json!(uri));
        let found = found["params"]["diagnostics"].as_array().expect("diagnostics").clone();
        let unknown = found.iter().filter(|it| it["code"] == "reference-unknown");
        unknown
            .map(|it| it["message"].as_str().expect("a message")[17..22].to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(unknown_in(one.root()), ["MET-1", "MET-2"]);
    assert_eq!(unknown_in(other.root()), ["MET-2", "MET-7"]);
    assert_eq!(unknown_in(&other.root().join("inner")), ["MET-1", "MET-7"]);
}

#[test]
fn a_file_outside_any_organisation_is_left_alone() {
    let repo = organisation();
    let code = Repo::new()
        .write("src/main.rs", "fn main() {}\n")
        .write("README.md", "# X\n")
        .commit("Begin");
    let editor = Editor::new(repo.root());
    for outside in [uri(&code.root().join("README.md")), "untitled:Untitled-1".to_owned()] {
        editor.notify(
            "textDocument/didOpen",
            json!({ "textDocument": { "uri": outside, "languageId": "markdown", "version": 1, "text": "RW-99" } }),
        );
        let hover = editor.ask(
            "textDocument/hover",
            json!({ "textDocument": { "uri": outside }, "position": { "line": 0, "character": 1 } }),
        );
        assert!(hover.is_null());
    }
    editor.open(PATH);
    editor.diagnostics(PATH);
}

#[test]
fn without_git_the_folder_that_the_client_works_in_counts() {
    let repo = Repo::without_git()
        .write("metrics/0007-a.md", "---\ntitle: A\nstatus: active\n---\n")
        .write(PATH, STREAM);
    let editor = Editor::new(repo.root());
    editor.open(PATH);
    let found = editor.diagnostics(PATH).to_string();
    assert!(!found.contains("MET-7"), "{found}");
    assert!(found.contains("CUS-2"), "{found}");
}

#[test]
fn a_file_that_git_ignores_is_no_document() {
    let repo = organisation()
        .write(".gitignore", "rewrites/0013-*\n")
        .write("rewrites/0013-x.md", STREAM);
    let editor = Editor::new(repo.root());
    editor.open("rewrites/0013-x.md");
    assert_eq!(next_rules(&editor, "rewrites/0013-x.md"), [""; 0]);
}

#[cfg(unix)]
#[test]
fn a_root_behind_a_symbolic_link_is_spelled_as_the_client_does() {
    let repo = organisation();
    let link = repo.beside("link");
    std::os::unix::fs::symlink(repo.root(), &link).expect("a link");
    let editor = Editor::new(&link);
    editor.open(PATH);
    let at = editor.behind(PATH, "[MET");
    let found = editor.ask("textDocument/definition", at);
    assert_eq!(found["uri"], uri(&link.join("metrics/0007-position-age.md")));
}
