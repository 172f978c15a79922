//! The documents and how they hang together.

use std::collections::BTreeMap;

use super::{Links, Origin};
use crate::model::DocumentIndex;

/// A connection from one document to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Where it starts.
    pub from: DocumentIndex,
    /// Where it leads.
    pub to: DocumentIndex,
    /// Keys of the fields that make it, sorted; empty when only the text does.
    pub fields: Vec<String>,
}

impl Links {
    /// Every pair of documents that are connected, once, sorted.
    pub fn edges(&self) -> Vec<Edge> {
        let mut edges: BTreeMap<(DocumentIndex, DocumentIndex), Vec<String>> = BTreeMap::new();
        for reference in self.all() {
            let Some(to) = reference.target.document().filter(|to| *to != reference.from) else {
                continue;
            };
            let fields = edges.entry((reference.from, to)).or_default();
            if let Origin::Field(key) = &reference.origin
                && let Err(position) = fields.binary_search(key)
            {
                fields.insert(position, key.clone());
            }
        }
        edges
            .into_iter()
            .map(|((from, to), fields)| Edge { from, to, fields })
            .collect()
    }
}
