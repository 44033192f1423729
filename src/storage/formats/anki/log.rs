//! The log of reviews, and which of them count for the memory.

use rusqlite::Connection;

use crate::domain::review::Rating;
use crate::domain::time::MOMENTS;
use crate::storage::formats::Refused;
use crate::storage::formats::anki::cards::Drawn;
use crate::storage::formats::anki::left::{Sort, Tally};
use crate::storage::formats::anki::schema::number;
use crate::storage::formats::anki::{Card, Review};

/// The most entries a log may have.
const ENTRIES: usize = 10_000_000;

/// What Anki calls an entry made while a card is being learned.
const LEARNING: i64 = 0;

/// What Anki calls an entry made in a filtered deck.
const FILTERED: i64 = 3;

/// What Anki calls an entry made by hand: a day given, a card begun anew.
const MANUAL: i64 = 4;

/// What Anki calls an entry made when cards were moved by new parameters.
const MOVED: i64 = 5;

/// The most seconds between a review and the moment its card has for it: Anki looks at the clock twice.
const APART: i64 = 60;

/// What an entry says about a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    /// It was asked while it was being learned.
    Learned(Rating),
    /// It was asked.
    Asked(Rating),
    /// It was asked beside its schedule.
    Crammed(Rating),
    /// It was begun anew.
    Reset,
    /// It was given another day.
    Moved,
}

impl Says {
    fn new(ease: i64, factor: i64, sort: i64) -> Self {
        let rating = u8::try_from(ease).ok().and_then(Rating::from_number);
        match rating {
            Some(rating) if sort == FILTERED && factor == 0 => Self::Crammed(rating),
            Some(rating) if sort == LEARNING => Self::Learned(rating),
            Some(rating) if sort != MANUAL && sort != MOVED => Self::Asked(rating),
            Some(_) | None if sort == MANUAL && factor == 0 => Self::Reset,
            Some(_) | None => Self::Moved,
        }
    }

    fn rating(self) -> Option<Rating> {
        match self {
            Self::Learned(rating) | Self::Asked(rating) | Self::Crammed(rating) => Some(rating),
            Self::Reset | Self::Moved => None,
        }
    }
}

/// An entry of the log.
#[derive(Clone, Copy, Debug)]
struct Entry {
    card: i64,
    at: i64,
    took: u32,
    says: Says,
}

/// Reads the reviews of the cards that are carried, by card and moment.
pub(super) fn read(
    conn: &Connection,
    drawn: &Drawn,
    tally: &mut Tally,
) -> Result<Vec<Review>, Refused> {
    let mut statement =
        conn.prepare("SELECT id, cid, ease, factor, time, type FROM revlog NOT INDEXED")?;
    let mut rows = statement.query([])?;
    let (mut entries, mut of_left, mut of_none, mut of_never) = (Vec::new(), 0, 0, 0);
    while let Some(row) = rows.next()? {
        let card = number(row, 1)?;
        let says = Says::new(number(row, 2)?, number(row, 3)?, number(row, 5)?);
        if drawn.cards.binary_search_by_key(&card, |card| card.id).is_err() {
            let known = drawn.lost.binary_search(&card).is_ok();
            let counted = if known { &mut of_left } else { &mut of_none };
            *counted += usize::from(says.rating().is_some());
            continue;
        }
        let at = number(row, 0)?;
        if !MOMENTS.contains(&at) {
            of_never += usize::from(says.rating().is_some());
            continue;
        }
        if entries.len() == ENTRIES {
            let limit = format!("{ENTRIES} reviews");
            return Err(Refused::TooMuch { what: "its collection".to_owned(), limit });
        }
        let took = u32::try_from(number(row, 4)?.max(0)).unwrap_or(u32::MAX);
        entries.push(Entry { card, at, took, says });
    }
    tally.add(Sort::ReviewsOfLeft, of_left);
    tally.add(Sort::ReviewsOfNone, of_none);
    tally.add(Sort::ReviewsOfNever, of_never);
    entries.sort_unstable_by_key(|entry| (entry.card, entry.at));
    let mut reviews = Vec::with_capacity(entries.len());
    for of_card in entries.chunk_by(|a, b| a.card == b.card) {
        score(of_card, &mut reviews);
    }
    Ok(reviews)
}

