//! Deriving where a card stands, and what the days count.

use crate::app::Error;
use crate::domain::schedule::history::Line;
use crate::domain::schedule::memory::Model;
use crate::domain::schedule::state::{Facts, State, state};
use crate::domain::stats::activity::Activity;
use crate::storage::db::fact::FactId;
use crate::storage::db::progress::Root;
use crate::storage::db::{self, Db};

/// What follows from the facts of one card.
struct Settled {
    root: Root,
    state: State,
    lines: Vec<Line>,
    edit: Option<FactId>,
}

fn derive(db: &Db, model: &Model, card: i64) -> Result<Settled, Error> {
    let root = db::progress::root(db, card)?;
    let edit = db::edit::of_card(db, card)?.last().map(|edit| edit.0);
    let facts = Facts {
        reviews: db::review::of_card(db, card)?,
        suspended: db::suspension::of_card(db, card)?,
        buried_until: db::burial::of_card(db, card)?,
        stated: root.by_deck || (root.by_user && edit.is_some()),
    };
    let (state, lines) = state(model, &root.id, &facts);
    Ok(Settled { root, state, lines, edit })
}

/// Derives where a card stands; the counts of past days are left as they are.
pub(in crate::app) fn stands(db: &Db, model: &Model, card: i64) -> Result<(), Error> {
    let settled = derive(db, model, card)?;
    Ok(db::progress::keep(db, card, &settled.root, &settled.state, settled.edit)?)
}

/// Derives where a card stands, and counts its whole history into the days.
pub(in crate::app) fn from_nothing(db: &Db, model: &Model, card: i64) -> Result<(), Error> {
    let settled = derive(db, model, card)?;
    db::progress::keep(db, card, &settled.root, &settled.state, settled.edit)?;
    for line in &settled.lines {
        db::activity::add(db, line.review.study_day, Activity::of(line))?;
    }
    Ok(())
}

/// Runs `act`, which changes the facts of one card, and derives all that follows: where the card
/// stands and what the days count.
pub(in crate::app) fn around<T>(
    db: &Db,
    model: &Model,
    card: i64,
    act: impl FnOnce() -> Result<T, Error>,
) -> Result<T, Error> {
    let before = derive(db, model, card)?;
    let value = act()?;
    let after = derive(db, model, card)?;
    db::progress::keep(db, card, &after.root, &after.state, after.edit)?;
    // What both histories share at their beginning counts the same.
    let shared = before.lines.iter().zip(&after.lines).take_while(|(old, new)| old == new).count();
    for line in before.lines.iter().skip(shared) {
        let less = Activity::default() - Activity::of(line);
        db::activity::add(db, line.review.study_day, less)?;
    }
    for line in after.lines.iter().skip(shared) {
        db::activity::add(db, line.review.study_day, Activity::of(line))?;
    }
    Ok(value)
}
