//! The database: one file per family of tables.

pub mod activity;
pub mod away;
pub mod burial;
pub mod card;
pub mod carried;
mod check;
pub mod commitment;
pub mod copy;
pub mod deck;
pub mod deck_made;
pub mod derived;
pub mod draft;
pub mod edit;
pub mod event;
pub mod fact;
pub mod foreseen;
pub mod grimoire;
pub mod holding;
pub mod import;
pub mod jot;
pub mod key;
pub mod made;
pub mod numbered;
mod open;
pub mod outcome;
pub mod pace;
pub mod parameters;
pub mod portable;
pub mod progress;
pub mod queue;
pub mod receive;
pub mod rehearsal;
pub mod reminder;
pub mod review;
pub mod run;
pub mod salvage;
pub mod segment;
pub mod self_rating;
pub mod shared;
pub mod split;
pub mod standing;
pub mod store;
pub mod suspension;
pub mod table;
pub mod taken_up;
pub mod tap;
pub mod tap_day;
pub mod thing;
pub mod undo;
pub mod usage;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;

use crate::storage::error::Error;

/// How often another process that is writing is waited for: some eight seconds in all.
const PATIENCE: i32 = 24_000;

/// Waits a little for another process that is writing; tells whether to try again.
///
/// `SQLite`'s own waiting grows to a tenth of a second, which lets late comers overtake whoever has
/// waited long; with dozens of processes somebody is then refused. Here whoever has waited longer
/// looks more often, and so comes first.
fn wait(tries: i32) -> bool {
    let microseconds = match tries {
        ..50 => 2_000 + 1_000 * u64::from(tries.unsigned_abs() % 5),
        50..1_000 => 1_000,
        1_000.. => 250,
    };
    std::thread::sleep(Duration::from_micros(microseconds));
    tries < PATIENCE
}

/// A write-ahead log of more bytes than this is folded into the database.
const LONG_LOG: u64 = 1 << 20;

/// An open database.
#[derive(Debug)]
pub struct Db {
    conn: Connection,
    path: PathBuf,
}

impl Db {
    /// Where the database lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Keeps the statements of every table of facts ready, for who goes through many facts.
    pub fn expect_many(&self) {
        self.conn.set_prepared_statement_cache_capacity(256);
    }

    /// Runs `act` in one transaction that takes the write lock at once: all of it is kept, durably,
    /// or none.
    ///
    /// # Errors
    /// What `act` returns, or the database's refusal; nothing is kept then.
    pub fn write<T, E: From<Error>>(
        &self,
        act: impl FnOnce(&Self) -> Result<T, E>,
    ) -> Result<T, E> {
        self.conn.execute_batch("BEGIN IMMEDIATE").map_err(Error::from)?;
        let done = act(self).and_then(|value| {
            self.conn.execute_batch("COMMIT").map_err(Error::from)?;
            Ok(value)
        });
        match done {
            Err(_) if !self.conn.is_autocommit() => {
                self.conn.execute_batch("ROLLBACK").map_err(Error::from)?;
                self.fold_log();
            }
            Err(_) => {}
            Ok(_) => self.fold_log(),
        }
        done
    }

    /// Runs `act` as [`Db::write`] does and takes all of it back again: to see what it would do.
    ///
    /// # Errors
    /// What `act` returns, or the database's refusal.
    pub fn try_out<T, E: From<Error>>(
        &self,
        act: impl FnOnce(&Self) -> Result<T, E>,
    ) -> Result<T, E> {
        self.conn.execute_batch("BEGIN IMMEDIATE").map_err(Error::from)?;
        let value = act(self);
        if !self.conn.is_autocommit() {
            self.conn.execute_batch("ROLLBACK").map_err(Error::from)?;
        }
        self.fold_log();
        value
    }

    /// Folds a write-ahead log that has grown long into the database.
    ///
    /// `SQLite` would do so by itself, but it forgets how far it got when the last process leaves, so
    /// short commands would copy an ever longer log again and again. Emptying the log costs three
    /// syncs once in some twenty grades, and keeps every start short.
    fn fold_log(&self) {
        let mut log = self.path.clone().into_os_string();
        log.push("-wal");
        if std::fs::metadata(log).is_ok_and(|log| log.len() > LONG_LOG) {
            // What was written is safe either way; with a reader in the way it is done next time.
            let _ = self.conn.busy_timeout(Duration::ZERO);
            let fold = "PRAGMA wal_checkpoint(TRUNCATE)";
            let _ = self.conn.query_row(fold, [], |_| Ok(()));
            let _ = self.conn.busy_handler(Some(wait));
        }
    }

    /// Runs `act` on one unchanging view of the database.
    ///
    /// # Errors
    /// What `act` returns, or the database's refusal.
    pub fn read<T, E: From<Error>>(&self, act: impl FnOnce(&Self) -> Result<T, E>) -> Result<T, E> {
        self.conn.execute_batch("BEGIN").map_err(Error::from)?;
        let value = act(self);
        self.conn.execute_batch("COMMIT").map_err(Error::from)?;
        value
    }
}
