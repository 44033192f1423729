//! Opening the database: created private, brought up to date behind a lock, a copy kept before.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;

use include_dir::{Dir, include_dir};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, Transaction, params};
use rusqlite_migration::{HookError, HookResult, Migrations, MigrationsBuilder};

use crate::storage::db::{Db, wait};
use crate::storage::error::Error;

static MIGRATIONS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/migrations");

impl Db {
    /// Opens the database at `path`, creating it and its folder when they are not there.
    ///
    /// `replica` names this device when the database is new; it is asked for only when a migration is
    /// due. A start where nothing changed asks for the format and for nothing else.
    ///
    /// # Errors
    /// When the folder or file cannot be made or opened, is no database, is damaged, locked, or was
    /// written by a later version.
    pub fn open(path: &Path, replica: impl FnOnce() -> String) -> Result<Self, Error> {
        if !path.exists() {
            create_private(path).map_err(Error::file(path))?;
        }
        let conn = Connection::open(path)?;
        conn.busy_handler(Some(wait))?;
        // The log is folded into the database by `Db::write` when it has grown long, and at no other
        // time: not by the last command to leave, and not by `SQLite` of itself.
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        let known = known();
        let found = version(&conn)?;
        if found > known {
            return Err(Error::Newer { found, known });
        }
        let mut db = Self { conn, path: path.to_owned() };
        if found < known {
            db.bring_up_to_date(known, replica)?;
        }
        db.conn.execute_batch(
            "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 0",
        )?;
        Ok(db)
    }

    /// Applies the migrations that are missing, alone: other processes wait at the lock file, which
    /// stays where it is, since removing it could let two of them hold a lock at once.
    fn bring_up_to_date(
        &mut self,
        known: i64,
        replica: impl FnOnce() -> String,
    ) -> Result<(), Error> {
        let lock = self.path.with_extension("lock");
        let guard = File::create(&lock).map_err(Error::file(&lock))?;
        guard.lock().map_err(Error::file(&lock))?;
        let found = version(&self.conn)?;
        if found == known {
            return Ok(());
        }
        if found > 0 {
            self.copy_aside(found)?;
        }
        self.conn.pragma_update(None, "journal_mode", "wal")?;
        // A migration that rebuilds a table would cascade into its children.
        self.conn.execute_batch("PRAGMA foreign_keys = OFF")?;
        match migrations(replica())?.to_latest(&mut self.conn) {
            Err(rusqlite_migration::Error::Hook(why)) => Err(Error::Strange(why)),
            done => Ok(done?),
        }
    }

    /// Copies the database beside itself before a migration.
    fn copy_aside(&self, version: i64) -> Result<(), Error> {
        let copy = self.path.with_extension(format!("before-format-{}.db", version + 1));
        if copy.exists() {
            fs::remove_file(&copy).map_err(Error::file(&copy))?;
        }
        self.conn.execute("VACUUM INTO ?1", params![copy.to_string_lossy()])?;
        Ok(())
    }
}

/// The latest format of the database that this version knows.
pub(super) fn known() -> i64 {
    i64::try_from(MIGRATIONS.dirs().count()).unwrap_or(i64::MAX)
}

/// The migrations. The newest one, whichever it is, also makes sure of what every database of its format
/// has, in the same transaction: a power cut cannot come between, and no later start has to ask.
fn migrations(replica: String) -> Result<Migrations<'static>, Error> {
    let newest = MIGRATIONS.dirs().count();
    let whole = move |made: &Transaction<'_>| whole(made, &replica);
    let all = MigrationsBuilder::from_directory(&MIGRATIONS)?;
    Ok(all.edit(newest, |migration| migration.set_up_hook(whole.clone())).finalize())
}

/// Makes sure that no row points at one that is not there, and that this device has a name; it keeps one
/// that it has.
fn whole(made: &Transaction<'_>, replica: &str) -> HookResult {
    let broken = "SELECT count(*) FROM pragma_foreign_key_check";
    let broken: i64 = made.query_row(broken, [], |row| row.get(0))?;
    if broken > 0 {
        return Err(HookError::Hook(format!("{broken} rows point at rows that are not there")));
    }
    let insert = "INSERT INTO replica (id, name, next_seq, latest_at, sum) VALUES (1, ?1, 1, 0, 0) \
        ON CONFLICT (id) DO NOTHING";
    made.execute(insert, params![replica])?;
    Ok(())
}

/// An empty database as this version makes it, in memory.
pub(super) fn newest() -> Result<Connection, Error> {
    let mut conn = Connection::open_in_memory()?;
    Migrations::from_directory(&MIGRATIONS)?.to_latest(&mut conn)?;
    Ok(conn)
}

