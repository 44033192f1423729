//! Reviews by the recall that was foreseen for them: derived, kept up with every review.

use rusqlite::params;

use crate::domain::stats::calibration::{Calibration, Tally};
use crate::domain::time::StudyDay;
use crate::storage::db::Db;
use crate::storage::error::Error;

/// Adds to a bin of a deck on a day; negative numbers take away, and an empty bin is struck off.
///
/// # Errors
/// When the database refuses.
pub fn add(db: &Db, (day, deck): (StudyDay, i64), (bin, more): (u8, Tally)) -> Result<(), Error> {
    let Tally { count, happened, expected, squares, losses } = more;
    let add = "INSERT INTO foreseen VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) \
               ON CONFLICT DO UPDATE SET reviews = reviews + ?4, recalled = recalled + ?5, \
               expected = expected + ?6, squares = squares + ?7, losses = losses + ?8";
    let day = day.epoch();
    db.conn
        .prepare_cached(add)?
        .execute(params![day, deck, bin, count, happened, expected, squares, losses])?;
    let strike = "DELETE FROM foreseen \
                  WHERE study_day = ?1 AND deck = ?2 AND twentieth = ?3 AND reviews = 0";
    db.conn.prepare_cached(strike)?.execute(params![day, deck, bin])?;
    Ok(())
}

/// What was foreseen for the reviews of the days `first..=last`, of one deck or all.
///
/// # Errors
/// When the database cannot be read.
pub fn since(
    db: &Db,
    deck: Option<i64>,
    first: StudyDay,
    last: StudyDay,
) -> Result<Calibration, Error> {
    let sql = "SELECT twentieth, sum(reviews), sum(recalled), sum(expected), sum(squares), \
               sum(losses) FROM foreseen WHERE study_day BETWEEN ?1 AND ?2 \
               AND (?3 IS NULL OR deck = ?3) GROUP BY twentieth";
    let mut find = db.conn.prepare_cached(sql)?;
    let mut rows = find.query(params![first.epoch(), last.epoch(), deck])?;
    let mut calibration = Calibration::default();
    while let Some(row) = rows.next()? {
        let tally = Tally {
            count: row.get(1)?,
            happened: row.get(2)?,
            expected: row.get(3)?,
            squares: row.get(4)?,
            losses: row.get(5)?,
        };
        calibration.add(row.get(0)?, tally);
    }
    Ok(calibration)
}
