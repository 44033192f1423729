//! Undo: facts that take facts back, and the derived list of what is taken back at present.

use std::collections::HashSet;

use rusqlite::{OptionalExtension as _, params};

use crate::domain::time::Now;
use crate::storage::db::fact::{self, FactId, Table, id_at};
use crate::storage::db::{Db, import};
use crate::storage::error::Error;

/// Takes a fact back.
///
/// # Errors
/// When the database refuses.
pub fn append(db: &Db, now: Now, target: FactId) -> Result<FactId, Error> {
    let values: [&dyn rusqlite::ToSql; 2] = [&target.replica, &target.seq];
    let id = fact::append(db, Table::Undo, now, "target_replica, target_seq", &values)?;
    mark(db, target, true)?;
    Ok(id)
}

/// Lists a fact as taken back, or strikes it off the list.
///
/// # Errors
/// When the database refuses.
pub fn mark(db: &Db, target: FactId, undone: bool) -> Result<(), Error> {
    let sql = if undone {
        "INSERT OR IGNORE INTO undone VALUES (?1, ?2)"
    } else {
        "DELETE FROM undone WHERE replica = ?1 AND seq = ?2"
    };
    db.conn.prepare_cached(sql)?.execute(params![target.replica, target.seq])?;
    Ok(())
}

/// Tells whether a fact is taken back at present.
///
/// # Errors
/// When the database cannot be read.
pub fn is_undone(db: &Db, id: FactId) -> Result<bool, Error> {
    let sql = "SELECT EXISTS (SELECT 1 FROM undone WHERE replica = ?1 AND seq = ?2)";
    Ok(db.conn.prepare_cached(sql)?.query_row(params![id.replica, id.seq], |row| row.get(0))?)
}

/// All facts that are taken back at present.
///
/// # Errors
/// When the database cannot be read.
pub fn all(db: &Db) -> Result<HashSet<FactId>, Error> {
    let mut find = db.conn.prepare_cached("SELECT replica, seq FROM undone")?;
    Ok(find.query_map([], |row| id_at(row, 0))?.collect::<Result<_, _>>()?)
}

/// What the undo numbered `id` takes back.
///
/// # Errors
/// When the database cannot be read.
pub fn target(db: &Db, id: FactId) -> Result<Option<FactId>, Error> {
    let sql = "SELECT target_replica, target_seq FROM undo WHERE replica = ?1 AND seq = ?2";
    let mut find = db.conn.prepare_cached(sql)?;
    Ok(find.query_row(params![id.replica, id.seq], |row| id_at(row, 0)).optional()?)
}

/// The undos that point at a fact.
///
/// # Errors
/// When the database cannot be read.
pub fn of(db: &Db, fact: FactId) -> Result<Vec<FactId>, Error> {
    let sql = "SELECT replica, seq FROM undo WHERE target_replica = ?1 AND target_seq = ?2";
    let mut find = db.conn.prepare_cached(sql)?;
    let undos = find.query_map(params![fact.replica, fact.seq], |row| id_at(row, 0))?;
    Ok(undos.collect::<Result<_, _>>()?)
}

/// Tells whether an undo that is not taken back itself points at a fact.
///
/// # Errors
/// When the database cannot be read.
pub fn points_at(db: &Db, fact: FactId) -> Result<bool, Error> {
    for undo in of(db, fact)? {
        if !is_undone(db, undo)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Derives the list of what is taken back anew from the undo facts and the imports.
///
/// # Errors
/// When the database refuses.
pub fn derive_all(db: &Db) -> Result<(), Error> {
    db.conn.execute("DELETE FROM undone", [])?;
    let mut all = db.conn.prepare("SELECT replica, seq, target_replica, target_seq FROM undo")?;
    let undos = all
        .query_map([], |row| Ok((id_at(row, 0)?, id_at(row, 2)?)))?
        .collect::<Result<Vec<_>, _>>()?;
    let imports = import::all(db)?;
    let wholes: Vec<FactId> = imports.iter().map(|import| import.id).collect();
    let whole = |fact: FactId| {
        let brought = imports.iter().filter(|import| import.brought(fact));
        brought.map(|import| import.id).collect()
    };
    let back = crate::domain::undo::taken_back(&undos, (&wholes, &whole));
    for import in imports.iter().filter(|import| back.contains(&import.id)) {
        mark_brought(db, import)?;
    }
    back.into_iter().try_for_each(|fact| mark(db, fact, true))
}

/// Lists all that came with an import as taken back.
fn mark_brought(db: &Db, import: &import::Kept) -> Result<(), Error> {
    for table in Table::ALL {
        let sql = format!(
            "INSERT OR IGNORE INTO undone SELECT replica, seq FROM {} \
             WHERE replica = ?1 AND seq BETWEEN ?2 AND ?3",
            table.name()
        );
        let mut insert = db.conn.prepare_cached(&sql)?;
        for (device, first, last) in &import.facts {
            insert.execute(params![device, first, last])?;
        }
    }
    Ok(())
}
