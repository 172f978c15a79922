//! The headings that documents share, in their usual order.

use std::collections::BTreeMap;

use super::fields::nearly;
use super::survey::Sheet;
use crate::definition::Definition;

/// Fewest letters of a heading that may be a slip of the keyboard for another, and how many letters it may be off.
const SLIP: (usize, usize) = (6, 2);

/// A section that documents have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// As most of them write it; for a section that the extended type has, as that has it.
    pub(super) heading: String,
    /// Other spellings.
    pub(super) aliases: Vec<String>,
    /// Whether nearly all have it.
    pub(super) required: bool,
    /// How many have it.
    pub(super) count: usize,
    /// Whether the extended type has it already.
    pub(super) inherited: bool,
    /// The section before it, for one that the extended type does not have.
    pub(super) after: Option<String>,
}

/// A heading in all documents.
#[derive(Default)]
struct Heading {
    spellings: BTreeMap<String, usize>,
    /// Which documents have it, by their position.
    sheets: Vec<usize>,
    /// Sum of its places in them, each from 0 to 1.
    places: f64,
}

impl Heading {
    fn text(&self) -> String {
        let most = self.spellings.iter().max_by_key(|(_, count)| **count);
        most.map(|(text, _)| text.clone()).unwrap_or_default()
    }

    #[expect(clippy::cast_precision_loss, reason = "there are fewer documents than 2^52")]
    fn place(&self) -> f64 {
        self.places / self.sheets.len().max(1) as f64
    }
}

/// The sections of some documents; `extended` is the built-in type that theirs begins from.
pub(super) fn sections(sheets: &[&Sheet], extended: Option<&Definition>) -> Vec<Found> {
    let headings = headings(sheets);
    let share = |count: usize| count * 2 >= sheets.len() && count > 1;
    let mut shared: Vec<_> = headings.iter().filter(|(_, it)| share(it.sheets.len())).collect();
    shared.sort_by(|left, right| left.1.place().total_cmp(&right.1.place()).then(left.0.cmp(right.0)));
    let mut found: Vec<Found> = Vec::new();
    let mut before: Option<String> = None;
    for (key, heading) in shared {
        let text = heading.text();
        let known = extended.and_then(|it| Some(&it.sections[it.section_index(&text)?]));
        if let Some(known) = known {
            before = Some(known.heading.clone());
            continue;
        }
        let aliases = slips(key, heading, &headings);
        let count = heading.sheets.len() + aliases.iter().map(|(_, count)| count).sum::<usize>();
        found.push(Found {
            required: nearly(count, sheets.len()),
            aliases: aliases.into_iter().map(|(text, _)| text).collect(),
            after: before.replace(text.clone()).filter(|_| extended.is_some()),
            heading: text,
            count,
            inherited: false,
        });
    }
    let inherited = extended.into_iter().flat_map(|definition| {
        let all = definition.sections.iter().enumerate();
        all.map(|(index, section)| {
            let has = |sheet: &&&Sheet| {
                let mut headings = sheet.headings.iter();
                headings.any(|(_, text)| definition.section_index(text) == Some(index))
            };
            let count = sheets.iter().filter(has).count();
            Found {
                heading: section.heading.clone(),
                aliases: Vec::new(),
                required: nearly(count, sheets.len()),
                count,
                inherited: true,
                after: None,
            }
        })
    });
    inherited.chain(found.clone()).collect()
}

fn headings(sheets: &[&Sheet]) -> BTreeMap<String, Heading> {
    let mut headings: BTreeMap<String, Heading> = BTreeMap::new();
    for (position, sheet) in sheets.iter().enumerate() {
        let count = sheet.headings.len();
        for (at, (key, text)) in sheet.headings.iter().enumerate() {
            let heading = headings.entry(key.clone()).or_default();
            *heading.spellings.entry(text.clone()).or_default() += 1;
            heading.sheets.push(position);
            #[expect(clippy::cast_precision_loss, reason = "there are fewer headings than 2^52")]
            let place = at as f64 / count.max(1) as f64;
            heading.places += place;
        }
    }
    headings
}

/// Headings that are nearly a shared one, in documents that do not have that.
fn slips(key: &str, heading: &Heading, all: &BTreeMap<String, Heading>) -> Vec<(String, usize)> {
    let (shortest, most) = SLIP;
    let is_slip = |(other, it): &(&String, &Heading)| {
        other.as_str() != key
            && key.len() >= shortest
            && it.sheets.len() * 4 <= heading.sheets.len()
            && strsim::levenshtein(key, other) <= most
            && it
                .sheets
                .iter()
                .all(|sheet| heading.sheets.binary_search(sheet).is_err())
    };
    all.iter()
        .filter(is_slip)
        .map(|(_, it)| (it.text(), it.sheets.len()))
        .collect()
}
