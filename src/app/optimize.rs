//! Fitting the parameters of FSRS to the user's own reviews.

use crate::app::{Error, Study};
use crate::domain::schedule::era::Eras;
use crate::domain::schedule::version;
use crate::storage::db;

/// The parameters that were in force, from the beginning to the present.
///
/// # Errors
/// When the database cannot be read.
pub fn eras(study: &Study) -> Result<Eras, Error> {
    Ok(version::eras(&db::parameters::all(&study.db)?))
}
