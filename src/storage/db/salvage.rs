//! Reading what can still be read of a damaged database, fact by fact.

use std::collections::HashMap;
use std::fs::{self, OpenOptions};
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Row, ToSql};

use crate::storage::db::fact::{HERE, Table};
use crate::storage::db::portable::{Cell, Line};
use crate::storage::db::store;
use crate::storage::db::table::Holds;
use crate::storage::error::Error;

/// The bytes at the beginning that every database of this program has, with their places: the name of the
/// format, pages of 4096 bytes with a log written ahead, the format of the schema, texts in UTF-8.
const HEAD: [(u64, &[u8]); 4] = [
    (0, b"SQLite format 3\0"),
    (16, &[0x10, 0x00, 2, 2, 0, 64, 32, 32]),
    (44, &[0, 0, 0, 4]),
    (56, &[0, 0, 0, 1]),
];

/// After a gap that no index spans so many numbers are asked for one by one.
const PATIENCE: i64 = 1_000_000;

/// A database that may be damaged; nothing in it is believed before it is looked at.
pub struct Wreck {
    conn: Connection,
    devices: HashMap<i64, String>,
    cards: HashMap<i64, String>,
    decks: HashMap<i64, String>,
    things: HashMap<i64, String>,
    _folder: tempfile::TempDir,
}

impl Wreck {
    /// Looks at a copy of a database, beside which it is made for that time; the database itself stays as
    /// it is. This device is called `name` if its name can no longer be read.
    ///
    /// # Errors
    /// When the copy cannot be made or nothing of it can be read.
    pub fn open(path: &Path, name: &str) -> Result<Self, Error> {
        let beside = path.parent().unwrap_or(Path::new("."));
        let folder = tempfile::Builder::new().prefix(".unfinished-").tempdir_in(beside);
        let folder = folder.map_err(Error::file(beside))?;
        let copy = folder.path().join("wreck.db");
        for log in ["", "-wal"] {
            let (from, to) = (with(path, log), with(&copy, log));
            if from.exists() {
                fs::copy(&from, &to).map_err(Error::file(from))?;
            }
        }
        mend_head(&copy).map_err(Error::file(&copy))?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(&copy, flags)?;
        conn.execute_batch("PRAGMA writable_schema = ON; PRAGMA cell_size_check = ON")?;
        let mut devices = names(&conn, "replica");
        devices.entry(HERE).or_insert_with(|| name.to_owned());
        let (cards, decks) = (names(&conn, "card"), names(&conn, "deck"));
        let mut wreck =
            Self { conn, devices, cards, decks, things: HashMap::new(), _folder: folder };
        wreck.things = wreck.things();
        Ok(wreck)
    }

    /// What this device is called.
    #[must_use]
    pub fn device(&self) -> &str {
        self.devices.get(&HERE).map_or("", String::as_str)
    }

    /// The number that this device's next fact would have had; none when that can no longer be read.
    #[must_use]
    pub fn next_seq(&self) -> Option<i64> {
        let sql = "SELECT next_seq FROM replica WHERE id = 1";
        self.conn.query_row(sql, [], |row| row.get(0)).ok()
    }

    /// The store that this device shared; none when it shared none, or that can no longer be read.
    #[must_use]
    pub fn store(&self) -> Option<store::Known> {
        let sql = "SELECT address, label FROM store";
        let known = self.conn.query_row(sql, [], |row| {
            let (address, label) = (row.get(0)?, row.get(1)?);
            Ok(store::Known { address, label, synced_at: None })
        });
        known.ok()
    }

    /// The number with which this device's facts begin; none when that can no longer be read.
    #[must_use]
    pub fn first_seq(&self) -> Option<i64> {
        let sql = "SELECT first_seq FROM replica WHERE id = 1";
        self.conn.query_row(sql, [], |row| row.get(0)).ok()
    }

