//! What each desired retention would cost the user.

use crate::app::{Error, Study};
use crate::domain::schedule::memory::workload::{
    Answered, Answers, Habits, Known, Load, Plan, RETENTIONS, simulate,
};
use crate::storage::db;

/// The days that are simulated.
pub const DAYS: u32 = 365;

/// What each desired retention would cost over a year.
#[derive(Clone, Debug, PartialEq)]
pub struct Workload {
    /// One for each of the desired retentions that are compared, the lowest first.
    pub loads: Vec<Load>,
    /// What is desired now.
    pub present: f64,
    /// Cards known now.
    pub known: usize,
    /// The scored reviews that the costs were measured on; few of them leave the costs near the usual
    /// ones.
    pub measured: u32,
}

/// Simulates a year with the user's own parameters, cards and ways of answering, under each desired
/// retention; of one deck or all.
///
/// # Errors
/// When the database cannot be read.
pub fn workload(study: &Study, deck: Option<i64>) -> Result<Workload, Error> {
    study.db.read(|db| {
        let mut known = Vec::new();
        db::progress::known(db, deck, |card| {
            let elapsed = u32::try_from(study.now.today.since(card.last)).unwrap_or(0);
            known.push(Known { memory: card.memory, elapsed, interval: card.interval });
        })?;
        let answers: Answers = db::pace::answers(db, deck)?;
        let timed = |all: [Answered; 4]| all.iter().map(|one| one.timed).sum::<u32>();
        let plan = Plan {
            new_per_day: study.settings.new_per_day,
            new_left: u32::try_from(db::queue::sorts(db, deck)?.new).unwrap_or(u32::MAX),
            longest: study.settings.longest,
            days: DAYS,
        };
        let parameters = study.models.cards.present().parameters();
        let loads = simulate(parameters, &known, &plan, &Habits::new(&answers), &RETENTIONS);
        Ok(Workload {
            loads,
            present: study.settings.retention,
            known: known.len(),
            measured: timed(answers.first) + timed(answers.later),
        })
    })
}
