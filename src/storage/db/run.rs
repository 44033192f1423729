//! Runs of walks: beginnings, answers, ends, and where each stands.

use rusqlite::{OptionalExtension as _, Row, params};

use crate::domain::time::{Now, StudyDay};
use crate::domain::walk::answer::{Answer, Given};
use crate::domain::walk::read::Answers;
use crate::domain::walk::{Mode, State, place};
use crate::storage::db::fact::{
    self, FactId, Table, conversion, day_at, id_at, in_order, latest_first, standing, word_at,
};
use crate::storage::db::{Db, thing};
use crate::storage::error::Error;

/// A run as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its row in `thing`.
    pub thing: i64,
    /// The technique.
    pub technique: String,
    /// How it is walked.
    pub mode: Mode,
    /// Whether it is about feelings or conflicts.
    pub private: bool,
    /// What became of it.
    pub state: State,
    /// Why it was abandoned, or what is true now that was not before; may be empty.
    pub note: String,
    /// The day it began.
    pub began: StudyDay,
    /// The day of the last answer.
    pub last: StudyDay,
    /// The study day until which it rests, if its last answer says so.
    pub rests: Option<StudyDay>,
    /// How many places are answered.
    pub answers: u32,
}

/// Begins a run.
///
/// # Errors
/// When the database refuses.
pub fn begin(
    db: &Db,
    now: Now,
    thing: i64,
    (technique, mode, private): (&str, Mode, bool),
) -> Result<FactId, Error> {
    let values: [&dyn rusqlite::ToSql; 4] = [&thing, &technique, &mode.word(), &private];
    fact::append(db, Table::WalkBegun, now, "thing, technique, mode, private", &values)
}

/// Keeps an answer.
///
/// # Errors
/// When the database refuses.
pub fn answer(
    db: &Db,
    now: Now,
    thing: i64,
    (place, answer): (&str, &Answer),
) -> Result<FactId, Error> {
    let json = serde_json::to_string(answer).map_err(|error| Error::Strange(error.to_string()))?;
    fact::append(db, Table::WalkAnswer, now, "thing, place, answer", &[&thing, &place, &json])
}

/// Ends a run.
///
/// # Errors
/// When the database refuses.
pub fn end(db: &Db, now: Now, thing: i64, (state, note): (State, &str)) -> Result<FactId, Error> {
    fact::append(db, Table::WalkEnded, now, "thing, ending, note", &[&thing, &state.word(), &note])
}

/// An answer as it was given, for the history of its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Logged {
    /// Where.
    pub place: String,
    /// What and when.
    pub given: Given,
}

/// Every answer of a run that is not taken back, oldest first: of several at a place the last holds.
///
/// # Errors
/// When the database cannot be read.
pub fn log(db: &Db, thing: i64) -> Result<Vec<Logged>, Error> {
    let sql = format!(
        "SELECT place, answer, study_day FROM walk_answer WHERE thing = ?1 AND {} \
         ORDER BY {}",
        standing("walk_answer"),
        in_order("walk_answer")
    );
    let mut find = db.conn.prepare_cached(&sql)?;
    let all = find.query_map(params![thing], |row| {
        let json: String = row.get(1)?;
        let answer = serde_json::from_str(&json).map_err(|error| conversion(1, error))?;
        Ok(Logged { place: row.get(0)?, given: Given { answer, day: day_at(row, 2)? } })
    })?;
    Ok(all.collect::<Result<_, _>>()?)
}

/// The last standing answer at a place.
///
/// # Errors
/// When the database cannot be read.
pub fn last_at(db: &Db, thing: i64, place: &str) -> Result<Option<FactId>, Error> {
    let sql = format!(
        "SELECT replica, seq FROM walk_answer WHERE thing = ?1 AND place = ?2 AND {} \
         ORDER BY {} LIMIT 1",
        standing("walk_answer"),
        latest_first("walk_answer")
    );
    let mut find = db.conn.prepare_cached(&sql)?;
    Ok(find.query_row(params![thing, place], |row| id_at(row, 0)).optional()?)
}

/// The answers of a run that hold, by their places.
///
/// # Errors
/// When the database cannot be read.
pub fn answers(db: &Db, thing: i64) -> Result<Answers, Error> {
    Ok(log(db, thing)?.into_iter().map(|logged| (logged.place, logged.given)).collect())
}

/// What was said to have helped, over all runs of a technique: the picks of its steps called `helped`
/// and `helped-later`.
///
/// # Errors
/// When the database cannot be read.
pub fn helped(db: &Db, technique: &str) -> Result<Vec<String>, Error> {
    let sql = format!(
        "SELECT answer FROM run JOIN walk_answer USING (thing) WHERE technique = ?1 \
         AND (place IN ('helped', 'helped-later') OR place LIKE '%.helped' \
         OR place LIKE '%.helped-later') AND {}",
        standing("walk_answer")
    );
    let mut find = db.conn.prepare_cached(&sql)?;
    let mut all = Vec::new();
    for json in find.query_map(params![technique], |row| row.get::<_, String>(0))? {
        let answer = serde_json::from_str(&json?);
        if let Answer::List(items) = answer.map_err(|error| Error::Strange(error.to_string()))? {
            all.extend(items);
        }
    }
    Ok(all)
}

