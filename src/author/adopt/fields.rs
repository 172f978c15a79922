//! The fields that documents have in their front matter, and what they hold.

use std::collections::BTreeSet;

use super::NEARLY_ALL;
use super::survey::Sheet;
use crate::definition::{Definition, FieldDefinition, FieldKind};
use crate::model::fits;
use crate::parse::FrontMatter;
use crate::yaml::{Mapping, Node};

/// Keys that hold people, singular.
const PEOPLE: [&str; 19] = [
    "approver",
    "assignee",
    "attendee",
    "author",
    "champion",
    "consulted",
    "contact",
    "contributor",
    "decider",
    "decision-maker",
    "editor",
    "informed",
    "lead",
    "maintainer",
    "owner",
    "reviewer",
    "shepherd",
    "sponsor",
    "writer",
];
/// Most words of which a field may be one.
const MOST_WORDS: usize = 6;
/// Fields of every type whose meaning is docent's own.
const RESERVED: [&str; 5] = ["title", "status", "id", "type", "aliases"];

/// A field that documents have.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    pub(super) name: String,
    /// What it holds; `None` where the type has such a field already, and what is written fits it.
    pub(super) kind: Option<FieldKind>,
    /// Whether nearly all documents have it; `None` where that is as the type has it.
    pub(super) required: Option<bool>,
    /// In how many documents it is filled in.
    pub(super) count: usize,
}

/// The fields of some documents, those of the extended type included that ask for more than the documents have. `base`
/// has the fields that the type has already.
pub(super) fn fields(sheets: &[&Sheet], base: &Definition) -> (Vec<Found>, Vec<String>) {
    let mappings: Vec<_> = sheets.iter().filter_map(|sheet| sheet.fields()).collect();
    // What cannot be read says nothing about what is there.
    let broken = |sheet: &&&Sheet| matches!(sheet.parsed.front_matter, FrontMatter::Broken { .. });
    let all = sheets.len() - sheets.iter().filter(broken).count();
    let mut found = Vec::new();
    let mut unfit = Vec::new();
    for key in keys(&mappings) {
        if RESERVED.contains(&key.as_str()) {
            continue;
        }
        if !key.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_') {
            unfit.push(key);
            continue;
        }
        let values: Vec<_> = mappings
            .iter()
            .filter_map(|it| it.get(&key))
            .filter(|it| is_filled(it))
            .collect();
        let is_common = nearly(values.len(), all);
        let known = base.field(&key);
        let fitting = |kind: &FieldKind| values.iter().filter(|it| fits(it, kind)).count();
        let kind = match known {
            Some(known) if nearly(fitting(&known.kind), values.len()) => None,
            _ => Some(kind(&key, &values)),
        };
        let was_required = known.is_some_and(|it| !it.required.is_empty());
        let required = (is_common != was_required || (was_required && known.is_some())).then_some(is_common);
        if kind.is_some() || required.is_some() {
            found.push(Found {
                name: key,
                kind,
                required,
                count: values.len(),
            });
        }
    }
    let missing = base.fields.iter().filter(|it| !it.required.is_empty());
    let missing: Vec<_> = missing
        .filter(|it| !found.iter().any(|found| found.name == it.name))
        .collect();
    found.extend(missing.into_iter().map(|field| Found {
        name: field.name.clone(),
        kind: None,
        required: Some(false),
        count: 0,
    }));
    (found, unfit)
}

/// Whether so many of all are nearly all.
pub(super) fn nearly(count: usize, all: usize) -> bool {
    count > 0 && count * 100 >= all * NEARLY_ALL
}

/// All keys in the order in which they are first written.
fn keys(mappings: &[&Mapping]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let all = mappings.iter().flat_map(|it| &it.entries).map(|entry| &entry.key.value);
    all.filter(|key| seen.insert((*key).clone())).cloned().collect()
}

fn is_filled(node: &Node) -> bool {
    let has_text = |text: &str| !text.trim().is_empty();
    !node.is_null() && node.text().is_none_or(has_text) && node.list().is_none_or(|items| !items.is_empty())
}

/// The kind that nearly all values are of; the narrowest of them.
fn kind(key: &str, values: &[&Node]) -> FieldKind {
    let candidates = candidates(key, values);
    let fitting = |kind: &FieldKind| values.iter().filter(|it| fits(it, kind)).count();
    let narrow = candidates.iter().find(|kind| nearly(fitting(kind), values.len()));
    let widest = || candidates.iter().max_by_key(|kind| fitting(kind));
    narrow.or_else(widest).cloned().unwrap_or(FieldKind::Text)
}

fn candidates(key: &str, values: &[&Node]) -> Vec<FieldKind> {
    let mut kinds = Vec::new();
    let items: Vec<_> = values.iter().filter_map(|it| it.list()).flatten().collect();
    let word = key.to_lowercase().replace('_', "-");
    let names_people = PEOPLE.contains(&word.strip_suffix('s').unwrap_or(&word)) || PEOPLE.contains(&word.as_str());
    let handles = items
        .iter()
        .filter(|it| it.text().is_some_and(|text| text.starts_with('@')))
        .count();
    if items.is_empty() {
        if names_people {
            kinds.push(FieldKind::Person);
        }
        kinds.extend([
            FieldKind::Boolean,
            FieldKind::Number,
            FieldKind::Date,
            FieldKind::Instant,
            FieldKind::Url,
        ]);
        kinds.extend(one_of(values));
        let mappings: Vec<_> = values.iter().filter_map(|it| it.mapping()).collect();
        if !mappings.is_empty() {
            kinds.push(FieldKind::Mapping(parts(&mappings)));
        }
    } else {
        if names_people || handles * 2 > items.len() {
            kinds.push(FieldKind::People);
        }
        kinds.push(FieldKind::List(Box::new(FieldKind::Text)));
        let mappings: Vec<_> = items.iter().filter_map(|it| it.mapping()).collect();
        if !mappings.is_empty() {
            kinds.push(FieldKind::List(Box::new(FieldKind::Mapping(parts(&mappings)))));
        }
    }
    kinds.push(FieldKind::Text);
    kinds
}

/// A few words that come again and again.
fn one_of(values: &[&Node]) -> Option<FieldKind> {
    let words: Option<BTreeSet<_>> = values.iter().map(|it| it.text().map(str::trim)).collect();
    let words = words?;
    let is_word = |word: &&str| word.len() <= 30 && !word.chars().all(|c| c.is_ascii_digit() || "-:. ".contains(c));
    let few = (2..=MOST_WORDS).contains(&words.len()) && values.len() > words.len() * 2 && words.iter().all(is_word);
    few.then(|| FieldKind::OneOf {
        values: words.into_iter().map(str::to_owned).collect(),
        or_quarter: false,
    })
}

/// The keys of some mappings. What is within them is taken as text where it is no date, number or list.
fn parts(mappings: &[&Mapping]) -> Vec<FieldDefinition> {
    let part = |name: String| {
        let values: Vec<_> = mappings
            .iter()
            .filter_map(|it| it.get(&name))
            .filter(|it| is_filled(it))
            .collect();
        let is_deep = values.iter().any(|it| it.mapping().is_some());
        let kind = if is_deep { FieldKind::Text } else { kind(&name, &values) };
        FieldDefinition {
            name,
            kind,
            required: Vec::new(),
            prompt: String::new(),
            example: String::new(),
        }
    };
    keys(mappings).into_iter().map(part).collect()
}
