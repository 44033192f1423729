use std::fs;
use std::io::Write as _;

use rusqlite::Connection;
use tempfile::{NamedTempFile, TempDir};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

/// The tables as Loop 2.3.1 has them, after all of its own migrations.
const TABLES: &str = "
    PRAGMA foreign_keys = OFF;
    CREATE TABLE android_metadata (locale TEXT);
    CREATE TABLE Habits (
        id integer primary key autoincrement, archived integer, color integer, description text,
        freq_den integer, freq_num integer, highlight integer, name text, position integer,
        reminder_hour integer, reminder_min integer,
        reminder_days integer not null default 127, type integer not null default 0,
        target_type integer not null default 0, target_value real not null default 0,
        unit text not null default '', question text, uuid text);
    CREATE TABLE Events (
        id integer primary key autoincrement, timestamp integer, message text, server_id integer);
    CREATE TABLE Repetitions (
        id integer primary key autoincrement, habit integer not null references habits(id),
        timestamp integer not null, value integer not null, notes text);
    CREATE UNIQUE INDEX idx_repetitions_habit_timestamp ON Repetitions(habit, timestamp);
    PRAGMA user_version = 25;";

/// Two habits: one of yes and no, one that counts.
const ROWS: &str = "
    INSERT INTO Habits (id, archived, color, description, freq_den, freq_num, name, position,
        reminder_hour, reminder_min, reminder_days, type, target_type, target_value, unit, question,
        uuid)
    VALUES
        (7, 0, 8, 'On the mat.', 7, 3, 'Stretch', 1, 6, 45, 124, 0, 0, 0.0, '',
            'Did you stretch today?', '5f2c'),
        (9, 1, 3, '', 1, 1, 'Read, then write', 0, NULL, NULL, 0, 1, 1, 12.5, 'pages', '', 'a0b1');";

/// A backup with its tables, to be filled.
pub fn backup(fill: &str) -> NamedTempFile {
    made(&[TABLES, fill].concat())
}

/// A backup with the two habits, to be filled.
pub fn kept(fill: &str) -> NamedTempFile {
    made(&[TABLES, ROWS, fill].concat())
}

/// A database made by these statements.
pub fn made(statements: &str) -> NamedTempFile {
    let file = NamedTempFile::new().unwrap();
    Connection::open(file.path()).unwrap().execute_batch(statements).unwrap();
    file
}

/// An archive of these files.
pub fn archive(files: &[(&str, &[u8])]) -> NamedTempFile {
    let mut kept = NamedTempFile::new().unwrap();
    let mut zip = ZipWriter::new(kept.as_file_mut());
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
    kept
}

pub fn day(text: &str) -> StudyDay {
    text.parse().unwrap()
}

pub fn mark(on: &str, what: What, note: &str) -> Mark {
    Mark { day: day(on), what, note: note.to_owned() }
}

/// What was left of a habit, in words.
pub fn left(habits: &Habits, habit: &str) -> Vec<String> {
    let left = habits.left.iter().filter(|left| left.habit == habit);
    left.map(|left| left.why.to_string()).collect()
}

/// The words with which a file is refused.
pub fn refusal(file: &NamedTempFile) -> String {
    read(file.path()).unwrap_err().to_string()
}

#[test]
fn a_backup_and_an_export_of_the_same_habits_say_the_same_of_every_day() {
    let backup = read(
        kept(
            "INSERT INTO Repetitions (habit, timestamp, value, notes) VALUES
            (7, 1767225600000, 2, ''), (7, 1767312000000, 3, 'ill'), (9, 1767312000000, 2500, '')",
        )
        .path(),
    );
    let export = read(
        archive(&[
            (
                "Habits.csv",
                b"Position,Name,Type,Question,Description,FrequencyNumerator,FrequencyDenominator,\
                  Color,Unit,Target Type,Target Value,Archived?\n\
                  001,\"Read, then write\",NUMERICAL,,,1,1,#FF8F00,pages,AT_MOST,12.5,true\n\
                  002,Stretch,YES_NO,Did you stretch today?,On the mat.,3,7,#00897B,,,,false\n",
            ),
            ("001 Read then write/Checkmarks.csv", b"Date,Value,Notes\n2026-01-02,2500,\n"),
            (
                "002 Stretch/Checkmarks.csv",
                b"Date,Value,Notes\n2026-01-02,SKIP,ill\n2026-01-01,YES_MANUAL,\n",
            ),
        ])
        .path(),
    );
    let said = |habits: Habits| {
        let mut habits = habits.habits;
        for habit in &mut habits {
            (habit.key, habit.reminder) = (String::new(), None);
        }
        habits
    };
    assert_eq!(said(backup.unwrap()), said(export.unwrap()));
}

#[test]
fn a_file_of_another_sort_is_refused() {
    for bytes in [&b""[..], b"PK", b"\x1f\x8b\x08", b"Date,Value\n"] {
        let mut file = NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        assert!(refusal(&file).contains("neither a backup"), "{bytes:?}");
    }
}

#[test]
fn the_files_of_loop_are_told_from_other_archives_and_databases() {
    let anki = made("CREATE TABLE col (id integer); CREATE TABLE notes (id integer)");
    let package = archive(&[("collection.anki2", b"SQLite format 3\0"), ("media", b"{}")]);
    let fitting = [kept(""), archive(&[("Habits.csv", b"")]), anki, package]
        .map(|file| fits(file.path()).unwrap());
    assert_eq!(fitting, [true, true, false, false]);
}

#[test]
fn a_folder_is_no_file_of_loop() {
    assert!(fits(TempDir::new().unwrap().path()).is_err());
}

#[test]
fn an_archive_cut_short_is_refused() {
    let whole = archive(&[("Habits.csv", &[b'x'; 5000])]);
    let bytes = fs::read(whole.path()).unwrap();
    for length in [20, bytes.len() / 2, bytes.len() - 10] {
        let mut cut = NamedTempFile::new().unwrap();
        cut.write_all(&bytes[..length]).unwrap();
        assert!(read(cut.path()).is_err(), "{length} of {}", bytes.len());
    }
}
