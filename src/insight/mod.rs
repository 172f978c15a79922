//! What the documents add up to: the numbers and lists that an organisation is steered by.
//!
//! Takes the corpus, its links, its history and a day, gives [`Insights`]: one value for each subject, each derived by one
//! file. Every number keeps the documents that it came from. Pure: the same input gives the same insights, and nothing is
//! read or rendered here.

pub mod actions;
pub mod amount;
pub mod debt;
mod due;
pub mod earlier;
pub mod flow;
pub mod incidents;
pub mod initiative;
pub mod mix;
pub mod numbers;
pub mod outcomes;
pub mod ownership;
pub mod pain;
mod past;
pub mod period;
pub mod publish;
pub mod quarter;
pub mod rewrites;
pub mod roadmap;
pub mod scorecard;
pub mod vision;

use jiff::civil::Date;

pub use due::{Due, DueKind};

use crate::check::Checked;
use crate::definition::FieldKind;
use crate::history::{Archive, History};
use crate::link::Links;
use crate::model::{Corpus, DocumentIndex};
use actions::Actions;
use debt::Debt;
use flow::Flow;
use incidents::Incidents;
use initiative::Initiative;
use mix::Mix;
use outcomes::Outcomes;
use ownership::Ownership;
use pain::Pain;
use publish::published;
use rewrites::Portfolio;
use roadmap::Roadmap;
use scorecard::Scorecard;
use vision::Vision;

/// What insights are derived from.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The documents.
    pub corpus: &'a Corpus,
    /// Their references.
    pub links: &'a Links,
    /// Their past; empty where Git was not asked.
    pub history: &'a History,
    /// The texts they had in it: what was planned once is read from them. `None` where Git was not asked.
    pub archive: Option<&'a Archive>,
    /// What checking found: how complete documents are.
    pub checked: &'a Checked,
    /// The day that overdue and stale are counted from; without one, nothing is.
    pub today: Option<Date>,
}

/// What the documents add up to.
#[derive(Clone, Debug, Default)]
pub struct Insights {
    /// The day it all is as of.
    pub today: Option<Date>,
    /// What is due, by day.
    pub dues: Vec<Due>,
    /// The initiatives, in the order of the corpus.
    pub initiatives: Vec<Initiative>,
    /// Did it work?
    pub outcomes: Outcomes,
    /// What is meant to be done when.
    pub roadmap: Roadmap,
    /// What kinds of work there were over time.
    pub mix: Mix,
    /// Which debt hurts most, the worst first.
    pub debt: Vec<Debt>,
    /// What hurts customers, and what is done about it.
    pub pain: Vec<Pain>,
    /// What the organisation wants to be good at, and what stands behind it.
    pub vision: Vision,
    /// The rewrites.
    pub rewrites: Portfolio,
    /// What incidents add up to.
    pub incidents: Incidents,
    /// What was promised.
    pub actions: Actions,
    /// Every metric.
    pub scorecard: Scorecard,
    /// How documents move through their states.
    pub flow: Flow,
    /// Who owns, decides and owes what.
    pub ownership: Ownership,
}

// One line for each insight that programs can read; the name of the field is its key in `api/insights.json`.
published!(Insights {
    today,
    initiatives,
    outcomes,
    roadmap,
    mix,
    debt,
    pain,
    vision,
    rewrites,
    incidents,
    actions,
    scorecard,
    flow,
    ownership,
});

/// Derives all insights.
pub fn derive(input: &Input<'_>) -> Insights {
    let (initiatives, rewrites) = rayon::join(|| initiative::read(input), || rewrites::derive(input));
    let (incidents, actions) = rayon::join(|| incidents::derive(input), || actions::derive(input));
    let vision = vision::derive(input, &initiatives);
    let outcomes = outcomes::derive(input, &initiatives);
    let (flow, ownership) = rayon::join(|| flow::derive(input), || ownership::derive(input, &actions, &outcomes));
    Insights {
        today: input.today,
        dues: due::derive(input, &actions, &outcomes),
        outcomes,
        roadmap: roadmap::derive(input, &initiatives, &vision),
        mix: mix::derive(input, &initiatives),
        debt: debt::derive(input, &initiatives),
        pain: pain::derive(input, &initiatives),
        vision,
        rewrites,
        initiatives,
        incidents,
        actions,
        scorecard: scorecard::derive(input),
        flow,
        ownership,
    }
}

impl Insights {
    /// The initiative of a document.
    pub fn initiative(&self, index: DocumentIndex) -> Option<&Initiative> {
        let found = self
            .initiatives
            .binary_search_by_key(&index, |initiative| initiative.index);
        found.ok().map(|position| &self.initiatives[position])
    }
}

/// The categories of initiatives, in the order of the definition.
fn categories(corpus: &Corpus) -> Vec<&str> {
    let definition = corpus
        .definitions
        .find(initiative::TYPE)
        .map(|it| corpus.definitions.get(it));
    match definition.and_then(|it| it.field("category")).map(|field| &field.kind) {
        Some(FieldKind::OneOf { values, .. }) => values.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    }
}

/// An id as a key that sorts its numbers by their value.
fn natural(id: &str) -> Vec<(String, u64)> {
    let mut parts = Vec::new();
    let mut rest = id;
    while !rest.is_empty() {
        let words = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let digits = rest[words..]
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len() - words);
        let number = rest[words..words + digits].parse().unwrap_or(u64::MAX);
        parts.push((rest[..words].to_lowercase(), number));
        rest = &rest[words + digits..];
    }
    parts
}
