//! Facts of self-rated automaticity.

use rusqlite::params;

use crate::domain::tap::trace::Event;
use crate::domain::time::{Now, StudyDay};
use crate::storage::db::Db;
use crate::storage::db::fact::{self, FactId, Table, standing};
use crate::storage::db::key::{Key, Ranks};
use crate::storage::error::Error;

/// Keeps a self-rating, 1-7.
///
/// # Errors
/// When the database refuses.
pub fn append(db: &Db, now: Now, thing: i64, rating: u8) -> Result<FactId, Error> {
    fact::append(db, Table::SelfRating, now, "thing, rating", &[&thing, &rating])
}

/// The self-ratings of a plan that are not taken back.
pub(super) fn events(db: &Db, thing: i64) -> Result<Vec<(Key, Event)>, Error> {
    let all = all(db, thing)?;
    Ok(all.into_iter().map(|(key, rating)| (key, Event::Rated(rating))).collect())
}

/// The self-ratings since `from`, oldest first.
///
/// # Errors
/// When the database cannot be read.
pub fn since(db: &Db, thing: i64, from: StudyDay) -> Result<Vec<(StudyDay, u8)>, Error> {
    let all = all(db, thing)?.into_iter().map(|(key, rating)| (key.day, rating));
    Ok(all.filter(|(day, _)| *day >= from).collect())
}

fn all(db: &Db, thing: i64) -> Result<Vec<(Key, u8)>, Error> {
    let sql = format!(
        "SELECT study_day, at, replica, seq, rating FROM self_rating WHERE thing = ?1 AND {}",
        standing("self_rating")
    );
    let ranks = Ranks::of(db)?;
    let mut find = db.conn.prepare_cached(&sql)?;
    let all = find.query_map(params![thing], |row| Ok((ranks.key_at(row, 0)?, row.get(4)?)))?;
    let mut all: Vec<(Key, u8)> = all.collect::<Result<_, _>>()?;
    all.sort_by_key(|(key, _)| *key);
    Ok(all)
}
