//! Planned breaks.

use crate::app::{Desk, Error};
use crate::domain::away::Break;
use crate::domain::time::StudyDay;
use crate::storage::db;

/// Plans a break from `first` to `last`, both included.
///
/// # Errors
/// When the days are no break or the database refuses.
pub fn plan(desk: &Desk, first: StudyDay, last: StudyDay) -> Result<Break, Error> {
    let planned = Break::new(first, last)?;
    desk.db.write(|db| {
        db::away::append(db, desk.now, planned)?;
        Ok(planned)
    })
}

/// The planned breaks, the earliest first.
///
/// # Errors
/// When the database cannot be read.
pub fn all(desk: &Desk) -> Result<Vec<Break>, Error> {
    Ok(db::away::all(&desk.db)?)
}
