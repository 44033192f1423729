//! What reminders are decided from.

use crate::domain::away::Break;
use crate::domain::reminder::Showing;
use crate::domain::reminder::rule::Rule;
use crate::domain::reminder::wall::{Quiet, TimeOfDay};
use crate::domain::tap::stage::Stage;
use crate::domain::tap::switchback::Switchback;
use crate::domain::time::{Rollover, StudyDay};

/// When the user wants to hear what.
#[derive(Clone, Debug, PartialEq)]
pub struct Habits {
    /// When plans, promises and walks are told of.
    pub morning: TimeOfDay,
    /// When the daily session is told of; never when there is none.
    pub review: Option<TimeOfDay>,
    /// When the evening sweep is told of.
    pub evening: Option<TimeOfDay>,
    /// When nothing is said.
    pub quiet: Option<Quiet>,
    /// The most reminders a day; a digest counts as one.
    pub a_day: u32,
    /// When the study day turns.
    pub rollover: Rollover,
}

/// A plan in use, as far as reminders go.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanFacts {
    /// Its row.
    pub thing: i64,
    /// Its name.
    pub name: String,
    /// The whole plan, in a sentence.
    pub sentence: String,
    /// Whether it is nobody else's business.
    pub private: bool,
    /// How far it has come, and since when.
    pub stage: (Stage, StudyDay),
    /// How well it holds, 0-1.
    pub strength: f64,
    /// When it is to be reminded of, and the day that was said.
    pub rule: (Rule, StudyDay),
    /// When it was made, or that was said, in milliseconds since the epoch: nobody is told at once of
    /// what they have just written down.
    pub from: i64,
    /// The experiment that leaves reminders out every other week.
    pub switchback: Option<Switchback>,
    /// When its latest outcome happened, in milliseconds since the epoch.
    pub logged: Option<i64>,
}

/// Something that comes back on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// Its row.
    pub thing: i64,
    /// The day.
    pub day: StudyDay,
    /// What it says.
    pub text: String,
    /// Whether it is nobody else's business.
    pub private: bool,
}

/// What reminders are decided from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// The plans in use; those that wait for room are none of them.
    pub plans: Vec<PlanFacts>,
    /// How many cards wait today; 0 once the session has begun.
    pub cards: u64,
    /// How many plans in use have no log today.
    pub unlogged: u64,
    /// Open promises.
    pub commitments: Vec<Dated>,
    /// Walks that rest.
    pub walks: Vec<Dated>,
    /// What was shown lately.
    pub showings: Vec<Showing>,
    /// Planned breaks.
    pub breaks: Vec<Break>,
}
