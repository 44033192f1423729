//! Facts about plans as a whole: their wordings, what was decided about them, looks back at them.

use rusqlite::{OptionalExtension as _, Row, params};

use crate::domain::tap::installing::Candidate;
use crate::domain::tap::plan::{Plan, Status, Verdict};
use crate::domain::tap::trace::Event;
use crate::domain::time::{Now, StudyDay};
use crate::storage::db::Db;
use crate::storage::db::fact::{self, FactId, Moment, Table, id_at, standing, word_at};
use crate::storage::db::key::{Key, Ranks};
use crate::storage::db::thing;
use crate::storage::error::Error;

const WORDING: &str = "name, goal, instead, trigger, kind, last_time, per_week, action, form, \
    obstacle, surprise, anchor, half_life";

/// Words a plan, for the first time or anew.
///
/// # Errors
/// When the database refuses.
pub fn word(db: &Db, now: Now, thing: i64, plan: &Plan) -> Result<FactId, Error> {
    let words = [plan.kind.word(), plan.form.word()];
    let columns = format!("thing, {WORDING}");
    fact::append(db, Table::TapVersion, now, &columns, &values(&thing, plan, &words))
}

/// Words a plan for the first time, as of a time gone by.
///
/// # Errors
/// When the database refuses.
pub fn word_past(db: &Db, moment: Moment, thing: i64, plan: &Plan) -> Result<FactId, Error> {
    let words = [plan.kind.word(), plan.form.word()];
    let columns = format!("thing, {WORDING}");
    fact::append_past(db, Table::TapVersion, moment, &columns, &values(&thing, plan, &words))
}

fn values<'a>(
    thing: &'a i64,
    plan: &'a Plan,
    [kind, form]: &'a [&'static str; 2],
) -> [&'a dyn rusqlite::ToSql; 14] {
    [
        thing,
        &plan.name,
        &plan.goal,
        &plan.instead,
        &plan.trigger,
        kind,
        &plan.last,
        &plan.per_week,
        &plan.action,
        form,
        &plan.obstacle,
        &plan.surprise,
        &plan.anchor,
        &plan.half_life,
    ]
}

/// The plan that is called so, or was called so before it was worded anew.
///
/// # Errors
/// When the database cannot be read.
pub fn called(db: &Db, name: &str) -> Result<Option<i64>, Error> {
    let sql = format!(
        "SELECT tap.thing FROM {TAPS} JOIN tap_version ON tap_version.thing = tap.thing \
         WHERE tap_version.name = ?1 AND {} ORDER BY tap.name <> ?1, {} LIMIT 1",
        standing("tap_version"),
        thing::IN_ORDER
    );
    Ok(db.conn.prepare_cached(&sql)?.query_row(params![name], |row| row.get(0)).optional()?)
}

/// Pauses a plan, takes it up again or retires it.
///
/// # Errors
/// When the database refuses.
pub fn move_to(db: &Db, now: Now, thing: i64, status: Status) -> Result<FactId, Error> {
    fact::append(db, Table::TapStatus, now, "thing, status", &[&thing, &status.word()])
}

/// Keeps what was decided on looking back at a plan.
///
/// # Errors
/// When the database refuses.
pub fn check(db: &Db, now: Now, thing: i64, verdict: Verdict) -> Result<FactId, Error> {
    fact::append(db, Table::TapCheck, now, "thing, verdict", &[&thing, &verdict.word()])
}

/// Reads one wording.
///
/// # Errors
/// When the database cannot be read or there is no such wording.
pub fn wording(db: &Db, id: FactId) -> Result<Plan, Error> {
    let sql = format!("SELECT {WORDING} FROM tap_version WHERE replica = ?1 AND seq = ?2");
    let mut find = db.conn.prepare_cached(&sql)?;
    Ok(find.query_row(params![id.replica, id.seq], |row| plan_at(row, 0))?)
}

