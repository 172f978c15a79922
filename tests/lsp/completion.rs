//! What can be written at a place. The `|` in a text is the cursor.

use serde_json::{Value, json};

use super::support::editor::{Editor, TODAY, abilities};
use super::{PATH, STREAM, organisation};

/// The proposal with its front matter in part replaced.
fn front(line: &str, with: &str) -> String {
    assert!(STREAM.contains(line), "{line}");
    STREAM.replace(line, with)
}

/// The proposal with something after its last line.
fn body(text: &str) -> String {
    format!("{STREAM}\n{text}")
}

fn labels(text: &str) -> Vec<String> {
    let repo = organisation();
    Editor::new(repo.root()).labels(PATH, text)
}

fn completed(text: &str, label: &str) -> String {
    let repo = organisation();
    Editor::new(repo.root()).completed(PATH, text, label)
}

fn items(text: &str) -> Vec<Value> {
    let repo = organisation();
    Editor::new(repo.root()).completions(PATH, text)
}

#[test]
fn ids_come_with_their_titles_and_are_of_the_types_that_may_be_named() {
    let text = front("[MET-7, CUS-2#stale-map]", "[|]");
    let found = items(&text);
    let of = |item: &Value| (item["label"].clone(), item["detail"].clone());
    assert_eq!(
        found.iter().map(of).collect::<Vec<_>>(),
        [
            (json!("CUS-2"), json!("Dispatchers")),
            (json!("MET-7"), json!("Position age"))
        ],
        "a team is no reason for a rewrite"
    );
    let told = found[0]["documentation"]["value"].as_str().expect("a text");
    assert!(told.contains("They decide in seconds."), "{told}");
    assert!(completed(&text, "MET-7").contains("motivated_by: [MET-7]"));
    assert_eq!(labels(&front("[MET-7,", "[MET-|,")), ["MET-7"]);
    assert_eq!(
        labels(&front("[MET-7,", "[disp|,")),
        ["CUS-2"],
        "titles are found as well"
    );
}

#[test]
fn half_written_yaml_is_no_hindrance() {
    let text = "---\ntitle: A stream\nstatus: draft\nmotivated_by: [MET-7, CUS|";
    assert_eq!(labels(text), ["CUS-2"]);
    assert_eq!(labels("---\nmotivated_by:\n  - |\n---\n"), ["CUS-2", "MET-7"]);
    assert_eq!(labels("---\nsuccess:\n  - metric: |\n---\n"), ["MET-7"]);
    assert_eq!(labels("---\nsuccess:\n  - {metric: MET-7, ta|\n---\n"), ["target"]);
}

#[test]
fn behind_the_number_sign_stand_the_places_of_the_document() {
    let text = front("CUS-2#stale-map", "CUS-2#|");
    let found = labels(&text);
    assert_eq!(
        found[..2],
        ["CUS-2#stale-map", "CUS-2#slow-monday"],
        "pain points before headings"
    );
    assert!(completed(&text, "CUS-2#slow-monday").contains("[MET-7, CUS-2#slow-monday]"));
}

#[test]
fn fields_that_are_required_come_first_with_their_prompts() {
    let text = front("owner: ada\n", "owner: ada\n|\n");
    let found = items(&text);
    assert_eq!(found[0]["label"], "system");
    assert_eq!(found[0]["detail"], "required");
    let prompt = found[0]["documentation"]["value"].as_str().expect("a prompt");
    assert!(prompt.contains("What would be replaced?"), "{prompt}");
    let names: Vec<_> = found.iter().map(|it| it["label"].as_str().expect("a label")).collect();
    assert!(!names.contains(&"owner"), "it is there already");
    assert!(names.contains(&"tags"));
    assert!(completed(&text, "system").contains("owner: ada\nsystem: $0\nmotivated_by"));
    assert!(completed(&text, "approvers").contains("\napprovers: [$0]\n"));
}

#[test]
fn a_client_without_snippets_gets_plain_text() {
    let repo = organisation();
    let mut can = abilities();
    can["textDocument"]["completion"]["completionItem"]["snippetSupport"] = json!(false);
    let editor = Editor::with(repo.root(), &can);
    let text = front("owner: ada\n", "owner: ada\n|\n");
    assert!(
        editor
            .completed(PATH, &text, "system")
            .contains("owner: ada\nsystem: \nmotivated_by")
    );
    let heading = editor.completed(PATH, &body("## Roll|"), "## Rollback");
    assert!(heading.ends_with("\n\n## Rollback"), "{heading}");
}

