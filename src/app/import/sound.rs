//! Whether a fact from elsewhere says something that this program could have said.

use crate::domain::card::{Kind, Text};
use crate::domain::reminder::rule::Rule;
use crate::domain::tap::plan::Plan;
use crate::domain::walk::answer::Answer;
use crate::storage::db::fact::Table;
use crate::storage::db::import::Range;
use crate::storage::db::portable::{Cell, Line};

/// Says what is wrong with a fact, if anything; what the database checks itself is left to it.
pub(in crate::app) fn fault(line: &Line) -> Option<String> {
    match line.table {
        Table::CardEdit => match Kind::from_word(words(line, 1)) {
            None => Some(format!("there are no cards of the kind \"{}\"", words(line, 1))),
            Some(kind) => said(&text(line, kind).faults()),
        },
        Table::TapVersion => {
            let plan = Plan {
                goal: words(line, 2).to_owned(),
                instead: words(line, 3).to_owned(),
                last: words(line, 6).to_owned(),
                obstacle: words(line, 10).to_owned(),
                anchor: words(line, 12).to_owned(),
                ..Plan::of(words(line, 1), words(line, 4), words(line, 8))
            };
            said(&plan.faults())
        }
        Table::WalkAnswer => unread(serde_json::from_str::<Answer>(words(line, 2))),
        Table::TapReminder => unread(words(line, 1).parse::<Rule>()),
        Table::Parameters => unread(serde_json::from_str::<Vec<f32>>(words(line, 2))),
        Table::Import => unread(serde_json::from_str::<Vec<Range>>(words(line, 2))),
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
    }
}

fn words(line: &Line, column: usize) -> &str {
    match line.cells.get(column) {
        Some(Cell::Words(words)) => words,
        Some(Cell::Absent | Cell::Whole(_) | Cell::Real(_)) | None => "",
    }
}

fn text(line: &Line, kind: Kind) -> Text {
    let [front, back, note] = [2, 3, 4].map(|column| words(line, column).to_owned());
    Text { kind, front, back, note }
}

fn said(faults: &[impl ToString]) -> Option<String> {
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    (!faults.is_empty()).then(|| faults.join("; "))
}

fn unread<T, E: std::fmt::Display>(read: Result<T, E>) -> Option<String> {
    read.err().map(|error| error.to_string())
}
