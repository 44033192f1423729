//! Whether a fact from elsewhere says something that this program could have said.

use crate::app::Error;
use crate::domain::reminder::rule::Rule;
use crate::domain::walk::answer::Answer;
use crate::storage::db::fact::{Act, Table};
use crate::storage::db::import::Range;
use crate::storage::db::portable::{Cell, Line};
use crate::storage::db::{self, Db};

/// Looks at a fact that was just taken in; says what is wrong with it.
pub(super) fn fault(db: &Db, act: Act, line: &Line) -> Result<Option<String>, Error> {
    let words = |column: usize| match line.cells.get(column) {
        Some(Cell::Words(words)) => words.as_str(),
        Some(Cell::Absent | Cell::Whole(_) | Cell::Real(_)) | None => "",
    };
    Ok(match line.table {
        Table::CardEdit => said(&db::edit::text(db, act.id)?.faults()),
        Table::TapVersion => said(&db::tap::wording(db, act.id)?.faults()),
        Table::WalkAnswer => unread(serde_json::from_str::<Answer>(words(2))),
        Table::TapReminder => unread(words(1).parse::<Rule>()),
        Table::Parameters => unread(serde_json::from_str::<Vec<f32>>(words(2))),
        Table::Import => unread(serde_json::from_str::<Vec<Range>>(words(2))),
        Table::Review
        | Table::Suspension
        | Table::Burial
        | Table::Away
        | Table::Undo
        | Table::Outcome
        | Table::Rehearsal
        | Table::SelfRating
        | Table::TapStatus
        | Table::TapCheck
        | Table::Commitment
        | Table::Jot
        | Table::WalkBegun
        | Table::WalkEnded
        | Table::WalkMade
        | Table::Grimoire
        | Table::Reminder
        | Table::DeckMade
        | Table::Carried => None,
    })
}

fn said(faults: &[impl ToString]) -> Option<String> {
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    (!faults.is_empty()).then(|| faults.join("; "))
}

fn unread<T, E: std::fmt::Display>(read: Result<T, E>) -> Option<String> {
    read.err().map(|error| error.to_string())
}
