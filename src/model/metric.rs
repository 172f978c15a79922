//! The readings of a metric, and how often it is read.

use super::corpus::Corpus;
use super::data::Reading;
use super::document::Document;
use super::value::Value;

/// Days between two readings, by the words of `cadence`.
const CADENCES: [(&str, i32); 7] = [
    ("daily", 1),
    ("weekly", 7),
    ("fortnightly", 14),
    ("monthly", 31),
    ("quarterly", 92),
    ("half-yearly", 183),
    ("yearly", 366),
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

/// Most days between two readings of a metric; `None` where nothing says how often it is read.
pub fn cadence_days(document: &Document) -> Option<i32> {
    let word = document.fields.text("cadence")?;
    let known = CADENCES.iter().find(|(name, _)| *name == word);
    known.map(|(_, days)| *days)
}

/// Whether a reading of this age, in days, is too old for a cadence: by more than half of it, so that a weekend or a
/// holiday is no reproach.
pub fn is_stale(age: i32, cadence: i32) -> bool {
    age.saturating_mul(2) > cadence.saturating_mul(3)
}
