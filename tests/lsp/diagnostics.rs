//! What is wrong, while somebody types.

use serde_json::json;

use super::support::editor::{Editor, abilities, framed, rules};
use super::support::repo::Repo;
use super::{CUSTOMER, PATH, STREAM, organisation};

#[test]
fn what_check_says_is_said_while_typing() {
    let repo = organisation();
    let editor = Editor::new(repo.root());
    editor.open(PATH);
    let before = editor.rules(PATH);
    assert!(!before.contains(&"reference-unknown".to_owned()), "{before:?}");
    let version = editor.replace(PATH, "[MET-7,", "[MET-9,");
    let after = editor.diagnostics_of(PATH, version);
    let wrong = after.iter().find(|it| it["code"] == "reference-unknown");
    let wrong = wrong.expect("a diagnostic");
    assert_eq!(editor.under(PATH, &wrong["range"]), "MET-9");
    assert_eq!(wrong["severity"], 1);
    assert_eq!(wrong["source"], "docent");
    assert_eq!(
        wrong["codeDescription"]["href"],
        "https://docs.example/rules/reference-unknown.html"
    );
    let message = wrong["message"].as_str().expect("a message");
    assert!(
        message.starts_with("`motivated_by` names `MET-9`, which does not exist\nhelp: "),
        "{message}"
    );
    let version = editor.replace(PATH, "[MET-9,", "[MET-7,");
    assert_eq!(rules(&json!(editor.diagnostics_of(PATH, version))), before);
}

#[test]
fn a_rule_without_a_site_has_no_address() {
    let repo = Repo::without_git()
        .write(PATH, "---\ntitle: X\n---\n")
        .write("docent.yaml", "title: X\n");
    let editor = Editor::new(repo.root());
    editor.open(PATH);
    let found = editor.diagnostics(PATH);
    assert!(found["diagnostics"][0]["code"].is_string(), "{found}");
    assert!(found["diagnostics"][0]["codeDescription"].is_null());
}

#[test]
fn what_an_edit_breaks_elsewhere_is_shown_there_until_it_is_mended() {
    let repo = organisation();
    let editor = Editor::new(repo.root());
    let customer = "customers/0002-dispatchers.md";
    editor.open(customer);
    editor.replace(customer, "{#stale-map}", "{#late-map}");
    let broken = editor.diagnostics(PATH);
    assert_eq!(
        rules(&broken["diagnostics"]),
        ["anchor-missing"],
        "and nothing that was known before"
    );
    assert!(broken["version"].is_null(), "nobody has it open");
    editor.replace(customer, "{#late-map}", "{#stale-map}");
    assert_eq!(editor.rules(PATH), [""; 0]);
    editor.replace(customer, "{#stale-map}", "{#late-map}");
    assert_eq!(editor.rules(PATH), ["anchor-missing"]);
    editor.close(customer);
    assert_eq!(editor.rules(PATH), [""; 0], "what was not saved has never been");
}

#[test]
fn a_document_without_mistakes_is_told_to_have_none() {
    let repo = organisation();
    let editor = Editor::new(repo.root());
    editor.open_with("pages/welcome.md", "# Welcome\n\nRead MET-7 first.\n");
    assert_eq!(editor.rules("pages/welcome.md"), [""; 0]);
}

#[test]
fn the_other_document_is_named_where_two_share_an_id() {
    let repo = organisation();
    let editor = Editor::new(repo.root());
    let other = "rewrites/0012-twin.md";
    editor.open_with(other, STREAM);
    let found = editor.diagnostics(other);
    let diagnostics = found["diagnostics"].as_array().expect("diagnostics");
    let shared = diagnostics
        .iter()
        .find(|it| it["code"] == "id-duplicate")
        .expect("a diagnostic");
    assert_eq!(shared["relatedInformation"][0]["location"]["uri"], editor.uri(PATH));
    assert!(!repo.root().join(other).exists(), "an unsaved text is written nowhere");
}

#[test]
fn settings_are_checked_as_well() {
    let repo = organisation().write("types/rewrite.yaml", "extends: rewrite\nfields:\n  budget: text\n");
    let editor = Editor::new(repo.root());
    editor.open("docent.yaml");
    assert_eq!(editor.rules("docent.yaml"), [""; 0]);
    let version = editor.replace("docent.yaml", "title:", "titel:");
    let found = editor.diagnostics_of("docent.yaml", version);
    assert_eq!(rules(&json!(found)), ["config-key"]);
    editor.open("types/rewrite.yaml");
    assert_eq!(editor.rules("types/rewrite.yaml"), [""; 0]);
    editor.replace("types/rewrite.yaml", "text", "texd");
    assert_eq!(editor.rules("types/rewrite.yaml"), ["definition-value"]);
}

