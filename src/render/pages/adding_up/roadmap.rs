//! What is meant to be done when, by team and by attribute of the vision: `roadmap` in the template. The first of the two
//! pages also shows the mix of categories over time and the ranking of debt.

use serde::Serialize;

use super::behind::Behind;
use super::mix::{MixView, mix};
use super::names::{all_initiatives, attribute, horizon_label};
use crate::insight::debt::Debt;
use crate::insight::initiative::Place;
use crate::insight::quarter::Quarter;
use crate::insight::roadmap::{Horizon, Row};
use crate::model::DocumentIndex;
use crate::render::library::Library;
use crate::render::pages::{Page, rendered};
use crate::render::theme::{Theme, ThemeError};
use crate::render::view::{DocumentView, titled};
use crate::render::{ROADMAP, ROADMAP_BY_ATTRIBUTE};

/// Most initiatives on one page, and most in one cell however few there are.
const MAX_CARDS: usize = 44;
const MAX_IN_CELL: usize = 8;
/// Most rows of the grid, and most entries of the ranking of debt.
const MAX_ROWS: usize = 12;
const MAX_DEBT: usize = 8;
/// Most that is set aside.
const MAX_PARKED: usize = 6;
/// The roadmap.
#[derive(Debug, Serialize)]
struct Roadmap {
    /// Which of the two pages it is: `team` or `attribute`.
    by: &'static str,
    /// The page by team, and the one by attribute.
    by_team: &'static str,
    by_attribute: &'static str,
    /// What stands on it, in a sentence.
    sum: String,
    /// The columns.
    columns: Vec<ColumnView>,
    /// The rows.
    rows: Vec<GridRow>,
    /// How many rows are left out.
    rows_left_out: usize,
    /// Where they are.
    behind: String,
    /// What is set aside.
    parked: Vec<DocumentView>,
    /// How much more is set aside.
    more_parked: usize,
    /// Where it is.
    all_parked: String,
    /// The list of initiatives.
    all: String,
    /// The mix of categories over time.
    mix: Vec<MixView>,
    /// The ranking of debt.
    debt: Vec<DebtView>,
    /// How many entries of it are left out.
    more_debt: usize,
    /// Where they are.
    all_debt: String,
}

/// A column of the grid.
#[derive(Debug, Serialize)]
struct ColumnView {
    /// When.
    label: String,
    /// What more there is to say of it.
    note: String,
    /// How many initiatives stand in it.
    count: usize,
}

/// A row of the grid.
#[derive(Debug, Serialize)]
struct GridRow {
    /// What it is about.
    label: String,
    /// Where that is described.
    href: Option<String>,
    /// Whether its words come from a document.
    written: bool,
    /// Where all of it is listed.
    behind: String,
    /// The columns.
    cells: Vec<Cell>,
}

/// What one team means to do at one time.
#[derive(Debug, Serialize)]
struct Cell {
    /// The initiatives.
    documents: Vec<DocumentView>,
    /// How many more there are.
    left_out: usize,
}

/// Debt in the ranking.
#[derive(Debug, Serialize)]
struct DebtView {
    /// The initiative.
    document: DocumentView,
    /// What customers feel, what it slows, what others gain, what harm it may do.
    scores: [u8; 4],
    /// Their sum.
    sum: u8,
    /// Whether it must be dealt with now.
    is_now: bool,
}

/// Writes the roadmap by team, with the mix and the debt.
pub(in crate::render::pages) fn write_by_team(library: &Library<'_>, theme: &Theme) -> Result<Page, ThemeError> {
    let roadmap = library.input.insights.roadmap();
    let row = |row: &Row<Option<DocumentIndex>>| match row.of {
        Some(team) => {
            let link = titled(library, ROADMAP, team);
            (link.text, Some(link.href))
        }
        None => (library.phrases.say("initiatives.no_team").to_owned(), None),
    };
    let mut view = view(library, (ROADMAP, "team", Behind::Teams), &roadmap.by_team, row);
    view.mix = mix(library);
    let debt = library.input.insights.debt();
    view.debt = debt.iter().take(MAX_DEBT).map(|it| debt_view(library, it)).collect();
    view.more_debt = debt.len().saturating_sub(MAX_DEBT);
    let mut page = library.page("roadmap", library.phrases.say("initiatives.roadmap"), ROADMAP);
    page.description.clone_from(&view.sum);
    rendered(theme, "roadmap.html", &page, "roadmap", &view)
}

