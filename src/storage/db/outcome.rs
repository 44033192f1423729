//! Outcome facts.

use rusqlite::{OptionalExtension as _, Row, params};

use crate::domain::review::Terms;
use crate::domain::tap::outcome::{Kind, Outcome};
use crate::domain::tap::trace::Event;
use crate::domain::time::{Now, StudyDay};
use crate::storage::db::Db;
use crate::storage::db::fact::{self, FactId, Table, standing, word_at};
use crate::storage::db::key::{Key, Ranks};
use crate::storage::db::portable::devices;
use crate::storage::error::Error;

/// An outcome about to be logged.
#[derive(Clone, Debug)]
pub struct New<'a> {
    /// The plan's row in `thing`.
    pub thing: i64,
    /// What happened.
    pub kind: Kind,
    /// How often.
    pub times: u32,
    /// When, in milliseconds since the epoch.
    pub happened_at: i64,
    /// The UTC offset then, in seconds.
    pub happened_offset: i32,
    /// The study day of that moment.
    pub happened_day: StudyDay,
    /// Whether a reminder came in the hour before.
    pub prompted: bool,
    /// What a rehearsal's interval is to be computed with.
    pub terms: Terms,
    /// What the user wrote beside it; may be empty.
    pub note: &'a str,
}

/// Logs an outcome.
///
/// # Errors
/// When the database refuses.
pub fn append(db: &Db, now: Now, new: &New<'_>) -> Result<FactId, Error> {
    let columns = "thing, kind, times, happened_at, happened_offset, happened_day, prompted, \
        retention, longest, note";
    let (kind, day) = (new.kind.word(), new.happened_day.epoch());
    let values: [&dyn rusqlite::ToSql; 10] = [
        &new.thing,
        &kind,
        &new.times,
        &new.happened_at,
        &new.happened_offset,
        &day,
        &new.prompted,
        &new.terms.retention,
        &new.terms.longest,
        &new.note,
    ];
    fact::append(db, Table::Outcome, now, columns, &values)
}

/// The outcomes of a plan that are not taken back; only those from the moment of a key on, if one is
/// given.
pub(super) fn events(db: &Db, thing: i64, after: Option<Key>) -> Result<Vec<(Key, Event)>, Error> {
    let sql = format!(
        "SELECT happened_day, happened_at, replica, seq, kind, times, prompted, retention, longest, \
         EXISTS (SELECT 1 FROM away WHERE first_day <= happened_day AND last_day >= happened_day \
         AND {}) FROM outcome WHERE thing = ?1 AND (happened_day, happened_at) >= (?2, ?3) AND {}",
        standing("away"),
        standing("outcome")
    );
    let (day, at) = after.map_or((i32::MIN, i64::MIN), |key| (key.day.epoch(), key.at));
    let ranks = Ranks::of(db)?;
    let mut find = db.conn.prepare_cached(&sql)?;
    let all = find.query_map(params![thing, day, at], |row| {
        let key = ranks.key_at(row, 0)?;
        Ok((key, Event::Outcome(outcome_at(row, key)?)))
    })?;
    Ok(all.collect::<Result<_, _>>()?)
}

fn outcome_at(row: &Row<'_>, key: Key) -> rusqlite::Result<Outcome> {
    Ok(Outcome {
        kind: word_at(row, 4)?,
        times: row.get(5)?,
        at: key.at,
        study_day: key.day,
        prompted: row.get(6)?,
        away: row.get(9)?,
        terms: Terms { retention: row.get(7)?, longest: row.get(8)? },
    })
}

/// An outcome as the log shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Logged {
    /// When it happened.
    pub key: Key,
    /// The UTC offset then, in seconds.
    pub offset: i32,
    /// What happened.
    pub kind: Kind,
    /// How often.
    pub times: u32,
    /// Whether a reminder came before it.
    pub prompted: bool,
    /// What the user wrote beside it; may be empty.
    pub note: String,
}

/// The latest outcomes of a plan, latest first, at most `limit`.
///
/// # Errors
/// When the database cannot be read.
pub fn log(db: &Db, thing: i64, limit: u32) -> Result<Vec<Logged>, Error> {
    let sql = format!(
        "SELECT happened_day, happened_at, replica, seq, happened_offset, kind, times, prompted, note \
         FROM outcome WHERE thing = ?1 AND {} \
         ORDER BY happened_day DESC, happened_at DESC, \
         (SELECT name FROM replica WHERE id = outcome.replica) DESC, seq DESC LIMIT ?2",
        standing("outcome")
    );
    let ranks = Ranks::of(db)?;
    let mut find = db.conn.prepare_cached(&sql)?;
    let all = find.query_map(params![thing, limit], |row| logged_at(row, &ranks))?;
    Ok(all.collect::<Result<_, _>>()?)
}

