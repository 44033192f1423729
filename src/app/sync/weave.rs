//! Which device a fact in a segment belongs to, where two went on under one name.
//!
//! A database that is copied goes on twice: two devices count on under one name and give the same numbers
//! to different facts. The first number on which they differ tells them apart. Of the two facts under it the
//! one with the lower sum keeps the name, the other one and all that follows it belong to a device that is
//! called after it. Every device decides so from the facts alone, so all of them agree, in whatever order
//! the segments come.

use std::collections::BTreeMap;

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

/// A device of a segment that is called otherwise here, from a number on.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Renamed {
    device: String,
    from: i64,
    branch: String,
}

/// What is to be done with a segment.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Verdict {
    /// Its facts can be taken in as they are now.
    Ready(Vec<Line>, Coverage),
    /// It waits for what is not here, in words.
    Waits(String),
    /// Facts that are here must move first: the device, the number from which on, the name they get.
    Split(String, i64, String),
}

/// Decides what is to be done with a segment, by the facts that are here.
pub(super) fn verdict(db: &Db, held: &Coverage, segment: &Segment) -> Result<Verdict, Error> {
    let mut renamed = Vec::new();
    for span in &segment.head.spans {
        let Some(stream) = stream(db, span)? else {
            return Ok(Verdict::Waits(format!("facts of {} before these", short(&span.device))));
        };
        if stream != span.device {
            let (device, from) = (span.device.clone(), span.first);
            renamed.push(Renamed { device, from, branch: stream });
        }
    }
    let mut lines: BTreeMap<(String, i64), Line> = BTreeMap::new();
    for line in &segment.lines {
        let line = called_here(line, &renamed);
        lines.insert((line.device.clone(), line.seq), line);
    }
    let mut coverage = Coverage::default();
    for Span { device, first, last, .. } in &segment.head.spans {
        coverage.add(&name_of(device, *first, &renamed), *first, *last);
    }
    while let Some((line, kept)) = first_conflict(db, held, &lines)? {
        let (ours, theirs) = (sum(&kept), sum(&line));
        if !branch::first_keeps(ours, theirs) {
            return Ok(Verdict::Split(line.device, line.seq, branch::name(&kept.device, ours)));
        }
        let branch = branch::name(&line.device, theirs);
        let one = [Renamed { device: line.device.clone(), from: line.seq, branch: branch.clone() }];
        let moved = lines.into_values().map(|line| called_here(&line, &one));
        lines = moved.map(|line| ((line.device.clone(), line.seq), line)).collect();
        coverage.rename(&line.device, line.seq, &branch);
    }
    let mut lines: Vec<Line> = lines.into_values().collect();
    // What makes things comes before what speaks of them.
    lines.sort_by_key(|line| Table::ALL.iter().position(|table| *table == line.table));
    Ok(Verdict::Ready(lines, coverage))
}

/// The first fact of a segment under whose number another one is here, and that other one.
fn first_conflict(
    db: &Db,
    held: &Coverage,
    lines: &BTreeMap<(String, i64), Line>,
) -> Result<Option<(Line, Line)>, Error> {
    for ((device, seq), line) in lines {
        if !held.has(device, *seq) {
            continue;
        }
        if portable::is_kept(db, line)? {
            continue;
        }
        if let Some(kept) = portable::by_number(db, device, *seq)? {
            return Ok(Some((line.clone(), kept)));
        }
    }
    Ok(None)
}

/// The device here to which a span belongs: the one whose fact before it is the one the writer knew. None
/// while that fact is not here.
fn stream(db: &Db, span: &Span) -> Result<Option<String>, Error> {
    let Some((seq, wanted)) = span.after else { return Ok(Some(span.device.clone())) };
    let copies = portable::devices(db)?.into_iter().map(|(_, name)| name);
    let copies = copies.filter(|name| root(name) == root(&span.device) && *name != span.device);
    for device in [span.device.clone()].into_iter().chain(copies) {
        let before = portable::by_number(db, &device, seq)?;
        if before.is_some_and(|line| sum(&line) == wanted) {
            return Ok(Some(device));
        }
    }
    Ok(None)
}

/// A fact with the names that devices have here.
fn called_here(line: &Line, renamed: &[Renamed]) -> Line {
    if renamed.is_empty() {
        return line.clone();
    }
    let mut line = line.clone();
    line.device = name_of(&line.device, line.seq, renamed);
    each_device(&mut line, &mut |device, seq| Some(name_of(device, seq, renamed)));
    line
}

fn name_of(device: &str, seq: i64, renamed: &[Renamed]) -> String {
    let here = renamed.iter().filter(|one| one.device == device && seq >= one.from);
    here.max_by_key(|one| one.from).map_or_else(|| device.to_owned(), |one| one.branch.clone())
}

/// A device as it is told of: by the beginning of its name.
pub(super) fn short(device: &str) -> String {
    device.chars().take(8).collect()
}

/// The things a fact speaks of, by name.
pub(super) fn things(line: &Line) -> impl Iterator<Item = &str> {
    line.table.columns().iter().zip(&line.cells).filter_map(|(column, cell)| match cell {
        Cell::Words(name) if matches!(column.holds, Holds::Thing(_) | Holds::AnyThing) => {
            Some(name.as_str())
        }
        Cell::Absent | Cell::Whole(_) | Cell::Real(_) | Cell::Words(_) => None,
    })
}
