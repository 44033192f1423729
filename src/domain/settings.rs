//! What the user may set, with the range of each.

pub mod key;

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use crate::domain::reminder::facts::Habits;
use crate::domain::reminder::wall::{Quiet, TimeOfDay};
use crate::domain::review::Terms;
use crate::domain::settings::key::{Key, SettingError, Value};
use crate::domain::time::Rollover;
use crate::domain::word::words;

words! {
    /// Whether the parameters of FSRS are fitted to the user's reviews unasked.
    Optimize, "choice":
    /// At the end of a session, when there are enough new reviews.
    Auto = "auto",
    /// Only by `rat optimize`.
    Off = "off",
}

words! {
    /// Whether to sync with the other devices unasked.
    AutoSync, "choice":
    /// After a session, and now and then while reminders are watched over.
    Auto = "auto",
    /// Only by `rat sync`.
    Off = "off",
}

words! {
    /// Whether what belongs to private walks leaves this device.
    PrivateWalks, "choice":
    /// It does, sealed like all else.
    Share = "share",
    /// It stays here.
    Keep = "keep",
}

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
    /// Whether parameters are fitted unasked.
    pub optimize: Optimize,
    /// How and when to be reminded.
    pub reminders: Reminders,
    /// Whether to sync unasked.
    pub sync: AutoSync,
    /// Whether private walks are synced.
    pub sync_private: PrivateWalks,
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
            optimize: Optimize::Auto,
            reminders: Reminders::default(),
            sync: AutoSync::Off,
            sync_private: PrivateWalks::Share,
            deck_retention: BTreeMap::new(),
        }
    }
}

/// The recall probabilities that may be asked for: below 0.70 too much is forgotten, above 0.97 the
/// work explodes.
pub const RETENTION: RangeInclusive<f64> = 0.70..=0.97;

/// How and when to be reminded.
#[derive(Clone, Debug, PartialEq)]
pub struct Reminders {
    /// When plans, promises and walks are told of.
    pub morning: TimeOfDay,
    /// When the daily session is told of, if at all.
    pub review: Option<TimeOfDay>,
    /// When the evening sweep is told of, if at all.
    pub evening: Option<TimeOfDay>,
    /// When nothing is said.
    pub quiet: Option<Quiet>,
    /// The most reminders a day.
    pub a_day: u32,
    /// After how many minutes a snoozed one comes back.
    pub snooze: u32,
    /// How many seconds one stays on the screen; 0 until it is answered.
    pub seconds: u32,
    /// A command that tells of a reminder where there is no desktop; empty for none.
    pub command: String,
    /// A command that opens a terminal and runs what follows it; empty for the customary ones.
    pub terminal: String,
}

impl Default for Reminders {
    fn default() -> Self {
        let hour = |hour: u16, minute: u16| TimeOfDay::of_minute(hour * 60 + minute);
        let quiet = hour(22, 0).zip(hour(7, 0)).map(|(from, to)| Quiet { from, to });
        Self {
            morning: hour(8, 0).unwrap_or(TimeOfDay::MIDNIGHT),
            review: hour(9, 0),
            evening: hour(20, 30),
            quiet,
            a_day: 8,
            snooze: 15,
            seconds: 0,
            command: String::new(),
            terminal: String::new(),
        }
    }
}

impl Settings {
    /// When the user wants to hear of what.
    #[must_use]
    pub fn habits(&self) -> Habits {
        let Reminders { morning, review, evening, quiet, a_day, .. } = self.reminders;
        Habits { morning, review, evening, quiet, a_day, rollover: self.rollover }
    }

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
            Key::Optimize => Value::Text(self.optimize.word().to_owned()),
            Key::Morning => Value::Text(self.reminders.morning.to_string()),
            Key::RemindReview => Value::Text(or_off(self.reminders.review)),
            Key::RemindEvening => Value::Text(or_off(self.reminders.evening)),
            Key::Quiet => Value::Text(or_off(self.reminders.quiet)),
            Key::RemindersPerDay => Value::Whole(self.reminders.a_day),
            Key::Snooze => Value::Whole(self.reminders.snooze),
            Key::ReminderSeconds => Value::Whole(self.reminders.seconds),
            Key::RemindCommand => Value::Text(self.reminders.command.clone()),
            Key::Terminal => Value::Text(self.reminders.terminal.clone()),
            Key::Sync => Value::Text(self.sync.word().to_owned()),
            Key::SyncPrivate => Value::Text(self.sync_private.word().to_owned()),
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
            Key::Optimize => self.optimize = text.trim().parse().map_err(|_| unsuited())?,
            Key::Morning => self.reminders.morning = text.parse().map_err(|_| unsuited())?,
            Key::RemindReview => self.reminders.review = unless_off(text).ok_or_else(unsuited)?,
            Key::RemindEvening => self.reminders.evening = unless_off(text).ok_or_else(unsuited)?,
            Key::Quiet => self.reminders.quiet = unless_off(text).ok_or_else(unsuited)?,
            Key::RemindersPerDay => self.reminders.a_day = whole(0..=50)?,
            Key::Snooze => self.reminders.snooze = whole(1..=1_440)?,
            Key::ReminderSeconds => self.reminders.seconds = whole(0..=86_400)?,
            Key::RemindCommand => self.reminders.command = command(text).ok_or_else(unsuited)?,
            Key::Terminal => self.reminders.terminal = command(text).ok_or_else(unsuited)?,
            Key::Sync => self.sync = text.trim().parse().map_err(|_| unsuited())?,
            Key::SyncPrivate => {
                self.sync_private = text.trim().parse().map_err(|_| unsuited())?;
            }
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

/// The word for never.
const OFF: &str = "off";

fn or_off<T: std::fmt::Display>(value: Option<T>) -> String {
    value.map_or_else(|| OFF.to_owned(), |value| value.to_string())
}

/// Reads a value or the word for never; nothing when it is neither.
#[expect(clippy::option_option, reason = "never is a value too")]
fn unless_off<T: std::str::FromStr>(text: &str) -> Option<Option<T>> {
    if text.trim() == OFF { Some(None) } else { text.parse().ok().map(Some) }
}

/// A command on one line; nothing when it could not be written down as one.
fn command(text: &str) -> Option<String> {
    let text = text.trim();
    (text.len() <= 1_000 && !text.chars().any(char::is_control)).then(|| text.to_owned())
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
    fn hours_are_set_as_people_say_them_and_can_be_switched_off() {
        let mut settings = Settings::default();
        settings.set(&Key::Quiet, "23-6:30").unwrap();
        assert_eq!(settings.value(&Key::Quiet).unwrap().to_string(), "23:00-06:30");
        settings.set(&Key::RemindReview, "off").unwrap();
        assert_eq!(settings.reminders.review, None);
        for text in ["later", "25:00", ""] {
            assert!(settings.set(&Key::Morning, text).is_err(), "{text}");
        }
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
