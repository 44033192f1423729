//! Why something could not be done.

use crate::domain::away::NotABreak;
use crate::domain::card::{Fault, NotAnId};
use crate::storage;

/// A sort of thing with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// A card.
    Card,
    /// A deck.
    Deck,
}

impl std::fmt::Display for Thing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Card => "card",
            Self::Deck => "deck",
        })
    }
}

/// Why something could not be done; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or the database refused.
    #[error(transparent)]
    Storage(#[from] storage::Error),
    /// Nothing has this name.
    #[error("there is no {thing} \"{name}\"")]
    Unknown {
        /// What was looked for.
        thing: Thing,
        /// The name given.
        name: String,
        /// Names that resemble it.
        near: Vec<String>,
    },
    /// Several things have names that begin so.
    #[error("\"{name}\" could be several {thing}s")]
    Ambiguous {
        /// What was looked for.
        thing: Thing,
        /// The prefix given.
        name: String,
        /// What it fits.
        fits: Vec<String>,
    },
    /// A name that cannot be one.
    #[error(transparent)]
    Name(#[from] NotAnId),
    /// The thing is there already.
    #[error("there is a {thing} \"{name}\" already")]
    Exists {
        /// What was to be made.
        thing: Thing,
        /// Its name.
        name: String,
    },
    /// The card may not be graded as things stand.
    #[error("{card} is suspended")]
    Suspended {
        /// The card.
        card: String,
    },
    /// The text is no card's.
    #[error("this cannot be a card: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Text(Vec<Fault>),
    /// The days are no break.
    #[error(transparent)]
    Break(#[from] NotABreak),
    /// There is nothing to take back.
    #[error("there is nothing to undo")]
    NothingToUndo,
    /// There is nothing to bring back.
    #[error("there is nothing to redo: something was done since, or nothing was undone")]
    NothingToRedo,
    /// A deck file has faults.
    #[error("{file} is not a sound deck")]
    Deck {
        /// The file.
        file: String,
        /// Each fault: line, column, message.
        faults: Vec<storage::decks::format::Fault>,
    },
    /// A built-in deck cannot be removed.
    #[error("\"{0}\" is built in and cannot be removed")]
    BuiltIn(String),
}
