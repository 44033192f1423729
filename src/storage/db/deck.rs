//! Decks: the shelf as it was taken up from the deck files.

use rusqlite::{OptionalExtension as _, Row, params};
use serde::{Deserialize, Serialize};

use crate::domain::deck::{About, Deck, Origin};
use crate::storage::db::Db;
use crate::storage::db::portable::{Fnv, cell_at};
use crate::storage::error::Error;

/// A deck as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// Its row.
    pub row: i64,
    /// What it says about its technique.
    pub about: About,
    /// Where it came from.
    pub origin: Origin,
    /// Its place on the shelf.
    pub position: i64,
    /// What it was taken up from.
    pub digest: String,
}

impl Stored {
    /// Whether no file states it: it came with an import.
    #[must_use]
    pub fn is_made(&self) -> bool {
        self.digest == MADE
    }
}

/// What a deck says about its technique, as it is kept.
#[derive(Serialize, Deserialize)]
struct Page {
    title: String,
    purpose: String,
    use_when: String,
    avoid_when: String,
    standing: String,
    standing_note: String,
    sources: Vec<String>,
}

fn read(row: &Row<'_>) -> rusqlite::Result<Stored> {
    let json: String = row.get(2)?;
    let page: Page = serde_json::from_str(&json).map_err(|error| {
        let kind = rusqlite::types::Type::Text;
        rusqlite::Error::FromSqlConversionFailure(2, kind, Box::new(error))
    })?;
    let Page { title, purpose, use_when, avoid_when, standing, standing_note, sources } = page;
    let name = row.get(1)?;
    let about =
        About { name, title, purpose, use_when, avoid_when, standing, standing_note, sources };
    let origin: String = row.get(3)?;
    let origin = if origin == Origin::User.word() { Origin::User } else { Origin::BuiltIn };
    Ok(Stored { row: row.get(0)?, about, origin, position: row.get(4)?, digest: row.get(5)? })
}

const SELECT: &str = "SELECT id, name, about, origin, position, digest FROM deck WHERE present";

/// The decks on the shelf, in learning order.
///
/// # Errors
/// When the database cannot be read.
pub fn all(db: &Db) -> Result<Vec<Stored>, Error> {
    let mut find = db.conn.prepare_cached(&format!("{SELECT} ORDER BY position, name"))?;
    Ok(find.query_map([], read)?.collect::<Result<_, _>>()?)
}

/// Finds a deck on the shelf by its row.
///
/// # Errors
/// When it is not there or the database cannot be read.
pub fn at(db: &Db, row: i64) -> Result<Stored, Error> {
    let sql = "SELECT id, name, about, origin, position, digest FROM deck WHERE id = ?1";
    Ok(db.conn.prepare_cached(sql)?.query_row(params![row], read)?)
}

fn page(about: &About) -> Result<String, Error> {
    let page = Page {
        title: about.title.clone(),
        purpose: about.purpose.clone(),
        use_when: about.use_when.clone(),
        avoid_when: about.avoid_when.clone(),
        standing: about.standing.clone(),
        standing_note: about.standing_note.clone(),
        sources: about.sources.clone(),
    };
    serde_json::to_string(&page).map_err(|error| Error::Strange(error.to_string()))
}

/// What a deck is taken up from that no file states.
const MADE: &str = "made";

/// The row of a deck, whether it is on the shelf or not; one that is not known is given a place off it.
///
/// # Errors
/// When the database refuses.
pub fn place(db: &Db, name: &str) -> Result<i64, Error> {
    let about = About { name: name.to_owned(), title: name.to_owned(), ..About::default() };
    let sql = "INSERT INTO deck (name, position, origin, about, digest, present) \
        VALUES (?1, ?2, ?3, ?4, ?5, 0) ON CONFLICT (name) DO UPDATE SET name = name RETURNING id";
    let values = params![name, shelf_place(name), Origin::User.word(), page(&about)?, MADE];
    Ok(db.conn.prepare_cached(sql)?.query_row(values, |row| row.get(0))?)
}

/// Tells whether a file states a deck of that name.
///
/// # Errors
/// When the database cannot be read.
pub fn is_stated(db: &Db, name: &str) -> Result<bool, Error> {
    let sql = "SELECT EXISTS (SELECT 1 FROM deck WHERE name = ?1 AND present AND digest <> ?2)";
    Ok(db.conn.prepare_cached(sql)?.query_row(params![name, MADE], |row| row.get(0))?)
}

