//! Things the user makes: plans, commitments and jots.

use rusqlite::{OptionalExtension as _, params};

use crate::domain::time::Now;
use crate::domain::word::words;
use crate::storage::db::Db;
use crate::storage::db::fact::{HERE, Table, word_at};
use crate::storage::error::Error;

words! {
    /// The sorts of things.
    Kind, "sort of thing":
    /// A trigger-action plan.
    Tap = "tap",
    /// A commitment.
    Commitment = "commitment",
    /// A jot.
    Jot = "jot",
    /// A run of a walk.
    Walk = "walk",
}

impl Kind {
    /// The table of the facts that make such a thing.
    #[must_use]
    pub const fn table(self) -> Table {
        match self {
            Self::Tap => Table::TapVersion,
            Self::Commitment => Table::Commitment,
            Self::Jot => Table::Jot,
            Self::Walk => Table::WalkBegun,
        }
    }
}

/// What sorts things in the same way on every device: by the fact that made them. The number by which a
/// thing is called on this device says nothing of when it was made.
pub(super) const IN_ORDER: &str =
    "thing.made_at, (SELECT name FROM replica WHERE id = thing.replica), thing.seq";

/// What sorts things as [`IN_ORDER`] does, but the latest first.
pub(super) const LATEST_FIRST: &str =
    "thing.made_at DESC, (SELECT name FROM replica WHERE id = thing.replica) DESC, thing.seq DESC";

/// Makes room for a thing whose first fact is the next one this device writes.
///
/// # Errors
/// When the database refuses.
pub fn make(db: &Db, now: Now, kind: Kind) -> Result<i64, Error> {
    let sql = "INSERT INTO thing (kind, replica, seq, made_at) \
        SELECT ?1, id, next_seq, max(latest_at, ?2) FROM replica WHERE id = 1 RETURNING id";
    Ok(db.conn.prepare_cached(sql)?.query_row(params![kind.word(), now.at], |row| row.get(0))?)
}

/// Makes room for a thing whose first fact is the next one this device writes, of a time gone by, in
/// milliseconds since the epoch.
///
/// # Errors
/// When the database refuses.
pub fn make_past(db: &Db, at: i64, kind: Kind) -> Result<i64, Error> {
    let sql = "INSERT INTO thing (kind, replica, seq, made_at) \
        SELECT ?1, id, next_seq, ?2 FROM replica WHERE id = 1 RETURNING id";
    Ok(db.conn.prepare_cached(sql)?.query_row(params![kind.word(), at], |row| row.get(0))?)
}

/// The row and the sort of the thing that is known by a fact, given by device and number.
///
/// # Errors
/// When the database cannot be read.
pub fn by(db: &Db, (replica, seq): (i64, i64)) -> Result<Option<(i64, Kind)>, Error> {
    let sql = "SELECT id, kind FROM thing WHERE replica = ?1 AND seq = ?2";
    let mut find = db.conn.prepare_cached(sql)?;
    let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, word_at(row, 1)?));
    Ok(find.query_row(params![replica, seq], row).optional()?)
}

/// Makes room for a thing that is known by a fact, given by device and number, and was made at a moment, in
/// milliseconds since the epoch.
///
/// # Errors
/// When the database refuses.
pub fn place(db: &Db, (replica, seq): (i64, i64), (kind, at): (Kind, i64)) -> Result<i64, Error> {
    let sql = "INSERT INTO thing (kind, replica, seq, made_at) VALUES (?1, ?2, ?3, ?4) \
        RETURNING id";
    let values = params![kind.word(), replica, seq, at];
    Ok(db.conn.prepare_cached(sql)?.query_row(values, |row| row.get(0))?)
}

