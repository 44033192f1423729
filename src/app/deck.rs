//! Decks: finding, listing, adding and removing them.

use std::path::{Path, PathBuf};

use crate::app::error::Thing;
use crate::app::progress::Watch;
use crate::app::settle::{Touched, bulk};
use crate::app::{Error, Study, technique};
use crate::domain::card::is_name;
use crate::domain::deck::advice::{self, Advice};
use crate::domain::deck::{Deck, Origin};
use crate::domain::name::near;
use crate::storage::db;
use crate::storage::db::deck::{self, Stored};
use crate::storage::db::fact::{About, Table};
use crate::storage::db::queue::{Counts, Sorts, counts, sorts};
use crate::storage::decks::format::Fault;
use crate::storage::decks::{built_in, folder, format};

/// Finds a deck by its name or any prefix that fits only one.
///
/// # Errors
/// When none or several fit; the error names the near ones.
pub fn find(study: &Study, name: &str) -> Result<Stored, Error> {
    let wanted = name.trim().to_lowercase();
    let mut decks = deck::all(&study.db)?;
    if let Some(exact) = decks.iter().position(|deck| deck.about.name == wanted) {
        return Ok(decks.swap_remove(exact));
    }
    let names: Vec<String> = decks.iter().map(|deck| deck.about.name.clone()).collect();
    let begins = |deck: &Stored| !wanted.is_empty() && deck.about.name.starts_with(&wanted);
    decks.retain(begins);
    let (thing, name) = (Thing::Deck, name.to_owned());
    match decks.len() {
        0 => {
            let near = near(&wanted, names.iter().map(String::as_str), 6);
            let near = near.into_iter().map(str::to_owned).collect();
            Err(Error::Unknown { thing, name, near })
        }
        1 => Ok(decks.swap_remove(0)),
        _ => {
            let fits = decks.into_iter().map(|deck| deck.about.name).collect();
            Err(Error::Ambiguous { thing, name, fits })
        }
    }
}

/// The row of the deck that a scope is narrowed to, if it is.
///
/// # Errors
/// When the name fits no deck or several.
pub fn row(study: &Study, name: Option<&str>) -> Result<Option<i64>, Error> {
    name.map(|name| Ok(find(study, name)?.row)).transpose()
}

/// A deck with its counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// The deck.
    pub deck: Stored,
    /// Its cards by sort.
    pub sorts: Sorts,
    /// What may be asked today.
    pub counts: Counts,
    /// The desired retention for its cards, 0.70-0.97.
    pub retention: f64,
}

/// The decks on the shelf, in learning order, with their counts.
///
/// # Errors
/// When the database cannot be read.
pub fn list(study: &Study) -> Result<Vec<Listed>, Error> {
    deck::all(&study.db)?.into_iter().map(|deck| listed(study, deck)).collect()
}

/// One deck with its counts.
///
/// # Errors
/// When the database cannot be read.
pub fn listed(study: &Study, deck: Stored) -> Result<Listed, Error> {
    let row = Some(deck.row);
    Ok(Listed {
        sorts: sorts(&study.db, row)?,
        counts: counts(&study.db, row, study.now.today)?,
        retention: study.settings.terms(&deck.about.name).retention,
        deck,
    })
}

/// A deck file that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// The deck.
    pub deck: Deck,
    /// Advice on its cards, each with the line of the card.
    pub advice: Vec<(usize, Advice)>,
    /// The file's text.
    pub text: String,
}

/// Reads a deck file and judges it; its walk may call those of the shelf.
///
/// # Errors
/// When it cannot be read, or every fault it has.
pub fn check(user_folder: &Path, file: &Path) -> Result<Checked, Error> {
    let text = folder::text(file)?;
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let blamed = |faults: Vec<Fault>| Error::Deck { file: file.display().to_string(), faults };
    let (deck, lines) = format::read_with_lines(&stem, &text).map_err(blamed)?;
    if let Some(walk) = &deck.walk {
        let library = technique::library(user_folder, &stem, walk)?;
        let faults = technique::call_faults(&stem, &text, &library);
        if !faults.is_empty() {
            return Err(blamed(faults));
        }
    }
    let advice = advice::on_deck(&deck)
        .into_iter()
        .map(|(card, advice)| (lines.get(card).copied().unwrap_or(1), advice))
        .collect();
    Ok(Checked { deck, advice, text })
}

/// Writes a commented deck to begin with into `folder`; returns the file.
///
/// # Errors
/// When the name cannot be a deck's, or there is such a file already.
pub fn template(folder: &Path, name: &str) -> Result<PathBuf, Error> {
    if !is_name(name) {
        crate::domain::card::Id::new(name, "key")?;
    }
    let file = folder.join(format!("{name}.toml"));
    if file.exists() {
        return Err(Error::Exists { thing: Thing::Deck, name: file.display().to_string() });
    }
    folder::create(&file, &format::template(name))?;
    Ok(file)
}

/// Copies a sound deck file into the user's folder; returns its deck and where the copy lies.
///
/// # Errors
/// When the file is no sound deck, or the user has a deck of that name already.
pub fn add(user_folder: &Path, file: &Path) -> Result<(Checked, PathBuf), Error> {
    let checked = check(user_folder, file)?;
    let name = &checked.deck.about.name;
    let target = user_folder.join(format!("{name}.toml"));
    if target.exists() {
        return Err(Error::Exists { thing: Thing::Deck, name: name.clone() });
    }
    folder::create(&target, &checked.text)?;
    Ok((checked, target))
}

/// Removes a deck of the user's own, with its file if it has one; the history of its cards is kept. Returns
/// the file.
///
/// # Errors
/// When the deck is built in, the file cannot be removed or the database refuses.
pub fn remove(study: &Study, user_folder: &Path, deck: &Stored) -> Result<Option<PathBuf>, Error> {
    let name = &deck.about.name;
    if deck.origin == Origin::BuiltIn {
        return Err(Error::BuiltIn(name.clone()));
    }
    if deck.is_made() {
        give_up(study, deck)?;
        return Ok(None);
    }
    let file = user_folder.join(format!("{name}.toml"));
    folder::remove(&file)?;
    Ok(Some(file))
}

/// Gives up a deck that no file states.
fn give_up(study: &Study, deck: &Stored) -> Result<(), Error> {
    study.db.write(|db| {
        let mut touched = Touched::default();
        touched.add(Table::DeckMade, About::Deck(deck.row));
        bulk(db, &study.models, touched, Watch::nobody(), |_| {
            db::deck_made::append(db, study.now, deck.row, &deck.about.title, false)?;
            Ok(())
        })
    })
}

/// Tells whether a built-in deck has this name.
#[must_use]
pub fn is_built_in(name: &str) -> bool {
    built_in::shelf().contains(&name)
}
