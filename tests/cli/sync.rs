//! What several devices that share a store make of what each of them did.

use std::fs;

use serde_json::Value;

use crate::family::{Family, facts, segments};
use crate::home::Home;
use crate::walk::{TRIAL, replayed};

fn plan<'a>(plans: &'a Value, name: &str) -> &'a Value {
    plans.as_array().unwrap().iter().find(|plan| plan["tap"] == name).unwrap()
}

#[test]
fn what_one_device_did_the_other_shows() {
    let family = Family::of(2);
    let (here, there) = family.both();
    let card = here.next_card();
    here.ok(&["grade", &card, "good"]);
    here.kettle();
    here.ok(&["jot", "the drawer sticks"]);
    family.meet();
    assert!(there.ok(&["jot", "list"]).contains("the drawer sticks"));
    assert_eq!(there.json(&["card", "show", &card])["reviews"], 1);
    assert_eq!(there.json(&["tap", "list"])[0]["tap"], "kettle");
    family.agree();
}

#[test]
fn a_second_sync_brings_and_sends_nothing() {
    let family = Family::of(2);
    family.devices[0].ok(&["jot", "once"]);
    family.meet();
    let again = family.devices[0].json(&["sync"]);
    assert_eq!((&again["received"], &again["sent"]), (&Value::from(0), &Value::from(0)));
}

#[test]
fn a_dry_run_says_what_would_come_and_changes_nothing() {
    let family = Family::of(2);
    let (here, there) = family.both();
    here.ok(&["jot", "once"]);
    here.ok(&["sync"]);
    there.ok(&["jot", "mine"]);
    let before = (facts(there), segments(family.store.path()).len());
    let said = there.json(&["sync", "--dry-run"]);
    assert_eq!((&said["received"], &said["sent"]), (&Value::from(1), &Value::from(1)));
    assert_eq!((facts(there), segments(family.store.path()).len()), before);
}

#[test]
fn one_card_reviewed_on_two_devices_on_one_day_is_scored_once() {
    let family = Family::of(2);
    let (here, there) = family.both();
    let card = here.next_card();
    here.ok(&["grade", &card, "good"]);
    there.ok(&["grade", &card, "again"]);
    family.meet();
    for device in &family.devices {
        let history = device.json(&["card", "history", &card]);
        let roles: Vec<&str> =
            history.as_array().unwrap().iter().map(|one| one["role"].as_str().unwrap()).collect();
        assert_eq!(roles.iter().filter(|role| **role != "drill").count(), 1, "{history}");
    }
    family.agree();
}

#[test]
fn of_two_wordings_of_a_plan_the_later_one_holds_on_both() {
    let mut family = Family::of(2);
    family.devices[0].kettle();
    family.meet();
    family.devices[0].ok(&["tap", "edit", "kettle", "--action", "I roll my shoulders"]);
    family.devices[1].on("2026-11-24");
    family.devices[1].ok(&["tap", "edit", "kettle", "--action", "I touch my toes"]);
    family.meet();
    for device in &family.devices {
        let plans = device.json(&["tap", "list"]);
        assert_eq!(plan(&plans, "kettle")["action"], "I touch my toes");
    }
    family.agree();
}

#[test]
fn who_has_seen_a_wording_from_the_future_can_still_word_the_plan_anew() {
    let mut family = Family::of(2);
    family.devices[0].on("2036-11-24");
    family.devices[0].kettle();
    family.meet();
    family.devices[1].ok(&["tap", "edit", "kettle", "--action", "I touch my toes"]);
    family.meet();
    for device in &family.devices {
        let plans = device.json(&["tap", "list"]);
        assert_eq!(plan(&plans, "kettle")["action"], "I touch my toes");
    }
    family.agree();
}

#[test]
fn a_plan_that_fired_on_two_devices_fired_twice() {
    let family = Family::of(2);
    family.devices[0].kettle();
    family.meet();
    family.devices.iter().for_each(|device| drop(device.ok(&["fire", "kettle"])));
    family.meet();
    for device in &family.devices {
        assert_eq!(plan(&device.json(&["tap", "list"]), "kettle")["counts"]["did"], 2);
    }
    family.agree();
}

#[test]
fn what_two_devices_take_back_stays_back_until_both_bring_it_back() {
    let family = Family::of(2);
    let (here, there) = family.both();
    here.ok(&["jot", "a lamp"]);
    family.meet();
    // An undo takes back what this device did; the other one's act is taken back where it was done.
    here.ok(&["undo"]);
    family.meet();
    assert!(!there.ok(&["jot", "list"]).contains("lamp"));
    here.ok(&["undo", "--redo"]);
    family.meet();
    assert!(there.ok(&["jot", "list"]).contains("lamp"));
    family.agree();
}

#[test]
fn a_setting_made_on_one_device_holds_on_the_other() {
    let family = Family::of(2);
    let (here, there) = family.both();
    here.ok(&["config", "set", "new-per-day", "7"]);
    here.ok(&["config", "set", "terminal", "xterm -e"]);
    family.meet();
    assert_eq!(there.ok(&["config", "get", "new-per-day"]).trim(), "7");
    assert_eq!(there.ok(&["config", "get", "terminal"]).trim(), "");
    there.ok(&["config", "set", "new-per-day", "3"]);
    family.meet();
    assert_eq!(here.ok(&["config", "get", "new-per-day"]).trim(), "3");
    family.agree();
}

#[test]
fn who_joins_takes_over_the_settings_that_the_others_share() {
    let mut family = Family::of(1);
    family.devices[0].ok(&["config", "set", "retention", "0.85"]);
    family.meet();
    let late = Home::new();
    late.ok(&["config", "set", "retention", "0.95"]);
    family.join(late);
    assert_eq!(family.devices[1].ok(&["config", "get", "retention"]).trim(), "0.85");
}

