//! Figures of every kind with names and numbers that nobody expects, for the tests of what draws
//! them.

use proptest::collection::vec;
use proptest::prelude::*;

use crate::domain::time::StudyDay;
use crate::ui::chart::figure::{Axis, Calibrated, Dot, Figure, Plot, Scale, Series, Table, Trend};

/// Names as they are and as they should not be.
pub(super) fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z ]{0,12}",
        any::<String>(),
        Just(String::new()),
        Just("a".repeat(5_000)),
        Just("目標を行動に分解".repeat(20)),
        Just("🙂👩‍👩‍👧‍👦🇩🇪1️⃣".repeat(9)),
        Just("e\u{301}\u{302}\u{303}".repeat(500)),
        Just("שלום لا عالم \u{202e}abc\u{2067}".to_owned()),
        Just("\u{1b}[2J\u{7}\r\n\t<b>&amp;\"'</title>\u{0}\u{ffff}".to_owned()),
    ]
}

/// Numbers of any size, and some that are none.
fn number() -> impl Strategy<Value = f64> {
    let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0, 5e-324, 1e308, -1e308, -3.0];
    prop_oneof![4 => 0.0..1.0, 4 => 0.0..500.0, 1 => proptest::sample::select(odd.to_vec())]
}

fn day() -> impl Strategy<Value = StudyDay> {
    prop_oneof![9 => 20_000..20_800, 1 => any::<i32>()].prop_map(StudyDay::from_epoch)
}

fn series() -> impl Strategy<Value = Vec<Series>> {
    let one = (name(), vec(number(), 0..60)).prop_map(|(name, values)| Series { name, values });
    vec(one, 0..9)
}

fn axis() -> impl Strategy<Value = Axis> {
    let scale = proptest::sample::select(vec![Scale::Day, Scale::Share, Scale::Number]);
    let range = prop_oneof![
        Just((0.0, 1.0)),
        Just((20_000.0, 20_300.0)),
        (number(), number()),
        number().prop_map(|low| (low, low + 1e-3)),
    ];
    (name(), scale, range).prop_map(|(name, scale, range)| Axis { name, scale, range })
}

fn trend() -> impl Strategy<Value = Trend> {
    let points = vec((number(), number()), 0..30);
    let band = vec((number(), number(), number()), 0..30);
    (name(), points, band).prop_map(|(name, points, band)| Trend { name, points, band })
}

fn calibrated() -> impl Strategy<Value = Calibrated> {
    let dot = (number(), number(), number(), number(), any::<u64>()).prop_map(
        |(foreseen, observed, low, high, count)| Dot {
            foreseen,
            observed,
            interval: (low, high),
            count,
        },
    );
    (name(), vec(dot, 0..12)).prop_map(|(name, dots)| Calibrated { name, dots })
}

/// Figures of every kind.
pub(super) fn figure() -> impl Strategy<Value = Figure> {
    let heat = (day(), vec((day(), number()), 0..60), name())
        .prop_map(|(today, days, unit)| Plot::Heat { today, days, unit });
    let columns = (vec(name(), 0..60), series(), name())
        .prop_map(|(labels, series, unit)| Plot::Columns { labels, series, unit });
    let rows =
        (vec(name(), 0..12), series()).prop_map(|(labels, series)| Plot::Rows { labels, series });
    let lines =
        (axis(), axis(), vec(trend(), 0..9)).prop_map(|(x, y, lines)| Plot::Lines { x, y, lines });
    let plot = prop_oneof![
        heat,
        columns,
        rows,
        lines,
        vec(calibrated(), 0..9).prop_map(Plot::Calibration)
    ];
    (name(), name(), name(), plot).prop_map(|(key, title, about, plot)| Figure {
        key,
        title,
        about,
        plot,
        table: Table::default(),
    })
}

/// A figure without more than a title and a plot.
pub(super) fn titled(plot: Plot) -> Figure {
    let (key, title, about) = ("some-key".to_owned(), "Title".to_owned(), "About.".to_owned());
    Figure { key, title, about, plot, table: Table::default() }
}
