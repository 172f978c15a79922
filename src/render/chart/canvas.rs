//! Writing SVG: percentages from left to right, pixels from top to bottom.

use std::fmt::Write;

use super::Heading;
use crate::render::markdown::escape;

/// How wide the box of paths is, in units of its own: a tenth of a percent each.
const BOX: f64 = 1000.0;
/// How many looks lines and areas have before they repeat.
pub(super) const LOOKS: usize = 6;
/// Shapes of points, centred on their place, each about as large as the others.
const SHAPES: [&str; LOOKS] = [
    "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
    "M-3.5-3.5h7v7h-7z",
    "M0-5L5 0 0 5-5 0z",
    "M0-4.5L4.5 3.5h-9z",
    "M0 4.5L-4.5-3.5h9z",
    "M-1.5-4.5h3v3h3v3h-3v3h-3v-3h-3v-3h3z",
];
/// Hatchings of areas in a square of eight; the first is none.
const HATCHES: [&str; LOOKS] = [
    "",
    "M-2 2l4-4M0 8l8-8M6 10l4-4",
    "M1 2h2M5 6h2",
    "M-2 6l4 4M0 0l8 8M6-2l4 4",
    "M0 2h8M0 6h8",
    "M2 0v8M6 0v8",
];

/// Where a text hangs on its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    /// In the middle, except near the sides, where half of the text would lie outside.
    pub(super) fn at(x: f64) -> Self {
        match x {
            x if x < 4.0 => Self::Start,
            x if x > 94.0 => Self::End,
            _ => Self::Middle,
        }
    }
}

/// A drawing being written.
#[derive(Debug)]
pub(super) struct Canvas {
    svg: String,
    id: String,
    height: f64,
}

impl Canvas {
    /// A drawing of a height, with what it shows and what there is to see in it.
    pub(super) fn new(class: &str, height: f64, heading: &Heading) -> Self {
        let mut canvas = Self {
            svg: String::with_capacity(2048),
            id: heading.id(),
            height,
        };
        canvas.put(format_args!(
            "<svg class=\"plot {class}\" role=\"img\" width=\"100%\" height=\"{}\"><title>{}</title>",
            rounded(height),
            escape(&heading.title)
        ));
        if !heading.description.is_empty() {
            canvas.put(format_args!("<desc>{}</desc>", escape(&heading.description)));
        }
        canvas
    }

    /// The whole drawing.
    pub(super) fn finish(mut self) -> String {
        self.svg.push_str("</svg>");
        self.svg
    }

    fn put(&mut self, arguments: std::fmt::Arguments<'_>) {
        // Writing into a string cannot fail.
        let _ = self.svg.write_fmt(arguments);
    }

    /// A straight line.
    pub(super) fn line(&mut self, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
        let (x1, x2) = (percent(x1), percent(x2));
        let (y1, y2) = (rounded(y1), rounded(y2));
        self.put(format_args!(
            "<line class=\"{class}\" x1=\"{x1}%\" y1=\"{y1}\" x2=\"{x2}%\" y2=\"{y2}\"/>"
        ));
    }

    /// A text on a place; `shift` moves it by pixels.
    pub(super) fn text(&mut self, class: &str, (x, y): (f64, f64), shift: f64, anchor: Anchor, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let shift = if shift == 0.0 {
            String::new()
        } else {
            format!(" dx=\"{}\"", rounded(shift))
        };
        self.put(format_args!(
            "<text class=\"{class}\" x=\"{}%\" y=\"{}\"{shift}{anchor}>{}</text>",
            percent(x),
            rounded(y),
            escape(text)
        ));
    }

    /// The shapes of points of so many looks; each stands in the drawing once.
    pub(super) fn shapes(&mut self, looks: usize) {
        self.svg.push_str("<defs>");
        for (look, shape) in SHAPES.iter().enumerate().take(looks) {
            let id = self.shape(look);
            self.put(format_args!("<path id=\"{id}\" d=\"{shape}\"/>"));
        }
        self.svg.push_str("</defs>");
    }

    fn shape(&self, look: usize) -> String {
        format!("d:{}-p{}", self.id, look % LOOKS + 1)
    }

    /// A point of a look, with words that show when it is pointed at.
    pub(super) fn point(&mut self, look: usize, (x, y): (f64, f64), words: &str) {
        let (number, id) = (look % LOOKS + 1, self.shape(look));
        let (x, y) = (percent(x), rounded(y));
        self.put(format_args!(
            "<use class=\"point s{number}\" href=\"#{id}\" x=\"{x}%\" y=\"{y}\""
        ));
        if words.is_empty() {
            self.svg.push_str("/>");
        } else {
            self.put(format_args!("><title>{}</title></use>", escape(words)));
        }
    }

    /// A letter in a circle.
    pub(super) fn flag(&mut self, (x, y): (f64, f64), letter: &str) {
        self.put(format_args!(
            "<svg class=\"flag\" x=\"{}%\" y=\"{}\"><circle r=\"8\"/><text y=\"4\" text-anchor=\"middle\">{}</text></svg>",
            percent(x),
            rounded(y),
            escape(letter)
        ));
    }

    /// A bar of a look.
    pub(super) fn bar(&mut self, look: usize, (x, width): (f64, f64), (y, height): (f64, f64)) {
        let fill = self.fill(look);
        self.put(format_args!(
            "<rect class=\"fill s{}\"{fill} x=\"{}%\" y=\"{}\" width=\"{}%\" height=\"{}\"/>",
            look % LOOKS + 1,
            percent(x),
            rounded(y),
            percent(width),
            rounded(height)
        ));
    }

