//! Which acts are taken back, once undos may themselves be taken back.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

/// Decides which facts are taken back at present.
///
/// `undos` pairs each undo with the fact it points at. A fact is taken back when an undo points at
/// it that is not taken back itself; the order in which they were made does not matter, so devices
/// that merge their logs agree.
#[must_use]
pub fn taken_back<F: Copy + Eq + Hash>(undos: &[(F, F)]) -> HashSet<F> {
    let mut pointing: HashMap<F, Vec<F>> = HashMap::new();
    for (undo, target) in undos {
        pointing.entry(*target).or_default().push(*undo);
    }
    let mut decided = HashMap::new();
    for (undo, target) in undos {
        decide(*undo, &pointing, &mut decided);
        decide(*target, &pointing, &mut decided);
    }
    decided.into_iter().filter_map(|(fact, back)| back.then_some(fact)).collect()
}

fn decide<F: Copy + Eq + Hash>(
    fact: F,
    pointing: &HashMap<F, Vec<F>>,
    decided: &mut HashMap<F, bool>,
) -> bool {
    if let Some(back) = decided.get(&fact) {
        return *back;
    }
    // Facts only point backwards; should a damaged log hold a circle, this ends it.
    decided.insert(fact, false);
    let undos = pointing.get(&fact).map(Vec::as_slice).unwrap_or_default();
    let back = undos.iter().any(|undo| !decide(*undo, pointing, decided));
    decided.insert(fact, back);
    back
}

#[cfg(test)]
mod tests {
    use super::*;

    fn back(undos: &[(u8, u8)]) -> Vec<u8> {
        let mut back: Vec<u8> = taken_back(undos).into_iter().collect();
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
}
