//! How documents hang together: `relations` in the template.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, OnceLock};

use serde::Serialize;

use super::{Page, rendered};
use crate::definition::TypeIndex;
use crate::link::Edge;
use crate::model::DocumentIndex;
use crate::render::graph::{Whole, colour, whole};
use crate::render::library::Library;
use crate::render::theme::{Theme, ThemeError};
use crate::render::view::{DocumentView, label};
use crate::render::{GRAPH_FILE, GRAPH_SCRIPT, RELATIONS};

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
    /// All of it as a picture; `None` where no document refers to another.
    graph: Option<GraphView>,
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

/// The picture of all relations, which the page loads when it is looked at.
#[derive(Debug, Serialize)]
struct GraphView {
    /// The script that holds it.
    script: String,
    /// The same as a file, for browsers without script.
    file: String,
    /// "66 documents in 7 neighbourhoods".
    shown: String,
    /// What the picture leaves out; empty where it leaves out nothing.
    left_out: Vec<String>,
    /// The types and their colours.
    types: Vec<GraphType>,
}

/// A type in the picture.
#[derive(Debug, Serialize)]
struct GraphType {
    /// The type's plural.
    label: String,
    /// What its ids begin with.
    prefix: String,
    /// Number of its colour.
    colour: usize,
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
pub(super) fn write(library: &Library<'_>, theme: &Theme, shared: &SharedGraph) -> Result<Page, ThemeError> {
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
        graph: shared.of(library).map(|whole| graph_view(library, whole)),
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

/// The picture of all relations: made once, for the page, the script and the file.
#[derive(Clone, Debug, Default)]
pub(in crate::render) struct SharedGraph(Arc<OnceLock<Option<Whole>>>);

impl SharedGraph {
    fn of(&self, library: &Library<'_>) -> Option<&Whole> {
        let made = || whole(library, &library.input.links.edges(), RELATIONS);
        self.0.get_or_init(made).as_ref()
    }
}

/// Writes the picture: as the script that the page loads, or as a file.
pub(super) fn write_graph(library: &Library<'_>, shared: &SharedGraph, form: GraphForm) -> Page {
    let whole = shared.of(library);
    let (route, text) = match form {
        GraphForm::Script => (GRAPH_SCRIPT, whole.map(|it| &it.script)),
        GraphForm::File => (GRAPH_FILE, whole.map(|it| &it.file)),
    };
    Page {
        route: route.to_owned(),
        html: text.cloned().unwrap_or_default(),
        listed: false,
    }
}

/// A form that the picture of all relations has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) enum GraphForm {
    /// A script.
    Script,
    /// A file.
    File,
}

/// Whether any document refers to another, so that there is something to draw.
pub(super) fn exist(library: &Library<'_>) -> bool {
    let mut all = library.input.links.all();
    all.any(|it| it.target.document().is_some_and(|to| to != it.from))
}

fn graph_view(library: &Library<'_>, whole: &Whole) -> GraphView {
    let say = |key: &str, n: &usize| library.phrases.fill(key, &[("n", n)]);
    let definitions = &library.input.corpus.definitions;
    let left_out = [
        ("graph.left_out_between", whole.between),
        ("graph.left_out_documents", whole.left_out),
    ];
    let types = whole.types.iter().map(|of_type| {
        let definition = definitions.get(TypeIndex(*of_type));
        GraphType {
            label: definition.plural.clone(),
            prefix: definition.prefix.clone(),
            colour: colour(*of_type),
        }
    });
    GraphView {
        script: GRAPH_SCRIPT.to_owned(),
        file: GRAPH_FILE.to_owned(),
        shown: library.phrases.fill(
            "graph.whole_shown",
            &[
                ("n", &whole.documents),
                ("groups", &whole.neighbourhoods),
                ("relations", &whole.within),
            ],
        ),
        left_out: left_out
            .iter()
            .filter(|(_, n)| *n > 0)
            .map(|(key, n)| say(key, n))
            .collect(),
        types: types.collect(),
    }
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
