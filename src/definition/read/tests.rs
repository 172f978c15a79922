//! What definitions may say, and what is said about those that say something else.

use super::*;
use crate::definition::{DemandKind, FieldKind, Requirement, When};
use crate::span::LineIndex;

/// A type with little in it, to be changed by what follows.
const NOTE: &str = "type: note\nname: Note\nprefix: NOTE\nfolder: notes\n";

fn read_texts(texts: &[&str]) -> (Definitions, Vec<Diagnostic>) {
    let path = |index: usize| shared_path(format!("types/{}.yaml", char::from(b'a' + index as u8)));
    let files: Vec<_> = texts
        .iter()
        .enumerate()
        .map(|(index, text)| (path(index), Arc::from(*text)))
        .collect();
    read(&files)
}

/// Diagnostics of the organisation's files: `rule at line: message`, with the file where there are several.
fn check_all(texts: &[&str]) -> Vec<String> {
    let (_, problems) = read_texts(texts);
    let describe = |it: &Diagnostic| {
        let index = usize::from(it.path.as_str().as_bytes()[6] - b'a');
        let line = LineIndex::new(texts[index]).line(it.span.start);
        let file = if texts.len() > 1 {
            format!(" of {}", it.path.file_name().unwrap_or_default())
        } else {
            String::new()
        };
        assert!(!it.help.is_empty(), "no help: {}", it.message);
        format!("{} at {line}{file}: {}", it.rule, it.message)
    };
    problems.iter().map(describe).collect()
}

fn check(text: &str) -> Vec<String> {
    check_all(&[text])
}

/// Diagnostics of the lines that follow [`NOTE`], counted from its end.
fn check_note(rest: &str) -> Vec<String> {
    let found = check(&format!("{NOTE}{rest}"));
    let after_note = |line: String| {
        let (before, message) = line.split_once(": ").expect("a message");
        let (rule, at) = before.split_once(" at ").expect("a line");
        format!(
            "{rule} at {}: {message}",
            at.parse::<usize>().expect("a number") - NOTE.lines().count()
        )
    };
    found.into_iter().map(after_note).collect()
}

fn help(text: &str) -> Vec<String> {
    read_texts(&[text]).1.into_iter().flat_map(|it| it.help).collect()
}

/// The type of that name once the organisation's files, which must be in order, are applied.
fn definition(type_name: &str, texts: &[&str]) -> Definition {
    let (definitions, problems) = read_texts(texts);
    assert_eq!(problems, []);
    let index = definitions.find(type_name).expect("the type");
    definitions.get(index).clone()
}

fn headings(definition: &Definition) -> String {
    let headings: Vec<_> = definition.sections.iter().map(|it| it.heading.as_str()).collect();
    headings.join(", ")
}

fn names(fields: &[FieldDefinition]) -> String {
    fields.iter().map(|it| it.name.as_str()).collect::<Vec<_>>().join(" ")
}

fn from(definition: &Definition, field: &str) -> Vec<Option<usize>> {
    let field = definition.field(field).expect("the field");
    field.required.iter().map(|it| it.from).collect()
}

mod built_in {
    use super::*;

    #[test]
    fn the_files_are_in_order() {
        let describe = |it: &Diagnostic| format!("{}: {}: {:?}", it.path, it.message, it.help);
        let messages: Vec<_> = READ_BUILTIN.problems.iter().map(describe).collect();
        assert_eq!(messages, Vec::<String>::new());
        let definitions = builtin();
        let names: Vec<_> = definitions.iter().map(|(_, it)| it.type_name.as_str()).collect();
        assert_eq!(
            names.join(" "),
            "vision customer team metric initiative rewrite incident decision review page"
        );
    }

    #[test]
    fn every_type_says_what_it_is_for_and_asks_in_sentences() {
        for (_, definition) in builtin().iter() {
            assert!(definition.purpose.ends_with('.'), "{}", definition.type_name);
            let fields = definition.fields.iter().map(|field| (&field.name, &field.prompt));
            let sections = definition
                .sections
                .iter()
                .map(|section| (&section.heading, &section.prompt));
            for (name, prompt) in fields.chain(sections) {
                let sentence = prompt.ends_with(['.', '?', '"', '`']);
                assert!(
                    sentence && prompt.len() > 12,
                    "{} of {}: {prompt}",
                    name,
                    definition.type_name
                );
            }
        }
    }

