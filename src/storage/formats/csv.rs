//! Tables of comma-separated values (RFC 4180) for spreadsheets; the home of `csv`.

use std::fmt::Write as _;
use std::io::{self, Write};

use csv::{ErrorKind, Terminator, Writer, WriterBuilder};

use crate::domain::export::defused;
use crate::domain::text::harmless;
use crate::domain::time::{StudyDay, stamp};

/// What stands in a field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Somebody's words, which must not become a formula.
    Text(&'a str),
    /// One of our own words.
    Word(&'a str),
    /// A whole number.
    Whole(i64),
    /// A fraction, told to a millionth.
    Fraction(f64),
    /// Yes (1) or no (0).
    Yes(bool),
    /// A day.
    Day(StudyDay),
    /// A moment: milliseconds since the epoch, and the seconds east of UTC in which it is told.
    Moment(i64, i32),
    /// Nothing.
    Empty,
}

impl Cell<'_> {
    /// A fraction that may be missing.
    #[must_use]
    pub fn fraction(value: Option<f64>) -> Self {
        value.map_or(Self::Empty, Self::Fraction)
    }
}

/// A table that is being written, row by row.
pub struct Table<W: Write> {
    writer: Writer<W>,
    text: String,
}

impl<W: Write> Table<W> {
    /// Begins a table with its heads; old programs want a byte order `mark` before letters that are not
    /// ASCII.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn new(mut to: W, heads: &[&str], mark: bool) -> io::Result<Self> {
        if mark {
            to.write_all("\u{feff}".as_bytes())?;
        }
        let mut builder = WriterBuilder::new();
        let builder = builder.terminator(Terminator::CRLF).buffer_capacity(1 << 16);
        let mut table = Self { writer: builder.from_writer(to), text: String::new() };
        let heads: Vec<Cell<'_>> = heads.iter().map(|head| Cell::Word(head)).collect();
        table.row(&heads)?;
        Ok(table)
    }

    /// Writes a row.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        for cell in cells {
            self.text.clear();
            let _ = match *cell {
                Cell::Text(text) => {
                    self.text.push_str(&defused(&harmless(text)));
                    Ok(())
                }
                Cell::Word(word) => self.text.write_str(word),
                Cell::Whole(number) => write!(self.text, "{number}"),
                Cell::Fraction(number) => write!(self.text, "{}", (number * 1e6).round() / 1e6),
                Cell::Yes(yes) => write!(self.text, "{}", u8::from(yes)),
                Cell::Day(day) => write!(self.text, "{day}"),
                Cell::Moment(at, offset) => self.text.write_str(&stamp(at, offset)),
                Cell::Empty => Ok(()),
            };
            self.writer.write_field(&self.text).map_err(plain)?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(plain)
    }

    /// Ends the table.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn end(mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// The trouble underneath: whether a reader hung up must be seen.
fn plain(error: csv::Error) -> io::Error {
    if matches!(error.kind(), ErrorKind::Io(_))
        && let ErrorKind::Io(error) = error.into_kind()
    {
        return error;
    }
    io::Error::other("rows of unequal length")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(cells: &[Cell<'_>], mark: bool) -> String {
        let mut to = Vec::new();
        let mut table = Table::new(&mut to, &vec!["a"; cells.len()], mark).unwrap();
        table.row(cells).unwrap();
        table.end().unwrap();
        String::from_utf8(to).unwrap()
    }

    #[test]
    fn what_would_end_a_field_is_quoted() {
        let cells = [Cell::Text("a,b"), Cell::Text("say \"no\""), Cell::Text("two\nlines")];
        assert_eq!(
            written(&cells, false),
            "a,a,a\r\n\"a,b\",\"say \"\"no\"\"\",\"two\nlines\"\r\n"
        );
    }

    #[test]
    fn only_words_of_the_user_can_be_formulas() {
        let day = "2026-11-23".parse().unwrap();
        let cells = [Cell::Text("=1"), Cell::Whole(-1), Cell::Fraction(-0.5), Cell::Day(day)];
        assert_eq!(written(&cells, false), "a,a,a,a\r\n'=1,-1,-0.5,2026-11-23\r\n");
    }

    #[test]
    fn a_moment_is_told_with_its_offset() {
        let cells = [Cell::Moment(0, 0), Cell::Moment(1, -12_600), Cell::Yes(true), Cell::Empty];
        let line = "1970-01-01T00:00:00.000Z,1969-12-31T20:30:00.001-03:30,1,\r\n";
        assert!(written(&cells, false).ends_with(line));
    }

    #[test]
    fn the_mark_comes_first() {
        assert!(written(&[Cell::Text("é")], true).starts_with("\u{feff}a\r\n"));
    }

    #[test]
    fn what_steers_a_terminal_does_not_come_through() {
        assert!(written(&[Cell::Text("a\u{1b}[2Jb")], false).contains("a\u{fffd}[2Jb"));
    }
}
