//! How documents move through their states, as Git saw them move.
//!
//! # How it is counted
//! - Three legs, whatever the states of a type are called: writing, from the first commit to the gate; deciding, from the
//!   gate to the state after it or to an end beside the way (rejected, withdrawn); doing, from the state after the gate to
//!   the end in order. A type has the legs that its lifecycle has states for.
//! - A leg counts from the first time its start was reached to the first time its end was, in days, in the quarter in which
//!   it ended. Going back and forth is part of it.
//! - A state that was skipped, so that both ends of a leg came in one commit, took no time and is not counted as none.
//! - A document that was first committed beyond its gate came there on a day nobody knows, and so did whatever began before
//!   a shallow clone does. These are unknown, never guessed.
//! - What has not moved for long is older in its state than nine in ten of the stays in that state that ended; where fewer
//!   than five ended, older than half a year. Where a document rests, at an end of its way, it is not asked to move.

mod legs;
mod subject;
mod work;

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::input::Input;
use super::numbers::Numbers;
use super::past::{self, days};
use super::publish::published;
use crate::definition::{Lifecycle, TypeIndex};
use crate::model::DocumentIndex;

pub use legs::{Leg, LegKind};
use subject::Subject;
pub use work::Work;

/// Fewest stays from which can be told what is usual.
const FEWEST: usize = 5;
/// Days after which a document has not moved for long, where that cannot be told.
const HALF_A_YEAR: i32 = 182;

/// How documents move.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Flow {
    /// Each type whose documents go through states, in the order of the definitions.
    pub types: Vec<TypeFlow>,
    /// What has not moved for long, the longest first.
    pub still: Vec<Still>,
}
published!(Flow { types, still });

/// How documents of one type move.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeFlow {
    /// The type.
    pub of_type: TypeIndex,
    /// The type's name, for programs.
    pub name: String,
    /// Its legs, in order.
    pub legs: Vec<Leg>,
    /// For each state, how many days the stays in it took that ended.
    pub stays: Vec<(String, Numbers)>,
    /// How much was in each state over time; `None` where no day is known.
    pub work: Option<Work>,
}
published!(TypeFlow {
    name,
    legs,
    stays,
    work
});

/// A document that is in its state for long.
#[derive(Clone, Debug, PartialEq)]
pub struct Still {
    /// The document.
    pub document: DocumentIndex,
    /// Its state.
    pub state: String,
    /// Since when it is in it.
    pub since: Date,
    /// Days since then.
    pub days: i32,
    /// Whether it may be longer: it was committed in that state for the first time.
    pub at_least: bool,
    /// The median of the stays in that state that ended; `None` where too few did.
    pub usual: Option<f64>,
}
published!(Still {
    document,
    state,
    since,
    days,
    at_least,
    usual
});

impl super::publish::Publish for (String, Numbers) {
    fn publish(&self, corpus: &crate::model::Corpus) -> serde_json::Value {
        let mut map = serde_json::Map::new();
        map.insert("state".to_owned(), self.0.publish(corpus));
        if let serde_json::Value::Object(numbers) = self.1.publish(corpus) {
            map.extend(numbers);
        }
        serde_json::Value::Object(map)
    }
}

/// Whether a document was seen in a state, of a type that has several.
pub(super) fn exists(input: &Input<'_>) -> bool {
    let mut moving = input.corpus.definitions.iter().filter(|(_, it)| moves(&it.lifecycle));
    moving.any(|(of_type, _)| subjects(input, of_type).next().is_some())
}

/// Whether documents have somewhere to go.
fn moves(lifecycle: &Lifecycle) -> bool {
    lifecycle.states.iter().filter(|state| !state.aside).count() > 1
}

/// The documents of a type that Git saw in a state.
fn subjects<'a>(input: &Input<'a>, of_type: TypeIndex) -> impl Iterator<Item = Subject<'a>> {
    let history = input.history;
    let all = input.corpus.of_type(of_type);
    all.filter_map(|(index, document)| {
        let past = history.of(document.path())?;
        (!past.timeline.is_empty()).then_some(Subject { index, past })
    })
}

/// Derives how documents move.
pub(super) fn derive(input: &Input<'_>) -> Flow {
    let corpus = input.corpus;
    let mut flow = Flow::default();
    for (of_type, definition) in corpus.definitions.iter() {
        let lifecycle = &definition.lifecycle;
        if !moves(lifecycle) {
            continue;
        }
        let subjects: Vec<Subject<'_>> = subjects(input, of_type).collect();
        if subjects.is_empty() {
            continue;
        }
        let stays = stays(lifecycle, &subjects);
        flow.still.extend(still(input, lifecycle, &subjects, &stays));
        flow.types.push(TypeFlow {
            of_type,
            name: definition.type_name.clone(),
            legs: legs::derive(lifecycle, &subjects),
            work: work::derive(lifecycle, &subjects, input.today),
            stays,
        });
    }
    flow.still
        .sort_by_key(|still| (std::cmp::Reverse(still.days), still.document));
    flow
}

/// For each state of a lifecycle that was left, how long the stays in it took.
fn stays(lifecycle: &Lifecycle, subjects: &[Subject<'_>]) -> Vec<(String, Numbers)> {
    let mut by_state: BTreeMap<usize, Vec<(DocumentIndex, Option<f64>)>> = BTreeMap::new();
    for subject in subjects {
        let timeline = &subject.past.timeline;
        for (position, pair) in timeline.windows(2).enumerate() {
            let Some(state) = lifecycle.index(&pair[0].state) else {
                continue;
            };
            let start = subject::day(lifecycle, subject.past, position);
            let took = start.zip(pair[1].at()).map(|(start, end)| days(start, end.date()));
            let took = took.filter(|took| *took >= 0).map(f64::from);
            by_state.entry(state).or_default().push((subject.index, took));
        }
    }
    let named = by_state
        .into_iter()
        .map(|(state, all)| (lifecycle.states[state].name.clone(), Numbers::of(all)));
    named.collect()
}

/// Whether documents stay in a state for good.
fn rests(lifecycle: &Lifecycle, state: usize) -> bool {
    let last = lifecycle.states.iter().rposition(|state| !state.aside);
    lifecycle.states.get(state).is_none_or(|it| it.end) || last == Some(state)
}

fn still<'a>(
    input: &'a Input<'_>,
    lifecycle: &'a Lifecycle,
    subjects: &'a [Subject<'_>],
    stays: &'a [(String, Numbers)],
) -> impl Iterator<Item = Still> + 'a {
    let first = lifecycle.first().map(|state| state.name.as_str());
    subjects.iter().filter_map(move |subject| {
        let today = input.today?;
        let state = input.corpus.get(subject.index).state()?;
        let name = &lifecycle.states.get(state)?.name;
        // What is written in the work tree and not committed has no day.
        let committed = subject
            .past
            .current_state()
            .is_some_and(|change| *change.state == **name);
        let since = past::since(subject.past, first).filter(|_| committed && !rests(lifecycle, state))?;
        let usual = stays
            .iter()
            .find(|(state, _)| state == name)
            .map(|(_, numbers)| numbers);
        let usual = usual.filter(|numbers| numbers.count() >= FEWEST);
        let days = days(since.day, today);
        let long = match usual.and_then(|numbers| numbers.p90) {
            Some(p90) => f64::from(days) > p90,
            None => days > HALF_A_YEAR,
        };
        long.then(|| Still {
            document: subject.index,
            state: name.clone(),
            since: since.day,
            days,
            at_least: since.at_least,
            usual: usual.and_then(|numbers| numbers.median),
        })
    })
}