    /// The part of a bar that may or may not be needed.
    pub(super) fn doubt(&mut self, look: usize, (x, width): (f64, f64), (y, height): (f64, f64)) {
        self.put(format_args!(
            "<rect class=\"doubt s{}\" x=\"{}%\" y=\"{}\" width=\"{}%\" height=\"{}\"/>",
            look % LOOKS + 1,
            percent(x),
            rounded(y),
            percent(width),
            rounded(height)
        ));
    }

    /// The hatchings that areas of so many looks need.
    pub(super) fn hatchings(&mut self, looks: usize) {
        let looks = looks.min(LOOKS);
        if looks < 2 {
            return;
        }
        self.svg.push_str("<defs>");
        for (look, hatch) in HATCHES.iter().enumerate().take(looks).skip(1) {
            let (id, number) = (self.hatching(look), look + 1);
            self.put(format_args!(
                "<pattern id=\"{id}\" class=\"s{number}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">\
                 <rect class=\"tint\" width=\"8\" height=\"8\"/><path class=\"hatch\" d=\"{hatch}\"/></pattern>"
            ));
        }
        self.svg.push_str("</defs>");
    }

    fn hatching(&self, look: usize) -> String {
        format!("d:{}-h{}", self.id, look % LOOKS + 1)
    }

    fn fill(&self, look: usize) -> String {
        match look % LOOKS {
            0 => String::new(),
            look => format!(" fill=\"url(#{})\"", self.hatching(look)),
        }
    }

    /// Begins the box of paths, in which [`path`] gives positions.
    pub(super) fn begin_paths(&mut self) {
        let height = rounded(self.height);
        self.put(format_args!(
            "<svg class=\"stretch\" width=\"100%\" height=\"{height}\" viewBox=\"0 0 {BOX} {height}\" preserveAspectRatio=\"none\">"
        ));
    }

    /// A line along a path.
    pub(super) fn stroke(&mut self, look: usize, path: &str) {
        self.put(format_args!(
            "<path class=\"stroke s{}\" d=\"{path}\"/>",
            look % LOOKS + 1
        ));
    }

    /// An area within a path.
    pub(super) fn area(&mut self, look: usize, path: &str, words: &str) {
        let fill = self.fill(look);
        self.put(format_args!(
            "<path class=\"fill s{}\"{fill} d=\"{path}\"><title>{}</title></path>",
            look % LOOKS + 1,
            escape(words)
        ));
    }

    /// Ends the box of paths.
    pub(super) fn end_paths(&mut self) {
        self.svg.push_str("</svg>");
    }

    /// A piece of a line, for the key beside the drawing.
    pub(super) fn line_key(&self, look: usize) -> String {
        let (number, id) = (look % LOOKS + 1, self.shape(look));
        format!(
            "<svg class=\"key\" width=\"28\" height=\"12\" aria-hidden=\"true\"><path class=\"stroke s{number}\" d=\"M0 6h28\"/>\
             <use class=\"point s{number}\" href=\"#{id}\" x=\"14\" y=\"6\"/></svg>"
        )
    }

    /// A point, for the key beside the drawing.
    pub(super) fn point_key(&self, look: usize) -> String {
        let (number, id) = (look % LOOKS + 1, self.shape(look));
        format!(
            "<svg class=\"key\" width=\"12\" height=\"12\" aria-hidden=\"true\"><use class=\"point s{number}\" href=\"#{id}\" x=\"6\" y=\"6\"/></svg>"
        )
    }

    /// A piece of a level, for the key beside the drawing.
    pub(super) fn level_key(class: &str) -> String {
        format!(
            "<svg class=\"key\" width=\"28\" height=\"12\" aria-hidden=\"true\"><line class=\"{class}\" x1=\"0\" y1=\"6\" x2=\"28\" y2=\"6\"/></svg>"
        )
    }

    /// A piece of an area, for the key beside the drawing.
    pub(super) fn area_key(&self, look: usize) -> String {
        let fill = self.fill(look);
        format!(
            "<svg class=\"key\" width=\"16\" height=\"12\" aria-hidden=\"true\"><rect class=\"fill s{}\"{fill} width=\"16\" height=\"12\"/></svg>",
            look % LOOKS + 1
        )
    }
}

/// Positions, as a path in the box of paths goes through them.
pub(super) fn path(points: &[(f64, f64)]) -> String {
    let mut path = String::with_capacity(points.len() * 12);
    for (at, (x, y)) in points.iter().enumerate() {
        let command = if at == 0 { 'M' } else { 'L' };
        let _ = write!(path, "{command}{} {}", rounded(x * BOX / 100.0), rounded(*y));
    }
    path
}

/// A number with at most one decimal: enough for a pixel, and the same on every machine.
fn rounded(value: f64) -> f64 {
    // Adding zero makes -0 a plain 0.
    (value * 10.0).round() / 10.0 + 0.0
}

/// A percentage with at most two decimals, since a tenth of a percent is a pixel on a wide screen.
fn percent(value: f64) -> f64 {
    (value * 100.0).round() / 100.0 + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_rounded_and_words_are_escaped() {
        let heading = Heading {
            name: "A b\"".into(),
            title: "<b>&".into(),
            description: String::new(),
        };
        let mut canvas = Canvas::new("x", 200.04, &heading);
        canvas.line("grid", (0.0, -0.01), (33.333_33, 1.26));
        let svg = canvas.finish();
        assert_eq!(
            svg,
            "<svg class=\"plot x\" role=\"img\" width=\"100%\" height=\"200\"><title>&lt;b&gt;&amp;</title>\
             <line class=\"grid\" x1=\"0%\" y1=\"0\" x2=\"33.33%\" y2=\"1.3\"/></svg>"
        );
        assert_eq!(heading.id(), "a-b-");
        assert_eq!(path(&[(0.0, 1.0), (50.0, 2.25)]), "M0 1L500 2.3");
    }
}
