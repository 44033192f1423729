//! The days of a year as squares: one column a week, Monday on top.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::room::{FONT, fit, wide};
use super::sheet::{Canvas, Ink, Stand};
use super::{LINE, MARGIN, WIDTH};
use crate::domain::time::StudyDay;
use crate::ui::chart::card::clean;
use crate::ui::chart::measure::{Strengths, float, number};
use crate::ui::chart::svg::escaped;

/// How many weeks are drawn.
const WEEKS: i32 = 53;

/// From one day to the next, and the side of a day.
const DAY: (f64, f64) = (13.0, 11.0);

/// The room for the names of weekdays.
const LEFT: f64 = MARGIN + 34.0;

fn square(body: &mut String, (x, y): (f64, f64), strength: usize, title: &str) {
    let side = DAY.1;
    let _ = write!(
        body,
        "<rect class=\"d{strength}\" x=\"{x}\" y=\"{y}\" width=\"{side}\" height=\"{side}\" rx=\"2\""
    );
    let _ = if title.is_empty() {
        writeln!(body, "/>")
    } else {
        writeln!(body, "><title>{}</title></rect>", escaped(title))
    };
}

/// Draws the days below a place; gives the height of the picture.
pub(super) fn draw(
    body: &mut String,
    (today, days, unit): (StudyDay, &[(StudyDay, f64)], &str),
    top: f64,
) -> f64 {
    let strengths = Strengths::of(days);
    let values: HashMap<StudyDay, f64> = days.iter().copied().collect();
    let unit = fit(&clean(unit), FONT, WIDTH / 3.0);
    // The first of January 1970 was a Thursday.
    let weekday = (today.epoch().rem_euclid(7) + 3).rem_euclid(7);
    let monday = today.plus(-weekday - 7 * (WEEKS - 1));
    let above = top + LINE;
    for week in 0..WEEKS {
        for (row, day) in (0..7).map(|row| (row, monday.plus(7 * week + row))) {
            if day <= today {
                let value = values.get(&day).copied().unwrap_or(0.0);
                let place = (LEFT + f64::from(week) * DAY.0, above + f64::from(row) * DAY.0);
                let strength = strengths.strength(value);
                let value = if strength == 0 { "0".to_owned() } else { number(value) };
                square(body, place, strength, &format!("{}: {value} {unit}", day.long()));
            }
        }
    }
    let below = above + 7.0 * DAY.0 + 8.0;
    words(body, monday, top);
    legend(body, &strengths, &unit, below);
    below + LINE + MARGIN / 2.0
}

/// The months above the weeks in which they begin, and every second weekday.
fn words(body: &mut String, monday: StudyDay, top: f64) {
    let canvas = Canvas::new(body);
    let style = (12.0, Ink::Text);
    for week in 0..WEEKS - 2 {
        let sunday = monday.plus(7 * week + 6);
        if sunday.plus(-7).month() != sunday.month() {
            let at = (LEFT + f64::from(week) * DAY.0, top + LINE / 2.0);
            canvas.text(at, &sunday.month(), style, Stand::Right);
        }
    }
    for (row, name) in [(0.0, "Mon"), (2.0, "Wed"), (4.0, "Fri"), (6.0, "Sun")] {
        let at = (MARGIN, top + LINE + (row + 0.45) * DAY.0);
        canvas.text(at, name, style, Stand::Right);
    }
}

/// What the strengths mean, such as `1–5`, with the unit behind the last.
fn legend(body: &mut String, strengths: &Strengths, unit: &str, top: f64) {
    let mut entries = vec![(0, "0".to_owned())];
    entries.extend(strengths.ranges());
    if let Some((_, last)) = entries.last_mut() {
        *last = format!("{last} {unit}");
    }
    let mut x = LEFT;
    for (strength, said) in entries {
        square(body, (x, top + (LINE - DAY.1) / 2.0), strength, "");
        let canvas = Canvas::new(body);
        let at = (x + DAY.1 + 6.0, top + LINE / 2.0);
        canvas.text(at, &said, (FONT, Ink::Text), Stand::Right);
        x += DAY.1 + 6.0 + wide(&said, FONT) + float(12);
    }
}
