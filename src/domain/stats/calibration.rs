//! Calibration: what was foreseen against what happened, the same for cards, plans and forecasts.

use std::ops::{Add, AddAssign, Sub};

use crate::domain::schedule::history::Line;
use crate::domain::stats::rate::Rate;

/// The number of bins: twentieths of the probability foreseen.
pub const BINS: u8 = 20;

/// How finely sums are kept: whole millionths can be taken away again without a rest.
const MILLION: f64 = 1e6;

/// A probability this close to 0 or 1 counts as this close, so that no single error weighs without end.
const NEAREST: f64 = 1e-4;

/// Finds the bin of a probability: 0 for less than 0.05, up to 19 for 0.95 and above.
#[must_use]
pub fn bin(foreseen: f64) -> u8 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 20")]
    let bin = (foreseen.clamp(0.0, 1.0) * f64::from(BINS)).floor() as u8;
    bin.min(BINS - 1)
}

/// What came of things that were foreseen with a probability.
///
/// The sums are in millionths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many there were.
    pub count: i64,
    /// How many happened.
    pub happened: i64,
    /// The sum of the probabilities.
    pub expected: i64,
    /// The sum of the squared errors.
    pub squares: i64,
    /// The sum of the log losses, with natural logarithms.
    pub losses: i64,
}

impl Tally {
    /// Counts `count` things of which each was foreseen with the same probability and `happened` did.
    #[must_use]
    pub fn of(foreseen: f64, happened: u32, count: u32) -> Self {
        let (did, did_not) = (f64::from(happened), f64::from(count.saturating_sub(happened)));
        let near = foreseen.clamp(NEAREST, 1.0 - NEAREST);
        Self {
            count: count.into(),
            happened: happened.into(),
            expected: whole(foreseen * f64::from(count)),
            squares: whole(did * (1.0 - foreseen).powi(2) + did_not * foreseen.powi(2)),
            losses: whole(-did * near.ln() - did_not * (1.0 - near).ln()),
        }
    }

    /// The bin and the count of one line of a card's history; nothing for what was not foreseen.
    #[must_use]
    pub fn of_line(line: &Line) -> Option<(u8, Self)> {
        let foreseen = line.foreseen?;
        Some((bin(foreseen), Self::of(foreseen, line.review.rating.recalled().into(), 1)))
    }

    /// The mean probability foreseen, 0-1; none when there was nothing.
    #[must_use]
    pub fn foreseen(&self) -> Option<f64> {
        self.mean(self.expected)
    }

    /// The mean squared error, 0 (knew all) to 1; 0.25 is what saying one half to everything earns
    /// (Brier, 1950).
    #[must_use]
    pub fn brier(&self) -> Option<f64> {
        self.mean(self.squares)
    }

    /// The mean log loss, 0 (knew all) upwards; 0.693 is what saying one half to everything earns.
    #[must_use]
    pub fn log_loss(&self) -> Option<f64> {
        self.mean(self.losses)
    }

    /// How many happened of how many.
    #[must_use]
    pub fn rate(&self) -> Rate {
        let count = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
        Rate { successes: count(self.happened), trials: count(self.count) }
    }

    #[expect(clippy::cast_precision_loss, reason = "sums stay below 2^52")]
    fn mean(&self, sum: i64) -> Option<f64> {
        (self.count > 0).then(|| sum as f64 / MILLION / self.count as f64)
    }
}

fn whole(value: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "far below 2^63")]
    let whole = (value * MILLION).round() as i64;
    whole
}

impl Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            count: self.count + other.count,
            happened: self.happened + other.happened,
            expected: self.expected + other.expected,
            squares: self.squares + other.squares,
            losses: self.losses + other.losses,
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Tally {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            count: self.count - other.count,
            happened: self.happened - other.happened,
            expected: self.expected - other.expected,
            squares: self.squares - other.squares,
            losses: self.losses - other.losses,
        }
    }
}

/// Everything foreseen of one sort, by bin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calibration([Tally; BINS as usize]);

