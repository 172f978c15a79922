//! Every metric at a glance: where it is, where it is going, whether that is where it should be, and who means to move it.
//!
//! # How it is counted
//! - The latest reading is the last one that is not after today.
//! - The trend compares it with the reading nearest to a quarter (91 days) before it. Where none lies within half a quarter
//!   of that day, as of a metric that is read once a year, it is compared with the reading before.
//! - Better and worse are by the metric's own direction; without one, a change is only a change.
//! - A metric is stale when its latest reading is older than one and a half times its cadence.
//! - Initiatives mean to move a metric when their field `metric` names it. The day they shipped is the one that outcomes are
//!   counted from: the day Git saw them ship to stay; of one that was born shipped, that day is unknown.

use std::collections::HashMap;

use jiff::civil::Date;

use super::amount::{self, Direction};
use super::initiative::{Initiative, Judgement};
use super::input::Input;
use super::past::days;
use super::publish::{Publish, published};
use crate::model::{Corpus, Document, DocumentIndex, Reading, cadence_days, is_stale, readings};

/// Name of the type.
pub const TYPE: &str = "metric";
/// Days of a quarter.
const QUARTER: i32 = 91;
/// Days by which a reading may lie off from where one is looked for.
const SLACK: i32 = QUARTER / 2;

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
    pub better: Option<Direction>,
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
    /// Its outcome.
    pub result: Option<Judgement>,
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

/// Whether there is a metric.
pub(super) fn exist(input: &Input<'_>) -> bool {
    let of_type = input.corpus.definitions.find(TYPE);
    of_type.is_some_and(|of_type| input.corpus.of_type(of_type).next().is_some())
}

/// Derives the scorecard.
pub(super) fn derive(input: &Input<'_>, initiatives: &[Initiative]) -> Scorecard {
    let corpus = input.corpus;
    let Some(of_type) = corpus.definitions.find(TYPE) else {
        return Scorecard::default();
    };
    let mut movers = movers(initiatives);
    let mut metrics: Vec<Score> = corpus
        .of_type(of_type)
        .map(|(index, document)| score(input, index, document, movers.remove(&index).unwrap_or_default()))
        .collect();
    metrics.sort_by_key(|score| score.retired);
    Scorecard { metrics }
}

fn score(input: &Input<'_>, index: DocumentIndex, document: &Document, movers: Vec<Mover>) -> Score {
    let mut readings = readings(input.corpus, document);
    if let Some(today) = input.today {
        readings.retain(|reading| reading.on <= today);
    }
    let better = amount::direction(document.fields.value("direction"));
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
        movers,
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

fn trend(now: f64, before: f64, better: Option<Direction>) -> Trend {
    // Numbers that were typed differ by rounding alone.
    let hair = 1e-9 * now.abs().max(before.abs());
    if (now - before).abs() <= hair {
        return Trend::Level;
    }
    match (better, now > before) {
        (None, _) => Trend::Changed,
        (Some(Direction::Up), true) | (Some(Direction::Down), false) => Trend::Better,
        _ => Trend::Worse,
    }
}

fn reached(value: f64, target: f64, better: Direction) -> bool {
    match better {
        Direction::Up => value >= target,
        Direction::Down => value <= target,
    }
}

/// The initiatives that mean to move each metric.
fn movers(initiatives: &[Initiative]) -> HashMap<DocumentIndex, Vec<Mover>> {
    let mut by_metric: HashMap<DocumentIndex, Vec<Mover>> = HashMap::new();
    for initiative in initiatives {
        if let Some(metric) = initiative.bet.metric {
            by_metric.entry(metric).or_default().push(mover(initiative));
        }
    }
    by_metric
}

fn mover(initiative: &Initiative) -> Mover {
    let outcome = initiative.outcome.as_ref();
    Mover {
        initiative: initiative.index,
        baseline: initiative.bet.baseline.clone(),
        target: initiative.bet.target.clone(),
        by: initiative.bet.by,
        shipped: initiative.shipped,
        measured: outcome.and_then(|it| it.measured_on),
        result: outcome.map(|it| it.judgement),
    }
}
