//! Planned breaks.

use crate::app::{Error, Study, settle};
use crate::domain::away::Break;
use crate::domain::time::StudyDay;
use crate::storage::db;

/// Plans a break from `first` to `last`, both included.
///
/// # Errors
/// When the days are no break or the database refuses.
pub fn plan(study: &Study, first: StudyDay, last: StudyDay) -> Result<Break, Error> {
    let planned = Break::new(first, last)?;
    study.db.write(|db| {
        db::away::append(db, study.now, planned)?;
        settle::thing::during(db, &study.models.plans, planned)?;
        Ok(planned)
    })
}

/// The planned breaks, the earliest first.
///
/// # Errors
/// When the database cannot be read.
pub fn all(study: &Study) -> Result<Vec<Break>, Error> {
    Ok(db::away::all(&study.db)?)
}
