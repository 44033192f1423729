//! Whether everything is as it should be, and mending what is not.

mod salvage;

use std::path::Path;

use crate::app::progress::{Doing, Watch};
use crate::app::{Error, Study, backup, settle, shelf};
use crate::domain::text::count;
use crate::domain::word::words;
use crate::storage::db::{self, Db};

pub use salvage::{Salvaged, salvage};

words! {
    /// What is looked at.
    Part, "part":
    /// The settings file.
    Settings = "settings",
    /// The database file.
    Database = "database",
    /// What was logged.
    Facts = "facts",
    /// What follows from it.
    Derived = "derived",
    /// The deck files.
    Decks = "decks",
    /// The copies of the database.
    Copies = "copies",
    /// Who may read and write the files.
    Permissions = "permissions",
    /// The room on the disk.
    Space = "space",
    /// Notices on the desktop.
    Notices = "notices",
    /// The watch that shows reminders.
    Watch = "watch",
    /// The store that other devices share.
    Sync = "sync",
}

words! {
    /// How a part was found.
    Found, "finding":
    /// As it should be.
    Fine = "fine",
    /// It works, but somebody should look at it.
    Doubtful = "doubtful",
    /// Damaged.
    Damaged = "damaged",
}

/// What was found of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The part.
    pub part: Part,
    /// How it was found.
    pub found: Found,
    /// In words: what it is, or what is wrong.
    pub says: Vec<String>,
}

impl Check {
    /// A part that is as it should be.
    #[must_use]
    pub fn fine(part: Part, says: impl Into<String>) -> Self {
        Self { part, found: Found::Fine, says: vec![says.into()] }
    }

    /// A part that is as it should be unless something is said of it.
    #[must_use]
    pub fn unless(part: Part, found: Found, wrong: Vec<String>, fine: &str) -> Self {
        if wrong.is_empty() { Self::fine(part, fine) } else { Self { part, found, says: wrong } }
    }
}

/// Looks at the database: its file, its facts, what is derived from them, its decks and its copies. What
/// cannot even be looked at is damaged.
#[must_use]
pub fn examine(study: &Study, user_folder: &Path, watch: Watch<'_>) -> Vec<Check> {
    let db = &study.db;
    // Looking changes nothing: a signal may end it at any moment, and no answer is needed.
    let told = |part| drop(watch.tell(Doing::Looking, part, 5));
    told(0);
    let fine = format!("{} is sound", db.path().display());
    let database = file(db).map_or_else(
        |error| broken(Part::Database, &error),
        |wrong| Check::unless(Part::Database, Found::Damaged, wrong, &fine),
    );
    let sound = database.found == Found::Fine;
    let mut checks = vec![database];
    told(1);
    checks.push(facts(db).unwrap_or_else(|error| broken(Part::Facts, &error)));
    if sound {
        told(2);
        checks.push(derived(study, watch).unwrap_or_else(|error| broken(Part::Derived, &error)));
        told(3);
        checks.push(decks(study, user_folder).unwrap_or_else(|error| broken(Part::Decks, &error)));
    }
    told(4);
    checks.push(copies(study).unwrap_or_else(|error| broken(Part::Copies, &error)));
    checks
}

/// A part that could not be looked at: for damage, or because nobody can do so now.
fn broken(part: Part, error: &Error) -> Check {
    let passing = matches!(error, Error::Storage(error) if error.passes());
    let (found, why) = if passing {
        (Found::Doubtful, format!("it could not be looked at: {error}"))
    } else {
        (Found::Damaged, error.to_string())
    };
    Check { part, found, says: vec![why] }
}

/// What is wrong with the file and its tables.
fn file(db: &Db) -> Result<Vec<String>, Error> {
    let mut wrong = db.integrity()?;
    if wrong.is_empty() {
        wrong.extend(db.dangling()?);
        wrong.extend(db.changed_schema()?.into_iter().map(|name| format!("{name} was changed")));
        wrong.extend(db.changed_things()?);
    }
    Ok(wrong)
}

