//! JSON Schema of a type's front matter, for editors and scripts.
//!
//! Takes a definition, gives a schema (draft 2020-12) that agrees with `check` about what is an error in the front matter
//! alone: the kind of each value, the words that are allowed, and what is required in which state. The schema sees YAML as
//! version 1.2 does: a date is a text, `yes` is one too.
//!
//! What it cannot know stays with `check`: whether ids, people and teams exist, the order of dates and of the two numbers
//! of a range, and everything that is a warning.

mod kind;

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::definition::{Definition, FieldDefinition, FieldKind, Lifecycle, Requirement, When};
use crate::model::boolean;

/// The dialect that schemas are written in.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// Key of the state a document is in.
const STATUS: &str = "status";

/// The schema of a type's front matter.
pub fn schema(definition: &Definition) -> Value {
    let mut root = Map::new();
    root.insert("$schema".to_owned(), json!(DIALECT));
    root.insert("title".to_owned(), json!(definition.name));
    if !definition.purpose.is_empty() {
        root.insert("description".to_owned(), json!(definition.purpose));
    }
    root.insert("type".to_owned(), json!("object"));
    let mut properties = properties(&definition.fields);
    if let Some(status) = status(definition) {
        properties.insert(STATUS.to_owned(), status);
    }
    root.insert("properties".to_owned(), Value::Object(properties));
    let demands = demands(definition);
    if !demands.is_empty() {
        root.insert("allOf".to_owned(), Value::Array(demands));
    }
    Value::Object(root)
}

fn properties(fields: &[FieldDefinition]) -> Map<String, Value> {
    fields
        .iter()
        .map(|field| (field.name.clone(), property(field)))
        .collect()
}

/// What one key takes, with its question for the editor to show.
fn property(field: &FieldDefinition) -> Value {
    let mut schema = kind::schema(&field.kind);
    if let Value::Object(schema) = &mut schema {
        if !field.prompt.is_empty() {
            schema.insert("description".to_owned(), json!(field.prompt));
        }
        if !field.example.is_empty() {
            schema.insert("examples".to_owned(), json!([field.example]));
        }
    }
    schema
}

/// What `status` takes: one of the states, or nothing, which counts as the first.
fn status(definition: &Definition) -> Option<Value> {
    let states: Vec<&str> = definition.lifecycle.names().collect();
    let prompt = definition.field(STATUS).map(|field| field.prompt.as_str());
    (!states.is_empty()).then(|| {
        let states = states.into_iter().map(Value::from).chain([Value::Null]);
        json!({ "enum": states.collect::<Vec<_>>(), "description": prompt.unwrap_or_default() })
    })
}

/// What is required and when: one demand for each requirement of each key, also within mappings.
fn demands(definition: &Definition) -> Vec<Value> {
    let mut demands = Vec::new();
    in_fields(definition, &definition.fields, &mut Vec::new(), &mut demands);
    demands
}

/// The way from the front matter to a mapping within it.
type Way<'a> = Vec<Step<'a>>;

/// A step on the way.
#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    /// Into the value of a key.
    Key(&'a str),
    /// Into each item of a list.
    Items,
}

fn in_fields<'a>(definition: &Definition, fields: &'a [FieldDefinition], way: &mut Way<'a>, demands: &mut Vec<Value>) {
    for field in fields {
        for requirement in &field.required {
            let there = json!({ "required": [field.name], "properties": { &field.name: filled(&field.kind) } });
            let there = within(way, there);
            demands.extend(demand(&definition.lifecycle, requirement, there));
        }
        way.push(Step::Key(&field.name));
        in_kind(definition, &field.kind, way, demands);
        way.pop();
    }
}

fn in_kind<'a>(definition: &Definition, kind: &'a FieldKind, way: &mut Way<'a>, demands: &mut Vec<Value>) {
    match kind {
        FieldKind::Mapping(keys) => in_fields(definition, keys, way, demands),
        FieldKind::List(of) => {
            way.push(Step::Items);
            in_kind(definition, of, way, demands);
            way.pop();
        }
        _ => {}
    }
}

