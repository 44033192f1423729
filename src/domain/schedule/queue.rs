//! The order in which cards are asked.

use crate::domain::time::StudyDay;

/// How many other cards a sibling, or a card that was just failed, is kept away for.
pub const DISTANCE: usize = 5;

/// How far down its list the queue looks for a card of another deck before it gives in.
const REACH: usize = 12;

/// Why a card is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Its day has come.
    Due,
    /// It has never been asked.
    New,
    /// It was failed today and comes back until it is recalled.
    Drill,
    /// It is asked before its day, because the user wished so.
    Ahead,
}

impl Reason {
    /// The word for this reason in JSON and on the screen.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::New => "new",
            Self::Drill => "drill",
            Self::Ahead => "ahead",
        }
    }
}

/// What the queue needs to know of a card to place it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The card's number in the database.
    pub card: i64,
    /// Its deck's number.
    pub deck: i64,
    /// The group of cards of that deck that give each other away; empty when it has none.
    pub siblings: String,
}

impl Place {
    fn sibling_of(&self, other: &Self) -> bool {
        self.deck == other.deck && !self.siblings.is_empty() && self.siblings == other.siblings
    }
}

/// The cards that may be asked, each list in its own order of urgency.
#[derive(Clone, Debug, Default)]
pub struct Pools {
    /// Due cards, the one most likely forgotten first.
    pub due: Vec<Place>,
    /// New cards in learning order.
    pub new: Vec<Place>,
    /// Cards failed today, the longest waiting first.
    pub drills: Vec<Place>,
}

/// How likely it is that a card is forgotten, as a key that sorts like it: elapsed days over
/// stability.
///
/// All cards share one forgetting curve, a falling function of this ratio (FSRS-6), so a higher key
/// is a lower retrievability.
#[must_use]
pub fn urgency(stability: f32, last: StudyDay, today: StudyDay) -> f64 {
    f64::from(today.since(last).max(0)) / f64::from(stability)
}

/// Lays out the next `wanted` cards: due ones, then new ones, with failed ones coming back after
/// [`DISTANCE`] others; decks alternate and siblings stay [`DISTANCE`] cards apart where the pools
/// allow it.
///
/// `recent` holds what was asked before, latest first.
#[must_use]
pub fn arrange(pools: Pools, recent: &[Place], wanted: usize) -> Vec<(Reason, Place)> {
    let Pools { mut due, mut new, mut drills } = pools;
    let mut asked: Vec<Place> = recent.iter().take(DISTANCE).rev().cloned().collect();
    let mut laid = Vec::new();
    while laid.len() < wanted {
        let rested =
            drills.iter().position(|drill| !lately(&asked).any(|past| past.card == drill.card));
        let next = if let Some(position) = rested {
            (Reason::Drill, drills.remove(position))
        } else if let Some(position) = best(&due, &asked) {
            (Reason::Due, due.remove(position))
        } else if let Some(position) = best(&new, &asked) {
            (Reason::New, new.remove(position))
        } else if drills.is_empty() {
            break;
        } else {
            (Reason::Drill, drills.remove(0))
        };
        asked.push(next.1.clone());
        laid.push(next);
    }
    laid
}

/// The last [`DISTANCE`] cards asked, latest first.
fn lately(asked: &[Place]) -> impl Iterator<Item = &Place> {
    asked.iter().rev().take(DISTANCE)
}

/// Finds the first card of `pool` that suits what was asked before: of another deck and no sibling
/// of anything recent; failing that no sibling; failing that the first.
fn best(pool: &[Place], asked: &[Place]) -> Option<usize> {
    let apart = |place: &Place| !lately(asked).any(|past| place.sibling_of(past));
    let other_deck = |place: &Place| asked.last().is_none_or(|past| past.deck != place.deck);
    let near = || pool.iter().take(REACH);
    near()
        .position(|place| apart(place) && other_deck(place))
        .or_else(|| near().position(apart))
        .or_else(|| (!pool.is_empty()).then_some(0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn place(card: i64, deck: i64, siblings: &str) -> Place {
        Place { card, deck, siblings: siblings.to_owned() }
    }

    fn cards(laid: &[(Reason, Place)]) -> Vec<i64> {
        laid.iter().map(|(_, place)| place.card).collect()
    }

    #[test]
    fn decks_alternate_while_both_have_cards() {
        let due = vec![place(1, 1, ""), place(2, 1, ""), place(3, 2, ""), place(4, 2, "")];
        let laid = arrange(Pools { due, ..Pools::default() }, &[], 9);
        assert_eq!(cards(&laid), [1, 3, 2, 4]);
    }

    #[test]
    fn the_deck_asked_last_waits_for_another() {
        let due = vec![place(1, 1, ""), place(2, 2, "")];
        let laid = arrange(Pools { due, ..Pools::default() }, &[place(9, 1, "")], 9);
        assert_eq!(cards(&laid), [2, 1]);
    }

    #[test]
    fn siblings_are_kept_apart() {
        let mut due: Vec<Place> = (1..=2).map(|card| place(card, 1, "steps")).collect();
        due.extend((3..=8).map(|card| place(card, 1, "")));
        let laid = arrange(Pools { due, ..Pools::default() }, &[], 9);
        assert_eq!(cards(&laid), [1, 3, 4, 5, 6, 7, 2, 8]);
    }

    #[test]
    fn new_cards_follow_the_due_ones() {
        let pools =
            Pools { due: vec![place(1, 1, "")], new: vec![place(2, 2, "")], ..Pools::default() };
        let reasons: Vec<Reason> =
            arrange(pools, &[], 9).into_iter().map(|(reason, _)| reason).collect();
        assert_eq!(reasons, [Reason::Due, Reason::New]);
    }

    #[test]
    fn a_failed_card_comes_back_after_five_others() {
        let due = (2..=8).map(|card| place(card, card, "")).collect();
        let pools = Pools { due, drills: vec![place(1, 1, "")], ..Pools::default() };
        let laid = arrange(pools, &[place(1, 1, "")], 9);
        assert_eq!(cards(&laid), [2, 3, 4, 5, 6, 1, 7, 8]);
    }

    #[test]
    fn a_failed_card_comes_back_at_once_when_nothing_else_is_left() {
        let pools = Pools { drills: vec![place(1, 1, "")], ..Pools::default() };
        assert_eq!(cards(&arrange(pools, &[place(1, 1, "")], 9)), [1]);
    }

    proptest! {
        #[test]
        fn every_card_is_asked_exactly_once(
            due in prop::collection::vec((0_i64..4, 0_usize..3), 0..40),
            new in prop::collection::vec((0_i64..4, 0_usize..3), 0..10),
        ) {
            let group = ["", "steps", "examples"];
            let places = |pool: &[(i64, usize)], from: i64| -> Vec<Place> {
                pool.iter().zip(from..).map(|((deck, g), card)| place(card, *deck, group[*g])).collect()
            };
            let pools = Pools { due: places(&due, 0), new: places(&new, 1000), drills: vec![] };
            let mut wanted: Vec<i64> = pools.due.iter().chain(&pools.new).map(|p| p.card).collect();
            let mut asked = cards(&arrange(pools, &[], usize::MAX));
            wanted.sort_unstable();
            asked.sort_unstable();
            prop_assert_eq!(wanted, asked);
        }
    }
}
