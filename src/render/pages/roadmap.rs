//! What is meant to be done when, by team and by attribute of the vision: `roadmap` in the template. The first of the two
//! pages also shows the mix of categories over time and the ranking of debt.

use serde::Serialize;

use super::behind::Behind;
use super::outcomes::{all_initiatives, attribute, category};
use super::{Page, ROADMAP, ROADMAP_BY_ATTRIBUTE, rendered};
use crate::insight::debt::Debt;
use crate::insight::mix::{Quarters, Share};
use crate::insight::quarter::Quarter;
use crate::insight::roadmap::{Horizon, Row};
use crate::model::DocumentIndex;
use crate::render::chart::{BarChart, BarSeries, ChartView, Heading, ItemView, RowView};
use crate::render::library::Library;
use crate::render::theme::{Theme, ThemeError};
use crate::render::view::{DocumentView, by_id, titled};

/// Most initiatives on one page, and most in one cell however few there are.
const MAX_CARDS: usize = 44;
const MAX_IN_CELL: usize = 8;
/// Most rows of the grid, and most entries of the ranking of debt.
const MAX_ROWS: usize = 12;
const MAX_DEBT: usize = 8;
/// Most that is set aside.
const MAX_PARKED: usize = 6;
/// Most quarters of the mix, and most categories that are told apart in it.
const MAX_QUARTERS: usize = 10;
const MAX_CATEGORIES: usize = 6;
/// Most initiatives named in one cell of the table beside the mix.
const MAX_NAMED: usize = 4;

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

