//! Stores in which other programs leave things.

use crate::converging::{pair, settle};
use crate::device::{Device, agree};
use crate::leftovers::{conflicted_copy, received, scatter, sync_conflict};
use crate::stores::Kind;

fn what_other_programs_leave_is_passed_over(kind: Kind) {
    let (store, anna, ben) = pair(kind);
    scatter(&store);
    let carla = Device::another(&store.address(), "carlas-tablet", &anna.words());
    carla.synced();
    anna.jot("in the middle of it");
    settle(&[&anna, &ben, &carla]);
    scatter(&store);
    settle(&[&anna, &ben, &carla]);
    agree(&[&anna, &ben, &carla]);
    assert_eq!(carla.jots(), ["in the middle of it", "the drawer of anna sticks"]);
    for device in [&anna, &ben, &carla] {
        assert_eq!(device.json(&["sync"])["received"], 0);
    }
}
in_every_store!(what_other_programs_leave_is_passed_over);

/// Syncthing may have brought an object only under another name as yet, or half of it.
fn an_object_still_on_its_way_is_waited_for(kind: Kind) {
    for other in [sync_conflict, conflicted_copy, received] {
        let (store, anna, ben) = pair(kind);
        let before = store.objects();
        anna.jot("on its way");
        anna.synced();
        let sent = store.objects();
        let new: Vec<_> = sent.iter().filter(|(name, _)| !before.contains_key(*name)).collect();
        assert!(!new.is_empty(), "nothing was sent as an object of its own");
        for (name, bytes) in &new {
            store.remove(name);
            store.put(&other(name), &bytes[..bytes.len() / 2]);
        }
        ben.tried();
        for (name, bytes) in &new {
            store.remove(&other(name));
            store.put(name, bytes);
        }
        settle(&[&ben, &anna]);
        agree(&[&anna, &ben]);
        assert_eq!(ben.jots(), ["on its way", "the drawer of anna sticks"]);
    }
}
in_every_store!(an_object_still_on_its_way_is_waited_for);

#[test]
fn a_name_with_a_control_character_hides_nothing() {
    let (store, anna, ben) = pair(Kind::Folder);
    for object in store.objects().into_keys() {
        let (folder, name) = object.rsplit_once('/').unwrap();
        for odd in ["\u{1}", "#1", "\\", "%2F", "\n", "\u{202e}", " "] {
            store.put(&format!("{folder}/{odd}{name}"), b"odd");
        }
    }
    anna.jot("seen all the same");
    settle(&[&anna, &ben]);
    agree(&[&anna, &ben]);
    assert_eq!(ben.jots().len(), 2);
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_text_hides_nothing() {
    use std::os::unix::ffi::OsStrExt as _;
    let (store, anna, ben) = pair(Kind::Folder);
    for object in store.objects().into_keys() {
        let folder = store.objects_lie().join(object);
        let odd = std::ffi::OsStr::from_bytes(b"\xff\xfe.age");
        std::fs::write(folder.parent().unwrap().join(odd), b"odd").unwrap();
    }
    anna.jot("seen all the same");
    settle(&[&anna, &ben]);
    agree(&[&anna, &ben]);
    assert_eq!(ben.jots().len(), 2);
}

#[test]
fn links_and_folders_in_the_way_hide_nothing() {
    let (store, anna, ben) = pair(Kind::Folder);
    for object in store.objects().into_keys() {
        let folder = store.objects_lie().join(object);
        let folder = folder.parent().unwrap();
        let _ = std::fs::create_dir(folder.join("folder.age"));
        let _ = std::os::unix::fs::symlink("/nonexistent", folder.join("nowhere.age"));
        let _ = std::os::unix::fs::symlink(".", folder.join("round"));
    }
    anna.jot("seen all the same");
    settle(&[&anna, &ben]);
    agree(&[&anna, &ben]);
    assert_eq!(ben.jots().len(), 2);
}
