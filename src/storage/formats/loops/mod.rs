//! Loop Habit Tracker: its backup (a database) and its CSV export (a zip archive).
//!
//! Both are read into plain values; what becomes of them is decided elsewhere. The backup says more:
//! a CSV export holds no reminders and no identity of a habit, shows a day that Loop filled in instead
//! of a "no" beneath it, and before version 2.3.1 neither units nor notes.

mod cells;
mod copied;
mod database;
mod days;
mod list;
mod sheet;
mod sheets;
mod together;

use std::fmt;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use crate::domain::time::StudyDay;
use crate::storage::formats::Refused;

/// The name of the program whose files these are.
const PROGRAM: &str = "Loop Habit Tracker";

/// The first bytes of every database of `SQLite`.
const SQLITE: &[u8] = b"SQLite format 3\0";

/// The first bytes of every zip archive that holds a file.
const ZIP: &[u8] = b"PK\x03\x04";

/// What a file of Loop Habit Tracker held.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Habits {
    /// Its habits, in the order in which Loop shows them; no two have the same key.
    pub habits: Vec<Habit>,
    /// What could not be carried.
    pub left: Vec<Left>,
}

/// One habit and every day on which its user said something about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Habit {
    /// What it is known by when it is read again: Loop's own uuid, or where there is none (CSV exports,
    /// backups before version 24) its name, with a number when several are called the same.
    pub key: String,
    /// What it is called; never blank.
    pub name: String,
    /// What Loop asks about it, such as "Did you stretch today?"; may be empty.
    pub question: String,
    /// Whatever else its user wrote about it; may be empty.
    pub description: String,
    /// What is counted, when it is more than yes or no.
    pub amount: Option<Amount>,
    /// How often it is meant to be done.
    pub frequency: Frequency,
    /// When Loop reminds of it; always none in a CSV export.
    pub reminder: Option<Reminder>,
    /// Whether it was put away.
    pub archived: bool,
    /// What its user said of days: oldest first, at most one a day.
    pub marks: Vec<Mark>,
}

/// What a habit counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    /// The unit as its user wrote it, such as "pages"; may be empty.
    pub unit: String,
    /// Whether the target is the most, not the least.
    pub at_most: bool,
    /// How much is aimed at within the days of the [`Frequency`], in that unit, 0 or more; none when
    /// the file does not say.
    pub target: Option<f64>,
}

/// So many times in so many days, each 1-10000; the days are any in a row, not a calendar's week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frequency {
    /// How often.
    pub times: u32,
    /// In how many days.
    pub days: u32,
}

/// When Loop reminds of a habit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// The hour on the clock, 0-23.
    pub hour: u8,
    /// The minute, 0-59.
    pub minute: u8,
    /// The days of the week on which it comes, Monday first; at least one.
    pub days: [bool; 7],
}

/// What the user said of one day.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// The day, from 1970 to 2199, as Loop counts days: by the calendar, or from three in the morning.
    pub day: StudyDay,
    /// What was said.
    pub what: What,
    /// The note beside it; may be empty.
    pub note: String,
}

/// What can be said of a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum What {
    /// It was done.
    Yes,
    /// It was not done.
    No,
    /// That day does not count.
    Skip,
    /// So much was done, in the unit of the habit, 0 or more.
    Amount(f64),
}

/// Something in the file that could not be carried.
#[derive(Clone, Debug, PartialEq)]
pub struct Left {
    /// The habit it belongs to; empty when it concerns the whole file.
    pub habit: String,
    /// What it is.
    pub why: Why,
}

/// What could not be carried, and why.
#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    /// A note on a day of which nothing was said, or which Loop had filled in: the day and the note.
    Note(StudyDay, String),
    /// So many days, one or more, and what is wrong with them.
    Days(usize, &'static str),
    /// Anything else, in words.
    Words(String),
}

/// Writes it as the end of a sentence that begins with the habit's name and a colon.
impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Note(day, note) => write!(f, "a note on {day}, a day without a mark: {note}"),
            Self::Days(1, wrong) => write!(f, "1 day {wrong}"),
            Self::Days(count, wrong) => write!(f, "{count} days {wrong}"),
            Self::Words(words) => f.write_str(words),
        }
    }
}

/// Reads a backup or a CSV export; its first bytes tell which it is, not its name.
///
/// # Errors
/// When it cannot be read, is neither, is damaged, was written by a later version, or holds more than
/// anybody's file would.
pub fn read(path: &Path) -> Result<Habits, Refused> {
    let head = head(path)?;
    if head.starts_with(SQLITE) {
        database::read(path)
    } else if head.starts_with(ZIP) {
        sheets::read(path)
    } else {
        Err(Refused::wrong(format!(
            "it is neither a backup (.db) nor a CSV export (.zip) of {PROGRAM}"
        )))
    }
}

/// Tells whether a file looks like one of Loop's from the inside: an archive with a `Habits.csv`, or a
/// database with tables `Habits` and `Repetitions`. Whether it can be read is not asked.
///
/// # Errors
/// When it cannot be read at all.
pub fn fits(path: &Path) -> std::io::Result<bool> {
    let head = head(path)?;
    let fits = if head.starts_with(SQLITE) {
        database::fits(path)
    } else if head.starts_with(ZIP) {
        sheets::fits(path)
    } else {
        return Ok(false);
    };
    match fits {
        Ok(fits) => Ok(fits),
        Err(Refused::Unreadable(error)) => Err(error),
        Err(Refused::Wrong(_) | Refused::TooNew { .. } | Refused::TooMuch { .. }) => Ok(false),
    }
}

/// The first bytes of a file, as many as tell a database from an archive.
fn head(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::new();
    File::open(path)?.take(SQLITE.len() as u64).read_to_end(&mut head)?;
    Ok(head)
}

#[cfg(test)]
mod tests;
