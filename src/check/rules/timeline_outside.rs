//! An entry of the timeline that lies outside the incident.

use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, Timestamp};

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::definition::{Demand, DemandKind};
use crate::model::{Instant, Value};
use crate::parse::BlockKind;
use crate::span::Span;

/// How far before and after an incident its timeline may reach: the change that led to it is often made the evening
/// before, and the message to customers sent the morning after.
const SLACK: SignedDuration = SignedDuration::from_hours(24);

/// Zones by whose name a clock is told; docent does not guess their offsets.
const ZONES: [&str; 16] = [
    "CET", "CEST", "BST", "WET", "EET", "EEST", "EST", "EDT", "CST", "CDT", "MST", "PST", "PDT", "IST", "JST", "AEST",
];

/// The rule.
pub static RULE: Rule = Rule {
    name: "timeline-outside",
    group: Group::Incidents,
    severity: Weight::Warning,
    summary: "an entry of the timeline lies more than a day before `started` or after `resolved`, or is at an hour that does \
              not fit between its neighbours",
    why: "Times to detect and to restore come from `started`, `detected` and `resolved`. Where the timeline tells another \
          story, one of the two is wrong, and most often it is a wrong day or hour in a hurry.",
    example: "started: 2026-03-14T09:12:00+01:00\nresolved: 2026-03-14T11:40:00+01:00\n\n## Timeline\n\n- 2026-04-14 09:31 Alert",
    mend: "Correct the entry or the field. What lies weeks before belongs under the contributing factors, what comes days \
           after under the actions. Entries with the time alone are taken to lie on the days of the incident.",
    run: Run::Document(run),
};

/// When an entry says it happened.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Stamp {
    Instant(Timestamp),
    Civil(DateTime),
    Day(Date),
    Clock(Time),
}

struct Incident {
    started: Instant,
    resolved: Instant,
}

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    let instant = |key| match subject.value(key) {
        Some(Value::Instant(instant)) => Some(*instant),
        _ => None,
    };
    let (Some(started), Some(resolved)) = (instant("started"), instant("resolved")) else {
        return;
    };
    if resolved.timestamp < started.timestamp {
        return;
    }
    let incident = Incident { started, resolved };
    let sections = subject.definition.sections.iter().zip(&subject.document.answers);
    for (section, answers) in sections.filter(|(section, _)| section.must.iter().any(asks_for_times)) {
        for answer in answers {
            let entries = entries(subject, answer.content);
            let text = answer.name.to(answer.content).text(subject.text());
            let zone_is_known = !names_other_zone(text, &incident);
            for (position, (place, stamp)) in entries.iter().enumerate() {
                let outside = match stamp {
                    Stamp::Clock(clock) => {
                        zone_is_known && incident.cannot_hold(*clock) && {
                            let neighbour = |at: Option<usize>| at.and_then(|at| entries.get(at));
                            let fits = |at| neighbour(at).is_some_and(|(_, stamp)| incident.holds(*stamp));
                            fits(position.checked_sub(1)) && fits(Some(position + 1))
                        }
                    }
                    stamp => incident.is_far_from(*stamp),
                };
                if outside {
                    let written = place.text(subject.text());
                    let finding = findings.at(subject, *place, format!("`{written}` lies outside the incident"));
                    let (from, to) = (incident.started.zoned(), incident.resolved.zoned());
                    finding
                        .label("correct the time, or the field that is wrong")
                        .help(format!(
                            "the incident lasted from {} to {} ({})",
                            from.strftime("%Y-%m-%d %H:%M"),
                            to.strftime("%Y-%m-%d %H:%M"),
                            from.strftime("UTC%:z")
                        ))
                        .section(&section.heading);
                }
            }
        }
    }
}

fn asks_for_times(demand: &Demand) -> bool {
    match &demand.kind {
        DemandKind::TimedEntries(_) => true,
        DemandKind::Any(demands) => demands.iter().any(asks_for_times),
        _ => false,
    }
}

impl Incident {
    fn days(&self) -> (Date, Date) {
        (self.started.zoned().date(), self.resolved.zoned().date())
    }

    /// Whether a moment is more than a day away from the incident.
    fn is_far_from(&self, stamp: Stamp) -> bool {
        let moment = match stamp {
            Stamp::Instant(moment) => moment,
            Stamp::Civil(civil) => match self.started.offset.to_timestamp(civil) {
                Ok(moment) => moment,
                Err(_) => return false,
            },
            Stamp::Day(day) => {
                let (first, last) = self.days();
                let before = first.yesterday().is_ok_and(|first| day < first);
                return before || last.tomorrow().is_ok_and(|last| day > last);
            }
            Stamp::Clock(_) => return false,
        };
        let early = self.started.timestamp.duration_since(moment);
        let late = moment.duration_since(self.resolved.timestamp);
        early > SLACK || late > SLACK
    }

    /// Whether no day of the incident has this time of day in it.
    fn cannot_hold(&self, clock: Time) -> bool {
        !self.holds(Stamp::Clock(clock))
    }

