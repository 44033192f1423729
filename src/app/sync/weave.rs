//! Which device a fact in a segment belongs to, where two went on under one name.
//!
//! A database that is copied goes on twice: two devices count on under one name and give the same numbers
//! to different facts. The first number on which they differ tells them apart. Of the two facts under it the
//! one with the lower sum keeps the name, the other one and all that follows it belong to a device that is
//! called after it. Every device decides so from the facts alone, so all of them agree, in whatever order
//! the segments come.

mod names;

pub(super) use names::sum;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use crate::app::Error;
use crate::app::sync::weave::names::{Names, each_device};
use crate::domain::sync::branch::{self, root};
use crate::domain::sync::coverage::Coverage;
use crate::storage::db::Db;
use crate::storage::db::fact::Table;
use crate::storage::db::numbered;
use crate::storage::db::portable::Line;
use crate::storage::db::table::Holds;
use crate::storage::formats::segment::{Segment, Span};

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
struct Strand<'a> {
    span: &'a Span,
    lines: VecDeque<&'a Line>,
    /// The number of the last fact that has its place; none before the first.
    last: Option<i64>,
}

/// The facts that a segment speaks of.
struct Spoken<'a> {
    /// Those that lie in it.
    own: HashSet<(&'a str, i64)>,
    /// The sums of those that do not.
    meant: HashMap<(&'a str, i64), i64>,
    /// Those that were found here.
    found: HashSet<(String, i64)>,
}

/// A segment whose facts are being taken in, one after the other: each after what it speaks of, and after
/// the one before it. Facts only speak of what was there before, so whatever way they are spread over
/// segments, all of them have their turn once all are there.
pub(super) struct Thread<'a> {
    strands: Vec<Strand<'a>>,
    spoken: Spoken<'a>,
    names: Names,
    spans: &'a [Span],
}

impl<'a> Thread<'a> {
    /// Begins with a segment.
    pub(super) fn new(segment: &'a Segment) -> Self {
        let mut lines: BTreeMap<(&'a str, i64), &'a Line> = BTreeMap::new();
        for line in &segment.lines {
            lines.insert((&line.device, line.seq), line);
        }
        let strand = |span: &'a Span| {
            let range = (span.device.as_str(), span.first)..=(span.device.as_str(), span.last);
            let lines = lines.range(range).map(|(_, line)| *line).collect();
            Strand { span, lines, last: None }
        };
        let meant = segment.head.meant.iter();
        Self {
            strands: segment.head.spans.iter().map(strand).collect(),
            spoken: Spoken {
                own: lines.keys().copied().collect(),
                meant: meant.map(|(device, seq, sum)| ((device.as_str(), *seq), *sum)).collect(),
                found: HashSet::new(),
            },
            names: Names::default(),
            spans: &segment.head.spans,
        }
    }

    /// Which facts the segment covers, by the names they have here.
    pub(super) fn coverage(&self) -> Coverage {
        self.names.coverage(self.spans)
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
        while let Some(line) = strand.lines.front().copied() {
            if strand.last.is_none() {
                match stream(db, held, strand.span, line)? {
                    None => {
                        let short = short(&strand.span.device);
                        return Ok(Next::Waits(format!("facts of {short} before these")));
                    }
                    Some(stream) => {
                        let Span { device, first, last, .. } = strand.span;
                        self.names.add(device, (*first, *last), stream);
                        strand.last = Some(first - 1);
                    }
                }
            }
            if let Some(device) = self.spoken.unmet((db, held), &mut self.names, line)? {
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
        for (other, seq) in &self.spoken.found {
            if *seq >= from && self.names.of(other, *seq) == device {
                self.names.add(other, (*seq, *seq), branch.to_owned());
            }
        }
    }
}

impl Spoken<'_> {
    /// The device of the first fact that a fact speaks of and that is not here; what is found is noted.
    fn unmet(
        &mut self,
        (db, held): (&Db, &Coverage),
        names: &mut Names,
        line: &Line,
    ) -> Result<Option<String>, Error> {
        if !speaks(line.table) {
            return Ok(None);
        }
        for fact in meant(std::slice::from_ref(line)) {
            if self.found.contains(&fact) || (fact.0 == line.device && fact.1 == line.seq) {
                continue;
            }
            let (device, seq) = &fact;
            let wanted = (device.as_str(), *seq);
            if self.own.contains(&wanted) {
                if !held.has(&names.of(device, *seq), *seq) {
                    return Ok(Some(device.clone()));
                }
            } else if let Some(sum) = self.meant.get(&wanted) {
                match called(db, held, device, (*seq, *sum))? {
                    None => return Ok(Some(device.clone())),
                    Some(here) => names.add(device, (*seq, *seq), here),
                }
            }
            self.found.insert(fact);
        }
        Ok(None)
    }
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
            true if numbered::is_kept(db, &names.line(line))? => return Ok(Place::Known),
            true => numbered::by_number(db, &device, line.seq)?,
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
                let kept = numbered::by_number(db, copy, line.seq);
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
        let known = numbered::by_number(db, device, seq)?;
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
