//! A heat map of days: one column a week, one row a weekday.

use std::collections::HashMap;

use crate::domain::stats::week::monday;
use crate::domain::tap::outcome::Counts;
use crate::domain::time::StudyDay;
use crate::ui::term::frame::{Line, Style, span};

/// The weekdays, Monday first; only every second is written out.
const WEEKDAYS: [&str; 7] = ["Mon ", "    ", "Wed ", "    ", "Fri ", "    ", "Sun "];

/// The columns before the first week.
const MARGIN: usize = 4;

/// What a day looks like.
fn cell(counts: Option<&Counts>) -> (char, Style) {
    match counts {
        None => ('·', Style::Faint),
        Some(counts) if counts.opportunities() == 0 => ('-', Style::Faint),
        Some(counts) if counts.did == counts.opportunities() => ('■', Style::Answer),
        Some(counts) if counts.did > 0 => ('▪', Style::Answer),
        Some(_) => ('□', Style::Warning),
    }
}

/// What the signs mean, in one line.
pub const LEGEND: &str = "■ done  ▪ partly  □ not  - no trigger  · no log";

/// Draws the days up to `today`, as many weeks as fit `width` columns, at most 53.
#[must_use]
pub fn year(days: &[(StudyDay, Counts)], today: StudyDay, width: usize) -> Vec<Line> {
    let days: HashMap<StudyDay, &Counts> =
        days.iter().map(|(day, counts)| (*day, counts)).collect();
    let weeks = i32::try_from(width.saturating_sub(MARGIN).clamp(1, 53)).unwrap_or(53);
    let monday = monday(today).plus(-7 * (weeks - 1));
    let row = |(n, name): (i32, &str)| {
        let mut line: Line = vec![span(name, Style::Faint)];
        for week in 0..weeks {
            let day = monday.plus(7 * week + n);
            let (sign, style) =
                if day > today { (' ', Style::Normal) } else { cell(days.get(&day).copied()) };
            match line.last_mut() {
                Some(last) if last.style == style => last.text.push(sign),
                Some(_) | None => line.push(span(&sign.to_string(), style)),
            }
        }
        line
    };
    (0..).zip(WEEKDAYS).map(row).collect()
}

/// The same as words, a line a month, for screen readers.
#[must_use]
pub fn months(days: &[(StudyDay, Counts)]) -> Vec<String> {
    let mut months: Vec<(String, u32, u32)> = Vec::new();
    for (day, counts) in days {
        let day = day.to_string();
        let month = day.get(..7).unwrap_or(&day);
        if months.last().is_none_or(|(last, _, _)| last != month) {
            months.push((month.to_owned(), 0, 0));
        }
        if let Some((_, did, came)) = months.last_mut() {
            *did += counts.did;
            *came += counts.opportunities();
        }
    }
    months.iter().map(|(month, did, came)| format!("{month}: done {did} of {came}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::term::frame::text;

    #[test]
    fn the_last_weeks_are_drawn_with_monday_on_top() {
        let monday: StudyDay = "2026-11-23".parse().unwrap();
        let did = Counts { did: 1, ..Counts::default() };
        let slipped = Counts { missed: 2, ..Counts::default() };
        let drawn = text(&year(&[(monday.plus(-1), slipped), (monday, did)], monday, 6));
        assert_eq!(drawn, "Mon ·■\n    ·\nWed ·\n    ·\nFri ·\n    ·\nSun □\n");
    }

    #[test]
    fn months_are_summed_for_screen_readers() {
        let day: StudyDay = "2026-10-31".parse().unwrap();
        let counts = Counts { did: 2, noticed: 1, ..Counts::default() };
        let said = months(&[(day, counts), (day.plus(1), counts), (day.plus(2), counts)]);
        assert_eq!(said, ["2026-10: done 2 of 3", "2026-11: done 4 of 6"]);
    }
}
