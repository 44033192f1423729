//! Errands: small things that are asked with one key, beside the cards and in the evening.

use crate::app::tap::{self, Tap};
use crate::app::{Error, Study, draft};
use crate::domain::commitment::Commitment;
use crate::domain::review::Rating;
use crate::domain::tap::trace::Trace;
use crate::domain::time::StudyDay;
use crate::storage::db;
use crate::storage::db::fact::Table;

/// A small thing to be asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Errand {
    /// What happened to a plan on a day without a log.
    Outcome(Tap, StudyDay),
    /// A rehearsal, with what was last sensed at the trigger.
    Rehearsal(Tap, String),
    /// How automatic a plan has become.
    Rating(Tap),
    /// A look back at a plan.
    Check(Tap),
    /// A commitment that is due, by its row.
    Commitment(i64, Commitment),
}

/// What the daily session asks beside the cards: rehearsals, the longest due first; commitments due;
/// the weekly question of automaticity.
///
/// # Errors
/// When the database cannot be read.
pub fn of_review(study: &Study) -> Result<Vec<Errand>, Error> {
    let mut errands = rehearsals(study)?;
    errands.extend(commitments(study)?);
    errands.extend(ratings(study)?);
    Ok(errands)
}

/// The plans due for a rehearsal, the longest due first.
///
/// # Errors
/// When the database cannot be read.
pub fn rehearsals(study: &Study) -> Result<Vec<Errand>, Error> {
    let rehearsal = |thing| {
        let senses = db::rehearsal::senses(&study.db, thing)?;
        Ok(Errand::Rehearsal(tap::at(study, thing)?, senses))
    };
    tap::rehearsals_due(study)?.into_iter().map(rehearsal).collect()
}

fn ratings(study: &Study) -> Result<Vec<Errand>, Error> {
    let due = tap::of(study, |trace| trace.asks_rating(study.now.today))?;
    Ok(due.into_iter().filter(Tap::is_in_use).map(Errand::Rating).collect())
}

/// The open commitments that are due.
///
/// # Errors
/// When the database cannot be read.
pub fn commitments(study: &Study) -> Result<Vec<Errand>, Error> {
    let due = db::commitment::list(&study.db, Some(study.now.today))?;
    Ok(due.into_iter().map(|(thing, commitment)| Errand::Commitment(thing, commitment)).collect())
}

/// What the evening sweep asks about a study day: plans in use without a log that day, unless it lies
/// in a planned break; then, for today, commitments, looks back that are due, and ratings.
///
/// # Errors
/// When the database cannot be read.
pub fn of_checkin(study: &Study, day: StudyDay) -> Result<Vec<Errand>, Error> {
    let mut errands: Vec<Errand> =
        unlogged(study, day)?.into_iter().map(|tap| Errand::Outcome(tap, day)).collect();
    if day == study.now.today {
        errands.extend(commitments(study)?);
        let due = tap::of(study, |trace| trace.check().is_some_and(|check| check <= day))?;
        errands.extend(due.into_iter().filter(Tap::is_in_use).map(Errand::Check));
        errands.extend(ratings(study)?);
    }
    Ok(errands)
}

/// The plans in use that have no log for a study day and could have one; none in a planned break.
///
/// # Errors
/// When the database cannot be read.
pub fn unlogged(study: &Study, day: StudyDay) -> Result<Vec<Tap>, Error> {
    if db::away::all(&study.db)?.iter().any(|planned| planned.covers(day)) {
        return Ok(Vec::new());
    }
    let lived = |trace: &Trace| trace.version > 1 || trace.worded.is_none_or(|made| made <= day);
    let mut taps = Vec::new();
    for tap in tap::of(study, lived)?.into_iter().filter(Tap::is_in_use) {
        if !db::outcome::is_logged(&study.db, tap.thing, day)? {
            taps.push(tap);
        }
    }
    Ok(taps)
}

/// Logs a rehearsal of a plan; `took` is the time it took, in milliseconds.
///
/// # Errors
/// When what was sensed is too long or the database refuses.
pub fn rehearse(
    study: &Study,
    thing: i64,
    rating: Rating,
    (times, senses): (u32, &str),
    took: u32,
) -> Result<Tap, Error> {
    crate::domain::text::fit("details", senses, crate::domain::tap::outcome::NOTE)?;
    let terms = study.settings.terms(crate::app::fire::REHEARSALS);
    study.db.write(|db| {
        let new = db::rehearsal::New { thing, rating, times, senses, took, terms };
        let id = db::rehearsal::append(db, study.now, &new)?;
        draft::rehearsed(db, thing)?;
        tap::log(study, thing, Table::Rehearsal, id)?;
        tap::at(study, thing)
    })
}
