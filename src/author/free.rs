//! Which ids nobody has: neither here nor on another branch.

use std::collections::HashSet;

use camino::Utf8Path;

use crate::definition::Definition;
use crate::history::Elsewhere;
use crate::model::{Corpus, id_key};

/// The ids in use, here and on other branches, and those that an old address on the site still stands for.
#[derive(Debug)]
pub struct TakenIds<'a> {
    corpus: &'a Corpus,
    others: HashSet<String>,
}

impl<'a> TakenIds<'a> {
    /// The ids of a corpus and, where they were read, of other branches.
    pub fn new(corpus: &'a Corpus, elsewhere: Option<&Elsewhere>) -> Self {
        let documents = elsewhere.into_iter().flat_map(Elsewhere::documents);
        let elsewhere = documents.map(|(_, document)| id_key(&document.id));
        let aliases = corpus.documents().iter().flat_map(|document| document.aliases());
        let old = aliases.filter_map(|alias| Some(id_key(Utf8Path::new(alias.value).file_stem()?)));
        Self {
            corpus,
            others: elsewhere.chain(old).collect(),
        }
    }

    /// Whether nobody has an id.
    pub fn is_free(&self, id: &str) -> bool {
        self.corpus.by_id(id).is_none() && !self.others.contains(&id_key(id))
    }

    /// One more than the largest number in use, so that the id of a deleted document is not taken again by the next one.
    pub(super) fn next_number(&self, definition: &Definition) -> u64 {
        let prefix = format!("{}-", definition.prefix.to_lowercase());
        let number = |key: &str| key.strip_prefix(&prefix)?.parse::<u64>().ok();
        let here = self.corpus.iter().map(|(_, document)| id_key(&document.id.value));
        let here = here.filter_map(|key| number(&key));
        let others = self.others.iter().filter_map(|key| number(key));
        let largest = here.chain(others).max();
        largest.map_or(1, |largest| largest.saturating_add(1))
    }

    /// The id itself, or with the first letter behind it that nobody has: a second incident of a day is
    /// `INC-2026-03-14-b`.
    pub(super) fn or_with_letter(&self, id: String) -> String {
        let letters = ('b'..='z').map(|letter| format!("{id}-{letter}"));
        let numbers = (27..).map(|number| format!("{id}-{number}"));
        let mut ids = std::iter::once(id.clone()).chain(letters).chain(numbers);
        ids.find(|id| self.is_free(id)).unwrap_or(id)
    }
}
