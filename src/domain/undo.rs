//! Which acts are taken back, once undos may themselves be taken back.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

/// Decides which facts are taken back at present.
///
/// `undos` pairs each undo with the fact it points at. Some facts brought others with them as a whole:
/// which, and those that a fact came with, is what `wholes` says. A fact is taken back when an undo points at it that is not taken back itself, or when
/// what it came with is; the order in which they were made does not matter, so devices that merge their
/// logs agree. Of the facts that came in with another only those are named that are pointed at, or that
/// brought others themselves: the rest follows them.
#[must_use]
pub fn taken_back<F: Copy + Eq + Hash>(
    undos: &[(F, F)],
    (wholes, whole): (&[F], &impl Fn(F) -> Vec<F>),
) -> HashSet<F> {
    let mut pointing: HashMap<F, Vec<F>> = HashMap::new();
    for (undo, target) in undos {
        pointing.entry(*target).or_default().push(*undo);
    }
    let mut log = Log { pointing, whole, decided: HashMap::new() };
    for (undo, target) in undos {
        log.is_back(*undo);
        log.is_back(*target);
    }
    for fact in wholes {
        log.is_back(*fact);
    }
    log.decided.into_iter().filter_map(|(fact, back)| back.then_some(fact)).collect()
}

struct Log<'a, F, W> {
    pointing: HashMap<F, Vec<F>>,
    whole: &'a W,
    decided: HashMap<F, bool>,
}

impl<F: Copy + Eq + Hash, W: Fn(F) -> Vec<F>> Log<'_, F, W> {
    fn is_back(&mut self, fact: F) -> bool {
        if let Some(back) = self.decided.get(&fact) {
            return *back;
        }
        // Facts only point backwards; should a damaged log hold a circle, this ends it.
        self.decided.insert(fact, false);
        let undos = self.pointing.get(&fact).cloned().unwrap_or_default();
        let back = undos.iter().any(|undo| !self.is_back(*undo))
            || (self.whole)(fact).into_iter().any(|whole| self.is_back(whole));
        self.decided.insert(fact, back);
        back
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn back(undos: &[(u8, u8)]) -> Vec<u8> {
        back_with(undos, |_| vec![])
    }

    fn back_with(undos: &[(u8, u8)], whole: impl Fn(u8) -> Vec<u8>) -> Vec<u8> {
        let mut back: Vec<u8> = taken_back(undos, (&[5], &whole)).into_iter().collect();
        back.sort_unstable();
        back
    }

    #[test]
    fn an_undo_takes_back_what_it_points_at() {
        assert_eq!(back(&[(2, 1)]), [1]);
    }

    #[test]
    fn an_undo_taken_back_gives_its_fact_back() {
        assert_eq!(back(&[(2, 1), (3, 2)]), [2]);
    }

    #[test]
    fn the_order_of_the_log_does_not_matter() {
        assert_eq!(back(&[(3, 2), (2, 1)]), [2]);
    }

    #[test]
    fn a_fact_taken_back_twice_stays_back_until_both_are_taken_back() {
        assert_eq!(back(&[(2, 1), (3, 1), (4, 2)]), [1, 2]);
    }

    #[test]
    fn an_undo_that_came_in_with_others_goes_with_them() {
        // 5 brought 1 to 4, among them 4, which takes 3 back; then 5 is taken back by 6.
        let brought = |fact| if (1..5).contains(&fact) { vec![5] } else { vec![] };
        assert_eq!(back_with(&[(4, 3)], brought), [3]);
        assert_eq!(back_with(&[(4, 3), (6, 5)], brought), [3, 4, 5]);
        assert_eq!(back_with(&[(4, 3), (6, 5), (7, 6)], brought), [3, 6]);
    }

    #[test]
    fn what_was_taken_back_by_others_that_go_stands_again() {
        // 2 was here; 5 brought 4, which takes 2 back.
        let brought = |fact| if fact == 4 { vec![5] } else { vec![] };
        assert_eq!(back_with(&[(4, 2), (6, 5)], brought), [4, 5]);
    }
}
