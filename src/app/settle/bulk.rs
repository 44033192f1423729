//! Deriving what follows from many facts at once.

use std::collections::BTreeSet;

use crate::app::progress::{Doing, Watch};
use crate::app::settle::{card, thing};
use crate::app::{Error, Models};
use crate::domain::away::Break;
use crate::domain::schedule::era::Eras;
use crate::storage::db::fact::{About, FactId, Table};
use crate::storage::db::import::Kept;
use crate::storage::db::{self, Db};

/// What some facts are about.
#[derive(Clone, Debug, Default)]
pub(in crate::app) struct Touched {
    cards: BTreeSet<i64>,
    decks: BTreeSet<i64>,
    things: BTreeSet<i64>,
    breaks: Vec<Break>,
    /// Whether everything may hang on them: parameters do.
    all: bool,
}

impl Touched {
    /// Takes in what one more fact is about; tells whether it is a card that was not among them. A break is
    /// taken in by [`Self::add_break`], what an undo points at by [`Self::add_target`].
    pub(in crate::app) fn add(&mut self, table: Table, about: About) -> bool {
        self.all |= matches!(table, Table::Parameters);
        match about {
            About::Card(card) => return self.cards.insert(card),
            About::Deck(deck) => self.decks.insert(deck),
            About::Thing(thing) => self.things.insert(thing),
            About::Nothing => false,
        };
        false
    }

    /// Takes in what one more fact is about; the card, if it is one that was not among them.
    pub(in crate::app) fn card(&mut self, table: Table, about: About) -> Option<i64> {
        let fresh = self.add(table, about);
        match about {
            About::Card(card) if fresh => Some(card),
            About::Card(_) | About::Deck(_) | About::Thing(_) | About::Nothing => None,
        }
    }

    /// Takes in a break that is planned, or taken back: plans with outcomes in it hang on it.
    pub(in crate::app) fn add_break(&mut self, planned: Break) {
        self.breaks.push(planned);
    }

    /// Everything hangs on it.
    pub(in crate::app) fn add_everything(&mut self) {
        self.all = true;
    }

    /// Takes in what a fact is about that is pointed at by an undo.
    pub(in crate::app) fn add_target(
        &mut self,
        db: &Db,
        target: FactId,
    ) -> Result<Option<i64>, Error> {
        let Some(act) = db::fact::find(db, target)? else { return Ok(None) };
        if matches!(act.table, Table::Undo | Table::Import) {
            self.all = true;
        }
        if act.table == Table::Away {
            self.add_break(db::away::at(db, target)?);
        }
        Ok(self.card(act.table, act.about))
    }

    /// What came with an import is about.
    pub(in crate::app) fn by_import(db: &Db, import: &Kept) -> Result<Self, Error> {
        let mut touched = Self::default();
        for range in &import.facts {
            for (table, about) in db::fact::within(db, *range)? {
                touched.add(table, about);
                touched.all |= matches!(table, Table::Undo | Table::Import);
            }
            touched.breaks.extend(db::away::within(db, *range)?);
        }
        Ok(touched)
    }
}

/// Runs `act`, which changes facts about what is `touched` and may touch more, and derives all that
/// follows. `act` is told what was touched so far; cards it touches besides must be put out of the days
/// by [`card::out`] before their facts change. `watch` is told how much is derived; `act` tells of itself.
pub(in crate::app) fn bulk<T>(
    db: &Db,
    models: &Models,
    mut touched: Touched,
    watch: Watch<'_>,
    act: impl FnOnce(&mut Touched) -> Result<T, Error>,
) -> Result<T, Error> {
    db.expect_many();
    let eras = card::eras(db)?;
    let known = touched.cards.len() as u64;
    for (done, card) in (0..).zip(&touched.cards) {
        card::out(db, &eras, *card)?;
        watch.tell(Doing::Deriving, done, known * 2)?;
    }
    let value = act(&mut touched)?;
    if touched.all {
        everything(db, models, watch)?;
        return Ok(value);
    }
    for deck in &touched.decks {
        settle_deck(db, &eras, *deck, &touched.cards)?;
    }
    let total = known + touched.cards.len() as u64;
    for (done, card) in (known..).zip(&touched.cards) {
        card::from_nothing(db, &eras, *card)?;
        watch.tell(Doing::Deriving, done, total)?;
    }
    for planned in &touched.breaks {
        touched.things.extend(db::outcome::touched(db, planned.first(), planned.last())?);
    }
    touched.things.iter().try_for_each(|thing| thing::anew(db, &models.plans, *thing))?;
    Ok(value)
}

/// Puts a deck that no file states on the shelf or takes it off, and settles those of its cards that
/// are not settled otherwise.
fn settle_deck(db: &Db, eras: &Eras, deck: i64, others: &BTreeSet<i64>) -> Result<(), Error> {
    db::deck::settle_made(db, deck, db::deck_made::title(db, deck)?.as_deref())?;
    let cards = db::deck::rows(db, deck)?;
    let own = cards.into_iter().filter(|card| !others.contains(card));
    own.into_iter().try_for_each(|card| card::stands(db, eras, card))
}

/// Derives everything anew from the facts.
pub(in crate::app) fn everything(db: &Db, models: &Models, watch: Watch<'_>) -> Result<(), Error> {
    db.expect_many();
    db::undo::derive_all(db)?;
    db::derived::clear(db)?;
    for deck in db::deck::away(db)? {
        db::deck::put_away(db, deck)?;
    }
    for deck in db::deck::made(db)? {
        db::deck::settle_made(db, deck, db::deck_made::title(db, deck)?.as_deref())?;
    }
    let eras = card::eras(db)?;
    let cards = db::card::rows(db)?;
    let total = cards.len() as u64;
    for (done, card) in (0..).zip(cards) {
        card::from_nothing(db, &eras, card)?;
        watch.tell(Doing::Deriving, done, total)?;
    }
    for (thing, _) in db::thing::all(db)? {
        thing::anew(db, &models.plans, thing)?;
    }
    Ok(())
}