/// A wording of a plan with its place in the plan's history.
#[derive(Clone, Debug, PartialEq)]
pub struct Wording {
    /// When it was written.
    pub key: Key,
    /// The UTC offset then, in seconds.
    pub offset: i32,
    /// The plan.
    pub plan: Plan,
}

/// The wordings of a plan that are not taken back, oldest first.
///
/// # Errors
/// When the database cannot be read.
pub fn wordings(db: &Db, thing: i64) -> Result<Vec<Wording>, Error> {
    let sql = format!(
        "SELECT study_day, at, replica, seq, offset, {WORDING} FROM tap_version \
         WHERE thing = ?1 AND {}",
        standing("tap_version")
    );
    let ranks = Ranks::of(db)?;
    let mut find = db.conn.prepare_cached(&sql)?;
    let all = find.query_map(params![thing], |row| {
        Ok((ranks.key_at(row, 0)?, (row.get(4)?, plan_at(row, 5)?)))
    })?;
    let mut all: Vec<(Key, (i32, Plan))> = all.collect::<Result<_, _>>()?;
    Key::put_in_order(&mut all);
    Ok(all.into_iter().map(|(key, (offset, plan))| Wording { key, offset, plan }).collect())
}

/// The changes of status of a plan and the looks back at it, which may change it too.
pub(super) fn moves(db: &Db, thing: i64) -> Result<Vec<(Key, Event)>, Error> {
    let moved = |row: &Row<'_>| Ok(Event::Moved(word_at(row, 4)?));
    let checked = |row: &Row<'_>| Ok(Event::Checked(word_at(row, 4)?));
    let mut all = worded(db, thing, ("tap_status", "status"), moved)?;
    all.extend(worded(db, thing, ("tap_check", "verdict"), checked)?);
    Key::put_in_order(&mut all);
    Ok(all)
}

fn worded(
    db: &Db,
    thing: i64,
    (table, column): (&str, &str),
    event: impl Fn(&Row<'_>) -> rusqlite::Result<Event>,
) -> Result<Vec<(Key, Event)>, Error> {
    let sql = format!(
        "SELECT study_day, at, replica, seq, {column} FROM {table} WHERE thing = ?1 AND {}",
        standing(table)
    );
    let ranks = Ranks::of(db)?;
    let mut find = db.conn.prepare_cached(&sql)?;
    let all = find.query_map(params![thing], |row| Ok((ranks.key_at(row, 0)?, event(row)?)))?;
    Ok(all.collect::<Result<_, _>>()?)
}

fn plan_at(row: &Row<'_>, column: usize) -> rusqlite::Result<Plan> {
    Ok(Plan {
        name: row.get(column)?,
        goal: row.get(column + 1)?,
        instead: row.get(column + 2)?,
        trigger: row.get(column + 3)?,
        kind: word_at(row, column + 4)?,
        last: row.get(column + 5)?,
        per_week: row.get(column + 6)?,
        action: row.get(column + 7)?,
        form: word_at(row, column + 8)?,
        obstacle: row.get(column + 9)?,
        surprise: row.get(column + 10)?,
        anchor: row.get(column + 11)?,
        half_life: row.get(column + 12)?,
    })
}

/// Where a plan stands, as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// The plan's row in `thing`.
    pub thing: i64,
    /// The wording in force.
    pub version: FactId,
    /// The last event that is folded in.
    pub last: Key,
    /// The fold.
    pub trace: crate::domain::tap::trace::Trace,
}

/// Where plans stand, each with what made it.
const TAPS: &str = "tap JOIN thing ON thing.id = tap.thing";

const KEPT: &str =
    "thing, version_replica, version_seq, last_day, last_at, last_replica, last_seq, trace";

fn kept_at(row: &Row<'_>, ranks: &Ranks) -> rusqlite::Result<Kept> {
    let trace: String = row.get(7)?;
    let trace = serde_json::from_str(&trace).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(7, rusqlite::types::Type::Text, error.into())
    })?;
    Ok(Kept { thing: row.get(0)?, version: id_at(row, 1)?, last: ranks.key_at(row, 3)?, trace })
}

