//! Cards: what is on them and where they stand.

use rusqlite::{OptionalExtension as _, Row, params};

use crate::domain::card::{Id, Kind, Text};
use crate::domain::schedule::state::State;
use crate::storage::db::Db;
use crate::storage::db::fact::{conversion, in_order, standing, word_at};
use crate::storage::db::progress;
use crate::storage::error::Error;

/// A card as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// Its row.
    pub row: i64,
    /// Its name.
    pub id: Id,
    /// Its deck's row.
    pub deck: i64,
    /// Its place inside the deck.
    pub position: i64,
    /// The group of cards that give each other away; may be empty.
    pub siblings: String,
    /// What stands on it: the last edit, or what its deck says.
    pub text: Text,
    /// Whether the user has edited it.
    pub edited: bool,
    /// Where it stands.
    pub state: State,
}

const SELECT: &str = "SELECT c.id, c.name, c.deck, c.position, c.siblings, \
    ifnull(e.kind, c.kind), ifnull(e.front, c.front), ifnull(e.back, c.back), \
    ifnull(e.note, c.note), e.seq IS NOT NULL, \
    p.queue, p.due_day, p.suspended, p.stability, p.difficulty, p.last_day, p.interval, p.count, \
    p.lapses, p.leech, p.drill_day \
    FROM card c JOIN progress p ON p.card = c.id \
    LEFT JOIN card_edit e ON e.replica = p.edit_replica AND e.seq = p.edit_seq";

fn read(row: &Row<'_>) -> rusqlite::Result<Stored> {
    let id = word_at(row, 1)?;
    Ok(Stored {
        row: row.get(0)?,
        id,
        deck: row.get(2)?,
        position: row.get(3)?,
        siblings: row.get(4)?,
        text: text_at(row, 5)?,
        edited: row.get(9)?,
        state: progress::state_at(row, 10)?,
    })
}

/// Reads kind, front, back and note from four neighbouring columns.
pub(super) fn text_at(row: &Row<'_>, column: usize) -> rusqlite::Result<Text> {
    let word: String = row.get(column)?;
    let kind = Kind::from_word(&word)
        .ok_or_else(|| conversion(column, Error::Strange(format!("the card kind {word}"))))?;
    let (front, back) = (row.get(column + 1)?, row.get(column + 2)?);
    Ok(Text { kind, front, back, note: row.get(column + 3)? })
}

/// Finds a card by its row.
///
/// # Errors
/// When there is none or the database cannot be read.
pub fn at(db: &Db, row: i64) -> Result<Stored, Error> {
    let sql = format!("{SELECT} WHERE c.id = ?1");
    Ok(db.conn.prepare_cached(&sql)?.query_row(params![row], read)?)
}

/// Finds a card by its whole name.
///
/// # Errors
/// When the database cannot be read.
pub fn named(db: &Db, name: &str) -> Result<Option<Stored>, Error> {
    let sql = format!("{SELECT} WHERE c.name = ?1");
    Ok(db.conn.prepare_cached(&sql)?.query_row(params![name], read).optional()?)
}

/// The names of the cards in use that `prefix` fits, at most `limit`.
///
/// A prefix fits when the name or the key begins with it; with a slash in it, when the deck begins
/// with what stands before and the key with what stands after.
///
/// # Errors
/// When the database cannot be read.
pub fn names_with_prefix(db: &Db, prefix: &str, limit: u32) -> Result<Vec<String>, Error> {
    let sql = "SELECT c.name FROM card c JOIN progress p ON p.card = c.id \
        WHERE (p.queue > 0 OR p.suspended) \
        AND substr(c.name, 1, length(?1)) = ?1 \
        AND substr(c.name, instr(c.name, '/') + 1, length(?2)) = ?2 \
        ORDER BY c.name LIMIT ?3";
    let mut find = db.conn.prepare_cached(sql)?;
    let mut fitting = |deck: &str, key: &str| -> Result<Vec<String>, Error> {
        let names = find.query_map(params![deck, key, limit], |row| row.get(0))?;
        Ok(names.collect::<Result<_, _>>()?)
    };
    if let Some((deck, key)) = prefix.split_once('/') {
        return fitting(deck, key);
    }
    let mut names = fitting(prefix, "")?;
    names.extend(fitting("", prefix)?);
    names.sort();
    names.dedup();
    Ok(names)
}

