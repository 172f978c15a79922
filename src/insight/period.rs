//! What happened in a period, and what is late at its end: what a team tells another once a week.
//!
//! # How it is told
//! - A document that moved several times is told by the state that it reached last within the period. Where that is work that
//!   began or ended, the decision before it is told as well, and what has been closed since is told as shipped.
//! - The day of a decision is the one written in it (`decided_on`, `date`), else the day on which Git saw it. What had been
//!   agreed and is paused or superseded since is so from the day on which Git saw that: the day written in it is that of
//!   the agreement. A document that was born in a late state, as when an organisation moves in, moved on no day that anyone knows, and is left out.
//! - What is overdue is so on the last day of the period.

use std::sync::Arc;

use jiff::civil::Date;

use super::Insights;
use super::incidents::Incident;
use super::initiative::{self, Stage};
use super::input::Input;
use super::numbers::Numbers;
use super::past;
use super::publish::published;
use crate::definition::{Definition, Lifecycle};
use crate::history::DocumentHistory;
use crate::model::{Document, DocumentIndex, Reading};

/// Fields that hold the day of a decision.
const DECIDED: [&str; 2] = ["decided_on", "date"];
/// Types whose states say how far someone is with writing, or that something is in use, and not what was agreed.
const NO_DECISIONS: [&str; 7] = ["incident", "metric", "customer", "vision", "team", "review", "page"];

/// Days from one to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub since: Date,
    /// The last day.
    pub as_of: Date,
}
published!(Period { since, as_of });

impl Period {
    /// Whether a day is within it.
    pub fn holds(self, day: Date) -> bool {
        self.since <= day && day <= self.as_of
    }

    /// As many days before it.
    fn before(self) -> Self {
        let length = past::days(self.since, self.as_of);
        let as_of = self.since.yesterday().unwrap_or(self.since);
        let since = as_of.checked_sub(jiff::Span::new().days(length));
        Self {
            since: since.unwrap_or(as_of),
            as_of,
        }
    }
}

/// What happened in a period.
#[derive(Clone, Debug, PartialEq)]
pub struct Happened {
    /// When.
    pub period: Period,
    /// What came to be decided on, or was planned.
    pub proposed: Vec<Move>,
    /// What was decided: accepted, rejected, set aside, superseded.
    pub decided: Vec<Move>,
    /// What work began on.
    pub started: Vec<Move>,
    /// What reached those whom it is for, or was completed.
    pub shipped: Vec<Move>,
    /// Initiatives whose outcome was measured, by their place in [`Insights::initiatives`].
    pub measured: Vec<usize>,
    /// Metrics with a new reading.
    pub readings: Vec<NewReading>,
    /// Incidents that began, the earliest first.
    pub incidents: Vec<DocumentIndex>,
    /// Minutes until they stopped hurting.
    pub restore: Numbers,
    /// The same in as many days before.
    pub restore_before: Numbers,
    /// What was learned from bets that did not come off, by their place in `Outcomes::lessons`.
    pub lessons: Vec<usize>,
    /// Actions that were done, by their place in `Actions::all`.
    pub done: Vec<usize>,
    /// What is overdue at the end.
    pub overdue: Overdue,
}
published!(Happened {
    period,
    proposed,
    decided,
    started,
    shipped,
    readings,
    incidents,
    restore,
    restore_before,
    overdue,
});

/// A state that a document came into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// The document.
    pub document: DocumentIndex,
    /// The state, as it is written.
    pub state: String,
    /// The day.
    pub on: Date,
}
published!(Move { document, state, on });

/// A reading of a metric, and the one before the period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NewReading {
    /// The metric.
    pub document: DocumentIndex,
    /// The last reading within the period.
    pub reading: Reading,
    /// The last one before it.
    pub before: Option<Reading>,
    /// Where it should be.
    pub target: Option<f64>,
}
published!(NewReading {
    document,
    reading,
    before,
    target
});

/// What should have been done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overdue {
    /// Actions, by their place in `Actions::all`, the longest overdue first.
    pub actions: Vec<usize>,
    /// Follow-ups, by their place in `Outcomes::follow_ups`, likewise.
    pub follow_ups: Vec<usize>,
    /// Metrics that nobody has read for too long.
    pub metrics: Vec<DocumentIndex>,
}
published!(Overdue {
    actions,
    follow_ups,
    metrics
});

/// What a move says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Proposed,
    Decided,
    Started,
    Shipped,
}

