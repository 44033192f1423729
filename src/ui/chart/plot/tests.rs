use proptest::prelude::*;
use resvg::usvg::roxmltree::Document;

use super::*;
use crate::domain::time::StudyDay;
use crate::ui::chart::figure::{Calibrated, Dot, Series};
use crate::ui::chart::tests::{figure, titled};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_picture_is_well_formed_and_needs_nothing_else(figure in figure()) {
        for svg in [svg(&figure), inline(&figure)] {
            let document = Document::parse(&svg).unwrap();
            for part in document.descendants() {
                prop_assert!(!["script", "image", "a", "use"].contains(&part.tag_name().name()));
                for attribute in part.attributes() {
                    prop_assert!(!attribute.name().starts_with("on") && attribute.name() != "href");
                    let number = ["x", "y", "width", "height", "r", "cx", "cy", "points"];
                    if number.contains(&attribute.name()) {
                        prop_assert!(!attribute.value().contains("NaN"), "{svg}");
                        prop_assert!(!attribute.value().contains("inf"), "{svg}");
                    }
                }
            }
        }
    }
}

fn bars(parts: usize) -> Figure {
    let one = |nth: usize| Series { name: format!("part {nth}"), values: vec![1.0, 2.0] };
    let labels = vec!["a".to_owned(), "b".to_owned()];
    let series = (0..parts).map(one).collect();
    titled(Plot::Columns { labels, series, unit: "cards".into() })
}

#[test]
fn a_picture_is_named_and_described_by_identifiers_of_its_own() {
    let svg = svg(&bars(2));
    assert!(svg.contains("role=\"img\""), "{svg}");
    assert!(svg.contains("aria-labelledby=\"figure-some-key-title figure-some-key-desc\""));
    assert!(svg.contains("<title id=\"figure-some-key-title\">Title</title>"), "{svg}");
    assert!(svg.contains("<desc id=\"figure-some-key-desc\">About.</desc>"), "{svg}");
    let hostile = Figure { key: "\"><script>".into(), ..bars(1) };
    assert!(inline(&hostile).contains("\"figure----script--title"), "{}", inline(&hostile));
}

#[test]
fn only_a_picture_of_its_own_brings_its_title_and_its_rules() {
    let (alone, within) = (svg(&bars(1)), inline(&bars(1)));
    assert!(alone.contains("<style>") && alone.contains("class=\"heading\""), "{alone}");
    assert!(!within.contains("<style>") && !within.contains("class=\"heading\""), "{within}");
    assert!(css().contains("prefers-color-scheme:dark"));
}

#[test]
fn parts_of_a_bar_differ_by_hatches_too() {
    let two = svg(&bars(3));
    assert_eq!(two.matches("<pattern").count(), 2, "{two}");
    assert!(two.contains("fill=\"url(#figure-some-key-hatch-2)\""), "{two}");
    assert!(!svg(&bars(1)).contains("<pattern"));
}

#[test]
fn the_greatest_value_stands_above_its_bar() {
    assert!(svg(&bars(2)).contains("text-anchor=\"middle\">4</text>"));
}

#[test]
fn every_day_says_what_was_on_it() {
    let today: StudyDay = "2026-11-23".parse().unwrap();
    let days = vec![(today, 12.0), (today.plus(-1), f64::INFINITY)];
    let svg = svg(&titled(Plot::Heat { today, days, unit: "answers".into() }));
    assert!(svg.contains("<title>Mon 23 Nov 2026: 12 answers</title>"), "{svg}");
    assert!(svg.contains("<title>Sun 22 Nov 2026: 0 answers</title>"), "{svg}");
    assert_eq!(svg.matches("class=\"d0\"").count() - 1, 52 * 7);
}

#[test]
fn a_dot_is_the_larger_the_more_it_stands_for() {
    let dot = |foreseen, count| Dot { foreseen, observed: 0.5, interval: (0.4, 0.6), count };
    let dots = vec![dot(0.2, 1), dot(0.8, 100)];
    let svg = svg(&titled(Plot::Calibration(vec![Calibrated { name: "all".into(), dots }])));
    assert!(svg.contains("r=\"3.5\"") && svg.contains("r=\"8\""), "{svg}");
}

#[test]
fn what_has_no_values_says_so() {
    assert!(svg(&titled(Plot::Calibration(Vec::new()))).contains(">nothing yet</text>"));
}
