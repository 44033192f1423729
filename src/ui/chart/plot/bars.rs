//! Upright and lying bars.

use super::lines::Frame;
use super::room::{FONT, apart, fit, wide};
use super::sheet::{Canvas, Ink, Stand};
use super::{LINE, MARGIN, Sign, WIDTH, legend};
use crate::ui::chart::card::clean;
use crate::ui::chart::figure::{Axis, Scale, Series};
use crate::ui::chart::measure::{float, number, percent, stacks};

/// The height of a chart of upright bars, without its words.
const HEIGHT: f64 = 220.0;

/// The room for the names of rows, at most.
const NAMES: f64 = 230.0;

/// The thickness of a lying bar, what lies between two, and between two rows.
const BAR: (f64, f64, f64) = (14.0, 3.0, 12.0);

/// The widest upright bar.
const WIDEST: f64 = 64.0;

fn named(series: &[Series]) -> Vec<(Sign, String)> {
    if series.len() < 2 {
        return Vec::new();
    }
    let entry = |(nth, one): (usize, &Series)| (Sign::Bar(nth), clean(&one.name));
    series.iter().enumerate().map(entry).collect()
}

/// Draws stacks of bars below a place; gives the height of the picture.
pub(super) fn columns(
    body: &mut String,
    labels: &[String],
    (series, unit): (&[Series], &str),
    top: f64,
) -> f64 {
    let canvas = Canvas::new(body);
    let stacks = stacks(series, labels.len());
    let totals: Vec<f64> = stacks.iter().map(|stack| stack.iter().sum()).collect();
    let most = totals.iter().copied().fold(0.0, f64::max);
    let top = legend(&canvas, &named(series), top);
    // The greatest value is written above its bar.
    let y = Axis { name: unit.to_owned(), scale: Scale::Number, range: (0.0, most * 1.1) };
    let x = (0.0, float(labels.len().max(1)));
    let frame = Frame::new(&canvas, x, &y, (top, HEIGHT));
    let slot = frame.at((1.0, 0.0)).0 - frame.at((0.0, 0.0)).0;
    let half = (slot * if slot > 4.0 { 0.4 } else { 0.5 }).min(WIDEST / 2.0);
    // On thin bars hatches would be noise.
    let ink = |nth| if half < 4.0 { Ink::Point(nth) } else { Ink::Bar(nth) };
    let middle = |at: usize| frame.at((float(at) + 0.5, 0.0)).0;
    for (at, stack) in stacks.iter().enumerate() {
        let mut sum = 0.0;
        for (nth, part) in stack.iter().enumerate().filter(|(_, part)| **part > 0.0) {
            let (low, high) = (frame.at((0.0, sum)).1, frame.at((0.0, sum + part)).1);
            sum += part;
            // A thin gap keeps parts of one colour apart.
            let gap = if low - high > 3.0 && series.len() > 1 { 1.0 } else { 0.0 };
            let (left, right) = (middle(at) - half, middle(at) + half);
            canvas.rect((left, high + gap), (right, low), ink(nth));
        }
    }
    if let Some(at) = totals.iter().position(|total| *total >= most) {
        let said = number(most);
        let room = wide(&said, FONT) / 2.0;
        let x = middle(at).clamp(frame.left + room, WIDTH - MARGIN - room);
        let above = (x, frame.at((0.0, most)).1 - 2.0);
        canvas.text(above, &said, (FONT, Ink::Text), Stand::Above);
    }
    let label = |(at, text): (usize, &String)| {
        let text = fit(&clean(text), FONT, slot.max(110.0));
        let room = wide(&text, FONT) / 2.0;
        (middle(at).clamp(MARGIN + room, WIDTH - MARGIN - room), text)
    };
    let labels: Vec<(f64, String)> = labels.iter().enumerate().map(label).collect();
    for (x, text) in apart(&labels) {
        canvas.text((x, frame.bottom + 6.0), &text, (FONT, Ink::Text), Stand::Below);
    }
    frame.bottom + LINE + MARGIN
}

/// Draws lying bars below a place; gives the height of the picture.
pub(super) fn rows(body: &mut String, labels: &[String], series: &[Series], top: f64) -> f64 {
    let canvas = Canvas::new(body);
    let top = legend(&canvas, &named(series), top) + 4.0;
    let names: Vec<String> = labels.iter().map(|name| fit(&clean(name), FONT, NAMES)).collect();
    let widest = names.iter().map(|name| wide(name, FONT)).fold(0.0, f64::max);
    let (left, right) = (MARGIN + widest + 10.0, WIDTH - MARGIN - 48.0);
    let high = float(series.len()) * (BAR.0 + BAR.1) - BAR.1;
    let pitch = high + BAR.2;
    let bottom = top + float(labels.len()) * pitch;
    for quarter in 0..=4 {
        let share = f64::from(quarter) / 4.0;
        let x = left + share * (right - left);
        canvas.path(&[(x, top), (x, bottom)], Ink::Grid, 1.0);
        canvas.text((x, bottom + 4.0), &percent(share), (12.0, Ink::Text), Stand::Below);
    }
    for (at, name) in names.iter().enumerate() {
        let begin = top + float(at) * pitch + BAR.2 / 2.0;
        let beside = (left - 8.0, begin + high / 2.0);
        canvas.text(beside, name, (FONT, Ink::Text), Stand::Left);
        for (nth, one) in series.iter().enumerate() {
            let value = one.values.get(at).copied().unwrap_or(f64::NAN);
            let share = if value.is_finite() { value.clamp(0.0, 1.0) } else { value };
            let y = begin + float(nth) * (BAR.0 + BAR.1);
            let end = left + (right - left) * if share.is_finite() { share } else { 0.0 };
            if end > left {
                canvas.rect((left, y), (end, y + BAR.0), Ink::Bar(nth));
            }
            let beyond = (end + 6.0, y + BAR.0 / 2.0);
            canvas.text(beyond, &percent(share), (FONT, Ink::Text), Stand::Right);
        }
    }
    canvas.path(&[(left, top), (left, bottom)], Ink::Axis, 1.0);
    bottom + LINE + MARGIN / 2.0
}
