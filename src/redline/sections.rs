//! Two bodies compared section by section.

use std::collections::{BTreeSet, HashMap};

use super::words::{Comparison, Mark, Piece};
use crate::parse::Parsed;
use crate::span::Span;

/// Most sections without a partner that are looked at for one that was only renamed.
const MOST_RENAMED: usize = 20;
/// Of a hundred words, how many must stay for a section under another heading to be the same one.
const ALIKE: usize = 60;

/// A section that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionChange {
    /// Its heading; `None` for what stands before the first one.
    pub name: Option<String>,
    /// What became of it.
    pub kind: SectionKind,
    /// Its words; empty when only its heading is another one.
    pub pieces: Vec<Piece>,
}

/// What became of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SectionKind {
    /// Its text changed.
    Edited,
    /// It has another heading, and perhaps another text.
    Renamed {
        /// The heading it had.
        from: String,
    },
    /// It came.
    Added,
    /// It went.
    Removed,
}

/// A heading and the text up to the next one.
#[derive(Clone, Debug)]
struct Part<'a> {
    /// The heading, with single spaces.
    name: Option<String>,
    /// Whether it is the title of the document.
    title: bool,
    text: &'a str,
}

/// The sections that changed, and whether those that stayed stand in another order.
pub(super) fn compare(old: &Parsed, new: &Parsed, comparison: &mut Comparison) -> (Vec<SectionChange>, bool) {
    let (before, after) = (parts(old), parts(new));
    let partners = pair(&before, &after);
    let mut gone = without_partner(before.len(), &partners);
    let mut changes = Vec::new();
    for (part, partner) in after.iter().zip(&partners) {
        let name = part.name.clone();
        let Some(partner) = *partner else {
            changes.push(SectionChange {
                name,
                kind: SectionKind::Added,
                pieces: comparison.whole(Mark::Added, part.text),
            });
            continue;
        };
        let later = gone.split_off(&partner);
        changes.extend(
            std::mem::replace(&mut gone, later)
                .iter()
                .map(|at| removed(&before[*at], comparison)),
        );
        let from = before[partner]
            .name
            .clone()
            .filter(|_| before[partner].name != part.name);
        let pieces = comparison.compare(before[partner].text, part.text);
        if from.is_some() || pieces.is_some() {
            changes.push(SectionChange {
                name,
                kind: from.map_or(SectionKind::Edited, |from| SectionKind::Renamed { from }),
                pieces: pieces.unwrap_or_default(),
            });
        }
    }
    changes.extend(gone.iter().map(|at| removed(&before[*at], comparison)));
    (changes, !partners.iter().flatten().is_sorted())
}

fn removed(part: &Part<'_>, comparison: &mut Comparison) -> SectionChange {
    SectionChange {
        name: part.name.clone(),
        kind: SectionKind::Removed,
        pieces: comparison.whole(Mark::Removed, part.text),
    }
}

/// Positions of the old sections that no new one was.
fn without_partner(count: usize, partners: &[Option<usize>]) -> BTreeSet<usize> {
    let mut alone: BTreeSet<usize> = (0..count).collect();
    for partner in partners.iter().flatten() {
        alone.remove(partner);
    }
    alone
}

/// The sections of a body; text before the first heading counts as one, where there is any.
fn parts(parsed: &Parsed) -> Vec<Part<'_>> {
    let body = &parsed.body;
    let first = body
        .headings
        .first()
        .map_or(body.span.end, |heading| heading.span.start);
    let start = Span {
        start: body.span.start,
        end: first,
    };
    let before = Part {
        name: None,
        title: false,
        text: start.text(&parsed.text),
    };
    let title = body.title().map(|heading| heading.span);
    let headed = body.headings.iter().map(|heading| Part {
        name: Some(heading.text.split_whitespace().collect::<Vec<_>>().join(" ")),
        title: Some(heading.span) == title,
        text: heading.own.text(&parsed.text),
    });
    std::iter::once(before)
        .filter(|part| !part.text.trim().is_empty())
        .chain(headed)
        .collect()
}

/// For each new section the old one that it was: of the same heading (the second of a name is the second), else of much the
/// same words. The title stays the title, whatever it says.
fn pair(before: &[Part<'_>], after: &[Part<'_>]) -> Vec<Option<usize>> {
    let old: HashMap<_, usize> = keys(before).into_iter().zip(0..).collect();
    let mut partners: Vec<Option<usize>> = keys(after).iter().map(|key| old.get(key).copied()).collect();
    let lonely = |at: &usize| partners[*at].is_none() && after[*at].name.is_some();
    let new: Vec<usize> = (0..after.len()).filter(lonely).collect();
    let mut old = without_partner(before.len(), &partners);
    old.retain(|at| before[*at].name.is_some());
    if new.len() > MOST_RENAMED || old.len() > MOST_RENAMED {
        return partners;
    }
    for at in new {
        let likeness = |old: usize| likeness(before[old].text, after[at].text);
        let alike = old.iter().map(|old| (likeness(*old), std::cmp::Reverse(*old)));
        if let Some((_, std::cmp::Reverse(best))) = alike.filter(|(likeness, _)| *likeness >= ALIKE).max() {
            partners[at] = Some(best);
            old.remove(&best);
        }
    }
    partners
}

/// What sections are paired by: their headings, and which of that heading they are.
fn keys<'a>(parts: &'a [Part<'_>]) -> Vec<(Option<&'a str>, bool, usize)> {
    let mut seen: HashMap<(Option<&str>, bool), usize> = HashMap::new();
    let key = |part: &'a Part<'_>| {
        let name = part.name.as_deref().filter(|_| !part.title);
        let count = seen.entry((name, part.title)).or_default();
        *count += 1;
        (name, part.title, *count)
    };
    parts.iter().map(key).collect()
}

/// Of a hundred words of the longer text, how many stand in both.
fn likeness(old: &str, new: &str) -> usize {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut total = 0;
    for word in old.split_whitespace() {
        *counts.entry(word).or_default() += 1;
        total += 1;
    }
    let (mut shared, mut others) = (0, 0);
    for word in new.split_whitespace() {
        others += 1;
        if let Some(count) = counts.get_mut(word).filter(|count| **count > 0) {
            *count -= 1;
            shared += 1;
        }
    }
    // Two empty sections say nothing about each other.
    shared * 100 / total.max(others).max(1)
}
