//! What all drawings of figures share: their numbers in words, the marks on their axes, how strong a
//! day is.

use crate::domain::time::StudyDay;
use crate::ui::chart::figure::{Axis, Calibrated, Dot, Plot, Scale, Series};

/// The strengths of a day with something on it; a day without has strength 0.
pub const STRENGTHS: usize = 4;

/// Greater numbers are drawn like this one, so that sums stay finite.
const GREATEST: f64 = 1e15;

/// Steps between the marks of an axis, as parts of a power of ten.
const STEPS: [f64; 4] = [1.0, 2.0, 5.0, 10.0];

/// Steps between the marks of an axis of shares.
const SHARES: [f64; 9] = [0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1.0, 2.0];

/// Writes a number briefly: `7`, `2.5`, `0.04`, `12k`, `3.1M`.
#[must_use]
pub fn number(value: f64) -> String {
    let size = value.abs();
    if !value.is_finite() {
        "–".to_owned()
    } else if size >= 999_500.0 {
        trimmed(value / 1e6, 1) + "M"
    } else if size >= 9_999.5 {
        trimmed(value / 1e3, 0) + "k"
    } else if size >= 99.5 {
        trimmed(value, 0)
    } else if size >= 0.995 {
        trimmed(value, 1)
    } else {
        trimmed(value, 2)
    }
}

/// A number without the noughts behind its point.
fn trimmed(value: f64, places: usize) -> String {
    let written = format!("{value:.places$}");
    let short = if written.contains('.') {
        written.trim_end_matches('0').trim_end_matches('.')
    } else {
        &written
    };
    if short == "-0" { "0".to_owned() } else { short.to_owned() }
}

/// Writes a share from 0 to 1 as a percentage.
#[must_use]
pub fn percent(share: f64) -> String {
    if share.is_finite() { trimmed(share * 100.0, 0) + "%" } else { "–".to_owned() }
}

/// The study day of a number on an axis.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "days beyond the last are drawn as the last")]
pub fn day(value: f64) -> StudyDay {
    StudyDay::from_epoch(value.round() as i32)
}

/// Writes a number of an axis.
#[must_use]
pub fn said(scale: Scale, value: f64) -> String {
    match scale {
        Scale::Day => day(value).short(),
        Scale::Share => percent(value),
        Scale::Number => number(value),
    }
}

/// A count as a number that can be reckoned with.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "what is counted on a picture is few")]
pub fn float(count: usize) -> f64 {
    count as f64
}

/// The whole number closest to one that is not below zero.
#[must_use]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held above zero")]
pub fn whole(value: f64) -> usize {
    value.round().max(0.0) as usize
}

/// A value as the height of a bar: finite, not below zero.
#[must_use]
pub fn height(value: f64) -> f64 {
    if value.is_finite() { value.clamp(0.0, GREATEST) } else { 0.0 }
}

/// The heights of every series at each of so many places, one list for each place.
#[must_use]
pub fn stacks(series: &[Series], places: usize) -> Vec<Vec<f64>> {
    let part = |one: &Series, at: usize| height(one.values.get(at).copied().unwrap_or(0.0));
    (0..places).map(|at| series.iter().map(|one| part(one, at)).collect()).collect()
}

/// The range of an axis, when it is one.
#[must_use]
pub fn range(axis: &Axis) -> Option<(f64, f64)> {
    let (low, high) = axis.range;
    let sound = low.abs() <= GREATEST && high.abs() <= GREATEST && low < high;
    sound.then_some((low, high))
}

/// The points of a line that can be drawn: finite, and not so far outside that a line to them could
/// not be reckoned.
#[must_use]
pub fn drawable(points: &[(f64, f64)], x: (f64, f64), y: (f64, f64)) -> Vec<(f64, f64)> {
    let held = |value: f64, (low, high): (f64, f64)| {
        let slack = (high - low) * 4.0;
        value.clamp(low - slack, high + slack)
    };
    let finite = points.iter().filter(|(x, y)| x.is_finite() && y.is_finite());
    finite.map(|point| (held(point.0, x), held(point.1, y))).collect()
}

