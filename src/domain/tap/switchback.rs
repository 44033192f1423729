//! The switchback: weeks with reminders and weeks without, by turns, to see what they do for a plan.

use crate::domain::stats::rate::{Difference, Rate, difference};
use crate::domain::tap::outcome::Counts;
use crate::domain::time::StudyDay;

/// The days of a turn.
const TURN: i32 = 7;

/// A switchback that began on a day, with a week of reminders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Switchback {
    /// Its first day.
    pub since: StudyDay,
}

impl Switchback {
    /// Tells whether a day lies in a week with reminders.
    #[must_use]
    pub fn reminds(self, day: StudyDay) -> bool {
        day.since(self.since).div_euclid(TURN).rem_euclid(2) == 0
    }

    /// What it has shown so far, from the outcomes of each day since it began.
    #[must_use]
    pub fn compare(self, outcomes: impl IntoIterator<Item = (StudyDay, Counts)>) -> Comparison {
        let mut comparison = Comparison::default();
        for (day, counts) in outcomes {
            if day < self.since {
                continue;
            }
            let turn =
                if self.reminds(day) { &mut comparison.with } else { &mut comparison.without };
            let rate = counts.follow();
            turn.successes += rate.successes;
            turn.trials += rate.trials;
        }
        comparison
    }
}

/// The follow rates of the weeks with and the weeks without reminders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// With reminders.
    pub with: Rate,
    /// Without.
    pub without: Rate,
}

impl Comparison {
    /// By how much the follow rate is higher with reminders; nothing before there is something to
    /// compare on both sides.
    #[must_use]
    pub fn difference(self) -> Option<Difference> {
        (self.with.trials > 0 && self.without.trials > 0)
            .then(|| difference(self.with, self.without))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::tap::outcome::Kind;

    fn day(n: i32) -> StudyDay {
        StudyDay::from_epoch(n)
    }

    #[test]
    fn weeks_take_turns_and_the_first_has_reminders() {
        let experiment = Switchback { since: day(100) };
        let weeks: Vec<bool> = (0..4).map(|week| experiment.reminds(day(100 + week * 7))).collect();
        assert_eq!(weeks, [true, false, true, false]);
        assert_eq!(experiment.reminds(day(106)), experiment.reminds(day(100)));
    }

    #[test]
    fn outcomes_count_for_the_week_they_fell_in_and_none_before_the_first() {
        let of = |did, noticed| {
            let mut counts = Counts::default();
            counts.add(Kind::Did, did);
            counts.add(Kind::Noticed, noticed);
            counts
        };
        let experiment = Switchback { since: day(100) };
        let days = [(day(99), of(9, 9)), (day(100), of(3, 1)), (day(107), of(1, 2))];
        let comparison = experiment.compare(days);
        assert_eq!(comparison.with, Rate { successes: 3, trials: 4 });
        assert_eq!(comparison.without, Rate { successes: 1, trials: 3 });
        assert!(comparison.difference().is_some());
        assert_eq!(experiment.compare([(day(100), of(1, 0))]).difference(), None);
    }
}
