//! Owner, dates and tracker within the words of one action.

use std::ops::Range;

use jiff::civil::Date;

use super::dates;
use crate::span::floor_char_boundary;

/// What the words of an action say.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) what: String,
    pub(super) owner: Option<String>,
    pub(super) due: Option<Date>,
    pub(super) done: bool,
    pub(super) done_on: Option<Date>,
    pub(super) link: Option<String>,
}

const OWNER_LABELS: [&str; 7] = ["owner", "assignee", "assigned to", "responsible", "who", "dri", "lead"];

/// Capital words before a hyphen and a number that name no ticket.
const NO_TRACKERS: [&str; 16] = [
    "UTF", "SHA", "ISO", "RFC", "HTTP", "TLS", "SSL", "AES", "RSA", "UTC", "GMT", "CVE", "SEV", "COVID", "IPV", "MD",
];

/// Most dates of one action that are looked at, from its end.
const MOST_DATES: usize = 16;

/// Longest name of an owner that is looked for.
const LONGEST_NAME: usize = 200;

/// Words between what is to be done and its owner or date.
const CONNECTORS: [&str; 12] = [
    "by", "due", "until", "before", "on", "owner", "done", "end", "of", "deadline", "assignee", "see",
];

/// Reads the words of one action.
pub(super) fn read(text: &str) -> Read {
    let mut recognised: Vec<Range<usize>> = Vec::new();
    let mut read = Read {
        done: says_done(text),
        ..Read::default()
    };
    let dates = dates(text);
    for (range, date) in dates.into_iter().rev().take(MOST_DATES).rev() {
        let near = floor_char_boundary(text, range.start.saturating_sub(16));
        let before = text[near..range.start].to_lowercase();
        let before = before.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '✅');
        if ["done", "done on", "completed", "closed", "✅"]
            .iter()
            .any(|word| before.ends_with(word))
        {
            read.done_on = Some(date);
            read.done = true;
        } else {
            read.due = Some(date);
        }
        recognised.push(range);
    }
    if let Some((range, owner)) = labelled_owner(text)
        .or_else(|| handle(text))
        .or_else(|| beside_date(text))
    {
        recognised.push(range);
        read.owner = Some(owner);
    }
    if let Some(range) = tracker_range(text) {
        read.link = Some(text[range.clone()].to_owned());
        recognised.push(range);
    }
    read.what = without_tail(text, &recognised);
    read
}

/// A key such as `OPS-12`, `#483` or `!12`, or an address, in running words.
pub(super) fn tracker(text: &str) -> Option<String> {
    tracker_range(text).map(|range| text[range].to_owned())
}

/// Whether the words say that there is no action.
pub(super) fn says_none(words: &str) -> bool {
    let words = words.trim().to_lowercase();
    let alone = words.trim_end_matches(|c: char| !c.is_alphanumeric());
    let none = matches!(
        alone,
        "none" | "n/a" | "na" | "nothing" | "no" | "none needed" | "none required"
    );
    none || ["no action", "no further action", "no follow-up", "nothing to do"]
        .iter()
        .any(|start| words.starts_with(start))
}

/// Whether a cell, a heading or the start of an item says that the action is done.
pub(super) fn says_done(words: &str) -> bool {
    let words = words.trim().to_lowercase();
    let alone = words.trim_matches(|c: char| !c.is_alphanumeric());
    let is_word = matches!(
        alone,
        "done" | "completed" | "complete" | "closed" | "fixed" | "shipped" | "resolved" | "yes" | "x"
    );
    let marked = words.starts_with(['✅', '☑', '✔', '✓']) || words.ends_with(['✅', '☑', '✔', '✓']);
    let bracketed = ["(done)", "[done]", "(completed)", "[completed]", "(complete)"];
    let opens = ["done:", "done -", "done –", "done —", "completed:"];
    is_word
        || marked
        || bracketed.iter().any(|mark| words.contains(mark))
        || opens.iter().any(|mark| words.starts_with(mark))
}

/// The last day in a heading that says by when: "Long-term improvements (target: Q4 2025 - Q1 2026)".
pub(super) fn due_by(heading: &str) -> Option<Date> {
    let lower = heading.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    let says_by_when = words.any(|word| matches!(word, "target" | "due" | "by" | "until" | "deadline"));
    says_by_when.then(|| dates(heading).last().map(|(_, date)| *date))?
}

/// Whether a cell holds nothing.
pub(super) fn is_blank(text: &str) -> bool {
    let word = text.trim().to_lowercase();
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    bare.is_empty()
        || matches!(
            bare,
            "tbd" | "tba" | "todo" | "n/a" | "na" | "none" | "nobody" | "unassigned" | "open"
        )
}

