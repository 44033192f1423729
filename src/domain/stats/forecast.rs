//! The forecast: how many cards come due on each coming day.

use crate::domain::time::StudyDay;

/// Spreads counts of due cards over `days` days beginning with `today`.
///
/// `due` pairs a study day with the number of cards due on it; what is overdue counts for today.
#[must_use]
pub fn forecast(
    due: impl IntoIterator<Item = (StudyDay, u64)>,
    today: StudyDay,
    days: usize,
) -> Vec<u64> {
    let mut coming = vec![0; days];
    for (day, count) in due {
        let ahead = usize::try_from(day.since(today)).unwrap_or(0);
        if let Some(total) = coming.get_mut(ahead) {
            *total += count;
        }
    }
    coming
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_overdue_counts_for_today_and_the_far_future_not_at_all() {
        let day = StudyDay::from_epoch;
        let due = [(day(95), 2), (day(100), 1), (day(102), 4), (day(103), 8)];
        assert_eq!(forecast(due, day(100), 3), [3, 0, 4]);
    }
}
