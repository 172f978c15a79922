//! Ranges compared: what something takes at least and at most, one bar for each series, row by row.

use super::canvas::{Anchor, Canvas};
use super::scale::{Scale, Unit, number};
use super::{ChartView, Heading, ItemView, KeyView, RowView, TableView};

/// Most rows drawn: the first ones.
const MAX_ROWS: usize = 14;
/// Height of the name of a row, of a bar with the room below it, and of the room below a row.
const NAME: f64 = 20.0;
const BAR: f64 = 18.0;
const GAP: f64 = 12.0;
/// Longest name of a row, in characters: on a telephone, and where there is room.
const NARROW: usize = 32;
const WIDE: usize = 80;
/// Percent of the width kept free at the right, for the numbers at the end of the longest bar.
const ROOM: f64 = 20.0;

/// Ranges by row.
#[derive(Clone, Debug, Default)]
pub struct RangeChart {
    /// What it shows.
    pub heading: Heading,
    /// What the column of rows is called.
    pub item: String,
    /// The series, each a bar of its own.
    pub series: Vec<String>,
    /// The rows, in order.
    pub rows: Vec<RangeRow>,
}

/// The ranges of one thing.
#[derive(Clone, Debug, Default)]
pub struct RangeRow {
    /// Its name.
    pub label: String,
    /// Where it leads.
    pub href: Option<String>,
    /// For each series, the least and the most; `None` where it is not known.
    pub ranges: Vec<Option<(f64, f64)>>,
}

/// A range of two numbers that can be drawn.
fn known(range: &Option<(f64, f64)>) -> Option<(f64, f64)> {
    range.filter(|(least, most)| least.is_finite() && most.is_finite())
}

impl RangeChart {
    /// Draws it.
    pub fn draw(&self) -> ChartView {
        self.heading.drawn(self.drawing(), self.table())
    }

    fn drawing(&self) -> Option<(String, Vec<KeyView>)> {
        let shown = &self.rows[..self.rows.len().min(MAX_ROWS)];
        let highest = shown
            .iter()
            .flat_map(|row| &row.ranges)
            .filter_map(|range| Some(known(range)?.1));
        // A scale counts from the top, so its height in percent is the width turned round.
        let scale = Scale::of(highest, Unit::default(), true, 100.0 - ROOM)?;
        let x = |value: f64| 100.0 - ROOM - scale.y(value);
        let row_height = NAME + BAR * to_float(self.series.len()) + GAP;
        let height = row_height * to_float(shown.len());
        let mut canvas = Canvas::new("ranges", height, &self.heading);
        canvas.hatchings(self.series.len());
        for (value, label) in scale.ticks() {
            canvas.line("grid", (x(value), 0.0), (x(value), height));
            canvas.text("tick", (x(value), height + 18.0), 0.0, Anchor::at(x(value)), &label);
        }
        for (position, row) in shown.iter().enumerate() {
            let top = row_height * to_float(position);
            row_name(&mut canvas, top, &row.label);
            for (look, range) in row.ranges.iter().enumerate().take(self.series.len()) {
                let y = top + NAME + BAR * to_float(look);
                let Some((least, most)) = known(range) else {
                    canvas.text("label", (0.0, y + 11.0), 4.0, Anchor::Start, "?");
                    continue;
                };
                canvas.bar(look, (0.0, x(least)), (y, BAR - 5.0));
                if most > least {
                    canvas.doubt(look, (x(least), x(most) - x(least)), (y, BAR - 5.0));
                }
                let place = (x(most), y + 11.0);
                canvas.text("value", place, 6.0, Anchor::Start, &between(least, most));
            }
        }
        let keys = self.series.iter().enumerate().map(|(look, label)| KeyView {
            svg: canvas.area_key(look),
            label: label.clone(),
        });
        let keys = keys.collect();
        Some((canvas.finish(), keys))
    }

    fn table(&self) -> TableView {
        let row = |row: &RangeRow| {
            let cell = |range: &Option<(f64, f64)>| {
                let text = known(range).map_or_else(|| "–".to_owned(), |(least, most)| between(least, most));
                vec![ItemView::new(text, None)]
            };
            RowView {
                head: ItemView::new(row.label.clone(), row.href.as_ref()),
                cells: row.ranges.iter().map(cell).collect(),
            }
        };
        let columns = std::iter::once(&self.item).chain(&self.series);
        TableView::of(columns.cloned().collect(), self.rows.iter().map(row).collect())
    }
}

/// A range as it is read.
pub fn between(least: f64, most: f64) -> String {
    match least < most {
        true => format!("{}–{}", number(least), number(most)),
        false => number(least),
    }
}

/// The name of a row above its bars, shortened where there is no room for it.
pub(super) fn row_name(canvas: &mut Canvas, top: f64, name: &str) {
    let place = (0.0, top + 13.0);
    let length = name.chars().count();
    if length > NARROW {
        canvas.text("row-name narrow", place, 0.0, Anchor::Start, &short(name, NARROW));
        canvas.text("row-name spare", place, 0.0, Anchor::Start, &short(name, WIDE));
    } else {
        canvas.text("row-name", place, 0.0, Anchor::Start, name);
    }
}

fn short(name: &str, most: usize) -> String {
    match name.chars().count() > most {
        true => name.chars().take(most - 1).chain(['…']).collect(),
        false => name.to_owned(),
    }
}

/// A small number of things.
fn to_float(count: usize) -> f64 {
    u32::try_from(count).map_or(0.0, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sure_is_drawn_full_and_what_is_not_beyond_it() {
        let row = |label: &str, ranges: &[Option<(f64, f64)>]| RangeRow {
            label: label.into(),
            href: Some("a.html".into()),
            ranges: ranges.to_vec(),
        };
        let chart = RangeChart {
            heading: Heading {
                name: "cost".into(),
                ..Heading::default()
            },
            item: "Rewrite".into(),
            series: vec!["Doing it".into(), "Doing nothing".into()],
            rows: vec![
                row("RW-1", &[Some((20.0, 30.0)), Some((40.0, 40.0))]),
                row(&"very ".repeat(20), &[None, Some((f64::NAN, f64::NAN))]),
            ],
        };
        let view = chart.draw();
        let svg = view.svg.expect("a drawing");
        assert!(
            svg.contains("<rect class=\"fill s1\" x=\"0%\" y=\"20\" width=\"40%\""),
            "{svg}"
        );
        assert!(
            svg.contains("<rect class=\"doubt s1\" x=\"40%\" y=\"20\" width=\"20%\""),
            "{svg}"
        );
        assert!(svg.contains(">20–30</text>") && svg.contains(">40</text>") && svg.contains(">?</text>"));
        assert_eq!(view.table.columns, ["Rewrite", "Doing it", "Doing nothing"]);
        assert_eq!(view.table.rows[0].cells[1][0].text, "40");
        assert_eq!(view.table.rows[1].cells[0][0].text, "–");
        assert_eq!(RangeChart::default().draw().svg, None);
    }
}
