//! Time spent.

use crate::domain::time::StudyDay;

/// The longest pause between two answers, in milliseconds, that still counts as being at it.
pub const PAUSE: i64 = 5 * 60_000;

/// Adds up, day by day, the time between the answers of one run, in milliseconds; a pause longer than
/// [`PAUSE`] was spent elsewhere.
///
/// `answers` are moments with their study days, in order.
#[must_use]
pub fn attended(answers: &[(StudyDay, i64)]) -> Vec<(StudyDay, i64)> {
    let mut days: Vec<(StudyDay, i64)> = Vec::new();
    for pair in answers.windows(2) {
        let [(_, from), (day, to)] = pair else { continue };
        let pause = to - from;
        if !(0..=PAUSE).contains(&pause) {
            continue;
        }
        match days.last_mut().filter(|(last, _)| last == day) {
            Some((_, spent)) => *spent += pause,
            None => days.push((*day, pause)),
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_between_answers_count_unless_they_are_long() {
        let day = StudyDay::from_epoch;
        let minute = 60_000;
        let answers = [
            (day(1), 0),
            (day(1), minute),
            (day(1), 2 * minute),
            (day(2), 60 * minute),
            (day(2), 61 * minute),
        ];
        assert_eq!(attended(&answers), [(day(1), 2 * minute), (day(2), minute)]);
    }

    #[test]
    fn one_answer_takes_no_time() {
        assert_eq!(attended(&[(StudyDay::from_epoch(1), 5)]), []);
    }
}
