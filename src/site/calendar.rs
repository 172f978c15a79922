//! Calendars (RFC 5545) of what is due: `calendar.ics`, and one beside the page of each person and team that owes something.
//!
//! All-day events without an alarm. Nothing in them tells of the moment of the build: an event is stamped with the commit
//! that last changed its document, so that a calendar that is fetched twice is the same one.

use std::collections::BTreeMap;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::insight::{Due, DueKind};
use crate::model::DocumentIndex;
use crate::render::{self, Calendar, Input, Phrases};

/// Most events of one calendar, the next ones due.
const MOST: usize = 2_000;
/// Longest text of one property, in characters.
const LONGEST: usize = 500;
/// Longest line, in bytes, without its end.
const LINE: usize = 75;

/// All calendars, by route.
pub(super) fn files(
    input: &Input<'_>,
    calendars: &BTreeMap<String, Calendar>,
    phrases: &Phrases,
) -> Vec<(String, String)> {
    let dues = input.insights.dues();
    let site = &input.corpus.config.title;
    let file = |(route, it): (&String, &Calendar)| {
        let name = match &it.name {
            Some(name) => phrases.fill("sharing.calendar_of", &[("site", site), ("name", name)]),
            None => phrases.fill("sharing.calendar", &[("site", site)]),
        };
        let own = it.dues.iter().filter_map(|position| dues.get(*position));
        (route.clone(), calendar(input, phrases, &name, own))
    };
    calendars.par_iter().map(file).collect()
}

fn calendar<'d>(input: &Input<'_>, phrases: &Phrases, name: &str, dues: impl Iterator<Item = &'d Due>) -> String {
    let mut lines = Lines::default();
    lines.plain("BEGIN:VCALENDAR");
    lines.plain("VERSION:2.0");
    lines.plain(&format!("PRODID:-//docent//docent {}//EN", env!("CARGO_PKG_VERSION")));
    lines.plain("CALSCALE:GREGORIAN");
    lines.plain("METHOD:PUBLISH");
    lines.text("X-WR-CALNAME", name);
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for due in dues.take(MOST) {
        // Two actions with the same words are two events, told apart by their order.
        let key = key(input, due);
        let again = times.entry(key.clone()).or_default();
        event(input, phrases, due, &uid(input, &key, *again), &mut lines);
        *again += 1;
    }
    lines.plain("END:VCALENDAR");
    lines.0
}

fn event(input: &Input<'_>, phrases: &Phrases, due: &Due, uid: &str, lines: &mut Lines) {
    let corpus = input.corpus;
    let document = corpus.get(due.document);
    let definition = corpus.definition(document);
    let (id, title) = (&document.id.value, &document.title.value);
    let of_document = |key: &str| phrases.fill(key, &[("title", title), ("id", id)]);
    let of_words = |key: &str| phrases.fill(key, &[("what", &due.what), ("id", id)]);
    let summary = match due.kind {
        DueKind::Action => of_words("sharing.due_action"),
        DueKind::Target if due.what.is_empty() => of_document("sharing.due_target_bare"),
        DueKind::Target => of_words("sharing.due_target"),
        DueKind::FollowUp => of_document("sharing.due_follow_up"),
        DueKind::NewCustomers => of_document("sharing.due_new_customers"),
        DueKind::Migrated => of_document("sharing.due_migrated"),
        DueKind::OldOff => of_document("sharing.due_old_off"),
        DueKind::Expiry => of_document("sharing.due_expiry"),
        DueKind::Review => of_document("sharing.due_review"),
        DueKind::Reading => of_document("sharing.due_reading"),
    };
    let mut about = vec![phrases.fill(
        "sharing.document",
        &[("type", &definition.name), ("id", id), ("title", title)],
    )];
    if let Some(owner) = &due.owner {
        about.push(phrases.fill("sharing.owner", &[("name", &corpus.people.name(owner))]));
    }
    let address = input.base_url.map(|base| {
        format!(
            "{}/{}",
            base.trim_end_matches('/'),
            render::encode_path(&document.route)
        )
    });
    about.extend(address.clone());
    lines.plain("BEGIN:VEVENT");
    lines.plain(&format!("UID:{uid}"));
    lines.plain(&format!("DTSTAMP:{}", stamp(input, due.document)));
    lines.plain(&format!("DTSTART;VALUE=DATE:{}", due.day.strftime("%Y%m%d")));
    lines.text("SUMMARY", &summary);
    lines.text("DESCRIPTION", &about.join("\n"));
    if let Some(address) = address {
        lines.plain(&format!("URL:{}", ascii(&address)));
    }
    lines.text("CATEGORIES", &definition.name);
    lines.plain("TRANSP:TRANSPARENT");
    lines.plain("END:VEVENT");
}

/// When the document was changed last, in UTC; the beginning of time where Git does not know.
fn stamp(input: &Input<'_>, document: DocumentIndex) -> String {
    let past = input.history.of(input.corpus.get(document).path());
    let at = past
        .and_then(|past| past.updated())
        .and_then(|it| it.commit.committed.or(it.commit.authored));
    let at = at.map_or(jiff::Timestamp::UNIX_EPOCH, |moment| moment.at);
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// What makes an event the same one when the day moves: the document, the kind, and the words of an action or target.
fn key(input: &Input<'_>, due: &Due) -> String {
    let id = input.corpus.get(due.document).id.value.to_lowercase();
    format!("{id}\n{:?}\n{}", due.kind, due.what)
}

fn uid(input: &Input<'_>, key: &str, again: usize) -> String {
    let digest = Sha256::digest(format!("{}\n{key}\n{again}", input.corpus.config.title));
    let hex: String = digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    format!("{hex}@docent")
}

/// An address in ASCII, without anything that would end a line.
fn ascii(address: &str) -> String {
    let encode = |byte: u8| match byte {
        b'!'..=b'~' => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    address.bytes().map(encode).collect()
}

/// Lines of a calendar: ended as the standard says, folded before they are longer than it allows.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn text(&mut self, name: &str, text: &str) {
        self.plain(&format!("{name}:{}", escaped(text)));
    }

    fn plain(&mut self, line: &str) {
        let mut length = 0;
        for character in line.chars() {
            if length + character.len_utf8() > LINE {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(character);
            length += character.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// A text as a property holds it: no line break, no control character, and what separates values escaped.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for (count, character) in text.chars().enumerate() {
        if count == LONGEST {
            escaped.push('…');
            break;
        }
        match character {
            '\\' | ';' | ',' => escaped.extend(['\\', character]),
            '\n' => escaped.push_str("\\n"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_characters() {
        let mut lines = Lines::default();
        lines.text("SUMMARY", &"ö".repeat(80));
        assert!(lines.0.split("\r\n").all(|line| line.len() <= LINE));
        assert_eq!(lines.0.replace("\r\n ", ""), format!("SUMMARY:{}\r\n", "ö".repeat(80)));
    }

    #[test]
    fn what_separates_values_is_escaped() {
        assert_eq!(
            escaped("a;b,c\\d\r\nEND:VEVENT\t\u{0}"),
            "a\\;b\\,c\\\\d \\nEND:VEVENT  "
        );
        assert_eq!(escaped(&"x".repeat(9_999)).chars().count(), LONGEST + 1);
        assert_eq!(ascii("https://x/ö\r\nBEGIN"), "https://x/%C3%B6%0D%0ABEGIN");
    }
}
