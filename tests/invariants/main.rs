//! Promises that hold for any sequence of acts, checked on real databases through the use cases.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

mod cards;
mod carried;
mod chance;
mod clocks;
mod copied;
mod home;
#[path = "../browser/life.rs"]
mod life;
mod moved;
mod plans;
mod recount;
mod reminders;
mod simulation;
mod stats;
mod union;
mod walked;
mod walks;
