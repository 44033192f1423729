use std::fs;

use crate::home::Home;

/// Whether the database writes its log ahead.
fn logs_ahead(home: &Home) -> bool {
    let db = rusqlite::Connection::open(home.db()).unwrap();
    let mode: String = db.query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
    mode == "wal"
}

fn reviews(home: &Home) -> u64 {
    home.json(&["stats", "cards"])["cards"]["total"]["introduced"].as_u64().unwrap()
}

#[test]
fn a_copy_brings_back_what_was_there() {
    let home = Home::new();
    home.ok(&["grade", &home.next_card(), "good"]);
    let copy = home.json(&["backup"]);
    home.ok(&["grade", &home.next_card(), "good"]);
    assert_eq!(reviews(&home), 2);
    let restored = home.json(&["restore", copy["name"].as_str().unwrap()]);
    assert_eq!(reviews(&home), 1);
    assert!(logs_ahead(&home));
    // What was there before is a copy too.
    home.ok(&["restore", restored["kept_aside"].as_str().unwrap()]);
    assert_eq!(reviews(&home), 2);
    assert_eq!(home.json(&["doctor", "--rebuild"])["unchanged"], true);
}

#[test]
fn the_first_use_of_a_day_copies_what_the_days_before_left() {
    let mut home = Home::new();
    home.ok(&["grade", &home.next_card(), "good"]);
    home.on("2026-11-24");
    home.ok(&["due"]);
    home.ok(&["due"]);
    let copies = home.json(&["backup", "list"]);
    let days: Vec<&str> =
        copies.as_array().unwrap().iter().map(|copy| copy["day"].as_str().unwrap()).collect();
    assert_eq!(days.iter().filter(|day| **day == "2026-11-24").count(), 1, "{copies}");
    assert_eq!(copies[0]["reason"], "daily");
}

#[test]
fn what_is_no_copy_is_refused_and_changes_nothing() {
    let home = Home::new();
    home.ok(&["grade", &home.next_card(), "good"]);
    let other = home.folder.path().join("other.db");
    rusqlite::Connection::open(&other).unwrap().execute_batch("CREATE TABLE t (a)").unwrap();
    let text = home.folder.path().join("text.db");
    fs::write(&text, "not a database at all, but long enough to be looked at as one").unwrap();
    for file in [&other, &text] {
        let said = home.run(&["restore", file.to_str().unwrap()]);
        assert!(said.code != 0 && !said.err.contains("panicked"), "{said:?}");
        assert_eq!(reviews(&home), 1);
    }
    assert!(home.refused(&["restore", "yesterday"]).contains("rat backup list"));
}

#[test]
fn a_damaged_database_is_set_aside_as_it_is() {
    let home = Home::new();
    home.ok(&["grade", &home.next_card(), "good"]);
    let copy = home.json(&["backup"]);
    let mut bytes = fs::read(home.db()).unwrap();
    for byte in bytes.iter_mut().take(4_000) {
        *byte = 0x5a;
    }
    fs::write(home.db(), &bytes).unwrap();
    // The log would still know the pages that are damaged here.
    let _ = fs::remove_file(format!("{}-wal", home.db().display()));
    assert_ne!(home.run(&["due"]).code, 0);
    let restored = home.json(&["restore", "latest"]);
    assert_eq!(reviews(&home), 1);
    assert_eq!(restored["from"], copy["file"]);
    assert!(logs_ahead(&home));
    assert_eq!(fs::read(restored["kept_aside"].as_str().unwrap()).unwrap(), bytes);
}

#[test]
fn a_database_that_is_gone_comes_back() {
    let home = Home::new();
    home.ok(&["grade", &home.next_card(), "good"]);
    home.ok(&["backup"]);
    for log in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{log}", home.db().display()));
    }
    home.ok(&["restore", "latest"]);
    assert_eq!(reviews(&home), 1);
}

#[cfg(unix)]
#[test]
fn a_copy_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::new();
    let copy = home.json(&["backup"]);
    let mode = fs::metadata(copy["file"].as_str().unwrap()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn others_that_have_the_database_open_see_what_came_back() {
    let home = Home::new();
    home.ok(&["grade", &home.next_card(), "good"]);
    home.ok(&["backup"]);
    home.ok(&["grade", &home.next_card(), "good"]);
    let other = rusqlite::Connection::open(home.db()).unwrap();
    let count =
        || -> i64 { other.query_row("SELECT count(*) FROM review", [], |row| row.get(0)).unwrap() };
    assert_eq!(count(), 2);
    home.ok(&["restore", "latest"]);
    assert_eq!(count(), 1);
}

#[test]
fn a_copy_that_cannot_be_made_is_warned_of_and_stops_nothing() {
    let mut home = Home::new();
    home.ok(&["grade", &home.next_card(), "good"]);
    fs::remove_dir_all(home.data().join("backups")).ok();
    fs::write(home.data().join("backups"), "in the way").unwrap();
    home.on("2026-11-24");
    let said = home.run(&["due"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.err.contains("the copy of the day could not be made"), "{said:?}");
}

#[test]
fn many_processes_that_begin_a_day_at_once_are_in_nobodys_way() {
    let mut home = Home::new();
    home.ok(&["grade", &home.next_card(), "good"]);
    home.on("2026-11-24");
    std::thread::scope(|scope| {
        for _ in 0..12 {
            scope.spawn(|| {
                let said = home.run(&["due"]);
                assert!(said.code == 0 && said.err.is_empty(), "{said:?}");
            });
        }
    });
    home.ok(&["due"]);
    let copies = home.json(&["backup", "list"]);
    let today = copies.as_array().unwrap().iter().filter(|copy| copy["day"] == "2026-11-24");
    assert!((1..=12).contains(&today.count()), "{copies}");
}

#[test]
fn a_database_of_a_later_version_is_not_taken_for_a_damaged_one() {
    let home = Home::new();
    home.ok(&["grade", &home.next_card(), "good"]);
    home.ok(&["backup"]);
    let db = rusqlite::Connection::open(home.db()).unwrap();
    db.pragma_update(None, "user_version", 999).unwrap();
    drop(db);
    let said = home.refused(&["restore", "latest"]);
    assert!(said.contains("format 999"), "{said}");
    let db = rusqlite::Connection::open(home.db()).unwrap();
    let version: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!(version, 999);
}

#[test]
fn going_back_names_a_device_that_had_no_name_yet_as_every_start_does() {
    let home = Home::new();
    home.ok(&["grade", &home.next_card(), "good"]);
    let copy = home.json(&["backup"]);
    for file in ["rat.db", "rat.db-wal", "rat.db-shm"] {
        let _ = fs::remove_file(home.data().join(file));
    }
    let unnamed = rusqlite::Connection::open(home.db()).unwrap();
    unnamed.execute_batch(include_str!("../../migrations/01-first/up.sql")).unwrap();
    unnamed.pragma_update(None, "user_version", 1).unwrap();
    drop(unnamed);
    let restored = home.json(&["restore", copy["name"].as_str().unwrap()]);
    let aside = rusqlite::Connection::open(restored["kept_aside"].as_str().unwrap()).unwrap();
    let name: String = aside.query_row("SELECT name FROM replica", [], |row| row.get(0)).unwrap();
    assert_ne!(name, "");
}
