//! The review session: the same acts on a screen ([`interactive`]) and as plain lines ([`linear`]).

pub mod errands;
pub mod interactive;
pub mod linear;
pub mod question;
pub mod questions;
pub mod summary;
pub mod view;

use std::collections::VecDeque;

use crate::app::card::{self, History};
use crate::app::optimize;
use crate::app::progress::Watch;
use crate::app::review::{self, Graded, Grading, Item, Left, Scope};
use crate::app::{Error, Study, undo};
use crate::domain::review::Rating;
use crate::domain::schedule::queue::{Place, Reason};
use crate::storage::db::fact::About;
use crate::ui::clock::Clock;

/// What sort of session is wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Which cards.
    pub scope: Scope,
    /// At most this many answers.
    pub limit: Option<usize>,
    /// Every known card, unscored.
    pub cram: bool,
}

/// What the session has counted so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Answers given.
    pub answers: u32,
    /// Scored answers to known cards.
    pub known: u32,
    /// Of those, the recalled ones.
    pub recalled: u32,
    /// New cards met.
    pub introduced: u32,
    /// The time the answers took, in milliseconds.
    pub took: u64,
}

/// A session under way. Nothing is kept only here: every answer is in the database before the next
/// card is asked for.
#[derive(Debug)]
pub struct Session {
    study: Study,
    clock: Clock,
    options: Options,
    cram: VecDeque<Place>,
    tally: Tally,
    before: Vec<Tally>,
}

impl Session {
    /// Begins a session.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn begin(study: Study, clock: Clock, options: Options) -> Result<Self, Error> {
        let cram = if options.cram {
            review::cram(&study, options.scope.deck, options.limit.unwrap_or(usize::MAX))?.into()
        } else {
            VecDeque::new()
        };
        let (tally, before) = (Tally::default(), Vec::new());
        Ok(Self { study, clock, options, cram, tally, before })
    }

    /// What lies on the study.
    #[must_use]
    pub const fn study(&self) -> &Study {
        &self.study
    }

    /// What lies on the study, to be worked with.
    pub const fn study_mut(&mut self) -> &mut Study {
        &mut self.study
    }

    /// The clock of the session.
    #[must_use]
    pub const fn clock(&self) -> Clock {
        self.clock
    }

    /// What the session has counted so far.
    #[must_use]
    pub const fn tally(&self) -> Tally {
        self.tally
    }

    /// Whether answers are left unscored.
    #[must_use]
    pub const fn is_cram(&self) -> bool {
        self.options.cram
    }

    /// The next card, and how many are left; nothing when the session is over.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn upcoming(&mut self) -> Result<Option<(Item, u64)>, Error> {
        self.study.now = self.clock.now(self.study.settings.rollover);
        // Another process may have fitted new parameters: what is foreseen is to be what comes.
        self.study.models.cards = optimize::eras(&self.study)?;
        let answered = usize::try_from(self.tally.answers).unwrap_or(usize::MAX);
        let room = self.options.limit.map_or(usize::MAX, |limit| limit.saturating_sub(answered));
        if room == 0 {
            return Ok(None);
        }
        if self.options.cram {
            let left = self.cram.len() as u64;
            let place = self.cram.front().cloned();
            return place
                .map(|place| Ok((review::item(&self.study, Reason::Drill, &place)?, left)))
                .transpose();
        }
        let (left, items) = review::queue(&self.study, self.scope(), 1)?;
        let total = Left::total(&left).min(room as u64);
        Ok(items.into_iter().next().map(|item| (item, total)))
    }

    /// The scope with what is left of the new cards wished for.
    fn scope(&self) -> Scope {
        let met = self.tally.introduced;
        Scope {
            new: self.options.scope.new.map(|new| new.saturating_sub(met)),
            ..self.options.scope
        }
    }

    /// Keeps a grade.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn grade(&mut self, item: &Item, rating: Rating, took: u32) -> Result<Graded, Error> {
        let grading = if self.options.cram { Grading::Unscored } else { Grading::Scored };
        let graded = review::grade(&self.study, item.card.row, rating, grading, took)?;
        self.before.push(self.tally);
        let known = graded.scored && item.reason != Reason::New;
        self.tally = Tally {
            answers: self.tally.answers + 1,
            known: self.tally.known + u32::from(known),
            recalled: self.tally.recalled + u32::from(known && rating.recalled()),
            introduced: self.tally.introduced + u32::from(graded.scored && !known),
            took: self.tally.took + u64::from(took),
        };
        if let Some(place) = self.cram.pop_front()
            && !rating.recalled()
        {
            let back = self.cram.len().min(crate::domain::schedule::queue::DISTANCE);
            self.cram.insert(back, place);
        }
        Ok(graded)
    }

    /// Takes back the last act; says in words what that was.
    ///
    /// # Errors
    /// When the database refuses; that there is nothing to undo is said in words.
    pub fn undo(&mut self) -> Result<String, Error> {
        match undo::undo(&self.study, Watch::nobody()) {
            Ok(undone) => {
                if undone.act.table == crate::storage::db::fact::Table::Review {
                    self.tally = self.before.pop().unwrap_or(self.tally);
                    self.ask_again(undone.act.about);
                }
                Ok(crate::ui::words::undone(&undone))
            }
            Err(Error::NothingToUndo) => Ok("There is nothing to undo.".to_owned()),
            Err(error) => Err(error),
        }
    }

    /// Puts a card whose grade was taken back to the front of an unscored run.
    fn ask_again(&mut self, about: About) {
        let About::Card(row) = about else { return };
        if !self.options.cram {
            return;
        }
        if let Ok(card) = crate::storage::db::card::at(&self.study.db, row) {
            self.cram.retain(|place| place.card != card.row);
            let (deck, siblings) = (card.deck, card.siblings);
            self.cram.push_front(Place { card: card.row, deck, siblings });
        }
    }

    /// Suspends a card.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn suspend(&mut self, item: &Item) -> Result<String, Error> {
        card::suspend(&self.study, item.card.row, true)?;
        self.cram.pop_front();
        Ok(format!("Suspended {}. u takes that back.", item.card.id))
    }

    /// Puts a card off until tomorrow.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn bury(&mut self, item: &Item) -> Result<String, Error> {
        review::bury(&self.study, item.card.row)?;
        self.cram.pop_front();
        Ok(format!("Put off {} until tomorrow. u takes that back.", item.card.id))
    }

    /// Reads all that happened to a card.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn history(&self, item: &Item) -> Result<History, Error> {
        card::history(&self.study, item.card.clone())
    }

    /// Keeps what the editor made of a card; says in words what became of it.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn edited(
        &mut self,
        item: &Item,
        edited: crate::ui::term::editor::Edited,
    ) -> Result<String, Error> {
        use crate::ui::term::editor::Edited;
        Ok(match edited {
            Edited::Refused(reason) => format!("Nothing changed: {reason}."),
            Edited::Text(text) => match card::edit(&self.study, item.card.row, &text)? {
                Some(_) => "The card is changed; its history stays.".to_owned(),
                None => "Nothing changed.".to_owned(),
            },
        })
    }
}
