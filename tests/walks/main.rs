//! The fourteen walks, whole: from files to all their ends, killed at every step, and as they look.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]
#![allow(clippy::indexing_slicing, reason = "JSON is indexed by the shapes it is checked for")]
#![allow(clippy::disallowed_methods, reason = "tests wait for real processes")]
#![allow(clippy::wildcard_enum_match_arm, reason = "a test looks at the answers it gives")]
#![allow(dead_code, reason = "the home and the terminal are those of the other tests too")]

#[path = "../cli/home.rs"]
mod home;
mod keys;
mod kills;
mod listening;
mod replays;
mod screens;
#[path = "../cli/terminal.rs"]
mod terminal;
mod walker;
mod ways;
