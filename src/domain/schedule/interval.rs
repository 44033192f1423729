//! From FSRS's fractional interval to the whole days a card stays away.

use crate::domain::card::Id;
use crate::domain::review::{Rating, Terms};
use crate::domain::schedule::fuzz;
use crate::domain::schedule::memory::{Memory, Model};

/// What is known of a card when an interval is to be found.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// The card, which seeds the fuzz.
    pub card: &'a Id,
    /// Its memory; none for a new card.
    pub memory: Option<Memory>,
    /// Days since its last scored review.
    pub elapsed: u32,
    /// The interval it was last given, in days; 0 for a new card.
    pub interval: u32,
    /// Scored reviews so far.
    pub count: u32,
}

/// What a rating leads to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outlook {
    /// The memory afterwards.
    pub memory: Memory,
    /// The days until the card comes back, at least 1.
    pub interval: u32,
}

/// Foresees all four ratings, worst first.
///
/// The better rating never comes back sooner: `hard` waits at least a day, `good` a day longer than
/// `hard`, `easy` a day longer than `good`. An interval that FSRS lengthens grows by at least a day.
/// Nothing exceeds `terms.longest`.
#[must_use]
pub fn outlooks(model: &Model, situation: Situation<'_>, terms: Terms) -> [Outlook; 4] {
    let factor = fuzz::factor(situation.card, situation.count);
    let mut least = 1;
    let steps = model.steps(situation.memory, situation.elapsed, terms.retention);
    let mut rated = Rating::ALL.into_iter();
    steps.map(|step| {
        let recalled = rated.next().is_some_and(Rating::recalled);
        let raw = f64::from(step.interval);
        let grown = raw > f64::from(situation.interval) && recalled;
        let floor = if grown { situation.interval.saturating_add(1) } else { 1 };
        let interval = whole(raw, factor, least.max(floor), terms.longest);
        if recalled {
            least = interval.saturating_add(1);
        }
        Outlook { memory: step.memory, interval }
    })
}

/// The outlook of one rating.
#[must_use]
pub fn outlook(model: &Model, situation: Situation<'_>, terms: Terms, rating: Rating) -> Outlook {
    let [again, hard, good, easy] = outlooks(model, situation, terms);
    match rating {
        Rating::Again => again,
        Rating::Hard => hard,
        Rating::Good => good,
        Rating::Easy => easy,
    }
}

/// Rounds and fuzzes an interval inside `least..=longest`; the longest wins when they cross.
fn whole(raw: f64, factor: f64, least: u32, longest: u32) -> u32 {
    let longest = longest.max(1);
    let (least, most) = (f64::from(least.min(longest)), f64::from(longest));
    let range = fuzz::range(raw.clamp(least, most));
    let low = range.start().clamp(least, most);
    let mut high = range.end().clamp(least, most);
    if high <= low && high > 2.0 && high < most {
        high = low + 1.0;
    }
    let days = (low + factor * (high - low + 1.0)).floor().min(high);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1..=longest")]
    let days = days as u32;
    days
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TERMS: Terms = Terms { retention: 0.9, longest: 3650 };

    fn days(stability: f32, elapsed: u32, count: u32, terms: Terms) -> [u32; 4] {
        let card = Id::new("a", "b").unwrap();
        let memory = Some(Memory::new(stability, 5.0));
        let interval = elapsed;
        let situation = Situation { card: &card, memory, elapsed, interval, count };
        outlooks(&Model::default(), situation, terms).map(|outlook| outlook.interval)
    }

    #[test]
    fn a_new_card_comes_back_tomorrow_at_the_earliest() {
        let card = Id::new("a", "b").unwrap();
        let new = Situation { card: &card, memory: None, elapsed: 0, interval: 0, count: 0 };
        let intervals = outlooks(&Model::default(), new, TERMS).map(|outlook| outlook.interval);
        assert_eq!(intervals[..3], [1, 1, 2]);
        assert!((6..=11).contains(&intervals[3]));
    }

    #[test]
    fn no_interval_exceeds_the_longest() {
        assert_eq!(days(9_000.0, 9_000, 3, TERMS)[1..], [3650; 3]);
    }

    proptest! {
        #[test]
        fn a_better_rating_never_comes_back_sooner(
            stability in 0.01_f32..4_000.0,
            elapsed in 1_u32..3_000,
            count in 1_u32..50,
            retention in 0.70_f64..=0.97,
        ) {
            let terms = Terms { retention, longest: 36_500 };
            let [again, hard, good, easy] = days(stability, elapsed, count, terms);
            prop_assert!(1 <= again && again <= hard);
            prop_assert!(hard < good && good < easy);
        }

        #[test]
        fn the_longest_interval_is_kept_whatever_the_memory(
            stability in 0.01_f32..36_000.0,
            elapsed in 1_u32..30_000,
            longest in 1_u32..400,
        ) {
            let terms = Terms { retention: 0.7, longest };
            prop_assert!(days(stability, elapsed, 2, terms).iter().all(|days| (1..=longest).contains(days)));
        }
    }
}
