//! Loop's backup: a database of habits and of what was said of days.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use crate::storage::formats::Refused;
use crate::storage::formats::loops::cells::{Cells, Sort};
use crate::storage::formats::loops::copied::{Copied, damaged};
use crate::storage::formats::loops::days::{self, Bounds, Day, Keys, Lefts, wrong};
use crate::storage::formats::loops::{Amount, Frequency, Habit, Habits, PROGRAM, Reminder};

/// The latest version of Loop's tables that is known here: that of Loop 2.0.1 to 2.3.1.
const VERSION: i64 = 25;

/// The columns that are read of a habit. Only the first four were always there.
const HABITS: [(&str, Sort); 16] = [
    ("id", Sort::Number),
    ("name", Sort::Text),
    ("freq_num", Sort::Number),
    ("freq_den", Sort::Number),
    ("question", Sort::Text),
    ("description", Sort::Text),
    ("type", Sort::Number),
    ("target_type", Sort::Number),
    ("target_value", Sort::Number),
    ("unit", Sort::Text),
    ("position", Sort::Number),
    ("archived", Sort::Number),
    ("reminder_hour", Sort::Number),
    ("reminder_min", Sort::Number),
    ("reminder_days", Sort::Number),
    ("uuid", Sort::Text),
];

/// The columns that are read of a day. Only the first two were always there.
const REPETITIONS: [(&str, Sort); 4] = [
    ("habit", Sort::Number),
    ("timestamp", Sort::Number),
    ("value", Sort::Number),
    ("notes", Sort::Text),
];

/// Tells whether the tables of a backup are there.
pub fn fits(path: &Path) -> Result<bool, Refused> {
    let copied = Copied::of(path)?;
    Ok(!copied.columns("Habits")?.is_empty() && !copied.columns("Repetitions")?.is_empty())
}

/// Reads a backup.
pub fn read(path: &Path) -> Result<Habits, Refused> {
    let copied = Copied::of(path)?;
    let version: i64 =
        copied.db.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(damaged)?;
    if version > VERSION {
        return Err(Refused::TooNew { program: PROGRAM, found: format!("tables {version}") });
    }
    let bounds = Bounds::with_room(copied.rows);
    let mut reading = Reading { copied, bounds, left: Lefts::default() };
    let kept = reading.habits()?;
    let mut days = reading.days(&kept)?;
    let Reading { mut left, .. } = reading;
    let mut habits = Vec::with_capacity(kept.len());
    for Kept { id, mut habit, .. } in kept {
        let days = days.remove(&id).unwrap_or_default();
        habit.marks = days::marks(&habit.name, days, habit.amount.is_some(), &mut left);
        habits.push(habit);
    }
    if !habits.is_empty() {
        left.words("", "the colours of habits, and their scores, which follow from their days");
    }
    Ok(Habits { habits, left: left.0 })
}

/// A habit with what it is known by inside the database.
struct Kept {
    position: i64,
    id: i64,
    habit: Habit,
}

struct Reading {
    copied: Copied,
    bounds: Bounds,
    left: Lefts,
}

impl Reading {
    /// Puts a question to a table that asks for those of `columns` that it has.
    fn question(
        &self,
        table: &str,
        columns: &[(&str, Sort)],
        required: usize,
    ) -> Result<String, Refused> {
        let has = self.copied.columns(table)?;
        if has.is_empty() {
            return Err(Refused::wrong(format!("it holds no table {table}")));
        }
        let missing = columns.iter().take(required).find(|(name, _)| !has.contains(*name));
        if let Some((name, _)) = missing {
            return Err(wrong(
                &format!("its table {table}"),
                &format!("there is no column {name}"),
            ));
        }
        let asked = columns.iter().map(|(name, sort)| {
            if has.contains(*name) { sort.asked(name) } else { format!("NULL AS {name}") }
        });
        let asked: Vec<String> = asked.collect();
        // Not by an index, which may say something else than the table.
        Ok(format!("SELECT {} FROM main.{table} NOT INDEXED", asked.join(", ")))
    }

    /// The habits in the order in which Loop shows them, without their days.
    fn habits(&mut self) -> Result<Vec<Kept>, Refused> {
        let sql = self.question("Habits", &HABITS, 4)?;
        // Before version 23 the question stood where the description stands now.
        let asks = self.copied.columns("Habits")?.contains("question");
        let mut statement = self.copied.db.prepare(&sql).map_err(damaged)?;
        let mut rows = statement.query([]).map_err(damaged)?;
        let mut kept: Vec<Kept> = Vec::new();
        let mut ids = HashSet::new();
        while let Some(row) = rows.next().map_err(damaged)? {
            self.bounds.habit()?;
            let place = format!("row {} of its table Habits", kept.len() + 1);
            let mut cells = Cells { row, place: &place, bounds: &mut self.bounds };
            let id = cells.whole("id")?;
            let id = id.ok_or_else(|| wrong(&place, "there is no id"))?;
            if !ids.insert(id) {
                return Err(wrong(&place, &format!("the id {id} is used before")));
            }
            let position = cells.whole("position")?.unwrap_or(i64::MAX);
            let habit = habit(&mut cells, id, asks, &mut self.left)?;
            kept.push(Kept { position, id, habit });
        }
        kept.sort_by_key(|kept| kept.position);
        let mut keys = Keys::default();
        for Kept { habit, .. } in &mut kept {
            habit.key = keys.key(&habit.key, &habit.name)?;
        }
        Ok(kept)
    }

