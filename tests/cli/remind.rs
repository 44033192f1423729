//! Reminders as scripts and newcomers meet them; what a desktop does with them is tested elsewhere.

use std::fs;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::home::Home;
use crate::terminal::Terminal;

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
tap = ""
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

/// A home with a plan made yesterday, and a command that writes down what it is told.
fn with_plan() -> Home {
    let mut home = Home::new();
    home.kettle();
    home.on("2026-11-24");
    home
}

fn telling(home: &Home) -> std::path::PathBuf {
    let told = home.folder.path().join("told");
    let script = home.folder.path().join("tell.sh");
    fs::write(&script, format!("printf '%s|%s\\n' \"$1\" \"$2\" >> '{}'\n", told.display()))
        .unwrap();
    home.ok(&["config", "set", "remind-command", &format!("sh '{}'", script.display())]);
    told
}

fn lines(file: &std::path::Path) -> Vec<String> {
    fs::read_to_string(file).unwrap_or_default().lines().map(str::to_owned).collect()
}

#[test]
fn the_reminders_to_come_are_listed_with_their_moments() {
    let home = with_plan();
    home.ok(&["tap", "edit", "kettle", "--remind", "daily 10:00 18:00"]);
    let next = home.json(&["remind", "next", "--days", "1"]);
    let at: Vec<&str> =
        next.as_array().unwrap().iter().map(|next| next["at"].as_str().unwrap()).collect();
    assert_eq!(
        at,
        [
            "2026-11-24T09:00:00+01:00",
            "2026-11-24T10:00:00+01:00",
            "2026-11-24T18:00:00+01:00",
            "2026-11-24T20:30:00+01:00",
        ]
    );
    assert_eq!(next[1]["kind"], "plan");
    assert_eq!(next[1]["body"], "When the kettle clicks off, then I stretch my arms.");
}

#[test]
fn what_is_due_is_shown_once_and_never_again() {
    let home = with_plan();
    let told = telling(&home);
    home.ok(&["remind", "run", "--once"]);
    let first = lines(&told);
    assert!(
        first
            .iter()
            .any(|line| line == "rat: kettle|When the kettle clicks off, then I stretch my arms."),
        "{first:?}"
    );
    home.ok(&["remind", "run", "--once"]);
    assert_eq!(lines(&told), first);
}

#[test]
fn it_is_said_once_which_way_reminders_go() {
    let home = with_plan();
    telling(&home);
    let said = home.run(&["remind", "run", "--once"]).err;
    assert_eq!(said.matches("reminders go to remind-command").count(), 1, "{said}");
}

#[test]
fn without_any_way_reminders_wait_and_none_is_lost() {
    let home = with_plan();
    let said = home.run(&["remind", "run", "--once"]).err;
    assert!(said.contains("reminders wait until there is one"), "{said}");
    let told = telling(&home);
    home.ok(&["remind", "run", "--once"]);
    assert!(lines(&told).iter().any(|line| line.contains("kettle")));
}

#[test]
fn a_command_that_fails_loses_nothing() {
    let home = with_plan();
    home.ok(&["config", "set", "remind-command", "false"]);
    let said = home.run(&["remind", "run", "--once"]).err;
    assert!(said.contains("remind-command failed: false"), "{said}");
    let told = telling(&home);
    home.ok(&["remind", "run", "--once"]);
    assert!(lines(&told).iter().any(|line| line.contains("kettle")));
}

#[test]
fn a_command_is_run_without_a_shell() {
    let home = Home::new();
    let action = "I write $(touch owned); `touch owned` \" done";
    home.ok(&["tap", "new", "--name", "evil", "--trigger", "the bell rings", "--action", action]);
    let mut home = home;
    home.on("2026-11-24");
    let told = telling(&home);
    home.ok(&["remind", "run", "--once"]);
    assert!(lines(&told).iter().any(|line| line.contains("$(touch owned)")), "{:?}", lines(&told));
    assert!(!home.folder.path().join("owned").exists());
}

#[test]
fn on_a_terminal_without_a_desktop_a_line_is_written_and_the_bell_rings() {
    let home = with_plan();
    let mut terminal = Terminal::start(&home, &["remind", "run", "--once"], (80, 24));
    terminal.sees("rat: kettle: When the kettle clicks off");
    assert_eq!(terminal.ends(), 0);
    assert!(terminal.heard().contains('\u{7}'));
}

#[test]
fn a_second_watch_says_that_there_is_one() {
    let home = with_plan();
    telling(&home);
    let mut watch = home.command(&["remind", "run"]).stderr(Stdio::null()).spawn().unwrap();
    let since = Instant::now();
    while home.json(&["remind", "status"])["running"] == false {
        assert!(since.elapsed() < Duration::from_secs(20), "the watch does not begin");
    }
    assert!(home.refused(&["remind", "run"]).contains("another rat shows the reminders already"));
    watch.kill().unwrap();
    watch.wait().unwrap();
    assert_eq!(home.json(&["remind", "status"])["running"], false);
}

