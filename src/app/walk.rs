//! Walks: beginning a run, answering its questions, finishing it with what it yields.

use std::path::Path;

use crate::app::error::Thing;
use crate::app::{Error, Study, card, commitment, settle, tap};
use crate::domain::card::{Id, Kind as CardKind, Text};
use crate::domain::commitment::Commitment;
use crate::domain::name::near;
use crate::domain::tap::plan::{Plan, suggest_name};
use crate::domain::walk::answer::{Answer, Wrong, suits};
use crate::domain::walk::read::{Answers, Artefact, Library, Reading, Stand, read};
use crate::domain::walk::{Kind, Mode, State, Step, Walk};
use crate::storage::db::run::{Logged, Run};
use crate::storage::db::thing::Kind as ThingKind;
use crate::storage::db::{self, Db};
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
pub fn technique(user_folder: &Path, wanted: &str) -> Result<Technique, Error> {
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
    let mut library = Library::new();
    let text = deck_text(user_folder, &name)?.unwrap_or_default();
    let deck = format::read(&name, &text)
        .map_err(|faults| Error::Deck { file: format!("{name}.toml"), faults })?;
    let about = deck.about;
    let walk = deck.walk.ok_or_else(|| unknown(&name))?;
    gather(user_folder, &walk.steps, &mut library)?;
    let (title, use_when, standing) = (about.title, about.use_when, about.standing);
    Ok(Technique { name, title, use_when, standing, walk, library })
}

fn unknown(name: &str) -> Error {
    Error::Unknown { thing: Thing::Walk, name: name.to_owned(), near: Vec::new() }
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
            Kind::Ask(_) | Kind::Turns { .. } | Kind::Call { .. } => {}
        }
    }
    Ok(())
}

/// Begins a run.
///
/// # Errors
/// When the database refuses.
pub fn begin(study: &Study, technique: &Technique, mode: Mode) -> Result<Run, Error> {
    study.db.write(|db| {
        let thing = begun(study, db, technique, mode)?;
        settle::thing::anew(db, &study.models.plans, thing)?;
        at(study, thing)
    })
}

fn begun(study: &Study, db: &Db, technique: &Technique, mode: Mode) -> Result<i64, Error> {
    let thing = db::thing::make(db, study.now, ThingKind::Walk)?;
    let begun = (technique.name.as_str(), mode, technique.walk.private);
    db::run::begin(db, study.now, thing, begun)?;
    Ok(thing)
}

/// Reads a run by its number.
///
/// # Errors
/// When there is none or the database cannot be read.
pub fn at(study: &Study, thing: i64) -> Result<Run, Error> {
    db::run::at(&study.db, thing)?.ok_or_else(|| Error::Unknown {
        thing: Thing::Run,
        name: thing.to_string(),
        near: Vec::new(),
    })
}

/// Every run, the latest first.
///
/// # Errors
/// When the database cannot be read.
pub fn runs(study: &Study) -> Result<Vec<Run>, Error> {
    Ok(db::run::all(&study.db)?)
}

/// The runs that go on and do not rest today, the latest first; of one technique, or of all.
///
/// # Errors
/// When the database cannot be read.
pub fn open(study: &Study, technique: Option<&str>) -> Result<Vec<Run>, Error> {
    let mut runs = runs(study)?;
    runs.retain(|run| run.state == State::Open);
    runs.retain(|run| technique.is_none_or(|name| run.technique == name));
    Ok(runs)
}

/// The runs that rested and go on today.
///
/// # Errors
/// When the database cannot be read.
pub fn awake(study: &Study) -> Result<Vec<Run>, Error> {
    let today = study.now.today;
    let mut runs = open(study, None)?;
    runs.retain(|run| run.rests.is_some_and(|until| until <= today));
    Ok(runs)
}

/// Reads a run as far as its answers go.
///
/// # Errors
/// When the database cannot be read.
pub fn reading(study: &Study, technique: &Technique, run: i64) -> Result<Reading, Error> {
    let answers = db::run::answers(&study.db, run)?;
    Ok(read(&technique.walk, &technique.library, &answers, study.now.today))
}

/// Every answer ever given in a run, oldest first.
///
/// # Errors
/// When the database cannot be read.
pub fn log(study: &Study, run: i64) -> Result<Vec<Logged>, Error> {
    Ok(db::run::log(&study.db, run)?)
}

/// Keeps the answer to the question a run asks now; returns the reading afterwards.
///
/// # Errors
/// When it does not suit the question, the run asks nothing now, or the database refuses.
pub fn answer(
    study: &Study,
    technique: &Technique,
    run: i64,
    answer: Answer,
) -> Result<Reading, Error> {
    let now = reading(study, technique, run)?;
    let Stand::Asks(question) = now.stand else {
        return Err(Error::NoQuestion);
    };
    let answer = match (answer, question.optional) {
        (Answer::Skipped, true) => Answer::Skipped,
        (Answer::Skipped, false) => return Err(Error::Answer(Wrong::Needed)),
        (answer, _) => suits(&question.asks, &now.known, answer).map_err(Error::Answer)?,
    };
    give(study, run, &question.place, &answer)?;
    reading(study, technique, run)
}

