//! Looking back and ahead.

use crate::app::{Error, Study};
use crate::domain::stats::activity::Activity;
use crate::domain::stats::forecast::forecast;
use crate::domain::stats::streak::streak;
use crate::domain::time::StudyDay;
use crate::storage::db;
use crate::storage::db::queue::Sorts;

/// How many days a forecast looks ahead, and the daily counts look back.
pub const HORIZON: u8 = 30;

/// What was done and what is coming.
#[derive(Clone, Debug, PartialEq)]
pub struct Stats {
    /// Cards by sort.
    pub sorts: Sorts,
    /// Days in a row with something done.
    pub streak: u32,
    /// Everything ever done.
    pub total: Activity,
    /// What was done today.
    pub today: Activity,
    /// What was done on each of the last [`HORIZON`] days that had anything, oldest first.
    pub days: Vec<(StudyDay, Activity)>,
    /// Cards coming due on each of the next [`HORIZON`] days, today first.
    pub forecast: Vec<u64>,
}

/// Reads the statistics.
///
/// # Errors
/// When the database cannot be read.
pub fn stats(study: &Study) -> Result<Stats, Error> {
    study.db.read(|db| {
        let today = study.now.today;
        Ok(Stats {
            sorts: db::queue::sorts(db, None)?,
            streak: streak_now(study)?,
            total: db::activity::since(
                db,
                None,
                StudyDay::from_epoch(i32::MIN),
                StudyDay::from_epoch(i32::MAX),
            )?
            .into_iter()
            .map(|(_, activity)| activity)
            .sum(),
            today: db::activity::on(db, today)?,
            days: db::activity::since(db, None, today.plus(1 - i32::from(HORIZON)), today)?,
            forecast: coming(study, HORIZON.into())?,
        })
    })
}

/// The streak as of today.
///
/// # Errors
/// When the database cannot be read.
pub fn streak_now(study: &Study) -> Result<u32, Error> {
    let breaks = db::away::all(&study.db)?;
    let days = db::activity::days(&study.db, study.now.today)?;
    Ok(streak(days, &breaks, study.now.today))
}

/// Cards coming due on each of the next `days` days, today first.
///
/// # Errors
/// When the database cannot be read.
pub fn coming(study: &Study, days: usize) -> Result<Vec<u64>, Error> {
    let last = study.now.today.plus(i32::try_from(days).unwrap_or(i32::MAX));
    Ok(forecast(db::queue::coming(&study.db, last)?, study.now.today, days))
}