    #[test]
    fn every_demand_of_a_required_section_says_what_to_write() {
        for (_, definition) in builtin().iter() {
            for section in &definition.sections {
                for demand in &section.must {
                    assert!(
                        !demand.ask.is_empty(),
                        "{} of {}",
                        section.heading,
                        definition.type_name
                    );
                    let lower = demand.ask.starts_with(char::is_lowercase) && !demand.ask.ends_with('.');
                    assert!(lower, "{}", demand.ask);
                }
            }
        }
    }

    #[test]
    fn states_beside_the_order_ask_what_the_state_asks_that_they_count_as() {
        let rewrite = definition("rewrite", &[]);
        let lifecycle = &rewrite.lifecycle;
        let aside = lifecycle.states.iter().filter(|state| state.aside);
        let counts_as: Vec<_> = aside
            .map(|state| {
                (
                    state.name.as_str(),
                    lifecycle.states[state.rank].name.as_str(),
                    state.end,
                )
            })
            .collect();
        assert_eq!(
            counts_as,
            [
                ("paused", "accepted", false),
                ("rejected", "proposed", true),
                ("withdrawn", "draft", true),
                ("superseded", "proposed", true),
            ]
        );
        assert_eq!(lifecycle.states[lifecycle.gate].name, "proposed");
        assert_eq!(lifecycle.freeze, lifecycle.index("accepted"));
        assert!(
            lifecycle.may_change.iter().any(|it| it == "Outcome"),
            "what the file says"
        );
        assert!(
            lifecycle.may_change.iter().any(|it| it == "tags"),
            "the fields of every type"
        );
    }

    #[test]
    fn a_rewrite_answers_the_eight_questions() {
        let rewrite = definition("rewrite", &[]);
        let mut questions: Vec<_> = rewrite
            .sections
            .iter()
            .filter_map(|it| Some((it.question?, it.heading.as_str())))
            .collect();
        questions.sort_unstable();
        assert_eq!(
            questions,
            [
                (1, "Target design"),
                (2, "Feature delivery meanwhile"),
                (3, "Coexistence"),
                (4, "Where features land"),
                (5, "New customers"),
                (6, "Existing customers"),
                (7, "Data synchronisation"),
                (8, "Communication"),
            ]
        );
        let required = rewrite.sections.iter().filter(|it| !it.required.is_empty()).count();
        assert_eq!(required, 16);
        assert_eq!(names(&rewrite.fields[..4]), "owner system motivated_by product_owner");
    }

    #[test]
    fn requirements_know_their_state_and_conditions() {
        let initiative = definition("initiative", &[]);
        let state = |name| initiative.lifecycle.index(name);
        let learnings = &initiative.sections[initiative.section_index("Learnings").expect("the section")];
        let when = |field: &str, value: &str| When {
            field: field.into(),
            values: vec![value.into()],
        };
        assert_eq!(
            learnings.required,
            [
                Requirement {
                    from: state("dropped"),
                    ..Requirement::default()
                },
                Requirement {
                    from: state("closed"),
                    when: vec![when("category", "experiment"), when("outcome.result", "missed")],
                    unless: Vec::new(),
                },
            ]
        );
        let metric = &initiative.field("metric").expect("the field").required[0];
        assert_eq!(
            (metric.from, &metric.unless),
            (state("planned"), &vec![when("category", "experiment")])
        );
    }

    #[test]
    fn a_page_has_no_states_and_requires_nothing() {
        let page = definition("page", &[]);
        assert!(page.lifecycle.states.is_empty());
        assert!(page.sections.is_empty());
        assert_eq!(
            names(&page.fields),
            "title id type summary owner team tags related raci aliases"
        );
        assert_eq!(page.path, None);
    }

