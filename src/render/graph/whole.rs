//! The whole: documents that belong together, laid out side by side.
//!
//! Three hundred documents in one layout are a tangle that nobody reads. So they are first put into neighbourhoods, in
//! which most connections lead, and each neighbourhood is laid out on its own. A connection from one to another is a number
//! at its ends, and the script draws it for the document that is looked at.

use std::collections::BTreeMap;

use serde_json::json;

use super::communities::communities;
use super::draw::{Drawing, cut};
use super::layout::{Layout, Point, Size, layout};
use super::node::{Node, node};
use crate::link::Edge;
use crate::model::DocumentIndex;
use crate::render::library::Library;

/// Most documents drawn: those with most connections.
const MOST: usize = 300;
/// Most documents of one neighbourhood: what fits on a screen.
const MOST_TOGETHER: usize = 24;
/// Fewest documents that make a neighbourhood; smaller ones stand together at the end.
const FEWEST_TOGETHER: usize = 3;
/// The size of a document.
const SIZE: Size = Size {
    width: 208.0,
    height: 30.0,
};
/// What stands around the nodes of a neighbourhood, and above them for its title.
const MARGIN: f64 = 16.0;
const TITLE: f64 = 30.0;
/// Room between two neighbourhoods, and between documents that stand alone.
const GAP: f64 = 20.0;

/// All documents with a connection, as a picture.
#[derive(Clone, Debug)]
pub struct Whole {
    /// The picture as a file of its own.
    pub file: String,
    /// The script that gives it to the page.
    pub script: String,
    /// How many documents it shows.
    pub documents: usize,
    /// How many with a connection it leaves out.
    pub left_out: usize,
    /// How many connections are drawn: they run within a neighbourhood.
    pub within: usize,
    /// How many are drawn for the document that is pointed at only: between two neighbourhoods, or in the text.
    pub between: usize,
    /// How many neighbourhoods there are.
    pub neighbourhoods: usize,
    /// The types drawn, in order.
    pub types: Vec<usize>,
}

/// Two documents by their numbers among those drawn, and whether a field connects them.
type Connection = (usize, usize, bool);

/// A neighbourhood with its place.
#[derive(Debug)]
struct Panel {
    /// What it is around.
    title: String,
    /// Its documents, by their numbers among those drawn.
    members: Vec<usize>,
    /// Where they stand in it.
    layout: Layout,
    /// Its connections, by the numbers of the documents.
    edges: Vec<Connection>,
    /// Its upper left corner in the picture.
    at: Point,
}

impl Panel {
    fn width(&self) -> f64 {
        self.layout.width + 2.0 * MARGIN
    }

    fn height(&self) -> f64 {
        self.layout.height + TITLE + MARGIN
    }
}

/// Draws everything that hangs together, in a page at `route`. `None` where nothing does.
pub fn whole(library: &Library<'_>, edges: &[Edge], route: &str) -> Option<Whole> {
    // That a team works on a document says the page of the team; here it would tie everything to a few teams.
    let drawn: Vec<&Edge> = edges.iter().filter(|edge| edge.fields != ["team"]).collect();
    let (documents, connected) = chosen(&drawn);
    if documents.is_empty() {
        return None;
    }
    let number: BTreeMap<DocumentIndex, usize> = documents.iter().enumerate().map(|(at, it)| (*it, at)).collect();
    let pair = |edge: &&Edge| {
        Some((
            *number.get(&edge.from)?,
            *number.get(&edge.to)?,
            !edge.fields.is_empty(),
        ))
    };
    let pairs: Vec<Connection> = drawn.iter().filter_map(pair).collect();
    let (pairs, in_text) = simplified(pairs, documents.len());
    let ends: Vec<(usize, usize)> = pairs.iter().map(|(from, to, _)| (*from, *to)).collect();
    let groups = communities(documents.len(), &ends, MOST_TOGETHER);
    let mut group_of = vec![0; documents.len()];
    for (group, members) in groups.iter().enumerate() {
        members.iter().for_each(|node| group_of[*node] = group);
    }
    let mut within: Vec<Vec<Connection>> = vec![Vec::new(); groups.len()];
    let mut across: Vec<(usize, usize)> = in_text.iter().map(|(from, to, _)| (*from, *to)).collect();
    for pair in pairs {
        match group_of[pair.0] == group_of[pair.1] {
            true => within[group_of[pair.0]].push(pair),
            false => across.push((pair.0, pair.1)),
        }
    }
    let mut more = vec![0; documents.len()];
    for (from, to) in &across {
        more[*from] += 1;
        more[*to] += 1;
    }
    let mut panels = panels(library, &documents, groups, within);
    let (width, height) = pack(&mut panels);
    let nodes = documents.iter().zip(&more).map(|(index, more)| Node {
        more: *more,
        ..node(library, route, *index)
    });
    let nodes: Vec<Node> = nodes.collect();
    let mut types: Vec<usize> = documents.iter().map(|it| library.document(*it).definition.0).collect();
    types.sort_unstable();
    types.dedup();
    let picture = Picture {
        library,
        panels: &panels,
        nodes: &nodes,
        size: (width, height),
    };
    Some(Whole {
        file: picture.file(),
        script: picture.script(&across),
        documents: documents.len(),
        left_out: connected - documents.len(),
        within: panels.iter().map(|panel| panel.edges.len()).sum(),
        between: across.len(),
        neighbourhoods: panels.len(),
        types,
    })
}

