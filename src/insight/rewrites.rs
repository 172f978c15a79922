//! The portfolio of rewrites: what each would cost and what doing nothing costs, when the old system goes, and what nobody
//! has answered yet.
//!
//! # How it is counted
//! - Cost against doing nothing compares two ranges of person-weeks: doing nothing costs more only when its smallest
//!   number is not below the rewrite's largest.
//! - The days of the cut-over are counted in `rewrites/cut_over.rs`.
//! - The sum of costs is that of the open rewrites of which both costs are known.

mod cut_over;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use super::input::Input;
use super::past::{self, Since};
use super::publish::{Publish, named, published, rows};
use crate::definition::Definition;
use crate::model::{Corpus, Document, DocumentIndex, Value};

pub use cut_over::{CUT_OVER, Milestone, SideBySide};

/// Name of the type.
pub const TYPE: &str = "rewrite";
/// All rewrites.
#[derive(Clone, Debug, Default)]
pub struct Portfolio {
    /// The rewrites, in the order of the corpus.
    pub rewrites: Vec<Rewrite>,
    /// The numbered questions, and the open rewrites that leave them unanswered.
    pub questions: Vec<Question>,
    /// What the open rewrites cost together; `None` where of none both costs are known.
    pub sum: Option<Sum>,
}

/// What several rewrites cost together.
#[derive(Clone, Debug, PartialEq)]
pub struct Sum {
    /// The open rewrites of which both costs are known.
    pub rewrites: Vec<DocumentIndex>,
    /// Person-weeks that they cost.
    pub cost: Weeks,
    /// Person-weeks that doing nothing costs.
    pub do_nothing: Weeks,
}

/// A rewrite.
#[derive(Clone, Debug)]
pub struct Rewrite {
    /// Its document.
    pub index: DocumentIndex,
    /// How far it has come.
    pub stage: Stage,
    /// Since when it is in its state.
    pub since: Option<Since>,
    /// Days since then.
    pub age: Option<i32>,
    /// How many sections are answered, and how many must be.
    pub answered: Option<(usize, usize)>,
    /// Person-weeks that it costs.
    pub cost: Option<Weeks>,
    /// Person-weeks that doing nothing costs.
    pub do_nothing: Option<Weeks>,
    /// The days of the cut-over, in the order of [`CUT_OVER`].
    pub cut_over: [Milestone; 3],
    /// How long two systems run side by side.
    pub side_by_side: Option<SideBySide>,
}

/// How far a rewrite has come, whatever its states are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Nobody has said yes yet.
    Proposed,
    /// It is accepted or in progress.
    Decided,
    /// It is set aside for now.
    Paused,
    /// It is done.
    Completed,
    /// It ended beside the way.
    Ended,
}

/// A range of person-weeks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weeks {
    /// The least.
    pub low: f64,
    /// The most.
    pub high: f64,
}

impl std::iter::Sum for Weeks {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        let none = Self { low: 0.0, high: 0.0 };
        all.fold(none, |sum, it| Self {
            low: sum.low + it.low,
            high: sum.high + it.high,
        })
    }
}

/// Cost against the cost of doing nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// What doing it saves: the least, negative where it may cost more.
    pub least: f64,
    /// The most.
    pub most: f64,
    /// What that means.
    pub verdict: Verdict,
}

/// What a comparison of two ranges says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Doing nothing costs more, whatever happens; at best the same.
    Pays,
    /// Doing nothing costs less, whatever happens, at worst the same: something other than cost must be worth it.
    CostsMore,
    /// The ranges overlap.
    Open,
}

/// A numbered question.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its number.
    pub number: u32,
    /// The section that answers it.
    pub heading: Arc<str>,
    /// How many open rewrites must answer it.
    pub asked: usize,
    /// Those that do not, in the order of the corpus: their owners have to.
    pub unanswered: Vec<DocumentIndex>,
}

impl Stage {
    fn of(definition: &Definition, state: usize) -> Option<Self> {
        let lifecycle = &definition.lifecycle;
        let it = lifecycle.states.get(state)?;
        let decided = lifecycle.freeze.or_else(|| lifecycle.index("accepted"));
        Some(match (it.aside, it.end) {
            (true, true) => Stage::Ended,
            (true, false) => Stage::Paused,
            (false, true) => Stage::Completed,
            (false, false) if decided.is_some_and(|decided| it.rank >= decided) => Stage::Decided,
            (false, false) => Stage::Proposed,
        })
    }

    /// Whether somebody still has to decide on it or to do it.
    pub fn is_open(self) -> bool {
        !matches!(self, Stage::Completed | Stage::Ended)
    }
}

impl Rewrite {
    /// What it saves against doing nothing.
    pub fn comparison(&self) -> Option<Comparison> {
        let (cost, nothing) = (self.cost?, self.do_nothing?);
        Some(Comparison {
            least: nothing.low - cost.high,
            most: nothing.high - cost.low,
            verdict: match () {
                () if nothing.low >= cost.high && nothing.high > cost.low => Verdict::Pays,
                () if nothing.high <= cost.low && nothing.low < cost.high => Verdict::CostsMore,
                () => Verdict::Open,
            },
        })
    }

    /// The next day of the cut-over that has not happened: its place in [`CUT_OVER`], and the days until then, negative
    /// when it has passed. Only of a rewrite that is still to be done.
    pub fn next(&self, today: Option<Date>) -> Option<(usize, i32)> {
        let mut milestones = self.cut_over.iter().enumerate();
        let (place, milestone) = milestones.find(|(_, it)| it.day.is_some() && !it.happened)?;
        Some((place, past::days(today?, milestone.day?))).filter(|_| self.stage.is_open())
    }
}