fn logged_at(row: &Row<'_>, ranks: &Ranks) -> rusqlite::Result<Logged> {
    Ok(Logged {
        key: ranks.key_at(row, 0)?,
        offset: row.get(4)?,
        kind: word_at(row, 5)?,
        times: row.get(6)?,
        prompted: row.get(7)?,
        note: row.get(8)?,
    })
}

/// Hands over every outcome that is not taken back with its plan's row and name, device by
/// device in the order in which they were logged.
///
/// # Errors
/// What `hand` returns, or the database's refusal.
pub fn each<E: From<Error>>(
    db: &Db,
    mut hand: impl FnMut((i64, &str), Logged) -> Result<(), E>,
) -> Result<(), E> {
    let sql = format!(
        "SELECT happened_day, happened_at, replica, seq, happened_offset, kind, times, prompted, note, \
         tap.thing, tap.name FROM outcome CROSS JOIN tap ON tap.thing = outcome.thing \
         WHERE replica = ?1 AND {} ORDER BY seq",
        standing("outcome")
    );
    let ranks = Ranks::of(db)?;
    let mut find = db.conn.prepare_cached(&sql).map_err(Error::from)?;
    for (device, _) in devices(db)? {
        let mut rows = find.query(params![device]).map_err(Error::from)?;
        while let Some(row) = rows.next().map_err(Error::from)? {
            let told = || Ok((row.get(9)?, row.get_ref(10)?.as_str()?, logged_at(row, &ranks)?));
            let (thing, name, logged) =
                told().map_err(|error: rusqlite::Error| Error::from(error))?;
            hand((thing, name), logged)?;
        }
    }
    Ok(())
}

/// How many outcomes there are, those taken back included.
///
/// # Errors
/// When the database cannot be read.
pub fn count(db: &Db) -> Result<u64, Error> {
    let sql = "SELECT count(*) FROM outcome";
    Ok(db.conn.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// The study day, the sort and the note of every outcome of a plan that is not taken back.
///
/// # Errors
/// When the database cannot be read.
pub fn days(db: &Db, thing: i64) -> Result<Vec<(StudyDay, Kind, String)>, Error> {
    let sql = format!(
        "SELECT happened_day, kind, note FROM outcome WHERE thing = ?1 AND {}",
        standing("outcome")
    );
    let mut find = db.conn.prepare_cached(&sql)?;
    let days = find.query_map(params![thing], |row| {
        Ok((fact::day_at(row, 0)?, word_at(row, 1)?, row.get(2)?))
    })?;
    Ok(days.collect::<Result<_, _>>()?)
}

/// Whether anything was logged of a plan for a study day.
///
/// # Errors
/// When the database cannot be read.
pub fn is_logged(db: &Db, thing: i64, day: StudyDay) -> Result<bool, Error> {
    let sql = format!(
        "SELECT EXISTS (SELECT 1 FROM outcome WHERE thing = ?1 AND happened_day = ?2 AND {})",
        standing("outcome")
    );
    let mut find = db.conn.prepare_cached(&sql)?;
    Ok(find.query_row(params![thing, day.epoch()], |row| row.get(0))?)
}

/// When the latest outcome of a plan happened, in milliseconds since the epoch.
///
/// # Errors
/// When the database cannot be read.
pub fn latest(db: &Db, thing: i64) -> Result<Option<i64>, Error> {
    let sql = format!(
        "SELECT happened_at FROM outcome WHERE thing = ?1 AND {} \
         ORDER BY happened_day DESC, happened_at DESC LIMIT 1",
        standing("outcome")
    );
    Ok(db.conn.prepare_cached(&sql)?.query_row(params![thing], |row| row.get(0)).optional()?)
}

/// The plans that have an outcome within some days, both included.
///
/// # Errors
/// When the database cannot be read.
pub fn touched(db: &Db, first: StudyDay, last: StudyDay) -> Result<Vec<i64>, Error> {
    let sql = "SELECT thing FROM tap WHERE EXISTS (SELECT 1 FROM outcome \
        WHERE outcome.thing = tap.thing AND happened_day BETWEEN ?1 AND ?2)";
    let mut find = db.conn.prepare_cached(sql)?;
    let all = find.query_map(params![first.epoch(), last.epoch()], |row| row.get(0))?;
    Ok(all.collect::<Result<_, _>>()?)
}
