//! Lying bars from 0 to 1, the bars of all series below each other in every row.

use crate::ui::chart::figure::Series;
use crate::ui::chart::measure::{float, percent, whole};
use crate::ui::term::frame::{Line, Style, columns, cut, flow, span};

/// The parts of a column that a bar of the first series may end with.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// What the bars of each series are made of.
const SIGNS: [char; 6] = ['█', '▒', '░', '▓', '=', '-'];

/// The columns of a percentage with a blank before it.
const PERCENT: usize = 5;

pub(super) fn draw(labels: &[String], series: &[Series], width: usize) -> Vec<Line> {
    let wide = |label: &String| columns(&[span(&cut(label, width / 3), Style::Normal)]);
    let margin = labels.iter().map(wide).max().unwrap_or(0) + 1;
    let room = width.saturating_sub(margin + PERCENT);
    let mut lines = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        for (nth, one) in series.iter().enumerate() {
            let label = if nth == 0 { cut(label, margin - 1) } else { String::new() };
            let gap = margin.saturating_sub(columns(&[span(&label, Style::Normal)]));
            let value = one.values.get(at).copied().unwrap_or(f64::NAN);
            let bar = bar(value, nth, room);
            let share = if value.is_finite() { value.clamp(0.0, 1.0) } else { value };
            lines.push(vec![
                span(&(label + &" ".repeat(gap)), Style::Normal),
                span(&bar, super::style(nth)),
                span(&format!(" {}", percent(share)), Style::Normal),
            ]);
        }
    }
    if series.len() > 1 {
        let names = series.iter().map(|one| one.name.as_str());
        let sign = |nth| super::sign(&SIGNS, nth).to_string();
        lines.extend(flow(&super::legend(names, sign, width), width));
    }
    lines
}

/// A bar of a share; the least that there is leaves a mark.
fn bar(value: f64, nth: usize, room: usize) -> String {
    let share = if value.is_finite() { value.clamp(0.0, 1.0) } else { 0.0 };
    let sign = super::sign(&SIGNS, nth);
    if nth > 0 {
        let full = whole(share * float(room)).max(usize::from(share > 0.0));
        return sign.to_string().repeat(full);
    }
    let eighths = whole(share * float(room) * 8.0).max(usize::from(share > 0.0));
    sign.to_string().repeat(eighths / 8) + EIGHTHS.get(eighths % 8).copied().unwrap_or("")
}