impl Calibration {
    /// Counts in what falls into a bin.
    pub fn add(&mut self, bin: u8, tally: Tally) {
        if let Some(own) = self.0.get_mut(usize::from(bin)) {
            *own += tally;
        }
    }

    /// Counts in things that were foreseen alike; see [`Tally::of`].
    pub fn count(&mut self, foreseen: f64, happened: u32, count: u32) {
        self.add(bin(foreseen), Tally::of(foreseen, happened, count));
    }

    /// The bins with anything in them, with their numbers, the least probable first.
    pub fn bins(&self) -> impl Iterator<Item = (u8, Tally)> {
        (0..).zip(self.0).filter(|(_, tally)| tally.count > 0)
    }

    /// All bins together.
    #[must_use]
    pub fn total(&self) -> Tally {
        self.0.into_iter().fold(Tally::default(), Add::add)
    }

    /// The bins in which what was foreseen lies outside the interval of what happened, of at least
    /// `least` each: where there is more than chance.
    pub fn off(&self, least: i64) -> impl Iterator<Item = (u8, Tally)> {
        self.bins().filter(move |(_, tally)| {
            let (low, high) = tally.rate().interval();
            let foreseen = tally.foreseen().unwrap_or_default();
            tally.count >= least && !(low..=high).contains(&foreseen)
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_probability_has_its_bin() {
        let bins = [0.0, 0.049, 0.05, 0.5, 0.95, 1.0, f64::NAN].map(bin);
        assert_eq!(bins, [0, 0, 1, 10, 19, 19, 0]);
    }

    #[test]
    fn saying_one_half_to_everything_earns_a_quarter() {
        let tally = Tally::of(0.5, 3, 10);
        assert!((tally.brier().unwrap() - 0.25).abs() < 1e-6);
        assert!((tally.log_loss().unwrap() - 2.0_f64.ln()).abs() < 1e-6);
    }

    #[test]
    fn nothing_has_no_score() {
        assert_eq!((Tally::default().brier(), Tally::default().log_loss()), (None, None));
    }

    #[test]
    fn a_bin_is_off_when_chance_does_not_explain_it() {
        let mut calibration = Calibration::default();
        calibration.count(0.97, 60, 100);
        calibration.count(0.62, 6, 10);
        let off: Vec<u8> = calibration.off(5).map(|(bin, _)| bin).collect();
        assert_eq!(off, [19]);
    }

    proptest! {
        #[test]
        fn sums_equal_counting_one_by_one(
            things in prop::collection::vec((0.0_f64..=1.0, any::<bool>()), 1..200),
        ) {
            let mut calibration = Calibration::default();
            for (foreseen, happened) in &things {
                calibration.count(*foreseen, u32::from(*happened), 1);
            }
            let count = f64::from(u32::try_from(things.len()).unwrap());
            let mean = |of: &dyn Fn(f64, f64) -> f64| {
                let sum: f64 = things.iter().map(|(p, y)| of(*p, f64::from(u8::from(*y)))).sum();
                sum / count
            };
            let total = calibration.total();
            let near = |one: Option<f64>, other: f64| (one.unwrap() - other).abs() < 1e-5;
            prop_assert!(near(total.foreseen(), mean(&|p, _| p)));
            prop_assert!(near(total.brier(), mean(&|p, y| (p - y).powi(2))));
            let loss = |p: f64, y: f64| {
                let p = p.clamp(1e-4, 1.0 - 1e-4);
                -(y * p.ln() + (1.0 - y) * (1.0 - p).ln())
            };
            prop_assert!(near(total.log_loss(), mean(&loss)));
            prop_assert_eq!(total.rate().trials as usize, things.len());
        }

        #[test]
        fn what_is_taken_away_again_leaves_nothing(p in 0.0_f64..=1.0, q in 0.0_f64..=1.0, y in 0_u32..3) {
            let (one, other) = (Tally::of(p, y, 3), Tally::of(q, y, 3));
            prop_assert_eq!(one + other - one, other);
        }
    }
}
