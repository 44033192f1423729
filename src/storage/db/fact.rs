//! Facts: insert-only rows, each numbered by the device that wrote it.

use rusqlite::{OptionalExtension as _, Row, ToSql, params};

use crate::domain::time::{MOMENTS, Now, StudyDay};
use crate::storage::db::{Db, portable};
use crate::storage::error::Error;

pub use crate::storage::db::table::{About, Table};

/// The number of a fact: which device wrote it, and its how-manieth it was. It has no order: the rows of
/// devices differ from one device to the other, see `in_order`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
/// One that says something anew comes after all that was said before, even by a device whose clock runs
/// ahead; what is written next carries this device's own time again.
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
    let at = after_known(db, table, at, (columns, values))?;
    let moment = Moment { at, offset: now.offset, study_day: now.today };
    insert(db, table, (seq, moment), columns, values)
}

/// The moment `at` or, if what is to be written says something anew that is known with a later one, the
/// first moment at which it is the last. Of facts of this device the number decides.
fn after_known(
    db: &Db,
    table: Table,
    at: i64,
    (columns, values): (&str, &[&dyn ToSql]),
) -> Result<i64, Error> {
    let Some(register) = table.register() else { return Ok(at) };
    let own = columns.split(", ").zip(values);
    let (key, key_values): (Vec<&str>, Vec<&dyn ToSql>) = own
        .filter(|(column, _)| register.key.contains(column))
        .map(|(column, value)| (column, *value))
        .unzip();
    let same: Vec<String> =
        key.iter().zip(1..).map(|(column, n)| format!(" AND {column} = ?{n}")).collect();
    let mut latest = at;
    let mut others = None;
    for table in register.tables {
        let sql = format!(
            "SELECT max(at) FILTER (WHERE replica = {HERE}), max(at) FILTER (WHERE replica <> {HERE}) \
             FROM {} WHERE 1{}",
            table.name(),
            same.concat()
        );
        let mut find = db.conn.prepare_cached(&sql)?;
        let (here, elsewhere): (Option<i64>, Option<i64>) =
            find.query_row(key_values.as_slice(), |row| Ok((row.get(0)?, row.get(1)?)))?;
        latest = latest.max(here.unwrap_or(at));
        others = others.max(elsewhere);
    }
    let beyond = others.filter(|other| *other >= latest).map(|other| other + 1);
    Ok(beyond.map_or(latest, |beyond| beyond.min(*MOMENTS.end())))
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

/// What sorts the facts named by `alias`, oldest first, in the same way on every device: by their moments,
/// then by the names of the devices that wrote them, then by their numbers.
pub(super) fn in_order(alias: &str) -> String {
    format!("{alias}.at, (SELECT name FROM replica WHERE id = {alias}.replica), {alias}.seq")
}

/// What sorts the facts named by `alias` as [`in_order`] does, but the latest first.
pub(super) fn latest_first(alias: &str) -> String {
    format!(
        "{alias}.at DESC, (SELECT name FROM replica WHERE id = {alias}.replica) DESC, \
         {alias}.seq DESC"
    )
}

/// The condition that the fact named by `alias` has not been taken back.
pub(super) fn standing(alias: &str) -> String {
    format!(
        "NOT EXISTS (SELECT 1 FROM undone WHERE undone.replica = {alias}.replica \
         AND undone.seq = {alias}.seq)"
    )
}
