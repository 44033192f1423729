//! Which wording of a commitment or jot holds: the last that is not taken back.

use rusqlite::params;

use crate::storage::db::Db;
use crate::storage::db::fact::{latest_first, standing};
use crate::storage::db::thing::Kind;
use crate::storage::error::Error;

/// Derives anew which wording of a thing holds.
///
/// # Errors
/// When the database refuses.
pub fn derive(db: &Db, thing: i64, kind: Kind) -> Result<(), Error> {
    let (open, due) = match kind {
        Kind::Tap | Kind::Walk => return Ok(()),
        Kind::Commitment => ("state = 'open'", "due_day"),
        Kind::Jot => ("done = 0", "NULL"),
    };
    let table = kind.table().name();
    db.conn.prepare_cached("DELETE FROM standing WHERE thing = ?1")?.execute(params![thing])?;
    let sql = format!(
        "INSERT INTO standing SELECT thing, replica, seq, {open}, {due} FROM {table} \
         WHERE thing = ?1 AND {} ORDER BY {} LIMIT 1",
        standing(table),
        latest_first(table)
    );
    db.conn.prepare_cached(&sql)?.execute(params![thing])?;
    Ok(())
}
