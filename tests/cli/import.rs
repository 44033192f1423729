use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::Stdio;

use crate::home::Home;
use crate::optimize::learnt;
use crate::terminal::Terminal;

/// A backup of Loop: meditating with a reminder at half past seven, reading twenty pages, and a habit
/// that was put away.
fn habits(home: &Home) -> PathBuf {
    let file = home.folder.path().join("loop.db");
    let db = rusqlite::Connection::open(&file).unwrap();
    db.execute_batch(
        "CREATE TABLE Habits (id INTEGER PRIMARY KEY, archived INTEGER, color INTEGER, description TEXT,
            freq_den INTEGER, freq_num INTEGER, highlight INTEGER, name TEXT, position INTEGER,
            reminder_hour INTEGER, reminder_min INTEGER, reminder_days INTEGER NOT NULL DEFAULT 127,
            type INTEGER NOT NULL DEFAULT 0, target_type INTEGER NOT NULL DEFAULT 0,
            target_value REAL NOT NULL DEFAULT 0, unit TEXT NOT NULL DEFAULT '', question TEXT, uuid TEXT);
         CREATE TABLE Repetitions (id INTEGER PRIMARY KEY, habit INTEGER, timestamp INTEGER, value INTEGER,
            notes TEXT);
         INSERT INTO Habits (id, archived, freq_den, freq_num, name, position, reminder_hour, reminder_min,
            question, uuid) VALUES (1, 0, 1, 1, 'Meditate', 0, 7, 30, 'Did you meditate?', 'a');
         INSERT INTO Habits (id, archived, freq_den, freq_num, name, position, type, target_value, unit, uuid)
            VALUES (2, 0, 1, 1, 'Read a book', 1, 1, 20, 'pages', 'b');
         INSERT INTO Habits (id, archived, freq_den, freq_num, name, position, uuid)
            VALUES (3, 1, 7, 3, 'Old', 2, 'c');
         PRAGMA user_version = 25;",
    )
    .unwrap();
    // 2026-11-16 to 2026-11-20.
    let days = (0..5).map(|day| 1_794_787_200_000_i64 + day * 86_400_000);
    for (day, (yes_no, pages)) in days.zip([(2, 25_000), (0, 5_000), (3, 3), (2, 0), (2, 20_000)]) {
        let insert =
            "INSERT INTO Repetitions (habit, timestamp, value, notes) VALUES (?1, ?2, ?3, ?4)";
        db.execute(insert, rusqlite::params![1, day, yes_no, "calm"]).unwrap();
        db.execute(insert, rusqlite::params![2, day, pages, None::<String>]).unwrap();
    }
    file
}

fn import(home: &Home, file: &std::path::Path) -> serde_json::Value {
    home.json(&["import", file.to_str().unwrap()])
}

