//! Values over time, with the target, the baseline and days that matter.

use jiff::civil::Date;

use super::canvas::{Anchor, Canvas, path};
use super::scale::{Days, Scale, Unit};
use super::{ChartView, Heading, ItemView, KeyView, MarkView, RowView, TableView};

/// Height of the drawing in pixels.
const HEIGHT: f64 = 200.0;
/// Most values drawn of a series: the last ones.
const MAX_POINTS: usize = 400;
/// Most values of a series that have a point each; of more, only those that stand alone have.
const MAX_SHAPES: usize = 24;
/// Most days that are marked: the last ones. There are no more letters.
const MAX_MARKS: usize = 12;
/// Rows in which the letters of close days stand above each other.
const FLAG_ROWS: usize = 3;
/// Percent of a narrow drawing that a letter needs.
const FLAG_WIDTH: f64 = 9.0;

/// Values over time.
#[derive(Clone, Debug, Default)]
pub struct LineChart {
    /// What it shows.
    pub heading: Heading,
    /// What the column of days is called.
    pub day: String,
    /// What values are counted in.
    pub unit: Unit,
    /// The series.
    pub series: Vec<LineSeries>,
    /// Values to compare with.
    pub levels: Vec<Level>,
    /// Days to see.
    pub marks: Vec<Mark>,
}

/// A series of values.
#[derive(Clone, Debug, Default)]
pub struct LineSeries {
    /// Its name, with the unit.
    pub label: String,
    /// Its values, in the order of their days.
    pub points: Vec<Point>,
}

/// A value on a day.
#[derive(Clone, Debug)]
pub struct Point {
    /// The day.
    pub on: Date,
    /// The value; `None` leaves a gap in the line.
    pub value: Option<f64>,
    /// Where it comes from.
    pub href: Option<String>,
}

/// A value that others are compared with.
#[derive(Clone, Debug)]
pub struct Level {
    /// Which.
    pub kind: LevelKind,
    /// Its name and value in words.
    pub label: String,
    /// The value.
    pub value: f64,
}

/// Which value others are compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LevelKind {
    /// Where it should be.
    Target,
    /// Where it was.
    Baseline,
}

/// A day to see in the drawing.
#[derive(Clone, Debug)]
pub struct Mark {
    /// The day.
    pub on: Date,
    /// What happened on it.
    pub label: String,
    /// Where that can be read.
    pub href: Option<String>,
}

impl LevelKind {
    fn class(self) -> &'static str {
        match self {
            Self::Target => "level target",
            Self::Baseline => "level baseline",
        }
    }
}

impl LineChart {
    /// Draws it.
    pub fn draw(&self) -> ChartView {
        let shown: Vec<&[Point]> = self.series.iter().map(|it| last(&it.points, MAX_POINTS)).collect();
        let marks = self.shown_marks();
        let (svg, keys) = match self.drawing(&shown, &marks) {
            Some((svg, keys)) => (Some(svg), keys),
            None => (None, Vec::new()),
        };
        ChartView {
            svg,
            keys,
            marks: marks
                .iter()
                .enumerate()
                .map(|(at, mark)| MarkView {
                    letter: letter(at),
                    on: mark.on.to_string(),
                    label: mark.label.clone(),
                    href: mark.href.clone(),
                })
                .collect(),
            table: self.table(),
            ..self.heading.view()
        }
    }

    /// The days to mark, in their order.
    fn shown_marks(&self) -> Vec<&Mark> {
        let mut marks: Vec<&Mark> = self.marks.iter().collect();
        marks.sort_by(|left, right| (left.on, &left.label).cmp(&(right.on, &right.label)));
        let left_out = marks.len().saturating_sub(MAX_MARKS);
        marks.split_off(left_out)
    }

