//! What the devices that a segment names are called here.

use crate::domain::sync::branch::root;
use crate::domain::sync::coverage::Coverage;
use crate::storage::db::fact::Table;
use crate::storage::db::import::Range;
use crate::storage::db::portable::{Cell, Line};
use crate::storage::db::table::Holds;
use crate::storage::formats::segment::Span;

/// What a fact says apart from which copy of a device said it, as a number.
pub(in crate::app::sync) fn sum(line: &Line) -> i64 {
    let mut line = line.clone();
    line.device = root(&line.device).to_owned();
    each_device(&mut line, &mut |device, _| Some(root(device).to_owned()));
    line.sum()
}

/// Hands each device that a fact names, with the number of the fact of it that is meant, to `rename`, which
/// may give it another name.
pub(super) fn each_device(line: &mut Line, rename: &mut dyn FnMut(&str, i64) -> Option<String>) {
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
pub(super) struct Names(Vec<Renamed>);

impl Names {
    /// Gives a device another name from one number to another.
    pub(super) fn add(&mut self, device: &str, (first, last): (i64, i64), branch: String) {
        if self.of(device, first) != branch || branch != device {
            self.0.push(Renamed { device: device.to_owned(), first, last, branch });
        }
    }

    /// What a device is called here at a number: what was found out last holds.
    pub(super) fn of(&self, device: &str, seq: i64) -> String {
        let fits = |one: &&Renamed| one.device == device && (one.first..=one.last).contains(&seq);
        let found = self.0.iter().rev().find(fits);
        found.map_or_else(|| device.to_owned(), |one| one.branch.clone())
    }

    /// A fact with the names that devices have here.
    pub(super) fn line(&self, line: &Line) -> Line {
        let mut line = line.clone();
        if !self.0.is_empty() {
            line.device = self.of(&line.device, line.seq);
            each_device(&mut line, &mut |device, seq| Some(self.of(device, seq)));
        }
        line
    }

    /// What spans cover, by the names that devices have here.
    pub(super) fn coverage(&self, spans: &[Span]) -> Coverage {
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
