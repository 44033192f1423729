//! Figures of statistics: from what was read to what is shown, the same for terminal, page and table.

pub mod calibration;
pub mod cards;
pub mod practice;
pub mod taps;
pub mod walks;
pub mod workload;

use crate::domain::stats::rate::Rate;
use crate::domain::time::StudyDay;
use crate::ui::chart::figure::{Axis, Scale, Table, Trend};

/// A table with these columns and rows.
fn table<const N: usize>(head: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> Table {
    let head = head.map(str::to_owned).to_vec();
    Table { head, rows: rows.into_iter().map(Vec::from).collect() }
}

/// A share in whole per cent.
pub(in crate::ui) fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// A rate with what it is made of, in three cells: share, interval, count.
fn cells(rate: Rate) -> [String; 3] {
    let (low, high) = rate.interval();
    let interval = if rate.trials == 0 {
        String::new()
    } else {
        format!("{:.0}-{:.0} %", low * 100.0, high * 100.0)
    };
    [rate.share().map_or_else(|| "none".to_owned(), percent), interval, rate.trials.to_string()]
}

/// A rate week by week, with its interval; weeks without a trial are left out.
fn rates(name: &str, weeks: impl IntoIterator<Item = (StudyDay, Rate)>) -> Trend {
    let mut trend = Trend { name: name.to_owned(), points: Vec::new(), band: Vec::new() };
    for (week, rate) in weeks {
        let Some(share) = rate.share() else { continue };
        let (x, (low, high)) = (f64::from(week.epoch()), rate.interval());
        trend.points.push((x, share));
        trend.band.push((x, low, high));
    }
    trend
}

/// An axis of days that reaches from the first to the last point of some lines.
fn days(lines: &[Trend]) -> Axis {
    let all = || lines.iter().flat_map(|line| line.points.iter().map(|(x, _)| *x));
    let first = all().fold(f64::INFINITY, f64::min);
    let last = all().fold(f64::NEG_INFINITY, f64::max);
    let range = if first < last {
        (first, last)
    } else if first.is_finite() {
        (first - 7.0, first + 7.0)
    } else {
        (0.0, 1.0)
    };
    Axis { name: String::new(), scale: Scale::Day, range }
}

/// An axis of shares from a round number below the least value up to 1.
fn shares(name: &str, lines: &[Trend]) -> Axis {
    let points = lines.iter().flat_map(|line| line.points.iter().map(|(_, y)| *y));
    let bands = lines.iter().flat_map(|line| line.band.iter().map(|(_, low, _)| *low));
    let least = points.chain(bands).fold(1.0, f64::min);
    let low = ((least * 10.0).floor() / 10.0).clamp(0.0, 0.9);
    Axis { name: name.to_owned(), scale: Scale::Share, range: (low, 1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_without_a_trial_is_no_point() {
        let weeks = [(0, 9, 10), (7, 0, 0), (14, 1, 2)];
        let trend = rates(
            "all",
            weeks.map(|(day, successes, trials)| {
                (StudyDay::from_epoch(day), Rate { successes, trials })
            }),
        );
        assert_eq!(trend.points, [(0.0, 0.9), (14.0, 0.5)]);
        assert_eq!(trend.band.len(), 2);
    }

    #[test]
    fn a_single_point_has_room_on_both_sides() {
        let trend = rates("all", [(StudyDay::from_epoch(70), Rate { successes: 1, trials: 1 })]);
        assert_eq!(days(&[trend]).range, (63.0, 77.0));
    }
}
