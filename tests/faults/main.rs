//! What must not hurt: power cuts, full disks, files that mean no good, everybody writing at once.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]
#![allow(clippy::indexing_slicing, reason = "JSON is indexed by the shapes it is checked for")]
#![allow(clippy::print_stdout, reason = "the tests tell their figures")]
#![allow(clippy::disallowed_methods, reason = "tests run and wait for real processes")]

#[path = "../invariants/chance.rs"]
mod chance;
#[path = "../cli/home.rs"]
#[allow(dead_code, reason = "the tests of commands use more of it")]
mod home;
#[path = "../browser/life.rs"]
#[allow(dead_code, reason = "the tests of the report live a whole year")]
mod life;

mod barred;
mod crowd;
mod disk;
mod full;
mod kills;
mod lines;
mod made;
mod refusing;
mod state;
mod tables;
mod zips;
