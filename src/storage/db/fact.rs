//! Facts: insert-only rows, each numbered by the device that wrote it.

use rusqlite::{OptionalExtension as _, Row, ToSql, params};

use crate::domain::time::{Now, StudyDay};
use crate::storage::db::Db;
use crate::storage::error::Error;

/// The number of a fact: which device wrote it, and its how-manieth it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactId {
    /// The device, by its row in `replica`; 1 is this one.
    pub replica: i64,
    /// Counted from 1 over all facts of that device.
    pub seq: i64,
}

/// This device's row in `replica`.
pub const HERE: i64 = 1;

/// The tables that hold facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// Graded recalls.
    Review,
    /// New texts of cards.
    CardEdit,
    /// Suspensions and their ends.
    Suspension,
    /// Cards put off.
    Burial,
    /// Planned breaks.
    Away,
    /// Facts taken back.
    Undo,
    /// Wordings of plans.
    TapVersion,
    /// What happened to plans.
    Outcome,
    /// Rehearsals of plans.
    Rehearsal,
    /// Self-ratings of automaticity.
    SelfRating,
    /// Plans paused, taken up and retired.
    TapStatus,
    /// Looks back at plans.
    TapCheck,
    /// Commitments made, moved and closed.
    Commitment,
    /// Jots made and dealt with.
    Jot,
    /// Walks begun.
    WalkBegun,
    /// Answers inside walks.
    WalkAnswer,
    /// Walks finished or abandoned.
    WalkEnded,
    /// What walks have made.
    WalkMade,
    /// The user's own questions for a resolve cycle.
    Grimoire,
    /// When plans are to be reminded of.
    TapReminder,
    /// What became of reminders.
    Reminder,
    /// Parameters fitted to the reviews.
    Parameters,
}

impl Table {
    /// Every table of facts.
    pub const ALL: [Self; 22] = [
        Self::Review,
        Self::CardEdit,
        Self::Suspension,
        Self::Burial,
        Self::Away,
        Self::Undo,
        Self::TapVersion,
        Self::Outcome,
        Self::Rehearsal,
        Self::SelfRating,
        Self::TapStatus,
        Self::TapCheck,
        Self::Commitment,
        Self::Jot,
        Self::WalkBegun,
        Self::WalkAnswer,
        Self::WalkEnded,
        Self::WalkMade,
        Self::Grimoire,
        Self::TapReminder,
        Self::Reminder,
        Self::Parameters,
    ];

    /// The table's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::CardEdit => "card_edit",
            Self::Suspension => "suspension",
            Self::Burial => "burial",
            Self::Away => "away",
            Self::Undo => "undo",
            Self::TapVersion => "tap_version",
            Self::Outcome => "outcome",
            Self::Rehearsal => "rehearsal",
            Self::SelfRating => "self_rating",
            Self::TapStatus => "tap_status",
            Self::TapCheck => "tap_check",
            Self::Commitment => "commitment",
            Self::Jot => "jot",
            Self::WalkBegun => "walk_begun",
            Self::WalkAnswer => "walk_answer",
            Self::WalkEnded => "walk_ended",
            Self::WalkMade => "walk_made",
            Self::Grimoire => "grimoire",
            Self::TapReminder => "tap_reminder",
            Self::Reminder => "reminder",
            Self::Parameters => "parameters",
        }
    }

    /// The column that says what its facts are about.
    const fn subject(self) -> &'static str {
        match self {
            Self::Review | Self::CardEdit | Self::Suspension | Self::Burial => "card",
            Self::Away | Self::Undo | Self::Grimoire | Self::Reminder | Self::Parameters => "NULL",
            Self::TapVersion
            | Self::Outcome
            | Self::Rehearsal
            | Self::SelfRating
            | Self::TapStatus
            | Self::TapCheck
            | Self::Commitment
            | Self::Jot
            | Self::WalkBegun
            | Self::WalkAnswer
            | Self::WalkEnded
            | Self::WalkMade
            | Self::TapReminder => "thing",
        }
    }

    /// What a fact in this table with that number in its subject column is about.
    fn about(self, row: Option<i64>) -> About {
        match (self.subject(), row) {
            ("card", Some(row)) => About::Card(row),
            ("thing", Some(row)) => About::Thing(row),
            _ => About::Nothing,
        }
    }
}

/// What a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A card, by its row.
    Card(i64),
    /// A plan, commitment or jot, by its row in `thing`.
    Thing(i64),
    /// Nothing in particular.
    Nothing,
}

