//! Where boxes and what leads from one to the other are drawn, from left to right.
//!
//! The home of the `petgraph` and `dugong` crates. What comes from them is checked: boxes that would
//! overlap, or a network that would take too long, are put on a grid instead.

use dugong::graphlib::{Graph, GraphOptions};
use dugong::{
    EdgeLabel, GraphLabel, LayoutError, NodeLabel, RankDir, WorkControl, WorkError,
    layout_controlled,
};
use petgraph::algo::greedy_feedback_arc_set;
use petgraph::graph::DiGraph;

use crate::ui::chart::route::{self, Route};

/// The gap between two boxes of a column.
const BOX_GAP: f64 = 22.0;

/// The gap between two links that pass through a column.
const LINK_GAP: f64 = 8.0;

/// The least and the greatest gap between two columns in which links rise and fall.
const COLUMN_GAP: (f64, f64) = (56.0, 220.0);

/// What each link adds to that gap, so that many of them do not get too steep.
const STEEP: f64 = 3.0;

/// The room that a link from a box to itself takes on each side of the box.
pub(super) const LOOP_ROOM: f64 = 26.0;

/// The steps of work a layout may take before the grid is used: enough for a thousand links any which
/// way among a hundred boxes, and less than a second.
const WORK: usize = 20_000_000;

/// Boxes that overlap by less than this touch.
const TOUCH: f64 = 0.01;

/// A place.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// How large something is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

/// A box that has its place.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Its middle.
    pub middle: Point,
    /// Its size.
    pub size: Size,
}

impl Rect {
    /// Its left side.
    #[must_use]
    pub fn left(&self) -> f64 {
        self.middle.x - self.size.width / 2.0
    }

    /// Its right side.
    #[must_use]
    pub fn right(&self) -> f64 {
        self.middle.x + self.size.width / 2.0
    }

    /// Its upper side.
    #[must_use]
    pub fn top(&self) -> f64 {
        self.middle.y - self.size.height / 2.0
    }

    /// Its lower side.
    #[must_use]
    pub fn bottom(&self) -> f64 {
        self.middle.y + self.size.height / 2.0
    }

    /// Tells whether it lies over another.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let near = |between: f64, sum: f64| between.abs() < sum / 2.0 - TOUCH;
        near(self.middle.x - other.middle.x, self.size.width + other.size.width)
            && near(self.middle.y - other.middle.y, self.size.height + other.size.height)
    }
}

/// What ties one box to another.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tie {
    /// The index of the box it comes from.
    pub from: usize,
    /// The index of the box it leads to.
    pub to: usize,
    /// Whether it only moves boxes and is not drawn.
    pub hidden: bool,
}

/// Where everything is, from 0 to the right and down.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// The boxes, in the order they were given.
    pub boxes: Vec<Rect>,
    /// The ways of the ties, in the order they were given; none for a hidden one or one without ends.
    pub routes: Vec<Option<Route>>,
    /// The size of the whole.
    pub size: Size,
}

/// The places of boxes, and of each tie the points it passes between them.
pub(super) struct Places {
    pub(super) boxes: Vec<Rect>,
    pub(super) passes: Vec<Vec<Point>>,
}

/// Places boxes of these sizes so that none overlaps another and ties lead from left to right where
/// they can; the same input gives the same places.
#[must_use]
pub fn layout(sizes: &[Size], ties: &[Tie]) -> Layout {
    let backward = backward(sizes.len(), ties);
    let sizes = roomy(sizes, ties, &backward);
    let places = layered(&sizes, ties, &backward).ok().flatten().filter(sound);
    let places = places.unwrap_or_else(|| grid(&sizes, ties.len()));
    let routes = route::routes(&places, ties);
    let mut layout = Layout { boxes: places.boxes, routes, size: Size::default() };
    layout.move_to_origin();
    layout
}

