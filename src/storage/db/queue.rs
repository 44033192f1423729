//! What may be asked today, found by index: the cost does not grow with the number of cards.

use rusqlite::{Row, params};

use crate::domain::schedule::queue::{Place, urgency};
use crate::domain::schedule::state::State;
use crate::domain::time::StudyDay;
use crate::storage::db::Db;
use crate::storage::db::fact::day_at;
use crate::storage::error::Error;

/// How many due cards of each class of stability are weighed against each other.
const WINDOW: usize = 48;

/// How many due cards of one deck are weighed against each other.
const DECK_WINDOW: usize = 1000;

/// Due cards, the most likely forgotten first, of one deck or all, from `today` or `ahead` days on.
///
/// Of each class of stability the cards due longest are weighed, which within a class are the most
/// forgotten but for fuzz; so the order is exact while no class holds more than a window of them.
///
/// # Errors
/// When the database cannot be read.
pub fn due(
    db: &Db,
    deck: Option<i64>,
    today: StudyDay,
    until: StudyDay,
) -> Result<Vec<Place>, Error> {
    let mut found: Vec<(f64, String, Place)> = Vec::new();
    // A card reviewed today is never due again today, however far ahead one looks.
    if let Some(deck) = deck {
        let sql = "SELECT card, stability, last_day FROM progress \
            WHERE queue = 2 AND deck = ?1 AND due_day <= ?2 AND last_day < ?3 \
            ORDER BY due_day LIMIT ?4";
        let values = params![deck, until.epoch(), today.epoch(), DECK_WINDOW];
        for card in db.conn.prepare_cached(sql)?.query_map(values, |row| weigh(row, today))? {
            let (weight, card) = card?;
            found.push(named(db, weight, card)?);
        }
    } else {
        let sql = "SELECT card, stability, last_day FROM progress \
            WHERE queue = 2 AND class = ?1 AND due_day <= ?2 AND last_day < ?3 \
            ORDER BY due_day, last_day, stability, place LIMIT ?4";
        let mut find = db.conn.prepare_cached(sql)?;
        for class in 0..=State::LAST_CLASS {
            let values = params![class, until.epoch(), today.epoch(), WINDOW];
            for card in find.query_map(values, |row| weigh(row, today))? {
                let (weight, card) = card?;
                found.push(named(db, weight, card)?);
            }
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    Ok(found.into_iter().map(|(_, _, place)| place).collect())
}

fn weigh(row: &Row<'_>, today: StudyDay) -> rusqlite::Result<(f64, i64)> {
    Ok((urgency(row.get(1)?, day_at(row, 2)?, today), row.get(0)?))
}

/// A card with its weight and its name, which puts cards of one weight in the same order on every device.
fn named(db: &Db, weight: f64, card: i64) -> Result<(f64, String, Place), Error> {
    let sql = "SELECT id, deck, siblings, name FROM card WHERE id = ?1";
    let mut find = db.conn.prepare_cached(sql)?;
    Ok(find.query_row(params![card], |row| Ok((weight, row.get(3)?, read(row)?)))?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Place> {
    Ok(Place { card: row.get(0)?, deck: row.get(1)?, siblings: row.get(2)? })
}

/// New cards in learning order.
///
/// # Errors
/// When the database cannot be read.
pub fn new(db: &Db, deck: Option<i64>, today: StudyDay, limit: usize) -> Result<Vec<Place>, Error> {
    let sql = "SELECT c.id, c.deck, c.siblings FROM progress p JOIN card c ON c.id = p.card \
        WHERE p.queue = 1 AND p.due_day <= ?1 \
        AND p.place BETWEEN ?2 AND ?3 AND (?5 IS NULL OR p.deck = ?5) \
        ORDER BY p.place, c.name LIMIT ?4";
    let (first, last): (i64, i64) = match deck {
        None => (0, i64::MAX),
        Some(deck) => {
            let range =
                "SELECT position << 32, (position << 32) | 4294967295 FROM deck WHERE id = ?1";
            let mut find = db.conn.prepare_cached(range)?;
            find.query_row(params![deck], |row| Ok((row.get(0)?, row.get(1)?)))?
        }
    };
    let mut find = db.conn.prepare_cached(sql)?;
    let cards = find.query_map(params![today.epoch(), first, last, limit, deck], read)?;
    Ok(cards.collect::<Result<_, _>>()?)
}

/// Cards failed today and not yet recalled, the longest waiting first.
///
/// # Errors
/// When the database cannot be read.
pub fn drills(db: &Db, deck: Option<i64>, today: StudyDay) -> Result<Vec<Place>, Error> {
    let sql = "SELECT c.id, c.deck, c.siblings FROM progress p JOIN card c ON c.id = p.card \
        WHERE p.drill_day = ?1 AND p.queue = 2 AND (?2 IS NULL OR p.deck = ?2) \
        AND NOT EXISTS (SELECT 1 FROM burial b WHERE b.card = p.card AND b.until > ?1 \
            AND NOT EXISTS (SELECT 1 FROM undone u WHERE u.replica = b.replica AND u.seq = b.seq)) \
        ORDER BY (SELECT max(r.at) FROM review r WHERE r.card = p.card), c.name";
    let mut find = db.conn.prepare_cached(sql)?;
    let cards = find.query_map(params![today.epoch(), deck], read)?;
    Ok(cards.collect::<Result<_, _>>()?)
}

/// Every known card of one deck or all, in learning order, for an unscored run.
///
/// # Errors
/// When the database cannot be read.
pub fn known(db: &Db, deck: Option<i64>, limit: usize) -> Result<Vec<Place>, Error> {
    let sql = "SELECT c.id, c.deck, c.siblings FROM progress p JOIN card c ON c.id = p.card \
        WHERE p.queue = 2 AND (?1 IS NULL OR p.deck = ?1) ORDER BY p.place, c.name LIMIT ?2";
    let mut find = db.conn.prepare_cached(sql)?;
    let cards = find.query_map(params![deck, i64::try_from(limit).unwrap_or(i64::MAX)], read)?;
    Ok(cards.collect::<Result<_, _>>()?)
}

/// Tells whether any card of a deck has been met.
///
/// # Errors
/// When the database cannot be read.
pub fn is_begun(db: &Db, deck: i64) -> Result<bool, Error> {
    let sql = "SELECT EXISTS (SELECT 1 FROM progress WHERE queue = 2 AND deck = ?1)";
    Ok(db.conn.prepare_cached(sql)?.query_row(params![deck], |row| row.get(0))?)
}

/// How many cards may be asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Known cards whose day has come.
    pub due: u64,
    /// Cards never asked.
    pub new: u64,
}

/// Counts due and new cards of one deck or all, up to the day `until`.
///
/// # Errors
/// When the database cannot be read.
pub fn counts(db: &Db, deck: Option<i64>, until: StudyDay) -> Result<Counts, Error> {
    let sql = "SELECT ifnull(sum(n) FILTER (WHERE queue = 2), 0), \
        ifnull(sum(n) FILTER (WHERE queue = 1), 0) FROM tally \
        WHERE queue IN (1, 2) AND due_day <= ?1 AND (?2 IS NULL OR deck = ?2)";
    let mut find = db.conn.prepare_cached(sql)?;
    Ok(find.query_row(params![until.epoch(), deck], |row| {
        Ok(Counts { due: row.get(0)?, new: row.get(1)? })
    })?)
}

/// Counts the known cards due by `until` that were not reviewed on `today`: what looking ahead finds.
///
/// # Errors
/// When the database cannot be read.
pub fn due_count(
    db: &Db,
    deck: Option<i64>,
    today: StudyDay,
    until: StudyDay,
) -> Result<u64, Error> {
    let sql = "SELECT count(*) FROM progress \
        WHERE queue = 2 AND due_day <= ?1 AND last_day < ?2 AND (?3 IS NULL OR deck = ?3)";
    let values = params![until.epoch(), today.epoch(), deck];
    Ok(db.conn.prepare_cached(sql)?.query_row(values, |row| row.get(0))?)
}

/// The number of known cards of one deck or all that are due on each day up to `until`.
///
/// # Errors
/// When the database cannot be read.
pub fn coming(db: &Db, deck: Option<i64>, until: StudyDay) -> Result<Vec<(StudyDay, u64)>, Error> {
    let sql = "SELECT due_day, sum(n) FROM tally WHERE queue = 2 AND due_day <= ?1 \
        AND (?2 IS NULL OR deck = ?2) GROUP BY due_day ORDER BY due_day";
    let mut find = db.conn.prepare_cached(sql)?;
    let days =
        find.query_map(params![until.epoch(), deck], |row| Ok((day_at(row, 0)?, row.get(1)?)))?;
    Ok(days.collect::<Result<_, _>>()?)
}

/// How many cards of each deck are in the queue, new or known.
///
/// # Errors
/// When the database cannot be read.
pub fn by_deck(db: &Db) -> Result<Vec<(i64, u64)>, Error> {
    let sql = "SELECT deck, sum(n) FROM tally WHERE queue IN (1, 2) GROUP BY deck";
    let mut find = db.conn.prepare_cached(sql)?;
    Ok(find.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
}

/// How many cards there are of each sort, of one deck or all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sorts {
    /// Never asked.
    pub new: u64,
    /// Known, with a stability below 21 days.
    pub young: u64,
    /// Known, with a stability of 21 days or more.
    pub mature: u64,
    /// Suspended.
    pub suspended: u64,
    /// Known and failing more often than their memory predicts.
    pub leeches: u64,
}

/// Counts the cards of each sort.
///
/// # Errors
/// When the database cannot be read.
pub fn sorts(db: &Db, deck: Option<i64>) -> Result<Sorts, Error> {
    let sql = "SELECT count(*) FILTER (WHERE queue = 1), \
        count(*) FILTER (WHERE queue = 2 AND stability < 21), \
        count(*) FILTER (WHERE queue = 2 AND stability >= 21), \
        count(*) FILTER (WHERE suspended), count(*) FILTER (WHERE queue = 2 AND leech) \
        FROM progress WHERE ?1 IS NULL OR deck = ?1";
    Ok(db.conn.prepare_cached(sql)?.query_row(params![deck], |row| {
        Ok(Sorts {
            new: row.get(0)?,
            young: row.get(1)?,
            mature: row.get(2)?,
            suspended: row.get(3)?,
            leeches: row.get(4)?,
        })
    })?)
}
