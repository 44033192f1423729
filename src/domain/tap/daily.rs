//! What happened to a plan day by day.

use std::collections::BTreeMap;

use crate::domain::card::Id;
use crate::domain::schedule::memory::Model;
use crate::domain::tap::outcome::{Counts, Kind, Outcome};
use crate::domain::tap::strength::Strength;
use crate::domain::tap::trace::{Event, Trace, fold};
use crate::domain::time::StudyDay;

/// A day with outcomes of one plan.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Daily {
    /// Its outcomes.
    pub counts: Counts,
    /// The opportunities that counted: all but slips while the user was away.
    pub counted: u32,
    /// The probability, 0-1, foreseen for each of those; none when there were none.
    pub foreseen: Option<f64>,
    /// The strength at its end, 0-1.
    pub strength: f64,
}

impl Daily {
    /// Takes in an outcome of the day; `strength` is the plan's afterwards.
    pub fn add(&mut self, outcome: &Outcome, strength: &Strength) {
        self.counts.add(outcome.kind, outcome.times);
        self.strength = strength.value();
        let counted = match outcome.kind {
            Kind::Did => true,
            Kind::Noticed | Kind::Missed => !outcome.away,
            Kind::Misfire | Kind::None => false,
        };
        if counted {
            self.counted = self.counted.saturating_add(outcome.times);
            self.foreseen = Some(strength.foreseen());
        }
    }
}

/// Folds a plan's whole history: where it stands, and each of its days with an outcome.
///
/// `events` come in order; each is given with its study day.
#[must_use]
pub fn lived(
    model: &Model,
    seed: &Id,
    events: &[(StudyDay, Event)],
) -> (Trace, BTreeMap<StudyDay, Daily>) {
    let mut days: BTreeMap<StudyDay, Daily> = BTreeMap::new();
    let trace = fold(model, seed, events, |day, event, trace| {
        if let Event::Outcome(outcome) = event {
            days.entry(day).or_default().add(outcome, &trace.strength);
        }
    });
    (trace, days)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::review::Terms;
    use crate::domain::tap::plan::Plan;
    use crate::domain::tap::recall::seed;

    fn outcome(n: i32, kind: Kind, away: bool) -> (StudyDay, Event) {
        let terms = Terms { retention: 0.9, longest: 3650 };
        let study_day = StudyDay::from_epoch(n);
        let outcome = Outcome { kind, times: 1, at: 0, study_day, prompted: false, away, terms };
        (study_day, Event::Outcome(outcome))
    }

    fn days(outcomes: &[(StudyDay, Event)]) -> Vec<Daily> {
        let plan = Plan::of("kettle", "the kettle clicks", "I stretch");
        let worded = (StudyDay::from_epoch(0), Event::Worded(Box::new(plan)));
        let events: Vec<_> = [worded].into_iter().chain(outcomes.iter().cloned()).collect();
        lived(&Model::default(), &seed(1), &events).1.into_values().collect()
    }

    #[test]
    fn outcomes_of_one_day_are_counted_together() {
        let lived = days(&[
            outcome(5, Kind::Did, false),
            outcome(5, Kind::Missed, false),
            outcome(6, Kind::Did, false),
        ]);
        assert_eq!(lived.len(), 2);
        assert_eq!((lived[0].counts.did, lived[0].counts.missed), (1, 1));
        assert_eq!(lived[0].foreseen, Some(0.5));
        assert!(lived[1].strength > lived[0].strength);
    }

    #[test]
    fn a_slip_while_away_and_a_day_without_a_trigger_were_not_foreseen() {
        let lived = days(&[outcome(5, Kind::Missed, true), outcome(6, Kind::None, false)]);
        assert_eq!([lived[0].foreseen, lived[1].foreseen], [None, None]);
    }
}
