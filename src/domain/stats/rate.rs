//! Rates with honest uncertainty; the home of `statrs`.

use statrs::distribution::{Beta, ContinuousCDF as _};

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
        let failures = self.trials.saturating_sub(self.successes);
        let posterior = Beta::new(f64::from(self.successes) + 1.0, f64::from(failures) + 1.0);
        posterior.map_or((0.0, 1.0), |beta| (beta.inverse_cdf(0.05), beta.inverse_cdf(0.95)))
    }
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
