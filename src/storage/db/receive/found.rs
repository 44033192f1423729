//! What is found under the number of a fact that comes in, and why one is not taken in.

use rusqlite::ErrorCode;

use crate::storage::db::fact::FactId;
use crate::storage::db::portable::Line;
use crate::storage::error::Error;

/// Why a fact was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// It cannot be one, or contradicts one that is here.
    #[error("{0}")]
    Unfit(String),
    /// The database refused.
    #[error(transparent)]
    Storage(#[from] Error),
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) {
            return Self::Unfit("it holds a value that no such fact can have".to_owned());
        }
        Self::Storage(error.into())
    }
}

pub(super) fn unfit(words: impl Into<String>) -> Fault {
    Fault::Unfit(words.into())
}

/// What is here under the number of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// Nothing yet.
    Nothing(FactId),
    /// The same fact.
    Same(FactId),
    /// Another fact.
    Another(FactId),
}

impl Found {
    /// Why a fact under the number of another one is refused.
    #[must_use]
    pub fn another(line: &Line) -> Fault {
        unfit(format!(
            "another fact is here under its number ({} of device {}); \
             one of the two was written after an older copy had been restored",
            line.seq, line.device
        ))
    }
}
