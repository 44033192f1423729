//! Sync: facts travel in segments, which never change, through a store that others keep. Merging is the
//! union of facts.
//!
//! Here is decided what is fetched, what is sent and what may go; how a store is spoken to is known on the
//! floor above.

pub mod branch;
pub mod coverage;
pub mod listing;
pub mod shared;
pub mod upkeep;
