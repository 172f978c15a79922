//! Reading fields and their values by the kind their definition gives them.

use jiff::civil::Date;

use super::value::{Field, Fields, Instant, Reference, Value};
use crate::definition::{FieldDefinition, FieldKind};
use crate::span::Spanned;
use crate::yaml::{Mapping, Node, Scalar};

/// Reads a mapping by the definitions of its keys.
pub(super) fn fields(mapping: &Mapping, definitions: &[FieldDefinition]) -> Fields {
    let fields = mapping.entries.iter().map(|entry| {
        let definition = definitions.iter().find(|it| it.name == entry.key.value);
        let value = match definition {
            Some(definition) => value(&entry.value, &definition.kind),
            None => Spanned::new(
                Value::Text(entry.value.text().unwrap_or_default().to_owned()),
                entry.value.span,
            ),
        };
        Field {
            key: entry.key.clone(),
            value,
            known: definition.is_some(),
        }
    });
    Fields::new(fields.collect())
}

/// Whether what is written is of a kind, with all that is within it.
pub fn fits(node: &Node, kind: &FieldKind) -> bool {
    let value = value(node, kind);
    let mut all = value.value != Value::Invalid;
    Value::leaves(&value, &mut |leaf| all &= leaf.value != Value::Invalid);
    all
}

/// Reads a node as a kind.
pub(super) fn value(node: &Node, kind: &FieldKind) -> Spanned<Value> {
    let value = if node.is_null() {
        Value::Empty
    } else {
        typed(node, kind)
    };
    Spanned::new(value, node.span)
}

fn typed(node: &Node, kind: &FieldKind) -> Value {
    match kind {
        FieldKind::List(of) => list(node, |item| value(item, of)),
        FieldKind::People => list_or_one(node, |item| value(item, &FieldKind::Person)),
        FieldKind::References { to, or_none } => match reason_for_none(node) {
            Some(reason) if *or_none => Value::None(reason.to_owned()),
            _ => list_or_one(node, |item| value(item, &FieldKind::Reference { to: to.clone() })),
        },
        FieldKind::Mapping(keys) => match node.mapping() {
            Some(mapping) => Value::Mapping(fields(mapping, keys)),
            None => Value::Invalid,
        },
        FieldKind::Range => range(node),
        _ => node.scalar().map_or(Value::Invalid, |scalar| from_scalar(scalar, kind)),
    }
}

fn from_scalar(scalar: &Scalar, kind: &FieldKind) -> Value {
    let text = scalar.text.trim();
    let owned = || text.to_owned();
    let one_word = || !text.is_empty() && !text.contains(char::is_whitespace);
    let value = match kind {
        FieldKind::Text | FieldKind::Markdown => Some(Value::Text(owned())),
        FieldKind::Number => scalar.number().map(Value::Number),
        FieldKind::Boolean => scalar.boolean().map(Value::Boolean),
        FieldKind::Date => day(text).map(Value::Date),
        FieldKind::Instant => Instant::parse(text).map(Value::Instant),
        FieldKind::Duration => seconds(text).map(|seconds| Value::Duration(owned(), seconds)),
        FieldKind::Url => is_url(text).then(|| Value::Url(owned())),
        FieldKind::Person => one_word().then(|| Value::Person(text.trim_start_matches('@').to_owned())),
        FieldKind::Team => one_word().then(|| Value::Team(owned())),
        FieldKind::Reference { .. } => one_word().then(|| Value::Reference(Reference::parse(text))),
        FieldKind::OneOf { values, or_quarter } => {
            let known = values.iter().any(|value| value == text) || (*or_quarter && is_quarter(text));
            known.then(|| Value::Text(owned()))
        }
        FieldKind::DataFile => Some(Value::DataFile(owned())),
        FieldKind::Range
        | FieldKind::People
        | FieldKind::References { .. }
        | FieldKind::List(_)
        | FieldKind::Mapping(_) => None,
    };
    value.unwrap_or(Value::Invalid)
}

fn list(node: &Node, read: impl Fn(&Node) -> Spanned<Value>) -> Value {
    node.list()
        .map_or(Value::Invalid, |items| Value::List(items.iter().map(read).collect()))
}

fn list_or_one(node: &Node, read: impl Fn(&Node) -> Spanned<Value>) -> Value {
    match (node.list(), node.scalar()) {
        (Some(items), _) => Value::List(items.iter().map(read).collect()),
        (None, Some(_)) => match read(node) {
            one if one.value == Value::Invalid => Value::Invalid,
            one => Value::List(vec![one]),
        },
        _ => Value::Invalid,
    }
}

fn range(node: &Node) -> Value {
    let number = |node: &Node| node.scalar().and_then(Scalar::number);
    match node.list() {
        Some([low, high]) => match (number(low), number(high)) {
            (Some(low), Some(high)) if low <= high => Value::Range(low, high),
            _ => Value::Invalid,
        },
        Some(_) => Value::Invalid,
        None => number(node).map_or(Value::Invalid, |number| Value::Range(number, number)),
    }
}

