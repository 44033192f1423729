//! What leaves for other programs. Whether they can read it is tested in `tests/exports`.

use std::fs;
use std::path::Path;

use crate::home::Home;

/// A way through focusing that ends in a promise.
const PRIVATE: &str = r#"begin = "I have something"
topics = ["Ines"]
one = "Ines"
space = true
several = false
strong = 5
changed = ""
strong-after = 5
check = ""
trial = { text = "call Ines", days = 2 }
tap = { trigger = "I see Ines", action = "I say hello" }
parked = []
now-true = ""
[[look]]
where = "throat"
rough = ""
[[look.handles]]
handle = "tight"
listen = true
fits = "enough for today"
"#;

fn walked(home: &Home, technique: &str, answers: &str) {
    let file = home.folder.path().join("answers.toml");
    fs::write(&file, answers).unwrap();
    home.ok(&["walk", technique, "--answers", file.to_str().unwrap()]);
}

/// A home with a plan that fired, a promise, and a private walk that made one of each.
fn lived() -> Home {
    let home = Home::new();
    home.kettle();
    home.ok(&["fire", "kettle", "--note", "=1+1"]);
    home.ok(&["commitments", "add", "call Ada", "--due", "2026-11-26"]);
    walked(&home, "focusing", PRIVATE);
    let secret = home.json(&["tap", "list"])[1]["tap"].as_str().unwrap().to_owned();
    home.ok(&["fire", &secret]);
    home
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_table_has_a_head_and_a_row_for_each_review() {
    let home = Home::new();
    home.ok(&["grade", &home.next_card(), "good"]);
    let table = home.ok(&["export", "csv", "reviews"]);
    let lines: Vec<&str> = table.split("\r\n").collect();
    assert_eq!(lines.len(), 3, "{table}");
    assert_eq!(
        lines[0],
        "at_utc,at_local,study_day,deck,card,rating,scored,seconds,desired_retention"
    );
    let moments = "2026-11-23T08:00:00.000Z,2026-11-23T09:00:00.000+01:00,2026-11-23,";
    assert!(lines[1].starts_with(moments) && lines[1].ends_with(",good,1,0,0.9"), "{table}");
}

#[test]
fn a_note_is_no_formula() {
    let table = lived().ok(&["export", "csv", "outcomes"]);
    assert!(table.contains(",kettle,did,1,0,'=1+1\r\n"), "{table}");
}

#[test]
fn what_was_taken_back_is_in_no_table() {
    let home = Home::new();
    home.kettle();
    home.ok(&["fire", "kettle"]);
    home.ok(&["undo"]);
    assert_eq!(home.ok(&["export", "csv", "outcomes"]).lines().count(), 1);
}

#[test]
fn a_commitment_is_told_as_it_stands() {
    let mut home = Home::new();
    home.ok(&[
        "commitments",
        "add",
        "rain",
        "--kind",
        "forecast",
        "--probability",
        "0.7",
        "--due",
        "2026-11-24",
    ]);
    home.on("2026-11-24");
    home.ok(&["commitments", "done", "1", "--true"]);
    let table = home.ok(&["export", "csv", "commitments"]);
    let row = table.lines().nth(1).unwrap();
    assert!(row.starts_with("1,forecast,rain,") && row.contains(",0.7,true,0.09"), "{row}");
    assert!(row.ends_with("2026-11-24T08:00:00.000Z,2026-11-24T09:00:00.000+01:00"), "{row}");
}

#[test]
fn what_came_of_private_walks_is_in_a_table_only_when_it_is_asked_for() {
    let home = lived();
    for table in ["outcomes", "commitments"] {
        let without = home.run(&["export", "csv", table]);
        assert_eq!(without.out.lines().count(), 2, "{without:?}");
        assert!(without.err.contains("Left out: 1"), "{without:?}");
        let with = home.ok(&["export", "csv", table, "--include-private"]);
        assert_eq!(with.lines().count(), 3, "{with}");
    }
}

#[test]
fn a_file_is_told_of_in_json() {
    let home = lived();
    let said = home.json(&["export", "csv", "outcomes", "out.csv"]);
    let told = serde_json::json!(
        {"format": "csv", "file": "out.csv", "rows": 1, "left_out": 1}
    );
    assert_eq!(said, told);
}

#[test]
fn json_and_the_export_do_not_share_standard_output() {
    assert_eq!(lived().run(&["export", "csv", "reviews", "--json"]).code, 2);
}

#[test]
fn a_folder_is_not_written_over() {
    let home = lived();
    let said = home.refused(&["export", "csv", "outcomes", "data"]);
    assert!(said.contains("data: it is a folder"), "{said}");
}

#[test]
fn a_folder_that_is_not_there_is_refused_by_name() {
    let home = lived();
    let said = home.refused(&["export", "ics", "nowhere/rat.ics"]);
    assert!(said.contains("nowhere/rat.ics") && !said.contains(".unfinished"), "{said}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_of() {
    let home = lived();
    for command in [&["csv", "outcomes"][..], &["ics"], &["markdown"]] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut whole = home.command(&[&["export"][..], command].concat());
        let output = whole.stdout(full).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{command:?}: {said}");
        assert!(said.contains("No space left"), "{command:?}: {said}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_there_is_no_room_for_leaves_nothing_behind() {
    let home = lived();
    let db = rusqlite::Connection::open(home.db()).unwrap();
    db.execute("UPDATE outcome SET note = hex(zeroblob(50000))", []).unwrap();
    drop(db);
    let before = names(home.folder.path());
    // No file may grow beyond 51,200 bytes.
    let rat = env!("CARGO_BIN_EXE_rat");
    let limited = format!("ulimit -f 100; trap '' XFSZ; '{rat}' export csv outcomes out.csv");
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", &limited]).current_dir(home.folder.path());
    for (key, value) in home.command(&[]).get_envs() {
        shell.env(key, value.unwrap_or_default());
    }
    let output = shell.output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("out.csv could not be written"), "{said}");
    assert_eq!(names(home.folder.path()), before);
}

#[test]
fn a_reader_who_hangs_up_is_no_failure() {
    let home = lived();
    let mut command = home.command(&["export", "ics"]);
    let mut child = command.stdout(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_calendar_holds_promises_plans_and_the_day() {
    let calendar = lived().ok(&["export", "ics"]);
    for line in [
        "SUMMARY:call Ada\r\n",
        "DTSTART;VALUE=DATE:20261126\r\n",
        "SUMMARY:When the kettle clicks off\\, then I stretch my arms.\r\n",
        "RRULE:FREQ=DAILY;UNTIL=20261220T080000\r\n",
        "SUMMARY:The daily session\r\n",
        "DTSTART:20261123T203000\r\n",
    ] {
        assert!(calendar.contains(line), "{line}: {calendar}");
    }
}

#[test]
fn what_came_of_private_walks_is_in_a_calendar_only_when_it_is_asked_for() {
    let home = lived();
    let without = home.run(&["export", "ics"]);
    assert!(!without.out.contains("Ines") && without.err.contains("Left out: 2"), "{without:?}");
    let with = home.ok(&["export", "ics", "--include-private"]);
    assert!(with.contains("SUMMARY:call Ines") && with.contains("CLASS:PRIVATE"), "{with}");
}

#[test]
fn an_event_keeps_its_name_and_gets_a_higher_number() {
    let mut home = lived();
    let of = |calendar: &str, key: &str| -> Vec<String> {
        let lines = calendar.lines().filter(|line| line.starts_with(key));
        lines.map(str::to_owned).collect()
    };
    let before = home.ok(&["export", "ics"]);
    home.on("2026-11-24");
    let after = home.ok(&["export", "ics"]);
    assert_eq!(of(&before, "UID:"), of(&after, "UID:"));
    assert!(of(&before, "SEQUENCE:")[0] < of(&after, "SEQUENCE:")[0]);
}

#[test]
fn what_a_calendar_cannot_be_told_is_said() {
    let home = lived();
    home.ok(&["tap", "edit", "kettle", "--remind", "daily 23:00 12:00"]);
    let quiet = home.run(&["export", "ics"]);
    assert!(quiet.err.contains("kettle: 23:00 lies in the quiet hours"), "{quiet:?}");
    home.ok(&["tap", "edit", "kettle", "--switchback"]);
    let turns = home.run(&["export", "ics"]);
    assert!(turns.err.contains("take turns") && !turns.out.contains("kettle"), "{turns:?}");
}

/// A way through goodhart that makes nothing.
const HARMLESS: &str = "proxy = \"# the streak\"\ngoal = \"talking\"\npull = 6\n\
    leaks = [\"easy ones\"]\nbefore-hit = \"I open it\"\nrewards = \"checking the number\"\n\
    delay = \"days\"\ntaught = \"a checker\"\nmove = \"leave it\"\n";

/// What a note says.
fn note(home: &Home, name: &str) -> String {
    fs::read_to_string(home.folder.path().join("notes").join(name)).unwrap()
}

#[test]
fn there_is_a_note_for_each_walk_and_plan_and_one_for_promises_and_jots() {
    let home = lived();
    walked(&home, "goodhart", HARMLESS);
    home.ok(&["jot", "the drawer sticks"]);
    home.ok(&["export", "markdown", "notes"]);
    let notes = names(&home.folder.path().join("notes"));
    assert_eq!(
        notes,
        [
            "plan-kettle-1.md",
            "rat-jots.md",
            "rat-promises.md",
            "walk-2026-11-23-goodharts-imperius-6.md"
        ]
    );
}

#[test]
fn the_note_of_a_plan_tells_its_wordings_and_its_log() {
    let home = lived();
    home.ok(&["tap", "edit", "kettle", "--action", "I stretch | my legs"]);
    home.ok(&["fire", "kettle", "--missed"]);
    home.ok(&["export", "markdown", "notes"]);
    let note = note(&home, "plan-kettle-1.md");
    insta::assert_snapshot!("plan", note.split_once("title").unwrap().1);
}

#[test]
fn a_plan_and_the_walk_that_made_it_lead_to_each_other() {
    let home = lived();
    home.ok(&["export", "markdown", "notes", "--include-private"]);
    let walk = note(&home, "walk-2026-11-23-focusing-3.md");
    assert!(walk.contains("- [[plan-ines-5|ines]]"), "{walk}");
    let plan = note(&home, "plan-ines-5.md");
    assert!(plan.contains("Made in [[walk-2026-11-23-focusing-3|Focusing, 2026-11-23]]"), "{plan}");
}

#[test]
fn private_walks_get_a_note_only_when_it_is_asked_for() {
    let home = lived();
    let said = home.run(&["export", "markdown"]);
    assert!(!said.out.contains("Ines") && said.out.contains("call Ada"), "{said:?}");
    assert!(said.err.contains("1 private walk and 2 things that came of such"), "{said:?}");
}

#[test]
fn the_words_of_the_user_are_no_markdown() {
    let home = Home::new();
    walked(&home, "goodhart", HARMLESS);
    let page = home.ok(&["export", "markdown"]);
    assert!(page.contains("\n\\# the streak\n"), "{page}");
    // The journal is for reading as it is.
    assert!(home.ok(&["journal", "show"]).contains("\n# the streak\n"));
}

#[test]
fn a_renamed_plan_keeps_its_note() {
    let home = lived();
    home.ok(&["export", "markdown", "notes"]);
    home.ok(&["tap", "edit", "kettle", "--name", "tea"]);
    let said = home.ok(&["export", "markdown", "notes"]);
    assert!(said.starts_with("1 note written to notes, 1 as they were."), "{said}");
    assert!(note(&home, "plan-kettle-1.md").contains("title: \"tea\""));
}

#[test]
fn a_note_of_a_plan_that_is_gone_stays() {
    let home = Home::new();
    home.kettle();
    home.ok(&["export", "markdown", "notes"]);
    home.ok(&["undo"]);
    home.ok(&["export", "markdown", "notes"]);
    assert!(note(&home, "plan-kettle-1.md").contains("the kettle clicks off"));
}

#[test]
fn a_foreign_note_in_the_way_is_named_and_nothing_is_written() {
    let home = lived();
    let folder = home.folder.path().join("notes");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("rat-promises.md"), "mine").unwrap();
    let said = home.refused(&["export", "markdown", "notes"]);
    assert!(said.contains("rat-promises.md: it is there already"), "{said}");
    assert_eq!(names(&folder), ["rat-promises.md"]);
}

#[test]
fn what_is_done_is_told_of_in_json() {
    let home = lived();
    let said = home.json(&["export", "markdown", "notes"]);
    let told = serde_json::json!(
        {"format": "markdown", "file": "notes", "notes": 2, "left_out": 3}
    );
    assert_eq!(said, told);
}

#[test]
fn reviews_of_a_card_that_came_of_a_private_walk_stay_out() {
    let home = Home::new();
    home.with_deck("tea", 2);
    home.ok(&["grade", "tea/c1", "good"]);
    home.ok(&["grade", "tea/c2", "good"]);
    home.ok(&["jot", "a thing"]);
    let db = rusqlite::Connection::open(home.db()).unwrap();
    let made =
        "INSERT INTO walk_made SELECT 1, 100000, 0, 0, 0, id, 'x', NULL, 'tea/c1', 1 FROM thing";
    db.execute(made, []).unwrap();
    let table = home.ok(&["export", "csv", "reviews"]);
    assert!(table.contains("tea/c2") && !table.contains("tea/c1"), "{table}");
}
