//! The grimoire: questions for the minutes of a resolve cycle, those that helped first.

use std::collections::BTreeMap;

use crate::app::technique::Technique;
use crate::app::{Error, Study};
use crate::domain::text::statement;
use crate::domain::walk::Heading;
use crate::storage::db;

/// The most characters of a question.
pub const QUESTION: usize = 300;

/// The heading of the user's own questions.
pub const MINE: &str = "my own";

/// A question with how it has done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The question.
    pub question: String,
    /// What it is about.
    pub heading: String,
    /// How often it helped.
    pub helped: u32,
}

/// Every question of a technique's grimoire, those that helped most first.
///
/// # Errors
/// When the database cannot be read.
pub fn entries(study: &Study, technique: &Technique) -> Result<Vec<Entry>, Error> {
    let said = db::grimoire::all(&study.db)?;
    let dropped = |question: &str| said.iter().any(|(own, kept)| own == question && !kept);
    let helped = helped(study, &technique.name)?;
    let entry = |question: &str, heading: &str| Entry {
        question: question.to_owned(),
        heading: heading.to_owned(),
        helped: helped.get(question).copied().unwrap_or(0),
    };
    let shipped = technique.walk.grimoire.iter().flat_map(|Heading { name, questions }| {
        questions.iter().map(move |question| (question.as_str(), name.as_str()))
    });
    let mut entries: Vec<Entry> = shipped
        .filter(|(question, _)| !dropped(question))
        .map(|(question, heading)| entry(question, heading))
        .collect();
    for (question, kept) in &said {
        if *kept && !entries.iter().any(|entry| entry.question == *question) {
            entries.push(entry(question, MINE));
        }
    }
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.helped));
    Ok(entries)
}

/// The questions in the order in which a run shows them: what helped and what is untried in turn, the
/// untried beginning at another one with every run.
///
/// # Errors
/// When the database cannot be read.
pub fn order(study: &Study, technique: &Technique, run: i64) -> Result<Vec<String>, Error> {
    let (proven, mut untried): (Vec<Entry>, Vec<Entry>) =
        entries(study, technique)?.into_iter().partition(|entry| entry.helped > 0);
    if !untried.is_empty() {
        let turn = (db::run::before(&study.db, run)? + 1) % untried.len();
        untried.rotate_left(turn);
    }
    let (mut proven, mut untried) = (proven.into_iter(), untried.into_iter());
    let mut order = Vec::new();
    loop {
        match (proven.next(), untried.next()) {
            (None, None) => return Ok(order),
            (one, other) => {
                order.extend([one, other].into_iter().flatten().map(|entry| entry.question));
            }
        }
    }
}

/// How often each question was said to have helped.
fn helped(study: &Study, technique: &str) -> Result<BTreeMap<String, u32>, Error> {
    let mut counts = BTreeMap::new();
    for question in db::run::helped(&study.db, technique)? {
        *counts.entry(question).or_insert(0) += 1;
    }
    Ok(counts)
}

/// Adds a question.
///
/// # Errors
/// When it is empty, too long, or the database refuses.
pub fn add(study: &Study, question: &str) -> Result<String, Error> {
    let question = statement("question", question, QUESTION)?;
    study.db.write(|db| db::grimoire::append(db, study.now, &question, true))?;
    Ok(question)
}

/// Drops the question with this number in the list of entries, counted from 1.
///
/// # Errors
/// When there is none or the database refuses.
pub fn drop(study: &Study, technique: &Technique, number: usize) -> Result<String, Error> {
    let entries = entries(study, technique)?;
    let entry = number.checked_sub(1).and_then(|at| entries.into_iter().nth(at));
    let entry = entry.ok_or_else(|| Error::Unknown {
        thing: crate::app::error::Thing::Question,
        name: number.to_string(),
        near: Vec::new(),
    })?;
    study.db.write(|db| db::grimoire::append(db, study.now, &entry.question, false))?;
    Ok(entry.question)
}
