//! A document with its past.

use jiff::civil::Date;

use crate::definition::Lifecycle;
use crate::history::DocumentHistory;
use crate::model::DocumentIndex;

/// A document with its past; the timeline has an entry at least.
#[derive(Clone, Copy, Debug)]
pub(super) struct Subject<'a> {
    /// The document.
    pub(super) index: DocumentIndex,
    /// Its past.
    pub(super) past: &'a DocumentHistory,
}

/// The day on which a document came to a position of its timeline. The first one is its first commit, unless it was
/// committed beyond its gate or before what is known: then nobody knows.
pub(super) fn day(lifecycle: &Lifecycle, past: &DocumentHistory, position: usize) -> Option<Date> {
    let change = past.timeline.get(position)?;
    if position > 0 {
        return Some(change.at()?.date());
    }
    let state = lifecycle.index(&change.state)?;
    let began_here = state <= lifecycle.gate && !lifecycle.states[state].aside;
    past.created_at()
        .filter(|_| began_here && change.began.is_some())
        .map(|moment| moment.date())
}
