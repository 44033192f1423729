use proptest::prelude::*;

use super::*;

const TERMS: Terms = Terms { retention: 0.9, longest: 3650 };

fn card() -> Id {
    Id::new("a", "b").unwrap()
}

fn review(day: i32, rating: Rating, scored: bool) -> Review {
    let at = i64::from(day) * 86_400_000;
    Review { at, study_day: StudyDay::from_epoch(day), rating, scored, took: 0, terms: TERMS }
}

fn last(reviews: &[Review]) -> Option<Standing> {
    replay(&Eras::default(), &card(), reviews, &[]).standing
}

/// Vectors made by the reference implementation, see the head of the file.
const ORACLE: &str = include_str!("oracle.json");

#[derive(serde::Deserialize)]
struct Vector {
    days: Vec<i32>,
    ratings: Vec<u8>,
    stability: Vec<f64>,
    difficulty: Vec<f64>,
    retrievability: Vec<f64>,
}

#[test]
fn every_state_equals_that_of_the_reference_implementation() {
    let file: serde_json::Value = serde_json::from_str(ORACLE).unwrap();
    let vectors: Vec<Vector> = serde_json::from_value(file["vectors"].clone()).unwrap();
    assert!(vectors.len() >= 100);
    for vector in vectors {
        let reviews: Vec<Review> = vector
            .days
            .iter()
            .zip(&vector.ratings)
            .map(|(day, rating)| review(*day, Rating::from_number(*rating).unwrap(), true))
            .collect();
        for (n, line) in replay(&Eras::default(), &card(), &reviews, &[]).lines.iter().enumerate() {
            let standing = line.standing.unwrap();
            let near = |ours: f64, theirs: f64| (ours - theirs).abs() <= 1e-4 * theirs.max(1.0);
            assert!(
                near(standing.memory.stability().into(), vector.stability[n]),
                "{:?}",
                vector.days
            );
            assert!(
                near(standing.memory.difficulty().into(), vector.difficulty[n]),
                "{:?}",
                vector.days
            );
            let later = standing.last.plus(10);
            assert!(
                near(standing.retrievability(&Model::default(), later), vector.retrievability[n]),
                "{:?}",
                vector.days
            );
        }
    }
}

#[test]
fn a_second_review_on_one_study_day_is_a_drill() {
    let lines = replay(
        &Eras::default(),
        &card(),
        &[review(5, Rating::Good, true), review(5, Rating::Again, true)],
        &[],
    )
    .lines;
    assert_eq!(lines[1].role, Role::Drill);
    assert_eq!(lines[1].standing, lines[0].standing);
}

fn carried(day: i32, due: i32, memory: Option<Memory>) -> Carried {
    let last = StudyDay::from_epoch(day);
    Carried { at: i64::from(day) * 86_400_000, last, due: StudyDay::from_epoch(due), memory }
}

#[test]
fn a_card_from_elsewhere_goes_on_where_it_stood_there() {
    let memory = Memory::new(42.0, 3.0);
    let past = [review(5, Rating::Good, true)];
    let standing = replay(&Eras::default(), &card(), &past, &[carried(5, 33, Some(memory))]);
    let standing = standing.standing.unwrap();
    assert_eq!((standing.memory, standing.due.epoch(), standing.interval), (memory, 33, 28));
}

#[test]
fn a_review_after_that_starts_from_its_memory_there() {
    let memory = Memory::new(42.0, 3.0);
    let reviews = [review(5, Rating::Good, true), review(33, Rating::Good, true)];
    let standing = replay(&Eras::default(), &card(), &reviews, &[carried(5, 33, Some(memory))]);
    let expected = Model::default().remember(Some(memory), &[(Rating::Good, 28)]);
    assert_eq!(standing.standing.map(|standing| standing.memory), expected);
}

#[test]
fn without_a_memory_of_elsewhere_only_the_day_is_taken_over() {
    let past = [review(5, Rating::Good, true)];
    let standing = replay(&Eras::default(), &card(), &past, &[carried(5, 50, None)]).standing;
    let own = last(&past).unwrap();
    assert_eq!(standing.map(|now| (now.memory, now.due.epoch())), Some((own.memory, 50)));
}

#[test]
fn new_parameters_are_applied_to_what_came_after_elsewhere_only() {
    let (memory, eras) = (Memory::new(42.0, 3.0), era(90));
    let carried = [carried(5, 33, Some(memory))];
    let before = replay(&eras, &card(), &[review(5, Rating::Good, true)], &carried);
    assert_eq!(before.standing.map(|standing| standing.memory), Some(memory));
    let reviews = [review(5, Rating::Good, true), review(33, Rating::Good, true)];
    let after = replay(&eras, &card(), &reviews, &carried).standing.unwrap().memory;
    assert_eq!(Some(after), eras.present().remember(Some(memory), &[(Rating::Good, 28)]));
}

#[test]
fn a_failed_card_owes_a_drill_until_it_is_recalled_that_day() {
    let failed = [review(5, Rating::Again, true), review(5, Rating::Again, false)];
    assert_eq!(last(&failed).unwrap().drill, Some(StudyDay::from_epoch(5)));
    let recalled = [failed.as_slice(), &[review(5, Rating::Good, false)]].concat();
    assert_eq!(last(&recalled).unwrap().drill, None);
}

