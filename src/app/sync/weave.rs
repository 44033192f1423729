//! Which device a fact in a segment belongs to, where two went on under one name.
//!
//! A database that is copied goes on twice: two devices count on under one name and give the same numbers
//! to different facts. The first number on which they differ tells them apart. Of the two facts under it the
//! one with the lower sum keeps the name, the other one and all that follows it belong to a device that is
//! called after it. Every device decides so from the facts alone, so all of them agree, in whatever order
//! the segments come.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use crate::app::Error;
use crate::domain::sync::branch::{self, root};
use crate::domain::sync::coverage::Coverage;
use crate::storage::db::Db;
use crate::storage::db::fact::Table;
use crate::storage::db::import::Range;
use crate::storage::db::portable::{self, Cell, Line};
use crate::storage::db::table::Holds;
use crate::storage::formats::segment::{Segment, Span};

/// What a fact says apart from which copy of a device said it, as a number.
pub(super) fn sum(line: &Line) -> i64 {
    let mut line = line.clone();
    line.device = root(&line.device).to_owned();
    each_device(&mut line, &mut |device, _| Some(root(device).to_owned()));
    line.sum()
}

/// Hands each device that a fact names, with the number of the fact of it that is meant, to `rename`, which
/// may give it another name.
fn each_device(line: &mut Line, rename: &mut dyn FnMut(&str, i64) -> Option<String>) {
    if let (Table::Undo, [Cell::Words(device), Cell::Whole(seq)]) =
        (line.table, line.cells.as_mut_slice())
    {
        if let Some(name) = rename(device, *seq) {
            *device = name;
        }
        return;
    }
    for (column, cell) in line.table.columns().iter().zip(&mut line.cells) {
        let Cell::Words(words) = cell else { continue };
        if matches!(column.holds, Holds::Thing(_) | Holds::AnyThing)
            && let Some((device, seq)) = words.rsplit_once(':')
            && let Ok(number) = seq.parse()
            && let Some(name) = rename(device, number)
        {
            *words = format!("{name}:{seq}");
        }
        if line.table == Table::Import
            && column.name == "facts"
            && let Ok(ranges) = serde_json::from_str::<Vec<Range>>(words)
        {
            let renamed: Vec<Range> = ranges
                .into_iter()
                .map(|Range(device, first, last)| {
                    Range(rename(&device, first).unwrap_or(device), first, last)
                })
                .collect();
            *words = serde_json::to_string(&renamed).unwrap_or_default();
        }
    }
}

/// A device of a segment that is called otherwise here, from one number to another.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Renamed {
    device: String,
    first: i64,
    last: i64,
    branch: String,
}

/// The names that the devices of a segment have here.
#[derive(Clone, Debug, Default)]
struct Names(Vec<Renamed>);

impl Names {
    fn add(&mut self, device: &str, (first, last): (i64, i64), branch: String) {
        if self.of(device, first) != branch || branch != device {
            self.0.push(Renamed { device: device.to_owned(), first, last, branch });
        }
    }

    /// What a device is called here at a number: what was found out last holds.
    fn of(&self, device: &str, seq: i64) -> String {
        let fits = |one: &&Renamed| one.device == device && (one.first..=one.last).contains(&seq);
        let found = self.0.iter().rev().find(fits);
        found.map_or_else(|| device.to_owned(), |one| one.branch.clone())
    }

    /// A fact with the names that devices have here.
    fn line(&self, line: &Line) -> Line {
        let mut line = line.clone();
        if !self.0.is_empty() {
            line.device = self.of(&line.device, line.seq);
            each_device(&mut line, &mut |device, seq| Some(self.of(device, seq)));
        }
        line
    }

    fn coverage(&self, spans: &[Span]) -> Coverage {
        let mut coverage = Coverage::default();
        for Span { device, first, last, .. } in spans {
            // A name changes only where one begins.
            let mut begins: Vec<i64> =
                self.0.iter().filter(|one| one.device == *device).map(|one| one.first).collect();
            begins.retain(|begin| (first + 1..=*last).contains(begin));
            begins.push(*first);
            begins.sort_unstable();
            let ends = begins.iter().skip(1).map(|next| next - 1).chain([*last]);
            for (begin, end) in begins.iter().zip(ends) {
                coverage.add(&self.of(device, *begin), *begin, end);
            }
        }
        coverage
    }
}

/// What comes next of a segment.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Next {
    /// A fact that is not here yet.
    Fresh(Line),
    /// Nothing, until what is not here has come, in words.
    Waits(String),
    /// Nothing, until facts that are here have moved: the device, the number from which on, the name they get.
    Split(String, i64, String),
    /// Nothing: all of it is here.
    End,
}

