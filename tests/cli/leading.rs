//! Being led through a walk: back, notes, pauses, talks, what is hidden, what is made real.

use crate::home::Home;
use crate::terminal::Terminal;
use crate::walk::{TRIAL, WIDE, replayed};

/// The beginning of goal factoring, up to the second round of its button.
const TO_THE_BUTTON: &str = "action = \"the gym\"\nwhy-chosen = []\ncosts = []\nsatisfied = 4\n\
    without = [{ comfort = 8 }]\ngoals = [\"a\", \"b\", \"c\"]\n\
    each-goal = [{ want = \"I want it\", weight = 1 }, { want = \"I want it\", weight = 2 }, \
    { want = \"I want it\", weight = 3 }]\n";

#[test]
fn going_back_leads_through_the_rounds_of_a_loop() {
    let home = Home::new();
    let button = "button = [{ press = \"no\", missing = \"d\" }]\n";
    replayed(&home, "goal", &format!("{TO_THE_BUTTON}{button}"));
    let mut terminal = Terminal::start(&home, &["walk", "goal", "--resume", "--plain"], (100, 90));
    // The second round: back to what was missing in the first, and on from there with other words.
    terminal.sees("a, b, c, d. It also").press("4\n").sees("5 on with it").press("1\n");
    terminal.sees("What holds your finger back?").press("e\n").sees("a, b, c, e. It also");
    terminal.press("4\n1\n").sees_times("What holds your finger back?", 2).press(":b\n");
    terminal.sees("a, b, c. It also").press("1\n").sees("two quiet minutes").press(":q\n");
    assert_eq!(terminal.ends(), 0);
    let shown = home.json(&["journal", "show"]);
    let last = shown["answers_given"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&last["place"], &last["answer"]["text"]),
        (&"button.1.press".into(), &"gladly".into())
    );
}

#[test]
fn going_back_leads_into_a_walk_inside_a_walk() {
    let home = Home::new();
    let (before, _) = TRIAL.split_once("verdict").unwrap();
    let fit = TRIAL.split_once("[[fit]]").unwrap().1;
    replayed(
        &home,
        "goal",
        &format!(
            "{before}verdict = \"replace it\"\n[[fit]]{fit}\n[reality]\nplan = [\"buy a mat\"]\n\
             pictured = true\nfirst-shock = 9\noutside-view = \"\"\nwants-tap = false\n\
             chance = {{ claim = \"it holds\", probability = 0.7, days = 30 }}\nfirst = \"\"\n"
        ),
    );
    let mut terminal = Terminal::start(&home, &["walk", "goal", "--resume"], WIDE);
    terminal.sees("Is there a moment to tie the new way to?").press(":b\r");
    terminal.sees("Goal factoring · murphyjitsu · next step").press("roll the mat out\r");
    terminal.sees("In how many days").press("\r").sees_times("Is there a moment to tie", 2);
    terminal.press(":q\r").sees("Left as it is");
    assert_eq!(terminal.ends(), 0);
    let shown = home.json(&["journal", "show"]);
    let last = shown["answers_given"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(last["answer"]["promise"]["text"], "roll the mat out");
}

#[test]
fn half_a_list_survives_a_kill_and_is_gone_on_with() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["walk", "murphy"], WIDE);
    terminal.sees("come about?").press("paint\r").sees("1 (the very").press("buy paint\r");
    terminal.sees("2 (who").press("ask Leo\r").sees("3 (by when");
    terminal.kill();
    let mut terminal = Terminal::start(&home, &["walk", "murphy", "--resume"], WIDE);
    terminal.sees("- buy paint\n- ask Leo\n3 (").press("\r").sees("Can you see yourself");
    terminal.press("\x03");
    terminal.ends();
    let shown = home.json(&["journal", "show"]);
    let plan = serde_json::json!(["buy paint", "ask Leo"]);
    assert_eq!(shown["answers_given"][1]["answer"]["list"], plan);
}

#[test]
fn a_note_is_kept_beside_the_answer() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["walk", "murphy"], WIDE);
    terminal.sees("come about?").press(":n think of Ada\r").sees("Noted.");
    terminal.press(":n\r").sees("Note:").press("and of Leo\r").sees_times("Noted.", 2);
    terminal.press("paint\r").sees("How are you going").press(":q\r").sees("Left as it is");
    assert_eq!(terminal.ends(), 0);
    let shown = home.ok(&["journal", "show"]);
    assert!(shown.contains("paint\n\n> think of Ada\n\n> and of Leo\n"), "{shown}");
}

#[test]
fn a_pause_hides_everything_until_enter() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["walk", "murphy"], WIDE);
    terminal.sees("come about?").press(":p\r").sees("Paused. Enter goes on.");
    assert!(!terminal.shown().contains("come about?"), "{}", terminal.shown());
    terminal.press("\r").sees("come about?").press("\x03");
    assert_eq!(terminal.ends(), 130);
}

#[test]
fn an_open_jot_can_be_taken_up_and_is_dealt_with_when_the_walk_is() {
    let home = Home::new();
    home.ok(&["jot", "--kind", "bug", "the drawer sticks"]);
    let mut terminal = Terminal::start(&home, &["walk", "resolve", "--plain"], (100, 90));
    terminal.sees(":1 the drawer sticks").press(":1\n").sees("How hard").press("5\n");
    terminal.sees("How likely").press("50\n").sees("Take 5 min").press("\n");
    terminal.sees("Is it solved?").press("1\n");
    terminal.sees("feel now?").press("1\n").sees("of your own").press("\n");
    terminal.sees("a certain moment?").press("\n").sees("What is true now").press("\n");
    terminal.sees("jot dealt with: the drawer sticks");
    assert_eq!(terminal.ends(), 0);
    assert_eq!(home.json(&["jot", "list"]), serde_json::json!([]));
}