#[test]
fn what_came_of_a_private_walk_gets_a_neutral_line() {
    let mut home = Home::new();
    let answers = home.folder.path().join("answers.toml");
    fs::write(&answers, PRIVATE).unwrap();
    home.ok(&["walk", "focusing", "--answers", answers.to_str().unwrap()]);
    home.on("2026-11-24");
    let next = home.ok(&["remind", "next", "--days", "7"]);
    assert!(next.contains("Something you asked to be reminded of"), "{next}");
    assert!(!next.contains("Ines"), "{next}");
}

#[test]
fn undo_takes_back_what_the_user_did_and_not_that_a_reminder_was_shown() {
    let home = with_plan();
    let told = telling(&home);
    home.ok(&["fire", "kettle", "--noticed"]);
    home.ok(&["remind", "run", "--once"]);
    home.ok(&["undo"]);
    assert_eq!(home.json(&["tap", "show", "kettle"])["counts"]["noticed"], 0);
    home.ok(&["undo", "--redo"]);
    assert_eq!(home.json(&["tap", "show", "kettle"])["counts"]["noticed"], 1);
    assert!(!lines(&told).iter().any(|line| line.contains("kettle")));
}

#[test]
fn an_outcome_soon_after_a_reminder_counts_as_prompted() {
    let home = with_plan();
    telling(&home);
    home.ok(&["remind", "run", "--once"]);
    home.ok(&["fire", "kettle"]);
    assert_eq!(home.json(&["tap", "show", "kettle"])["outcomes"][0]["prompted"], true);
}

#[test]
fn a_rule_that_is_none_is_refused_and_changes_nothing() {
    let home = with_plan();
    let said = home.run(&["tap", "edit", "kettle", "--remind", "soon", "--action", "I jump"]);
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.err.contains("every 3 days 07:30"), "{said:?}");
    assert_eq!(home.json(&["tap", "show", "kettle"])["action"], "I stretch my arms");
}

#[test]
fn a_switchback_tells_what_reminders_do_for_a_plan() {
    let mut home = with_plan();
    home.ok(&["tap", "edit", "kettle", "--switchback"]);
    for (day, outcome) in
        [("2026-11-25", &[][..]), ("2026-11-26", &[]), ("2026-12-02", &["--noticed"])]
    {
        home.on(day);
        home.ok(&[&["fire", "kettle"], outcome].concat());
    }
    let shown = home.json(&["tap", "show", "kettle"])["switchback"].clone();
    assert_eq!(shown["followed_with"], serde_json::json!([2, 2]));
    assert_eq!(shown["followed_without"], serde_json::json!([0, 1]));
    let difference = shown["difference"].as_f64().unwrap();
    assert!((0.3..0.6).contains(&difference), "{shown}");
    let silent = home.json(&["remind", "next", "--days", "1"]);
    assert!(!silent.as_array().unwrap().iter().any(|next| next["kind"] == "plan"), "{silent}");
}

#[test]
fn what_would_be_installed_names_this_program_and_this_data_folder() {
    let home = Home::new();
    let printed = home.ok(&["remind", "install", "--print"]);
    assert!(
        printed.contains("remind") && printed.contains(home.data().to_str().unwrap()),
        "{printed}"
    );
}

#[test]
#[cfg(target_os = "linux")]
fn where_there_is_no_systemd_an_autostart_entry_is_written_and_removed() {
    let home = Home::new();
    let install = |arguments: &[&str]| {
        let mut command = home.command(arguments);
        // A path without systemctl.
        command.env("PATH", home.folder.path());
        let output = command.output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let entry = home.folder.path().join(".config/autostart/rat-remind.desktop");
    install(&["remind", "install"]);
    assert!(fs::read_to_string(&entry).unwrap().contains("\"remind\" \"run\""));
    assert!(install(&["remind", "status"]).contains("starts at login"));
    install(&["remind", "uninstall"]);
    assert!(!entry.exists());
    assert!(install(&["remind", "uninstall"]).contains("Nothing was installed"));
}

#[test]
fn a_line_for_the_prompt_says_how_much_waits_and_is_silent_when_nothing_does() {
    let mut home = Home::new();
    assert_eq!(home.ok(&["status", "--short"]), "rat 5\n");
    home.kettle();
    assert!(home.ok(&["status"]).contains("to recall, 1 to rehearse, 1 to log"));
    home.ok(&["away", "2026-11-24", "2026-11-25"]);
    home.on("2026-11-24");
    assert_eq!(home.ok(&["status", "--short"]), "");
}
