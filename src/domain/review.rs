//! Reviews: graded recalls of a card.

use crate::domain::time::StudyDay;

/// How a recall went, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rating {
    /// Not recalled.
    Again,
    /// Recalled with effort.
    Hard,
    /// Recalled.
    Good,
    /// Recalled at once.
    Easy,
}

impl Rating {
    /// Every rating, worst first.
    pub const ALL: [Self; 4] = [Self::Again, Self::Hard, Self::Good, Self::Easy];

    /// The word for this rating in commands and JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Again => "again",
            Self::Hard => "hard",
            Self::Good => "good",
            Self::Easy => "easy",
        }
    }

    /// The rating's number, 1-4, as FSRS counts them.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Again => 1,
            Self::Hard => 2,
            Self::Good => 3,
            Self::Easy => 4,
        }
    }

    /// The rating with this number, 1-4.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|rating| rating.number() == number)
    }

    /// Tells whether the card was recalled at all.
    #[must_use]
    pub fn recalled(self) -> bool {
        self > Self::Again
    }
}

/// Reads a rating as people type it: `good`, `g` or `3` (`f` for fail is `again`).
impl std::str::FromStr for Rating {
    type Err = NotARating;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.to_lowercase().as_str() {
            "again" | "a" | "fail" | "f" | "1" => Ok(Self::Again),
            "hard" | "h" | "2" => Ok(Self::Hard),
            "good" | "g" | "3" => Ok(Self::Good),
            "easy" | "e" | "4" => Ok(Self::Easy),
            _ => Err(NotARating(text.to_owned())),
        }
    }
}

/// Says that a text is no rating.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a rating; use again, hard, good or easy (or 1-4)")]
pub struct NotARating(String);

/// A review as it was logged: a fact.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Review {
    /// When, in milliseconds since the epoch.
    pub at: i64,
    /// The study day it was done on, frozen when it was written.
    pub study_day: StudyDay,
    /// How it went.
    pub rating: Rating,
    /// Whether it may move the memory; a drill may not.
    pub scored: bool,
    /// How long the answer took, in milliseconds; 0 when nobody measured.
    pub took: u32,
    /// What the next interval was to be computed with, frozen when it was written.
    pub terms: Terms,
}

/// What turns a memory into an interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    /// The recall probability a card should have when it comes back, 0.70-0.97.
    pub retention: f64,
    /// The longest interval allowed, in days.
    pub longest: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rating_is_read_from_its_word_and_its_number() {
        for rating in Rating::ALL {
            assert_eq!(rating.word().parse(), Ok(rating));
            assert_eq!(rating.number().to_string().parse(), Ok(rating));
            assert_eq!(Rating::from_number(rating.number()), Some(rating));
        }
    }

    #[test]
    fn only_again_is_a_failed_recall() {
        let recalled: Vec<bool> = Rating::ALL.into_iter().map(Rating::recalled).collect();
        assert_eq!(recalled, [false, true, true, true]);
    }

    #[test]
    fn other_words_are_no_rating() {
        assert!("goood".parse::<Rating>().is_err());
        assert!("5".parse::<Rating>().is_err());
    }
}