/// Takes the reviews of a card, and says which of them count.
fn score(entries: &[Entry], reviews: &mut Vec<Review>) {
    let first = first(entries);
    reviews.extend(entries.iter().enumerate().filter_map(|(place, entry)| {
        let cram = matches!(entry.says, Says::Crammed(_));
        Some(Review {
            card: entry.card,
            at: entry.at,
            rating: entry.says.rating()?,
            took: entry.took,
            scored: place >= first && !cram,
        })
    }));
}

/// The place of the first entry that counts, by the rule of Anki's own FSRS: the one with which the
/// card was last learned, or the one after it was last begun anew.
fn first(entries: &[Entry]) -> usize {
    let mut learned = None;
    for (place, entry) in entries.iter().enumerate().rev() {
        match entry.says {
            Says::Learned(_) => learned = Some(place),
            Says::Asked(_) | Says::Reset | Says::Moved if learned.is_some() => break,
            Says::Reset => return place + 1,
            Says::Asked(_) | Says::Crammed(_) | Says::Moved => {}
        }
    }
    learned.unwrap_or(0)
}

/// Gives cards the moment of their last review, of which they know no more than the second; both by
/// card.
pub(super) fn complete(cards: &mut [Card], reviews: &[Review]) {
    let mut reviews = reviews.chunk_by(|a, b| a.card == b.card).peekable();
    for card in cards {
        while reviews.next_if(|of| of.first().is_some_and(|first| first.card < card.id)).is_some() {
        }
        let own = reviews.next_if(|of| of.first().is_some_and(|first| first.card == card.id));
        if let Some(standing) = &mut card.standing {
            let told = standing.last.map(|at| at.div_euclid(1000));
            let is_last = |review: &&Review| {
                let near = |second: i64| (review.at.div_euclid(1000) - second).abs() <= APART;
                review.scored && told.is_none_or(near)
            };
            let last = own.and_then(|own| own.iter().rfind(is_last));
            standing.last = last.map(|review| review.at).or(standing.last);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scores entries given as ease, factor and sort, one a day.
    fn scored(entries: &[(i64, i64, i64)]) -> Vec<bool> {
        let entry = |(at, &(ease, factor, sort))| {
            let says = Says::new(ease, factor, sort);
            Entry { card: 1, at, took: 0, says }
        };
        let entries: Vec<Entry> = (0..).zip(entries).map(entry).collect();
        let mut reviews = Vec::new();
        score(&entries, &mut reviews);
        reviews.iter().map(|review| review.scored).collect()
    }

    #[test]
    fn every_answer_to_a_card_counts() {
        assert_eq!(scored(&[(3, 500, 0), (3, 500, 1), (1, 500, 1), (3, 500, 2)]), [true; 4]);
    }

    #[test]
    fn cramming_does_not_count() {
        assert_eq!(scored(&[(3, 500, 0), (3, 0, 3), (3, 500, 3)]), [true, false, true]);
    }

    #[test]
    fn changes_by_hand_and_moves_are_no_reviews() {
        assert_eq!(scored(&[(3, 500, 0), (0, 2500, 4), (0, 500, 5), (3, 500, 1)]), [true; 2]);
    }

    #[test]
    fn what_lies_before_a_reset_does_not_count() {
        assert_eq!(
            scored(&[(3, 500, 0), (3, 500, 1), (0, 0, 4), (2, 500, 1)]),
            [false, false, true]
        );
        assert_eq!(scored(&[(3, 500, 0), (0, 0, 4)]), [false]);
    }

    #[test]
    fn what_lies_before_the_card_was_learned_again_does_not_count() {
        let entries = [(3, 1, 0), (3, 1, 1), (1, 1, 0), (3, 1, 0), (3, 1, 1)];
        assert_eq!(scored(&entries), [false, false, true, true, true]);
    }

    #[test]
    fn a_log_that_begins_in_the_middle_counts_whole() {
        assert_eq!(scored(&[(3, 500, 1), (3, 500, 2)]), [true, true]);
    }
}