#[test]
fn a_new_definition_counts_at_once() {
    let repo = organisation().write("types/rewrite.yaml", "extends: rewrite\n");
    let editor = Editor::new(repo.root());
    editor.open(PATH);
    assert!(!editor.rules(PATH).contains(&"field-unknown".to_owned()));
    let version = editor.replace(PATH, "owner: ada\n", "owner: ada\nbudget: 3\n");
    let unknown = editor.diagnostics_of(PATH, version);
    assert!(rules(&json!(unknown)).contains(&"field-unknown".to_owned()));
    editor.open("types/rewrite.yaml");
    editor.replace(
        "types/rewrite.yaml",
        "extends: rewrite\n",
        "extends: rewrite\nfields: { budget: text }\n",
    );
    // The first is the answer to opening the definition, which changed nothing.
    let known = editor.diagnostics_of(PATH, version);
    assert!(!rules(&json!(known)).contains(&"field-unknown".to_owned()), "{known:?}");
}

#[test]
fn positions_are_right_with_emoji_and_kanji() {
    let text = "---\ntitle: A stream\nstatus: draft\n---\n\n## Summary\n\n🚀🚀 日本語 see MET-9 and 👩‍👩‍👧 [[MET-8]].\n";
    for (offered, agreed) in [
        (json!(["utf-16"]), "utf-16"),
        (json!(["utf-32", "utf-8", "utf-16"]), "utf-8"),
    ] {
        let repo = organisation();
        let mut can = abilities();
        can["general"]["positionEncodings"] = offered;
        let editor = Editor::with(repo.root(), &can);
        assert_eq!(editor.server["capabilities"]["positionEncoding"], agreed);
        editor.open_with(PATH, text);
        let found = editor.diagnostics(PATH);
        let found = found["diagnostics"].as_array().expect("diagnostics");
        let unknown = found.iter().filter(|it| it["code"] == "reference-unknown");
        let under: Vec<_> = unknown.map(|it| editor.under(PATH, &it["range"])).collect();
        assert_eq!(under, ["MET-9", "MET-8"], "{agreed}");
        let version = editor.replace(PATH, "日本語 see MET-9", "語 see MET-7");
        let found = editor.diagnostics_of(PATH, version);
        let unknown = found.iter().filter(|it| it["code"] == "reference-unknown");
        let under: Vec<_> = unknown.map(|it| editor.under(PATH, &it["range"])).collect();
        assert_eq!(under, ["MET-8"], "{agreed}");
    }
}

#[test]
fn a_client_that_says_nothing_of_encodings_counts_in_utf_16() {
    let repo = organisation();
    let editor = Editor::with(repo.root(), &json!({}));
    assert_eq!(editor.server["capabilities"]["positionEncoding"], "utf-16");
}

#[test]
fn of_a_burst_of_keystrokes_the_last_is_checked() {
    let repo = organisation();
    let editor = Editor::new(repo.root());
    editor.open(PATH);
    editor.diagnostics(PATH);
    let end = STREAM.trim_end().len();
    let mut burst = String::new();
    for (typed, letter) in " as MET-9 says".chars().enumerate() {
        let position = editor.position(&format!("{}{}", &STREAM[..end], "x".repeat(typed)), end + typed);
        let change = json!({
            "jsonrpc": "2.0",
            "method": "textDocument/didChange",
            "params": {
                "textDocument": { "uri": editor.uri(PATH), "version": typed + 2 },
                "contentChanges": [{ "range": { "start": position, "end": position }, "text": letter.to_string() }],
            },
        });
        burst.push_str(&framed(&change.to_string()));
    }
    editor.raw(burst.as_bytes());
    let found = editor.diagnostics_of(PATH, 15);
    assert!(rules(&json!(found)).contains(&"reference-unknown".to_owned()));
}

#[test]
fn a_whole_text_may_be_sent_instead_of_a_change() {
    let repo = organisation();
    let editor = Editor::new(repo.root());
    editor.open("customers/0002-dispatchers.md");
    editor.diagnostics("customers/0002-dispatchers.md");
    editor.notify(
        "textDocument/didChange",
        json!({
            "textDocument": { "uri": editor.uri("customers/0002-dispatchers.md"), "version": 2 },
            "contentChanges": [{ "text": CUSTOMER.replace("owner: bob", "owner: nobody") }],
        }),
    );
    let found = editor.diagnostics_of("customers/0002-dispatchers.md", 2);
    assert!(rules(&json!(found)).contains(&"person-unknown".to_owned()), "{found:?}");
}

#[test]
fn whoever_asks_for_diagnostics_gets_them() {
    let repo = organisation();
    let editor = Editor::new(repo.root());
    editor.open(PATH);
    let pushed = editor.diagnostics(PATH);
    let pulled = editor.ask(
        "textDocument/diagnostic",
        json!({ "textDocument": { "uri": editor.uri(PATH) } }),
    );
    assert_eq!(pulled["kind"], "full");
    assert_eq!(pulled["items"], pushed["diagnostics"]);
}
