//! What was done on one study day.

use std::ops::{Add, Sub};

use crate::domain::schedule::history::{Line, Role};
use crate::domain::stats::rate::Rate;

/// Counts over reviews.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Activity {
    /// Cards met for the first time.
    pub introduced: i64,
    /// Scored reviews of known cards.
    pub reviews: i64,
    /// Of those, the ones recalled.
    pub recalled: i64,
    /// Unscored repeats.
    pub drills: i64,
    /// Time spent answering, in milliseconds.
    pub took: i64,
}

impl Activity {
    /// What one line of a card's history counts for.
    #[must_use]
    pub fn of(line: &Line) -> Self {
        let counted = Self { took: line.review.took.into(), ..Self::default() };
        match line.role {
            Role::Introduction => Self { introduced: 1, ..counted },
            Role::Recall => {
                Self { reviews: 1, recalled: line.review.rating.recalled().into(), ..counted }
            }
            Role::Drill => Self { drills: 1, ..counted },
        }
    }

    /// Every answer given: introductions, reviews and drills.
    #[must_use]
    pub const fn answers(&self) -> i64 {
        self.introduced + self.reviews + self.drills
    }

    /// True retention: how many known cards were recalled of those asked.
    #[must_use]
    pub fn retention(&self) -> Rate {
        let count = |n: i64| u32::try_from(n).unwrap_or(0);
        Rate { successes: count(self.recalled), trials: count(self.reviews) }
    }
}

impl Add for Activity {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            introduced: self.introduced + other.introduced,
            reviews: self.reviews + other.reviews,
            recalled: self.recalled + other.recalled,
            drills: self.drills + other.drills,
            took: self.took + other.took,
        }
    }
}

impl Sub for Activity {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            introduced: self.introduced - other.introduced,
            reviews: self.reviews - other.reviews,
            recalled: self.recalled - other.recalled,
            drills: self.drills - other.drills,
            took: self.took - other.took,
        }
    }
}

impl std::iter::Sum for Activity {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), Add::add)
    }
}
