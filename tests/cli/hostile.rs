//! Decks that mean harm, or were made in haste: refused at their line, and nothing else suffers.

use std::fs;

use crate::home::Home;

const STEP: &str = "[[walk.step]]\nkey = \"KEY\"\nkind = \"text\"\nask = \"What is it?\"\n";

/// What `rat deck check` says against a deck "tea" whose walk has these steps. The first step stands
/// at line 18.
fn said_against(steps: &str) -> String {
    let home = Home::new();
    let file = home.deck("tea", 1);
    let head = "[walk]\nminutes = 1\ntrouble = \"cold tea\"\nopening = \"o\"\nnothing = \"fine\"\n";
    let text = fs::read_to_string(&file).unwrap() + head + steps;
    fs::write(&file, text).unwrap();
    let path = file.to_str().unwrap();
    home.refused(&["deck", "add", path]);
    assert!(!home.data().join("decks/tea.toml").exists(), "a hostile deck is on the shelf");
    home.refused(&["deck", "check", path])
}

fn step(key: &str) -> String {
    STEP.replace("KEY", key)
}

#[track_caller]
fn refused_at(line: usize, because: &str, steps: &str) {
    let said = said_against(steps);
    assert!(said.contains(&format!("tea.toml:{line}:")) && said.contains(because), "{said}");
    assert!(said.len() < 2_000, "{} bytes said", said.len());
    assert!(!said.contains('\u{1b}'), "{said:?}");
}

#[test]
fn a_step_of_an_unknown_kind_is_refused() {
    refused_at(20, "no kind of step \"dance\"", &step("a").replace("\"text\"", "\"dance\""));
}

#[test]
fn a_walk_that_calls_itself_is_refused() {
    let call = "[[walk.step]]\nkey = \"again\"\nkind = \"call\"\nwalk = \"tea\"\n";
    refused_at(19, "in a circle: tea", call);
}

#[test]
fn a_reference_to_a_later_step_is_refused() {
    let steps = step("a").replace("is it", "of {b}") + &step("b");
    refused_at(18, "`ask` names \"b\", which no earlier step asks for", &steps);
}

#[test]
fn a_loop_without_a_bound_is_refused() {
    let steps = "[[walk.step]]\nkey = \"round\"\nkind = \"loop\"\nuntil = \"a\"\n\
        [[walk.step]]\nin = \"round\"\nkey = \"a\"\nkind = \"yes-no\"\nask = \"Enough?\"\n";
    refused_at(20, "no loop goes on for ever", steps);
}

#[test]
fn ten_thousand_steps_are_refused() {
    let steps: String = (0..10_000).map(|n| step(&format!("a{n}"))).collect();
    refused_at(18, "10000 steps; a walk may have 500", &steps);
}

#[test]
fn a_question_of_a_megabyte_is_refused() {
    refused_at(21, "more than 4000 characters", &step("a").replace("What", &"x".repeat(1 << 20)));
}

#[test]
fn a_terminal_escape_in_anything_a_walk_says_is_refused() {
    refused_at(21, "control character", &step("a").replace("What", "\\u001b[2J"));
    refused_at(18, "control character", &(step("a") + "explain = \"\\u009b2J\"\n"));
    refused_at(
        18,
        "control character",
        &(step("a") + "hints = [\"fine\", \"\\u001b]0;x\\u0007\"]\n"),
    );
    let options = "options = [\"yes\", \"\\u001b[8mno\"]\n";
    refused_at(18, "control character", &(step("a").replace("\"text\"", "\"choice\"") + options));
}

#[test]
fn a_hostile_deck_that_reached_the_shelf_stops_no_other() {
    let home = Home::new();
    home.with_deck("tea", 1);
    let file = home.data().join("decks/tea.toml");
    let calls = "[walk]\nminutes = 1\ntrouble = \"t\"\nopening = \"o\"\nnothing = \"fine\"\n\
        [[walk.step]]\nkey = \"again\"\nkind = \"call\"\nwalk = \"tea\"\n";
    fs::write(&file, fs::read_to_string(&file).unwrap() + calls).unwrap();
    let said = home.refused(&["walk", "tea", "--template"]);
    assert!(said.contains("in a circle"), "{said}");
    assert!(home.ok(&["walk", "goal-factoring", "--template"]).contains("action"));
}

#[test]
fn what_an_import_may_bring_is_harmless_in_statistics_and_reports() {
    let home = Home::new();
    home.with_deck("tea", 1);
    home.ok(&["grade", "tea/c1", "again"]);
    home.kettle();
    home.ok(&["fire", "kettle", "--note", "n"]);
    let db = rusqlite::Connection::open(home.db()).unwrap();
    let evil = "\u{1b}[2J\u{7}<b onclick=x>\u{202e}&\"'";
    db.execute("UPDATE tap SET name = ?1", [evil]).unwrap();
    db.execute("UPDATE tap_version SET name = ?1, trigger = ?1, action = ?1, goal = ?1", [evil])
        .unwrap();
    db.execute("UPDATE outcome SET note = ?1", [evil]).unwrap();
    db.execute("UPDATE card SET front = ?1 WHERE name = 'tea/c1'", [evil]).unwrap();
    db.execute("UPDATE deck SET about = json_set(about, '$.title', ?1) WHERE name = 'tea'", [evil])
        .unwrap();
    let harmless =
        |text: &str| !text.chars().any(|c| c != '\n' && (c.is_control() || c == '\u{202e}'));
    for part in [&["stats"][..], &["stats", "taps"], &["stats", "walks"], &["stats", "cards"]] {
        let said = home.ok(part);
        assert!(harmless(&said), "{said:?}");
    }
    let page = home.ok(&["report", "--out", "-"]);
    assert!(harmless(&page) && !page.contains("<b onclick"));
    assert!(page.contains("&lt;b onclick=x&gt;"));
    let folder = home.data().join("charts");
    home.ok(&["report", "--svg", folder.to_str().unwrap()]);
    let mut drawn = 0;
    for file in fs::read_dir(folder).unwrap() {
        let svg = fs::read_to_string(file.unwrap().path()).unwrap();
        assert!(harmless(&svg) && !svg.contains("<b onclick"), "{svg}");
        drawn += 1;
    }
    assert!(drawn > 5, "{drawn}");
}
