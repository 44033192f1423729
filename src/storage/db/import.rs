//! Files that were taken in, and which facts came with each.

use rusqlite::params;
use serde::{Deserialize, Serialize};

use crate::domain::time::Now;
use crate::domain::word::words;
use crate::storage::db::Db;
use crate::storage::db::fact::{self, FactId, Table, id_at, in_order};
use crate::storage::error::Error;

words! {
    /// The programs a file may come from.
    Source, "source":
    /// This one.
    Rat = "rat",
    /// Anki.
    Anki = "anki",
    /// Loop Habit Tracker.
    Loop = "loop",
}

/// Some facts of one device that follow one another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range(pub String, pub i64, pub i64);

/// Notes that a file was taken in, and the facts that came with it.
///
/// # Errors
/// When the database refuses.
pub fn append(
    db: &Db,
    now: Now,
    source: Source,
    file: &str,
    ranges: &[Range],
) -> Result<FactId, Error> {
    let facts = serde_json::to_string(ranges).map_err(|error| Error::Strange(error.to_string()))?;
    fact::append(db, Table::Import, now, "source, file, facts", &[&source.word(), &file, &facts])
}

/// An import with the facts that came with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its own number.
    pub id: FactId,
    /// The file it came from.
    pub file: String,
    /// What came with it: a device, and the first and last number.
    pub facts: Vec<(i64, i64, i64)>,
}

impl Kept {
    /// Tells whether a fact came with it.
    #[must_use]
    pub fn brought(&self, fact: FactId) -> bool {
        let within = |(device, first, last): &(i64, i64, i64)| {
            *device == fact.replica && (*first..=*last).contains(&fact.seq)
        };
        self.facts.iter().any(within)
    }
}

/// Every import there ever was with the facts that came with it.
///
/// # Errors
/// When the database cannot be read.
pub fn ranges(db: &Db) -> Result<Vec<(FactId, Vec<Range>)>, Error> {
    let mut find = db.conn.prepare_cached("SELECT replica, seq, facts FROM import")?;
    let rows = find.query_map([], |row| Ok((id_at(row, 0)?, row.get::<_, String>(2)?)))?;
    let mut all = Vec::new();
    for row in rows {
        let (id, facts) = row?;
        let ranges = serde_json::from_str(&facts);
        all.push((id, ranges.map_err(|error| Error::Strange(error.to_string()))?));
    }
    Ok(all)
}

/// Every import there ever was, taken back or not.
///
/// # Errors
/// When the database cannot be read.
pub fn all(db: &Db) -> Result<Vec<Kept>, Error> {
    let sql =
        format!("SELECT replica, seq, file, facts FROM import ORDER BY {}", in_order("import"));
    let mut find = db.conn.prepare_cached(&sql)?;
    let rows = find.query_map([], |row| {
        Ok((id_at(row, 0)?, row.get::<_, String>(2)?, row.get::<_, String>(3)?))
    })?;
    let mut all = Vec::new();
    for row in rows {
        let (id, file, facts) = row?;
        let ranges: Vec<Range> =
            serde_json::from_str(&facts).map_err(|error| Error::Strange(error.to_string()))?;
        let mut facts = Vec::with_capacity(ranges.len());
        for Range(device, first, last) in ranges {
            // A device nobody knows has no facts here.
            if let Some(device) = device_row(db, &device)? {
                facts.push((device, first, last));
            }
        }
        all.push(Kept { id, file, facts });
    }
    Ok(all)
}

fn device_row(db: &Db, name: &str) -> Result<Option<i64>, Error> {
    use rusqlite::OptionalExtension as _;
    let mut find = db.conn.prepare_cached("SELECT id FROM replica WHERE name = ?1")?;
    Ok(find.query_row(params![name], |row| row.get(0)).optional()?)
}
