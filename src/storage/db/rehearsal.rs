//! Rehearsal facts.

use rusqlite::{OptionalExtension as _, params};

use crate::domain::review::{Rating, Review, Terms};
use crate::domain::tap::trace::Event;
use crate::domain::time::Now;
use crate::storage::db::Db;
use crate::storage::db::fact::{self, FactId, Table, latest_first, standing};
use crate::storage::db::key::{Key, Ranks};
use crate::storage::error::Error;

/// A rehearsal about to be logged.
#[derive(Clone, Debug)]
pub struct New<'a> {
    /// The plan's row in `thing`.
    pub thing: i64,
    /// How readily the action came.
    pub rating: Rating,
    /// How often it was imagined or acted.
    pub times: u32,
    /// What was seen, heard or felt at the trigger; may be empty.
    pub senses: &'a str,
    /// How long it took, in milliseconds.
    pub took: u32,
    /// What the next interval is computed with.
    pub terms: Terms,
}

/// Logs a rehearsal.
///
/// # Errors
/// When the database refuses.
pub fn append(db: &Db, now: Now, new: &New<'_>) -> Result<FactId, Error> {
    let columns = "thing, rating, times, senses, took, retention, longest";
    let values: [&dyn rusqlite::ToSql; 7] = [
        &new.thing,
        &new.rating.number(),
        &new.times,
        &new.senses,
        &new.took,
        &new.terms.retention,
        &new.terms.longest,
    ];
    fact::append(db, Table::Rehearsal, now, columns, &values)
}

/// The rehearsals of a plan that are not taken back.
pub(super) fn events(db: &Db, thing: i64) -> Result<Vec<(Key, Event)>, Error> {
    let sql = format!(
        "SELECT study_day, at, replica, seq, rating, took, retention, longest FROM rehearsal \
         WHERE thing = ?1 AND {}",
        standing("rehearsal")
    );
    let ranks = Ranks::of(db)?;
    let mut find = db.conn.prepare_cached(&sql)?;
    let all = find.query_map(params![thing], |row| {
        let key = ranks.key_at(row, 0)?;
        let number: u8 = row.get(4)?;
        let rating = Rating::from_number(number)
            .ok_or(rusqlite::Error::IntegralValueOutOfRange(4, number.into()))?;
        let terms = Terms { retention: row.get(6)?, longest: row.get(7)? };
        let (at, study_day, took) = (key.at, key.day, row.get(5)?);
        Ok((key, Event::Rehearsed(Review { at, study_day, rating, scored: true, took, terms })))
    })?;
    Ok(all.collect::<Result<_, _>>()?)
}

/// What was last said to be seen, heard or felt at the trigger; empty when nothing was.
///
/// # Errors
/// When the database cannot be read.
pub fn senses(db: &Db, thing: i64) -> Result<String, Error> {
    let sql = format!(
        "SELECT senses FROM rehearsal WHERE thing = ?1 AND senses <> '' AND {} \
         ORDER BY {} LIMIT 1",
        standing("rehearsal"),
        latest_first("rehearsal")
    );
    let mut find = db.conn.prepare_cached(&sql)?;
    let last = find.query_row(params![thing], |row| row.get(0)).optional()?;
    Ok(last.unwrap_or_default())
}
