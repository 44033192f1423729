//! What can go wrong with files and the database.

use std::io;
use std::path::PathBuf;

use rusqlite::ffi;

/// A failure to read or keep something.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database refused.
    #[error("{0}")]
    Database(#[from] rusqlite::Error),
    /// The database was written by a later version of the program.
    #[error("the database has format {found}; this version knows formats up to {known}")]
    Newer {
        /// The format found.
        found: i64,
        /// The latest format this version knows.
        known: i64,
    },
    /// A migration failed; the database is as it was.
    #[error("the database could not be brought up to date: {0}")]
    Migration(#[from] rusqlite_migration::Error),
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// What is being written out could not be.
    #[error("{0}")]
    Unwritten(io::Error),
    /// A file of the user's has a mistake in it.
    #[error("{}:{line}:{column}: {message}", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What is wrong.
        message: String,
    },
    /// Something stored cannot be what the program stored.
    #[error("the database holds something this program does not write: {0}")]
    Strange(String),
}

/// Sorts of trouble with the database that a user can do something about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Another process holds it.
    Locked,
    /// It, or its folder, may not be written.
    ReadOnly,
    /// It is not a database or is damaged.
    Corrupt,
    /// The disk is full.
    Full,
    /// It could not be written, for a reason that only the system knows: a limit, a disk that fails.
    Unwritten,
    /// It cannot be opened at all.
    Unopened,
    /// Anything else.
    Other,
}

/// What `SQLite` says when the system would not write, and did not say that the disk is full.
const UNWRITTEN: [i32; 7] = [
    ffi::SQLITE_IOERR_WRITE,
    ffi::SQLITE_IOERR_FSYNC,
    ffi::SQLITE_IOERR_DIR_FSYNC,
    ffi::SQLITE_IOERR_TRUNCATE,
    ffi::SQLITE_IOERR_SHMSIZE,
    ffi::SQLITE_IOERR_SHMOPEN,
    ffi::SQLITE_IOERR_SHMMAP,
];

impl Error {
    /// A failure with a file.
    pub fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }

    /// Tells whether it is trouble that says nothing of what the database holds.
    #[must_use]
    pub fn passes(&self) -> bool {
        match self.trouble() {
            Some(
                Trouble::Locked
                | Trouble::ReadOnly
                | Trouble::Full
                | Trouble::Unwritten
                | Trouble::Unopened,
            ) => true,
            Some(Trouble::Corrupt | Trouble::Other) | None => false,
        }
    }

    /// The sort of trouble with the database, if that is what it is.
    #[must_use]
    pub fn trouble(&self) -> Option<Trouble> {
        use rusqlite::ErrorCode as Code;
        use rusqlite_migration::Error as Migration;
        let (Self::Database(error) | Self::Migration(Migration::RusqliteError { err: error, .. })) =
            self
        else {
            return None;
        };
        let extended = error.sqlite_error().map(|error| error.extended_code);
        if extended.is_some_and(|code| UNWRITTEN.contains(&code)) {
            return Some(Trouble::Unwritten);
        }
        Some(match error.sqlite_error_code() {
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Trouble::Locked,
            Some(Code::ReadOnly | Code::PermissionDenied) => Trouble::ReadOnly,
            Some(Code::DatabaseCorrupt | Code::NotADatabase) => Trouble::Corrupt,
            Some(Code::DiskFull) => Trouble::Full,
            Some(Code::CannotOpen) => Trouble::Unopened,
            // Not an enumeration of ours: every other code of SQLite is one we cannot help with.
            Some(_) | None => Trouble::Other,
        })
    }
}
