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

/// Reads what was foreseen since the beginning of the scope, and what became of it: a deck narrows it to
/// its cards, a plan to that plan.
///
/// # Errors
/// When the database cannot be read.
pub fn calibration(study: &Study, scope: Scope) -> Result<Foreseen, Error> {
    study.db.read(|db| {
        let private = db::made::private(db)?;
        let wanted = |thing: i64| scope.private || !private.contains(&thing);
        let mut found = Foreseen::default();
        if scope.tap.is_none() {
            let (first, last) = (scope.since, study.now.today);
            found.cards = db::foreseen::since(db, scope.deck, first, last)?;
        }
        if scope.deck.is_none() {
            found.plans = plans(study, scope, wanted)?;
        }
        if scope.deck.is_none() && scope.tap.is_none() {
            found.forecasts = forecasts(study, scope, wanted)?;
        }
        Ok(found)
    })
}

fn plans(study: &Study, scope: Scope, wanted: impl Fn(i64) -> bool) -> Result<Calibration, Error> {
    let mut plans = Calibration::default();
    for lived in db::tap_day::all(&study.db, scope.since, study.now.today)? {
        let (thing, daily) = (lived.thing, lived.daily);
        if let Some(foreseen) = daily.foreseen
            && scope.tap.is_none_or(|tap| tap == thing)
            && wanted(thing)
        {
            plans.count(foreseen, daily.counts.did, daily.counted);
        }
    }
    Ok(plans)
}

fn forecasts(
    study: &Study,
    scope: Scope,
    wanted: impl Fn(i64) -> bool,
) -> Result<Calibration, Error> {
    let mut forecasts = Calibration::default();
    for (thing, promised) in db::commitment::list(&study.db, None)? {
        let came = match promised.state {
            State::True => 1,
            State::False => 0,
            State::Open | State::Done | State::Dropped => continue,
        };
        if let Some(probability) = promised.probability
            && promised.due >= scope.since
            && wanted(thing)
        {
            forecasts.count(probability, came, 1);
        }
    }
    Ok(forecasts)
}
