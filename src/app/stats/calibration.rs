//! What was foreseen against what happened.

use crate::app::stats::Scope;
use crate::app::{Error, Study};
use crate::domain::commitment::State;
use crate::domain::stats::calibration::Calibration;
use crate::storage::db;

/// What was foreseen of three sorts of things.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Foreseen {
    /// That a card would be recalled, by its memory.
    pub cards: Calibration,
    /// That a plan would fire at its trigger, by its strength.
    pub plans: Calibration,
    /// That a forecast would come true, by the user's own word.
    pub forecasts: Calibration,
}

/// Reads what was foreseen since the beginning of the scope, and what became of it.
///
/// # Errors
/// When the database cannot be read.
pub fn calibration(study: &Study, scope: Scope) -> Result<Foreseen, Error> {
    study.db.read(|db| {
        let (first, last) = (scope.since, study.now.today);
        let cards = db::foreseen::since(db, scope.deck, first, last)?;
        let private = db::made::private(db)?;
        let wanted = |thing: &i64| scope.private || !private.contains(thing);
        let mut plans = Calibration::default();
        for lived in db::tap_day::all(db, first, last)? {
            let daily = lived.daily;
            if let Some(foreseen) = daily.foreseen
                && scope.tap.is_none_or(|tap| tap == lived.thing)
                && wanted(&lived.thing)
            {
                plans.count(foreseen, daily.counts.did, daily.counted);
            }
        }
        let mut forecasts = Calibration::default();
        for (thing, promised) in db::commitment::list(db, None)? {
            let came = match promised.state {
                State::True => 1,
                State::False => 0,
                State::Open | State::Done | State::Dropped => continue,
            };
            if let Some(probability) = promised.probability
                && promised.due >= first
                && wanted(&thing)
            {
                forecasts.count(probability, came, 1);
            }
        }
        Ok(Foreseen { cards, plans, forecasts })
    })
}
