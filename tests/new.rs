//! `docent new`: what is written asks for nothing but what a person knows.

mod place;

use std::collections::{BTreeMap, HashSet};

use docent::definition::{Definition, FieldKind};
use docent::diagnostic::Diagnostic;
use place::{Place, document, found};

const TYPES: [&str; 10] = [
    "rewrite",
    "initiative",
    "incident",
    "decision",
    "metric",
    "customer",
    "vision",
    "team",
    "review",
    "page",
];

/// A repository with starters, so that there is something to refer to.
fn organisation() -> Place {
    let place = Place::of_ada();
    place.docent(["init"]).well();
    place
}

/// Id and path of a new document.
#[track_caller]
fn new(place: &Place, of_type: &str, title: &str) -> (String, String) {
    let ran = place.docent(["-q", "new", of_type, "--", title]).well();
    let (id, path) = ran.out.trim_end().split_once("  ").expect("an id and a path");
    (id.to_owned(), path.to_owned())
}

/// Every question of the definition: the prompts of its fields, of their keys, and of its sections.
fn questions(definition: &Definition) -> Vec<String> {
    let fields = definition.fields.iter().map(|field| field.prompt.clone());
    let sections = definition.sections.iter().map(|section| section.prompt.clone());
    fields.chain(sections).filter(|prompt| !prompt.is_empty()).collect()
}

/// What is said about a new document asks one of the definition's questions and nothing else.
#[track_caller]
fn only_asks(diagnostic: &Diagnostic, definition: &Definition) {
    let shown = || {
        format!(
            "{}: {}: {} {:?}",
            diagnostic.path, diagnostic.rule, diagnostic.message, diagnostic.help
        )
    };
    assert!(
        ["field-required", "section-empty"].contains(&diagnostic.rule),
        "{}",
        shown()
    );
    let said = diagnostic.help.join("\n");
    let asks = questions(definition)
        .iter()
        .any(|question| said.contains(question.trim()));
    assert!(asks, "it asks the definition's question: {}", shown());
}

#[test]
fn a_new_document_of_any_type_lacks_only_answers() {
    for (place, owner) in [(organisation(), Some("ada-lovelace")), (Place::new(), None)] {
        for of_type in TYPES {
            let (id, path) = new(&place, of_type, "Something new");
            let organisation = place.check("", None);
            let (document, definition) = document(&organisation, &path);
            assert_eq!(definition.type_name, of_type);
            assert_eq!(document.id.value, id);
            assert_eq!(document.title.value, "Something new");
            assert_eq!(document.owner(), owner, "{path}");
            let first = definition.lifecycle.first().map(|state| state.name.as_str());
            assert_eq!(organisation.corpus.state_name(document), first);
            for diagnostic in &organisation.checked.diagnostics {
                assert_eq!(diagnostic.path.as_str(), path, "{:?}", found(&organisation));
                only_asks(diagnostic, definition);
            }
            std::fs::remove_file(place.path().join(&path)).expect("it was there");
        }
    }
}

#[test]
fn every_section_that_is_needed_by_the_gate_is_asked_for() {
    let place = organisation();
    let (_, path) = new(&place, "rewrite", "Orders");
    let organisation = place.check("", None);
    // All but the outcome, and the success criteria only until the field `success` is filled in.
    assert_eq!(
        found(&organisation)
            .iter()
            .filter(|it| it.contains("section-empty"))
            .count(),
        15,
        "{path}: {:?}",
        found(&organisation)
    );
}

/// The lines of each key in the front matter, without comments, by key.
fn fields(text: &str) -> BTreeMap<String, String> {
    let (front, _) = text[4..].split_once("\n---\n").expect("front matter");
    let mut fields = BTreeMap::<String, String>::new();
    let mut key = String::new();
    for line in front.lines().filter(|line| !line.trim_start().starts_with('#')) {
        if !line.starts_with(' ') {
            key = line.split(':').next().unwrap_or_default().to_owned();
        }
        fields.entry(key.clone()).or_default().push_str(&format!("{line}\n"));
    }
    fields
}

