//! Review facts.

use rusqlite::{Row, params};

use crate::domain::review::{Rating, Review, Terms};
use crate::domain::schedule::queue::Place;
use crate::domain::time::{Now, StudyDay};
use crate::storage::db::fact::{
    self, FactId, Moment, Table, day_at, id_at, in_order, latest_first, standing,
};
use crate::storage::db::portable::devices;
use crate::storage::db::{Db, undo};
use crate::storage::error::Error;

/// A review about to be logged.
#[derive(Clone, Copy, Debug)]
pub struct New {
    /// The card's row.
    pub card: i64,
    /// How the recall went.
    pub rating: Rating,
    /// Whether it may move the memory.
    pub scored: bool,
    /// How long the answer took, in milliseconds.
    pub took: u32,
    /// What the next interval is computed with.
    pub terms: Terms,
}

const COLUMNS: &str = "card, rating, scored, took, retention, longest";

/// Logs a review.
///
/// # Errors
/// When the database refuses.
pub fn append(db: &Db, now: Now, review: &New) -> Result<FactId, Error> {
    let New { card, rating, scored, took, terms } = review;
    let values: [&dyn rusqlite::ToSql; 6] =
        [card, &rating.number(), scored, took, &terms.retention, &terms.longest];
    fact::append(db, Table::Review, now, COLUMNS, &values)
}

/// Logs a review of a time gone by.
///
/// # Errors
/// When the database refuses.
pub fn append_past(db: &Db, moment: Moment, review: &New) -> Result<FactId, Error> {
    let New { card, rating, scored, took, terms } = review;
    let values: [&dyn rusqlite::ToSql; 6] =
        [card, &rating.number(), scored, took, &terms.retention, &terms.longest];
    fact::append_past(db, Table::Review, moment, COLUMNS, &values)
}

/// The reviews of a card that are not taken back, oldest study day first.
///
/// # Errors
/// When the database cannot be read.
pub fn of_card(db: &Db, card: i64) -> Result<Vec<Review>, Error> {
    let sql = format!(
        "SELECT at, study_day, rating, scored, took, retention, longest FROM review \
         WHERE card = ?1 AND {} ORDER BY study_day, {}",
        standing("review"),
        in_order("review")
    );
    let mut find = db.conn.prepare_cached(&sql)?;
    Ok(find.query_map(params![card], read)?.collect::<Result<_, _>>()?)
}

/// The reviews of all cards, by card.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ByCard {
    /// Each with its card; by card, then oldest study day first.
    reviews: Vec<(i64, Review)>,
}

impl ByCard {
    /// Each card with its reviews.
    pub fn cards(&self) -> impl Iterator<Item = (i64, impl Iterator<Item = &Review> + Clone)> {
        let cards = self.reviews.chunk_by(|one, other| one.0 == other.0);
        cards.filter_map(|card| Some((card.first()?.0, card.iter().map(|(_, review)| review))))
    }
}

/// The reviews of every card that are not taken back.
///
/// They are read in the order in which they lie and sorted here: a million of them in about half the
/// time that an index would take.
///
/// # Errors
/// When the database cannot be read.
pub fn by_card(db: &Db) -> Result<ByCard, Error> {
    let undone = undo::all(db)?;
    let sql = "SELECT at, study_day, rating, scored, took, retention, longest, card, replica, seq \
               FROM review WHERE replica = ?1";
    let mut find = db.conn.prepare_cached(sql)?;
    let mut reviews: Vec<(i64, Review)> = Vec::new();
    for (device, _) in devices(db)? {
        let mut rows = find.query(params![device])?;
        while let Some(row) = rows.next()? {
            if undone.is_empty() || !undone.contains(&id_at(row, 8)?) {
                reviews.push((row.get(7)?, read(row)?));
            }
        }
    }
    // They come by device and number, and a sort that keeps the order of equals leaves them so.
    reviews.sort_by_key(|(card, review)| (*card, review.study_day, review.at));
    Ok(ByCard { reviews })
}

/// A review as it is told to other programs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Told<'a> {
    /// The deck's name.
    pub deck: &'a str,
    /// The card's name.
    pub card: &'a str,
    /// The review.
    pub review: Review,
    /// The UTC offset then, in seconds.
    pub offset: i32,
}

/// Hands over every review that is not taken back, device by device in the order in which they were
/// logged. No more than one is held at a time.
///
/// # Errors
/// What `hand` returns, or the database's refusal.
pub fn each<E: From<Error>>(
    db: &Db,
    mut hand: impl FnMut(Told<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let sql = format!(
        "SELECT at, study_day, rating, scored, took, retention, longest, offset, deck.name, card.name \
         FROM review CROSS JOIN card ON card.id = review.card JOIN deck ON deck.id = card.deck \
         WHERE review.replica = ?1 AND {} ORDER BY review.seq",
        standing("review")
    );
    let mut find = db.conn.prepare_cached(&sql).map_err(Error::from)?;
    for (device, _) in devices(db)? {
        let mut rows = find.query(params![device]).map_err(Error::from)?;
        while let Some(row) = rows.next().map_err(Error::from)? {
            hand(told(row).map_err(Error::from)?)?;
        }
    }
    Ok(())
}

fn told<'a>(row: &'a Row<'_>) -> rusqlite::Result<Told<'a>> {
    Ok(Told {
        deck: row.get_ref(8)?.as_str()?,
        card: row.get_ref(9)?.as_str()?,
        review: read(row)?,
        offset: row.get(7)?,
    })
}

/// How many reviews there are, those taken back included.
///
/// # Errors
/// When the database cannot be read.
pub fn count(db: &Db) -> Result<u64, Error> {
    let sql = "SELECT count(*) FROM review";
    Ok(db.conn.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Review> {
    let number: u8 = row.get(2)?;
    let rating = Rating::from_number(number)
        .ok_or(rusqlite::Error::IntegralValueOutOfRange(2, number.into()))?;
    Ok(Review {
        at: row.get(0)?,
        study_day: day_at(row, 1)?,
        rating,
        scored: row.get(3)?,
        took: row.get(4)?,
        terms: Terms { retention: row.get(5)?, longest: row.get(6)? },
    })
}

/// What was asked last on `today`, on whichever device, latest first.
///
/// # Errors
/// When the database cannot be read.
pub fn recent(db: &Db, today: StudyDay, limit: usize) -> Result<Vec<Place>, Error> {
    let sql = format!(
        "SELECT c.id, c.deck, c.siblings FROM replica AS d CROSS JOIN review AS r ON r.replica = d.id \
         AND r.seq IN (SELECT seq FROM review WHERE replica = d.id ORDER BY seq DESC LIMIT ?1) \
         JOIN card c ON c.id = r.card WHERE r.study_day = ?2 AND {} ORDER BY {} LIMIT ?1",
        standing("r"),
        latest_first("r")
    );
    let mut find = db.conn.prepare_cached(&sql)?;
    let places = find.query_map(params![limit, today.epoch()], |row| {
        Ok(Place { card: row.get(0)?, deck: row.get(1)?, siblings: row.get(2)? })
    })?;
    Ok(places.collect::<Result<_, _>>()?)
}
