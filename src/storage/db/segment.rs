//! Segments of the store that were looked at; none of it is a fact.

use rusqlite::params;

use crate::domain::sync::coverage::Coverage;
use crate::domain::sync::listing::{Seen, State};
use crate::storage::db::Db;
use crate::storage::db::fact::conversion;
use crate::storage::error::Error;

/// What is known of a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// As the store listed it.
    pub seen: Seen,
    /// Whether it was taken in.
    pub state: State,
    /// The device that wrote it; empty where it cannot be read.
    pub device: String,
    /// What its user calls that device.
    pub label: String,
    /// The facts it covers, under the names they have here.
    pub coverage: Coverage,
    /// Why it waits or cannot be read; empty when it is held.
    pub why: String,
}

const fn word(state: State) -> &'static str {
    match state {
        State::Held => "held",
        State::Waiting => "waiting",
        State::Damaged => "damaged",
    }
}

/// Every segment that was looked at.
///
/// # Errors
/// When the database cannot be read.
pub fn all(db: &Db) -> Result<Vec<Known>, Error> {
    let mut find = db.conn.prepare_cached(
        "SELECT folder, name, bytes, state, device, label, spans, why FROM segment",
    )?;
    let all = find.query_map([], |row| {
        let state = match row.get::<_, String>(3)?.as_str() {
            "held" => State::Held,
            "waiting" => State::Waiting,
            _ => State::Damaged,
        };
        let spans: Vec<(String, i64, i64)> = serde_json::from_str(&row.get::<_, String>(6)?)
            .map_err(|error| conversion(6, error))?;
        let spans = spans.iter().map(|(device, first, last)| (device.as_str(), *first, *last));
        Ok(Known {
            seen: Seen { folder: row.get(0)?, name: row.get(1)?, bytes: row.get(2)? },
            state,
            device: row.get(4)?,
            label: row.get(5)?,
            coverage: spans.collect(),
            why: row.get(7)?,
        })
    })?;
    Ok(all.collect::<Result<_, _>>()?)
}

/// Remembers a segment.
///
/// # Errors
/// When the database refuses.
pub fn keep(db: &Db, known: &Known) -> Result<(), Error> {
    let sql = "INSERT OR REPLACE INTO segment VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let spans: Vec<_> = known.coverage.ranges().collect();
    let spans = serde_json::to_string(&spans).map_err(|error| Error::Strange(error.to_string()))?;
    let Known { seen, device, label, why, .. } = known;
    let (folder, name, bytes, state) = (&seen.folder, &seen.name, seen.bytes, word(known.state));
    let values = params![folder, name, bytes, state, device, label, spans, why];
    db.conn.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

/// Forgets a segment that is not in the store any more.
///
/// # Errors
/// When the database refuses.
pub fn forget(db: &Db, seen: &Seen) -> Result<(), Error> {
    let sql = "DELETE FROM segment WHERE folder = ?1 AND name = ?2";
    db.conn.prepare_cached(sql)?.execute(params![seen.folder, seen.name])?;
    Ok(())
}

/// Forgets every segment: the store or its key is another one.
///
/// # Errors
/// When the database refuses.
pub fn forget_all(db: &Db) -> Result<(), Error> {
    db.conn.execute("DELETE FROM segment", [])?;
    Ok(())
}
