//! Facts: insert-only rows, each numbered by the device that wrote it.

use rusqlite::{OptionalExtension as _, Row, ToSql, params};

use crate::domain::time::{Now, StudyDay};
use crate::storage::db::{Db, portable};
use crate::storage::error::Error;

pub use crate::storage::db::table::{About, Table};

/// The number of a fact: which device wrote it, and its how-manieth it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactId {
    /// The device, by its row in `replica`; 1 is this one.
    pub replica: i64,
    /// Counted from 1 over all facts of that device.
    pub seq: i64,
}

/// This device's row in `replica`.
pub const HERE: i64 = 1;

/// A fact as the log of acts sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Act {
    /// Where it is kept.
    pub table: Table,
    /// Its number.
    pub id: FactId,
    /// The study day it was written on.
    pub study_day: StudyDay,
    /// What it is about.
    pub about: About,
}

/// When a fact is true: the moment, the UTC offset then and the study day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Milliseconds since the epoch.
    pub at: i64,
    /// Seconds east of UTC.
    pub offset: i32,
    /// The study day.
    pub study_day: StudyDay,
}

/// Appends a fact at the present, or at the device's latest moment when its clock was set back since.
///
/// `columns` names what follows the common ones, `values` holds it.
pub(super) fn append(
    db: &Db,
    table: Table,
    now: Now,
    columns: &str,
    values: &[&dyn ToSql],
) -> Result<FactId, Error> {
    let take = "UPDATE replica SET next_seq = next_seq + 1, latest_at = max(latest_at, ?1) \
        WHERE id = 1 RETURNING next_seq - 1, latest_at";
    let (seq, at): (i64, i64) = db
        .conn
        .prepare_cached(take)?
        .query_row(params![now.at], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let moment = Moment { at, offset: now.offset, study_day: now.today };
    insert(db, table, (seq, moment), columns, values)
}

/// Appends a fact of a time gone by, as it was kept elsewhere: the clock of this device stays as it is.
pub(super) fn append_past(
    db: &Db,
    table: Table,
    moment: Moment,
    columns: &str,
    values: &[&dyn ToSql],
) -> Result<FactId, Error> {
    let take = "UPDATE replica SET next_seq = next_seq + 1 WHERE id = 1 RETURNING next_seq - 1";
    let seq: i64 = db.conn.prepare_cached(take)?.query_row([], |row| row.get(0))?;
    insert(db, table, (seq, moment), columns, values)
}

fn insert(
    db: &Db,
    table: Table,
    (seq, moment): (i64, Moment),
    columns: &str,
    values: &[&dyn ToSql],
) -> Result<FactId, Error> {
    let id = FactId { replica: HERE, seq };
    let marks: Vec<String> = (6..6 + values.len()).map(|n| format!("?{n}")).collect();
    let marks = marks.join(", ");
    let sql = format!(
        "INSERT INTO {} (replica, seq, at, offset, study_day, {columns}) \
         VALUES (?1, ?2, ?3, ?4, ?5, {marks})",
        table.name()
    );
    let day = moment.study_day.epoch();
    let mut all: Vec<&dyn ToSql> = vec![&id.replica, &id.seq, &moment.at, &moment.offset, &day];
    all.extend_from_slice(values);
    db.conn.prepare_cached(&sql)?.execute(all.as_slice())?;
    portable::add_to_sum(db, table, id)?;
    Ok(id)
}

/// The number that this device's next fact will have.
///
/// # Errors
/// When the database cannot be read.
pub fn next_seq(db: &Db) -> Result<i64, Error> {
    let sql = "SELECT next_seq FROM replica WHERE id = 1";
    Ok(db.conn.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// Tells whether anything was ever logged.
///
/// # Errors
/// When the database cannot be read.
pub fn any(db: &Db) -> Result<bool, Error> {
    let sql = "SELECT EXISTS (SELECT 1 FROM replica WHERE next_seq > 1)";
    Ok(db.conn.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// The latest fact of this device before number `seq`.
///
/// # Errors
/// When the database cannot be read.
pub fn latest_before(db: &Db, seq: i64) -> Result<Option<Act>, Error> {
    let mut latest: Option<Act> = None;
    for table in Table::ALL.iter().copied() {
        let sql = format!(
            "SELECT replica, seq, study_day, {} FROM {} \
             WHERE replica = {HERE} AND seq < ?1 ORDER BY seq DESC LIMIT 1",
            table.subject(),
            table.name()
        );
        let act = db
            .conn
            .prepare_cached(&sql)?
            .query_row(params![seq], |row| {
                let about = table.about(row.get(3)?);
                Ok(Act { table, id: id_at(row, 0)?, study_day: day_at(row, 2)?, about })
            })
            .optional()?;
        if act.is_some_and(|act| latest.is_none_or(|latest| act.id.seq > latest.id.seq)) {
            latest = act;
        }
    }
    Ok(latest)
}

/// Finds a fact by its number, whichever device wrote it.
///
/// # Errors
/// When the database cannot be read.
pub fn find(db: &Db, id: FactId) -> Result<Option<Act>, Error> {
    for table in Table::ALL {
        let sql = format!(
            "SELECT study_day, {} FROM {} WHERE replica = ?1 AND seq = ?2",
            table.subject(),
            table.name()
        );
        let mut find = db.conn.prepare_cached(&sql)?;
        let act = find.query_row(params![id.replica, id.seq], |row| {
            let about = table.about(row.get(1)?);
            Ok(Act { table: *table, id, study_day: day_at(row, 0)?, about })
        });
        if let Some(act) = act.optional()? {
            return Ok(Some(act));
        }
    }
    Ok(None)
}

/// What the facts of a device with the numbers from one to another are about: each table with each
/// subject once.
///
/// # Errors
/// When the database cannot be read.
pub fn within(
    db: &Db,
    (device, first, last): (i64, i64, i64),
) -> Result<Vec<(Table, About)>, Error> {
    let mut all = Vec::new();
    for table in Table::ALL {
        let sql = format!(
            "SELECT DISTINCT {} FROM {} WHERE replica = ?1 AND seq BETWEEN ?2 AND ?3",
            table.subject(),
            table.name()
        );
        let mut find = db.conn.prepare_cached(&sql)?;
        let abouts = find.query_map(params![device, first, last], |row| row.get(0))?;
        for row in abouts {
            all.push((*table, table.about(row?)));
        }
    }
    Ok(all)
}

/// Reads a fact's number from two neighbouring columns.
pub(super) fn id_at(row: &Row<'_>, column: usize) -> rusqlite::Result<FactId> {
    Ok(FactId { replica: row.get(column)?, seq: row.get(column + 1)? })
}

/// Reads a study day from a column.
pub(super) fn day_at(row: &Row<'_>, column: usize) -> rusqlite::Result<StudyDay> {
    row.get(column).map(StudyDay::from_epoch)
}

/// Reads a word that a `CHECK` lets only known ones into.
pub(super) fn word_at<T: std::str::FromStr>(row: &Row<'_>, column: usize) -> rusqlite::Result<T>
where
    T::Err: std::error::Error + Send + Sync + 'static,
{
    row.get::<_, String>(column)?.parse().map_err(|error| conversion(column, error))
}

/// Says that a column holds what it should not.
pub(super) fn conversion(
    column: usize,
    error: impl std::error::Error + Send + Sync + 'static,
) -> rusqlite::Error {
    let kind = rusqlite::types::Type::Text;
    rusqlite::Error::FromSqlConversionFailure(column, kind, Box::new(error))
}

/// The name of the device that wrote the fact named by `alias`: what decides between equal moments, since
/// every device knows it alike.
pub(super) fn device_name(alias: &str) -> String {
    format!("(SELECT name FROM replica WHERE id = {alias}.replica)")
}

/// The condition that the fact named by `alias` has not been taken back.
pub(super) fn standing(alias: &str) -> String {
    format!(
        "NOT EXISTS (SELECT 1 FROM undone WHERE undone.replica = {alias}.replica \
         AND undone.seq = {alias}.seq)"
    )
}
