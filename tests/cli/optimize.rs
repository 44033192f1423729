//! Fitting the schedule to the user, on logs written straight into the database.

use crate::home::Home;
use crate::terminal::Terminal;

/// A home with a log of reviews of the built-in cards: each card was met on one of the first days and
/// reviewed ever more rarely, and was forgotten more often than FSRS would think.
pub fn learnt(cards: u32) -> Home {
    let home = Home::new();
    home.ok(&["due"]);
    let db = rusqlite::Connection::open(home.db()).unwrap();
    let fill = "WITH k(n, day) AS (VALUES (0, 0), (1, 3), (2, 9), (3, 24), (4, 60))
        INSERT INTO review SELECT 1, id * 5 + n - 4, (20628 + id % 90 + day) * 86400000, 3600,
            20628 + id % 90 + day, id, CASE WHEN n > 0 AND (id * 7 + n * 3) % 10 < 4 THEN 1 ELSE 3 END,
            1, 5000, 0.9, 3650 FROM card, k WHERE id <= ?1";
    db.execute(fill, [cards]).unwrap();
    let seal = "UPDATE replica SET next_seq = (SELECT max(seq) + 1 FROM review), sum = NULL";
    db.execute(seal, []).unwrap();
    home.ok(&["doctor", "--rebuild"]);
    home
}

#[test]
fn with_two_hundred_reviews_the_defaults_are_kept_and_the_reason_is_said() {
    let home = learnt(50);
    let said = home.ok(&["optimize"]);
    assert!(said.contains("Too early"), "{said}");
    assert!(said.contains("200 of 400 reviews of cards met before"), "{said}");
    assert!(said.contains("second reviews for good"), "{said}");
    assert_eq!(home.json(&["optimize"])["verdict"], "too-little");
    assert_eq!(home.json(&["optimize", "--list"]).as_array().unwrap().len(), 0);
}

#[test]
fn an_empty_log_is_too_little() {
    let home = Home::new();
    assert_eq!(home.json(&["optimize"])["known_reviews"], 0);
    assert!(home.ok(&["optimize"]).contains("0 of about 20 second reviews for good"));
}

#[test]
fn parameters_that_foresee_better_are_kept_with_what_they_showed() {
    let home = learnt(400);
    let fitted = home.json(&["optimize"]);
    assert_eq!(fitted["verdict"], "kept");
    assert!(fitted["after"]["log_loss"].as_f64() < fitted["before"]["log_loss"].as_f64());
    assert_eq!(fitted["parameters"].as_array().unwrap().len(), 21);
    let listed = home.json(&["optimize", "--list"]);
    assert_eq!(listed[0]["verdict"], "kept");
    assert_eq!(listed[0]["before"], fitted["before"]);
    // From now on they are in force, and everything derived follows from them.
    assert_eq!(home.json(&["doctor", "--rebuild"])["unchanged"], true);
}

#[test]
fn a_dry_run_says_what_would_move_and_changes_nothing() {
    let home = learnt(400);
    let before = home.json(&["card", "list"]);
    let said = home.ok(&["optimize", "--dry-run"]);
    assert!(said.contains("sooner") && said.contains("dry run"), "{said}");
    assert_eq!(home.json(&["card", "list"]), before);
    assert_eq!(home.json(&["optimize", "--list"]).as_array().unwrap().len(), 0);
}

#[test]
fn going_back_restores_the_parameters_before() {
    let home = learnt(400);
    let before = home.json(&["optimize", "--dry-run"])["before"].clone();
    home.ok(&["optimize"]);
    let said = home.ok(&["optimize", "--revert"]);
    assert!(said.contains("Back to FSRS's own parameters"), "{said}");
    assert_eq!(home.json(&["optimize", "--dry-run"])["before"], before);
    assert!(home.refused(&["optimize", "--revert"]).contains("nothing to go back from"));
    assert_eq!(home.json(&["doctor", "--rebuild"])["unchanged"], true);
}

#[test]
fn no_day_gets_a_pile_of_cards_that_ought_to_have_come_already() {
    let home = learnt(480);
    let moves = home.json(&["optimize"])["moves"].clone();
    let (before, after) = (&moves["busiest_day_before"], &moves["busiest_day_after"]);
    assert!(moves["sooner"].as_u64().unwrap() > 50, "{moves}");
    assert!(after.as_u64().unwrap() <= before.as_u64().unwrap() + 20, "{moves}");
}