/// The reason why nothing is named: in the text `"none: the reason"`, or without the quotes, where YAML sees a mapping.
fn reason_for_none(node: &Node) -> Option<&str> {
    match node.mapping() {
        Some(mapping) if mapping.entries.len() == 1 => Some(mapping.get("none")?.text().unwrap_or_default()),
        _ => none_with_reason(node.text()?),
    }
}

/// The reason in `none: the reason` (a dash or comma does as well as the colon).
fn none_with_reason(text: &str) -> Option<&str> {
    let rest = text
        .trim()
        .strip_prefix("none")
        .or_else(|| text.trim().strip_prefix("None"))?;
    let reason = rest.trim_start_matches(|c: char| c.is_whitespace() || ":,-–—".contains(c));
    (reason.len() < rest.len() || rest.is_empty()).then_some(reason)
}

/// A day as `2026-03-14`.
pub(super) fn day(text: &str) -> Option<Date> {
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    shaped.then(|| text.parse().ok())?
}

fn is_quarter(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 7
        && bytes[..4].iter().all(u8::is_ascii_digit)
        && bytes[4..6] == *b"-Q"
        && (b'1'..=b'4').contains(&bytes[6])
}

fn is_url(text: &str) -> bool {
    let after = ["https://", "http://", "mailto:"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme));
    after.is_some_and(|rest| !rest.is_empty() && !text.contains(char::is_whitespace))
}

/// Seconds in `90 min` or `6 weeks`; months and years count as 30 and 365 days.
fn seconds(text: &str) -> Option<f64> {
    let span: jiff::Span = text.parse().ok()?;
    let days = f64::from(span.get_years()) * 365.0
        + f64::from(span.get_months()) * 30.0
        + f64::from(span.get_weeks()) * 7.0
        + f64::from(span.get_days());
    let hours = days * 24.0 + f64::from(span.get_hours());
    // Seconds are bounded by jiff far below 2^53, so nothing is lost.
    #[expect(clippy::cast_precision_loss)]
    let rest = span.get_minutes() as f64 * 60.0 + span.get_seconds() as f64;
    Some(hours * 3600.0 + rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(yaml: &str, kind: &FieldKind) -> Value {
        let path = crate::diagnostic::shared_path("a.md");
        let reading = crate::yaml::read(yaml, crate::span::Span::new(0, yaml.len()), &path);
        value(&reading.root.expect("a value"), kind).value
    }

    #[test]
    fn kinds_take_what_they_mean_and_nothing_else() {
        assert_eq!(
            read("2026-02-29", &FieldKind::Date),
            Value::Invalid,
            "2026 has no leap day"
        );
        assert_eq!(
            read("2024-02-29", &FieldKind::Date).as_date().map(|it| it.to_string()),
            Some("2024-02-29".into())
        );
        assert_eq!(read("2026-3-1", &FieldKind::Date), Value::Invalid);
        assert_eq!(read("12", &FieldKind::Number), Value::Number(12.0));
        assert_eq!(read("'12'", &FieldKind::Number), Value::Invalid);
        assert_eq!(read("[20, 30]", &FieldKind::Range), Value::Range(20.0, 30.0));
        assert_eq!(read("25", &FieldKind::Range), Value::Range(25.0, 25.0));
        assert_eq!(read("[30, 20]", &FieldKind::Range), Value::Invalid);
        assert_eq!(read("'@ada'", &FieldKind::Person), Value::Person("ada".into()));
        assert_eq!(
            read("90 min", &FieldKind::Duration),
            Value::Duration("90 min".into(), 5400.0)
        );
        assert_eq!(
            read("6 weeks", &FieldKind::Duration),
            Value::Duration("6 weeks".into(), 3_628_800.0)
        );
        assert_eq!(read("javascript:alert(1)", &FieldKind::Url), Value::Invalid);
    }

    #[test]
    fn an_instant_needs_its_zone_and_keeps_it() {
        assert_eq!(read("2026-03-14T09:12:00", &FieldKind::Instant), Value::Invalid);
        let Value::Instant(instant) = read("2026-03-14T09:12:00+01:00", &FieldKind::Instant) else {
            panic!("an instant");
        };
        assert_eq!(instant.timestamp.to_string(), "2026-03-14T08:12:00Z");
        assert_eq!(instant.zoned().time().to_string(), "09:12:00");
    }

    #[test]
    fn one_id_may_stand_without_a_list_and_none_with_a_reason() {
        let to_customers = FieldKind::References {
            to: vec!["customer".into()],
            or_none: true,
        };
        let one = read("CUS-2#slow-ci", &to_customers);
        let Value::List(items) = one else { panic!("a list") };
        let expected = Reference {
            id: "CUS-2".into(),
            anchor: Some("slow-ci".into()),
        };
        assert_eq!(items[0].value, Value::Reference(expected));
        assert_eq!(
            read("'none: internal only'", &to_customers),
            Value::None("internal only".into())
        );
        assert_eq!(read("none", &to_customers), Value::None(String::new()));
    }
}
