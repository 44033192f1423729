//! Suspension facts.

use rusqlite::{OptionalExtension as _, params};

use crate::domain::time::Now;
use crate::storage::db::Db;
use crate::storage::db::fact::{self, FactId, Table, latest_first, standing};
use crate::storage::error::Error;

/// Suspends a card or ends its suspension.
///
/// # Errors
/// When the database refuses.
pub fn append(db: &Db, now: Now, card: i64, suspended: bool) -> Result<FactId, Error> {
    fact::append(db, Table::Suspension, now, "card, suspended", &[&card, &suspended])
}

/// The last word on whether a card is suspended.
///
/// # Errors
/// When the database cannot be read.
pub fn of_card(db: &Db, card: i64) -> Result<bool, Error> {
    let sql = format!(
        "SELECT suspended FROM suspension WHERE card = ?1 AND {} \
         ORDER BY {} LIMIT 1",
        standing("suspension"),
        latest_first("suspension")
    );
    let last =
        db.conn.prepare_cached(&sql)?.query_row(params![card], |row| row.get(0)).optional()?;
    Ok(last.unwrap_or(false))
}

/// Tells whether it was ever decided to suspend a card or to end that, and is not taken back.
///
/// # Errors
/// When the database cannot be read.
pub fn ever(db: &Db, card: i64) -> Result<bool, Error> {
    let sql = format!(
        "SELECT EXISTS (SELECT 1 FROM suspension WHERE card = ?1 AND {})",
        standing("suspension")
    );
    Ok(db.conn.prepare_cached(&sql)?.query_row(params![card], |row| row.get(0))?)
}
