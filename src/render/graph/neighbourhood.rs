//! One document with those around it: what refers to it at its left, what it refers to at its right.
//!
//! Three columns need no layout library, and every document has such a picture: it costs next to nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::draw::Drawing;
use super::layout::{Point, Size};
use super::node::node;
use crate::link::{Origin, Reference};
use crate::model::DocumentIndex;
use crate::render::library::Library;

/// Most documents to each side, in a page that shows other things too and in one of its own; more are counted.
const MOST: usize = 6;
const MOST_ALONE: usize = 16;
/// Length of a text, in bytes, whose page has no room for the picture, so that it has a page of its own.
const LONG: usize = 8_000;
/// The size of a document.
const SIZE: Size = Size {
    width: 184.0,
    height: 30.0,
};
/// Room between two columns.
const GAP: f64 = 51.0;
/// From the top of a document to that of the next.
const STEP: f64 = 40.0;

/// A document with those around it.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Neighbourhood {
    /// The picture; SVG.
    pub svg: String,
    /// What it shows, in a sentence.
    pub summary: String,
}

/// A document that is one step away.
#[derive(Clone, Copy, Debug, Default)]
struct Step {
    /// Whether a field makes the connection, rather than the text alone.
    by_field: bool,
    /// Whether the connection leads both ways.
    both: bool,
}

/// Whether the picture of what is around a document has a page of its own: there is one, and the text is long.
pub fn stands_alone(library: &Library<'_>, index: DocumentIndex) -> bool {
    let links = library.input.links;
    let others = || {
        let outgoing = links.from(index).iter().filter_map(|it| it.target.document());
        outgoing
            .chain(links.to(index).map(|it| it.from))
            .filter(|other| *other != index)
    };
    let first = others().next();
    library.document(index).parsed.text.len() > LONG && others().any(|other| Some(other) != first)
}

/// Draws the documents around one, in its own page at `route` or in the page of the picture. `None` where the picture would say nothing: with fewer than two of them.
pub fn neighbourhood(library: &Library<'_>, index: DocumentIndex, route: &str) -> Option<Neighbourhood> {
    let links = library.input.links;
    let outgoing = links.from(index).iter();
    let outgoing = outgoing.filter_map(|it| Some((it.target.document()?, it)));
    let mut after = steps(outgoing.filter(|(other, _)| *other != index));
    let mut before = steps(links.to(index).map(|it| (it.from, it)));
    let both: BTreeSet<DocumentIndex> = before
        .keys()
        .filter(|other| after.contains_key(other))
        .copied()
        .collect();
    for other in &both {
        let back = before.remove(other).unwrap_or_default();
        let step = after.entry(*other).or_default();
        step.both = true;
        step.by_field |= back.by_field;
    }
    if before.len() + after.len() < 2 {
        return None;
    }
    let most = if stands_alone(library, index) { MOST_ALONE } else { MOST };
    let (left, right) = (side(&before, most), side(&after, most));
    let summary = library.phrases.fill(
        "graph.around_summary",
        &[
            ("title", &library.document(index).title.value),
            ("before", &(before.len() + both.len())),
            ("after", &after.len()),
        ],
    );
    Some(draw(
        library,
        (index, route),
        [(&before, left), (&after, right)],
        summary,
    ))
}

fn steps<'a>(references: impl Iterator<Item = (DocumentIndex, &'a Reference)>) -> BTreeMap<DocumentIndex, Step> {
    let mut steps: BTreeMap<DocumentIndex, Step> = BTreeMap::new();
    for (other, reference) in references {
        steps.entry(other).or_default().by_field |= matches!(reference.origin, Origin::Field(_));
    }
    steps
}

/// Those that are drawn: those that a field names first.
fn side(steps: &BTreeMap<DocumentIndex, Step>, most: usize) -> Vec<DocumentIndex> {
    let mut all: Vec<_> = steps.iter().collect();
    all.sort_by_key(|(index, step)| (!step.by_field, **index));
    all.into_iter().take(most).map(|(index, _)| *index).collect()
}

