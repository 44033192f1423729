//! Commitments: making, moving and closing them.

use crate::app::error::Thing;
use crate::app::{Error, Study, settle};
use crate::domain::commitment::{Commitment, State};
use crate::domain::time::StudyDay;
use crate::storage::db::thing::Kind;
use crate::storage::db::{self, Db};

/// Makes a commitment; returns its number.
///
/// # Errors
/// When the database refuses.
pub fn make(study: &Study, commitment: &Commitment) -> Result<i64, Error> {
    study.db.write(|db| made(study, db, commitment))
}

/// Makes a commitment inside a transaction.
pub(super) fn made(study: &Study, db: &Db, commitment: &Commitment) -> Result<i64, Error> {
    let thing = db::thing::make(db, study.now, Kind::Commitment)?;
    say(study, db, thing, commitment)?;
    Ok(thing)
}

fn say(study: &Study, db: &Db, thing: i64, commitment: &Commitment) -> Result<(), Error> {
    db::commitment::append(db, study.now, thing, commitment)?;
    settle::thing::anew(db, &study.models.plans, thing)
}

/// Reads a commitment by its number.
///
/// # Errors
/// When there is none or the database cannot be read.
pub fn at(study: &Study, thing: i64) -> Result<Commitment, Error> {
    let unknown =
        || Error::Unknown { thing: Thing::Commitment, name: thing.to_string(), near: Vec::new() };
    db::commitment::at(&study.db, thing)?.ok_or_else(unknown)
}

/// The commitments, the earliest due first: the open ones, or all of them.
///
/// # Errors
/// When the database cannot be read.
pub fn list(study: &Study, all: bool) -> Result<Vec<(i64, Commitment)>, Error> {
    let every = db::commitment::list(&study.db, None)?;
    let wanted = |commitment: &Commitment| all || commitment.state == State::Open;
    Ok(every.into_iter().filter(|(_, commitment)| wanted(commitment)).collect())
}

/// Closes a commitment, or opens it again.
///
/// # Errors
/// When there is none, that does not suit its kind, or the database refuses.
pub fn close(study: &Study, thing: i64, state: State, note: &str) -> Result<Commitment, Error> {
    study.db.write(|db| {
        let closed = at(study, thing)?.closed(state, note)?;
        say(study, db, thing, &closed)?;
        Ok(closed)
    })
}

/// Moves a commitment to another day and opens it if it was closed.
///
/// # Errors
/// When there is none or the database refuses.
pub fn snooze(study: &Study, thing: i64, until: StudyDay) -> Result<Commitment, Error> {
    study.db.write(|db| {
        let moved = Commitment { due: until, state: State::Open, ..at(study, thing)? };
        say(study, db, thing, &moved)?;
        Ok(moved)
    })
}