/// Some facts of one device in a segment, in their order.
struct Strand {
    span: Span,
    lines: VecDeque<Line>,
    /// The number of the last fact that has its place; none before the first.
    last: Option<i64>,
}

/// A segment whose facts are being taken in, one after the other: each after what it speaks of, and after
/// the one before it. Facts only speak of what was there before, so whatever way they are spread over
/// segments, all of them have their turn once all are there.
pub(super) struct Thread {
    strands: Vec<Strand>,
    /// The facts that lie in it, and the sums of those that it only speaks of.
    own: HashSet<(String, i64)>,
    meant: HashMap<(String, i64), i64>,
    /// The facts it speaks of that were found here.
    found: HashSet<(String, i64)>,
    names: Names,
    coverage: Vec<Span>,
}

impl Thread {
    /// Begins with a segment.
    pub(super) fn new(segment: &Segment) -> Self {
        let mut lines: BTreeMap<(&str, i64), &Line> = BTreeMap::new();
        for line in &segment.lines {
            lines.insert((&line.device, line.seq), line);
        }
        let strand = |span: &Span| {
            let range = (span.device.as_str(), span.first)..=(span.device.as_str(), span.last);
            let lines = lines.range(range).map(|(_, line)| (*line).clone()).collect();
            Strand { span: span.clone(), lines, last: None }
        };
        let meant = segment.head.meant.iter();
        Self {
            strands: segment.head.spans.iter().map(strand).collect(),
            own: lines.keys().map(|(device, seq)| ((*device).to_owned(), *seq)).collect(),
            meant: meant.map(|(device, seq, sum)| ((device.clone(), *seq), *sum)).collect(),
            found: HashSet::new(),
            names: Names::default(),
            coverage: segment.head.spans.clone(),
        }
    }

    /// Which facts the segment covers, by the names they have here.
    pub(super) fn coverage(&self) -> Coverage {
        self.names.coverage(&self.coverage)
    }

    /// What comes next, by the facts that are here.
    pub(super) fn next(&mut self, db: &Db, held: &Coverage) -> Result<Next, Error> {
        let mut waits = None;
        for place in 0..self.strands.len() {
            match self.next_of(place, db, held)? {
                Next::End => {}
                Next::Waits(why) => waits = Some(why),
                next @ (Next::Fresh(_) | Next::Split(..)) => return Ok(next),
            }
        }
        Ok(waits.map_or(Next::End, Next::Waits))
    }

    fn next_of(&mut self, place: usize, db: &Db, held: &Coverage) -> Result<Next, Error> {
        let Some(strand) = self.strands.get_mut(place) else { return Ok(Next::End) };
        while let Some(line) = strand.lines.front() {
            if strand.last.is_none() {
                match stream(db, held, &strand.span, line)? {
                    None => {
                        let short = short(&strand.span.device);
                        return Ok(Next::Waits(format!("facts of {short} before these")));
                    }
                    Some(stream) => {
                        let Span { device, first, last, .. } = &strand.span;
                        self.names.add(device, (*first, *last), stream);
                        strand.last = Some(first - 1);
                    }
                }
            }
            let known = (&self.own, &self.meant, &mut self.found);
            if let Some(device) = unmet(db, held, &mut self.names, known, line)? {
                return Ok(Next::Waits(format!("what {} did before", short(&device))));
            }
            match self::place(db, held, &mut self.names, line)? {
                Place::Taken(device, branch) => return Ok(Next::Split(device, line.seq, branch)),
                Place::Known => {}
                Place::Fresh => {
                    let fresh = self.names.line(line);
                    strand.last = Some(line.seq);
                    strand.lines.pop_front();
                    return Ok(Next::Fresh(fresh));
                }
            }
            strand.last = Some(line.seq);
            strand.lines.pop_front();
        }
        Ok(Next::End)
    }

    /// Facts that are here have moved: with them what was taken from here, and what follows it.
    pub(super) fn split(&mut self, device: &str, from: i64, branch: &str) {
        for Strand { span, last, .. } in &self.strands {
            if let Some(last) = last.filter(|last| *last >= from)
                && self.names.of(&span.device, last) == device
            {
                let rest = (span.first.max(from), span.last);
                self.names.add(&span.device, rest, branch.to_owned());
            }
        }
        for (other, seq) in &self.found {
            if *seq >= from && self.names.of(other, *seq) == device {
                self.names.add(other, (*seq, *seq), branch.to_owned());
            }
        }
    }
}

