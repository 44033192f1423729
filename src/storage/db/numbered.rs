//! Facts as other devices know them, by the numbers that their devices gave them.

use rusqlite::{OptionalExtension as _, params};

use crate::storage::db::Db;
use crate::storage::db::fact::{self, FactId, Table};
use crate::storage::db::portable::{Line, line, line_at, select};
use crate::storage::error::Error;

/// The fact to which a device gave a number.
///
/// # Errors
/// When the database cannot be read.
pub fn by_number(db: &Db, device: &str, seq: i64) -> Result<Option<Line>, Error> {
    let Some(replica) = row_of(db, device)? else { return Ok(None) };
    let id = FactId { replica, seq };
    let act = fact::find(db, id)?;
    act.map_or(Ok(None), |act| line(db, act.table, id))
}

/// The last fact of a device before a number.
///
/// # Errors
/// When the database cannot be read.
pub fn last_before(db: &Db, device: &str, seq: i64) -> Result<Option<Line>, Error> {
    let Some(replica) = row_of(db, device)? else { return Ok(None) };
    let mut last: Option<(Table, FactId)> = None;
    for table in Table::ALL {
        let sql = format!("SELECT max(seq) FROM {} WHERE replica = ?1 AND seq < ?2", table.name());
        let mut find = db.conn.prepare_cached(&sql)?;
        let found: Option<i64> = find.query_row(params![replica, seq], |row| row.get(0))?;
        if let Some(seq) = found.filter(|seq| last.is_none_or(|(_, last)| *seq > last.seq)) {
            last = Some((*table, FactId { replica, seq }));
        }
    }
    last.map_or(Ok(None), |(table, id)| line(db, table, id))
}

/// Tells whether just this fact is here.
///
/// # Errors
/// When the database cannot be read.
pub fn is_kept(db: &Db, wanted: &Line) -> Result<bool, Error> {
    let Some(replica) = row_of(db, &wanted.device)? else { return Ok(false) };
    let id = FactId { replica, seq: wanted.seq };
    Ok(line(db, wanted.table, id)?.is_some_and(|kept| kept == *wanted))
}

/// The facts of a device from one number to another, table by table: what makes things comes before
/// what speaks of them.
///
/// # Errors
/// When the database cannot be read.
pub fn within(db: &Db, (device, first, last): (&str, i64, i64)) -> Result<Vec<Line>, Error> {
    let mut lines = Vec::new();
    let Some(replica) = row_of(db, device)? else { return Ok(lines) };
    for table in Table::ALL {
        let sql = format!(
            "{} WHERE f.replica = ?1 AND f.seq BETWEEN ?2 AND ?3 ORDER BY f.seq",
            select(*table)
        );
        let mut find = db.conn.prepare_cached(&sql)?;
        let found = find.query_map(params![replica, first, last], |row| line_at(row, *table))?;
        for line in found {
            lines.push(line?);
        }
    }
    Ok(lines)
}

fn row_of(db: &Db, device: &str) -> Result<Option<i64>, Error> {
    let mut find = db.conn.prepare_cached("SELECT id FROM replica WHERE name = ?1")?;
    Ok(find.query_row(params![device], |row| row.get(0)).optional()?)
}