    fn drawing(&self, shown: &[&[Point]], marks: &[&Mark]) -> Option<(String, Vec<KeyView>)> {
        let values = || {
            shown
                .iter()
                .flat_map(|points| points.iter())
                .filter(|point| point.value.is_some())
        };
        values().next()?;
        let levels = self.levels.iter().map(|level| level.value);
        let all = values().filter_map(|point| point.value).chain(levels);
        let scale = Scale::of(all, self.unit, false, HEIGHT)?;
        let days = values().map(|point| point.on).chain(marks.iter().map(|mark| mark.on));
        let days = Days::of(days)?;
        let rows = flag_rows(marks, days);
        let height_of_flags = rows.iter().max().map_or(0, |most| most + 1);
        let mut canvas = Canvas::new(&format!("lines flags-{height_of_flags}"), HEIGHT, &self.heading);
        canvas.shapes(shown.len());
        grid(&mut canvas, &scale);
        for (day, label, spare) in days.ticks() {
            let x = days.x(day);
            canvas.line("tick", (x, HEIGHT), (x, HEIGHT + 4.0));
            let class = if spare { "spare" } else { "date" };
            canvas.text(class, (x, HEIGHT + 18.0), 0.0, Anchor::at(x), &label);
        }
        for (at, (mark, row)) in marks.iter().zip(&rows).enumerate() {
            let (x, y) = (days.x(mark.on), -12.0 - 20.0 * to_float(*row));
            canvas.line("mark", (x, y), (x, HEIGHT));
            canvas.flag((x, y), &letter(at));
        }
        self.levels(&mut canvas, &scale);
        canvas.begin_paths();
        for (look, points) in shown.iter().enumerate() {
            for run in runs(points) {
                let places: Vec<_> = run.iter().map(|(on, value)| (days.x(*on), scale.y(*value))).collect();
                if places.len() > 1 {
                    canvas.stroke(look, &path(&places));
                }
            }
        }
        canvas.end_paths();
        for (look, points) in shown.iter().enumerate() {
            let all_have = points.len() <= MAX_SHAPES;
            for run in runs(points).filter(|run| all_have || run.len() == 1) {
                for (on, value) in run {
                    let words = format!("{on}: {}", self.unit.format(value));
                    canvas.point(look, (days.x(on), scale.y(value)), &words);
                }
            }
            if let Some((on, value)) = runs(points).flatten().last() {
                let (x, y) = (days.x(on), scale.y(value));
                // Above the point, unless that is where the drawing ends.
                let y = if y < 18.0 { y + 20.0 } else { y - 10.0 };
                canvas.text("value", (x, y), 0.0, Anchor::at(x), &self.unit.format(value));
            }
        }
        let keys = self.keys(&canvas);
        Some((canvas.finish(), keys))
    }

    /// The lines of values to compare with. A name stands above its line, or below it where another line or name is.
    fn levels(&self, canvas: &mut Canvas, scale: &Scale) {
        let lines: Vec<f64> = self.levels.iter().map(|level| scale.y(level.value)).collect();
        let mut taken: Vec<f64> = Vec::new();
        for (level, y) in self.levels.iter().zip(&lines) {
            canvas.line(level.kind.class(), (0.0, *y), (100.0, *y));
            let (above, below) = (y - 6.0, y + 15.0);
            let crossed = |place: f64| {
                lines
                    .iter()
                    .any(|line| line != y && (place - 11.0..place + 4.0).contains(line))
            };
            let is_free =
                |place: f64| place > 8.0 && !crossed(place) && taken.iter().all(|other| (other - place).abs() > 13.0);
            let place = if is_free(above) || !is_free(below) {
                above
            } else {
                below
            };
            taken.push(place);
            canvas.text("label", (0.0, place), 6.0, Anchor::Start, &level.label);
        }
    }

    fn keys(&self, canvas: &Canvas) -> Vec<KeyView> {
        let series = self.series.iter().enumerate().map(|(look, series)| KeyView {
            svg: canvas.line_key(look),
            label: series.label.clone(),
        });
        let levels = self.levels.iter().map(|level| KeyView {
            svg: Canvas::level_key(level.kind.class()),
            label: level.label.clone(),
        });
        series.chain(levels).collect()
    }

    /// A row for each day on which a series has something to say.
    fn table(&self) -> TableView {
        let mut rows: std::collections::BTreeMap<Date, Vec<Vec<ItemView>>> = std::collections::BTreeMap::new();
        for (column, series) in self.series.iter().enumerate() {
            for point in &series.points {
                let row = rows
                    .entry(point.on)
                    .or_insert_with(|| vec![Vec::new(); self.series.len()]);
                let text = point
                    .value
                    .map_or_else(|| "–".to_owned(), |value| self.unit.format(value));
                row[column].push(ItemView::new(text, point.href.as_ref()));
            }
        }
        let row = |(on, cells): (Date, _)| RowView {
            head: ItemView::new(on.to_string(), None),
            cells,
        };
        let columns = std::iter::once(&self.day).chain(self.series.iter().map(|it| &it.label));
        TableView::of(columns.cloned().collect(), rows.into_iter().map(row).collect())
    }
}

