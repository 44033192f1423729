//! Jots, as they stood from one moment to the next.

use rusqlite::{OptionalExtension as _, Row, params};

use crate::domain::jot::Jot;
use crate::domain::time::Now;
use crate::storage::db::fact::{self, FactId, Table, word_at};
use crate::storage::db::{Db, thing};
use crate::storage::error::Error;

/// Says how a jot stands from now on.
///
/// # Errors
/// When the database refuses.
pub fn append(db: &Db, now: Now, thing: i64, jot: &Jot) -> Result<FactId, Error> {
    let values: [&dyn rusqlite::ToSql; 4] = [&thing, &jot.kind.word(), &jot.text, &jot.done];
    fact::append(db, Table::Jot, now, "thing, kind, text, done", &values)
}

/// A jot with its row in `thing` and the moment it was made, in milliseconds since the epoch.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// Its row.
    pub thing: i64,
    /// When it was made.
    pub made_at: i64,
    /// What it says.
    pub jot: Jot,
}

const STORED: &str = "SELECT thing.id, made_at, jot.kind, text, done FROM standing \
    JOIN jot USING (replica, seq) JOIN thing ON thing.id = standing.thing";

/// The jots that hold, oldest first; only those not dealt with, unless `done` ones are wanted too.
///
/// # Errors
/// When the database cannot be read.
pub fn list(db: &Db, done: bool) -> Result<Vec<Stored>, Error> {
    let sql = format!("{STORED} WHERE done <= ?1 ORDER BY {}", thing::IN_ORDER);
    let mut find = db.conn.prepare_cached(&sql)?;
    Ok(find.query_map(params![done], stored_at)?.collect::<Result<_, _>>()?)
}

/// Reads a jot; nothing when there is none or it is taken back.
///
/// # Errors
/// When the database cannot be read.
pub fn at(db: &Db, thing: i64) -> Result<Option<Stored>, Error> {
    let sql = format!("{STORED} WHERE thing.id = ?1");
    Ok(db.conn.prepare_cached(&sql)?.query_row(params![thing], stored_at).optional()?)
}

fn stored_at(row: &Row<'_>) -> rusqlite::Result<Stored> {
    let jot = Jot { kind: word_at(row, 2)?, text: row.get(3)?, done: row.get(4)? };
    Ok(Stored { thing: row.get(0)?, made_at: row.get(1)?, jot })
}
