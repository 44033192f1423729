//! Automaticity: the weekly answer to "I do this automatically", and the curve it follows.
//!
//! One item is enough: "… is something I do automatically" tracks the whole scale (Gardner, Lally
//! and Rebar, 2024).

use std::ops::RangeInclusive;

use crate::domain::time::StudyDay;

/// The answers: 1 is "not at all", 7 is "completely".
pub const RATINGS: RangeInclusive<u8> = 1..=7;

/// Days between two questions.
pub const WEEK: i32 = 7;

/// Days between two questions once a plan holds without reminders.
pub const MONTH: i32 = 28;

/// The points below which no curve is drawn.
pub const POINTS: usize = 8;

/// The days to 95 % that people took (Lally and others, 2010).
pub const RANGE: RangeInclusive<u32> = 18..=254;

/// An automaticity curve, `y = a − b·e^(−c·t)`, with `t` in days since the first rating.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Curve {
    /// The plateau, at most 7.
    pub a: f64,
    /// The way from the first rating to the plateau.
    pub b: f64,
    /// How fast it is approached, per day.
    pub c: f64,
    /// The root mean square of what the curve misses, in rating points.
    pub misses: f64,
}

impl Curve {
    /// The rating the curve gives `days` after the first.
    #[must_use]
    pub fn at(&self, days: f64) -> f64 {
        self.a - self.b * (-self.c * days).exp()
    }

    /// The days from the first rating until 95 % of the way to the plateau is done.
    #[must_use]
    pub fn days(&self) -> u32 {
        let days = 20.0_f64.ln() / self.c;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "3 to 400 days"
        )]
        let days = days.round() as u32;
        days
    }
}

/// The fastest and the slowest curve that is looked for, in days to 95 %.
const FASTEST: f64 = 4.0;
const SLOWEST: f64 = 400.0;

/// How many speeds are tried; neighbours differ by less than 1 %.
const SPEEDS: u32 = 500;

/// Fits the curve to ratings by least squares; none below [`POINTS`] ratings, or when they do not
/// rise.
///
/// For a given `c` the best `a` and `b` follow from linear regression, so only `c` is searched for.
/// `points` pairs days with ratings.
#[must_use]
pub fn fit(points: &[(StudyDay, u8)]) -> Option<Curve> {
    let first = points.first()?.0;
    if points.len() < POINTS {
        return None;
    }
    let points: Vec<(f64, f64)> =
        points.iter().map(|(day, y)| (f64::from(day.since(first)), f64::from(*y))).collect();
    let ratio = (SLOWEST / FASTEST).powf(1.0 / f64::from(SPEEDS));
    let curves = (0..=SPEEDS).filter_map(|n| {
        let days = FASTEST * ratio.powf(f64::from(n));
        regress(&points, 20.0_f64.ln() / days)
    });
    curves.min_by(|one, other| one.misses.total_cmp(&other.misses))
}

/// The best curve of speed `c`; none when the ratings do not rise along it.
fn regress(points: &[(f64, f64)], c: f64) -> Option<Curve> {
    #[expect(clippy::cast_precision_loss, reason = "a handful of points")]
    let count = points.len() as f64;
    let faded = |t: f64| (-c * t).exp();
    let mean = |of: &dyn Fn(f64, f64) -> f64| {
        points.iter().map(|(t, rating)| of(*t, *rating)).sum::<f64>() / count
    };
    let (middle, level) = (mean(&|t, _| faded(t)), mean(&|_, rating| rating));
    let spread = mean(&|t, _| (faded(t) - middle).powi(2));
    let shared = mean(&|t, rating| (faded(t) - middle) * (rating - level));
    if spread < 1e-12 {
        return None;
    }
    let (mut a, mut b) = (level - middle * shared / spread, -shared / spread);
    let most = f64::from(*RATINGS.end());
    if a > most {
        // No rating can pass 7: the plateau is held there and only `b` is free.
        a = most;
        b = mean(&|t, rating| (a - rating) * faded(t)) / mean(&|t, _| faded(t).powi(2));
    }
    let curve = Curve { a, b, c, misses: 0.0 };
    let misses = mean(&|t, rating| (curve.at(t) - rating).powi(2)).sqrt();
    (b > 0.5).then_some(Curve { misses, ..curve })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weekly(rating: impl Fn(f64) -> f64, weeks: i32) -> Vec<(StudyDay, u8)> {
        let rounded = |n: i32| {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 7")]
            let rating = rating(f64::from(7 * n)).round() as u8;
            rating
        };
        (0..weeks).map(|n| (StudyDay::from_epoch(100 + 7 * n), rounded(n))).collect()
    }

    #[test]
    fn a_rising_curve_is_found_again_through_its_rounded_ratings() {
        let curve = fit(&weekly(|t| 6.2 - 5.0 * (-t * 3.0 / 66.0).exp(), 20)).unwrap();
        assert!((5.7..=6.7).contains(&curve.a), "{curve:?}");
        assert!((40..=100).contains(&curve.days()), "{} {curve:?}", curve.days());
        assert!(curve.misses < 0.4, "{curve:?}");
    }

    #[test]
    fn fewer_than_eight_points_are_too_few() {
        assert_eq!(fit(&weekly(|t| 1.0 + t / 10.0, 7)), None);
    }

    #[test]
    fn ratings_that_do_not_rise_have_no_curve() {
        assert_eq!(fit(&weekly(|_| 4.0, 12)), None);
        assert_eq!(fit(&weekly(|t| 7.0 - t / 14.0, 12)), None);
    }

    #[test]
    fn no_plateau_lies_above_seven() {
        let curve = fit(&weekly(|t| (1.0 + t / 12.0).min(7.0), 11)).unwrap();
        assert!(curve.a <= 7.0, "{curve:?}");
    }
}
