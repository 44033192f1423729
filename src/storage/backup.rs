//! Copies of the database: made while others write, looked at before they are trusted.

use std::fs;
use std::path::{Path, PathBuf};

use crate::domain::backup::Name;
use crate::storage::db::Db;
use crate::storage::error::Error;

/// A copy that lies in the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    /// Its name.
    pub name: Name,
    /// Where it lies.
    pub path: PathBuf,
    /// Its size, in bytes.
    pub size: u64,
}

/// Makes a copy in a folder, which is made when it is not there; readable by its owner only.
///
/// # Errors
/// When the folder cannot be written to or the database cannot be read.
pub fn make(db: &Db, folder: &Path, name: &Name) -> Result<PathBuf, Error> {
    fs::create_dir_all(folder).map_err(Error::file(folder))?;
    // It gets its name when it is whole: what is cut short is never taken for a copy.
    let fresh = tempfile::NamedTempFile::new_in(folder).map_err(Error::file(folder))?;
    db.copy_to(fresh.path())?;
    fresh.as_file().sync_all().map_err(Error::file(fresh.path()))?;
    let path = folder.join(name.to_string());
    fresh
        .persist(&path)
        .map_err(|error| Error::File { path: path.clone(), source: error.error })?;
    Ok(path)
}

/// The copies in a folder, the latest first; none when there is no folder.
///
/// # Errors
/// When the folder cannot be read.
pub fn list(folder: &Path) -> Result<Vec<Copy>, Error> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut copies = Vec::new();
    for entry in fs::read_dir(folder).map_err(Error::file(folder))? {
        let entry = entry.map_err(Error::file(folder))?;
        let Some(name) = entry.file_name().to_str().and_then(Name::read) else { continue };
        let size = entry.metadata().map_err(Error::file(entry.path()))?.len();
        copies.push(Copy { name, path: entry.path(), size });
    }
    copies.sort_by_key(|copy| std::cmp::Reverse(copy.name.at));
    Ok(copies)
}

/// Takes a copy away.
///
/// # Errors
/// When it cannot be removed.
pub fn remove(folder: &Path, name: &Name) -> Result<(), Error> {
    let path = folder.join(name.to_string());
    fs::remove_file(&path).map_err(Error::file(path))
}
