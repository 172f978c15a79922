//! What the documents added up to on an earlier day.

use jiff::civil::Date;

use super::Insights;
use crate::model::{Corpus, DocumentIndex};

/// Name of the type whose documents look back on a day.
pub const REVIEW: &str = "review";
/// Name of the field that holds the day.
pub const REVIEWED_ON: &str = "date";

/// The documents as they were at the end of a day, and what they added up to then. Their texts were read as far as their
/// front matter, so insights that look into sections, at completeness, actions and pain points, say nothing here.
#[derive(Debug)]
pub struct Earlier {
    /// The day.
    pub day: Date,
    /// The documents of that day.
    pub corpus: Corpus,
    /// What they added up to.
    pub insights: Insights<'static>,
}

impl Earlier {
    /// The document of another corpus that was this one: the one with its id.
    pub fn in_corpus(&self, then: DocumentIndex, now: &Corpus) -> Option<DocumentIndex> {
        now.by_id(&self.corpus.get(then).id.value)
    }
}