#[test]
fn an_undo_passes_over_a_fitting() {
    let home = learnt(400);
    let card = home.next_card();
    home.ok(&["grade", &card, "good"]);
    home.ok(&["optimize"]);
    let said = home.ok(&["undo"]);
    assert!(said.contains(&card), "{said}");
    assert_eq!(home.json(&["optimize", "--list"]).as_array().unwrap().len(), 1);
}

#[test]
fn whether_to_fit_unasked_is_a_setting() {
    let home = Home::new();
    assert_eq!(home.ok(&["config", "get", "optimize"]).trim(), "auto");
    home.ok(&["config", "set", "optimize", "off"]);
    assert_eq!(home.ok(&["config", "get", "optimize"]).trim(), "off");
    assert_eq!(home.run(&["config", "set", "optimize", "maybe"]).code, 2);
}

#[cfg(target_os = "linux")]
#[test]
fn an_interrupted_fitting_changes_nothing() {
    use std::process::{Command, Stdio};

    let home = learnt(400);
    let db = rusqlite::Connection::open(home.db()).unwrap();
    // Long enough to be interrupted: eighty more histories like those of every card.
    db.execute_batch(
        "WITH RECURSIVE k(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM k WHERE n < 80)
        INSERT INTO card SELECT 1000 * n + id, 'tea/c' || n || '-' || id, deck, position, kind, front,
            back, note, siblings, stated_by FROM card, k WHERE id <= 400;
        WITH RECURSIVE k(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM k WHERE n < 80)
        INSERT INTO review SELECT 1, 100000 * n + seq, at, offset, study_day, 1000 * n + card, rating,
            scored, took, retention, longest FROM review, k;",
    )
    .unwrap();
    let before = home.json(&["card", "show", "goal-factoring/button-test"]);
    let mut running = home.command(&["optimize"]).stdout(Stdio::null()).spawn().unwrap();
    let catches = |pid: u32| {
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
        let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap();
        u64::from_str_radix(caught.trim(), 16).unwrap() & 2 != 0
    };
    while !catches(running.id()) {
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    let pid = running.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    assert_eq!(running.wait().unwrap().code(), Some(130));
    assert_eq!(home.json(&["optimize", "--list"]).as_array().unwrap().len(), 0);
    assert_eq!(home.json(&["card", "show", "goal-factoring/button-test"]), before);
}

/// Answers one card on a terminal; what the end of the session says.
fn session(home: &Home) -> String {
    let mut terminal = Terminal::start(home, &["review", "--limit", "1"], (80, 40));
    terminal.sees("any key").press(" ").sees("3 good").press("3").sees("Done:");
    terminal.ends();
    terminal.heard()
}

#[test]
fn the_end_of_a_session_fits_the_schedule_once_there_is_enough() {
    let home = learnt(400);
    let said = session(&home);
    assert!(said.contains("The schedule now fits you better"), "{said}");
    assert_eq!(home.json(&["optimize", "--list"])[0]["verdict"], "kept");
    // There is too little that is new to do it again at once.
    assert!(!session(&home).contains("fits you better"));
    assert_eq!(home.json(&["optimize", "--list"]).as_array().unwrap().len(), 1);
}

#[test]
fn the_end_of_a_session_fits_nothing_when_there_is_little_or_it_is_forbidden() {
    for home in [learnt(50), learnt(400)] {
        home.ok(&["config", "set", "optimize", "off"]);
        assert!(!session(&home).contains("fits you better"));
    }
    let home = learnt(50);
    assert!(!session(&home).contains("fits you better"));
    assert_eq!(home.json(&["optimize", "--list"]).as_array().unwrap().len(), 0);
}

#[test]
fn a_session_that_was_open_before_a_fitting_grades_by_what_is_in_force() {
    let home = learnt(400);
    let mut terminal = Terminal::start(&home, &["review", "--limit", "1"], (80, 40));
    terminal.sees("any key");
    home.ok(&["optimize"]);
    terminal.press(" ").sees("3 good").press("3").sees("Done:");
    terminal.ends();
    assert_eq!(home.json(&["doctor", "--rebuild"])["unchanged"], true);
}