    #[test]
    fn headings_of_real_documents_find_their_section() {
        for (type_name, heading, section) in [
            ("incident", "5. Root Causes", "Contributing factors"),
            ("incident", "What didn’t go well?", "What went badly"),
            ("incident", "Action Items", "Actions"),
            ("rewrite", "Why now?", "Business motivation"),
            ("rewrite", "Old, new, or both?", "Where features land"),
            ("rewrite", "Risks & mitigations", "Risks"),
            ("initiative", "Non-Goals", "Out of scope"),
            ("decision", "Considered Options", "Options"),
            ("decision", "Context and Problem Statement", "Context"),
        ] {
            let definition = definition(type_name, &[]);
            let found = definition
                .section_index(heading)
                .map(|index| definition.sections[index].heading.as_str());
            assert_eq!(found, Some(section), "{heading}");
        }
    }
}

mod new_type {
    use super::*;

    #[test]
    fn little_is_needed() {
        let note = definition("note", &[NOTE]);
        assert_eq!((note.plural.as_str(), note.purpose.as_str()), ("Notes", ""));
        assert!(note.lifecycle.states.is_empty());
        assert!(names(&note.fields).starts_with("title status id"));
        assert_eq!(note.path.as_deref().map(Utf8Path::as_str), Some("types/a.yaml"));
    }

    #[test]
    fn a_common_field_becomes_the_types_own_and_keeps_what_is_not_said() {
        let text =
            format!("{NOTE}fields:\n  owner: {{ required: always }}\n  size: number\n  raci: {{ remove: true }}\n");
        let note = definition("note", &[&text]);
        assert!(names(&note.fields).starts_with("owner size title status"));
        assert!(note.field("raci").is_none());
        let owner = note.field("owner").expect("the field");
        assert_eq!((&owner.kind, owner.required.len()), (&FieldKind::Person, 1));
        assert!(owner.prompt.contains("One person"));
    }

    #[test]
    fn every_kind_of_field_is_read() {
        let text = format!(
            "{NOTE}fields:\n  a: {{ kind: list, of: {{ metric: reference, by: {{ kind: date, required: always }} }} }}\n  \
             b: {{ kind: list, of: {{ kind: reference, to: [metric] }} }}\n  c: {{ kind: references, or_none: true }}\n  \
             d: {{ kind: one-of, values: [x, 1], or_quarter: true }}\n  e: {{ kind: mapping, keys: {{ f: duration }} }}\n"
        );
        let note = definition("note", &[&text]);
        let kind = |name: &str| note.field(name).expect("the field").kind.clone();
        let FieldKind::List(item) = kind("a") else {
            panic!("a list")
        };
        let FieldKind::Mapping(keys) = *item else {
            panic!("a mapping")
        };
        assert_eq!(names(&keys), "metric by");
        assert_eq!(keys[1].required, [Requirement::default()]);
        assert_eq!(
            kind("b"),
            FieldKind::List(Box::new(FieldKind::Reference {
                to: vec!["metric".into()]
            }))
        );
        assert_eq!(
            kind("c"),
            FieldKind::References {
                to: Vec::new(),
                or_none: true
            }
        );
        assert_eq!(
            kind("d"),
            FieldKind::OneOf {
                values: vec!["x".into(), "1".into()],
                or_quarter: true
            }
        );
        let FieldKind::Mapping(keys) = kind("e") else {
            panic!("a mapping")
        };
        assert_eq!(keys[0].kind, FieldKind::Duration);
    }

    #[test]
    fn an_example_is_kept_as_yaml_without_its_indentation() {
        let text = format!(
            "{NOTE}fields:\n  a: {{ kind: number, example: 3 }}\n  b:\n    kind: number\n    example:\n      - x: 1\n        \
             y: 2\n      - x: 3\n  c: {{ kind: text, example: [1, 2] }}\n"
        );
        let note = definition("note", &[&text]);
        let example = |name: &str| note.field(name).expect("the field").example.clone();
        assert_eq!(example("a"), "3");
        assert_eq!(example("b"), "- x: 1\n  y: 2\n- x: 3");
        assert_eq!(example("c"), "[1, 2]");
    }

