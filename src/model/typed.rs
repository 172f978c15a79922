//! Lengths of time that someone typed into an incident review, although its moments say them.
//!
//! Only what is plainly about the incident counts: a line or a row of a table with a label such as `Time to recovery:`, a
//! field of such a name, and a sentence that says how long the incident or the outage lasted. That a build took 44 minutes
//! is nobody's mistake.

use super::document::Document;
use super::moments::{Measure, Moments};
use super::value::Value;
use crate::parse::BlockKind;
use crate::span::Span;

/// Labels for the time until somebody knew.
const DETECT: [&str; 7] = [
    "time to detect",
    "time to detection",
    "detection time",
    "ttd",
    "mttd",
    "time until detection",
    "time till detection",
];
/// Labels for the time until it was over, however one counts it.
const LENGTH: [&str; 24] = [
    "time to recovery",
    "time to recover",
    "time to restore",
    "time to restoration",
    "time to mitigate",
    "time to mitigation",
    "time to resolve",
    "time to resolution",
    "time to repair",
    "time to fix",
    "recovery time",
    "resolution time",
    "ttr",
    "mttr",
    "duration",
    "total duration",
    "incident duration",
    "outage duration",
    "duration of incident",
    "duration of outage",
    "downtime",
    "total downtime",
    "length",
    "length of outage",
];
/// What a sentence must name for its "lasted" to be about the incident.
const NOUNS: [&str; 6] = [
    "incident",
    "outage",
    "disruption",
    "downtime",
    "interruption",
    "degradation",
];
/// Words that may stand before a number.
const ABOUT: [&str; 10] = [
    "about",
    "around",
    "approximately",
    "approx.",
    "ca.",
    "circa",
    "roughly",
    "for",
    "~",
    "≈",
];
/// Most bytes of a line that are looked at.
const MAX_LINE: usize = 400;
/// Part of the elapsed time by which a typed one may differ.
const TOLERANCE: f64 = 0.1;

/// A length of time that someone typed.
#[derive(Clone, Debug, PartialEq)]
pub struct TypedDuration {
    /// What it is about: [`Measure::Detect`], or how long it lasted.
    pub measure: Measure,
    /// As typed.
    pub written: String,
    /// In seconds.
    pub seconds: f64,
    /// Where it stands.
    pub span: Span,
}

impl TypedDuration {
    /// The elapsed time that comes nearest, in seconds, where all that could be meant differ from what is typed by more than
    /// a tenth and by more than a minute, to which clocks are read.
    pub fn contradicted(&self, moments: &Moments) -> Option<f64> {
        let meant: Vec<f64> = match self.measure {
            Measure::Detect => moments.seconds(Measure::Detect).into_iter().collect(),
            Measure::Restore | Measure::Resolve => moments.lengths().collect(),
        };
        let off = |elapsed: f64| (self.seconds - elapsed).abs();
        let agrees = |elapsed: &f64| off(*elapsed) <= (elapsed * TOLERANCE).max(60.0);
        if meant.iter().any(agrees) {
            return None;
        }
        meant
            .into_iter()
            .min_by(|left, right| off(*left).total_cmp(&off(*right)))
    }
}

/// The lengths of time that someone typed into a review, in the order of the text.
pub fn typed_durations(document: &Document) -> Vec<TypedDuration> {
    let mut found: Vec<TypedDuration> = document
        .fields
        .iter()
        .filter_map(|field| {
            let measure = measure(&field.key.value.replace(['_', '-'], " "))?;
            let (seconds, written) = match &field.value.value {
                Value::Duration(text, seconds) => (*seconds, text.clone()),
                value => {
                    let text = value.as_text()?;
                    (read(text)?.0, text.to_owned())
                }
            };
            Some(TypedDuration {
                measure,
                written,
                seconds,
                span: field.value.span,
            })
        })
        .collect();
    let body = &document.parsed.body;
    let text = &document.parsed.text;
    let code = body
        .blocks
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Code { .. }));
    let mut code = code.map(|block| block.span).peekable();
    let mut start = body.span.start as usize;
    for line in body.span.text(text).split_inclusive('\n') {
        let end = start + line.len();
        while code.next_if(|block| block.end as usize <= start).is_some() {}
        let in_code = code.peek().is_some_and(|block| (block.start as usize) < end);
        if !in_code && line.len() <= MAX_LINE {
            found.extend(in_line(line).map(|(measure, seconds, from, to)| TypedDuration {
                measure,
                written: line[from..to].to_owned(),
                seconds,
                span: Span::new(start + from, start + to),
            }));
        }
        start = end;
    }
    found
}

/// What a label is about.
fn measure(label: &str) -> Option<Measure> {
    let label = label.trim().to_lowercase();
    let label = label.split(['(', '[']).next().unwrap_or_default().trim();
    if DETECT.contains(&label) {
        Some(Measure::Detect)
    } else {
        LENGTH.contains(&label).then_some(Measure::Resolve)
    }
}

