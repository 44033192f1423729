//! Facts as other devices and files know them: devices, cards, decks and things by name, not by row.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use rusqlite::types::ValueRef;
use rusqlite::{OptionalExtension as _, Row, params};

use crate::storage::db::Db;
use crate::storage::db::fact::{FactId, Table};
use crate::storage::db::table::Holds;
use crate::storage::error::Error;

/// The numbers that a fact may have.
pub const NUMBERS: RangeInclusive<i64> = 1..=1 << 53;

/// A value of a fact.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Absent,
    /// A whole number, a day or a flag.
    Whole(i64),
    /// A number.
    Real(f64),
    /// Words, or the name of a device, card, deck or thing.
    Words(String),
}

/// A fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Where it is kept.
    pub table: Table,
    /// The device that wrote it.
    pub device: String,
    /// Its number among the facts of that device.
    pub seq: i64,
    /// When, in milliseconds since the epoch.
    pub at: i64,
    /// The UTC offset then, in seconds.
    pub offset: i32,
    /// The study day, in days since 1970.
    pub study_day: i32,
    /// What its own columns hold, in the order of [`Table::columns`].
    pub cells: Vec<Cell>,
}

impl Line {
    /// A number for what the fact says: equal facts have equal ones on every device. The sum of these
    /// numbers over many facts shows whether one of them was damaged.
    ///
    /// The hash is FNV-1a of 64 bits (Fowler, Noll and Vo), finished by a round of mixing.
    #[must_use]
    pub fn sum(&self) -> i64 {
        let mut hash = Fnv::default();
        hash.words(self.table.name());
        hash.words(&self.device);
        for number in [self.seq, self.at, self.offset.into(), self.study_day.into()] {
            hash.bytes(&number.to_le_bytes());
        }
        self.cells.iter().for_each(|cell| hash.cell(cell));
        hash.finish()
    }
}

/// A number for a text that never changes with the program.
#[must_use]
pub fn hash(text: &str) -> u64 {
    let mut hash = Fnv::default();
    hash.words(text);
    hash.finish().cast_unsigned()
}

/// A hash that never changes with the program: FNV-1a of 64 bits.
pub(super) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    /// Takes in a value, told apart from values of other sorts.
    pub(super) fn cell(&mut self, cell: &Cell) {
        match cell {
            Cell::Absent => self.bytes(&[0]),
            Cell::Whole(number) => {
                self.bytes(&[1]);
                self.bytes(&number.to_le_bytes());
            }
            Cell::Real(number) => {
                self.bytes(&[2]);
                self.bytes(&number.to_bits().to_le_bytes());
            }
            Cell::Words(words) => self.words(words),
        }
    }

    /// Takes in words.
    pub(super) fn words(&mut self, words: &str) {
        self.bytes(&[3]);
        self.bytes(words.as_bytes());
        self.bytes(&[0xff]);
    }

    /// The number it has come to, mixed once more.
    pub(super) fn finish(self) -> i64 {
        let mut hash = self.0;
        hash ^= hash >> 33;
        hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash ^= hash >> 33;
        hash.cast_signed()
    }
}

/// Selects the facts of a table as other devices know them.
pub(super) fn select(table: Table) -> String {
    let own = table.columns().iter().map(|column| expression(column.name, column.holds));
    let own: Vec<String> = own.collect();
    format!(
        "SELECT (SELECT name FROM replica WHERE id = f.replica), f.seq, f.at, f.offset, \
         f.study_day, {} FROM {} AS f",
        own.join(", "),
        table.name()
    )
}

/// What selects a column of `f` as other devices know what it holds.
pub(super) fn expression(name: &str, holds: Holds) -> String {
    match holds {
        Holds::Whole | Holds::Real | Holds::Words | Holds::Flag | Holds::Day => format!("f.{name}"),
        Holds::Device => format!("(SELECT name FROM replica WHERE id = f.{name})"),
        Holds::Card => format!("(SELECT name FROM card WHERE id = f.{name})"),
        Holds::Deck => format!("(SELECT name FROM deck WHERE id = f.{name})"),
        Holds::Thing(_) | Holds::AnyThing => format!(
            "(SELECT r.name || ':' || t.seq FROM thing t JOIN replica r ON r.id = t.replica \
             WHERE t.id = f.{name})"
        ),
    }
}

