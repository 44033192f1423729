//! Card edit facts: texts the user gave to cards, all kept.

use rusqlite::params;

use crate::domain::card::Text;
use crate::domain::time::Now;
use crate::storage::db::Db;
use crate::storage::db::card::text_at;
use crate::storage::db::fact::{self, FactId, Table, id_at, standing};
use crate::storage::error::Error;

/// Gives a card a new text.
///
/// # Errors
/// When the database refuses.
pub fn append(db: &Db, now: Now, card: i64, text: &Text) -> Result<FactId, Error> {
    let kind = text.kind.word();
    let values: [&dyn rusqlite::ToSql; 5] = [&card, &kind, &text.front, &text.back, &text.note];
    fact::append(db, Table::CardEdit, now, "card, kind, front, back, note", &values)
}

/// The texts the user gave to a card, oldest first, with the moment (milliseconds) and offset
/// (seconds) of each; edits that were taken back are left out.
///
/// # Errors
/// When the database cannot be read.
pub fn of_card(db: &Db, card: i64) -> Result<Vec<(FactId, i64, i32, Text)>, Error> {
    let sql = format!(
        "SELECT replica, seq, at, offset, kind, front, back, note FROM card_edit \
         WHERE card = ?1 AND {} ORDER BY at, replica, seq",
        standing("card_edit")
    );
    let mut find = db.conn.prepare_cached(&sql)?;
    let edits = find.query_map(params![card], |row| {
        Ok((id_at(row, 0)?, row.get(2)?, row.get(3)?, text_at(row, 4)?))
    })?;
    Ok(edits.collect::<Result<_, _>>()?)
}
