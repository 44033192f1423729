//! Packages of Anki against the real library, `anki` from `PyPI`, which is not there everywhere;
//! `scripts/test` installs it:
//!
//! `RAT_ANKI_PYTHON=/path/to/venv/bin/python cargo test --test anki -- --ignored`
#![allow(
    clippy::disallowed_methods,
    reason = "which Python has Anki is said by the environment, and Anki looks at the clock"
)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

#[path = "../cli/home.rs"]
#[allow(dead_code, reason = "the other tests need more of it")]
mod home;
mod large;
mod moving_in;
mod moving_out;
mod reading;
mod real;
mod writing;