/// The mix of what was started, or of what was shipped.
#[derive(Debug, Serialize)]
struct MixView {
    /// The chart.
    chart: ChartView,
    /// What its numbers rest on.
    notes: Vec<String>,
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
pub(super) fn write_by_team(library: &Library<'_>, theme: &Theme) -> Result<Page, ThemeError> {
    let roadmap = &library.input.insights.roadmap;
    let row = |row: &Row<Option<DocumentIndex>>| match row.of {
        Some(team) => {
            let link = titled(library, ROADMAP, team);
            (link.text, Some(link.href))
        }
        None => (library.phrases.say("initiatives.no_team").to_owned(), None),
    };
    let mut view = view(library, (ROADMAP, "team", Behind::Teams), &roadmap.by_team, row);
    view.mix = mix(library);
    let debt = &library.input.insights.debt;
    view.debt = debt.iter().take(MAX_DEBT).map(|it| debt_view(library, it)).collect();
    view.more_debt = debt.len().saturating_sub(MAX_DEBT);
    let mut page = library.page("roadmap", library.phrases.say("initiatives.roadmap"), ROADMAP);
    page.description.clone_from(&view.sum);
    rendered(theme, "roadmap.html", &page, "roadmap", &view)
}

/// Writes the roadmap by attribute of the vision.
pub(super) fn write_by_attribute(library: &Library<'_>, theme: &Theme) -> Result<Page, ThemeError> {
    let roadmap = &library.input.insights.roadmap;
    let row = |row: &Row<Option<crate::insight::initiative::Place>>| match &row.of {
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
    let roadmap = &library.input.insights.roadmap;
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

/// What a column of the roadmap is called.
pub(super) fn horizon_label(library: &Library<'_>, horizon: Horizon) -> String {
    let key = match horizon {
        Horizon::Quarter(quarter) => return quarter.to_string(),
        Horizon::Shipped => "initiatives.shipped",
        Horizon::Now => "initiatives.now",
        Horizon::Next => "initiatives.next",
        Horizon::Later => "initiatives.later",
        Horizon::Undecided => "initiatives.undecided",
    };
    library.phrases.say(key).to_owned()
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
    let columns = insights.roadmap.columns.iter();
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

/// The charts of what was started and shipped, and what they rest on.
fn mix(library: &Library<'_>) -> Vec<MixView> {
    let mix = &library.input.insights.mix;
    let charts = [
        ("shipped", "initiatives.mix_shipped", &mix.shipped),
        ("started", "initiatives.mix_started", &mix.started),
    ];
    let note =
        |key: &str, of: &[DocumentIndex]| (!of.is_empty()).then(|| library.phrases.fill(key, &[("n", &of.len())]));
    let drawn = charts.into_iter().filter(|(.., quarters)| !quarters.shares.is_empty());
    let chart = |(name, title, quarters): (&str, &'static str, &Quarters)| MixView {
        chart: mix_chart(library, name, title, &quarters.shares),
        notes: [
            note("initiatives.mix_by_horizon", &quarters.by_horizon),
            note("initiatives.mix_undated", &quarters.undated),
        ]
        .into_iter()
        .flatten()
        .collect(),
    };
    drawn.map(chart).collect()
}

fn mix_chart(library: &Library<'_>, name: &str, title: &'static str, shares: &[Share]) -> ChartView {
    let say = |key: &'static str| library.phrases.say(key).to_owned();
    let shares = &shares[shares.len().saturating_sub(MAX_QUARTERS)..];
    let groups = groups(library, shares);
    #[expect(clippy::cast_precision_loss, reason = "initiatives of a quarter are few")]
    let values = |members: &[usize]| {
        let count = |share: &Share| members.iter().map(|at| share.by_category[*at].len()).sum::<usize>();
        shares.iter().map(|share| Some(count(share) as f64)).collect()
    };
    let chart = BarChart {
        heading: Heading {
            name: format!("mix-{name}"),
            title: say(title),
            description: say("initiatives.mix_what"),
        },
        category: say("chart.quarter"),
        sum: say("initiatives.all_categories"),
        categories: shares.iter().map(|share| share.quarter.to_string()).collect(),
        series: groups
            .iter()
            .map(|(label, members)| BarSeries {
                label: label.clone(),
                values: values(members),
                hrefs: Vec::new(),
            })
            .collect(),
        ..BarChart::default()
    };
    let mut view = chart.draw();
    // The table names the initiatives rather than counting them once more.
    view.table.rows = shares.iter().map(|share| mix_row(library, share, &groups)).collect();
    view
}

/// The categories that are told apart: those with most initiatives, in their order, and the others as one.
fn groups(library: &Library<'_>, shares: &[Share]) -> Vec<(String, Vec<usize>)> {
    let categories = &library.input.insights.mix.categories;
    let count = |at: usize| shares.iter().map(|share| share.by_category[at].len()).sum::<usize>();
    let mut used: Vec<usize> = (0..categories.len()).filter(|at| count(*at) > 0).collect();
    let mut others = Vec::new();
    if used.len() > MAX_CATEGORIES {
        let mut by_count = used.clone();
        by_count.sort_by_key(|at| (std::cmp::Reverse(count(*at)), *at));
        others = by_count.split_off(MAX_CATEGORIES - 1);
        used.retain(|at| !others.contains(at));
    }
    let mut groups: Vec<_> = used
        .into_iter()
        .map(|at| (category(library, &categories[at]), vec![at]))
        .collect();
    if !others.is_empty() {
        groups.push((library.phrases.say("initiatives.other_categories").to_owned(), others));
    }
    groups
}

fn mix_row(library: &Library<'_>, share: &Share, groups: &[(String, Vec<usize>)]) -> RowView {
    let plain = |text: String| ItemView { text, href: None };
    let cell = |members: &[usize]| -> Vec<ItemView> {
        let all: Vec<DocumentIndex> = members
            .iter()
            .flat_map(|at| share.by_category[*at].iter().copied())
            .collect();
        if all.is_empty() {
            return vec![plain("–".to_owned())];
        }
        let named = all.iter().take(MAX_NAMED).map(|index| {
            let link = by_id(library, ROADMAP, *index);
            ItemView {
                text: link.text,
                href: Some(link.href),
            }
        });
        let more = all.len().saturating_sub(MAX_NAMED);
        let more = (more > 0).then(|| plain(library.phrases.fill("frame.and_more", &[("n", &more)])));
        named.chain(more).collect()
    };
    let mut cells: Vec<_> = groups.iter().map(|(_, members)| cell(members)).collect();
    cells.push(vec![plain(share.total().to_string())]);
    RowView {
        head: plain(share.quarter.to_string()),
        cells,
    }
}
