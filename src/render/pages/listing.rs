//! The documents of a type, as a table and as a board by state: `listing` in the template.

mod choices;

use std::sync::{Arc, OnceLock};

use serde::Serialize;

use super::{Page, adding_up, rendered};
use crate::definition::{Definition, Lifecycle, TypeIndex};
use crate::render::library::{Library, facet};
use crate::render::theme::{Theme, ThemeError};
use crate::render::view::{self, Columns, DocumentView, Pager, StatusView, Tone, pager, part_route, state_view};
use crate::render::{board_route, encode_path, guide_route, listing_route};
use choices::{Choice, Choices, choices};

/// Most rows on one page of a table.
const PAGE_SIZE: usize = 40;
/// Most cards in one lane of a board.
const LANE_SIZE: usize = 10;

/// The documents of a type.
#[derive(Debug, Serialize)]
struct Listing {
    /// The type's plural.
    title: String,
    /// The type's name in commands.
    type_name: String,
    /// What such documents are for.
    purpose: String,
    /// Whether the definition is built in, and says that in English.
    is_built_in: bool,
    /// `table` or `board`.
    view: &'static str,
    /// Whether there is a board as well.
    has_board: bool,
    /// Where to read how to write one.
    guide: String,
    /// What the documents add up to, with where to read on; HTML. Empty where they add up to nothing.
    adding_up: Vec<String>,
    /// "12 documents".
    count: String,
    /// Which columns the table shows.
    show: Columns,
    /// The states with their number of documents, for the filter; only those with documents.
    states: Vec<Choice>,
    /// The people who own most of the documents, for the filter.
    owners: Vec<Choice>,
    /// How many others own some.
    more_owners: usize,
    /// The years of the documents' days, for the filter.
    years: Vec<Choice>,
    /// The rows of this page of the table; empty on the board.
    rows: Vec<DocumentView>,
    /// The other pages of the table.
    pager: Option<Pager>,
    /// Script with what is left out, for the filter: the rows of the other pages, on the first page only, or the cards that
    /// lanes do not show.
    more_rows: Option<String>,
    /// The table, from this page.
    table: String,
    /// The board, from this page.
    board: String,
    /// The lanes of the board; empty beside the table.
    lanes: Vec<Lane>,
}

/// A state and its documents.
#[derive(Debug, Serialize)]
struct Lane {
    /// The state.
    status: StatusView,
    /// Its name in an address: a state may have a space in it.
    query: String,
    /// How many documents are in it.
    count: usize,
    /// The first of them.
    documents: Vec<DocumentView>,
    /// How many are left out.
    left_out: usize,
    /// Those.
    #[serde(skip)]
    rest: Vec<DocumentView>,
}

/// The lanes of a board, made when its page is written and shared with the script of what the page leaves out.
#[derive(Clone, Debug, Default)]
pub(in crate::render) struct SharedBoard(Arc<OnceLock<(Vec<Lane>, Choices)>>);

/// How many pages the table of so many documents has.
pub(super) fn parts(documents: usize) -> usize {
    view::parts(documents, PAGE_SIZE)
}

/// The whole table of a type, made when its first page is written: for its columns and choices, and for the script with the
/// rows that the first page leaves out. The further pages stand in a folder of their own, so their rows have other links.
#[derive(Clone, Debug, Default)]
pub(in crate::render) struct SharedTable(Arc<OnceLock<Table>>);

#[derive(Debug)]
struct Table {
    rows: Vec<DocumentView>,
    columns: Columns,
    choices: Choices,
}

impl SharedTable {
    fn get(&self, library: &Library<'_>, index: TypeIndex) -> &Table {
        self.0.get_or_init(|| {
            let definition = library.input.corpus.definitions.get(index);
            let rows = rows(library, index, &listing_route(definition));
            Table {
                columns: columns(library, definition, &rows),
                choices: choices(&definition.lifecycle, &rows),
                rows,
            }
        })
    }
}

