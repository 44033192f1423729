//! Facts in JSON, one to a line: everything, for keeping and for other programs.
//!
//! The first line names the format, the last one counts the facts and sums them up, so that a file
//! that was cut short or changed by chance is known as such.

mod object;

use std::io::{self, BufRead, Write};

use serde_json::{Map, Value, json};

use crate::domain::time::StudyDay;
use crate::storage::db::fact::Table;
use crate::storage::db::portable::{Cell, Line};
use crate::storage::db::table::{Column, Holds};
use crate::storage::formats::Refused;

/// The version of the format that is written, and the latest that is read.
const VERSION: u64 = 1;

/// The most bytes of a line.
const LONGEST: u64 = 16 << 20;

/// The most bytes of all deck files together: they are kept in memory until the facts are read.
const DECKS: usize = 64 << 20;

/// A line of the file.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// A fact.
    Fact(Box<Line>),
    /// A deck file of the user's own: its name and its text.
    Deck(String, String),
}

/// Writes a file of facts.
pub struct Writer<W> {
    to: W,
    facts: u64,
    sum: i64,
}

impl<W: Write> Writer<W> {
    /// Begins a file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn new(mut to: W) -> io::Result<Self> {
        writeln!(to, "{}", json!({ "rat": VERSION }))?;
        Ok(Self { to, facts: 0, sum: 0 })
    }

    /// Writes a deck file down.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn deck(&mut self, name: &str, text: &str) -> io::Result<()> {
        writeln!(self.to, "{}", json!({ "deck": name, "text": text }))
    }

    /// Writes a fact down.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn fact(&mut self, line: &Line) -> io::Result<()> {
        self.facts += 1;
        self.sum = self.sum.wrapping_add(line.sum());
        let to = &mut self.to;
        write!(to, "{{\"fact\":\"{}\",\"device\":", line.table.name())?;
        serde_json::to_writer(&mut *to, &line.device)?;
        let (seq, at, offset) = (line.seq, line.at, line.offset);
        let day = StudyDay::from_epoch(line.study_day);
        write!(to, ",\"seq\":{seq},\"at\":{at},\"offset\":{offset},\"study_day\":\"{day}\"")?;
        for (column, cell) in line.table.columns().iter().zip(&line.cells) {
            write!(to, ",\"{}\":", column.name)?;
            serde_json::to_writer(&mut *to, &shown(column, cell))?;
        }
        to.write_all(b"}\n")
    }

    /// Ends the file; tells how many facts it holds.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self) -> io::Result<u64> {
        let sum = format!("{:016x}", self.sum);
        writeln!(self.to, "{}", json!({ "end": { "facts": self.facts, "sum": sum } }))?;
        self.to.flush()?;
        Ok(self.facts)
    }
}

fn shown(column: &Column, cell: &Cell) -> Value {
    match cell {
        Cell::Absent => Value::Null,
        Cell::Real(number) => json!(number),
        Cell::Words(words) => json!(words),
        Cell::Whole(number) => match (column.holds, i32::try_from(*number)) {
            (Holds::Day, Ok(day)) => json!(StudyDay::from_epoch(day).to_string()),
            (Holds::Flag, Ok(0 | 1)) => json!(*number == 1),
            (
                Holds::Whole
                | Holds::Real
                | Holds::Words
                | Holds::Flag
                | Holds::Day
                | Holds::Device
                | Holds::Card
                | Holds::Deck
                | Holds::Thing(_)
                | Holds::AnyThing,
                _,
            ) => json!(number),
        },
    }
}

/// Reads a file of facts, line by line.
pub struct Reader<R> {
    from: R,
    /// The number of the last line that was read, from 1.
    number: usize,
    facts: u64,
    /// The bytes that were read so far.
    bytes: u64,
    sum: i64,
    /// The bytes of the deck files that were read so far.
    decks: usize,
    ended: bool,
}

impl<R: BufRead> Reader<R> {
    /// Begins to read; the first line must name the format.
    ///
    /// # Errors
    /// When it names another one, or a later version.
    pub fn new(from: R) -> Result<Self, Refused> {
        let mut reader =
            Self { from, number: 0, facts: 0, bytes: 0, sum: 0, decks: 0, ended: false };
        let first = reader.object()?.unwrap_or_default();
        match first.get("rat").and_then(Value::as_u64) {
            Some(VERSION) => Ok(reader),
            Some(found) => {
                Err(Refused::TooNew { program: "rat", found: format!("format {found}") })
            }
            None => Err(Refused::wrong("line 1: it does not begin as rat's facts do: {\"rat\":1}")),
        }
    }

