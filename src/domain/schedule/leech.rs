//! Leeches: cards that fail more often than their own memory predicts.

/// A card is a leech when its lapses would be this improbable or less if FSRS were right about it.
pub const LEVEL: f64 = 0.05;

/// Fewer lapses than this say nothing.
pub const LEAST_LAPSES: u32 = 3;

/// Counts lapses beside the odds of every possible count (a Poisson-binomial distribution).
#[derive(Clone, Debug, PartialEq)]
pub struct Lapses {
    counted: u32,
    odds: Vec<f64>,
}

impl Default for Lapses {
    fn default() -> Self {
        Self { counted: 0, odds: vec![1.0] }
    }
}

impl Lapses {
    /// Takes in one review that was predicted to be recalled with probability `retrievability`.
    pub fn add(&mut self, retrievability: f64, recalled: bool) {
        let miss = (1.0 - retrievability).clamp(0.0, 1.0);
        let mut carried = 0.0;
        for odds in &mut self.odds {
            let here = *odds;
            *odds = here * (1.0 - miss) + carried;
            carried = here * miss;
        }
        self.odds.push(carried);
        self.counted += u32::from(!recalled);
    }

    /// The lapses so far.
    #[must_use]
    pub const fn count(&self) -> u32 {
        self.counted
    }

    /// The probability of at least this many lapses, were the predictions right.
    #[must_use]
    pub fn probability(&self) -> f64 {
        self.odds.iter().skip(self.counted as usize).sum()
    }

    /// Tells whether the card is a leech.
    #[must_use]
    pub fn too_many(&self) -> bool {
        self.counted >= LEAST_LAPSES && self.probability() < LEVEL
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lapses(outcomes: &[(f64, bool)]) -> Lapses {
        let mut lapses = Lapses::default();
        for (retrievability, recalled) in outcomes {
            lapses.add(*retrievability, *recalled);
        }
        lapses
    }

    #[test]
    fn the_odds_are_those_of_a_binomial_when_every_review_is_alike() {
        let ten = lapses(&[[(0.9, false); 2].as_slice(), &[(0.9, true); 8]].concat());
        // 1 - 0.9^10 - 10 * 0.1 * 0.9^9
        assert!((ten.probability() - 0.263_901).abs() < 1e-6);
    }

    #[test]
    fn three_lapses_in_four_likely_recalls_make_a_leech() {
        assert!(lapses(&[(0.9, false), (0.9, false), (0.9, true), (0.9, false)]).too_many());
    }

    #[test]
    fn lapses_that_were_to_be_expected_make_none() {
        assert!(!lapses(&[(0.3, false); 4]).too_many());
    }

    #[test]
    fn two_lapses_say_nothing() {
        assert!(!lapses(&[(0.99, false); 2]).too_many());
    }
}