    fn things(&self) -> HashMap<i64, String> {
        let mut things = HashMap::new();
        let mut add = |row: &Row<'_>| {
            let (id, device, seq): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            if let Some(name) = self.devices.get(&device) {
                things.insert(id, format!("{name}:{seq}"));
            }
            Ok(())
        };
        let select = "SELECT id, replica, seq FROM thing";
        for order in ["ORDER BY id", "ORDER BY id DESC", "ORDER BY replica, seq"] {
            through(&self.conn, &format!("{select} {order}"), &[], &mut add);
        }
        things
    }

    /// Hands every fact that can be read to `each`, some perhaps twice; those before the damage and those
    /// behind it, and those in between that stand alone.
    pub fn each(&self, mut each: impl FnMut(Line)) {
        for table in Table::ALL {
            let mut devices: Vec<i64> = self.devices.keys().copied().collect();
            devices.sort_unstable();
            for device in devices {
                self.of_device(*table, device, &mut each);
            }
        }
    }

    fn of_device(&self, table: Table, device: i64, each: &mut impl FnMut(Line)) {
        let own: Vec<&str> = table.columns().iter().map(|column| column.name).collect();
        let select = format!(
            "SELECT replica, seq, at, offset, study_day, {} FROM {} WHERE replica = ?1",
            own.join(", "),
            table.name()
        );
        let (mut low, mut high) = (0, i64::MAX);
        let mut upwards = |row: &Row<'_>| {
            low = low.max(row.get(1)?);
            self.line(table, row).map(|line| line.into_iter().for_each(&mut *each))
        };
        if through(&self.conn, &format!("{select} ORDER BY seq"), &[&device], &mut upwards) {
            return;
        }
        let downwards = format!("{select} AND seq > ?2 ORDER BY seq DESC");
        let mut from_above = |row: &Row<'_>| {
            high = high.min(row.get(1)?);
            self.line(table, row).map(|line| line.into_iter().for_each(&mut *each))
        };
        through(&self.conn, &downwards, &[&device, &low], &mut from_above);
        let end = self.next_seq().unwrap_or(low).min(high).min(low.saturating_add(PATIENCE));
        let alone = format!("{select} AND seq = ?2");
        for seq in low.saturating_add(1)..end {
            let mut one = |row: &Row<'_>| {
                self.line(table, row).map(|line| line.into_iter().for_each(&mut *each))
            };
            through(&self.conn, &alone, &[&device, &seq], &mut one);
        }
    }

    /// The fact in a row, as other devices would know it; none when what it points at is not known.
    fn line(&self, table: Table, row: &Row<'_>) -> rusqlite::Result<Option<Line>> {
        let Some(device) = self.devices.get(&row.get(0)?) else { return Ok(None) };
        let mut cells = Vec::with_capacity(table.columns().len());
        for (column, place) in table.columns().iter().zip(5..) {
            let names = match column.holds {
                Holds::Device => &self.devices,
                Holds::Card => &self.cards,
                Holds::Deck => &self.decks,
                Holds::Thing(_) | Holds::AnyThing => &self.things,
                Holds::Whole | Holds::Real | Holds::Words | Holds::Flag | Holds::Day => {
                    cells.push(cell(row, place)?);
                    continue;
                }
            };
            let id: Option<i64> = row.get(place)?;
            match id.map(|id| names.get(&id)) {
                None => cells.push(Cell::Absent),
                Some(None) => return Ok(None),
                Some(Some(name)) => cells.push(Cell::Words(name.clone())),
            }
        }
        let (seq, at, offset, study_day) = (row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?);
        let device = device.clone();
        Ok(Some(Line { table, device, seq, at, offset, study_day, cells }))
    }
}

fn cell(row: &Row<'_>, place: usize) -> rusqlite::Result<Cell> {
    Ok(match row.get_ref(place)? {
        ValueRef::Null => Cell::Absent,
        ValueRef::Integer(number) => Cell::Whole(number),
        ValueRef::Real(number) => Cell::Real(number),
        ValueRef::Text(_) | ValueRef::Blob(_) => Cell::Words(row.get(place)?),
    })
}

/// Goes through the rows of a query as far as they can be read; tells whether it came to their end. A row
/// that cannot be read by itself is passed over.
fn through(
    conn: &Connection,
    sql: &str,
    values: &[&dyn ToSql],
    each: &mut impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
) -> bool {
    let Ok(mut find) = conn.prepare_cached(sql) else { return false };
    let Ok(mut rows) = find.query(values) else { return false };
    loop {
        match rows.next() {
            Ok(Some(row)) => {
                // What is wrong with one row says nothing of the next.
                let _ = each(row);
            }
            Ok(None) => return true,
            Err(_) => return false,
        }
    }
}

/// The names in a table by row, from the rows or, where those are damaged, from the index of the names.
fn names(conn: &Connection, table: &str) -> HashMap<i64, String> {
    let mut names = HashMap::new();
    let mut add = |row: &Row<'_>| {
        names.insert(row.get(0)?, row.get(1)?);
        Ok(())
    };
    for order in ["ORDER BY id", "ORDER BY id DESC", "ORDER BY name", "ORDER BY name DESC"] {
        through(conn, &format!("SELECT id, name FROM {table} {order}"), &[], &mut add);
    }
    names
}

/// Writes the bytes anew that every database begins with.
fn mend_head(path: &Path) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).open(path)?;
    if file.metadata()?.len() >= 512 {
        for (place, bytes) in HEAD {
            file.seek(SeekFrom::Start(place))?;
            file.write_all(bytes)?;
        }
    }
    Ok(())
}

fn with(path: &Path, log: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(log);
    PathBuf::from(name)
}
