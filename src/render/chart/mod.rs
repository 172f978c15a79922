//! Charts: from labels and numbers to a drawing and the table that says the same.
//!
//! Takes plain values and gives a [`ChartView`] that the component `chart` of the theme shows. Knows neither documents nor
//! the words of the interface: whoever asks for a chart brings its labels.
//!
//! A drawing is as wide as its place and its letters keep their size, on a telephone too: positions from left to right are
//! percentages, those from top to bottom are pixels, and only paths lie in a box that is stretched. Looks come from
//! classes. Colour is never the only sign: lines differ by dashes and the shapes of their points, areas by hatching.
//! Within a drawing nothing is a link, because a picture has no parts for those who cannot see it: links are in the table.

mod area;
mod bars;
mod canvas;
mod dots;
mod line;
mod ranges;
mod scale;
mod spans;
mod spark;

use serde::Serialize;

pub use area::{AreaChart, AreaSeries};
pub use bars::{BarChart, BarSeries};
pub use dots::{Dot, DotCategory, DotChart};
pub use line::{Level, LevelKind, LineChart, LineSeries, Mark, Point};
pub use ranges::{RangeChart, RangeRow, between};
pub use scale::{Unit, minutes, number};
pub use spans::{SpanChart, SpanDay, SpanRow};
pub use spark::sparkline;

/// Most rows of the table beside a chart; the last ones, because time goes on at the end.
const MAX_ROWS: usize = 24;

/// What every chart has.
#[derive(Clone, Debug, Default)]
pub struct Heading {
    /// A word of its own within the page, for ids.
    pub name: String,
    /// What it shows.
    pub title: String,
    /// What there is to see in it, in a sentence, for those who cannot.
    pub description: String,
}

/// A chart, as the component `chart` shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ChartView {
    /// A word of its own within the page, for ids.
    pub name: String,
    /// What it shows.
    pub title: String,
    /// The drawing, as SVG; `None` where there is nothing to draw.
    pub svg: Option<String>,
    /// What its lines and areas stand for; empty where that needs no saying.
    pub keys: Vec<KeyView>,
    /// The days marked in it.
    pub marks: Vec<MarkView>,
    /// The same in numbers.
    pub table: TableView,
}

/// What a line or an area stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeyView {
    /// A piece of it, as SVG.
    pub svg: String,
    /// Its name.
    pub label: String,
}

/// A day that is marked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MarkView {
    /// The letter by which the drawing names it.
    pub letter: String,
    /// The day.
    pub on: String,
    /// What happened.
    pub label: String,
    /// Where that can be read.
    pub href: Option<String>,
}

/// The numbers of a chart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TableView {
    /// Headings, the first that of the rows' names.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<RowView>,
    /// How many rows before them are left out.
    pub left_out: usize,
}

/// A row of numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowView {
    /// What it is about.
    pub head: ItemView,
    /// Its cells, each with the items in it.
    pub cells: Vec<Vec<ItemView>>,
}

/// Words or a number, and where they lead.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ItemView {
    /// As it is read.
    pub text: String,
    /// Where it comes from.
    pub href: Option<String>,
}

impl ItemView {
    /// Words, and where they lead.
    pub fn new(text: impl Into<String>, href: Option<&String>) -> Self {
        Self {
            text: text.into(),
            href: href.cloned(),
        }
    }
}

impl TableView {
    /// A table of the last rows.
    pub fn of(columns: Vec<String>, mut rows: Vec<RowView>) -> Self {
        let left_out = rows.len().saturating_sub(MAX_ROWS);
        rows.drain(..left_out);
        Self {
            columns,
            rows,
            left_out,
        }
    }
}

impl Heading {
    /// The name as it may stand in an id.
    fn id(&self) -> String {
        let safe = |c: char| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        };
        self.name.chars().map(safe).collect()
    }

    /// The chart with its drawing and what explains its colours, where there is something to draw.
    fn drawn(&self, drawing: Option<(String, Vec<KeyView>)>, table: TableView) -> ChartView {
        let (svg, keys) = drawing.map_or((None, Vec::new()), |(svg, keys)| (Some(svg), keys));
        ChartView {
            svg,
            keys,
            table,
            ..self.view()
        }
    }

    fn view(&self) -> ChartView {
        ChartView {
            name: self.id(),
            title: self.title.clone(),
            ..ChartView::default()
        }
    }
}
