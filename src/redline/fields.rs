//! Two front matters compared field by field.

use super::words::{Comparison, Piece};
use crate::parse::{FrontMatter, Parsed};
use crate::yaml::{Mapping, Node, Value};

/// Longest value that is shown as old → new, in characters; of longer ones the words are compared.
const SHORT: usize = 60;
/// What front matter is called that cannot be read as fields.
const WHOLE: &str = "front matter";

/// A field whose value is another one now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// Its key.
    pub name: String,
    /// How it changed.
    pub values: Values,
}

/// How a value changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Values {
    /// From one short value to another; `None` where the field was not there.
    Short {
        /// What stood there.
        old: Option<String>,
        /// What stands there now.
        new: Option<String>,
    },
    /// Word by word.
    Long(Vec<Piece>),
}

/// The fields that changed.
pub(super) fn compare(old: &Parsed, new: &Parsed, comparison: &mut Comparison) -> Vec<FieldChange> {
    let (Some(before), Some(after)) = (fields(&old.front_matter), fields(&new.front_matter)) else {
        let block = |parsed: &Parsed| {
            let span = parsed.front_matter.span();
            let lines = span.map_or("", |span| span.text(&parsed.text)).lines();
            lines.filter(|line| line.trim() != "---").collect::<Vec<_>>().join("\n")
        };
        return change(WHOLE, Some(&block(old)), Some(&block(new)), comparison)
            .into_iter()
            .collect();
    };
    let mut changes = Vec::new();
    for entry in &after.entries {
        let value = before.get(&entry.key.value).map(readable);
        changes.extend(change(
            &entry.key.value,
            value.as_deref(),
            Some(&readable(&entry.value)),
            comparison,
        ));
    }
    for entry in &before.entries {
        if after.entry(&entry.key.value).is_none() {
            changes.extend(change(
                &entry.key.value,
                Some(&readable(&entry.value)),
                None,
                comparison,
            ));
        }
    }
    changes
}

/// The fields; none where there is no front matter, `None` where it cannot be read.
fn fields(front_matter: &FrontMatter) -> Option<std::borrow::Cow<'_, Mapping>> {
    match front_matter {
        FrontMatter::Missing => Some(std::borrow::Cow::Owned(Mapping::default())),
        FrontMatter::Broken { .. } => None,
        FrontMatter::Read { fields, .. } => Some(std::borrow::Cow::Borrowed(fields)),
    }
}

fn change(name: &str, old: Option<&str>, new: Option<&str>, comparison: &mut Comparison) -> Option<FieldChange> {
    let filled = |value: Option<&str>| value.filter(|value| !value.is_empty()).map(str::to_owned);
    let (old, new) = (filled(old), filled(new));
    if old == new {
        return None;
    }
    let is_short = |value: &Option<String>| value.as_ref().is_none_or(|value| value.chars().count() <= SHORT);
    let values = if is_short(&old) && is_short(&new) {
        Values::Short { old, new }
    } else {
        Values::Long(comparison.compare(&old.unwrap_or_default(), &new.unwrap_or_default())?)
    };
    Some(FieldChange {
        name: name.to_owned(),
        values,
    })
}

/// A value as one line: what it says, however it was written.
fn readable(node: &Node) -> String {
    match &node.value {
        Value::Scalar(scalar) if scalar.is_null() => String::new(),
        Value::Scalar(scalar) => scalar.text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::List(items) => items.iter().map(readable).collect::<Vec<_>>().join(", "),
        Value::Mapping(fields) => {
            let entry = |entry: &crate::yaml::Entry| format!("{}: {}", entry.key.value, readable(&entry.value));
            fields.entries.iter().map(entry).collect::<Vec<_>>().join("; ")
        }
    }
}
