//! Strength: the exponentially weighted share of opportunities done.

use serde::{Deserialize, Serialize};

use crate::domain::time::StudyDay;

/// The strength of a plan, 0-1, and what it needs to go on from here.
///
/// Every day on which the trigger came moves it: `s ← s·m + d·(1 − m)`, where `d` is the share of
/// that day's opportunities done and `m = 0.5^(1 / half-life)`. This is the recurrence of Loop Habit
/// Tracker for a daily habit, with the half-life from Lally and others (2010). Days without an
/// opportunity, asked or unasked, leave it as it is; so does the order of outcomes within a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Strength {
    /// What it was before the last day with an opportunity.
    before: f64,
    /// That day.
    day: Option<StudyDay>,
    /// Opportunities done that day.
    did: u32,
    /// All opportunities of that day.
    of: u32,
    /// The share of `before` that stays.
    kept: f64,
    /// How much of `before` rests on opportunities, 0 at the beginning to 1.
    known: f64,
}

impl Strength {
    /// The strength now, 0-1.
    #[must_use]
    pub fn value(&self) -> f64 {
        if self.of == 0 {
            return self.before;
        }
        let share = f64::from(self.did) / f64::from(self.of);
        (self.before * self.kept + share * (1.0 - self.kept)).clamp(0.0, 1.0)
    }

    /// The probability, 0-1, with which an opportunity of the last day was to be expected to be taken,
    /// before any of that day had come: the strength it had, and one half where nothing was known yet.
    #[must_use]
    pub fn foreseen(&self) -> f64 {
        (self.before + (1.0 - self.known) / 2.0).clamp(0.0, 1.0)
    }

    /// The last day with an opportunity.
    #[must_use]
    pub const fn day(&self) -> Option<StudyDay> {
        self.day
    }

    /// Takes opportunities of a day in; days come in order, `half_life` is in days.
    pub fn add(&mut self, day: StudyDay, (did, of): (u32, u32), half_life: f64) {
        if of == 0 {
            return;
        }
        if self.day != Some(day) {
            let known = if self.of == 0 { 0.0 } else { 1.0 - (1.0 - self.known) * self.kept };
            *self = Self { before: self.value(), day: Some(day), did: 0, of: 0, kept: 0.0, known };
        }
        self.kept = 0.5_f64.powf(1.0 / half_life);
        self.did = self.did.saturating_add(did);
        self.of = self.of.saturating_add(of);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::tap::plan::HALF_LIFE;

    fn day(n: usize) -> StudyDay {
        StudyDay::from_epoch(i32::try_from(n).unwrap())
    }

    fn after(days: &[(u32, u32)]) -> f64 {
        let mut strength = Strength::default();
        for (n, (did, slipped)) in days.iter().enumerate() {
            strength.add(day(n), (*did, did + slipped), HALF_LIFE);
        }
        strength.value()
    }

    #[test]
    fn sixty_six_perfect_days_lead_nineteen_twentieths_of_the_way() {
        assert!((after(&[(1, 0); 66]) - 0.95).abs() < 0.001);
    }

    #[test]
    fn one_miss_after_thirty_successes_costs_less_than_six_hundredths() {
        let (before, mut log) = (after(&[(1, 0); 30]), vec![(1, 0); 30]);
        log.push((0, 1));
        let cost = before - after(&log);
        assert!(cost > 0.0 && cost < 0.06, "{cost}");
    }

    #[test]
    fn nothing_known_is_foreseen_as_one_half_and_habits_as_they_were() {
        let foreseen = |log: &[(u32, u32)]| {
            let mut strength = Strength::default();
            for (n, (did, slipped)) in log.iter().enumerate() {
                strength.add(day(n), (*did, did + slipped), HALF_LIFE);
            }
            strength.foreseen()
        };
        assert!((foreseen(&[(1, 0)]) - 0.5).abs() < 1e-9);
        assert!(foreseen(&[(1, 0), (0, 1)]) > 0.5 && foreseen(&[(0, 1), (0, 1)]) < 0.5);
        assert!((foreseen(&[(3, 1); 300]) - 0.75).abs() < 0.001);
    }

    #[test]
    fn a_pause_costs_nothing() {
        let mut strength = Strength::default();
        strength.add(day(0), (1, 1), HALF_LIFE);
        let before = strength.value();
        strength.add(day(400), (0, 0), HALF_LIFE);
        assert!((strength.value() - before).abs() < f64::EPSILON);
    }

    #[test]
    fn the_order_within_a_day_does_not_matter() {
        let run = |log: [(u32, u32); 3]| {
            let mut strength = Strength::default();
            for entry in log {
                strength.add(day(5), entry, HALF_LIFE);
            }
            strength
        };
        assert_eq!(run([(1, 1), (0, 1), (1, 1)]), run([(0, 1), (1, 1), (1, 1)]));
    }

    proptest! {
        #[test]
        fn strength_stays_within_its_range(days in prop::collection::vec((0_u32..4, 0_u32..4), 0..200)) {
            prop_assert!((0.0..=1.0).contains(&after(&days)));
        }

        #[test]
        fn a_firing_never_weakens_and_a_slip_never_strengthens(
            days in prop::collection::vec((0_u32..4, 0_u32..4), 0..60),
            same_day in any::<bool>(),
            half_life in 4.0_f64..60.0,
        ) {
            let mut strength = Strength::default();
            for (n, (did, slipped)) in days.iter().enumerate() {
                strength.add(day(n), (*did, did + slipped), half_life);
            }
            let next = day(days.len().saturating_sub(usize::from(same_day)));
            let with = |entry| {
                let mut strength = strength;
                strength.add(next, entry, half_life);
                strength.value()
            };
            prop_assert!(with((1, 1)) >= strength.value());
            prop_assert!(with((0, 1)) <= strength.value());
        }
    }
}
