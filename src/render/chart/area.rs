//! How much is in each state over time, one upon the other.

use jiff::civil::Date;

use super::canvas::{Anchor, Canvas, path};
use super::line::grid;
use super::scale::{Days, Scale, Unit};
use super::{ChartView, Heading, ItemView, KeyView, RowView, TableView};

/// Height of the drawing in pixels.
const HEIGHT: f64 = 220.0;
/// Most days drawn: the last ones.
const MAX_DAYS: usize = 200;
/// Pixels that an area needs at its end to hold its name.
const NAMED: f64 = 16.0;

/// Areas over time.
#[derive(Clone, Debug, Default)]
pub struct AreaChart {
    /// What it shows.
    pub heading: Heading,
    /// What the column of days is called.
    pub day: String,
    /// The days, in order.
    pub days: Vec<Date>,
    /// The series, the lowest first.
    pub series: Vec<AreaSeries>,
}

/// A series of numbers, none below zero.
#[derive(Clone, Debug, Default)]
pub struct AreaSeries {
    /// Its name.
    pub label: String,
    /// A number for each day.
    pub values: Vec<f64>,
}

impl AreaSeries {
    fn value(&self, at: usize) -> f64 {
        let value = self.values.get(at).copied().unwrap_or(0.0);
        if value.is_finite() { value.max(0.0) } else { 0.0 }
    }
}

impl AreaChart {
    /// Draws it.
    pub fn draw(&self) -> ChartView {
        self.heading.drawn(self.drawing(), self.table())
    }

    fn drawing(&self) -> Option<(String, Vec<KeyView>)> {
        let first = self.days.len().saturating_sub(MAX_DAYS);
        let shown: Vec<(usize, Date)> = self.days.iter().copied().enumerate().skip(first).collect();
        let sum = |at: usize| self.series.iter().map(|series| series.value(at)).sum::<f64>();
        let scale = Scale::of(shown.iter().map(|(at, _)| sum(*at)), Unit::default(), true, HEIGHT)?;
        let days = Days::of(shown.iter().map(|(_, day)| *day))?;
        let mut canvas = Canvas::new("areas", HEIGHT, &self.heading);
        canvas.hatchings(self.series.len());
        grid(&mut canvas, &scale);
        canvas.begin_paths();
        let mut below = vec![0.0; shown.len()];
        let mut ends = Vec::new();
        for (look, series) in self.series.iter().enumerate() {
            let above: Vec<f64> = shown
                .iter()
                .zip(&below)
                .map(|((at, _), below)| below + series.value(*at))
                .collect();
            if above != below {
                let edge = |sums: &[f64]| -> Vec<(f64, f64)> {
                    let mut edge: Vec<_> = shown
                        .iter()
                        .zip(sums)
                        .map(|((_, day), sum)| (days.x(*day), scale.y(*sum)))
                        .collect();
                    // A single day has no width of its own.
                    if let [(_, y)] = edge[..] {
                        edge = vec![(0.0, y), (100.0, y)];
                    }
                    edge
                };
                let mut outline = edge(&above);
                outline.extend(edge(&below).into_iter().rev());
                canvas.area(look, &(path(&outline) + "z"), &series.label);
            }
            if let (Some(top), Some(bottom)) = (above.last(), below.last()) {
                ends.push((scale.y(*top), scale.y(*bottom), series.label.as_str()));
            }
            below = above;
        }
        canvas.end_paths();
        for (top, bottom, label) in ends.into_iter().filter(|(top, bottom, _)| bottom - top >= NAMED) {
            canvas.text(
                "label",
                (100.0, f64::midpoint(top, bottom) + 4.0),
                -6.0,
                Anchor::End,
                label,
            );
        }
        for (day, label, spare) in days.ticks() {
            let x = days.x(day);
            canvas.line("tick", (x, HEIGHT), (x, HEIGHT + 4.0));
            let class = if spare { "spare" } else { "date" };
            canvas.text(class, (x, HEIGHT + 18.0), 0.0, Anchor::at(x), &label);
        }
        let key = |(look, series): (usize, &AreaSeries)| KeyView {
            svg: canvas.area_key(look),
            label: series.label.clone(),
        };
        // The highest first, as they lie.
        let keys = self.series.iter().enumerate().rev().map(key).collect();
        Some((canvas.finish(), keys))
    }

    fn table(&self) -> TableView {
        let row = |(at, day): (usize, &Date)| RowView {
            head: ItemView::new(day.to_string(), None),
            cells: self
                .series
                .iter()
                .map(|series| vec![ItemView::new(Unit::default().format(series.value(at)), None)])
                .collect(),
        };
        let columns = std::iter::once(&self.day).chain(self.series.iter().map(|series| &series.label));
        TableView::of(
            columns.cloned().collect(),
            self.days.iter().enumerate().map(row).collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn chart(days: Vec<Date>, series: &[&[f64]]) -> AreaChart {
        AreaChart {
            heading: Heading {
                name: "flow".into(),
                title: "Flow".into(),
                description: String::new(),
            },
            day: "Day".into(),
            days,
            series: series
                .iter()
                .enumerate()
                .map(|(at, values)| AreaSeries {
                    label: format!("state {}", at + 1),
                    values: values.to_vec(),
                })
                .collect(),
        }
    }

    #[test]
    fn areas_lie_upon_each_other_and_carry_their_names() {
        let days = vec![date(2026, 1, 1), date(2026, 7, 1)];
        let view = chart(days, &[&[1.0, 2.0], &[0.0, 2.0]]).draw();
        let svg = view.svg.expect("a drawing");
        assert!(svg.contains("d=\"M0 165L1000 110L1000 220L0 220z\""), "{svg}");
        assert!(svg.contains("d=\"M0 165L1000 0L1000 110L0 165z\""), "{svg}");
        assert!(svg.contains(">state 2</text>"));
        assert_eq!(view.keys[0].label, "state 2");
        assert_eq!(view.table.rows[1].cells[1][0].text, "2");
    }

    #[test]
    fn one_day_is_a_band_and_no_day_is_nothing() {
        let svg = chart(vec![date(2026, 1, 1)], &[&[3.0]]).draw().svg.expect("a drawing");
        assert!(svg.contains("M0 0L1000 0L1000 220L0 220z"), "{svg}");
        assert_eq!(chart(Vec::new(), &[&[]]).draw().svg, None);
    }
}
