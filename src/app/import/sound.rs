//! Whether a fact from elsewhere says something that this program could have said.

use crate::domain::card::{Kind, Text};
use crate::domain::reminder::rule::Rule;
use crate::domain::schedule::memory::Parameters;
use crate::domain::tap::plan::Plan;
use crate::domain::walk::answer::Answer;
use crate::storage::db::fact::Table;
use crate::storage::db::import::Range;
use crate::storage::db::portable::{Cell, Line};

/// Says what is wrong with a fact, if anything; what the database checks itself is left to it.
pub(in crate::app) fn fault(line: &Line) -> Option<String> {
    number(line).or_else(|| said_by(line))
}

/// The numbers that are reckoned with, by the names of their columns, and what each may be.
const BOUNDS: [(&str, f64, f64); 8] = [
    ("retention", f64::MIN_POSITIVE, 1.0 - f64::EPSILON),
    ("longest", 1.0, 1_000_000.0),
    ("stability", f64::MIN_POSITIVE, 1e38),
    ("difficulty", 1.0, 10.0),
    ("took", 0.0, 4_294_967_295.0),
    ("times", 1.0, 1_000_000.0),
    ("per_week", 0.0, 1e6),
    ("half_life", f64::MIN_POSITIVE, 1e38),
];

/// Names the first number that is out of bounds.
fn number(line: &Line) -> Option<String> {
    let cells = line.table.columns().iter().zip(&line.cells);
    cells.into_iter().find_map(|(column, cell)| {
        let (name, least, most) = BOUNDS.iter().find(|(name, ..)| *name == column.name)?;
        let number = match cell {
            #[expect(clippy::cast_precision_loss, reason = "beyond 2^53 it is out of bounds")]
            Cell::Whole(number) => *number as f64,
            Cell::Real(number) => *number,
            Cell::Absent | Cell::Words(_) => return None,
        };
        let out = !(*least..=*most).contains(&number);
        out.then(|| format!("\"{name}\" is out of range ({number:e})"))
    })
}

fn said_by(line: &Line) -> Option<String> {
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
        Table::Parameters => match serde_json::from_str::<Vec<f32>>(words(line, 2)) {
            Ok(numbers) if numbers.is_empty() => None,
            Ok(numbers) => unread(Parameters::of_any_version(&numbers)),
            Err(error) => Some(error.to_string()),
        },
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
        | Table::Carried
        | Table::Shared => None,
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