/// The names of all cards in use.
///
/// # Errors
/// When the database cannot be read.
pub fn names(db: &Db) -> Result<Vec<String>, Error> {
    names_with_prefix(db, "", u32::MAX)
}

/// The cards in use, in learning order: those of one deck, or all; only those whose name, text or
/// note holds every one of `words`, whatever its case.
///
/// # Errors
/// When the database cannot be read.
pub fn list(db: &Db, deck: Option<i64>, words: &[String]) -> Result<Vec<Stored>, Error> {
    let sql = format!(
        "{SELECT} WHERE (p.queue > 0 OR p.suspended) AND (?1 IS NULL OR c.deck = ?1) \
         ORDER BY p.place, c.name"
    );
    let words: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let mut find = db.conn.prepare_cached(&sql)?;
    let mut found = Vec::new();
    for card in find.query_map(params![deck], read)? {
        let card = card?;
        let text = &card.text;
        let all = format!("{}\n{}\n{}\n{}", card.id, text.question(), text.answer(), text.note);
        let all = all.to_lowercase();
        if words.iter().all(|word| all.contains(word)) {
            found.push(card);
        }
    }
    Ok(found)
}

/// The rows of every card, used or not.
///
/// # Errors
/// When the database cannot be read.
pub fn rows(db: &Db) -> Result<Vec<i64>, Error> {
    let mut find = db.conn.prepare("SELECT id FROM card ORDER BY id")?;
    Ok(find.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Every card with its name.
///
/// # Errors
/// When the database cannot be read.
pub fn ids(db: &Db) -> Result<Vec<(i64, Id)>, Error> {
    let mut find = db.conn.prepare_cached("SELECT id, name FROM card")?;
    let ids = find.query_map([], |row| Ok((row.get(0)?, word_at(row, 1)?)))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// The name of a card.
///
/// # Errors
/// When there is none or the database cannot be read.
pub fn at_name(db: &Db, row: i64) -> Result<Id, Error> {
    let mut find = db.conn.prepare_cached("SELECT name FROM card WHERE id = ?1")?;
    Ok(find.query_row(params![row], |row| word_at(row, 0))?)
}

/// Tells whether a card has a text: from a deck file, or from an edit that is not taken back.
///
/// # Errors
/// When the database cannot be read.
pub fn is_stated(db: &Db, row: i64) -> Result<bool, Error> {
    let sql = format!(
        "SELECT stated_by = 'deck' OR EXISTS (SELECT 1 FROM card_edit WHERE card = ?1 AND {}) \
         FROM card WHERE id = ?1",
        standing("card_edit")
    );
    Ok(db.conn.prepare_cached(&sql)?.query_row(params![row], |row| row.get(0))?)
}

/// Notes that an edit makes a card, which is the user's own unless a deck states it.
///
/// # Errors
/// When the database refuses.
pub fn made(db: &Db, row: i64) -> Result<(), Error> {
    let sql = "UPDATE card SET stated_by = 'user' WHERE id = ?1 AND stated_by = 'nobody'";
    db.conn.prepare_cached(sql)?.execute(params![row])?;
    // What it says while every edit is taken back: what it said when it was first made.
    let sql = format!(
        "UPDATE card SET (kind, front, back, note) = (SELECT kind, front, back, note FROM card_edit \
         WHERE card_edit.card = ?1 AND made ORDER BY {} LIMIT 1) WHERE id = ?1 AND stated_by = 'user'",
        in_order("card_edit")
    );
    db.conn.prepare_cached(&sql)?.execute(params![row])?;
    Ok(())
}

/// Makes room for a card of the user's own at the end of a deck; its text comes with its first edit.
///
/// # Errors
/// When the database refuses.
pub fn add(db: &Db, id: &Id, deck: i64, text: &Text) -> Result<i64, Error> {
    let sql = "INSERT INTO card (name, deck, position, kind, front, back, note, siblings, stated_by) \
        VALUES (?1, ?2, (SELECT ifnull(max(position), 0) + 1 FROM card WHERE deck = ?2), \
                ?3, ?4, ?5, ?6, '', 'user') RETURNING id";
    let values = params![id.to_string(), deck, text.kind.word(), text.front, text.back, text.note];
    Ok(db.conn.prepare_cached(sql)?.query_row(values, |row| row.get(0))?)
}
