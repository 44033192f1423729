//! Every walk, answered from a file, to every one of its ends.

use std::collections::BTreeSet;

use rat::domain::time::StudyDay;
use rat::domain::walk::{Ask, Kind, Step};

use crate::home::Home;
use crate::walker::{file, library, walked};
use crate::ways::{WAYS, steered};

/// The day of [`crate::home::MONDAY`].
pub const TODAY: i32 = 20_780;

/// Walks from a file to the end; whoever rests goes on with the same file.
pub fn replayed(home: &mut Home, technique: &str, answers: &str) -> serde_json::Value {
    let path = home.folder.path().join("answers.toml");
    std::fs::write(&path, answers).unwrap();
    let path = path.to_str().unwrap().to_owned();
    let mut said = home.json(&["walk", technique, "--answers", &path]);
    while said["status"] == "waiting" {
        let until = said["rests_until"].as_str().unwrap().to_owned();
        said = home.on(&until).json(&["walk", technique, "--answers", &path, "--resume"]);
    }
    said
}

#[test]
fn every_walk_comes_to_every_one_of_its_ends_from_a_file() {
    for way in WAYS {
        let (steps, reading) = walked(way.technique, &steered(way), StudyDay::from_epoch(TODAY));
        let mut home = Home::new();
        let said = replayed(&mut home, way.technique, &file(&steps));
        let name = format!("{} to {}", way.technique, way.to);
        assert_eq!(said["status"], "done", "{name}: {said}");
        assert_eq!(said["artefacts"].as_array().unwrap().len(), reading.artefacts.len(), "{name}");
        assert_eq!(home.json(&["doctor", "--rebuild"])["unchanged"], true, "{name}");
    }
}

#[test]
fn the_ways_through_the_walks_reach_every_verdict_there_is() {
    let mut reached = BTreeSet::new();
    for way in WAYS {
        let (steps, _) = walked(way.technique, &steered(way), StudyDay::from_epoch(TODAY));
        for step in steps {
            if let rat::domain::walk::answer::Answer::Text(word) = step.given.answer {
                reached.insert((way.technique.to_owned(), step.question.step.key, word));
            }
        }
    }
    for (name, walk) in library() {
        let mut verdicts = Vec::new();
        verdicts_of(&walk.steps, &mut verdicts);
        for (key, word) in verdicts {
            assert!(
                reached.contains(&(name.clone(), key.clone(), word.clone())),
                "{name}: no way leads to {key} = {word:?}"
            );
        }
    }
}

fn verdicts_of(steps: &[Step], verdicts: &mut Vec<(String, String)>) {
    for step in steps {
        match &step.kind {
            Kind::Ask(Ask::Choice { options }) if step.record.as_deref() == Some("verdict") => {
                verdicts.extend(options.iter().map(|word| (step.key.clone(), word.clone())));
            }
            Kind::Loop { steps, .. } | Kind::ForEach { steps, .. } => verdicts_of(steps, verdicts),
            _ => {}
        }
    }
}

#[test]
fn what_every_technique_must_yield_comes_of_at_least_one_way() {
    let wanted = [
        ("goal-factoring", "graph tap experiment follow-up metric record"),
        ("aversion-factoring", "graph experiment metric tap"),
        ("turbocharging", "graph record tap forecast experiment metric"),
        ("taste-and-shaping", "metric tap forecast follow-up"),
        ("goodharts-imperius", "tap follow-up record metric"),
        ("systemization", "record tap next-action follow-up"),
        ("againstness", "metric tap record"),
        ("comfort-zone-exploration", "experiment forecast metric tap record follow-up"),
        ("resolve-cycles", "metric tap next-action record"),
        ("focusing", "metric record jot experiment"),
        ("internal-double-crux", "metric tap follow-up jot"),
        ("double-crux", "graph experiment forecast metric record"),
        ("trigger-action-plans", "tap follow-up"),
        ("murphyjitsu", "record tap forecast metric next-action"),
    ];
    for (technique, kinds) in wanted {
        let mut home = Home::new();
        let mut came = BTreeSet::new();
        for way in WAYS.iter().filter(|way| way.technique == technique) {
            let (steps, _) = walked(technique, &steered(way), StudyDay::from_epoch(TODAY));
            let said = replayed(&mut home, technique, &file(&steps));
            let artefacts = said["artefacts"].as_array().unwrap().clone();
            came.extend(artefacts.iter().map(|one| one["kind"].as_str().unwrap().to_owned()));
            home = Home::new();
        }
        for kind in kinds.split(' ') {
            assert!(came.contains(kind), "{technique} never yields a {kind}: {came:?}");
        }
    }
}