#[test]
fn a_deck_of_ones_own_is_on_every_device_and_goes_from_all() {
    let family = Family::of(2);
    let (here, there) = family.both();
    here.with_deck("tea", 3);
    family.meet();
    assert_eq!(there.json(&["deck", "show", "tea"])["cards"], 3);
    there.ok(&["deck", "remove", "tea", "--yes"]);
    family.meet();
    assert!(here.refused(&["deck", "show", "tea"]).contains("no deck"));
    family.agree();
}

#[test]
fn who_joins_with_a_deck_of_the_same_name_keeps_it_aside() {
    let mut family = Family::of(1);
    family.devices[0].with_deck("tea", 3);
    family.meet();
    let late = Home::new();
    late.with_deck("tea", 5);
    let aside = late.data().join("decks/aside/tea.1.toml");
    family.join(late);
    assert_eq!(family.devices[1].json(&["deck", "show", "tea"])["cards"], 3);
    assert!(fs::read_to_string(aside).unwrap().contains("tea"));
}

#[test]
fn private_walks_stay_on_their_device_if_the_user_says_so() {
    let family = Family::of(2);
    let (here, there) = family.both();
    here.ok(&["config", "set", "sync-private", "keep"]);
    replayed(here, "focusing", "begin = \"I have something\"\ntopics = [\"the secret\"]\n");
    replayed(here, "goal-factoring", TRIAL);
    family.meet();
    let walks = there.json(&["journal", "list"]);
    let known: Vec<&str> =
        walks.as_array().unwrap().iter().map(|walk| walk["technique"].as_str().unwrap()).collect();
    assert_eq!(known, ["goal-factoring"]);
    here.ok(&["config", "set", "sync-private", "share"]);
    family.meet();
    assert_eq!(there.json(&["journal", "list"]).as_array().unwrap().len(), 2);
    family.agree();
}

#[test]
fn a_key_that_was_changed_keeps_the_old_one_out_and_lets_the_new_one_in() {
    let family = Family::of(2);
    let (here, there) = family.both();
    here.ok(&["jot", "before"]);
    family.meet();
    there.ok(&["jot", "not sent yet"]);
    let words = here.json(&["sync", "key", "rotate"])["words"].as_str().unwrap().to_owned();
    assert!(there.refused(&["sync"]).contains("key"));
    let file = there.folder.path().join("new-words");
    fs::write(&file, words).unwrap();
    there.ok(&["sync", "key", "import", file.to_str().unwrap()]);
    family.meet();
    assert!(here.ok(&["jot", "list"]).contains("not sent yet"));
    family.agree();
}

#[test]
fn a_device_that_is_gone_is_forgotten_and_what_it_did_stays() {
    let mut family = Family::of(2);
    family.devices[1].ok(&["jot", "of the lost one"]);
    family.meet();
    family.devices[0].ok(&["sync", "forget", "device-1"]);
    let status = family.devices[0].json(&["sync", "status"]);
    assert_eq!(status["devices"].as_array().unwrap().len(), 1, "{status}");
    family.devices.pop();
    family.join(Home::new());
    assert!(family.devices[1].ok(&["jot", "list"]).contains("of the lost one"));
}

#[test]
fn the_key_is_for_its_owners_eyes_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let family = Family::of(1);
    let key = family.devices[0].data().join("sync.key");
    assert_eq!(fs::metadata(key).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn the_key_of_a_store_that_was_left_is_kept() {
    let family = Family::of(1);
    let here = &family.devices[0];
    let words = here.ok(&["sync", "key", "export"]);
    here.ok(&["sync", "leave"]);
    let other = tempfile::tempdir().unwrap();
    here.ok(&["sync", "init", other.path().to_str().unwrap()]);
    assert_eq!(fs::read_to_string(here.data().join("sync.key.before-1")).unwrap(), words);
}

#[test]
fn a_store_in_which_the_database_lies_is_refused() {
    let home = Home::new();
    home.ok(&["due"]);
    let url = format!("file://{}", home.folder.path().display());
    assert!(home.refused(&["sync", "init", &url]).contains("your data lies in"));
}

#[test]
fn a_mistyped_key_is_refused_with_the_word_that_was_meant() {
    let family = Family::of(1);
    family.devices[0].ok(&["jot", "x"]);
    family.meet();
    let words = family.devices[0].ok(&["sync", "key", "export"]);
    let last = words.trim().rsplit(' ').next().unwrap();
    let typed = format!("{} {last}x", words.trim().rsplit_once(' ').unwrap().0);
    let late = Home::new();
    let file = late.folder.path().join("words");
    fs::write(&file, typed).unwrap();
    let refused = late.refused(&["sync", "init", &family.url(), "--key", file.to_str().unwrap()]);
    assert!(refused.contains("word 24") && refused.contains(last), "{refused}");
}

#[test]
fn the_other_stores_are_named_in_a_build_without_them() {
    let home = Home::new();
    let said = home.run(&["sync", "init", "s3://bucket/rat"]);
    assert_eq!(said.code, 1);
    if !cfg!(feature = "remote-sync") {
        assert!(said.err.contains("remote-sync"), "{said:?}");
    }
}

#[test]
fn many_small_segments_become_few() {
    let family = Family::of(2);
    let (here, there) = family.both();
    for n in 0..20 {
        here.ok(&["jot", &format!("jot {n}")]);
        here.ok(&["sync"]);
        there.ok(&["sync"]);
    }
    assert!(segments(family.store.path()).len() < 20);
    family.agree();
}
