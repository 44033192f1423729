//! Where each card stands: derived from its facts, see `app::settle`.

use std::collections::HashMap;

use rusqlite::{Row, params};

use crate::domain::card::Id;
use crate::domain::schedule::history::Standing;
use crate::domain::schedule::memory::Memory;
use crate::domain::schedule::state::{Queue, State, class};
use crate::domain::time::StudyDay;
use crate::storage::db::Db;
use crate::storage::db::fact::{FactId, day_at, word_at};
use crate::storage::error::Error;

const fn number(queue: Queue) -> i64 {
    match queue {
        Queue::Out => 0,
        Queue::New => 1,
        Queue::Known => 2,
    }
}

/// What the derived state of a card is made of, besides its facts.
#[derive(Clone, Debug)]
pub struct Root {
    /// Its name.
    pub id: Id,
    /// Its deck's row.
    pub deck: i64,
    /// Learning order: deck position and card position in one number.
    pub place: i64,
    /// Whether a deck states it; a card of the user's own is stated by its edits.
    pub by_deck: bool,
    /// Whether it is a card of the user's own, in a deck that is there.
    pub by_user: bool,
}

/// Reads what the derived state of a card is made of.
///
/// # Errors
/// When there is no such card or the database cannot be read.
pub fn root(db: &Db, row: i64) -> Result<Root, Error> {
    // A card of the user's own stands where it was made, in seconds: behind those of the deck file, and on
    // every device in the same place. So does one that nobody states, behind all others.
    let sql = "SELECT c.name, c.deck, (d.position << 32) | CASE c.stated_by WHEN 'user' THEN \
        (SELECT max(0, min(4294967295, ifnull(min(at), 0) / 1000)) FROM card_edit \
         WHERE card_edit.card = c.id AND made) WHEN 'deck' THEN iif(d.present, c.position, 4294967295) \
        ELSE 4294967295 END, \
        c.stated_by = 'deck' AND d.present, c.stated_by = 'user' AND d.present \
        FROM card c JOIN deck d ON d.id = c.deck WHERE c.id = ?1";
    let mut find = db.conn.prepare_cached(sql)?;
    Ok(find.query_row(params![row], |row| {
        Ok(Root {
            id: word_at(row, 0)?,
            deck: row.get(1)?,
            place: row.get(2)?,
            by_deck: row.get(3)?,
            by_user: row.get(4)?,
        })
    })?)
}

/// Keeps where a card stands, and which edit gives it its text.
///
/// # Errors
/// When the database refuses.
pub fn keep(
    db: &Db,
    card: i64,
    root: &Root,
    state: &State,
    edit: Option<FactId>,
) -> Result<(), Error> {
    let sql = "INSERT INTO progress VALUES \
        (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17) \
        ON CONFLICT (card) DO UPDATE SET deck = ?2, place = ?3, queue = ?4, due_day = ?5, \
        class = ?6, suspended = ?7, stability = ?8, difficulty = ?9, last_day = ?10, \
        interval = ?11, count = ?12, lapses = ?13, leech = ?14, drill_day = ?15, \
        edit_replica = ?16, edit_seq = ?17";
    let standing = state.standing;
    db.conn.prepare_cached(sql)?.execute(params![
        card,
        root.deck,
        root.place,
        number(state.queue),
        state.due.epoch(),
        state.class(),
        state.suspended,
        standing.map(|standing| standing.memory.stability()),
        standing.map(|standing| standing.memory.difficulty()),
        standing.map(|standing| standing.last.epoch()),
        standing.map(|standing| standing.interval),
        standing.map_or(0, |standing| standing.count),
        standing.map_or(0, |standing| standing.lapses),
        standing.is_some_and(|standing| standing.leech),
        standing.and_then(|standing| standing.drill).map(StudyDay::epoch),
        edit.map(|edit| edit.replica),
        edit.map(|edit| edit.seq),
    ])?;
    Ok(())
}

