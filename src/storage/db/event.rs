//! What happened to a plan, from all its tables, in one order.

use crate::domain::tap::trace::Event;
use crate::storage::db::fact::Table;
use crate::storage::db::key::Key;
use crate::storage::db::{Db, outcome, rehearsal, self_rating, tap};
use crate::storage::error::Error;

/// Everything that ever happened to a plan and is not taken back, in order.
///
/// # Errors
/// When the database cannot be read.
pub fn of_tap(db: &Db, thing: i64) -> Result<Vec<(Key, Event)>, Error> {
    let wordings = tap::wordings(db, thing)?;
    let worded = wordings.into_iter().map(|one| (one.key, Event::Worded(Box::new(one.plan))));
    let mut events: Vec<(Key, Event)> = worded.collect();
    events.extend(outcome::events(db, thing, None)?);
    events.extend(rehearsal::events(db, thing)?);
    events.extend(self_rating::events(db, thing)?);
    events.extend(tap::moves(db, thing)?);
    events.sort_by_key(|(key, _)| *key);
    Ok(events)
}

/// The events of one table that come after `last`.
///
/// # Errors
/// When the database cannot be read.
pub fn after(db: &Db, thing: i64, table: Table, last: Key) -> Result<Vec<(Key, Event)>, Error> {
    let mut events = match table {
        Table::Outcome => outcome::events(db, thing, Some(last))?,
        Table::Rehearsal => rehearsal::events(db, thing)?,
        Table::SelfRating => self_rating::events(db, thing)?,
        Table::TapStatus | Table::TapCheck => tap::moves(db, thing)?,
        Table::TapVersion
        | Table::Review
        | Table::CardEdit
        | Table::Suspension
        | Table::Burial
        | Table::Away
        | Table::Undo
        | Table::Commitment
        | Table::Jot
        | Table::WalkBegun
        | Table::WalkAnswer
        | Table::WalkEnded
        | Table::WalkMade
        | Table::Grimoire
        | Table::TapReminder
        | Table::Reminder
        | Table::Parameters
        | Table::Import
        | Table::DeckMade
        | Table::Carried
        | Table::Shared => of_tap(db, thing)?,
    };
    events.retain(|(key, _)| *key > last);
    events.sort_by_key(|(key, _)| *key);
    Ok(events)
}