/// The text of each section, by heading.
fn sections(text: &str) -> BTreeMap<String, String> {
    let parts = text.split("\n## ").skip(1);
    let section = |part: &str| {
        let (heading, answer) = part.split_once('\n').unwrap_or((part, ""));
        (heading.to_owned(), answer.trim().to_owned())
    };
    parts.map(section).collect()
}

/// A new document with every question answered: fields and sections from a document that answers them.
fn answered(scaffold: &str, answers: &str) -> String {
    let given = fields(answers);
    let mut text = String::from("---\n");
    for (key, lines) in fields(scaffold) {
        let value = lines
            .split_once(':')
            .map(|(_, value)| value.split(" #").next().unwrap_or_default());
        let is_open = value.is_none_or(|value| value.trim().is_empty());
        let answer = given.get(&key).filter(|_| is_open);
        assert!(!is_open || answer.is_some(), "the starter does not answer `{key}`");
        text.push_str(answer.unwrap_or(&lines));
    }
    text.push_str("---\n");
    let given = sections(answers);
    for heading in sections(scaffold).into_keys() {
        let answer = given
            .get(&heading)
            .unwrap_or_else(|| panic!("the starter does not answer `{heading}`"));
        text.push_str(&format!("\n## {heading}\n\n{answer}\n"));
    }
    text
}

const REVIEW: &str = "---\ntitle: x\ndate: 2026-03-13\n---\n\n## What we measured\n\nMET-1 rose to 46 hours.\n\n\
                      ## What changed for customers\n\nNothing yet; engineers told us so in the survey.\n\n\
                      ## Decisions\n\nWe go on with INI-1.\n";

#[test]
fn a_document_whose_questions_are_answered_passes() {
    let starters = [
        (
            "rewrite",
            "rewrites/0001-a-pipeline-instead-of-the-deployment-scripts.md",
            "proposed",
        ),
        (
            "initiative",
            "initiatives/0001-review-changes-within-a-day.md",
            "planned",
        ),
        ("incident", "incidents/2026-03-02-sign-in-failed.md", "in-review"),
        ("decision", "decisions/0001-keep-our-documents-in-git.md", "proposed"),
        ("metric", "metrics/0001-change-lead-time.md", "active"),
        ("customer", "customers/0001-our-engineers.md", "active"),
        ("vision", "vision/0001-what-we-want-to-be-good-at.md", "current"),
        ("team", "teams/first-team.md", "active"),
        ("review", "", "final"),
        ("page", "pages/index.md", "draft"),
    ];
    for (of_type, starter, gate) in starters {
        let place = organisation();
        let (_, path) = new(&place, of_type, "Something new");
        // The short form of an incident review leaves three sections out that the long one has.
        let long = "\n## Detection\n\nA colleague wrote in the support channel that sign-in failed.\n\n## Response\n\nWe \
                    compared the log with the list of steps, which took eleven minutes.\n\n## What went well\n\nThe log \
                    was complete.\n";
        let answers = match of_type {
            "review" => REVIEW.to_owned(),
            "incident" => place.read(starter).replace("sev3", "sev1") + long,
            _ => place.read(starter),
        };
        place.write(&path, &answered(&place.read(&path), &answers));
        for state in [None, Some(gate)] {
            let organisation = place.check("", state);
            let (document, definition) = document(&organisation, &path);
            assert_eq!(definition.type_name, of_type);
            let about_it: Vec<_> = organisation
                .checked
                .diagnostics
                .iter()
                .filter(|it| it.path == *document.path())
                // A sev1 review is advised to have a section that `new` does not write.
                .filter(|it| !it.message.contains("Customer communication"))
                .map(|it| format!("{}: {}", it.rule, it.message))
                .collect();
            assert_eq!(about_it, [""; 0], "{of_type} as {state:?}:\n{}", place.read(&path));
        }
    }
}

/// Removes the `# ` in front of the lines of an example, and moves one behind a key to be its value.
fn with_examples(text: &str, definition: &Definition) -> String {
    let is_field = |line: &str| {
        definition
            .fields
            .iter()
            .any(|field| line.starts_with(&format!("{}: #", field.name)))
    };
    let lines = text.lines().map(|line| {
        if is_field(line) {
            line.replacen(": # ", ": ", 1)
        } else if line.starts_with("#   ") {
            line[2..].to_owned()
        } else {
            line.to_owned()
        }
    });
    lines.map(|line| line + "\n").collect()
}

