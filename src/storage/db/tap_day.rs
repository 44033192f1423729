//! What happened to plans day by day: derived, kept up with every outcome.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension as _, Row, params};

use crate::domain::tap::daily::Daily;
use crate::domain::tap::outcome::Counts;
use crate::domain::time::StudyDay;
use crate::storage::db::fact::day_at;
use crate::storage::db::{Db, thing};
use crate::storage::error::Error;

const COLUMNS: &str = "study_day, did, noticed, missed, misfire, none, counted, foreseen, strength";

/// Keeps a day of a plan.
///
/// # Errors
/// When the database refuses.
pub fn keep(db: &Db, thing: i64, day: StudyDay, daily: &Daily) -> Result<(), Error> {
    let Daily { counts, counted, foreseen, strength } = daily;
    let Counts { did, noticed, missed, misfire, none } = counts;
    let sql = format!(
        "INSERT OR REPLACE INTO tap_day (thing, {COLUMNS}) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
    );
    db.conn.prepare_cached(&sql)?.execute(params![
        thing,
        day.epoch(),
        did,
        noticed,
        missed,
        misfire,
        none,
        counted,
        foreseen,
        strength
    ])?;
    Ok(())
}

/// Keeps all days of a plan, in place of those that were kept before.
///
/// # Errors
/// When the database refuses.
pub fn replace(db: &Db, thing: i64, days: &BTreeMap<StudyDay, Daily>) -> Result<(), Error> {
    db.conn.prepare_cached("DELETE FROM tap_day WHERE thing = ?1")?.execute(params![thing])?;
    days.iter().try_for_each(|(day, daily)| keep(db, thing, *day, daily))
}

/// A day of a plan, if it has any outcome.
///
/// # Errors
/// When the database cannot be read.
pub fn on(db: &Db, thing: i64, day: StudyDay) -> Result<Option<Daily>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM tap_day WHERE thing = ?1 AND study_day = ?2");
    let mut find = db.conn.prepare_cached(&sql)?;
    Ok(find.query_row(params![thing, day.epoch()], |row| read(row, 0)).optional()?.map(|day| day.1))
}

/// The days of a plan from `first` on, oldest first.
///
/// # Errors
/// When the database cannot be read.
pub fn of_tap(db: &Db, thing: i64, first: StudyDay) -> Result<Vec<(StudyDay, Daily)>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM tap_day WHERE thing = ?1 AND study_day >= ?2 ORDER BY study_day"
    );
    let mut find = db.conn.prepare_cached(&sql)?;
    let days = find.query_map(params![thing, first.epoch()], |row| read(row, 0))?;
    Ok(days.collect::<Result<_, _>>()?)
}

/// A day of a plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lived {
    /// The plan's row in `thing`.
    pub thing: i64,
    /// The day.
    pub day: StudyDay,
    /// What happened.
    pub daily: Daily,
}

/// The days `first..=last` of all plans, plan by plan, oldest first.
///
/// # Errors
/// When the database cannot be read.
pub fn all(db: &Db, first: StudyDay, last: StudyDay) -> Result<Vec<Lived>, Error> {
    let sql = format!(
        "SELECT thing, {COLUMNS} FROM tap_day JOIN thing ON thing.id = tap_day.thing \
         WHERE study_day BETWEEN ?1 AND ?2 ORDER BY {}, study_day",
        thing::IN_ORDER
    );
    let mut find = db.conn.prepare_cached(&sql)?;
    let days = find.query_map(params![first.epoch(), last.epoch()], |row| {
        let (day, daily) = read(row, 1)?;
        Ok(Lived { thing: row.get(0)?, day, daily })
    })?;
    Ok(days.collect::<Result<_, _>>()?)
}

fn read(row: &Row<'_>, column: usize) -> rusqlite::Result<(StudyDay, Daily)> {
    let counts = Counts {
        did: row.get(column + 1)?,
        noticed: row.get(column + 2)?,
        missed: row.get(column + 3)?,
        misfire: row.get(column + 4)?,
        none: row.get(column + 5)?,
    };
    let daily = Daily {
        counts,
        counted: row.get(column + 6)?,
        foreseen: row.get(column + 7)?,
        strength: row.get(column + 8)?,
    };
    Ok((day_at(row, column)?, daily))
}
