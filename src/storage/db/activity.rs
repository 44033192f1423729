//! What was done on each study day with each deck: derived, kept up with every review.

use rusqlite::{Row, params};

use crate::domain::stats::activity::Activity;
use crate::domain::time::StudyDay;
use crate::storage::db::Db;
use crate::storage::db::fact::day_at;
use crate::storage::error::Error;

/// Adds to the counts of a deck on a day; negative numbers take away, and what is empty is struck off.
///
/// # Errors
/// When the database refuses.
pub fn add(db: &Db, day: StudyDay, deck: i64, more: Activity) -> Result<(), Error> {
    let Activity { introduced, reviews, recalled, drills, took } = more;
    let add = "INSERT INTO activity VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
               ON CONFLICT DO UPDATE SET introduced = introduced + ?3, reviews = reviews + ?4, \
               recalled = recalled + ?5, drills = drills + ?6, took = took + ?7";
    let day = day.epoch();
    db.conn
        .prepare_cached(add)?
        .execute(params![day, deck, introduced, reviews, recalled, drills, took])?;
    let strike = "DELETE FROM activity WHERE study_day = ?1 AND deck = ?2 \
                  AND introduced = 0 AND reviews = 0 AND drills = 0";
    db.conn.prepare_cached(strike)?.execute(params![day, deck])?;
    Ok(())
}

/// The counts of one day.
///
/// # Errors
/// When the database cannot be read.
pub fn on(db: &Db, day: StudyDay) -> Result<Activity, Error> {
    let days = since(db, None, day, day)?;
    Ok(days.into_iter().map(|(_, activity)| activity).sum())
}

/// The counts of the days `first..=last` on which anything was done, oldest first; of one deck or all.
///
/// # Errors
/// When the database cannot be read.
pub fn since(
    db: &Db,
    deck: Option<i64>,
    first: StudyDay,
    last: StudyDay,
) -> Result<Vec<(StudyDay, Activity)>, Error> {
    let sql = "SELECT study_day, sum(introduced), sum(reviews), sum(recalled), sum(drills), sum(took) \
               FROM activity WHERE study_day BETWEEN ?1 AND ?2 AND (?3 IS NULL OR deck = ?3) \
               GROUP BY study_day ORDER BY study_day";
    let mut find = db.conn.prepare_cached(sql)?;
    let days = find.query_map(params![first.epoch(), last.epoch(), deck], |row| {
        Ok((day_at(row, 0)?, read(row)?))
    })?;
    Ok(days.collect::<Result<_, _>>()?)
}

/// The scored reviews that were ever done: of known cards, and of all.
///
/// # Errors
/// When the database cannot be read.
pub fn scored(db: &Db) -> Result<(u32, u32), Error> {
    let sql = "SELECT ifnull(sum(reviews), 0), ifnull(sum(reviews + introduced), 0) FROM activity";
    Ok(db.conn.prepare_cached(sql)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// The days up to `today` on which anything was done, latest first; each is found by one search.
///
/// # Errors
/// When the database cannot be read.
pub fn days(db: &Db, today: StudyDay) -> Result<Vec<StudyDay>, Error> {
    let sql = "WITH RECURSIVE active(day) AS ( \
               SELECT max(study_day) FROM activity WHERE study_day <= ?1 UNION ALL \
               SELECT (SELECT max(study_day) FROM activity WHERE study_day < active.day) FROM active \
               WHERE active.day IS NOT NULL) SELECT day FROM active WHERE day IS NOT NULL";
    let mut find = db.conn.prepare_cached(sql)?;
    let days = find.query_map(params![today.epoch()], |row| day_at(row, 0))?;
    Ok(days.collect::<Result<_, _>>()?)
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
