//! Jots: quick notes for later.

use crate::app::error::Thing;
use crate::app::{Error, Study, settle};
use crate::domain::jot::Jot;
use crate::storage::db;
use crate::storage::db::jot::Stored;
use crate::storage::db::thing::Kind;

/// Keeps a jot.
///
/// # Errors
/// When the database refuses.
pub fn make(study: &Study, jot: &Jot) -> Result<Stored, Error> {
    study.db.write(|db| {
        let thing = db::thing::make(db, study.now, Kind::Jot)?;
        db::jot::append(db, study.now, thing, jot)?;
        settle::thing::anew(db, &study.models.plans, thing)?;
        at(study, thing)
    })
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
        db::jot::append(db, study.now, thing, &Jot { done: true, ..stored.jot })?;
        settle::thing::anew(db, &study.models.plans, thing)?;
        Ok((at(study, thing)?, true))
    })
}

fn at(study: &Study, thing: i64) -> Result<Stored, Error> {
    let name = thing.to_string();
    let unknown = || Error::Unknown { thing: Thing::Jot, name, near: Vec::new() };
    db::jot::at(&study.db, thing)?.ok_or_else(unknown)
}
