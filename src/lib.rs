//! `rat` makes applied-rationality techniques stick.
//!
//! The house has four floors; a file uses only its own floor and those below it
//! (`tests/architecture.rs` holds the rule, `ARCHITECTURE.md` says where to build what):
//!
//! 1. [`domain`]: what is true. Values and decisions; no I/O, no clock, no SQL, no terminal.
//! 2. [`storage`]: where it is kept. `SQLite`, deck files, settings.
//! 3. [`app`]: what you can do. One module per use case, one transaction per call.
//! 4. [`ui`]: how you see it. The only floor that prints, asks, or reads clock and environment.

pub mod app;
pub mod domain;
pub mod storage;
pub mod ui;