/// Reads where one plan stands; nothing when every wording of it is taken back.
///
/// # Errors
/// When the database cannot be read.
pub fn kept(db: &Db, thing: i64) -> Result<Option<Kept>, Error> {
    let sql = format!("SELECT {KEPT} FROM tap WHERE thing = ?1");
    let ranks = Ranks::of(db)?;
    let mut find = db.conn.prepare_cached(&sql)?;
    Ok(find.query_row(params![thing], |row| kept_at(row, &ranks)).optional()?)
}

/// Where all plans stand, in the order in which they were made.
///
/// # Errors
/// When the database cannot be read.
pub fn all(db: &Db) -> Result<Vec<Kept>, Error> {
    let sql = format!("SELECT {KEPT} FROM {TAPS} ORDER BY {}", thing::IN_ORDER);
    let ranks = Ranks::of(db)?;
    let mut find = db.conn.prepare_cached(&sql)?;
    Ok(find.query_map([], |row| kept_at(row, &ranks))?.collect::<Result<_, _>>()?)
}

/// What decides which plans may be installed now, in the order in which they were made.
///
/// # Errors
/// When the database cannot be read.
pub fn candidates(db: &Db) -> Result<Vec<Candidate>, Error> {
    let sql = format!(
        "SELECT thing, status = 'active' AND stage = 'install', begun FROM {TAPS} ORDER BY {}",
        thing::IN_ORDER
    );
    let mut find = db.conn.prepare_cached(&sql)?;
    let all = find.query_map([], |row| {
        Ok(Candidate { tap: row.get(0)?, installing: row.get(1)?, begun: row.get(2)? })
    })?;
    Ok(all.collect::<Result<_, _>>()?)
}

/// The plans whose rehearsal is due by a day, waiting ones included, the longest due first.
///
/// # Errors
/// When the database cannot be read.
pub fn rehearsals(db: &Db, by: StudyDay) -> Result<Vec<i64>, Error> {
    let sql = format!(
        "SELECT thing FROM {TAPS} WHERE rehearsal_day <= ?1 ORDER BY rehearsal_day, {}",
        thing::IN_ORDER
    );
    let mut find = db.conn.prepare_cached(&sql)?;
    Ok(find.query_map(params![by.epoch()], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// The names of all plans with their rows, in the order in which they were made.
///
/// # Errors
/// When the database cannot be read.
pub fn names(db: &Db) -> Result<Vec<(String, i64)>, Error> {
    let sql = format!("SELECT name, thing FROM {TAPS} ORDER BY {}", thing::IN_ORDER);
    let mut find = db.conn.prepare_cached(&sql)?;
    let all = find.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(all.collect::<Result<_, _>>()?)
}

/// Keeps where a plan named `name` stands.
///
/// # Errors
/// When the database refuses.
pub fn keep(db: &Db, name: &str, kept: &Kept) -> Result<(), Error> {
    let Kept { thing, version, last, trace } = kept;
    let json = serde_json::to_string(trace).map_err(|error| Error::Strange(error.to_string()))?;
    let sql = "INSERT OR REPLACE INTO tap (thing, name, status, stage, strength, begun, \
        rehearsal_day, version_replica, version_seq, last_day, last_at, last_replica, last_seq, \
        trace) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
    db.conn.prepare_cached(sql)?.execute(params![
        thing,
        name,
        trace.status.word(),
        trace.stage().word(),
        trace.strength.value(),
        trace.begun.is_some(),
        trace.rehearsal().map(StudyDay::epoch),
        version.replica,
        version.seq,
        last.day.epoch(),
        last.at,
        last.id.replica,
        last.id.seq,
        json,
    ])?;
    Ok(())
}

/// Forgets where a plan stands, because nothing words it any more.
///
/// # Errors
/// When the database refuses.
pub fn forget(db: &Db, thing: i64) -> Result<(), Error> {
    db.conn.prepare_cached("DELETE FROM tap WHERE thing = ?1")?.execute(params![thing])?;
    Ok(())
}
