//! Looking at things: hovering, going to them, listing them.

use serde_json::{Value, json};

use super::support::editor::{Editor, abilities};
use super::{CUSTOMER, PATH, organisation};

const CUSTOMER_PATH: &str = "customers/0002-dispatchers.md";
const METRIC_PATH: &str = "metrics/0007-position-age.md";

fn hover(editor: &Editor, path: &str, words: &str) -> String {
    let found = editor.ask("textDocument/hover", editor.behind(path, words));
    found["contents"]["value"].as_str().unwrap_or_default().to_owned()
}

/// File and text of each place.
fn places(editor: &Editor, found: &Value) -> Vec<(String, String)> {
    let list = match found {
        Value::Array(places) => places.clone(),
        Value::Null => Vec::new(),
        one => vec![one.clone()],
    };
    let place = |it: &Value| {
        let uri = it["uri"].as_str().expect("an address");
        let root = editor.uri("");
        let path = uri.strip_prefix(&root).expect("within the repository").to_owned();
        let text = editor.under(&path, &it["range"]);
        (path, text)
    };
    list.iter().map(place).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect()
}

#[test]
fn a_reference_says_what_it_leads_to() {
    let repo = organisation();
    let editor = Editor::new(repo.root());
    editor.open(PATH);
    let text = hover(&editor, PATH, "[MET");
    for part in [
        "**Position age**",
        "MET-7",
        "Metric",
        "`active`",
        "Ada Lovelace",
        "How old a position is",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let text = hover(&editor, PATH, "#stale");
    assert!(text.contains("They decide in seconds."), "{text}");
    assert!(text.contains("> The map is late."), "{text}");
    let text = hover(&editor, PATH, "is, see MET");
    assert!(text.contains("**Position age**"), "in running text: {text}");
}

#[test]
fn a_field_a_section_and_a_state_are_explained() {
    let repo = organisation();
    let editor = Editor::new(repo.root());
    editor.open(PATH);
    let text = hover(&editor, PATH, "motivated");
    assert!(text.contains("required from `proposed` on"), "{text}");
    assert!(text.contains("is the reason for it?"), "{text}");
    let text = hover(&editor, PATH, "## Summ");
    assert!(text.starts_with("**Summary**"), "{text}");
    let text = hover(&editor, PATH, "status: dra");
    assert!(text.contains("**draft** → proposed → accepted"), "{text}");
    let text = hover(&editor, PATH, "owner: a");
    assert!(text.contains("Ada Lovelace"), "{text}");
    assert_eq!(hover(&editor, PATH, "Show a lor"), "", "words are words");
}

#[test]
fn a_rule_in_the_settings_has_its_manual() {
    let repo = organisation().write("docent.yaml", "rules:\n  section-short: warn\n");
    let editor = Editor::new(repo.root());
    editor.open("docent.yaml");
    let text = hover(&editor, "docent.yaml", "section-sh");
    assert!(text.contains("## How to mend it"), "{text}");
}

#[test]
fn a_client_without_markdown_gets_plain_text() {
    let repo = organisation();
    let mut can = abilities();
    can["textDocument"]["hover"] = json!({});
    let editor = Editor::with(repo.root(), &can);
    editor.open(PATH);
    let found = editor.ask("textDocument/hover", editor.behind(PATH, "[MET"));
    assert_eq!(found["contents"]["kind"], "plaintext");
}

#[test]
fn an_id_leads_to_its_document_and_a_pain_point_to_its_line() {
    let repo = organisation();
    let editor = Editor::new(repo.root());
    editor.open(PATH);
    let to = |words: &str| {
        places(
            &editor,
            &editor.ask("textDocument/definition", editor.behind(PATH, words)),
        )
    };
    assert_eq!(to("[MET"), pairs(&[(METRIC_PATH, "Position age")]));
    assert_eq!(to("see MET-"), pairs(&[(METRIC_PATH, "Position age")]));
    let pain = to("CUS-2#st");
    assert_eq!(pain[0].0, CUSTOMER_PATH);
    assert!(pain[0].1.contains("stale-map"), "{pain:?}");
    assert_eq!(to("Show a"), []);
}

#[test]
fn fields_and_sections_lead_to_the_definition_that_the_organisation_has() {
    let types =
        "extends: rewrite\nfields:\n  budget: text\nsections:\n  - heading: Security\n    prompt: Is it safe?\n";
    let repo = organisation().write("types/rewrite.yaml", types);
    let editor = Editor::new(repo.root());
    editor.open_with(
        PATH,
        "---\ntitle: X\nstatus: draft\nbudget: 3\n---\n\n## Security\n\nYes.\n",
    );
    let to = |words: &str| {
        places(
            &editor,
            &editor.ask("textDocument/definition", editor.behind(PATH, words)),
        )
    };
    assert_eq!(to("budg"), pairs(&[("types/rewrite.yaml", "budget")]));
    assert_eq!(to("## Secu"), pairs(&[("types/rewrite.yaml", "Security")]));
    assert_eq!(to("titl"), [], "the built-in definition is in no file");
}

#[test]
fn everything_that_refers_to_a_thing_is_found() {
    let repo = organisation();
    let editor = Editor::new(repo.root());
    editor.open(METRIC_PATH);
    editor.open(CUSTOMER_PATH);
    let of = |path: &str, words: &str, itself: bool| {
        let mut at = editor.behind(path, words);
        at["context"] = json!({ "includeDeclaration": itself });
        places(&editor, &editor.ask("textDocument/references", at))
    };
    let both = pairs(&[(PATH, "MET-7"), (PATH, "MET-7")]);
    assert_eq!(of(METRIC_PATH, "How old", false), both, "from anywhere in the document");
    assert_eq!(of(METRIC_PATH, "titl", false), both);
    let with_itself = of(METRIC_PATH, "How old", true);
    assert_eq!(with_itself[0], (METRIC_PATH.to_owned(), "Position age".to_owned()));
    assert_eq!(
        of(CUSTOMER_PATH, "The map is", false),
        pairs(&[(PATH, "CUS-2#stale-map")]),
        "of a pain point, from its line"
    );
    assert_eq!(of(CUSTOMER_PATH, "Mondays are", false), []);
    assert_eq!(of(CUSTOMER_PATH, "Dana", false), pairs(&[(PATH, "CUS-2#stale-map")]));
}

#[test]
fn a_document_is_a_tree_of_sections() {
    let repo = organisation();
    let editor = Editor::new(repo.root());
    editor.open_with(
        PATH,
        "---\ntitle: X\nstatus: draft\n---\n\n# X\n\n## A\n\n### B\n\n## C\n",
    );
    let found = editor.ask(
        "textDocument/documentSymbol",
        json!({ "textDocument": { "uri": editor.uri(PATH) } }),
    );
    assert_eq!(found[0]["name"], "Front matter");
    assert_eq!(found[0]["children"][1]["name"], "status");
    assert_eq!(found[0]["children"][1]["detail"], "draft");
    assert_eq!(found[1]["name"], "X");
    assert_eq!(found[1]["children"][0]["name"], "A");
    assert_eq!(found[1]["children"][0]["children"][0]["name"], "B");
    assert_eq!(found[1]["children"][1]["name"], "C");
}

#[test]
fn a_client_without_trees_gets_a_list() {
    let repo = organisation();
    let editor = Editor::with(repo.root(), &json!({}));
    editor.open_with(PATH, "---\ntitle: X\n---\n\n# X\n\n## A\n");
    let found = editor.ask(
        "textDocument/documentSymbol",
        json!({ "textDocument": { "uri": editor.uri(PATH) } }),
    );
    let names: Vec<_> = found
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| it["name"].clone())
        .collect();
    assert_eq!(names, ["Front matter", "title", "X", "A"]);
    assert_eq!(found[3]["containerName"], "X");
}

