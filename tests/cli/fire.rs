use std::process::Stdio;

use crate::home::Home;
use crate::terminal::Terminal;

fn with_kettle() -> Home {
    let home = Home::new();
    home.kettle();
    home
}

#[test]
fn the_shape_scripts_rely_on_is_kept() {
    let home = with_kettle();
    let fired = home.json(&["fire", "ket", "--note", "first!"]);
    assert_eq!((&fired["tap"], &fired["outcome"]), (&"kettle".into(), &"did".into()));
    assert_eq!(fired["at"], "2026-11-23T09:00:00+01:00");
    assert_eq!(fired["study_day"], "2026-11-23");
    assert!((fired["strength"].as_f64().unwrap() - 0.0443).abs() < 1e-3, "{fired}");
    assert_eq!((&fired["notice_rate"], &fired["follow_rate"]), (&1.0.into(), &1.0.into()));
    assert_eq!(fired["next_rehearsal"], "2026-11-25");
}

#[test]
fn an_outcome_is_answered_with_strength_and_the_next_thing() {
    let home = with_kettle();
    home.ok(&["fire", "kettle", "--times", "3"]);
    insta::assert_snapshot!("acknowledgement", home.ok(&["fire", "kettle", "--missed"]));
}

#[test]
fn every_outcome_is_counted_for_what_it_is() {
    let home = with_kettle();
    for arguments in
        [&["--noticed"][..], &["--missed"], &["--misfire"], &["--none"], &["--times", "4"]]
    {
        home.ok(&[&["fire", "kettle"], arguments].concat());
    }
    let counts = home.json(&["tap", "show", "kettle"])["counts"].clone();
    let expected =
        serde_json::json!({"did": 4, "noticed": 1, "missed": 1, "misfire": 1, "none": 1});
    assert_eq!(counts, expected);
}

#[test]
fn two_outcomes_at_once_exclude_each_other() {
    assert_eq!(with_kettle().run(&["fire", "kettle", "--missed", "--none"]).code, 2);
}

#[test]
fn a_past_moment_may_be_said_in_many_ways() {
    let home = with_kettle();
    for (said, at) in [
        ("20 min ago", "2026-11-23T08:40:00+01:00"),
        ("-2h", "2026-11-23T07:00:00+01:00"),
        ("yesterday 18:00", "2026-11-22T18:00:00+01:00"),
        ("7:30", "2026-11-23T07:30:00+01:00"),
        ("2026-11-20T10:00:00Z", "2026-11-20T10:00:00+00:00"),
    ] {
        assert_eq!(home.json(&["fire", "kettle", "--at", said])["at"], at, "{said}");
    }
}

#[test]
fn moments_that_cannot_be_are_refused_and_nothing_is_written() {
    let home = with_kettle();
    for (said, complaint) in [
        ("23:00", "has not come yet"),
        ("2026-11-24T09:00:00+01:00", "has not come yet"),
        ("2026-02-30 10:00", "there is no day 2026-02-30"),
        ("25:00", "no clock shows 25:00"),
        ("soonish", "is no moment"),
        ("", "is no moment"),
        ("1999-01-01", "more than ten years ago"),
    ] {
        let refused = home.run(&["fire", "kettle", "--at", said]);
        assert_eq!(refused.code, 2, "{said}: {refused:?}");
        assert!(refused.err.contains(complaint), "{said}: {refused:?}");
    }
    assert_eq!(home.json(&["tap", "show", "kettle"])["counts"]["did"], 0);
}

#[cfg(unix)]
#[test]
fn a_wall_time_that_never_came_or_came_twice_is_named() {
    let in_berlin = |home: &Home, said: &str| {
        let output = home
            .command(&["fire", "kettle", "--at", said])
            .env("TZ", "Europe/Berlin")
            .output()
            .unwrap();
        String::from_utf8(output.stderr).unwrap()
    };
    let mut home = Home::new();
    home.now = "2026-03-29T12:00:00+02:00".to_owned();
    home.kettle();
    let err = in_berlin(&home, "2026-03-29 02:30");
    assert!(err.contains("never came here"), "{err}");
    home.now = "2026-10-25T12:00:00+01:00".to_owned();
    let err = in_berlin(&home, "2026-10-25 02:30");
    assert!(err.contains("came twice here") && err.contains("2026-10-25T02:30:00+02:00"), "{err}");
    assert_eq!(home.json(&["tap", "show", "kettle"])["counts"]["did"], 0);
    assert_eq!(in_berlin(&home, "2026-10-25 04:30"), "");
}

