//! Taking in facts that other devices wrote: a union, so that the order does not matter and nothing
//! comes in twice.

mod found;

pub use found::{Fault, Found};

use std::collections::{HashMap, HashSet};

use rusqlite::{params, params_from_iter, types::Value};

use crate::domain::card::Id;
use crate::domain::sync::coverage::Coverage;
use crate::domain::time::{DAYS, MOMENTS, StudyDay};
use crate::storage::db::fact::{self, About, Act, FactId, HERE};
use crate::storage::db::import::Range;
use crate::storage::db::portable::{self, Cell, Line, NUMBERS};
use crate::storage::db::receive::found::unfit;
use crate::storage::db::table::{Column, Holds};
use crate::storage::db::thing::{self, Kind};
use crate::storage::db::{Db, card, deck, holding};
use crate::storage::error::Error;

/// What is known of the facts of a device that have come in.
#[derive(Default)]
struct Arrived {
    seqs: Vec<i64>,
    /// The latest moment of its events, in milliseconds since the epoch.
    latest_at: i64,
    sum: i64,
}

/// Takes facts in, one after the other, inside one transaction.
pub struct Receiver<'a> {
    db: &'a Db,
    devices: HashMap<String, i64>,
    cards: HashMap<String, i64>,
    decks: HashMap<String, i64>,
    things: HashMap<String, (i64, Kind)>,
    arrived: HashMap<String, Arrived>,
    /// The things that were given their place, each with its name.
    placed: Vec<(i64, String)>,
    /// The things that are spoken of here but that no fact has made yet.
    unmade: HashSet<i64>,
    /// Whether things may be made by facts that come another time.
    ahead: bool,
    /// The facts that are here.
    held: Coverage,
    /// Whether facts of this device may be missing.
    gaps: bool,
}

/// The offsets from UTC a fact may carry, in seconds.
const OFFSETS: std::ops::RangeInclusive<i32> = -93_600..=93_600;

