//! The order in which documents are listed.

use std::cmp::Reverse;

use super::select::{LastChange, last_change};
use crate::history::History;
use crate::model::{Corpus, Document, DocumentIndex, id_key};

/// What documents are listed by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Type, then number.
    #[default]
    Id,
    /// The last change, the newest first.
    Updated,
    /// Type, then the order of its states.
    State,
    /// Handle of the owner; documents without one come last.
    Owner,
    /// Title, case aside.
    Title,
}

/// Puts documents in an order; those alike follow by their ids.
pub fn sort(documents: &mut [DocumentIndex], order: Order, corpus: &Corpus, history: &History) {
    let get = |index: &DocumentIndex| corpus.get(*index);
    documents.sort_by_cached_key(|it| id(get(it)));
    match order {
        Order::Id => {}
        Order::Updated => documents.sort_by_cached_key(|it| Reverse(age(history, get(it)))),
        Order::State => documents.sort_by_cached_key(|it| {
            let document = get(it);
            (document.definition, document.state().unwrap_or(usize::MAX))
        }),
        Order::Owner => documents.sort_by_cached_key(|it| {
            let owner = get(it).owner().map(str::to_lowercase);
            (owner.is_none(), owner)
        }),
        Order::Title => documents.sort_by_cached_key(|it| get(it).title.value.to_lowercase()),
    }
}

/// Type first, then the number in the id, so that `RW-9` stands before `RW-10`.
fn id(document: &Document) -> impl Ord + use<> {
    let key = id_key(&document.id.value);
    let number = key.split_once('-').and_then(|(_, rest)| rest.parse::<u64>().ok());
    (document.definition, number.is_none(), number, key)
}

/// What is not committed yet is the newest, what is unknown the oldest.
fn age(history: &History, document: &Document) -> (u8, Option<jiff::Timestamp>) {
    match last_change(history, document.path()) {
        LastChange::NotCommitted => (2, None),
        LastChange::At(moment) => (1, Some(moment.at)),
        LastChange::Unknown => (0, None),
    }
}
