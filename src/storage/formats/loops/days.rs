//! What both formats have in common: days and their values, what a habit may say, and the bounds.

use std::collections::{HashMap, HashSet};

use crate::domain::text::one_line;
use crate::domain::time::StudyDay;
use crate::storage::formats::Refused;
use crate::storage::formats::loops::{Frequency, Left, Mark, What, Why};

/// The most habits one file may hold.
const HABITS: usize = 2_000;

/// The most days that all habits together may have: a hundred habits for half a century.
const DAYS: usize = 2_000_000;

/// The most bytes of one text.
pub const TEXT: usize = 64 << 10;

/// The most bytes of all texts together.
const TEXTS: usize = 64 << 20;

// What Loop writes where an amount or an answer stands. Amounts are thousandths; with habits that
// count, "unknown" and "skip" alone are no amounts.

/// Nothing was said.
pub const UNKNOWN: i64 = -1;
/// Not done.
pub const NO: i64 = 0;
/// Filled in by Loop, as the habit was done often enough around that day.
pub const AUTO: i64 = 1;
/// Done.
pub const YES: i64 = 2;
/// Does not count, with habits that count too.
pub const SKIP: i64 = 3;

/// A day as the file has it.
#[derive(Debug)]
pub struct Day {
    /// Which day it is.
    pub on: StudyDay,
    /// An answer or thousandths, as above.
    pub value: i64,
    /// The note beside it; may be empty.
    pub note: String,
}

/// Says that something is wrong with a file, at a place in it.
pub fn wrong(place: &str, words: &str) -> Refused {
    Refused::wrong(format!("{place}: {words}"))
}

/// Quotes a text of the file in a complaint.
pub fn quote(text: &str) -> String {
    format!("\"{}\"", one_line(text, 40))
}

/// Takes a day for one that can be meant: 1970 to 2199.
pub fn plausible(day: StudyDay) -> Option<StudyDay> {
    /// The days from 1970-01-01 to 2200-01-01.
    const END: i32 = 84_006;
    (0..END).contains(&day.epoch()).then_some(day)
}

/// The day of a moment in milliseconds that ought to be a midnight in Greenwich; up to half a day
/// beside it is forgiven.
pub fn day_of(milliseconds: i64) -> Option<StudyDay> {
    const HOURS: i64 = 3_600_000;
    let days = milliseconds.checked_add(12 * HOURS)?.div_euclid(24 * HOURS);
    plausible(StudyDay::from_epoch(i32::try_from(days).ok()?))
}

/// How much a file has held so far.
#[derive(Debug, Default)]
pub struct Bounds {
    habits: usize,
    days: usize,
    bytes: usize,
    /// The most rows that the file has room for, where that is known.
    room: Option<u64>,
}

impl Bounds {
    /// Nothing was held so far by a file with room for so many rows.
    pub fn with_room(rows: u64) -> Self {
        Self { room: Some(rows), ..Self::default() }
    }

    /// Counts a habit.
    pub fn habit(&mut self) -> Result<(), Refused> {
        self.habits += 1;
        self.has_room(self.habits)?;
        within(self.habits, HABITS, "habits")
    }

    /// Counts a day of a habit.
    pub fn day(&mut self) -> Result<(), Refused> {
        self.days += 1;
        self.has_room(self.days)?;
        within(self.days, DAYS, "days of habits")
    }

    fn has_room(&self, rows: usize) -> Result<(), Refused> {
        if self.room.is_some_and(|room| rows as u64 > room) {
            return Err(Refused::wrong("it is damaged: it gives more rows than it has room for"));
        }
        Ok(())
    }

    /// Counts a text.
    pub fn text(&mut self, text: &str) -> Result<(), Refused> {
        self.bytes = self.bytes.saturating_add(text.len());
        if text.len() > TEXT {
            return Err(long());
        }
        within(self.bytes >> 20, TEXTS >> 20, "megabytes of text")
    }
}

/// Says that a text is too long.
pub fn long() -> Refused {
    Refused::TooMuch { what: "a text in it".to_owned(), limit: format!("{} KB", TEXT >> 10) }
}

fn within(held: usize, most: usize, noun: &str) -> Result<(), Refused> {
    let what = "it".to_owned();
    if held > most {
        Err(Refused::TooMuch { what, limit: format!("{most} {noun}") })
    } else {
        Ok(())
    }
}

