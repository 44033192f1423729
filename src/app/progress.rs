//! How far something is that takes long, and whether it is to go on.

use crate::app::Error;

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// Something is read.
    Reading,
    /// Something is written.
    Writing,
    /// It is looked whether something is as it should be.
    Looking,
    /// What follows from the facts is derived.
    Deriving,
    /// Something is fetched from the store that devices share.
    Fetching,
    /// Something is sent there.
    Sending,
}

/// How far it is: so much of so much, both in the same unit, whatever it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub doing: Doing,
    /// How much of it is done.
    pub done: u64,
    /// How much there is.
    pub total: u64,
}

/// Somebody who is told how far something is, and answers whether it is to go on.
#[derive(Clone, Copy)]
pub struct Watch<'a>(&'a dyn Fn(Progress) -> bool);

impl<'a> Watch<'a> {
    /// Who answers with `see`.
    #[must_use]
    pub fn new(see: &'a dyn Fn(Progress) -> bool) -> Self {
        Self(see)
    }

    /// Nobody: it goes on to its end.
    #[must_use]
    pub fn nobody() -> Self {
        Self(&|_| true)
    }

    /// Tells how much of something is done.
    ///
    /// # Errors
    /// When it is not to go on.
    pub(in crate::app) fn tell(self, doing: Doing, done: u64, total: u64) -> Result<(), Error> {
        let progress = Progress { doing, done, total };
        if (self.0)(progress) { Ok(()) } else { Err(Error::Interrupted) }
    }
}
