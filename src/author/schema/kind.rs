//! What a value of each kind may be, as JSON Schema.

use serde_json::{Value, json};

use crate::definition::FieldKind;

/// A day that the calendar has: 31, 30 or 28 days a month, and 29 February in leap years.
const DAY: &str = concat!(
    r"(?:\d{4}-(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])",
    r"|\d{4}-(?:0[469]|11)-(?:0[1-9]|[12]\d|30)",
    r"|\d{4}-02-(?:0[1-9]|1\d|2[0-8])",
    r"|(?:\d\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)",
);

/// A time on the clock with the offset that it showed.
const TIME: &str = r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:[Zz]|[+-](?:[01]\d|2[0-5])(?::?[0-5]\d)?)";

/// A length of time: numbers with their units, or as ISO 8601 has it.
const DURATION: &str = concat!(
    r"^\s*(?:(?:\d+(?:\.\d+)?\s*",
    r"(?:y(?:ears?|rs?)?|mo(?:nths?|s)?|w(?:eeks?|ks?)?|d(?:ays?)?|h(?:ours?|rs?)?|m(?:in(?:ute)?s?)?|s(?:ec(?:ond)?s?)?)",
    r"(?:,?\s+|$|(?=\d)))+|P(?=.)[0-9YMWDTHS.]+)\s*$",
);

/// `none`, where what follows it is not the rest of a word.
const NONE: &str = r"^\s*[Nn]one(?:$|[\s:,\-–—])";

/// `none` with a reason of two words or more.
const NONE_WITH_REASON: &str = r"^\s*[Nn]one[\s:,\-–—]+[\s\S]*[^\W_][\s\S]*\s+[\s\S]*[^\W_]";

/// The schema of a kind. Nothing may stand in place of any value: whether it must be there is another demand.
pub(super) fn schema(kind: &FieldKind) -> Value {
    match kind {
        FieldKind::Text | FieldKind::Markdown | FieldKind::DataFile => {
            json!({ "type": ["string", "number", "boolean", "null"] })
        }
        FieldKind::Number => json!({ "type": ["number", "null"] }),
        FieldKind::Range => json!({
            "type": ["number", "array", "null"],
            "items": { "type": "number" },
            "minItems": 2,
            "maxItems": 2,
        }),
        FieldKind::Boolean => json!({
            "type": ["boolean", "string", "null"],
            "pattern": "^(?:[Yy][Ee][Ss]|[Nn][Oo]|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$",
        }),
        FieldKind::Date => text(format!(r"^\s*{DAY}\s*$")),
        FieldKind::Instant => text(format!(r"^\s*{DAY}[Tt ]{TIME}\s*$")),
        FieldKind::Duration => text(DURATION),
        FieldKind::Url => text(r"^\s*(?:https?://|mailto:)\S+\s*$"),
        FieldKind::Person | FieldKind::Team | FieldKind::Reference { .. } => one_or_null(word()),
        FieldKind::People => several(word()),
        FieldKind::References { or_none: false, .. } => several(word()),
        FieldKind::References { or_none: true, .. } => json!({ "anyOf": [
            { "type": "null" },
            { "type": "array", "items": one_or_null(word()) },
            { "allOf": [word(), { "not": { "type": "string", "pattern": NONE } }] },
            { "type": "string", "pattern": NONE_WITH_REASON },
            {
                "type": "object",
                "required": ["none"],
                "maxProperties": 1,
                "properties": { "none": { "type": "string", "pattern": r"[^\W_][\s\S]*\s+[\s\S]*[^\W_]" } },
            },
        ] }),
        FieldKind::OneOf { values, or_quarter } => one_of(values, *or_quarter),
        FieldKind::List(of) => json!({ "type": ["array", "null"], "items": schema(of) }),
        FieldKind::Mapping(keys) => json!({
            "type": ["object", "null"],
            "properties": super::properties(keys),
        }),
    }
}

/// A text of a form. Digits alone are a number in YAML, and no form is made of digits alone.
fn text(pattern: impl Into<String>) -> Value {
    json!({ "type": ["string", "null"], "pattern": pattern.into() })
}

/// A handle or an id: one word, which YAML may take for a number.
fn word() -> Value {
    json!({ "type": ["string", "number", "boolean"], "pattern": r"^\s*\S+\s*$" })
}

fn one_or_null(schema: Value) -> Value {
    json!({ "anyOf": [schema, { "type": "null" }] })
}

/// A list; one alone may stand without it.
fn several(item: Value) -> Value {
    let items = one_or_null(item.clone());
    json!({ "anyOf": [item, { "type": "array", "items": items }, { "type": "null" }] })
}

/// The words themselves, so that editors can offer them, also where YAML takes one for a number or a boolean.
fn one_of(values: &[String], or_quarter: bool) -> Value {
    let as_yaml = |word: &String| match serde_json::from_str(word) {
        Ok(value @ (Value::Number(_) | Value::Bool(_))) => vec![Value::from(word.as_str()), value],
        _ => vec![Value::from(word.as_str())],
    };
    let words: Vec<Value> = values.iter().flat_map(as_yaml).chain([Value::Null]).collect();
    let words = json!({ "enum": words });
    match or_quarter {
        true => json!({ "anyOf": [words, { "type": "string", "pattern": r"^\d{4}-Q[1-4]$" }] }),
        false => words,
    }
}
