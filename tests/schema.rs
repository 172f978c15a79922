//! `docent schema`: an editor that knows the schema of a type and `docent check` agree about the front matter.

mod support;

use std::sync::{Arc, LazyLock};

use camino::Utf8Path;
use docent::author;
use docent::definition::{self, Definition, FieldDefinition, FieldKind};
use docent::diagnostic::Severity;
use docent::pipeline::{self, Options};
use docent::repository::Snapshot;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use support::program::{docent, run};

/// The rules that judge front matter alone.
const JUDGES: [&str; 4] = ["field-kind", "field-value", "field-required", "status-unknown"];

/// A type that has what the built-in ones lack.
const ODD: &str = "type: odd\nname: Odd\nprefix: ODD\nfolder: odd\nlifecycle:\n  states: [idea, open, done]\n  \
               aside: [{ state: parked, as: idea }, lost]\n  end: [done, lost]\n  gate: open\nfields:\n  \
               size: { kind: one-of, values: ['1', '2', large], required: [parked, done] }\n  \
               sure: { kind: boolean, required: gate }\n  page: { kind: url, required: { when: { size: large } } }\n  \
               spent: { kind: duration, required: { from: gate, unless: { size: large } } }\n  \
               guests: { kind: people, required: always }\n  \
               steps: { kind: list, required: done, of: { what: { kind: text, required: done }, on: { kind: date, \
               required: { when: { size: large } } } } }\n";

/// The built-in types, and the odd one.
fn definitions() -> Vec<Definition> {
    let file = (Arc::from(Utf8Path::new("types/odd.yaml")), ODD.into());
    let (all, problems) = definition::read(&[file]);
    assert!(problems.is_empty(), "{problems:?}");
    let all = all.iter().filter(|(_, it)| it.type_name != "page");
    all.map(|(_, definition)| definition.clone()).collect()
}

/// A text as someone would write it: without quotes, where YAML takes it for a text then.
fn scalar(text: &str) -> String {
    let starts = text.starts_with(|c: char| c.is_ascii_alphabetic());
    let plain = starts && text.chars().all(|c| c.is_ascii_alphanumeric() || "- .@".contains(c)) && text.trim() == text;
    let means_more = matches!(text.to_ascii_lowercase().as_str(), "null" | "true" | "false");
    let is_instant = text.parse::<jiff::civil::Date>().is_ok();
    if (plain && !means_more) || is_instant {
        text.to_owned()
    } else {
        Value::from(text).to_string()
    }
}

fn yaml(value: &Value) -> String {
    match value {
        Value::String(text) => scalar(text),
        Value::Array(items) => format!("[{}]", items.iter().map(yaml).collect::<Vec<_>>().join(", ")),
        Value::Object(entries) => {
            let entries: Vec<_> = entries
                .iter()
                .map(|(key, value)| format!("{key}: {}", yaml(value)))
                .collect();
            format!("{{ {} }}", entries.join(", "))
        }
        other => other.to_string(),
    }
}

/// The errors that `docent check` finds in the front matter.
fn errors(definition: &Definition, front: &Map<String, Value>) -> Vec<String> {
    let lines: Vec<_> = front
        .iter()
        .map(|(key, value)| format!("{key}: {}\n", yaml(value)))
        .collect();
    let text = format!("---\n{}---\n# A title\n", lines.concat());
    let document = format!("{}/0001-a.md", definition.folder);
    let snapshot = Snapshot::from_texts([(document.as_str(), text.as_str()), ("types/odd.yaml", ODD)]);
    let organisation = pipeline::check(snapshot, &Options::default());
    let found = organisation.checked.diagnostics.iter();
    found
        .filter(|it| it.severity == Severity::Error && JUDGES.contains(&it.rule))
        .map(|it| format!("{}: {}", it.rule, it.message))
        .collect()
}

/// Numbers that decide, one after the other.
struct Dice<'a>(std::slice::Iter<'a, u32>);

impl Dice<'_> {
    fn below(&mut self, sides: usize) -> usize {
        self.0.next().map_or(0, |number| *number as usize) % sides
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }
}

/// Something that most kinds do not take.
fn anything(dice: &mut Dice<'_>) -> Value {
    let values = [
        json!(null),
        json!(""),
        json!("  "),
        json!("two words"),
        json!("12"),
        json!(12),
        json!(-0.5),
        json!(true),
        json!("yes"),
        json!("none"),
        json!("none: because"),
        json!("nonesuch"),
        json!([]),
        json!([null]),
        json!(["ada", "two words"]),
        json!([1, 2, 3]),
        json!({}),
        json!({ "none": "nobody uses it" }),
        json!({ "none": "nobody" }),
        json!({ "ref": "MET-1" }),
        json!("2026-02-29"),
        json!("2026-3-1"),
        json!("2026-03-14"),
        json!("2026-03-14T09:12:00"),
        json!("javascript:alert(1)"),
        json!("https://"),
        json!("2026-Q5"),
    ];
    dice.one(&values)
}

