//! What was promised after incidents and elsewhere: open, overdue, done, and how long it took.
//!
//! # How it is counted
//! - Actions are read as `check` reads them: from the field `actions`, else from the section that demands them.
//! - An action is overdue when it is not done and its day lies before today; without a today, none is.
//! - Time to done is counted in days from the day its incident was resolved (else from the day it started; for other
//!   documents, from the day Git first saw them) to the day it was done. What was done before that day counts as none.
//! - It belongs to the quarter in which it was done.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::insight::input::Input;
use crate::insight::numbers::Numbers;
use crate::insight::past::days;
use crate::insight::publish::{Publish, published};
use crate::insight::quarter::Quarter;
use crate::model::{Corpus, DocumentIndex, Moments, actions};
use crate::span::Span;

/// Most actions of one document; more are no plan.
const MAX_ACTIONS: usize = 500;

/// What was promised.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Actions {
    /// Every action, in the order of the documents.
    pub all: Vec<Promise>,
    /// Positions in `all` of those that are not done: the longest overdue first, those without a day last.
    pub open: Vec<usize>,
    /// Positions in `all` of the open ones whose day has passed.
    pub overdue: Vec<usize>,
    /// Positions in `all` of those that are done, the latest first, those of an unknown day last.
    pub done: Vec<usize>,
    /// Days until they were done.
    pub days_to_done: Numbers,
    /// By the quarter in which they were done, the earliest first.
    pub by_quarter: Vec<(Quarter, Numbers)>,
    /// By who does them, in the order of their names; what nobody is named for last.
    pub by_owner: Vec<Owed>,
}

/// One action.
#[derive(Clone, Debug, PartialEq)]
pub struct Promise {
    /// The document it stands in.
    pub document: DocumentIndex,
    /// What will be done.
    pub what: String,
    /// Who does it: the handle where it is known, else the name as written.
    pub owner: Option<String>,
    /// By which day.
    pub due: Option<Date>,
    /// Whether it is done.
    pub done: bool,
    /// On which day it was done.
    pub done_on: Option<Date>,
    /// Where it is tracked.
    pub link: Option<String>,
    /// Days since it was due; `None` where it is not overdue.
    pub late: Option<i32>,
    /// Days until it was done.
    pub days: Option<i32>,
    /// Where it stands.
    pub span: Span,
}

/// What one person has promised.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Owed {
    /// The handle, or the name as written; `None` where nobody is named.
    pub owner: Option<String>,
    /// Positions in [`Actions::all`] of what is open, in the order of `open`.
    pub open: Vec<usize>,
    /// How many of these are overdue.
    pub overdue: usize,
    /// Positions in [`Actions::all`] of what is done.
    pub done: Vec<usize>,
}

published!(Actions {
    all,
    open,
    overdue,
    done,
    days_to_done,
    by_quarter,
    by_owner
});
published!(Promise {
    document,
    what,
    owner,
    due,
    done,
    done_on,
    link,
    late,
    days
});
published!(Owed {
    owner,
    open,
    overdue,
    done
});

impl Publish for (Quarter, Numbers) {
    fn publish(&self, corpus: &Corpus) -> serde_json::Value {
        let mut map = serde_json::Map::new();
        map.insert("quarter".to_owned(), self.0.publish(corpus));
        if let serde_json::Value::Object(numbers) = self.1.publish(corpus) {
            map.extend(numbers);
        }
        serde_json::Value::Object(map)
    }
}

/// Whether anything was promised.
pub(in crate::insight) fn exist(input: &Input<'_>) -> bool {
    let mut documents = input.corpus.iter();
    documents.any(|(_, document)| !actions(document, input.corpus.definition(document)).is_empty())
}