/// What happened in a period; the insights are those of its last day.
pub fn derive(input: &Input<'_>, insights: &Insights<'_>, period: Period) -> Happened {
    let mut moves: Vec<(Kind, Move)> = input
        .corpus
        .iter()
        .flat_map(|(index, document)| {
            let last = moved(input, insights, period, index, document);
            let before = last
                .as_ref()
                .and_then(|last| decided_before(input, period, last, document));
            last.into_iter().chain(before)
        })
        .collect();
    moves.sort_by_key(|(_, it)| (it.on, it.document));
    let of = |kind: Kind| -> Vec<Move> {
        let those = moves.iter().filter(|(it, _)| *it == kind);
        those.map(|(_, it)| it.clone()).collect()
    };
    let broke = |period: Period| {
        let mut those: Vec<&Incident> = insights
            .incidents()
            .all
            .iter()
            .filter(|it| it.started.is_some_and(|it| period.holds(it.zoned().date())))
            .collect();
        those.sort_by_key(|it| (it.started.map(|it| it.timestamp), it.document));
        those
    };
    let now = broke(period);
    let restore = |incidents: &[&Incident]| Numbers::of(incidents.iter().map(|it| (it.document, it.restore)));
    Happened {
        period,
        proposed: of(Kind::Proposed),
        decided: of(Kind::Decided),
        started: of(Kind::Started),
        shipped: of(Kind::Shipped),
        measured: measured(insights, period),
        readings: readings(insights, period),
        incidents: now.iter().map(|it| it.document).collect(),
        restore: restore(&now),
        restore_before: restore(&broke(period.before())),
        lessons: positions(&insights.outcomes().lessons, |it| {
            it.on.is_some_and(|on| period.holds(on))
        }),
        done: positions(&insights.actions().all, |it| {
            it.done_on.is_some_and(|on| period.holds(on))
        }),
        overdue: overdue(insights),
    }
}

fn positions<T>(all: &[T], wanted: impl Fn(&T) -> bool) -> Vec<usize> {
    let found = all.iter().enumerate().filter(|(_, it)| wanted(it));
    found.map(|(position, _)| position).collect()
}

/// What a document's last move within the period says; `None` where it did not move.
fn moved(
    input: &Input<'_>,
    insights: &Insights<'_>,
    period: Period,
    index: DocumentIndex,
    document: &Document,
) -> Option<(Kind, Move)> {
    let definition = input.corpus.definition(document);
    let lifecycle = &definition.lifecycle;
    if NO_DECISIONS.contains(&definition.type_name.as_str()) || lifecycle.states.len() < 2 {
        return None;
    }
    let past = input.history.of(document.path());
    let (state, seen) = last_move(past, lifecycle, period).or_else(|| {
        Some((
            document
                .state()
                .and_then(|it| lifecycle.states.get(it))?
                .name
                .as_str()
                .into(),
            None,
        ))
    })?;
    let position = lifecycle.index(&state)?;
    let kind = kind(&definition.type_name, lifecycle, position)?;
    let shipped = || insights.initiative(index).and_then(|it| it.shipped);
    let is_current = document.state() == Some(position);
    let on = match kind {
        Kind::Decided if is_current && !undoes(past, lifecycle, position) => written(document).or(seen),
        Kind::Shipped if is_current => shipped().or(seen),
        _ => seen,
    };
    let on = on.filter(|on| period.holds(*on))?;
    // What has been closed since shipped on an earlier day, under another name.
    let of_that_day = past.filter(|_| kind == Kind::Shipped).and_then(|past| {
        let those = past
            .timeline
            .iter()
            .filter(|change| change.at().is_some_and(|at| at.date() == on));
        let mut named = those.filter(|change| is_kind(Kind::Shipped, definition, &change.state));
        named.next().map(|change| Arc::clone(&change.state))
    });
    let state = of_that_day.unwrap_or(state).to_string();
    Some((
        kind,
        Move {
            document: index,
            state,
            on,
        },
    ))
}

/// The decision that came within the same period before work began or ended: it is not undone by what followed from it.
fn decided_before(
    input: &Input<'_>,
    period: Period,
    (kind, last): &(Kind, Move),
    document: &Document,
) -> Option<(Kind, Move)> {
    if !matches!(kind, Kind::Started | Kind::Shipped) {
        return None;
    }
    let definition = input.corpus.definition(document);
    let mut changes = input.history.of(document.path())?.timeline.iter().skip(1).rev();
    let (state, seen) = changes.find_map(|change| {
        let day = change.at()?.date();
        let fits = day <= last.on && is_kind(Kind::Decided, definition, &change.state);
        fits.then(|| (change.state.to_string(), day))
    })?;
    let is_agreed = {
        let lifecycle = &definition.lifecycle;
        let state = lifecycle.index(&state).and_then(|it| lifecycle.states.get(it));
        state.is_some_and(|it| !it.aside)
    };
    let on = written(document).filter(|_| is_agreed).unwrap_or(seen);
    period.holds(on).then(|| {
        let document = last.document;
        (Kind::Decided, Move { document, state, on })
    })
}

