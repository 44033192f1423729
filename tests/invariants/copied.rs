//! A device that was copied becomes two, each with its own facts.

use proptest::prelude::*;
use rat::app::doctor::{self, Found, Part};
use rat::app::progress::Watch;
use rat::app::{Study, jot, tap, undo};
use rat::domain::jot::{Jot, Kind};
use rat::domain::tap::plan::Plan;
use rat::storage::db::portable::{self, Cell};
use rat::storage::db::{fact, import};

use crate::union::{Device, Step, live, steps};

/// Has a device live through some steps.
fn lives(device: Device, steps: &[Step]) -> Device {
    let mut alone = vec![device];
    live(&mut alone, steps);
    alone.remove(0)
}

/// Two copies of a device that both went on, and the number of the first fact in which they differ.
fn copied(before: &[Step], one: &[Step], other: &[Step]) -> (Device, Device, i64) {
    let first = lives(Device::new("m", 0), before);
    let from = fact::next_seq(&first.study.db).unwrap();
    let copy = first.copy();
    (lives(first, one), lives(copy, other), from)
}

/// Gives what a device wrote from a number on to a branch, and derives what follows.
fn split(study: &Study, device: &str, from: i64, branch: &str) -> Result<(), rat::storage::Error> {
    study.db.write(|db| rat::storage::db::split::split(db, device, from, branch))?;
    doctor::rebuild(study, Watch::nobody()).unwrap();
    Ok(())
}

/// What doctor finds wrong with its database, its facts and what is derived.
fn wrong(device: &Device) -> Vec<String> {
    let checks =
        doctor::examine(&device.study, std::path::Path::new("/nonexistent"), Watch::nobody());
    let looked = [Part::Database, Part::Facts, Part::Derived];
    let own = checks.into_iter().filter(|check| looked.contains(&check.part));
    own.filter(|check| check.found != Found::Fine).flat_map(|check| check.says).collect()
}

const NOTHING: [&str; 0] = [];

fn seqs(device: &Device, name: &str) -> Vec<i64> {
    let facts = device.facts().into_iter().filter(|line| line.device == name);
    let mut seqs: Vec<i64> = facts.map(|line| line.seq).collect();
    seqs.sort_unstable();
    seqs
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, ..ProptestConfig::default() })]

    #[test]
    fn copies_that_were_split_hold_what_both_wrote_and_agree(
        before in steps(), one in steps(), other in steps(), after in steps(),
    ) {
        let (first, second, from) = copied(&before, &one, &other);
        // Somebody else holds what the copy wrote, under the name that was copied.
        let third = Device::new("x", 0);
        third.take_all(&second);
        let (view, next) = (second.view(), fact::next_seq(&second.study.db).unwrap());
        for device in [&second, &third] {
            split(&device.study, "m", from, "m-b").unwrap();
            prop_assert_eq!(wrong(device), NOTHING);
        }
        prop_assert_eq!(second.view(), view);
        prop_assert_eq!(third.digest(), second.digest());
        prop_assert_eq!(portable::here(&second.study.db).unwrap(), "m-b");
        prop_assert_eq!(seqs(&second, "m"), (1..from).collect::<Vec<i64>>());
        prop_assert_eq!(seqs(&second, "m-b"), (from..next).collect::<Vec<i64>>());
        let second = lives(second, &after);
        prop_assert_eq!(wrong(&second), NOTHING);
        for (device, others) in [
            (&first, [&second, &third]), (&second, [&third, &first]), (&third, [&first, &second]),
        ] {
            for other in others {
                device.take_all(other);
            }
        }
        let written = seqs(&first, "m").len() + seqs(&second, "m-b").len() + seqs(&third, "x").len();
        for device in [&first, &second, &third] {
            prop_assert_eq!(device.facts().len(), written);
            prop_assert_eq!(wrong(device), NOTHING);
            prop_assert_eq!(device.digest(), first.digest());
        }
    }
}

