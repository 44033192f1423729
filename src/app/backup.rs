//! Backups: copies of the database, and going back to one.

use std::path::{Path, PathBuf};

use crate::app::{Error, Study};
use crate::domain::backup::{Name, Reason, superfluous};
use crate::domain::time::Now;
use crate::storage::backup::{self, Copy};
use crate::storage::db;

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
    let path = backup::make(&study.db, &folder, &name)?;
    let copies = list(study)?;
    let names: Vec<Name> = copies.iter().map(|copy| copy.name.clone()).collect();
    for old in superfluous(&names) {
        backup::remove(&folder, old)?;
    }
    let size = copies.iter().find(|copy| copy.path == path).map_or(0, |copy| copy.size);
    Ok(Copy { name, path, size })
}

/// The copies there are, the latest first.
///
/// # Errors
/// When their folder cannot be read.
pub fn list(study: &Study) -> Result<Vec<Copy>, Error> {
    Ok(backup::list(&folder(study.db.path()))?)
}

/// Makes the copy of the day, if there is something to copy and none was made on this study day yet;
/// tells whether it did.
///
/// # Errors
/// When it cannot be written.
pub fn daily(study: &Study) -> Result<bool, Error> {
    let copied = list(study)?.first().is_some_and(|copy| copy.name.day >= study.now.today);
    if copied || !db::fact::any(&study.db)? {
        return Ok(false);
    }
    make(study, Reason::Daily).map(|_| true)
}

/// Goes back to a copy; the present database is kept aside first. Where, is the answer.
///
/// # Errors
/// When the file is no sound copy, or one of the two cannot be written; nothing is changed then.
pub fn restore(study: &mut Study, from: &Path) -> Result<PathBuf, Error> {
    db::copy::sound(from)?;
    let folder = folder(study.db.path());
    let name = Name { day: study.now.today, reason: Reason::BeforeRestore, at: study.now.at };
    let aside = backup::make(&study.db, &folder, &name)?;
    study.db.replace_by(from)?;
    Ok(aside)
}