/// Takes for a frequency what makes sense as one.
pub fn frequency(times: Option<i64>, days: Option<i64>) -> Option<Frequency> {
    let sound = |n: Option<i64>| n.filter(|n| (1..=10_000).contains(n)).map(i64::unsigned_abs);
    let narrow = |n: Option<u64>| n.and_then(|n| u32::try_from(n).ok());
    Some(Frequency { times: narrow(sound(times))?, days: narrow(sound(days))? })
}

/// What a habit is taken to mean when its frequency makes no sense.
pub const DAILY: Frequency = Frequency { times: 1, days: 1 };

/// Takes for a target what can be one.
pub fn target(target: Option<f64>) -> Option<f64> {
    target.filter(|target| target.is_finite() && *target >= 0.0)
}

/// Collects what cannot be carried.
#[derive(Debug, Default)]
pub struct Lefts(pub Vec<Left>);

impl Lefts {
    /// Something about a habit, in words; about the whole file when the name is empty.
    pub fn words(&mut self, habit: &str, words: impl Into<String>) {
        self.push(habit, Why::Words(words.into()));
    }

    /// So many days with something wrong; nothing when there are none.
    pub fn days(&mut self, habit: &str, count: usize, wrong: &'static str) {
        if count > 0 {
            self.push(habit, Why::Days(count, wrong));
        }
    }

    /// A frequency that makes no sense, as the file gives it.
    pub fn frequency(&mut self, habit: &str, times: &str, days: &str) {
        let words = format!("its frequency, {times} times in {days} days; it is taken as daily");
        self.words(habit, words);
    }

    fn push(&mut self, habit: &str, why: Why) {
        self.0.push(Left { habit: habit.to_owned(), why });
    }
}

/// The keys given so far.
#[derive(Debug, Default)]
pub struct Keys {
    given: HashSet<String>,
    /// How many habits were called so.
    called: HashMap<String, usize>,
}

impl Keys {
    /// A key no other habit has: the uuid, or one made of the name.
    ///
    /// # Errors
    /// When two habits have one uuid.
    pub fn key(&mut self, uuid: &str, name: &str) -> Result<String, Refused> {
        let uuid = uuid.trim();
        if !uuid.is_empty() {
            return if self.given.insert(uuid.to_owned()) {
                Ok(uuid.to_owned())
            } else {
                Err(Refused::wrong(format!("two habits in it have the uuid {}", quote(uuid))))
            };
        }
        let called = self.called.entry(name.to_owned()).or_default();
        loop {
            *called += 1;
            let key = if *called == 1 { name.to_owned() } else { format!("{name} ({called})") };
            if self.given.insert(key.clone()) {
                return Ok(key);
            }
        }
    }
}

/// Makes marks of a habit's days: in order, one a day, and only what its user said.
///
/// Of two on the same day the first stays, as Loop itself does it.
pub fn marks(habit: &str, mut days: Vec<Day>, counts: bool, left: &mut Lefts) -> Vec<Mark> {
    days.sort_by_key(|day| day.on);
    let mut marks: Vec<Mark> = Vec::with_capacity(days.len());
    let (mut twice, mut strange) = (0, 0);
    let mut last: Option<(StudyDay, i64)> = None;
    for Day { on: day, value, note } in days {
        if let Some((_, kept)) = last.filter(|(last, _)| *last == day) {
            twice += usize::from(kept != value || !note.is_empty());
            continue;
        }
        last = Some((day, value));
        match said(value, counts) {
            Ok(Some(what)) => marks.push(Mark { day, what, note }),
            Ok(None) if note.is_empty() => {}
            Ok(None) => left.push(habit, Why::Note(day, note)),
            Err(Strange) => strange += 1,
        }
    }
    left.days(habit, twice, "marked a second time; the first mark stays");
    left.days(habit, strange, "with a value that such a habit cannot have");
    marks
}

/// Says that a value means nothing.
struct Strange;

/// What a value says; nothing when it is no act of the user's.
fn said(value: i64, counts: bool) -> Result<Option<What>, Strange> {
    match (value, counts) {
        (UNKNOWN, _) | (AUTO, false) => Ok(None),
        (SKIP, _) => Ok(Some(What::Skip)),
        (NO, false) => Ok(Some(What::No)),
        (YES, false) => Ok(Some(What::Yes)),
        (amount, true) => match u32::try_from(amount) {
            Ok(thousandths) => Ok(Some(What::Amount(f64::from(thousandths) / 1000.0))),
            Err(_) => Err(Strange),
        },
        (_, false) => Err(Strange),
    }
}
