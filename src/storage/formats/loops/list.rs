//! `Habits.csv`: the habits of an export, as different versions of Loop write them.

use crate::storage::formats::Refused;
use crate::storage::formats::loops::days::{self, Bounds, Keys, Lefts, quote, wrong};
use crate::storage::formats::loops::sheet::{self, Line, Sheet};
use crate::storage::formats::loops::{Amount, Frequency, Habit};

/// What the list says.
#[derive(Default)]
pub struct List {
    /// The habits in its order.
    pub habits: Vec<Listed>,
    /// Whether it tells habits that count from others; before version 2.3.1 it did not.
    pub typed: bool,
    /// Whether the version that wrote it tells a "no" from a day nobody marked; before 2.0 it did not.
    pub explicit: bool,
}

/// A habit without its days.
pub struct Listed {
    /// The number its folder begins with, as far as the list says.
    pub position: usize,
    /// The habit.
    pub habit: Habit,
}

/// Where the columns are.
struct Columns {
    name: usize,
    times: usize,
    days: usize,
    position: Option<usize>,
    question: Option<usize>,
    description: Option<usize>,
    kind: Option<usize>,
    unit: Option<usize>,
    target_type: Option<usize>,
    target: Option<usize>,
    archived: Option<usize>,
}

impl Columns {
    fn of(head: Line<'_>, bounds: &mut Bounds) -> Result<Self, Refused> {
        let mut names = Vec::with_capacity(head.len());
        for column in 0..head.len() {
            let name = head.text(column, bounds)?.to_lowercase();
            names.push(name.replace(|c: char| !c.is_alphanumeric(), ""));
        }
        let find = |called: &[&str]| names.iter().position(|name| called.contains(&name.as_str()));
        let must = |called: &[&str]| {
            let words = || format!("there is no column {}", called.join(" or "));
            find(called).ok_or_else(|| head.wrong(&words()))
        };
        Ok(Self {
            name: must(&["name"])?,
            times: must(&["frequencynumerator", "numrepetitions"])?,
            days: must(&["frequencydenominator", "interval"])?,
            position: find(&["position"]),
            question: find(&["question"]),
            description: find(&["description"]),
            kind: find(&["type"]),
            unit: find(&["unit"]),
            target_type: find(&["targettype"]),
            target: find(&["targetvalue"]),
            archived: find(&["archived"]),
        })
    }
}

/// Reads the list.
///
/// # Errors
/// When it is none, with the line.
pub fn read(sheet: &Sheet<'_>, bounds: &mut Bounds, left: &mut Lefts) -> Result<List, Refused> {
    let mut list = List::default();
    let mut columns: Option<Columns> = None;
    let mut keys = Keys::default();
    sheet.rows(|line| {
        if let Some(columns) = &columns {
            bounds.habit()?;
            let mut reading = Reading { line, columns, bounds, left };
            let listed = reading.listed(list.habits.len() + 1, &mut keys)?;
            list.habits.push(listed);
        } else {
            let found = Columns::of(line, bounds)?;
            list.typed = found.kind.is_some();
            list.explicit = found.question.is_some();
            columns = Some(found);
        }
        Ok(())
    })?;
    if columns.is_none() { Err(wrong(sheet.file, "it is empty")) } else { Ok(list) }
}

struct Reading<'a> {
    line: Line<'a>,
    columns: &'a Columns,
    bounds: &'a mut Bounds,
    left: &'a mut Lefts,
}

impl Reading<'_> {
    fn text(&mut self, column: Option<usize>) -> Result<String, Refused> {
        let Some(column) = column else { return Ok(String::new()) };
        Ok(self.line.text(column, self.bounds)?.to_owned())
    }

    fn listed(&mut self, row: usize, keys: &mut Keys) -> Result<Listed, Refused> {
        let columns = self.columns;
        let mut name = self.text(Some(columns.name))?;
        if name.trim().is_empty() {
            name = format!("habit {row}");
            self.left.words(&name, "it has no name, and is called this here");
        }
        let (question, description) =
            (self.text(columns.question)?, self.text(columns.description)?);
        // Before version 2.0 the question stood where the description stands now.
        let (question, description) = if columns.question.is_some() {
            (question, description)
        } else {
            (description, String::new())
        };
        let position = self.text(columns.position)?.trim().parse().unwrap_or(row);
        let habit = Habit {
            key: keys.key("", &name)?,
            question,
            description,
            amount: self.amount(&name)?,
            frequency: self.frequency(&name)?,
            reminder: None,
            archived: self.text(columns.archived)?.trim().eq_ignore_ascii_case("true"),
            marks: Vec::new(),
            name,
        };
        Ok(Listed { position, habit })
    }

    fn amount(&mut self, name: &str) -> Result<Option<Amount>, Refused> {
        let Some(kind) = self.columns.kind else { return Ok(None) };
        let kind = self.text(Some(kind))?;
        match kind.trim() {
            "YES_NO" => return Ok(None),
            "NUMERICAL" => {}
            other => return Err(self.unknown("type", other)),
        }
        let target_type = self.text(self.columns.target_type)?;
        let at_most = match target_type.trim() {
            "AT_LEAST" => false,
            "AT_MOST" => true,
            other => return Err(self.unknown("target type", other)),
        };
        let target = self.text(self.columns.target)?;
        let target = days::target(sheet::number(&target));
        if target.is_none() {
            self.left.words(name, "its target, which is no amount");
        }
        Ok(Some(Amount { unit: self.text(self.columns.unit)?, at_most, target }))
    }

    fn unknown(&self, what: &str, word: &str) -> Refused {
        self.line.wrong(&format!("the {what} {} is not known here", quote(word)))
    }

    fn frequency(&mut self, name: &str) -> Result<Frequency, Refused> {
        let times = self.text(Some(self.columns.times))?;
        let days = self.text(Some(self.columns.days))?;
        let whole = |text: &str| text.trim().parse().ok();
        Ok(days::frequency(whole(&times), whole(&days)).unwrap_or_else(|| {
            self.left.frequency(name, &quote(&times), &quote(&days));
            days::DAILY
        }))
    }
}