/// The connections that give the picture its shape, and those that do not: what only the text makes, where both documents
/// have connections by fields. Texts mention far more than what a document rests on.
fn simplified(pairs: Vec<Connection>, documents: usize) -> (Vec<Connection>, Vec<Connection>) {
    let mut by_field = vec![false; documents];
    for (from, to, _) in pairs.iter().filter(|pair| pair.2) {
        by_field[*from] = true;
        by_field[*to] = true;
    }
    pairs
        .into_iter()
        .partition(|(from, to, field)| *field || !by_field[*from] || !by_field[*to])
}

/// The documents that are drawn, in order, and how many have a connection.
fn chosen(edges: &[&Edge]) -> (Vec<DocumentIndex>, usize) {
    let mut degree: BTreeMap<DocumentIndex, usize> = BTreeMap::new();
    for edge in edges {
        *degree.entry(edge.from).or_default() += 1;
        *degree.entry(edge.to).or_default() += 1;
    }
    let connected = degree.len();
    let mut all: Vec<_> = degree.into_iter().collect();
    all.sort_by_key(|(index, degree)| (std::cmp::Reverse(*degree), *index));
    let mut documents: Vec<_> = all.into_iter().take(MOST).map(|(index, _)| index).collect();
    documents.sort_unstable();
    (documents, connected)
}

/// Lays every neighbourhood out; the small ones stand together in the last.
fn panels(
    library: &Library<'_>,
    documents: &[DocumentIndex],
    groups: Vec<Vec<usize>>,
    within: Vec<Vec<Connection>>,
) -> Vec<Panel> {
    let mut panels = Vec::new();
    let mut rest = (Vec::new(), Vec::new());
    for (members, edges) in groups.into_iter().zip(within) {
        if members.len() < FEWEST_TOGETHER {
            rest.0.extend(members);
            rest.1.extend(edges);
            continue;
        }
        let around = centre(&members, &edges);
        let title = &library.document(documents[around]).title.value;
        let title = library.phrases.fill("graph.around", &[("title", title)]);
        panels.push(panel(title, members, edges));
    }
    let (mut members, edges) = rest;
    while !members.is_empty() {
        let part: Vec<usize> = members.drain(..members.len().min(MOST_TOGETHER)).collect();
        let own = edges
            .iter()
            .filter(|(from, to, _)| part.contains(from) && part.contains(to));
        let own = own.copied().collect();
        panels.push(panel(library.phrases.say("graph.others").to_owned(), part, own));
    }
    panels
}

/// The member with most connections.
fn centre(members: &[usize], edges: &[Connection]) -> usize {
    let mut degree: BTreeMap<usize, usize> = BTreeMap::new();
    for (from, to, _) in edges {
        *degree.entry(*from).or_default() += 1;
        *degree.entry(*to).or_default() += 1;
    }
    let most = members
        .iter()
        .rev()
        .max_by_key(|member| degree.get(member).copied().unwrap_or(0));
    most.copied().unwrap_or_default()
}

fn panel(title: String, mut members: Vec<usize>, edges: Vec<Connection>) -> Panel {
    members.sort_unstable();
    let local = |(from, to, _): &Connection| {
        let at = |node| members.binary_search(node).unwrap_or(usize::MAX);
        (at(from), at(to))
    };
    let ends: Vec<(usize, usize)> = edges.iter().map(local).collect();
    let layout = layout(members.len(), &ends, SIZE);
    Panel {
        title,
        members,
        layout,
        edges,
        at: Point::default(),
    }
}

/// Puts the panels beside each other in rows, the highest first, in the width that leaves least unused. Gives the size of
/// the whole.
fn pack(panels: &mut [Panel]) -> (f64, f64) {
    panels.sort_by(|left, right| right.height().total_cmp(&left.height()));
    let area: f64 = panels.iter().map(|it| (it.width() + GAP) * (it.height() + GAP)).sum();
    let widest = panels.iter().map(Panel::width).fold(0.0, f64::max);
    let widths = (10..24).map(|tenths| (area * f64::from(tenths) / 10.0).sqrt().max(widest));
    let sizes = widths.map(|width| in_rows(panels, width));
    let best = sizes.min_by(|left, right| (left.0 * left.1).total_cmp(&(right.0 * right.1)));
    in_rows(panels, best.map_or(widest, |(width, _)| width))
}