/// Lines across the drawing, with what they stand for beside them.
pub(super) fn grid(canvas: &mut Canvas, scale: &Scale) {
    for (value, label) in scale.ticks() {
        let y = scale.y(value);
        canvas.line("grid", (0.0, y), (100.0, y));
        canvas.text("tick", (0.0, y + 4.0), -8.0, Anchor::End, &label);
    }
}

/// The runs of values between gaps.
fn runs(points: &[Point]) -> impl Iterator<Item = Vec<(Date, f64)>> + '_ {
    let gaps = points.split(|point| point.value.is_none_or(|value| !value.is_finite()));
    let values = |run: &[Point]| {
        run.iter()
            .filter_map(|point| Some((point.on, point.value?)))
            .collect::<Vec<_>>()
    };
    gaps.map(values).filter(|run| !run.is_empty())
}

/// For each marked day the row its letter stands in, so that letters do not cover each other.
fn flag_rows(marks: &[&Mark], days: Days) -> Vec<usize> {
    let mut ends = [f64::NEG_INFINITY; FLAG_ROWS];
    let mut row_of = |mark: &&Mark| {
        let x = days.x(mark.on);
        let free = ends.iter().position(|end| x - *end >= FLAG_WIDTH);
        let row = free.unwrap_or(FLAG_ROWS - 1);
        ends[row] = x;
        row
    };
    marks.iter().map(&mut row_of).collect()
}

fn letter(at: usize) -> String {
    u8::try_from(at).map_or_else(|_| String::new(), |at| char::from(b'A' + at % 26).to_string())
}

fn last<T>(all: &[T], most: usize) -> &[T] {
    &all[all.len().saturating_sub(most)..]
}

/// A small number of rows.
fn to_float(rows: usize) -> f64 {
    u32::try_from(rows).map_or(0.0, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn chart(values: &[Option<f64>]) -> LineChart {
        let point = |(at, value): (usize, &Option<f64>)| Point {
            on: date(2026, i8::try_from(at + 1).expect("a month"), 28),
            value: *value,
            href: None,
        };
        LineChart {
            heading: Heading {
                name: "m".into(),
                title: "Lead time".into(),
                description: "From 3 to 2".into(),
            },
            day: "Day".into(),
            series: vec![LineSeries {
                label: "Hours".into(),
                points: values.iter().enumerate().map(point).collect(),
            }],
            ..LineChart::default()
        }
    }

    #[test]
    fn a_missing_value_is_a_gap_and_no_zero() {
        let view = chart(&[Some(1.0), Some(2.0), None, Some(3.0)]).draw();
        let svg = view.svg.expect("a drawing");
        assert_eq!(
            svg.matches("class=\"stroke").count(),
            1,
            "the last value stands alone: {svg}"
        );
        assert_eq!(svg.matches("<use class=\"point").count(), 3);
        let cells: Vec<_> = view
            .table
            .rows
            .iter()
            .map(|row| row.cells[0][0].text.as_str())
            .collect();
        assert_eq!(cells, ["1", "2", "–", "3"]);
    }

    #[test]
    fn one_value_is_a_point_and_none_is_no_drawing() {
        let svg = chart(&[Some(5.0)]).draw().svg.expect("a drawing");
        assert!(
            svg.contains("<use class=\"point s1\" href=\"#d:m-p1\" x=\"50%\" y=\"100\">"),
            "{svg}"
        );
        assert!(!svg.contains("class=\"stroke"));
        let none = chart(&[None]).draw();
        assert_eq!(none.svg, None);
        assert_eq!(chart(&[]).draw().table.rows, []);
    }

    #[test]
    fn target_and_days_are_drawn_and_named() {
        let mut chart = chart(&[Some(3.0), Some(2.0)]);
        chart.levels.push(Level {
            kind: LevelKind::Target,
            label: "Target 1".into(),
            value: 1.0,
        });
        let mark = |day, label: &str| Mark {
            on: date(2026, 2, day),
            label: label.into(),
            href: Some("ini-1.html".into()),
        };
        chart.marks = vec![mark(11, "second"), mark(10, "first")];
        let view = chart.draw();
        let svg = view.svg.expect("a drawing");
        assert!(svg.contains("level target") && svg.contains(">Target 1</text>"));
        assert!(svg.contains("flags-2"), "close days stand above each other: {svg}");
        let marks: Vec<_> = view
            .marks
            .iter()
            .map(|it| (it.letter.as_str(), it.label.as_str()))
            .collect();
        assert_eq!(marks, [("A", "first"), ("B", "second")]);
        assert!(!svg.contains("<a "), "a picture holds no links");
        assert_eq!(view.keys.len(), 2);
    }
}
