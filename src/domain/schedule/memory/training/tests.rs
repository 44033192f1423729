use super::judge::surprise;
use super::*;
use crate::domain::schedule::memory::Memory;

/// A generator of even pseudo-random numbers (splitmix64).
struct Dice(u64);

impl Dice {
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit an f64")]
    fn roll(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((bits ^ (bits >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn pick(&mut self, odds: &[(Rating, f64)]) -> Rating {
        let mut left = self.roll();
        let found = odds.iter().find(|(_, odds)| {
            left -= odds;
            left < 0.0
        });
        found.map_or(Rating::Good, |(rating, _)| *rating)
    }
}

const FIRST: [(Rating, f64); 4] =
    [(Rating::Again, 0.2), (Rating::Hard, 0.15), (Rating::Good, 0.5), (Rating::Easy, 0.15)];
const RECALLED: [(Rating, f64); 3] =
    [(Rating::Hard, 0.2), (Rating::Good, 0.65), (Rating::Easy, 0.15)];

fn changed(changes: &[(usize, f32)]) -> Parameters {
    let mut numbers = Vec::from(Parameters::default());
    for (n, number) in changes {
        numbers[*n] = *number;
    }
    numbers.try_into().unwrap()
}

/// The reviews of somebody who forgets by `truth` and is scheduled by the defaults, a day or so off:
/// one new card every `pace` days, until there are `reviews`.
fn lived(truth: Parameters, reviews: usize, per_day: i64) -> Vec<Logged> {
    let (truth, scheduler) = (Model::new(truth), Model::default());
    let mut dice = Dice(17);
    let cards = i64::try_from(reviews).unwrap() / 6;
    let last = i32::try_from(cards / per_day).unwrap() + 200;
    let mut logs = Vec::new();
    for card in 0..cards {
        let mut day = i32::try_from(card / per_day).unwrap();
        let mut rating = dice.pick(&FIRST);
        let (mut known, mut held) = (None, None);
        let mut elapsed = 0;
        while day < last {
            #[expect(clippy::cast_possible_truncation, reason = "below a day")]
            let at = i64::from(day) * 86_400_000 + (dice.roll() * 8e7) as i64;
            logs.push(Logged { card, day: StudyDay::from_epoch(day), at, rating });
            let step = scheduler.step(held, elapsed, 0.88, rating);
            let memory = truth.step(known, elapsed, 0.9, rating).memory;
            (known, held) = (Some(memory), Some(step.memory));
            let gap = f64::from(step.interval) * (0.8 + 0.5 * dice.roll());
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "days")]
            let gap = gap.round().clamp(1.0, 3650.0) as u32;
            (day, elapsed) = (day + i32::try_from(gap).unwrap(), gap);
            let recalled = dice.roll() < truth.retrievability(memory, gap);
            rating = if recalled { dice.pick(&RECALLED) } else { Rating::Again };
        }
    }
    logs.sort_unstable_by_key(|log| (log.at, log.card));
    logs.truncate(reviews);
    logs.sort_unstable_by_key(|log| (log.card, log.day));
    logs
}

/// One card for each list of gaps in days, all rated alike.
fn alike(rating: Rating, cards: &[Vec<i32>]) -> Vec<Logged> {
    let mut logs = Vec::new();
    for (card, gaps) in (0..).zip(cards) {
        let mut day = 0;
        for gap in gaps {
            day += gap;
            let at = i64::from(day) * 86_400_000 + card;
            logs.push(Logged { card, day: StudyDay::from_epoch(day), at, rating });
        }
    }
    logs
}

fn learn(logs: &[Logged]) -> Result<Trained, Refusal> {
    train(logs, &Parameters::default(), |_| true)
}

/// Three who differ from the defaults: forgetful at first, retentive, and with a steep curve.
fn users() -> [Parameters; 3] {
    [
        changed(&[(0, 0.1), (1, 0.5), (2, 1.1), (3, 4.0), (8, 1.4), (20, 0.2)]),
        changed(&[(0, 0.8), (1, 3.0), (2, 6.0), (3, 20.0), (8, 2.2), (11, 2.0)]),
        changed(&[(2, 1.5), (4, 7.5), (6, 2.0), (8, 1.2), (10, 1.5), (20, 0.5)]),
    ]
}

#[test]
fn what_is_learnt_comes_close_to_the_truth() {
    for truth in users() {
        let logs = lived(truth, 50_000, 20);
        assert_eq!(logs.len(), 50_000);
        let trained = learn(&logs).unwrap();
        let book = Book::new(&logs);
        let best = judge(&Model::new(truth), &book, book.split().1).unwrap().fit();
        assert!(trained.after.log_loss < trained.before.log_loss);
        assert!(trained.after.log_loss < best.log_loss * 1.02);
        assert!(trained.after.rmse < trained.before.rmse);
    }
}

/// A training whether there is enough or not.
fn forced(logs: &[Logged]) -> Result<Trained, Refusal> {
    fit_and_judge(logs, &Parameters::default(), CombinedProgressState::new_shared())
}

#[test]
fn too_little_is_refused_with_what_there_is() {
    let logs = lived(users()[0], 200, 5);
    let refused = learn(&logs).unwrap_err();
    let Refusal::TooLittle(readiness) = &refused else { panic!("{refused:?}") };
    let cards: Vec<&[Logged]> = logs.chunk_by(|a, b| a.card == b.card).collect();
    let seconds = |first: Rating| {
        cards.iter().filter(|card| card.len() > 1 && card[0].rating == first).count()
    };
    assert_eq!(readiness.known as usize, logs.len() - cards.len());
    assert_eq!(readiness.seconds.map(|seconds| seconds as usize), Rating::ALL.map(seconds));
    let words = refused.to_string();
    let known = format!("{} of 400 reviews of known cards", readiness.known);
    assert!(words.contains(&known), "{words}");
    assert!(words.contains("of about 20 second reviews of cards first rated good"), "{words}");
}

#[test]
fn both_thresholds_must_be_met() {
    let ready = |known, good| Readiness { seconds: [0, 0, good, 0], known }.enough();
    assert!(ready(400, 20) && !ready(399, 20) && !ready(400, 19));
}

#[test]
fn odd_logs_are_refused_or_learnt_from_but_never_fatal() {
    let one = |gaps: Vec<i32>, cards| vec![gaps; cards];
    let logs = [
        one(vec![], 0),
        one(vec![0], 1),
        one(vec![0, 1], 1),
        one(vec![0, 1], 600),
        one(vec![0, 1, 3, 8, 20], 200),
        one([vec![0], vec![1; 2_999]].concat(), 1),
        one(vec![0, 7_300, 10_950], 300),
        (0..600).map(|gap| vec![0, gap + 1, 40_000]).collect(),
    ];
    for cards in &logs {
        for rating in Rating::ALL {
            let logs = alike(rating, cards);
            for trained in [learn(&logs), forced(&logs)] {
                match trained {
                    Ok(Trained { before, after, .. }) => {
                        assert!(before.log_loss.is_finite() && after.log_loss.is_finite());
                        assert!(before.rmse.is_finite() && after.rmse.is_finite());
                    }
                    Err(Refusal::TooLittle(_) | Refusal::NothingLearnt) => {}
                    Err(other @ (Refusal::Interrupted | Refusal::Failed(_))) => panic!("{other}"),
                }
            }
        }
    }
}

#[test]
fn gaps_that_are_never_alike_teach_nothing() {
    let cards: Vec<Vec<i32>> = (0..600).map(|gap| vec![0, gap + 1]).collect();
    assert_eq!(learn(&alike(Rating::Good, &cards)), Err(Refusal::NothingLearnt));
}

#[test]
fn a_second_review_on_one_day_is_left_out() {
    let mut logs = lived(users()[1], 3_000, 10);
    let trained = learn(&logs).unwrap();
    let repeats = logs.iter().step_by(7).copied().collect::<Vec<_>>();
    logs.extend(repeats.into_iter().map(|log| Logged { rating: Rating::Again, ..log }));
    logs.sort_by_key(|log| (log.card, log.day));
    assert_eq!(readiness(&logs), readiness(&lived(users()[1], 3_000, 10)));
    assert_eq!(learn(&logs), Ok(trained));
}

#[test]
fn the_latest_fifth_is_judged_by_whole_histories_and_never_learnt_from() {
    let logs = lived(users()[2], 2_000, 10);
    let book = Book::new(&logs);
    let (learnt_from, held_out) = book.split();
    assert_eq!(held_out.len(), book.known.len() / 5);
    assert!(
        learnt_from.iter().all(|known| (known.day, known.at) <= (held_out[0].day, held_out[0].at))
    );
    let model = Model::new(users()[2]);
    let losses = held_out.iter().map(|known| {
        let mut item = book.item(known).unwrap();
        let review = item.reviews.pop().unwrap();
        let state = model.fsrs.memory_state(item, None).unwrap();
        let memory = Memory::new(state.stability, state.difficulty);
        surprise(model.retrievability(memory, review.delta_t), review.rating > 1)
    });
    let mean = losses.sum::<f64>() / f64::from(u32::try_from(held_out.len()).unwrap());
    assert!((judge(&model, &book, held_out).unwrap().fit().log_loss - mean).abs() < 1e-9);
}

#[test]
fn a_training_tells_how_far_it_is_and_ends_when_it_is_not_wanted() {
    let logs = lived(users()[0], 20_000, 20);
    let mut seen = Vec::new();
    let pause = Duration::from_millis(1);
    let refused = train_watched(&logs, &Parameters::default(), pause, |progress| {
        seen.push(progress);
        seen.len() < 2
    });
    assert_eq!(refused, Err(Refusal::Interrupted));
    assert_eq!(seen.len(), 2);
    assert!(seen.iter().all(|progress| progress.done <= progress.total));
}
