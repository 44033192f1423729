//! What the user may set, with the range of each.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use crate::domain::card::is_name;
use crate::domain::name::near;
use crate::domain::review::Terms;
use crate::domain::time::Rollover;

/// Everything the user may set.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The recall probability a card should have when it comes back.
    pub retention: f64,
    /// New cards a day.
    pub new_per_day: u32,
    /// Due cards a day; the rest of a backlog waits for tomorrow.
    pub reviews_per_day: u32,
    /// The hour at which the study day turns.
    pub rollover: Rollover,
    /// The longest interval, in days.
    pub longest: u32,
    /// Plans being installed at once; the others wait.
    pub installing: u32,
    /// Seconds of breathing in where a walk leads through breaths; 0 leaves it to the walk.
    pub breath_in: u32,
    /// Seconds of breathing out; 0 leaves it to the walk.
    pub breath_out: u32,
    /// Decks that want another retention.
    pub deck_retention: BTreeMap<String, f64>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            retention: 0.90,
            new_per_day: 5,
            reviews_per_day: 100,
            rollover: Rollover::default(),
            longest: 3650,
            installing: 3,
            breath_in: 0,
            breath_out: 0,
            deck_retention: BTreeMap::new(),
        }
    }
}

/// The recall probabilities that may be asked for: below 0.70 too much is forgotten, above 0.97 the
/// work explodes.
pub const RETENTION: RangeInclusive<f64> = 0.70..=0.97;

/// A setting's key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// `retention`
    Retention,
    /// `new-per-day`
    NewPerDay,
    /// `reviews-per-day`
    ReviewsPerDay,
    /// `rollover-hour`
    RolloverHour,
    /// `longest-interval`
    LongestInterval,
    /// `installing-at-once`
    Installing,
    /// `breath-in`
    BreathIn,
    /// `breath-out`
    BreathOut,
    /// `deck.NAME.retention`
    DeckRetention(String),
}

impl Key {
    /// The keys that are always there.
    pub const FIXED: [Self; 8] = [
        Self::Retention,
        Self::NewPerDay,
        Self::ReviewsPerDay,
        Self::RolloverHour,
        Self::LongestInterval,
        Self::Installing,
        Self::BreathIn,
        Self::BreathOut,
    ];

    /// Reads a key as it is typed.
    ///
    /// # Errors
    /// When there is no such setting; the error names the near ones.
    pub fn read(text: &str) -> Result<Self, SettingError> {
        if let Some(key) = Self::FIXED.into_iter().find(|key| key.path() == [text]) {
            return Ok(key);
        }
        match text.split('.').collect::<Vec<_>>().as_slice() {
            ["deck", name, "retention"] if is_name(name) => {
                Ok(Self::DeckRetention((*name).to_owned()))
            }
            _ => {
                let known: Vec<String> =
                    Self::FIXED.iter().map(Self::to_string).chain([DECK_KEY.to_owned()]).collect();
                let near = near(text, known.iter().map(String::as_str), 3)
                    .into_iter()
                    .map(str::to_owned)
                    .collect();
                Err(SettingError::Unknown { key: text.to_owned(), near })
            }
        }
    }

    /// The path of the setting in the configuration file.
    #[must_use]
    pub fn path(&self) -> Vec<&str> {
        match self {
            Self::Retention => vec!["retention"],
            Self::NewPerDay => vec!["new-per-day"],
            Self::ReviewsPerDay => vec!["reviews-per-day"],
            Self::RolloverHour => vec!["rollover-hour"],
            Self::LongestInterval => vec!["longest-interval"],
            Self::Installing => vec!["installing-at-once"],
            Self::BreathIn => vec!["breath-in"],
            Self::BreathOut => vec!["breath-out"],
            Self::DeckRetention(deck) => vec!["deck", deck, "retention"],
        }
    }

    /// One line on what the setting does.
    #[must_use]
    pub const fn meaning(&self) -> &'static str {
        match self {
            Self::Retention => "recall probability at which a card comes back (0.70-0.97)",
            Self::NewPerDay => "new cards a day (0-1000)",
            Self::ReviewsPerDay => "due cards a day; a longer backlog is spread out (1-100000)",
            Self::RolloverHour => "hour at which the study day turns (0-23)",
            Self::LongestInterval => "longest interval in days (1-36500)",
            Self::Installing => "plans being installed at once; others wait (1-100)",
            Self::BreathIn => "seconds of breathing in (2-8; 0 leaves it to the walk)",
            Self::BreathOut => {
                "seconds of breathing out (3-16, and longer than in; 0 leaves it to the walk)"
            }
            Self::DeckRetention(_) => "recall probability for this deck alone (0.70-0.97)",
        }
    }
}

const DECK_KEY: &str = "deck.NAME.retention";

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.path().join("."))
    }
}

/// A setting's value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// A whole number.
    Whole(u32),
    /// A fraction.
    Fraction(f64),
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Whole(number) => write!(f, "{number}"),
            Self::Fraction(number) => write!(f, "{number}"),
        }
    }
}

/// What is wrong with a setting.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SettingError {
    /// There is no such setting.
    #[error("there is no setting \"{key}\"")]
    Unknown {
        /// What was typed.
        key: String,
        /// The settings it may have meant.
        near: Vec<String>,
    },
    /// The value is no number of the right sort or out of range.
    #[error("\"{value}\" does not suit {key}: {meaning}")]
    Unsuited {
        /// The setting.
        key: String,
        /// What was given.
        value: String,
        /// What the setting takes.
        meaning: &'static str,
    },
}