/// Writes a page of the table of a type's documents.
pub(super) fn write_table(
    library: &Library<'_>,
    theme: &Theme,
    index: TypeIndex,
    part: usize,
    table: &SharedTable,
) -> Result<Page, ThemeError> {
    let definition = library.input.corpus.definitions.get(index);
    let first = listing_route(definition);
    let route = part_route(&first, part);
    let table = table.get(library, index);
    let length = table.rows.len();
    let listing = Listing {
        show: table.columns.clone(),
        rows: library.directory.by_type[index.0]
            .iter()
            .skip(part * PAGE_SIZE)
            .take(PAGE_SIZE)
            .map(|document| library.row(&route, *document))
            .collect(),
        pager: pager(&library.phrases, &first, part, length, PAGE_SIZE),
        more_rows: (part == 0 && length > PAGE_SIZE).then(|| library.href(&route, &rows_route(definition))),
        ..listing(library, definition, &route, "table").with(table.choices.clone())
    };
    let mut page = library.page("listing", &definition.plural, &route);
    page.section = first;
    page.description.clone_from(&definition.purpose);
    rendered(theme, "listing.html", &page, "listing", &listing)
}

/// Writes the script that gives the filter the rows beyond the first page, when a reader begins to filter. A script, because
/// a page that was opened from disk may load nothing else.
pub(super) fn write_rows(
    library: &Library<'_>,
    theme: &Theme,
    index: TypeIndex,
    table: &SharedTable,
) -> Result<Page, ThemeError> {
    let definition = library.input.corpus.definitions.get(index);
    let table = table.get(library, index);
    let listing = Listing {
        show: table.columns.clone(),
        rows: table.rows.iter().skip(PAGE_SIZE).cloned().collect(),
        ..listing(library, definition, &listing_route(definition), "table")
    };
    let route = rows_route(definition);
    let page = library.page("rows", &definition.plural, &route);
    let mut rows = rendered(theme, "rows.html", &page, "listing", &listing)?;
    rows.html = format!("docentRows({})\n", serde_json::Value::from(rows.html));
    Ok(rows)
}

pub(super) fn rows_route(definition: &Definition) -> String {
    listing_route(definition).replace("index.html", "rows.js")
}

fn columns(library: &Library<'_>, definition: &Definition, rows: &[DocumentView]) -> Columns {
    let say = |key: &str| library.phrases.say(key).to_owned();
    let all = Columns::of(&library.phrases, rows);
    Columns {
        date: all.date.map(|_| say(date_heading(definition))),
        facet: facet(definition).map(|(_, key)| say(key)),
        ..all
    }
}

/// Writes the board of a type's documents.
pub(super) fn write_board(
    library: &Library<'_>,
    theme: &Theme,
    index: TypeIndex,
    board: &SharedBoard,
) -> Result<Page, ThemeError> {
    let definition = library.input.corpus.definitions.get(index);
    let route = board_route(definition);
    let (lanes, choices) = board.get(library, index);
    let left_out = lanes.iter().any(|lane| lane.left_out > 0);
    let listing = Listing {
        lanes: lanes.iter().map(Lane::without_rest).collect(),
        more_rows: left_out.then(|| library.href(&route, &cards_route(definition))),
        ..listing(library, definition, &route, "board").with(choices.clone())
    };
    let mut page = library.page(
        "board",
        library
            .phrases
            .fill("listing.by_state", &[("what", &definition.plural)]),
        &route,
    );
    page.section = listing_route(definition);
    page.description.clone_from(&definition.purpose);
    rendered(theme, "listing.html", &page, "listing", &listing)
}

/// Whether a board of so many documents may leave some out.
pub(super) fn may_leave_out(documents: usize) -> bool {
    documents > LANE_SIZE
}

/// Writes the script that gives the filter the cards that the lanes of a board leave out: by state, as HTML.
pub(super) fn write_cards(
    library: &Library<'_>,
    theme: &Theme,
    index: TypeIndex,
    board: &SharedBoard,
) -> Result<Page, ThemeError> {
    let definition = library.input.corpus.definitions.get(index);
    let route = cards_route(definition);
    let page = library.page("rows", &definition.plural, &route);
    let (lanes, _) = board.get(library, index);
    let mut cards = serde_json::Map::new();
    for lane in lanes.iter().filter(|lane| lane.left_out > 0) {
        let rest = Lane {
            documents: lane.rest.clone(),
            ..lane.without_rest()
        };
        let written = rendered(theme, "cards.html", &page, "lane", &rest)?;
        cards.insert(lane.status.name.clone(), written.html.into());
    }
    Ok(Page {
        route,
        html: format!("docentRows({})\n", serde_json::Value::from(cards)),
        listed: false,
    })
}

