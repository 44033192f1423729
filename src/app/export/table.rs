//! Tables for spreadsheets, streamed: what was taken back since is in none of them.

use std::collections::HashSet;
use std::io::Write;

use crate::app::export::Written;
use crate::app::progress::{Doing, Watch};
use crate::app::{Error, Study};
use crate::domain::word::words;
use crate::storage;
use crate::storage::db;
use crate::storage::db::commitment::Told;
use crate::storage::formats::csv::{Cell, Table};

words! {
    /// The tables there are.
    Sort, "table":
    /// Graded recalls of cards.
    Reviews = "reviews",
    /// What happened to plans.
    Outcomes = "outcomes",
    /// Things with a date, as they stand.
    Commitments = "commitments",
}

/// After how many rows it is told how far the table is.
const STRIDE: u64 = 4_096;

/// What is wanted in a table.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Which table.
    pub sort: Sort,
    /// Whether what came of private walks is in it.
    pub private: bool,
    /// Whether it begins with a byte order mark.
    pub mark: bool,
}

/// Writes a table; `watch` is told how many rows of how many are done.
///
/// # Errors
/// When the database cannot be read or the table cannot be written.
pub fn write(
    study: &Study,
    wanted: Wanted,
    to: &mut dyn Write,
    watch: Watch<'_>,
) -> Result<Written, Error> {
    study.db.read(|_| match wanted.sort {
        Sort::Reviews => reviews(study, wanted, to, watch),
        Sort::Outcomes => outcomes(study, wanted, to, watch),
        Sort::Commitments => commitments(study, wanted, to),
    })
}

fn failed(error: std::io::Error) -> Error {
    storage::Error::Unwritten(error).into()
}

fn reviews(
    study: &Study,
    wanted: Wanted,
    to: &mut dyn Write,
    watch: Watch<'_>,
) -> Result<Written, Error> {
    let heads = [
        "at_utc",
        "at_local",
        "study_day",
        "deck",
        "card",
        "rating",
        "scored",
        "seconds",
        "desired_retention",
    ];
    let mut table = Table::new(to, &heads, wanted.mark).map_err(failed)?;
    let private = if wanted.private { HashSet::new() } else { db::made::private_cards(&study.db)? };
    let (total, mut written) = (db::review::count(&study.db)?, Written::default());
    db::review::each(&study.db, |told| {
        if !private.is_empty() && written.leaves_out(private.contains(told.card)) {
            return Ok(());
        }
        written.count += 1;
        if written.count % STRIDE == 0 {
            watch.tell(Doing::Writing, written.count, total)?;
        }
        let review = told.review;
        let cells = [
            Cell::Moment(review.at, 0),
            Cell::Moment(review.at, told.offset),
            Cell::Day(review.study_day),
            Cell::Text(told.deck),
            Cell::Text(told.card),
            Cell::Word(review.rating.word()),
            Cell::Yes(review.scored),
            Cell::Fraction(f64::from(review.took) / 1000.0),
            Cell::Fraction(review.terms.retention),
        ];
        table.row(&cells).map_err(failed)
    })?;
    table.end().map_err(failed)?;
    Ok(written)
}

fn outcomes(
    study: &Study,
    wanted: Wanted,
    to: &mut dyn Write,
    watch: Watch<'_>,
) -> Result<Written, Error> {
    let heads = [
        "happened_utc",
        "happened_local",
        "study_day",
        "plan",
        "outcome",
        "times",
        "prompted",
        "note",
    ];
    let mut table = Table::new(to, &heads, wanted.mark).map_err(failed)?;
    let private = private(study, wanted)?;
    let (total, mut written) = (db::outcome::count(&study.db)?, Written::default());
    db::outcome::each(&study.db, |(thing, plan), logged| {
        if written.leaves_out(private.contains(&thing)) {
            return Ok(());
        }
        written.count += 1;
        if written.count % STRIDE == 0 {
            watch.tell(Doing::Writing, written.count, total)?;
        }
        let cells = [
            Cell::Moment(logged.key.at, 0),
            Cell::Moment(logged.key.at, logged.offset),
            Cell::Day(logged.key.day),
            Cell::Text(plan),
            Cell::Word(logged.kind.word()),
            Cell::Whole(logged.times.into()),
            Cell::Yes(logged.prompted),
            Cell::Text(&logged.note),
        ];
        table.row(&cells).map_err(failed)
    })?;
    table.end().map_err(failed)?;
    Ok(written)
}

fn commitments(study: &Study, wanted: Wanted, to: &mut dyn Write) -> Result<Written, Error> {
    let heads = [
        "number",
        "kind",
        "text",
        "due",
        "probability",
        "state",
        "brier",
        "note",
        "made_utc",
        "made_local",
        "changed_utc",
        "changed_local",
    ];
    let mut table = Table::new(to, &heads, wanted.mark).map_err(failed)?;
    let private = private(study, wanted)?;
    let mut written = Written::default();
    for Told { thing, commitment, made, changed } in db::commitment::told(&study.db)? {
        if written.leaves_out(private.contains(&thing)) {
            continue;
        }
        written.count += 1;
        let cells = [
            Cell::Whole(thing),
            Cell::Word(commitment.kind.word()),
            Cell::Text(&commitment.text),
            Cell::Day(commitment.due),
            Cell::fraction(commitment.probability),
            Cell::Word(commitment.state.word()),
            Cell::fraction(commitment.brier()),
            Cell::Text(&commitment.note),
            Cell::Moment(made.0, 0),
            Cell::Moment(made.0, made.1),
            Cell::Moment(changed.0, 0),
            Cell::Moment(changed.0, changed.1),
        ];
        table.row(&cells).map_err(failed)?;
    }
    table.end().map_err(failed)?;
    Ok(written)
}

/// The things that are to stay out.
fn private(study: &Study, wanted: Wanted) -> Result<HashSet<i64>, Error> {
    if wanted.private { Ok(HashSet::new()) } else { Ok(db::made::private(&study.db)?) }
}
