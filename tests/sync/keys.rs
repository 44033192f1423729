//! Keys: the wrong one, a new one, and devices that are to be forgotten.

use crate::converging::{pair, settle};
use crate::device::{Device, agree};
use crate::stores::{Kind, Store};

/// The words of a key that fits another store.
fn strange_words() -> String {
    let other = Store::new(Kind::Folder);
    Device::first(&other.address(), "stranger").words()
}

fn a_wrong_key_is_refused_in_words_and_nothing_is_written(kind: Kind) {
    let (store, anna, _ben) = pair(kind);
    let mut stranger = Device::alone();
    stranger.lives("mallory");
    let (before, held) = (store.objects(), stranger.digest());
    let said = stranger.joins(&store.address(), "mallorys-phone", &strange_words());
    let err = if said.code == 0 { stranger.refused() } else { said.err };
    assert!(err.to_lowercase().contains("key"), "{err}");
    assert!(store.objects() == before, "something was written to the store");
    assert_eq!(stranger.digest(), held);
    assert_eq!(anna.jots(), ["the drawer of anna sticks"]);
    // The right words are all it needs.
    stranger.joined(&store.address(), "mallorys-phone", &anna.words());
    settle(&[&stranger, &anna]);
    agree(&[&stranger, &anna]);
}
in_every_store!(a_wrong_key_is_refused_in_words_and_nothing_is_written);

#[test]
fn words_that_are_no_key_are_refused_and_nothing_is_remembered() {
    let (store, anna, _ben) = pair(Kind::Folder);
    let words = anna.words();
    let all: Vec<&str> = words.split_whitespace().collect();
    let mut swapped = all.clone();
    swapped.swap(0, 1);
    let (short, swapped) = (all[..23].join(" "), swapped.join(" "));
    let unknown = words.replacen(all[3], "qwertyuiop", 1);
    let double = format!("{words} {words}");
    for wrong in ["", "\n", "one two three", &short, &swapped, &unknown, &double] {
        let mut carla = Device::alone();
        let said = carla.joins(&store.address(), "carlas-tablet", wrong);
        assert!([1, 2].contains(&said.code) && !said.err.is_empty(), "{wrong:?}: {said:?}");
        // A word that is none of a key's is told, for it to be mended; those of the key never are.
        assert_eq!(said.err.contains("qwertyuiop"), wrong == unknown, "{said:?}");
        assert!(!said.err.contains(&all[5..7].join(" ")), "{said:?}");
        assert!(carla.sync().err.contains("rat sync init"), "{wrong:?} was remembered");
    }
}

/// It would be lost else, for good if no other device has it.
#[test]
fn a_key_that_opens_nothing_does_not_take_the_place_of_one_that_does() {
    let (store, anna, ben) = pair(Kind::Folder);
    let old = anna.words();
    let said = anna.run_told(&["sync", "key", "import", "-"], &strange_words());
    assert!(said.code == 1 && said.err.contains("key"), "{said:?}");
    assert_eq!(anna.words(), old);
    anna.ok(&["sync", "key", "rotate"]);
    let said = anna.run_told(&["sync", "key", "import", "-"], &old);
    assert!(said.code == 1 && said.err.contains("key"), "{said:?}");
    assert_ne!(anna.words(), old);
    assert_eq!(ben.run_told(&["sync", "key", "import", "-"], &anna.words()).code, 0);
    settle(&[&anna, &ben]);
    agree(&[&anna, &ben]);
    drop(store);
}

#[test]
fn a_second_beginning_in_a_store_that_is_used_is_refused() {
    let (store, anna, _ben) = pair(Kind::Folder);
    let before = store.objects();
    let mut other = Device::alone();
    other.lives("mallory");
    let said = other.begins(&store.address(), "mallorys-phone");
    assert!(said.code == 1 && said.err.contains("--key"), "{said:?}");
    assert!(store.objects() == before, "something was written to the store");
    // A device that is in the store already goes on with the key it has, and keeps it in another one.
    let words = anna.words();
    anna.ok(&["sync", "init", &store.address().url]);
    assert_eq!(anna.words(), words);
    let elsewhere = Store::new(Kind::Folder);
    let said = anna.run(&["sync", "init", &elsewhere.address().url]);
    assert!(said.code == 1 && said.err.contains("rat sync leave"), "{said:?}");
    assert_eq!(anna.words(), words);
    anna.synced();
}

fn after_a_change_of_keys_the_old_one_opens_nothing_and_nothing_is_lost(kind: Kind) {
    let (store, anna, ben) = pair(kind);
    let old = anna.words();
    ben.jot("under the old key");
    settle(&[&ben, &anna]);
    anna.ok(&["sync", "key", "rotate"]);
    anna.synced();
    let new = anna.words();
    assert_ne!(new, old);
    ben.jot("before the new words came");
    let err = ben.refused();
    assert!(err.to_lowercase().contains("key"), "{err}");
    let mut late = Device::alone();
    let said = late.joins(&store.address(), "lates-phone", &old);
    assert!(said.code == 1 || late.sync().code == 1, "{said:?}");
    assert_eq!(late.jots(), [""; 0]);
    assert_eq!(ben.run_told(&["sync", "key", "import", "-"], &new).code, 0);
    let carla = Device::another(&store.address(), "carlas-tablet", &new);
    settle(&[&ben, &anna, &carla]);
    agree(&[&anna, &ben, &carla]);
    assert_eq!(carla.jots().len(), 3);
}
in_every_store!(after_a_change_of_keys_the_old_one_opens_nothing_and_nothing_is_lost);

fn what_a_forgotten_device_did_stays(kind: Kind) {
    let (store, anna, ben) = pair(kind);
    ben.jot("before the phone was lost");
    settle(&[&ben, &anna]);
    anna.ok(&["sync", "forget", "bens-phone"]);
    anna.synced();
    let carla = Device::another(&store.address(), "carlas-tablet", &anna.words());
    settle(&[&carla, &anna]);
    agree(&[&anna, &carla]);
    assert_eq!(carla.jots(), ["before the phone was lost", "the drawer of anna sticks"]);
}
in_every_store!(what_a_forgotten_device_did_stays);

#[test]
fn the_key_is_read_by_nobody_else_and_never_said_unasked() {
    use std::os::unix::fs::PermissionsExt as _;
    let (store, anna, _ben) = pair(Kind::Folder);
    let words = anna.words();
    let first = words.split_whitespace().take(3).collect::<Vec<_>>().join(" ");
    for arguments in
        [&["sync"][..], &["sync", "status"], &["sync", "--json"], &["export", "json", "-"]]
    {
        assert!(!anna.ok(arguments).contains(&first), "{arguments:?} tells the key");
    }
    for entry in std::fs::read_dir(anna.home.data()).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let about = entry.metadata().unwrap();
        let (mode, empty) = (about.permissions().mode(), about.len() == 0);
        let secret = !empty && (name.contains("key") || name.contains("sync"));
        assert!(!secret || mode.trailing_zeros() >= 6, "{name}: {mode:o}");
    }
    for (object, bytes) in store.objects() {
        let found = bytes.windows(first.len()).any(|window| window == first.as_bytes());
        assert!(!found, "{object} tells the key");
    }
}
