//! The documents of a type, as a table and as a board by state: `listing` in the template.

use serde::Serialize;

use super::{Page, rendered};
use crate::definition::{Definition, TypeIndex};
use crate::model::DocumentIndex;
use crate::render::library::{Library, facet};
use crate::render::theme::{Theme, ThemeError};
use crate::render::view::{Columns, DocumentView, StatusView, Tone, document_count, state_view, status};
use crate::render::{board_route, guide_route, listing_route};

/// The documents of a type.
#[derive(Debug, Serialize)]
struct Listing {
    /// The type's plural.
    title: String,
    /// The type's name in commands.
    type_name: String,
    /// What such documents are for.
    purpose: String,
    /// `table` or `board`.
    view: &'static str,
    /// Whether there is a board as well.
    has_board: bool,
    /// Where to read how to write one.
    guide: String,
    /// "12 documents".
    count: String,
    /// Which columns the table shows.
    show: Columns,
    /// The states with their number of documents, for the filter; only those with documents.
    states: Vec<StateCount>,
    /// The rows of the table; empty on the board.
    rows: Vec<DocumentView>,
    /// The lanes of the board; empty beside the table.
    lanes: Vec<Lane>,
}

/// A state and how many documents are in it.
#[derive(Debug, Serialize)]
struct StateCount {
    /// As written in `status`.
    name: String,
    /// For people.
    label: String,
    /// How many documents are in it.
    count: usize,
}

/// A state and its documents.
#[derive(Debug, Serialize)]
struct Lane {
    /// The state.
    status: StatusView,
    /// The documents in it.
    documents: Vec<DocumentView>,
}

/// Writes the table of a type's documents.
pub(super) fn write_table(library: &Library<'_>, theme: &Theme, index: TypeIndex) -> Result<Page, ThemeError> {
    let definition = library.input.corpus.definitions.get(index);
    let route = listing_route(definition);
    let rows = rows(library, index, &route);
    let mut show = Columns::of(&rows);
    show.date = show.date.map(|_| date_heading(definition));
    show.facet = facet(definition).map(|(_, label)| label);
    let listing = Listing {
        states: state_counts(library, index),
        show,
        rows,
        ..listing(library, definition, &route, "table")
    };
    let mut page = library.page("listing", &definition.plural, &route);
    page.description.clone_from(&definition.purpose);
    rendered(theme, "listing.html", &page, "listing", &listing)
}

/// Writes the board of a type's documents. States aside that hold nothing are left out.
pub(super) fn write_board(library: &Library<'_>, theme: &Theme, index: TypeIndex) -> Result<Page, ThemeError> {
    let definition = library.input.corpus.definitions.get(index);
    let route = board_route(definition);
    let lifecycle = &definition.lifecycle;
    let mut lanes: Vec<Lane> = (0..lifecycle.states.len())
        .filter_map(|state| state_view(lifecycle, state))
        .map(|status| Lane {
            status,
            documents: Vec::new(),
        })
        .collect();
    for document in rows(library, index, &route) {
        let Some(status) = document.status.clone() else {
            continue;
        };
        match lanes.iter_mut().find(|lane| lane.status.name == status.name) {
            Some(lane) => lane.documents.push(document),
            None => lanes.push(Lane {
                status,
                documents: vec![document],
            }),
        }
    }
    lanes.retain(|lane| !lane.documents.is_empty() || !matches!(lane.status.tone, Tone::Closed | Tone::Paused));
    let listing = Listing {
        lanes,
        ..listing(library, definition, &route, "board")
    };
    let mut page = library.page("board", format!("{} by state", definition.plural), &route);
    page.section = listing_route(definition);
    page.description.clone_from(&definition.purpose);
    rendered(theme, "listing.html", &page, "listing", &listing)
}

fn listing(library: &Library<'_>, definition: &Definition, route: &str, view: &'static str) -> Listing {
    let index = library.input.corpus.definitions.find(&definition.type_name);
    let count = index.map_or(0, |index| library.by_type[index.0].len());
    Listing {
        title: definition.plural.clone(),
        type_name: definition.type_name.clone(),
        purpose: definition.purpose.clone(),
        view,
        has_board: !definition.lifecycle.states.is_empty(),
        guide: library.href(route, &guide_route(definition)),
        count: document_count(count),
        show: Columns::default(),
        states: Vec::new(),
        rows: Vec::new(),
        lanes: Vec::new(),
    }
}

fn rows(library: &Library<'_>, index: TypeIndex, route: &str) -> Vec<DocumentView> {
    library.by_type[index.0]
        .iter()
        .map(|document| library.row(route, *document))
        .collect()
}

fn state_counts(library: &Library<'_>, index: TypeIndex) -> Vec<StateCount> {
    let corpus = library.input.corpus;
    let documents = &library.by_type[index.0];
    let state = |document: &DocumentIndex| status(corpus, library.document(*document)).map(|status| status.name);
    let lifecycle = &corpus.definitions.get(index).lifecycle;
    let states = (0..lifecycle.states.len()).filter_map(|state| state_view(lifecycle, state));
    let counted = states.map(|view| StateCount {
        count: documents
            .iter()
            .filter(|it| state(it).as_ref() == Some(&view.name))
            .count(),
        name: view.name,
        label: view.label,
    });
    counted.filter(|state| state.count > 0).collect()
}

/// What the date in a list of a type means.
fn date_heading(definition: &Definition) -> &'static str {
    if definition.field("started").is_some() {
        "Started"
    } else if definition.field("date").is_some() {
        "Date"
    } else {
        "Updated"
    }
}
