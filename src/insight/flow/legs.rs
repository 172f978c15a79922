//! The legs of a document's way: writing, deciding, doing.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::subject::{Subject, day};
use crate::definition::Lifecycle;
use crate::history::DocumentHistory;
use crate::insight::numbers::Numbers;
use crate::insight::past::days;
use crate::insight::publish::{Publish, published};
use crate::insight::quarter::Quarter;
use crate::model::{Corpus, DocumentIndex};

/// A part of the way of documents of one type.
#[derive(Clone, Debug, PartialEq)]
pub struct Leg {
    /// Which.
    pub kind: LegKind,
    /// The state it starts from; `None` for the first commit.
    pub from: Option<String>,
    /// The states it ends in, the one in order first.
    pub to: Vec<String>,
    /// Days it took.
    pub days: Numbers,
    /// By the quarter in which it ended, the earliest first.
    pub by_quarter: Vec<(Quarter, Numbers)>,
    /// Documents that skipped it.
    pub skipped: Vec<DocumentIndex>,
}
published!(Leg {
    kind,
    from,
    to,
    days,
    by_quarter,
    skipped
});

/// Which part of the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LegKind {
    /// From the first commit to the gate.
    Writing,
    /// From the gate to a decision.
    Deciding,
    /// From the decision to the end.
    Doing,
}

impl LegKind {
    /// As programs and words know it.
    pub fn word(self) -> &'static str {
        match self {
            LegKind::Writing => "writing",
            LegKind::Deciding => "deciding",
            LegKind::Doing => "doing",
        }
    }
}

impl Publish for LegKind {
    fn publish(&self, _: &Corpus) -> serde_json::Value {
        serde_json::Value::from(self.word())
    }
}

/// Where on its timeline a document came to the ends of its legs.
#[derive(Clone, Copy, Debug, Default)]
struct Stations {
    gate: Option<usize>,
    decided: Option<usize>,
    /// Whether it was decided for, so that there was something to do.
    agreed: bool,
    finished: Option<usize>,
}

impl Stations {
    fn of(lifecycle: &Lifecycle, past: &DocumentHistory) -> Self {
        let states: Vec<Option<usize>> = past.timeline.iter().map(|it| lifecycle.index(&it.state)).collect();
        let first = |wanted: &dyn Fn(usize) -> bool| states.iter().position(|state| state.is_some_and(wanted));
        let state = |index: usize| &lifecycle.states[index];
        let gate = first(&|index| state(index).rank >= lifecycle.gate);
        let is_decided = |index: usize| match state(index).aside {
            true => state(index).end && state(index).rank >= lifecycle.gate,
            false => index > lifecycle.gate,
        };
        let decided = first(&is_decided);
        Self {
            gate,
            decided,
            agreed: decided
                .and_then(|at| states[at])
                .is_some_and(|index| !state(index).aside),
            finished: first(&|index| !state(index).aside && state(index).end),
        }
    }
}

/// What becomes of a document on a leg.
enum Outcome {
    /// It took so many days and ended on this day; unknown where one of its ends is.
    Took(Option<(i32, Date)>),
    /// It was skipped.
    Skipped,
    /// It has not come to its end.
    Open,
}

fn outcome(kind: LegKind, lifecycle: &Lifecycle, past: &DocumentHistory) -> Outcome {
    let stations = Stations::of(lifecycle, past);
    let (start, end) = match kind {
        LegKind::Writing => (Some(0), stations.gate),
        LegKind::Deciding => (stations.gate, stations.decided),
        LegKind::Doing => (stations.decided.filter(|_| stations.agreed), stations.finished),
    };
    let (Some(start), Some(end)) = (start, end) else {
        return Outcome::Open;
    };
    if start == end {
        // Born at its gate it was never written on before; born beyond, nobody knows what it went through.
        let born = past.timeline.first().filter(|change| change.began.is_some());
        let at_gate = born.is_some_and(|change| lifecycle.index(&change.state) == Some(lifecycle.gate));
        return match start > 0 || at_gate {
            true => Outcome::Skipped,
            false => Outcome::Took(None),
        };
    }
    let at = |position| day(lifecycle, past, position);
    let took = at(start).zip(at(end)).map(|(from, to)| (days(from, to), to));
    Outcome::Took(took.filter(|(days, _)| *days >= 0))
}

/// The legs of documents of one type.
pub(super) fn derive(lifecycle: &Lifecycle, subjects: &[Subject<'_>]) -> Vec<Leg> {
    let legs = ends(lifecycle).into_iter().map(|(kind, from, to)| {
        let mut all = Vec::new();
        let mut by_quarter: BTreeMap<Quarter, Vec<(DocumentIndex, Option<f64>)>> = BTreeMap::new();
        let mut skipped = Vec::new();
        for subject in subjects {
            match outcome(kind, lifecycle, subject.past) {
                Outcome::Open => {}
                Outcome::Skipped => skipped.push(subject.index),
                Outcome::Took(took) => {
                    let number = (subject.index, took.map(|(days, _)| f64::from(days)));
                    all.push(number);
                    if let Some((_, end)) = took {
                        by_quarter.entry(Quarter::of(end)).or_default().push(number);
                    }
                }
            }
        }
        let by_quarter = by_quarter.into_iter().map(|(quarter, all)| (quarter, Numbers::of(all)));
        Leg {
            kind,
            from,
            to,
            days: Numbers::of(all),
            by_quarter: by_quarter.collect(),
            skipped,
        }
    });
    legs.collect()
}

/// The legs that a lifecycle has states for, with the states at their ends.
fn ends(lifecycle: &Lifecycle) -> Vec<(LegKind, Option<String>, Vec<String>)> {
    let states = &lifecycle.states;
    let name = |index: usize| states[index].name.clone();
    let after = (lifecycle.gate + 1..states.len()).find(|index| !states[*index].aside);
    let mut legs = Vec::new();
    if lifecycle.gate > 0 {
        legs.push((LegKind::Writing, None, vec![name(lifecycle.gate)]));
    }
    let Some(after) = after.filter(|_| lifecycle.gate < states.len()) else {
        return legs;
    };
    let beside = states
        .iter()
        .filter(|it| it.aside && it.end && it.rank == lifecycle.gate);
    let to = [name(after)]
        .into_iter()
        .chain(beside.map(|it| it.name.clone()))
        .collect();
    legs.push((LegKind::Deciding, Some(name(lifecycle.gate)), to));
    let last = (after + 1..states.len()).filter(|index| !states[*index].aside && states[*index].end);
    let to: Vec<String> = last.map(name).collect();
    if !to.is_empty() && !states[after].end {
        legs.push((LegKind::Doing, Some(name(after)), to));
    }
    legs
}
