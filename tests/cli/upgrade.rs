//! A database of an earlier version is copied aside and brought up to date.

use std::fs;

use crate::home::Home;

const FIRST: &str = include_str!("../../migrations/01-first/up.sql");

/// A home whose database was written by the first version, with one review of a built-in card.
fn of_the_first_version() -> Home {
    let home = Home::new();
    fs::create_dir_all(home.data()).unwrap();
    let db = rusqlite::Connection::open(home.db()).unwrap();
    db.execute_batch(FIRST).unwrap();
    db.execute_batch(
        "PRAGMA user_version = 1;
         INSERT INTO replica VALUES (1, 'laptop', 2, 1795000000000);
         INSERT INTO deck VALUES (1, 'trigger-action-plans', 1, 'built-in', '{\"title\":\"\",\"purpose\":\"\",
             \"use_when\":\"\",\"avoid_when\":\"\",\"standing\":\"\",\"standing_note\":\"\",\"sources\":[]}',
             '', 1);
         INSERT INTO card VALUES
             (1, 'trigger-action-plans/form', 1, 1, 'recall', 'f', 'b', '', '', 'deck');
         INSERT INTO review VALUES (1, 1, 1795000000000, 3600, 20775, 1, 3, 1, 4000, 0.9, 3650);",
    )
    .unwrap();
    home
}

#[test]
fn an_earlier_database_keeps_its_history_and_can_take_plans() {
    let home = of_the_first_version();
    let history = home.json(&["card", "history", "trigger-action-plans/form"]);
    assert_eq!(history[0]["rating"], "good");
    home.kettle();
    assert_eq!(home.json(&["fire", "kettle"])["outcome"], "did");
    assert!(home.ok(&["doctor"]).contains("is sound"));
}

#[test]
fn a_copy_of_the_earlier_database_is_kept() {
    let home = of_the_first_version();
    home.ok(&["stats"]);
    let copy = rusqlite::Connection::open(home.data().join("rat.before-format-2.db")).unwrap();
    let reviews: i64 = copy.query_row("SELECT count(*) FROM review", [], |row| row.get(0)).unwrap();
    let version: i64 = copy.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!((reviews, version), (1, 1));
}

#[test]
fn an_earlier_database_that_another_program_holds_is_not_taken_for_a_damaged_one() {
    let home = of_the_first_version();
    let db = rusqlite::Connection::open(home.db()).unwrap();
    db.pragma_update(None, "journal_mode", "wal").unwrap();
    db.execute_batch("BEGIN IMMEDIATE").unwrap();
    let err = home.refused(&["doctor"]);
    assert!(err.contains("rat.db is locked by another program"), "{err}");
}
