//! Opening the database of a collection, which anybody may have made.

use std::borrow::Cow;
use std::io;
use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, OpenFlags, Row};

use crate::storage::formats::Refused;

/// The most bytes a row may have; the largest are the note types of a collection, a few megabytes.
const ROW: i32 = 32 << 20;

/// The tables every collection has, with the columns that are read.
const TABLES: [(&str, &[&str]); 4] = [
    ("col", &["crt", "ver", "conf", "models", "decks", "dconf"]),
    ("notes", &["id", "guid", "mid", "mod", "tags", "flds"]),
    (
        "cards",
        &[
            "id", "nid", "did", "ord", "mod", "type", "queue", "due", "ivl", "reps", "lapses",
            "odue", "odid", "flags", "data",
        ],
    ),
    ("revlog", &["id", "cid", "ease", "factor", "time", "type"]),
];

/// The tables that newer collections have instead of texts in `col`.
const CURRENT: [(&str, &[&str]); 6] = [
    ("config", &["key", "val"]),
    ("decks", &["id", "name", "kind"]),
    ("notetypes", &["id", "name", "config"]),
    ("fields", &["ntid", "ord", "name"]),
    ("templates", &["ntid", "ord", "name", "config"]),
    ("deck_config", &["id", "config"]),
];

impl From<rusqlite::Error> for Refused {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::TooBig) => {
                let limit = format!("{} MB in one row", ROW >> 20);
                Self::TooMuch { what: "its collection".to_owned(), limit }
            }
            Some(ErrorCode::DiskFull | ErrorCode::CannotOpen) => {
                Self::Unreadable(io::Error::other(error))
            }
            _ => Self::Wrong(format!("its collection is damaged: {error}")),
        }
    }
}

/// Opens a collection and looks whether it is one: nothing in it is run, and what is read of it are
/// plain tables.
pub(super) fn open(path: &Path) -> Result<Connection, Refused> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    conn.set_limit(Limit::SQLITE_LIMIT_LENGTH, ROW)?;
    for (config, on) in [
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
    ] {
        conn.set_db_config(config, on)?;
    }
    conn.create_collation("unicase", |a, b| a.to_lowercase().cmp(&b.to_lowercase()))?;
    conn.execute_batch(
        "PRAGMA cell_size_check = ON; PRAGMA query_only = ON; PRAGMA mmap_size = 0",
    )?;
    for (table, columns) in TABLES {
        check(&conn, table, columns)?;
    }
    Ok(conn)
}

/// Looks whether the tables of newer collections are there.
pub(super) fn check_current(conn: &Connection) -> Result<(), Refused> {
    CURRENT.iter().try_for_each(|(table, columns)| check(conn, table, columns))
}

/// Looks whether a table is there, is a plain one, and has columns that are kept as they are.
fn check(conn: &Connection, table: &str, columns: &[&str]) -> Result<(), Refused> {
    let mut sort = conn.prepare(
        "SELECT type FROM pragma_table_list WHERE schema = 'main' AND name = ?1 COLLATE NOCASE",
    )?;
    let mut rows = sort.query([table])?;
    match rows.next()? {
        None => return Err(Refused::wrong(format!("its collection has no table `{table}`"))),
        Some(row) if row.get_ref(0)? == ValueRef::Text(b"table") => {}
        Some(_) => {
            return Err(Refused::wrong(format!("`{table}` in its collection is no plain table")));
        }
    }
    let mut held = conn.prepare("SELECT lower(name), hidden FROM pragma_table_xinfo(?1)")?;
    let held: Vec<(String, i64)> =
        held.query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    for column in columns {
        match held.iter().find(|(name, _)| name == column) {
            None => {
                let missing = format!("`{table}` in its collection has no column `{column}`");
                return Err(Refused::Wrong(missing));
            }
            Some((_, 0)) => {}
            Some(_) => {
                let strange = format!("`{table}.{column}` in its collection is reckoned, not kept");
                return Err(Refused::Wrong(strange));
            }
        }
    }
    Ok(())
}

/// A whole number, however it was kept: old collections hold some as fractions or texts.
#[allow(clippy::cast_possible_truncation, reason = "a fraction beyond the range is cut to its end")]
pub(super) fn number(row: &Row<'_>, column: usize) -> Result<i64, Refused> {
    Ok(match row.get_ref(column)? {
        ValueRef::Integer(number) => number,
        ValueRef::Real(number) => number as i64,
        ValueRef::Text(text) => {
            std::str::from_utf8(text).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0)
        }
        ValueRef::Null | ValueRef::Blob(_) => 0,
    })
}

/// A text; `what` names it when it is none.
pub(super) fn text<'a>(
    row: &'a Row<'_>,
    column: usize,
    what: impl FnOnce() -> String,
) -> Result<Cow<'a, str>, Refused> {
    match row.get_ref(column)? {
        ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Cow::Borrowed(text)),
            Err(_) => Err(Refused::wrong(format!("the text of {} is damaged", what()))),
        },
        ValueRef::Null => Ok(Cow::Borrowed("")),
        ValueRef::Integer(number) => Ok(Cow::Owned(number.to_string())),
        ValueRef::Real(number) => Ok(Cow::Owned(number.to_string())),
        ValueRef::Blob(_) => Err(Refused::wrong(format!("the text of {} is no text", what()))),
    }
}

/// Bytes; none when it is anything else.
pub(super) fn bytes<'a>(row: &'a Row<'_>, column: usize) -> Result<&'a [u8], Refused> {
    Ok(match row.get_ref(column)? {
        ValueRef::Blob(bytes) | ValueRef::Text(bytes) => bytes,
        ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) => &[],
    })
}
