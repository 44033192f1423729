//! What files of the user's said that all devices share: settings and decks.

use std::collections::BTreeMap;

use rusqlite::params;

use crate::domain::time::Now;
use crate::domain::word::words;
use crate::storage::db::Db;
use crate::storage::db::fact::{self, FactId, Table, word_at};
use crate::storage::error::Error;

words! {
    /// What all devices share beside what was done.
    Kind, "sort of shared file":
    /// A setting.
    Setting = "setting",
    /// A deck file of the user's own.
    Deck = "deck",
}

/// What is shared, by its sort and name.
pub type Name = (Kind, String);

/// What is said of each name at last: a value or a text, or none when it is gone.
///
/// # Errors
/// When the database cannot be read.
pub fn all(db: &Db) -> Result<BTreeMap<Name, Option<String>>, Error> {
    let sql = format!(
        "SELECT kind, name, text, gone FROM shared WHERE {} ORDER BY {}",
        fact::standing("shared"),
        fact::in_order("shared")
    );
    let mut find = db.conn.prepare_cached(&sql)?;
    let rows = find.query_map([], |row| {
        let text: String = row.get(2)?;
        let gone: bool = row.get(3)?;
        Ok(((word_at(row, 0)?, row.get(1)?), (!gone).then_some(text)))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Says what a file says now; none when it is gone.
///
/// # Errors
/// When the database refuses.
pub fn append(db: &Db, now: Now, name: &Name, text: Option<&str>) -> Result<FactId, Error> {
    let values: [&dyn rusqlite::ToSql; 4] =
        [&name.0.word(), &name.1, &text.unwrap_or_default(), &text.is_none()];
    fact::append(db, Table::Shared, now, "kind, name, text, gone", &values)
}

/// The sums of what the files said when they were last in line with the facts.
///
/// # Errors
/// When the database cannot be read.
pub fn in_line(db: &Db) -> Result<BTreeMap<Name, i64>, Error> {
    let mut find = db.conn.prepare_cached("SELECT kind, name, sum FROM in_line")?;
    let rows = find.query_map([], |row| Ok(((word_at(row, 0)?, row.get(1)?), row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Notes that a file says what the facts say; none when it is gone.
///
/// # Errors
/// When the database refuses.
pub fn note_in_line(db: &Db, name: &Name, sum: Option<i64>) -> Result<(), Error> {
    let (kind, name) = (name.0.word(), &name.1);
    match sum {
        Some(sum) => db
            .conn
            .prepare_cached("INSERT OR REPLACE INTO in_line VALUES (?1, ?2, ?3)")?
            .execute(params![kind, name, sum])?,
        None => db
            .conn
            .prepare_cached("DELETE FROM in_line WHERE kind = ?1 AND name = ?2")?
            .execute(params![kind, name])?,
    };
    Ok(())
}
