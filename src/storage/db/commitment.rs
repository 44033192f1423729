//! Commitments, as they stood from one moment to the next.

use rusqlite::{Row, params};

use crate::domain::commitment::{Commitment, State};
use crate::domain::time::{Now, StudyDay};
use crate::storage::db::fact::{self, FactId, Table, day_at, word_at};
use crate::storage::db::{Db, thing};
use crate::storage::error::Error;

const COLUMNS: &str = "text, due_day, probability, state, note";

/// Says how a commitment stands from now on.
///
/// # Errors
/// When the database refuses.
pub fn append(db: &Db, now: Now, thing: i64, promised: &Commitment) -> Result<FactId, Error> {
    let (kind, state, due) = (promised.kind.word(), promised.state.word(), promised.due.epoch());
    let Commitment { text, probability, note, .. } = promised;
    let values: [&dyn rusqlite::ToSql; 7] = [&thing, &kind, text, &due, probability, &state, note];
    fact::append(db, Table::Commitment, now, &format!("thing, kind, {COLUMNS}"), &values)
}

/// The commitments that hold, with their rows in `thing`, the earliest due first: the open ones due
/// by a day, or all of them, closed ones included.
///
/// # Errors
/// When the database cannot be read.
pub fn list(db: &Db, due_by: Option<StudyDay>) -> Result<Vec<(i64, Commitment)>, Error> {
    let due = "open = 1 AND back_on <= ?1";
    let sql = format!(
        "SELECT commitment.thing, commitment.kind, {COLUMNS} FROM standing JOIN commitment USING (replica, seq) \
         JOIN thing ON thing.id = commitment.thing WHERE {} ORDER BY open DESC, due_day, {}",
        if due_by.is_some() { due } else { "?1 IS NULL" },
        thing::IN_ORDER
    );
    let mut find = db.conn.prepare_cached(&sql)?;
    let all = find.query_map(params![due_by.map(StudyDay::epoch)], |row| {
        Ok((row.get(0)?, commitment_at(row, 1)?))
    })?;
    Ok(all.collect::<Result<_, _>>()?)
}

/// A commitment with the moments of its life, each in milliseconds since the epoch with the UTC offset
/// then, in seconds.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Its row in `thing`.
    pub thing: i64,
    /// How it stands.
    pub commitment: Commitment,
    /// When it was made.
    pub made: (i64, i32),
    /// When it was last moved, closed or opened again.
    pub changed: (i64, i32),
}

/// Every commitment that holds, in the order in which they were made.
///
/// # Errors
/// When the database cannot be read.
pub fn told(db: &Db) -> Result<Vec<Told>, Error> {
    let sql = format!(
        "SELECT thing.id, last.kind, last.text, last.due_day, last.probability, last.state, \
         last.note, first.at, first.offset, last.at, last.offset FROM standing \
         JOIN commitment last ON last.replica = standing.replica AND last.seq = standing.seq \
         JOIN thing ON thing.id = standing.thing \
         JOIN commitment first ON first.replica = thing.replica AND first.seq = thing.seq \
         ORDER BY {}",
        thing::IN_ORDER
    );
    let mut find = db.conn.prepare_cached(&sql)?;
    let all = find.query_map([], |row| {
        Ok(Told {
            thing: row.get(0)?,
            commitment: commitment_at(row, 1)?,
            made: (row.get(7)?, row.get(8)?),
            changed: (row.get(9)?, row.get(10)?),
        })
    })?;
    Ok(all.collect::<Result<_, _>>()?)
}

/// Reads how a commitment stands; nothing when there is none or it is taken back.
///
/// # Errors
/// When the database cannot be read.
pub fn at(db: &Db, thing: i64) -> Result<Option<Commitment>, Error> {
    use rusqlite::OptionalExtension as _;
    let sql = format!(
        "SELECT kind, {COLUMNS} FROM standing JOIN commitment USING (replica, seq) \
         WHERE standing.thing = ?1"
    );
    let mut find = db.conn.prepare_cached(&sql)?;
    Ok(find.query_row(params![thing], |row| commitment_at(row, 0)).optional()?)
}

/// How many open commitments are due by a day.
///
/// # Errors
/// When the database cannot be read.
pub fn due_count(db: &Db, by: StudyDay) -> Result<u64, Error> {
    let sql = "SELECT count(*) FROM standing WHERE open = 1 AND back_on <= ?1";
    Ok(db.conn.prepare_cached(sql)?.query_row(params![by.epoch()], |row| row.get(0))?)
}

fn commitment_at(row: &Row<'_>, column: usize) -> rusqlite::Result<Commitment> {
    Ok(Commitment {
        kind: word_at(row, column)?,
        text: row.get(column + 1)?,
        due: day_at(row, column + 2)?,
        probability: row.get(column + 3)?,
        state: word_at::<State>(row, column + 4)?,
        note: row.get(column + 5)?,
    })
}
