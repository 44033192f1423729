//! Planned breaks: they shift nothing and break no streak.

use std::fmt;

use crate::domain::time::StudyDay;

/// A planned break, both days included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Break {
    first: StudyDay,
    last: StudyDay,
}

/// Says that a break would end before it begins, or last absurdly long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotABreak {
    /// The days are the wrong way round.
    #[error("a break cannot end ({last}) before it begins ({first})")]
    Backwards {
        /// The first day given.
        first: StudyDay,
        /// The last day given.
        last: StudyDay,
    },
    /// Longer than [`Break::LONGEST`].
    #[error("a break of {0} days is longer than a year; check the dates")]
    TooLong(i32),
}

impl Break {
    /// The most days a break may last.
    pub const LONGEST: i32 = 366;

    /// A break from `first` to `last`.
    ///
    /// # Errors
    /// When it would end before it begins or last more than [`Self::LONGEST`] days.
    pub fn new(first: StudyDay, last: StudyDay) -> Result<Self, NotABreak> {
        match last.since(first) {
            ..0 => Err(NotABreak::Backwards { first, last }),
            days if days >= Self::LONGEST => Err(NotABreak::TooLong(days + 1)),
            _ => Ok(Self { first, last }),
        }
    }

    /// The first day away.
    #[must_use]
    pub const fn first(self) -> StudyDay {
        self.first
    }

    /// The last day away.
    #[must_use]
    pub const fn last(self) -> StudyDay {
        self.last
    }

    /// Tells whether `day` falls into the break.
    #[must_use]
    pub fn covers(self, day: StudyDay) -> bool {
        (self.first..=self.last).contains(&day)
    }
}

impl fmt::Display for Break {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", self.first, self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(n: i32) -> StudyDay {
        StudyDay::from_epoch(n)
    }

    #[test]
    fn a_break_covers_its_first_and_its_last_day() {
        let week = Break::new(day(10), day(16)).unwrap();
        let covered: Vec<i32> = (8..20).filter(|n| week.covers(day(*n))).collect();
        assert_eq!(covered, [10, 11, 12, 13, 14, 15, 16]);
    }

    #[test]
    fn a_break_that_runs_backwards_is_refused() {
        assert!(Break::new(day(5), day(4)).is_err());
    }

    #[test]
    fn a_break_of_more_than_a_year_is_refused() {
        assert!(Break::new(day(0), day(366)).is_err());
        assert!(Break::new(day(0), day(365)).is_ok());
    }
}
