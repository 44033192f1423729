//! Packages of Anki, `.apkg` and `.colpkg`: read in every generation, written in the one all read.
//!
//! Nothing here knows the database of this program: what is read are plain values, and what is written
//! is given as such.

mod blob;
mod cards;
mod clock;
mod current;
mod face;
mod gaps;
mod html;
mod left;
mod legacy;
mod log;
mod models;
mod ours;
mod package;
mod schema;
mod shelf;
mod tag;
mod template;
mod words;
pub mod write;

use std::path::Path;

use crate::domain::card::Text;
use crate::domain::review::Rating;
use crate::domain::time::StudyDay;
use crate::storage::formats::Refused;

pub use left::{Left, Sort};

/// What a package holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Collection {
    /// The full names of the decks that hold cards, by name; `::` stands between a deck and one inside
    /// it.
    pub decks: Vec<String>,
    /// The cards that can be carried, by id.
    pub cards: Vec<Card>,
    /// The reviews of these cards, by card and moment.
    pub reviews: Vec<Review>,
    /// The parameters of FSRS that decks are set to, 17, 19 or 21 of them, or none where those of FSRS
    /// itself hold, each with the number of cards they hold for; most cards first.
    pub parameters: Vec<(Vec<f32>, usize)>,
    /// The hour at which its days turn, 0-23; 4 where a package does not say.
    pub rollover: u32,
    /// What cannot be carried, each sort once.
    pub left: Vec<Left>,
}

/// A card: one face of a note.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// Its number, unique in the package.
    pub id: i64,
    /// The name of its note, the same in every collection that got it from one source.
    pub guid: String,
    /// Which of the note's cards it is, from 0; for a cloze its number less one.
    pub ordinal: u32,
    /// The place of its home deck in [`Collection::decks`].
    pub deck: usize,
    /// The tags of its note, as written; `::` nests them.
    pub tags: Vec<String>,
    /// What stands on it; without faults.
    pub text: Text,
    /// `deck/key` when the note is one that this program wrote.
    pub ours: Option<String>,
    /// When the note or the card was last changed, in milliseconds since the epoch.
    pub modified: i64,
    /// Whether it is kept from being asked.
    pub suspended: bool,
    /// Whether it is put off for a day.
    pub buried: bool,
    /// Where it stands; nothing when it is new.
    pub standing: Option<Standing>,
}

/// Where a card stands that has been asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// The day it comes back on.
    pub due: StudyDay,
    /// Its interval in days; 0 while it is being learned.
    pub interval: u32,
    /// The stability of its memory in days, above 0; nothing without FSRS.
    pub stability: Option<f32>,
    /// The difficulty of its memory, 1-10; nothing without FSRS.
    pub difficulty: Option<f32>,
    /// When it was last asked, in milliseconds since the epoch.
    pub last: Option<i64>,
    /// How often it was forgotten once learned.
    pub lapses: u32,
    /// How often it was asked.
    pub reps: u32,
    /// The recall probability its interval was made for, between 0 and 1; nothing without FSRS.
    pub retention: Option<f64>,
}

/// One answer to a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Review {
    /// The [`Card::id`].
    pub card: i64,
    /// When, in milliseconds since the epoch.
    pub at: i64,
    /// How it went.
    pub rating: Rating,
    /// How long the answer took, in milliseconds.
    pub took: u32,
    /// Whether it counts for the memory: it was no cramming, and lies after the last time the card was
    /// begun anew.
    pub scored: bool,
}

/// Reads a package.
///
/// # Errors
/// When the file cannot be read, is no package, is damaged, holds more than anybody's collection, or
/// comes from a later version of Anki than is known here.
pub fn read(path: &Path) -> Result<Collection, Refused> {
    let package = package::unpack(path)?;
    let conn = schema::open(package.collection.path())?;
    let shelf = shelf::read(&conn)?;
    let mut tally = left::Tally::default();
    tally.add(Sort::Media, package.media);
    let mut drawn = cards::read(&conn, &shelf, &mut tally)?;
    let reviews = log::read(&conn, &drawn, &mut tally)?;
    log::complete(&mut drawn.cards, &reviews);
    let parameters = shelf.parameters(&drawn.presets);
    Ok(Collection {
        decks: drawn.decks,
        cards: drawn.cards,
        reviews,
        parameters,
        rollover: shelf.clock.rollover(),
        left: tally.left(),
    })
}

#[cfg(test)]
mod tests;
