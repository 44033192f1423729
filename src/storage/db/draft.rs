//! Answers that are being given, kept line by line so that none is lost, and thrown away once they
//! are given: of a plan in the making, a rehearsal, a question of a walk.
//!
//! The questions of a plan are single words; those of anything else begin with what they belong to.

use rusqlite::{OptionalExtension as _, params};

use crate::storage::db::Db;
use crate::storage::error::Error;

/// Keeps an answer.
///
/// # Errors
/// When the database refuses.
pub fn keep(db: &Db, question: &str, answer: &str) -> Result<(), Error> {
    let sql = "INSERT OR REPLACE INTO draft VALUES (?1, ?2)";
    db.conn.prepare_cached(sql)?.execute(params![question, answer])?;
    Ok(())
}

/// Every answer so far, with its question.
///
/// # Errors
/// When the database cannot be read.
pub fn all(db: &Db) -> Result<Vec<(String, String)>, Error> {
    let mut all = db.conn.prepare_cached("SELECT question, answer FROM draft")?;
    let answers = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(answers.collect::<Result<_, _>>()?)
}

/// Reads one answer.
///
/// # Errors
/// When the database cannot be read.
pub fn at(db: &Db, question: &str) -> Result<Option<String>, Error> {
    let mut find = db.conn.prepare_cached("SELECT answer FROM draft WHERE question = ?1")?;
    Ok(find.query_row(params![question], |row| row.get(0)).optional()?)
}

/// Throws the answers of a plan in the making away.
///
/// # Errors
/// When the database refuses.
pub fn clear(db: &Db) -> Result<(), Error> {
    db.conn.execute("DELETE FROM draft WHERE instr(question, ' ') = 0", [])?;
    Ok(())
}

/// Throws one answer away.
///
/// # Errors
/// When the database refuses.
pub fn forget(db: &Db, question: &str) -> Result<(), Error> {
    db.conn.prepare_cached("DELETE FROM draft WHERE question = ?1")?.execute(params![question])?;
    Ok(())
}
