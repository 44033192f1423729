//! Decks: one technique's cards, with what the technique is for and how far to trust it.

pub mod advice;
pub mod cloze;

use crate::domain::card::{Kind, Text};
use crate::domain::walk::{STEPS, Walk};

/// A deck as its file states it.
#[derive(Clone, Debug, PartialEq)]
pub struct Deck {
    /// What the technique is and how well it is established.
    pub about: About,
    /// The cards in the order they are learnt.
    pub cards: Vec<Card>,
    /// The guided run through the technique, if the deck states one.
    pub walk: Option<Walk>,
}

/// What a deck says about its technique.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// The deck's name, e.g. `goal-factoring`.
    pub name: String,
    /// The technique's name as people write it.
    pub title: String,
    /// One paragraph: what the technique does for you.
    pub purpose: String,
    /// When to reach for it.
    pub use_when: String,
    /// When not to.
    pub avoid_when: String,
    /// How well it is established, in the source's own label.
    pub standing: String,
    /// What that label means here; may be empty.
    pub standing_note: String,
    /// Where the facts come from.
    pub sources: Vec<String>,
}

/// A card as its deck states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The card's name inside the deck.
    pub key: String,
    /// What stands on it.
    pub text: Text,
    /// Cards of one deck sharing this word give each other away and are kept apart; may be empty.
    pub siblings: String,
}

impl Card {
    /// The card on which the memory of a walk's steps is kept, for a technique called `title`; none
    /// when there are too few to recall.
    #[must_use]
    pub fn of_steps(walk: &Walk, title: &str) -> Option<Self> {
        let names = walk.names();
        let text = Text {
            kind: Kind::Recall,
            front: format!("{title}: go through the steps of a walk in your mind. Which are they?"),
            back: names.join(" · "),
            note: "rat walk --mode recall asks for them one by one.".to_owned(),
        };
        let (key, siblings) = (STEPS.to_owned(), String::new());
        (names.len() > 1).then_some(Self { key, text, siblings })
    }
}

/// Where a deck in the database came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Shipped with the program.
    BuiltIn,
    /// A file of the user's own, which may stand in for a built-in deck of the same name.
    User,
}

impl Origin {
    /// The word for this origin in tables and JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::BuiltIn => "built-in",
            Self::User => "user",
        }
    }
}
