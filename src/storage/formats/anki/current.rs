//! Collections that keep decks, note types and settings in tables: format 18.

use std::collections::HashMap;

use rusqlite::{Connection, Row};

use crate::storage::formats::Refused;
use crate::storage::formats::anki::blob::{Blob, Damaged};
use crate::storage::formats::anki::clock::Clock;
use crate::storage::formats::anki::schema::{bytes, check_current, number, text};
use crate::storage::formats::anki::shelf::{Deck, Face, Head, Kind, Shelf};

/// The character between a deck's name and that of one inside it.
const INSIDE: char = '\u{1f}';

/// Reads the tables. None of their indexes is used: they sort by an order of Anki's own.
pub(super) fn read(conn: &Connection, head: &Head) -> Result<Shelf, Refused> {
    check_current(conn)?;
    let west = setting(conn, "creationOffset")?;
    let hour = setting(conn, "rollover")?;
    let mut shelf = Shelf {
        clock: Clock::new(head.made, west, hour),
        decks: HashMap::new(),
        kinds: HashMap::new(),
        presets: HashMap::new(),
    };
    each(conn, "SELECT id, name, kind FROM decks NOT INDEXED", |row| {
        let deck = deck(&name(row, 1)?, bytes(row, 2)?).map_err(|_| damaged("a deck"))?;
        shelf.decks.insert(number(row, 0)?, deck);
        Ok(())
    })?;
    each(conn, "SELECT id, name, config FROM notetypes NOT INDEXED", |row| {
        let kind = kind(&name(row, 1)?, bytes(row, 2)?).map_err(|_| damaged("a note type"))?;
        shelf.kinds.insert(number(row, 0)?, kind);
        Ok(())
    })?;
    each(conn, "SELECT ntid, name FROM fields NOT INDEXED ORDER BY ntid, ord", |row| {
        if let Some(kind) = shelf.kinds.get_mut(&number(row, 0)?) {
            kind.fields.push(name(row, 1)?);
        }
        Ok(())
    })?;
    each(conn, "SELECT ntid, name, config FROM templates NOT INDEXED ORDER BY ntid, ord", |row| {
        let face = face(&name(row, 1)?, bytes(row, 2)?).map_err(|_| damaged("a template"))?;
        if let Some(kind) = shelf.kinds.get_mut(&number(row, 0)?) {
            kind.faces.push(face);
        }
        Ok(())
    })?;
    each(conn, "SELECT id, config FROM deck_config NOT INDEXED", |row| {
        let set = parameters(Blob::new(bytes(row, 1)?)).map_err(|_| damaged("a preset"))?;
        if !set.is_empty() {
            shelf.presets.insert(number(row, 0)?, set);
        }
        Ok(())
    })?;
    Ok(shelf)
}

fn each(
    conn: &Connection,
    sql: &str,
    mut take: impl FnMut(&Row<'_>) -> Result<(), Refused>,
) -> Result<(), Refused> {
    let mut statement = conn.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        take(row)?;
    }
    Ok(())
}

fn damaged(what: &str) -> Refused {
    Refused::wrong(format!("{what} in its collection is damaged"))
}

fn name(row: &Row<'_>, column: usize) -> Result<String, Refused> {
    text(row, column, || "a name in its collection".to_owned()).map(std::borrow::Cow::into_owned)
}

/// A setting that is a whole number.
fn setting(conn: &Connection, key: &str) -> Result<Option<i64>, Refused> {
    let mut statement = conn.prepare("SELECT val FROM config NOT INDEXED WHERE key = ?1")?;
    let mut rows = statement.query([key])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    Ok(serde_json::from_slice(bytes(row, 0)?).ok())
}

fn deck(name: &str, kind: &[u8]) -> Result<Deck, Damaged> {
    let normal = Blob::new(kind).bytes(1)?;
    let preset = match normal {
        Some(normal) => Some(Blob::new(normal).number(1)?.unwrap_or(1).cast_signed()),
        None => None,
    };
    Ok(Deck { name: name.split(INSIDE).collect::<Vec<_>>().join("::"), preset })
}

fn kind(name: &str, config: &[u8]) -> Result<Kind, Damaged> {
    let config = Blob::new(config);
    let stock = config.number(9)?.unwrap_or(0).cast_signed();
    Ok(Kind::new(name, config.number(1)? == Some(1), stock))
}

fn face(name: &str, config: &[u8]) -> Result<Face, Damaged> {
    let config = Blob::new(config);
    Ok(Face::new(name, config.text(1)?, config.text(2)?))
}

/// The parameters of the latest version of FSRS that a preset holds.
fn parameters(config: Blob<'_>) -> Result<Vec<f32>, Damaged> {
    for version in [6, 5, 3] {
        let held = config.floats(version)?;
        if !held.is_empty() {
            return Ok(held);
        }
    }
    Ok(Vec::new())
}
