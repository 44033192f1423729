//! What leaves for other programs, read by parsers that others wrote. `scripts/test` installs them; the
//! Python that has them is named by `RAT_PYTHON`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]
#![allow(clippy::indexing_slicing, reason = "JSON is indexed by the shapes it is checked for")]
#![allow(clippy::disallowed_methods, reason = "tests run real processes")]

#[path = "../cli/home.rs"]
#[allow(dead_code, reason = "the other tests need more of it")]
mod home;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use home::Home;

/// What a script of ours says of files.
fn read(script: &str, arguments: &[&str]) -> Value {
    let python = std::env::var("RAT_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exports").join(script);
    let output = Command::new(python).arg(script).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn path(home: &Home, name: &str) -> String {
    home.folder.path().join(name).to_str().unwrap().to_owned()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn array(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

/// The events of a calendar from one day to another.
fn events(home: &Home, first: &str, last: &str) -> Vec<Value> {
    home.ok(&["export", "ics", "rat.ics"]);
    let read = read("events.py", &[&path(home, "rat.ics"), first, last]);
    assert_eq!(read["faults"], serde_json::json!([]));
    array(&read["events"]).to_vec()
}

/// A home whose plans ask for reminders in every way a calendar can say.
fn planned() -> Home {
    let home = Home::new();
    home.ok(&["config", "set", "installing-at-once", "10"]);
    home.ok(&["config", "set", "reminders-per-day", "50"]);
    for (name, rule) in [
        ("auto", "auto"),
        ("days", "mon,wed 07:30 18:15"),
        ("spread", "3 per week 12:00"),
        ("third", "every 3 days 21:00"),
        ("small", "daily 02:30"),
        ("early", "weekends 06:00"),
        ("once", "2026-12-09 11:00"),
    ] {
        home.plan(name);
        home.ok(&["tap", "edit", name, "--remind", rule]);
    }
    home
}

#[test]
#[ignore = "needs the Python packages that scripts/test installs"]
fn a_calendar_program_sees_the_reminders_to_come() {
    let home = planned();
    home.ok(&["commitments", "add", "call Ada", "--due", "2026-11-27"]);
    home.ok(&[
        "commitments",
        "add",
        "rain",
        "--kind",
        "forecast",
        "--probability",
        "0.7",
        "--due",
        "2026-12-11",
    ]);
    home.ok(&["away", "2026-12-01", "2026-12-03"]);
    let seen: BTreeSet<(String, String)> = events(&home, "2026-11-24", "2026-12-19")
        .iter()
        .map(|event| {
            let sort = text(&event["category"]);
            let promised = ["next-action", "forecast"].contains(&sort.as_str());
            let sort = if promised { "commitment".to_owned() } else { sort };
            (text(&event["alarms"][0]), sort)
        })
        .collect();
    let told: BTreeSet<(String, String)> = array(&home.json(&["remind", "next", "--days", "28"]))
        .iter()
        .map(|next| (text(&next["at"]).chars().take(16).collect::<String>(), text(&next["kind"])))
        .filter(|(at, _)| ("2026-11-24".."2026-12-20").contains(&at.as_str()))
        .collect();
    assert!(told.len() > 80, "{told:?}");
    let (more, less): (Vec<_>, Vec<_>) =
        (seen.difference(&told).collect(), told.difference(&seen).collect());
    assert!(more.is_empty() && less.is_empty(), "only seen: {more:#?}\nonly told: {less:#?}");
}

#[test]
#[ignore = "needs the Python packages that scripts/test installs"]
fn a_promise_is_a_whole_day_and_a_reminder_floats() {
    let home = Home::new();
    home.kettle();
    home.ok(&["commitments", "add", "call Ada", "--due", "2026-11-27"]);
    for event in events(&home, "2026-11-27", "2026-11-27") {
        let promise = event["title"] == "call Ada";
        assert_eq!(event["whole_day"].as_bool(), Some(promise), "{event}");
        assert_eq!(event["floats"].as_bool(), Some(true), "{event}");
    }
}

/// Words that every format has a use for.
const HOSTILE: &str =
    "a, b; c: \\n \"d\" 'e' # - [x](y) <b>f</b> | & 日本語 naïve 🙂 {g} %% == `h` ---";

#[test]
#[ignore = "needs the Python packages that scripts/test installs"]
fn a_calendar_program_sees_the_words_as_they_are() {
    let home = Home::new();
    let long = format!("{HOSTILE} {HOSTILE}");
    home.ok(&["commitments", "add", "--due", "2026-11-27", "--", &long]);
    let seen = events(&home, "2026-11-27", "2026-11-27");
    assert!(seen.iter().any(|event| event["title"] == long.as_str()), "{seen:#?}");
}

#[test]
#[ignore = "needs the Python packages that scripts/test installs"]
fn a_calendar_program_knows_an_event_again() {
    let mut home = planned();
    let uids = |home: &Home, day: &str| -> BTreeSet<String> {
        events(home, day, day).iter().map(|event| text(&event["uid"])).collect()
    };
    let before = uids(&home, "2026-11-30");
    home.on("2026-11-25");
    assert_eq!(uids(&home, "2026-11-30"), before);
}

#[test]
#[ignore = "needs the Python packages that scripts/test installs"]
fn front_matter_is_yaml_and_words_stay_words() {
    let home = Home::new();
    home.ok(&["tap", "new", "--name", "hostile", "--trigger", HOSTILE, "--action=- 1. [[x]]"]);
    home.ok(&["fire", "hostile", "--note", HOSTILE]);
    home.ok(&["jot", "--", HOSTILE]);
    home.ok(&["commitments", "add", "--due", "2026-11-27", "--", HOSTILE]);
    home.ok(&["export", "markdown", "notes"]);
    let files = ["plan-hostile-1", "rat-jots", "rat-promises"]
        .map(|name| path(&home, &format!("notes/{name}.md")));
    let notes = read("front.py", &files.each_ref().map(String::as_str));
    let plan = &notes[0];
    assert_eq!(plan["front"]["trigger"], HOSTILE);
    assert_eq!(plan["front"]["date"], "2026-11-23");
    assert_eq!(plan["headings"], serde_json::json!(["hostile", "Wordings", "Log"]));
    assert_eq!(plan["rows"], 4, "{plan:#}");
    for note in array(&notes) {
        for made in ["tags", "links", "fences"] {
            assert_eq!(note[made], serde_json::json!([]), "{note:#}");
        }
        let said = |note: &Value| text(note).contains(HOSTILE);
        assert!(array(&note["texts"]).iter().any(said), "{note:#}");
    }
}

#[test]
#[ignore = "needs the Python packages that scripts/test installs"]
fn a_walk_is_a_page_whatever_was_answered() {
    let home = Home::new();
    let quoted = toml_text(HOSTILE);
    let answers = format!(
        "proxy = {quoted}\ngoal = \"# talking\"\npull = 6\nleaks = [\"- easy\", \"1. ones\", \"---\", {quoted}]\n\
         before-hit = \"> I open it\"\nrewards = \"checking the number\"\ndelay = \"days\"\ntaught = \"<script>\"\n\
         move = \"leave it\"\n"
    );
    fs::write(path(&home, "answers.toml"), answers).unwrap();
    home.ok(&["walk", "goodhart", "--answers", "answers.toml"]);
    home.ok(&["export", "markdown", "notes"]);
    let file = path(&home, "notes/walk-2026-11-23-goodharts-imperius-1.md");
    let note = &read("front.py", &[&file])[0];
    assert_eq!(note["front"]["technique"], "goodharts-imperius");
    assert_eq!(array(&note["headings"])[0], "Goodhart's Imperius");
    assert!(array(&note["headings"]).len() <= 2, "{note:#}");
    for made in ["tags", "links", "fences"] {
        assert_eq!(note[made], serde_json::json!([]), "{note:#}");
    }
    for said in [HOSTILE, "# talking", "- easy", "1. ones", "> I open it", "---", "<script>"] {
        assert!(array(&note["texts"]).iter().any(|text| text == said), "{said}: {note:#}");
    }
}

fn toml_text(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[test]
#[ignore = "needs the Python packages that scripts/test installs"]
fn a_table_is_read_as_it_was_meant() {
    let home = Home::new();
    home.kettle();
    for note in [HOSTILE, "=HYPERLINK(\"x\")", "-5"] {
        home.ok(&["fire", "kettle", &format!("--note={note}")]);
    }
    home.ok(&["export", "csv", "outcomes", "out.csv"]);
    let rows = read("rows.py", &[&path(&home, "out.csv")]);
    let notes: Vec<&str> = array(&rows).iter().map(|row| row["note"].as_str().unwrap()).collect();
    assert_eq!(notes, [HOSTILE, "'=HYPERLINK(\"x\")", "-5"]);
    assert_eq!(rows[0]["happened_local"], "2026-11-23T09:00:00.000+01:00");
}