#[test]
fn a_drill_leaves_memory_and_due_day_alone() {
    let before = last(&[review(5, Rating::Good, true)]).unwrap();
    let after = last(&[review(5, Rating::Good, true), review(6, Rating::Again, false)]).unwrap();
    assert_eq!(before, after);
}

#[test]
fn the_first_failure_is_no_lapse() {
    let reviews = [review(5, Rating::Again, true), review(6, Rating::Again, true)];
    assert_eq!(last(&reviews).unwrap().lapses, 1);
}

/// An era that begins on a day, with parameters under which memories last longer.
fn era(begins: i32) -> Eras {
    let mut numbers = Vec::from(*Model::default().parameters());
    numbers[2] = 12.0;
    numbers[8] = 2.4;
    let model = Model::new(numbers.try_into().unwrap());
    let (day, at) = (StudyDay::from_epoch(begins), i64::from(begins) * 86_400_000);
    Eras::default().with(Era { day, at, model, spread: 10 })
}

#[test]
fn an_era_that_begins_shows_the_whole_past_in_its_light() {
    let reviews = [(5, Rating::Good), (8, Rating::Good), (15, Rating::Hard)]
        .map(|(day, rating)| review(day, rating, true));
    let eras = era(20);
    let history = [(Rating::Good, 0), (Rating::Good, 3), (Rating::Hard, 7)];
    let standing = replay(&eras, &card(), &reviews, &[]).standing.unwrap();
    assert_eq!(Some(standing.memory), eras.present().remember(None, &history));
    assert!(standing.due > last(&reviews).unwrap().due, "{standing:?}");
    assert_eq!((standing.count, standing.last), (3, StudyDay::from_epoch(15)));
}

#[test]
fn the_next_review_goes_on_from_the_memory_of_its_era() {
    let reviews = [(5, Rating::Good), (8, Rating::Good), (30, Rating::Good)]
        .map(|(day, rating)| review(day, rating, true));
    let history = [(Rating::Good, 0), (Rating::Good, 3), (Rating::Good, 22)];
    let standing = replay(&era(20), &card(), &reviews, &[]).standing.unwrap();
    assert_eq!(Some(standing.memory), era(20).present().remember(None, &history));
}

#[test]
fn a_day_before_the_last_review_never_moves_the_memory() {
    let reviews = [review(9, Rating::Good, true), review(8, Rating::Easy, true)];
    assert_eq!(last(&reviews), last(&reviews[..1]));
}

fn histories() -> impl Strategy<Value = Vec<Review>> {
    prop::collection::vec((0_i32..40, 0_usize..4, prop::bool::weighted(0.8)), 0..30).prop_map(
        |acts| {
            let mut day = 20_000;
            acts.into_iter()
                .map(|(gap, rating, scored)| {
                    day += gap;
                    review(day, Rating::ALL[rating], scored)
                })
                .collect()
        },
    )
}

proptest! {
    #[test]
    fn replaying_everything_equals_adding_one_by_one(reviews in histories()) {
        let (eras, card) = (Eras::default(), card());
        let mut replay = Replay::new(&eras, &card);
        for (n, review) in reviews.iter().enumerate() {
            let line = replay.add(*review);
            let whole = super::replay(&eras, &card, &reviews[..=n], &[]);
            prop_assert_eq!(whole.lines.last(), Some(&line));
        }
    }

    #[test]
    fn what_was_foreseen_before_an_era_stays_as_it_was(
        reviews in histories(),
        begins in 20_000_i32..20_600,
    ) {
        let (before, after) =
            (replay(&Eras::default(), &card(), &reviews, &[]), replay(&era(begins), &card(), &reviews, &[]));
        let old = |line: &&Line| line.review.study_day < StudyDay::from_epoch(begins);
        let lines = |history: &History| history.lines.iter().filter(old).copied().collect::<Vec<_>>();
        prop_assert_eq!(lines(&before), lines(&after));
    }

    #[test]
    fn a_preview_equals_the_result(reviews in histories(), rating in 0_usize..4) {
        let (model, card) = (Model::default(), card());
        let before = last(&reviews);
        let day = reviews.last().map_or(20_000, |review| review.study_day.epoch()) + 3;
        let today = StudyDay::from_epoch(day);
        let preview = preview(&model, &card, before.as_ref(), today, TERMS);
        let after = last(&[reviews.as_slice(), &[review(day, Rating::ALL[rating], true)]].concat());
        prop_assert_eq!(after.unwrap().interval, preview[rating]);
    }

    #[test]
    fn at_most_one_review_of_a_study_day_is_scored(reviews in histories()) {
        let lines = replay(&Eras::default(), &card(), &reviews, &[]).lines;
        let mut days: Vec<StudyDay> = lines
            .iter()
            .filter(|line| line.role != Role::Drill)
            .map(|line| line.review.study_day)
            .collect();
        let all = days.len();
        days.dedup();
        prop_assert_eq!(days.len(), all);
    }
}
