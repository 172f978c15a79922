//! What results are filtered by: type, state, owner and year of each document.

use std::collections::BTreeMap;

use super::encode;
use crate::model::DocumentIndex;
use crate::render::Input;
use crate::render::view;

/// The facets of all documents.
#[derive(Debug, Default)]
pub(super) struct Facets {
    /// Types: name and what people call one.
    pub(super) kind: Facet,
    /// States: name and label.
    pub(super) state: Facet,
    /// Owners: handle and name.
    pub(super) owner: Facet,
    /// Years of the documents' days, the oldest first.
    pub(super) year: Facet,
}

/// One of them.
#[derive(Debug, Default)]
pub(super) struct Facet {
    /// The values in the order of their labels: what stands in an address, and what people read.
    pub(super) values: Vec<(String, String)>,
    /// For each document, the number of its value from 1; 0 where it has none.
    pub(super) of: String,
}

impl Facets {
    /// Reads them.
    pub(super) fn of(input: &Input<'_>) -> Self {
        let corpus = input.corpus;
        let each = |value: &dyn Fn(DocumentIndex) -> Option<(String, String)>| {
            Facet::of(corpus.iter().map(|(index, _)| value(index)).collect())
        };
        Self {
            kind: each(&|index| {
                let definition = corpus.definition(corpus.get(index));
                Some((definition.type_name.clone(), definition.name.clone()))
            }),
            state: each(&|index| view::status(corpus, corpus.get(index)).map(|status| (status.name, status.label))),
            owner: each(&|index| {
                let handle = corpus.get(index).owner()?;
                Some((handle.to_lowercase(), corpus.people.name(handle).to_owned()))
            }),
            year: each(&|index| {
                let year = input.day(index)?.year().to_string();
                Some((year.clone(), year))
            }),
        }
    }
}

impl Facet {
    fn of(each: Vec<Option<(String, String)>>) -> Self {
        let mut labels: BTreeMap<String, String> = BTreeMap::new();
        for (name, label) in each.iter().flatten() {
            labels.entry(name.clone()).or_insert_with(|| label.clone());
        }
        let mut values: Vec<_> = labels.into_iter().collect();
        values.sort_by_cached_key(|(name, label)| (label.to_lowercase(), name.clone()));
        let numbers: BTreeMap<&str, u32> = (1..)
            .zip(&values)
            .map(|(number, (name, _))| (name.as_str(), number))
            .collect();
        let mut of = String::with_capacity(each.len());
        for value in &each {
            let number = value.as_ref().and_then(|(name, _)| numbers.get(name.as_str()));
            encode::number(&mut of, number.copied().unwrap_or(0));
        }
        Self { values, of }
    }
}