/// Reads a fact that [`select`] selected.
pub(super) fn line_at(row: &Row<'_>, table: Table) -> rusqlite::Result<Line> {
    let own = 5..5 + table.columns().len();
    Ok(Line {
        table,
        device: row.get(0)?,
        seq: row.get(1)?,
        at: row.get(2)?,
        offset: row.get(3)?,
        study_day: row.get(4)?,
        cells: own.map(|column| cell_at(row, column)).collect::<Result<_, _>>()?,
    })
}

pub(super) fn cell_at(row: &Row<'_>, column: usize) -> rusqlite::Result<Cell> {
    Ok(match row.get_ref(column)? {
        ValueRef::Null => Cell::Absent,
        ValueRef::Integer(number) => Cell::Whole(number),
        ValueRef::Real(number) => Cell::Real(number),
        ValueRef::Text(_) | ValueRef::Blob(_) => Cell::Words(row.get(column)?),
    })
}

/// Reads one fact.
///
/// # Errors
/// When the database cannot be read.
pub fn line(db: &Db, table: Table, id: FactId) -> Result<Option<Line>, Error> {
    let sql = format!("{} WHERE f.replica = ?1 AND f.seq = ?2", select(table));
    let mut find = db.conn.prepare_cached(&sql)?;
    let line = find.query_row(params![id.replica, id.seq], |row| line_at(row, table));
    Ok(line.optional()?)
}

/// The devices whose facts are kept here, by row and name, in the order of their names.
///
/// # Errors
/// When the database cannot be read.
pub fn devices(db: &Db) -> Result<Vec<(i64, String)>, Error> {
    let mut all = db.conn.prepare_cached("SELECT id, name FROM replica ORDER BY name")?;
    let devices = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(devices.collect::<Result<_, _>>()?)
}

