//! Decks that no file states: made by an import, kept until they are given up.

use rusqlite::{OptionalExtension as _, params};

use crate::domain::time::Now;
use crate::storage::db::Db;
use crate::storage::db::fact::{self, FactId, Table, latest_first, standing};
use crate::storage::error::Error;

/// Keeps a deck, or gives it up.
///
/// # Errors
/// When the database refuses.
pub fn append(db: &Db, now: Now, deck: i64, title: &str, kept: bool) -> Result<FactId, Error> {
    fact::append(db, Table::DeckMade, now, "deck, title, kept", &[&deck, &title, &kept])
}

/// The title of a deck that no file states, while it is kept.
///
/// # Errors
/// When the database cannot be read.
pub fn title(db: &Db, deck: i64) -> Result<Option<String>, Error> {
    let sql = format!(
        "SELECT title, kept FROM deck_made WHERE deck = ?1 AND {} \
         ORDER BY {} LIMIT 1",
        standing("deck_made"),
        latest_first("deck_made")
    );
    let mut find = db.conn.prepare_cached(&sql)?;
    let last: Option<(String, bool)> =
        find.query_row(params![deck], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    Ok(last.and_then(|(title, kept)| kept.then_some(title)))
}
