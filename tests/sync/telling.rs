//! What the commands say of themselves.

use crate::converging::pair;
use crate::device::Device;
use crate::stores::{Kind, Store};

#[test]
fn a_store_begins_with_twenty_four_words_that_can_be_had_again() {
    let store = Store::new(Kind::Folder);
    let mut anna = Device::alone();
    let said = anna.begins(&store.address(), "annas-laptop");
    assert_eq!(said.code, 0, "{said:?}");
    let words = anna.words();
    assert_eq!(words.lines().count(), 1, "{words}");
    assert_eq!(words.split_whitespace().count(), 24, "{words}");
    let told: Vec<&str> = said.out.split_whitespace().collect();
    // They may be numbered or stand in lines.
    let mut rest = told.iter();
    for word in words.split_whitespace() {
        assert!(rest.any(|told| *told == word), "{word} is missing in {}", said.out);
    }
}

#[test]
fn the_words_may_come_on_standard_input() {
    let (store, anna, _) = pair(Kind::Folder);
    let carla = Device::alone();
    let arguments = ["sync", "init", &store.address().url, "--key", "-"];
    let said = carla.run_told(&arguments, &anna.words());
    assert_eq!(said.code, 0, "{said:?}");
    carla.synced();
    assert_eq!(carla.jots(), anna.jots());
}

#[test]
fn words_in_capitals_and_in_lines_are_the_same_words() {
    let (store, anna, _) = pair(Kind::Folder);
    let words = anna.words().to_uppercase().replace(' ', "\r\n  ");
    let carla = Device::another(&store.address(), "carlas-tablet", &words);
    carla.synced();
    assert_eq!(carla.jots(), anna.jots());
}

#[test]
fn a_dry_run_tells_what_would_be_done_and_does_nothing() {
    let (store, anna, ben) = pair(Kind::Folder);
    anna.jot("not yet");
    anna.synced();
    ben.jot("neither");
    // A setting that all devices share goes along, without being said before its time.
    ben.ok(&["config", "set", "retention", "0.85"]);
    damage(&store);
    let (before, held) = (store.objects(), kept(&ben));
    let told = ben.json(&["sync", "--dry-run"]);
    assert!(told["received"].as_u64() > Some(0) && told["sent"].as_u64() > Some(0), "{told}");
    ben.ok(&["sync", "-n"]);
    assert!(store.objects() == before, "something was written");
    assert_eq!(kept(&ben), held);
    let done = ben.json(&["sync"]);
    assert_eq!((&done["received"], &done["sent"]), (&told["received"], &told["sent"]));
}

/// What a device holds, knows of its store, and has set.
fn kept(device: &Device) -> (String, String, String) {
    let status = device.ok(&["sync", "status", "--json"]);
    (device.digest(), status, device.ok(&["config", "list", "--json"]))
}

/// Cuts the smallest object, which is the greeting of a device.
fn damage(store: &Store) {
    let objects = store.objects();
    let (object, bytes) = objects.iter().min_by_key(|(_, bytes)| bytes.len()).unwrap();
    store.put(object, &bytes[..bytes.len() / 2]);
}

#[test]
fn what_is_sent_and_received_is_counted() {
    let (_store, anna, ben) = pair(Kind::Folder);
    anna.synced();
    anna.jot("one");
    anna.jot("two");
    assert_eq!(anna.json(&["sync"])["sent"], 2);
    assert_eq!(ben.json(&["sync"])["received"], 2);
}

#[test]
fn a_sync_without_a_store_says_how_to_begin() {
    let said = Device::alone().sync();
    assert!(said.code == 1 && said.err.contains("rat sync init"), "{said:?}");
    let status = Device::alone().run(&["sync", "status", "--json"]);
    assert!([0, 1].contains(&status.code), "{status:?}");
}

#[test]
fn the_status_can_be_asked_for_without_the_store() {
    let (store, anna, _ben) = pair(Kind::Folder);
    let url = store.address().url;
    drop(store);
    let status = anna.json(&["sync", "status"]);
    assert!(status.to_string().contains(&url), "{status}");
}

#[test]
fn a_store_that_is_not_there_is_not_made_anew() {
    let (store, anna, _ben) = pair(Kind::Folder);
    let place = store.objects_lie();
    drop(store);
    anna.jot("while the disk is away");
    let err = anna.refused();
    assert!(!place.exists(), "a folder was made where a disk should be: {err}");
}

#[test]
fn a_folder_is_made_where_there_is_one_to_make_it_in() {
    let store = Store::new(Kind::Folder);
    let url = store.address().url;
    let begins = |url: &str| Device::alone().run(&["sync", "init", url]);
    let said = begins(&format!("{url}/a/b"));
    assert!(said.code == 1 && said.err.contains("/a/b"), "{said:?}");
    assert!(store.objects().is_empty() && !store.objects_lie().join("a").exists());
    assert_eq!(begins(&format!("{url}/a")).code, 0);
    assert!(store.objects_lie().join("a").is_dir());
}

#[test]
fn an_address_that_is_none_is_refused() {
    for url in ["", "ftp://127.0.0.1/x", "file://", "s3://", "webdav://", "http//x"] {
        let said = Device::alone().run(&["sync", "init", url]);
        assert!([1, 2].contains(&said.code) && !said.err.is_empty(), "{url}: {said:?}");
    }
}
