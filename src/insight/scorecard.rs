//! Every metric at a glance: where it is, where it is going, whether that is where it should be, and who means to move it.
//!
//! # How it is counted
//! - The latest reading is the last one that is not after today.
//! - The trend compares it with the reading nearest to a quarter (91 days) before it. Where none lies within half a quarter
//!   of that day, as of a metric that is read once a year, it is compared with the reading before.
//! - Better and worse are by the metric's own direction; without one, a change is only a change.
//! - A metric is stale when its latest reading is older than one and a half times its cadence.
//! - Initiatives mean to move a metric when their field `metric` names it. The day they shipped is the day Git first saw
//!   them so; of one that was born shipped, that day is unknown.

use jiff::civil::Date;

use super::Input;
use super::publish::{Publish, published};
use crate::history::DocumentHistory;
use crate::link::Origin;
use crate::model::{Corpus, Document, DocumentIndex, Reading, cadence_days, is_stale, readings};

/// Name of the type.
const TYPE: &str = "metric";
/// The field by which an initiative names its metric.
const FIELD: &str = "metric.ref";
/// Days of a quarter.
const QUARTER: i32 = 91;
/// Days by which a reading may lie off from where one is looked for.
const SLACK: i32 = QUARTER / 2;
/// States in which an initiative has reached its customers.
const SHIPPED: [&str; 2] = ["shipped", "closed"];

/// All metrics.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scorecard {
    /// Those in use, in the order of their paths, then those that are retired.
    pub metrics: Vec<Score>,
}

/// One metric.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// The document.
    pub document: DocumentIndex,
    /// `up` or `down`.
    pub better: Option<Better>,
    /// Whether it is retired.
    pub retired: bool,
    /// Its readings up to today, in the order of their days.
    pub readings: Vec<Reading>,
    /// The last of them.
    pub latest: Option<Reading>,
    /// The reading that the latest is compared with.
    pub before: Option<Reading>,
    /// Where it is going.
    pub trend: Option<Trend>,
    /// Where it should be.
    pub target: Option<f64>,
    /// Whether it is there; `None` without a reading, a target or a direction.
    pub met: Option<bool>,
    /// Days since the latest reading; `None` without a today.
    pub age: Option<i32>,
    /// Most days between two readings, where a cadence is written.
    pub cadence: Option<i32>,
    /// Whether it has not been read for too long; `None` without a cadence or a today, and for a retired one.
    pub stale: Option<bool>,
    /// The initiatives that mean to move it, in the order of their paths.
    pub movers: Vec<Mover>,
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// More.
    Up,
    /// Less.
    Down,
}

/// Where a metric is going.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    /// To the better.
    Better,
    /// To the worse.
    Worse,
    /// Nowhere.
    Level,
    /// Up or down, which is neither.
    Changed,
}

/// An initiative that means to move a metric.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mover {
    /// The initiative.
    pub initiative: DocumentIndex,
    /// Where the metric was, as written.
    pub baseline: Option<String>,
    /// Where it should be, as written.
    pub target: Option<String>,
    /// By which day.
    pub by: Option<Date>,
    /// The day it reached its customers.
    pub shipped: Option<Date>,
    /// The day on which its outcome was measured.
    pub measured: Option<Date>,
    /// Its outcome: `hit`, `partly`, `missed` or `unknown`.
    pub result: Option<String>,
}

published!(Scorecard { metrics });
published!(Score {
    document,
    better,
    retired,
    latest,
    before,
    trend,
    target,
    met,
    age,
    cadence,
    stale,
    readings,
    movers
});
published!(Mover {
    initiative,
    baseline,
    target,
    by,
    shipped,
    measured,
    result
});

impl Publish for Better {
    fn publish(&self, _: &Corpus) -> serde_json::Value {
        match self {
            Self::Up => "up",
            Self::Down => "down",
        }
        .into()
    }
}

impl Publish for Trend {
    fn publish(&self, _: &Corpus) -> serde_json::Value {
        self.word().into()
    }
}

impl Trend {
    /// Its name for machines.
    pub fn word(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Level => "level",
            Self::Changed => "changed",
        }
    }
}

impl Scorecard {
    /// The score of a metric.
    pub fn of(&self, document: DocumentIndex) -> Option<&Score> {
        let find = |retired| {
            self.metrics
                .binary_search_by_key(&(retired, document), |score| (score.retired, score.document))
        };
        let position = find(false).or_else(|_| find(true)).ok()?;
        self.metrics.get(position)
    }
}