    /// What was said of days, by the number of the habit.
    fn days(&mut self, kept: &[Kept]) -> Result<HashMap<i64, Vec<Day>>, Refused> {
        let sql = self.question("Repetitions", &REPETITIONS, 2)?;
        // Before version 16 there was nothing to say but yes.
        let valued = self.copied.columns("Repetitions")?.contains("value");
        let mut by_habit: HashMap<i64, Vec<Day>> =
            kept.iter().map(|kept| (kept.id, Vec::new())).collect();
        let (mut strays, mut nameless) = (0, 0);
        let mut statement = self.copied.db.prepare(&sql).map_err(damaged)?;
        let mut rows = statement.query([]).map_err(damaged)?;
        while let Some(row) = rows.next().map_err(damaged)? {
            self.bounds.day()?;
            let place = "its table Repetitions";
            let mut cells = Cells { row, place, bounds: &mut self.bounds };
            let (Some(habit), Some(at)) = (cells.whole("habit")?, cells.whole("timestamp")?) else {
                nameless += 1;
                continue;
            };
            let on = days::day_of(at).ok_or_else(|| {
                let words = format!("{at} is no day from 1970 to 2199 in milliseconds");
                wrong(place, &words)
            })?;
            let value =
                if valued { cells.whole("value")?.unwrap_or(days::UNKNOWN) } else { days::YES };
            let note = cells.text("notes")?;
            match by_habit.get_mut(&habit) {
                Some(days) => days.push(Day { on, value, note }),
                None => strays += 1,
            }
        }
        self.left.days("", strays, "of habits that are no longer there");
        self.left.days("", nameless, "without a date, or without a habit");
        Ok(by_habit)
    }
}

/// Reads a habit from its row; its key is the uuid, its marks are none yet.
fn habit(cells: &mut Cells, id: i64, asks: bool, left: &mut Lefts) -> Result<Habit, Refused> {
    let mut name = cells.text("name")?;
    if name.trim().is_empty() {
        name = format!("habit {id}");
        left.words(&name, "it has no name, and is called this here");
    }
    let (question, description) = (cells.text("question")?, cells.text("description")?);
    let (question, description) =
        if asks { (question, description) } else { (description, String::new()) };
    Ok(Habit {
        key: cells.text("uuid")?,
        question,
        description,
        amount: amount(cells, &name, left)?,
        frequency: frequency(cells, &name, left)?,
        reminder: reminder(cells, &name, left)?,
        archived: cells.whole("archived")?.unwrap_or(0) != 0,
        marks: Vec::new(),
        name,
    })
}

fn amount(cells: &mut Cells, name: &str, left: &mut Lefts) -> Result<Option<Amount>, Refused> {
    if !cells.either("type")? {
        return Ok(None);
    }
    let at_most = cells.either("target_type")?;
    let given = cells.number("target_value")?;
    let target = days::target(given);
    if target.is_none() {
        left.words(name, "its target, which is no amount");
    }
    Ok(Some(Amount { unit: cells.text("unit")?, at_most, target }))
}

fn frequency(cells: &mut Cells, name: &str, left: &mut Lefts) -> Result<Frequency, Refused> {
    let (times, days) = (cells.whole("freq_num")?, cells.whole("freq_den")?);
    let sound = days::frequency(times, days);
    if sound.is_none() {
        let said = |n: Option<i64>| n.map_or_else(|| "nothing".to_owned(), |n| n.to_string());
        left.frequency(name, &said(times), &said(days));
    }
    Ok(sound.unwrap_or(days::DAILY))
}

fn reminder(cells: &mut Cells, name: &str, left: &mut Lefts) -> Result<Option<Reminder>, Refused> {
    let (hour, minute) = (cells.whole("reminder_hour")?, cells.whole("reminder_min")?);
    let mask = cells.whole("reminder_days")?.unwrap_or(0b111_1111);
    let (Some(hour), Some(minute)) = (hour, minute) else { return Ok(None) };
    // Loop's week begins on Saturday.
    let days = [2, 3, 4, 5, 6, 0, 1].map(|bit| mask & (1 << bit) != 0);
    let clock = |n: i64, end| u8::try_from(n).ok().filter(|n| *n < end);
    match (clock(hour, 24), clock(minute, 60)) {
        (Some(hour), Some(minute)) if days.contains(&true) => {
            Ok(Some(Reminder { hour, minute, days }))
        }
        (Some(_), Some(_)) => Ok(None),
        _ => {
            left.words(name, format!("its reminder, at {hour}:{minute}, which no clock shows"));
            Ok(None)
        }
    }
}

#[cfg(test)]
mod tests;
