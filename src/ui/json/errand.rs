//! The JSON shapes of commitments, jots, and what a check-in asks.

use serde::Serialize;

use crate::app::errand::Errand;
use crate::app::tap::Tap;
use crate::domain::commitment::Commitment as Promised;
use crate::domain::time::{StudyDay, rfc3339};
use crate::storage::db::jot::Stored;
use crate::ui::json::rounded;

/// A commitment.
#[derive(Serialize)]
pub struct Commitment {
    id: i64,
    kind: &'static str,
    text: String,
    due: String,
    probability: Option<f64>,
    state: &'static str,
    brier: Option<f64>,
    note: String,
}

impl Commitment {
    /// Shows a commitment.
    #[must_use]
    pub fn of(id: i64, commitment: &Promised) -> Self {
        Self {
            id,
            kind: commitment.kind.word(),
            text: commitment.text.clone(),
            due: commitment.due.to_string(),
            probability: commitment.probability,
            state: commitment.state.word(),
            brier: commitment.brier().map(rounded),
            note: commitment.note.clone(),
        }
    }
}

/// A jot.
#[derive(Serialize)]
pub struct Jot {
    id: i64,
    kind: &'static str,
    text: String,
    at: String,
    done: bool,
}

impl Jot {
    /// Shows a jot.
    #[must_use]
    pub fn of(stored: &Stored) -> Self {
        Self {
            id: stored.thing,
            kind: stored.jot.kind.word(),
            text: stored.jot.text.clone(),
            at: rfc3339(stored.made_at, 0),
            done: stored.jot.done,
        }
    }
}

/// What a check-in would ask about.
#[derive(Serialize)]
pub struct Open {
    study_day: String,
    items: Vec<OpenItem>,
}

#[derive(Serialize)]
struct OpenItem {
    kind: &'static str,
    id: String,
    text: String,
}

impl Open {
    /// Shows what is open for a study day.
    #[must_use]
    pub fn of(day: StudyDay, errands: &[Errand]) -> Self {
        let item = |errand: &Errand| {
            let of_tap = |kind, tap: &Tap| OpenItem {
                kind,
                id: tap.plan.name.clone(),
                text: tap.plan.sentence(),
            };
            match errand {
                Errand::Outcome(tap, _) => of_tap("outcome", tap),
                Errand::Rehearsal(tap, _) => of_tap("rehearsal", tap),
                Errand::Rating(tap) => of_tap("rating", tap),
                Errand::Check(tap) => of_tap("check", tap),
                Errand::Commitment(id, promised) => {
                    OpenItem { kind: "commitment", id: id.to_string(), text: promised.text.clone() }
                }
            }
        };
        Self { study_day: day.to_string(), items: errands.iter().map(item).collect() }
    }
}
