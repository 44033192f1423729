//! The ways of links between placed boxes: curves that pass through gaps, never through a box.

use std::cmp::Ordering;

use crate::ui::chart::layout::{LOOP_ROOM, Places, Point, Rect, Tie};

/// The length of an arrowhead.
pub const ARROW: f64 = 10.0;

/// The room before an arrowhead in which its number stands.
const NUMBER: f64 = 24.0;

/// What lies beside a column where links are level, so that none runs through another's number.
pub(super) const APPROACH: f64 = ARROW + NUMBER;

/// The room between two links at the side of a box.
const PORT_GAP: f64 = 15.0;

/// What stays free of links at the corners of a box.
const CORNER: f64 = 10.0;

/// How far the handle of a curve reaches, as a share of its width.
const REACH: f64 = 0.45;

/// The share of the room of a link to itself that its curve takes.
const LOOP_REACH: f64 = 0.9;

/// The way of a link: curves, then an arrowhead.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// Where it begins, at the side of a box.
    pub start: Point,
    /// Its curves: two handles and an end each.
    pub curves: Vec<[Point; 3]>,
    /// Where its arrowhead touches a box.
    pub tip: Point,
    /// The middle of its number.
    pub number: Point,
}

impl Route {
    /// Every point that bounds it.
    pub fn reach(&self) -> impl Iterator<Item = Point> {
        self.curves.iter().flatten().copied().chain([self.start, self.tip, self.number])
    }

    /// Where the arrowhead begins.
    #[must_use]
    pub fn neck(&self) -> Point {
        self.curves.last().map_or(self.start, |[_, _, end]| *end)
    }

    pub(super) fn move_by(&mut self, by: Point) {
        let points = self.curves.iter_mut().flatten();
        for point in points.chain([&mut self.start, &mut self.tip, &mut self.number]) {
            *point = Point { x: point.x + by.x, y: point.y + by.y };
        }
    }
}

/// The height of a box with so many links at one side.
pub(super) fn room(ports: usize) -> f64 {
    gaps(ports) * PORT_GAP + 2.0 * CORNER
}

fn gaps(ports: usize) -> f64 {
    f64::from(u32::try_from(ports.saturating_sub(1)).unwrap_or(u32::MAX))
}

/// One end of a tie at a side of a box.
#[derive(Clone, Copy)]
struct End {
    tie: usize,
    arrives: bool,
    /// The height of what it leads to.
    toward: f64,
}

/// Finds the ways of all ties.
pub(super) fn routes(places: &Places, ties: &[Tie]) -> Vec<Option<Route>> {
    let ports = ports(places, ties);
    let ties = ties.iter().zip(&places.passes).zip(ports);
    ties.map(|((tie, pass), (start, tip))| {
        let (from, to) = ends(places, tie)?;
        Some(if tie.from == tie.to {
            turn(from)
        } else {
            flow(places, pass, [(from, start?), (to, tip?)])
        })
    })
    .collect()
}

/// The boxes of a tie that is drawn.
fn ends<'a>(places: &'a Places, tie: &Tie) -> Option<(&'a Rect, &'a Rect)> {
    let ends = places.boxes.get(tie.from).zip(places.boxes.get(tie.to));
    ends.filter(|_| !tie.hidden)
}

/// Where each tie leaves and arrives: its ends at one side of a box, spread out in the order of what
/// they lead to.
fn ports(places: &Places, ties: &[Tie]) -> Vec<(Option<Point>, Option<Point>)> {
    let mut sides: Vec<[Vec<End>; 2]> = vec![<[Vec<End>; 2]>::default(); places.boxes.len()];
    for (at, (tie, pass)) in ties.iter().zip(&places.passes).enumerate() {
        let Some((from, to)) = ends(places, tie).filter(|_| tie.from != tie.to) else { continue };
        let (first, last) = (pass.first(), pass.last());
        let both = [
            (tie.from, from, first.copied().unwrap_or(to.middle), false),
            (tie.to, to, last.copied().unwrap_or(from.middle), true),
        ];
        for (place, one, toward, arrives) in both {
            let end = End { tie: at, arrives, toward: toward.y };
            if let Some([left, right]) = sides.get_mut(place) {
                if toward.x < one.middle.x { left.push(end) } else { right.push(end) }
            }
        }
    }
    let mut ports = vec![(None, None); ties.len()];
    for (one, [left, right]) in places.boxes.iter().zip(&mut sides) {
        for (x, side) in [(one.left(), left), (one.right(), right)] {
            side.sort_by(|a, b| a.toward.total_cmp(&b.toward).then(a.tie.cmp(&b.tie)));
            for (end, y) in side.iter().zip(spread(one, side.len())) {
                let Some((start, tip)) = ports.get_mut(end.tie) else { continue };
                *(if end.arrives { tip } else { start }) = Some(Point { x, y });
            }
        }
    }
    ports
}

