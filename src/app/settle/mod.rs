//! Settling: after a fact is appended or taken back, what follows from it is derived anew, in the
//! same transaction.

mod bulk;
pub(super) mod card;
pub(super) mod thing;

pub(super) use bulk::{Touched, bulk, everything};

use crate::app::progress::Watch;
use crate::app::{Error, Models};
use crate::storage::db::fact::{About, Act, Table};
use crate::storage::db::{self, Db};

/// Runs `act`, which takes back or brings back the act `of`, and derives all that hangs on it.
pub(super) fn around<T>(
    db: &Db,
    models: &Models,
    of: Act,
    watch: Watch<'_>,
    act: impl FnOnce() -> Result<T, Error>,
) -> Result<T, Error> {
    if of.table == Table::Import {
        let import = db::import::all(db)?.into_iter().find(|import| import.id == of.id);
        let touched = import.map(|import| Touched::by_import(db, &import)).transpose()?;
        return bulk(db, models, touched.unwrap_or_default(), watch, |_| {
            let value = act()?;
            db::undo::derive_all(db)?;
            Ok(value)
        });
    }
    match of.about {
        About::Card(card) => card::around(db, card, act),
        About::Thing(thing) => {
            let value = act()?;
            thing::anew(db, &models.plans, thing)?;
            Ok(value)
        }
        About::Deck(_) => {
            let mut touched = Touched::default();
            touched.add(of.table, of.about);
            bulk(db, models, touched, watch, |_| act())
        }
        About::Nothing => {
            let value = act()?;
            if of.table == Table::Away {
                let planned = db::away::at(db, of.id)?;
                thing::during(db, &models.plans, planned)?;
            }
            Ok(value)
        }
    }
}
