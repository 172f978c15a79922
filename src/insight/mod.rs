//! What the documents add up to: the numbers and lists that an organisation is steered by.
//!
//! Takes the corpus, its links, its history and a day, gives [`Insights`]: one value for each subject, each derived by one
//! file when it is first asked for. Every number keeps the documents that it came from. Pure: the same input gives the same
//! insights, and nothing is read or rendered here.

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

use std::borrow::Cow;
use std::sync::OnceLock;

use jiff::civil::Date;

pub use initiatives::{debt, initiative, mix, outcomes, roadmap};
pub use input::Input;
pub use owed::due::{Due, DueKind};
pub use owed::{actions, ownership};

use crate::model::{Corpus, DocumentIndex};
use actions::Actions;
use debt::Debt;
use flow::Flow;
use incidents::Incidents;
use initiative::Initiative;
use mix::Mix;
use outcomes::{FollowUp, Outcomes};
use ownership::{Matrix, Ownership};
use pain::Pain;
use publish::write_field;
use rewrites::Portfolio;
use roadmap::Roadmap;
use scorecard::Scorecard;
use vision::Vision;

/// Makes [`Insights`]: a place for each subject, the method that derives it when it is first asked for, and the ways to
/// have all of them at once.
macro_rules! subjects {
    ($($(#[doc = $told:literal])+ $name:ident: $kind:ty = $derive:expr;)+) => {
        /// What the documents add up to, subject by subject. A build derives all of it; a preview only what the page that
        /// somebody looks at tells of.
        ///
        /// Where work is shared out, [`Insights::derive_all`] comes first: whoever waits for a subject may otherwise be
        /// handed work that asks for the same.
        #[derive(Debug, Default)]
        pub struct Insights<'a> {
            /// The day it all is as of.
            pub today: Option<Date>,
            /// What the rest is derived from; `None` where nothing is left to derive.
            input: Option<Input<'a>>,
            $($name: OnceLock<$kind>,)+
        }

        impl<'a> Insights<'a> {
            $($(#[doc = $told])+ pub fn $name(&self) -> &$kind {
                let derive: fn(&Input<'a>, &Self) -> $kind = $derive;
                self.$name.get_or_init(|| self.input.as_ref().map(|input| derive(input, self)).unwrap_or_default())
            })+

            /// Derives what was not asked for yet.
            fn derive_rest(&self) {
                $(self.$name();)+
            }

            /// What was derived of it, for as long as anybody wants, and nothing of the rest.
            fn settled(self) -> Insights<'static> {
                Insights {
                    today: self.today,
                    input: None,
                    $($name: self.$name,)+
                }
            }
        }

        impl Insights<'_> {
            /// Writes all of them as JSON: the name of a subject is its key in `api/insights.json`.
            pub fn write(&self, corpus: &Corpus, json: &mut Vec<u8>) {
                json.push(b'{');
                write_field("today", &self.today, corpus, json);
                $(match stringify!($name) {
                    "matrices" => {}
                    "ownership" => {
                        write_field("ownership", self.ownership(), corpus, json);
                        // Its closing brace makes room for them.
                        json.pop();
                        write_field("matrices", self.matrices(), corpus, json);
                        json.push(b'}');
                    }
                    name => write_field(name, self.$name(), corpus, json),
                })+
                json.push(b'}');
            }
        }
    };
}

subjects! {
    /// What is due, by day.
    dues: Vec<Due> = |input, all| owed::due::derive(input, all.actions(), all.outcomes(), all.rewrites());
    /// The initiatives, in the order of the corpus.
    initiatives: Vec<Initiative> = |input, _| initiative::read(input);
    /// Did it work?
    outcomes: Outcomes = |input, all| outcomes::derive(input, all.initiatives());
    /// What is meant to be done when.
    roadmap: Roadmap = |input, all| roadmap::derive(input, all.initiatives(), all.vision());
    /// What kinds of work there were over time.
    mix: Mix = |input, all| mix::derive(input, all.initiatives());
    /// Which debt hurts most, the worst first.
    debt: Vec<Debt> = |input, all| debt::derive(input, all.initiatives());
    /// What hurts customers, and what is done about it.
    pain: Vec<Pain> = |input, all| pain::derive(input, all.initiatives());
    /// What the organisation wants to be good at, and what stands behind it.
    vision: Vision = |input, all| vision::derive(input, all.initiatives());
    /// The rewrites.
    rewrites: Portfolio = |input, _| rewrites::derive(input);
    /// What incidents add up to.
    incidents: Incidents = |input, _| incidents::derive(input);
    /// What was promised.
    actions: Actions = |input, _| actions::derive(input);
    /// Every metric.
    scorecard: Scorecard = |input, all| scorecard::derive(input, all.initiatives());
    /// How documents move through their states.
    flow: Flow = |input, _| flow::derive(input);
    /// Who owns, decides and owes what.
    ownership: Ownership = |input, all| ownership::derive(input, all.actions(), all.outcomes());
    /// Who is responsible, accountable, consulted and informed: the matrix of each team, in the order of the teams; that of
    /// no team last.
    matrices: Vec<Matrix> = |input, _| ownership::matrices(input.corpus);
}

