//! A value of the wrong kind.

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::check::wording;
use crate::check::written::{self, Written};
use crate::definition::FieldKind;
use crate::model::Value;
use crate::parse::count_words;
use crate::yaml::Node;

/// Longest value that a message repeats.
const LONGEST_SHOWN: usize = 40;

/// Most values of one document for which it is looked up what may have been meant.
const MOST_LOOKED_UP: usize = 50;

/// What is wrong with a value, and the value that was probably meant.
type Mended = (&'static str, Option<String>);

/// Fewest words of a reason why a field names nothing.
const REASON_WORDS: usize = 2;

/// The rule.
pub static RULE: Rule = Rule {
    name: "field-kind",
    group: Group::Fields,
    severity: Weight::Error,
    summary: "a field holds a value that is not of its kind: a date that does not exist, an instant without its zone, a text \
              where a number is taken",
    why: "Charts, orders and durations are computed from these values, so a wrong one would quietly fall out of every \
          number. Times without a zone have cost hours: in 12 of 26 incidents of one public log the time to resolve that \
          someone typed differs from the one that passed.",
    example: "started: 2026-03-14 09:12\ncost_weeks: twelve\ndecided_on: 14.03.2026",
    mend: "Write the value as the message shows: dates as `2026-03-14`, instants as `2026-03-14T09:12:00+01:00`, numbers as \
           digits without a unit and without quotes.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    let mut looked_up = 0;
    written::values(subject, &mut |written| {
        if let Value::None(reason) = &written.value.value
            && count_words(reason) < REASON_WORDS
        {
            let name = written.name;
            findings
                .at(subject, written.node.span, format!("`{name}: none` does not say why"))
                .help(format!(
                    "write `{name}: \"none: \u{2026}\"` with the reason in two words or more, in quotes"
                ));
            return;
        }
        let is_wrong_word = matches!(written.kind, FieldKind::OneOf { .. });
        if written.value.value != Value::Invalid {
            return;
        }
        if is_wrong_word && written.node.scalar().is_some() {
            return;
        }
        looked_up += 1;
        let mended = match looked_up <= MOST_LOOKED_UP {
            true => mended(subject, written.kind, written.node),
            false => None,
        };
        report(subject, written, mended, findings);
    });
}

fn report(subject: &Subject<'_>, written: Written<'_>, mended: Option<Mended>, findings: &mut Findings) {
    let (name, node, takes) = (written.name, written.node, takes(written.kind));
    let message = format!("`{name}` takes {takes}, not {}", found(node));
    let finding = findings.at(subject, node.span, message);
    match mended {
        Some((what, Some(value))) => {
            let key = name.rsplit('.').next().unwrap_or(name);
            let title = format!("write `{value}`");
            let finding = finding.label(what).help(format!("write `{key}: {value}`"));
            match is_block(subject, node) {
                true => finding,
                false => finding.fix(title, node.span, value),
            }
        }
        Some((what, None)) => finding.help(what),
        None => finding.help(format!("write {takes}, or leave `{name}` out")),
    };
}

/// Whether a text stands below `|` or `>`: what is written in its place would still be such a text.
fn is_block(subject: &Subject<'_>, node: &Node) -> bool {
    let written = node.span.text(&subject.document.parsed.text);
    node.scalar().is_some_and(|scalar| !scalar.plain) && !written.starts_with(['"', '\''])
}

/// What a kind takes, as it reads in a sentence.
fn takes(kind: &FieldKind) -> String {
    match kind {
        FieldKind::Text | FieldKind::Markdown => "a text".to_owned(),
        FieldKind::Reference { .. } => "the id of a document".to_owned(),
        FieldKind::References { or_none: true, .. } => {
            "ids of documents, or `\"none: the reason\"` in quotes".to_owned()
        }
        FieldKind::References { .. } => "ids of documents".to_owned(),
        FieldKind::List(_) => "a list".to_owned(),
        FieldKind::OneOf { values, .. } => {
            let words: Vec<_> = values.iter().map(|value| format!("`{value}`")).collect();
            format!("one of {}", words.join(", "))
        }
        _ => wording::scalar_kind(kind),
    }
}

/// The value as the message names it.
fn found(node: &Node) -> String {
    match node.text() {
        Some(text) if text.chars().count() <= LONGEST_SHOWN && !text.contains('\n') => {
            let quoted = node.scalar().is_some_and(|scalar| !scalar.plain);
            if quoted {
                format!("the text `\"{text}\"`")
            } else {
                format!("`{text}`")
            }
        }
        Some(_) => "a long text".to_owned(),
        None => node.kind().to_owned(),
    }
}

/// What is wrong with the value, and the value that was probably meant.
fn mended(subject: &Subject<'_>, kind: &FieldKind, node: &Node) -> Option<Mended> {
    let text = node.text().map(str::trim);
    match kind {
        FieldKind::Date => date(text?),
        FieldKind::Instant => instant(text?),
        FieldKind::Number => number(text?).map(|value| ("a number stands alone, without quotes or unit", Some(value))),
        FieldKind::Range => range(node),
        FieldKind::Url => {
            let text = text?;
            let looks_like_one = text.contains('.') && !text.contains("://") && !text.contains(char::is_whitespace);
            looks_like_one.then(|| ("the scheme is missing", Some(format!("https://{text}"))))
        }
        FieldKind::Person => Some(person(subject, text?)),
        FieldKind::People if text.is_some() => Some(("write the handles as a list: `[ada, grace]`", None)),
        FieldKind::Reference { .. } | FieldKind::References { .. } => reference(subject, text?),
        FieldKind::List(of) if matches!(**of, FieldKind::Text) => {
            let words: Vec<_> = text?
                .split(',')
                .map(str::trim)
                .filter(|word| !word.is_empty())
                .collect();
            Some(("a list stands in brackets", Some(format!("[{}]", words.join(", ")))))
        }
        FieldKind::List(_) => Some(("write one entry a line, each after `- `", None)),
        FieldKind::Boolean => match text?.to_lowercase().as_str() {
            "true" | "yes" | "y" | "on" | "1" | "x" => Some(("the word is `true`", Some("true".to_owned()))),
            "false" | "no" | "n" | "off" | "0" => Some(("the word is `false`", Some("false".to_owned()))),
            _ => None,
        },
        FieldKind::Text | FieldKind::Markdown if text.is_none() => {
            Some(("write it as one text; quotes keep signs as they are", None))
        }
        _ => None,
    }
}

fn date(text: &str) -> Option<Mended> {
    let numbers: Vec<&str> = text
        .split(['-', '.', '/', ' '])
        .filter(|part| !part.is_empty())
        .collect();
    if let Some(day) = text
        .get(..10)
        .filter(|day| text.len() > 10 && day.parse::<jiff::civil::Date>().is_ok())
    {
        return Some(("a date has no time", Some(day.to_owned())));
    }
    let [first, second, third] = numbers[..] else {
        return None;
    };
    let parsed = |year: &str, month: &str, day: &str| {
        let number = |text: &str| text.parse::<i16>().ok().filter(|number| *number >= 0);
        let small = |text: &str| number(text).and_then(|number| i8::try_from(number).ok());
        (year.len() == 4).then_some(())?;
        jiff::civil::Date::new(number(year)?, small(month)?, small(day)?).ok()
    };
    if let Some(date) = parsed(first, second, third) {
        return Some((
            "a date is written with two digits each and hyphens",
            Some(date.to_string()),
        ));
    }
    if text.contains('.')
        && let Some(date) = parsed(third, second, first)
    {
        return Some(("a date begins with the year", Some(date.to_string())));
    }
    if first.len() == 4
        && numbers
            .iter()
            .all(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return Some(("there is no such day", None));
    }
    None
}

fn instant(text: &str) -> Option<Mended> {
    let utc = ["Z", "UTC", "GMT"].iter().find_map(|mark| text.strip_suffix(mark));
    let clock = utc.unwrap_or(text).trim_end();
    let civil: jiff::civil::DateTime = clock.parse().ok()?;
    if clock.len() == 10 {
        return Some((
            "add the time and the offset from UTC: `2026-03-14T09:12:00+01:00`",
            None,
        ));
    }
    match utc {
        Some(_) => Some(("an instant is one word", Some(format!("{civil}Z")))),
        None => Some((
            "add the offset from UTC that the clock showed: `+01:00`, or `Z` for UTC",
            None,
        )),
    }
}

/// `"12"` and `1,000` and `12 weeks`.
fn number(text: &str) -> Option<String> {
    let plain = text.replace([',', '_'], "");
    if plain.parse::<f64>().is_ok_and(f64::is_finite) && plain.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
        return Some(plain);
    }
    let (number, unit) = text.split_once(char::is_whitespace)?;
    let is_number = number.parse::<f64>().is_ok_and(f64::is_finite);
    (is_number && !unit.contains(|c: char| c.is_ascii_digit())).then(|| number.to_owned())
}

