//! When plans are to be reminded of, and what became of reminders that were shown.

use std::collections::HashMap;

use rusqlite::{Row, params};

use crate::domain::reminder::rule::Rule;
use crate::domain::reminder::wall::TimeOfDay;
use crate::domain::reminder::{Showing, Slot, State, Subject};
use crate::domain::tap::switchback::Switchback;
use crate::domain::time::{Now, StudyDay};
use crate::storage::db::Db;
use crate::storage::db::fact::{
    self, FactId, Table, conversion, day_at, in_order, standing, word_at,
};
use crate::storage::error::Error;

/// When a plan is to be reminded of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// When.
    pub rule: Rule,
    /// The day that was said.
    pub since: StudyDay,
    /// The moment that was said, in milliseconds since the epoch.
    pub at: i64,
    /// The experiment that leaves reminders out every other week.
    pub switchback: Option<Switchback>,
}

/// Says when a plan is to be reminded of from now on.
///
/// # Errors
/// When the database refuses.
pub fn ask(
    db: &Db,
    now: Now,
    thing: i64,
    (rule, switchback): (&Rule, Option<Switchback>),
) -> Result<FactId, Error> {
    let since = switchback.map(|experiment| experiment.since.epoch());
    let values: [&dyn rusqlite::ToSql; 3] = [&thing, &rule.to_string(), &since];
    fact::append(db, Table::TapReminder, now, "thing, rule, switchback", &values)
}

/// When each plan of which anything was said is to be reminded of.
///
/// # Errors
/// When the database cannot be read.
pub fn asked(db: &Db) -> Result<HashMap<i64, Asked>, Error> {
    let sql = format!(
        "SELECT thing, rule, study_day, switchback, at FROM tap_reminder WHERE {} \
         ORDER BY {}",
        standing("tap_reminder"),
        in_order("tap_reminder")
    );
    let mut find = db.conn.prepare_cached(&sql)?;
    let all = find.query_map([], |row| {
        let rule: Rule = row.get::<_, String>(1)?.parse().map_err(|error| conversion(1, error))?;
        let since: Option<i32> = row.get(3)?;
        let switchback = since.map(|day| Switchback { since: StudyDay::from_epoch(day) });
        Ok((row.get(0)?, Asked { rule, since: day_at(row, 2)?, at: row.get(4)?, switchback }))
    })?;
    // Of several the last one holds.
    Ok(all.collect::<Result<_, _>>()?)
}

/// Says what became of a reminder.
///
/// # Errors
/// When the database refuses.
pub fn append(
    db: &Db,
    now: Now,
    (subject, slot): (Subject, Slot),
    (state, until, digest): (State, Option<i64>, bool),
) -> Result<FactId, Error> {
    let (kind, thing) = (subject.kind().word(), subject.thing());
    let (date, minute) = (slot.date.epoch(), slot.time.minute());
    let values: [&dyn rusqlite::ToSql; 7] =
        [&kind, &thing, &date, &minute, &state.word(), &until, &digest];
    let columns = "kind, thing, date, minute, state, until, digest";
    fact::append(db, Table::Reminder, now, columns, &values)
}

/// What was shown since a moment, in milliseconds since the epoch, and all that was ever shown of
/// open promises and walks.
///
/// # Errors
/// When the database cannot be read.
pub fn showings(db: &Db, since: i64) -> Result<Vec<Showing>, Error> {
    const SHOWN: &str = "SELECT at, \
        (SELECT name FROM replica WHERE id = reminder.replica), seq, kind, thing, date, minute, state, until, digest \
        FROM reminder";
    let sql = format!(
        "{SHOWN} WHERE at >= ?1 UNION {SHOWN} WHERE thing IN \
         (SELECT thing FROM standing WHERE open = 1 UNION SELECT thing FROM run WHERE state = 'open') \
         ORDER BY 1, 2, 3"
    );
    let mut find = db.conn.prepare_cached(&sql)?;
    let mut latest: Vec<Showing> = Vec::new();
    let mut places: HashMap<(Subject, Slot), usize> = HashMap::new();
    for showing in find.query_map(params![since], showing_at)? {
        let showing = showing?;
        let place = *places.entry((showing.subject, showing.slot)).or_insert(latest.len());
        match latest.get_mut(place) {
            Some(known) => {
                let (first, digest) = (known.first, known.digest);
                *known = Showing { first, digest, ..showing };
            }
            None => latest.push(showing),
        }
    }
    Ok(latest)
}

fn showing_at(row: &Row<'_>) -> rusqlite::Result<Showing> {
    let strange = || conversion(4, Error::Strange("a reminder of nothing".to_owned()));
    let subject = Subject::of(word_at(row, 3)?, row.get(4)?).ok_or_else(strange)?;
    let time = TimeOfDay::of_minute(row.get(6)?).ok_or_else(strange)?;
    Ok(Showing {
        subject,
        slot: Slot { date: day_at(row, 5)?, time },
        state: word_at(row, 7)?,
        at: row.get(0)?,
        first: row.get(0)?,
        until: row.get(8)?,
        digest: row.get(9)?,
    })
}

/// Whether a plan was reminded of between two moments, in milliseconds since the epoch.
///
/// # Errors
/// When the database cannot be read.
pub fn prompted(db: &Db, thing: i64, (from, to): (i64, i64)) -> Result<bool, Error> {
    let sql = "SELECT EXISTS (SELECT 1 FROM reminder WHERE kind = 'plan' AND thing = ?1 \
        AND at BETWEEN ?2 AND ?3 AND state = 'shown')";
    Ok(db.conn.prepare_cached(sql)?.query_row(params![thing, from, to], |row| row.get(0))?)
}