#[test]
fn habits_of_loop_become_plans_with_their_days() {
    let home = Home::new();
    let said = import(&home, &habits(&home));
    assert_eq!(said["added"]["outcome"], 10, "{said}");
    let plan = home.json(&["tap", "show", "meditate"]);
    assert_eq!(plan["trigger"], "it is 07:30");
    assert_eq!(plan["remind"], "07:30");
    let counts = &plan["counts"];
    assert_eq!(
        (&counts["did"], &counts["missed"], &counts["none"]),
        (&3.into(), &1.into(), &1.into())
    );
    let pages = home.json(&["tap", "show", "read-a-book"]);
    let notes: Vec<&str> = pages["outcomes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["note"].as_str().unwrap())
        .collect();
    assert_eq!(notes, ["20 pages", "0 pages", "", "5 pages", "25 pages"]);
    assert!(home.ok(&["tap", "list", "--all"]).contains("old"), "an archived habit is retired");
}

#[test]
fn a_habit_without_a_moment_of_its_own_is_named() {
    let home = Home::new();
    let said = home.ok(&["import", habits(&home).to_str().unwrap()]);
    assert!(said.contains("rat tap edit read-a-book"), "{said}");
}

#[test]
fn what_was_imported_once_is_not_imported_twice() {
    let home = Home::new();
    let file = habits(&home);
    import(&home, &file);
    home.ok(&["tap", "edit", "meditate", "--name", "sit", "--trigger", "the kettle clicks off"]);
    let again = import(&home, &file);
    assert_eq!((&again["added"], &again["known"]), (&serde_json::json!({}), &10.into()));
}

#[test]
fn trying_an_import_out_changes_nothing() {
    let home = Home::new();
    home.ok(&["due"]);
    let before = fs::read(home.db()).unwrap();
    let said = home.ok(&["import", "--dry-run", habits(&home).to_str().unwrap()]);
    assert!(said.starts_with("Would import"), "{said}");
    assert!(fs::read(home.db()).unwrap() == before);
    assert!(home.ok(&["tap", "list"]).contains("No plan yet"));
}

#[test]
fn an_import_is_taken_back_and_brought_back_whole() {
    let home = Home::new();
    home.kettle();
    let file = habits(&home);
    import(&home, &file);
    let full = home.ok(&["tap", "list", "--all"]);
    assert!(home.ok(&["undo"]).contains("the import of"));
    assert_eq!(home.json(&["tap", "list", "--all"]).as_array().unwrap().len(), 1);
    home.ok(&["undo", "--redo"]);
    assert_eq!(home.ok(&["tap", "list", "--all"]), full);
    home.ok(&["undo"]);
    home.ok(&["undo"]);
    assert!(home.ok(&["tap", "list"]).contains("No plan yet"), "an undo goes on before the import");
    assert_eq!(home.json(&["doctor", "--rebuild"])["unchanged"], true);
}

#[test]
fn before_an_import_everything_is_copied() {
    let home = Home::new();
    home.kettle();
    import(&home, &habits(&home));
    assert_eq!(home.json(&["backup", "list"])[0]["reason"], "before-import");
}

/// A home in which cards were graded for some days.
fn graded() -> Home {
    let mut home = Home::new();
    for day in ["2026-11-10", "2026-11-11", "2026-11-14", "2026-11-20"] {
        home.on(day);
        for rating in ["good", "again", "easy", "hard"] {
            home.ok(&["grade", &home.next_card(), rating]);
        }
    }
    home
}

#[test]
fn cards_that_went_to_anki_come_back_where_they_stood() {
    let old = graded();
    let suspended = old.next_card();
    old.ok(&["card", "suspend", &suspended]);
    let file = old.folder.path().join("cards.apkg");
    old.ok(&["export", "anki", file.to_str().unwrap()]);
    let mut new = Home::new();
    new.on("2026-11-20");
    import(&new, &file);
    let cards = |home: &Home| {
        let all = home.json(&["card", "list"]);
        let all = all.as_array().unwrap().iter().filter(|card| card["state"] != "new").cloned();
        let told = all.map(|card| {
            let round = |key: &str| card[key].as_f64().map(|value| (value * 1e3).round());
            (card["id"].clone(), card["due"].clone(), round("stability"), round("difficulty"))
        });
        told.collect::<Vec<_>>()
    };
    assert!(cards(&old).len() > 4);
    assert_eq!(cards(&new), cards(&old));
    assert_eq!(import(&old, &file)["added"], serde_json::json!({}));
}

#[test]
fn everything_goes_through_a_pipe_to_another_machine() {
    let (old, new) = (graded(), Home::new());
    let facts = old.ok(&["export", "json"]);
    let mut importing = new.command(&["import", "-", "--json"]);
    let mut child = importing.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(facts.as_bytes()).unwrap();
    assert!(child.wait_with_output().unwrap().status.success());
    assert_eq!(new.ok(&["export", "json", "-"]), facts);
}

/// Facts of a device that got a deck from elsewhere.
fn brought(home: &Home) -> PathBuf {
    let common =
        "\"device\":\"elsewhere\",\"at\":1795000000000,\"offset\":0,\"study_day\":\"2026-11-18\"";
    let text = format!(
        "{{\"rat\":1}}\n\
         {{\"fact\":\"card_edit\",{common},\"seq\":2,\"card\":\"teas/green\",\"kind\":\"recall\",\
         \"front\":\"How hot for green tea?\",\"back\":\"80 degrees.\",\"note\":\"\",\"made\":true}}\n\
         {{\"fact\":\"deck_made\",{common},\"seq\":1,\"deck\":\"teas\",\"title\":\"Teas\",\"kept\":true}}\n\
         {{\"end\":{{\"facts\":2}}}}\n"
    );
    let file = home.folder.path().join("brought.json");
    fs::write(&file, text).unwrap();
    file
}

#[test]
fn a_deck_that_no_file_states_is_given_up_and_brought_back() {
    let home = Home::new();
    import(&home, &brought(&home));
    assert!(home.ok(&["deck", "show", "teas"]).contains("came with an import"));
    assert!(home.refused(&["deck", "remove", "teas"]).contains("--yes"));
    home.ok(&["deck", "remove", "teas", "--yes"]);
    home.refused(&["deck", "show", "teas"]);
    assert_eq!(home.json(&["card", "show", "teas/green"])["state"], "gone");
    home.ok(&["undo"]);
    assert_eq!(home.json(&["card", "show", "teas/green"])["state"], "new");
    assert_eq!(home.json(&["doctor", "--rebuild"])["unchanged"], true);
}

#[test]
fn a_file_of_no_known_kind_is_refused_with_what_would_do() {
    let home = Home::new();
    let file = home.folder.path().join("notes.txt");
    fs::write(&file, "dear diary").unwrap();
    let said = home.refused(&["import", file.to_str().unwrap()]);
    assert!(said.contains("notes.txt was refused") && said.contains(".apkg"), "{said}");
}

#[test]
fn a_fact_that_cannot_be_is_refused_by_its_line() {
    let home = Home::new();
    let file = brought(&home);
    let text =
        fs::read_to_string(&file).unwrap().replace("\"kind\":\"recall\"", "\"kind\":\"poem\"");
    fs::write(&file, text).unwrap();
    let said = home.refused(&["import", file.to_str().unwrap()]);
    assert!(said.contains("line 2") && said.contains("poem"), "{said}");
}

/// A package of Anki that takes a while: so many reviewed cards of another.
fn large(cards: u32) -> Home {
    let home = learnt(400);
    let db = rusqlite::Connection::open(home.db()).unwrap();
    let more =
        "WITH RECURSIVE k(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM k WHERE n < ?1 / 400)
        INSERT INTO card SELECT 1000 * n + id, 'goal-factoring/c' || n || '-' || id, deck, position,
            kind, front, back, note, siblings, 'user' FROM card, k WHERE id <= 400";
    db.execute(more, [cards]).unwrap();
    home.ok(&["export", "anki", "large.apkg"]);
    home
}

#[cfg(unix)]
#[test]
fn an_import_that_is_interrupted_leaves_nothing_behind_but_the_reason() {
    let (old, home) = (large(8000), Home::new());
    home.ok(&["due"]);
    let scratch = home.folder.path().join("scratch");
    fs::create_dir(&scratch).unwrap();
    let file = old.folder.path().join("large.apkg");
    let arguments = ["import", file.to_str().unwrap()];
    let variables = [("TMPDIR", scratch.to_str().unwrap())];
    let mut terminal = Terminal::start_with(&home, &arguments, (40, 24), &variables);
    terminal.reaches("Reading").press("\x03");
    assert_eq!(terminal.ends(), 130);
    assert_eq!(terminal.shown().trim(), "rat: stopped; nothing was changed");
    assert_eq!(fs::read_dir(&scratch).unwrap().count(), 0);
    assert!(home.json(&["deck", "list"]) == Home::new().json(&["deck", "list"]));
}
