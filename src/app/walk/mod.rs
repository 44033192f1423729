//! Walks: beginning a run, answering its questions, finishing it with what it yields.

mod yields;

use std::path::Path;

use crate::app::error::Thing;
use crate::app::review::{self, Grading};
use crate::app::technique::{self, Technique};
use crate::app::{Error, Study, draft, settle};
use crate::domain::review::Rating;
use crate::domain::walk::answer::{Answer, Given};
use crate::domain::walk::artefact::Artefact;
use crate::domain::walk::read::{Answers, Reading, Stand, read};
use crate::domain::walk::{Mode, STEPS, State, closing, place, recalled};
use crate::storage::db::run::{Logged, Run};
use crate::storage::db::thing::Kind as ThingKind;
use crate::storage::db::{self, Db};

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
    let Stand::Asks(question) = reading(study, technique, run)?.stand else {
        return Err(Error::NoQuestion);
    };
    let place = question.place;
    // Whether it suits is seen by reading on with it: inside a called walk other things are known.
    let mut answers = db::run::answers(&study.db, run)?;
    answers.insert(place.clone(), Given { answer, day: study.now.today });
    let after = read(&technique.walk, &technique.library, &answers, study.now.today);
    if let Some((_, wrong)) = after.unfit.iter().find(|(unfit, _)| *unfit == place) {
        return Err(Error::Answer(wrong.clone()));
    }
    let tidied = after.passed.iter().rfind(|passed| passed.place == place);
    let tidied = tidied.ok_or(Error::NoQuestion)?;
    study.db.write(|db| {
        given(study, db, run, (&place, &tidied.answer))?;
        draft::given(db, run, &place)?;
        if let Stand::Waits(_) = after.stand {
            // What was promised must not wait for the end: it may be due before.
            yields::make(study, db, (technique, run), &after)?;
        }
        Ok::<_, Error>(())
    })?;
    Ok(after)
}

fn given(study: &Study, db: &Db, run: i64, (place, answer): (&str, &Answer)) -> Result<(), Error> {
    db::run::answer(db, study.now, run, (place, answer))?;
    settle::thing::anew(db, &study.models.plans, run)
}

/// Keeps whether a step was named before it was shown.
///
/// # Errors
/// When the database refuses.
pub fn recall(study: &Study, run: i64, name: &str, named: bool) -> Result<(), Error> {
    study.db.write(|db| given(study, db, run, (&place::recall(name), &Answer::Yes(named))))
}

