//! Lines over time, and what was foreseen against what happened.

use ratatui_core::buffer::Buffer;
use ratatui_core::symbols::Marker;
use ratatui_core::widgets::Widget as _;
use ratatui_widgets::canvas::{Canvas, Line as Stroke};
use ratatui_widgets::chart::{self, Chart, Dataset, GraphType};

use crate::ui::chart::figure::{Axis, Calibrated, Scale, Trend};
use crate::ui::chart::measure::{dots, drawable, float, marks, range, said, whole};
use crate::ui::term::frame::{Line, Style, columns, cut, flow, span};

/// The rows of a chart without its axis.
const ROWS: usize = 10;

/// The rows of a square chart, and its columns at most.
const SQUARE: (usize, usize) = (12, 36);

/// What lines are made of; the first is drawn in dots of braille.
const STROKES: [char; 6] = ['⠒', '•', '+', '×', 'o', '*'];

/// What points are made of.
const POINTS: [char; 6] = ['●', '■', '▲', '◆', '×', '○'];

/// What a band is made of.
const BAND: char = '⠂';

/// A chart's place beside its axes.
struct Graph {
    buffer: Buffer,
    /// The columns before the chart.
    left: usize,
    /// The columns and rows of the chart.
    size: (usize, usize),
    x: (f64, f64),
    y: (f64, f64),
}

impl Graph {
    /// Draws the axes; `size` is the width with them and the rows without them.
    fn new(x: &Axis, y: &Axis, (width, rows): (usize, usize), widest: usize) -> Option<Self> {
        let values = marks(y, rows / 2);
        let label = |value: &f64| said(y.scale, *value);
        let gutter = values.iter().map(|value| label(value).chars().count()).max()? + 1;
        let left = gutter + 1;
        let size = (width.saturating_sub(left).min(widest), rows);
        let mut graph =
            Self { buffer: super::buffer(width, rows + 2), left, size, x: range(x)?, y: range(y)? };
        for row in 0..rows {
            super::write(&mut graph.buffer, (gutter, row), "│", Style::Faint);
        }
        for value in &values {
            let up = (value - graph.y.0) / (graph.y.1 - graph.y.0);
            let row = whole((1.0 - up) * float(rows - 1));
            let text = label(value);
            let begin = gutter - 1 - text.chars().count();
            super::write(&mut graph.buffer, (begin, row), &text, Style::Faint);
            super::write(&mut graph.buffer, (gutter, row), "┤", Style::Faint);
        }
        let line = format!("└{}", "─".repeat(size.0));
        super::write(&mut graph.buffer, (gutter, rows), &line, Style::Faint);
        graph.marks(x);
        Some(graph)
    }

    /// As many marks below the chart as can be told apart.
    fn marks(&mut self, x: &Axis) {
        let (columns, rows) = self.size;
        let place = |value: &f64| {
            let right = (value - self.x.0) / (self.x.1 - self.x.0);
            (whole(right * float(columns - 1)), said(x.scale, *value))
        };
        let fitting = |most: usize| {
            let all: Vec<(usize, String)> = marks(x, most).iter().map(place).collect();
            super::placed(&all, columns, 2)
        };
        let found = (2..=7).rev().find_map(fitting).unwrap_or_default();
        for (begin, label) in found {
            super::write(&mut self.buffer, (self.left + begin, rows + 1), &label, Style::Faint);
        }
    }

    /// Draws strokes of dots, from point to point.
    fn strokes(&mut self, strokes: &[[(f64, f64); 2]], style: Style) {
        let mut drawn = super::buffer(self.size.0, self.size.1);
        let color = super::colour(style);
        Canvas::default()
            .marker(Marker::Braille)
            .x_bounds([self.x.0, self.x.1])
            .y_bounds([self.y.0, self.y.1])
            .paint(|context| {
                for [(x1, y1), (x2, y2)] in strokes.iter().copied() {
                    context.draw(&Stroke { x1, y1, x2, y2, color });
                }
            })
            .render(drawn.area, &mut drawn);
        super::lay(&mut self.buffer, &drawn, (self.left, 0));
    }

