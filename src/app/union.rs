//! Taking in facts that other devices wrote: what is here afterwards is the union, and what follows from
//! it is the same on every device that holds it, in whatever order the facts came.

use crate::app::import::sound;
use crate::app::progress::Watch;
use crate::app::settle::{self, Touched, bulk};
use crate::app::{Error, Study};
use crate::domain::schedule::era::Eras;
use crate::domain::sync::coverage::Coverage;
use crate::storage::db::fact::{FactId, Table};
use crate::storage::db::import::Range;
use crate::storage::db::portable::{Cell, Line};
use crate::storage::db::receive::{Fault, Found, Receiver};
use crate::storage::db::{self, Db};

/// What has come in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrived {
    /// The facts that were not here yet.
    pub facts: Vec<Range>,
    /// How many were here already.
    pub known: u64,
}

/// Takes facts of other devices in, all of them or none. Facts about a thing may come before the one that
/// made it; a fact that is here already is passed over.
///
/// # Errors
/// When one of them cannot be a fact or contradicts one that is here, or the database refuses.
pub fn take_in(study: &Study, lines: impl IntoIterator<Item = Line>) -> Result<Arrived, Error> {
    study.db.write(|db| {
        let eras = settle::card::eras(db)?;
        bulk(db, &study.models, Touched::default(), Watch::nobody(), |touched| {
            let mut taking = Taking::new(db, &eras, Receiver::new(db)?.in_any_order());
            let mut known = 0;
            for line in lines {
                known += u64::from(taking.fact(touched, &line)?.1);
            }
            Ok(Arrived { facts: taking.end()?, known })
        })
    })
}

/// Facts being taken in, within [`bulk`].
pub(super) struct Taking<'a> {
    db: &'a Db,
    eras: &'a Eras,
    receiver: Receiver<'a>,
    /// Whether undos or imports were among them.
    undos: bool,
}

impl<'a> Taking<'a> {
    /// Begins with nothing; `eras` are those from before.
    pub(super) const fn new(db: &'a Db, eras: &'a Eras, receiver: Receiver<'a>) -> Self {
        Self { db, eras, receiver, undos: false }
    }

    /// The facts that are here.
    pub(super) const fn held(&self) -> &Coverage {
        self.receiver.held()
    }

    /// Takes a fact in and notes what it touches; its number here, and whether it was here already.
    pub(super) fn fact(
        &mut self,
        touched: &mut Touched,
        line: &Line,
    ) -> Result<(FactId, bool), Error> {
        let id = match self.receiver.look_up(line).map_err(unfit)? {
            Found::Nothing(id) => id,
            Found::Same(id) => return Ok((id, true)),
            Found::Another(_) => return Err(unfit(Found::another(line))),
        };
        if let Some(why) = sound::fault(line) {
            return Err(Error::File { file: String::new(), why });
        }
        let about = self.receiver.about(line).map_err(unfit)?;
        let mut fresh = touched.card(line.table, about);
        self.undos |= matches!(line.table, Table::Undo | Table::Import);
        if line.table == Table::Import {
            touched.add_everything();
        }
        if line.table == Table::Undo
            && let Some(target) = self.target(line)?
        {
            fresh = touched.add_target(self.db, target)?;
        }
        if let Some(card) = fresh {
            settle::card::out(self.db, self.eras, card)?;
        }
        self.receiver.keep(line, id).map_err(unfit)?;
        if line.table == Table::Away {
            touched.add_break(db::away::at(self.db, id)?);
        }
        Ok((id, false))
    }

    /// Tells which facts came in, and marks those that are taken back.
    pub(super) fn end(self) -> Result<Vec<Range>, Error> {
        let ranges = self.receiver.finish().map_err(unfit)?;
        if !ranges.is_empty() && (self.undos || any_taken_back(self.db)?) {
            db::undo::derive_all(self.db)?;
        }
        Ok(ranges)
    }

    /// What an undo points at, if it is here.
    fn target(&self, line: &Line) -> Result<Option<FactId>, Error> {
        let [Cell::Words(device), Cell::Whole(seq)] = line.cells.as_slice() else {
            return Ok(None);
        };
        let devices = db::portable::devices(self.db)?;
        let device = devices.into_iter().find(|(_, name)| name == device);
        Ok(device.map(|(replica, _)| FactId { replica, seq: *seq }))
    }
}

/// Tells whether an import is taken back: what came with it is, too, even if it comes later.
fn any_taken_back(db: &Db) -> Result<bool, Error> {
    for import in db::import::all(db)? {
        if db::undo::is_undone(db, import.id)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn unfit(fault: Fault) -> Error {
    match fault {
        Fault::Unfit(why) => Error::File { file: String::new(), why },
        Fault::Storage(error) => error.into(),
    }
}
