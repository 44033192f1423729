use proptest::prelude::*;

use super::*;
use crate::domain::time::StudyDay;
use crate::ui::chart::figure::{Axis, Calibrated, Dot, Scale, Series, Trend};
use crate::ui::chart::tests::{figure, titled};
use crate::ui::term::frame::text;

fn drawn(plot: Plot, width: usize) -> String {
    text(&draw(&titled(plot), width))
}

fn series(name: &str, values: &[f64]) -> Series {
    Series { name: name.to_owned(), values: values.to_vec() }
}

fn labels(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_line_is_wider_than_the_terminal_whatever_is_drawn(figure in figure(), width in 24..=200_usize) {
        for line in draw(&figure, width) {
            prop_assert!(columns(&line) <= width, "{line:?}");
            prop_assert!(!line.iter().any(|span| span.text.chars().any(crate::domain::text::steers)));
        }
    }
}

#[test]
fn charts_fill_every_width_from_40_to_200() {
    let axis = |name: &str| Axis { name: name.to_owned(), scale: Scale::Share, range: (0.0, 1.0) };
    let line = Trend { name: "one".into(), points: vec![(0.0, 0.0), (1.0, 1.0)], band: Vec::new() };
    for width in 40..=200 {
        let values = vec![1.0; width];
        let full = [
            Plot::Columns {
                labels: vec![String::new(); width],
                series: vec![series("", &values)],
                unit: String::new(),
            },
            Plot::Rows { labels: labels(&["a"]), series: vec![series("", &[1.0])] },
            Plot::Lines { x: axis("x"), y: axis("y"), lines: vec![line.clone()] },
        ];
        for plot in full {
            let widest =
                draw(&titled(plot.clone()), width).iter().map(|line| columns(line)).max().unwrap();
            assert!(widest <= width && widest * 10 >= width * 5, "{widest} of {width}: {plot:?}");
        }
    }
}

#[test]
fn what_has_no_values_says_so() {
    let empty = [
        Plot::Heat { today: StudyDay::from_epoch(0), days: Vec::new(), unit: String::new() },
        Plot::Columns {
            labels: labels(&["a"]),
            series: vec![series("", &[0.0])],
            unit: String::new(),
        },
        Plot::Rows { labels: labels(&["a"]), series: vec![series("", &[f64::NAN])] },
        Plot::Calibration(vec![Calibrated { name: "a".into(), dots: Vec::new() }]),
    ];
    for plot in empty {
        assert_eq!(drawn(plot, 40), "Title\nnothing yet\n");
    }
}

#[test]
fn a_week_is_a_column_with_monday_on_top_and_the_month_above() {
    let monday: StudyDay = "2026-11-23".parse().unwrap();
    let days = (0..4).map(|n| (monday.plus(n - 3), f64::from(n + 1) * 5.0)).collect();
    let drawn = drawn(Plot::Heat { today: monday, days, unit: "answers".into() }, 24);
    let expected = "\
Title
      Aug  Sep Oct Nov
Mon ···················█
    ···················
Wed ···················
    ···················
Fri ··················░
    ··················▒
Sun ··················▓
    · 0  ░ 5  ▒ 10  ▓ 15
    █ 20 answers
";
    assert_eq!(drawn, expected);
}

#[test]
fn parts_of_a_bar_have_shades_of_their_own() {
    let plot = Plot::Columns {
        labels: labels(&["Mon", "Tue", "Wed"]),
        series: vec![series("young", &[4.0, 1.0, 0.0]), series("mature", &[4.0, 0.0, 0.01])],
        unit: "cards".into(),
    };
    let expected = "\
Title
cards
8 │▒▒▒▒▒▒
  │▒▒▒▒▒▒
  │▒▒▒▒▒▒
  │▒▒▒▒▒▒
4 │██████
  │██████
  │██████
  │██████ ██████ ▁▁▁▁▁▁
0 └─────────────────────
     Mon    Tue    Wed
█ young  ▒ mature
";
    assert_eq!(drawn(plot, 25), expected);
}

#[test]
fn a_single_series_is_drawn_to_an_eighth_of_a_row() {
    let values: Vec<f64> = (0..=16).map(f64::from).collect();
    let plot = Plot::Columns {
        labels: vec![String::new(); 17],
        series: vec![series("", &values)],
        unit: String::new(),
    };
    let expected = "\
Title
16 │               ▄█
   │             ▄███
   │           ▄█████
   │         ▄███████
 8 │       ▄█████████
   │     ▄███████████
   │   ▄█████████████
   │ ▄███████████████
 0 └─────────────────
";
    assert_eq!(drawn(plot, 25).replace("\n\n", "\n"), expected);
}

#[test]
fn places_that_share_a_bar_are_drawn_by_the_highest() {
    let labels: Vec<String> = (0..100).map(|n| n.to_string()).collect();
    let values: Vec<f64> = (0..100).map(|n| if n == 50 { 30.0 } else { 1.0 }).collect();
    let plot = Plot::Columns { labels, series: vec![series("", &values)], unit: String::new() };
    let drawn = drawn(plot, 40);
    assert!(drawn.contains("30 │") && drawn.contains("each bar is the highest of 3"), "{drawn}");
}

#[test]
fn rows_end_with_their_percentage() {
    let plot = Plot::Rows {
        labels: labels(&["Murphyjitsu for hard weeks", "目標を行動に分解"]),
        series: vec![series("true", &[0.5, 1.0]), series("wanted", &[0.9, f64::NAN])],
    };
    let expected = "\
Title
Murphyjit… ███████ 50%
           ▒▒▒▒▒▒▒▒▒▒▒▒▒ 90%
目標を行…  ██████████████ 100%
            –
█ true  ▒ wanted
";
    assert_eq!(drawn(plot, 30), expected);
}

#[test]
fn days_stand_below_a_line_and_shares_beside_it() {
    let x = Axis { name: String::new(), scale: Scale::Day, range: (20_668.0, 20_698.0) };
    let y = Axis { name: "share".into(), scale: Scale::Share, range: (0.0, 1.0) };
    let points = vec![(20_668.0, 0.0), (20_698.0, 1.0)];
    let band = vec![(20_683.0, 0.1, 0.9)];
    let lines = vec![Trend { name: "one".into(), points, band }];
    let drawn = drawn(Plot::Lines { x, y, lines }, 32);
    for part in ["share\n", "100% ┤", "  0% ┤", "3 Aug 26", "2 Sep 26", "likely range"] {
        assert!(drawn.contains(part), "{part}: {drawn}");
    }
}

#[test]
fn sets_are_told_apart_by_their_points() {
    let dot = |foreseen, observed| Dot { foreseen, observed, interval: (0.1, 0.9), count: 5 };
    let set = |name: &str, dots: Vec<Dot>| Calibrated { name: name.into(), dots };
    let sets = vec![set("promises", vec![dot(0.9, 0.5)]), set("odds", vec![dot(0.2, 0.5)])];
    let drawn = drawn(Plot::Calibration(sets), 40);
    assert!(drawn.matches('●').count() == 2 && drawn.matches('■').count() == 2, "{drawn}");
    assert!(drawn.contains("● promises  ■ odds"), "{drawn}");
}