/// Tells whether the fact is here that made a thing.
///
/// # Errors
/// When the database cannot be read.
pub fn is_made(db: &Db, thing: i64) -> Result<bool, Error> {
    let maker = |kind: &Kind| {
        let table = kind.table().name();
        format!(
            "EXISTS (SELECT 1 FROM {table} AS maker WHERE maker.replica = thing.replica \
             AND maker.seq = thing.seq AND maker.thing = thing.id)"
        )
    };
    let makers: Vec<String> = Kind::ALL.iter().map(maker).collect();
    let sql = format!("SELECT {} FROM thing WHERE id = ?1", makers.join(" OR "));
    Ok(db.conn.prepare_cached(&sql)?.query_row(params![thing], |row| row.get(0))?)
}

/// Notes of what sort a thing is.
///
/// # Errors
/// When the database refuses.
pub fn is(db: &Db, thing: i64, kind: Kind) -> Result<(), Error> {
    let sql = "UPDATE thing SET kind = ?2 WHERE id = ?1";
    db.conn.prepare_cached(sql)?.execute(params![thing, kind.word()])?;
    Ok(())
}

/// Notes that a thing was made by a moment, in milliseconds since the epoch: the earliest one holds until
/// the fact comes that made it.
///
/// # Errors
/// When the database refuses.
pub fn made_by(db: &Db, thing: i64, at: i64) -> Result<(), Error> {
    let sql = "UPDATE thing SET made_at = min(made_at, ?2) WHERE id = ?1";
    db.conn.prepare_cached(sql)?.execute(params![thing, at])?;
    Ok(())
}

/// Notes when a thing was made, in milliseconds since the epoch.
///
/// # Errors
/// When the database refuses.
pub fn made(db: &Db, thing: i64, at: i64) -> Result<(), Error> {
    let sql = "UPDATE thing SET made_at = ?2 WHERE id = ?1";
    db.conn.prepare_cached(sql)?.execute(params![thing, at])?;
    Ok(())
}

/// What sort of thing a row is, and when it was made, in milliseconds since the epoch; none when
/// there is no such thing.
///
/// # Errors
/// When the database cannot be read.
pub fn at(db: &Db, thing: i64) -> Result<Option<(Kind, i64)>, Error> {
    let sql = "SELECT kind, made_at FROM thing WHERE id = ?1";
    let found = db
        .conn
        .prepare_cached(sql)?
        .query_row(params![thing], |row| Ok((word_at(row, 0)?, row.get(1)?)))
        .optional()?;
    Ok(found)
}

/// What a thing is known by on every device: the fact that made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The fact's number on the device that wrote it.
    pub seq: i64,
    /// The name of that device.
    pub replica: String,
}

/// What a thing is known by on every device.
///
/// # Errors
/// When there is no such thing or the database cannot be read.
pub fn identity(db: &Db, thing: i64) -> Result<Identity, Error> {
    let sql = "SELECT thing.seq, replica.name FROM thing JOIN replica ON replica.id = thing.replica \
        WHERE thing.id = ?1";
    let identity =
        |row: &rusqlite::Row<'_>| Ok(Identity { seq: row.get(0)?, replica: row.get(1)? });
    Ok(db.conn.prepare_cached(sql)?.query_row(params![thing], identity)?)
}

/// The name of this device.
///
/// # Errors
/// When the database cannot be read.
pub fn here(db: &Db) -> Result<String, Error> {
    let sql = "SELECT name FROM replica WHERE id = ?1";
    Ok(db.conn.prepare_cached(sql)?.query_row(params![HERE], |row| row.get(0))?)
}

/// Every thing ever made, in the order in which they were made.
///
/// # Errors
/// When the database cannot be read.
pub fn all(db: &Db) -> Result<Vec<(i64, Kind)>, Error> {
    let mut all =
        db.conn.prepare_cached(&format!("SELECT id, kind FROM thing ORDER BY {IN_ORDER}"))?;
    let things = all.query_map([], |row| Ok((row.get(0)?, word_at(row, 1)?)))?;
    Ok(things.collect::<Result<_, _>>()?)
}
