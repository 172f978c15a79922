//! What a change did: the documents before it and after it, side by side.
//!
//! A check since a base looks at the same organisation twice. The rules run on the documents that the change can have
//! touched, before and after; what they say of both is not the change's doing.

mod affected;
mod alike;
mod compare;
mod pairs;

use std::collections::HashMap;
use std::sync::Arc;

use camino::Utf8Path;

pub use alike::{Alike, alike};

use crate::link::Links;
use crate::model::{Corpus, Document, DocumentIndex};
use crate::repository::{ChangedPath, Snapshot};
use pairs::Pairs;

pub(super) use affected::Affected;
pub(super) use compare::introduced;

/// The organisation as it was before a change.
#[derive(Clone, Copy, Debug)]
pub struct Base<'a> {
    /// What people call it: `origin/main`.
    pub name: &'a str,
    /// The documents.
    pub corpus: &'a Corpus,
    /// Their references.
    pub links: &'a Links,
    /// All files there were.
    pub snapshot: &'a Snapshot,
    /// The files that differ since.
    pub changes: &'a [ChangedPath],
}

/// A base, with each of its documents beside what became of it.
#[derive(Debug)]
pub struct Since<'a> {
    /// The base.
    pub base: Base<'a>,
    pairs: Pairs,
}

impl<'a> Since<'a> {
    pub(super) fn new(base: Base<'a>, corpus: &Corpus) -> Self {
        Self {
            pairs: Pairs::find(base.corpus, corpus, base.changes),
            base,
        }
    }

    /// What a document was; `None` for a new one.
    pub fn before(&self, after: DocumentIndex) -> Option<&'a Arc<Document>> {
        let before = self.pairs.before(after)?;
        self.base.corpus.documents().get(before.0)
    }

    /// Where a document was in the base; `None` for a new one.
    pub(super) fn index_before(&self, after: DocumentIndex) -> Option<DocumentIndex> {
        self.pairs.before(after)
    }

    /// Documents that are no more.
    pub fn gone(&self) -> impl Iterator<Item = (DocumentIndex, &'a Document)> {
        let corpus = self.base.corpus;
        corpus.iter().filter(|(before, _)| self.pairs.after(*before).is_none())
    }

    /// For each document of the base that still exists, where it was and where it is.
    fn paths(&self, corpus: &'a Corpus) -> HashMap<&'a Utf8Path, &'a Utf8Path> {
        let before = self.base.corpus.iter();
        before
            .filter_map(|(index, document)| {
                let after = self.pairs.after(index)?;
                Some((&**document.path(), &**corpus.get(after).path()))
            })
            .collect()
    }
}
