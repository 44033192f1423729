//! Card edit facts: texts the user gave to cards, all kept.

use rusqlite::params;

use crate::domain::card::Text;
use crate::domain::time::Now;
use crate::storage::db::Db;
use crate::storage::db::card::text_at;
use crate::storage::db::fact::{self, FactId, Moment, Table, id_at, in_order, standing};
use crate::storage::error::Error;

const COLUMNS: &str = "card, kind, front, back, note, made";

/// Gives a card a new text.
///
/// # Errors
/// When the database refuses.
pub fn append(db: &Db, now: Now, card: i64, text: &Text) -> Result<FactId, Error> {
    fact::append(db, Table::CardEdit, now, COLUMNS, &values(&card, text, &text.kind.word(), &false))
}

/// Gives a card of the user's own its first text, which makes it.
///
/// # Errors
/// When the database refuses.
pub fn make(db: &Db, now: Now, card: i64, text: &Text) -> Result<FactId, Error> {
    fact::append(db, Table::CardEdit, now, COLUMNS, &values(&card, text, &text.kind.word(), &true))
}

/// Gives a card the text it had elsewhere from a moment on.
///
/// # Errors
/// When the database refuses.
pub fn append_past(
    db: &Db,
    moment: Moment,
    card: i64,
    text: &Text,
    made: bool,
) -> Result<FactId, Error> {
    let kind = text.kind.word();
    fact::append_past(db, Table::CardEdit, moment, COLUMNS, &values(&card, text, &kind, &made))
}

fn values<'a>(
    card: &'a i64,
    text: &'a Text,
    kind: &'a &'a str,
    made: &'a bool,
) -> [&'a dyn rusqlite::ToSql; 6] {
    [card, kind, &text.front, &text.back, &text.note, made]
}

/// The texts the user gave to a card, oldest first, with the moment (milliseconds) and offset
/// (seconds) of each; edits that were taken back are left out.
///
/// # Errors
/// When the database cannot be read.
pub fn of_card(db: &Db, card: i64) -> Result<Vec<(FactId, i64, i32, Text)>, Error> {
    let sql = format!(
        "SELECT replica, seq, at, offset, kind, front, back, note FROM card_edit \
         WHERE card = ?1 AND {} ORDER BY {}",
        standing("card_edit"),
        in_order("card_edit")
    );
    let mut find = db.conn.prepare_cached(&sql)?;
    let edits = find.query_map(params![card], |row| {
        Ok((id_at(row, 0)?, row.get(2)?, row.get(3)?, text_at(row, 4)?))
    })?;
    Ok(edits.collect::<Result<_, _>>()?)
}
