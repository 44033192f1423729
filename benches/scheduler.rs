//! What the scheduler costs inside one process: a replay, a preview, a day's queue.
#![allow(missing_docs, reason = "criterion's macros write undocumented functions")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use rat::domain::card::Id;
use rat::domain::review::{Rating, Review, Terms};
use rat::domain::schedule::era::Eras;
use rat::domain::schedule::history::{preview, replay};
use rat::domain::schedule::memory::Model;
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
        bench.iter(|| replay(&eras, &card, black_box(&reviews)));
    });
    let standing = replay(&eras, &card, &reviews).standing;
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

criterion_group!(benches, scheduler);
criterion_main!(benches);