impl Layout {
    /// Moves everything so that it begins at 0, and measures it.
    fn move_to_origin(&mut self) {
        let corners = self.boxes.iter().flat_map(|one| {
            [Point { x: one.left(), y: one.top() }, Point { x: one.right(), y: one.bottom() }]
        });
        let drawn = self.routes.iter().flatten().flat_map(Route::reach);
        let all: Vec<Point> = corners.chain(drawn).collect();
        let least = |pick: fn(&Point) -> f64| all.iter().map(pick).reduce(f64::min).unwrap_or(0.0);
        let most = |pick: fn(&Point) -> f64| all.iter().map(pick).reduce(f64::max).unwrap_or(0.0);
        let by = Point { x: -least(|point| point.x), y: -least(|point| point.y) };
        self.size =
            Size { width: most(|point| point.x) + by.x, height: most(|point| point.y) + by.y };
        for one in &mut self.boxes {
            one.middle = Point { x: one.middle.x + by.x, y: one.middle.y + by.y };
        }
        for route in self.routes.iter_mut().flatten() {
            route.move_by(by);
        }
    }
}

/// A limit to the work of a layout, counted in steps, so that it does not depend on the machine.
struct Budget(usize);

impl WorkControl for Budget {
    fn charge(&mut self, units: usize) -> Result<(), WorkError> {
        self.0 = self.0.checked_sub(units).ok_or(WorkError::Interrupted)?;
        Ok(())
    }
}

/// The ties that lead back when all others lead on: without them there is no cycle.
fn backward(boxes: usize, ties: &[Tie]) -> Vec<bool> {
    let mut graph = DiGraph::<(), usize, usize>::with_capacity(boxes, ties.len());
    let nodes: Vec<_> = (0..boxes).map(|_| graph.add_node(())).collect();
    for (at, tie) in ties.iter().enumerate() {
        if let Some((from, to)) = nodes.get(tie.from).zip(nodes.get(tie.to)) {
            graph.add_edge(*from, *to, at);
        }
    }
    let mut backward = vec![false; ties.len()];
    for edge in greedy_feedback_arc_set(&graph) {
        if let Some(mark) = backward.get_mut(*edge.weight()) {
            *mark = true;
        }
    }
    backward
}

fn node(at: usize) -> String {
    format!("box {at}")
}

type Layers = Graph<NodeLabel, EdgeLabel, GraphLabel>;

/// A tie as the layers know it: its ends, turned round when it leads back, and its name.
struct Edge {
    back: bool,
    from: String,
    to: String,
    name: String,
}

/// Makes boxes high enough for their links.
fn roomy(sizes: &[Size], ties: &[Tie], backward: &[bool]) -> Vec<Size> {
    let mut ports = vec![[0; 2]; sizes.len()];
    for (tie, back) in ties.iter().zip(backward).filter(|(tie, _)| !tie.hidden) {
        let (on, off) = if *back { (tie.to, tie.from) } else { (tie.from, tie.to) };
        if let Some([_, right]) = ports.get_mut(on) {
            *right += 1;
        }
        if let Some([left, _]) = ports.get_mut(off) {
            *left += 1;
        }
    }
    let high = |(size, [left, right]): (&Size, [usize; 2])| Size {
        height: size.height.max(route::room(left.max(right))),
        ..*size
    };
    sizes.iter().zip(ports).map(high).collect()
}

fn edges(ties: &[Tie], backward: &[bool]) -> Vec<Edge> {
    let edge = |(at, (tie, back)): (usize, (&Tie, &bool))| {
        let (from, to) = if *back { (tie.to, tie.from) } else { (tie.from, tie.to) };
        Edge { back: *back, from: node(from), to: node(to), name: format!("tie {at}") }
    };
    ties.iter().zip(backward).enumerate().map(edge).collect()
}

/// The gap between two columns when there are so many links.
fn gap(ties: usize) -> f64 {
    let links = f64::from(u32::try_from(ties).unwrap_or(u32::MAX));
    (links * STEEP).clamp(COLUMN_GAP.0, COLUMN_GAP.1) + 2.0 * route::APPROACH
}