    #[test]
    fn every_demand_is_read() {
        let text = format!(
            "{NOTE}sections:\n  - heading: All\n    must:\n      - number\n      - {{ date: true, ask: say when }}\n      \
             - link-to: related\n      - field: tags\n      - entries: 2\n      - timed-entries: 3\n      - table: [a, b]\n      \
             - mentions: if\n      - each-mentions: [c]\n      - any: [link, actions]\n"
        );
        let note = definition("note", &[&text]);
        let demands = &note.sections[0].must;
        let kinds: Vec<_> = demands.iter().map(|demand| demand.kind.clone()).collect();
        let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
        assert_eq!(
            kinds[..9],
            [
                DemandKind::Number,
                DemandKind::Date,
                DemandKind::LinkTo("related".into()),
                DemandKind::Field("tags".into()),
                DemandKind::Entries(2),
                DemandKind::TimedEntries(3),
                DemandKind::Table(words(&["a", "b"])),
                DemandKind::Mentions(words(&["if"])),
                DemandKind::EachMentions(words(&["c"])),
            ]
        );
        assert_eq!(demands[1].ask, "say when");
        let DemandKind::Any(any) = &kinds[9] else { panic!("any") };
        assert_eq!((&any[0].kind, &any[1].kind), (&DemandKind::Link, &DemandKind::Actions));
    }

    #[test]
    fn what_no_type_can_do_without_is_asked_for() {
        assert_eq!(
            check("name: Note\n"),
            ["definition-key at 1: a definition has no `type`"]
        );
        assert_eq!(
            check("type: note\n"),
            [
                "definition-key at 1: type `note` has no `folder`",
                "definition-key at 1: type `note` has no `name`",
                "definition-key at 1: type `note` has no `prefix`",
            ]
        );
        for empty in ["# later\n", "[]\n", "word\n"] {
            assert_eq!(check(empty), ["definition-value at 1: the file defines no type"]);
        }
    }
}

mod extension {
    use super::*;

    #[test]
    fn only_what_is_named_changes() {
        let text = "extends: rewrite\nfields:\n  product_owner: { required: always }\n  budget: text\n  supersedes: { remove: true }\n\
                    sections:\n  - { heading: Costs, words: 40 }\n  - { heading: Security, after: target design, words: 5 }\n  \
                    - { heading: Customer impact, remove: true }\n  - { heading: Last }\n";
        let (before, after) = (definition("rewrite", &[]), definition("rewrite", &[text]));
        assert_eq!(after.lifecycle, before.lifecycle);
        assert_eq!((after.name.as_str(), after.prefix.as_str()), ("Rewrite proposal", "RW"));
        assert_eq!(from(&after, "product_owner"), [None]);
        assert_eq!(after.field("product_owner").expect("it").kind, FieldKind::Person);
        assert!(names(&after.fields).contains("outcome initiative budget title status"));
        assert_eq!(after.field("approvers"), before.field("approvers"));
        let expected = headings(&before).replace("Target design, ", "Target design, Security, ");
        let expected = expected.replace("Customer impact", "Last").replace(" Cost,", " Costs,");
        assert_eq!(headings(&after), expected);
        let cost = &after.sections[after.section_index("Cost").expect("it")];
        assert_eq!((cost.words, cost.must.len()), (40, 1));
    }

    #[test]
    fn requirements_follow_a_changed_lifecycle() {
        let text = "extends: rewrite\nlifecycle:\n  states: [draft, shaped, proposed, accepted, in-progress, completed]\n  gate: accepted\n";
        let after = definition("rewrite", &[text]);
        assert_eq!(from(&after, "approvers"), [after.lifecycle.index("accepted")]);
        assert_eq!(
            from(&after, "success"),
            [after.lifecycle.index("accepted")],
            "the gate has moved"
        );
        assert_eq!(from(&after, "outcome"), [Some(5)]);
    }

