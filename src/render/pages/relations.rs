//! How documents hang together: `relations` in the template.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use super::{Page, RELATIONS, rendered};
use crate::definition::TypeIndex;
use crate::link::Edge;
use crate::model::DocumentIndex;
use crate::render::library::Library;
use crate::render::theme::{Theme, ThemeError};
use crate::render::view::{DocumentView, label};

/// Most documents among those that are referred to most.
const MAX_HUBS: usize = 12;
/// Most relations listed one by one; with more, the pages of the documents tell.
const MAX_EDGES: usize = 60;
/// Most documents listed that stand alone.
const MAX_ALONE: usize = 30;

/// The references between documents.
#[derive(Debug, Serialize)]
struct Relations {
    /// "143 relations between 66 documents".
    summary: String,
    /// The types, as headings of the table.
    columns: Vec<String>,
    /// For each type, how many relations lead from it to each.
    matrix: Vec<MatrixRow>,
    /// The documents that most others refer to.
    hubs: Vec<Hub>,
    /// Every relation that a field makes; empty when there are too many to read.
    edges: Vec<RelationView>,
    /// Documents without any relation.
    alone: Vec<DocumentView>,
}

/// The relations that lead from one type.
#[derive(Debug, Serialize)]
struct MatrixRow {
    /// The type's plural.
    label: String,
    /// For each type, in the order of the columns; `None` for none.
    counts: Vec<Option<Heat>>,
}

/// A number with a strength from 1 to 4 that shows it.
#[derive(Debug, Serialize)]
struct Heat {
    /// The number.
    count: usize,
    /// Its part of the largest.
    heat: usize,
}

/// A document and how many refer to it.
#[derive(Debug, Serialize)]
struct Hub {
    /// The document.
    document: DocumentView,
    /// "14 documents".
    count: String,
}

/// A relation.
#[derive(Debug, Serialize)]
struct RelationView {
    /// Where it starts.
    from: DocumentView,
    /// The fields that make it.
    via: String,
    /// Where it leads.
    to: DocumentView,
}

/// Writes the page of relations.
pub(super) fn write(library: &Library<'_>, theme: &Theme) -> Result<Page, ThemeError> {
    let edges: Vec<Edge> = library.input.links.edges();
    let connected: HashSet<DocumentIndex> = edges.iter().flat_map(|edge| [edge.from, edge.to]).collect();
    let view = Relations {
        summary: match edges.len() {
            0 => library.phrases.say("pages.no_relations").to_owned(),
            count => library.phrases.fill(
                "pages.relations_count",
                &[("n", &count), ("documents", &connected.len())],
            ),
        },
        columns: types(library, &edges)
            .iter()
            .map(|(_, plural)| plural.clone())
            .collect(),
        matrix: matrix(library, &edges),
        hubs: hubs(library, &edges),
        edges: relations(library, &edges),
        alone: alone(library, &connected),
    };
    let mut page = library.page("relations", library.phrases.say("pages.relations"), RELATIONS);
    page.description.clone_from(&view.summary);
    rendered(theme, "relations.html", &page, "relations", &view)
}

/// The types that take part in a relation.
fn types(library: &Library<'_>, edges: &[Edge]) -> Vec<(TypeIndex, String)> {
    let type_of = |index: DocumentIndex| library.document(index).definition;
    let taking_part: HashSet<TypeIndex> = edges
        .iter()
        .flat_map(|edge| [type_of(edge.from), type_of(edge.to)])
        .collect();
    let all = library.input.corpus.definitions.iter();
    all.filter(|(index, _)| taking_part.contains(index))
        .map(|(index, it)| (index, it.plural.clone()))
        .collect()
}

fn matrix(library: &Library<'_>, edges: &[Edge]) -> Vec<MatrixRow> {
    let mut counts: BTreeMap<(TypeIndex, TypeIndex), usize> = BTreeMap::new();
    for edge in edges {
        let pair = (
            library.document(edge.from).definition,
            library.document(edge.to).definition,
        );
        *counts.entry(pair).or_default() += 1;
    }
    let most = counts.values().copied().max().unwrap_or(1);
    let types = types(library, edges);
    let row = |(from, plural): &(TypeIndex, String)| MatrixRow {
        label: plural.clone(),
        counts: types
            .iter()
            .map(|(to, _)| {
                counts.get(&(*from, *to)).map(|count| Heat {
                    count: *count,
                    heat: (count * 4).div_ceil(most),
                })
            })
            .collect(),
    };
    types.iter().map(row).collect()
}

fn hubs(library: &Library<'_>, edges: &[Edge]) -> Vec<Hub> {
    let mut incoming: BTreeMap<DocumentIndex, usize> = BTreeMap::new();
    for edge in edges {
        *incoming.entry(edge.to).or_default() += 1;
    }
    let mut hubs: Vec<_> = incoming.into_iter().filter(|(_, count)| *count > 1).collect();
    hubs.sort_by_key(|(index, count)| (std::cmp::Reverse(*count), *index));
    let hub = |(index, count)| Hub {
        document: library.row(RELATIONS, index),
        count: library.documents(count),
    };
    hubs.into_iter().take(MAX_HUBS).map(hub).collect()
}

fn relations(library: &Library<'_>, edges: &[Edge]) -> Vec<RelationView> {
    let by_field: Vec<_> = edges.iter().filter(|edge| !edge.fields.is_empty()).collect();
    if by_field.len() > MAX_EDGES {
        return Vec::new();
    }
    let view = |edge: &&Edge| RelationView {
        from: library.row(RELATIONS, edge.from),
        via: edge
            .fields
            .iter()
            .map(|key| label(key).to_lowercase())
            .collect::<Vec<_>>()
            .join(", "),
        to: library.row(RELATIONS, edge.to),
    };
    by_field.iter().map(view).collect()
}

fn alone(library: &Library<'_>, connected: &HashSet<DocumentIndex>) -> Vec<DocumentView> {
    let all = library.types().flat_map(|(_, _, documents)| documents.iter().copied());
    let alone = all.filter(|index| !connected.contains(index)).take(MAX_ALONE);
    alone.map(|index| library.row(RELATIONS, index)).collect()
}
