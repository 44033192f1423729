//! The union of facts: those of other devices are taken in one by one, inside one transaction, and what
//! hangs on them is marked as touched.

use crate::app::Error;
use crate::app::import::sound;
use crate::app::settle::{self, Touched};
use crate::domain::schedule::era::Eras;
use crate::domain::sync::coverage::Coverage;
use crate::storage::db::fact::{FactId, Table};
use crate::storage::db::import::Range;
use crate::storage::db::portable::{Cell, Line};
use crate::storage::db::receive::{Fault, Found, Receiver};
use crate::storage::db::{self, Db};

/// Facts being taken in.
pub(super) struct Union<'a> {
    db: &'a Db,
    eras: &'a Eras,
    receiver: Receiver<'a>,
    /// Whether undos or imports were among them.
    undos: bool,
}

/// What became of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    /// It is here now.
    Fresh,
    /// It was here already, under this number.
    Known(FactId),
}

/// Why a fact was not taken in, or a database error.
pub(super) enum Refusal {
    /// It cannot be a fact.
    Unfit(String),
    /// Something else went wrong.
    Error(Error),
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Unfit(why) => Self::Unfit(why),
            Fault::Storage(error) => Self::Error(error.into()),
        }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<crate::storage::Error> for Refusal {
    fn from(error: crate::storage::Error) -> Self {
        Self::Error(error.into())
    }
}

impl<'a> Union<'a> {
    /// Begins with nothing; `receiver` says what is asked of the facts.
    pub(super) const fn new(db: &'a Db, eras: &'a Eras, receiver: Receiver<'a>) -> Self {
        Self { db, eras, receiver, undos: false }
    }

    /// The facts that are here.
    pub(super) const fn held(&self) -> &Coverage {
        self.receiver.held()
    }

    /// Takes in a fact.
    pub(super) fn take(&mut self, touched: &mut Touched, line: &Line) -> Result<Taken, Refusal> {
        let id = match self.receiver.look_up(line)? {
            Found::Nothing(id) => id,
            Found::Same(id) => return Ok(Taken::Known(id)),
            Found::Another(_) => return Err(Found::another(line).into()),
        };
        if let Some(why) = sound::fault(line) {
            return Err(Refusal::Unfit(why));
        }
        let about = self.receiver.about(line)?;
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
        self.receiver.keep(line, id)?;
        Ok(Taken::Fresh)
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

    /// Brings the devices up to date, and the list of what is taken back; `undos` if that is to be done in
    /// any case. Tells which facts came in.
    pub(super) fn finish(self, undos: bool) -> Result<Vec<Range>, Refusal> {
        let ranges = self.receiver.finish()?;
        if self.undos || undos {
            db::undo::derive_all(self.db)?;
        }
        Ok(ranges)
    }
}
