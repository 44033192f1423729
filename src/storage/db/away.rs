//! Planned breaks.

use rusqlite::{Row, params};

use crate::domain::away::Break;
use crate::domain::time::{Now, StudyDay};
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
    whole(find.query_row(params![id.replica, id.seq], days_at)?)
}

fn days_at(row: &Row<'_>) -> rusqlite::Result<(StudyDay, StudyDay)> {
    Ok((day_at(row, 0)?, day_at(row, 1)?))
}

fn whole((first, last): (StudyDay, StudyDay)) -> Result<Break, Error> {
    Break::new(first, last).map_err(|error| Error::Strange(error.to_string()))
}

/// The breaks that a device planned by the facts with the numbers from one to another, taken back or not.
///
/// # Errors
/// When the database cannot be read.
pub fn within(db: &Db, (device, first, last): (i64, i64, i64)) -> Result<Vec<Break>, Error> {
    let sql = "SELECT first_day, last_day FROM away WHERE replica = ?1 AND seq BETWEEN ?2 AND ?3";
    let mut find = db.conn.prepare_cached(sql)?;
    let days = find.query_map(params![device, first, last], days_at)?;
    days.map(|days| whole(days?)).collect()
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
    let days = find.query_map([], days_at)?;
    days.map(|days| whole(days?)).collect()
}