/// A value that a kind takes; where dice say so, what it holds is anything.
fn fitting(kind: &FieldKind, dice: &mut Dice<'_>) -> Value {
    match kind {
        FieldKind::Text | FieldKind::Markdown => dice.one(&[json!("Some words"), json!("x"), json!(42), json!(false)]),
        FieldKind::DataFile => json!("readings.csv"),
        FieldKind::Number => dice.one(&[json!(0), json!(12), json!(2.5), json!(-3)]),
        FieldKind::Range => dice.one(&[json!(20), json!([20, 30]), json!([1.5, 1.5])]),
        FieldKind::Boolean => dice.one(&[json!(true), json!(false), json!("yes"), json!("No")]),
        FieldKind::Date => dice.one(&[
            json!("2026-03-14"),
            json!("2024-02-29"),
            json!("2000-02-29"),
            json!("1999-12-31"),
        ]),
        FieldKind::Instant => dice.one(&[
            json!("2026-03-14T09:12:00+01:00"),
            json!("2026-03-14 09:12:00Z"),
            json!("2024-02-29T23:59:59.5-08:00"),
        ]),
        FieldKind::Duration => dice.one(&[
            json!("90 min"),
            json!("6 weeks"),
            json!("1h 30m"),
            json!("P2W"),
            json!("1 day, 2 hours"),
        ]),
        FieldKind::Url => dice.one(&[json!("https://example.com/a?b=c"), json!("mailto:ada@example.com")]),
        FieldKind::Person | FieldKind::Team => dice.one(&[json!("ada"), json!("@grace"), json!("team-x")]),
        FieldKind::Reference { .. } => dice.one(&[json!("MET-1"), json!("CUS-2#slow-ci")]),
        FieldKind::People => dice.one(&[json!("ada"), json!(["ada", "grace"]), json!([null, "ada"])]),
        FieldKind::References { or_none: true, .. } if dice.below(3) == 0 => {
            dice.one(&[json!("none: nobody uses it"), json!({ "none": "nobody uses it" })])
        }
        FieldKind::References { .. } => dice.one(&[json!("MET-1"), json!(["MET-1", "INI-2"])]),
        FieldKind::OneOf { values, or_quarter } => match *or_quarter && dice.below(2) == 0 {
            true => json!("2026-Q3"),
            false => Value::from(dice.one(values)),
        },
        FieldKind::List(of) => (0..dice.below(3)).map(|_| value(of, dice)).collect(),
        FieldKind::Mapping(keys) => Value::Object(mapping(keys, dice)),
    }
}

/// A value that fits more often than not.
fn value(kind: &FieldKind, dice: &mut Dice<'_>) -> Value {
    match dice.below(6) {
        0 => anything(dice),
        _ => fitting(kind, dice),
    }
}

fn mapping(fields: &[FieldDefinition], dice: &mut Dice<'_>) -> Map<String, Value> {
    let mut mapping = Map::new();
    for field in fields {
        // Another type would be judged by another schema; an id that does not fit is a matter of its own.
        if matches!(field.name.as_str(), "id" | "type" | "status") || dice.below(3) == 0 {
            continue;
        }
        mapping.insert(field.name.clone(), value(&field.kind, dice));
    }
    mapping
}

fn front_matter(definition: &Definition, dice: &mut Dice<'_>) -> Map<String, Value> {
    let mut front = Map::new();
    let states: Vec<&str> = definition.lifecycle.names().collect();
    let status = match dice.below(8) {
        0 => None,
        1 => Some(anything(dice)),
        _ if states.is_empty() => None,
        _ => Some(Value::from(dice.one(&states))),
    };
    front.extend(status.map(|status| ("status".to_owned(), status)));
    front.extend(mapping(&definition.fields, dice));
    front
}

static SCHEMAS: LazyLock<Vec<(Definition, jsonschema::Validator)>> = LazyLock::new(|| {
    let with_schema = |definition: Definition| {
        let schema = author::schema(&definition);
        assert!(jsonschema::meta::is_valid(&schema), "{schema:#}");
        let validator = jsonschema::validator_for(&schema).expect("a schema");
        (definition, validator)
    };
    definitions().into_iter().map(with_schema).collect()
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn check_and_schema_judge_alike(dice in proptest::collection::vec(any::<u32>(), 150)) {
        let mut dice = Dice(dice.iter());
        let (definition, schema) = &SCHEMAS[dice.below(SCHEMAS.len())];
        let front = front_matter(definition, &mut dice);
        let errors = errors(definition, &front);
        let front = Value::Object(front);
        let refused: Vec<_> = schema.iter_errors(&front).map(|it| format!("{}: {it}", it.instance_path())).collect();
        prop_assert_eq!(errors.is_empty(), refused.is_empty(), "{}\ncheck: {:#?}\nschema: {:#?}", yaml(&front), errors, refused);
    }
}

#[test]
fn the_example_fits_its_schemas() {
    let root = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("example-org");
    for (definition, schema) in SCHEMAS.iter() {
        let Ok(folder) = root.join(&definition.folder).read_dir_utf8() else {
            continue;
        };
        for entry in folder
            .filter_map(Result::ok)
            .filter(|it| it.path().extension() == Some("md"))
        {
            let text = std::fs::read_to_string(entry.path()).expect("a document");
            let front = text
                .strip_prefix("---\n")
                .and_then(|rest| rest.split_once("\n---"))
                .expect("front matter")
                .0;
            let front: Value = serde_yaml::from_str(front).expect("YAML");
            let errors: Vec<_> = schema.iter_errors(&front).map(|it| it.to_string()).collect();
            assert!(errors.is_empty(), "{}: {errors:#?}", entry.path());
        }
    }
}

#[test]
fn the_command_prints_it_and_knows_what_was_meant() {
    let folder = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("example-org");
    let (code, schema, _) = run(&mut docent(&folder, &["schema", "rewrite"]));
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    assert_eq!(code, Some(0));
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(schema["properties"]["status"]["enum"][1], "proposed");
    let (code, _, error) = run(&mut docent(&folder, &["schema", "rewrit"]));
    assert_eq!(code, Some(2));
    assert!(
        error.contains("there is no type `rewrit`; did you mean `rewrite`?"),
        "{error}"
    );
}