    /// The number of the line that was read last, from 1.
    #[must_use]
    pub const fn number(&self) -> usize {
        self.number
    }

    /// The facts that were read so far.
    #[must_use]
    pub const fn facts(&self) -> u64 {
        self.facts
    }

    /// The bytes that were read so far.
    #[must_use]
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The next entry; none at the end.
    ///
    /// # Errors
    /// When the line is none, or the file ends too early or holds other facts than its end says.
    pub fn entry(&mut self) -> Result<Option<Entry>, Refused> {
        let Some(object) = self.object()? else {
            if self.ended {
                return Ok(None);
            }
            return Err(Refused::wrong(format!(
                "it ends too early: line {} should be its end",
                self.number + 1
            )));
        };
        if self.ended {
            return Err(self.wrong("it goes on after its end"));
        }
        if let Some(end) = object.get("end") {
            return self.end(end).map(|()| None);
        }
        if let Some(deck) = object.get("deck").filter(|_| !object.contains_key("fact")) {
            let (Some(name), Some(text)) =
                (deck.as_str(), object.get("text").and_then(Value::as_str))
            else {
                return Err(self.wrong("a deck has a name and a text"));
            };
            self.decks = self.decks.saturating_add(name.len()).saturating_add(text.len());
            if self.decks > DECKS {
                let (what, limit) = ("its deck files".to_owned(), format!("{} MB", DECKS >> 20));
                return Err(Refused::TooMuch { what, limit });
            }
            return Ok(Some(Entry::Deck(name.to_owned(), text.to_owned())));
        }
        let line = line(&object).map_err(|why| self.wrong(&why))?;
        self.facts += 1;
        self.sum = self.sum.wrapping_add(line.sum());
        Ok(Some(Entry::Fact(Box::new(line))))
    }

    fn end(&mut self, end: &Value) -> Result<(), Refused> {
        if end.get("facts").and_then(Value::as_u64) != Some(self.facts) {
            let said = end.get("facts").unwrap_or(&Value::Null);
            return Err(self.wrong(&format!("there were {} facts, not {said}", self.facts)));
        }
        let sum = end.get("sum").and_then(Value::as_str);
        if sum.is_some_and(|sum| sum != format!("{:016x}", self.sum)) {
            return Err(self.wrong(
                "the facts do not add up to what the end says: the file was changed or damaged; \
                 if you changed it yourself, take \"sum\" out of its last line",
            ));
        }
        self.ended = true;
        if self.object()?.is_some() {
            return Err(self.wrong("it goes on after its end"));
        }
        Ok(())
    }

    /// The next line that is not blank, as an object.
    fn object(&mut self) -> Result<Option<Map<String, Value>>, Refused> {
        loop {
            let mut bytes = Vec::new();
            self.number += 1;
            let mut bounded = io::Read::take(&mut self.from, LONGEST + 1);
            if bounded.read_until(b'\n', &mut bytes)? == 0 {
                self.number -= 1;
                return Ok(None);
            }
            self.bytes += bytes.len() as u64;
            if bytes.len() as u64 > LONGEST {
                return Err(self.wrong(&format!("the line is longer than {} MB", LONGEST >> 20)));
            }
            let text = std::str::from_utf8(&bytes).map_err(|_| self.wrong("it is not UTF-8"))?;
            let text = text.trim_start_matches('\u{feff}').trim();
            if !text.is_empty() {
                let object = object::read(text);
                return object.map(Some).map_err(|error| self.wrong(&error.to_string()));
            }
        }
    }

    fn wrong(&self, why: &str) -> Refused {
        Refused::wrong(format!("line {}: {why}", self.number))
    }
}

