//! Deriving where plans, commitments and jots stand.

use std::collections::BTreeMap;

use crate::app::Error;
use crate::domain::away::Break;
use crate::domain::schedule::memory::Model;
use crate::domain::tap::daily::lived;
use crate::domain::tap::recall::seed;
use crate::domain::tap::trace::Event;
use crate::storage::db::event;
use crate::storage::db::fact::{FactId, Table};
use crate::storage::db::key::{self, Key};
use crate::storage::db::tap::Kept;
use crate::storage::db::thing::Kind;
use crate::storage::db::{self, Db};

/// Derives where a thing stands from all its facts.
pub(in crate::app) fn anew(db: &Db, model: &Model, thing: i64) -> Result<(), Error> {
    match db::thing::at(db, thing)? {
        None => Ok(()),
        Some((Kind::Tap, made_at)) => fold(db, model, thing, made_at),
        Some((Kind::Walk, _)) => Ok(db::run::derive(db, thing)?),
        Some((kind @ (Kind::Commitment | Kind::Jot), _)) => {
            Ok(db::standing::derive(db, thing, kind)?)
        }
    }
}

fn fold(db: &Db, model: &Model, thing: i64, made_at: i64) -> Result<(), Error> {
    let (keys, events): (Vec<Key>, Vec<(_, Event)>) =
        event::of_tap(db, thing)?.into_iter().map(|(key, event)| (key, (key.day, event))).unzip();
    let mut wordings = keys.iter().zip(&events).filter_map(|(key, (_, event))| match event {
        Event::Worded(plan) => Some((key.id, plan)),
        Event::Outcome(_)
        | Event::Rehearsed(_)
        | Event::Rated(_)
        | Event::Moved(_)
        | Event::Checked(_) => None,
    });
    let (Some((version, plan)), Some(last)) = (wordings.next_back(), keys.last()) else {
        db::tap_day::replace(db, thing, &BTreeMap::new())?;
        return Ok(db::tap::forget(db, thing)?);
    };
    let (trace, days) = lived(model, &seed(made_at), &events);
    db::tap_day::replace(db, thing, &days)?;
    Ok(db::tap::keep(db, &plan.name, &Kept { thing, version, last: *last, trace })?)
}

/// Takes in a fact of a plan that was just written to `table`.
///
/// What comes last is added to what was derived before; what was back-dated is met by deriving
/// anew.
pub(in crate::app) fn log(
    db: &Db,
    model: &Model,
    thing: i64,
    (table, id): (Table, FactId),
) -> Result<(), Error> {
    let (Some(kept), Some((_, made_at))) = (db::tap::kept(db, thing)?, db::thing::at(db, thing)?)
    else {
        return anew(db, model, thing);
    };
    if table == Table::TapVersion || key::of(db, table, id)? <= kept.last {
        return fold(db, model, thing, made_at);
    }
    let mut kept = kept;
    for (key, event) in event::after(db, thing, table, kept.last)? {
        kept.trace.add(model, &seed(made_at), key.day, &event);
        kept.last = key;
        if let Event::Outcome(outcome) = event {
            let mut daily = db::tap_day::on(db, thing, key.day)?.unwrap_or_default();
            daily.add(&outcome, &kept.trace.strength);
            db::tap_day::keep(db, thing, key.day, &daily)?;
        }
    }
    let name = db::tap::wording(db, kept.version)?.name;
    Ok(db::tap::keep(db, &name, &kept)?)
}

/// Derives anew every plan with an outcome in a planned break.
pub(in crate::app) fn during(db: &Db, model: &Model, planned: Break) -> Result<(), Error> {
    let touched = db::outcome::touched(db, planned.first(), planned.last())?;
    touched.into_iter().try_for_each(|thing| anew(db, model, thing))
}