/// The dots that can be drawn: all of their numbers between 0 and 1.
#[must_use]
pub fn dots(one: &Calibrated) -> Vec<Dot> {
    let share = |value: f64| (0.0..=1.0).contains(&value);
    let sound = |dot: &&Dot| share(dot.foreseen) && share(dot.observed);
    let held = |dot: &Dot| {
        let (low, high) = dot.interval;
        let ranged = share(low) && share(high) && low <= high;
        Dot { interval: if ranged { (low, high) } else { (dot.observed, dot.observed) }, ..*dot }
    };
    one.dots.iter().filter(sound).map(held).collect()
}

/// Tells whether there is nothing to be drawn yet.
#[must_use]
pub fn nothing(plot: &Plot) -> bool {
    match plot {
        Plot::Heat { days, .. } => days.iter().all(|(_, value)| height(*value) <= 0.0),
        Plot::Columns { labels, series, .. } => {
            stacks(series, labels.len()).iter().flatten().all(|part| *part <= 0.0)
        }
        Plot::Rows { labels, series } => {
            let known = |one: &Series| one.values.iter().take(labels.len()).any(|v| v.is_finite());
            !series.iter().any(known)
        }
        Plot::Lines { x, y, lines } => match (range(x), range(y)) {
            (Some(x), Some(y)) => lines.iter().all(|line| drawable(&line.points, x, y).is_empty()),
            (None, _) | (_, None) => true,
        },
        Plot::Calibration(sets) => sets.iter().all(|set| dots(set).is_empty()),
    }
}

/// At most `most` numbers at which an axis is marked, at least two, rising.
#[must_use]
pub fn marks(axis: &Axis, most: usize) -> Vec<f64> {
    let Some((low, high)) = range(axis) else { return Vec::new() };
    let most = most.max(2);
    let found = match axis.scale {
        Scale::Day => days(low, high, most),
        Scale::Share => {
            let least = (high - low) / float(most - 1);
            let step = SHARES.into_iter().find(|step| *step >= least - 1e-9);
            even(low, high, step.unwrap_or(least))
        }
        Scale::Number => {
            let least = (high - low) / float(most - 1);
            let power = 10_f64.powf(least.log10().floor());
            let step = STEPS.into_iter().map(|step| step * power).find(|step| *step >= least);
            even(low, high, step.unwrap_or(least))
        }
    };
    if found.len() < 2 { vec![low, high] } else { found }
}

/// Whole days from the first to the last, as far apart as can be.
fn days(low: f64, high: f64, most: usize) -> Vec<f64> {
    let (low, high) = (low.ceil(), high.floor());
    let gaps = whole((high - low).clamp(1.0, float(most - 1)));
    let mark = |nth: usize| (low + (high - low) * float(nth) / float(gaps)).round();
    (0..=gaps).map(mark).collect()
}

/// All multiples of a step within a range.
fn even(low: f64, high: f64, step: f64) -> Vec<f64> {
    // A mark at the very end must not be lost to rounding.
    let slack = step * 1e-6;
    let first = ((low - slack) / step).ceil();
    let count = whole(((high + slack) / step).floor() - first);
    (0..=count.min(20)).map(|nth| (first + float(nth)) * step).collect()
}

/// From which value on a day is how strong: by quarters of the days with something on them.
#[derive(Clone, Debug, PartialEq)]
pub struct Strengths {
    /// The greatest values of all strengths but the last, rising.
    bounds: Vec<f64>,
    /// All values, rising.
    values: Vec<f64>,
}

impl Strengths {
    /// Weighs the values of all days.
    #[must_use]
    pub fn of(days: &[(StudyDay, f64)]) -> Self {
        let mut values: Vec<f64> = days.iter().map(|(_, value)| height(*value)).collect();
        values.retain(|value| *value > 0.0);
        values.sort_by(f64::total_cmp);
        let last = values.last().copied().unwrap_or(0.0);
        let quarter = |nth: usize| {
            values.get((nth * values.len()).div_ceil(STRENGTHS).checked_sub(1)?).copied()
        };
        let mut bounds: Vec<f64> = (1..STRENGTHS).filter_map(quarter).collect();
        bounds.retain(|bound| *bound < last);
        bounds.dedup();
        Self { bounds, values }
    }