/// The day of the decision, as it is written.
fn written(document: &Document) -> Option<Date> {
    DECIDED.iter().find_map(|key| document.fields.value(key)?.as_date())
}

/// Whether being in a state says this.
fn is_kind(wanted: Kind, definition: &Definition, state: &str) -> bool {
    let lifecycle = &definition.lifecycle;
    let state = lifecycle.index(state);
    state.and_then(|it| kind(&definition.type_name, lifecycle, it)) == Some(wanted)
}

/// Whether a document in a state beside the way had been agreed upon before it came there.
fn undoes(past: Option<&DocumentHistory>, lifecycle: &Lifecycle, state: usize) -> bool {
    let is_agreed = |state: usize| !lifecycle.states[state].aside && lifecycle.settled(state);
    let was_agreed = past.is_some_and(|past| {
        let states = past.timeline.iter().filter_map(|it| lifecycle.index(&it.state));
        states.into_iter().any(is_agreed)
    });
    lifecycle.states[state].aside && (was_agreed || lifecycle.settled(state))
}

/// The last state that Git saw a document come into within a period, and the day. One that is new may be in any state up to
/// the gate: what is born behind it came there on another day.
fn last_move(
    past: Option<&DocumentHistory>,
    lifecycle: &Lifecycle,
    period: Period,
) -> Option<(Arc<str>, Option<Date>)> {
    let past = past?;
    let changes = past.timeline.iter().enumerate().rev();
    changes
        .filter_map(|(position, change)| Some((position, change, change.at()?.date())))
        .find(|(_, _, day)| period.holds(*day))
        .filter(|(position, change, _)| {
            let at_gate = lifecycle.index(&change.state).is_some_and(|it| it <= lifecycle.gate);
            *position > 0 || (at_gate && !past.cut_off)
        })
        .map(|(_, change, day)| (Arc::clone(&change.state), Some(day)))
}

/// What it says that a document is in a state; `None` before the gate.
fn kind(type_name: &str, lifecycle: &Lifecycle, state: usize) -> Option<Kind> {
    if type_name == initiative::TYPE {
        return match Stage::of(lifecycle, state)? {
            Stage::Idea => None,
            Stage::Planned => Some(Kind::Proposed),
            Stage::Active => Some(Kind::Started),
            Stage::Shipped | Stage::Closed => Some(Kind::Shipped),
            Stage::Parked | Stage::Dropped => Some(Kind::Decided),
        };
    }
    let it = lifecycle.states.get(state)?;
    if it.aside {
        return Some(Kind::Decided);
    }
    let agreed = lifecycle.agreed();
    match it.rank {
        rank if rank < lifecycle.gate => None,
        rank if rank < agreed => Some(Kind::Proposed),
        rank if rank == agreed => Some(Kind::Decided),
        _ if it.end => Some(Kind::Shipped),
        _ => Some(Kind::Started),
    }
}

fn measured(insights: &Insights<'_>, period: Period) -> Vec<usize> {
    positions(insights.initiatives(), |it| {
        let on = it.outcome.as_ref().and_then(|outcome| outcome.measured_on);
        on.is_some_and(|on| period.holds(on))
    })
}

fn readings(insights: &Insights<'_>, period: Period) -> Vec<NewReading> {
    let scores = insights.scorecard().metrics.iter().filter(|it| !it.retired);
    scores
        .filter_map(|score| {
            let readings = score.readings.iter().rev();
            let reading = readings.clone().find(|it| period.holds(it.on))?;
            Some(NewReading {
                document: score.document,
                reading: *reading,
                before: readings.clone().find(|it| it.on < period.since).copied(),
                target: score.target,
            })
        })
        .collect()
}

fn overdue(insights: &Insights<'_>) -> Overdue {
    let stale = insights.scorecard().metrics.iter().filter(|it| it.stale == Some(true));
    Overdue {
        actions: insights.actions().overdue.clone(),
        follow_ups: positions(&insights.outcomes().follow_ups, |it| {
            it.late.is_some_and(|late| late > 0)
        }),
        metrics: stale.map(|it| it.document).collect(),
    }
}
