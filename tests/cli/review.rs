//! The session, on a real terminal.

use crate::home::Home;
use crate::terminal::Terminal;

const WIDE: (u16, u16) = (80, 24);
const NARROW: (u16, u16) = (40, 20);

fn with_tea(cards: usize) -> Home {
    let home = Home::new();
    home.with_deck("tea", cards);
    home
}

const TEA: [&str; 5] = ["review", "--deck", "tea", "--new", "9"];

#[test]
fn without_a_terminal_the_way_for_scripts_is_named() {
    let err = Home::new().refused(&["review"]);
    assert!(err.contains("rat due --json") && err.contains("rat grade"), "{err}");
}

#[test]
fn the_question_is_shown_before_the_answer() {
    let home = with_tea(2);
    let mut terminal = Terminal::start(&home, &TEA, WIDE);
    terminal.sees("Question 1, what?");
    insta::assert_snapshot!("question", terminal.shown());
    terminal.press(" ").sees("Answer 1.");
    insta::assert_snapshot!("answer", terminal.shown());
}

#[test]
fn a_narrow_window_shows_everything_too() {
    let home = with_tea(2);
    let mut terminal = Terminal::start(&home, &TEA, NARROW);
    terminal.sees("Question 1, what?").press(" ").sees("4 easy");
    insta::assert_snapshot!("narrow", terminal.shown());
}

#[test]
fn a_session_ends_with_what_was_done_and_what_is_coming() {
    let home = with_tea(2);
    let mut terminal = Terminal::start(&home, &TEA, WIDE);
    terminal.sees("Question 1").press(" ").sees("Answer 1").press("3");
    terminal.sees("Question 2").press(" ").sees("Answer 2").press("e");
    assert_eq!(terminal.ends(), 0);
    assert!(!terminal.is_taken_over());
    insta::assert_snapshot!("summary", terminal.shown());
}

#[test]
fn a_grade_is_kept_before_the_next_card_is_asked() {
    let home = with_tea(2);
    let mut terminal = Terminal::start(&home, &TEA, WIDE);
    terminal.sees("Question 1").press(" ").sees("Answer 1").press("g").sees("Question 2");
    assert_eq!(home.json(&["card", "show", "tea/c1"])["reviews"], 1);
}

#[test]
fn a_failed_card_comes_back_until_it_is_recalled() {
    let home = with_tea(1);
    let mut terminal = Terminal::start(&home, &TEA, WIDE);
    terminal.sees("Question 1").press(" ").sees("Answer 1").press("f");
    terminal.sees("once more").press(" ").sees("Answer 1").press("3");
    assert_eq!(terminal.ends(), 0);
    assert_eq!(home.json(&["stats", "cards"])["cards"]["today"]["drills"], 1);
}

#[test]
fn ctrl_c_gives_the_terminal_back_and_exits_with_130() {
    let home = with_tea(1);
    let mut terminal = Terminal::start(&home, &TEA, WIDE);
    terminal.sees("Question 1");
    assert!(terminal.is_taken_over());
    terminal.press("\u{3}");
    assert_eq!(terminal.ends(), 130);
    assert!(!terminal.is_taken_over());
}

#[test]
fn a_resized_window_is_drawn_anew() {
    let home = with_tea(1);
    let mut terminal = Terminal::start(&home, &TEA, WIDE);
    terminal.sees("i history  p pause");
    terminal.resize(40, 12).sees("s suspend  b bury\n i history");
}

#[test]
fn undo_brings_the_last_card_back() {
    let home = with_tea(2);
    let mut terminal = Terminal::start(&home, &TEA, WIDE);
    terminal.sees("Question 1").press(" ").sees("Answer 1").press("2").sees("Question 2");
    terminal.press("u").sees("Took back the grade of tea/c1").sees("Question 1");
    assert_eq!(home.json(&["stats", "cards"])["cards"]["today"]["introduced"], 0);
}

#[test]
fn a_suspended_or_buried_card_makes_way_for_the_next() {
    let home = with_tea(3);
    let mut terminal = Terminal::start(&home, &TEA, WIDE);
    terminal.sees("Question 1").press("s").sees("Suspended tea/c1").sees("Question 2");
    terminal.press("b").sees("Put off tea/c2").sees("Question 3").press("q");
    assert_eq!(terminal.ends(), 0);
    assert_eq!(home.json(&["due", "--deck", "tea"])["items"].as_array().unwrap().len(), 1);
}

#[test]
fn the_history_of_a_card_is_a_key_away() {
    let home = with_tea(1);
    let mut terminal = Terminal::start(&home, &TEA, WIDE);
    terminal.sees("Question 1").press("i").sees("It has not been asked yet").press(" ");
    terminal.sees("any key shows the answer");
}

#[test]
fn a_pause_goes_on_where_it_began() {
    let home = with_tea(1);
    let mut terminal = Terminal::start(&home, &TEA, WIDE);
    terminal.sees("Question 1").press(" ").sees("Answer 1").press("p").sees("Paused");
    terminal.press(" ").sees("Answer 1");
}

