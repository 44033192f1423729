//! Rates with honest uncertainty; the home of `statrs`.

use statrs::distribution::{Beta, Continuous as _, ContinuousCDF as _};

/// So many successes in so many trials.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rate {
    /// Trials that went well.
    pub successes: u32,
    /// All trials.
    pub trials: u32,
}

impl Rate {
    /// The share of successes, 0-1; none without trials.
    #[must_use]
    pub fn share(self) -> Option<f64> {
        (self.trials > 0).then(|| f64::from(self.successes) / f64::from(self.trials))
    }

    /// The range in which the true rate lies with probability 0.90: the central interval of a
    /// Beta(1 + successes, 1 + failures) posterior, that is, knowing nothing before the first trial.
    #[must_use]
    pub fn interval(self) -> (f64, f64) {
        let bounds = |beta: Beta| (beta.inverse_cdf(0.05), beta.inverse_cdf(0.95));
        self.posterior().map_or((0.0, 1.0), bounds)
    }

    fn posterior(self) -> Option<Beta> {
        let failures = self.trials.saturating_sub(self.successes);
        Beta::new(f64::from(self.successes) + 1.0, f64::from(failures) + 1.0).ok()
    }

    /// The mean of the posterior.
    fn expected(self) -> f64 {
        (f64::from(self.successes) + 1.0) / (f64::from(self.trials) + 2.0)
    }
}

/// By how much one rate is higher than another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// What is to be expected, -1 to 1.
    pub expected: f64,
    /// The range in which it lies with probability 0.90.
    pub interval: (f64, f64),
    /// The probability that it is above zero.
    pub above_zero: f64,
}

/// The points at which a posterior is summed up.
const POINTS: u32 = 2_000;

/// By how much the rate `a` is higher than the rate `b`, when nothing was known before either's first
/// trial: the difference of two independent Beta posteriors, summed numerically.
#[must_use]
pub fn difference(a: Rate, b: Rate) -> Difference {
    let expected = a.expected() - b.expected();
    let (Some(above), Some(below)) = (a.posterior(), b.posterior()) else {
        return Difference { expected, interval: (-1.0, 1.0), above_zero: 0.5 };
    };
    // The probability that the difference is at most `most`.
    let cdf = |most: f64| {
        let width = 1.0 / f64::from(POINTS);
        let at = |n: u32| (f64::from(n) + 0.5) * width;
        let share = |x: f64| below.pdf(x) * above.cdf((x + most).clamp(0.0, 1.0)) * width;
        (0..POINTS).map(|n| share(at(n))).sum::<f64>()
    };
    let quantile = |probability: f64| {
        let (mut low, mut high) = (-1.0, 1.0);
        for _ in 0..40 {
            let middle = f64::midpoint(low, high);
            if cdf(middle) < probability { low = middle } else { high = middle }
        }
        f64::midpoint(low, high)
    };
    let interval = (quantile(0.05), quantile(0.95));
    Difference { expected, interval, above_zero: 1.0 - cdf(0.0) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn without_trials_nearly_anything_is_possible() {
        let (low, high) = Rate::default().interval();
        assert!((low - 0.05).abs() < 1e-6 && (high - 0.95).abs() < 1e-6, "{low} {high}");
        assert_eq!(Rate::default().share(), None);
    }

    #[test]
    fn the_interval_of_nine_in_ten_is_the_textbook_one() {
        // qbeta(c(0.05, 0.95), 10, 2) in R.
        let (low, high) = Rate { successes: 9, trials: 10 }.interval();
        assert!((low - 0.636_4).abs() < 1e-3 && (high - 0.966_7).abs() < 1e-3, "{low} {high}");
    }

    #[test]
    fn the_difference_of_like_rates_is_nothing_either_way() {
        let rate = Rate { successes: 30, trials: 40 };
        let same = difference(rate, rate);
        assert!(same.expected.abs() < 1e-9 && (same.above_zero - 0.5).abs() < 1e-3, "{same:?}");
        let (low, high) = same.interval;
        assert!((low + high).abs() < 1e-3 && (0.15..0.17).contains(&high), "{same:?}");
    }

    #[test]
    fn nine_in_ten_against_three_in_ten_is_hardly_chance() {
        // From 400,000 draws of Beta(10, 2) less Beta(4, 8): mean 0.500, 5 % 0.206, 95 % 0.753.
        let found =
            difference(Rate { successes: 9, trials: 10 }, Rate { successes: 3, trials: 10 });
        assert!((found.expected - 0.5).abs() < 1e-9, "{found:?}");
        assert!((found.interval.0 - 0.206).abs() < 0.005, "{found:?}");
        assert!((found.interval.1 - 0.753).abs() < 0.005, "{found:?}");
        assert!(found.above_zero > 0.99, "{found:?}");
    }

    proptest! {
        #[test]
        fn more_trials_of_one_share_narrow_the_interval(successes in 0_u32..50, failures in 0_u32..50) {
            let width = |times: u32| {
                let rate = Rate { successes: successes * times, trials: (successes + failures) * times };
                let (low, high) = rate.interval();
                prop_assert!((0.0..=1.0).contains(&low) && low <= high && high <= 1.0);
                Ok(high - low)
            };
            if successes + failures > 0 {
                prop_assert!(width(4)? < width(1)?);
            }
        }
    }
}