impl Portfolio {
    /// The rewrite of a document.
    pub fn of(&self, index: DocumentIndex) -> Option<&Rewrite> {
        let found = self.rewrites.binary_search_by_key(&index, |rewrite| rewrite.index);
        found.ok().map(|position| &self.rewrites[position])
    }

    /// The questions that most open rewrites leave unanswered; none where all are answered.
    pub fn most_unanswered(&self) -> Vec<&Question> {
        let most = self.questions.iter().map(|it| it.unanswered.len()).max().unwrap_or(0);
        self.questions
            .iter()
            .filter(|it| most > 0 && it.unanswered.len() == most)
            .collect()
    }
}

/// The rewrites that are in a known state, with how far each has come.
pub fn stages<'a>(input: &Input<'a>) -> impl Iterator<Item = (DocumentIndex, Stage)> + 'a {
    let corpus = input.corpus;
    let of_type = corpus.definitions.find(TYPE).into_iter();
    of_type.flat_map(move |of_type| {
        let definition = corpus.definitions.get(of_type);
        let documents = corpus.of_type(of_type);
        documents.filter_map(move |(index, document)| Some((index, Stage::of(definition, document.state()?)?)))
    })
}

/// Whether there is a rewrite in a known state.
pub(super) fn exist(input: &Input<'_>) -> bool {
    stages(input).next().is_some()
}

/// Derives the portfolio.
pub fn derive(input: &Input<'_>) -> Portfolio {
    let all: Vec<_> = stages(input).collect();
    // The texts of old plans come out of Git, so the rewrites are spread over the cores.
    let rewrites: Vec<Rewrite> = all
        .par_iter()
        .map(|(index, stage)| one(input, *index, *stage))
        .collect();
    Portfolio {
        questions: questions(input, &rewrites),
        sum: sum(&rewrites),
        rewrites,
    }
}

fn one(input: &Input<'_>, index: DocumentIndex, stage: Stage) -> Rewrite {
    let document = input.corpus.get(index);
    let lifecycle = &input.corpus.definition(document).lifecycle;
    let past = input.history.of(document.path());
    let first = lifecycle.first().map(|state| state.name.as_str());
    let since = past.and_then(|past| past::since(past, first));
    let completeness = input.checked.completeness.get(index.0).and_then(Option::as_deref);
    let cut_over = cut_over::cut_over(input, document, stage, past, lifecycle);
    Rewrite {
        index,
        stage,
        since,
        age: since
            .zip(input.today)
            .map(|(since, today)| past::days(since.day, today)),
        answered: completeness.map(|it| (it.answered(), it.total())),
        cost: weeks(document, "cost_weeks"),
        do_nothing: weeks(document, "do_nothing_cost_weeks"),
        side_by_side: cut_over::side_by_side(&cut_over, input.today),
        cut_over,
    }
}

fn weeks(document: &Document, field: &str) -> Option<Weeks> {
    match document.fields.value(field)? {
        Value::Range(low, high) if low.is_finite() && high.is_finite() && *low >= 0.0 => {
            Some(Weeks { low: *low, high: *high })
        }
        _ => None,
    }
}

fn sum(rewrites: &[Rewrite]) -> Option<Sum> {
    let open = rewrites.iter().filter(|rewrite| rewrite.stage.is_open());
    let known: Vec<_> = open
        .filter_map(|it| Some((it.index, it.cost?, it.do_nothing?)))
        .collect();
    (!known.is_empty()).then(|| Sum {
        rewrites: known.iter().map(|it| it.0).collect(),
        cost: known.iter().map(|it| it.1).sum(),
        do_nothing: known.iter().map(|it| it.2).sum(),
    })
}

fn questions(input: &Input<'_>, rewrites: &[Rewrite]) -> Vec<Question> {
    let mut questions: BTreeMap<u32, Question> = BTreeMap::new();
    for rewrite in rewrites.iter().filter(|rewrite| rewrite.stage.is_open()) {
        let Some(completeness) = input
            .checked
            .completeness
            .get(rewrite.index.0)
            .and_then(Option::as_deref)
        else {
            continue;
        };
        for section in &completeness.sections {
            let Some(number) = section.question else { continue };
            let question = questions.entry(number).or_insert_with(|| Question {
                number,
                heading: Arc::clone(&section.heading),
                asked: 0,
                unanswered: Vec::new(),
            });
            question.asked += 1;
            if !section.answered {
                question.unanswered.push(rewrite.index);
            }
        }
    }
    questions.into_values().collect()
}

published!(Portfolio {
    rewrites,
    questions,
    sum,
});
published!(Sum {
    rewrites,
    cost,
    do_nothing,
});
published!(Rewrite {
    index as document,
    stage,
    since,
    age,
    answered,
    cost,
    do_nothing,
    cut_over,
    side_by_side,
} with { comparison });
published!(Weeks { low, high });
published!(Comparison { least, most, verdict });
named!(Verdict {
    Pays: "pays",
    CostsMore: "costs-more",
    Open: "open",
});
published!(Since { day, at_least });
named!(Stage {
    Proposed: "proposed",
    Decided: "decided",
    Paused: "paused",
    Completed: "completed",
    Ended: "ended",
});
rows!((usize, usize), "answered", "asked");

impl Publish for Question {
    fn publish(&self, corpus: &Corpus) -> serde_json::Value {
        serde_json::json!({
            "number": self.number,
            "heading": &*self.heading,
            "asked": self.asked,
            "unanswered": self.unanswered.publish(corpus),
        })
    }
}