/// The format of a database.
pub(super) fn version(conn: &Connection) -> Result<i64, Error> {
    Ok(conn.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Makes the file and its folder readable by their owner only.
fn create_private(path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_made_before_a_migration_holds_everything() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("rat.db"), || "here".to_owned()).unwrap();
        db.copy_aside(1).unwrap();
        let copy = Connection::open(folder.path().join("rat.before-format-2.db")).unwrap();
        let name: String =
            copy.query_row("SELECT name FROM replica", [], |row| row.get(0)).unwrap();
        assert_eq!(name, "here");
    }

    /// A database of the format before the newest, into which `sql` put something.
    fn before(path: &Path, sql: &str) {
        let mut conn = Connection::open(path).unwrap();
        let last = MIGRATIONS.dirs().count() - 1;
        Migrations::from_directory(&MIGRATIONS).unwrap().to_version(&mut conn, last).unwrap();
        conn.execute_batch(sql).unwrap();
    }

    #[test]
    fn a_database_whose_making_was_cut_short_before_it_got_a_name_gets_one_with_the_next_format() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rat.db");
        before(&path, "");
        let db = Db::open(&path, || "again".to_owned()).unwrap();
        assert_eq!(crate::storage::db::portable::here(&db).unwrap(), "again");
    }

    #[test]
    fn a_device_keeps_its_name_in_the_next_format() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rat.db");
        before(
            &path,
            "INSERT INTO replica (id, name, next_seq, latest_at) VALUES (1, 'here', 7, 8)",
        );
        let db = Db::open(&path, || "again".to_owned()).unwrap();
        assert_eq!(crate::storage::db::portable::here(&db).unwrap(), "here");
    }

    #[test]
    fn the_newest_format_its_references_and_the_name_come_together_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rat.db");
        let stray = "INSERT INTO card (id, name, deck, position, kind, front, back, note, siblings, \
            stated_by) VALUES (1, 'a/b', 9, 1, 'recall', '', '', '', '', 'deck')";
        before(&path, &format!("PRAGMA foreign_keys = OFF; {stray}"));
        let refused = Db::open(&path, || "here".to_owned()).unwrap_err();
        assert!(matches!(&refused, Error::Strange(why) if why.starts_with("1 rows")), "{refused}");
        let conn = Connection::open(&path).unwrap();
        let names: i64 =
            conn.query_row("SELECT count(*) FROM replica", [], |row| row.get(0)).unwrap();
        assert_eq!((version(&conn).unwrap(), names), (known() - 1, 0));
    }

    #[test]
    fn a_start_where_nothing_changed_reads_no_table() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rat.db");
        let none = Connection::open(&path).unwrap();
        none.pragma_update(None, "user_version", known()).unwrap();
        // There is no table in it that could be read: any statement on one would be refused.
        Db::open(&path, || panic!("the name is asked for")).unwrap();
    }

    #[test]
    fn every_commit_is_durable_and_every_reference_checked() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("rat.db"), || "here".to_owned()).unwrap();
        let pragma = |name: &str| -> String {
            let sql = format!("SELECT CAST({name} AS TEXT) FROM pragma_{name}");
            db.conn.query_row(&sql, [], |row| row.get(0)).unwrap()
        };
        let kept = ["journal_mode", "synchronous", "foreign_keys"].map(pragma);
        assert_eq!(kept, ["wal", "2", "1"]);
    }

    #[test]
    fn a_log_that_has_grown_long_is_folded_into_the_database() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rat.db");
        let db = Db::open(&path, || "here".to_owned()).unwrap();
        let write = |text: &str| {
            db.write(|db| {
                let insert = "INSERT INTO broken_deck VALUES ('f', 1, ?1)";
                db.conn.execute(insert, params![text]).map_err(Error::from).map(drop)
            })
        };
        write(&"x".repeat(3 << 20)).unwrap();
        assert_eq!(fs::metadata(folder.path().join("rat.db-wal")).unwrap().len(), 0);
        write("y").unwrap();
        assert_ne!(fs::metadata(folder.path().join("rat.db-wal")).unwrap().len(), 0);
    }

    #[test]
    fn the_log_of_what_was_not_kept_takes_no_room() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rat.db");
        let db = Db::open(&path, || "here".to_owned()).unwrap();
        // More than SQLite keeps in memory before it writes to the log.
        let refused = db.write(|db| -> Result<(), Error> {
            for line in 0..30_000 {
                let insert = "INSERT INTO broken_deck VALUES ('f', ?1, ?2)";
                db.conn.execute(insert, params![line, "x".repeat(1000)])?;
            }
            Err(Error::Strange("stopped".to_owned()))
        });
        assert!(refused.is_err());
        assert_eq!(fs::metadata(folder.path().join("rat.db-wal")).unwrap().len(), 0);
    }
}