    /// Draws points, or the lines between them.
    fn points(&mut self, points: &[(f64, f64)], marker: Marker, joined: bool, style: Style) {
        let mut drawn = super::buffer(self.size.0, self.size.1);
        let kind = if joined { GraphType::Line } else { GraphType::Scatter };
        let set = Dataset::default().data(points).marker(marker).graph_type(kind);
        Chart::new(vec![set.style(super::colour(style))])
            .x_axis(chart::Axis::default().bounds([self.x.0, self.x.1]))
            .y_axis(chart::Axis::default().bounds([self.y.0, self.y.1]))
            .legend_position(None)
            .render(drawn.area, &mut drawn);
        super::lay(&mut self.buffer, &drawn, (self.left, 0));
    }

    /// The chart with the names of its axes above it and below.
    fn lines(&self, x: &Axis, y: &Axis, width: usize) -> Vec<Line> {
        let mut lines = vec![vec![span(&cut(&y.name, width), Style::Faint)]];
        lines.extend(super::styled(&self.buffer));
        let name = cut(&x.name, width);
        let end = (self.left + self.size.0).min(width);
        let indent = end.saturating_sub(columns(&[span(&name, Style::Normal)]));
        lines.push(vec![span(&(" ".repeat(indent) + &name), Style::Faint)]);
        lines.retain(|line| line.iter().any(|span| !span.text.trim().is_empty()));
        lines
    }
}

pub(super) fn trends(x: &Axis, y: &Axis, lines: &[Trend], width: usize) -> Vec<Line> {
    let Some(mut graph) = Graph::new(x, y, (width, ROWS), width) else { return Vec::new() };
    let mut banded = false;
    for line in lines {
        let edge = |high: bool| {
            let edge =
                line.band.iter().map(move |(x, low, top)| (*x, if high { *top } else { *low }));
            drawable(&edge.collect::<Vec<_>>(), graph.x, graph.y)
        };
        for edge in [edge(false), edge(true)] {
            banded |= !edge.is_empty();
            graph.points(&edge, Marker::Braille, false, Style::Faint);
        }
    }
    // The first line lies on top.
    for (nth, line) in lines.iter().enumerate().rev() {
        let points = drawable(&line.points, graph.x, graph.y);
        let sign = super::sign(&STROKES, nth);
        let marker = match (nth % STROKES.len(), points.len()) {
            (0, 1) => Marker::Dot,
            (0, _) => Marker::Braille,
            (_, _) => Marker::Custom(sign),
        };
        graph.points(&points, marker, true, super::style(nth));
    }
    let mut drawn = graph.lines(x, y, width);
    let mut key = Vec::new();
    if lines.len() > 1 {
        let names = lines.iter().map(|line| line.name.as_str());
        let sign = |nth| super::sign(&STROKES, nth).to_string().repeat(2);
        key = super::legend(names, sign, width);
    }
    if banded {
        key.push(vec![span(&format!("{BAND}{BAND} likely range"), Style::Faint)]);
    }
    drawn.extend(flow(&key, width));
    drawn
}

pub(super) fn calibration(sets: &[Calibrated], width: usize) -> Vec<Line> {
    let axis = |name: &str| Axis { name: name.to_owned(), scale: Scale::Share, range: (0.0, 1.0) };
    let (x, y) = (axis("foreseen"), axis("happened"));
    let Some(mut graph) = Graph::new(&x, &y, (width, SQUARE.0), SQUARE.1) else {
        return Vec::new();
    };
    let mut strokes = vec![[(0.0, 0.0), (1.0, 1.0)]];
    for dot in sets.iter().flat_map(dots) {
        strokes.push([(dot.foreseen, dot.interval.0), (dot.foreseen, dot.interval.1)]);
    }
    graph.strokes(&strokes, Style::Faint);
    for (nth, set) in sets.iter().enumerate().rev() {
        let points: Vec<(f64, f64)> =
            dots(set).iter().map(|dot| (dot.foreseen, dot.observed)).collect();
        let marker = Marker::Custom(super::sign(&POINTS, nth));
        graph.points(&points, marker, false, super::style(nth));
    }
    let mut drawn = graph.lines(&x, &y, width);
    let names = sets.iter().map(|set| set.name.as_str());
    let mut key = super::legend(names, |nth| super::sign(&POINTS, nth).to_string(), width);
    key.push(vec![span("⢀⠔ as foreseen", Style::Faint)]);
    key.push(vec![span("⡇ likely range", Style::Faint)]);
    drawn.extend(flow(&key, width));
    drawn
}
