//! Upright bars, the series of one place on top of each other.

use ratatui_core::buffer::Buffer;
use ratatui_core::symbols::bar::{NINE_LEVELS, Set};
use ratatui_core::widgets::Widget as _;
use ratatui_widgets::barchart::{Bar, BarChart, BarGroup};

use crate::ui::chart::figure::Series;
use crate::ui::chart::measure::{float, number, stacks, whole};
use crate::ui::term::frame::{Line, Style, cut, flow, span};

/// The rows of the tallest bar.
const ROWS: usize = 8;

/// The widest bar and its gap, in columns.
const WIDEST: usize = 9;

/// The widest label, in columns.
const LABEL: usize = 12;

/// What the bars of each series are made of.
const SIGNS: [&str; 8] = ["█", "▒", "░", "▓", "=", "+", "o", "-"];

/// How bars share the columns there are.
struct Plan {
    /// How many neighbours share a bar.
    group: usize,
    /// The columns from bar to bar.
    slot: usize,
    /// How many bars there are.
    bars: usize,
}

impl Plan {
    fn new(places: usize, room: usize) -> Self {
        let group = places.div_ceil(room.max(1)).max(1);
        let bars = places.div_ceil(group);
        Self { group, slot: (room / bars.max(1)).clamp(1, WIDEST), bars }
    }

    /// The columns of a bar.
    fn thick(&self) -> usize {
        (self.slot - 1).max(1)
    }
}

pub(super) fn draw(labels: &[String], series: &[Series], unit: &str, width: usize) -> Vec<Line> {
    let stacks = stacks(series, labels.len());
    let total = |stack: &Vec<f64>| stack.iter().sum::<f64>();
    let most = stacks.iter().map(total).fold(0.0, f64::max);
    let gutter = number(most).len().max(number(most / 2.0).len()) + 1;
    let room = width - gutter - 1;
    let plan = Plan::new(labels.len(), room);
    // Of neighbours that share a bar the highest is drawn.
    let highest = |(nth, group): (usize, &[Vec<f64>])| {
        let mut best = (nth * plan.group, f64::NEG_INFINITY);
        for (at, stack) in (nth * plan.group..).zip(group) {
            if total(stack) > best.1 {
                best = (at, total(stack));
            }
        }
        best.0
    };
    let drawn: Vec<usize> = stacks.chunks(plan.group).enumerate().map(highest).collect();
    let mut buffer = super::buffer(width, ROWS + 2);
    axis(&mut buffer, gutter, most, plan.slot * plan.bars);
    for upto in (0..series.len()).rev() {
        let sum =
            |at: &usize| stacks.get(*at).map_or(0.0, |stack| stack.iter().take(upto + 1).sum());
        let heights: Vec<f64> = drawn.iter().map(|at| sum(at) / most).collect();
        let set = if series.len() == 1 { NINE_LEVELS } else { shades(upto) };
        super::lay(&mut buffer, &layer(&heights, (upto, set), &plan), (gutter + 1, 0));
    }
    names(&mut buffer, gutter + 1, labels, &plan, &drawn);
    let mut lines = vec![vec![span(&cut(unit, width), Style::Faint)]];
    lines.retain(|_| !unit.trim().is_empty());
    lines.extend(super::styled(&buffer));
    lines.extend(key(series, plan.group, width));
    lines
}

/// A bar of one sign. Where bars lie on each other they end with a row, for a cut sign would leave a
/// gap; the least that there is leaves a mark.
fn shades(nth: usize) -> Set<'static> {
    let sign = super::sign(&SIGNS, nth);
    Set {
        full: sign,
        seven_eighths: sign,
        three_quarters: sign,
        five_eighths: sign,
        half: sign,
        three_eighths: " ",
        one_quarter: " ",
        one_eighth: "▁",
        empty: " ",
    }
}

/// The bars of a series together with those below it, each from 0 to 1.
fn layer(heights: &[f64], (nth, set): (usize, Set), plan: &Plan) -> Buffer {
    let ticks = |share: &f64| {
        let exact = whole(share * float(ROWS * 8));
        let ticks = if set == NINE_LEVELS { exact } else { (exact + 4) / 8 * 8 };
        u64::try_from(ticks.max(usize::from(*share > 0.0))).unwrap_or(0)
    };
    let bars: Vec<Bar> =
        heights.iter().map(|share| Bar::default().value(ticks(share)).text_value("")).collect();
    let chart = BarChart::default()
        .data(BarGroup::default().bars(&bars))
        .bar_set(set)
        .bar_width(super::short(plan.thick()))
        .bar_gap(super::short(plan.slot - plan.thick()))
        .max(u64::try_from(ROWS * 8).unwrap_or(64))
        .bar_style(super::colour(super::style(nth)));
    let mut buffer = super::buffer(plan.slot * plan.bars, ROWS);
    chart.render(buffer.area, &mut buffer);
    buffer
}

/// The upright axis with its greatest value, and the lying one.
fn axis(buffer: &mut Buffer, gutter: usize, most: f64, long: usize) {
    for row in 0..ROWS {
        super::write(buffer, (gutter, row), "│", Style::Faint);
    }
    for (row, value) in [(0, most), (ROWS / 2, most / 2.0), (ROWS, 0.0)] {
        let value = number(value);
        if row == ROWS / 2 && value.contains('.') {
            continue;
        }
        super::write(buffer, (gutter.saturating_sub(value.len() + 1), row), &value, Style::Faint);
    }
    super::write(buffer, (gutter, ROWS), &format!("└{}", "─".repeat(long)), Style::Faint);
}

/// The labels below the bars, as many as can be told apart.
fn names(buffer: &mut Buffer, left: usize, labels: &[String], plan: &Plan, drawn: &[usize]) {
    let room = usize::from(buffer.area.width) - left;
    let label = |(bar, at): (usize, &usize)| {
        let text = labels.get(*at).map_or("", String::as_str);
        (bar * plan.slot + plan.thick() / 2, cut(text, LABEL.max(plan.thick())))
    };
    let all: Vec<(usize, String)> = drawn.iter().enumerate().map(label).collect();
    let every = |step: usize| {
        let some: Vec<(usize, String)> = all.iter().step_by(step).cloned().collect();
        super::placed(&some, room, 1)
    };
    let found = (1..=all.len().max(1)).find_map(every).unwrap_or_default();
    for (begin, label) in found {
        super::write(buffer, (left + begin, ROWS + 1), &label, Style::Normal);
    }
}

/// What the shades mean, and what a bar stands for when there are more places than columns.
fn key(series: &[Series], group: usize, width: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    if series.len() > 1 {
        let names = series.iter().map(|one| one.name.as_str());
        let sign = |nth| super::sign(&SIGNS, nth).to_owned();
        lines.extend(flow(&super::legend(names, sign, width), width));
    }
    if group > 1 {
        let said = format!("each bar is the highest of {group}");
        lines.push(vec![span(&said, Style::Faint)]);
    }
    lines
}
