//! All that is derived from the facts, as a whole.

use rusqlite::params;

use crate::storage::db::Db;
use crate::storage::db::portable::{self, Fnv};
use crate::storage::db::table::Holds;
use crate::storage::db::thing::Kind;
use crate::storage::error::Error;

/// Forgets where everything stands and what the days count, for deriving it anew.
///
/// # Errors
/// When the database refuses.
pub fn clear(db: &Db) -> Result<(), Error> {
    db.conn.execute_batch(
        "DELETE FROM progress; DELETE FROM tap; DELETE FROM tap_day; DELETE FROM standing; \
         DELETE FROM run; DELETE FROM activity; DELETE FROM foreseen",
    )?;
    Ok(())
}

/// Every derived table, and those of its columns that name rows of others.
const TABLES: [(&str, &[(&str, Holds)]); 9] = [
    ("undone", &[("replica", Holds::Device)]),
    ("progress", &[("card", Holds::Card), ("deck", Holds::Deck), ("edit_replica", Holds::Device)]),
    ("tally", &[("deck", Holds::Deck)]),
    ("activity", &[("deck", Holds::Deck)]),
    ("foreseen", &[("deck", Holds::Deck)]),
    (
        "tap",
        &[
            ("thing", Holds::Thing(Kind::Tap)),
            ("version_replica", Holds::Device),
            ("last_replica", Holds::Device),
        ],
    ),
    ("tap_day", &[("thing", Holds::Thing(Kind::Tap))]),
    ("standing", &[("thing", Holds::AnyThing), ("replica", Holds::Device)]),
    ("run", &[("thing", Holds::Thing(Kind::Walk))]),
];

/// The way in which this program derives; to be raised whenever the same facts lead to something else,
/// so that what an earlier version derived is derived anew.
pub const WAY: i64 = 3;

/// The way in which the derived tables were made.
///
/// # Errors
/// When the database cannot be read.
pub fn way(db: &Db) -> Result<i64, Error> {
    let mut find = db.conn.prepare_cached("SELECT way FROM derived")?;
    Ok(find.query_row([], |row| row.get(0))?)
}

/// Notes that the derived tables are made in this program's way.
///
/// # Errors
/// When the database refuses.
pub fn note_way(db: &Db) -> Result<(), Error> {
    db.conn.execute("UPDATE derived SET way = ?1", params![WAY])?;
    Ok(())
}

/// Sums up all derived tables, row by row, as other devices would know them: equal digests mean that the
/// same was derived.
///
/// # Errors
/// When the database cannot be read.
pub fn digest(db: &Db) -> Result<u64, Error> {
    let mut sum = 0_u64;
    for (table, names) in TABLES {
        let columns = db.conn.prepare(&format!("SELECT * FROM {table}"))?;
        let columns: Vec<String> = columns
            .column_names()
            .into_iter()
            .map(|name| {
                let named = names.iter().find(|(column, _)| *column == name);
                named.map_or_else(
                    || format!("f.{name}"),
                    |(column, holds)| portable::expression(column, *holds),
                )
            })
            .collect();
        let mut all =
            db.conn.prepare(&format!("SELECT {} FROM {table} AS f", columns.join(", ")))?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let mut hash = Fnv::default();
            hash.words(table);
            for column in 0..columns.len() {
                hash.cell(&portable::cell_at(row, column)?);
            }
            sum = sum.wrapping_add(hash.finish().cast_unsigned());
        }
    }
    Ok(sum)
}