impl Settings {
    /// The value of a setting; none for a deck that has no retention of its own.
    #[must_use]
    pub fn value(&self, key: &Key) -> Option<Value> {
        Some(match key {
            Key::Retention => Value::Fraction(self.retention),
            Key::NewPerDay => Value::Whole(self.new_per_day),
            Key::ReviewsPerDay => Value::Whole(self.reviews_per_day),
            Key::RolloverHour => Value::Whole(self.rollover.hour().into()),
            Key::LongestInterval => Value::Whole(self.longest),
            Key::Installing => Value::Whole(self.installing),
            Key::BreathIn => Value::Whole(self.breath_in),
            Key::BreathOut => Value::Whole(self.breath_out),
            Key::DeckRetention(deck) => Value::Fraction(*self.deck_retention.get(deck)?),
        })
    }

    /// Sets a value from its text.
    ///
    /// # Errors
    /// When the text is no number of the right sort or out of range; nothing is changed then.
    pub fn set(&mut self, key: &Key, text: &str) -> Result<Value, SettingError> {
        let unsuited = || SettingError::Unsuited {
            key: key.to_string(),
            value: text.to_owned(),
            meaning: key.meaning(),
        };
        let whole = |range: RangeInclusive<u32>| {
            text.parse().ok().filter(|n| range.contains(n)).ok_or_else(unsuited)
        };
        let fraction = |range: &RangeInclusive<f64>| {
            text.parse().ok().filter(|n| range.contains(n)).ok_or_else(unsuited)
        };
        match key {
            Key::Retention => self.retention = fraction(&RETENTION)?,
            Key::NewPerDay => self.new_per_day = whole(0..=1000)?,
            Key::ReviewsPerDay => self.reviews_per_day = whole(1..=100_000)?,
            Key::RolloverHour => {
                let hour = text.parse().ok().and_then(Rollover::at);
                self.rollover = hour.ok_or_else(unsuited)?;
            }
            Key::LongestInterval => self.longest = whole(1..=36_500)?,
            Key::Installing => self.installing = whole(1..=100)?,
            Key::BreathIn => self.breath_in = whole(2..=8).or_else(|_| whole(0..=0))?,
            Key::BreathOut => self.breath_out = whole(3..=16).or_else(|_| whole(0..=0))?,
            Key::DeckRetention(deck) => {
                self.deck_retention.insert(deck.clone(), fraction(&RETENTION)?);
            }
        }
        self.value(key).ok_or_else(unsuited)
    }

    /// The seconds of breathing in and out, for a walk that states its own. Out is always longer than
    /// in: that is what calms.
    #[must_use]
    pub fn breath(&self, (inhale, exhale): (u32, u32)) -> (u32, u32) {
        let inhale = if self.breath_in == 0 { inhale } else { self.breath_in };
        let exhale = if self.breath_out == 0 { exhale } else { self.breath_out };
        (inhale, exhale.max(inhale + 1))
    }

    /// Every setting that has a value.
    #[must_use]
    pub fn keys(&self) -> Vec<Key> {
        let decks = self.deck_retention.keys().cloned().map(Key::DeckRetention);
        Key::FIXED.into_iter().chain(decks).collect()
    }

    /// What a card of `deck` is to be scheduled with.
    #[must_use]
    pub fn terms(&self, deck: &str) -> Terms {
        let retention = self.deck_retention.get(deck).copied().unwrap_or(self.retention);
        Terms { retention, longest: self.longest }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_out_of_range_is_refused_and_changes_nothing() {
        let mut settings = Settings::default();
        for text in ["0.69", "0.98", "1", "NaN", "ninety"] {
            assert!(settings.set(&Key::Retention, text).is_err(), "{text}");
        }
        assert_eq!(settings, Settings::default());
    }

    #[test]
    fn a_breath_out_is_longer_than_the_breath_in_whatever_is_set() {
        let mut settings = Settings::default();
        assert_eq!(settings.breath((4, 6)), (4, 6));
        settings.set(&Key::BreathIn, "8").unwrap();
        assert_eq!(settings.breath((4, 6)), (8, 9));
        settings.set(&Key::BreathOut, "12").unwrap();
        assert_eq!(settings.breath((4, 6)), (8, 12));
    }

    #[test]
    fn a_deck_may_want_another_retention() {
        let mut settings = Settings::default();
        settings.set(&Key::read("deck.focusing.retention").unwrap(), "0.85").unwrap();
        let retentions = ["focusing", "double-crux"].map(|deck| settings.terms(deck).retention);
        assert_eq!(format!("{retentions:?}"), "[0.85, 0.9]");
    }

    #[test]
    fn a_mistyped_key_names_the_one_that_was_meant() {
        let error = Key::read("retentoin").unwrap_err();
        let SettingError::Unknown { near, .. } = error else { panic!("{error}") };
        assert_eq!(near.first().map(String::as_str), Some("retention"));
    }

    #[test]
    fn every_default_lies_in_its_own_range() {
        let defaults = Settings::default();
        for key in defaults.keys() {
            let text = defaults.value(&key).unwrap().to_string();
            assert!(Settings::default().set(&key, &text).is_ok(), "{key}");
        }
    }
}