const RUN: &str =
    "thing, technique, mode, private, state, note, began_day, last_day, rests, answers";

fn run_at(row: &Row<'_>) -> rusqlite::Result<Run> {
    let rests: Option<i32> = row.get(8)?;
    Ok(Run {
        thing: row.get(0)?,
        technique: row.get(1)?,
        mode: word_at(row, 2)?,
        private: row.get(3)?,
        state: word_at(row, 4)?,
        note: row.get(5)?,
        began: day_at(row, 6)?,
        last: day_at(row, 7)?,
        rests: rests.map(StudyDay::from_epoch),
        answers: row.get(9)?,
    })
}

/// Reads a run; nothing when there is none or its beginning is taken back.
///
/// # Errors
/// When the database cannot be read.
pub fn at(db: &Db, thing: i64) -> Result<Option<Run>, Error> {
    let sql = format!("SELECT {RUN} FROM run WHERE thing = ?1");
    Ok(db.conn.prepare_cached(&sql)?.query_row(params![thing], run_at).optional()?)
}

/// Every run, the latest first.
///
/// # Errors
/// When the database cannot be read.
pub fn all(db: &Db) -> Result<Vec<Run>, Error> {
    let sql = format!(
        "SELECT {RUN} FROM run JOIN thing ON thing.id = run.thing ORDER BY {}",
        thing::LATEST_FIRST
    );
    let mut find = db.conn.prepare_cached(&sql)?;
    Ok(find.query_map([], run_at)?.collect::<Result<_, _>>()?)
}

/// How many runs of walks were begun before one.
///
/// # Errors
/// When the database cannot be read.
pub fn before(db: &Db, run: i64) -> Result<usize, Error> {
    let sql = format!("SELECT id FROM thing WHERE kind = 'walk' ORDER BY {}", thing::IN_ORDER);
    let mut find = db.conn.prepare_cached(&sql)?;
    let runs = find.query_map([], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    Ok(runs.iter().take_while(|other| **other != run).count())
}

/// Derives where a run stands.
///
/// # Errors
/// When the database refuses.
pub fn derive(db: &Db, thing: i64) -> Result<(), Error> {
    db.conn.prepare_cached("DELETE FROM run WHERE thing = ?1")?.execute(params![thing])?;
    let first = format!(
        "SELECT technique, mode, private, study_day FROM walk_begun WHERE thing = ?1 AND {} LIMIT 1",
        standing("walk_begun")
    );
    let first = db
        .conn
        .prepare_cached(&first)?
        .query_row(params![thing], |row| {
            let (technique, mode): (String, Mode) = (row.get(0)?, word_at(row, 1)?);
            Ok((technique, mode, row.get::<_, bool>(2)?, day_at(row, 3)?))
        })
        .optional()?;
    let Some((technique, mode, private, began)) = first else { return Ok(()) };
    let ended = format!(
        "SELECT ending, note, study_day FROM walk_ended WHERE thing = ?1 AND {} \
         ORDER BY {} LIMIT 1",
        standing("walk_ended"),
        latest_first("walk_ended")
    );
    let ended: Option<(State, String, StudyDay)> = db
        .conn
        .prepare_cached(&ended)?
        .query_row(params![thing], |row| Ok((word_at(row, 0)?, row.get(1)?, day_at(row, 2)?)))
        .optional()?;
    let log = log(db, thing)?;
    let last = log.last().map_or(began, |logged| logged.given.day);
    let last = ended.as_ref().map_or(last, |(_, _, day)| last.max(*day));
    let (rests, answers) = gone_through(&log);
    let (state, note) =
        ended.map_or((State::Open, String::new()), |(state, note, _)| (state, note));
    let sql = format!("INSERT INTO run ({RUN}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
    db.conn.prepare_cached(&sql)?.execute(params![
        thing,
        technique,
        mode.word(),
        private,
        state.word(),
        note,
        began.epoch(),
        last.epoch(),
        rests.map(StudyDay::epoch),
        answers
    ])?;
    Ok(())
}

/// Until when the last answer of a log lets the run rest, and how many places are answered.
fn gone_through(log: &[Logged]) -> (Option<StudyDay>, usize) {
    let mut answers: Vec<&Logged> =
        log.iter().filter(|logged| place::is_answer(&logged.place)).collect();
    let rests = answers.last().and_then(|logged| {
        let Answer::Days(days) = logged.given.answer else { return None };
        Some(logged.given.day.plus(i32::try_from(days).unwrap_or(i32::MAX)))
    });
    answers.sort_unstable_by_key(|logged| &logged.place);
    answers.dedup_by_key(|logged| &logged.place);
    (rests, answers.len())
}
