//! The names of settings, and their values as texts.

use crate::domain::card::is_name;
use crate::domain::name::near;

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
    /// `optimize`
    Optimize,
    /// `morning`
    Morning,
    /// `remind-review`
    RemindReview,
    /// `remind-evening`
    RemindEvening,
    /// `quiet-hours`
    Quiet,
    /// `reminders-per-day`
    RemindersPerDay,
    /// `snooze-minutes`
    Snooze,
    /// `reminder-seconds`
    ReminderSeconds,
    /// `remind-command`
    RemindCommand,
    /// `terminal`
    Terminal,
    /// `sync`
    Sync,
    /// `sync-private`
    SyncPrivate,
    /// `deck.NAME.retention`
    DeckRetention(String),
}

impl Key {
    /// The keys that are always there.
    pub const FIXED: [Self; 20] = [
        Self::Retention,
        Self::NewPerDay,
        Self::ReviewsPerDay,
        Self::RolloverHour,
        Self::LongestInterval,
        Self::Installing,
        Self::BreathIn,
        Self::BreathOut,
        Self::Optimize,
        Self::Morning,
        Self::RemindReview,
        Self::RemindEvening,
        Self::Quiet,
        Self::RemindersPerDay,
        Self::Snooze,
        Self::ReminderSeconds,
        Self::RemindCommand,
        Self::Terminal,
        Self::Sync,
        Self::SyncPrivate,
    ];

    /// Whether all devices of a person share the setting: those that speak of one machine stay on it.
    #[must_use]
    pub const fn is_shared(&self) -> bool {
        match self {
            Self::RemindCommand | Self::Terminal | Self::Sync | Self::SyncPrivate => false,
            Self::Retention
            | Self::NewPerDay
            | Self::ReviewsPerDay
            | Self::RolloverHour
            | Self::LongestInterval
            | Self::Installing
            | Self::BreathIn
            | Self::BreathOut
            | Self::Optimize
            | Self::Morning
            | Self::RemindReview
            | Self::RemindEvening
            | Self::Quiet
            | Self::RemindersPerDay
            | Self::Snooze
            | Self::ReminderSeconds
            | Self::DeckRetention(_) => true,
        }
    }

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
            Self::Optimize => vec!["optimize"],
            Self::Morning => vec!["morning"],
            Self::RemindReview => vec!["remind-review"],
            Self::RemindEvening => vec!["remind-evening"],
            Self::Quiet => vec!["quiet-hours"],
            Self::RemindersPerDay => vec!["reminders-per-day"],
            Self::Snooze => vec!["snooze-minutes"],
            Self::ReminderSeconds => vec!["reminder-seconds"],
            Self::RemindCommand => vec!["remind-command"],
            Self::Terminal => vec!["terminal"],
            Self::Sync => vec!["sync"],
            Self::SyncPrivate => vec!["sync-private"],
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
            Self::Optimize => "whether the schedule is fitted to you unasked (auto or off)",
            Self::Morning => "when plans, promises and walks are told of (08:00)",
            Self::RemindReview => "when the daily session is told of (09:00, or off)",
            Self::RemindEvening => "when the evening sweep is told of (20:30, or off)",
            Self::Quiet => "when nothing is said (22:00-07:00, or off)",
            Self::RemindersPerDay => "the most reminders a day (0-50)",
            Self::Snooze => "minutes until a snoozed reminder comes back (1-1440)",
            Self::ReminderSeconds => "seconds a reminder stays (0-86400; 0 until it is answered)",
            Self::RemindCommand => {
                "a command that tells of reminders where there is no desktop, run without a shell; {title} and {body} in it are filled in"
            }
            Self::Terminal => {
                "a command that opens a terminal; what is to run in it is put behind it"
            }
            Self::Sync => {
                "whether to sync unasked, after a session and with the reminders (auto or off)"
            }
            Self::SyncPrivate => {
                "whether private walks are synced, or stay on this device (share or keep)"
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
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A whole number.
    Whole(u32),
    /// A fraction.
    Fraction(f64),
    /// A time, hours, a command or the word off.
    Text(String),
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Whole(number) => write!(f, "{number}"),
            Self::Fraction(number) => write!(f, "{number}"),
            Self::Text(text) => f.write_str(text),
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
    /// The value is of another sort or out of range.
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
