//! Looking back and ahead: what statistics are drawn from.

pub mod calibration;
pub mod cards;
pub mod spent;
pub mod taps;
pub mod techniques;
pub mod walks;

use crate::app::{Error, Study};
use crate::domain::stats::forecast::forecast;
use crate::domain::stats::streak::streak;
use crate::domain::time::StudyDay;
use crate::storage::db;

/// How many days a forecast looks ahead.
pub const HORIZON: u8 = 30;

/// The days looked back on unless the user says otherwise.
pub const YEAR: i32 = 364;

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope {
    /// The first day.
    pub since: StudyDay,
    /// Only the cards of this deck.
    pub deck: Option<i64>,
    /// Only this plan.
    pub tap: Option<i64>,
    /// Whether private walks count, and what came of them.
    pub private: bool,
}

impl Scope {
    /// Everything within a year.
    #[must_use]
    pub const fn year(today: StudyDay) -> Self {
        Self { since: today.plus(-YEAR), deck: None, tap: None, private: true }
    }
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

/// Cards of one deck or all that come due on each of the next `days` days, today first.
///
/// # Errors
/// When the database cannot be read.
pub fn coming(study: &Study, deck: Option<i64>, days: usize) -> Result<Vec<u64>, Error> {
    let last = study.now.today.plus(i32::try_from(days).unwrap_or(i32::MAX));
    Ok(forecast(db::queue::coming(&study.db, deck, last)?, study.now.today, days))
}
