//! One entry of a front matter, changed or added where it stands.
//!
//! YAML can be written in many ways, so several places are tried, and the result is read again: an edit is good when the
//! entry then holds its value and every other entry holds what it held before.

use super::yaml::{one_line, yaml_item, yaml_text};
use crate::parse;
use crate::span::Span;
use crate::yaml::{Entry, Mapping, Node, Value};

/// Replaces a range of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Replacement {
    /// What is replaced; an empty span inserts.
    pub(super) span: Span,
    /// What stands there afterwards.
    pub(super) text: String,
}

/// An entry that is to hold a value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted<'a> {
    /// Its key.
    pub(super) key: &'a str,
    /// Its value.
    pub(super) value: &'a str,
    /// Keys that it stands behind where it is new, the best first; else it stands behind the first entry.
    pub(super) behind: &'a [&'a str],
}

/// The front matter of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block<'a> {
    /// The whole text.
    pub(super) text: &'a str,
    /// The YAML between the `---` lines.
    pub(super) yaml: Span,
    /// Its entries.
    pub(super) fields: &'a Mapping,
}

/// The replacement that gives an entry its value; `None` when it cannot be done without touching another.
pub(super) fn set(block: Block<'_>, wanted: Wanted<'_>) -> Option<Replacement> {
    let tries = match block.fields.entry(wanted.key) {
        Some(entry) => changed(block, entry, wanted.value),
        None => added(block, wanted),
    };
    let is_good = |it: &Replacement| holds(block, std::slice::from_ref(it), &[wanted]);
    tries.into_iter().find(is_good)
}

/// Whether the text after some replacements holds what is wanted, and nothing else has changed.
pub(super) fn holds(block: Block<'_>, replacements: &[Replacement], wanted: &[Wanted<'_>]) -> bool {
    let front_matter = parse::front_matter(&replaced(block.text, replacements));
    let Some(fields) = front_matter.fields() else {
        return false;
    };
    let is_wanted = |entry: &&Entry| wanted.iter().any(|it| it.key == entry.key.value);
    let others = |fields: &'_ Mapping| -> Vec<Entry> {
        let others = fields.entries.iter().filter(|entry| !is_wanted(entry));
        others.cloned().collect()
    };
    let (before, after) = (others(block.fields), others(fields));
    let value = |key: &str| fields.get(key).and_then(Node::text).map(str::trim);
    before.len() == after.len()
        && before
            .iter()
            .zip(&after)
            .all(|(before, after)| same_entry(before, after))
        && wanted
            .iter()
            .all(|it| value(it.key) == Some(one_line(it.value).as_str()))
}

/// A text with some of its ranges replaced. They do not overlap; those at one place follow in their order.
pub(super) fn replaced(text: &str, replacements: &[Replacement]) -> String {
    let mut sorted: Vec<_> = replacements.iter().collect();
    sorted.sort_by_key(|it| it.span.start);
    let mut result = String::with_capacity(text.len() + 64);
    let mut copied = 0;
    for replacement in sorted {
        result.push_str(text.get(copied..replacement.span.start as usize).unwrap_or_default());
        result.push_str(&replacement.text);
        copied = replacement.span.end as usize;
    }
    result.push_str(text.get(copied..).unwrap_or_default());
    result
}

/// Ways to give an entry that is there another value.
fn changed(block: Block<'_>, entry: &Entry, value: &str) -> Vec<Replacement> {
    let node = &entry.value;
    let old = node.span.text(block.text);
    if node.is_null() && old.trim().is_empty() {
        return behind_the_colon(block, entry, value);
    }
    let quoted = match old.as_bytes().first() {
        Some(b'\'') => Some(format!("'{}'", one_line(value).replace('\'', "''"))),
        Some(b'"') => serde_json::to_string(&one_line(value)).ok(),
        _ => None,
    };
    let plain = [yaml_text(value), yaml_item(value)];
    let texts = quoted.into_iter().chain(plain);
    texts.map(|text| Replacement { span: node.span, text }).collect()
}

