//! The program as a user meets it: every command run whole, in a home of its own, at a fixed time.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]
#![allow(clippy::indexing_slicing, reason = "JSON is indexed by the shapes it is checked for")]
#![allow(clippy::disallowed_methods, reason = "tests wait for real processes")]

mod away;
mod backup;
mod card;
mod checkin;
mod commitments;
mod config;
mod deck;
mod doctor;
mod due;
mod export;
mod family;
mod fire;
mod grade;
mod grimoire;
mod home;
mod hostile;
mod import;
mod jot;
mod journal;
mod kill;
mod leading;
mod meta;
mod optimize;
mod remind;
mod report;
mod review;
mod stats;
mod sync;
mod tap;
mod terminal;
mod today;
mod trouble;
mod unasked;
mod undo;
mod upgrade;
mod views;
mod walk;
mod wreck;
mod year;
