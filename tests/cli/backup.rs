use std::fs;

use crate::home::Home;

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

#[cfg(unix)]
#[test]
fn a_copy_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::new();
    let copy = home.json(&["backup"]);
    let mode = fs::metadata(copy["file"].as_str().unwrap()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}
