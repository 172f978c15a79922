//! The states that documents say they are in.

use std::collections::BTreeMap;

use super::survey::Sheet;
use crate::definition::Definition;
use crate::yaml::Node;

/// Words for states, in the order that documents go through them: whether one stands beside the order, and whether a
/// document rests there.
const WORDS: [(&[&str], Place); 8] = [
    (
        &[
            "idea",
            "draft",
            "wip",
            "work in progress",
            "provisional",
            "initial",
            "new",
        ],
        Place::Early,
    ),
    (
        &[
            "proposed",
            "proposal",
            "open",
            "pending",
            "in review",
            "in-review",
            "review",
            "under review",
            "discussion",
        ],
        Place::Open,
    ),
    (
        &[
            "accepted",
            "approved",
            "agreed",
            "implementable",
            "decided",
            "active",
            "committed",
        ],
        Place::Agreed,
    ),
    (
        &["in progress", "in-progress", "implementing", "experimental"],
        Place::UnderWay,
    ),
    (
        &[
            "implemented",
            "completed",
            "complete",
            "done",
            "final",
            "published",
            "closed",
            "resolved",
            "stable",
        ],
        Place::Done,
    ),
    (
        &["on hold", "on-hold", "paused", "deferred", "parked", "postponed"],
        Place::Paused,
    ),
    (
        &[
            "rejected",
            "declined",
            "withdrawn",
            "abandoned",
            "not accepted",
            "cancelled",
            "canceled",
        ],
        Place::Refused,
    ),
    (
        &["superseded", "deprecated", "replaced", "obsolete", "retired", "removed"],
        Place::Replaced,
    ),
];

/// Where a state stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Early,
    Open,
    Agreed,
    UnderWay,
    Done,
    Paused,
    Refused,
    Replaced,
}

/// A lifecycle as far as documents show it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct States {
    /// In order.
    pub(super) ordered: Vec<String>,
    /// Beside the order.
    pub(super) aside: Vec<String>,
    /// Those in which a document rests.
    pub(super) end: Vec<String>,
    /// From which on what is missing is an error.
    pub(super) gate: String,
}

/// What was found about states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// The lifecycle to write; `None` where that of the extended type fits, or the type has none.
    pub(super) states: Option<States>,
    /// How many documents are in each state, as it is written.
    pub(super) counts: Vec<(String, usize)>,
    /// Words that cannot be the name of a state, and those that are another spelling of one.
    pub(super) odd: Vec<String>,
    /// How many documents say their state in the text instead, and how one of them does.
    pub(super) in_text: Option<(usize, String)>,
}

/// Finds the states of some documents; `extended` is the built-in type that theirs begins from.
pub(super) fn states(sheets: &[&Sheet], extended: Option<&Definition>) -> Found {
    let mut found = Found::default();
    let mut spellings: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for sheet in sheets {
        let status = sheet
            .fields()
            .and_then(|fields| fields.get("status"))
            .and_then(Node::text);
        let Some(word) = status.map(str::trim).filter(|word| !word.is_empty()) else {
            continue;
        };
        if is_name(word) {
            let spelling = spellings.entry(word.to_lowercase()).or_default();
            *spelling.entry(word.to_owned()).or_default() += 1;
        } else if !found.odd.iter().any(|it| it == word) {
            found.odd.push(word.to_owned());
        }
    }
    for spelling in spellings.into_values() {
        let Some((name, _)) = spelling.iter().max_by_key(|(_, count)| **count) else {
            continue;
        };
        let others = spelling.keys().filter(|it| *it != name);
        found.odd.extend(others.cloned());
        found.counts.push((name.clone(), spelling[name]));
    }
    found.in_text = in_text(sheets);
    let written: usize = found.counts.iter().map(|(_, count)| count).sum();
    found.counts.sort_by_key(|(name, _)| place(name));
    let names: Vec<_> = found.counts.iter().map(|(name, _)| name.as_str()).collect();
    found.states = match extended {
        _ if written * 2 > sheets.len() => {
            let is_known = |definition: &Definition| names.iter().all(|it| definition.lifecycle.index(it).is_some());
            (!extended.is_some_and(is_known)).then(|| lifecycle(&names, extended))
        }
        Some(definition) => Some(settled(&names, definition)),
        None if names.is_empty() => None,
        None => Some(mostly_unwritten(&names)),
    };
    found
}

