//! Lines over time, and what was foreseen against what happened.

use std::ops::Range;

use plotters::coord::CoordTranslate as _;
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;

use super::room::{FONT, apart, fit, wide};
use super::sheet::{Canvas, Ink, Stand};
use super::{LINE, MARGIN, Sign, WIDTH, legend, mark};
use crate::ui::chart::card::clean;
use crate::ui::chart::figure::{Axis, Calibrated, Dot, Scale, Trend};
use crate::ui::chart::measure::{dots, drawable, float, marks, range, said};
use crate::ui::chart::palette::SERIES;

/// The height of a chart of lines, and of one that is square, without words.
const HEIGHT: (f64, f64) = (230.0, 340.0);

/// How many points of a line are marked, at most.
const MARKED: usize = 12;

/// Whole numbers of the coordinates that make a pixel.
const FINE: f64 = 100.0;

#[expect(clippy::cast_possible_truncation, reason = "places are some hundreds of pixels")]
fn fine(from: f64, to: f64) -> Range<i32> {
    (from * FINE).round() as i32..(to * FINE).round() as i32
}

/// A chart's place between its axes, in pixels.
pub(super) struct Frame {
    pub(super) left: f64,
    pub(super) bottom: f64,
    right: f64,
    x: (f64, f64),
    y: (f64, f64),
    plane: Cartesian2d<RangedCoordf64, RangedCoordf64>,
}

impl Frame {
    /// Draws the upright axis with its name, marks and lines to read values by.
    pub(super) fn new(canvas: &Canvas, x: (f64, f64), y: &Axis, (top, high): (f64, f64)) -> Self {
        let values = marks(y, 6);
        let label = |value: &f64| said(y.scale, *value);
        let widest = values.iter().map(|value| wide(&label(value), FONT)).fold(0.0, f64::max);
        let name = fit(&clean(&y.name), FONT, WIDTH - 2.0 * MARGIN);
        let top = if name.is_empty() { top + FONT } else { top + LINE + FONT / 2.0 };
        if !name.is_empty() {
            let above = (MARGIN, top - LINE / 2.0 - FONT / 2.0);
            canvas.text(above, &name, (FONT, Ink::Text), Stand::Right);
        }
        let (left, right, bottom) = (MARGIN + widest + 8.0, WIDTH - MARGIN, top + high);
        let y_range = range(y).unwrap_or((0.0, 1.0));
        let plane = Cartesian2d::new(
            x.0..x.1,
            y_range.0..y_range.1,
            (fine(left, right), fine(bottom, top)),
        );
        let frame = Self { left, bottom, right, x, y: y_range, plane };
        for value in &values {
            let (_, at) = frame.at((x.0, *value));
            canvas.path(&[(left, at), (right, at)], Ink::Grid, 1.0);
            canvas.text((left - 6.0, at), &label(value), (FONT, Ink::Text), Stand::Left);
        }
        canvas.path(&[(left, bottom), (right, bottom)], Ink::Axis, 1.0);
        frame
    }

    /// Where a point lies.
    pub(super) fn at(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let held = |value: f64, (low, high): (f64, f64)| value.clamp(low, high);
        let (x, y) = self.plane.translate(&(held(x, self.x), held(y, self.y)));
        (f64::from(x) / FINE, f64::from(y) / FINE)
    }

    /// The points of a line that lie between the ends of the lying axis, in pixels.
    fn places(&self, points: &[(f64, f64)]) -> Vec<(f64, f64)> {
        let within = |(x, _): &(f64, f64)| (self.x.0..=self.x.1).contains(x);
        let points = drawable(points, self.x, self.y);
        points.into_iter().filter(within).map(|point| self.at(point)).collect()
    }

    /// Draws the marks of the lying axis and its name; gives where they end.
    fn marks(&self, canvas: &Canvas, x: &Axis) -> f64 {
        let place = |value: &f64| {
            let label = said(x.scale, *value);
            let (at, half) = (self.at((*value, self.y.0)).0, wide(&label, FONT) / 2.0);
            (at.clamp(MARGIN + half, WIDTH - MARGIN - half), label)
        };
        for value in marks(x, 7) {
            let (at, _) = self.at((value, self.y.0));
            canvas.path(&[(at, self.bottom), (at, self.bottom + 4.0)], Ink::Axis, 1.0);
        }
        for (at, label) in apart(&marks(x, 7).iter().map(place).collect::<Vec<_>>()) {
            canvas.text((at, self.bottom + 10.0), &label, (FONT, Ink::Text), Stand::Below);
        }
        let below = self.bottom + 10.0 + LINE;
        let name = fit(&clean(&x.name), FONT, WIDTH - 2.0 * MARGIN);
        if name.is_empty() {
            return below;
        }
        canvas.text((self.right, below + 4.0), &name, (FONT, Ink::Text), Stand::Left);
        below + LINE
    }

