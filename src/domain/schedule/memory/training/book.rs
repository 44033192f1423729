//! The reviews of all cards in the form the `fsrs` crate learns from.

use std::ops::Range;

use fsrs::{FSRSItem, FSRSReview};

use super::Logged;
use crate::domain::time::StudyDay;

/// The longest history learnt from, in reviews; the crate leaves out longer ones by itself, but would
/// have them all copied to it.
const LONGEST: usize = 256;
/// The share of the reviews of known cards, as its denominator, that is kept out to judge by.
const HELD_OUT: usize = 5;

/// A review of a known card; ordered by when it was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Known {
    /// The day comes first, as it is what gaps are counted in: so a card's reviews stay in their order
    /// even if two devices did not agree on the time.
    pub day: StudyDay,
    /// The moment, in milliseconds since the epoch.
    pub at: i64,
    /// Its place in [`Book::reviews`].
    pub place: usize,
    /// Its card's place in [`Book::cards`].
    pub card: usize,
}

/// The reviews in the crate's form, those of each card after those of the one before.
#[derive(Debug, Default)]
pub struct Book {
    /// Ratings, and the days since the review before; 0 for the first of a card.
    pub reviews: Vec<FSRSReview>,
    /// Where the reviews of each card are.
    cards: Vec<Range<usize>>,
    /// The reviews of known cards, earliest first.
    pub known: Vec<Known>,
}

impl Book {
    /// Takes in reviews sorted by card, then by day; a second one of a card on a day is left out.
    #[must_use]
    pub fn new(logs: &[Logged]) -> Self {
        let mut book = Self { reviews: Vec::with_capacity(logs.len()), ..Self::default() };
        for card in logs.chunk_by(|a, b| a.card == b.card) {
            let start = book.reviews.len();
            let mut last = None;
            for Logged { day, at, rating, .. } in card {
                let gap = last.map_or(0, |last| day.since(last));
                let delta_t = u32::try_from(gap).unwrap_or(0);
                if last.is_some() && delta_t == 0 {
                    continue;
                }
                if last.is_some() {
                    let (place, card) = (book.reviews.len(), book.cards.len());
                    book.known.push(Known { day: *day, at: *at, place, card });
                }
                book.reviews.push(FSRSReview { rating: rating.number().into(), delta_t });
                last = Some(*day);
            }
            book.cards.push(start..book.reviews.len());
        }
        book.known.sort_unstable();
        book
    }

    /// The reviews to learn from, and those to judge by.
    #[must_use]
    pub fn split(&self) -> (&[Known], &[Known]) {
        let held_out = self.known.len() / HELD_OUT;
        self.known.split_at(self.known.len() - held_out)
    }

    /// Where the reviews of its card begin.
    #[must_use]
    pub fn start(&self, known: &Known) -> usize {
        self.cards.get(known.card).map_or(known.place, |card| card.start)
    }

    /// A review after those that its card had before it; none if they are too many to learn from.
    #[must_use]
    pub fn item(&self, known: &Known) -> Option<FSRSItem> {
        let reviews = self.reviews.get(self.start(known)..=known.place)?;
        (reviews.len() <= LONGEST).then(|| FSRSItem { reviews: reviews.to_vec() })
    }
}
