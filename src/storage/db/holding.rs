//! Which facts are held here, by the devices that wrote them.

use rusqlite::params;

use crate::domain::sync::coverage::Coverage;
use crate::storage::db::Db;
use crate::storage::db::fact::{HERE, Table};
use crate::storage::db::portable;
use crate::storage::error::Error;

/// Every fact that is held here: this device's own, and those of others.
///
/// # Errors
/// When the database cannot be read.
pub fn all(db: &Db) -> Result<Coverage, Error> {
    let mut all = of_others(db)?;
    let sql = "SELECT name, first_seq, next_seq - 1 FROM replica WHERE id = 1";
    let mut find = db.conn.prepare_cached(sql)?;
    let (here, first, last): (String, i64, i64) =
        find.query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    all.add(&here, first, last);
    Ok(all)
}

fn of_others(db: &Db) -> Result<Coverage, Error> {
    let mut find = db.conn.prepare_cached("SELECT device, first, last FROM holding")?;
    let ranges = find.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let mut all = Coverage::default();
    for range in ranges {
        let (device, first, last): (String, i64, i64) = range?;
        all.add(&device, first, last);
    }
    Ok(all)
}

/// Notes that facts of other devices came in: device, first and last number.
///
/// # Errors
/// When the database refuses.
pub fn add<'a>(
    db: &Db,
    ranges: impl IntoIterator<Item = (&'a str, i64, i64)>,
) -> Result<(), Error> {
    let here = portable::here(db)?;
    let mut fresh: Coverage = ranges.into_iter().filter(|(device, ..)| *device != here).collect();
    if fresh.is_empty() {
        return Ok(());
    }
    fresh.merge(&of_others(db)?);
    keep(db, &fresh)
}

/// The facts of a device from a number on became those of another one.
///
/// # Errors
/// When the database refuses.
pub fn split(db: &Db, device: &str, from: i64, branch: &str) -> Result<(), Error> {
    let mut others = of_others(db)?;
    if portable::here(db)? == branch {
        // What this device wrote under its old name is that of another one now.
        let sql = "SELECT first_seq FROM replica WHERE name = ?1";
        let first = db.conn.query_row(sql, params![device], |row| row.get(0))?;
        others.add(device, first, from - 1);
    } else {
        others.rename(device, from, branch);
    }
    keep(db, &others)
}

fn keep(db: &Db, coverage: &Coverage) -> Result<(), Error> {
    db.conn.execute("DELETE FROM holding", [])?;
    let mut insert = db.conn.prepare_cached("INSERT INTO holding VALUES (?1, ?2, ?3)")?;
    for (device, first, last) in coverage.ranges() {
        insert.execute(params![device, first, last])?;
    }
    Ok(())
}

/// Looks through all facts for those of other devices: what an earlier version took in was not noted.
///
/// # Errors
/// When the database refuses.
pub fn count_anew(db: &Db) -> Result<(), Error> {
    let mut coverage = Coverage::default();
    for (device, name) in portable::devices(db)?.into_iter().filter(|(device, _)| *device != HERE) {
        for table in Table::ALL {
            let sql = format!("SELECT seq FROM {} WHERE replica = ?1 ORDER BY seq", table.name());
            let mut find = db.conn.prepare(&sql)?;
            let numbers = find.query_map(params![device], |row| row.get(0))?;
            let numbers = numbers.collect::<Result<Vec<i64>, _>>()?;
            for run in numbers.chunk_by(|one, next| next - one == 1) {
                if let [first, ..] = run
                    && let Some(last) = run.last()
                {
                    coverage.add(&name, *first, *last);
                }
            }
        }
    }
    keep(db, &coverage)
}