/// `30, 20` the wrong way round, `20-30` and `20 to 30`.
fn range(node: &Node) -> Option<Mended> {
    let of_two = |low: &str, high: &str| {
        let low: f64 = low.trim().parse().ok()?;
        let high: f64 = high.trim().parse().ok()?;
        Some((low.min(high), low.max(high)))
    };
    if let Some([first, second]) = node.list() {
        let (low, high) = of_two(first.text()?, second.text()?)?;
        return Some(("the smaller number comes first", Some(format!("[{low}, {high}]"))));
    }
    let text = node.text()?;
    let words = text.trim_end_matches(|c: char| c.is_alphabetic() || c == ' ' || c == '-');
    let between = words.split_once(" to ").or_else(|| words.split_once(['-', '–', ',']));
    if let Some((low, high)) = between.and_then(|(low, high)| of_two(low, high)) {
        return Some(("a range stands in brackets", Some(format!("[{low}, {high}]"))));
    }
    number(text).map(|value| ("a number stands alone, without quotes or unit", Some(value)))
}

/// A name in place of a handle.
fn person(subject: &Subject<'_>, text: &str) -> Mended {
    let people = &subject.context.corpus().people;
    let named = people.iter().find(|person| person.name.eq_ignore_ascii_case(text));
    match named {
        Some(person) => ("a person is named by their handle", Some(person.handle.clone())),
        None if people.listed => ("write the handle that `people.yaml` lists, such as `ada`", None),
        None => ("write one word that always means this person, such as `ada`", None),
    }
}

/// A title in place of an id.
fn reference(subject: &Subject<'_>, text: &str) -> Option<Mended> {
    let found = subject.catalogue().meant_by_id(text).filter(|found| found.certain);
    Some(match found {
        Some(found) => {
            let id = &subject.context.corpus().get(found.document).id.value;
            ("a document is named by its id", Some(id.clone()))
        }
        None if text.contains(',') => ("write the ids as a list: `[MET-1, CUS-2]`", None),
        None => ("write the id of the document, such as `MET-1`", None),
    })
}
