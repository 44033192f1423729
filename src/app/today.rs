//! What today holds, at a glance.

use crate::app::review::{Left, Scope, left};
use crate::app::{Error, Study, stats};
use crate::domain::away::Break;
use crate::domain::stats::activity::Activity;
use crate::storage::db;

/// What today holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Today {
    /// What is left to do.
    pub left: Left,
    /// What has been done.
    pub done: Activity,
    /// Days in a row with something done.
    pub streak: u32,
    /// Whether nothing was ever done.
    pub first_run: bool,
    /// The planned break today falls into.
    pub away: Option<Break>,
    /// Cards due tomorrow.
    pub tomorrow: u64,
}

/// Reads what today holds.
///
/// # Errors
/// When the database cannot be read.
pub fn today(study: &Study) -> Result<Today, Error> {
    study.db.read(|db| {
        let day = study.now.today;
        let streak = stats::streak_now(study)?;
        let first_run = streak == 0 && db::activity::days(db, day)?.is_empty();
        let away = db::away::all(db)?.into_iter().find(|planned| planned.covers(day));
        let tomorrow = stats::coming(study, 2)?.get(1).copied().unwrap_or(0);
        let done = db::activity::on(db, day)?;
        Ok(Today { left: left(study, Scope::default())?, done, streak, first_run, away, tomorrow })
    })
}