#[cfg(unix)]
#[test]
fn the_card_can_be_changed_in_the_users_editor() {
    let home = with_tea(1);
    let editor = "sed -i s/Question/Riddle/";
    let mut terminal = Terminal::start_with(&home, &TEA, WIDE, &[("EDITOR", editor)]);
    terminal.sees("Question 1").press("c").sees("The card is changed").sees("Riddle 1, what?");
    assert_eq!(home.json(&["card", "show", "tea/c1"])["front"], "Riddle 1, what?");
}

#[test]
fn an_editor_that_is_not_there_changes_nothing() {
    let home = with_tea(1);
    let mut terminal = Terminal::start_with(&home, &TEA, WIDE, &[("EDITOR", "no-such-editor")]);
    terminal.sees("Question 1").press("c").sees("no-such-editor cannot be started");
}

#[test]
fn a_plain_session_is_lines_without_escapes() {
    let home = with_tea(1);
    let arguments = [TEA.as_slice(), &["--plain"]].concat();
    let mut terminal = Terminal::start(&home, &arguments, WIDE);
    terminal.sees("Enter shows the answer").press("\r").sees("1 again 1 day, 2 hard 1 day");
    terminal.press("goood\r").sees("is not a rating").press("3\r");
    assert_eq!(terminal.ends(), 0);
    assert!(!terminal.heard().contains('\u{1b}'), "{:?}", terminal.heard());
    assert!(terminal.heard().contains("Done: 1 answer, 1 new"), "{}", terminal.heard());
}

#[test]
fn cramming_moves_no_memory() {
    let home = with_tea(1);
    home.ok(&["grade", "tea/c1", "good"]);
    let before = home.json(&["card", "show", "tea/c1"]);
    let mut terminal = Terminal::start(&home, &["review", "--cram", "--deck", "tea"], WIDE);
    terminal.sees("unscored").press(" ").sees("Answer 1").press("1");
    terminal.sees("Question 1").press(" ").sees("Answer 1").press("3");
    assert_eq!(terminal.ends(), 0);
    assert_eq!(home.json(&["card", "show", "tea/c1"]), before);
}

#[test]
fn looking_ahead_asks_cards_before_their_day() {
    let mut home = with_tea(1);
    home.ok(&["grade", "tea/c1", "good"]);
    home.on("2026-11-24");
    let ahead = ["review", "--deck", "tea", "--ahead", "3", "--new", "0"];
    let mut terminal = Terminal::start(&home, &ahead, WIDE);
    terminal.sees("ahead").press(" ").sees("Answer 1").press("3");
    assert_eq!(terminal.ends(), 0);
    assert_eq!(home.json(&["card", "show", "tea/c1"])["reviews"], 2);
}

#[test]
fn a_limit_ends_the_session() {
    let home = with_tea(3);
    let mut terminal = Terminal::start(&home, &[TEA.as_slice(), &["--limit", "1"]].concat(), WIDE);
    terminal.sees("1 left").press(" ").sees("Answer 1").press("3");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn with_nothing_due_the_session_says_what_could_be_done() {
    let home = Home::new();
    home.ok(&["config", "set", "new-per-day", "0"]);
    let mut terminal = Terminal::start(&home, &["review"], WIDE);
    terminal.sees("Nothing is due").sees("--ahead 2");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn ctrl_c_in_a_plain_session_exits_with_130_and_keeps_every_grade() {
    let home = with_tea(2);
    let arguments = [TEA.as_slice(), &["--plain"]].concat();
    let mut terminal = Terminal::start(&home, &arguments, WIDE);
    terminal.sees("Enter shows").press("\r").sees("1 again").press("3\r").sees("Question 2");
    terminal.press("\u{3}");
    assert_eq!(terminal.ends(), 130);
    assert_eq!(home.json(&["card", "show", "tea/c1"])["reviews"], 1);
}

#[cfg(unix)]
#[test]
fn a_program_ended_from_outside_gives_the_terminal_back() {
    let home = with_tea(1);
    let mut terminal = Terminal::start(&home, &TEA, WIDE);
    terminal.sees("Question 1");
    let pid = terminal.pid().to_string();
    std::process::Command::new("kill").args(["-TERM", &pid]).status().unwrap();
    assert_eq!(terminal.ends(), 130);
    assert!(!terminal.is_taken_over());
}

#[test]
fn a_card_that_keeps_slipping_away_offers_to_be_reworded() {
    let mut home = with_tea(1);
    // Failing right after easy recalls is what no memory predicts.
    let lived = [("23", "easy"), ("24", "again"), ("25", "again"), ("26", "easy"), ("27", "again")];
    for (day, rating) in lived {
        home.on(&format!("2026-11-{day}")).ok(&["grade", "tea/c1", rating]);
    }
    assert_eq!(home.json(&["card", "show", "tea/c1"])["leech"], true);
    home.on("2026-11-28");
    let mut terminal = Terminal::start(&home, &TEA, WIDE);
    terminal.sees("Question 1").press(" ").sees("keeps slipping away");
}
