//! Eras: which parameters of FSRS were in force when.
//!
//! What a card's memory was held to be, and when it was to come back, follows from the parameters that
//! were in force then. New ones are taken in from a moment on, and never change what was foreseen
//! before it: so what is compared with what happened later was really foreseen.

use crate::domain::card::Id;
use crate::domain::schedule::fuzz;
use crate::domain::schedule::memory::Model;
use crate::domain::time::StudyDay;

/// The time from which a set of parameters is in force.
#[derive(Clone, Debug, PartialEq)]
pub struct Era {
    /// The study day on which it begins.
    pub day: StudyDay,
    /// The moment at which it begins, in milliseconds since the epoch.
    pub at: i64,
    /// FSRS with its parameters.
    pub model: Model,
    /// The days over which cards that ought to have come already are spread, at least 1.
    pub spread: u32,
}

impl Era {
    /// Tells whether the era had begun at a moment, in milliseconds since the epoch.
    ///
    /// Moments decide, not study days: facts of one device never run backwards in time, while a
    /// journey to the west may repeat a study day.
    #[must_use]
    pub const fn had_begun(&self, at: i64) -> bool {
        self.at < at
    }

    /// Finds the day on which a card comes back under this era: it was to come on `planned`, and would
    /// come on `wished` if its parameters had always held.
    ///
    /// A shift by less than a twentieth of the interval is not worth it. What ought to have come already
    /// is spread over the next [`Era::spread`] days, by the card's name, and never put off by that.
    #[must_use]
    pub fn due(&self, card: &Id, last: StudyDay, planned: StudyDay, wished: StudyDay) -> StudyDay {
        let interval = planned.since(last).max(1);
        if wished.since(planned).abs() <= interval / 20 {
            return planned;
        }
        if wished > self.day {
            return wished;
        }
        if planned <= self.day {
            return planned.max(wished);
        }
        let turn = fuzz::factor(card, SPREAD) * f64::from(self.spread.max(1));
        #[expect(clippy::cast_possible_truncation, reason = "below the days of the spread")]
        let turn = turn.floor() as i32;
        planned.min(self.day.plus(1 + turn))
    }
}

/// Stands in for the count of reviews where the fuzz spreads cards.
const SPREAD: u32 = u32::MAX;

/// The parameters that were in force, from the beginning to the present.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Eras {
    first: Model,
    later: Vec<Era>,
}

impl Eras {
    /// Begins with FSRS's own parameters and goes on with `later`, the earliest first.
    #[must_use]
    pub fn new(later: Vec<Era>) -> Self {
        Self { first: Model::default(), later }
    }

    /// What was in force before anything was fitted.
    #[must_use]
    pub const fn first(&self) -> &Model {
        &self.first
    }

    /// The eras after that.
    #[must_use]
    pub fn later(&self) -> &[Era] {
        &self.later
    }

    /// What is in force now.
    #[must_use]
    pub fn present(&self) -> &Model {
        self.later.last().map_or(&self.first, |era| &era.model)
    }

    /// The same with one more era at the end.
    #[must_use]
    pub fn with(&self, era: Era) -> Self {
        let mut eras = self.clone();
        eras.later.push(era);
        eras
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(n: i32) -> StudyDay {
        StudyDay::from_epoch(n)
    }

    fn era(spread: u32) -> Era {
        Era { day: day(100), at: 0, model: Model::default(), spread }
    }

    fn due(spread: u32, card: &str, last: i32, planned: i32, wished: i32) -> i32 {
        let card = Id::new("deck", card).unwrap();
        era(spread).due(&card, day(last), day(planned), day(wished)).epoch()
    }

    #[test]
    fn a_small_shift_is_not_worth_it() {
        assert_eq!(due(1, "a", 60, 160, 155), 160);
        assert_eq!(due(1, "a", 60, 160, 154), 154);
        assert_eq!(due(1, "a", 60, 160, 166), 166);
    }

    #[test]
    fn what_ought_to_have_come_already_is_spread_over_the_next_days() {
        let days: Vec<i32> = (0..300).map(|n| due(30, &format!("c{n}"), 50, 400, 90)).collect();
        assert!(days.iter().all(|day| (101..=130).contains(day)), "{days:?}");
        let most = (101..=130).map(|day| days.iter().filter(|due| **due == day).count()).max();
        assert!(most.unwrap() <= 25, "{most:?}");
    }

    #[test]
    fn nothing_is_put_off_by_the_spread() {
        assert_eq!(due(60, "a", 50, 101, 90), 101);
    }

    #[test]
    fn what_was_due_already_stays_so_unless_it_may_wait() {
        assert_eq!(due(30, "a", 50, 95, 70), 95);
        assert_eq!(due(30, "a", 50, 95, 130), 130);
    }
}
