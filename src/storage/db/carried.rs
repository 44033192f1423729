//! Where cards stood in the programs they were brought from: facts.

use std::collections::HashMap;

use rusqlite::{Row, params};

use crate::domain::schedule::history::Carried;
use crate::domain::schedule::memory::Memory;
use crate::storage::db::Db;
use crate::storage::db::fact::{self, FactId, Moment, Table, day_at, in_order, standing};
use crate::storage::error::Error;

/// Keeps where a card stood; `offset` is that of its last review, in seconds east of UTC.
///
/// # Errors
/// When the database refuses.
pub fn append(db: &Db, card: i64, offset: i32, carried: &Carried) -> Result<FactId, Error> {
    let moment = Moment { at: carried.at, offset, study_day: carried.last };
    let due = carried.due.epoch();
    let stability = carried.memory.map(Memory::stability);
    let difficulty = carried.memory.map(Memory::difficulty);
    let values: [&dyn rusqlite::ToSql; 4] = [&card, &due, &stability, &difficulty];
    let columns = "card, due_day, stability, difficulty";
    fact::append_past(db, Table::Carried, moment, columns, &values)
}

const COLUMNS: &str = "study_day, at, due_day, stability, difficulty";

/// Where a card stood elsewhere, oldest first; what was taken back is left out.
///
/// # Errors
/// When the database cannot be read.
pub fn of_card(db: &Db, card: i64) -> Result<Vec<Carried>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM carried WHERE card = ?1 AND {} ORDER BY study_day, {}",
        standing("carried"),
        in_order("carried")
    );
    let mut find = db.conn.prepare_cached(&sql)?;
    Ok(find.query_map(params![card], read)?.collect::<Result<_, _>>()?)
}

/// The same for all cards, by card.
///
/// # Errors
/// When the database cannot be read.
pub fn by_card(db: &Db) -> Result<HashMap<i64, Vec<Carried>>, Error> {
    let sql = format!(
        "SELECT {COLUMNS}, card FROM carried WHERE {} ORDER BY study_day, {}",
        standing("carried"),
        in_order("carried")
    );
    let mut find = db.conn.prepare(&sql)?;
    let mut all: HashMap<i64, Vec<Carried>> = HashMap::new();
    for pair in find.query_map([], |row| Ok((row.get(5)?, read(row)?)))? {
        let (card, carried) = pair?;
        all.entry(card).or_default().push(carried);
    }
    Ok(all)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Carried> {
    let (stability, difficulty): (Option<f32>, Option<f32>) = (row.get(3)?, row.get(4)?);
    let memory =
        stability.zip(difficulty).map(|(stability, difficulty)| Memory::new(stability, difficulty));
    Ok(Carried { at: row.get(1)?, last: day_at(row, 0)?, due: day_at(row, 2)?, memory })
}
