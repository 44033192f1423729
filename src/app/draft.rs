//! The answers to a plan that is being made, and what was sensed in a rehearsal under way: kept one
//! by one until the plan or rehearsal itself is.

use std::collections::BTreeMap;

use crate::app::{Error, Study};
use crate::storage::db;

/// Before what was sensed in a rehearsal; the plan's number follows.
const SENSES: &str = "senses ";

/// The answers so far, by question.
///
/// # Errors
/// When the database cannot be read.
pub fn answers(study: &Study) -> Result<BTreeMap<String, String>, Error> {
    let all = db::draft::all(&study.db)?.into_iter();
    Ok(all.filter(|(question, _)| !question.contains(' ')).collect())
}

/// Keeps an answer.
///
/// # Errors
/// When the database refuses.
pub fn answer(study: &Study, question: &str, answer: &str) -> Result<(), Error> {
    study.db.write(|db| Ok(db::draft::keep(db, question, answer)?))
}

/// Throws every answer away.
///
/// # Errors
/// When the database refuses.
pub fn clear(study: &Study) -> Result<(), Error> {
    study.db.write(|db| Ok(db::draft::clear(db)?))
}

/// Keeps what was sensed in a rehearsal of a plan until the rehearsal is logged.
///
/// # Errors
/// When the database refuses.
pub fn sense(study: &Study, thing: i64, senses: &str) -> Result<(), Error> {
    answer(study, &format!("{SENSES}{thing}"), senses)
}

/// What was last sensed at the trigger of a plan, in a rehearsal under way or a past one.
///
/// # Errors
/// When the database cannot be read.
pub fn sensed(study: &Study, thing: i64) -> Result<String, Error> {
    match db::draft::at(&study.db, &format!("{SENSES}{thing}"))? {
        Some(senses) => Ok(senses),
        None => Ok(db::rehearsal::senses(&study.db, thing)?),
    }
}

/// Forgets what was sensed in a rehearsal that is logged now.
pub(super) fn rehearsed(db: &db::Db, thing: i64) -> Result<(), Error> {
    Ok(db::draft::forget(db, &format!("{SENSES}{thing}"))?)
}

/// Where the lines of an answer to a walk's question are kept.
fn line_key(run: i64, place: &str) -> String {
    format!("walk {run} {place}")
}

/// Keeps the lines of an answer to a walk's question while it is being given.
///
/// # Errors
/// When the database refuses.
pub fn lines(study: &Study, run: i64, place: &str, lines: &[String]) -> Result<(), Error> {
    let json = serde_json::Value::from(lines).to_string();
    answer(study, &line_key(run, place), &json)
}

/// The lines of an answer that was begun and not given.
///
/// # Errors
/// When the database cannot be read.
pub fn begun(study: &Study, run: i64, place: &str) -> Result<Vec<String>, Error> {
    let kept = db::draft::at(&study.db, &line_key(run, place))?;
    Ok(kept.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
}

/// Forgets the lines of an answer that is given now.
pub(super) fn given(db: &db::Db, run: i64, place: &str) -> Result<(), Error> {
    Ok(db::draft::forget(db, &line_key(run, place))?)
}