/// A typed length in a line: what it is about, its seconds, and where it begins and ends.
fn in_line(line: &str) -> Option<(Measure, f64, usize, usize)> {
    let marks = |c: char| c.is_whitespace() || "-*+|>#_`".contains(c);
    let begin = line.len() - line.trim_start_matches(marks).len();
    let labelled = || {
        let at = begin + line[begin..].find([':', '|'])?;
        let measure = measure(line[begin..at].trim_matches(marks))?;
        Some((measure, at + 1))
    };
    let lasted = || {
        // In lower case some letters have another length, so only places in plain text are trusted.
        let lower = line.to_ascii_lowercase();
        let at = lower.find(" lasted ")?;
        let sentence = lower[..at].rsplit(['.', '!', '?']).next()?;
        NOUNS
            .iter()
            .any(|noun| sentence.contains(noun))
            .then_some((Measure::Resolve, at + " lasted ".len()))
    };
    let (measure, after) = labelled().or_else(lasted)?;
    let mut from = after;
    loop {
        let rest = &line[from..];
        let skipped = rest.len() - rest.trim_start_matches(marks).len();
        let rest = &rest[skipped..];
        let word = ABOUT.iter().find(|word| {
            rest.get(..word.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(word))
        });
        from += skipped + word.map_or(0, |word| word.len());
        if word.is_none() {
            break;
        }
    }
    let (seconds, length) = read(&line[from..])?;
    Some((measure, seconds, from, from + length))
}

/// Seconds in `3 h 12 min`, `3 hours and 12 minutes` or `2.5 days` at the start of a text, and the length of what was read.
fn read(text: &str) -> Option<(f64, usize)> {
    let mut total = None;
    let mut end = 0;
    let mut at = 0;
    while let Some((seconds, length)) = part(&text[at..]) {
        total = Some(total.unwrap_or(0.0) + seconds);
        at += length;
        end = at;
        let rest = &text[at..];
        let joined = rest.trim_start_matches([' ', ',']);
        let joined = joined.strip_prefix("and ").unwrap_or(joined);
        at += rest.len() - joined.len();
    }
    total.map(|total| (total, end))
}

fn part(text: &str) -> Option<(f64, usize)> {
    let digits = text
        .find(|c: char| !(c.is_ascii_digit() || c == '.'))
        .unwrap_or(text.len());
    let number: f64 = text.get(..digits).filter(|it| it.len() <= 9)?.parse().ok()?;
    let rest = &text[digits..];
    let gap = rest.len() - rest.trim_start_matches([' ', '\u{a0}', '-']).len();
    let word = &rest[gap..];
    let letters = word.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(word.len());
    let unit = match word[..letters].to_ascii_lowercase().as_str() {
        "s" | "sec" | "secs" | "second" | "seconds" => 1.0,
        "m" | "min" | "mins" | "minute" | "minutes" => 60.0,
        "h" | "hr" | "hrs" | "hour" | "hours" => 3600.0,
        "d" | "day" | "days" => 86_400.0,
        "w" | "week" | "weeks" => 604_800.0,
        _ => return None,
    };
    Some((number * unit, digits + gap + letters))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str) -> Option<(Measure, f64, &str)> {
        in_line(line).map(|(measure, seconds, from, to)| (measure, seconds / 60.0, &line[from..to]))
    }

    #[test]
    fn labelled_lengths_are_read_and_others_are_left_alone() {
        assert_eq!(
            found("- Time to detection: 54 minutes\n"),
            Some((Measure::Detect, 54.0, "54 minutes"))
        );
        assert_eq!(
            found("**Duration:** about 3 h 12 min (all boards)"),
            Some((Measure::Resolve, 192.0, "3 h 12 min"))
        );
        assert_eq!(
            found("| Downtime | 2.5 hours |"),
            Some((Measure::Resolve, 150.0, "2.5 hours"))
        );
        assert_eq!(
            found("We were lucky. The outage lasted for 1 hour and 5 minutes, no more."),
            Some((Measure::Resolve, 65.0, "1 hour and 5 minutes"))
        );
        for line in [
            "- Time to recovery: N/A",
            "The rehearsal lasted 2 hours.",
            "CI run of 44 minutes",
            "Duration: long",
            "- 07:48 Duration: 3 h",
            "Ünïcode lasted 3 h",
            "",
        ] {
            assert_eq!(found(line), None, "{line}");
        }
    }

    proptest::proptest! {
        #[test]
        fn reading_never_panics(line in "\\PC{0,60}") {
            let _ = in_line(&line);
            let _ = in_line(&format!("Duration: {line}"));
        }
    }
}