/// Whether all facts are there, each as it was written.
fn facts(db: &Db) -> Result<Check, Error> {
    let sums = db::portable::sums(db)?;
    let mut wrong = Vec::new();
    for (device, name, kept) in db::portable::kept_sums(db)? {
        if kept.is_some_and(|kept| sums.get(&device) != Some(&kept)) {
            wrong.push(format!("facts of the device {name} are not what was written"));
        }
    }
    for (first, last) in db.missing()? {
        wrong.push(format!("{} missing, from number {first} on", count_facts(last - first + 1)));
    }
    let fine = format!("{}, each as it was written", count(db::portable::count(db)?, "fact"));
    Ok(Check::unless(Part::Facts, Found::Damaged, wrong, &fine))
}

fn count_facts(number: i64) -> String {
    if number == 1 { "1 fact is".to_owned() } else { format!("{number} facts are") }
}

/// Whether what is derived is what the facts lead to.
fn derived(study: &Study, watch: Watch<'_>) -> Result<Check, Error> {
    let same = study.db.try_out(|db| anew(study, db, watch))?.same;
    let wrong = if same {
        Vec::new()
    } else {
        vec!["memory, queues or counts are not what the log leads to".to_owned()]
    };
    let fine = "memory, queues and counts follow from what was logged";
    Ok(Check::unless(Part::Derived, Found::Damaged, wrong, fine))
}

/// Whether the decks are what their files say.
fn decks(study: &Study, user_folder: &Path) -> Result<Check, Error> {
    let broken = shelf::broken(&study.db)?;
    let mut wrong: Vec<String> = broken
        .into_iter()
        .map(|broken| format!("{}:{}: {}", broken.file, broken.line, broken.problem))
        .collect();
    let found = if shelf::differs(&study.db, user_folder)? {
        wrong.push("the database's decks are not what the deck files say".to_owned());
        Found::Damaged
    } else {
        Found::Doubtful
    };
    let fine = format!("{} on the shelf", count(db::deck::all(&study.db)?.len() as u64, "deck"));
    Ok(Check::unless(Part::Decks, found, wrong, &fine))
}

/// Whether there is a copy to go back to.
fn copies(study: &Study) -> Result<Check, Error> {
    let copies = backup::list(study.db.path())?;
    let Some(latest) = copies.first() else {
        let none = "none yet; rat backup makes one".to_owned();
        return Ok(Check { part: Part::Copies, found: Found::Doubtful, says: vec![none] });
    };
    let wrong = db::copy::sound(&latest.path).err().map(|error| {
        format!("the latest, {}, cannot be gone back to: {error}", latest.path.display())
    });
    let fine = format!("{}, the latest of {}", copies.len(), latest.name.day);
    Ok(Check::unless(Part::Copies, Found::Doubtful, wrong.into_iter().collect(), &fine))
}

/// What deriving everything anew found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rebuilt {
    /// Whether what was derived before equals what was derived now; also when it was derived by an
    /// earlier version of this program, which may have done it differently.
    pub same: bool,
    /// The cards looked at.
    pub cards: usize,
}

/// Derives memory, queues and counts anew from the facts, in one transaction.
///
/// # Errors
/// When the database refuses.
pub fn rebuild(study: &Study, watch: Watch<'_>) -> Result<Rebuilt, Error> {
    study.db.write(|db| anew(study, db, watch))
}

fn anew(study: &Study, db: &Db, watch: Watch<'_>) -> Result<Rebuilt, Error> {
    let known = db::derived::way(db)? == db::derived::WAY;
    let before = known.then(|| db::derived::digest(db)).transpose()?;
    settle::everything(db, &study.models, watch)?;
    db::derived::note_way(db)?;
    let same = match before {
        Some(before) => before == db::derived::digest(db)?,
        None => true,
    };
    Ok(Rebuilt { same, cards: db::card::rows(db)?.len() })
}

/// Derives everything anew if it was derived by a version of this program that did it differently;
/// tells whether it did.
///
/// # Errors
/// When the database refuses.
pub fn bring_up_to_date(study: &Study) -> Result<bool, Error> {
    let old = db::derived::way(&study.db)? != db::derived::WAY;
    if old {
        study.db.write(db::portable::sum_up)?;
        rebuild(study, Watch::nobody())?;
    }
    Ok(old)
}
