//! The store this device shares with others; none of it is a fact.

use rusqlite::{OptionalExtension as _, params};

use crate::storage::db::Db;
use crate::storage::error::Error;

/// A store as this device knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its address, with the password if there is one.
    pub address: String,
    /// What the user calls this device.
    pub label: String,
    /// When all went well last, in milliseconds since the epoch.
    pub synced_at: Option<i64>,
}

/// The store, if there is one.
///
/// # Errors
/// When the database cannot be read.
pub fn known(db: &Db) -> Result<Option<Known>, Error> {
    let mut find = db.conn.prepare_cached("SELECT address, label, synced_at FROM store")?;
    let known = find.query_row([], |row| {
        let (address, label) = (row.get(0)?, row.get(1)?);
        Ok(Known { address, label, synced_at: row.get(2)? })
    });
    Ok(known.optional()?)
}

/// Remembers a store.
///
/// # Errors
/// When the database refuses.
pub fn keep(db: &Db, known: &Known) -> Result<(), Error> {
    let sql = "INSERT INTO store VALUES (1, ?1, ?2, ?3) ON CONFLICT (id) DO UPDATE SET \
        address = ?1, label = ?2, synced_at = ?3";
    let values = params![known.address, known.label, known.synced_at];
    db.conn.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

/// Forgets the store.
///
/// # Errors
/// When the database refuses.
pub fn forget(db: &Db) -> Result<(), Error> {
    db.conn.execute("DELETE FROM store", [])?;
    Ok(())
}

/// Notes when all went well, in milliseconds since the epoch.
///
/// # Errors
/// When the database refuses.
pub fn went_well(db: &Db, at: i64) -> Result<(), Error> {
    db.conn.prepare_cached("UPDATE store SET synced_at = ?1")?.execute(params![at])?;
    Ok(())
}