/// Ways to give a value to a key that has none: `status:`, or `{status}`.
fn behind_the_colon(block: Block<'_>, entry: &Entry, value: &str) -> Vec<Replacement> {
    let end = entry.key.span.end as usize;
    let rest = block.text.get(end..).unwrap_or_default();
    let colon = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let (at, sign) = match rest[colon..].starts_with(':') {
        true => (end + colon + 1, ""),
        false => (end, ":"),
    };
    [yaml_text(value), yaml_item(value)]
        .map(|value| Replacement {
            span: Span::at(at),
            text: format!("{sign} {value}"),
        })
        .into()
}

/// Ways to add an entry: behind another, before all, or where there is none yet.
fn added(block: Block<'_>, wanted: Wanted<'_>) -> Vec<Replacement> {
    let Wanted { key, value, behind } = wanted;
    let (plain, item) = (yaml_text(value), yaml_item(value));
    let first = block.fields.entries.first();
    let named = behind.iter().filter_map(|key| block.fields.entry(key));
    let mut tries = Vec::new();
    for entry in named.chain(first) {
        tries.extend(line_below(block, entry, &format!("{key}: {plain}")));
    }
    for entry in behind.iter().filter_map(|key| block.fields.entry(key)).chain(first) {
        tries.push(Replacement {
            span: Span::at(entry.value.span.end.max(entry.key.span.end) as usize),
            text: format!(", {key}: {item}"),
        });
    }
    let start = block.yaml.start as usize;
    let brace = block.yaml.text(block.text).find('{');
    if let Some(brace) = brace {
        let comma = if first.is_some() { ", " } else { "" };
        tries.push(Replacement {
            span: Span::at(start + brace + 1),
            text: format!("{key}: {item}{comma}"),
        });
    }
    let indent = first.and_then(|entry| indentation(block, entry)).unwrap_or_default();
    tries.push(Replacement {
        span: Span::at(start),
        text: format!("{indent}{key}: {plain}{}", line_ending(block.text, start)),
    });
    tries
}

/// A line of its own below the last line of an entry.
fn line_below(block: Block<'_>, entry: &Entry, line: &str) -> Option<Replacement> {
    let indent = indentation(block, entry)?;
    let end = entry.value.span.end.max(entry.key.span.end) as usize;
    let line_end = block.text.get(end..)?.find('\n')?;
    let at = end + line_end + 1;
    (at <= block.yaml.end as usize).then(|| Replacement {
        span: Span::at(at),
        text: format!("{indent}{line}{}", line_ending(block.text, at)),
    })
}

/// The white space in front of a key that begins its line; `None` when something else stands there.
fn indentation<'a>(block: Block<'a>, entry: &Entry) -> Option<&'a str> {
    let before = block.text.get(..entry.key.span.start as usize)?;
    let line = &before[before.rfind('\n').map_or(0, |end| end + 1)..];
    line.chars().all(|c| c == ' ').then_some(line)
}

/// How the line that ends at an offset ends.
fn line_ending(text: &str, at: usize) -> &'static str {
    match text.get(..at).is_some_and(|before| before.ends_with("\r\n")) {
        true => "\r\n",
        false => "\n",
    }
}

fn same_entry(left: &Entry, right: &Entry) -> bool {
    left.key.value == right.key.value && same(&left.value, &right.value)
}

/// Whether two nodes hold the same, wherever they stand.
fn same(left: &Node, right: &Node) -> bool {
    match (&left.value, &right.value) {
        (Value::Scalar(left), Value::Scalar(right)) => left == right,
        (Value::List(left), Value::List(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Value::Mapping(left), Value::Mapping(right)) => {
            let pairs = left.entries.iter().zip(&right.entries);
            left.entries.len() == right.entries.len() && pairs.into_iter().all(|(left, right)| same_entry(left, right))
        }
        _ => false,
    }
}
