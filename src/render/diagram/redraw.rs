//! A drawing written anew: what is on the list is kept, everything else is left out.
//!
//! Elements, attributes and the letters of their values are all listed, so nothing that runs, loads or leads anywhere can
//! pass, whatever the library that drew it let through. Colours become classes, because a page allows no style of its own
//! and has two schemes.

use std::collections::HashMap;
use std::fmt::Write;

use super::roles::{Around, Role, SERIES, own_tone, property, role, series, task_tone};
use super::xml::{Piece, Reader, push_escaped};

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

    fn shape(&mut self, name: &str, attributes: &Attributes<'_>, around: Around) {
        let classes = attributes.get("class");
        let role = role(name, classes, attributes.said("fill"), around);
        let sized = name != "rect" || (number(attributes.get("width")) > 0.0 && number(attributes.get("height")) > 0.0);
        if role == Role::Nothing || !sized {
            return;
        }
        let keys: &[&str] = match name {
            "rect" => &["x", "y", "width", "height", "rx", "ry"],
            "circle" => &["cx", "cy", "r"],
            "ellipse" => &["cx", "cy", "rx", "ry"],
            "line" => &["x1", "y1", "x2", "y2"],
            "path" => &["d"],
            _ => &["points"],
        };
        let _ = write!(self.xml, "<{name}");
        for key in keys.iter().chain(&["transform"]) {
            self.geometry(attributes, key);
        }
        for key in ["marker-start", "marker-end"] {
            self.line_end(attributes, key);
        }
        let _ = write!(self.xml, " class=\"{}", role.class());
        self.colour(classes, attributes.get("style"), role, around);
        if role == Role::Edge || role == Role::Node {
            self.dashes(classes, attributes);
        }
        self.xml.push_str("\"/>");
    }

    /// The colour of a shape: its author's, that of its state, or that of its series.
    fn colour(&mut self, classes: &str, style: &str, role: Role, around: Around) {
        let is_authors = around.node || around.group || classes.contains("flowchart-link");
        let own = is_authors.then(|| own_tone(style, role)).flatten();
        if let Some(tone) = own.or_else(|| task_tone(classes)) {
            let _ = write!(self.xml, " {tone}");
            return;
        }
        let counted = |counter: &mut usize| {
            *counter += 1;
            Some((*counter - 1) % SERIES)
        };
        let number = match role {
            Role::Series if classes == "pieCircle" => counted(&mut self.slices),
            Role::Series if around.legend => counted(&mut self.legends),
            Role::Series => around.series.or(Some(0)),
            Role::Edge => series(classes).or(around.series).filter(|_| !classes.is_empty()),
            _ => None,
        };
        if let Some(number) = number {
            let _ = write!(self.xml, " s{number}");
        }
    }

    fn dashes(&mut self, classes: &str, attributes: &Attributes<'_>) {
        let simple = attributes.said("stroke-dasharray");
        let is_dashed = classes.contains("edge-pattern-dotted")
            || classes.contains("edge-pattern-dashed")
            || (!simple.starts_with('0') && simple.len() > 2 && simple.len() < 12 && !simple.starts_with("1, 0"));
        if is_dashed {
            self.xml.push_str(" d");
        }
        if classes.contains("edge-thickness-thick") {
            self.xml.push_str(" k");
        }
    }

    /// What a line ends in: one of the markers of the same drawing.
    fn line_end(&mut self, attributes: &Attributes<'_>, key: &str) {
        let value = attributes.said(key);
        let Some(id) = value.strip_prefix("url(#").and_then(|value| value.strip_suffix(')')) else {
            return;
        };
        if !self.markers.contains_key(id) && self.used.len() > 32 {
            return;
        }
        let number = self.used.iter().position(|used| used == id).unwrap_or_else(|| {
            self.used.push(id.to_owned());
            self.used.len() - 1
        });
        let _ = write!(self.xml, " {key}=\"url(#{ID}{number})\"");
    }

    fn text(&mut self, attributes: &Attributes<'_>, around: Around) -> &'static str {
        self.xml.push_str("<text");
        for key in ["x", "y", "dx", "dy", "transform"] {
            self.geometry(attributes, key);
        }
        let classes = attributes.get("class");
        let anchor = match attributes.said("text-anchor") {
            said @ ("middle" | "end" | "start") => said,
            _ if self.is_flowchart && around.node && around.label => "middle",
            _ => anchor_of(classes),
        };
        let anchor = if attributes.get("transform").is_empty() {
            self.centred(anchor, around)
        } else {
            anchor
        };
        self.anchor(anchor);
        let baseline = attributes.said("dominant-baseline");
        if matches!(
            baseline,
            "middle" | "central" | "hanging" | "text-before-edge" | "text-after-edge"
        ) {
            let _ = write!(self.xml, " dominant-baseline=\"{baseline}\"");
        }
        let said = number(attributes.said("font-size").trim_end_matches("px"));
        let size = if said > 0.0 { said } else { size_of(classes) };
        if size != 16.0 && (6.0..40.0).contains(&size) {
            let _ = write!(self.xml, " font-size=\"{size}\"");
        }
        self.weight(attributes);
        if classes.contains("itleText") {
            self.xml.push_str(" class=\"w\"");
        }
        self.xml.push('>');
        "</text>"
    }

    /// Words of a state and of a way between two stand where HTML would have been: they are moved to the middle of its place.
    fn centred<'s>(&mut self, anchor: &'s str, around: Around) -> &'s str {
        if self.is_state && around.node && around.label && anchor == "start" && self.left > 0.0 {
            let _ = write!(self.xml, " transform=\"translate({:.2} 0)\"", self.left);
            return "middle";
        }
        if self.is_state && !around.node && anchor == "middle" {
            self.xml.push_str(" transform=\"translate(0 -9.5)\"");
        }
        anchor
    }

    fn span(&mut self, attributes: &Attributes<'_>) -> &'static str {
        self.xml.push_str("<tspan");
        for key in ["x", "y", "dx", "dy"] {
            self.geometry(attributes, key);
        }
        if attributes.get("text-anchor") == "middle" {
            self.anchor("middle");
        }
        self.weight(attributes);
        if attributes.said("font-style") == "italic" {
            self.xml.push_str(" font-style=\"italic\"");
        }
        self.xml.push('>');
        "</tspan>"
    }

    fn anchor(&mut self, anchor: &str) {
        if matches!(anchor, "middle" | "end") {
            let _ = write!(self.xml, " text-anchor=\"{anchor}\"");
        }
    }

    fn weight(&mut self, attributes: &Attributes<'_>) {
        let weight = attributes.said("font-weight");
        if weight.starts_with("bold") || matches!(weight, "600" | "700") {
            self.xml.push_str(" font-weight=\"600\"");
        }
    }

    /// Words that were HTML, in the middle of where it stood.
    fn label(&mut self) {
        let html = std::mem::take(&mut self.html);
        let lines: Vec<&str> = html
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .take(20)
            .collect();
        let (Some(last), (width, height)) = (lines.len().checked_sub(1), self.html_size) else {
            return;
        };
        let (x, y) = (width / 2.0, height / 2.0 - 9.0 * last as f64);
        for (at, line) in lines.into_iter().enumerate() {
            let y = y + 18.0 * at as f64;
            let _ = write!(
                self.xml,
                "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"middle\" dominant-baseline=\"central\">"
            );
            push_escaped(&mut self.xml, line);
            self.xml.push_str("</text>");
        }
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

/// Where words stand that have their place from the library's own style.
fn anchor_of(classes: &str) -> &'static str {
    if classes.contains("taskTextOutsideLeft") {
        return "end";
    }
    let is_middle = |class: &str| class.ends_with("TitleText") || class == "titleText";
    let is_task = classes.contains("taskText") && !classes.contains("taskTextOutside");
    if is_task || classes.split_ascii_whitespace().any(is_middle) {
        return "middle";
    }
    "start"
}

/// How large words are that have their size from the library's own style.
fn size_of(classes: &str) -> f64 {
    let sizes = [
        ("taskText", 11.0),
        ("sectionTitle", 11.0),
        ("commit-label", 10.0),
        ("tag-label", 10.0),
        ("itleText", 18.0),
        ("edgeTerminals", 11.0),
    ];
    sizes
        .iter()
        .find(|(class, _)| classes.contains(class))
        .map_or(16.0, |(_, size)| *size)
}

fn number(text: &str) -> f64 {
    text.trim().parse().unwrap_or(0.0)
}

/// Numbers, and the letters of paths and transforms, with two decimals; `None` where there is anything else in it.
fn geometry(text: &str) -> Option<String> {
    let mut written = String::with_capacity(text.len());
    let mut decimals = None;
    for character in text.chars() {
        match (character, &mut decimals) {
            ('.', _) => decimals = Some(0),
            ('0'..='9', Some(count)) => {
                *count += 1;
                if *count > 2 {
                    continue;
                }
            }
            ('0'..='9', None) => {}
            _ => decimals = None,
        }
        match character {
            'a'..='z' | 'A'..='Z' | '0'..='9' | ' ' | '.' | ',' | '+' | '-' | '(' | ')' | '%' => {
                written.push(character)
            }
            '\n' | '\t' => written.push(' '),
            _ => return None,
        }
    }
    Some(written)
}
