//! Numbers by category, such as a quarter: bars, one series upon the other.

use super::canvas::{Anchor, Canvas};
use super::line::grid;
use super::scale::{Scale, Unit};
use super::{ChartView, Heading, ItemView, KeyView, RowView, TableView};

/// Height of the drawing in pixels.
const HEIGHT: f64 = 180.0;
/// Most categories drawn: the last ones.
const MAX_BARS: usize = 24;
/// Percent of a category's width that its bar takes.
const BAR: f64 = 0.68;
/// Most categories whose names and sums find room on a telephone; of more, every other one does.
const ROOMY: usize = 6;

/// Numbers by category.
#[derive(Clone, Debug, Default)]
pub struct BarChart {
    /// What it shows.
    pub heading: Heading,
    /// What the column of categories is called.
    pub category: String,
    /// What the column of sums is called; empty where there is one series, or a sum says nothing.
    pub sum: String,
    /// What values are counted in.
    pub unit: Unit,
    /// The categories, in order.
    pub categories: Vec<String>,
    /// The series, the lowest first.
    pub series: Vec<BarSeries>,
}

/// A series of numbers.
#[derive(Clone, Debug, Default)]
pub struct BarSeries {
    /// Its name.
    pub label: String,
    /// A number for each category; `None` where there is none, which is not the same as zero.
    pub values: Vec<Option<f64>>,
    /// Where each comes from; may be empty.
    pub hrefs: Vec<Option<String>>,
}

impl BarSeries {
    fn value(&self, at: usize) -> Option<f64> {
        self.values.get(at).copied().flatten().filter(|value| value.is_finite())
    }
}

impl BarChart {
    /// Draws it.
    pub fn draw(&self) -> ChartView {
        self.heading.drawn(self.drawing(), self.table())
    }

    /// The sum of a category; `None` where no series has a number.
    fn sum(&self, at: usize) -> Option<f64> {
        let numbers = self.series.iter().filter_map(|series| series.value(at));
        numbers.fold(None, |sum, number| Some(sum.unwrap_or(0.0) + number))
    }

    fn drawing(&self) -> Option<(String, Vec<KeyView>)> {
        let first = self.categories.len().saturating_sub(MAX_BARS);
        let shown = first..self.categories.len();
        let sums = shown.clone().filter_map(|at| self.sum(at));
        let scale = Scale::of(sums, self.unit, true, HEIGHT)?;
        let count = u32::try_from(shown.len()).map_or(1.0, f64::from);
        let mut canvas = Canvas::new("bars", HEIGHT, &self.heading);
        canvas.hatchings(self.series.len());
        grid(&mut canvas, &scale);
        let band = 100.0 / count;
        let mut left = 0.0;
        for (position, at) in shown.enumerate() {
            let middle = left + band / 2.0;
            // The last one always has its name: it is the one people look for.
            let spare = count > to_float(ROOMY) && (self.categories.len() - 1 - at) % 2 == 1;
            let class = |own: &'static str| if spare { "spare" } else { own };
            canvas.text(
                class("date"),
                (middle, HEIGHT + 18.0),
                0.0,
                Anchor::Middle,
                &self.categories[at],
            );
            match self.sum(at) {
                Some(sum) => {
                    let top = self.bars(&mut canvas, &scale, at, (left + band * (1.0 - BAR) / 2.0, band * BAR));
                    canvas.text(
                        if count > 12.0 { class("value") } else { "value" },
                        (middle, top - 5.0),
                        0.0,
                        Anchor::Middle,
                        &self.unit.format(sum),
                    );
                }
                None => canvas.text("label", (middle, HEIGHT - 6.0), 0.0, Anchor::Middle, "–"),
            }
            left = band * to_float(position + 1);
        }
        canvas.line("axis", (0.0, scale.y(0.0)), (100.0, scale.y(0.0)));
        let keys = self.series.iter().enumerate().map(|(look, series)| KeyView {
            svg: canvas.area_key(look),
            label: series.label.clone(),
        });
        let keys = keys.filter(|_| self.series.len() > 1).collect();
        Some((canvas.finish(), keys))
    }