/// The rows of all decks off the shelf.
///
/// # Errors
/// When the database cannot be read.
pub fn away(db: &Db) -> Result<Vec<i64>, Error> {
    let mut find = db.conn.prepare_cached("SELECT id FROM deck WHERE NOT present")?;
    Ok(find.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// The rows of all decks that no file states, on the shelf or off it.
///
/// # Errors
/// When the database cannot be read.
pub fn made(db: &Db) -> Result<Vec<i64>, Error> {
    let mut find = db.conn.prepare_cached("SELECT DISTINCT deck FROM deck_made ORDER BY deck")?;
    Ok(find.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Where a deck stands that no file states: behind all others, by its name, so that every device puts it
/// in the same place.
fn shelf_place(name: &str) -> i64 {
    let letter = |byte: u8| match byte {
        b'a'..=b'z' => i64::from(byte - b'a') + 11,
        b'0'..=b'9' => i64::from(byte - b'0') + 1,
        _ => 0,
    };
    let padded = name.bytes().chain(std::iter::repeat(b'-')).take(5);
    10_000 + padded.fold(0, |place, byte| place * 37 + letter(byte))
}

/// Puts a deck that no file states on the shelf under a title, or takes it off; one that a file states
/// stays as it is.
///
/// # Errors
/// When the database refuses.
pub fn settle_made(db: &Db, row: i64, title: Option<&str>) -> Result<(), Error> {
    let sql = "SELECT digest = ?2 OR NOT present FROM deck WHERE id = ?1";
    let mut find = db.conn.prepare_cached(sql)?;
    let own: bool = find.query_row(params![row, MADE], |row| row.get(0))?;
    match title {
        _ if !own => Ok(()),
        Some(title) => keep_made(db, row, title),
        None => put_away(db, row),
    }
}

/// Puts a deck that no file states, or none any more, on the shelf under a title.
///
/// # Errors
/// When the database refuses.
pub fn keep_made(db: &Db, row: i64, title: &str) -> Result<(), Error> {
    let name = at(db, row)?.about.name;
    let place = shelf_place(&name);
    let about = About { name, title: title.to_owned(), ..About::default() };
    let sql = "UPDATE deck SET present = 1, digest = ?2, origin = ?3, about = ?4, position = ?5 \
        WHERE id = ?1";
    let values = params![row, MADE, Origin::User.word(), page(&about)?, place];
    db.conn.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

/// Sums up what stands on the shelf: its decks, and the cards that a deck file states.
///
/// # Errors
/// When the database cannot be read.
pub fn digest(db: &Db) -> Result<i64, Error> {
    let decks = "SELECT name, position, origin, about, digest FROM deck WHERE present";
    let cards = "SELECT name, (SELECT name FROM deck WHERE id = deck), position, kind, front, back, \
        note, siblings FROM card WHERE stated_by = 'deck'";
    let mut sum = 0_i64;
    for sql in [decks, cards] {
        let mut find = db.conn.prepare(sql)?;
        let columns = find.column_count();
        let mut rows = find.query([])?;
        while let Some(row) = rows.next()? {
            let mut hash = Fnv::default();
            for column in 0..columns {
                hash.cell(&cell_at(row, column)?);
            }
            sum = sum.wrapping_add(hash.finish());
        }
    }
    Ok(sum)
}

/// Puts a deck on the shelf, or brings it up to date; its cards are taken up with
/// [`take_up_cards`].
///
/// # Errors
/// When the database refuses.
pub fn take_up(
    db: &Db,
    about: &About,
    origin: Origin,
    position: i64,
    digest: &str,
) -> Result<i64, Error> {
    let json = page(about)?;
    let sql = "INSERT INTO deck (name, position, origin, about, digest, present) \
        VALUES (?1, ?2, ?3, ?4, ?5, 1) ON CONFLICT (name) DO UPDATE SET \
        position = ?2, origin = ?3, about = ?4, digest = ?5, present = 1 RETURNING id";
    let values = params![about.name, position, origin.word(), json, digest];
    Ok(db.conn.prepare_cached(sql)?.query_row(values, |row| row.get(0))?)
}

/// Brings the cards of a deck up to date; a card the deck no longer states is kept, with its
/// history, but stated by nobody. Returns the rows of all cards of the deck.
///
/// # Errors
/// When the database refuses.
pub fn take_up_cards(db: &Db, row: i64, deck: &Deck) -> Result<Vec<i64>, Error> {
    let forget = "UPDATE card SET stated_by = CASE WHEN EXISTS \
        (SELECT 1 FROM card_edit WHERE card_edit.card = card.id AND made) THEN 'user' \
        ELSE 'nobody' END WHERE deck = ?1 AND stated_by = 'deck'";
    db.conn.prepare_cached(forget)?.execute(params![row])?;
    let sql = "INSERT INTO card (name, deck, position, kind, front, back, note, siblings, stated_by) \
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'deck') ON CONFLICT (name) DO UPDATE SET \
        position = ?3, kind = ?4, front = ?5, back = ?6, note = ?7, siblings = ?8, \
        stated_by = 'deck'";
    let mut insert = db.conn.prepare_cached(sql)?;
    for (card, position) in deck.cards.iter().zip(1_i64..) {
        let name = format!("{}/{}", deck.about.name, card.key);
        let text = &card.text;
        let (kind, siblings) = (text.kind.word(), &card.siblings);
        let values = params![name, row, position, kind, text.front, text.back, text.note, siblings];
        insert.execute(values)?;
    }
    rows(db, row)
}

/// The rows of all cards of a deck, used or not.
///
/// # Errors
/// When the database cannot be read.
pub fn rows(db: &Db, deck: i64) -> Result<Vec<i64>, Error> {
    let mut find =
        db.conn.prepare_cached("SELECT id FROM card WHERE deck = ?1 ORDER BY position")?;
    Ok(find.query_map(params![deck], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Takes a deck off the shelf, to where it lies on devices that never had it; its cards and their history
/// are kept.
///
/// # Errors
/// When the database refuses.
pub fn put_away(db: &Db, row: i64) -> Result<(), Error> {
    let mut find = db.conn.prepare_cached("SELECT name FROM deck WHERE id = ?1")?;
    let name: String = find.query_row(params![row], |row| row.get(0))?;
    let sql = "UPDATE deck SET present = 0, position = ?2 WHERE id = ?1";
    db.conn.prepare_cached(sql)?.execute(params![row, shelf_place(&name)])?;
    Ok(())
}

/// The row of the deck on the shelf with exactly this name.
///
/// # Errors
/// When the database cannot be read.
pub fn named(db: &Db, name: &str) -> Result<Option<i64>, Error> {
    let sql = "SELECT id FROM deck WHERE name = ?1 AND present";
    Ok(db.conn.prepare_cached(sql)?.query_row(params![name], |row| row.get(0)).optional()?)
}
