use crate::home::Home;
use crate::terminal::Terminal;

pub const WIDE: (u16, u16) = (80, 60);
const NARROW: (u16, u16) = (40, 60);

/// Answers that lead through goal factoring to a trial.
pub const TRIAL: &str = r#"
action = "going to the gym"
why-chosen = ["it has costs"]
costs = ["an hour each way"]
satisfied = 4
goals = ["strength", "seeing Ines", "being seen"]
without = [{ comfort = 8 }]
each-goal = [
    { want = "I want it", weight = 8 },
    { want = "I want it", weight = 7 },
    { want = "I want to look as if", really = "being well thought of", weight = 2 },
]
button = [{ press = "hesitate", missing = "an hour without the phone" }, { press = "gladly" }]
brainstorm = ""
ideas = [{ way = ["push-ups"] }, { way = ["tea"] }, { way = [] }, { way = [] }]
verdict = "try it for some days"
trial = { text = "two weeks of push-ups and tea", days = 14 }
tap = { trigger = "the kettle clicks off", action = "I do five push-ups" }
later = { text = "Am I stronger?", days = 15 }

[[fit]]
extra = ""
replacements = ["push-ups", "tea"]
serves = [
    { from = "push-ups", to = "strength", weight = 2 },
    { from = "tea", to = "seeing Ines", weight = 3 },
]
together = "Push-ups in the morning, tea on Tuesdays."
lived = 7
protest = false
"#;

/// The trial with another verdict and what follows from it.
fn verdict(rest: &str) -> String {
    let (before, after) = TRIAL.split_once("verdict").unwrap();
    let (_, fit) = after.split_once("[[fit]]").unwrap();
    format!("{before}{rest}\n[[fit]]{fit}")
}

pub fn replayed(home: &Home, technique: &str, answers: &str) -> serde_json::Value {
    let file = home.folder.path().join("answers.toml");
    std::fs::write(&file, answers).unwrap();
    home.json(&["walk", technique, "--answers", file.to_str().unwrap()])
}

fn refused(home: &Home, technique: &str, answers: &str) -> String {
    let file = home.folder.path().join("answers.toml");
    std::fs::write(&file, answers).unwrap();
    let said = home.run(&["walk", technique, "--answers", file.to_str().unwrap()]);
    assert_eq!(said.code, 2, "{said:?}");
    said.err
}

#[test]
fn a_walk_answered_from_a_file_makes_real_things() {
    let home = Home::new();
    let walked = replayed(&home, "goal-factoring", TRIAL);
    assert_eq!(
        (&walked["status"], &walked["technique"]),
        (&"done".into(), &"goal-factoring".into())
    );
    let kinds: Vec<&str> = walked["artefacts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|artefact| artefact["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["graph", "metric", "record", "experiment", "tap", "follow-up"]);
    assert_eq!(home.json(&["tap", "list"])[0]["action"], "I do five push-ups");
    let commitments = home.json(&["commitments", "list"]);
    assert_eq!(
        (&commitments[0]["due"], &commitments[1]["due"]),
        (&"2026-12-07".into(), &"2026-12-08".into())
    );
}

#[test]
fn keeping_it_is_a_verdict_too() {
    let home = Home::new();
    let kept = verdict("verdict = \"keep it\"\n");
    let walked = replayed(&home, "goal", &kept);
    assert_eq!(walked["status"], "done");
    assert_eq!(home.json(&["tap", "list"]).as_array().unwrap().len(), 0);
}

#[test]
fn a_replacement_is_put_through_murphyjitsu_inside_the_walk() {
    let home = Home::new();
    let replaced = verdict(
        "verdict = \"replace it\"\ntap = \"\"\nlater = { text = \"look again\", days = 10 }\n",
    ) + "[reality]\nplan = [\"buy a mat\"]\npictured = true\nfirst-shock = 9\noutside-view = \"\"\n\
         wants-tap = false\nchance = { claim = \"it holds\", probability = 0.7, days = 30 }\n\
         first = \"\"\n";
    let walked = replayed(&home, "goal", &replaced);
    assert_eq!(walked["status"], "done", "{walked}");
    assert_eq!(home.json(&["commitments", "list"])[1]["probability"], 0.7);
}