/// The device of the first fact that a fact speaks of and that is not here; what is found is noted.
fn unmet(
    db: &Db,
    held: &Coverage,
    names: &mut Names,
    (own, meant, found): (
        &HashSet<(String, i64)>,
        &HashMap<(String, i64), i64>,
        &mut HashSet<(String, i64)>,
    ),
    line: &Line,
) -> Result<Option<String>, Error> {
    if !speaks(line.table) {
        return Ok(None);
    }
    for fact in self::meant(std::slice::from_ref(line)) {
        if found.contains(&fact) || (fact.0 == line.device && fact.1 == line.seq) {
            continue;
        }
        let (device, seq) = &fact;
        if own.contains(&fact) {
            if !held.has(&names.of(device, *seq), *seq) {
                return Ok(Some(device.clone()));
            }
        } else if let Some(wanted) = meant.get(&fact) {
            match called(db, held, device, (*seq, *wanted))? {
                None => return Ok(Some(device.clone())),
                Some(here) => names.add(device, (*seq, *seq), here),
            }
        }
        found.insert(fact);
    }
    Ok(None)
}

/// Where a fact of a segment belongs.
enum Place {
    /// It is here already.
    Known,
    /// It is not here yet.
    Fresh,
    /// Another fact has its number, which must move: its device, and the name that it gets.
    Taken(String, String),
}

/// Finds the place of a fact; when it, and with it what follows, belongs to a device that is called
/// otherwise here, `names` learns that.
fn place(db: &Db, held: &Coverage, names: &mut Names, line: &Line) -> Result<Place, Error> {
    loop {
        let device = names.of(&line.device, line.seq);
        let here = match held.has(&device, line.seq) {
            true if portable::is_kept(db, &names.line(line))? => return Ok(Place::Known),
            true => portable::by_number(db, &device, line.seq)?,
            false => None,
        };
        let rest = (line.seq, i64::MAX);
        if here.is_none() && copies(held, &device, line.seq).next().is_none() {
            return Ok(Place::Fresh);
        }
        let theirs = sum(line);
        let Some(kept) = here else {
            // A copy of the device may have it.
            let Some(copy) = copies(held, &device, line.seq).find_map(|copy| {
                let kept = portable::by_number(db, copy, line.seq);
                kept.map(|kept| kept.filter(|kept| sum(kept) == theirs).map(|_| copy)).transpose()
            }) else {
                return Ok(Place::Fresh);
            };
            names.add(&line.device, rest, copy?.to_owned());
            return Ok(Place::Known);
        };
        let ours = sum(&kept);
        if ours == theirs {
            return Ok(Place::Known);
        }
        if !branch::first_keeps(ours, theirs) {
            return Ok(Place::Taken(device, branch::name(&kept.device, ours)));
        }
        let branch = branch::name(&device, theirs);
        if branch == device {
            // Two facts of one sum that differ: it is refused as what it is.
            return Ok(Place::Fresh);
        }
        names.add(&line.device, rest, branch);
    }
}

/// The other devices with the same root that have a fact with that number.
fn copies<'a>(held: &'a Coverage, device: &'a str, seq: i64) -> impl Iterator<Item = &'a str> {
    let kin = move |other: &&str| *other != device && root(other) == root(device);
    held.devices().filter(kin).filter(move |other| held.has(other, seq))
}

/// What the device is called here whose fact with that number has that sum, if it is here.
fn called(
    db: &Db,
    held: &Coverage,
    device: &str,
    (seq, wanted): (i64, i64),
) -> Result<Option<String>, Error> {
    let own = [device].into_iter().filter(|device| held.has(device, seq));
    for device in own.chain(copies(held, device, seq)) {
        let known = portable::by_number(db, device, seq)?;
        if known.is_some_and(|line| sum(&line) == wanted) {
            return Ok(Some(device.to_owned()));
        }
    }
    Ok(None)
}

/// The device here to which a span belongs: the one that has the fact before it, or, at the beginning, its
/// first fact. None while the fact before it is not here.
fn stream(db: &Db, held: &Coverage, span: &Span, first: &Line) -> Result<Option<String>, Error> {
    if let Some(after) = span.after {
        return called(db, held, &span.device, after);
    }
    let known = called(db, held, &span.device, (first.seq, sum(first)))?;
    Ok(Some(known.unwrap_or_else(|| span.device.clone())))
}

/// Whether facts of a table speak of others.
fn speaks(table: Table) -> bool {
    let names = |holds| matches!(holds, Holds::Thing(_) | Holds::AnyThing);
    matches!(table, Table::Undo | Table::Import)
        || table.columns().iter().any(|column| names(column.holds))
}

/// The facts that others speak of, by device and number.
pub(super) fn meant(lines: &[Line]) -> BTreeSet<(String, i64)> {
    let mut meant = BTreeSet::new();
    for line in lines.iter().filter(|line| speaks(line.table)) {
        each_device(&mut line.clone(), &mut |device, seq| {
            meant.insert((device.to_owned(), seq));
            None
        });
    }
    meant
}

/// A device as it is told of: by the beginning of its name.
pub(super) fn short(device: &str) -> String {
    device.chars().take(8).collect()
}
