//! Reminders on a real desktop: a session bus, a notification daemon and a screen of their own, with
//! the program between them and a finger on the buttons. `scripts/test` installs what they need.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]
#![allow(clippy::indexing_slicing, reason = "JSON is indexed by the shapes it is checked for")]
#![allow(clippy::disallowed_methods, reason = "tests wait for real processes")]
#![allow(dead_code, reason = "the home is that of the other tests too")]

mod desk;
#[path = "../cli/home.rs"]
mod home;
mod mute;

use std::fs;
use std::process::Command;

use desk::{Desk, until};
use resvg::tiny_skia::Pixmap;

const WHY: &str = "needs a session bus, dunst and Xvfb: scripts/test installs and runs it";

#[test]
#[ignore = "needs a session bus, dunst and Xvfb: scripts/test runs it"]
fn a_reminder_is_really_shown_and_its_button_logs_the_outcome() {
    let desk = Desk::new();
    desk.plans(1);
    let _watch = desk.watch();
    until("it is shown", || desk.shown() == 1);
    let picture = desk.picture();
    let pixels = Pixmap::load_png(&picture).unwrap();
    let first = pixels.pixels()[0];
    let drawn = pixels.pixels().iter().filter(|pixel| **pixel != first).count();
    assert!(drawn > 5_000, "{drawn} pixels are drawn");
    desk.press("Did it");
    until("it is logged", || desk.outcomes("plan-1")["did"] == 1);
    let shown = desk.json(&["tap", "show", "plan-1"]);
    assert_eq!(shown["outcomes"][0]["prompted"], true);
    until("it is taken down", || desk.shown() == 0);
}

#[test]
#[ignore = "needs a session bus, dunst and Xvfb: scripts/test runs it"]
fn each_button_of_a_plan_is_an_outcome() {
    for (label, outcome) in [("Noticed", "noticed"), ("Missed", "missed")] {
        let desk = Desk::new();
        desk.plans(1);
        let _watch = desk.watch();
        until("it is shown", || desk.shown() == 1);
        desk.press(label);
        until("it is logged", || desk.outcomes("plan-1")[outcome] == 1);
    }
}

#[test]
#[ignore = "needs a session bus, dunst and Xvfb: scripts/test runs it"]
fn a_snoozed_reminder_comes_back() {
    let desk = Desk::new();
    desk.plans(1);
    desk.ok(&["config", "set", "snooze-minutes", "1"]);
    let _watch = desk.watch();
    until("it is shown", || desk.shown() == 1);
    desk.press("Snooze");
    until("it is put off", || desk.shown() == 0);
    desk::within(90, "it comes back", || desk.shown() == 1);
    desk.press("Did it");
    until("it is logged", || desk.outcomes("plan-1")["did"] == 1);
}

#[test]
#[ignore = "needs a session bus, dunst and Xvfb: scripts/test runs it"]
fn of_fifty_at_once_the_cap_is_shown() {
    let desk = Desk::new();
    desk.ok(&["config", "set", "installing-at-once", "100"]);
    desk.plans(50);
    let _watch = desk.watch();
    until("eight are shown", || desk.shown() == 8);
    std::thread::sleep(std::time::Duration::from_secs(1));
    assert_eq!(desk.shown(), 8);
}

#[test]
#[ignore = "needs a session bus, dunst and Xvfb: scripts/test runs it"]
fn what_is_logged_elsewhere_takes_the_reminder_down() {
    let desk = Desk::new();
    desk.plans(1);
    let _watch = desk.watch();
    until("it is shown", || desk.shown() == 1);
    desk.ok(&["fire", "plan-1"]);
    until("it is taken down", || desk.shown() == 0);
}

#[test]
#[ignore = "needs a session bus, dunst and Xvfb: scripts/test runs it"]
fn a_daemon_that_dies_loses_nothing() {
    let mut desk = Desk::new();
    desk.plans(2);
    let _watch = desk.watch();
    until("both are shown", || desk.shown() == 2);
    desk.end_daemon();
    desk.start_daemon();
    until("both are shown again", || desk.shown() == 2);
    desk.press("Did it");
    desk.press("Did it");
    until("both are logged", || {
        desk.outcomes("plan-1")["did"] == 1 && desk.outcomes("plan-2")["did"] == 1
    });
}

#[test]
#[ignore = "needs a session bus, dunst and Xvfb: scripts/test runs it"]
fn a_bus_that_dies_loses_nothing() {
    let mut desk = Desk::new();
    desk.plans(1);
    let _watch = desk.watch();
    until("it is shown", || desk.shown() == 1);
    desk.end_bus();
    desk.start_bus();
    desk.start_daemon();
    desk::within(60, "it is shown again", || desk.shown() == 1);
    desk.press("Did it");
    until("it is logged", || desk.outcomes("plan-1")["did"] == 1);
}