#[test]
fn a_talk_may_let_off_steam_be_moderated_and_turn_out_to_be_about_something_else() {
    let home = Home::new();
    let names = "[[sheet]]\none = \"Runner\"\ntwo = \"Duvet\"\none-accepts = true\ntwo-accepts = true\n\
        others = []\nurgent-one = 5\nurgent-two = 5\nbegins = \"the first\"\n";
    let to_the_talk = "where = \"a thought that seems forbidden\"\nabout = \"running\"\n\
        default = \"bed\"\nshould = \"run\"\nbelief-one = \"x\"\nbelief-two = \"y\"\ndrive = 3\n\
        tension = 6\n";
    replayed(&home, "internal", &format!("{to_the_talk}{names}"));
    let mut terminal =
        Terminal::start(&home, &["walk", "internal", "--resume", "--plain"], (100, 99));
    terminal
        .sees("Runner speaks to Duvet")
        .press(":v\n")
        .sees("Off with it")
        .press("always late\n");
    // Who let off steam goes on, by the rules.
    terminal.sees_times("Runner speaks to Duvet", 2).press(":m gently now\n").sees("Noted.");
    terminal.press("mornings are clear\n").sees("ring true?").press("y\n");
    terminal.sees("Duvet speaks to Runner").press(":f\n").sees("really about").press("sleep\n");
    terminal.sees("A new sheet, then, about this: sleep").press(":q\n");
    assert_eq!(terminal.ends(), 0);
    let shown = home.ok(&["journal", "show"]);
    assert!(shown.contains("**Runner**, letting off steam: always late"), "{shown}");
    assert!(shown.contains("> moderator: gently now"), "{shown}");
    assert!(shown.contains("**Runner**: mornings are clear"), "{shown}");
}

#[test]
fn a_name_that_lays_blame_is_questioned() {
    let home = Home::new();
    let to_the_names = "where = \"a thought that seems forbidden\"\nabout = \"running\"\n\
        default = \"bed\"\nshould = \"run\"\nbelief-one = \"x\"\nbelief-two = \"y\"\ndrive = 3\n\
        tension = 6\n";
    replayed(&home, "internal", to_the_names);
    let mut terminal = Terminal::start(&home, &["walk", "internal", "--resume"], WIDE);
    terminal.sees("Give the first a name").press("Runner\r").sees("the second?");
    terminal.press("Lazy me\r").sees("\"lazy\" takes a side").press("n").sees("> Lazy me");
    terminal.press("\x15Duvet\r").sees("Would Runner accept").press("\x03");
    assert_eq!(terminal.ends(), 130);
}

#[test]
fn what_one_of_two_has_answered_is_out_of_the_others_sight() {
    let home = Home::new();
    let two = "way = \"two of us at this keyboard\"\nfaith = true\nopen = true\ntruth = true\n\
        claim = \"close the street\"\nsharpen = [{ sharper = \"s\", same-question = true }]\n";
    replayed(&home, "double", two);
    let mut terminal = Terminal::start(&home, &["walk", "double", "--resume"], WIDE);
    terminal.sees("The other looks away").press("83\r").sees("The first looks away");
    assert!(!terminal.shown().contains("83"), "{}", terminal.shown());
    terminal.press("\x03");
    terminal.ends();
}

#[test]
fn the_pace_of_breathing_can_be_set() {
    let home = Home::new();
    home.ok(&["config", "set", "breath-in", "5"]);
    home.ok(&["config", "set", "breath-out", "8"]);
    let mut terminal = Terminal::start(&home, &["calm", "--plain"], WIDE);
    terminal.sees("How worked up").press("7\n").sees("Which of these").press("\n");
    terminal.sees("Take 10 s").press("\n").sees("in for 5 s, out for 8 s").press(":q\n");
    assert_eq!(terminal.ends(), 0);
    assert!(home.run(&["config", "set", "breath-out", "1"]).err.contains("longer than in"));
}

#[test]
fn what_is_true_now_becomes_a_card_if_that_is_wanted() {
    let home = Home::new();
    let closed = TRIAL.replacen("[[fit]]", "now-true = \"It was about Ines\"\nnow-true-card = { front = \"What is the gym for?\", back = \"Ines\" }\n[[fit]]", 1);
    let walked = replayed(&home, "goal", &closed);
    assert_eq!(walked["artefacts"].as_array().unwrap().last().unwrap()["kind"], "card");
    let card = home.json(&["card", "show", "goal-factoring/mine-1"]);
    assert_eq!(card["front"], "What is the gym for?");
}

#[test]
fn what_was_promised_before_a_rest_is_promised_while_it_rests() {
    let home = Home::new();
    let taste = "experience = \"singing\"\nfits = []\ncomfort = 3\ncurious = 8\nreasons = [\"r\"]\n\
        cheap = true\nreversible = true\nsteady = true\n\
        accept = [{ gone = 8, right = 8, farther = 8, nearer = 8 }]\n\
        accepted = \"either\"\nguess = \"farther out\"\nexpect-body = \"b\"\nexpect-mind = \"m\"\n\
        expect-world = { claim = \"nobody laughs\", probability = 0.6, days = 3 }\n\
        steps = [\"hum\"]\nsmallest = \"hum\"\nhelper = \"\"\n\
        taste = { text = \"hum on the stairs\", days = 2 }\nuntil = 4\n";
    assert_eq!(replayed(&home, "comfort", taste)["status"], "waiting");
    let promised = home.json(&["commitments", "list"]);
    assert_eq!(promised.as_array().unwrap().len(), 2, "{promised}");
    assert_eq!(home.json(&["doctor", "--rebuild"])["unchanged"], true);
}