/// Places in layers; none when something got no place.
fn layered(sizes: &[Size], ties: &[Tie], backward: &[bool]) -> Result<Option<Places>, LayoutError> {
    let options = GraphOptions { directed: true, multigraph: true, compound: true };
    let mut layers = Layers::new(options);
    layers.set_graph(GraphLabel {
        rankdir: RankDir::LR,
        nodesep: BOX_GAP,
        edgesep: LINK_GAP,
        ranksep: gap(ties.len()),
        ..GraphLabel::default()
    });
    for (at, size) in sizes.iter().enumerate() {
        let turns = ties.iter().any(|tie| !tie.hidden && tie.from == at && tie.to == at);
        let room = if turns { 2.0 * LOOP_ROOM } else { 0.0 };
        let (width, height) = (size.width + room, size.height + room);
        layers.set_node(node(at), NodeLabel { width, height, ..NodeLabel::default() });
    }
    let edges = edges(ties, backward);
    for (tie, edge) in ties.iter().zip(&edges) {
        if tie.from.max(tie.to) < sizes.len() && tie.from != tie.to {
            let label = EdgeLabel { weight: 1.0, ..EdgeLabel::default() };
            layers.set_edge_named(&edge.from, &edge.to, Some(edge.name.as_str()), Some(label));
        }
    }
    layout_controlled(&mut layers, &mut Budget(WORK))?;
    let place = |(at, size): (usize, &Size)| {
        let label = layers.node(&node(at))?;
        Some(Rect { middle: Point { x: label.x?, y: label.y? }, size: *size })
    };
    let boxes: Option<Vec<Rect>> = sizes.iter().enumerate().map(place).collect();
    let passes = edges.iter().map(|edge| pass(&layers, edge)).collect();
    Ok(boxes.map(|boxes| Places { boxes, passes }))
}

/// What a tie passes between its two boxes.
fn pass(layers: &Layers, edge: &Edge) -> Vec<Point> {
    let Some(label) = layers.edge(&edge.from, &edge.to, Some(&edge.name)) else {
        return Vec::new();
    };
    // The first and the last lie at the sides of the boxes, where routes have ports of their own.
    let between = label.points.len().saturating_sub(2);
    let inner = label.points.iter().skip(1).take(between);
    let mut points: Vec<Point> = inner.map(|point| Point { x: point.x, y: point.y }).collect();
    if edge.back {
        points.reverse();
    }
    points
}

/// Tells whether every place is a number and no box overlaps another.
fn sound(places: &Places) -> bool {
    let all = places.boxes.iter().map(|one| &one.middle).chain(places.passes.iter().flatten());
    let known = all.into_iter().all(|point| point.x.is_finite() && point.y.is_finite());
    let boxes = &places.boxes;
    known
        && boxes
            .iter()
            .enumerate()
            .all(|(at, one)| !boxes.iter().skip(at + 1).any(|other| one.overlaps(other)))
}

/// Places in rows of as many boxes as there are rows.
fn grid(sizes: &[Size], ties: usize) -> Places {
    let room = |size: f64| if size.is_finite() { size.max(0.0) } else { 0.0 };
    let widest = sizes.iter().map(|size| room(size.width)).fold(0.0, f64::max);
    let across = sizes.len().isqrt().max(1);
    let mut boxes = Vec::with_capacity(sizes.len());
    let mut y = 0.0;
    for row in sizes.chunks(across) {
        let tallest = row.iter().map(|size| room(size.height)).fold(0.0, f64::max);
        let mut x = widest / 2.0;
        for size in row {
            let size = Size { width: room(size.width), height: room(size.height) };
            boxes.push(Rect { middle: Point { x, y: y + tallest / 2.0 }, size });
            x += widest + gap(ties);
        }
        y += tallest + 2.0 * LOOP_ROOM;
    }
    Places { boxes, passes: vec![Vec::new(); ties] }
}

#[cfg(test)]
mod tests;
