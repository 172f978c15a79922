//! Where nodes stand and how edges run: the one place that knows the layout library.

use dugong::graphlib::{Graph, GraphOptions};
use dugong::{EdgeLabel, GraphLabel, NodeLabel, RankDir};

/// Most nodes of one layout. Its cost grows faster than their number.
pub const MOST_NODES: usize = 80;
/// Most edges of one layout.
pub const MOST_EDGES: usize = 240;

/// Room between two nodes that stand above each other.
const BETWEEN_NODES: f64 = 12.0;
/// Room between two edges.
const BETWEEN_EDGES: f64 = 6.0;
/// Room between two columns, for the edges.
const BETWEEN_COLUMNS: f64 = 56.0;

/// A place in a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// How large every node is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

/// Nodes and edges with their places.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// Width of the whole.
    pub width: f64,
    /// Height of the whole.
    pub height: f64,
    /// The upper left corner of each node.
    pub nodes: Vec<Point>,
    /// For each edge that was laid out, its position among those given and the points it runs along, the first at the border
    /// of the node it starts from and the last at that of the node it leads to.
    pub edges: Vec<(usize, Vec<Point>)>,
}

/// Lays nodes of one size out in columns, so that most edges run from left to right. Edges that lead from a node to itself
/// or to a node that is not there are left out, and so are those beyond the bound. With too many nodes, the last ones have
/// no place.
pub fn layout(nodes: usize, edges: &[(usize, usize)], size: Size) -> Layout {
    let count = nodes.min(MOST_NODES);
    let fits = |&(from, to): &(usize, usize)| from != to && from < count && to < count;
    let mut drawn: Vec<usize> = (0..edges.len()).filter(|edge| fits(&edges[*edge])).collect();
    drawn.truncate(MOST_EDGES);
    by_library(count, edges, &drawn, size).unwrap_or_else(|| in_one_column(count, size))
}

fn by_library(count: usize, edges: &[(usize, usize)], drawn: &[usize], size: Size) -> Option<Layout> {
    let mut graph: Graph<NodeLabel, EdgeLabel, GraphLabel> = Graph::new(GraphOptions {
        directed: true,
        multigraph: true,
        compound: false,
    });
    graph.set_graph(GraphLabel {
        rankdir: RankDir::LR,
        nodesep: BETWEEN_NODES,
        ranksep: BETWEEN_COLUMNS,
        edgesep: BETWEEN_EDGES,
        ..GraphLabel::default()
    });
    // A name that does not look like a number keeps the order in which nodes are given.
    let name = |node: usize| format!("n{node}");
    for node in 0..count {
        let label = NodeLabel {
            width: size.width,
            height: size.height,
            ..NodeLabel::default()
        };
        graph.set_node(name(node), label);
    }
    for edge in drawn {
        let (from, to) = edges[*edge];
        graph.set_edge_named(name(from), name(to), Some(edge.to_string()), Some(EdgeLabel::default()));
    }
    dugong::layout(&mut graph).ok()?;
    let corner = |node: usize| {
        let label = graph.node(&name(node))?;
        Some(Point {
            x: label.x? - size.width / 2.0,
            y: label.y? - size.height / 2.0,
        })
    };
    let nodes: Vec<Point> = (0..count).map(corner).collect::<Option<_>>()?;
    let mut columns: Vec<f64> = nodes.iter().map(|node| node.x).collect();
    columns.sort_by(f64::total_cmp);
    columns.dedup_by(|left, right| (*left - *right).abs() < 1.0);
    let route = |edge: &usize| {
        let (from, to) = edges[*edge];
        let label = graph.edge(&name(from), &name(to), Some(&edge.to_string()))?;
        let bends = label.points.iter().map(|it| Point { x: it.x, y: it.y });
        Some((*edge, route(nodes[from], nodes[to], bends, &columns, size)))
    };
    let layout = Layout {
        width: 0.0,
        height: 0.0,
        edges: drawn.iter().filter_map(route).collect(),
        nodes,
    };
    Some(moved_to_corner(layout, size))
}

/// An edge from the side of one node to the side of another. Of the bends, those in a column between the two count: there
/// the edge runs straight, between other nodes.
fn route(from: Point, to: Point, bends: impl Iterator<Item = Point>, columns: &[f64], size: Size) -> Vec<Point> {
    let forward = to.x >= from.x;
    let side = |node: Point, right: bool| Point {
        x: if right { node.x + size.width } else { node.x },
        y: node.y + size.height / 2.0,
    };
    let mut points = vec![side(from, forward)];
    let is_between = |column: f64| column > from.x.min(to.x) + 1.0 && column < from.x.max(to.x) - 1.0;
    for bend in bends {
        let column = columns
            .iter()
            .find(|column| bend.x >= **column && bend.x <= **column + size.width);
        if let Some(column) = column.filter(|column| is_between(**column)) {
            let ends = [*column, *column + size.width].map(|x| Point { x, y: bend.y });
            match forward {
                true => points.extend(ends),
                false => points.extend(ends.into_iter().rev()),
            }
        }
    }
    points.push(side(to, !forward));
    points
}