/// Whether a word can be the name of a state in a definition. "Superseded by ADR-5" says more than a state.
fn is_name(word: &str) -> bool {
    let is_word = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    let says_more = word.contains(" by ") || word.chars().any(|c| c.is_ascii_digit());
    word.len() <= 40 && !says_more && word.split(' ').all(is_word) && !["always", "gate", "never"].contains(&word)
}

fn place(name: &str) -> Place {
    let lower = name.to_lowercase();
    let known = WORDS.iter().find(|(words, _)| words.contains(&lower.as_str()));
    // Whatever nobody knows is most likely something that was agreed upon.
    known.map_or(Place::Agreed, |(_, place)| *place)
}

/// The lifecycle of documents that say their state.
fn lifecycle(names: &[&str], extended: Option<&Definition>) -> States {
    let mut states = States::default();
    for name in names {
        match place(name) {
            Place::Paused => states.aside.push((*name).to_owned()),
            Place::Refused | Place::Replaced => {
                states.aside.push((*name).to_owned());
                states.end.push((*name).to_owned());
            }
            place => {
                states.ordered.push((*name).to_owned());
                if place == Place::Done {
                    states.end.push((*name).to_owned());
                }
            }
        }
    }
    if states.ordered.is_empty() {
        let first = extended.and_then(|it| it.lifecycle.first());
        states
            .ordered
            .push(first.map_or("accepted", |it| it.name.as_str()).to_owned());
    }
    // What the built-in type has besides stays, so that a document may still be set aside.
    for state in extended.into_iter().flat_map(|it| &it.lifecycle.states) {
        if state.aside && !names.contains(&state.name.as_str()) {
            states.aside.push(state.name.clone());
            states.end.extend(state.end.then(|| state.name.clone()));
        }
    }
    let agreed = states.ordered.iter().find(|name| place(name) >= Place::Agreed);
    let gate = agreed.or(states.ordered.last()).cloned();
    states.gate = gate.unwrap_or_default();
    states
}

/// One state in order, in which a document is that does not say: what is there has been agreed upon. The others of the
/// built-in type stand aside, so that a document may still say that it is proposed or superseded.
fn settled(names: &[&str], definition: &Definition) -> States {
    let lifecycle = &definition.lifecycle;
    let ordered: Vec<_> = lifecycle.states.iter().filter(|it| !it.aside).collect();
    let gate = ordered.last().map_or("accepted", |it| it.name.as_str());
    let mut aside: Vec<_> = lifecycle
        .names()
        .filter(|name| *name != gate)
        .map(str::to_owned)
        .collect();
    let further = names
        .iter()
        .filter(|name| **name != gate && !aside.iter().any(|it| it == *name));
    let further: Vec<_> = further.map(|it| (*it).to_owned()).collect();
    aside.extend(further);
    let ends = lifecycle.states.iter().filter(|it| it.end).map(|it| it.name.clone());
    States {
        ordered: vec![gate.to_owned()],
        aside,
        end: ends.collect(),
        gate: gate.to_owned(),
    }
}

/// The same for a type of one's own.
fn mostly_unwritten(names: &[&str]) -> States {
    let gate = names
        .iter()
        .find(|name| (Place::Agreed..=Place::Done).contains(&place(name)));
    let gate = gate.map_or("accepted", |it| it);
    let aside = names.iter().filter(|it| **it != gate).map(|it| (*it).to_owned());
    States {
        ordered: vec![gate.to_owned()],
        aside: aside.collect(),
        end: Vec::new(),
        gate: gate.to_owned(),
    }
}

/// How many documents without `status:` say it in a list, a table or a section at their beginning, and how one does.
fn in_text(sheets: &[&Sheet]) -> Option<(usize, String)> {
    let says = |sheet: &&&Sheet| sheet.fields().is_none_or(|fields| fields.get("status").is_none());
    let found = sheets.iter().filter(says).filter_map(|sheet| line_of_status(sheet));
    let found: Vec<_> = found.collect();
    Some((found.len(), found.first()?.clone()))
}

fn line_of_status(sheet: &Sheet) -> Option<String> {
    let body = sheet.parsed.body.span.text(&sheet.parsed.text);
    let found = body.lines().take(60).find(|line| {
        let words = line.trim_start_matches(['-', '*', '+', '|', '#', '>', ' ', '\t', '_']);
        let rest = words.get(..6).filter(|word| word.eq_ignore_ascii_case("status"));
        let rest = rest.map(|_| words[6..].trim_start_matches(['*', '_', ' ']));
        rest.is_some_and(|rest| rest.starts_with([':', '|']) || (rest.is_empty() && line.starts_with('#')))
    })?;
    Some(
        found
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .chars()
            .take(60)
            .collect(),
    )
}