/// Notes something beside the answer at a place; earlier notes stay.
///
/// # Errors
/// When the note is too long or the database refuses.
pub fn note(study: &Study, run: i64, beside: &str, note: &str) -> Result<(), Error> {
    crate::domain::text::fit("note", note, crate::domain::walk::suits::ITEM)?;
    let place = place::note(beside);
    study.db.write(|db| {
        let before = db::run::answers(db, run)?.remove(&place).map(|given| given.answer);
        let mut notes = if let Some(Answer::List(notes)) = before { notes } else { Vec::new() };
        notes.push(note.to_owned());
        given(study, db, run, (&place, &Answer::List(notes)))
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

/// The names of the steps that were to be recalled so far, and whether each was named in time.
///
/// # Errors
/// When the database cannot be read.
pub fn recalls(study: &Study, run: i64) -> Result<Vec<(String, bool)>, Error> {
    let answers = db::run::answers(&study.db, run)?;
    let recalled = answers.into_iter().filter_map(|(place, given)| {
        let name = place::recalled(&place)?.to_owned();
        Some((name, given.answer == Answer::Yes(true)))
    });
    Ok(recalled.collect())
}

/// Grades the memory of a technique's steps by a finished run: one that was simply walked counts as
/// good, one in which the steps were to be named by its slips, one for learning not at all.
fn grade(study: &Study, technique: &Technique, run: &Run) -> Result<Option<Rating>, Error> {
    let rating = match run.mode {
        Mode::Learn => return Ok(None),
        Mode::Run => Rating::Good,
        Mode::Recall => {
            let recalls = recalls(study, run.thing)?;
            if recalls.is_empty() {
                // Nobody was asked, as with answers from a file.
                return Ok(None);
            }
            recalled(recalls.iter().filter(|(_, named)| !named).count())
        }
    };
    let card = format!("{}/{STEPS}", technique.name);
    let Some(card) = db::card::named(&study.db, &card)? else { return Ok(None) };
    if card.state.suspended {
        return Ok(None);
    }
    review::grade(study, card.row, rating, Grading::Scored, 0)?;
    Ok(Some(rating))
}

/// What a thing came from: a run, and what was foreseen in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    /// The run.
    pub run: Run,
    /// The technique's name as people write it.
    pub title: String,
    /// The user's own words that the walk kept in view.
    pub pinned: Vec<String>,
    /// What was foreseen: what was asked, and the answer.
    pub foreseen: Vec<(String, Answer)>,
}

/// The run that made a thing, if one did and its walk is still there.
///
/// # Errors
/// When the database cannot be read.
pub fn origin(study: &Study, decks: &Path, thing: i64) -> Result<Option<Origin>, Error> {
    let Some(run) = db::made::by(&study.db, thing)? else { return Ok(None) };
    let Some(run) = db::run::at(&study.db, run)? else { return Ok(None) };
    let Ok(technique) = technique::find(decks, &run.technique) else { return Ok(None) };
    let read = reading(study, &technique, run.thing)?;
    let pinned = technique.walk.pinned.iter().map(|key| read.known.value(key).said());
    let pinned = pinned.filter(|said| !said.is_empty()).collect();
    let foreseen = read.passed.into_iter().filter(|passed| passed.foreseen);
    let foreseen = foreseen.filter(|passed| passed.answer != Answer::Skipped);
    let foreseen = foreseen.map(|passed| (passed.ask, passed.answer)).collect();
    Ok(Some(Origin { run, title: technique.title, pinned, foreseen }))
}

/// What a finished run has made.
#[derive(Clone, Debug, PartialEq)]
pub struct Finished {
    /// The run.
    pub run: Run,
    /// What it yielded, each with the name or number of what was made of it.
    pub made: Vec<(Artefact, Option<String>)>,
    /// How well the steps were remembered, if that was graded.
    pub graded: Option<Rating>,
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
    let (run, made) = study.db.write(|db| {
        // The end comes first, so that undoing it step by step takes back what was made before it.
        end(study, db, run, (State::Done, ""))?;
        let made = yields::make(study, db, (technique, run), &now)?;
        Ok::<_, Error>((at(study, run)?, made))
    })?;
    let graded = grade(study, technique, &run)?;
    Ok(Finished { run, made, graded })
}

/// Walks through a whole run with answers given beforehand, as far as they go: a new run, or an open
/// one from where it stands.
///
/// Answers that name no question, or do not suit theirs, are refused together, and nothing is kept.
///
/// # Errors
/// When an answer is refused or the database refuses.
pub fn replay(
    study: &Study,
    technique: &Technique,
    (mode, open): (Mode, Option<Run>),
    answers: &Answers,
) -> Result<(Run, Reading), Error> {
    let kept = open.as_ref().map(|run| db::run::answers(&study.db, run.thing)).transpose()?;
    let kept = kept.unwrap_or_default();
    let mut all = answers.clone();
    all.extend(kept.clone());
    let reading = read(&technique.walk, &technique.library, &all, study.now.today);
    if let Some((place, wrong)) = reading.unfit.first() {
        return Err(Error::Place { place: place.clone(), problem: wrong.to_string() });
    }
    let used = |place: &String| reading.passed.iter().any(|passed| passed.place == *place);
    let waits = matches!(reading.stand, Stand::Waits(_));
    let stray = |place: &&String| !used(place) && *place != closing::NOW;
    if let Some(place) = answers.keys().find(stray).filter(|_| !waits) {
        let problem = "no question is asked there with these answers".to_owned();
        return Err(Error::Place { place: place.clone(), problem });
    }
    let run = study.db.write(|db| {
        let thing = match &open {
            Some(run) => run.thing,
            None => begun(study, db, technique, mode)?,
        };
        for passed in reading.passed.iter().filter(|passed| !kept.contains_key(&passed.place)) {
            db::run::answer(db, study.now, thing, (&passed.place, &passed.answer))?;
        }
        settle::thing::anew(db, &study.models.plans, thing)?;
        if waits {
            yields::make(study, db, (technique, thing), &reading)?;
        }
        at(study, thing)
    })?;
    Ok((run, reading))
}
