//! The place of an event in the history of a plan.

use std::cmp::Ordering;
use std::collections::HashMap;

use rusqlite::{Row, params};

use crate::domain::time::StudyDay;
use crate::storage::db::Db;
use crate::storage::db::fact::{FactId, Table, day_at, id_at};
use crate::storage::error::Error;

/// The place of an event in the history of a plan: by study day, then moment, then the name of the device
/// that wrote it, then its number. For an outcome the day and the moment are those of what happened,
/// whenever it was logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// The study day.
    pub day: StudyDay,
    /// The moment, in milliseconds since the epoch.
    pub at: i64,
    /// How many devices that are known here have a name before that of the one that wrote it.
    rank: usize,
    /// The fact.
    pub id: FactId,
}

impl Key {
    /// Puts facts of which each says anew what holds from then on into the order of their stamps: by
    /// moment, device and number. One that carries a later study day than one that came after it was
    /// stamped by a clock that ran ahead, or the user has travelled west; it counts as of the day of that
    /// one.
    pub(super) fn put_in_order<T>(said: &mut [(Self, T)]) {
        said.sort_by_key(|(key, _)| (key.at, key.rank, key.id.seq));
        let mut next: Option<StudyDay> = None;
        for (key, _) in said.iter_mut().rev() {
            key.day = next.map_or(key.day, |next| key.day.min(next));
            next = Some(key.day);
        }
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        let order = |key: &Self| (key.day, key.at, key.rank, key.id.seq);
        order(self).cmp(&order(other))
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The devices that are known here, each with its place in the order of their names.
pub(super) struct Ranks(HashMap<i64, usize>);

impl Ranks {
    pub(super) fn of(db: &Db) -> Result<Self, Error> {
        let mut all = db.conn.prepare_cached("SELECT id FROM replica ORDER BY name")?;
        let devices = all.query_map([], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
        Ok(Self(devices.into_iter().zip(0..).collect()))
    }

    /// Reads a key from four neighbouring columns: day, moment, replica, seq.
    pub(super) fn key_at(&self, row: &Row<'_>, column: usize) -> rusqlite::Result<Key> {
        let id = id_at(row, column + 2)?;
        let rank = self.0.get(&id.replica).copied().unwrap_or_default();
        Ok(Key { day: day_at(row, column)?, at: row.get(column + 1)?, rank, id })
    }
}

/// The key of a fact about a plan.
///
/// # Errors
/// When there is no such fact or the database cannot be read.
pub fn of(db: &Db, table: Table, id: FactId) -> Result<Key, Error> {
    let moment =
        if table == Table::Outcome { "happened_day, happened_at" } else { "study_day, at" };
    let sql = format!(
        "SELECT {moment}, replica, seq FROM {} WHERE replica = ?1 AND seq = ?2",
        table.name()
    );
    let ranks = Ranks::of(db)?;
    let mut find = db.conn.prepare_cached(&sql)?;
    Ok(find.query_row(params![id.replica, id.seq], |row| ranks.key_at(row, 0))?)
}