/// What the documents add up to, each subject derived when it is first asked for.
pub fn insights(input: Input<'_>) -> Insights<'_> {
    Insights {
        today: input.today,
        input: Some(input),
        ..Insights::default()
    }
}

impl Insights<'_> {
    /// Derives every subject that was not asked for yet, on all cores.
    pub fn derive_all(&self) {
        // Each side holds what takes long and what it is derived from; nothing in one waits for the other.
        rayon::join(
            || {
                self.rewrites();
                self.incidents();
            },
            || {
                self.actions();
                self.flow();
                self.matrices();
            },
        );
        self.derive_rest();
    }

    /// The subjects that can be told from front matter alone, for as long as anybody wants; the others are empty.
    pub fn of_fronts(self) -> Insights<'static> {
        self.outcomes();
        self.roadmap();
        self.mix();
        self.debt();
        self.incidents();
        self.scorecard();
        self.flow();
        self.settled()
    }

    /// Whether there are initiatives. This and the next are for the navigation of every page, and derive nothing.
    pub fn have_initiatives(&self) -> bool {
        self.are_there(&self.initiatives, |all| !all.is_empty(), initiative::exist)
    }

    /// Whether there are rewrites.
    pub fn have_rewrites(&self) -> bool {
        self.are_there(&self.rewrites, |all| !all.rewrites.is_empty(), rewrites::exist)
    }

    /// Whether there are pain points.
    pub fn have_pain(&self) -> bool {
        self.are_there(&self.pain, |all| !all.is_empty(), pain::exist)
    }

    /// Whether there are metrics.
    pub fn have_metrics(&self) -> bool {
        self.are_there(&self.scorecard, |all| !all.metrics.is_empty(), scorecard::exist)
    }

    /// Whether there are incidents.
    pub fn have_incidents(&self) -> bool {
        self.are_there(&self.incidents, |all| !all.all.is_empty(), incidents::exist)
    }

    /// Whether anything was promised.
    pub fn have_actions(&self) -> bool {
        self.are_there(&self.actions, |all| !all.all.is_empty(), actions::exist)
    }

    /// Whether documents go through states.
    pub fn have_flow(&self) -> bool {
        self.are_there(&self.flow, |all| !all.types.is_empty(), flow::exists)
    }

    /// Whether a matrix has a row.
    pub fn have_matrices(&self) -> bool {
        self.are_there(&self.matrices, |all| !all.is_empty(), ownership::has_matrices)
    }

    fn are_there<T>(&self, known: &OnceLock<T>, any: fn(&T) -> bool, exist: fn(&Input<'_>) -> bool) -> bool {
        match (known.get(), &self.input) {
            (Some(known), _) => any(known),
            (None, Some(input)) => exist(input),
            (None, None) => false,
        }
    }

    /// The initiative of a document: read by itself where not all of them were asked for yet.
    pub fn initiative(&self, index: DocumentIndex) -> Option<Cow<'_, Initiative>> {
        match (self.initiatives.get(), &self.input) {
            (None, Some(input)) => initiative::read_one(input, index).map(Cow::Owned),
            _ => {
                let all = self.initiatives();
                let found = all.binary_search_by_key(&index, |initiative| initiative.index);
                found.ok().map(|position| Cow::Borrowed(&all[position]))
            }
        }
    }

    /// When an initiative is to be looked at again; `None` where it is not.
    pub fn follow_up(&self, initiative: &Initiative) -> Option<FollowUp> {
        match &self.input {
            Some(input) => outcomes::follow_up(input, initiative),
            None => {
                let mut all = self.outcomes().follow_ups.iter();
                all.find(|it| it.initiative == initiative.index).cloned()
            }
        }
    }

    /// The matrix of a team; without one, of the documents of no team.
    pub fn matrix(&self, team: Option<DocumentIndex>) -> Option<&Matrix> {
        let key = |team: Option<DocumentIndex>| (team.is_none(), team);
        let matrices = self.matrices();
        let found = matrices.binary_search_by_key(&key(team), |it| key(it.team));
        found.ok().map(|position| &matrices[position])
    }
}
