//! Why something could not be done.

use crate::domain::away::NotABreak;
use crate::domain::card::{Fault, NotAnId};
use crate::domain::commitment::Wrong;
use crate::domain::tap::plan;
use crate::domain::text::Unfit;
use crate::domain::walk::suits;
use crate::domain::when::NotWhen;
use crate::storage;

/// A sort of thing with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// A card.
    Card,
    /// A deck.
    Deck,
    /// A trigger-action plan.
    Tap,
    /// A commitment.
    Commitment,
    /// A jot.
    Jot,
    /// A technique's walk.
    Walk,
    /// A run of a walk.
    Run,
    /// A question of the grimoire.
    Question,
}

impl Thing {
    /// The command that lists all of them.
    #[must_use]
    pub const fn list(self) -> &'static str {
        match self {
            Self::Card => "rat card list",
            Self::Deck => "rat deck list",
            Self::Tap => "rat tap list",
            Self::Commitment => "rat commitments list",
            Self::Jot => "rat jot list",
            Self::Walk => "rat walk --list",
            Self::Run => "rat journal list",
            Self::Question => "rat grimoire list",
        }
    }
}

impl std::fmt::Display for Thing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Card => "card",
            Self::Deck => "deck",
            Self::Tap => "plan",
            Self::Commitment => "commitment",
            Self::Jot => "jot",
            Self::Walk => "walk",
            Self::Run => "run",
            Self::Question => "question",
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
    /// The plan is none.
    #[error("this cannot be a plan: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Plan(Vec<plan::Fault>),
    /// There is no room to install another plan.
    #[error("there is no room for {name} yet: {} are being installed", .installing.join(", "))]
    NoRoom {
        /// The plan that waits.
        name: String,
        /// The plans being installed.
        installing: Vec<String>,
    },
    /// An outcome is said to have happened too often at once.
    #[error("{0} times at once is out of range (1-100)")]
    Times(u32),
    /// The moment is none, or has not come yet.
    #[error(transparent)]
    When(#[from] NotWhen),
    /// The commitment is none, or cannot be closed so.
    #[error(transparent)]
    Commitment(#[from] Wrong),
    /// A text is empty, too long, or steers terminals.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// An answer does not suit its question.
    #[error(transparent)]
    Answer(suits::Wrong),
    /// An answer given beforehand does not suit its place.
    #[error("{place}: {problem}")]
    Place {
        /// Where.
        place: String,
        /// What is wrong.
        problem: String,
    },
    /// A run that asks nothing now was answered.
    #[error("this walk asks nothing now")]
    NoQuestion,
    /// A run that has ended was to go on.
    #[error("this walk has ended")]
    Ended,
    /// A run that is not at its end was to be finished.
    #[error("this walk is not at its end")]
    Unfinished,
    /// The days are no break.
    #[error(transparent)]
    Break(#[from] NotABreak),
    /// There is nothing to take back.
    #[error("there is nothing to undo")]
    NothingToUndo,
    /// There is nothing to bring back.
    #[error("there is nothing to redo: something was done since, or nothing was undone")]
    NothingToRedo,
    /// No parameters were fitted that could be given up.
    #[error("there is nothing to go back from: FSRS's own parameters are in force")]
    NothingFitted,
    /// A deck file has faults.
    #[error("{file} is not a sound deck")]
    Deck {
        /// The file.
        file: String,
        /// Each fault: line, column, message.
        faults: Vec<storage::decks::format::Fault>,
    },
    /// A file from elsewhere was refused.
    #[error("{file} was refused: {why}")]
    File {
        /// What it is called.
        file: String,
        /// Why.
        why: String,
    },
    /// A sync could not be done.
    #[error(transparent)]
    Sync(#[from] crate::app::sync::Fault),
    /// It was not to go on.
    #[error("stopped; nothing was changed")]
    Interrupted,
    /// A built-in deck cannot be removed.
    #[error("\"{0}\" is built in and cannot be removed")]
    BuiltIn(String),
}
