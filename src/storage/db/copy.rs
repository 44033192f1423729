//! Copying the whole database out, and one back in, with `SQLite`'s online backup.

use std::path::Path;
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use crate::storage::db::Db;
use crate::storage::db::open::{known, version};
use crate::storage::error::Error;

/// All pages at once: a copy made in steps begins again whenever somebody else writes.
const ALL: i32 = -1;

/// How often a database that others hold is tried again, a twentieth of a second apart.
const TRIES: u32 = 200;

fn all(backup: &Backup<'_, '_>) -> Result<(), Error> {
    for _ in 0..TRIES {
        if backup.step(ALL)? == StepResult::Done {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let busy = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY);
    Err(Error::Database(rusqlite::Error::SqliteFailure(busy, None)))
}

impl Db {
    /// Copies the database as it is at one moment into a file, while others may write.
    ///
    /// # Errors
    /// When it cannot be read or the file cannot be written.
    pub fn copy_to(&self, path: &Path) -> Result<(), Error> {
        let mut copy = Connection::open(path)?;
        all(&Backup::new(&self.conn, &mut copy)?)?;
        // A copy is one file; it gets its log when it is opened for work.
        copy.pragma_update(None, "journal_mode", "delete")?;
        Ok(())
    }

    /// Replaces everything in the database by what a file holds, all or nothing; who else has it open
    /// sees the new content from then on.
    ///
    /// # Errors
    /// When the file is not a sound database of this program, or the database cannot be written.
    pub fn replace_by(&mut self, path: &Path) -> Result<(), Error> {
        sound(path)?;
        let source = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        all(&Backup::new(&source, &mut self.conn)?)?;
        // The copy is one file without a log of its own, and says so in its head.
        Ok(self.conn.pragma_update(None, "journal_mode", "wal")?)
    }
}

/// Has a database that was put in place as a file write its log ahead, as others do.
///
/// # Errors
/// When it cannot be opened or written.
pub fn log_ahead(path: &Path) -> Result<(), Error> {
    Ok(Connection::open(path)?.pragma_update(None, "journal_mode", "wal")?)
}

/// Looks whether a file is a sound database of this program.
///
/// # Errors
/// When it is not, or cannot be read.
pub fn sound(path: &Path) -> Result<(), Error> {
    let source = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let found = version(&source)?;
    if found > known() {
        return Err(Error::Newer { found, known: known() });
    }
    let check: String = source.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if check != "ok" {
        return Err(Error::Strange(check));
    }
    let ours = "SELECT count(*) FROM sqlite_schema WHERE name IN ('replica', 'review', 'undo')";
    let tables: i64 = source.query_row(ours, [], |row| row.get(0))?;
    if tables < 3 || found == 0 {
        return Err(Error::Strange("it is a database, but not one of rat".to_owned()));
    }
    Ok(())
}
