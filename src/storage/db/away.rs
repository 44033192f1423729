//! Planned breaks.

use rusqlite::params;

use crate::domain::away::Break;
use crate::domain::time::Now;
use crate::storage::db::Db;
use crate::storage::db::fact::{self, FactId, Table, day_at, standing};
use crate::storage::error::Error;

/// Plans a break.
///
/// # Errors
/// When the database refuses.
pub fn append(db: &Db, now: Now, planned: Break) -> Result<FactId, Error> {
    let (first, last) = (planned.first().epoch(), planned.last().epoch());
    fact::append(db, Table::Away, now, "first_day, last_day", &[&first, &last])
}

/// Reads one break, taken back or not.
///
/// # Errors
/// When the database cannot be read.
pub fn at(db: &Db, id: FactId) -> Result<Break, Error> {
    let sql = "SELECT first_day, last_day FROM away WHERE replica = ?1 AND seq = ?2";
    let mut find = db.conn.prepare_cached(sql)?;
    let (first, last) =
        find.query_row(params![id.replica, id.seq], |row| Ok((day_at(row, 0)?, day_at(row, 1)?)))?;
    Break::new(first, last).map_err(|error| Error::Strange(error.to_string()))
}

/// Every break that is not taken back, the earliest first.
///
/// # Errors
/// When the database cannot be read.
pub fn all(db: &Db) -> Result<Vec<Break>, Error> {
    let sql = format!(
        "SELECT first_day, last_day FROM away WHERE {} ORDER BY first_day, last_day",
        standing("away")
    );
    let mut find = db.conn.prepare_cached(&sql)?;
    let days = find
        .query_map([], |row| Ok((day_at(row, 0)?, day_at(row, 1)?)))?
        .collect::<Result<Vec<_>, _>>()?;
    days.into_iter()
        .map(|(first, last)| {
            Break::new(first, last).map_err(|error| Error::Strange(error.to_string()))
        })
        .collect()
}
