//! The JSON shapes of what was foreseen, and of what is simulated.

use serde::Serialize;

use crate::app::stats::calibration::Foreseen;
use crate::domain::schedule::memory::workload::Load as Simulated;
use crate::domain::stats::calibration::{BINS, Calibration, Tally};
use crate::ui::json::{Share, rounded};

#[derive(Serialize)]
struct Foretold {
    count: i64,
    happened: i64,
    foreseen: Option<f64>,
    observed: Share,
}

impl From<&Tally> for Foretold {
    fn from(tally: &Tally) -> Self {
        Self {
            count: tally.count,
            happened: tally.happened,
            foreseen: tally.foreseen().map(rounded),
            observed: tally.rate().into(),
        }
    }
}

#[derive(Serialize)]
struct Class {
    from: f64,
    to: f64,
    #[serde(flatten)]
    tally: Foretold,
}

#[derive(Serialize)]
struct Sort {
    brier: Option<f64>,
    log_loss: Option<f64>,
    #[serde(flatten)]
    total: Foretold,
    bins: Vec<Class>,
}

impl From<&Calibration> for Sort {
    fn from(calibration: &Calibration) -> Self {
        let total = calibration.total();
        let edge = |bin: u8| rounded(f64::from(bin) / f64::from(BINS));
        let bins = calibration.bins().map(|(bin, tally)| Class {
            from: edge(bin),
            to: edge(bin + 1),
            tally: (&tally).into(),
        });
        Self {
            brier: total.brier().map(rounded),
            log_loss: total.log_loss().map(rounded),
            total: (&total).into(),
            bins: bins.collect(),
        }
    }
}

/// What was foreseen of cards, plans and forecasts.
#[derive(Serialize)]
pub struct Sorts {
    cards: Sort,
    plans: Sort,
    forecasts: Sort,
}

impl From<&Foreseen> for Sorts {
    fn from(foreseen: &Foreseen) -> Self {
        let Foreseen { cards, plans, forecasts } = foreseen;
        Self { cards: cards.into(), plans: plans.into(), forecasts: forecasts.into() }
    }
}

/// What a desired retention would cost.
#[derive(Serialize)]
pub struct Load {
    retention: f64,
    minutes_a_day: f64,
    reviews_a_day: f64,
    remembered: f64,
}

impl From<&Simulated> for Load {
    fn from(load: &Simulated) -> Self {
        Self {
            retention: load.retention,
            minutes_a_day: rounded(load.minutes_a_day),
            reviews_a_day: rounded(load.reviews_a_day),
            remembered: rounded(load.remembered),
        }
    }
}
