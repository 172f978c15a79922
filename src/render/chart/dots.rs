//! Every single value by category, with the middle one: for few values that differ widely, where a bar would hide how many
//! there are.

use super::canvas::{Anchor, Canvas};
use super::line::grid;
use super::scale::{Scale, Unit};
use super::{ChartView, Heading, ItemView, KeyView, RowView, TableView};

/// Height of the drawing in pixels.
const HEIGHT: f64 = 200.0;
/// Most categories drawn: the last ones.
const MAX_CATEGORIES: usize = 16;
/// Most values of a category that are drawn one by one; of more, the range that they lie in is.
const MAX_DOTS: usize = 6;
/// Most values of a category that are listed in the table.
const MAX_LISTED: usize = 3;
/// Most values that say what they are when they are pointed at; the table says it of all.
const MAX_SAID: usize = 24;
/// Most categories whose names find room on a telephone; of more, every other one does.
const ROOMY: usize = 6;

/// Values by category.
#[derive(Clone, Debug, Default)]
pub struct DotChart {
    /// What it shows.
    pub heading: Heading,
    /// What the column of categories is called.
    pub category: String,
    /// What the column with the number of values is called.
    pub count: String,
    /// What the middle value is called.
    pub middle: String,
    /// What the column of the values themselves is called.
    pub values: String,
    /// What values are counted in.
    pub unit: Unit,
    /// The kinds of value, each with a shape of its own; empty where there is one.
    pub kinds: Vec<String>,
    /// The categories, in order.
    pub categories: Vec<DotCategory>,
}

/// The values of one category.
#[derive(Clone, Debug, Default)]
pub struct DotCategory {
    /// Its name.
    pub label: String,
    /// Its values.
    pub dots: Vec<Dot>,
    /// The middle one of them; `None` where there is no value.
    pub middle: Option<f64>,
    /// Where all of them are listed.
    pub href: Option<String>,
}

/// A value.
#[derive(Clone, Debug, Default)]
pub struct Dot {
    /// The value.
    pub value: f64,
    /// Position of its kind.
    pub kind: usize,
    /// What it belongs to.
    pub label: String,
    /// Where it comes from.
    pub href: Option<String>,
}

impl DotChart {
    /// Draws it.
    pub fn draw(&self) -> ChartView {
        self.heading.drawn(self.drawing(), self.table())
    }

    fn keys(&self, canvas: &Canvas) -> Vec<KeyView> {
        let point = |(look, kind): (usize, &String)| KeyView {
            svg: canvas.point_key(look),
            label: kind.clone(),
        };
        let middle = KeyView {
            svg: Canvas::level_key("middle"),
            label: self.middle.clone(),
        };
        self.kinds.iter().enumerate().map(point).chain([middle]).collect()
    }

