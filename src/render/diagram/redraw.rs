//! A drawing written anew: what is on the list is kept, everything else is left out.
//!
//! Elements, attributes and the letters of their values are all listed, so nothing that runs, loads or leads anywhere can
//! pass, whatever the library that drew it let through. Colours become classes, because a page allows no style of its own
//! and has two schemes.

mod geometry;
mod shapes;
mod text;

use std::collections::HashMap;
use std::fmt::Write;

use super::roles::{Around, property};
use super::xml::{Piece, Reader, push_escaped};
use geometry::{geometry, number};

/// Stands in a drawing where each id begins, so that several drawings can be in one page.
pub const ID: char = '\u{1}';

/// Widest drawing that is made to fit the width of the text; wider ones scroll.
const SHRUNK_FROM: f64 = 960.0;
/// How much smaller a wide drawing is shown than it was drawn.
const SHRUNK: f64 = 0.8;
/// Deepest nesting.
const MAX_DEPTH: usize = 64;

/// A diagram, drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// What is in the `svg` element, with [`ID`] at the start of each id.
    pub svg: String,
    /// Its `viewBox`.
    pub view: String,
    /// Width it is shown at, in pixels.
    pub width: u32,
    /// Height it is shown at, in pixels.
    pub height: u32,
    /// Whether it scrolls rather than being made to fit.
    pub is_wide: bool,
    /// The title that the author gave it.
    pub title: String,
    /// The description that the author gave it.
    pub description: String,
}

/// Writes a drawing anew; `None` where it is no drawing.
pub(super) fn redraw(svg: &str) -> Option<Drawing> {
    let mut pen = Pen::default();
    let mut reader = Reader::new(svg.trim());
    while let Some(piece) = reader.next() {
        match piece? {
            Piece::Start(name, attributes, ends) => {
                pen.start(name, &Attributes(attributes))?;
                if ends {
                    pen.end();
                }
            }
            Piece::End(_) => pen.end(),
            Piece::Words(words) => pen.words(&words),
        }
    }
    pen.finish()
}

struct Attributes<'a>(Vec<(&'a str, std::borrow::Cow<'a, str>)>);

impl Attributes<'_> {
    fn get(&self, key: &str) -> &str {
        let found = self.0.iter().find(|(name, _)| *name == key);
        found.map_or("", |(_, value)| value.as_ref())
    }

    /// A value, from the attribute or else from the style.
    fn said(&self, key: &str) -> &str {
        match property(self.get("style"), key) {
            Some(value) => value,
            None => self.get(key),
        }
    }
}

/// An element that is open.
struct Open {
    /// What ends it; empty where it was not written.
    end: &'static str,
    around: Around,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Plain,
    Text,
    /// Left out with all that is in it.
    Left,
    Title,
    Description,
    Marker,
    /// HTML whose words are drawn.
    Html,
    /// What holds the HTML, which is drawn when it ends.
    HtmlHolder,
}

#[derive(Default)]
struct Pen {
    xml: String,
    open: Vec<Open>,
    view: String,
    size: (f64, f64),
    title: String,
    description: String,
    /// Markers by the id the library gave them.
    markers: HashMap<String, String>,
    marker: String,
    /// Those that lines end in, in the order of their first use.
    used: Vec<String>,
    before_marker: String,
    html: String,
    html_size: (f64, f64),
    slices: usize,
    legends: usize,
    is_flowchart: bool,
    is_state: bool,
    /// How far to the left the last group moved what is in it.
    left: f64,
}

impl Pen {
    fn start(&mut self, name: &str, attributes: &Attributes<'_>) -> Option<()> {
        if self.open.len() > MAX_DEPTH {
            return None;
        }
        let above = self.open.last();
        let around = above.map(|open| open.around).unwrap_or_default();
        let kind = above.map_or(Kind::Plain, |open| open.kind);
        let classes = attributes.get("class");
        let within = around.within(name, classes);
        let (end, kind) = match (name, kind) {
            (_, Kind::Left | Kind::Title | Kind::Description) => ("", Kind::Left),
            (name, Kind::Html | Kind::HtmlHolder) => {
                if matches!(name, "br" | "p" | "div") && !self.html.is_empty() {
                    self.html.push('\n');
                }
                ("", Kind::Html)
            }
            ("svg", _) if self.open.is_empty() => {
                self.root(attributes)?;
                ("", Kind::Plain)
            }
            _ if self.open.is_empty() => return None,
            ("title", _) if self.open.len() == 1 => ("", Kind::Title),
            ("desc", _) if self.open.len() == 1 => ("", Kind::Description),
            ("g" | "a" | "switch" | "defs", Kind::Plain | Kind::Marker) => (self.group(attributes), kind),
            ("marker", Kind::Plain) => (self.marker(attributes), Kind::Marker),
            ("rect" | "circle" | "ellipse" | "line" | "polyline" | "polygon" | "path", Kind::Plain | Kind::Marker) => {
                self.shape(name, attributes, around.within("", classes));
                ("", Kind::Left)
            }
            ("text", Kind::Plain) => (self.text(attributes, within), Kind::Text),
            ("tspan", Kind::Text) => (self.span(attributes), Kind::Text),
            ("foreignObject", Kind::Plain) if !around.switch => {
                self.html.clear();
                self.html_size = (number(attributes.get("width")), number(attributes.get("height")));
                ("", Kind::HtmlHolder)
            }
            _ => ("", Kind::Left),
        };
        self.open.push(Open {
            end,
            around: within,
            kind,
        });
        Some(())
    }

