//! The views for tools that open the database themselves.

use rusqlite::{Connection, OpenFlags};

use crate::home::Home;

/// A home with a known card, a plan that fired, a forecast that came true and a walk.
fn lived() -> Home {
    let mut home = Home::new();
    home.with_deck("tea", 2);
    home.ok(&["grade", "tea/c1", "good"]);
    home.kettle();
    home.ok(&["fire", "kettle", "--note", "on the stairs"]);
    home.ok(&["commitments", "add", "rain", "--kind", "forecast", "--probability", "0.7"]);
    home.on("2026-11-25");
    home.ok(&["grade", "tea/c1", "again"]);
    home.ok(&["tap", "rate", "kettle", "3"]);
    home
}

fn read(home: &Home, sql: &str) -> Vec<Vec<String>> {
    let db = Connection::open_with_flags(home.db(), OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let mut find = db.prepare(sql).unwrap();
    let columns = find.column_count();
    let text = |row: &rusqlite::Row<'_>, column: usize| match row.get_ref(column).unwrap() {
        rusqlite::types::ValueRef::Null => "none".to_owned(),
        rusqlite::types::ValueRef::Integer(number) => number.to_string(),
        rusqlite::types::ValueRef::Real(number) => format!("{number:.3}"),
        rusqlite::types::ValueRef::Text(text) => String::from_utf8(text.to_vec()).unwrap(),
        rusqlite::types::ValueRef::Blob(_) => "blob".to_owned(),
    };
    let rows = find.query_map([], |row| Ok((0..columns).map(|n| text(row, n)).collect())).unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
fn every_view_has_the_columns_that_the_readme_names() {
    let home = lived();
    let readme = include_str!("../../README.md");
    let table = readme.split("| view | columns |\n|---|---|\n").nth(1).unwrap();
    let named = table.lines().map_while(|line| {
        let (view, columns) = line.strip_prefix("| `")?.split_once("` | `")?;
        Some((view, columns.split_once('`')?.0))
    });
    let mut views = 0;
    for (view, columns) in named {
        read(&home, &format!("SELECT {columns} FROM {view}"));
        views += 1;
    }
    let all = read(&home, "SELECT count(*) FROM sqlite_schema WHERE type = 'view'");
    assert_eq!(all, [[views.to_string()]]);
}

#[test]
fn days_and_moments_are_written_as_people_and_tools_read_them() {
    let home = lived();
    let reviews = read(&home, "SELECT study_day, card, rating, scored FROM reviews ORDER BY 1");
    assert_eq!(reviews[0], ["2026-11-23", "tea/c1", "good", "1"]);
    assert_eq!(reviews[1], ["2026-11-25", "tea/c1", "again", "1"]);
    let local = read(&home, "SELECT at_utc, at_local FROM reviews ORDER BY 1 LIMIT 1");
    assert_eq!(local[0], ["2026-11-23T08:00:00.000Z", "2026-11-23T09:00:00"]);
}

#[test]
fn the_views_agree_with_the_statistics() {
    let home = lived();
    let stats = home.json(&["stats"]);
    let week = read(&home, "SELECT week_of, reviews, recalled FROM weekly_retention");
    assert_eq!(week, [["2026-11-23", "1", "0"]]);
    assert_eq!(stats["cards"]["weeks"][0]["recalled"], 0);
    let foreseen = read(&home, "SELECT foreseen, reviews FROM calibration");
    let bin = &stats["calibration"]["cards"]["bins"][0];
    assert_eq!(foreseen, [[format!("{:.3}", bin["foreseen"].as_f64().unwrap()), "1".to_owned()]]);
    let plan = read(&home, "SELECT plan, did, foreseen FROM plan_days");
    assert_eq!(plan, [["kettle", "1", "0.500"]]);
    let outcome = read(&home, "SELECT plan, outcome, note FROM outcomes");
    assert_eq!(outcome, [["kettle", "did", "on the stairs"]]);
}

#[test]
fn what_was_taken_back_is_not_in_a_view() {
    let home = lived();
    home.ok(&["undo"]);
    home.ok(&["undo"]);
    assert_eq!(read(&home, "SELECT count(*) FROM reviews"), [["1"]]);
    assert_eq!(read(&home, "SELECT count(*) FROM self_ratings"), [["0"]]);
}
