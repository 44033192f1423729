//! Every walk on a real terminal, as it looks: terse and explained, at 80 and at 40 columns.

use rat::domain::time::StudyDay;

use crate::home::Home;
use crate::keys::{Look, keys};
use crate::listening::Ear;
use crate::replays::TODAY;
use crate::terminal::Terminal;
use crate::walker::{Step, walked};
use crate::ways::SOUND;

/// High enough for a whole walk.
const HIGH: u16 = 1_200;

/// Answers questions from a place in the list on; returns how far the program went, and what it showed.
fn sitting(
    home: &Home,
    (technique, mode): (&str, &str),
    steps: &[Step],
    columns: u16,
) -> (usize, String) {
    let resume: &[&str] = if steps[0].question.number == 1 { &[] } else { &["--resume"] };
    let arguments = [&["walk", technique, "--mode", mode], resume].concat();
    let mut terminal = Terminal::start(home, &arguments, (columns, HIGH));
    let mut ear = Ear::default();
    let day = steps[0].given.day;
    let sat: Vec<&Step> = steps.iter().take_while(|step| step.given.day == day).collect();
    for step in &sat {
        let look =
            if technique == "againstness" && mode == "run" { Look::OneKey } else { Look::Full };
        ear.hears(&terminal, &format!("{}. ", step.question.number));
        for (wait, typed) in keys(&step.question, &step.given.answer, look) {
            ear.hears(&terminal, &wait);
            // Between two keys a list of choices is drawn anew.
            for key in typed.split_inclusive("\u{1b}[B") {
                terminal.quiet().press(key);
            }
        }
    }
    assert_eq!(terminal.ends(), 0, "{technique}: {}", terminal.shown());
    (sat.len(), terminal.shown())
}

/// Walks on a terminal and keeps what is seen.
fn seen(technique: &str, mode: &str, columns: u16) {
    let (steps, _) = walked(technique, SOUND, StudyDay::from_epoch(TODAY));
    let mut home = Home::new();
    let (mut at, mut shown) = (0, String::new());
    while at < steps.len() {
        home.on(&steps[at].given.day.to_string());
        let (answered, screen) = sitting(&home, (technique, mode), &steps[at..], columns);
        at += answered;
        shown += &screen;
    }
    for line in shown.lines() {
        // A line that the user typed may be longer; the terminal wraps it.
        let typed = line.contains("> ") || line.contains(": ");
        assert!(typed || line.chars().count() <= columns.into(), "{line}");
    }
    insta::assert_snapshot!(format!("{technique}-{mode}-{columns}"), shown);
}

macro_rules! each {
    ($($name:ident: $technique:literal,)+) => {
        $(#[test]
        fn $name() {
            for mode in ["run", "learn"] {
                for columns in [80, 40] {
                    seen($technique, mode, columns);
                }
            }
        })+
    };
}

each! {
    goal_factoring_on_a_terminal: "goal-factoring",
    aversion_factoring_on_a_terminal: "aversion-factoring",
    turbocharging_on_a_terminal: "turbocharging",
    taste_and_shaping_on_a_terminal: "taste-and-shaping",
    goodharts_imperius_on_a_terminal: "goodharts-imperius",
    systemization_on_a_terminal: "systemization",
    againstness_on_a_terminal: "againstness",
    comfort_zone_exploration_on_a_terminal: "comfort-zone-exploration",
    resolve_cycles_on_a_terminal: "resolve-cycles",
    focusing_on_a_terminal: "focusing",
    internal_double_crux_on_a_terminal: "internal-double-crux",
    double_crux_on_a_terminal: "double-crux",
    trigger_action_plans_on_a_terminal: "trigger-action-plans",
    murphyjitsu_on_a_terminal: "murphyjitsu",
}
