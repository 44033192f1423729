//! What the shelf was last taken up from, and which deck files could not be read then.

use rusqlite::{OptionalExtension as _, params};

use crate::storage::db::Db;
use crate::storage::error::Error;

/// What the shelf was taken up from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakenUp {
    /// The digest of the decks built into the program.
    pub built_in: String,
    /// The fingerprint of the user's deck folder.
    pub user: String,
}

/// A deck file that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The file.
    pub file: String,
    /// The line of the first problem, from 1.
    pub line: usize,
    /// What is wrong there.
    pub problem: String,
}

/// What the shelf was last taken up from; empty texts when it never was.
///
/// # Errors
/// When the database cannot be read.
pub fn last(db: &Db) -> Result<TakenUp, Error> {
    let mut find = db.conn.prepare_cached("SELECT built_in, user FROM taken_up")?;
    let last = find
        .query_row([], |row| Ok(TakenUp { built_in: row.get(0)?, user: row.get(1)? }))
        .optional()?;
    Ok(last.unwrap_or_default())
}

/// Notes what the shelf was taken up from and what was broken.
///
/// # Errors
/// When the database refuses.
pub fn note(db: &Db, from: &TakenUp, broken: &[Broken]) -> Result<(), Error> {
    let keep = "INSERT OR REPLACE INTO taken_up VALUES (1, ?1, ?2)";
    db.conn.prepare_cached(keep)?.execute(params![from.built_in, from.user])?;
    db.conn.execute("DELETE FROM broken_deck", [])?;
    for Broken { file, line, problem } in broken {
        db.conn
            .prepare_cached("INSERT INTO broken_deck VALUES (?1, ?2, ?3)")?
            .execute(params![file, line, problem])?;
    }
    Ok(())
}

/// The deck files that could not be read.
///
/// # Errors
/// When the database cannot be read.
pub fn broken(db: &Db) -> Result<Vec<Broken>, Error> {
    let mut find = db.conn.prepare_cached("SELECT file, line, problem FROM broken_deck")?;
    let all = find.query_map([], |row| {
        Ok(Broken { file: row.get(0)?, line: row.get(1)?, problem: row.get(2)? })
    })?;
    Ok(all.collect::<Result<_, _>>()?)
}