#[test]
#[ignore = "needs a session bus, dunst and Xvfb: scripts/test runs it"]
fn a_watch_that_is_ended_takes_its_reminders_down_and_the_next_shows_them() {
    let desk = Desk::new();
    desk.plans(1);
    let watch = desk.watch();
    until("it is shown", || desk.shown() == 1);
    assert!(watch.end().success());
    until("it is taken down", || desk.shown() == 0);
    let _watch = desk.watch();
    until("it is shown again", || desk.shown() == 1);
}

#[test]
#[ignore = "needs a session bus, dunst and Xvfb: scripts/test runs it"]
fn a_watch_that_is_killed_repeats_nothing() {
    let desk = Desk::new();
    desk.plans(1);
    let watch = desk.watch();
    until("it is shown", || desk.shown() == 1);
    drop(watch);
    let _watch = desk.watch();
    std::thread::sleep(std::time::Duration::from_secs(2));
    assert_eq!(desk.shown(), 1);
}

#[test]
#[ignore = "needs a session bus, dunst and Xvfb: scripts/test runs it"]
fn a_test_tells_that_its_button_works() {
    let desk = Desk::new();
    let mut test = desk.command(&["remind", "test"]).spawn().unwrap();
    until("it is shown", || desk.shown() == 1);
    desk.press("It works");
    assert!(test.wait().unwrap().success());
}

#[test]
#[ignore = "needs a session bus, dunst and Xvfb: scripts/test runs it"]
fn a_watch_over_two_hundred_plans_is_small() {
    let desk = Desk::new();
    desk.plans(200);
    let watch = desk.watch();
    until("some are shown", || desk.shown() > 0);
    let status = fs::read_to_string(format!("/proc/{}/status", watch.id())).unwrap();
    let kilobytes = |what: &str| -> u64 {
        let line = status.lines().find(|line| line.starts_with(what)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    };
    // What it holds itself. The pages of its file come and go; unoptimised, there are twice as many.
    assert!(kilobytes("RssAnon:") < 8_000, "{status}");
    assert!(cfg!(debug_assertions) || kilobytes("VmRSS:") < 20_000, "{status}");
}

#[test]
#[ignore = "needs a session bus, dunst and Xvfb: scripts/test runs it"]
fn start_review_opens_a_terminal_with_the_session() {
    let desk = Desk::new();
    let opened = desk.home.folder.path().join("opened");
    let script = desk.home.folder.path().join("terminal.sh");
    fs::write(&script, format!("printf '%s\\n' \"$@\" > '{}'\n", opened.display())).unwrap();
    desk.ok(&["config", "set", "terminal", &format!("sh '{}'", script.display())]);
    desk.review_now();
    let _watch = desk.watch();
    until("it is shown", || desk.shown() == 1);
    desk.press("Start review");
    until("a terminal is opened", || {
        fs::read_to_string(&opened).is_ok_and(|words| words.ends_with("\nreview\n"))
    });
}

#[test]
#[ignore = "needs a session bus, dunst and Xvfb: scripts/test runs it"]
fn a_daemon_without_buttons_is_shown_none_and_that_is_said_once() {
    let mut desk = Desk::new();
    desk.end_daemon();
    let mute = mute::Mute::start(&desk.address());
    desk.ok(&["config", "set", "installing-at-once", "100"]);
    desk.plans(2);
    let said = desk.said_by_watch(|| mute.told().len() == 2);
    assert!(mute.told().iter().all(Vec::is_empty), "{:?}", mute.told());
    assert_eq!(said.matches("which shows no buttons").count(), 1, "{said}");
}

#[test]
#[ignore = "needs systemd-analyze: scripts/test runs it"]
fn systemd_finds_no_fault_in_the_unit() {
    let desk = Desk::new();
    let unit = rat::ui::remind::login::Machinery::Systemd;
    let argv = [env!("CARGO_BIN_EXE_rat"), "--data-dir", "/tmp/a b%c", "remind", "run"];
    let file = desk.home.folder.path().join("rat-remind.service");
    fs::write(&file, unit.text(&argv.map(str::to_owned))).unwrap();
    let verified = Command::new("systemd-analyze")
        .args(["verify", "--user", "--man=no"])
        .arg(&file)
        .env("XDG_RUNTIME_DIR", desk.home.folder.path())
        .output()
        .unwrap_or_else(|error| panic!("{WHY}: {error}"));
    let said = String::from_utf8_lossy(&verified.stderr);
    assert!(verified.status.success() && !said.contains("rat-remind"), "{said}");
}
