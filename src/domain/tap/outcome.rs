//! Outcomes: what happened when the trigger came.

use serde::{Deserialize, Serialize};

use crate::domain::review::Terms;
use crate::domain::stats::rate::Rate;
use crate::domain::time::StudyDay;
use crate::domain::word::words;

words! {
    /// What happened at an opportunity.
    Kind, "outcome":
    /// The trigger came and the action followed: a firing.
    Did = "did",
    /// The trigger was noticed, the action did not follow.
    Noticed = "noticed",
    /// The trigger was noticed too late.
    Missed = "missed",
    /// The action came without the trigger.
    Misfire = "misfire",
    /// The trigger did not come that day.
    None = "none",
}

/// The most times one entry may stand for.
pub const TIMES: u32 = 100;

/// The most characters of a note.
pub const NOTE: usize = 1000;

/// An outcome as it counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// What happened.
    pub kind: Kind,
    /// How often, 1-[`TIMES`].
    pub times: u32,
    /// When, in milliseconds since the epoch.
    pub at: i64,
    /// The study day that moment belongs to, frozen when it was written.
    pub study_day: StudyDay,
    /// Whether a reminder came in the hour before; a prompted `did` is no recall.
    pub prompted: bool,
    /// Whether that day lies in a planned break, when a slip counts for nothing.
    pub away: bool,
    /// What a rehearsal's interval was to be computed with, frozen when it was written.
    pub terms: Terms,
}

/// Counts of outcomes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Firings.
    pub did: u32,
    /// Triggers noticed without the action.
    pub noticed: u32,
    /// Triggers noticed too late.
    pub missed: u32,
    /// Actions without the trigger.
    pub misfire: u32,
    /// Days without a trigger.
    pub none: u32,
}

impl Counts {
    /// Counts an outcome in.
    pub fn add(&mut self, kind: Kind, times: u32) {
        let count = match kind {
            Kind::Did => &mut self.did,
            Kind::Noticed => &mut self.noticed,
            Kind::Missed => &mut self.missed,
            Kind::Misfire => &mut self.misfire,
            Kind::None => &mut self.none,
        };
        *count = count.saturating_add(times);
    }

    /// How often the trigger came.
    #[must_use]
    pub const fn opportunities(&self) -> u32 {
        self.did.saturating_add(self.noticed).saturating_add(self.missed)
    }

    /// How often the trigger was noticed in time.
    #[must_use]
    pub const fn notice(&self) -> Rate {
        Rate { successes: self.did.saturating_add(self.noticed), trials: self.opportunities() }
    }

    /// How often the action followed once the trigger was noticed.
    #[must_use]
    pub const fn follow(&self) -> Rate {
        Rate { successes: self.did, trials: self.did.saturating_add(self.noticed) }
    }
}

impl std::ops::Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            did: self.did.saturating_add(other.did),
            noticed: self.noticed.saturating_add(other.noticed),
            missed: self.missed.saturating_add(other.missed),
            misfire: self.misfire.saturating_add(other.misfire),
            none: self.none.saturating_add(other.none),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_day_without_a_trigger_and_a_misfire_are_no_opportunities() {
        let mut counts = Counts::default();
        counts.add(Kind::None, 1);
        counts.add(Kind::Misfire, 2);
        assert_eq!(counts.opportunities(), 0);
        assert_eq!((counts.notice().share(), counts.follow().share()), (None, None));
    }

    proptest! {
        #[test]
        fn rates_equal_counting_one_by_one(log in prop::collection::vec((0_usize..5, 1_u32..4), 0..60)) {
            let mut counts = Counts::default();
            let mut each = Vec::new();
            for (kind, times) in log {
                counts.add(Kind::ALL[kind], times);
                each.extend((0..times).map(|_| Kind::ALL[kind]));
            }
            let share = |of: &[Kind], among: &[Kind]| {
                let among: Vec<&Kind> = each.iter().filter(|kind| among.contains(kind)).collect();
                let of = among.iter().filter(|kind| of.contains(kind)).count();
                #[expect(clippy::cast_precision_loss, reason = "small counts")]
                (!among.is_empty()).then(|| of as f64 / among.len() as f64)
            };
            let came = [Kind::Did, Kind::Noticed, Kind::Missed];
            prop_assert_eq!(counts.notice().share(), share(&came[..2], &came));
            prop_assert_eq!(counts.follow().share(), share(&came[..1], &came[..2]));
        }
    }
}
