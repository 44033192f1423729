//! Logging what happened to a plan.

use crate::app::tap::{Tap, at};
use crate::app::{Error, Study, settle};
use crate::domain::tap::advice::{Next, next};
use crate::domain::tap::outcome::{Kind, NOTE, TIMES};
use crate::domain::text::fit;
use crate::domain::time::{StudyDay, study_day};
use crate::domain::when::happened;
use crate::storage::db::fact::Table;
use crate::storage::db::{self, Db};

/// The deck name under which settings speak of rehearsals.
pub const REHEARSALS: &str = "tap";

/// For how long a reminder counts as a prompt, in milliseconds.
const PROMPTS: i64 = 3_600_000;

/// What happened, as the user says it.
#[derive(Clone, Debug, PartialEq)]
pub struct Firing {
    /// What happened.
    pub kind: Kind,
    /// How often.
    pub times: u32,
    /// When: milliseconds since the epoch, and the UTC offset then in seconds.
    pub happened: (i64, i32),
    /// Whether a reminder came in the hour before.
    pub prompted: bool,
    /// What the user wrote beside it; may be empty.
    pub note: String,
}

impl Firing {
    /// Something that happened once, just now.
    #[must_use]
    pub const fn now(study: &Study, kind: Kind) -> Self {
        let happened = (study.now.at, study.now.offset);
        Self { kind, times: 1, happened, prompted: false, note: String::new() }
    }

    /// Something that happened once on a past study day, at noon of its date.
    #[must_use]
    pub fn on(study: &Study, kind: Kind, day: StudyDay) -> Self {
        let noon = i64::from(day.epoch()) * 86_400_000 + 43_200_000;
        let at = noon - i64::from(study.now.offset) * 1000;
        let today = day == study.now.today;
        let at = if today { study.now.at } else { at.min(study.now.at) };
        Self { happened: (at, study.now.offset), ..Self::now(study, kind) }
    }
}

/// What an outcome led to.
#[derive(Clone, Debug, PartialEq)]
pub struct Fired {
    /// The plan as it stands now.
    pub tap: Tap,
    /// What happened.
    pub firing: Firing,
    /// The study day it happened on.
    pub study_day: StudyDay,
    /// The strength before.
    pub before: f64,
    /// The streak before.
    pub streak_before: u32,
    /// The one most useful next thing.
    pub next: Next,
}

/// Logs an outcome of a plan.
///
/// # Errors
/// When it has not happened yet, its note or count is out of bounds, or the database refuses.
pub fn fire(study: &Study, thing: i64, firing: Firing) -> Result<Fired, Error> {
    study.db.write(|db| log(study, db, thing, firing))
}

/// Logs an outcome of a plan within a transaction.
pub(super) fn log(study: &Study, db: &Db, thing: i64, firing: Firing) -> Result<Fired, Error> {
    let (happened_at, happened_offset) = firing.happened;
    happened(happened_at, &crate::domain::time::rfc3339(happened_at, happened_offset), study.now)?;
    fit("note", &firing.note, NOTE)?;
    if !(1..=TIMES).contains(&firing.times) {
        return Err(Error::Times(firing.times));
    }
    let day = study_day(happened_at, happened_offset, study.settings.rollover);
    let lately = (happened_at - PROMPTS, happened_at);
    let prompted = firing.prompted || db::reminder::prompted(db, thing, lately)?;
    let firing = Firing { prompted, ..firing };
    let kept = db::tap::kept(db, thing)?;
    let new = db::outcome::New {
        thing,
        kind: firing.kind,
        times: firing.times,
        happened_at,
        happened_offset,
        happened_day: day,
        prompted: firing.prompted,
        terms: study.settings.terms(REHEARSALS),
        note: &firing.note,
    };
    let id = db::outcome::append(db, study.now, &new)?;
    settle::thing::log(db, &study.models.plans, thing, (Table::Outcome, id))?;
    let tap = at(study, thing)?;
    let next = next(firing.kind, &tap.trace, study.now.today);
    let (before, streak_before) =
        kept.map_or((0.0, 0), |kept| (kept.trace.strength.value(), kept.trace.streak));
    Ok(Fired { tap, firing, study_day: day, before, streak_before, next })
}