    fn end(&mut self) {
        let Some(open) = self.open.pop() else { return };
        self.xml.push_str(open.end);
        match open.kind {
            Kind::Marker if open.end == "</marker>" => {
                let marker = std::mem::replace(&mut self.xml, std::mem::take(&mut self.before_marker));
                self.markers.insert(std::mem::take(&mut self.marker), marker);
            }
            Kind::HtmlHolder => self.label(),
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        match self.open.last().map(|open| open.kind) {
            Some(Kind::Text) => push_escaped(&mut self.xml, words),
            Some(Kind::Html) => self.html.push_str(words),
            Some(Kind::Title) => self.title.push_str(words),
            Some(Kind::Description) => self.description.push_str(words),
            _ => {}
        }
    }

    fn root(&mut self, attributes: &Attributes<'_>) -> Option<()> {
        self.view = geometry(attributes.get("viewBox"))?;
        let mut numbers = self.view.split(' ').map(number);
        self.size = (numbers.nth(2)?, numbers.next()?);
        self.is_flowchart = attributes.get("class").contains("flowchart");
        self.is_state = attributes.get("class").contains("statediagram");
        let is_sane = |side: f64| side > 0.0 && side < 50_000.0;
        (is_sane(self.size.0) && is_sane(self.size.1)).then_some(())
    }

    /// A group is written where it moves what is in it.
    fn group(&mut self, attributes: &Attributes<'_>) -> &'static str {
        let weight = property(attributes.get("style"), "font-weight").is_some_and(|it| it.starts_with("bold"));
        let Some(transform) = geometry(attributes.get("transform")).filter(|it| !it.is_empty()) else {
            if weight {
                self.xml.push_str("<g font-weight=\"600\">");
                return "</g>";
            }
            return "";
        };
        let across = transform
            .strip_prefix("translate(")
            .and_then(|it| it.split([',', ' ', ')']).next());
        self.left = -across.map_or(0.0, number);
        let _ = write!(self.xml, "<g transform=\"{transform}\"");
        self.xml.push_str(if weight { " font-weight=\"600\">" } else { ">" });
        "</g>"
    }

    fn marker(&mut self, attributes: &Attributes<'_>) -> &'static str {
        self.before_marker = std::mem::take(&mut self.xml);
        self.marker = attributes.get("id").to_owned();
        for key in ["viewBox", "refX", "refY", "markerWidth", "markerHeight"] {
            self.geometry(attributes, key);
        }
        if attributes.get("markerUnits") == "userSpaceOnUse" {
            self.xml.push_str(" markerUnits=\"userSpaceOnUse\"");
        }
        if attributes.get("orient").starts_with("auto") {
            self.geometry(attributes, "orient");
        }
        self.xml.push('>');
        "</marker>"
    }

    fn geometry(&mut self, attributes: &Attributes<'_>, key: &str) {
        if let Some(value) = geometry(attributes.get(key)).filter(|value| !value.is_empty()) {
            let _ = write!(self.xml, " {key}=\"{value}\"");
        }
    }

    fn finish(mut self) -> Option<Drawing> {
        if !self.open.is_empty() || self.view.is_empty() || self.xml.is_empty() {
            return None;
        }
        let mut svg = String::with_capacity(self.xml.len() + 512);
        let ends = self.used.iter().enumerate();
        let ends: Vec<_> = ends
            .filter_map(|(number, id)| Some((number, self.markers.remove(id)?)))
            .collect();
        if !ends.is_empty() {
            svg.push_str("<defs>");
            for (number, marker) in ends {
                let _ = write!(svg, "<marker id=\"{ID}{number}\"{marker}");
            }
            svg.push_str("</defs>");
        }
        svg.push_str(&self.xml);
        let scale = match self.size.0 {
            width if width <= SHRUNK_FROM => 1.0,
            _ => SHRUNK,
        };
        let shown = |side: f64| (side * scale).round().max(1.0) as u32;
        let line = |words: String| words.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Drawing {
            svg,
            view: self.view,
            width: shown(self.size.0),
            height: shown(self.size.1),
            is_wide: self.size.0 > SHRUNK_FROM,
            title: line(self.title),
            description: line(self.description),
        })
    }
}