#[test]
fn answers_that_fit_nowhere_are_refused_and_nothing_is_kept() {
    let home = Home::new();
    for (change, with, complaint) in [
        ("satisfied = 4", "satisfied = 11", "out of range"),
        ("to = \"strength\"", "to = \"fame\"", "is none of these"),
        ("action = \"going to the gym\"", "actoin = \"x\"", "actoin: there is no such step"),
        ("protest = false", "protest = false\nprotests = \"x\"", "no question is asked there"),
        ("goals = [\"strength\"", "goals = [strength\"", "line 6"),
    ] {
        let err = refused(&home, "goal", &TRIAL.replacen(change, with, 1));
        assert!(err.contains(complaint), "{err}");
    }
    assert_eq!(home.json(&["journal", "list"]).as_array().unwrap().len(), 0);
}

#[test]
fn half_the_answers_leave_the_walk_open_at_its_next_question() {
    let home = Home::new();
    let walked = replayed(&home, "murphy", "goal = \"paint\"\nplan = [\"buy paint\"]\n");
    assert_eq!((&walked["status"], &walked["next"]), (&"open".into(), &"pictured".into()));
    let mut terminal = Terminal::start(&home, &["walk", "murphy"], WIDE);
    terminal.sees("You began this on").press("y").sees("Can you see yourself").press("\r");
    terminal.sees("How surprised are you?").press(":q\r").sees("Left as it is");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn every_template_names_only_steps_there_are() {
    let home = Home::new();
    for technique in home.json(&["walk", "--list"]).as_array().unwrap() {
        let technique = technique.as_str().unwrap();
        let template = home.ok(&["walk", technique, "--template"]);
        let read: Result<toml::Table, _> = template.parse();
        assert!(read.is_ok(), "{technique}: {read:?}");
    }
}

#[test]
fn every_answer_is_kept_before_the_next_question_and_a_kill_loses_nothing() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["walk", "murphy"], WIDE);
    terminal.sees("What do you want to come about?").press("paint\r");
    terminal.sees("How are you going to get there?").press("buy paint\r");
    terminal.sees("2 (who else").press("paint it\r").sees("3 (by when").press("\r");
    terminal.sees("Can you see yourself");
    terminal.kill();
    let shown = home.json(&["journal", "show", "1"]);
    assert_eq!(shown["answers_given"][1]["answer"]["list"][1], "paint it");
    assert_eq!(home.json(&["doctor", "--rebuild"])["unchanged"], true);
}

#[test]
fn going_back_asks_again_and_keeps_what_was_said_in_the_log() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["walk", "murphy"], NARROW);
    terminal.sees("come about?").press("paint\r").sees("How are you going").press(":b\r");
    // The old answer stands there to be changed.
    terminal.sees_times("come about?\n> paint", 2).press(" the hall\r");
    terminal.sees_times("1 (the very next", 2).press(":q\r");
    terminal.sees("Left as it is");
    terminal.ends();
    assert_eq!(
        home.json(&["journal", "show", "1"])["answers_given"][0]["answer"]["text"],
        "paint the hall"
    );
}

#[test]
fn learning_explains_every_step_with_an_example() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["walk", "murphy", "--mode", "learn"], WIDE);
    terminal.sees("For example: The kitchen is painted").sees("What do you want to come about?");
    insta::assert_snapshot!("learn", terminal.shown());
    terminal.press("\x03");
    assert_eq!(terminal.ends(), 130);
}

#[test]
fn without_a_name_the_trouble_leads_to_the_technique() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["walk"], WIDE);
    terminal.sees("What is the trouble?").sees("I am heated right now").press("\x1b[B\x1b[B\r");
    terminal.sees("Murphyjitsu, about 8 minutes").press(":q\r").sees("Left as it is");
    assert_eq!(terminal.ends(), 0);
    let mut terminal = Terminal::start(&home, &["walk"], WIDE);
    terminal.sees("> go on with Murphyjitsu").press("\r").sees("come about?").press(":q\r");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn a_timer_takes_a_list_down_and_ends_on_a_key() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["walk", "resolve"], NARROW);
    terminal.sees("What shall be solved").press("the drawer\r").sees("How hard").press("5\r");
    terminal
        .sees("How likely")
        .press("5\r")
        .sees("5:00")
        .press("oil the rail\r")
        .sees("- oil the rail");
    terminal.press("\x1b").sees("Is it solved?").press("\r");
    terminal.sees("how hard does it feel now?").press("1\r").sees("1 now: -4.");
    terminal.sees("question of your own").press("\r").sees("(:s for").press(":s\r");
    terminal.sees("What is true now").press("\r").sees("before, 1 after");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn in_plain_lines_everything_can_be_answered_without_animation() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["walk", "againstness", "--plain"], WIDE);
    terminal.sees("How worked up").press("7\r").sees("Which of these").press("1 2\r");
    terminal.sees("Take 10 s").press("\r").sees("5 breaths").press("\r");
    terminal.sees("Take 25 s").press("\r").sees("Take 30 s").press("\r");
    terminal.sees("1 breaths").press("\r").sees("worked up are you now?").press("3\r");
    terminal.sees("do or send something?").press("2\r").sees("become a trigger").press("2\r");
    terminal.sees("What is true now").press("\r").sees("7 before, 3 after");
    assert_eq!(terminal.ends(), 0);
    assert!(!terminal.heard().contains('\u{1b}'), "{:?}", terminal.heard());
}

