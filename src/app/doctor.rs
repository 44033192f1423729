//! Checking the database, and deriving everything anew from the facts.

use crate::app::{Error, Study, settle};
use crate::storage::db;

/// Checks the database file; the answer is empty when it is sound.
///
/// # Errors
/// When it cannot be checked.
pub fn check(study: &Study) -> Result<Vec<String>, Error> {
    Ok(study.db.integrity()?)
}

/// What deriving everything anew found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rebuilt {
    /// Whether what was derived before equals what was derived now, byte by byte; also when it was
    /// derived by an earlier version of this program, which may have done it differently.
    pub same: bool,
    /// The cards looked at.
    pub cards: usize,
}

/// Derives memory, queues and counts anew from the facts, in one transaction.
///
/// # Errors
/// When the database refuses.
pub fn rebuild(study: &Study) -> Result<Rebuilt, Error> {
    study.db.write(|db| {
        let known = db::derived::way(db)? == db::derived::WAY;
        let before = known.then(|| db::derived::digest(db)).transpose()?;
        settle::everything(db, &study.models)?;
        db::derived::note_way(db)?;
        let same = match before {
            Some(before) => before == db::derived::digest(db)?,
            None => true,
        };
        Ok(Rebuilt { same, cards: db::card::rows(db)?.len() })
    })
}

/// Derives everything anew if it was derived by a version of this program that did it differently;
/// tells whether it did.
///
/// # Errors
/// When the database refuses.
pub fn bring_up_to_date(study: &Study) -> Result<bool, Error> {
    let old = db::derived::way(&study.db)? != db::derived::WAY;
    if old {
        study.db.write(db::portable::sum_up)?;
        rebuild(study)?;
    }
    Ok(old)
}