    #[test]
    fn a_state_that_is_still_named_cannot_go() {
        let text = "extends: rewrite\nlifecycle:\n  states: [draft, proposed, accepted, completed]\n";
        assert_eq!(
            check(text),
            ["definition-value at 2: `in-progress` is not one of the states"]
        );
        let text = "extends: rewrite\nlifecycle:\n  aside: []\n";
        let expected = ["rejected", "superseded", "withdrawn"]
            .map(|it| format!("definition-value at 2: `{it}` is not one of the states"));
        assert_eq!(check(text), expected);
    }

    #[test]
    fn files_are_applied_in_the_order_of_their_paths() {
        let after = definition(
            "rewrite",
            &[
                "extends: rewrite\nname: First\nplural: Firsts\n",
                "extends: rewrite\nname: Second\n",
            ],
        );
        assert_eq!((after.name.as_str(), after.plural.as_str()), ("Second", "Firsts"));
    }

    #[test]
    fn another_type_starts_from_it() {
        let text = "type: replacement\nextends: rewrite\nname: Replacement\nprefix: RP\nfolder: replacements\n";
        let after = definition("replacement", &[text]);
        assert_eq!(after.plural, "Replacements");
        assert_eq!(headings(&after), headings(&definition("rewrite", &[text])));
        assert_eq!(
            check("type: replacement\nextends: rewrite\nname: Replacement\nfolder: replacements\n"),
            ["definition-key at 1: type `replacement` has no `prefix`"]
        );
    }

    #[test]
    fn a_type_without_extends_is_replaced() {
        let text = "type: team\nname: Squad\nprefix: SQ\nfolder: squads\n";
        let squad = definition("team", &[text]);
        assert_eq!((squad.name.as_str(), squad.sections.len()), ("Squad", 0));
        assert_eq!(read_texts(&[text]).0.len(), 10);
    }

    #[test]
    fn a_type_that_does_not_exist_cannot_be_extended() {
        assert_eq!(
            check("extends: rewrit\n"),
            ["definition-value at 1: there is no type `rewrit` to extend"]
        );
        assert_eq!(help("extends: rewrit\n"), ["did you mean `rewrite`?"]);
    }

    #[test]
    fn a_broken_file_leaves_the_type_as_it_was() {
        let (definitions, problems) = read_texts(&["extends: rewrite\nname: Mine\nlifecycle: { gate: nowhere }\n"]);
        assert_eq!(problems.len(), 1);
        let rewrite = definitions.get(definitions.find("rewrite").expect("it"));
        assert_eq!((rewrite.name.as_str(), &rewrite.path), ("Rewrite proposal", &None));
    }

    #[test]
    fn what_is_not_there_cannot_be_removed_or_stood_after() {
        assert_eq!(
            check(
                "extends: rewrite\nfields:\n  ownr: { remove: true }\nsections:\n  - { heading: Rolback, remove: true }\n  \
                 - { heading: New, after: Nowhere }\n"
            ),
            [
                "definition-value at 3: there is no field `ownr` to remove",
                "definition-value at 5: there is no section `Rolback` to remove",
                "definition-value at 6: there is no section `Nowhere` to stand after",
            ]
        );
    }
}

mod mistakes {
    use super::*;

    #[test]
    fn unknown_keys_have_a_suggestion() {
        assert_eq!(
            check_note(
                "sectoins: []\nlifecycle: { states: [a], gate: a, ends: [a] }\nfields:\n  x: { kind: text, promt: Why? }\n\
                 sections:\n  - { heading: A, word: 3 }\n"
            ),
            [
                "definition-key at 1: a definition has no key `sectoins`",
                "definition-key at 2: `lifecycle` has no key `ends`",
                "definition-key at 4: a field has no key `promt`",
                "definition-key at 6: a section has no key `word`",
            ]
        );
        assert_eq!(help("extends: team\nsectoins: []\n"), ["did you mean `sections`?"]);
    }

