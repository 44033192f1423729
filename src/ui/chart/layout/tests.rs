use proptest::prelude::*;

use super::*;

fn tie(from: usize, to: usize) -> Tie {
    Tie { from, to, hidden: false }
}

/// The room that a number of two digits takes.
const NUMBER: Size = Size { width: 16.0, height: 12.0 };

fn boxes(count: usize) -> Vec<Size> {
    vec![Size { width: 100.0, height: 40.0 }; count]
}

/// The places along a way, its arrowhead included.
fn along(route: &Route) -> Vec<Point> {
    let mut from = route.start;
    let mut places = vec![from];
    for [a, b, to] in &route.curves {
        for step in 1..=24 {
            let t = f64::from(step) / 24.0;
            let shares = [
                (1.0 - t).powi(3),
                3.0 * t * (1.0 - t).powi(2),
                3.0 * t.powi(2) * (1.0 - t),
                t.powi(3),
            ];
            let mix = |p: fn(&Point) -> f64| {
                shares.iter().zip([&from, a, b, to]).map(|(share, at)| share * p(at)).sum()
            };
            places.push(Point { x: mix(|p| p.x), y: mix(|p| p.y) });
        }
        from = *to;
    }
    places.push(route.tip);
    places
}

fn crosses(one: &Rect, at: Point) -> bool {
    let inside = Size { width: one.size.width - 1.0, height: one.size.height - 1.0 };
    let point = Rect { middle: at, size: Size::default() };
    point.overlaps(&Rect { middle: one.middle, size: inside })
}

fn clear(layout: &Layout) -> Result<(), TestCaseError> {
    for (at, one) in layout.boxes.iter().enumerate() {
        for other in &layout.boxes[at + 1..] {
            prop_assert!(!one.overlaps(other), "{one:?} {other:?}");
        }
        prop_assert!(one.left() >= -TOUCH && one.right() <= layout.size.width + TOUCH);
        prop_assert!(one.top() >= -TOUCH && one.bottom() <= layout.size.height + TOUCH);
    }
    for place in layout.routes.iter().flatten().flat_map(along) {
        prop_assert!(place.x >= -TOUCH && place.x <= layout.size.width + TOUCH, "{place:?}");
        prop_assert!(place.y >= -TOUCH && place.y <= layout.size.height + TOUCH, "{place:?}");
        prop_assert!(!layout.boxes.iter().any(|one| crosses(one, place)), "{place:?}");
    }
    Ok(())
}

/// No link runs through the number of another, and no number lies over another.
fn legible(layout: &Layout) -> Result<(), TestCaseError> {
    let drawn: Vec<(&Route, Rect)> = layout
        .routes
        .iter()
        .flatten()
        .map(|route| (route, Rect { middle: route.number, size: NUMBER }))
        .collect();
    for (at, (route, _)) in drawn.iter().enumerate() {
        let places = along(route);
        for (other, (_, number)) in drawn.iter().enumerate().filter(|(other, _)| *other != at) {
            prop_assert!(!drawn[at].1.overlaps(number), "numbers {at} and {other}");
            let through = places.iter().find(|place| crosses(number, **place));
            prop_assert_eq!(through, None, "link {} through number {}", at, other);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn no_box_lies_over_another_and_no_link_runs_through_one(
        sizes in prop::collection::vec((60.0..300.0, 30.0..500.0), 0..60),
        ends in prop::collection::vec((0_usize..62, 0_usize..62, any::<bool>()), 0..90),
    ) {
        let sizes: Vec<Size> =
            sizes.into_iter().map(|(width, height)| Size { width, height }).collect();
        // Self-loops, doubles, cycles and ends that no box has are among them.
        let ties: Vec<Tie> =
            ends.into_iter().map(|(from, to, hidden)| Tie { hidden, ..tie(from, to) }).collect();
        let placed = layout(&sizes, &ties);
        clear(&placed)?;
        let drawn = |tie: &Tie| !tie.hidden && tie.from.max(tie.to) < sizes.len();
        for (tie, route) in ties.iter().zip(&placed.routes) {
            prop_assert_eq!(drawn(tie), route.is_some());
        }
        prop_assert_eq!(placed, layout(&sizes, &ties));
    }

    #[test]
    fn every_number_can_be_read(
        ends in prop::collection::btree_set((0_usize..30, 0_usize..30), 0..50),
    ) {
        let ties: Vec<Tie> = ends.into_iter().map(|(from, to)| tie(from, to)).collect();
        legible(&layout(&boxes(30), &ties))?;
    }

    #[test]
    fn the_grid_holds_boxes_apart(heights in prop::collection::vec(0.0..500.0, 0..100)) {
        let sizes: Vec<Size> =
            heights.into_iter().map(|height| Size { width: 200.0, height }).collect();
        prop_assert!(sound(&grid(&sizes, 0)));
    }
}

#[test]
fn links_lead_to_the_right() {
    let placed = layout(&boxes(4), &[tie(3, 0), tie(0, 2), tie(2, 1), tie(3, 1)]);
    let x = |at: usize| placed.boxes[at].middle.x;
    assert!(x(3) < x(0) && x(0) < x(2) && x(2) < x(1), "{placed:?}");
}

#[test]
fn of_a_cycle_only_one_link_leads_back() {
    let ties = [tie(0, 1), tie(1, 2), tie(2, 3), tie(3, 0)];
    let placed = layout(&boxes(4), &ties);
    let back = |tie: &&Tie| placed.boxes[tie.from].middle.x > placed.boxes[tie.to].middle.x;
    assert_eq!(ties.iter().filter(back).count(), 1);
}

#[test]
fn nothing_takes_no_room() {
    assert_eq!(layout(&[], &[]), Layout::default());
}

#[test]
fn what_would_take_too_long_or_has_no_size_is_put_on_a_grid() {
    let ties: Vec<Tie> = (0..100).flat_map(|a| (0..100).map(move |b| tie(a, b))).collect();
    let placed = layout(&boxes(100), &ties);
    assert_eq!(placed.routes.iter().flatten().count(), ties.len());
    let endless = layout(&[Size { width: f64::NAN, height: f64::INFINITY }; 3], &[tie(0, 1)]);
    assert!(endless.size.width.is_finite() && endless.size.height.is_finite(), "{endless:?}");
}
