//! Weeks, from Monday to Sunday.

use std::ops::Add;

use crate::domain::time::StudyDay;

/// The days of a week.
pub const DAYS: i32 = 7;

/// The day of the week: 0 for Monday to 6 for Sunday.
#[must_use]
pub const fn weekday(day: StudyDay) -> i32 {
    // The first of January 1970 was a Thursday.
    (day.epoch() + 3).rem_euclid(DAYS)
}

/// The Monday of a day's week.
#[must_use]
pub const fn monday(day: StudyDay) -> StudyDay {
    day.plus(-weekday(day))
}

/// Sums days up by weeks, each known by its Monday; weeks without anything between the first and the
/// last are there too.
///
/// `days` come in order.
#[must_use]
pub fn weekly<T: Add<Output = T> + Default + Copy>(
    days: impl IntoIterator<Item = (StudyDay, T)>,
) -> Vec<(StudyDay, T)> {
    let mut weeks: Vec<(StudyDay, T)> = Vec::new();
    for (day, value) in days {
        let monday = monday(day);
        while let Some((last, _)) = weeks.last().filter(|(last, _)| *last < monday) {
            weeks.push((last.plus(DAYS), T::default()));
        }
        match weeks.last_mut() {
            Some((_, sum)) => *sum = *sum + value,
            None => weeks.push((monday, value)),
        }
    }
    weeks
}

/// Counts in how many of the last `weeks` stretches of seven days, the last of them ending today,
/// anything happened on one of `days`.
#[must_use]
pub fn busy(days: impl IntoIterator<Item = StudyDay>, today: StudyDay, weeks: u32) -> u32 {
    let ago = |day: StudyDay| u32::try_from(today.since(day)).ok().map(|days| days / 7);
    let mut seen: Vec<u32> =
        days.into_iter().filter_map(ago).filter(|week| *week < weeks).collect();
    seen.sort_unstable();
    seen.dedup();
    u32::try_from(seen.len()).unwrap_or(weeks)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> StudyDay {
        text.parse().unwrap()
    }

    #[test]
    fn weeks_begin_on_monday() {
        assert_eq!(monday(day("2026-11-22")), day("2026-11-16"));
        assert_eq!(monday(day("2026-11-23")), day("2026-11-23"));
        assert_eq!(monday(day("1969-12-31")), day("1969-12-29"));
    }

    #[test]
    fn a_week_without_anything_stands_between_the_others() {
        let days = [("2026-11-20", 1), ("2026-11-22", 2), ("2026-12-01", 4)];
        let weeks = weekly(days.map(|(text, n)| (day(text), n)));
        let said: Vec<(String, i32)> =
            weeks.into_iter().map(|(monday, n)| (monday.to_string(), n)).collect();
        let expected = [("2026-11-16", 3), ("2026-11-23", 0), ("2026-11-30", 4)];
        assert_eq!(said, expected.map(|(monday, n)| (monday.to_owned(), n)));
    }

    #[test]
    fn busy_weeks_are_counted_back_from_today() {
        let days = ["2026-11-23", "2026-11-17", "2026-11-16", "2026-08-01", "2026-11-30"].map(day);
        assert_eq!(busy(days, day("2026-11-23"), 12), 2);
    }
}
