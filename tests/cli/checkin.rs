use crate::home::Home;
use crate::terminal::Terminal;

const WIDE: (u16, u16) = (80, 24);
const NARROW: (u16, u16) = (40, 20);

fn with_two_plans() -> Home {
    let home = Home::new();
    home.kettle();
    home.plan("stairs");
    home
}

#[test]
fn only_plans_without_a_log_are_asked_about() {
    let home = with_two_plans();
    home.ok(&["fire", "kettle"]);
    let items = home.json(&["checkin"])["items"].clone();
    assert_eq!(items.as_array().unwrap().len(), 1);
    assert_eq!((&items[0]["kind"], &items[0]["id"]), (&"outcome".into(), &"stairs".into()));
}

#[test]
fn one_key_answers_each_plan_and_then_the_commitments() {
    let home = with_two_plans();
    home.ok(&["commitments", "add", "call Ada", "--due", "today"]);
    home.ok(&[
        "commitments",
        "add",
        "it rains",
        "--kind",
        "forecast",
        "-p",
        "0.8",
        "--due",
        "today",
    ]);
    let mut terminal = Terminal::start(&home, &["checkin"], WIDE);
    terminal.sees("kettle: what happened today?");
    insta::assert_snapshot!("checkin", terminal.shown());
    terminal.press("d").sees("kettle: done").sees("stairs: what happened");
    terminal.press("m").sees("call Ada").press("d").sees("it rains").press("t");
    terminal.sees("What happened?").press("it poured\r");
    assert_eq!(terminal.ends(), 0);
    terminal.sees("Brier score 0.04").sees("4 answers.");
    assert_eq!(home.json(&["tap", "show", "stairs"])["counts"]["missed"], 1);
    assert_eq!(home.json(&["commitments", "list"]).as_array().unwrap().len(), 0);
}

#[test]
fn what_is_skipped_or_never_asked_stays_unknown() {
    let mut home = with_two_plans();
    let mut terminal = Terminal::start(&home, &["checkin"], NARROW);
    terminal.sees("kettle: what").press("s").sees("stairs: what").press("q");
    assert_eq!(terminal.ends(), 0);
    terminal.sees("counts neither way");
    home.on("2026-11-30");
    let shown = home.json(&["tap", "show", "kettle"]);
    assert_eq!(shown["notice_rate"], serde_json::Value::Null);
    assert_eq!(shown["strength"], 0.0);
}

#[test]
fn an_answer_can_be_taken_back_on_the_spot() {
    let home = with_two_plans();
    let mut terminal = Terminal::start(&home, &["checkin"], WIDE);
    terminal.sees("kettle: what").press("m").sees("stairs: what").press("u");
    terminal.sees("Took back").sees("kettle: what").press("d").sees("stairs: what").press("\x03");
    assert_eq!(terminal.ends(), 130);
    assert!(!terminal.is_taken_over());
    let counts = home.json(&["tap", "show", "kettle"])["counts"].clone();
    assert_eq!((&counts["did"], &counts["missed"]), (&1.into(), &0.into()));
}

#[test]
fn yesterday_can_be_filled_in() {
    let mut home = with_two_plans();
    home.on("2026-11-24");
    let mut terminal = Terminal::start(&home, &["checkin", "--day", "yesterday", "--plain"], WIDE);
    terminal.sees("on Mon 23 Nov 2026").press("did\r").sees("stairs: what").press("0\r");
    assert_eq!(terminal.ends(), 0);
    let shown = home.json(&["tap", "show", "kettle"]);
    assert_eq!(shown["outcomes"][0]["study_day"], "2026-11-23");
    assert_eq!(home.json(&["checkin"])["items"].as_array().unwrap().len(), 3);
    assert!(home.run(&["checkin", "--day", "2026-11-25"]).err.contains("has not come yet"));
}

#[test]
fn a_planned_break_is_not_asked_about() {
    let home = with_two_plans();
    home.ok(&["away", "2026-11-22", "2026-11-24"]);
    assert_eq!(home.json(&["checkin"])["items"].as_array().unwrap().len(), 0);
}

#[test]
fn after_a_week_the_look_back_is_led_by_the_worse_rate() {
    let mut home = Home::new();
    home.kettle();
    home.ok(&["fire", "kettle", "--noticed", "--times", "6"]);
    home.on("2026-11-30").ok(&["fire", "kettle", "--none"]);
    let mut terminal = Terminal::start(&home, &["checkin"], WIDE);
    terminal.sees("looking back").sees("The action is the weak end");
    insta::assert_snapshot!("look_back", terminal.shown());
    terminal.press("h").sees("Then").press("\x15I lift one arm\r");
    assert_eq!(terminal.ends(), 0);
    assert_eq!(home.json(&["tap", "show", "kettle"])["action"], "I lift one arm");
}

#[test]
fn without_a_terminal_the_way_for_scripts_is_named() {
    assert!(with_two_plans().refused(&["checkin"]).contains("rat checkin --json"));
}

#[test]
fn rehearsals_commitments_and_ratings_follow_the_cards_in_the_daily_session() {
    let mut home = Home::new();
    home.kettle();
    home.ok(&["config", "set", "new-per-day", "1"]);
    home.ok(&["fire", "kettle", "--prompted"]);
    home.ok(&["commitments", "add", "call Ada"]);
    home.on("2026-11-24");
    let due = home.json(&["due"]);
    let kinds: Vec<&str> = due["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["card", "rehearsal", "commitment"]);
    assert_eq!(
        (&due["counts"]["rehearsals"], &due["counts"]["commitments"]),
        (&1.into(), &1.into())
    );
    let mut terminal = Terminal::start(&home, &["review"], WIDE);
    terminal.sees("any key shows the answer").press(" ").sees("3 good").press("3");
    terminal
        .sees("When the kettle clicks off")
        .press(" ")
        .sees("then I stretch my arms")
        .press("3");
    terminal.sees("rehearsed, again in 2 days").sees("call Ada").press("7");
    terminal.sees("automatically").press("2");
    assert_eq!(terminal.ends(), 0);
    terminal.sees("Plans and commitments: 3 answers.");
    assert_eq!(home.json(&["tap", "show", "kettle"])["automaticity"], 2);
    assert_eq!(home.json(&["commitments", "list"])[0]["due"], "2026-12-01");
}