/// Reads a state from the columns that begin at `column`: queue, `due_day`, suspended, stability,
/// difficulty, `last_day`, interval, count, lapses, leech, `drill_day`.
pub(super) fn state_at(row: &Row<'_>, column: usize) -> rusqlite::Result<State> {
    let due = day_at(row, column + 1)?;
    let stability: Option<f32> = row.get(column + 3)?;
    let standing = match stability {
        None => None,
        Some(stability) => {
            let last = day_at(row, column + 5)?;
            let interval: u32 = row.get(column + 6)?;
            let drill: Option<i32> = row.get(column + 10)?;
            Some(Standing {
                memory: Memory::new(stability, row.get(column + 4)?),
                last,
                interval,
                due: last.plus(i32::try_from(interval).unwrap_or(i32::MAX)),
                count: row.get(column + 7)?,
                lapses: row.get(column + 8)?,
                leech: row.get(column + 9)?,
                drill: drill.map(StudyDay::from_epoch),
            })
        }
    };
    let queue = match row.get(column)? {
        1 => Queue::New,
        2 => Queue::Known,
        0_i64 => Queue::Out,
        other => return Err(rusqlite::Error::IntegralValueOutOfRange(column, other)),
    };
    Ok(State { queue, due, suspended: row.get(column + 2)?, standing })
}

/// A card that is known and in the queue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Known {
    /// Its deck's row.
    pub deck: i64,
    /// Its memory.
    pub memory: Memory,
    /// The study day of its last scored review.
    pub last: StudyDay,
    /// The interval given then, in days.
    pub interval: u32,
}

/// Hands every known card of one deck or all to `each`.
///
/// # Errors
/// When the database cannot be read.
pub fn known(db: &Db, deck: Option<i64>, mut each: impl FnMut(Known)) -> Result<(), Error> {
    // The plus keeps the index of due cards out of it, which would look each of them up.
    let sql = "SELECT deck, stability, difficulty, last_day, interval FROM progress \
        WHERE +queue = 2 AND (?1 IS NULL OR deck = ?1)";
    let mut find = db.conn.prepare_cached(sql)?;
    let mut rows = find.query(params![deck])?;
    while let Some(row) = rows.next()? {
        let memory = Memory::new(row.get(1)?, row.get(2)?);
        each(Known { deck: row.get(0)?, memory, last: day_at(row, 3)?, interval: row.get(4)? });
    }
    Ok(())
}

/// The known cards that were forgotten most often, the worst first, at most `limit`.
///
/// # Errors
/// When the database cannot be read.
pub fn lapsed(db: &Db, limit: u32) -> Result<Vec<i64>, Error> {
    let sql = "SELECT card FROM progress WHERE +queue = 2 AND lapses > 0 \
        ORDER BY leech DESC, lapses DESC, (SELECT name FROM card WHERE id = progress.card) LIMIT ?1";
    let mut find = db.conn.prepare_cached(sql)?;
    Ok(find.query_map(params![limit], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Where a card lies in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Whether it is known and in the queue.
    pub known: bool,
    /// The day on which its memory brings it back.
    pub planned: StudyDay,
    /// Whether it was put off beyond that day.
    pub put_off: bool,
}

/// Where every card lies that was ever reviewed.
///
/// # Errors
/// When the database cannot be read.
pub fn places(db: &Db) -> Result<HashMap<i64, Place>, Error> {
    let sql = "SELECT card, queue = 2, last_day + interval, due_day <> last_day + interval \
        FROM progress WHERE stability IS NOT NULL";
    let mut find = db.conn.prepare_cached(sql)?;
    let places = find.query_map([], |row| {
        let place = Place { known: row.get(1)?, planned: day_at(row, 2)?, put_off: row.get(3)? };
        Ok((row.get(0)?, place))
    })?;
    Ok(places.collect::<Result<_, _>>()?)
}

/// Keeps the memory and the due day of a known card that is not put off, after they were derived anew.
///
/// # Errors
/// When the database refuses.
pub fn relearnt(db: &Db, card: i64, standing: &Standing) -> Result<(), Error> {
    let sql = "UPDATE progress SET stability = ?2, difficulty = ?3, interval = ?4, due_day = ?5, \
        class = ?6 WHERE card = ?1";
    let Standing { memory, interval, due, .. } = standing;
    db.conn.prepare_cached(sql)?.execute(params![
        card,
        memory.stability(),
        memory.difficulty(),
        interval,
        due.epoch(),
        class(*memory),
    ])?;
    Ok(())
}
