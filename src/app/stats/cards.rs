//! How well cards are remembered.

use crate::app::stats::{HORIZON, Scope, coming, streak_now};
use crate::app::{Error, Study};
use crate::domain::stats::activity::Activity;
use crate::domain::stats::distribution::Distribution;
use crate::domain::stats::week::weekly;
use crate::domain::time::StudyDay;
use crate::storage::db;
use crate::storage::db::queue::Sorts;

/// What was done with cards, how well, and what is coming.
#[derive(Clone, Debug, PartialEq)]
pub struct Cards {
    /// Cards by sort.
    pub sorts: Sorts,
    /// Days in a row with something done, with any deck.
    pub streak: u32,
    /// What was done today.
    pub today: Activity,
    /// Everything ever done.
    pub total: Activity,
    /// The days of the scope with anything on them, oldest first.
    pub days: Vec<(StudyDay, Activity)>,
    /// The same by weeks, each known by its Monday.
    pub weeks: Vec<(StudyDay, Activity)>,
    /// Cards coming due on each of the next [`HORIZON`] days, today first.
    pub forecast: Vec<u64>,
    /// How firmly the known cards sit.
    pub distribution: Distribution,
}

/// Reads how well cards are remembered.
///
/// # Errors
/// When the database cannot be read.
pub fn cards(study: &Study, scope: Scope) -> Result<Cards, Error> {
    study.db.read(|db| {
        let (deck, today) = (scope.deck, study.now.today);
        let all = db::activity::since(db, deck, StudyDay::FIRST, today)?;
        let days: Vec<_> = all.iter().copied().filter(|(day, _)| *day >= scope.since).collect();
        let mut distribution = Distribution::default();
        db::progress::known(db, deck, |known| distribution.add(known.memory))?;
        Ok(Cards {
            sorts: db::queue::sorts(db, deck)?,
            streak: streak_now(study)?,
            today: all.iter().filter(|(day, _)| *day == today).map(|(_, done)| *done).sum(),
            total: all.iter().map(|(_, done)| *done).sum(),
            weeks: weekly(days.iter().copied()),
            days,
            forecast: coming(study, deck, HORIZON.into())?,
            distribution,
        })
    })
}