/// Derives what was promised.
pub(in crate::insight) fn derive(input: &Input<'_>) -> Actions {
    let corpus = input.corpus;
    let names = Names::of(corpus);
    let mut all = Vec::new();
    for (index, document) in corpus.iter() {
        let from = from_day(input, index);
        let read = actions(document, corpus.definition(document)).iter().take(MAX_ACTIONS);
        all.extend(read.map(|action| Promise {
            document: index,
            owner: action.owner.as_deref().map(|owner| names.handle(corpus, owner)),
            late: match (input.today, action.due) {
                (Some(today), Some(due)) if !action.done && due < today => Some(days(due, today)),
                _ => None,
            },
            days: from.zip(action.done_on).map(|(from, done)| days(from, done).max(0)),
            what: action.what.clone(),
            due: action.due,
            done: action.done,
            done_on: action.done_on,
            link: action.link.clone(),
            span: action.span,
        }));
    }
    let positions = |wanted: &dyn Fn(&Promise) -> bool| -> Vec<usize> {
        (0..all.len()).filter(|position| wanted(&all[*position])).collect()
    };
    let mut open = positions(&|promise| !promise.done);
    open.sort_by_key(|position| (all[*position].due.is_none(), all[*position].due, *position));
    let mut done = positions(&|promise| promise.done);
    done.sort_by_key(|position| (std::cmp::Reverse(all[*position].done_on), *position));
    let of = |promise: &Promise| (promise.document, promise.days.map(f64::from));
    let mut by_quarter: BTreeMap<Quarter, Vec<usize>> = BTreeMap::new();
    for position in &done {
        if let Some(day) = all[*position].done_on {
            by_quarter.entry(Quarter::of(day)).or_default().push(*position);
        }
    }
    let numbers = |positions: &[usize]| Numbers::of(positions.iter().map(|position| of(&all[*position])));
    Actions {
        days_to_done: numbers(&done),
        by_quarter: by_quarter
            .iter()
            .map(|(quarter, positions)| (*quarter, numbers(positions)))
            .collect(),
        by_owner: by_owner(&all, &open, &done),
        overdue: open
            .iter()
            .copied()
            .filter(|position| all[*position].late.is_some())
            .collect(),
        open,
        done,
        all,
    }
}

fn by_owner(all: &[Promise], open: &[usize], done: &[usize]) -> Vec<Owed> {
    // Nobody sorts after everybody.
    let mut by_owner: BTreeMap<(bool, String), Owed> = BTreeMap::new();
    let mut owed = |position: usize, note: &dyn Fn(&mut Owed)| {
        let owner = all[position].owner.as_ref();
        let key = (
            owner.is_none(),
            owner.map(|owner| owner.to_lowercase()).unwrap_or_default(),
        );
        let entry = by_owner.entry(key).or_insert_with(|| Owed {
            owner: owner.cloned(),
            ..Owed::default()
        });
        note(entry);
    };
    for position in open {
        let late = usize::from(all[*position].late.is_some());
        owed(*position, &|entry| {
            entry.open.push(*position);
            entry.overdue += late;
        });
    }
    for position in done {
        owed(*position, &|entry| entry.done.push(*position));
    }
    by_owner.into_values().collect()
}

/// Handles by the names people go by, since reviews are written with either.
struct Names(std::collections::HashMap<String, String>);

impl Names {
    fn of(corpus: &Corpus) -> Self {
        let all = corpus.people.iter();
        Self(
            all.map(|person| (person.name.to_lowercase(), person.handle.clone()))
                .collect(),
        )
    }

    fn handle(&self, corpus: &Corpus, written: &str) -> String {
        if let Some(person) = corpus.people.get(written) {
            return person.handle.clone();
        }
        self.0
            .get(&written.to_lowercase())
            .cloned()
            .unwrap_or_else(|| written.to_owned())
    }
}

/// The day from which the time to done is counted.
fn from_day(input: &Input<'_>, index: DocumentIndex) -> Option<Date> {
    let document = input.corpus.get(index);
    let moments = Moments::of(document);
    let own = moments.resolved.or(moments.started).map(|moment| moment.zoned().date());
    own.or_else(|| Some(input.history.of(document.path())?.created_at()?.date()))
}
