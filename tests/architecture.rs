//! The house rules that no lint knows: floors, homes of foreign crates, sizes.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]
#![allow(clippy::string_slice, reason = "the slices end where a name was found")]

use std::fs;
use std::path::{Path, PathBuf};

/// The floors from the ground up; a file may name its own and those before it.
const FLOORS: [&str; 4] = ["domain", "storage", "app", "ui"];

/// Each foreign crate with the only places that may name it.
const HOMES: [(&str, &[&str]); 49] = [
    ("fsrs::", &["src/domain/schedule/memory"]),
    (
        "chrono::",
        &["src/domain/time.rs", "src/domain/when.rs", "src/ui/clock.rs", "src/ui/options.rs"],
    ),
    ("statrs::", &["src/domain/stats/rate.rs"]),
    ("strsim::", &["src/domain/name.rs"]),
    ("rusqlite::", &["src/storage/db", "src/storage/error.rs", "src/storage/formats"]),
    ("rusqlite_migration::", &["src/storage/db/open.rs", "src/storage/error.rs"]),
    ("include_dir::", &["src/storage/db/open.rs", "src/storage/decks/built_in.rs"]),
    ("toml::", &["src/storage/decks"]),
    ("toml_edit::", &["src/storage/settings.rs"]),
    ("crossterm::", &["src/ui/term/screen.rs", "src/ui/term/interrupt.rs"]),
    ("ctrlc::", &["src/ui/term/interrupt.rs"]),
    ("dialoguer::", &["src/ui/term/ask.rs"]),
    ("maud::", &["src/ui/report"]),
    ("base64::", &["src/ui/report/walks.rs", "src/storage/remote/client.rs"]),
    ("open::", &["src/ui/env.rs"]),
    ("indicatif::", &["src/ui/term/progress.rs"]),
    ("rustyline::", &["src/ui/term/ask.rs"]),
    ("textwrap::", &["src/ui/term/frame.rs"]),
    ("unicode_width::", &["src/ui/term/frame.rs"]),
    ("dugong::", &["src/ui/chart/layout.rs"]),
    ("petgraph::", &["src/ui/chart/layout.rs"]),
    ("plotters::", &["src/ui/chart/plot"]),
    ("plotters_backend::", &["src/ui/chart/plot"]),
    ("ratatui_core::", &["src/ui/chart/terminal"]),
    ("ratatui_widgets::", &["src/ui/chart/terminal"]),
    ("directories::", &["src/ui/env.rs"]),
    ("getrandom::", &["src/ui/env.rs"]),
    ("shell_words::", &["src/ui/term/editor.rs", "src/ui/remind/spare.rs"]),
    ("notify_rust::", &["src/ui/notify.rs"]),
    ("zbus::", &["src/ui/remind/bus.rs"]),
    ("rustix::", &["src/ui/remind/alarm.rs", "src/storage/place.rs"]),
    ("clap_mangen::", &["src/ui/cli/man.rs"]),
    ("deunicode::", &["src/domain/name.rs"]),
    ("zip::", &["src/storage/formats"]),
    ("zstd::", &["src/storage/formats"]),
    ("html2text::", &["src/storage/formats/anki"]),
    ("csv::", &["src/storage/formats"]),
    ("icalendar::", &["src/storage/formats/calendar.rs"]),
    ("object_store::", &["src/storage/remote"]),
    ("tokio::", &["src/storage/remote/store.rs"]),
    ("http::", &["src/storage/remote/client.rs"]),
    ("ini::", &["src/storage/remote/client.rs"]),
    ("url::", &["src/storage/remote/address.rs"]),
    ("percent_encoding::", &["src/storage/remote/address.rs"]),
    ("age::", &["src/storage/remote/key.rs"]),
    ("bech32::", &["src/storage/remote/key.rs"]),
    ("bip39::", &["src/storage/remote/key.rs"]),
    ("sha2::", &["src/storage/remote/key.rs"]),
    ("rangemap::", &["src/domain/sync/coverage.rs"]),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// The files of `src` by their path from the root, with their text.
fn sources() -> Vec<(String, String)> {
    let relative = |path: &PathBuf| path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
    let files = rust_files(&root().join("src"));
    files.iter().map(|path| (relative(path), fs::read_to_string(path).unwrap())).collect()
}

/// The lines of a text that are not comments.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim_start().starts_with("//"))
}

fn floor(path: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| path.starts_with(&format!("src/{floor}")))
}

#[test]
fn no_file_names_a_floor_above_its_own() {
    let mut climbing = Vec::new();
    for (path, text) in sources() {
        let Some(own) = floor(&path) else { continue };
        for line in code(&text) {
            for above in &FLOORS[own + 1..] {
                if line.contains(&format!("crate::{above}")) {
                    climbing.push(format!("{path}: {}", line.trim()));
                }
            }
        }
    }
    assert!(climbing.is_empty(), "{climbing:#?}");
}

#[test]
fn every_foreign_crate_stays_in_its_home() {
    let mut strays = Vec::new();
    for (path, text) in sources() {
        for (name, homes) in HOMES {
            let at_home = homes.iter().any(|home| path.starts_with(home));
            let named = |line: &str| {
                line.match_indices(name).any(|(at, _)| {
                    !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
                })
            };
            if !at_home && !path.ends_with("tests.rs") && code(&text).any(named) {
                strays.push(format!("{path} names {name}"));
            }
        }
    }
    assert!(strays.is_empty(), "{strays:#?}");
}

#[test]
fn no_file_has_more_than_400_lines() {
    let folders = ["src", "tests", "benches"].map(|folder| root().join(folder));
    let long: Vec<String> = folders
        .iter()
        .flat_map(|folder| rust_files(folder))
        .map(|path| (fs::read_to_string(&path).unwrap().lines().count(), path))
        .filter(|(lines, _)| *lines > 400)
        .map(|(lines, path)| format!("{}: {lines}", path.display()))
        .collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn no_module_is_called_by_a_name_that_says_nothing() {
    let empty = ["util", "utils", "common", "helper", "helpers", "manager", "misc"];
    let named: Vec<String> = sources()
        .into_iter()
        .map(|(path, _)| path)
        .filter(|path| path.split(['/', '.']).any(|part| empty.contains(&part)))
        .collect();
    assert!(named.is_empty(), "{named:?}");
}

#[test]
fn only_the_ground_floor_decides_and_only_the_top_floor_prints() {
    let mut found = Vec::new();
    for (path, text) in sources() {
        if floor(&path).is_some_and(|floor| floor < 3) {
            let prints = ["println!", "eprintln!", "stdout()", "stderr()"];
            found.extend(
                code(&text)
                    .filter(|line| prints.iter().any(|word| line.contains(word)))
                    .map(|line| format!("{path}: {}", line.trim())),
            );
        }
        if floor(&path) == Some(0) && text.contains("std::fs") {
            found.push(format!("{path} reads files"));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn the_map_in_architecture_md_names_every_module_of_the_house() {
    let map = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let missing: Vec<String> = sources()
        .into_iter()
        .map(|(path, _)| path)
        .filter(|path| !path.ends_with("mod.rs") && !path.ends_with("tests.rs"))
        .filter(|path| {
            let stem = Path::new(path).file_stem().unwrap().to_str().unwrap();
            !map.contains(&format!("`{stem}`"))
        })
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}
