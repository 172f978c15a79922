//! Nodes and edges as SVG. Looks come from the theme's classes: here are only places, words and links.

use std::fmt::Write;

use unicode_width::UnicodeWidthChar;

use super::layout::{Point, Size};
use super::node::Node;
use crate::render::markdown::{push_address, push_escaped};

/// Width of a letter of the size that nodes are written in, on average.
const LETTER: f64 = 6.1;
/// Width of a letter of an id, likewise.
const BOLD: f64 = 7.2;
/// What stands to the left and right of a node's words.
const PADDING: f64 = 10.0;

/// A picture being drawn.
#[derive(Debug, Default)]
pub struct Drawing {
    svg: String,
}

impl Drawing {
    /// The SVG drawn so far.
    pub fn into_svg(self) -> String {
        self.svg
    }

    /// Takes markup as it is.
    pub fn markup(&mut self, markup: &str) {
        self.svg.push_str(markup);
    }

    /// Takes words. The picture is also a file of XML, which is read as a whole or not at all, and XML has no way to write
    /// some characters.
    pub fn words(&mut self, words: &str) {
        let is_unknown =
            |c: char| matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
        match words.contains(is_unknown) {
            true => push_escaped(&mut self.svg, &words.replace(is_unknown, "\u{fffd}")),
            false => push_escaped(&mut self.svg, words),
        }
    }

    /// Says once what all documents and edges look like.
    pub fn shapes(&mut self, size: Size) {
        let Size { width, height } = size;
        // Its place is seen from where the words of a document begin.
        let _ = write!(
            self.svg,
            "<defs><marker id=\"d:arrow\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" \
             markerUnits=\"userSpaceOnUse\" orient=\"auto-start-reverse\"><path class=\"arrow\" d=\"M0 0L8 4L0 8z\"/></marker>\
             <rect id=\"d:node\" x=\"-{PADDING}\" y=\"-{}\" width=\"{width}\" height=\"{height}\" rx=\"6\"/></defs>",
            baseline(size)
        );
    }

    /// Draws a document with the words that say what the picture leaves out of it.
    pub fn node(&mut self, node: &Node, at: Point, size: Size, more: &str) {
        let width = size.width;
        self.svg.push_str("<a href=\"");
        push_address(&mut self.svg, &node.href);
        // Writing into a string cannot fail.
        let _ = write!(self.svg, "\" class=\"k{}", node.colour);
        self.svg.push_str(if node.off { " off" } else { "" });
        let start = Point {
            x: at.x + PADDING,
            y: at.y + baseline(size),
        };
        let _ = write!(self.svg, "\" transform=\"translate({})\"><title>", place(start));
        let name = [node.id.as_str(), node.title.as_str()].join(" ");
        self.words(name.trim());
        for words in [node.note.as_str(), more].into_iter().filter(|words| !words.is_empty()) {
            self.words(", ");
            self.words(words);
        }
        self.svg.push_str("</title><use href=\"#d:node\"/><text>");
        let badge = match node.more {
            0 => String::new(),
            more => format!("+{more}"),
        };
        let own = |words: &str| words.chars().map(columns).sum::<usize>();
        let taken = if badge.is_empty() {
            0.0
        } else {
            badge.len() as f64 * LETTER + PADDING
        };
        let mut room = width - 2.0 * PADDING - taken;
        if !node.id.is_empty() {
            let id = cut(&node.id, (room / BOLD) as usize);
            room -= own(&id) as f64 * BOLD + LETTER;
            self.svg.push_str("<tspan>");
            self.words(&id);
            self.svg.push_str("</tspan> ");
        }
        let title = cut(&node.title, (room / LETTER) as usize);
        self.words(&title);
        self.svg.push_str("</text>");
        if !badge.is_empty() {
            let _ = write!(
                self.svg,
                "<text class=\"more\" x=\"{}\">{badge}</text>",
                width - 2.0 * PADDING + 2.0
            );
        }
        self.svg.push_str("</a>");
    }

    /// Draws an edge along its points: straight where two are level, else in an even curve.
    pub fn edge(&mut self, points: &[Point], class: &str) {
        let [first, rest @ ..] = points else { return };
        self.svg.push_str("<path");
        if !class.is_empty() {
            // Writing into a string cannot fail.
            let _ = write!(self.svg, " class=\"{class}\"");
        }
        let _ = write!(self.svg, " d=\"M{}", place(*first));
        let mut last = *first;
        for point in rest {
            let bend = f64::midpoint(last.x, point.x);
            let _ = if (last.y - point.y).abs() < 1.0 {
                write!(self.svg, "H{:.0}", point.x)
            } else {
                write!(
                    self.svg,
                    "C{bend:.0} {:.0} {bend:.0} {:.0} {}",
                    last.y,
                    point.y,
                    place(*point)
                )
            };
            last = *point;
        }
        self.svg.push_str("\"/>");
    }
}

/// From the top of a document to the line its words stand on.
fn baseline(size: Size) -> f64 {
    size.height / 2.0 + 4.0
}

/// A place in whole pixels.
pub fn place(point: Point) -> String {
    format!("{:.0} {:.0}", point.x, point.y)
}

/// How many letters a character is as wide as.
fn columns(character: char) -> usize {
    character.width().unwrap_or(0)
}

/// The start of a text that is not wider than so many letters; what is left out shows as an ellipsis.
pub fn cut(text: &str, most: usize) -> String {
    let mut width = 0;
    let mut fits = 0;
    for (position, character) in text.char_indices() {
        width += columns(character);
        if width < most {
            fits = position + character.len_utf8();
        }
        if width > most {
            return match most {
                0 => String::new(),
                _ => format!("{}…", text[..fits].trim_end()),
            };
        }
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_by_their_width() {
        assert_eq!(cut("One login", 9), "One login");
        assert_eq!(cut("One login for all", 9), "One logi…");
        assert_eq!(cut("配車担当者の画面", 9), "配車担当…");
        assert_eq!(cut("anything", 0), "");
        assert_eq!(cut("x\u{301}\u{301}yz", 2), "x\u{301}\u{301}…");
    }

    #[test]
    fn hostile_titles_stay_text() {
        let mut drawing = Drawing::default();
        let node = Node {
            href: "x\"onclick=\"y.html".to_owned(),
            id: "RW-1".to_owned(),
            title: "</title><script>alert(1)</script>".repeat(40),
            note: "\" onload=\"".to_owned(),
            colour: 1,
            off: true,
            more: 3,
        };
        let size = Size {
            width: 200.0,
            height: 28.0,
        };
        drawing.node(&node, Point::default(), size, "3 <more>");
        let svg = drawing.into_svg();
        assert!(!svg.contains("<script") && !svg.contains("\" onload") && !svg.contains("\"onclick"));
        assert!(svg.starts_with(
            "<a href=\"x%22onclick=%22y.html\" class=\"k1 off\" transform=\"translate(10 18)\"><title>RW-1 &lt;/title"
        ));
        assert!(svg.contains("<tspan>RW-1</tspan> &lt;/title&gt;&lt;scri"), "{svg}");
        assert!(
            svg.ends_with("…</text><text class=\"more\" x=\"182\">+3</text></a>"),
            "{svg}"
        );
    }

    #[test]
    fn an_edge_runs_straight_where_it_can() {
        let mut drawing = Drawing::default();
        let at = |x, y| Point { x, y };
        drawing.edge(&[at(0.0, 0.0), at(10.0, 20.0), at(30.0, 20.0)], "");
        drawing.edge(&[], "");
        assert_eq!(drawing.into_svg(), "<path d=\"M0 0C5 0 5 20 10 20H30\"/>");
    }
}
