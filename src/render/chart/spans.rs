//! Stretches of time with the days that matter in them, row by row, and today across all.

use jiff::civil::Date;

use super::canvas::{Anchor, Canvas};
use super::ranges::row_name;
use super::scale::Days;
use super::{ChartView, Heading, ItemView, KeyView, RowView, TableView};

/// Most rows drawn: the first ones.
const MAX_ROWS: usize = 14;
/// Height of a row, of its name, and of its bar.
const ROW: f64 = 56.0;
const NAME: f64 = 20.0;
const BAR: f64 = 12.0;

/// Stretches of time by row.
#[derive(Clone, Debug, Default)]
pub struct SpanChart {
    /// What it shows.
    pub heading: Heading,
    /// What the column of rows is called.
    pub item: String,
    /// What each day of a row is called, in their order.
    pub days: Vec<String>,
    /// What the line across all rows is called.
    pub today_label: String,
    /// The day it is; `None` draws no line.
    pub today: Option<Date>,
    /// The rows, in order.
    pub rows: Vec<SpanRow>,
    /// What a day is called that was planned otherwise, for the key; empty where none was.
    pub planned_label: String,
}

/// The days of one thing, in their order.
#[derive(Clone, Debug, Default)]
pub struct SpanRow {
    /// Its name.
    pub label: String,
    /// Where it leads.
    pub href: Option<String>,
    /// Its days.
    pub days: Vec<SpanDay>,
}

/// A day that matters.
#[derive(Clone, Debug, Default)]
pub struct SpanDay {
    /// The day; `None` where none is set.
    pub on: Option<Date>,
    /// The day it was planned for, where that is another.
    pub planned: Option<Date>,
    /// The day in words, for the table.
    pub words: String,
}

impl SpanChart {
    /// Draws it.
    pub fn draw(&self) -> ChartView {
        self.heading.drawn(self.drawing(), self.table())
    }

    fn drawing(&self) -> Option<(String, Vec<KeyView>)> {
        let shown: Vec<&SpanRow> = self
            .rows
            .iter()
            .filter(|row| row.first().is_some())
            .take(MAX_ROWS)
            .collect();
        let all = shown.iter().flat_map(|row| &row.days);
        let all = all.flat_map(|day| [day.on, day.planned]).flatten();
        let scale = Days::of(all.chain(self.today.filter(|_| !shown.is_empty())))?;
        // Points at the sides must not be cut in half.
        let x = |day: Date| 2.0 + scale.x(day) * 0.96;
        let height = ROW * f64::from(u32::try_from(shown.len()).unwrap_or(0));
        let mut canvas = Canvas::new("spans", height, &self.heading);
        canvas.hatchings(2);
        canvas.shapes(self.days.len());
        for (day, label, spare) in scale.ticks() {
            canvas.line("grid", (x(day), 0.0), (x(day), height));
            let class = if spare { "spare" } else { "date" };
            canvas.text(class, (x(day), height + 18.0), 0.0, Anchor::at(x(day)), &label);
        }
        if let Some(today) = self.today {
            canvas.line("now-line", (x(today), -4.0), (x(today), height));
            let anchor = Anchor::at(x(today));
            canvas.text("value", (x(today), -10.0), 0.0, anchor, &self.today_label);
        }
        let mut top = 0.0;
        for row in shown {
            row_name(&mut canvas, top, &row.label);
            self.row(&mut canvas, &x, row, top + NAME);
            top += ROW;
        }
        canvas.line("axis", (0.0, height), (100.0, height));
        let point = |(look, label): (usize, &String)| KeyView {
            svg: canvas.point_key(look),
            label: label.clone(),
        };
        let planned = || KeyView {
            svg: Canvas::level_key("planned"),
            label: self.planned_label.clone(),
        };
        let points = self.days.iter().enumerate().map(point);
        let keys = points.chain((!self.planned_label.is_empty()).then(planned)).collect();
        Some((canvas.finish(), keys))
    }

    fn row(&self, canvas: &mut Canvas, x: &impl Fn(Date) -> f64, row: &SpanRow, top: f64) {
        let middle = top + BAR / 2.0;
        if let (Some(first), Some(last)) = (row.first(), row.last()) {
            // What is over is full, what is to come is hatched.
            let now = self.today.unwrap_or(last).clamp(first, last);
            if now > first {
                canvas.bar(0, (x(first), x(now) - x(first)), (top, BAR));
            }
            if last > now {
                canvas.bar(1, (x(now), x(last) - x(now)), (top, BAR));
            }
        }
        for (look, day) in row.days.iter().enumerate() {
            let (Some(on), Some(label)) = (day.on, self.days.get(look)) else {
                continue;
            };
            if let Some(planned) = day.planned.filter(|planned| *planned != on) {
                let below = top + BAR + 7.0;
                canvas.line("planned", (x(planned), below), (x(on), below));
                canvas.line("planned", (x(planned), below - 4.0), (x(planned), below + 4.0));
            }
            canvas.point(look, (x(on), middle), &format!("{}, {label}: {}", row.label, day.words));
        }
    }

    fn table(&self) -> TableView {
        let row = |row: &SpanRow| RowView {
            head: ItemView::new(row.label.clone(), row.href.as_ref()),
            cells: row
                .days
                .iter()
                .map(|day| vec![ItemView::new(day.words.clone(), None)])
                .collect(),
        };
        let columns = std::iter::once(&self.item).chain(&self.days);
        TableView::of(columns.cloned().collect(), self.rows.iter().map(row).collect())
    }
}

impl SpanRow {
    fn first(&self) -> Option<Date> {
        self.days.iter().filter_map(|day| day.on).min()
    }

    fn last(&self) -> Option<Date> {
        self.days.iter().filter_map(|day| day.on).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn what_is_over_is_full_and_what_is_to_come_is_hatched() {
        let day = |on: Date, planned: Option<Date>| SpanDay {
            on: Some(on),
            planned,
            words: on.to_string(),
        };
        let chart = SpanChart {
            heading: Heading {
                name: "cut".into(),
                ..Heading::default()
            },
            item: "Rewrite".into(),
            days: vec!["New".into(), "Off".into()],
            today_label: "Today".into(),
            today: Some(date(2026, 7, 2)),
            rows: vec![
                SpanRow {
                    label: "RW-1".into(),
                    href: None,
                    days: vec![
                        day(date(2026, 1, 1), None),
                        day(date(2027, 1, 1), Some(date(2026, 10, 1))),
                    ],
                },
                SpanRow {
                    label: "RW-2".into(),
                    ..SpanRow::default()
                },
            ],
            planned_label: "Planned".into(),
        };
        let view = chart.draw();
        let svg = view.svg.expect("a drawing");
        assert!(
            svg.contains("<rect class=\"fill s1\" x=\"2%\" y=\"20\" width=\"47.87%\""),
            "{svg}"
        );
        assert!(
            svg.contains("<rect class=\"fill s2\" fill=\"url(#d:cut-h2)\" x=\"49.87%\""),
            "{svg}"
        );
        assert_eq!(svg.matches("class=\"planned\"").count(), 2);
        assert_eq!((view.keys.len(), view.table.rows.len()), (3, 2));
        let nothing = SpanChart {
            today: Some(date(2026, 7, 2)),
            ..SpanChart::default()
        };
        assert_eq!(nothing.draw().svg, None);
    }
}
