//! Days by how much was done: one column a week, Monday on top.

use std::collections::HashMap;

use crate::domain::time::StudyDay;
use crate::ui::chart::measure::Strengths;
use crate::ui::term::frame::{Line, Span, Style, columns, cut, flow, span};

/// The weekdays, Monday first; only every second is written out.
const WEEKDAYS: [&str; 7] = ["Mon ", "    ", "Wed ", "    ", "Fri ", "    ", "Sun "];

/// The columns before the first week.
const MARGIN: usize = 4;

/// What a day looks like, by its strength.
const SIGNS: [(&str, Style); 5] = [
    ("·", Style::Faint),
    ("░", Style::Answer),
    ("▒", Style::Answer),
    ("▓", Style::Answer),
    ("█", Style::Answer),
];

fn sign(strength: usize) -> (&'static str, Style) {
    SIGNS.get(strength).copied().unwrap_or((" ", Style::Normal))
}

pub(super) fn draw(
    today: StudyDay,
    days: &[(StudyDay, f64)],
    unit: &str,
    width: usize,
) -> Vec<Line> {
    let strengths = Strengths::of(days);
    let values: HashMap<StudyDay, f64> = days.iter().copied().collect();
    let weeks = i32::try_from(width.saturating_sub(MARGIN).clamp(1, 53)).unwrap_or(53);
    // The first of January 1970 was a Thursday.
    let weekday = (today.epoch().rem_euclid(7) + 3).rem_euclid(7);
    let monday = today.plus(-weekday - 7 * (weeks - 1));
    let mut lines = vec![vec![span(&months(monday, weeks), Style::Faint)]];
    let row = |(n, name): (i32, &str)| {
        let mut line: Line = vec![span(name, Style::Faint)];
        for week in 0..weeks {
            let day = monday.plus(7 * week + n);
            let (sign, style) = if day > today {
                (" ", Style::Normal)
            } else {
                sign(strengths.strength(values.get(&day).copied().unwrap_or(0.0)))
            };
            match line.last_mut() {
                Some(last) if last.style == style => last.text.push_str(sign),
                Some(_) | None => line.push(span(sign, style)),
            }
        }
        super::trimmed(line)
    };
    lines.extend((0..).zip(WEEKDAYS).map(row));
    lines.extend(legend(&strengths, unit, width));
    lines
}

/// The months above the weeks in which they begin, as far as there is room.
fn months(monday: StudyDay, weeks: i32) -> String {
    let mut line = " ".repeat(MARGIN);
    for week in 0..weeks {
        let sunday = monday.plus(7 * week + 6);
        let begins = sunday.plus(-7).month() != sunday.month();
        let at = MARGIN + usize::try_from(week).unwrap_or(0);
        let free = columns(&[span(&line, Style::Normal)]);
        let first = free == MARGIN;
        if begins && (first || free < at) && week + 3 <= weeks {
            line.push_str(&" ".repeat(at.saturating_sub(free)));
            line.push_str(&sunday.month());
        }
    }
    line
}

/// What the strengths mean, such as `░ 1–5  ▒ 6–9 answers`.
fn legend(strengths: &Strengths, unit: &str, width: usize) -> Vec<Line> {
    let entry = |(strength, range): (usize, String)| {
        let (sign, style) = sign(strength);
        vec![span(sign, style), span(&format!(" {range}"), Style::Normal)]
    };
    let none = vec![span("· 0", Style::Faint)];
    let mut entries: Vec<Vec<Span>> = vec![none];
    entries.extend(strengths.ranges().into_iter().map(entry));
    if let Some(last) = entries.last_mut() {
        last.push(span(&cut(&format!(" {unit}"), width / 2), Style::Normal));
    }
    let indented = |line: Line| {
        let mut indented = vec![span("    ", Style::Normal)];
        indented.extend(line);
        indented
    };
    flow(&entries, width.saturating_sub(MARGIN)).into_iter().map(indented).collect()
}
