//! Fitting the parameters of FSRS to the user's own reviews, and judging them by reviews that they
//! were not fitted to.

use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use fsrs::{
    CombinedProgressState, ComputeParametersInput, FSRSError, TrainingConfig, compute_parameters,
};

use self::book::{Book, Known};
use self::judge::{doubt, judge};
use super::{Model, Parameters};
use crate::domain::review::Rating;
use crate::domain::schedule::version::Fit;
use crate::domain::time::StudyDay;

mod book;
mod judge;

/// A scored review to learn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Logged {
    /// What tells its card from all others.
    pub card: i64,
    /// The study day it was done on; a card has one scored review a day.
    pub day: StudyDay,
    /// The moment, in milliseconds since the epoch.
    pub at: i64,
    /// How it went.
    pub rating: Rating,
}

/// The reviews of known cards below which nothing is trained: what Anki asked for before 24.06.
pub const KNOWN: u32 = 400;

/// The second reviews after one first rating below which the crate learns nothing.
///
/// About: it leaves out the rarest gaps between first and second review until 20 reviews, or a
/// twentieth if that is more, are gone, and what is left of a gap counts from 6 reviews up (`dataset.rs`
/// of fsrs 6.6.2).
pub const SECONDS: u32 = 20;

/// How much there is to learn from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Readiness {
    /// The cards with a second review, by the rating of the first, worst first.
    pub seconds: [u32; 4],
    /// The reviews of cards that had been reviewed before.
    pub known: u32,
}

impl Readiness {
    /// Tells whether a training may be worth its while: [`KNOWN`] reviews of known cards, and
    /// [`SECONDS`] second reviews after one of the first ratings.
    #[must_use]
    pub fn enough(&self) -> bool {
        self.known >= KNOWN && self.nearest().1 >= SECONDS
    }

    /// The first rating with the most second reviews, and how many these are; `good` of several.
    #[must_use]
    pub fn nearest(&self) -> (Rating, u32) {
        let rated = Rating::ALL.into_iter().zip(self.seconds);
        rated
            .max_by_key(|(rating, seconds)| (*seconds, *rating == Rating::Good))
            .unwrap_or((Rating::Good, 0))
    }
}

/// Counts what there is to learn from in reviews sorted by card, then by day.
#[must_use]
pub fn readiness(logs: &[Logged]) -> Readiness {
    let mut readiness = Readiness::default();
    for card in logs.chunk_by(|a, b| a.card == b.card) {
        let Some(first) = card.first() else { continue };
        let mut known = 0;
        let mut last = first.day;
        for review in card.iter().filter(|review| review.day > first.day) {
            known += u32::from(review.day > last);
            last = last.max(review.day);
        }
        readiness.known += known;
        let rated = Rating::ALL.into_iter().zip(&mut readiness.seconds);
        for (_, seconds) in rated.filter(|(rating, _)| *rating == first.rating) {
            *seconds += known.min(1);
        }
    }
    readiness
}

/// How far a training has come, in reviews gone through (each counts once per round).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Those gone through.
    pub done: usize,
    /// All of them; 0 while the training is being prepared.
    pub total: usize,
}

/// What a training led to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trained {
    /// The parameters fitted: those that were judged.
    pub parameters: Parameters,
    /// The scored reviews there were.
    pub reviews: u32,
    /// The latest of them, kept out of the training to judge by.
    pub held_out: u32,
    /// How well the parameters in force foresaw those.
    pub before: Fit,
    /// How well the fitted ones did.
    pub after: Fit,
    /// The standard error of the difference between the two log losses.
    pub doubt: f64,
}

/// Why a training led to nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is too little to learn from.
    #[error(
        "there is too little to learn from: {} of {KNOWN} reviews of known cards, {} of about \
         {SECONDS} second reviews of cards first rated {}",
        .0.known, .0.nearest().1, .0.nearest().0.word()
    )]
    TooLittle(Readiness),
    /// The reviews are too unlike each other: no parameter was moved from where FSRS begins.
    #[error("nothing could be learnt: too few cards have their second review after the same time")]
    NothingLearnt,
    /// The caller wanted no more of it.
    #[error("the training was interrupted")]
    Interrupted,
    /// FSRS could not make sense of the reviews.
    #[error("the training failed: {0}")]
    Failed(String),
}

/// The time between two looks at a training.
const PAUSE: Duration = Duration::from_millis(50);
/// The rounds of a training: what Anki has.
const EPOCHS: usize = 8;