#[test]
fn a_miss_makes_a_rehearsal_due_the_same_day_and_an_unprompted_firing_postpones_it() {
    let home = with_kettle();
    let next = |arguments: &[&str]| {
        home.json(&[&["fire", "kettle"], arguments].concat())["next_rehearsal"].clone()
    };
    assert_eq!(next(&["--prompted"]), "2026-11-23");
    assert_eq!(next(&[]), "2026-11-25");
    assert_eq!(next(&["--missed"]), "2026-11-23");
}

#[test]
fn an_outcome_can_be_taken_back() {
    let home = with_kettle();
    let before = home.json(&["tap", "show", "kettle"]);
    home.ok(&["fire", "kettle", "--missed", "--times", "9"]);
    let said = home.ok(&["undo"]);
    assert!(said.contains("Took back the outcome of kettle"), "{said}");
    assert_eq!(home.json(&["tap", "show", "kettle"]), before);
}

#[test]
fn a_streak_survives_days_without_a_trigger_and_planned_breaks() {
    let mut home = with_kettle();
    home.ok(&["away", "2026-11-26", "2026-11-28"]);
    for (day, outcome) in
        [("23", None), ("24", None), ("25", Some("--none")), ("27", Some("--missed"))]
    {
        home.on(&format!("2026-11-{day}"));
        home.ok(&[&["fire", "kettle"], outcome.as_slice()].concat());
    }
    home.on("2026-11-29");
    assert_eq!(home.json(&["fire", "kettle"])["streak"], 3);
    assert_eq!(home.json(&["fire", "kettle", "--noticed"])["streak"], 0);
    assert_eq!(home.json(&["doctor", "--rebuild"])["unchanged"], true);
}

#[test]
fn a_break_planned_afterwards_heals_the_streak_and_its_undo_breaks_it_again() {
    let mut home = with_kettle();
    let streak = |home: &Home| home.json(&["tap", "show", "kettle"])["streak"].clone();
    home.ok(&["fire", "kettle"]);
    home.on("2026-11-24").ok(&["fire", "kettle", "--missed"]);
    home.on("2026-11-25").ok(&["fire", "kettle"]);
    assert_eq!(streak(&home), 1);
    home.ok(&["away", "2026-11-24", "2026-11-24"]);
    assert_eq!(streak(&home), 2);
    home.ok(&["undo"]);
    assert_eq!(streak(&home), 1);
}

#[test]
fn without_a_name_scripts_are_told_the_names_and_people_are_asked() {
    let home = with_kettle();
    home.plan("stairs");
    let said = home.run(&["fire"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("kettle, stairs"), "{said:?}");
    home.ok(&["fire", "kettle"]);
    // The one without a log today is the likeliest.
    let mut terminal = Terminal::start(&home, &["fire"], (80, 20));
    terminal.sees("Which plan fired?").sees("> stairs").press("ket").sees("> kettle").press("\r");
    terminal.sees("kettle: done");
    assert_eq!(terminal.ends(), 0);
    assert_eq!(home.json(&["tap", "show", "kettle"])["counts"]["did"], 2);
}

#[test]
fn thirty_two_processes_at_once_lose_nothing_and_are_never_refused() {
    const PROCESSES: usize = 32;
    const TIMES: usize = 100;
    let home = with_kettle();
    let fire = || {
        for _ in 0..TIMES {
            let mut command = home.command(&["fire", "kettle", "--quiet"]);
            let output = command.stdout(Stdio::null()).output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..PROCESSES {
            scope.spawn(fire);
        }
    });
    let did = home.json(&["tap", "show", "kettle"])["counts"]["did"].clone();
    assert_eq!(did, PROCESSES * TIMES);
    assert_eq!(home.json(&["doctor", "--rebuild"])["unchanged"], true);
}
