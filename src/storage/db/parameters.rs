//! Parameters of FSRS that were fitted to the user's reviews: facts.

use rusqlite::{Row, params};

use crate::domain::schedule::memory::Parameters;
use crate::domain::schedule::version::{Fit, Trial, Verdict, Version};
use crate::domain::time::{Now, StudyDay};
use crate::storage::db::Db;
use crate::storage::db::fact::{
    self, FactId, Moment, Table, conversion, day_at, in_order, standing, word_at,
};
use crate::storage::error::Error;

/// Keeps what became of a training, or that the last parameters kept were given up again.
///
/// # Errors
/// When the database refuses.
pub fn append(db: &Db, now: Now, verdict: Verdict, trial: &Trial) -> Result<FactId, Error> {
    insert(trial, verdict, |columns, values| {
        fact::append(db, Table::Parameters, now, columns, values)
    })
}

/// Keeps parameters that were fitted elsewhere, as of a time gone by.
///
/// # Errors
/// When the database refuses.
pub fn append_past(db: &Db, moment: Moment, trial: &Trial) -> Result<FactId, Error> {
    insert(trial, Verdict::Kept, |columns, values| {
        fact::append_past(db, Table::Parameters, moment, columns, values)
    })
}

fn insert(
    trial: &Trial,
    verdict: Verdict,
    append: impl FnOnce(&str, &[&dyn rusqlite::ToSql]) -> Result<FactId, Error>,
) -> Result<FactId, Error> {
    let Trial { parameters, reviews, held_out, before, after, doubt, spread } = trial;
    let numbers = parameters.as_ref().map_or(&[][..], Parameters::numbers);
    let weights =
        serde_json::to_string(numbers).map_err(|error| Error::Strange(error.to_string()))?;
    let columns = "verdict, length, weights, reviews, held_out, loss_before, loss_after, \
        rmse_before, rmse_after, doubt, spread";
    let loss = [before, after].map(|fit| fit.map(|fit| fit.log_loss));
    let rmse = [before, after].map(|fit| fit.map(|fit| fit.rmse));
    let [loss_before, loss_after] = loss;
    let [rmse_before, rmse_after] = rmse;
    let length = i64::try_from(numbers.len()).unwrap_or(i64::MAX);
    let word = verdict.word();
    let values: [&dyn rusqlite::ToSql; 11] = [
        &word,
        &length,
        &weights,
        reviews,
        held_out,
        &loss_before,
        &loss_after,
        &rmse_before,
        &rmse_after,
        doubt,
        spread,
    ];
    append(columns, &values)
}

/// Everything that ever became of trainings and is not taken back, oldest first.
///
/// # Errors
/// When the database cannot be read.
pub fn all(db: &Db) -> Result<Vec<Version>, Error> {
    let sql = format!(
        "SELECT study_day, at, verdict, weights, reviews, held_out, loss_before, loss_after, \
         rmse_before, rmse_after, doubt, spread FROM parameters WHERE {} \
         ORDER BY {}",
        standing("parameters"),
        in_order("parameters")
    );
    let mut find = db.conn.prepare_cached(&sql)?;
    Ok(find.query_map(params![], read)?.collect::<Result<_, _>>()?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Version> {
    let day: StudyDay = day_at(row, 0)?;
    let weights: String = row.get(3)?;
    let numbers: Vec<f32> = serde_json::from_str(&weights).map_err(|error| conversion(3, error))?;
    let parameters = if numbers.is_empty() {
        None
    } else {
        Some(Parameters::try_from(numbers).map_err(|error| conversion(3, error))?)
    };
    let fit = |loss: usize, rmse: usize| -> rusqlite::Result<Option<Fit>> {
        let (log_loss, rmse): (Option<f64>, Option<f64>) = (row.get(loss)?, row.get(rmse)?);
        Ok(log_loss.zip(rmse).map(|(log_loss, rmse)| Fit { log_loss, rmse }))
    };
    let trial = Trial {
        parameters,
        reviews: row.get(4)?,
        held_out: row.get(5)?,
        before: fit(6, 8)?,
        after: fit(7, 9)?,
        doubt: row.get(10)?,
        spread: row.get(11)?,
    };
    Ok(Version { day, at: row.get(1)?, verdict: word_at(row, 2)?, trial })
}
