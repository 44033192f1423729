//! Deriving where a card stands, and what the days count.

use crate::app::Error;
use crate::domain::schedule::era::Eras;
use crate::domain::schedule::history::Line;
use crate::domain::schedule::state::{Facts, State, state};
use crate::domain::schedule::version;
use crate::domain::stats::activity::Activity;
use crate::domain::stats::calibration::Tally;
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

fn derive(db: &Db, eras: &Eras, card: i64) -> Result<Settled, Error> {
    let root = db::progress::root(db, card)?;
    let edit = db::edit::of_card(db, card)?.last().map(|edit| edit.0);
    let facts = Facts {
        reviews: db::review::of_card(db, card)?,
        carried: db::carried::of_card(db, card)?,
        suspended: db::suspension::of_card(db, card)?,
        buried_until: db::burial::of_card(db, card)?,
        stated: root.by_deck || (root.by_user && edit.is_some()),
    };
    let (state, lines) = state(eras, &root.id, &facts);
    Ok(Settled { root, state, lines, edit })
}

/// Derives where a card stands; the counts of past days are left as they are.
pub(in crate::app) fn stands(db: &Db, eras: &Eras, card: i64) -> Result<(), Error> {
    let settled = derive(db, eras, card)?;
    Ok(db::progress::keep(db, card, &settled.root, &settled.state, settled.edit)?)
}

/// Derives where a card stands, and counts its whole history into the days.
pub(in crate::app) fn from_nothing(db: &Db, eras: &Eras, card: i64) -> Result<(), Error> {
    let settled = derive(db, eras, card)?;
    db::progress::keep(db, card, &settled.root, &settled.state, settled.edit)?;
    settled.lines.iter().try_for_each(|line| count(db, settled.root.deck, line))
}

/// Takes the whole history of a card out of the days it is counted into, until [`from_nothing`] counts
/// it in again.
pub(in crate::app) fn out(db: &Db, eras: &Eras, card: i64) -> Result<(), Error> {
    let settled = derive(db, eras, card)?;
    settled.lines.iter().try_for_each(|line| discount(db, settled.root.deck, line))
}

/// Counts a line of a card's history into its day.
fn count(db: &Db, deck: i64, line: &Line) -> Result<(), Error> {
    let day = line.review.study_day;
    db::activity::add(db, day, deck, Activity::of(line))?;
    Tally::of_line(line)
        .map_or(Ok(()), |foreseen| Ok(db::foreseen::add(db, (day, deck), foreseen)?))
}

/// Takes a line of a card's history out of its day again.
fn discount(db: &Db, deck: i64, line: &Line) -> Result<(), Error> {
    let day = line.review.study_day;
    db::activity::add(db, day, deck, Activity::default() - Activity::of(line))?;
    let foreseen = Tally::of_line(line).map(|(bin, tally)| (bin, Tally::default() - tally));
    foreseen.map_or(Ok(()), |foreseen| Ok(db::foreseen::add(db, (day, deck), foreseen)?))
}

/// The parameters that are in force as of this transaction: another process may have fitted new ones
/// since this one began.
pub(in crate::app) fn eras(db: &Db) -> Result<Eras, Error> {
    Ok(version::eras(&db::parameters::all(db)?))
}

/// Runs `act`, which changes the facts of one card, and derives all that follows: where the card
/// stands and what the days count.
pub(in crate::app) fn around<T>(
    db: &Db,
    card: i64,
    act: impl FnOnce() -> Result<T, Error>,
) -> Result<T, Error> {
    let eras = eras(db)?;
    let before = derive(db, &eras, card)?;
    let value = act()?;
    let after = derive(db, &eras, card)?;
    db::progress::keep(db, card, &after.root, &after.state, after.edit)?;
    // What both histories share at their beginning counts the same.
    let shared = before.lines.iter().zip(&after.lines).take_while(|(old, new)| old == new).count();
    before.lines.iter().skip(shared).try_for_each(|line| discount(db, before.root.deck, line))?;
    after.lines.iter().skip(shared).try_for_each(|line| count(db, after.root.deck, line))?;
    Ok(value)
}
