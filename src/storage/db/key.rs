//! The place of an event in the history of a plan.

use rusqlite::Row;

use crate::domain::time::StudyDay;
use crate::storage::db::fact::{FactId, day_at, id_at};

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

/// Reads a key from four neighbouring columns: day, moment, replica, seq.
pub(super) fn key_at(row: &Row<'_>, column: usize) -> rusqlite::Result<Key> {
    Ok(Key { day: day_at(row, column)?, at: row.get(column + 1)?, id: id_at(row, column + 2)? })
}
