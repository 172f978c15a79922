//! What the documents add up to: the numbers and lists that an organisation is steered by.
//!
//! Takes the corpus, its links, its history and a day, gives [`Insights`]: one value for each subject, each derived by one
//! file. Every number keeps the documents that it came from. Pure: the same input gives the same insights, and nothing is
//! read or rendered here.

pub mod amount;
pub mod earlier;
pub mod flow;
pub mod incidents;
mod initiatives;
mod input;
pub mod numbers;
mod owed;
pub mod pain;
mod past;
pub mod period;
pub mod publish;
pub mod quarter;
pub mod rewrites;
pub mod scorecard;
pub mod vision;

use jiff::civil::Date;

pub use initiatives::{debt, initiative, mix, outcomes, roadmap};
pub use input::Input;
pub use owed::due::{Due, DueKind};
pub use owed::{actions, ownership};

use crate::model::DocumentIndex;
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
    dues,
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
        dues: owed::due::derive(input, &actions, &outcomes, &rewrites),
        outcomes,
        roadmap: roadmap::derive(input, &initiatives, &vision),
        mix: mix::derive(input, &initiatives),
        debt: debt::derive(input, &initiatives),
        pain: pain::derive(input, &initiatives),
        vision,
        rewrites,
        scorecard: scorecard::derive(input, &initiatives),
        initiatives,
        incidents,
        actions,
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