#[test]
fn what_was_made_and_taken_back_after_the_copy_goes_along() {
    let device = Device::new("m", 0);
    tap::make(&device.study, Plan::of("old", "the kettle clicks", "I stretch")).unwrap();
    let from = fact::next_seq(&device.study.db).unwrap();
    let new = tap::make(&device.study, Plan::of("new", "the door shuts", "I smile")).unwrap();
    let plan = Plan { goal: "joy".to_owned(), ..new.plan };
    tap::edit(&device.study, new.thing, plan).unwrap();
    undo::undo(&device.study, Watch::nobody()).unwrap();
    split(&device.study, "m", from, "m-b").unwrap();
    let mut known: Vec<(&str, Vec<Cell>)> = Vec::new();
    for line in device.facts() {
        known.push((line.table.name(), line.cells.into_iter().take(2).collect()));
    }
    let words = |words: &str| Cell::Words(words.to_owned());
    assert_eq!(known[0], ("undo", vec![words("m-b"), Cell::Whole(from + 1)]));
    assert!(known.contains(&("tap_version", vec![words(&format!("m-b:{from}")), words("new")])));
    assert!(known.contains(&("tap_version", vec![words("m:1"), words("old")])));
    assert_eq!(tap::at(&device.study, new.thing).unwrap().plan.goal, "");
    undo::redo(&device.study, Watch::nobody()).unwrap();
    assert_eq!(tap::at(&device.study, new.thing).unwrap().plan.goal, "joy");
    assert_eq!(wrong(&device), NOTHING);
}

#[test]
fn an_import_that_straddles_the_split_names_both_devices() {
    let device = Device::new("m", 0);
    for text in ["one", "two", "three"] {
        let jot = Jot { kind: Kind::Idea, text: text.to_owned(), done: false };
        jot::make(&device.study, &jot).unwrap();
    }
    let ranges = [import::Range("m".to_owned(), 1, 3)];
    let (db, now) = (&device.study.db, device.study.now);
    db.write(|db| import::append(db, now, import::Source::Loop, "habits", &ranges)).unwrap();
    split(&device.study, "m", 3, "m-b").unwrap();
    let parted = [import::Range("m".to_owned(), 1, 2), import::Range("m-b".to_owned(), 3, 3)];
    assert_eq!(import::ranges(db).unwrap()[0].1, parted);
    undo::undo(&device.study, Watch::nobody()).unwrap();
    assert_eq!(jot::list(&device.study, true).unwrap(), []);
    assert_eq!(wrong(&device), NOTHING);
}

#[test]
fn a_name_that_is_taken_is_refused_and_nothing_is_changed() {
    let (device, other) = (Device::new("m", 0), Device::new("x", 0));
    let jot = Jot { kind: Kind::Idea, text: "a lamp".to_owned(), done: false };
    jot::make(&device.study, &jot).unwrap();
    other.take_all(&device);
    let before = other.facts();
    split(&other.study, "m", 1, "x").unwrap_err();
    assert_eq!(other.facts(), before);
}

#[test]
fn what_a_branch_never_wrote_is_not_missed_when_it_is_salvaged() {
    let device = Device::new("m", 0);
    for text in ["one", "two", "three"] {
        let jot = Jot { kind: Kind::Idea, text: text.to_owned(), done: false };
        jot::make(&device.study, &jot).unwrap();
    }
    split(&device.study, "m", 3, "m-b").unwrap();
    let path = device.study.db.path();
    let salvaged = doctor::salvage(path, device.study.now, || "fresh".to_owned()).unwrap();
    assert_eq!((salvaged.facts, salvaged.lost), (3, vec![]));
    let saved = rat::storage::db::Db::open(path, || "never".to_owned()).unwrap();
    assert_eq!(portable::here(&saved).unwrap(), "m-b");
    assert_eq!(fact::next_seq(&saved).unwrap(), 4);
}