    /// The bars of one category, and where they end.
    fn bars(&self, canvas: &mut Canvas, scale: &Scale, at: usize, place: (f64, f64)) -> f64 {
        let mut sum = 0.0;
        for (look, series) in self.series.iter().enumerate() {
            let Some(value) = series.value(at).filter(|value| *value != 0.0) else {
                continue;
            };
            let (one, other) = (scale.y(sum), scale.y(sum + value));
            let (top, bottom) = (one.min(other), one.max(other));
            canvas.bar(look, place, (top, bottom - top));
            sum += value;
        }
        scale.y(sum)
    }

    fn table(&self) -> TableView {
        let with_sum = !self.sum.is_empty();
        let row = |(at, category): (usize, &String)| {
            let cell = |series: &BarSeries| {
                let href = series.hrefs.get(at).and_then(Option::as_ref);
                vec![ItemView::new(self.read(series.value(at)), href)]
            };
            let mut cells: Vec<_> = self.series.iter().map(cell).collect();
            if with_sum {
                cells.push(vec![ItemView::new(self.read(self.sum(at)), None)]);
            }
            RowView {
                head: ItemView::new(category.clone(), None),
                cells,
            }
        };
        let columns = std::iter::once(&self.category).chain(self.series.iter().map(|series| &series.label));
        let columns = columns.chain(with_sum.then_some(&self.sum));
        TableView::of(
            columns.cloned().collect(),
            self.categories.iter().enumerate().map(row).collect(),
        )
    }

    fn read(&self, value: Option<f64>) -> String {
        value.map_or_else(|| "–".to_owned(), |value| self.unit.format(value))
    }
}

/// A small number of things.
fn to_float(count: usize) -> f64 {
    u32::try_from(count).map_or(0.0, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(series: &[&[Option<f64>]]) -> BarChart {
        let length = series.iter().map(|it| it.len()).max().unwrap_or(0);
        BarChart {
            heading: Heading {
                name: "q".into(),
                title: "Incidents".into(),
                description: String::new(),
            },
            category: "Quarter".into(),
            sum: "All".into(),
            categories: (1..=length).map(|at| format!("Q{at}")).collect(),
            series: series
                .iter()
                .enumerate()
                .map(|(at, values)| BarSeries {
                    label: format!("sev{}", at + 1),
                    values: values.to_vec(),
                    hrefs: Vec::new(),
                })
                .collect(),
            ..BarChart::default()
        }
    }

    #[test]
    fn series_stand_upon_each_other_and_differ_by_more_than_colour() {
        let view = chart(&[&[Some(2.0)], &[Some(2.0)]]).draw();
        let svg = view.svg.expect("a drawing");
        assert!(
            svg.contains("<rect class=\"fill s1\" x=\"16%\" y=\"90\" width=\"68%\" height=\"90\"/>"),
            "{svg}"
        );
        assert!(
            svg.contains("<rect class=\"fill s2\" fill=\"url(#d:q-h2)\" x=\"16%\" y=\"0\""),
            "{svg}"
        );
        assert_eq!(view.keys.len(), 2);
        assert_eq!(view.table.columns, ["Quarter", "sev1", "sev2", "All"]);
        assert_eq!(view.table.rows[0].cells[2][0].text, "4");
    }

    #[test]
    fn nothing_is_shown_as_none_and_zero_as_zero() {
        let view = chart(&[&[Some(3.0), None, Some(0.0)]]).draw();
        let svg = view.svg.expect("a drawing");
        assert_eq!(svg.matches("<rect").count(), 1);
        assert!(svg.contains(">–</text>") && svg.contains(">0</text>"), "{svg}");
        let cells: Vec<_> = view
            .table
            .rows
            .iter()
            .map(|row| row.cells[0][0].text.as_str())
            .collect();
        assert_eq!(cells, ["3", "–", "0"]);
        assert_eq!(chart(&[&[None]]).draw().svg, None);
    }
}