pub(super) fn cards_route(definition: &Definition) -> String {
    listing_route(definition).replace("index.html", "cards.js")
}

impl SharedBoard {
    fn get(&self, library: &Library<'_>, index: TypeIndex) -> &(Vec<Lane>, Choices) {
        self.0.get_or_init(|| {
            let definition = library.input.corpus.definitions.get(index);
            let rows = rows(library, index, &board_route(definition));
            let choices = choices(&definition.lifecycle, &rows);
            (
                lanes(&definition.lifecycle, rows, library.phrases.say("document.unknown")),
                choices,
            )
        })
    }
}

/// The documents by state, in the order of the lifecycle. States aside that hold nothing are left out. Words that are no
/// state share one lane: there may be as many as documents.
fn lanes(lifecycle: &Lifecycle, rows: Vec<DocumentView>, unknown: &str) -> Vec<Lane> {
    let states = (0..lifecycle.states.len()).filter_map(|state| state_view(lifecycle, state));
    let mut lanes: Vec<Lane> = states.map(Lane::new).collect();
    for document in rows {
        let Some(status) = document.status.clone() else {
            continue;
        };
        let is_one = |lane: &Lane| match status.tone {
            Tone::Error => lane.status.tone == Tone::Error,
            _ => lane.status.name == status.name,
        };
        let position = lanes.iter().position(is_one).unwrap_or_else(|| {
            let label = unknown.to_owned();
            lanes.push(Lane::new(StatusView { label, ..status }));
            lanes.len() - 1
        });
        lanes[position].take(document);
    }
    lanes.retain(|lane| !lane.documents.is_empty() || !matches!(lane.status.tone, Tone::Closed | Tone::Paused));
    lanes
}

fn listing(library: &Library<'_>, definition: &Definition, route: &str, view: &'static str) -> Listing {
    let index = library.input.corpus.definitions.find(&definition.type_name);
    let count = index.map_or(0, |index| library.directory.by_type[index.0].len());
    Listing {
        title: definition.plural.clone(),
        type_name: definition.type_name.clone(),
        purpose: definition.purpose.clone(),
        is_built_in: definition.path.is_none(),
        view,
        has_board: !definition.lifecycle.states.is_empty(),
        guide: library.href(route, &guide_route(definition)),
        adding_up: adding_up::in_short(library, route, &definition.type_name),
        count: library.documents(count),
        show: Columns::default(),
        states: Vec::new(),
        owners: Vec::new(),
        more_owners: 0,
        years: Vec::new(),
        rows: Vec::new(),
        lanes: Vec::new(),
        pager: None,
        more_rows: None,
        table: library.href(route, &listing_route(definition)),
        board: library.href(route, &board_route(definition)),
    }
}

impl Listing {
    /// The same with what its documents can be filtered by.
    fn with(self, choices: Choices) -> Self {
        let Choices {
            states,
            owners,
            more_owners,
            years,
        } = choices;
        Self {
            states,
            owners,
            more_owners,
            years,
            ..self
        }
    }
}

impl Lane {
    fn new(status: StatusView) -> Self {
        Self {
            query: encode_path(&status.name),
            status,
            count: 0,
            documents: Vec::new(),
            left_out: 0,
            rest: Vec::new(),
        }
    }

    fn without_rest(&self) -> Self {
        Self {
            query: self.query.clone(),
            status: self.status.clone(),
            count: self.count,
            documents: self.documents.clone(),
            left_out: self.left_out,
            rest: Vec::new(),
        }
    }

    fn take(&mut self, document: DocumentView) {
        self.count += 1;
        if self.documents.len() < LANE_SIZE {
            self.documents.push(document);
        } else {
            self.left_out += 1;
            self.rest.push(document);
        }
    }
}

fn rows(library: &Library<'_>, index: TypeIndex, route: &str) -> Vec<DocumentView> {
    library.directory.by_type[index.0]
        .iter()
        .map(|document| library.row(route, *document))
        .collect()
}

/// The phrase for what the date in a list of a type means.
fn date_heading(definition: &Definition) -> &'static str {
    if definition.field("started").is_some() {
        "listing.started"
    } else if definition.field("date").is_some() {
        "listing.date"
    } else {
        "listing.updated"
    }
}
