//! Figures as they come up after a year of use.

use rat::domain::time::StudyDay;
use rat::ui::chart::figure::{Axis, Calibrated, Dot, Figure, Plot, Scale, Series, Table, Trend};

use crate::walks::Dice;

const TODAY: i32 = 20_780;

fn figure(key: &str, title: &str, plot: Plot) -> Figure {
    let about = format!("{title}, as it was over the last year.");
    Figure { key: key.into(), title: title.into(), about, plot, table: Table::default() }
}

fn float(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap())
}

pub fn heat() -> Figure {
    let mut dice = Dice::new(5);
    let some = (0..400).rev().filter_map(|ago| {
        let value = float(dice.below(80).saturating_sub(15));
        (dice.below(5) > 0).then(|| (StudyDay::from_epoch(TODAY - ago), value))
    });
    let days = some.collect();
    let today = StudyDay::from_epoch(TODAY);
    figure("activity", "Answers a day", Plot::Heat { today, days, unit: "answers".into() })
}

fn series(name: &str, values: Vec<f64>) -> Series {
    Series { name: name.into(), values }
}

pub fn columns(count: usize, parts: usize) -> Figure {
    let mut dice = Dice::new(9);
    let labels =
        (0..count).map(|n| StudyDay::from_epoch(TODAY + i32::try_from(n).unwrap()).short());
    let names = ["young", "mature", "new", "relearning", "leeches", "suspended", "buried"];
    let mut values = || (0..count).map(|_| float(dice.below(40))).collect::<Vec<f64>>();
    let series = names.iter().take(parts).map(|name| series(name, values())).collect();
    let key = format!("forecast-{count}-{parts}");
    let plot = Plot::Columns { labels: labels.collect(), series, unit: "cards".into() };
    figure(&key, "Cards that come due", plot)
}

pub fn rows() -> Figure {
    let names =
        ["Goal Factoring", "Murphyjitsu", "Trigger-action plans for hard mornings", "Zwicky"];
    let plot = Plot::Rows {
        labels: names.map(str::to_owned).to_vec(),
        series: vec![
            series("true retention", vec![0.91, 0.874, 0.5, 0.02]),
            series("wanted", vec![0.9, 0.9, 0.9, f64::NAN]),
        ],
    };
    figure("retention", "Retention by deck", plot)
}

pub fn lines(count: usize) -> Figure {
    let names = ["after lunch, a walk", "inbox at nine", "phone away", "stretch", "tea", "water"];
    let line = |n: usize| {
        let start = 10 + n * 20;
        let value = |at: usize| {
            1.0 - (-(float(at - start)) / (20.0 + 12.0 * float(n))).exp()
                * (1.0 - 0.1 * float(n % 3))
        };
        let x = |at: usize| f64::from(TODAY - 300) + float(at);
        let points = (start..300).step_by(7).map(|at| (x(at), value(at))).collect();
        let band = if n == 0 {
            let wide = |at: usize| 0.25 / (1.0 + float(at - start) / 40.0);
            let of = |at: usize| {
                (x(at), (value(at) - wide(at)).max(0.0), (value(at) + wide(at)).min(1.0))
            };
            (start..300).step_by(7).map(of).collect()
        } else {
            Vec::new()
        };
        Trend { name: names[n].into(), points, band }
    };
    let plot = Plot::Lines {
        x: Axis {
            name: String::new(),
            scale: Scale::Day,
            range: (f64::from(TODAY - 300), f64::from(TODAY)),
        },
        y: Axis { name: "automaticity".into(), scale: Scale::Share, range: (0.0, 1.0) },
        lines: (0..count).map(line).collect(),
    };
    figure(&format!("habits-{count}"), "How automatic plans have become", plot)
}

pub fn numbers() -> Figure {
    let points = (0..=80).map(|n| (0.7 + float(n) / 320.0, 8.0 + 90.0 * (float(n) / 80.0).powi(6)));
    let plot = Plot::Lines {
        x: Axis { name: "retention wanted".into(), scale: Scale::Share, range: (0.7, 0.95) },
        y: Axis { name: "minutes a day".into(), scale: Scale::Number, range: (0.0, 100.0) },
        lines: vec![Trend { name: "minutes".into(), points: points.collect(), band: Vec::new() }],
    };
    figure("workload", "What retention costs", plot)
}

pub fn calibration() -> Figure {
    let set = |name: &str, slope: f64, n: u64| {
        let dot = |at: usize| {
            let foreseen = 0.05 + float(at) / 10.0;
            let observed = (0.5 + (foreseen - 0.5) * slope).clamp(0.0, 1.0);
            let count = n * (1 + u64::try_from(at).unwrap() % 4 * 5);
            let wide = 0.5 / f64::from(u32::try_from(count).unwrap()).sqrt();
            let interval = ((observed - wide).max(0.0), (observed + wide).min(1.0));
            Dot { foreseen, observed, interval, count }
        };
        Calibrated { name: name.into(), dots: (0..10).map(dot).collect() }
    };
    let sets = vec![set("commitments", 0.7, 6), set("predictions", 1.2, 20)];
    figure("calibration", "Foreseen and happened", Plot::Calibration(sets))
}

pub fn all() -> Vec<Figure> {
    let few = [heat(), rows(), numbers(), calibration(), lines(1), lines(3), lines(6)];
    let sizes = [(3, 1), (7, 2), (14, 3), (30, 1), (30, 4), (90, 2), (200, 7)];
    few.into_iter().chain(sizes.map(|(count, parts)| columns(count, parts))).collect()
}

/// Figures whose names are as long and as wide as can be.
pub fn hostile() -> Vec<Figure> {
    let long =
        |n: usize| ["W".repeat(5_000), "@%".repeat(30), "漢字 🙂 ".repeat(40)][n % 3].clone();
    let named = |n: usize| Series { name: long(n), values: vec![float(n) / 8.0; 9] };
    let labels = || (0..9).map(long).collect::<Vec<String>>();
    let axis = |scale| Axis { name: long(0), scale, range: (0.0, 1.0) };
    let line =
        |n: usize| Trend { name: long(n), points: vec![(0.0, 0.5), (1.0, 1.0)], band: vec![] };
    let dot = Dot { foreseen: 1.0, observed: 1.0, interval: (0.0, 1.0), count: u64::MAX };
    let set = |n: usize| Calibrated { name: long(n), dots: vec![dot] };
    let today = StudyDay::from_epoch(TODAY);
    let plots = [
        Plot::Heat { today, days: vec![(today, 1e9)], unit: long(0) },
        Plot::Columns { labels: labels(), series: (0..9).map(named).collect(), unit: long(0) },
        Plot::Rows { labels: labels(), series: (0..9).map(named).collect() },
        Plot::Lines {
            x: axis(Scale::Day),
            y: axis(Scale::Share),
            lines: (0..9).map(line).collect(),
        },
        Plot::Calibration((0..9).map(set).collect()),
        Plot::Calibration(Vec::new()),
    ];
    let all = plots.into_iter().enumerate();
    all.map(|(n, plot)| figure(&format!("hostile-{n}"), &long(0), plot)).collect()
}
