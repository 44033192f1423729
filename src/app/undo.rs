//! Undo and redo: facts that take facts back.

use crate::app::progress::Watch;
use crate::app::{Error, Study, settle};
use crate::storage::db::fact::{self, About, Act, FactId, HERE, Table};
use crate::storage::db::{self, Db};

/// What was taken back, or brought back.
#[derive(Clone, Debug, PartialEq)]
pub struct Undone {
    /// The act.
    pub act: Act,
    /// What the thing it was about is called: a card's or plan's name, another's words.
    pub about: Option<String>,
}

/// Takes back the last act that still stands.
///
/// # Errors
/// When there is none or the database refuses.
pub fn undo(study: &Study, watch: Watch<'_>) -> Result<Undone, Error> {
    study.db.write(|db| {
        let act = last_standing(db)?.ok_or(Error::NothingToUndo)?;
        apply((study, watch), db, act, act.id)
    })
}

/// Brings back what was last taken back, if nothing was done since.
///
/// # Errors
/// When there is nothing to bring back or the database refuses.
pub fn redo(study: &Study, watch: Watch<'_>) -> Result<Undone, Error> {
    study.db.write(|db| {
        let (undo, act) = last_undo(db)?.ok_or(Error::NothingToRedo)?;
        apply((study, watch), db, act, undo)
    })
}

/// The last act of this device that is neither an undo nor taken back.
fn last_standing(db: &Db) -> Result<Option<Act>, Error> {
    let mut before = i64::MAX;
    while let Some(act) = fact::latest_before(db, before)? {
        // What a walk made is taken back itself; that the walk made it stays true. So does that a
        // reminder was shown. Parameters have a way back of their own, which spares the user a pile.
        let own = !matches!(act.table, Table::Undo | Table::WalkMade) && !unasked(act.table);
        if own && !db::undo::is_undone(db, act.id)? {
            return Ok(Some(act));
        }
        before = before_all(db, &act)?;
    }
    Ok(None)
}

/// The number before which the search for an act goes on: an import that was taken back took everything
/// back that came with it.
fn before_all(db: &Db, act: &Act) -> Result<i64, Error> {
    if act.table != Table::Import {
        return Ok(act.id.seq);
    }
    let imports = db::import::all(db)?;
    let import = imports.into_iter().find(|import| import.id == act.id);
    let facts = import.map(|import| import.facts).unwrap_or_default();
    let own = facts.iter().filter(|(device, ..)| *device == HERE).map(|(_, first, _)| *first);
    Ok(own.chain([act.id.seq]).min().unwrap_or(act.id.seq))
}

/// Tells whether the facts of a table are written without the user's having asked.
fn unasked(table: Table) -> bool {
    matches!(table, Table::Reminder | Table::Parameters | Table::Shared)
}

/// The last undo that still stands and the act it took back; none once something was done since.
fn last_undo(db: &Db) -> Result<Option<(FactId, Act)>, Error> {
    let mut before = i64::MAX;
    while let Some(act) = fact::latest_before(db, before)? {
        if unasked(act.table) {
            before = act.id.seq;
            continue;
        }
        if act.table != Table::Undo {
            return Ok(None);
        }
        let target = db::undo::target(db, act.id)?.map(|id| fact::find(db, id)).transpose()?;
        if let Some(Some(target)) = target
            && target.table != Table::Undo
            && !db::undo::is_undone(db, act.id)?
        {
            return Ok(Some((act.id, target)));
        }
        before = act.id.seq;
    }
    Ok(None)
}

/// Appends an undo of `aim` and derives anew what hangs on `act`.
fn apply(
    (study, watch): (&Study, Watch<'_>),
    db: &Db,
    act: Act,
    aim: FactId,
) -> Result<Undone, Error> {
    let take_back = || {
        db::undo::append(db, study.now, aim)?;
        if aim != act.id {
            // Another device may have taken it back as well.
            let back = db::undo::points_at(db, act.id)?;
            db::undo::mark(db, act.id, back)?;
        }
        Ok(())
    };
    let before = called(db, act)?;
    settle::around(db, &study.models, act, watch, take_back)?;
    let about = called(db, act)?.or(before);
    Ok(Undone { act, about })
}

/// What a thing is called; nothing while no standing fact makes it.
fn called(db: &Db, act: Act) -> Result<Option<String>, Error> {
    let thing = match act.about {
        About::Nothing if act.table == Table::Import => {
            let import = db::import::all(db)?.into_iter().find(|import| import.id == act.id);
            return Ok(import.map(|import| import.file));
        }
        About::Nothing => return Ok(None),
        About::Deck(deck) => return Ok(Some(db::deck::at(db, deck)?.about.name)),
        About::Card(card) => return Ok(Some(db::card::at(db, card)?.id.to_string())),
        About::Thing(thing) => thing,
    };
    if let Some(kept) = db::tap::kept(db, thing)? {
        return Ok(Some(db::tap::wording(db, kept.version)?.name));
    }
    if let Some(commitment) = db::commitment::at(db, thing)? {
        return Ok(Some(commitment.text));
    }
    if let Some(run) = db::run::at(db, thing)? {
        return Ok(Some(format!("the {} walk", run.technique)));
    }
    Ok(db::jot::at(db, thing)?.map(|stored| stored.jot.text))
}
