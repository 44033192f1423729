//! What cannot be carried over, counted.

use std::collections::BTreeMap;
use std::fmt;

/// Something of a package that is left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// What it is.
    pub sort: Sort,
    /// How many there are; never 0.
    pub count: usize,
}

/// The sorts of things that are left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    /// Cards whose front or back is a picture or a sound and has no words.
    OnlyMedia,
    /// Cards that cover parts of a picture.
    Occlusion,
    /// Cards whose front says nothing.
    NoFront,
    /// Cards whose back says nothing.
    NoBack,
    /// Clozes whose gaps hide nothing or cannot be told.
    Gaps,
    /// Cards with more text than a card can hold.
    TooLong,
    /// Cards whose template is missing or cannot be read.
    NoTemplate,
    /// Cards whose note is missing.
    NoNote,
    /// Reviews of the cards that are left behind.
    ReviewsOfLeft,
    /// Reviews of cards that are not in the package.
    ReviewsOfNone,
    /// Reviews at a moment at which nothing can have been reviewed.
    ReviewsOfNever,
    /// Cards that lose a place in the schedule which no card can have.
    Places,
    /// Files of pictures and sounds.
    Media,
    /// Cards that lose a picture and keep their words.
    Pictures,
    /// Cards that lose a sound and keep their words.
    Sounds,
    /// Cards whose formulas stay as they were typed.
    Formulas,
    /// Cards that lose what a script on them did.
    Scripts,
    /// Cards that lose a coloured flag.
    Flags,
    /// Decks that are searches; their cards are found in the decks they came from.
    FilteredDecks,
}

impl Sort {
    /// Tells whether a whole card is lost with each of them.
    #[must_use]
    pub const fn loses_cards(self) -> bool {
        match self {
            Self::OnlyMedia
            | Self::Occlusion
            | Self::NoFront
            | Self::NoBack
            | Self::Gaps
            | Self::TooLong
            | Self::NoTemplate
            | Self::NoNote => true,
            Self::ReviewsOfLeft
            | Self::ReviewsOfNone
            | Self::ReviewsOfNever
            | Self::Places
            | Self::Media
            | Self::Pictures
            | Self::Sounds
            | Self::Formulas
            | Self::Scripts
            | Self::Flags
            | Self::FilteredDecks => false,
        }
    }
}

/// Names the sort so that it can follow a count: `cards whose front says nothing`.
impl fmt::Display for Sort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OnlyMedia => "cards with a side that is only a picture or a sound",
            Self::Occlusion => "cards that cover parts of a picture",
            Self::NoFront => "cards whose front says nothing",
            Self::NoBack => "cards whose back says nothing",
            Self::Gaps => "clozes whose gaps cannot be told",
            Self::TooLong => "cards with more text than a card can hold",
            Self::NoTemplate => "cards whose template is missing or cannot be read",
            Self::NoNote => "cards whose note is missing",
            Self::ReviewsOfLeft => "reviews of cards that are left behind",
            Self::ReviewsOfNone => "reviews of cards that are not in the package",
            Self::ReviewsOfNever => "reviews at a moment that is none from 1900 to 2200",
            Self::Places => "cards whose place in the schedule is none, and which begin anew",
            Self::Media => "files of pictures and sounds",
            Self::Pictures => "cards that lose a picture and keep their words",
            Self::Sounds => "cards that lose a sound and keep their words",
            Self::Formulas => "cards whose formulas stay as they were typed",
            Self::Scripts => "cards that lose what a script on them did",
            Self::Flags => "cards that lose a coloured flag",
            Self::FilteredDecks => "filtered decks, whose cards go to their home decks",
        })
    }
}

/// Counts what is left behind.
#[derive(Debug, Default)]
pub(super) struct Tally(BTreeMap<Sort, usize>);

impl Tally {
    /// Counts some of a sort.
    pub(super) fn add(&mut self, sort: Sort, count: usize) {
        if count > 0 {
            *self.0.entry(sort).or_default() += count;
        }
    }

    /// What was counted, cards first.
    pub(super) fn left(self) -> Vec<Left> {
        self.0.into_iter().map(|(sort, count)| Left { sort, count }).collect()
    }
}