    fn drawing(&self) -> Option<(String, Vec<KeyView>)> {
        let first = self.categories.len().saturating_sub(MAX_CATEGORIES);
        let shown = &self.categories[first..];
        let values = shown.iter().flat_map(|it| &it.dots).map(|dot| dot.value);
        let scale = Scale::of(values, self.unit, false, HEIGHT)?;
        let mut canvas = Canvas::new("dots", HEIGHT, &self.heading);
        canvas.shapes(self.kinds.len().max(1));
        grid(&mut canvas, &scale);
        let said = shown.iter().map(|it| it.dots.len()).sum::<usize>() <= MAX_SAID;
        let band = 100.0 / to_float(shown.len());
        for (at, category) in shown.iter().enumerate() {
            let left = band * to_float(at);
            let middle = left + band / 2.0;
            let spare = shown.len() > ROOMY && (shown.len() - 1 - at) % 2 == 1;
            let class = if spare { "spare" } else { "date" };
            canvas.text(class, (middle, HEIGHT + 18.0), 0.0, Anchor::Middle, &category.label);
            if category.dots.is_empty() {
                canvas.text("label", (middle, HEIGHT - 6.0), 0.0, Anchor::Middle, "–");
            }
            if let Some(value) = category.middle {
                let y = scale.y(value);
                canvas.line("middle", (left + band * 0.1, y), (left + band * 0.9, y));
            }
            let mut dots: Vec<&Dot> = category.dots.iter().collect();
            dots.sort_by(|left, right| left.value.total_cmp(&right.value));
            let is_range = dots.len() > MAX_DOTS;
            if let (true, [low, .., high]) = (is_range, &dots[..]) {
                canvas.line("range", (middle, scale.y(low.value)), (middle, scale.y(high.value)));
                // The ends of the range stay to be seen.
                dots = vec![low, high];
            }
            let gap = band * 0.6 / to_float(dots.len());
            for (position, dot) in dots.iter().enumerate() {
                let spread = left + band * 0.2 + gap * (to_float(position) + 0.5);
                let x = if is_range { middle } else { spread };
                let words = format!("{}: {}", dot.label, self.unit.format(dot.value));
                let words = if said { words } else { String::new() };
                canvas.point(dot.kind, (x, scale.y(dot.value)), &words);
            }
        }
        canvas.line("axis", (0.0, HEIGHT), (100.0, HEIGHT));
        let keys = self.keys(&canvas);
        Some((canvas.finish(), keys))
    }

    fn table(&self) -> TableView {
        let row = |category: &DotCategory| {
            let listed = category.dots.iter().take(MAX_LISTED).map(|dot| {
                let text = format!("{} {}", dot.label, self.unit.format(dot.value));
                ItemView::new(text, dot.href.as_ref())
            });
            let more = category.dots.len().saturating_sub(MAX_LISTED);
            let more = (more > 0).then(|| ItemView::new(format!("+{more}"), category.href.as_ref()));
            let middle = category
                .middle
                .map_or_else(|| "–".to_owned(), |value| self.unit.format(value));
            RowView {
                head: ItemView::new(category.label.clone(), category.href.as_ref()),
                cells: vec![
                    vec![ItemView::new(category.dots.len().to_string(), None)],
                    vec![ItemView::new(middle, None)],
                    listed.chain(more).collect(),
                ],
            }
        };
        let columns = [&self.category, &self.count, &self.middle, &self.values];
        TableView::of(
            columns.into_iter().cloned().collect(),
            self.categories.iter().map(row).collect(),
        )
    }
}

/// A small number of things.
fn to_float(count: usize) -> f64 {
    u32::try_from(count).map_or(1.0, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_value_is_a_dot_and_an_empty_category_says_so() {
        let dot = |value, kind| Dot {
            value,
            kind,
            label: "INC-1".into(),
            href: Some("inc-1.html".into()),
        };
        let chart = DotChart {
            heading: Heading {
                name: "ttr".into(),
                title: "Time to restore".into(),
                description: String::new(),
            },
            unit: Unit::Minutes,
            middle: "Median".into(),
            kinds: vec!["sev1".into(), "sev2".into()],
            categories: vec![
                DotCategory {
                    label: "Q1".into(),
                    dots: vec![dot(60.0, 0), dot(15.0, 1)],
                    middle: Some(37.5),
                    href: None,
                },
                DotCategory {
                    label: "Q2".into(),
                    ..DotCategory::default()
                },
            ],
            ..DotChart::default()
        };
        let view = chart.draw();
        let svg = view.svg.expect("a drawing");
        assert_eq!(svg.matches("<use class=\"point").count(), 2);
        assert_eq!(svg.matches("class=\"middle\"").count(), 1);
        assert!(
            svg.contains("<title>INC-1: 15 min</title>") && svg.contains(">–</text>"),
            "{svg}"
        );
        assert_eq!(view.table.rows[1].cells[1][0].text, "–");
        assert_eq!(view.table.rows[0].cells[2][0].href.as_deref(), Some("inc-1.html"));
        assert_eq!(view.keys.len(), 3);
        let empty = DotChart::default().draw();
        assert!(empty.svg.is_none() && empty.keys.is_empty());
    }
}