/// Keeps an answer at a place that was answered before; what follows from it is read anew.
///
/// # Errors
/// When the database refuses.
pub fn give(study: &Study, run: i64, place: &str, answer: &Answer) -> Result<(), Error> {
    study.db.write(|db| {
        db::run::answer(db, study.now, run, (place, answer))?;
        settle::thing::anew(db, &study.models.plans, run)
    })
}

/// Takes the last answer at a place back, so that it is asked again; the answer stays in the log.
///
/// # Errors
/// When there is none or the database refuses.
pub fn retract(study: &Study, run: i64, place: &str) -> Result<(), Error> {
    study.db.write(|db| {
        let id = db::run::last_at(db, run, place)?.ok_or(Error::NothingToUndo)?;
        db::undo::append(db, study.now, id)?;
        settle::thing::anew(db, &study.models.plans, run)
    })
}

/// Gives a run up, with the reason, if one is given.
///
/// # Errors
/// When it has ended already or the database refuses.
pub fn abandon(study: &Study, run: i64, reason: &str) -> Result<Run, Error> {
    crate::domain::text::fit("reason", reason, crate::domain::commitment::TEXT)?;
    study.db.write(|db| {
        end(study, db, run, (State::Abandoned, reason))?;
        at(study, run)
    })
}

fn end(study: &Study, db: &Db, run: i64, ending: (State, &str)) -> Result<(), Error> {
    if at(study, run)?.state != State::Open {
        return Err(Error::Ended);
    }
    db::run::end(db, study.now, run, ending)?;
    settle::thing::anew(db, &study.models.plans, run)
}

/// What a finished run has made.
#[derive(Clone, Debug, PartialEq)]
pub struct Finished {
    /// The run.
    pub run: Run,
    /// What it yielded, each with the name or number of what was made of it.
    pub made: Vec<(Artefact, Option<String>)>,
}

/// Finishes a run that is at its end: plans, commitments and cards become real, in one transaction.
///
/// # Errors
/// When it is not at its end, has ended already, or the database refuses.
pub fn finish(study: &Study, technique: &Technique, run: i64) -> Result<Finished, Error> {
    let now = reading(study, technique, run)?;
    if now.stand != Stand::Ends {
        return Err(Error::Unfinished);
    }
    study.db.write(|db| {
        // The end comes first, so that undoing it step by step takes back what was made before it.
        end(study, db, run, (State::Done, ""))?;
        let mut made = Vec::new();
        for artefact in now.artefacts {
            let name = realise(study, db, technique, &artefact)?;
            made.push((artefact, name));
        }
        Ok(Finished { run: at(study, run)?, made })
    })
}

/// Makes what an artefact stands for; returns its name or number.
fn realise(
    study: &Study,
    db: &Db,
    technique: &Technique,
    artefact: &Artefact,
) -> Result<Option<String>, Error> {
    Ok(match artefact {
        Artefact::Tap { trigger, action } => {
            let taken = tap::names(study)?;
            let name = suggest_name(trigger, |name| taken.contains(name));
            let plan = Plan::of(&name, trigger, action);
            Some(tap::made(study, db, plan)?.plan.name)
        }
        Artefact::Commitment { kind, text, due, probability } => {
            let promised = Commitment::new(*kind, text, *due, *probability)?;
            Some(commitment::made(study, db, &promised)?.to_string())
        }
        Artefact::Card { front, back } => {
            let deck = db::deck::named(db, &technique.name)?;
            let Some(deck) = deck else { return Ok(None) };
            let key = (1..).map(|n| format!("mine-{n}"));
            let mut ids = key.filter_map(|key| Id::new(&technique.name, &key).ok());
            let free = ids
                .find(|id| db::card::named(db, &id.to_string()).is_ok_and(|card| card.is_none()));
            let Some(id) = free else { return Ok(None) };
            let (kind, note) = (CardKind::Recall, String::new());
            let text = Text { kind, front: front.clone(), back: back.clone(), note };
            Some(card::added(study, db, deck, (&id, &text))?.id.to_string())
        }
        Artefact::Metric { .. } | Artefact::Graph { .. } => None,
    })
}

/// Walks through a whole run with answers given beforehand, as far as they go.
///
/// Answers that name no question, or do not suit theirs, are refused together, and nothing is kept.
///
/// # Errors
/// When an answer is refused or the database refuses.
pub fn replay(
    study: &Study,
    technique: &Technique,
    mode: Mode,
    answers: &Answers,
) -> Result<(Run, Reading), Error> {
    let reading = read(&technique.walk, &technique.library, answers, study.now.today);
    if let Some((place, wrong)) = reading.unfit.first() {
        return Err(Error::Place { place: place.clone(), problem: wrong.to_string() });
    }
    let used = |place: &String| reading.passed.iter().any(|passed| passed.place == *place);
    let waits = matches!(reading.stand, Stand::Waits(_));
    if let Some(place) = answers.keys().find(|place| !used(place)).filter(|_| !waits) {
        let problem = "no question is asked there with these answers".to_owned();
        return Err(Error::Place { place: place.clone(), problem });
    }
    let run = study.db.write(|db| {
        let thing = begun(study, db, technique, mode)?;
        for passed in &reading.passed {
            db::run::answer(db, study.now, thing, (&passed.place, &passed.answer))?;
        }
        settle::thing::anew(db, &study.models.plans, thing)?;
        at(study, thing)
    })?;
    Ok((run, reading))
}