#[test]
fn documents_are_found_by_id_and_title() {
    let repo = organisation();
    let editor = Editor::new(repo.root());
    editor.open(PATH);
    let named = |query: &str| {
        let found = editor.ask("workspace/symbol", json!({ "query": query }));
        let found = found.as_array().expect("symbols").clone();
        found
            .iter()
            .map(|it| it["name"].as_str().expect("a name").to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(named("met-7"), ["MET-7 Position age"]);
    assert_eq!(named("dispatch"), ["CUS-2 Dispatchers"]);
    assert_eq!(named("").len(), 4);
}

#[test]
fn ids_and_links_can_be_followed() {
    let repo = organisation();
    let editor = Editor::new(repo.root());
    let text = "---\ntitle: X\nmotivated_by: [MET-7]\n---\n\n## A\n\n[[CUS-2]], [a](../docent.yaml), [b](#a), https://x.example.\n";
    editor.open_with(PATH, text);
    let found = editor.ask(
        "textDocument/documentLink",
        json!({ "textDocument": { "uri": editor.uri(PATH) } }),
    );
    let found = found.as_array().expect("links");
    let link = |it: &Value| {
        (
            editor.under(PATH, &it["range"]),
            it["target"].as_str().expect("a target").to_owned(),
        )
    };
    assert_eq!(
        found.iter().map(link).collect::<Vec<_>>(),
        [
            ("MET-7".to_owned(), editor.uri(METRIC_PATH)),
            ("CUS-2".to_owned(), editor.uri(CUSTOMER_PATH)),
            ("../docent.yaml".to_owned(), editor.uri("docent.yaml")),
        ]
    );
    assert_eq!(found[0]["tooltip"], "Position age");
}

#[test]
fn titles_stand_behind_ids() {
    let repo = organisation();
    let editor = Editor::new(repo.root());
    editor.open(PATH);
    let hints = |start: u32, end: u32| {
        let range = json!({ "start": { "line": start, "character": 0 }, "end": { "line": end, "character": 0 } });
        let params = json!({ "textDocument": { "uri": editor.uri(PATH) }, "range": range });
        let found = editor
            .ask("textDocument/inlayHint", params)
            .as_array()
            .expect("hints")
            .clone();
        found
            .iter()
            .map(|it| it["label"].as_str().expect("a label").to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(hints(0, 99), ["Position age", "Dispatchers", "Position age"]);
    assert_eq!(hints(6, 99), ["Position age"], "within what is shown");
}

#[test]
fn sections_can_be_folded() {
    let repo = organisation();
    let editor = Editor::new(repo.root());
    editor.open_with(CUSTOMER_PATH, CUSTOMER);
    let found = editor.ask(
        "textDocument/foldingRange",
        json!({ "textDocument": { "uri": editor.uri(CUSTOMER_PATH) } }),
    );
    let line = |it: &Value| (it["startLine"].as_u64(), it["endLine"].as_u64());
    let found: Vec<_> = found.as_array().expect("ranges").iter().map(line).collect();
    assert_eq!(found, [(Some(0), Some(6)), (Some(8), Some(10)), (Some(12), Some(15))]);
}
