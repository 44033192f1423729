//! Packages of Anki against the real library, `anki` from `PyPI`, which is not there everywhere:
//!
//! `RAT_ANKI_PYTHON=/path/to/venv/bin/python cargo test --test anki -- --ignored`
#![allow(
    clippy::disallowed_methods,
    reason = "which Python has Anki is said by the environment, and Anki looks at the clock"
)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

mod large;
mod reading;
mod real;
mod writing;
