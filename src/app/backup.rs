//! Backups: copies of the database, and going back to one.

use std::path::{Path, PathBuf};

use crate::app::{Error, Study};
use crate::domain::backup::{Name, Reason, superfluous};
use crate::domain::time::Now;
use crate::storage::backup::{self, Copy};
use crate::storage::db::{self, Db};
use crate::storage::{self, Trouble};

/// The folder of the copies: beside the database.
#[must_use]
pub fn folder(database: &Path) -> PathBuf {
    database.with_file_name("backups")
}

/// Makes a copy and takes away those that are no longer needed.
///
/// # Errors
/// When the copy cannot be written.
pub fn make(study: &Study, reason: Reason) -> Result<Copy, Error> {
    let folder = folder(study.db.path());
    let Now { at, today: day, .. } = study.now;
    let name = Name { day, reason, at };
    let copy = backup::make(&study.db, &folder, &name)?;
    let names: Vec<Name> = list(study.db.path())?.into_iter().map(|copy| copy.name).collect();
    for old in superfluous(&names) {
        backup::remove(&folder, old)?;
    }
    Ok(copy)
}

/// The copies of a database, the latest first.
///
/// # Errors
/// When their folder cannot be read.
pub fn list(database: &Path) -> Result<Vec<Copy>, Error> {
    Ok(backup::list(&folder(database))?)
}

/// Makes the copy of the day, if there is something to copy and none was made on this study day yet;
/// tells whether it did.
///
/// # Errors
/// When it cannot be written.
pub fn daily(study: &Study) -> Result<bool, Error> {
    let copied = backup::has_since(&folder(study.db.path()), study.now.today)?;
    if copied || !db::fact::any(&study.db)? {
        return Ok(false);
    }
    make(study, Reason::Daily).map(|_| true)
}

/// Goes back to a copy; the present database is kept aside first, as a copy if it is sound and as it
/// is if it is damaged. Where, is the answer; nothing when there was none. `replica` names this device if
/// it has no name yet.
///
/// # Errors
/// When the file is no sound copy, or one of the two cannot be written; nothing is changed then.
pub fn restore(
    database: &Path,
    now: Now,
    from: &Path,
    replica: impl FnOnce() -> String,
) -> Result<Option<PathBuf>, Error> {
    db::copy::sound(from)?;
    let folder = folder(database);
    let sound = database.exists() && is_sound(database)?;
    if !sound {
        let aside = backup::put(from, database, (&folder, now.at))?;
        return Ok(aside);
    }
    let mut db = Db::open(database, replica)?;
    let name = Name { day: now.today, reason: Reason::BeforeRestore, at: now.at };
    let aside = backup::make(&db, &folder, &name)?.path;
    db.replace_by(from)?;
    Ok(Some(aside))
}

/// Tells a sound database from a damaged one; one that only cannot be read now is neither.
fn is_sound(database: &Path) -> Result<bool, Error> {
    match db::copy::sound(database) {
        Ok(()) => Ok(true),
        Err(storage::Error::Strange(_)) => Ok(false),
        Err(error) if error.trouble() == Some(Trouble::Corrupt) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
