//! Syncing unasked: after a session, and while reminders are watched over.

use std::fs;

use crate::family::Family;
use crate::home::Home;
use crate::terminal::Terminal;

/// Has a device sync unasked, and gives it one card to review.
fn unasked() -> Family {
    let family = Family::of(1);
    let here = &family.devices[0];
    here.with_deck("tea", 1);
    here.ok(&["config", "set", "sync", "auto"]);
    here.ok(&["sync"]);
    family
}

/// Reviews the one card there is, and waits for the end of the session.
fn session(here: &Home) -> Terminal {
    let mut terminal = Terminal::start(here, &["review", "--deck", "tea", "--new", "1"], (80, 24));
    terminal.sees("Question 1").press(" ").sees("Answer 1").press("3");
    assert_eq!(terminal.ends(), 0);
    terminal
}

#[test]
fn a_session_syncs_at_its_end_if_the_user_set_that() {
    let family = unasked();
    let mut terminal = session(&family.devices[0]);
    terminal.sees("Synced: 0 facts in, 1 out.");
    assert_eq!(family.devices[0].json(&["sync", "status"])["unsent"], 0);
}

#[test]
fn a_session_whose_store_is_out_of_reach_ends_well_and_says_so() {
    let family = unasked();
    let store = family.store.path();
    fs::rename(store, store.with_extension("gone")).unwrap();
    let mut terminal = session(&family.devices[0]);
    terminal.sees("Not synced: ");
    fs::rename(store.with_extension("gone"), store).unwrap();
    assert_eq!(family.devices[0].json(&["sync"])["sent"], 1);
}

#[test]
fn the_watch_keeps_in_step_if_the_user_set_that() {
    let family = unasked();
    let here = &family.devices[0];
    here.ok(&["jot", "the drawer sticks"]);
    let mut watch = here.command(&["remind", "run", "--quiet"]).spawn().unwrap();
    let sent = || here.json(&["sync", "status"])["unsent"] == 0;
    let kept_up = (0..200).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        sent()
    });
    watch.kill().unwrap();
    watch.wait().unwrap();
    assert!(kept_up);
}

#[test]
fn a_sync_that_brings_nothing_new_writes_no_fact_and_notes_nothing_again() {
    let family = unasked();
    let here = &family.devices[0];
    here.ok(&["config", "set", "retention", "0.850"]);
    here.ok(&["sync"]);
    let log = |home: &Home| fs::metadata(home.data().join("rat.db-wal")).map_or(0, |log| log.len());
    here.ok(&["sync"]);
    let before = log(here);
    here.ok(&["sync"]);
    // The moment at which all went well is noted, in one commit of a few pages.
    assert!(log(here) - before < 6 * 4120, "{} bytes", log(here) - before);
}