/// Derives the scorecard.
pub(super) fn derive(input: &Input<'_>) -> Scorecard {
    let corpus = input.corpus;
    let Some(of_type) = corpus.definitions.find(TYPE) else {
        return Scorecard::default();
    };
    let mut metrics: Vec<Score> = corpus
        .of_type(of_type)
        .map(|(index, document)| score(input, index, document))
        .collect();
    metrics.sort_by_key(|score| score.retired);
    Scorecard { metrics }
}

fn score(input: &Input<'_>, index: DocumentIndex, document: &Document) -> Score {
    let mut readings = readings(input.corpus, document);
    if let Some(today) = input.today {
        readings.retain(|reading| reading.on <= today);
    }
    let better = match document.fields.text("direction") {
        Some("up") => Some(Better::Up),
        Some("down") => Some(Better::Down),
        _ => None,
    };
    let target = match document.fields.value("target") {
        Some(crate::model::Value::Number(target)) => Some(*target),
        _ => None,
    };
    let retired = input.corpus.state_name(document) == Some("retired");
    let latest = readings.last().copied();
    let before = latest.and_then(|latest| earlier(&readings, latest));
    let age = latest.zip(input.today).map(|(latest, today)| days(latest.on, today));
    let cadence = cadence_days(document);
    let judged = |latest: Reading| Some(reached(latest.value, target?, better?));
    Score {
        document: index,
        better,
        retired,
        latest,
        before,
        trend: latest
            .zip(before)
            .map(|(latest, before)| trend(latest.value, before.value, better)),
        target,
        met: latest.and_then(judged),
        age,
        cadence,
        stale: match (cadence, input.today, age) {
            (Some(_), Some(_), None) if !retired => Some(true),
            (Some(cadence), Some(_), Some(age)) if !retired => Some(is_stale(age, cadence)),
            _ => None,
        },
        movers: movers(input, index),
        readings,
    }
}

/// The reading that the latest is compared with.
fn earlier(readings: &[Reading], latest: Reading) -> Option<Reading> {
    let before: Vec<&Reading> = readings
        .iter()
        .rev()
        .skip(1)
        .filter(|reading| reading.on < latest.on)
        .collect();
    let off = |reading: &&Reading| (days(reading.on, latest.on) - QUARTER).abs();
    let nearest = before
        .iter()
        .copied()
        .filter(|reading| off(reading) <= SLACK)
        .min_by_key(off);
    nearest.or_else(|| before.first().copied()).copied()
}

fn trend(now: f64, before: f64, better: Option<Better>) -> Trend {
    // Numbers that were typed differ by rounding alone.
    let hair = 1e-9 * now.abs().max(before.abs());
    if (now - before).abs() <= hair {
        return Trend::Level;
    }
    match (better, now > before) {
        (None, _) => Trend::Changed,
        (Some(Better::Up), true) | (Some(Better::Down), false) => Trend::Better,
        _ => Trend::Worse,
    }
}

fn reached(value: f64, target: f64, better: Better) -> bool {
    match better {
        Better::Up => value >= target,
        Better::Down => value <= target,
    }
}

fn movers(input: &Input<'_>, metric: DocumentIndex) -> Vec<Mover> {
    let references = input.links.to(metric);
    let by_field = references.filter(|reference| matches!(&reference.origin, Origin::Field(key) if key == FIELD));
    let mut initiatives: Vec<DocumentIndex> = by_field.map(|reference| reference.from).collect();
    initiatives.sort_unstable();
    initiatives.dedup();
    initiatives.into_iter().map(|index| mover(input, index)).collect()
}

fn mover(input: &Input<'_>, index: DocumentIndex) -> Mover {
    let document = input.corpus.get(index);
    let text = |path| document.fields.text(path).map(str::to_owned);
    let date = |field: &str, key: &str| document.fields.value(field)?.as_mapping()?.value(key)?.as_date();
    Mover {
        initiative: index,
        baseline: text("metric.baseline"),
        target: text("metric.target"),
        by: date("metric", "by"),
        shipped: input.history.of(document.path()).and_then(shipped),
        measured: date("outcome", "measured_on"),
        result: text("outcome.result"),
    }
}

/// The day a document first reached its customers; `None` when it was born so.
fn shipped(past: &DocumentHistory) -> Option<Date> {
    let position = past
        .timeline
        .iter()
        .position(|change| SHIPPED.contains(&&*change.state))?;
    let change = past.timeline.get(position).filter(|_| position > 0)?;
    Some(change.at()?.date())
}

fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}
