//! What the documents add up to: the numbers and lists that an organisation is steered by.
//!
//! Takes the corpus, its links, its history and a day, gives [`Insights`]: one value for each subject, each derived by one
//! file. Every number keeps the documents that it came from. Pure: the same input gives the same insights, and nothing is
//! read or rendered here.

mod due;

use jiff::civil::Date;

pub use due::{Due, DueKind};

use crate::check::Checked;
use crate::history::History;
use crate::link::Links;
use crate::model::Corpus;

/// What insights are derived from.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The documents.
    pub corpus: &'a Corpus,
    /// Their references.
    pub links: &'a Links,
    /// Their past; empty where Git was not asked.
    pub history: &'a History,
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
}

/// Derives all insights.
pub fn derive(input: &Input<'_>) -> Insights {
    Insights {
        today: input.today,
        dues: due::derive(input),
    }
}