#[test]
fn without_a_terminal_the_way_for_scripts_is_named() {
    let home = Home::new();
    assert!(home.refused(&["walk", "murphy"]).contains("--template"));
    assert_eq!(home.run(&["walk"]).code, 2);
    assert!(home.refused(&["walk", "mrphyjitsu"]).contains("near: murphyjitsu"));
}

#[test]
fn an_open_run_can_be_given_up_and_that_undone() {
    let home = Home::new();
    replayed(&home, "murphy", "goal = \"paint\"\n");
    let gone = home.json(&["journal", "abandon", "1", "--reason", "sold the house"]);
    assert_eq!((&gone["status"], &gone["note"]), (&"abandoned".into(), &"sold the house".into()));
    assert!(home.refused(&["journal", "abandon", "1"]).contains("has ended"));
    home.ok(&["undo"]);
    assert_eq!(home.json(&["journal", "list"])[0]["status"], "open");
}

#[test]
fn undoing_a_finished_walk_takes_back_what_it_made_first() {
    let home = Home::new();
    replayed(&home, "goal", TRIAL);
    // The grade of the steps, three things made, and the end itself; what says that the walk made them
    // is nothing to be taken back.
    for _ in 0..5 {
        home.ok(&["undo"]);
    }
    assert_eq!(home.json(&["tap", "list"]).as_array().unwrap().len(), 0);
    assert_eq!(home.json(&["journal", "list"])[0]["status"], "open");
    assert_eq!(home.json(&["doctor", "--rebuild"])["unchanged"], true);
}

#[test]
fn a_deck_of_ones_own_can_have_a_walk_and_its_faults_are_found_by_line() {
    let home = Home::new();
    let file = home.deck("tea", 1);
    let mut text = std::fs::read_to_string(&file).unwrap();
    text.push_str(
        "[walk]\nminutes = 1\ntrouble = \"cold tea\"\nopening = \"o\"\nnothing = \"fine\"\n\
         [[walk.step]]\nkey = \"leaf\"\nkind = \"text\"\nask = \"Which leaf?\"\n",
    );
    let broken =
        text.clone() + "[[walk.step]]\nkey = \"on\"\nkind = \"call\"\nwalk = \"nowhere\"\n";
    std::fs::write(&file, broken).unwrap();
    let err = home.refused(&["deck", "check", file.to_str().unwrap()]);
    assert!(err.contains("tea.toml:23:1: there is no walk \"nowhere\""), "{err}");
    std::fs::write(&file, text).unwrap();
    home.ok(&["deck", "add", file.to_str().unwrap()]);
    assert_eq!(replayed(&home, "tea", "leaf = \"oolong\"\n")["status"], "done");
}

