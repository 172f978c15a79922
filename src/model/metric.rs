//! The readings of a metric, and how often it is read.

use jiff::Span;
use jiff::civil::Date;

use super::corpus::Corpus;
use super::data::Reading;
use super::document::Document;
use super::value::Value;

/// How often a metric is read.
struct Cadence {
    /// The word for it.
    word: &'static str,
    /// Most days between two readings.
    days: i32,
    /// The days between them by the calendar, where they are no whole months.
    step_days: i32,
    /// The months.
    step_months: i32,
}

const fn in_days(word: &'static str, days: i32) -> Cadence {
    Cadence {
        word,
        days,
        step_days: days,
        step_months: 0,
    }
}

const fn in_months(word: &'static str, months: i32, days: i32) -> Cadence {
    Cadence {
        word,
        days,
        step_days: 0,
        step_months: months,
    }
}

/// The words of `cadence`.
const CADENCES: [Cadence; 7] = [
    in_days("daily", 1),
    in_days("weekly", 7),
    in_days("fortnightly", 14),
    in_months("monthly", 1, 31),
    in_months("quarterly", 3, 92),
    in_months("half-yearly", 6, 183),
    in_months("yearly", 12, 366),
];

/// All readings of a metric, from its field and from the file beside it, in the order of their days.
pub fn readings(corpus: &Corpus, document: &Document) -> Vec<Reading> {
    let listed = match document.fields.value("readings") {
        Some(Value::List(items)) => items.as_slice(),
        _ => &[],
    };
    let listed = listed.iter().filter_map(|item| {
        let fields = item.value.as_mapping()?;
        let value = match fields.value("value")? {
            Value::Number(number) if number.is_finite() => *number,
            _ => return None,
        };
        Some(Reading {
            on: fields.value("on")?.as_date()?,
            value,
        })
    });
    let file = match document.fields.value("data") {
        Some(Value::DataFile(name)) => corpus.data_path(document, name),
        _ => None,
    };
    let file = file.and_then(|path| corpus.data.get(path.as_path()));
    let in_file = file.into_iter().flat_map(|data| data.readings.iter().copied());
    let mut all: Vec<Reading> = listed.chain(in_file).collect();
    all.sort_by_key(|reading| reading.on);
    all
}

fn cadence(document: &Document) -> Option<&'static Cadence> {
    let word = document.fields.text("cadence")?;
    CADENCES.iter().find(|it| it.word == word)
}

/// Most days between two readings of a metric; `None` where nothing says how often it is read.
pub fn cadence_days(document: &Document) -> Option<i32> {
    cadence(document).map(|it| it.days)
}

/// The day on which a metric that was read on a day is read next; `None` where nothing says how often it is read.
pub fn next_reading(document: &Document, last: Date) -> Option<Date> {
    let cadence = cadence(document)?;
    let step = Span::new().days(cadence.step_days).months(cadence.step_months);
    last.checked_add(step).ok()
}

/// Whether a reading of this age, in days, is too old for a cadence: by more than half of it, so that a weekend or a
/// holiday is no reproach.
pub fn is_stale(age: i32, cadence: i32) -> bool {
    age.saturating_mul(2) > cadence.saturating_mul(3)
}
