//! Every file that taught the fuzzer something is read as the fuzzer reads it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use std::fs;
use std::panic;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

#[path = "../fuzz/bodies.rs"]
mod bodies;

/// How long one small file may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// The most bytes of the whole corpus.
const SIZE: u64 = 1 << 20;

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus")
}

fn files(target: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(corpus().join(target)).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// Reads all files of a target, each within [`PATIENCE`].
fn read_all(target: &str) {
    let (_, body) = *bodies::BODIES.iter().find(|(name, _)| *name == target).unwrap();
    let files = files(target);
    assert!(!files.is_empty(), "{target} has no corpus");
    for file in files {
        let bytes = fs::read(&file).unwrap();
        let (done, wait) = mpsc::channel();
        thread::spawn(move || {
            let sound = panic::catch_unwind(|| bodies::run(body, &bytes)).is_ok();
            done.send(sound).unwrap();
        });
        let sound = wait.recv_timeout(PATIENCE);
        assert_eq!(sound, Ok(true), "{}", file.display());
    }
}

#[test]
fn no_deck_file_of_the_corpus_breaks_the_reader_of_decks() {
    read_all("deck");
}

#[test]
fn no_file_of_the_corpus_breaks_the_reader_of_loop() {
    read_all("loop_file");
}

#[test]
fn no_export_of_the_corpus_breaks_the_reader_of_loop() {
    read_all("loop_sheets");
}

#[test]
fn no_package_of_the_corpus_breaks_the_reader_of_anki() {
    read_all("anki_file");
}

#[test]
fn no_collection_of_the_corpus_breaks_the_reader_of_anki() {
    read_all("anki_collection");
}

#[test]
fn no_facts_of_the_corpus_break_the_import() {
    read_all("facts");
}

#[test]
fn no_segments_of_the_corpus_break_a_sync() {
    read_all("segments");
}

#[test]
fn no_text_of_the_corpus_breaks_the_reader_of_moments() {
    read_all("when");
}

#[test]
fn every_folder_of_the_corpus_is_read() {
    let folders = fs::read_dir(corpus()).unwrap().map(|entry| entry.unwrap().file_name());
    let mut folders: Vec<String> = folders.map(|name| name.into_string().unwrap()).collect();
    folders.sort();
    assert!(folders.iter().eq(bodies::BODIES.iter().map(|(name, _)| name)), "{folders:?}");
}

#[test]
fn the_corpus_stays_small() {
    let files = bodies::BODIES.iter().flat_map(|(name, _)| files(name));
    let size: u64 = files.map(|file| fs::metadata(file).unwrap().len()).sum();
    assert!(size < SIZE, "{size} bytes");
}
