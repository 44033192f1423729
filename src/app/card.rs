//! Cards: finding, reading, rewording, adding and suspending them.

use crate::app::error::Thing;
use crate::app::{Error, Study, settle};
use crate::domain::card::{Id, Text};
use crate::domain::name::near;
use crate::domain::schedule::history::{Line, replay};
use crate::storage::db::card::Stored;
use crate::storage::db::fact::FactId;
use crate::storage::db::{self, Db};

/// How many names an error offers.
const OFFERED: u32 = 6;

/// Finds a card by its name or any prefix of its name or key that fits only one.
///
/// # Errors
/// When none or several fit; the error names the near ones.
pub fn find(db: &Db, name: &str) -> Result<Stored, Error> {
    let wanted = name.trim().to_lowercase();
    if let Some(card) = db::card::named(db, &wanted)? {
        return Ok(card);
    }
    let mut fits = if wanted.is_empty() {
        Vec::new()
    } else {
        db::card::names_with_prefix(db, &wanted, OFFERED)?
    };
    let key_is = |name: &String| name.split_once('/').is_some_and(|(_, key)| key == wanted);
    if let Some(exact) = fits.iter().position(key_is)
        && fits.iter().filter(|name| key_is(name)).count() == 1
    {
        fits = vec![fits.swap_remove(exact)];
    }
    let name = name.to_owned();
    match fits.as_slice() {
        [] => {
            let all = db::card::names(db)?;
            let near = near(&wanted, all.iter().map(String::as_str), OFFERED as usize);
            let near = near.into_iter().map(str::to_owned).collect();
            Err(Error::Unknown { thing: Thing::Card, name, near })
        }
        [only] => db::card::named(db, only)?.ok_or(Error::Unknown {
            thing: Thing::Card,
            name,
            near: Vec::new(),
        }),
        [_, _, ..] => Err(Error::Ambiguous { thing: Thing::Card, name, fits }),
    }
}

/// The cards in use, in learning order, of one deck or all, that hold every one of `words`.
///
/// # Errors
/// When the database cannot be read.
pub fn list(study: &Study, deck: Option<i64>, words: &[String]) -> Result<Vec<Stored>, Error> {
    Ok(db::card::list(&study.db, deck, words)?)
}

/// A text that the user gave to a card.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// Its number.
    pub fact: FactId,
    /// When, in milliseconds since the epoch.
    pub at: i64,
    /// The UTC offset then, in seconds.
    pub offset: i32,
    /// The text.
    pub text: Text,
}

/// All that happened to a card.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// The card as it stands.
    pub card: Stored,
    /// Its reviews, oldest first.
    pub lines: Vec<Line>,
    /// Its edits, oldest first.
    pub edits: Vec<Edit>,
}

/// Reads a card's history.
///
/// # Errors
/// When the database cannot be read.
pub fn history(study: &Study, card: Stored) -> Result<History, Error> {
    let reviews = db::review::of_card(&study.db, card.row)?;
    let carried = db::carried::of_card(&study.db, card.row)?;
    let lines = replay(&study.models.cards, &card.id, &reviews, &carried).lines;
    let edits = db::edit::of_card(&study.db, card.row)?
        .into_iter()
        .map(|(fact, at, offset, text)| Edit { fact, at, offset, text })
        .collect();
    Ok(History { card, lines, edits })
}

/// Gives a card a new text; its history stays. Returns the card, or nothing when the text is the
/// same.
///
/// # Errors
/// When the text is no card's or the database refuses.
pub fn edit(study: &Study, card: i64, text: &Text) -> Result<Option<Stored>, Error> {
    check(text)?;
    study.db.write(|db| {
        if db::card::at(db, card)?.text == *text {
            return Ok(None);
        }
        settle::card::around(db, card, || Ok(db::edit::append(db, study.now, card, text)?))?;
        Ok(Some(db::card::at(db, card)?))
    })
}

/// Adds a card of the user's own to the end of a deck.
///
/// # Errors
/// When the name is taken, the text is no card's or the database refuses.
pub fn add(study: &Study, deck: i64, id: &Id, text: &Text) -> Result<Stored, Error> {
    study.db.write(|db| added(study, db, deck, (id, text)))
}

/// Adds a card inside a transaction.
pub(super) fn added(
    study: &Study,
    db: &Db,
    deck: i64,
    (id, text): (&Id, &Text),
) -> Result<Stored, Error> {
    check(text)?;
    if db::card::named(db, &id.to_string())?.is_some() {
        return Err(Error::Exists { thing: Thing::Card, name: id.to_string() });
    }
    let row = db::card::add(db, id, deck, text)?;
    db::edit::make(db, study.now, row, text)?;
    settle::card::stands(db, &settle::card::eras(db)?, row)?;
    Ok(db::card::at(db, row)?)
}

fn check(text: &Text) -> Result<(), Error> {
    let faults = text.faults();
    if faults.is_empty() { Ok(()) } else { Err(Error::Text(faults)) }
}

/// Suspends a card or ends its suspension. Returns whether that changed anything.
///
/// # Errors
/// When the database refuses.
pub fn suspend(study: &Study, card: i64, suspended: bool) -> Result<bool, Error> {
    study.db.write(|db| {
        if db::card::at(db, card)?.state.suspended == suspended {
            return Ok(false);
        }
        settle::card::around(db, card, || {
            db::suspension::append(db, study.now, card, suspended)?;
            Ok(true)
        })
    })
}
