//! One CSV file of an export: its rows with their lines, and what stands in their cells.

use csv::{ByteRecord, ReaderBuilder};

use crate::domain::time::StudyDay;
use crate::storage::formats::Refused;
use crate::storage::formats::loops::days::{self, Bounds, quote, wrong};

/// A CSV file in memory.
pub struct Sheet<'a> {
    /// What it is called in the archive.
    pub file: &'a str,
    bytes: &'a [u8],
}

impl<'a> Sheet<'a> {
    /// A file whose quotation marks are all closed, with or without a byte order mark.
    ///
    /// # Errors
    /// When a quotation mark stands open: everything behind it would be read as one cell.
    pub fn of(file: &'a str, bytes: &'a [u8]) -> Result<Self, Refused> {
        let sheet = Self::raw(file, bytes);
        // A quotation mark inside a cell is written twice.
        if sheet.bytes.split(|byte| *byte == b'"').count().is_multiple_of(2) {
            return Err(wrong(file, "a quotation mark is not closed"));
        }
        Ok(sheet)
    }

    /// A file in which quotation marks mean nothing.
    pub fn raw(file: &'a str, bytes: &'a [u8]) -> Self {
        Self { file, bytes: bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes) }
    }

    /// The whole text.
    ///
    /// # Errors
    /// When it is not UTF-8, with the line.
    pub fn whole(&self) -> Result<&'a str, Refused> {
        std::str::from_utf8(self.bytes).map_err(|error| {
            let sound = self.bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = sound.split(|byte| *byte == b'\n').count();
            at(self.file, line as u64, "it is not UTF-8")
        })
    }

    /// Hands over row after row; blank lines are passed over.
    ///
    /// # Errors
    /// Those of `each`.
    pub fn rows(
        &self,
        mut each: impl FnMut(Line<'_>) -> Result<(), Refused>,
    ) -> Result<(), Refused> {
        let mut reader =
            ReaderBuilder::new().has_headers(false).flexible(true).from_reader(self.bytes);
        let mut cells = ByteRecord::new();
        loop {
            let more = reader.read_byte_record(&mut cells);
            if !more.map_err(|error| wrong(self.file, &error.to_string()))? {
                return Ok(());
            }
            let number = cells.position().map_or(0, csv::Position::line);
            each(Line { file: self.file, number, cells: &cells })?;
        }
    }
}

/// One row.
#[derive(Clone, Copy)]
pub struct Line<'a> {
    file: &'a str,
    /// Its first line in the file, from 1.
    number: u64,
    cells: &'a ByteRecord,
}

impl<'a> Line<'a> {
    /// Says what is wrong with the row.
    pub fn wrong(&self, words: &str) -> Refused {
        at(self.file, self.number, words)
    }

    /// How many cells it has.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// The text of a cell; empty when there is no such cell.
    ///
    /// # Errors
    /// When it is not UTF-8, or too long.
    pub fn text(&self, column: usize, bounds: &mut Bounds) -> Result<&'a str, Refused> {
        let bytes = self.cells.get(column).unwrap_or_default();
        let text = std::str::from_utf8(bytes).map_err(|_| self.wrong("it is not UTF-8"))?;
        bounds.text(text)?;
        Ok(text)
    }
}

/// Says what is wrong with a line of a file.
pub fn at(file: &str, line: u64, words: &str) -> Refused {
    wrong(&format!("{file}, line {line}"), words)
}

/// Reads a day written as 2026-11-23.
///
/// # Errors
/// What is wrong with it, in words.
pub fn day(cell: &str) -> Result<StudyDay, String> {
    let day: StudyDay = cell
        .trim()
        .parse()
        .map_err(|_| format!("{} is not a day such as 2026-11-23", quote(cell)))?;
    days::plausible(day).ok_or_else(|| format!("{} is no day from 1970 to 2199", quote(cell)))
}

/// Reads what Loop writes of a day: a word, a whole number of thousandths (or one of the numbers that
/// stand for answers), or an amount with a decimal point or comma, as a person would write it.
///
/// # Errors
/// What is wrong with it, in words.
pub fn value(cell: &str) -> Result<i64, String> {
    let cell = cell.trim();
    let known = [
        ("UNKNOWN", days::UNKNOWN),
        ("NO", days::NO),
        ("YES_AUTO", days::AUTO),
        ("YES_MANUAL", days::YES),
        ("SKIP", days::SKIP),
    ];
    if let Some((_, value)) = known.iter().find(|(word, _)| cell.eq_ignore_ascii_case(word)) {
        return Ok(*value);
    }
    if let Ok(whole) = cell.parse() {
        return Ok(whole);
    }
    let amount = number(cell).filter(|amount| (0.0..1e12).contains(amount));
    #[expect(clippy::cast_possible_truncation, reason = "it is below 10^15")]
    amount
        .map(|amount| (amount * 1000.0).round() as i64)
        .ok_or_else(|| format!("{} is no value that Loop writes", quote(cell)))
}

/// Reads a number with a decimal point or comma; none when it is none, or not finite.
pub fn number(cell: &str) -> Option<f64> {
    let number: f64 = cell.trim().replace(',', ".").parse().ok()?;
    number.is_finite().then_some(number)
}