    /// How strong a value is: 0 for none, else 1-4; the greatest is always 4.
    #[must_use]
    pub fn strength(&self, value: f64) -> usize {
        let value = height(value);
        if value <= 0.0 {
            return 0;
        }
        self.bounds.iter().position(|bound| value <= *bound).map_or(STRENGTHS, |at| at + 1)
    }

    /// Every strength that occurs with its least and greatest value in words: `3`, `3–8`.
    #[must_use]
    pub fn ranges(&self) -> Vec<(usize, String)> {
        let range = |strength: usize| {
            let mut values =
                self.values.iter().filter(|value| self.strength(**value) == strength).copied();
            let low = values.next()?;
            let (low, high) = (number(low), number(values.last().unwrap_or(low)));
            Some((strength, if low == high { low } else { format!("{low}–{high}") }))
        };
        (1..=STRENGTHS).filter_map(range).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(scale: Scale, low: f64, high: f64) -> Axis {
        Axis { name: String::new(), scale, range: (low, high) }
    }

    #[test]
    fn numbers_are_written_briefly() {
        let written = [0.0, 0.04, 0.999, 2.5, 42.0, 123.4, 9_999.9, 12_345.0, 3_140_000.0];
        let said = ["0", "0.04", "1", "2.5", "42", "123", "10k", "12k", "3.1M"];
        assert_eq!(written.map(number), said);
        assert_eq!([f64::NAN, f64::INFINITY, -0.001].map(number), ["–", "–", "0"]);
        assert_eq!([0.0, 0.876, 1.0, 20.0].map(percent), ["0%", "88%", "100%", "2000%"]);
    }

    #[test]
    fn marks_are_round_numbers_within_the_axis() {
        assert_eq!(marks(&axis(Scale::Number, 0.0, 42.0), 5), [0.0, 20.0, 40.0]);
        assert_eq!(marks(&axis(Scale::Share, 0.0, 1.0), 5), [0.0, 0.25, 0.5, 0.75, 1.0]);
        assert_eq!(marks(&axis(Scale::Day, 10.0, 40.0), 4), [10.0, 20.0, 30.0, 40.0]);
        assert_eq!(marks(&axis(Scale::Day, 10.0, 11.0), 4), [10.0, 11.0]);
        assert_eq!(marks(&axis(Scale::Share, 0.801, 0.802), 5), [0.801, 0.802]);
    }

    #[test]
    fn there_are_never_more_marks_than_asked_for_and_never_fewer_than_two() {
        for scale in [Scale::Number, Scale::Share, Scale::Day] {
            for high in [0.001, 0.3, 1.0, 7.0, 365.0, 1e15] {
                for most in 2..9 {
                    let found = marks(&axis(scale, 0.0, high), most).len();
                    assert!((2..=most).contains(&found), "{scale:?} {high} {most}: {found}");
                }
            }
        }
        assert!(marks(&axis(Scale::Number, f64::NAN, 1.0), 4).is_empty());
    }

    #[test]
    fn days_are_as_strong_as_their_quarter() {
        let days = |values: &[f64]| -> Vec<(StudyDay, f64)> {
            (0..).map(StudyDay::from_epoch).zip(values.iter().copied()).collect()
        };
        let strengths = Strengths::of(&days(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]));
        let found: Vec<usize> =
            [0.0, 1.0, 3.0, 5.0, 8.0].iter().map(|v| strengths.strength(*v)).collect();
        assert_eq!(found, [0, 1, 2, 3, 4]);
        let even = Strengths::of(&days(&[f64::NAN, 5.0, 5.0, 0.0]));
        assert_eq!(even.ranges(), [(4, "5".to_owned())]);
        assert!(Strengths::of(&[]).ranges().is_empty());
    }
}
