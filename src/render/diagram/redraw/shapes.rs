//! Shapes and lines: their part in the drawing, their colour and what they end in.

use std::fmt::Write;

use super::geometry::number;
use super::{Attributes, ID, Pen};
use crate::render::diagram::roles::{Around, Role, SERIES, own_tone, role, series, task_tone};

impl Pen {
    /// A shape, with the class of its part in the drawing instead of its colours.
    pub(super) fn shape(&mut self, name: &str, attributes: &Attributes<'_>, around: Around) {
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
}
