//! Taking up the shelf: deck files are read when the program's decks or a file of the user's
//! changed, in one transaction, and at no other time.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;

use crate::app::{Error, settle};
use crate::domain::deck::{Deck, Origin};
use crate::domain::schedule::era::Eras;
use crate::storage::db::taken_up::{Broken, TakenUp};
use crate::storage::db::{self, Db};
use crate::storage::decks::{built_in, folder, format};

/// The shelf places after the built-in decks, where the user's own stand.
const USER_SHELF: i64 = 1_000;

/// A deck ready to be taken up.
struct Offered {
    deck: Deck,
    origin: Origin,
    position: i64,
    digest: String,
}

/// Takes the shelf up if anything changed since the last time. Returns whether it did.
///
/// # Errors
/// When the user's folder cannot be read or the database refuses; a broken deck file is no error,
/// see [`broken`].
pub fn take_up(db: &Db, user_folder: &Path) -> Result<bool, Error> {
    let user = folder::fingerprint(user_folder)?;
    let from = TakenUp { built_in: built_in::DIGEST.to_owned(), user };
    if db::taken_up::last(db)? == from {
        return Ok(false);
    }
    let (offered, broken) = offers(user_folder)?;
    db.write(|db| {
        if db::taken_up::last(db)? == from {
            return Ok(false);
        }
        shelve(db, &offered, &broken, false)?;
        db::taken_up::note(db, &from, &broken)?;
        Ok(true)
    })
}

/// The deck files that could not be read when the shelf was last taken up.
///
/// # Errors
/// When the database cannot be read.
pub fn broken(db: &Db) -> Result<Vec<Broken>, Error> {
    Ok(db::taken_up::broken(db)?)
}

/// Reads every deck: the built-in ones, and the user's, which stand in for built-in ones of the same
/// name.
fn offers(user_folder: &Path) -> Result<(BTreeMap<String, Offered>, Vec<Broken>), Error> {
    let (mut offered, mut broken) = (BTreeMap::new(), Vec::new());
    for ((name, text), position) in built_in::all().into_iter().zip(1_i64..) {
        match format::read(name, text) {
            Ok(deck) => {
                offered.insert(name.to_owned(), offer(deck, Origin::BuiltIn, position, text));
            }
            Err(faults) => broken.push(first(&format!("built-in deck {name}"), &faults)),
        }
    }
    for (file, place) in folder::files(user_folder)?.into_iter().zip(USER_SHELF..) {
        let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let shown = file.display().to_string();
        match folder::text(&file) {
            Err(error) => broken.push(Broken { file: shown, line: 1, problem: error.to_string() }),
            Ok(text) => match format::read(&stem, &text) {
                Ok(deck) => {
                    let position = offered.get(&stem).map_or(place, |deck: &Offered| deck.position);
                    offered.insert(stem, offer(deck, Origin::User, position, &text));
                }
                Err(faults) => broken.push(first(&shown, &faults)),
            },
        }
    }
    Ok((offered, broken))
}

fn offer(deck: Deck, origin: Origin, position: i64, text: &str) -> Offered {
    let mut hasher = DefaultHasher::new();
    (text, position, origin.word()).hash(&mut hasher);
    Offered { deck, origin, position, digest: format!("{:016x}", hasher.finish()) }
}

fn first(file: &str, faults: &[format::Fault]) -> Broken {
    let file = file.to_owned();
    faults.first().map_or_else(
        || Broken { file: file.clone(), line: 1, problem: "unreadable".to_owned() },
        |fault| Broken { file: file.clone(), line: fault.line, problem: fault.message.clone() },
    )
}

/// Tells whether taking everything up anew would change the shelf.
///
/// # Errors
/// When the user's folder cannot be read or the database refuses.
pub fn differs(db: &Db, user_folder: &Path) -> Result<bool, Error> {
    let (offered, broken) = offers(user_folder)?;
    db.try_out(|db| {
        let before = db::deck::digest(db)?;
        shelve(db, &offered, &broken, true)?;
        Ok(before != db::deck::digest(db)?)
    })
}

/// Takes everything up anew.
///
/// # Errors
/// When the user's folder cannot be read or the database refuses.
pub fn renew(db: &Db, user_folder: &Path) -> Result<(), Error> {
    let (offered, broken) = offers(user_folder)?;
    db.write(|db| shelve(db, &offered, &broken, true))
}

/// Brings the database's shelf up to what is offered; what is the same already is taken up only if it is
/// wanted anew.
fn shelve(
    db: &Db,
    offered: &BTreeMap<String, Offered>,
    broken: &[Broken],
    renew: bool,
) -> Result<(), Error> {
    let eras = settle::card::eras(db)?;
    for stored in db::deck::all(db)? {
        let name = &stored.about.name;
        // A deck whose file is broken at the moment keeps its last sound version.
        let resting = broken.iter().any(|broken| broken.file.ends_with(&format!("{name}.toml")));
        if !offered.contains_key(name) && !resting {
            match db::deck_made::title(db, stored.row)? {
                Some(title) => db::deck::keep_made(db, stored.row, &title)?,
                None => db::deck::put_away(db, stored.row)?,
            }
            settle_deck(db, &eras, stored.row)?;
        }
    }
    let shelved = db::deck::all(db)?;
    for offer in offered.values() {
        let about = &offer.deck.about;
        let same = |stored: &db::deck::Stored| {
            stored.about.name == about.name && stored.digest == offer.digest
        };
        if renew || !shelved.iter().any(same) {
            let row = db::deck::take_up(db, about, offer.origin, offer.position, &offer.digest)?;
            db::deck::take_up_cards(db, row, &offer.deck)?;
            settle_deck(db, &eras, row)?;
        }
    }
    Ok(())
}

fn settle_deck(db: &Db, eras: &Eras, row: i64) -> Result<(), Error> {
    db::deck::rows(db, row)?.into_iter().try_for_each(|card| settle::card::stands(db, eras, card))
}
