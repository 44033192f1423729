//! The cells of a table from elsewhere: asked for with bounds, and of the sort that they should be.

use rusqlite::Row;
use rusqlite::types::ValueRef;

use crate::storage::formats::Refused;
use crate::storage::formats::loops::copied::damaged;
use crate::storage::formats::loops::days::{self, Bounds, quote, wrong};

/// What a column should hold.
#[derive(Clone, Copy, PartialEq)]
pub enum Sort {
    /// Numbers.
    Number,
    /// Texts.
    Text,
}

impl Sort {
    /// Asks for a column, and for nothing large: in place of a value of another sort comes the name of
    /// its sort when a number is asked for, 1 when a text is, and 2 in place of a text too long.
    pub fn asked(self, name: &str) -> String {
        match self {
            Self::Number => format!(
                "CASE WHEN typeof({name}) IN ('integer', 'real', 'null') THEN {name}
                 ELSE typeof({name}) END AS {name}"
            ),
            Self::Text => format!(
                "CASE WHEN typeof({name}) NOT IN ('text', 'null') THEN 1
                 WHEN octet_length({name}) > {} THEN 2 ELSE {name} END AS {name}",
                days::TEXT
            ),
        }
    }
}

/// One row, its cells read by the names of their columns.
pub struct Cells<'a> {
    /// The row.
    pub row: &'a Row<'a>,
    /// Where it is, in words.
    pub place: &'a str,
    /// What it counts against.
    pub bounds: &'a mut Bounds,
}

impl Cells<'_> {
    fn strange(&self, column: &str, is: &str) -> Refused {
        wrong(self.place, &format!("{column} is {is}"))
    }

    /// A number of any sort; none where there is nothing.
    pub fn number(&self, column: &str) -> Result<Option<f64>, Refused> {
        match self.row.get_ref(column).map_err(damaged)? {
            ValueRef::Null => Ok(None),
            #[expect(
                clippy::cast_precision_loss,
                reason = "a target beyond 2^53 is one all the same"
            )]
            ValueRef::Integer(whole) => Ok(Some(whole as f64)),
            ValueRef::Real(real) => Ok(Some(real)),
            ValueRef::Text(sort) | ValueRef::Blob(sort) => {
                Err(self.strange(column, &format!("{}, no number", String::from_utf8_lossy(sort))))
            }
        }
    }

    /// A whole number; none where there is nothing.
    pub fn whole(&self, column: &str) -> Result<Option<i64>, Refused> {
        match self.row.get_ref(column).map_err(damaged)? {
            ValueRef::Null => Ok(None),
            ValueRef::Integer(whole) => Ok(Some(whole)),
            ValueRef::Real(real) => Err(self.strange(column, &format!("{real}, no whole number"))),
            ValueRef::Text(sort) | ValueRef::Blob(sort) => {
                Err(self.strange(column, &format!("{}, no number", String::from_utf8_lossy(sort))))
            }
        }
    }

    /// A number that is 0 or 1; nothing counts as 0.
    pub fn either(&self, column: &str) -> Result<bool, Refused> {
        match self.whole(column)? {
            None | Some(0) => Ok(false),
            Some(1) => Ok(true),
            Some(other) => Err(self.strange(column, &format!("{other}, which is not known here"))),
        }
    }

    /// A text; nothing counts as an empty one.
    pub fn text(&mut self, column: &str) -> Result<String, Refused> {
        match self.row.get_ref(column).map_err(damaged)? {
            ValueRef::Null => Ok(String::new()),
            ValueRef::Text(bytes) => {
                let text = std::str::from_utf8(bytes).map_err(|_| {
                    let shown = quote(&String::from_utf8_lossy(bytes));
                    self.strange(column, &format!("{shown}, which is not UTF-8"))
                })?;
                self.bounds.text(text)?;
                Ok(text.to_owned())
            }
            ValueRef::Integer(2) => Err(days::long()),
            ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Blob(_) => {
                Err(self.strange(column, "no text"))
            }
        }
    }
}