#[test]
fn the_examples_behind_the_keys_are_values_of_their_kind() {
    let place = organisation();
    for of_type in TYPES {
        let (_, path) = new(&place, of_type, "Something new");
        let before = place.check("", None);
        let (_, definition) = document(&before, &path);
        place.write(&path, &with_examples(&place.read(&path), definition));
        let after = place.check("", None);
        let (document, _) = document(&after, &path);
        assert_eq!(document.parsed.problems, [], "{}", place.read(&path));
        for field in document.fields.iter() {
            let kind = definition.field(&field.key.value).map(|field| &field.kind);
            // Behind a word of a few there are all the words to choose from.
            if matches!(kind, Some(FieldKind::OneOf { .. })) {
                continue;
            }
            let value = &field.value.value;
            assert_ne!(*value, docent::model::Value::Invalid, "{}: {}", path, field.key.value);
        }
        std::fs::remove_file(place.path().join(&path)).expect("it was there");
    }
}

#[test]
fn any_title_gives_a_safe_name_and_is_read_as_it_was_given() {
    let long = "a long title that goes on ".repeat(12);
    let ideographs = "影響".repeat(150);
    let titles = [
        "Orders: \"fast\" & it's <cheap>",
        "🚀 🔥",
        "one\ntwo\r\n\tthree",
        long.trim_end(),
        &ideographs,
        "Größe über alles",
        "Ćma, żółw и др.",
        "مراجعة الحادث",
        "Template engine",
        "Index",
        "README",
        "CON",
        "com1",
        "12 monkeys",
        "01 02 report",
        "2026-03-14 retreat",
        "Team 7",
        "RW-12",
        "../../etc/passwd",
        "--- x",
        "# x",
        "@ada",
        "null",
        "yes",
        "{{ x }} %d $HOME `rm`",
        "-x",
        "end:",
        "a\\b",
        "bell\u{7}\u{1b}[31m",
        "-->",
    ];
    for of_type in ["rewrite", "incident", "team", "page"] {
        let place = Place::of_ada();
        let mut written = Vec::new();
        // Where the words are the id, the same title again has to give another.
        let times = if of_type == "team" { 2 } else { 1 };
        for title in titles {
            for _ in 0..times {
                let (id, path) = new(&place, of_type, title);
                let name = path.rsplit('/').next().expect("a name");
                let stem = name.strip_suffix(".md").expect("Markdown");
                assert!(name.len() <= 120, "{name}");
                assert!(stem.chars().all(|c| c.is_alphanumeric() || c == '-'), "{name}");
                assert!(!stem.starts_with('-') && !stem.ends_with('-'), "{name}");
                assert!(!["con", "com1"].contains(&stem), "{name} is a device");
                written.push((title, id, path));
            }
        }
        let organisation = place.check("", None);
        let mut ids = HashSet::new();
        for (title, id, path) in &written {
            assert!(ids.insert(id.to_lowercase()), "{id} is given twice");
            let (document, definition) = document(&organisation, path);
            let visible = |c: char| if c.is_control() { ' ' } else { c };
            let words = title.chars().map(visible).collect::<String>();
            let expected = words.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(document.title.value, expected);
            assert_eq!(definition.type_name, of_type, "{path}");
            assert_eq!(document.id.value, *id, "{path}");
        }
        for diagnostic in &organisation.checked.diagnostics {
            let (_, definition) = document(&organisation, diagnostic.path.as_str());
            only_asks(diagnostic, definition);
        }
    }
}

#[test]
fn names_are_cut_where_a_word_ends() {
    let place = Place::new();
    let (_, path) = new(&place, "decision", &"twelve words of some length ".repeat(10));
    assert_eq!(
        path,
        "decisions/0001-twelve-words-of-some-length-twelve-words-of-some-length-twelve-words-of-some.md"
    );
}