    /// Draws the area between the ends of ranges, or a line where there is one range only.
    fn band(&self, canvas: &Canvas, band: &[(f64, f64, f64)], nth: usize) {
        let sound = |(x, low, high): &&(f64, f64, f64)| {
            x.is_finite() && low.is_finite() && high.is_finite() && low <= high
        };
        let sound: Vec<_> = band.iter().filter(sound).collect();
        let low: Vec<(f64, f64)> = sound.iter().map(|(x, low, _)| (*x, *low)).collect();
        let high: Vec<(f64, f64)> = sound.iter().rev().map(|(x, _, high)| (*x, *high)).collect();
        let (mut edge, back) = (self.places(&low), self.places(&high));
        edge.extend(back);
        match edge.len() {
            0 | 1 => {}
            2 => canvas.path(&edge, Ink::Whisker(nth), 1.5),
            _ => canvas.polygon(&edge, Ink::Band(nth)),
        }
    }
}

/// Draws lines below a place; gives the height of the picture.
pub(super) fn trends(body: &mut String, (x, y): (&Axis, &Axis), lines: &[Trend], top: f64) -> f64 {
    let canvas = Canvas::new(body);
    let mut entries = Vec::new();
    if lines.len() > 1 {
        let entry = |(nth, line): (usize, &Trend)| (Sign::Line(nth), clean(&line.name));
        entries.extend(lines.iter().enumerate().map(entry));
    }
    if lines.iter().any(|line| !line.band.is_empty()) {
        entries.push((Sign::Band, "likely range".to_owned()));
    }
    let top = legend(&canvas, &entries, top);
    let frame = Frame::new(&canvas, range(x).unwrap_or((0.0, 1.0)), y, (top, HEIGHT.0));
    for (nth, line) in lines.iter().enumerate() {
        frame.band(&canvas, &line.band, nth);
    }
    for (nth, line) in lines.iter().enumerate() {
        let points = frame.places(&line.points);
        canvas.path(&points, Ink::Line(nth), 2.2);
        let step = points.len().div_ceil(MARKED).max(1);
        // Lines that lie on each other are marked at different points.
        let first = if points.len() > MARKED { nth * step / SERIES % step } else { 0 };
        // A long line alone needs no marks.
        let marked = if lines.len() > 1 || step == 1 { points.len() } else { 0 };
        for point in points.iter().take(marked).skip(first).step_by(step) {
            mark(&canvas, *point, nth, 3.6);
        }
    }
    frame.marks(&canvas, x) + MARGIN / 2.0
}

/// The radius of a dot, by how many it stands for beside the greatest count.
#[expect(clippy::cast_precision_loss, reason = "a radius need not be exact")]
fn radius(dot: &Dot, most: u64) -> f64 {
    3.0 + 5.0 * (dot.count as f64 / most.max(1) as f64).clamp(0.0, 1.0).sqrt()
}

/// Draws sets of dots below a place; gives the height of the picture.
pub(super) fn calibration(body: &mut String, sets: &[Calibrated], top: f64) -> f64 {
    let canvas = Canvas::new(body);
    let entry = |(nth, set): (usize, &Calibrated)| (Sign::Point(nth), clean(&set.name));
    let mut entries: Vec<(Sign, String)> = sets.iter().enumerate().map(entry).collect();
    entries.push((Sign::Whisker, "likely range".to_owned()));
    entries.push((Sign::Level, "as foreseen".to_owned()));
    let top = legend(&canvas, &entries, top);
    let axis = |name: &str| Axis { name: name.to_owned(), scale: Scale::Share, range: (0.0, 1.0) };
    let (x, y) = (axis("foreseen; larger points stand for more"), axis("happened"));
    let frame = Frame::new(&canvas, (0.0, 1.0), &y, (top, HEIGHT.1));
    canvas.path(&[frame.at((0.0, 0.0)), frame.at((1.0, 1.0))], Ink::Level, 1.5);
    let sets: Vec<Vec<Dot>> = sets.iter().map(dots).collect();
    let most = sets.iter().flatten().map(|dot| dot.count).max().unwrap_or(1);
    for (nth, dots) in sets.iter().enumerate() {
        // Ranges that would lie on each other stand beside each other.
        let aside = (float(nth) - float(sets.len() - 1) / 2.0) * 3.0;
        for dot in dots {
            let end = |share| {
                let (x, y) = frame.at((dot.foreseen, share));
                (x + aside, y)
            };
            let (low, high) = (end(dot.interval.0), end(dot.interval.1));
            canvas.path(&[low, high], Ink::Whisker(nth), 1.5);
            for (x, y) in [low, high] {
                canvas.path(&[(x - 3.0, y), (x + 3.0, y)], Ink::Whisker(nth), 1.5);
            }
            mark(&canvas, end(dot.observed), nth, radius(dot, most));
        }
    }
    frame.marks(&canvas, &x) + MARGIN / 2.0
}
