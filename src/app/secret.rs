//! What belongs to private walks.

use std::collections::HashSet;

use crate::app::Error;
use crate::storage::db::Db;
use crate::storage::db::fact::Table;
use crate::storage::db::portable::{self, Cell, Line};
use crate::storage::db::table::Holds;

/// The names of private walks and of what was made in private.
#[derive(Clone, Debug, Default)]
pub(super) struct Secrets(HashSet<String>);

impl Secrets {
    /// All that there is.
    pub(super) fn of(db: &Db) -> Result<Self, Error> {
        let mut names = HashSet::new();
        portable::of(db, Table::WalkBegun, |line| {
            if let [Cell::Words(walk), .., Cell::Whole(1)] = line.cells.as_slice() {
                names.insert(walk.clone());
            }
            Ok::<_, Error>(())
        })?;
        portable::of(db, Table::WalkMade, |line| {
            if let [_, _, made, Cell::Words(name), Cell::Whole(1)] = line.cells.as_slice() {
                names.insert(name.clone());
                if let Cell::Words(made) = made {
                    names.insert(made.clone());
                }
            }
            Ok::<_, Error>(())
        })?;
        // A thing without a name of its own has an empty one, which says nothing of others.
        names.remove("");
        Ok(Self(names))
    }

    /// Tells whether a fact is about something private.
    pub(super) fn covers(&self, line: &Line) -> bool {
        let named = line.table.columns().iter().zip(&line.cells).filter(|(column, _)| {
            matches!(column.holds, Holds::Card | Holds::Thing(_) | Holds::AnyThing)
        });
        named.into_iter().any(|(_, cell)| match cell {
            Cell::Words(name) => self.0.contains(name),
            Cell::Absent | Cell::Whole(_) | Cell::Real(_) => false,
        })
    }
}
