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
    Ok(all.filter(|(question, _)| !question.starts_with(SENSES)).collect())
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
    let own = format!("{SENSES}{thing}");
    let under_way = db::draft::all(&study.db)?.into_iter().find(|(question, _)| *question == own);
    match under_way {
        Some((_, senses)) => Ok(senses),
        None => Ok(db::rehearsal::senses(&study.db, thing)?),
    }
}

/// Forgets what was sensed in a rehearsal that is logged now.
pub(super) fn rehearsed(db: &db::Db, thing: i64) -> Result<(), Error> {
    Ok(db::draft::forget(db, &format!("{SENSES}{thing}"))?)
}