fn in_rows(panels: &mut [Panel], most: f64) -> (f64, f64) {
    let (mut x, mut y, mut row, mut width) = (0.0, 0.0, 0.0_f64, 0.0_f64);
    for panel in panels.iter_mut() {
        if x > 0.0 && x + panel.width() > most + 0.5 {
            y += row + GAP;
            (x, row) = (0.0, 0.0);
        }
        panel.at = Point { x, y };
        x += panel.width() + GAP;
        row = row.max(panel.height());
        width = width.max(x - GAP);
    }
    (width, y + row)
}

/// What is needed to draw.
struct Picture<'a> {
    library: &'a Library<'a>,
    panels: &'a [Panel],
    nodes: &'a [Node],
    size: (f64, f64),
}

impl Picture<'_> {
    fn svg(&self, attributes: &str) -> Drawing {
        let phrases = &self.library.phrases;
        let (width, height) = self.size;
        let mut drawing = Drawing::default();
        drawing.markup(&format!(
            "<svg{attributes} class=\"graph\" width=\"{width:.0}\" height=\"{height:.0}\" viewBox=\"0 0 {width:.0} \
             {height:.0}\" role=\"group\" aria-label=\""
        ));
        drawing.words(&phrases.fill("graph.whole_title", &[("n", &self.nodes.len())]));
        drawing.markup("\"><desc>");
        drawing.words(phrases.say("graph.whole_description"));
        drawing.markup("</desc>");
        drawing.shapes(SIZE);
        for panel in self.panels {
            self.panel(&mut drawing, panel);
        }
        drawing.markup("</svg>");
        drawing
    }

    fn panel(&self, drawing: &mut Drawing, panel: &Panel) {
        let Point { x, y } = panel.at;
        let (width, height) = (panel.width(), panel.height());
        drawing.markup(&format!(
            "<g transform=\"translate({x:.0} {y:.0})\"><rect class=\"panel\" width=\"{width:.0}\" height=\"{height:.0}\" \
             rx=\"10\"/><text class=\"title\" x=\"{MARGIN}\" y=\"21\">"
        ));
        drawing.words(&cut(&panel.title, (width / 7.4) as usize));
        drawing.markup("</text><g class=\"edges\" marker-end=\"url(#d:arrow)\">");
        let inner = |point: &Point| Point {
            x: point.x + MARGIN,
            y: point.y + TITLE,
        };
        for (edge, points) in &panel.layout.edges {
            let by_field = panel.edges[*edge].2;
            let points: Vec<Point> = points.iter().map(inner).collect();
            drawing.edge(&points, if by_field { "" } else { "text" });
        }
        drawing.markup("</g>");
        for position in reading_order(&panel.layout) {
            let node = &self.nodes[panel.members[position]];
            let more = match node.more {
                0 => String::new(),
                more => self.library.phrases.fill("graph.elsewhere", &[("n", &more)]),
            };
            drawing.node(node, inner(&panel.layout.nodes[position]), SIZE, &more);
        }
        drawing.markup("</g>");
    }

    fn file(&self) -> String {
        let style = "<?xml-stylesheet type=\"text/css\" href=\"assets/relations.css\"?>";
        let attributes = " xmlns=\"http://www.w3.org/2000/svg\"";
        format!("{style}\n{}\n", self.svg(attributes).into_svg())
    }

    /// The picture for the page, with the ends of its edges in the order in which they are drawn, and those that are not.
    fn script(&self, across: &[(usize, usize)]) -> String {
        let mut place = vec![0; self.nodes.len()];
        let mut edges = Vec::new();
        let mut next = 0;
        for panel in self.panels {
            for position in reading_order(&panel.layout) {
                place[panel.members[position]] = next;
                next += 1;
            }
        }
        for panel in self.panels {
            for (edge, _) in &panel.layout.edges {
                let (from, to, _) = panel.edges[*edge];
                edges.extend([place[from], place[to]]);
            }
        }
        let across: Vec<usize> = across
            .iter()
            .flat_map(|(from, to)| [place[*from], place[*to]])
            .collect();
        let value = json!({ "svg": self.svg("").into_svg(), "edges": edges, "across": across });
        format!("docentGraph({value})\n")
    }
}

/// The nodes of a layout column by column, from the top: the order in which the keyboard visits them.
fn reading_order(layout: &Layout) -> Vec<usize> {
    let mut order: Vec<usize> = (0..layout.nodes.len()).collect();
    order.sort_by(|left, right| {
        let (left, right) = (layout.nodes[*left], layout.nodes[*right]);
        left.x.total_cmp(&right.x).then(left.y.total_cmp(&right.y))
    });
    order
}