/// Reads a fact.
fn line(object: &Map<String, Value>) -> Result<Line, String> {
    let lacks = |name: &str| format!("\"{name}\" is missing or is not what it should be");
    let words = |name: &str| object.get(name).and_then(Value::as_str).ok_or_else(|| lacks(name));
    let whole = |name: &str| object.get(name).and_then(Value::as_i64).ok_or_else(|| lacks(name));
    let table = Table::named(words("fact")?).ok_or_else(|| {
        format!("there are no facts called \"{}\"", words("fact").unwrap_or_default())
    })?;
    let day: StudyDay = words("study_day")?.parse().map_err(|_| lacks("study_day"))?;
    let cells = table.columns().iter().map(|column| {
        cell(column, object.get(column.name).unwrap_or(&Value::Null))
            .ok_or_else(|| lacks(column.name))
    });
    Ok(Line {
        table,
        device: words("device")?.to_owned(),
        seq: whole("seq")?,
        at: whole("at")?,
        offset: i32::try_from(whole("offset")?).map_err(|_| lacks("offset"))?,
        study_day: day.epoch(),
        cells: cells.collect::<Result<_, _>>()?,
    })
}

fn cell(column: &Column, value: &Value) -> Option<Cell> {
    if value.is_null() {
        return column.optional.then_some(Cell::Absent);
    }
    Some(match column.holds {
        Holds::Whole => Cell::Whole(value.as_i64()?),
        Holds::Flag => Cell::Whole(value.as_bool()?.into()),
        Holds::Day => {
            let day: StudyDay = value.as_str()?.parse().ok()?;
            Cell::Whole(day.epoch().into())
        }
        Holds::Real => Cell::Real(value.as_f64()?),
        Holds::Words
        | Holds::Device
        | Holds::Card
        | Holds::Deck
        | Holds::Thing(_)
        | Holds::AnyThing => Cell::Words(value.as_str()?.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact() -> Line {
        Line {
            table: Table::Carried,
            device: "here".to_owned(),
            seq: 7,
            at: 1_795_420_800_000,
            offset: 3600,
            study_day: 20_780,
            cells: vec![
                Cell::Words("a/b".to_owned()),
                Cell::Whole(20_800),
                Cell::Real(1.0),
                Cell::Absent,
            ],
        }
    }

    fn written() -> String {
        let mut bytes = Vec::new();
        let mut writer = Writer::new(&mut bytes).unwrap();
        writer.deck("mine", "title = \"Mine\"\n").unwrap();
        writer.fact(&fact()).unwrap();
        assert_eq!(writer.finish().unwrap(), 1);
        String::from_utf8(bytes).unwrap()
    }

    fn read(text: &str) -> Result<Vec<Entry>, Refused> {
        let mut reader = Reader::new(text.as_bytes())?;
        let mut entries = Vec::new();
        while let Some(entry) = reader.entry()? {
            entries.push(entry);
        }
        Ok(entries)
    }

    #[test]
    fn facts_are_read_as_they_were_written() {
        let deck = Entry::Deck("mine".to_owned(), "title = \"Mine\"\n".to_owned());
        assert_eq!(read(&written()).unwrap(), [deck, Entry::Fact(Box::new(fact()))]);
    }

    #[test]
    fn a_fact_is_one_plain_line() {
        let line = written().lines().nth(2).map(str::to_owned);
        assert_eq!(
            line.as_deref(),
            Some(
                r#"{"fact":"carried","device":"here","seq":7,"at":1795420800000,"offset":3600,"study_day":"2026-11-23","card":"a/b","due_day":"2026-12-13","stability":1.0,"difficulty":null}"#
            )
        );
    }

    #[test]
    fn a_file_cut_short_anywhere_is_refused() {
        let whole = written();
        for length in 0..whole.trim_end().len() {
            assert!(read(whole.get(..length).unwrap()).is_err(), "{length}");
        }
    }

    #[test]
    fn a_digit_changed_by_chance_is_noticed() {
        let changed = written().replace("\"offset\":3600", "\"offset\":3601");
        let refused = read(&changed).unwrap_err().to_string();
        assert!(refused.contains("changed or damaged"), "{refused}");
    }

    #[test]
    fn a_later_format_is_refused_by_name() {
        assert!(matches!(read("{\"rat\":2}\n"), Err(Refused::TooNew { .. })));
    }

    #[test]
    fn what_is_no_fact_is_refused_with_its_line() {
        for wrong in ["{\"fact\":\"nonsense\"}", "{\"fact\":3}", "[]", "{", "\u{1b}"] {
            let refused = read(&format!("{{\"rat\":1}}\n{wrong}\n")).unwrap_err().to_string();
            assert!(refused.starts_with("line 2: "), "{refused}");
        }
    }
}
