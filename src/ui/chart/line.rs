//! A line of values as a row of bars.

use crate::domain::time::StudyDay;

/// The bars, lowest first.
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Draws values between `low` and `high`, oldest first, in at most `width` columns.
///
/// Each column shows the last value known by the end of its stretch of days.
#[must_use]
pub fn bars(values: &[(StudyDay, f64)], (low, high): (f64, f64), width: usize) -> String {
    let (Some((first, _)), Some((last, _))) = (values.first(), values.last()) else {
        return String::new();
    };
    let days = usize::try_from(last.since(*first)).unwrap_or(0) + 1;
    let columns = days.min(width.max(1));
    let mut drawn = String::new();
    for column in 1..=columns {
        let until = first.plus(i32::try_from(days * column / columns).unwrap_or(i32::MAX) - 1);
        let known = values.iter().rev().find(|(day, _)| *day <= until);
        drawn.push(bar(known.map_or(low, |(_, value)| *value), low, high));
    }
    drawn
}

fn bar(value: f64, low: f64, high: f64) -> char {
    let share = ((value - low) / (high - low)).clamp(0.0, 1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 7")]
    let level = (share * 7.0).round() as usize;
    BARS.get(level).copied().unwrap_or(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(n: i32) -> StudyDay {
        StudyDay::from_epoch(n)
    }

    #[test]
    fn a_bar_stands_for_every_day_while_they_fit() {
        let values = [(day(0), 0.0), (day(1), 0.5), (day(3), 1.0)];
        assert_eq!(bars(&values, (0.0, 1.0), 20), "▁▅▅█");
    }

    #[test]
    fn many_days_share_the_columns_there_are() {
        let values: Vec<(StudyDay, f64)> =
            (0..400).map(|n| (day(n), f64::from(n) / 400.0)).collect();
        let drawn = bars(&values, (0.0, 1.0), 40);
        assert_eq!(drawn.chars().count(), 40);
        assert!(drawn.starts_with('▁') && drawn.ends_with('█'));
    }

    #[test]
    fn nothing_draws_nothing() {
        assert_eq!(bars(&[], (0.0, 1.0), 40), "");
    }
}
