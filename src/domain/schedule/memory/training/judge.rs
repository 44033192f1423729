//! How well parameters foresee reviews.

use std::collections::BTreeMap;

use fsrs::{FSRSItem, FSRSReview};

use super::Refusal;
use super::book::{Book, Known};
use crate::domain::schedule::memory::{Memory, Model};
use crate::domain::schedule::version::Fit;

/// A bin of like reviews: the classes of its gap, its number and the lapses before it.
type Bin = (i32, i32, Option<i32>);

/// What was foreseen in a bin, what happened, and how often.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    foreseen: f64,
    recalled: f64,
    count: f64,
}

/// What was foreseen of many reviews.
#[derive(Debug, Default)]
pub struct Record {
    /// The log loss of each.
    losses: Vec<f64>,
    /// In order, so that sums come out the same each time.
    bins: BTreeMap<Bin, Tally>,
}

impl Record {
    fn add(&mut self, bin: Bin, foreseen: f64, recalled: bool) {
        self.losses.push(surprise(foreseen, recalled));
        let tally = self.bins.entry(bin).or_default();
        tally.foreseen += foreseen;
        tally.recalled += f64::from(u8::from(recalled));
        tally.count += 1.0;
    }

    /// How well they were foreseen.
    pub fn fit(&self) -> Fit {
        let count: f64 = self.bins.values().map(|tally| tally.count).sum();
        let missed = |tally: &Tally| (tally.foreseen - tally.recalled).powi(2) / tally.count;
        let missed: f64 = self.bins.values().map(missed).sum();
        Fit { log_loss: self.losses.iter().sum::<f64>() / count, rmse: (missed / count).sqrt() }
    }
}

/// The standard error of the mean difference between two models' log losses, review by review.
pub fn doubt(one: &Record, other: &Record) -> f64 {
    let pairs = || one.losses.iter().zip(&other.losses).map(|(one, other)| one - other);
    let count = f64::from(u32::try_from(one.losses.len()).unwrap_or(u32::MAX));
    let mean = pairs().sum::<f64>() / count;
    let squares: f64 = pairs().map(|difference| (difference - mean).powi(2)).sum();
    (squares / (count - 1.0).max(1.0) / count).sqrt()
}

/// Judges how well a model foresees some reviews of a book, going through each card once.
///
/// # Errors
/// When FSRS cannot make sense of the reviews.
pub fn judge(model: &Model, book: &Book, held_out: &[Known]) -> Result<Record, Refusal> {
    let mut by_card = held_out.to_vec();
    by_card.sort_unstable_by_key(|known| known.place);
    let mut record = Record::default();
    for card in by_card.chunk_by(|a, b| a.card == b.card) {
        let (Some(first), Some(last)) = (card.first(), card.last()) else { continue };
        let start = book.start(first);
        let reviews = book.reviews.get(start..=last.place).unwrap_or_default();
        let later = reviews.iter().enumerate().skip(1);
        let mut lapses = 0;
        for ((number, review), memory) in later.zip(walk(model, reviews)?) {
            let recalled = review.rating > 1;
            // The reviews to judge by are the latest, so they are the last ones of their card too.
            if start + number >= first.place {
                let foreseen = model.retrievability(memory, review.delta_t);
                record.add(bin(review.delta_t, number, lapses), foreseen, recalled);
            }
            lapses += u32::from(!recalled);
        }
    }
    Ok(record)
}

/// The memory after each review of a card but the last.
fn walk(model: &Model, reviews: &[FSRSReview]) -> Result<Vec<Memory>, Refusal> {
    let earlier = reviews.split_last().map_or(&[][..], |(_, earlier)| earlier);
    let item = FSRSItem { reviews: earlier.to_vec() };
    let states = model.fsrs.historical_memory_states(item, None)?;
    Ok(states.into_iter().map(|state| Memory::new(state.stability, state.difficulty)).collect())
}

/// The log loss of one review; what was foreseen is kept from certainty by a millionth, so that no
/// review can cost without end.
pub fn surprise(foreseen: f64, recalled: bool) -> f64 {
    let sure = foreseen.clamp(1e-6, 1.0 - 1e-6);
    if recalled { -sure.ln() } else { -(1.0 - sure).ln() }
}

/// The bin of a review with this many before it: classes grow by 3.62 in days, 1.89 in reviews and 1.73
/// in lapses, as in the crate (`r_matrix_index` in `dataset.rs` of fsrs 6.6.2).
fn bin(gap: u32, before: usize, lapses: u32) -> Bin {
    let class = |number: u32, base: f64| {
        #[expect(clippy::cast_possible_truncation, reason = "the logarithm of a u32 is small")]
        let class = f64::from(number).log(base).floor() as i32;
        class
    };
    let number = u32::try_from(before).map_or(u32::MAX, |before| before.saturating_add(1));
    (class(gap, 3.62), class(number, 1.89), (lapses > 0).then(|| class(lapses, 1.73)))
}
