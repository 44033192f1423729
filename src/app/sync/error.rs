//! Why a sync could not be done.

use crate::storage::remote::Failed;
use crate::storage::remote::address::NotAnAddress;
use crate::storage::remote::key::NotAKey;

/// Why a sync could not be done; facts are as they were.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// No store was named yet.
    #[error("no store is set up on this device")]
    NotSetUp,
    /// The store is set up already.
    #[error("this device shares {0} already")]
    SetUp(String),
    /// The address is none.
    #[error(transparent)]
    Address(#[from] NotAnAddress),
    /// The store could not be used.
    #[error(transparent)]
    Store(#[from] Failed),
    /// The key cannot be read.
    #[error("{what}: {why}")]
    Key {
        /// Where it was looked for.
        what: String,
        /// What is wrong.
        why: NotAKey,
    },
    /// There is no key where it should be.
    #[error("the key of the store is not on this device any more ({0})")]
    KeyGone(String),
    /// What lies in the store was put there under another key.
    #[error("the store holds what another key seals; this one opens nothing in it")]
    OtherKey,
    /// The key was given up for another one.
    #[error("the key of this store was changed on another device")]
    GivenUp,
    /// No device is called so.
    #[error("no device in the store is called \"{name}\"")]
    NoDevice {
        /// What was asked for.
        name: String,
        /// What there is.
        there: Vec<String>,
    },
    /// This device cannot forget itself.
    #[error("this is the device you are sitting at")]
    Itself,
    /// Something in the store speaks of what is not here.
    #[error("{0} of the store cannot be read, or waits for what is not there yet")]
    Incomplete(usize),
}
