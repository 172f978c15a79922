//! Words: where they stand, how large they are, and those that were HTML.

use std::fmt::Write;

use super::geometry::number;
use super::{Attributes, Pen};
use crate::render::diagram::roles::Around;
use crate::render::diagram::xml::push_escaped;

impl Pen {
    /// Words with a place of their own.
    pub(super) fn text(&mut self, attributes: &Attributes<'_>, around: Around) -> &'static str {
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

    /// Words within words.
    pub(super) fn span(&mut self, attributes: &Attributes<'_>) -> &'static str {
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
    pub(super) fn label(&mut self) {
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