#[test]
fn keys_of_a_mapping_are_its_own() {
    let text = front("owner: ada\n", "owner: ada\noutcome:\n  result: partly\n  |\n");
    assert_eq!(labels(&text), ["note"]);
    let text = front("owner: ada\n", "owner: ada\nsuccess:\n  - |\n");
    assert_eq!(labels(&text), ["metric", "baseline", "target", "by"]);
    let text = front("owner: ada\n", "owner: ada\nraci: { accountable: ada, | }\n");
    assert_eq!(labels(&text), ["responsible", "consulted", "informed"]);
}

#[test]
fn states_that_come_next_come_first() {
    let found = labels(&front("status: draft", "status: |"));
    assert_eq!(found[0], "proposed");
    assert_eq!(found.len(), 9);
    assert!(completed(&front("status: draft", "status: |draft"), "proposed").contains("status: proposed\n"));
    assert!(
        completed(&front("status: draft", "status:|"), "proposed").contains("status: proposed\n"),
        "with the space that is missing"
    );
}

#[test]
fn words_people_teams_tags_and_days_are_known() {
    assert_eq!(
        labels(&front("owner: ada", "outcome:\n  result: |")),
        ["achieved", "partly", "missed"]
    );
    assert_eq!(labels(&front("owner: ada", "owner: |")), ["ada", "bob"]);
    assert_eq!(labels(&front("owner: ada", "owner: love|")), ["ada"], "by name");
    assert_eq!(labels(&front("owner: ada", "team: |")), ["TEAM-platform"]);
    assert_eq!(
        labels(&front("owner: ada", "tags: [|]")),
        ["tracking", "monday"],
        "the most used first"
    );
    assert_eq!(labels(&front("owner: ada", "decided_on: |"))[0], TODAY);
    assert_eq!(labels(&front("owner: ada", "type: rew|")), ["rewrite", "review"]);
    assert_eq!(labels(&front("owner: ada", "id: |")), ["RW-13"]);
}

#[test]
fn booleans_and_data_files_are_known() {
    let repo = organisation()
        .write(
            "types/note.yaml",
            "type: note\nname: Note\nprefix: NOTE\nfolder: notes\nfields: { urgent: boolean }\n",
        )
        .write("metrics/0007-position-age.csv", "on,value\n2026-01-01,3\n");
    let editor = Editor::new(repo.root());
    assert_eq!(
        editor.labels("notes/0001-a.md", "---\nurgent: |\n---\n"),
        ["true", "false"]
    );
    assert_eq!(
        editor.labels("metrics/0007-position-age.md", "---\ndata: |\n---\n"),
        ["0007-position-age.csv"]
    );
}

#[test]
fn headings_that_are_missing_come_with_their_prompts() {
    let found = items(&body("## |"));
    assert!(
        !found.iter().any(|it| it["label"] == "## Summary"),
        "it is there already"
    );
    assert_eq!(found[0]["label"], "## Business motivation");
    let told = found[0]["documentation"]["value"].as_str().expect("a text");
    assert!(
        told.contains("Which goal of the company") || told.contains('?'),
        "{told}"
    );
    let written = completed(&body("## Roll|"), "## Rollback");
    assert!(written.contains("\n## Rollback\n\n<!-- "), "{written}");
    assert!(written.ends_with(" -->\n\n$0"), "{written}");
    assert!(
        labels(&body("|")).contains(&"## Rollback".to_owned()),
        "on an empty line, when asked"
    );
}

#[test]
fn ids_are_completed_in_running_text() {
    assert_eq!(labels(&body("This follows from MET-|")), ["MET-7"]);
    assert_eq!(labels(&body("This follows from ME|")), ["MET-7"]);
    assert_eq!(labels(&body("This follows from CUS-2#slow|")), ["CUS-2#slow-monday"]);
    assert!(completed(&body("see MET-| and more"), "MET-7").ends_with("see MET-7 and more"));
    assert_eq!(labels(&body("Not `MET-|`")), [""; 0], "code is no reference");
    assert_eq!(labels(&body("```\nMET-|\n```\n")), [""; 0]);
    assert_eq!(labels(&body("UTF-|")), [""; 0]);
}

