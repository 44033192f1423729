//! A database from elsewhere, opened so that nothing in it can run and nothing beside it changes.

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use rusqlite::{Connection, OpenFlags};
use tempfile::TempDir;

use crate::storage::formats::Refused;
use crate::storage::formats::archive::LARGEST;
use crate::storage::formats::loops::PROGRAM;

/// The most steps of its machine that `SQLite` may take over a file, in thousands: two million days take
/// 82 million, while pages that point at each other could keep it busy for ever.
const STEPS: u32 = 120_000;

/// The same for learning which tables there are.
const STEPS_OF_NAMES: u32 = 2_000;

/// The bytes that a row takes at least; really six. A file with more rows than its bytes have room for
/// has pages that point at each other.
const ROW: u64 = 4;

/// A copy of a database that may be opened, as the original may be write-protected, or be changed by
/// somebody while it is read.
pub struct Copied {
    /// It, for reading only.
    pub db: Connection,
    /// The most rows its bytes have room for.
    pub rows: u64,
    // After the connection: it is closed before its folder goes.
    _folder: TempDir,
}

impl Copied {
    /// Copies a database and opens the copy.
    pub fn of(path: &Path) -> Result<Self, Refused> {
        let folder = tempfile::tempdir()?;
        let copy = folder.path().join("loop.db");
        let mut bytes = bounded_copy(path, &copy)?;
        let size = bytes;
        // What was last written may lie in a log beside it. Without one, the database is whole.
        let mut log: OsString = path.as_os_str().to_owned();
        log.push("-wal");
        if Path::new(&log).is_file() {
            bytes += bounded_copy(Path::new(&log), &folder.path().join("loop.db-wal"))?;
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(&copy, flags).map_err(damaged)?;
        limit(&db, STEPS_OF_NAMES)?;
        let settings = "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;
            PRAGMA mmap_size = 0; PRAGMA query_only = ON;";
        db.execute_batch(settings).map_err(damaged)?;
        // SQLite takes what is missing of the last page for zeros.
        let page: u64 = db.query_row("PRAGMA page_size", [], |row| row.get(0)).map_err(damaged)?;
        if !size.is_multiple_of(page) {
            return Err(Refused::wrong(format!(
                "it is damaged, or no backup of {PROGRAM}: it is cut short"
            )));
        }
        // Now it learns which tables there are.
        let count = "SELECT count(*) FROM sqlite_schema";
        db.query_row(count, [], |_| Ok(())).map_err(damaged)?;
        limit(&db, STEPS)?;
        Ok(Self { db, rows: bytes / ROW, _folder: folder })
    }

    /// The names of a table's columns in small letters; none when there is no such table. A view or
    /// anything else that computes what it shows counts as no table, and so do such columns.
    pub fn columns(&self, table: &str) -> Result<HashSet<String>, Refused> {
        let sql = "SELECT lower(c.name) FROM pragma_table_list(?1) t, pragma_table_info(?1) c
            WHERE t.schema = 'main' AND t.type = 'table' AND octet_length(c.name) < 1000";
        let mut statement = self.db.prepare(sql).map_err(damaged)?;
        let names = statement.query_map([table], |row| row.get(0)).map_err(damaged)?;
        names.collect::<Result<_, _>>().map_err(damaged)
    }
}

/// Lets `SQLite` take so many thousand steps from now on.
fn limit(db: &Connection, thousands: u32) -> Result<(), Refused> {
    let mut left = thousands;
    let over = move || {
        left = left.saturating_sub(1);
        left == 0
    };
    db.progress_handler(1_000, Some(over)).map_err(damaged)
}

/// Copies a file, no more of it than a sound one could hold, and counts its bytes.
fn bounded_copy(from: &Path, to: &Path) -> Result<u64, Refused> {
    let mut bounded = File::open(from)?.take(LARGEST + 1);
    let bytes = io::copy(&mut bounded, &mut File::create_new(to)?)?;
    if bytes > LARGEST {
        let limit = format!("{} MB", LARGEST >> 20);
        return Err(Refused::TooMuch { what: "it".to_owned(), limit });
    }
    Ok(bytes)
}

/// Says that a database is no sound backup.
#[expect(clippy::needless_pass_by_value, reason = "errors are handed over by `map_err`")]
pub fn damaged(error: rusqlite::Error) -> Refused {
    if error.sqlite_error_code() == Some(rusqlite::ErrorCode::OperationInterrupted) {
        return Refused::wrong("it takes longer to read than any sound backup would");
    }
    Refused::wrong(format!("it is damaged, or no backup of {PROGRAM}: {error}"))
}
