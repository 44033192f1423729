//! What the tests begin with: a home that was lived in, and files to be imported, made once.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use crate::home::Home;
use crate::life::live_days;

/// The days that were lived.
const DAYS: i64 = 14;

/// The tables of Loop 2.3.1, with two habits.
const LOOP: &str = "
    CREATE TABLE Habits (
        id integer primary key autoincrement, archived integer, color integer, description text,
        freq_den integer, freq_num integer, highlight integer, name text, position integer,
        reminder_hour integer, reminder_min integer,
        reminder_days integer not null default 127, type integer not null default 0,
        target_type integer not null default 0, target_value real not null default 0,
        unit text not null default '', question text, uuid text);
    CREATE TABLE Repetitions (
        id integer primary key autoincrement, habit integer not null references habits(id),
        timestamp integer not null, value integer not null, notes text);
    INSERT INTO Habits (id, archived, color, description, freq_den, freq_num, name, position,
        reminder_hour, reminder_min, type, target_value, unit, question, uuid)
    VALUES
        (7, 0, 8, 'On the mat.', 7, 3, 'Stretch', 1, 6, 45, 0, 0.0, '', 'Did you?', '5f2c'),
        (9, 0, 3, '', 1, 1, 'Read', 0, NULL, NULL, 1, 12.5, 'pages', '', 'a0b1');
    PRAGMA user_version = 25;";

/// The first format of the database.
const FIRST: &str = include_str!("../../migrations/01-first/up.sql");

/// Files that everybody may read and nobody may change.
pub struct Made {
    _folder: tempfile::TempDir,
    /// A data folder that was lived in, its database one file without a log.
    pub lived: PathBuf,
    /// The same before anything was done in it.
    pub fresh: PathBuf,
    /// The same with one grade in it.
    pub graded: PathBuf,
    pub json: PathBuf,
    pub apkg: PathBuf,
    pub habits: PathBuf,
}

pub static MADE: LazyLock<Made> = LazyLock::new(make);

fn make() -> Made {
    let folder = tempfile::tempdir().unwrap();
    let in_folder = |name: &str| folder.path().join(name);
    let (lived, fresh, habits) = (in_folder("lived"), in_folder("fresh"), in_folder("loop.db"));
    let home = Home::new();
    live_days(&home.data(), DAYS);
    let (json, apkg) = (in_folder("facts.json"), in_folder("cards.apkg"));
    home.ok(&["export", "json", json.to_str().unwrap()]);
    home.ok(&["export", "anki", apkg.to_str().unwrap()]);
    home.ok(&["backup"]);
    settle(&home, &lived);
    let home = Home::new();
    home.ok(&["due"]);
    settle(&home, &fresh);
    let graded = in_folder("graded");
    home.ok(&["grade", &home.next_card(), "good"]);
    home.ok(&["backup"]);
    settle(&home, &graded);
    make_loop(&habits, 60);
    Made { _folder: folder, lived, fresh, graded, json, apkg, habits }
}

/// Copies a data folder to where it is kept, its log folded in.
fn settle(home: &Home, to: &Path) {
    let db = rusqlite::Connection::open(home.db()).unwrap();
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    drop(db);
    copy(&home.data(), to);
}

/// A backup of Loop with so many days.
fn make_loop(path: &Path, days: i64) {
    let db = rusqlite::Connection::open(path).unwrap();
    db.execute_batch(LOOP).unwrap();
    for day in 0..days {
        let at = 1_789_000_000_000 / 86_400_000 * 86_400_000 + day * 86_400_000;
        let insert = "INSERT INTO Repetitions (habit, timestamp, value, notes) \
            VALUES (7, ?1, 2, ''), (9, ?1, ?2, 'at night')";
        db.execute(insert, [at, day * 500]).unwrap();
    }
}

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A home with a copy of a data folder.
pub fn home_of(data: &Path) -> Home {
    let home = Home { now: "2026-11-23T12:00:00+01:00".to_owned(), ..Home::new() };
    copy(data, &home.data());
    home
}

/// A home that was lived in, with a copy of that and some more done since.
pub fn with_copy() -> Home {
    let mut home = home_of(&MADE.lived);
    fs::remove_dir_all(home.data().join("backups")).unwrap();
    home.ok(&["backup"]);
    home.now = home.now.replace("09:00", "10:00");
    for rating in ["good", "again", "easy"] {
        home.ok(&["grade", &home.next_card(), rating]);
    }
    home
}

/// A home whose database was written by the first version, with so many reviews of a card.
pub fn old(reviews: i64) -> Home {
    let home = Home::new();
    fs::create_dir_all(home.data()).unwrap();
    let db = rusqlite::Connection::open(home.db()).unwrap();
    db.execute_batch(FIRST).unwrap();
    db.execute_batch(
        "PRAGMA user_version = 1; BEGIN;
         INSERT INTO deck VALUES (1, 'trigger-action-plans', 1, 'built-in', '{\"title\":\"\",\"purpose\":\"\",
             \"use_when\":\"\",\"avoid_when\":\"\",\"standing\":\"\",\"standing_note\":\"\",\"sources\":[]}',
             '', 1);
         INSERT INTO card VALUES
             (1, 'trigger-action-plans/form', 1, 1, 'recall', 'f', 'b', '', '', 'deck');",
    )
    .unwrap();
    let device = "INSERT INTO replica VALUES (1, 'laptop', ?1, 1795000000000)";
    db.execute(device, [reviews + 1]).unwrap();
    for n in 0..reviews {
        let day = 20_775 - reviews + n;
        let insert = "INSERT INTO review VALUES (1, ?1, ?2, 3600, ?3, 1, 3, 1, 4000, 0.9, 3650)";
        db.execute(insert, [n + 1, day * 86_400_000 + 40_000_000, day]).unwrap();
    }
    db.execute_batch("COMMIT").unwrap();
    home
}
