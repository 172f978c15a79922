//! What was found in each document, kept so that after an edit only the documents that it can have touched are looked at
//! again.

use std::sync::Arc;

use super::completeness::Completeness;
use super::since::{Affected, Base, Since};
use crate::diagnostic::Diagnostic;
use crate::link::Links;
use crate::model::{Corpus, DocumentIndex};

/// What the rules found in one document.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    /// The findings, before levels are applied.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// How complete it is.
    pub(super) completeness: Option<Arc<Completeness>>,
    /// Whether a rule looked for names that something else may have: such a finding changes with any document.
    pub(super) looked_around: bool,
}

/// What was found in each document, in the order of the corpus.
#[derive(Clone, Debug, Default)]
pub struct Kept(pub(super) Vec<Arc<Found>>);

/// What is known from before an edit.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The documents before it, under the same definitions and configuration, and what the edit changed.
    pub before: Base<'a>,
    /// What was found in them, on the same day and with the same past.
    pub kept: &'a Kept,
}

impl Known<'_> {
    /// For each document of a corpus, what was found in it, if that still holds.
    pub(super) fn still(&self, corpus: &Corpus, links: &Links) -> Vec<Option<Arc<Found>>> {
        let since = Since::new(self.before, corpus);
        let affected = Affected::by(&since, corpus, links);
        let still = |(position, is_affected): (usize, &bool)| {
            let before = since.index_before(DocumentIndex(position)).filter(|_| !is_affected)?;
            let found = self.kept.0.get(before.0)?;
            (!found.looked_around).then(|| Arc::clone(found))
        };
        affected.after.iter().enumerate().map(still).collect()
    }
}
