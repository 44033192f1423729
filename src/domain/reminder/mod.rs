//! Reminders: what is said on the desktop, and when.
//!
//! Everything is decided from facts and the present, so nothing is remembered between two looks, and
//! a look after a week of sleep comes to the same as a look every minute.

pub mod coming;
pub mod decide;
pub mod facts;
pub mod fade;
pub mod notice;
pub mod rule;
pub mod series;
pub mod wall;

use crate::domain::reminder::wall::TimeOfDay;
use crate::domain::time::StudyDay;
use crate::domain::word::words;

words! {
    /// What a reminder is about.
    Kind, "kind of reminder":
    /// A plan, ahead of its trigger.
    Plan = "plan",
    /// The daily session.
    Review = "review",
    /// The evening sweep.
    Checkin = "checkin",
    /// Something promised.
    Commitment = "commitment",
    /// A walk that rested.
    Walk = "walk",
}

words! {
    /// What became of a reminder that was shown.
    State, "state of a reminder":
    /// It was shown.
    Shown = "shown",
    /// It comes back.
    Snoozed = "snoozed",
    /// It was answered.
    Answered = "answered",
    /// It was put away unanswered.
    Dismissed = "dismissed",
}

/// What a reminder is about; plans, promises and walks by their rows in `thing`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A plan.
    Plan(i64),
    /// The daily session.
    Review,
    /// The evening sweep.
    Checkin,
    /// Something promised.
    Commitment(i64),
    /// A walk that rested.
    Walk(i64),
}

impl Subject {
    /// A subject of a kind; nothing when a row is wanted and none given.
    #[must_use]
    pub const fn of(kind: Kind, thing: Option<i64>) -> Option<Self> {
        match (kind, thing) {
            (Kind::Review, _) => Some(Self::Review),
            (Kind::Checkin, _) => Some(Self::Checkin),
            (Kind::Plan, Some(thing)) => Some(Self::Plan(thing)),
            (Kind::Commitment, Some(thing)) => Some(Self::Commitment(thing)),
            (Kind::Walk, Some(thing)) => Some(Self::Walk(thing)),
            (Kind::Plan | Kind::Commitment | Kind::Walk, None) => None,
        }
    }

    /// Its kind.
    #[must_use]
    pub const fn kind(self) -> Kind {
        match self {
            Self::Plan(_) => Kind::Plan,
            Self::Review => Kind::Review,
            Self::Checkin => Kind::Checkin,
            Self::Commitment(_) => Kind::Commitment,
            Self::Walk(_) => Kind::Walk,
        }
    }

    /// Its row in `thing`.
    #[must_use]
    pub const fn thing(self) -> Option<i64> {
        match self {
            Self::Plan(thing) | Self::Commitment(thing) | Self::Walk(thing) => Some(thing),
            Self::Review | Self::Checkin => None,
        }
    }
}

/// A moment on the calendar and the clock on the wall; which moment that is, is the zone's affair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot {
    /// The calendar day, which turns at midnight.
    pub date: StudyDay,
    /// The time.
    pub time: TimeOfDay,
}

/// What was shown, and what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Showing {
    /// What it was about.
    pub subject: Subject,
    /// Which of its reminders it was.
    pub slot: Slot,
    /// What became of it last.
    pub state: State,
    /// When that happened, in milliseconds since the epoch.
    pub at: i64,
    /// When it was shown first, in milliseconds since the epoch.
    pub first: i64,
    /// When it comes back, in milliseconds since the epoch; only where it was snoozed.
    pub until: Option<i64>,
    /// Whether it was one line of a digest.
    pub digest: bool,
}

/// What is said of a matter that is nobody else's business.
pub const NEUTRAL: &str = "Something you asked to be reminded of. rat shows what it is.";