/// The heights of so many ports at a side of a box.
fn spread(one: &Rect, ports: usize) -> impl Iterator<Item = f64> {
    let room = (one.size.height - 2.0 * CORNER).max(0.0);
    let gap = (room / gaps(ports).max(1.0)).min(PORT_GAP);
    let first = one.middle.y - gap * gaps(ports) / 2.0;
    (0..ports).scan(first, move |y, _| {
        let here = *y;
        *y += gap;
        Some(here)
    })
}

/// The left and the right end of the column that a point lies in, with what lies beside it; none
/// between two columns.
fn column(places: &Places, x: f64) -> Option<(f64, f64)> {
    let beside = places.boxes.iter().filter(|one| (one.middle.x - x).abs() < 1.0);
    let wide = beside.map(|one| one.size.width / 2.0).reduce(f64::max)?;
    Some((x - wide - APPROACH, x + wide + APPROACH))
}

/// From a port of one box to a port of another. Within a column a way is level, so that it stays in
/// the gap that was kept for it; it rises and falls between columns.
fn flow(places: &Places, pass: &[Point], ends: [(&Rect, Point); 2]) -> Route {
    let [(from, start), (to, tip)] = ends;
    let way = |one: &Rect, port: Point| if port.x < one.middle.x { -1.0 } else { 1.0 };
    let side = |one: &Rect, way: f64| {
        let (left, right) = column(places, one.middle.x).unwrap_or((one.left(), one.right()));
        if way < 0.0 { left } else { right }
    };
    let arrives = way(to, tip);
    let neck = Point { x: tip.x + arrives * ARROW, y: tip.y };
    let mut knots = vec![start, Point { x: side(from, way(from, start)), y: start.y }];
    for point in pass {
        let Some((left, right)) = column(places, point.x) else { continue };
        let back = knots.last().is_some_and(|last| last.x > point.x);
        let through = if back { [right, left] } else { [left, right] };
        knots.extend(through.map(|x| Point { x, y: point.y }));
    }
    knots.extend([Point { x: side(to, arrives), y: tip.y }, neck]);
    let number = Point { x: neck.x + arrives * NUMBER / 2.0, y: neck.y };
    Route { start, curves: curves(&knots), tip, number }
}

/// Curves through all knots, level at each of them.
fn curves(knots: &[Point]) -> Vec<[Point; 3]> {
    let pairs = knots.iter().zip(knots.iter().skip(1));
    pairs
        .filter(|(a, b)| a.x.total_cmp(&b.x) != Ordering::Equal)
        .map(|(a, b)| {
            let reach = (b.x - a.x) * REACH;
            [Point { x: a.x + reach, y: a.y }, Point { x: b.x - reach, y: b.y }, *b]
        })
        .collect()
}

/// From a box to itself, around its upper right corner.
fn turn(one: &Rect) -> Route {
    let reach = LOOP_ROOM * LOOP_REACH;
    let start = Point { x: one.right() - CORNER, y: one.top() };
    let tip = Point { x: one.right(), y: one.top() + CORNER.min(one.size.height / 2.0) };
    let neck = Point { x: tip.x + ARROW, y: tip.y };
    let handles = [Point { x: start.x, y: start.y - reach }, Point { x: neck.x + reach, y: tip.y }];
    let number = Point { x: one.right() + CORNER, y: one.top() - CORNER };
    Route { start, curves: vec![[handles[0], handles[1], neck]], tip, number }
}
