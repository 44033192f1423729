//! What happened to a plan, from all its tables, in one order.

use rusqlite::Row;

use crate::domain::tap::trace::Event;
use crate::domain::time::StudyDay;
use crate::storage::db::fact::{FactId, Table, day_at, id_at};
use crate::storage::db::{Db, outcome, rehearsal, self_rating, tap};
use crate::storage::error::Error;

/// The place of an event in the history of a plan: by study day, then moment, then fact. For an
/// outcome these are the day and moment of what happened, whenever it was logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The study day.
    pub day: StudyDay,
    /// The moment, in milliseconds since the epoch.
    pub at: i64,
    /// The fact.
    pub id: FactId,
}

/// Everything that ever happened to a plan and is not taken back, in order.
///
/// # Errors
/// When the database cannot be read.
pub fn of_tap(db: &Db, thing: i64) -> Result<Vec<(Key, Event)>, Error> {
    let wordings = tap::wordings(db, thing)?;
    let worded = wordings.into_iter().map(|one| (one.key, Event::Worded(Box::new(one.plan))));
    let mut events: Vec<(Key, Event)> = worded.collect();
    events.extend(outcome::events(db, thing, None)?);
    events.extend(rehearsal::events(db, thing)?);
    events.extend(self_rating::events(db, thing)?);
    events.extend(tap::moves(db, thing)?);
    events.extend(tap::checks(db, thing)?);
    events.sort_by_key(|(key, _)| *key);
    Ok(events)
}

/// The events of one table that come after `last`.
///
/// # Errors
/// When the database cannot be read.
pub fn after(db: &Db, thing: i64, table: Table, last: Key) -> Result<Vec<(Key, Event)>, Error> {
    let mut events = match table {
        Table::Outcome => outcome::events(db, thing, Some(last))?,
        Table::Rehearsal => rehearsal::events(db, thing)?,
        Table::SelfRating => self_rating::events(db, thing)?,
        Table::TapStatus => tap::moves(db, thing)?,
        Table::TapCheck => tap::checks(db, thing)?,
        Table::TapVersion
        | Table::Review
        | Table::CardEdit
        | Table::Suspension
        | Table::Burial
        | Table::Away
        | Table::Undo
        | Table::Commitment
        | Table::Jot => of_tap(db, thing)?,
    };
    events.retain(|(key, _)| *key > last);
    events.sort_by_key(|(key, _)| *key);
    Ok(events)
}

/// Reads a key from four neighbouring columns: day, moment, replica, seq.
pub(super) fn key_at(row: &Row<'_>, column: usize) -> rusqlite::Result<Key> {
    Ok(Key { day: day_at(row, column)?, at: row.get(column + 1)?, id: id_at(row, column + 2)? })
}

/// Reads a word that a `CHECK` lets only known ones into.
pub(super) fn word_at<T: std::str::FromStr>(row: &Row<'_>, column: usize) -> rusqlite::Result<T>
where
    T::Err: std::error::Error + Send + Sync + 'static,
{
    row.get::<_, String>(column)?.parse().map_err(|error: T::Err| {
        let kind = rusqlite::types::Type::Text;
        rusqlite::Error::FromSqlConversionFailure(column, kind, Box::new(error))
    })
}
