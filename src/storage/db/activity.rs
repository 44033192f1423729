//! What was done on each study day: derived, kept up with every review.

use rusqlite::{Row, params};

use crate::domain::stats::activity::Activity;
use crate::domain::time::StudyDay;
use crate::storage::db::Db;
use crate::storage::db::fact::day_at;
use crate::storage::error::Error;

/// Adds to a day's counts; negative numbers take away, and an empty day is struck off.
///
/// # Errors
/// When the database refuses.
pub fn add(db: &Db, day: StudyDay, more: Activity) -> Result<(), Error> {
    let Activity { introduced, reviews, recalled, drills, took } = more;
    let add = "INSERT INTO activity VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
               ON CONFLICT DO UPDATE SET introduced = introduced + ?2, reviews = reviews + ?3, \
               recalled = recalled + ?4, drills = drills + ?5, took = took + ?6";
    let day = day.epoch();
    db.conn
        .prepare_cached(add)?
        .execute(params![day, introduced, reviews, recalled, drills, took])?;
    let strike = "DELETE FROM activity \
                  WHERE study_day = ?1 AND introduced = 0 AND reviews = 0 AND drills = 0";
    db.conn.prepare_cached(strike)?.execute(params![day])?;
    Ok(())
}

/// The counts of one day.
///
/// # Errors
/// When the database cannot be read.
pub fn on(db: &Db, day: StudyDay) -> Result<Activity, Error> {
    let days = since(db, day, day)?;
    Ok(days.into_iter().map(|(_, activity)| activity).sum())
}

/// The counts of the days `first..=last` on which anything was done, oldest first.
///
/// # Errors
/// When the database cannot be read.
pub fn since(db: &Db, first: StudyDay, last: StudyDay) -> Result<Vec<(StudyDay, Activity)>, Error> {
    let sql = "SELECT study_day, introduced, reviews, recalled, drills, took FROM activity \
               WHERE study_day BETWEEN ?1 AND ?2 ORDER BY study_day";
    let mut find = db.conn.prepare_cached(sql)?;
    let days = find
        .query_map(params![first.epoch(), last.epoch()], |row| Ok((day_at(row, 0)?, read(row)?)))?;
    Ok(days.collect::<Result<_, _>>()?)
}

/// The counts of all days together.
///
/// # Errors
/// When the database cannot be read.
pub fn total(db: &Db) -> Result<Activity, Error> {
    let sql = "SELECT 0, ifnull(sum(introduced), 0), ifnull(sum(reviews), 0), \
               ifnull(sum(recalled), 0), ifnull(sum(drills), 0), ifnull(sum(took), 0) FROM activity";
    Ok(db.conn.prepare_cached(sql)?.query_row([], read)?)
}

/// The days up to `today` on which anything was done, latest first.
///
/// # Errors
/// When the database cannot be read.
pub fn days(db: &Db, today: StudyDay) -> Result<Vec<StudyDay>, Error> {
    let sql = "SELECT study_day FROM activity WHERE study_day <= ?1 ORDER BY study_day DESC";
    let mut find = db.conn.prepare_cached(sql)?;
    let days = find.query_map(params![today.epoch()], |row| day_at(row, 0))?;
    Ok(days.collect::<Result<_, _>>()?)
}

/// Forgets all counts, for deriving them anew.
///
/// # Errors
/// When the database refuses.
pub fn clear(db: &Db) -> Result<(), Error> {
    db.conn.execute("DELETE FROM activity", [])?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Activity> {
    Ok(Activity {
        introduced: row.get(1)?,
        reviews: row.get(2)?,
        recalled: row.get(3)?,
        drills: row.get(4)?,
        took: row.get(5)?,
    })
}