    #[test]
    fn states_are_those_of_the_lifecycle() {
        assert_eq!(
            check_note(
                "lifecycle:\n  states: [draft, final]\n  aside: [{ state: gone, as: drft }]\n  end: [done]\n  gate: final\n  \
                 freeze: gone\nfields:\n  x: { kind: text, required: finl }\nsections:\n  - { heading: A, required: { from: gone, when: {} } }\n"
            ),
            [
                "definition-value at 3: `drft` is not one of the states",
                "definition-value at 4: `done` is not one of the states",
                "definition-value at 6: `gone` is not one of the states",
                "definition-value at 8: `finl` is not one of the states",
            ]
        );
        assert_eq!(
            check_note("lifecycle: { states: [a], gate: b }\n"),
            ["definition-value at 1: `b` is not one of the states"]
        );
        assert_eq!(
            check_note("lifecycle: { states: [a] }\n"),
            ["definition-key at 1: `lifecycle` has no `gate`"]
        );
        assert_eq!(
            check_note("lifecycle: {}\n"),
            ["definition-key at 1: `lifecycle` has no `states`"]
        );
        assert_eq!(
            check_note("lifecycle: { states: [gate, a b], gate: gate }\n"),
            [
                "definition-value at 1: `gate` cannot be the name of a state",
                "definition-value at 1: `a b` cannot be the name of a state",
            ]
        );
        assert_eq!(
            check_note("fields:\n  x: { kind: text, required: gate }\n").len(),
            1,
            "there is no gate without states"
        );
    }

    #[test]
    fn kinds_have_the_keys_that_belong_to_them() {
        assert_eq!(
            check_note(
                "fields:\n  a: txt\n  b: { kind: text, values: [x] }\n  c: { prompt: Why? }\n  d: { kind: one-of }\n  e: { kind: list }\n  \
                 f: { kind: mapping }\n  g: { kind: one-of, values: [] }\n  h: { kind: reference, to: [metrc] }\n  i.j: text\n"
            ),
            [
                "definition-value at 2: `txt` is not a kind of field",
                "definition-key at 3: a field of kind `text` has no `values`",
                "definition-key at 4: field `c` has no `kind`",
                "definition-key at 5: a field of kind `one-of` needs `values`",
                "definition-key at 6: a field of kind `list` needs `of`",
                "definition-key at 7: a field of kind `mapping` needs `keys`",
                "definition-value at 8: `values` is an empty list",
                "definition-value at 9: there is no type `metrc`",
                "definition-value at 10: `i.j` cannot be the name of a field",
            ]
        );
    }

    #[test]
    fn demands_and_conditions_name_what_exists() {
        assert_eq!(
            check_note(
                "fields:\n  size: { kind: one-of, values: [small, large] }\nsections:\n  - heading: A\n    \
                 required: { when: { size: smal, siz: small } }\n    must:\n      - numbr\n      - link-to: relatd\n      \
                 - { number: true, date: true }\n      - entries\n      - entries: many\n      - any: []\n"
            ),
            [
                "definition-value at 5: `smal` is not a value of `size`",
                "definition-value at 5: there is no field `siz`",
                "definition-value at 7: `numbr` is not a demand",
                "definition-value at 8: there is no field `relatd`",
                "definition-value at 9: a demand is one key, with `ask` beside it",
                "definition-value at 10: the demand `entries` needs a value",
                "definition-value at 11: `entries` takes a whole number, not a text",
                "definition-value at 12: `any` is an empty list",
            ]
        );
        assert_eq!(
            check("extends: rewrite\nlifecycle: { may_change: [Outcom, owner] }\n"),
            ["definition-value at 2: there is no section or field `Outcom`"]
        );
    }

    #[test]
    fn a_name_stands_for_one_thing() {
        assert_eq!(
            check_note(
                "lifecycle: { states: [a, b, a], gate: b }\nquestions: [Risk]\nsections:\n  - { heading: Risks, question: 1 }\n  \
                 - { heading: risk }\n  - { heading: Costs, aliases: [Cost], question: 1 }\n  - { heading: Money, aliases: [1. Cost] }\n"
            ),
            [
                "definition-duplicate at 1: state `a` is given twice",
                "definition-duplicate at 2: `Risk` already names section `Risks`",
                "definition-duplicate at 5: section `risk` is listed twice",
                "definition-duplicate at 6: question 1 belongs to `Risks` and to `Costs`",
                "definition-duplicate at 6: `Cost` names section `Costs` twice",
                "definition-duplicate at 7: `1. Cost` already names section `Costs`",
            ]
        );
        assert_eq!(
            check("extends: team\nname: A\nname: B\n"),
            ["duplicate-key at 3: `name` is given twice"]
        );
        assert_eq!(
            check("extends: rewrite\nsections:\n  - { heading: Migration plan }\n"),
            ["definition-duplicate at 3: `Migration plan` already names section `Existing customers`"]
        );
    }