/// Writes the roadmap by attribute of the vision.
pub(in crate::render::pages) fn write_by_attribute(library: &Library<'_>, theme: &Theme) -> Result<Page, ThemeError> {
    let roadmap = library.input.insights.roadmap();
    let row = |row: &Row<Option<Place>>| match &row.of {
        Some(place) => {
            let (label, href) = attribute(library, ROADMAP_BY_ATTRIBUTE, place);
            (label, Some(href))
        }
        None => (library.phrases.say("initiatives.no_attribute").to_owned(), None),
    };
    let kind = (ROADMAP_BY_ATTRIBUTE, "attribute", Behind::Attributes);
    let view = view(library, kind, &roadmap.by_attribute, row);
    let title = library.phrases.say("initiatives.roadmap_by_attribute");
    let mut page = library.page("roadmap", title, ROADMAP_BY_ATTRIBUTE);
    ROADMAP.clone_into(&mut page.section);
    page.description.clone_from(&view.sum);
    rendered(theme, "roadmap.html", &page, "roadmap", &view)
}

fn view<T>(
    library: &Library<'_>,
    (from, by, behind): (&'static str, &'static str, Behind),
    rows: &[Row<T>],
    label: impl Fn(&Row<T>) -> (String, Option<String>),
) -> Roadmap {
    let roadmap = library.input.insights.roadmap();
    let shown = &rows[..rows.len().min(MAX_ROWS)];
    let most = most_in_cell(shown);
    let grid_row = |(row, behind): (&Row<T>, String)| {
        let (label, href) = label(row);
        GridRow {
            label,
            written: href.is_some(),
            href,
            behind,
            cells: row
                .cells
                .iter()
                .map(|cell| cell_view(library, from, cell, most))
                .collect(),
        }
    };
    let count: usize = roadmap.columns.iter().map(|column| column.initiatives.len()).sum();
    let key = if count == 0 {
        "initiatives.roadmap_none"
    } else {
        "initiatives.roadmap_sum"
    };
    let rows_left_out = rows.len() - shown.len();
    Roadmap {
        by,
        by_team: ROADMAP,
        by_attribute: ROADMAP_BY_ATTRIBUTE,
        sum: library.phrases.fill(key, &[("n", &count)]),
        columns: columns(library),
        rows: shown.iter().zip(behind.hrefs(library, from)).map(grid_row).collect(),
        rows_left_out,
        behind: behind.href(library, from),
        parked: roadmap
            .parked
            .iter()
            .take(MAX_PARKED)
            .map(|it| library.row(from, *it))
            .collect(),
        more_parked: roadmap.parked.len().saturating_sub(MAX_PARKED),
        all_parked: Behind::Parked.href(library, from),
        all: all_initiatives(library),
        mix: Vec::new(),
        debt: Vec::new(),
        more_debt: 0,
        all_debt: Behind::Debt.href(library, from),
    }
}

/// How many initiatives each cell may show, so that the page stays light.
fn most_in_cell<T>(rows: &[Row<T>]) -> usize {
    let cells = || rows.iter().flat_map(|row| &row.cells);
    let cards = |most: usize| cells().map(|cell| cell.len().min(most)).sum::<usize>();
    (1..=MAX_IN_CELL)
        .rev()
        .find(|most| cards(*most) <= MAX_CARDS)
        .unwrap_or(1)
}

fn cell_view(library: &Library<'_>, from: &str, cell: &[DocumentIndex], most: usize) -> Cell {
    Cell {
        documents: cell.iter().take(most).map(|index| library.row(from, *index)).collect(),
        left_out: cell.len().saturating_sub(most),
    }
}

fn columns(library: &Library<'_>) -> Vec<ColumnView> {
    let insights = library.input.insights;
    let current = insights.today.map(Quarter::of);
    let note = |horizon: Horizon| match horizon {
        Horizon::Shipped => library.phrases.say("initiatives.shipped_note").to_owned(),
        Horizon::Quarter(_) if horizon.is_over(current) => library.phrases.say("initiatives.quarter_over").to_owned(),
        Horizon::Quarter(quarter) if Some(quarter) == current => {
            library.phrases.say("initiatives.quarter_now").to_owned()
        }
        _ => String::new(),
    };
    let columns = insights.roadmap().columns.iter();
    columns
        .map(|column| ColumnView {
            label: horizon_label(library, column.horizon),
            note: note(column.horizon),
            count: column.initiatives.len(),
        })
        .collect()
}

fn debt_view(library: &Library<'_>, debt: &Debt) -> DebtView {
    DebtView {
        document: library.row(ROADMAP, debt.initiative),
        scores: [debt.customer, debt.roadmap, debt.competitive, debt.risk],
        sum: debt.sum(),
        is_now: debt.is_now(),
    }
}
