//! The user's own deck files.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::storage::error::Error;
use crate::storage::whole::Whole;

/// The deck files in `folder`, by name; none when there is no such folder.
///
/// # Errors
/// When the folder is there but cannot be read.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Error::file(folder)(error)),
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(Error::file(folder))?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// A text that changes whenever a deck file of the folder does: names, sizes and times of change.
///
/// # Errors
/// When the folder is there but cannot be read.
pub fn fingerprint(folder: &Path) -> Result<String, Error> {
    let mut print = String::new();
    for path in files(folder)? {
        let Ok(data) = fs::metadata(&path) else {
            continue;
        };
        let changed = data.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let changed = changed.map_or(0, |time| time.as_nanos());
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // Writing to a String cannot fail.
        let _ = write!(print, "{name}:{}:{changed};", data.len());
    }
    Ok(print)
}

/// Reads a deck file, or any other text.
///
/// # Errors
/// When it cannot be read, is longer than 16 MB or is not UTF-8.
pub fn text(path: &Path) -> Result<String, Error> {
    const LONGEST: u64 = 16 << 20;
    let size = fs::metadata(path).map_err(Error::file(path))?.len();
    if size > LONGEST {
        let why = format!("{size} bytes; a deck file may have {LONGEST}");
        return Err(Error::file(path)(std::io::Error::other(why)));
    }
    fs::read_to_string(path).map_err(Error::file(path))
}

/// Writes a file whole or not at all, and only where none is yet.
///
/// # Errors
/// When there is one already or the folder cannot be written.
pub fn create(path: &Path, text: &str) -> Result<(), Error> {
    use std::io::Write as _;
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    fs::create_dir_all(folder).map_err(Error::file(folder))?;
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(Error::file(folder))?;
    file.write_all(text.as_bytes()).map_err(Error::file(path))?;
    file.as_file().sync_all().map_err(Error::file(path))?;
    file.persist_noclobber(path).map_err(|error| Error::file(path)(error.error))?;
    Ok(())
}

/// Removes a file.
///
/// # Errors
/// When it is not there or cannot be removed.
pub fn remove(path: &Path) -> Result<(), Error> {
    fs::remove_file(path).map_err(Error::file(path))
}

/// Writes a file whole or not at all, over one that is there.
///
/// # Errors
/// When the folder cannot be written.
pub fn replace(path: &Path, text: &str) -> Result<(), Error> {
    use std::io::Write as _;
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    fs::create_dir_all(folder).map_err(Error::file(folder))?;
    let mut file = Whole::begin(path)?;
    file.write_all(text.as_bytes()).map_err(Error::Unwritten)?;
    file.keep()
}

/// Moves a deck file where it is kept but not read, under a name that no other has; tells where.
///
/// # Errors
/// When it cannot be moved.
pub fn set_aside(path: &Path) -> Result<PathBuf, Error> {
    let folder = path.parent().unwrap_or_else(|| Path::new(".")).join("aside");
    fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let free = (1_u32..).map(|n| folder.join(format!("{stem}.{n}.toml")));
    let aside = free.into_iter().find(|path| !path.exists()).unwrap_or_else(|| folder.join(stem));
    fs::rename(path, &aside).map_err(Error::file(path))?;
    Ok(aside)
}