    #[test]
    fn types_share_neither_name_nor_prefix_nor_folder() {
        assert_eq!(
            check_all(&[
                "type: note\nname: Note\nprefix: RW\nfolder: teams/\n",
                "type: note\nname: Note\nprefix: NOTE\nfolder: notes\n",
                "type: memo\nname: Memo\nprefix: NOTE\nfolder: memos\n",
            ]),
            [
                "definition-duplicate at 1 of b.yaml: type `note` is defined by two files",
                "definition-duplicate at 3 of c.yaml: prefix `NOTE` already belongs to type `note`",
            ],
            "the second file replaces the first"
        );
        assert_eq!(
            check("type: note\nname: Note\nprefix: RW\nfolder: teams/\n"),
            [
                "definition-duplicate at 3: prefix `RW` already belongs to type `rewrite`",
                "definition-duplicate at 4: folder `teams` already belongs to type `team`",
            ]
        );
        assert_eq!(
            check("extends: vision\nprefix: TEAM\n"),
            ["definition-duplicate at 2: prefix `TEAM` already belongs to type `team`"]
        );
    }

    #[test]
    fn prefix_folder_and_type_can_be_used_in_ids_and_paths() {
        assert_eq!(
            check("extends: team\nprefix: Tm1\nfolder: ../teams\n"),
            [
                "definition-value at 2: prefix `Tm1` is not upper-case letters",
                "definition-value at 3: `folder` is not a folder inside the repository: `../teams`",
            ]
        );
        for folder in ["/teams", "a/../..", ".git", "'a\\b'"] {
            assert_eq!(
                check(&format!("extends: team\nfolder: {folder}\n")).len(),
                1,
                "{folder}"
            );
        }
        assert_eq!(
            check("type: Post Mortem\n"),
            ["definition-value at 1: `Post Mortem` cannot be the name of a type"]
        );
    }

    #[test]
    fn values_are_of_their_kind() {
        assert_eq!(
            check_note(
                "purpose: [a]\nfields: []\nsections:\n  - A\n  - { words: 3 }\n  - { heading: B, words: -1, may_not_apply: 2, required: }\n"
            ),
            [
                "definition-value at 1: `purpose` takes a text, not a list",
                "definition-value at 2: `fields` takes a mapping, not a list",
                "definition-value at 4: `sections` takes a mapping, not a text",
                "definition-key at 5: a section has no `heading`",
                "definition-value at 6: `words` takes a whole number, not a number",
                "definition-value at 6: `may_not_apply` takes `true` or `false`, not a number",
                "definition-value at 6: `required` takes a text, not nothing",
            ]
        );
    }
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    fn any_builtin() -> impl Strategy<Value = &'static str> {
        prop::sample::select(BUILTIN.map(|(_, text)| text).to_vec())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

        /// Whatever is cut from or put into a definition, reading it neither panics nor points outside it.
        #[test]
        fn spans_lie_in_the_text(base in any_builtin(), at in 0.0..1.0f64, cut in 0usize..40, put in "[ -~\n•]{0,12}") {
            let place = |offset: usize| crate::span::floor_char_boundary(base, offset);
            let start = place((base.len() as f64 * at) as usize);
            let end = place(start + cut).max(start);
            let text = format!("{}{put}{}", &base[..start], &base[end..]);
            let (definitions, problems) = read_texts(&[&text]);
            prop_assert!(definitions.len() >= BUILTIN.len());
            for problem in problems {
                prop_assert!(text.get(problem.span.range()).is_some(), "{problem:?}");
            }
        }
    }
}
