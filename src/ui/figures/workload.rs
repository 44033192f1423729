//! Figures about what each desired retention would cost.

use crate::app::workload::Workload;
use crate::domain::schedule::memory::workload::Load;
use crate::ui::chart::figure::{Axis, Figure, Plot, Scale, Table, Trend};
use crate::ui::figures::{percent, table};

fn numbers(workload: &Workload) -> Table {
    let rows = workload.loads.iter().map(|load| {
        let mark = if (load.retention - workload.present).abs() < 0.001 { " (now)" } else { "" };
        [
            format!("{}{mark}", percent(load.retention)),
            format!("{:.1}", load.minutes_a_day),
            format!("{:.1}", load.reviews_a_day),
            format!("{:.1} %", load.remembered * 100.0),
        ]
    });
    table(["desired", "minutes", "reviews", "remembered"], rows)
}

fn line(workload: &Workload, name: &str, of: impl Fn(&Load) -> f64) -> Vec<Trend> {
    let points = workload.loads.iter().map(|load| (load.retention, of(load))).collect();
    vec![Trend { name: name.to_owned(), points, band: Vec::new() }]
}

fn desired() -> Axis {
    Axis { name: "desired retention".to_owned(), scale: Scale::Share, range: (0.70, 0.97) }
}

/// The minutes a day.
#[must_use]
pub fn minutes(workload: &Workload) -> Figure {
    let most = workload.loads.iter().map(|load| load.minutes_a_day).fold(0.0, f64::max);
    let name = "minutes a day".to_owned();
    Figure {
        key: "workload-minutes".to_owned(),
        title: "Minutes a day, by desired retention".to_owned(),
        about: "A simulated year with your cards, your parameters and the time your answers take; \
                minutes and reviews are those of a day."
            .to_owned(),
        plot: Plot::Lines {
            x: desired(),
            y: Axis { name, scale: Scale::Number, range: (0.0, most.max(1.0)) },
            lines: line(workload, "minutes", |load| load.minutes_a_day),
        },
        table: numbers(workload),
    }
}

/// The share remembered.
#[must_use]
pub fn remembered(workload: &Workload) -> Figure {
    let least = workload.loads.iter().map(|load| load.remembered).fold(1.0, f64::min);
    let low = ((least * 10.0).floor() / 10.0).clamp(0.0, 0.9);
    let name = "remembered".to_owned();
    Figure {
        key: "workload-remembered".to_owned(),
        title: "Remembered after a year".to_owned(),
        about: "The share of all cards met by then that you would recall on its last day; it lies \
                above what is desired, for most cards are not due."
            .to_owned(),
        plot: Plot::Lines {
            x: desired(),
            y: Axis { name, scale: Scale::Share, range: (low, 1.0) },
            lines: line(workload, "remembered", |load| load.remembered),
        },
        table: numbers(workload),
    }
}
