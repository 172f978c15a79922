//! A type of the organisation's own.

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
    let text = format!("{NOTE}fields:\n  owner: {{ required: always }}\n  size: number\n  raci: {{ remove: true }}\n");
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
            "definition-key at 1: type `note` has no `name`",
            "definition-key at 1: type `note` has no `prefix`",
            "definition-key at 1: type `note` has no `folder`",
        ]
    );
    for empty in ["# later\n", "[]\n", "word\n"] {
        assert_eq!(check(empty), ["definition-value at 1: the file defines no type"]);
    }
}
