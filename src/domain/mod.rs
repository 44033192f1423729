//! Floor 1: what is true. Plain values and the decisions made on them.
//!
//! Nothing here reads a clock, a file or a terminal; time is an argument ([`time::Now`]), and chance
//! is a hash ([`schedule::fuzz`]).

pub mod away;
pub mod backup;
pub mod card;
pub mod commitment;
pub mod deck;
pub mod export;
pub mod jot;
pub mod markdown;
pub mod name;
pub mod reminder;
pub mod review;
pub mod schedule;
pub mod settings;
pub mod stats;
pub mod sync;
pub mod tap;
pub mod text;
pub mod time;
pub mod undo;
pub mod walk;
pub mod when;
pub mod word;