impl<'a> Receiver<'a> {
    /// Begins with nothing.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn new(db: &'a Db) -> Result<Self, Error> {
        let (devices, cards, decks) = (HashMap::new(), HashMap::new(), HashMap::new());
        let (things, arrived) = (HashMap::new(), HashMap::new());
        let (placed, unmade, held) = (Vec::new(), HashSet::new(), holding::all(db)?);
        let (ahead, gaps) = (false, false);
        Ok(Self { db, devices, cards, decks, things, arrived, placed, unmade, ahead, held, gaps })
    }

    /// The facts that are here.
    #[must_use]
    pub const fn held(&self) -> &Coverage {
        &self.held
    }

    /// Takes facts about things that are made by facts which come another time.
    #[must_use]
    pub fn in_any_order(self) -> Self {
        Self { ahead: true, ..self }
    }

    /// Takes what is left of this device's facts, of which some may be lost.
    #[must_use]
    pub fn with_gaps(self) -> Self {
        Self { gaps: true, ..self }
    }

    /// What is here under the number of a fact.
    ///
    /// # Errors
    /// When it cannot be a fact, or the database cannot be read.
    pub fn look_up(&mut self, line: &Line) -> Result<Found, Fault> {
        let sound = NUMBERS.contains(&line.seq)
            && MOMENTS.contains(&line.at)
            && OFFSETS.contains(&line.offset)
            && DAYS.contains(&line.study_day);
        if !sound || line.cells.len() != line.table.columns().len() {
            return Err(unfit("its number, moment, offset or day is out of range"));
        }
        let replica = self.device(&line.device)?;
        let id = FactId { replica, seq: line.seq };
        match portable::line(self.db, line.table, id)? {
            Some(kept) if kept == *line => return Ok(Found::Same(id)),
            Some(_) => return Ok(Found::Another(id)),
            None => {}
        }
        // No number is given twice, whatever sort of fact it was given to.
        let taken = self.held.has(&line.device, line.seq) && fact::find(self.db, id)?.is_some();
        Ok(if taken { Found::Another(id) } else { Found::Nothing(id) })
    }

    /// What a fact is about, here; cards, decks and things that were not here are given their place.
    ///
    /// # Errors
    /// When it points at something that cannot be.
    pub fn about(&mut self, line: &Line) -> Result<About, Fault> {
        let first = line.table.columns().first().zip(line.cells.first());
        let row = first.map(|(column, cell)| self.value(column, cell, line)).transpose()?;
        let row = match row {
            Some(Value::Integer(row)) => Some(row),
            Some(Value::Null | Value::Real(_) | Value::Text(_) | Value::Blob(_)) | None => None,
        };
        Ok(line.table.about(row))
    }

    /// Keeps a fact that is not here yet.
    ///
    /// # Errors
    /// When it holds something that no such fact can hold, or the database refuses.
    pub fn keep(&mut self, line: &Line, id: FactId) -> Result<Act, Fault> {
        let about = self.about(line)?;
        let columns = line.table.columns();
        let mut values = vec![
            Value::Integer(id.replica),
            Value::Integer(id.seq),
            Value::Integer(line.at),
            Value::Integer(line.offset.into()),
            Value::Integer(line.study_day.into()),
        ];
        for (column, cell) in columns.iter().zip(&line.cells) {
            values.push(self.value(column, cell, line)?);
        }
        let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
        let marks: Vec<String> = (1..=values.len()).map(|n| format!("?{n}")).collect();
        let sql = format!(
            "INSERT INTO {} (replica, seq, at, offset, study_day, {}) VALUES ({})",
            line.table.name(),
            names.join(", "),
            marks.join(", ")
        );
        self.db.conn.prepare_cached(&sql)?.execute(params_from_iter(values))?;
        self.note(line, about)?;
        let study_day = StudyDay::from_epoch(line.study_day);
        Ok(Act { table: line.table, id, study_day, about })
    }

    /// Keeps what follows from a fact at once: whose card it is, when a thing was made.
    fn note(&mut self, line: &Line, about: About) -> Result<(), Fault> {
        let arrived = self.arrived.entry(line.device.clone()).or_default();
        arrived.seqs.push(line.seq);
        // What says something anew may carry a stamp of another device's clock.
        if line.table.register().is_none() {
            arrived.latest_at = arrived.latest_at.max(line.at);
        }
        arrived.sum = arrived.sum.wrapping_add(line.sum());
        self.held.add(&line.device, line.seq, line.seq);
        let made = line.cells.last() == Some(&Cell::Whole(1));
        match about {
            About::Card(card) if made && line.table.name() == "card_edit" => {
                card::made(self.db, card)?;
            }
            About::Thing(thing) if line.cells.first() == Some(&Cell::Words(name_of(line))) => {
                thing::made(self.db, thing, line.at)?;
                self.unmade.remove(&thing);
            }
            About::Thing(thing) if self.unmade.contains(&thing) => {
                thing::made_by(self.db, thing, line.at)?;
            }
            About::Card(_) | About::Deck(_) | About::Thing(_) | About::Nothing => {}
        }
        Ok(())
    }

    /// Looks whether the facts came along that made the things which others speak of.
    fn all_made(&self) -> Result<(), Fault> {
        for (row, name) in &self.placed {
            if !thing::is_made(self.db, *row)? {
                return Err(unfit(format!("it speaks of \"{name}\", which nothing in it made")));
            }
        }
        Ok(())
    }

    /// Brings the devices up to date with what has come in; tells which facts those were.
    ///
    /// # Errors
    /// When one number was given to two facts, a fact speaks of a thing that nothing made, facts of this
    /// device are left out, or the database refuses.
    pub fn finish(self) -> Result<Vec<Range>, Fault> {
        if !self.gaps && !self.ahead {
            self.all_made()?;
        }
        let mut ranges = Vec::new();
        let next = fact::next_seq(self.db)?;
        for (name, mut arrived) in self.arrived {
            let device = self.devices.get(&name).copied().unwrap_or_default();
            arrived.seqs.sort_unstable();
            if arrived.seqs.array_windows().any(|[one, next]| one == next) {
                return Err(unfit(format!("device {name} gave one number to two facts")));
            }
            let last = arrived.seqs.last().copied().unwrap_or_default();
            // This device counts without gaps, so that facts that are lost are missed.
            let new = arrived.seqs.iter().filter(|seq| **seq >= next);
            if device == HERE && !self.gaps && new.zip(next..).any(|(seq, due)| *seq != due) {
                return Err(unfit(format!("it leaves out facts of this device, {name}")));
            }
            let sql = "UPDATE replica SET next_seq = max(next_seq, ?2), \
                latest_at = max(latest_at, ?3) WHERE id = ?1";
            let values = params![device, last + 1, arrived.latest_at];
            self.db.conn.prepare_cached(sql)?.execute(values)?;
            portable::add(self.db, device, arrived.sum)?;
            let runs = arrived.seqs.chunk_by(|one, next| next - one == 1);
            ranges.extend(
                runs.filter_map(|run| Some(Range(name.clone(), *run.first()?, *run.last()?))),
            );
        }
        ranges.sort_by(|one, other| (&one.0, one.1).cmp(&(&other.0, other.1)));
        holding::add(self.db, ranges.iter().map(|range| (range.0.as_str(), range.1, range.2)))?;
        Ok(ranges)
    }

    fn value(&mut self, column: &Column, cell: &Cell, line: &Line) -> Result<Value, Fault> {
        let wrong = || unfit(format!("\"{}\" holds what it cannot hold", column.name));
        Ok(match (column.holds, cell) {
            (_, Cell::Absent) if column.optional => Value::Null,
            (Holds::Day, Cell::Whole(day))
                if !i32::try_from(*day).is_ok_and(|day| DAYS.contains(&day)) =>
            {
                return Err(wrong());
            }
            (Holds::Whole | Holds::Flag | Holds::Day, Cell::Whole(number)) => {
                Value::Integer(*number)
            }
            // The database keeps no zero below zero, so the fact would not come out as it went in.
            (Holds::Real, Cell::Real(number)) if number.to_bits() == (-0.0_f64).to_bits() => {
                return Err(wrong());
            }
            (Holds::Real, Cell::Real(number)) if number.is_finite() => Value::Real(*number),
            (_, Cell::Words(words)) if words.contains('\0') => return Err(wrong()),
            (Holds::Words, Cell::Words(words)) => Value::Text(words.clone()),
            (Holds::Device, Cell::Words(name)) => Value::Integer(self.device(name)?),
            (Holds::Card, Cell::Words(name)) => Value::Integer(self.card(name)?),
            (Holds::Deck, Cell::Words(name)) => Value::Integer(self.deck(name)?),
            (Holds::Thing(kind), Cell::Words(name)) => {
                Value::Integer(self.thing(name, Some(kind), line)?)
            }
            (Holds::AnyThing, Cell::Words(name)) => Value::Integer(self.thing(name, None, line)?),
            (_, Cell::Absent | Cell::Whole(_) | Cell::Real(_) | Cell::Words(_)) => {
                return Err(wrong());
            }
        })
    }

    fn device(&mut self, name: &str) -> Result<i64, Fault> {
        if let Some(row) = self.devices.get(name) {
            return Ok(*row);
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if name.is_empty() || name.len() > 80 || !name.chars().all(plain) {
            return Err(unfit("it names no device"));
        }
        let sql = "INSERT INTO replica (name, next_seq, latest_at, sum) VALUES (?1, 1, 0, 0) \
            ON CONFLICT (name) DO UPDATE SET name = name RETURNING id";
        let row = self.db.conn.prepare_cached(sql)?.query_row(params![name], |row| row.get(0))?;
        self.devices.insert(name.to_owned(), row);
        Ok(row)
    }

    fn deck(&mut self, name: &str) -> Result<i64, Fault> {
        if let Some(row) = self.decks.get(name) {
            return Ok(*row);
        }
        if !crate::domain::card::is_name(name) {
            return Err(unfit(format!("\"{name}\" names no deck")));
        }
        let row = deck::place(self.db, name)?;
        self.decks.insert(name.to_owned(), row);
        Ok(row)
    }

    fn card(&mut self, name: &str) -> Result<i64, Fault> {
        if let Some(row) = self.cards.get(name) {
            return Ok(*row);
        }
        let id: Id =
            name.parse().map_err(|error: crate::domain::card::NotAnId| unfit(error.to_string()))?;
        let deck = self.deck(id.deck())?;
        let sql = "INSERT INTO card \
            (name, deck, position, kind, front, back, note, siblings, stated_by) VALUES \
            (?1, ?2, (SELECT ifnull(max(position), 0) + 1 FROM card WHERE deck = ?2), \
             'recall', '', '', '', '', 'nobody') \
            ON CONFLICT (name) DO UPDATE SET name = name RETURNING id";
        let mut insert = self.db.conn.prepare_cached(sql)?;
        let row = insert.query_row(params![name, deck], |row| row.get(0))?;
        self.cards.insert(name.to_owned(), row);
        Ok(row)
    }

    fn thing(&mut self, name: &str, kind: Option<Kind>, line: &Line) -> Result<i64, Fault> {
        let nowhere = || unfit(format!("it points at \"{name}\", which is not there"));
        let (device, seq) = name.rsplit_once(':').ok_or_else(nowhere)?;
        let number: i64 = seq.parse().map_err(|_| nowhere())?;
        // One thing has one name, or facts would not come out as they went in.
        if number.to_string() != seq {
            return Err(nowhere());
        }
        let seq = number;
        if !self.things.contains_key(name) {
            let device = self.device(device)?;
            let place = self.place((device, seq), name, (kind, line)).map_err(Fault::from)?;
            self.things.insert(name.to_owned(), place.ok_or_else(nowhere)?);
        }
        let Some((row, known)) = self.things.get_mut(name) else { return Err(nowhere()) };
        match kind {
            Some(kind) if kind != *known => {
                // What a thing is that nothing has made yet was only guessed.
                if !self.unmade.contains(row) {
                    return Err(nowhere());
                }
                thing::is(self.db, *row, kind)?;
                *known = kind;
            }
            Some(_) | None => {}
        }
        Ok(*row)
    }

    /// The row of a thing that is known by the fact `made` and the name of that, and its sort; one that is
    /// not here is given its place. None when it may not come later, or its sort cannot be told.
    fn place(
        &mut self,
        made: (i64, i64),
        name: &str,
        (kind, line): (Option<Kind>, &Line),
    ) -> Result<Option<(i64, Kind)>, Error> {
        if let Some((row, found)) = thing::by(self.db, made)? {
            if !thing::is_made(self.db, row)? {
                self.unmade.insert(row);
            }
            return Ok(Some((row, found)));
        }
        let (kind, at) = match kind {
            Some(kind) => (kind, line.at),
            None if self.ahead => (Kind::Jot, *MOMENTS.end()),
            None => return Ok(None),
        };
        let row = thing::place(self.db, made, (kind, at))?;
        self.placed.push((row, name.to_owned()));
        self.unmade.insert(row);
        Ok(Some((row, kind)))
    }
}

/// How a thing is known that a fact makes.
fn name_of(line: &Line) -> String {
    format!("{}:{}", line.device, line.seq)
}