/// The name of this device.
///
/// # Errors
/// When the database cannot be read.
pub fn here(db: &Db) -> Result<String, Error> {
    let sql = "SELECT name FROM replica WHERE id = 1";
    Ok(db.conn.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// How many facts are kept here.
///
/// # Errors
/// When the database cannot be read.
pub fn count(db: &Db) -> Result<u64, Error> {
    let mut total = 0;
    for table in Table::ALL {
        let sql = format!("SELECT count(*) FROM {}", table.name());
        let facts: u64 = db.conn.query_row(&sql, [], |row| row.get(0))?;
        total += facts;
    }
    Ok(total)
}

/// Hands every fact to `each`: table by table, and in a table by device and number.
///
/// # Errors
/// What `each` returns, or when the database cannot be read.
pub fn each<E: From<Error>>(db: &Db, mut each: impl FnMut(Line) -> Result<(), E>) -> Result<(), E> {
    let devices = devices(db)?;
    for table in Table::ALL {
        for (device, _) in &devices {
            of_device(db, *table, *device, &mut each)?;
        }
    }
    Ok(())
}

/// Hands every fact of one table to `each`, by device and number.
///
/// # Errors
/// What `each` returns, or when the database cannot be read.
pub fn of<E: From<Error>>(
    db: &Db,
    table: Table,
    mut each: impl FnMut(Line) -> Result<(), E>,
) -> Result<(), E> {
    devices(db)?.iter().try_for_each(|(device, _)| of_device(db, table, *device, &mut each))
}

fn of_device<E: From<Error>>(
    db: &Db,
    table: Table,
    device: i64,
    each: &mut impl FnMut(Line) -> Result<(), E>,
) -> Result<(), E> {
    let sql = format!("{} WHERE f.replica = ?1 ORDER BY f.seq", select(table));
    let mut find = db.conn.prepare_cached(&sql).map_err(Error::from)?;
    let mut rows = find.query(params![device]).map_err(Error::from)?;
    while let Some(row) = rows.next().map_err(Error::from)? {
        each(line_at(row, table).map_err(Error::from)?)?;
    }
    Ok(())
}

/// Adds a fact that was just kept to the sum of its device.
pub(super) fn add_to_sum(db: &Db, table: Table, id: FactId) -> Result<(), Error> {
    let sum = line(db, table, id)?.map_or(0, |line| line.sum());
    add(db, id.replica, sum)
}

/// Adds to the sum of a device; one that was never summed up is left for [`sum_up`].
pub(super) fn add(db: &Db, device: i64, sum: i64) -> Result<(), Error> {
    let sql = "SELECT sum FROM replica WHERE id = ?1";
    let before: Option<i64> =
        db.conn.prepare_cached(sql)?.query_row(params![device], |row| row.get(0))?;
    if let Some(before) = before {
        let sql = "UPDATE replica SET sum = ?2 WHERE id = ?1";
        db.conn.prepare_cached(sql)?.execute(params![device, before.wrapping_add(sum)])?;
    }
    Ok(())
}

/// The sums of what each device wrote: of the facts as they are, by the row of the device.
///
/// # Errors
/// When the database cannot be read.
pub fn sums(db: &Db) -> Result<HashMap<i64, i64>, Error> {
    let mut sums = HashMap::new();
    for (device, _) in devices(db)? {
        let mut sum = 0_i64;
        for table in Table::ALL {
            of_device::<Error>(db, *table, device, &mut |line| {
                sum = sum.wrapping_add(line.sum());
                Ok(())
            })?;
        }
        sums.insert(device, sum);
    }
    Ok(sums)
}

/// The sums that were kept as facts were written, by the row and name of the device.
///
/// # Errors
/// When the database cannot be read.
pub fn kept_sums(db: &Db) -> Result<Vec<(i64, String, Option<i64>)>, Error> {
    let mut all = db.conn.prepare_cached("SELECT id, name, sum FROM replica ORDER BY name")?;
    let kept = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(kept.collect::<Result<_, _>>()?)
}

/// Has this device count its facts on from a number, if that is not far beyond the last one it has.
///
/// # Errors
/// When the database refuses.
pub fn go_on_from(db: &Db, next: i64) -> Result<(), Error> {
    let sql = "UPDATE replica SET next_seq = ?1 \
        WHERE id = 1 AND ?1 BETWEEN next_seq AND next_seq + 1000000";
    db.conn.execute(sql, params![next])?;
    Ok(())
}

/// Has this device count its facts from a number on, where it branched off from another, if none of them
/// has a lower one.
///
/// # Errors
/// When the database refuses.
pub fn begin_at(db: &Db, first: i64) -> Result<(), Error> {
    let tables = Table::ALL.iter();
    let lower = tables.map(|table| {
        format!(" AND NOT EXISTS (SELECT 1 FROM {} WHERE replica = 1 AND seq < ?1)", table.name())
    });
    let lower: String = lower.collect();
    let sql = format!(
        "UPDATE replica SET first_seq = ?1 WHERE id = 1 AND ?1 BETWEEN 1 AND next_seq{lower}"
    );
    db.conn.execute(&sql, params![first])?;
    Ok(())
}

/// Sums up the facts of devices of which no sum was kept yet.
///
/// # Errors
/// When the database refuses.
pub fn sum_up(db: &Db) -> Result<(), Error> {
    if kept_sums(db)?.iter().all(|(_, _, sum)| sum.is_some()) {
        return Ok(());
    }
    for (device, sum) in sums(db)? {
        let sql = "UPDATE replica SET sum = ?2 WHERE id = ?1 AND sum IS NULL";
        db.conn.execute(sql, params![device, sum])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line() -> Line {
        Line {
            table: Table::Suspension,
            device: "here".to_owned(),
            seq: 1,
            at: 2,
            offset: 3,
            study_day: 4,
            cells: vec![Cell::Words("a/b".to_owned()), Cell::Whole(1)],
        }
    }

    #[test]
    fn whatever_changes_in_a_fact_changes_its_number() {
        let changes: [fn(&mut Line); 7] = [
            |line| line.table = Table::Burial,
            |line| line.device.push('x'),
            |line| line.seq += 1,
            |line| line.offset += 1,
            |line| line.cells[1] = Cell::Real(1.0),
            |line| line.cells[1] = Cell::Absent,
            |line| line.cells[0] = Cell::Words("a/c".to_owned()),
        ];
        for change in changes {
            let mut other = line();
            change(&mut other);
            assert_ne!(other.sum(), line().sum(), "{other:?}");
        }
    }

    #[test]
    fn the_number_of_a_fact_never_changes_with_the_program() {
        assert_eq!(line().sum(), 2_238_058_837_459_073_207);
    }
}