/// Fits parameters to the reviews, which are sorted by card, then by day, and compares them with the
/// current ones.
///
/// The latest fifth of the reviews of known cards is kept out of the fitting, and both sets of
/// parameters are judged by how they foresee that fifth, each of its reviews counting alike (the
/// crate's own evaluation lets later ones count more). A second review of a card on one day is left
/// out. About every 50 ms `watch` is told how far the training has come, on the thread of the caller;
/// it ends the training by returning false. A short one ends without a word.
///
/// # Errors
/// See [`Refusal`].
pub fn train(
    logs: &[Logged],
    current: &Parameters,
    watch: impl FnMut(Progress) -> bool,
) -> Result<Trained, Refusal> {
    train_watched(logs, current, PAUSE, watch)
}

fn train_watched(
    logs: &[Logged],
    current: &Parameters,
    pause: Duration,
    mut watch: impl FnMut(Progress) -> bool,
) -> Result<Trained, Refusal> {
    let readiness = readiness(logs);
    if !readiness.enough() {
        return Err(Refusal::TooLittle(readiness));
    }
    let progress = CombinedProgressState::new_shared();
    let shared = Arc::clone(&progress);
    thread::scope(|scope| {
        let (working, ended) = mpsc::channel::<()>();
        let worker = scope.spawn(move || {
            // Dropped when the work has ended, whichever way, which ends the waiting too.
            let _working = working;
            fit_and_judge(logs, current, shared)
        });
        let mut interrupted = false;
        while ended.recv_timeout(pause) == Err(mpsc::RecvTimeoutError::Timeout) {
            if !interrupted && !watch(look(&progress)) {
                interrupted = true;
                progress.lock().unwrap_or_else(PoisonError::into_inner).want_abort = true;
            }
        }
        let trained = worker.join().unwrap_or_else(|_| Err(Refusal::Failed("it broke off".into())));
        if interrupted { Err(Refusal::Interrupted) } else { trained }
    })
}

fn look(progress: &Mutex<CombinedProgressState>) -> Progress {
    let progress = progress.lock().unwrap_or_else(PoisonError::into_inner);
    Progress { done: progress.current(), total: progress.total() }
}

fn fit_and_judge(
    logs: &[Logged],
    current: &Parameters,
    progress: Arc<Mutex<CombinedProgressState>>,
) -> Result<Trained, Refusal> {
    let book = Book::new(logs);
    let (learnt_from, held_out) = book.split();
    thread::scope(|scope| {
        let before = scope.spawn(|| judge(&Model::new(*current), &book, held_out));
        let parameters = fit(&book, learnt_from, progress)?;
        let after = judge(&Model::new(parameters), &book, held_out)?;
        let before =
            before.join().unwrap_or_else(|_| Err(Refusal::Failed("it broke off".into())))?;
        let count = |length| u32::try_from(length).unwrap_or(u32::MAX);
        let (reviews, held_out) = (count(book.reviews.len()), count(held_out.len()));
        let doubt = doubt(&before, &after);
        let (before, after) = (before.fit(), after.fit());
        Ok(Trained { parameters, reviews, held_out, before, after, doubt })
    })
}

fn fit(
    book: &Book,
    known: &[Known],
    progress: Arc<Mutex<CombinedProgressState>>,
) -> Result<Parameters, Refusal> {
    let mut train_set = Vec::with_capacity(known.len());
    let mut cards = Vec::with_capacity(known.len());
    for known in known {
        if let (Some(item), Ok(card)) = (book.item(known), i64::try_from(known.card)) {
            train_set.push(item);
            cards.push(card);
        }
    }
    // The crate looks only after its own preparations, which take a while with many reviews.
    if progress.lock().unwrap_or_else(PoisonError::into_inner).want_abort {
        return Err(Refusal::Interrupted);
    }
    let numbers = compute_parameters(ComputeParametersInput {
        train_set,
        card_ids: Some(cards),
        progress: Some(progress),
        training_config: Some(TrainingConfig { num_epochs: EPOCHS, ..TrainingConfig::default() }),
        ..ComputeParametersInput::default()
    });
    let parameters =
        Parameters::try_from(numbers?).map_err(|error| Refusal::Failed(error.to_string()))?;
    if parameters == Parameters::default() { Err(Refusal::NothingLearnt) } else { Ok(parameters) }
}

impl From<FSRSError> for Refusal {
    fn from(error: FSRSError) -> Self {
        match error {
            FSRSError::NotEnoughData => Self::NothingLearnt,
            FSRSError::Interrupted => Self::Interrupted,
            FSRSError::InvalidParameters
            | FSRSError::OptimalNotFound
            | FSRSError::InvalidInput
            | FSRSError::InvalidDeckSize => Self::Failed(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests;