#[test]
fn numbers_go_on_and_a_second_of_the_day_gets_a_letter() {
    let place = Place::of_ada();
    place.write("decisions/0041-late.md", "---\ntitle: Late\nstatus: proposed\n---\n");
    place.write("decisions/adr-7.md", "---\ntitle: Early\nstatus: proposed\n---\n");
    assert_eq!(new(&place, "decision", "Next").0, "ADR-42");
    assert_eq!(
        new(&place, "adr", "Next"),
        ("ADR-43".into(), "decisions/0043-next.md".into())
    );
    let incident = |title| new(&place, "incident", title);
    assert_eq!(
        incident("Outage"),
        ("INC-2026-03-14".into(), "incidents/2026-03-14-outage.md".into())
    );
    assert_eq!(
        incident("Outage"),
        ("INC-2026-03-14-b".into(), "incidents/2026-03-14-outage-2.md".into())
    );
    assert_eq!(
        incident("Another"),
        ("INC-2026-03-14-c".into(), "incidents/2026-03-14-another.md".into())
    );
    place.write("teams/Platform.md", "---\ntitle: Platform\nstatus: active\n---\n");
    assert_eq!(
        new(&place, "team", "Platform"),
        ("TEAM-platform-2".into(), "teams/platform-2.md".into())
    );
}

#[test]
fn a_file_that_docent_does_not_read_is_not_written_over() {
    let place = Place::new();
    place.write(".ignore-me/x", "");
    place.git(["init", "-q"]).well();
    place.write(".gitignore", "decisions/0001-secret.md\n");
    place.write("decisions/0001-secret.md", "mine");
    assert_eq!(new(&place, "decision", "Secret").1, "decisions/0001-secret-2.md");
    assert_eq!(place.read("decisions/0001-secret.md"), "mine");
}

#[test]
fn types_of_the_organisation_are_written_by_their_definition() {
    let place = Place::of_ada();
    place.write(
        "types/experiment.yaml",
        "type: experiment\nname: Experiment\nprefix: EXP\nfolder: lab/experiments\npurpose: Try it.\n\
         lifecycle: { states: [idea, run], gate: run }\n\
         fields:\n  why: { kind: text, required: gate, prompt: \"Why?\\n---\\nAnd: why -- not #other?\", example: \"a: b\" }\n\
         \x20 when: { kind: date, required: gate }\n\
         sections:\n  - { heading: Result, required: gate, prompt: \"What --> came -- of it?\\n\\n## Not a heading\" }\n",
    );
    let (id, path) = new(&place, "experiment", "Cold fusion");
    assert_eq!(
        (id.as_str(), path.as_str()),
        ("EXP-1", "lab/experiments/0001-cold-fusion.md")
    );
    assert_eq!(
        place.read(&path),
        "---\ntitle: Cold fusion\nstatus: idea\n# Why?\n# ---\n# And: why -- not #other?\nwhy: # a: b\nwhen: # 2026-03-14\n\
         owner: ada-lovelace\n# There may also be: summary, team, tags, related, raci, aliases (docent explain \
         experiment)\n---\n\n## Result\n\n<!-- What —> came — of it?\n\n## Not a heading -->\n"
    );
    let organisation = place.check("", None);
    assert!(
        found(&organisation)
            .iter()
            .all(|it| it.contains("field-required") || it.contains("section-empty")),
        "{:?}",
        found(&organisation)
    );
}

#[test]
fn a_title_without_a_word_and_an_unknown_type_are_refused() {
    let place = Place::new();
    for title in ["", "  \n ", "\u{7}"] {
        let ran = place.docent(["new", "decision", title]);
        assert_eq!((ran.code, ran.err.lines().count()), (2, 1), "{}", ran.err);
        assert!(ran.err.contains("the title is empty"), "{}", ran.err);
    }
    let ran = place.docent(["new", "descision", "x"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("did you mean `decision`?"), "{}", ran.err);
    assert_eq!(place.files(), [""; 0]);
}

#[test]
fn what_cannot_be_written_leaves_nothing() {
    let place = Place::new();
    place.write("lab", "a file");
    place.write(
        "types/x.yaml",
        "type: x\nname: X\nprefix: XX\nfolder: lab/x\npurpose: x\n",
    );
    let ran = place.docent(["new", "x", "y"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.starts_with("error: cannot create the folder `lab/x`\n"),
        "{}",
        ran.err
    );
    assert_eq!(place.files(), ["lab", "types/x.yaml"]);
}
