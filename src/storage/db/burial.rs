//! Burial facts: cards put off until a day.

use rusqlite::{OptionalExtension as _, params};

use crate::domain::time::{Now, StudyDay};
use crate::storage::db::Db;
use crate::storage::db::fact::{self, FactId, Table, day_at, latest_first, standing};
use crate::storage::error::Error;

/// Puts a card off until `until`.
///
/// # Errors
/// When the database refuses.
pub fn append(db: &Db, now: Now, card: i64, until: StudyDay) -> Result<FactId, Error> {
    fact::append(db, Table::Burial, now, "card, until", &[&card, &until.epoch()])
}

/// The day until which a card was last put off.
///
/// # Errors
/// When the database cannot be read.
pub fn of_card(db: &Db, card: i64) -> Result<Option<StudyDay>, Error> {
    let sql = format!(
        "SELECT until FROM burial WHERE card = ?1 AND {} \
         ORDER BY {} LIMIT 1",
        standing("burial"),
        latest_first("burial")
    );
    let mut find = db.conn.prepare_cached(&sql)?;
    Ok(find.query_row(params![card], |row| day_at(row, 0)).optional()?)
}
