//! What today holds, at a glance.

use crate::app::review::{Left, Scope, left};
use crate::app::{Error, Study, errand, stats, tap, walk};
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
    /// Plans due for a rehearsal.
    pub rehearsals: u64,
    /// Commitments due.
    pub commitments: u64,
    /// Plans in use without a log today.
    pub unlogged: u64,
    /// Walks that rested and go on today.
    pub walks: u64,
}

/// Reads what today holds.
///
/// # Errors
/// When the database cannot be read.
pub fn today(study: &Study) -> Result<Today, Error> {
    study.db.read(|db| {
        let day = study.now.today;
        let streak = stats::streak_now(study)?;
        let plans = !db::tap::names(db)?.is_empty();
        let first_run = streak == 0 && !plans && db::activity::days(db, day)?.is_empty();
        let away = db::away::all(db)?.into_iter().find(|planned| planned.covers(day));
        let tomorrow = stats::coming(study, None, 2)?.get(1).copied().unwrap_or(0);
        let done = db::activity::on(db, day)?;
        let left = left(study, Scope::default())?;
        let rehearsals = tap::rehearsals_due(study)?.len() as u64;
        let commitments = db::commitment::due_count(db, day)?;
        let unlogged = if plans { errand::unlogged(study, day)?.len() as u64 } else { 0 };
        Ok(Today {
            left,
            done,
            streak,
            first_run,
            away,
            tomorrow,
            rehearsals,
            commitments,
            unlogged,
            walks: walk::awake(study)?.len() as u64,
        })
    })
}