/// A fact as the log of acts sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Act {
    /// Where it is kept.
    pub table: Table,
    /// Its number.
    pub id: FactId,
    /// The study day it was written on.
    pub study_day: StudyDay,
    /// What it is about.
    pub about: About,
}

/// Appends a fact at the present, or at the device's latest moment when its clock was set back since.
///
/// `columns` names what follows the common ones, `values` holds it.
pub(super) fn append(
    db: &Db,
    table: Table,
    now: Now,
    columns: &str,
    values: &[&dyn ToSql],
) -> Result<FactId, Error> {
    let take = "UPDATE replica SET next_seq = next_seq + 1, latest_at = max(latest_at, ?1) \
        WHERE id = 1 RETURNING next_seq - 1, latest_at";
    let (seq, at): (i64, i64) = db
        .conn
        .prepare_cached(take)?
        .query_row(params![now.at], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let id = FactId { replica: HERE, seq };
    let marks: Vec<String> = (6..6 + values.len()).map(|n| format!("?{n}")).collect();
    let marks = marks.join(", ");
    let sql = format!(
        "INSERT INTO {} (replica, seq, at, offset, study_day, {columns}) \
         VALUES (?1, ?2, ?3, ?4, ?5, {marks})",
        table.name()
    );
    let today = now.today.epoch();
    let mut all: Vec<&dyn ToSql> = vec![&id.replica, &id.seq, &at, &now.offset, &today];
    all.extend_from_slice(values);
    db.conn.prepare_cached(&sql)?.execute(all.as_slice())?;
    Ok(id)
}

/// Tells whether anything was ever logged.
///
/// # Errors
/// When the database cannot be read.
pub fn any(db: &Db) -> Result<bool, Error> {
    let sql = "SELECT EXISTS (SELECT 1 FROM replica WHERE next_seq > 1)";
    Ok(db.conn.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// The latest fact of this device before number `seq`.
///
/// # Errors
/// When the database cannot be read.
pub fn latest_before(db: &Db, seq: i64) -> Result<Option<Act>, Error> {
    let mut latest: Option<Act> = None;
    for table in Table::ALL {
        let sql = format!(
            "SELECT replica, seq, study_day, {} FROM {} \
             WHERE replica = {HERE} AND seq < ?1 ORDER BY seq DESC LIMIT 1",
            table.subject(),
            table.name()
        );
        let act = db
            .conn
            .prepare_cached(&sql)?
            .query_row(params![seq], |row| {
                let about = table.about(row.get(3)?);
                Ok(Act { table, id: id_at(row, 0)?, study_day: day_at(row, 2)?, about })
            })
            .optional()?;
        if act.is_some_and(|act| latest.is_none_or(|latest| act.id.seq > latest.id.seq)) {
            latest = act;
        }
    }
    Ok(latest)
}

/// Finds a fact by its number.
///
/// # Errors
/// When the database cannot be read.
pub fn find(db: &Db, id: FactId) -> Result<Option<Act>, Error> {
    Ok(latest_before(db, id.seq + 1)?.filter(|act| act.id == id))
}

/// Reads a fact's number from two neighbouring columns.
pub(super) fn id_at(row: &Row<'_>, column: usize) -> rusqlite::Result<FactId> {
    Ok(FactId { replica: row.get(column)?, seq: row.get(column + 1)? })
}

/// Reads a study day from a column.
pub(super) fn day_at(row: &Row<'_>, column: usize) -> rusqlite::Result<StudyDay> {
    row.get(column).map(StudyDay::from_epoch)
}

/// Reads a word that a `CHECK` lets only known ones into.
pub(super) fn word_at<T: std::str::FromStr>(row: &Row<'_>, column: usize) -> rusqlite::Result<T>
where
    T::Err: std::error::Error + Send + Sync + 'static,
{
    row.get::<_, String>(column)?.parse().map_err(|error| conversion(column, error))
}

/// Says that a column holds what it should not.
pub(super) fn conversion(
    column: usize,
    error: impl std::error::Error + Send + Sync + 'static,
) -> rusqlite::Error {
    let kind = rusqlite::types::Type::Text;
    rusqlite::Error::FromSqlConversionFailure(column, kind, Box::new(error))
}

/// The condition that the fact named by `alias` has not been taken back.
pub(super) fn standing(alias: &str) -> String {
    format!(
        "NOT EXISTS (SELECT 1 FROM undone WHERE undone.replica = {alias}.replica \
         AND undone.seq = {alias}.seq)"
    )
}
