//! What the scheduler costs inside one process: a replay, a preview, a day's queue,
//! a training, a year ahead.
#![allow(missing_docs, reason = "criterion's macros write undocumented functions")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use rat::domain::card::Id;
use rat::domain::review::{Rating, Review, Terms};
use rat::domain::schedule::era::Eras;
use rat::domain::schedule::history::{preview, replay};
use rat::domain::schedule::memory::training::{Logged, train};
use rat::domain::schedule::memory::workload::{Habits, Known, Plan, RETENTIONS, simulate};
use rat::domain::schedule::memory::{Memory, Model, Parameters};
use rat::domain::schedule::queue::{Place, Pools, arrange};
use rat::domain::time::StudyDay;

const TERMS: Terms = Terms { retention: 0.9, longest: 3650 };

fn history(reviews: i32) -> Vec<Review> {
    (0..reviews)
        .map(|n| Review {
            at: i64::from(n) * 86_400_000,
            study_day: StudyDay::from_epoch(n * 7),
            rating: if n % 5 == 4 { Rating::Again } else { Rating::Good },
            scored: true,
            took: 5_000,
            terms: TERMS,
        })
        .collect()
}

fn scheduler(criterion: &mut Criterion) {
    let (eras, model, reviews) = (Eras::default(), Model::default(), history(30));
    let Ok(card) = Id::new("bench", "card") else {
        return;
    };
    criterion.bench_function("replay of 30 reviews", |bench| {
        bench.iter(|| replay(&eras, &card, black_box(&reviews), &[]));
    });
    let standing = replay(&eras, &card, &reviews, &[]).standing;
    criterion.bench_function("preview of four intervals", |bench| {
        let today = StudyDay::from_epoch(1_000);
        bench.iter(|| preview(&model, &card, black_box(standing.as_ref()), today, TERMS));
    });
    let place = |card: i64| Place { card, deck: card % 14, siblings: String::new() };
    let pools = Pools { due: (0..1_000).map(place).collect(), ..Pools::default() };
    criterion.bench_function("queue of 100 out of 1,000 due", |bench| {
        bench.iter(|| arrange(black_box(pools.clone()), &[], 100));
    });
}

/// Reviews of `cards` cards, ten each at growing gaps, a few of them failed.
fn log(cards: i64) -> Vec<Logged> {
    let review = |card: i64, n: i32| {
        let fate = (card * 10 + i64::from(n)).wrapping_mul(2_654_435_761) % 1_000;
        let day = i32::try_from(card % 700).unwrap_or(0) + n * (n + 1);
        let rating = match fate {
            ..120 => Rating::Again,
            120..300 => Rating::Hard,
            300..900 => Rating::Good,
            900.. => Rating::Easy,
        };
        let at = i64::from(day) * 86_400_000 + card;
        Logged { card, day: StudyDay::from_epoch(day), at, rating }
    };
    (0..cards).flat_map(|card| (0..10).map(move |n| review(card, n))).collect()
}

fn parameters(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parameters");
    group.sample_size(10);
    for cards in [10_000, 100_000] {
        let logs = log(cards);
        group.bench_function(format!("training on {} reviews", logs.len()), |bench| {
            bench.iter(|| train(black_box(&logs), &Parameters::default(), |_| true));
        });
    }
    let known = |n: u16| {
        let memory = Memory::new(f32::from(1 + n % 300), f32::from(1 + n % 10));
        Known { memory, elapsed: u32::from(n % 90), interval: u32::from(1 + n % 300) }
    };
    let known: Vec<Known> = (0..50_000).map(known).collect();
    let plan = Plan { new_per_day: 10, new_left: 5_000, longest: 3650, days: 365 };
    group.bench_function("a year ahead of 50,000 cards at eight retentions", |bench| {
        let (parameters, habits) = (Parameters::default(), Habits::default());
        bench.iter(|| simulate(&parameters, black_box(&known), &plan, &habits, &RETENTIONS));
    });
}

criterion_group!(benches, scheduler, parameters);
criterion_main!(benches);
