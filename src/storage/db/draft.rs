//! The answers to a plan that is being made: kept one by one, so that none is lost, and thrown away
//! when the plan is.

use rusqlite::params;

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

/// Throws every answer away.
///
/// # Errors
/// When the database refuses.
pub fn clear(db: &Db) -> Result<(), Error> {
    db.conn.execute("DELETE FROM draft", [])?;
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
