//! Jots: quick notes for later.

use crate::app::error::Thing;
use crate::app::{Error, Study, settle};
use crate::domain::jot::Jot;
use crate::storage::db::jot::Stored;
use crate::storage::db::thing::Kind;
use crate::storage::db::{self, Db};

/// Keeps a jot.
///
/// # Errors
/// When the database refuses.
pub fn make(study: &Study, jot: &Jot) -> Result<Stored, Error> {
    study.db.write(|db| made(study, db, jot))
}

/// Keeps a jot inside a transaction.
pub(super) fn made(study: &Study, db: &Db, jot: &Jot) -> Result<Stored, Error> {
    let thing = db::thing::make(db, study.now, Kind::Jot)?;
    say(study, db, thing, jot)?;
    at(study, thing)
}

fn say(study: &Study, db: &Db, thing: i64, jot: &Jot) -> Result<(), Error> {
    db::jot::append(db, study.now, thing, jot)?;
    settle::thing::anew(db, &study.models.plans, thing)
}

/// Marks the open jot with these words as dealt with; returns its number, if there is one.
pub(super) fn dealt_with(study: &Study, db: &Db, text: &str) -> Result<Option<i64>, Error> {
    let open = db::jot::list(db, false)?.into_iter().find(|stored| stored.jot.text == text);
    let Some(Stored { thing, jot, .. }) = open else { return Ok(None) };
    say(study, db, thing, &Jot { done: true, ..jot })?;
    Ok(Some(thing))
}

/// The jots, oldest first: the open ones, or all of them.
///
/// # Errors
/// When the database cannot be read.
pub fn list(study: &Study, all: bool) -> Result<Vec<Stored>, Error> {
    Ok(db::jot::list(&study.db, all)?)
}

/// Marks a jot as dealt with. Returns it, and whether that changed anything.
///
/// # Errors
/// When there is none or the database refuses.
pub fn done(study: &Study, thing: i64) -> Result<(Stored, bool), Error> {
    study.db.write(|db| {
        let stored = at(study, thing)?;
        if stored.jot.done {
            return Ok((stored, false));
        }
        say(study, db, thing, &Jot { done: true, ..stored.jot })?;
        Ok((at(study, thing)?, true))
    })
}

fn at(study: &Study, thing: i64) -> Result<Stored, Error> {
    let name = thing.to_string();
    let unknown = || Error::Unknown { thing: Thing::Jot, name, near: Vec::new() };
    db::jot::at(&study.db, thing)?.ok_or_else(unknown)
}