/// `owner: Ada Lovelace`, up to the next comma, semicolon or bracket.
fn labelled_owner(text: &str) -> Option<(Range<usize>, String)> {
    // Only the case of ASCII letters is folded, so that offsets stay those of the text.
    let lower = text.to_ascii_lowercase();
    for label in OWNER_LABELS {
        for (at, _) in lower.match_indices(label) {
            let before = text[..at].chars().next_back();
            let after = &text[at + label.len()..];
            let colon = after.trim_start_matches(['s', ' ', '*', '_']);
            let Some(value) = colon
                .strip_prefix(':')
                .filter(|_| !before.is_some_and(char::is_alphanumeric))
            else {
                continue;
            };
            let words = value[..floor_char_boundary(value, LONGEST_NAME)]
                .split([',', ';', ')', ']', '|', '.', '\n'])
                .next()
                .unwrap_or_default();
            // Where nothing else divides them, the next label or a dash does.
            let words = cut_before(words, &[" due", " by ", " until", " – ", " — ", " - "]);
            let name = words.trim().trim_matches(['*', '_', '`']).trim_start_matches('@');
            if !is_blank(name) {
                let end = text.len() - value.len() + words.len();
                return Some((at..end, name.to_owned()));
            }
        }
    }
    None
}

fn cut_before<'t>(text: &'t str, marks: &[&str]) -> &'t str {
    let lower = text.to_ascii_lowercase();
    let end = marks.iter().filter_map(|mark| lower.find(mark)).min();
    &text[..end.unwrap_or(text.len())]
}

/// The first `@handle`.
fn handle(text: &str) -> Option<(Range<usize>, String)> {
    text.match_indices('@').find_map(|(at, _)| {
        let before = text[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || "/._".contains(c)) {
            return None;
        }
        let rest = &text[at + 1..];
        let end = rest
            .find(|c: char| !(c.is_alphanumeric() || "-_.".contains(c)))
            .unwrap_or(rest.len());
        let name = rest[..end].trim_end_matches(['.', '-', '_']);
        (!name.is_empty()).then(|| (at..at + 1 + name.len(), name.to_owned()))
    })
}

/// A name beside the date at the end: `(Ada, 2026-03-28)`, `— Ada Lovelace, 2026-03-28`.
fn beside_date(text: &str) -> Option<(Range<usize>, String)> {
    let start = match text.trim_end().strip_suffix(')') {
        Some(inside) => inside.rfind('(')? + 1,
        None => [" — ", " – ", " - "]
            .iter()
            .filter_map(|dash| text.rfind(dash).map(|at| at + dash.len()))
            .max()?,
    };
    let tail = text[start..].trim_end().trim_end_matches(')');
    dates(tail).first()?;
    let mut offset = start;
    for part in tail.split([',', ';']) {
        let words = part.trim();
        let named = !words.is_empty()
            && words.split_whitespace().count() <= 3
            && words.chars().next().is_some_and(char::is_alphabetic)
            && !words.contains(|c: char| c.is_numeric() || c == ':')
            && !CONNECTORS.contains(&words.to_lowercase().as_str())
            && !is_blank(words);
        if named {
            let begin = offset + (part.len() - part.trim_start().len());
            return Some((begin..begin + words.len(), words.to_owned()));
        }
        offset += part.len() + 1;
    }
    None
}

fn tracker_range(text: &str) -> Option<Range<usize>> {
    let mut start = 0;
    for word in text.split(|c: char| c.is_whitespace() || "()[],;|".contains(c)) {
        let at = start;
        start += word.len() + text[at + word.len()..].chars().next().map_or(0, char::len_utf8);
        let bare = word.trim_end_matches(['.', ':', '!', '?']);
        if is_tracker(bare) {
            return Some(at..at + bare.len());
        }
    }
    None
}

fn is_tracker(word: &str) -> bool {
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if word.starts_with("https://") || word.starts_with("http://") {
        return word.len() > "https://".len();
    }
    if let Some((repository, issue)) = word.rsplit_once(['#', '!']) {
        let named = repository.chars().all(|c| c.is_alphanumeric() || "-_./".contains(c));
        return named && number(issue);
    }
    word.split_once('-').is_some_and(|(project, issue)| {
        let capitals = project.starts_with(|c: char| c.is_ascii_uppercase())
            && project
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        project.len() > 1 && capitals && number(issue) && !NO_TRACKERS.contains(&project)
    })
}

/// The text without what was recognised at its end, and the words that lead to it.
fn without_tail(text: &str, recognised: &[Range<usize>]) -> String {
    let mut end = text.len();
    let mut kept = end;
    loop {
        let bare = text[..end].trim_end_matches(|c: char| c.is_whitespace() || "(),;:—–-[]".contains(c));
        let last = bare.len();
        if let Some(range) = recognised.iter().find(|range| range.start < last && range.end >= last) {
            end = range.start;
            kept = end;
            continue;
        }
        let word = bare.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let leads_on = kept < text.len() && CONNECTORS.contains(&word.to_lowercase().as_str());
        if !leads_on {
            break;
        }
        end = last - word.len();
        kept = end;
    }
    let what = text[..kept].trim().trim_start_matches(['✅', '☑', '✔', '✓']).trim();
    let what = match kept < text.len() {
        true => what.trim_end_matches(|c: char| c.is_whitespace() || "(,;:—–-[".contains(c)),
        false => what,
    };
    if what.is_empty() {
        text.trim().to_owned()
    } else {
        what.to_owned()
    }
}