/// The layout with its upper left corner at nothing, and as large as what is in it.
fn moved_to_corner(mut layout: Layout, size: Size) -> Layout {
    let corners = layout.nodes.iter().flat_map(|at| {
        let end = Point {
            x: at.x + size.width,
            y: at.y + size.height,
        };
        [*at, end]
    });
    let points = layout.edges.iter().flat_map(|(_, points)| points.iter().copied());
    let all: Vec<Point> = corners.chain(points).collect();
    let smallest = |value: fn(&Point) -> f64| all.iter().map(value).fold(f64::INFINITY, f64::min);
    let largest = |value: fn(&Point) -> f64| all.iter().map(value).fold(f64::NEG_INFINITY, f64::max);
    if all.is_empty() {
        return layout;
    }
    let (left, top) = (smallest(|it| it.x), smallest(|it| it.y));
    layout.width = largest(|it| it.x) - left;
    layout.height = largest(|it| it.y) - top;
    let moved = |point: &mut Point| {
        point.x -= left;
        point.y -= top;
    };
    layout.nodes.iter_mut().for_each(moved);
    layout.edges.iter_mut().flat_map(|(_, points)| points).for_each(moved);
    layout
}

/// What stands in for a layout that the library could not make.
fn in_one_column(count: usize, size: Size) -> Layout {
    let step = size.height + BETWEEN_NODES;
    let rows = (0..count).scan(0.0, |y, _| {
        let at = Point { x: 0.0, y: *y };
        *y += step;
        Some(at)
    });
    let nodes: Vec<Point> = rows.collect();
    Layout {
        width: size.width,
        height: nodes.last().map_or(0.0, |last| last.y + size.height),
        nodes,
        edges: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size {
        width: 200.0,
        height: 28.0,
    };

    /// Edges that look random and are always the same, some of them in circles.
    fn tangle(nodes: usize, edges: usize) -> Vec<(usize, usize)> {
        let mut number = 7_usize;
        let mut next = || {
            number = (number * 1_103_515_245 + 12_345) % 2_147_483_648;
            (number >> 8) % nodes
        };
        (0..edges).map(|_| (next(), next())).collect()
    }

    fn overlap(left: &Point, right: &Point) -> bool {
        (left.x - right.x).abs() < SIZE.width && (left.y - right.y).abs() < SIZE.height
    }

    fn touches(node: &Point, point: &Point) -> bool {
        let within = |value: f64, start: f64, length: f64| value > start - 1.0 && value < start + length + 1.0;
        within(point.x, node.x, SIZE.width) && within(point.y, node.y, SIZE.height)
    }

    #[test]
    fn nodes_do_not_overlap_and_edges_end_at_them() {
        for (nodes, edges) in [(2, 1), (12, 20), (40, 70), (80, 160)] {
            let edges = tangle(nodes, edges);
            let layout = layout(nodes, &edges, SIZE);
            assert_eq!(layout.nodes.len(), nodes);
            for (position, node) in layout.nodes.iter().enumerate() {
                assert!(node.x >= 0.0 && node.x + SIZE.width <= layout.width + 0.01);
                assert!(node.y >= 0.0 && node.y + SIZE.height <= layout.height + 0.01);
                assert!(layout.nodes[position + 1..].iter().all(|other| !overlap(node, other)));
            }
            let real = edges.iter().filter(|(from, to)| from != to).count();
            assert_eq!(layout.edges.len(), real);
            for (edge, points) in &layout.edges {
                let (from, to) = edges[*edge];
                assert!(touches(&layout.nodes[from], &points[0]));
                assert!(touches(&layout.nodes[to], &points[points.len() - 1]));
            }
        }
    }

    #[test]
    fn the_same_edges_give_the_same_layout_and_too_many_are_left_out() {
        let edges = tangle(500, 2_000);
        let first = layout(500, &edges, SIZE);
        assert_eq!(first, layout(500, &edges, SIZE));
        assert_eq!(first.nodes.len(), MOST_NODES);
        assert!(first.edges.len() <= MOST_EDGES);
        assert_eq!(layout(0, &[], SIZE), Layout::default());
        assert_eq!(layout(1, &[(0, 0), (0, 9)], SIZE).edges, []);
    }
}
