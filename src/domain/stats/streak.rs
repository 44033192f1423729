//! The streak: days in a row with something done, planned breaks left out.

use crate::domain::away::Break;
use crate::domain::time::StudyDay;

/// Counts the days in a row, up to `today`, on which something was done.
///
/// `active` yields the active days, latest first. A day of a planned break neither counts nor
/// breaks the row unless something was done on it; a today on which nothing has been done *yet*
/// does not break it either.
#[must_use]
pub fn streak(
    active: impl IntoIterator<Item = StudyDay>,
    breaks: &[Break],
    today: StudyDay,
) -> u32 {
    let mut length = 0;
    let mut expected = today;
    for day in active.into_iter().skip_while(|day| *day > today) {
        while expected > day && (expected == today || away(breaks, expected)) {
            expected = expected.plus(-1);
        }
        if day != expected {
            break;
        }
        length += 1;
        expected = day.plus(-1);
    }
    length
}

fn away(breaks: &[Break], day: StudyDay) -> bool {
    breaks.iter().any(|planned| planned.covers(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(n: i32) -> StudyDay {
        StudyDay::from_epoch(n)
    }

    fn streak_of(active: &[i32], breaks: &[(i32, i32)], today: i32) -> u32 {
        let breaks: Vec<Break> = breaks
            .iter()
            .map(|(first, last)| Break::new(day(*first), day(*last)).unwrap())
            .collect();
        streak(active.iter().map(|n| day(*n)), &breaks, day(today))
    }

    #[test]
    fn days_in_a_row_are_counted() {
        assert_eq!(streak_of(&[20, 19, 18, 16], &[], 20), 3);
    }

    #[test]
    fn a_today_without_a_review_does_not_end_the_streak_yet() {
        assert_eq!(streak_of(&[19, 18], &[], 20), 2);
        assert_eq!(streak_of(&[18, 17], &[], 20), 0);
    }

    #[test]
    fn a_planned_break_is_bridged() {
        assert_eq!(streak_of(&[20, 15, 14], &[(16, 19)], 20), 3);
        assert_eq!(streak_of(&[20, 14], &[(16, 19)], 20), 1);
    }

    #[test]
    fn a_review_during_a_break_counts() {
        assert_eq!(streak_of(&[20, 18, 15], &[(16, 19)], 20), 3);
    }

    #[test]
    fn days_after_today_are_not_counted() {
        assert_eq!(streak_of(&[25, 20, 19], &[], 20), 2);
    }
}