#[test]
fn naming_the_steps_is_graded_as_a_review_of_the_technique() {
    let home = Home::new();
    home.with_deck("tea", 1);
    let mut terminal = Terminal::start(&home, &["walk", "murphy", "--mode", "recall"], (80, 200));
    let mut asked = 0;
    let mut next = |terminal: &mut Terminal, says: &str, name: &str, right: &str| {
        asked += 1;
        terminal.sees_times("Which step comes next?", asked).press(&format!("{says}\r"));
        terminal.sees(&format!("It is: {name}.")).press(right);
    };
    next(&mut terminal, "the goal", "goal", "y");
    terminal.sees("come about?").press("paint\r");
    next(&mut terminal, "surprise", "plan", "n");
    terminal.sees("How are you going").press("buy it\r").sees("2 (who").press("\r");
    terminal.sees("Can you see yourself").press("\r");
    next(&mut terminal, "", "surprise", "y");
    terminal.sees("How surprised").press("9\r");
    next(&mut terminal, "", "outside view", "y");
    terminal.sees("A friend shows").press(":s\r").sees("need to happen").press("\x1b[B\r");
    next(&mut terminal, "", "forecast", "y");
    terminal.sees("The claim").press("\r").sees("How likely").press("90 %\r");
    terminal.sees("In how many days").press("\r");
    next(&mut terminal, "", "next step", "y");
    terminal.sees("first thing to do").press(":s\r").sees("What is true now").press("\r");
    terminal.sees("The steps: hard.");
    assert_eq!(terminal.ends(), 0);
    let history = home.json(&["card", "history", "murphyjitsu/walk-steps"]);
    assert_eq!(history[0]["rating"], "hard");
}

#[cfg(unix)]
#[test]
fn a_longer_text_is_written_in_the_editor() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::new();
    let editor = home.folder.path().join("editor.sh");
    std::fs::write(&editor, "#!/bin/sh\nprintf 'the shop\\nwas full' > \"$1\"\n").unwrap();
    std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o755)).unwrap();
    replayed(
        &home,
        "murphy",
        "goal = \"paint\"\nplan = [\"buy\"]\npictured = true\n\
        first-shock = 2\n",
    );
    let variables = [("EDITOR", editor.to_str().unwrap())];
    let mut terminal = Terminal::start_with(&home, &["walk", "murphy"], WIDE, &variables);
    terminal.sees("Go on there?").press("y").sees(":e for your editor").press(":e\r");
    terminal.sees("so that this does not happen?").press(":q\r").sees("Left as it is");
    assert_eq!(terminal.ends(), 0);
    let story = home.json(&["journal", "show", "1"])["answers_given"][4]["answer"]["text"].clone();
    assert_eq!(story, "the shop\nwas full");
}

#[test]
fn the_links_of_a_walk_are_drawn_in_four_languages() {
    let home = Home::new();
    replayed(&home, "goal", TRIAL);
    let matrix = home.ok(&["journal", "graph", "1"]);
    let bare = |goal: &str| {
        matrix.lines().any(|line| line.starts_with(goal) && line.ends_with("not served"))
    };
    // A goal put honestly takes the place of the other words.
    assert!(!bare("strength") && bare("being well thought of"), "{matrix}");
    let drawn = |language| home.ok(&["journal", "graph", "1", "--format", language]);
    assert!(drawn("dot").contains("\"tea\" -> \"seeing Ines\""));
    assert!(drawn("mermaid").starts_with("flowchart LR"));
    let svg = drawn("svg");
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"), "{svg}");
    assert!(svg.contains("“tea” leads to “seeing Ines”"), "{svg}");
    assert!(svg.contains("Nothing leads to “being well thought of”"), "{svg}");
}

#[test]
fn a_walk_that_waits_shows_up_on_its_day() {
    let mut home = Home::new();
    let text = std::fs::read_to_string(home.deck("tea", 1)).unwrap()
        + "[walk]\nminutes = 1\ntrouble = \"cold tea\"\nopening = \"o\"\nnothing = \"fine\"\n\
           [[walk.step]]\nkey = \"until\"\nkind = \"wait\"\nask = \"When?\"\n\
           [[walk.step]]\nkey = \"how\"\nkind = \"text\"\nask = \"How was it?\"\n";
    let file = home.folder.path().join("tea.toml");
    std::fs::write(&file, text).unwrap();
    home.ok(&["deck", "add", file.to_str().unwrap()]);
    assert_eq!(replayed(&home, "tea", "until = 3\n")["status"], "waiting");
    assert_eq!(home.json(&[])["walks"], 0);
    home.on("2026-11-26");
    assert_eq!(home.json(&[])["walks"], 1);
    let mut terminal = Terminal::start(&home, &["walk"], WIDE);
    terminal.sees("> go on with Tea").press("\r").sees("How was it?").press("warm\r");
    terminal.sees("What is true now").press("\r").sees("fine");
    assert_eq!(terminal.ends(), 0);
}