/// A schema that holds at the end of a way. A value of another type than the way expects is left to its kind.
fn within(way: &[Step<'_>], mut schema: Value) -> Value {
    if !way.is_empty() {
        schema["type"] = json!("object");
        schema = unless_object(schema);
    }
    way.iter().rev().fold(schema, |schema, step| match step {
        Step::Key(key) => json!({ "properties": { *key: schema } }),
        Step::Items => json!({ "items": schema }),
    })
}

/// What is asked of a mapping is not asked of a text in its place.
fn unless_object(schema: Value) -> Value {
    json!({ "if": { "type": "object" }, "then": schema })
}

/// A demand under its conditions; `None` where they can never hold.
fn demand(lifecycle: &Lifecycle, requirement: &Requirement, there: Value) -> Option<Value> {
    let mut conditions = Vec::new();
    if let Some(from) = requirement.from
        && let Some(condition) = in_states(lifecycle, from)?
    {
        conditions.push(condition);
    }
    if !requirement.when.is_empty() {
        conditions.push(json!({ "anyOf": requirement.when.iter().map(holds).collect::<Vec<_>>() }));
    }
    if !requirement.unless.is_empty() {
        let unless: Vec<_> = requirement.unless.iter().map(holds).collect();
        conditions.push(json!({ "not": { "anyOf": unless } }));
    }
    Some(match conditions.len() {
        0 => there,
        1 => json!({ "if": conditions.remove(0), "then": there }),
        _ => json!({ "if": { "allOf": conditions }, "then": there }),
    })
}

/// That a document is in a state in which a demand holds: `Some(None)` where it holds in all, `None` where in none. One
/// without a state counts as in the first.
fn in_states(lifecycle: &Lifecycle, from: usize) -> Option<Option<Value>> {
    let states = lifecycle.states.iter().enumerate();
    let reached: Vec<(usize, &str)> = states
        .filter(|(state, _)| lifecycle.reached(from, *state))
        .map(|(state, it)| (state, it.name.as_str()))
        .collect();
    if reached.is_empty() {
        return None;
    }
    if reached.len() == lifecycle.states.len() {
        return Some(None);
    }
    let names: Vec<Value> = reached.iter().map(|(_, name)| Value::from(*name)).collect();
    let is_first = reached.iter().any(|(state, _)| *state == 0);
    Some(Some(if is_first {
        let with_none: Vec<Value> = names.into_iter().chain([Value::Null]).collect();
        json!({ "properties": { STATUS: { "enum": with_none } } })
    } else {
        json!({ "properties": { STATUS: { "enum": names } }, "required": [STATUS] })
    }))
}

/// That a field has one of some values.
fn holds(when: &When) -> Value {
    let mut values: Vec<Value> = when.values.iter().map(|it| Value::from(it.as_str())).collect();
    // A word that means true or false stands for all ways to write it.
    for is in when.values.iter().filter_map(|it| boolean(it)).collect::<BTreeSet<_>>() {
        let words = if is { ["true", "yes"] } else { ["false", "no"] };
        values.push(Value::from(is));
        values.extend(
            words
                .map(Value::from)
                .into_iter()
                .filter(|it| !when.values.iter().any(|is| it == is)),
        );
    }
    let mut condition = json!({ "enum": values });
    for key in when.field.rsplit('.') {
        condition = json!({ "type": "object", "properties": { key: condition }, "required": [key] });
    }
    condition
}

/// What counts as filled in. A value of the wrong kind is there too: that it is wrong is said once.
fn filled(kind: &FieldKind) -> Value {
    match kind {
        FieldKind::List(of) => json!({
            "not": { "type": "null" },
            "if": { "type": "array" },
            "then": { "contains": filled(of) },
        }),
        FieldKind::People | FieldKind::References { .. } => json!({
            "not": { "type": "null" },
            "if": { "type": "array" },
            "then": { "contains": { "not": { "type": "null" } } },
        }),
        FieldKind::Mapping(_) => json!({
            "not": { "type": "null" },
            "if": { "type": "object" },
            "then": { "minProperties": 1 },
        }),
        FieldKind::Text | FieldKind::Markdown => json!({
            "not": { "type": "null" },
            "if": { "type": "string" },
            "then": { "pattern": r"\S" },
        }),
        _ => json!({ "not": { "type": "null" } }),
    }
}
