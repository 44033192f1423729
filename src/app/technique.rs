//! Techniques that can be walked, with the walks they may call.

use std::path::Path;

use crate::app::Error;
use crate::app::error::Thing;
use crate::domain::name::near;
use crate::domain::walk::check::check_calls;
use crate::domain::walk::read::Library;
use crate::domain::walk::{Kind, Step, Walk};
use crate::storage::decks::format::Fault;
use crate::storage::decks::{built_in, folder, format};

/// How many names an error offers.
const OFFERED: usize = 6;

/// A technique that can be walked.
#[derive(Clone, Debug, PartialEq)]
pub struct Technique {
    /// Its deck's name.
    pub name: String,
    /// Its name as people write it.
    pub title: String,
    /// When to reach for it.
    pub use_when: String,
    /// How well it is established.
    pub standing: String,
    /// The walk.
    pub walk: Walk,
    /// The walks it may call.
    pub library: Library,
}

/// The text of a deck: the user's own file, else the built-in one.
fn deck_text(user_folder: &Path, name: &str) -> Result<Option<String>, Error> {
    let own = user_folder.join(format!("{name}.toml"));
    if own.exists() {
        return Ok(Some(folder::text(&own)?));
    }
    let all = built_in::all();
    Ok(all.into_iter().find(|(deck, _)| *deck == name).map(|(_, text)| text.to_owned()))
}

/// The names of all decks on the shelf that state a walk, in learning order.
///
/// # Errors
/// When the user's folder cannot be read.
pub fn names(user_folder: &Path) -> Result<Vec<String>, Error> {
    let mut names: Vec<String> = built_in::shelf().into_iter().map(str::to_owned).collect();
    for file in folder::files(user_folder)? {
        let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if !names.contains(&stem) {
            names.push(stem);
        }
    }
    let mut walks = Vec::new();
    for name in names {
        let text = deck_text(user_folder, &name)?.unwrap_or_default();
        // A deck without a `[walk]` need not be read whole; a broken one is reported elsewhere.
        if text.contains("[walk]")
            && format::read(&name, &text).is_ok_and(|deck| deck.walk.is_some())
        {
            walks.push(name);
        }
    }
    Ok(walks)
}

/// Finds a technique by any unambiguous beginning of its name, with the walks it may call.
///
/// # Errors
/// When none or several fit, or its deck cannot be read.
pub fn find(user_folder: &Path, wanted: &str) -> Result<Technique, Error> {
    let names = names(user_folder)?;
    let typed = wanted.trim().to_lowercase();
    let begins = |name: &&String| !typed.is_empty() && name.starts_with(&typed);
    let exact = names.iter().find(|name| **name == typed);
    let fits: Vec<&String> = names.iter().filter(begins).collect();
    let name = match (exact, fits.as_slice()) {
        (Some(name), _) => name.clone(),
        (None, [name]) => (*name).clone(),
        (None, []) => {
            let near = near(&typed, names.iter().map(String::as_str), OFFERED);
            let near = near.into_iter().map(str::to_owned).collect();
            return Err(Error::Unknown { thing: Thing::Walk, name: wanted.to_owned(), near });
        }
        (None, [_, _, ..]) => {
            let fits = fits.into_iter().cloned().collect();
            return Err(Error::Ambiguous { thing: Thing::Walk, name: wanted.to_owned(), fits });
        }
    };
    let text = deck_text(user_folder, &name)?.unwrap_or_default();
    let blamed = |faults| Error::Deck { file: format!("{name}.toml"), faults };
    let deck = format::read(&name, &text).map_err(blamed)?;
    let about = deck.about;
    let walk = deck.walk.ok_or_else(|| unknown(&name))?;
    let library = library(user_folder, &name, &walk)?;
    let faults = call_faults(&name, &text, &library);
    if !faults.is_empty() {
        return Err(blamed(faults));
    }
    let (title, use_when, standing) = (about.title, about.use_when, about.standing);
    Ok(Technique { name, title, use_when, standing, walk, library })
}

fn unknown(name: &str) -> Error {
    Error::Unknown { thing: Thing::Walk, name: name.to_owned(), near: Vec::new() }
}

/// A walk with those it calls, and those they call.
///
/// # Errors
/// When the user's folder cannot be read.
pub(super) fn library(user_folder: &Path, name: &str, walk: &Walk) -> Result<Library, Error> {
    let mut library = Library::from([(name.to_owned(), walk.clone())]);
    gather(user_folder, &walk.steps, &mut library)?;
    Ok(library)
}

/// The calls of a walk that lead nowhere, or in a circle, at the lines of the deck they stand in.
pub(super) fn call_faults(name: &str, text: &str, library: &Library) -> Vec<Fault> {
    let line = |key: &str| {
        let stated = format!("key = \"{key}\"");
        text.lines().position(|line| line.trim() == stated).map_or(1, |line| line + 1)
    };
    let flaws = check_calls(name, library).into_iter();
    flaws.map(|flaw| Fault { line: line(&flaw.key), column: 1, message: flaw.message }).collect()
}

/// Gathers the walks that steps call, and those they call.
fn gather(user_folder: &Path, steps: &[Step], library: &mut Library) -> Result<(), Error> {
    for step in steps {
        match &step.kind {
            Kind::Call { walk, .. } if !library.contains_key(walk) => {
                let text = deck_text(user_folder, walk)?.unwrap_or_default();
                let called = format::read(walk, &text).ok().and_then(|deck| deck.walk);
                if let Some(called) = called {
                    library.insert(walk.clone(), called.clone());
                    gather(user_folder, &called.steps, library)?;
                }
            }
            Kind::Loop { steps, .. } | Kind::ForEach { steps, .. } => {
                gather(user_folder, steps, library)?;
            }
            Kind::Ask(_)
            | Kind::Turns { .. }
            | Kind::Call { .. }
            | Kind::Reckon(_)
            | Kind::Rank(_)
            | Kind::Compose { .. } => {}
        }
    }
    Ok(())
}
