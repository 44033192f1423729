//! Segments: facts on their way from one device to another, packed.
//!
//! The first line says who wrote it and which facts it covers; what follows is a file of
//! [facts](crate::storage::formats::facts). A segment that covers a number without a fact left the fact
//! out on purpose.

use std::io::{self, BufRead as _, BufReader, Read, Write as _};

use serde::{Deserialize, Serialize};

use crate::domain::sync::coverage::Coverage;
use crate::storage::db::portable::{Line, NUMBERS};
use crate::storage::formats::Refused;
use crate::storage::formats::facts::{Entry, Reader, Writer};

/// The version of the format that is written, and the latest that is read.
const VERSION: u64 = 1;

/// The most bytes of a segment once it is unpacked: what is larger, this program did not write.
const LARGEST: u64 = 512 << 20;

/// How hard to pack, of 22: what is sent once is stored for years.
const PACKING: i32 = 9;

/// Facts of one device that follow one another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The device that wrote the facts.
    pub device: String,
    /// The first number.
    pub first: i64,
    /// The last number.
    pub last: i64,
    /// The fact of that device that comes before, as its number and its sum: two devices that go on under
    /// one name are told apart by it. None at the beginning.
    pub after: Option<(i64, i64)>,
}

/// What a segment says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The version of the format.
    pub segment: u64,
    /// The device that wrote the segment.
    pub device: String,
    /// What its user calls that device.
    pub label: String,
    /// Which facts it covers.
    pub spans: Vec<Span>,
    /// The facts that those speak of and that it does not hold: device, number and sum of each.
    pub meant: Vec<(String, i64, i64)>,
}

impl Head {
    /// What a segment of this version says of itself.
    #[must_use]
    pub const fn new(device: String, label: String, spans: Vec<Span>) -> Self {
        Self { segment: VERSION, device, label, spans, meant: Vec::new() }
    }

    /// Which facts it covers.
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        self.spans.iter().map(|span| (span.device.as_str(), span.first, span.last)).collect()
    }
}

/// A segment.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// What it says of itself.
    pub head: Head,
    /// Its facts.
    pub lines: Vec<Line>,
}

/// Writes a segment; equal ones give equal bytes.
///
/// # Errors
/// When there is no memory.
pub fn pack(head: &Head, lines: &[Line]) -> io::Result<Vec<u8>> {
    let mut packer = zstd::Encoder::new(Vec::new(), PACKING)?;
    serde_json::to_writer(&mut packer, head)?;
    packer.write_all(b"\n")?;
    let mut writer = Writer::new(&mut packer)?;
    lines.iter().try_for_each(|line| writer.fact(line))?;
    writer.finish()?;
    packer.finish()
}

/// Reads a segment.
///
/// # Errors
/// When it is none, was cut short, holds more than any segment does or what it does not speak of, or is of a
/// later version.
pub fn unpack(bytes: &[u8]) -> Result<Segment, Refused> {
    let mut text = BufReader::new(zstd::Decoder::new(bytes)?.take(LARGEST));
    let mut first = String::new();
    text.by_ref().take(1 << 24).read_line(&mut first)?;
    let version: Version =
        serde_json::from_str(&first).map_err(|_| Refused::wrong("it is no segment"))?;
    if version.segment > VERSION {
        let found = format!("segment {}", version.segment);
        return Err(Refused::TooNew { program: "rat", found });
    }
    let head: Head =
        serde_json::from_str(&first).map_err(|error| Refused::wrong(error.to_string()))?;
    let mut reader = Reader::new(text)?;
    let mut lines = Vec::new();
    while let Some(entry) = reader.entry()? {
        match entry {
            Entry::Fact(line) => lines.push(*line),
            Entry::Deck(..) => return Err(Refused::wrong("it holds a deck file")),
        }
    }
    sound(&head, &lines)?;
    Ok(Segment { head, lines })
}

/// Refuses numbers that no fact has, and facts that the head does not speak of.
fn sound(head: &Head, lines: &[Line]) -> Result<(), Refused> {
    for Span { device, first, last, after } in &head.spans {
        let numbered = NUMBERS.contains(first) && NUMBERS.contains(last) && first <= last;
        if !numbered
            || after.is_some_and(|(before, _)| !(*NUMBERS.start()..*first).contains(&before))
        {
            return Err(Refused::wrong(format!(
                "it covers what no facts are: {first} to {last} of {device}"
            )));
        }
    }
    let coverage = head.coverage();
    let strange = lines.iter().find(|line| !coverage.has(&line.device, line.seq));
    strange.map_or(Ok(()), |Line { device, seq, .. }| {
        Err(Refused::wrong(format!("it holds a fact that it does not speak of: {seq} of {device}")))
    })
}

#[derive(Deserialize)]
struct Version {
    segment: u64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::db::fact::Table;
    use crate::storage::db::portable::Cell;

    fn segment() -> Segment {
        let span = Span { device: "here".to_owned(), first: 2, last: 3, after: Some((1, -7)) };
        let line = Line {
            table: Table::Suspension,
            device: "here".to_owned(),
            seq: 3,
            at: 2,
            offset: 3,
            study_day: 4,
            cells: vec![Cell::Words("a/b".to_owned()), Cell::Whole(1)],
        };
        let mut head = Head::new("here".to_owned(), "laptop".to_owned(), vec![span]);
        head.meant.push(("there".to_owned(), 4, -1));
        Segment { head, lines: vec![line] }
    }

    #[test]
    fn a_segment_is_read_as_it_was_written() {
        let written = pack(&segment().head, &segment().lines).unwrap();
        assert_eq!(unpack(&written).unwrap(), segment());
    }

    #[test]
    fn equal_segments_give_equal_bytes() {
        let [one, other] = [(); 2].map(|()| pack(&segment().head, &segment().lines).unwrap());
        assert_eq!(one, other);
    }

    #[test]
    fn a_segment_cut_short_anywhere_is_refused() {
        let whole = pack(&segment().head, &segment().lines).unwrap();
        for length in 0..whole.len() {
            assert!(unpack(&whole[..length]).is_err(), "{length}");
        }
    }

    #[test]
    fn a_segment_that_covers_what_no_facts_are_is_refused() {
        let numbers =
            |first, last, after| Span { first, last, after, ..segment().head.spans.remove(0) };
        for span in [
            numbers(0, 3, None),
            numbers(3, 2, None),
            numbers(i64::MIN, i64::MAX, None),
            numbers(2, 3, Some((2, 0))),
            numbers(2, 3, Some((0, 0))),
        ] {
            let head = Head { spans: vec![span], ..segment().head };
            assert!(
                matches!(unpack(&pack(&head, &[]).unwrap()), Err(Refused::Wrong(_))),
                "{head:?}"
            );
        }
    }

    #[test]
    fn a_segment_that_holds_what_it_does_not_speak_of_is_refused() {
        let Segment { head, mut lines } = segment();
        lines[0].seq = 4;
        let refused = unpack(&pack(&head, &lines).unwrap()).unwrap_err();
        assert!(refused.to_string().contains("4 of here"), "{refused}");
    }

    #[test]
    fn a_segment_of_a_later_version_is_refused_by_name() {
        let head = Head { segment: VERSION + 1, ..segment().head };
        let written = pack(&head, &[]).unwrap();
        assert!(matches!(unpack(&written), Err(Refused::TooNew { .. })));
    }
}
