//! Copies of the database: made while others write, looked at before they are trusted.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::NamedTempFile;

use crate::domain::backup::Name;
use crate::domain::time::StudyDay;
use crate::storage::db::Db;
use crate::storage::db::copy::log_ahead;
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

/// Makes a copy in a folder, which is made when it is not there; readable by its owner only. It never
/// takes the place of another: a second one of the same moment is named a millisecond later.
///
/// # Errors
/// When the folder cannot be written to or the database cannot be read.
pub fn make(db: &Db, folder: &Path, name: &Name) -> Result<Copy, Error> {
    private_folder(folder)?;
    // It gets its name when it is whole: what is cut short is never taken for a copy.
    let mut fresh = unfinished(folder)?;
    db.copy_to(fresh.path())?;
    fresh.as_file().sync_all().map_err(Error::file(fresh.path()))?;
    let mut name = name.clone();
    while list(folder)?.iter().any(|copy| copy.name.at == name.at) {
        name.at += 1;
    }
    let path = loop {
        let path = folder.join(name.to_string());
        match fresh.persist_noclobber(&path) {
            Ok(_) => break path,
            // Another process has just made a copy of that name.
            Err(error) if error.error.kind() == ErrorKind::AlreadyExists => {
                fresh = error.file;
                name.at += 1;
            }
            Err(error) => return Err(Error::File { path, source: error.error }),
        }
    };
    let size = fs::metadata(&path).map_err(Error::file(&path))?.len();
    Ok(Copy { name, path, size })
}

/// What the names of files begin with that are not whole yet.
const UNFINISHED: &str = ".unfinished-";

/// After this long nobody is writing an unfinished file any more.
const ABANDONED: Duration = Duration::from_hours(1);

/// A file to be written and named when it is whole; what was left unfinished long ago is taken away.
fn unfinished(folder: &Path) -> Result<NamedTempFile, Error> {
    for entry in fs::read_dir(folder).map_err(Error::file(folder))?.flatten() {
        let left = entry.file_name().to_str().is_some_and(|name| name.starts_with(UNFINISHED));
        let age = entry.metadata().and_then(|file| file.modified()).map(|time| time.elapsed());
        if left && matches!(age, Ok(Ok(age)) if age > ABANDONED) {
            // It stays if it cannot be removed: it is in nobody's way.
            let _ = fs::remove_file(entry.path()).or_else(|_| fs::remove_dir_all(entry.path()));
        }
    }
    let fresh = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder);
    fresh.map_err(Error::file(folder))
}

/// Puts a copy in the place of a database that is damaged or gone. A damaged one is moved into a folder
/// as it is, with its log; where it lies now is the answer.
///
/// # Errors
/// When something cannot be read, written or moved. The copy is written whole beside the database before
/// that is touched, so that a full disk changes nothing.
pub fn put(
    copy: &Path,
    database: &Path,
    (folder, at): (&Path, i64),
) -> Result<Option<PathBuf>, Error> {
    let beside = database.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(beside).map_err(Error::file(beside))?;
    let mut fresh = unfinished(beside)?;
    let mut source = fs::File::open(copy).map_err(Error::file(copy))?;
    std::io::copy(&mut source, &mut fresh).map_err(Error::file(database))?;
    // A copy is one file; it is to write its log ahead from the moment on at which it has its name.
    log_ahead(fresh.path())?;
    fresh.as_file().sync_all().map_err(Error::file(database))?;
    let aside = database.exists().then(|| set_aside(database, folder, at)).transpose()?;
    let named = fresh.persist_noclobber(database);
    named.map_err(|error| Error::File { path: database.to_owned(), source: error.error })?;
    Ok(aside)
}

/// Makes a folder that only its owner may enter, if it is not there.
fn private_folder(folder: &Path) -> Result<(), Error> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(Error::file(folder))
}

fn set_aside(database: &Path, folder: &Path, at: i64) -> Result<PathBuf, Error> {
    private_folder(folder)?;
    let aside = folder.join(format!("damaged-{at}.db"));
    for log in ["-wal", "-shm", ""] {
        let with = |path: &Path| {
            let mut name = path.as_os_str().to_owned();
            name.push(log);
            PathBuf::from(name)
        };
        let (from, to) = (with(database), with(&aside));
        if from.exists() {
            fs::rename(&from, &to).map_err(Error::file(from))?;
        }
    }
    Ok(aside)
}

/// Tells whether a folder holds a copy made on a study day or later; only names are read.
///
/// # Errors
/// When the folder cannot be read.
pub fn has_since(folder: &Path, day: StudyDay) -> Result<bool, Error> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        entries => entries.map_err(Error::file(folder))?,
    };
    let names = entries.flatten().filter_map(|entry| Name::read(entry.file_name().to_str()?));
    Ok(names.into_iter().any(|name| name.day >= day))
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
        // One that is gone by now was taken away by another process.
        let Ok(file) = entry.metadata() else { continue };
        // A folder of such a name is no copy.
        if !file.is_dir() {
            copies.push(Copy { name, path: entry.path(), size: file.len() });
        }
    }
    copies.sort_by_key(|copy| std::cmp::Reverse(copy.name.at));
    Ok(copies)
}

/// Takes a copy away, if another process has not done so.
///
/// # Errors
/// When it cannot be removed.
pub fn remove(folder: &Path, name: &Name) -> Result<(), Error> {
    let path = folder.join(name.to_string());
    match fs::remove_file(&path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(Error::File { path, source: error })
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_unfinished_long_ago_is_taken_away() {
        let folder = tempfile::tempdir().unwrap();
        let (old, new) = (folder.path().join(".unfinished-a"), folder.path().join(".unfinished-b"));
        for left in [&old, &new] {
            fs::create_dir(left).unwrap();
            fs::write(left.join("working.db"), "half").unwrap();
        }
        let long_ago = fs::metadata(&old).unwrap().modified().unwrap() - ABANDONED * 2;
        fs::File::open(&old).unwrap().set_modified(long_ago).unwrap();
        drop(unfinished(folder.path()).unwrap());
        assert_eq!((old.exists(), new.exists()), (false, true));
    }

    #[test]
    fn a_database_writes_its_log_ahead_from_the_moment_on_at_which_it_is_in_place() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("rat.db"), || "here".to_owned()).unwrap();
        let (copy, database) = (folder.path().join("copy.db"), folder.path().join("other/rat.db"));
        db.copy_to(&copy).unwrap();
        put(&copy, &database, (folder.path(), 1)).unwrap();
        let head = fs::read(&database).unwrap();
        assert_eq!(head.get(18..20), Some(&[2, 2][..]));
    }
}
