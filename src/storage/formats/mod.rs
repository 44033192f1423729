//! Files of other programs: read with bounds, or refused with a reason.

pub mod anki;
pub mod archive;
pub mod calendar;
pub mod csv;
pub mod facts;
pub mod loops;
pub mod notes;
pub mod segment;

use std::io;

/// Why a file of another program was refused.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// It cannot be read.
    #[error("{0}")]
    Unreadable(#[from] io::Error),
    /// It is not what its name promises, or it is damaged.
    #[error("{0}")]
    Wrong(String),
    /// It was written by a later version than this program knows.
    #[error("it was written by a later version of {program} than this rat knows ({found})")]
    TooNew {
        /// What wrote it.
        program: &'static str,
        /// The version it gives.
        found: String,
    },
    /// It holds more than anybody's file would.
    #[error("{what} holds more than {limit}, which no sound file does")]
    TooMuch {
        /// What is too large.
        what: String,
        /// The limit, in words.
        limit: String,
    },
}

impl Refused {
    /// Something is wrong with the file, in words.
    pub fn wrong(words: impl Into<String>) -> Self {
        Self::Wrong(words.into())
    }
}