type Side<'a> = (&'a BTreeMap<DocumentIndex, Step>, Vec<DocumentIndex>);

fn draw(
    library: &Library<'_>,
    (index, route): (DocumentIndex, &str),
    sides: [Side<'_>; 2],
    summary: String,
) -> Neighbourhood {
    let rows = |(all, drawn): &Side<'_>| drawn.len() + usize::from(all.len() > drawn.len());
    let most = sides.iter().map(rows).max().unwrap_or(0).max(1);
    let height = real(most) * STEP - (STEP - SIZE.height) + 2.0;
    let middle = (height - SIZE.height) / 2.0;
    let step_right = SIZE.width + GAP;
    let centre = if sides[0].1.is_empty() { 1.0 } else { step_right + 1.0 };
    let columns = 1 + sides.iter().filter(|(_, drawn)| !drawn.is_empty()).count();
    let width = real(columns) * step_right - GAP + 2.0;
    let mut drawing = Drawing::default();
    let size = format!("{width:.0}\" height=\"{height:.0}\" viewBox=\"0 0 {width:.0} {height:.0}");
    drawing.markup(&format!(
        "<svg class=\"graph\" width=\"{size}\" role=\"group\" aria-label=\""
    ));
    drawing.words(&summary);
    drawing.markup("\">");
    drawing.shapes(SIZE);
    drawing.markup("<g class=\"edges\" marker-end=\"url(#d:arrow)\">");
    let at = |side: usize, row: usize, rows: usize| Point {
        x: if side == 0 { 1.0 } else { centre + step_right },
        y: middle + (real(row) - (real(rows) - 1.0) / 2.0) * STEP,
    };
    for (side, (all, drawn)) in sides.iter().enumerate() {
        for (row, other) in drawn.iter().enumerate() {
            let place = at(side, row, rows(&sides[side]));
            let half = SIZE.height / 2.0;
            let (here, there) = match side {
                0 => (centre, place.x + SIZE.width),
                _ => (centre + SIZE.width, place.x),
            };
            let here = Point {
                x: here,
                y: middle + half,
            };
            let there = Point {
                x: there,
                y: place.y + half,
            };
            let step = all.get(other).copied().unwrap_or_default();
            let class = if step.by_field { "" } else { "text" };
            match side {
                0 => drawing.edge(&[there, here], class),
                _ if step.both => {
                    drawing.markup("<g marker-start=\"url(#d:arrow)\">");
                    drawing.edge(&[here, there], class);
                    drawing.markup("</g>");
                }
                _ => drawing.edge(&[here, there], class),
            }
        }
    }
    drawing.markup("</g>");
    for (side, (all, drawn)) in sides.iter().enumerate() {
        if side == 1 {
            drawing.markup("<g class=\"here\">");
            let centre = Point { x: centre, y: middle };
            drawing.node(&node(library, route, index), centre, SIZE, "");
            drawing.markup("</g>");
        }
        for (row, other) in drawn.iter().enumerate() {
            let place = at(side, row, rows(&sides[side]));
            drawing.node(&node(library, route, *other), place, SIZE, "");
        }
        let left_out = all.len() - drawn.len();
        if left_out > 0 {
            let place = at(side, drawn.len(), rows(&sides[side]));
            drawing.markup(&format!(
                "<text x=\"{:.0}\" y=\"{:.0}\">",
                place.x + 10.0,
                place.y + 19.0
            ));
            drawing.words(&library.phrases.fill("graph.and_more", &[("n", &left_out)]));
            drawing.markup("</text>");
        }
    }
    drawing.markup("</svg>");
    Neighbourhood {
        svg: drawing.into_svg(),
        summary,
    }
}

/// A small number for reckoning with places.
fn real(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::from(u32::MAX), f64::from)
}
