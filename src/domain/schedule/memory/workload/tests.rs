use super::*;

fn plan(new_per_day: u32, new_left: u32) -> Plan {
    Plan { new_per_day, new_left, longest: 36_500, days: 365 }
}

/// Cards of all ages, due in the days to come.
fn known(count: u32) -> Vec<Known> {
    let card = |n: u32| {
        let interval = 1 + n.wrapping_mul(7_919) % 97;
        let stability = single(f64::from(interval) * 0.9);
        Known {
            memory: Memory::new(stability, single(f64::from(1 + n % 10))),
            elapsed: n.wrapping_mul(104_729) % interval,
            interval,
        }
    };
    (0..count).map(card).collect()
}

fn loads(known: &[Known], plan: &Plan, habits: &Habits) -> Vec<Load> {
    simulate(&Parameters::default(), known, plan, habits, &RETENTIONS)
}

#[test]
fn more_remembered_costs_more() {
    for (cards, plan) in [(0, plan(2, 100)), (300, plan(5, 2_000)), (9_000, plan(20, 9_000))] {
        let loads = loads(&known(cards), &plan, &Habits::default());
        assert_eq!(loads.iter().map(|load| load.retention).collect::<Vec<_>>(), RETENTIONS);
        for pair in loads.windows(2) {
            assert!(pair[0].remembered < pair[1].remembered, "{pair:?}");
            let dearer = pair[0].minutes_a_day < pair[1].minutes_a_day;
            assert!(dearer || pair[0].retention < 0.80, "{pair:?}");
        }
        assert!(loads.iter().all(|load| (load.retention..1.0).contains(&load.remembered)));
    }
}

#[test]
fn a_year_with_a_hundred_new_cards_is_about_what_the_crate_makes_of_it() {
    // With its own learning steps and costs: 1,231 answers and about a minute a day.
    let load = loads(&[], &plan(2, 100), &Habits::default())[4];
    assert!((800.0..1_300.0).contains(&(load.reviews_a_day * 365.0)), "{load:?}");
    assert!((0.5..1.2).contains(&load.minutes_a_day), "{load:?}");
    assert_eq!(load.met, 100);
}

#[test]
fn without_cards_there_is_nothing_to_do() {
    for plan in [plan(0, 0), plan(0, 50), plan(5, 0), Plan { days: 0, ..plan(5, 50) }] {
        for load in loads(&[], &plan, &Habits::default()) {
            assert_eq!((load.minutes_a_day, load.reviews_a_day, load.met), (0.0, 0.0, 0));
            assert!(load.remembered.abs() < 1e-9);
        }
    }
}

#[test]
fn the_same_cards_give_the_same_answer_in_any_order() {
    let mut cards = known(3_000);
    let plan = plan(3, 500);
    let first = loads(&cards, &plan, &Habits::default());
    assert_eq!(loads(&cards, &plan, &Habits::default()), first);
    cards.reverse();
    let turned = loads(&cards, &plan, &Habits::default());
    assert_eq!(turned, first);
}

#[test]
fn a_sample_stands_for_all() {
    let few = loads(&known(1_000), &plan(2, 700), &Habits::default());
    let many = loads(&known(50_000), &plan(100, 35_000), &Habits::default());
    for (few, many) in few.iter().zip(&many) {
        let times = many.minutes_a_day / few.minutes_a_day;
        assert!((46.0..54.0).contains(&times), "{few:?} {many:?}");
        assert!((many.remembered - few.remembered).abs() < 0.02, "{few:?} {many:?}");
    }
    assert_eq!((few[0].met, many[0].met), (1_700, 85_000));
}

#[test]
fn odd_cards_are_taken_too() {
    let overdue = Known { memory: Memory::new(0.001, 10.0), elapsed: u32::MAX, interval: 1 };
    let lasting = Known { memory: Memory::new(36_500.0, 1.0), elapsed: 0, interval: u32::MAX };
    let plan = Plan { new_per_day: u32::MAX, new_left: 1, longest: 0, days: 100 };
    for known in [&[overdue][..], &[lasting], &[overdue, lasting]] {
        for load in loads(known, &plan, &Habits::default()) {
            assert!(load.minutes_a_day.is_finite() && load.reviews_a_day > 0.0);
        }
    }
    let retentions = [f64::NAN, -1.0, 2.0];
    let odd = simulate(&Parameters::default(), &[lasting], &plan, &Habits::default(), &retentions);
    assert_eq!(odd.len(), 2, "what is no number is left out");
}

#[test]
fn habits_are_the_usual_ones_until_the_user_has_some() {
    let usual = Habits::default();
    assert!((usual.first[2] - 0.495).abs() < 1e-6 && (usual.later_seconds[2] - 12.38).abs() < 1e-5);
    // A failed answer and one drill: 19.38 s and 12.32 s.
    assert!((usual.later_seconds[0] - usual.later_seconds[2] - 19.38 + 0.06).abs() < 1e-4);
    let answers = |count| {
        let some = Answered { count, timed: count, seconds: 4.0 * f64::from(count) };
        Answers { later: [Answered::default(), some, some, some], ..Answers::default() }
    };
    let half = Habits::new(&answers(50)).later_seconds[1];
    assert!((half - 10.795).abs() < 1e-5, "{half}");
    let settled = Habits::new(&answers(1_000_000));
    assert!(settled.recalled.iter().all(|share| (share - 1.0 / 3.0).abs() < 1e-4));
    assert!((settled.first.iter().sum::<f64>() - 1.0).abs() < 1e-6);
}

#[test]
fn quick_answers_make_a_quick_day() {
    let quick = Answered { count: 10_000, timed: 10_000, seconds: 20_000.0 };
    let answers = Answers { first: [quick; 4], later: [quick; 4], drills: quick };
    let cards = known(500);
    let plan = plan(0, 0);
    let usual = loads(&cards, &plan, &Habits::default());
    let fast = loads(&cards, &plan, &Habits::new(&answers));
    assert!(
        usual.iter().zip(&fast).all(|(usual, fast)| fast.minutes_a_day < usual.minutes_a_day / 3.0)
    );
}