    fn holds(&self, stamp: Stamp) -> bool {
        // Clocks are read to the minute, so the second does not count.
        let minute = SignedDuration::from_secs(59);
        let within = |moment: Timestamp| {
            moment.duration_since(self.started.timestamp) >= -minute
                && moment.duration_since(self.resolved.timestamp) <= minute
        };
        match stamp {
            Stamp::Instant(moment) => within(moment),
            Stamp::Civil(civil) => self.started.offset.to_timestamp(civil).is_ok_and(within),
            Stamp::Day(day) => {
                let (first, last) = self.days();
                first <= day && day <= last
            }
            Stamp::Clock(clock) => {
                let (first, last) = self.days();
                let long = self.resolved.timestamp.duration_since(self.started.timestamp) >= SLACK;
                let on = |day: Date| {
                    self.started
                        .offset
                        .to_timestamp(day.to_datetime(clock))
                        .is_ok_and(within)
                };
                long || on(first) || on(last)
            }
        }
    }
}

/// Whether the timeline is told by a clock of another zone than `started` is written in.
fn names_other_zone(text: &str, incident: &Incident) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    let offset = incident.started.offset.seconds();
    words.any(|word| ZONES.contains(&word) || (matches!(word, "UTC" | "GMT") && offset != 0))
}

/// The entries that begin with a time or a day, and where it stands.
fn entries(subject: &Subject<'_>, content: Span) -> Vec<(Span, Stamp)> {
    let body = &subject.document.parsed.body;
    let code: Vec<Span> = body
        .blocks_in(content)
        .filter(|(_, block)| matches!(block.kind, BlockKind::Code { .. }))
        .map(|(_, block)| block.span)
        .collect();
    let mut found = Vec::new();
    let mut start = content.start as usize;
    let mut next_code = 0;
    for line in content.text(subject.text()).split_inclusive('\n') {
        while code.get(next_code).is_some_and(|block| block.end as usize <= start) {
            next_code += 1;
        }
        let in_code = code.get(next_code).is_some_and(|block| (block.start as usize) <= start);
        let marks = |c: char| c.is_whitespace() || "-*+|>#_`[(".contains(c);
        let entry = line.trim_start_matches(marks);
        if let Some((length, stamp)) = stamp(entry).filter(|_| !in_code) {
            let at = start + line.len() - entry.len();
            found.push((Span::new(at, at + length), stamp));
        }
        start += line.len();
    }
    found
}

/// The time at the start of an entry, and its length.
fn stamp(entry: &str) -> Option<(usize, Stamp)> {
    let date = entry.get(..10).and_then(|date| date.parse::<Date>().ok());
    let Some(date) = date.filter(|_| entry.as_bytes()[4] == b'-') else {
        return clock(entry).map(|(length, clock)| (length, Stamp::Clock(clock)));
    };
    let word = entry
        .find(|c: char| c.is_whitespace() || "|,;)]*`".contains(c))
        .unwrap_or(entry.len());
    if let Some(instant) = Instant::parse(&entry[..word]) {
        return Some((word, Stamp::Instant(instant.timestamp)));
    }
    let rest = entry[10..].trim_start_matches(['T', ' ', ',', '|']);
    let between = entry.len() - rest.len();
    Some(match clock(rest) {
        Some((length, clock)) => (between + length, Stamp::Civil(date.to_datetime(clock))),
        None => (10, Stamp::Day(date)),
    })
}

/// `09:12` or `9:12:30`, where nothing makes it the half of a day or something else.
fn clock(text: &str) -> Option<(usize, Time)> {
    let length = text
        .find(|c: char| !(c.is_ascii_digit() || c == ':'))
        .unwrap_or(text.len());
    let numbers: Vec<&str> = text[..length].split(':').collect();
    let number = |text: &str| (1..=2).contains(&text.len()).then(|| text.parse::<i8>().ok()).flatten();
    let (hour, minute, second) = match numbers[..] {
        [hour, minute] if minute.len() == 2 => (number(hour)?, number(minute)?, 0),
        [hour, minute, second] if minute.len() == 2 => (number(hour)?, number(minute)?, number(second)?),
        _ => return None,
    };
    let after = text[length..].trim_start().to_ascii_lowercase();
    let half_day = ["am", "pm", "a.m", "p.m", "noon"]
        .iter()
        .any(|mark| after.starts_with(mark));
    (!half_day)
        .then(|| Time::new(hour, minute, second, 0).ok())
        .flatten()
        .map(|time| (length, time))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_begin_with_a_time_in_many_forms() {
        let read = |entry: &str| stamp(entry).map(|(length, stamp)| (entry[..length].to_owned(), format!("{stamp:?}")));
        let expect = |text: &str, stamp: &str| Some((text.to_owned(), stamp.to_owned()));
        assert_eq!(read("09:12 alert"), expect("09:12", "Clock(09:12:00)"));
        assert_eq!(
            read("2026-03-14 09:12 alert"),
            expect("2026-03-14 09:12", "Civil(2026-03-14T09:12:00)")
        );
        assert_eq!(
            read("2026-03-14T09:12:00+01:00 | alert"),
            expect("2026-03-14T09:12:00+01:00", "Instant(2026-03-14T08:12:00Z)")
        );
        assert_eq!(read("2026-03-15: review"), expect("2026-03-15", "Day(2026-03-15)"));
        for text in [
            "9:12 pm alert",
            "alert at 09:12",
            "25:00 x",
            "12 people",
            "1:1 meeting",
            "日本",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
