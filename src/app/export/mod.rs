//! Exports: gathering what other programs are to read. Nothing that came of private walks is in them
//! unless it is asked for.

pub mod anki;
pub mod calendar;
pub mod facts;
pub mod notes;
pub mod table;

/// What became of an export.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// How many rows, notes or events were written.
    pub count: u64,
    /// How many were left out because they came of private walks.
    pub left_out: u64,
}

impl Written {
    /// Counts one that stays out because it is private; tells whether it does.
    fn leaves_out(&mut self, private: bool) -> bool {
        self.left_out += u64::from(private);
        private
    }
}
