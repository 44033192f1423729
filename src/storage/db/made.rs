//! What runs of walks have made.

use std::collections::HashSet;

use rusqlite::{OptionalExtension as _, params};

use crate::domain::time::Now;
use crate::storage::db::Db;
use crate::storage::db::fact::{self, FactId, Table, in_order, standing};
use crate::storage::error::Error;

/// Something a run made of the answer at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The place.
    pub place: String,
    /// The thing, by its row; none for a card.
    pub thing: Option<i64>,
    /// Its name or number, as commands know it.
    pub name: String,
    /// Whether it came of a private walk, or of a private part of one.
    pub private: bool,
}

/// Says what a run has made.
///
/// # Errors
/// When the database refuses.
pub fn append(db: &Db, now: Now, run: i64, made: &Made) -> Result<FactId, Error> {
    let Made { place, thing, name, private } = made;
    let values: [&dyn rusqlite::ToSql; 5] = [&run, place, thing, name, private];
    fact::append(db, Table::WalkMade, now, "thing, place, made, name, private", &values)
}

/// Everything a run has made, oldest first; what was taken back since is among it.
///
/// # Errors
/// When the database cannot be read.
pub fn of(db: &Db, run: i64) -> Result<Vec<Made>, Error> {
    let sql = format!(
        "SELECT place, made, name, private FROM walk_made WHERE thing = ?1 ORDER BY {}",
        in_order("walk_made")
    );
    let mut find = db.conn.prepare_cached(&sql)?;
    let all = find.query_map(params![run], |row| {
        Ok(Made { place: row.get(0)?, thing: row.get(1)?, name: row.get(2)?, private: row.get(3)? })
    })?;
    Ok(all.collect::<Result<_, _>>()?)
}

/// The names of the cards that came of private walks.
///
/// # Errors
/// When the database cannot be read.
pub fn private_cards(db: &Db) -> Result<HashSet<String>, Error> {
    let sql = "SELECT name FROM walk_made WHERE private AND made IS NULL";
    let mut find = db.conn.prepare_cached(sql)?;
    Ok(find.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// The things that came of private walks.
///
/// # Errors
/// When the database cannot be read.
pub fn private(db: &Db) -> Result<HashSet<i64>, Error> {
    let sql = "SELECT made FROM walk_made WHERE private AND made IS NOT NULL";
    let mut find = db.conn.prepare_cached(sql)?;
    Ok(find.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// The run that made a thing, if one did.
///
/// # Errors
/// When the database cannot be read.
pub fn by(db: &Db, thing: i64) -> Result<Option<i64>, Error> {
    let sql = format!(
        "SELECT thing FROM walk_made WHERE made = ?1 AND {} ORDER BY {} LIMIT 1",
        standing("walk_made"),
        in_order("walk_made")
    );
    let mut find = db.conn.prepare_cached(&sql)?;
    Ok(find.query_row(params![thing], |row| row.get(0)).optional()?)
}
