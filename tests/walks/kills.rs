//! Killed at every step of every walk, the end is the same.

use std::collections::BTreeSet;

use rat::domain::time::StudyDay;
use rat::domain::walk::{Kind, Step as Stated};

use crate::home::Home;
use crate::keys::{Look, keys};
use crate::listening::hears_any;
use crate::replays::{TODAY, replayed};
use crate::terminal::Terminal;
use crate::walker::{Step, file, library, walked};
use crate::ways::{WAYS, steered};

/// What a run has come to, its number aside.
fn came_to(home: &Home) -> serde_json::Value {
    let mut shown = home.json(&["journal", "show", "1"]);
    let plans = home.json(&["tap", "list"]);
    let promised = home.json(&["commitments", "list"]);
    shown["plans"] = plans;
    shown["promised"] = promised;
    shown
}

/// Gives one answer to an open run, and kills the program when it asks the next question.
fn answer_and_die(home: &Home, technique: &str, step: &Step, last: bool) {
    let first = step.question.number == 1;
    let resume: &[&str] = if first { &[] } else { &["--resume"] };
    let arguments = [&["walk", technique, "--plain"], resume].concat();
    let mut terminal = Terminal::start(home, &arguments, (100, 50));
    let heading = format!("\n{}. ", step.question.number);
    hears_any(&terminal, &[&heading]);
    for (_, typed) in keys(&step.question, &step.given.answer, Look::Plain) {
        // In lines, what stands there is replaced by typing anew.
        terminal.press(&typed.replace('\u{15}', "").replace('\r', "\n"));
    }
    if last {
        assert_eq!(terminal.ends(), 0, "{technique}: {}", terminal.heard());
        return;
    }
    let next = format!("\n{}. ", step.question.number + 1);
    hears_any(&terminal, &[&next, "It rests until"]);
    terminal.kill();
}

/// The keys of the steps of a walk, those of the walks it calls left out.
fn keys_of<'a>(steps: &'a [Stated], keys: &mut BTreeSet<&'a str>) {
    for step in steps {
        match &step.kind {
            Kind::Ask(_) | Kind::Turns { .. } => drop(keys.insert(&step.key)),
            Kind::Loop { steps, .. } | Kind::ForEach { steps, .. } => keys_of(steps, keys),
            Kind::Call { .. } | Kind::Reckon(_) | Kind::Rank(_) | Kind::Compose { .. } => {}
        }
    }
}

/// Ways through a walk that together come to every step of it.
fn covering(technique: &str) -> Vec<Vec<Step>> {
    let walks = library();
    let mut missing = BTreeSet::new();
    keys_of(&walks[technique].steps, &mut missing);
    let mut ways = Vec::new();
    for way in WAYS.iter().filter(|way| way.technique == technique) {
        let (steps, _) = walked(technique, &steered(way), StudyDay::from_epoch(TODAY));
        let before = missing.len();
        for step in steps.iter().filter(|step| step.question.inside.is_empty()) {
            missing.remove(step.question.step.key.as_str());
        }
        if missing.len() < before {
            ways.push(steps);
        }
    }
    assert!(missing.is_empty(), "{technique}: no way comes to {missing:?}");
    ways
}

fn killed_at_every_step(technique: &str) {
    for steps in covering(technique) {
        killed_on_the_way(technique, &steps);
    }
}

fn killed_on_the_way(technique: &str, steps: &[Step]) {
    let mut whole = Home::new();
    replayed(&mut whole, technique, &file(steps));
    let mut home = Home::new();
    for (nth, step) in steps.iter().enumerate() {
        home.on(&step.given.day.to_string());
        answer_and_die(&home, technique, step, nth + 1 == steps.len());
    }
    assert_eq!(came_to(&home), came_to(&whole), "{technique}");
    assert_eq!(home.json(&["doctor", "--rebuild"])["unchanged"], true);
}

macro_rules! each {
    ($($name:ident: $technique:literal,)+) => {
        $(#[test]
        fn $name() {
            killed_at_every_step($technique);
        })+
    };
}

each! {
    goal_factoring_killed_at_every_step_ends_the_same: "goal-factoring",
    aversion_factoring_killed_at_every_step_ends_the_same: "aversion-factoring",
    turbocharging_killed_at_every_step_ends_the_same: "turbocharging",
    taste_and_shaping_killed_at_every_step_ends_the_same: "taste-and-shaping",
    goodharts_imperius_killed_at_every_step_ends_the_same: "goodharts-imperius",
    systemization_killed_at_every_step_ends_the_same: "systemization",
    againstness_killed_at_every_step_ends_the_same: "againstness",
    comfort_zone_exploration_killed_at_every_step_ends_the_same: "comfort-zone-exploration",
    resolve_cycles_killed_at_every_step_ends_the_same: "resolve-cycles",
    focusing_killed_at_every_step_ends_the_same: "focusing",
    internal_double_crux_killed_at_every_step_ends_the_same: "internal-double-crux",
    double_crux_killed_at_every_step_ends_the_same: "double-crux",
    trigger_action_plans_killed_at_every_step_ends_the_same: "trigger-action-plans",
    murphyjitsu_killed_at_every_step_ends_the_same: "murphyjitsu",
}
