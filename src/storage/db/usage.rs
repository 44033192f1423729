//! When techniques and plans were used; `private` walks count, or not.

use rusqlite::params;

use crate::domain::time::StudyDay;
use crate::storage::db::Db;
use crate::storage::db::fact::{day_at, standing};
use crate::storage::error::Error;

/// The days, from the first to the last, on which a walk of a technique went on or a plan that came of
/// one fired, with the technique's name.
///
/// # Errors
/// When the database cannot be read.
pub fn of_techniques(
    db: &Db,
    (first, last): (StudyDay, StudyDay),
    private: bool,
) -> Result<Vec<(String, StudyDay)>, Error> {
    let sql = format!(
        "SELECT run.technique, walk_answer.study_day FROM run JOIN walk_answer USING (thing) \
         WHERE walk_answer.study_day BETWEEN ?1 AND ?2 AND {} AND (?3 OR NOT run.private) \
         UNION SELECT run.technique, tap_day.study_day FROM tap_day \
         JOIN walk_made ON walk_made.made = tap_day.thing JOIN run ON run.thing = walk_made.thing \
         WHERE tap_day.study_day BETWEEN ?1 AND ?2 AND tap_day.did > 0 \
         AND (?3 OR NOT walk_made.private)",
        standing("walk_answer")
    );
    let mut find = db.conn.prepare_cached(&sql)?;
    let all = find.query_map(params![first.epoch(), last.epoch(), private], |row| {
        Ok((row.get(0)?, day_at(row, 1)?))
    })?;
    Ok(all.collect::<Result<_, _>>()?)
}

/// The days, from the first to the last, on which any plan fired.
///
/// # Errors
/// When the database cannot be read.
pub fn firings(
    db: &Db,
    (first, last): (StudyDay, StudyDay),
    private: bool,
) -> Result<Vec<StudyDay>, Error> {
    let sql = "SELECT DISTINCT study_day FROM tap_day WHERE study_day BETWEEN ?1 AND ?2 AND did > 0 \
        AND (?3 OR thing NOT IN (SELECT made FROM walk_made WHERE private AND made IS NOT NULL))";
    let mut find = db.conn.prepare_cached(sql)?;
    let days =
        find.query_map(params![first.epoch(), last.epoch(), private], |row| day_at(row, 0))?;
    Ok(days.collect::<Result<_, _>>()?)
}

/// The time spent rehearsing plans on the days `first..=last`, in milliseconds; of one plan or all.
///
/// # Errors
/// When the database cannot be read.
pub fn rehearsed(
    db: &Db,
    tap: Option<i64>,
    (first, last): (StudyDay, StudyDay),
) -> Result<Vec<(StudyDay, i64)>, Error> {
    let sql = format!(
        "SELECT study_day, sum(took) FROM rehearsal WHERE study_day BETWEEN ?1 AND ?2 \
         AND (?3 IS NULL OR thing = ?3) AND {} GROUP BY study_day",
        standing("rehearsal")
    );
    let mut find = db.conn.prepare_cached(&sql)?;
    let all = find.query_map(params![first.epoch(), last.epoch(), tap], |row| {
        Ok((day_at(row, 0)?, row.get(1)?))
    })?;
    Ok(all.collect::<Result<_, _>>()?)
}

/// The moments of each run's beginning and answers from the first day to the last, in order: study day
/// and milliseconds since the epoch.
///
/// # Errors
/// When the database cannot be read.
pub fn answered(
    db: &Db,
    (first, last): (StudyDay, StudyDay),
    private: bool,
) -> Result<Vec<Vec<(StudyDay, i64)>>, Error> {
    let sql = "SELECT run.thing, study_day, at FROM (SELECT thing, study_day, at FROM walk_begun \
        UNION ALL SELECT thing, study_day, at FROM walk_answer) JOIN run USING (thing) \
        WHERE study_day BETWEEN ?1 AND ?2 AND (?3 OR NOT run.private) ORDER BY run.thing, at";
    let mut find = db.conn.prepare_cached(sql)?;
    let mut rows = find.query(params![first.epoch(), last.epoch(), private])?;
    let mut runs: Vec<(i64, Vec<(StudyDay, i64)>)> = Vec::new();
    while let Some(row) = rows.next()? {
        let (thing, moment): (i64, _) = (row.get(0)?, (day_at(row, 1)?, row.get(2)?));
        match runs.last_mut().filter(|(last, _)| *last == thing) {
            Some((_, moments)) => moments.push(moment),
            None => runs.push((thing, vec![moment])),
        }
    }
    Ok(runs.into_iter().map(|(_, moments)| moments).collect())
}
