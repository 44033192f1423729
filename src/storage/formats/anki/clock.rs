//! Which study day a number in a collection stands for.

use crate::domain::time::{Rollover, StudyDay, study_day};

/// The seconds of a day.
const DAY: i64 = 86_400;

/// Numbers above this are seconds since the epoch, those below it days since the collection was made.
const SECONDS: i64 = 100_000_000;

/// When a collection began, and how its days turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    first: StudyDay,
    offset: i32,
    turns: Rollover,
}

impl Clock {
    /// Reads the clock of a collection: `made` in seconds since the epoch, `west` the minutes west of
    /// UTC where it was made, `hour` that of the rollover.
    ///
    /// Old collections do not say where they were made. Theirs were made to begin at the rollover hour,
    /// which gives the place to within the day.
    pub(super) fn new(made: i64, west: Option<i64>, hour: Option<i64>) -> Self {
        let turns =
            hour.and_then(|hour| Rollover::at(u8::try_from(hour).ok()?)).unwrap_or_default();
        let guessed = || {
            let east = i64::from(turns.hour()) * 3600 - made.rem_euclid(DAY);
            (east + DAY / 2).rem_euclid(DAY) - DAY / 2
        };
        let east = west.filter(|west| west.abs() < 24 * 60).map_or_else(guessed, |west| -west * 60);
        let first = made.saturating_add(east).div_euclid(DAY);
        Self {
            first: StudyDay::from_epoch(i32::try_from(first).unwrap_or(0)),
            offset: i32::try_from(east).unwrap_or(0),
            turns,
        }
    }

    /// The hour at which its days turn, 0-23.
    pub(super) fn rollover(self) -> u32 {
        u32::from(self.turns.hour())
    }

    /// The day a card is due on.
    pub(super) fn due(self, due: i64) -> StudyDay {
        if due > SECONDS {
            study_day(due.saturating_mul(1000), self.offset, self.turns)
        } else {
            let days = due.clamp(i64::from(i32::MIN), i64::from(i32::MAX));
            self.first.plus(i32::try_from(days).unwrap_or(0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-23 at 4:00 in UTC.
    const MADE: i64 = 1_795_406_400;

    fn day(text: &str) -> StudyDay {
        text.parse().unwrap()
    }

    #[test]
    fn a_card_is_due_so_many_days_after_the_collection_was_made() {
        let clock = Clock::new(MADE, Some(0), Some(4));
        assert_eq!(clock.due(0), day("2026-11-23"));
        assert_eq!(clock.due(14), day("2026-12-07"));
        assert_eq!(clock.due(-30), day("2026-10-24"));
    }

    #[test]
    fn the_first_day_is_that_of_the_place_where_the_collection_was_made() {
        assert_eq!(Clock::new(MADE - 9 * 3600, Some(-540), None).due(0), day("2026-11-23"));
        assert_eq!(Clock::new(MADE + 8 * 3600, Some(480), None).due(0), day("2026-11-23"));
    }

    #[test]
    fn a_collection_that_does_not_say_where_it_was_made_began_at_its_rollover() {
        for hours in -12..12 {
            let clock = Clock::new(MADE - hours * 3600, None, None);
            assert_eq!(clock.due(0), day("2026-11-23"), "{hours} hours east");
        }
    }

    #[test]
    fn a_card_that_is_being_learned_is_due_on_the_study_day_of_its_moment() {
        let clock = Clock::new(MADE, Some(0), Some(4));
        assert_eq!(clock.due(MADE + 3 * DAY - 1), day("2026-11-25"));
        assert_eq!(clock.due(MADE + 3 * DAY), day("2026-11-26"));
    }
}