#[test]
fn wiki_links_are_closed() {
    assert_eq!(labels(&body("[[|")).len(), 3);
    assert!(completed(&body("see [[MET|"), "MET-7").ends_with("see [[MET-7]]"));
    assert!(completed(&body("see [[MET|]] there"), "MET-7").ends_with("see [[MET-7]] there"));
    assert!(
        completed(&body("see [[position|"), "MET-7").ends_with("see [[MET-7]]"),
        "by title"
    );
}

#[test]
fn links_lead_to_documents_files_and_places() {
    let repo = organisation().write("rewrites/images/a map.svg", "<svg/>");
    let editor = Editor::new(repo.root());
    let found = editor.labels(PATH, &body("[x](|"));
    assert!(
        found.contains(&"../metrics/0007-position-age.md".to_owned()),
        "{found:?}"
    );
    assert!(found.contains(&"images/a%20map.svg".to_owned()), "{found:?}");
    let written = editor.completed(PATH, &body("[x](../met|)."), "../metrics/0007-position-age.md");
    assert!(written.ends_with("[x](../metrics/0007-position-age.md)."), "{written}");
    let anchors = editor.labels(PATH, &body("[x](../customers/0002-dispatchers.md#|)"));
    assert_eq!(anchors, ["stale-map", "slow-monday", "who", "pain-points"]);
    assert_eq!(
        editor.labels(PATH, &body("[x](#|)")),
        ["summary"],
        "in the document itself"
    );
}

#[test]
fn people_are_completed_behind_the_at_sign() {
    assert_eq!(labels(&body("- [ ] Ring them, @|")), ["@ada", "@bob"]);
    assert!(completed(&body("- [ ] Ring them, @a|"), "@ada").ends_with("Ring them, @ada"));
    assert_eq!(labels(&body("ada@|")), [""; 0], "an address is none");
}

#[test]
fn more_than_can_be_read_is_cut_and_asked_for_again() {
    let mut repo = organisation();
    for number in 100..400 {
        repo = repo.write(
            &format!("metrics/{number:04}-m.md"),
            format!("---\ntitle: Metric {number}\n---\n"),
        );
    }
    let editor = Editor::new(repo.root());
    let text = front("[MET-7,", "[MET-,");
    editor.open_with(PATH, &text);
    let at = editor.behind(PATH, "[MET-");
    let found = editor.ask("textDocument/completion", at);
    assert_eq!(found["isIncomplete"], true);
    assert_eq!(found["items"].as_array().map(Vec::len), Some(200));
    assert_eq!(editor.labels(PATH, &front("[MET-7,", "[MET-399|,")), ["MET-399"]);
}

#[test]
fn settings_and_definitions_are_completed_as_well() {
    let repo = organisation().write("types/rewrite.yaml", "extends: rewrite\n");
    let editor = Editor::new(repo.root());
    assert_eq!(editor.labels("docent.yaml", "title: X\nlang|\n"), ["language"]);
    assert_eq!(
        editor.labels("docent.yaml", "rules:\n  section-sh|\n"),
        ["section-short"]
    );
    assert_eq!(
        editor.labels("docent.yaml", "rules:\n  section-short: |\n"),
        ["allow", "warn", "deny"]
    );
    assert_eq!(editor.completed("docent.yaml", "che|", "check"), "check: ");
    let types = "types/rewrite.yaml";
    assert_eq!(editor.labels(types, "extends: metr|\n"), ["metric"]);
    assert_eq!(editor.labels(types, "extends: rewrite\nlifecy|\n"), ["lifecycle"]);
    assert_eq!(
        editor.labels(types, "extends: rewrite\nfields:\n  x: { kind: bool| }\n"),
        ["boolean"]
    );
    assert_eq!(
        editor.labels(types, "extends: rewrite\nfields:\n  x:\n    required: prop|\n"),
        ["proposed"]
    );
    assert_eq!(
        editor.labels(types, "extends: rewrite\nsections:\n  - head|\n"),
        ["heading"]
    );
    assert_eq!(editor.labels("people.yaml", "ada:\n  team: |\n"), ["TEAM-platform"]);
}
