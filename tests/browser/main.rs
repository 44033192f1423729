//! The report in a real browser. `scripts/test` installs what it needs.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]
#![allow(clippy::indexing_slicing, reason = "JSON is indexed by the shapes it is checked for")]
#![allow(clippy::disallowed_methods, reason = "tests run real processes")]

#[path = "../invariants/chance.rs"]
mod chance;
mod life;

use std::path::Path;
use std::process::Command;

/// Runs the program on a data folder, on the last morning of the life in it.
fn rat(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_rat"))
        .env_clear()
        .env("RAT_DATA_DIR", folder)
        .env("RAT_NOW", "2026-11-23T09:00:00+01:00")
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
#[ignore = "makes a life to look at: LIFE=folder cargo test --test browser -- --ignored a_life"]
fn a_life_to_look_at() {
    let folder = std::env::var("LIFE").unwrap();
    life::live(Path::new(&folder));
    rat(Path::new(&folder), &["stats"]);
}
