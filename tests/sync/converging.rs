//! Devices that come to hold the same.

use crate::device::{Device, agree};
use crate::stores::{Kind, Store};

/// A store with two devices that have told each other everything.
pub fn pair(kind: Kind) -> (Store, Device, Device) {
    let store = Store::new(kind);
    let anna = Device::first(&store.address(), "annas-laptop");
    anna.lives("anna");
    anna.synced();
    let ben = Device::another(&store.address(), "bens-phone", &anna.words());
    ben.synced();
    (store, anna, ben)
}

/// Has each device sync twice: what the last one sends reaches the first.
pub fn settle(devices: &[&Device]) {
    for _ in 0..2 {
        for device in devices {
            device.synced();
        }
    }
}

fn two_devices_come_to_hold_the_same(kind: Kind) {
    let store = Store::new(kind);
    let (anna, mut ben) = (Device::alone(), Device::alone());
    // Both had a life before they knew of each other.
    anna.lives("anna");
    ben.lives("ben");
    let mut anna = anna;
    assert_eq!(anna.begins(&store.address(), "annas-laptop").code, 0);
    anna.synced();
    ben.joined(&store.address(), "bens-phone", &anna.words());
    ben.synced();
    anna.synced();
    agree(&[&anna, &ben]);
    assert_eq!(anna.jots(), ["the drawer of anna sticks", "the drawer of ben sticks"]);
    // And a life after that.
    anna.home.on("2026-11-24");
    ben.home.on("2026-11-25");
    anna.lives("carla");
    ben.ok(&["fire", "anna", "--missed"]);
    ben.ok(&["undo"]);
    ben.lives("dora");
    settle(&[&anna, &ben]);
    agree(&[&anna, &ben]);
    assert_eq!(anna.jots().len(), 4);
}
in_every_store!(two_devices_come_to_hold_the_same);

fn a_device_that_joins_late_gets_everything(kind: Kind) {
    let (store, anna, ben) = pair(kind);
    for round in 0..5 {
        anna.jot(&format!("anna {round}"));
        anna.synced();
        ben.jot(&format!("ben {round}"));
        ben.synced();
    }
    anna.synced();
    let carla = Device::another(&store.address(), "carlas-tablet", &ben.words());
    carla.synced();
    agree(&[&anna, &ben, &carla]);
    assert_eq!(carla.jots().len(), 11);
}
in_every_store!(a_device_that_joins_late_gets_everything);

fn a_sync_with_nothing_to_do_leaves_the_store_as_it_is(kind: Kind) {
    let (store, anna, ben) = pair(kind);
    settle(&[&anna, &ben]);
    let before = store.objects();
    for device in [&anna, &ben] {
        let told = device.json(&["sync"]);
        for part in ["received", "sent", "dropped"] {
            assert_eq!(told[part], 0, "{told}");
        }
        for part in ["waiting", "damaged", "followed", "copies"] {
            assert_eq!(told[part], serde_json::json!([]), "{told}");
        }
    }
    assert!(store.objects() == before, "something was written");
}
in_every_store!(a_sync_with_nothing_to_do_leaves_the_store_as_it_is);

fn devices_that_sync_at_the_same_moment_lose_nothing(kind: Kind) {
    let (store, anna, ben) = pair(kind);
    let carla = Device::another(&store.address(), "carlas-tablet", &anna.words());
    let devices = [&anna, &ben, &carla];
    for round in 0..4 {
        for (number, device) in devices.iter().enumerate() {
            device.jot(&format!("{round} of device {number}"));
        }
        // Each of them twice, as when a timer and its user start it.
        let syncs: Vec<_> =
            devices.iter().chain(&devices).map(|device| device.begin_sync()).collect();
        for mut sync in syncs {
            let code = sync.wait().unwrap().code();
            assert!([Some(0), Some(1)].contains(&code), "{code:?}");
        }
    }
    settle(&devices);
    agree(&devices);
    assert_eq!(anna.jots().len(), 13);
}
in_every_store!(devices_that_sync_at_the_same_moment_lose_nothing);

fn what_was_done_long_offline_comes_along(kind: Kind) {
    let (_store, anna, mut ben) = pair(kind);
    for day in 10..28 {
        ben.home.on(&format!("2026-12-{day}"));
        ben.ok(&["fire", "anna", "--note", &format!("day {day}")]);
        ben.jot(&format!("far away {day}"));
    }
    anna.jot("at home");
    anna.synced();
    ben.synced();
    anna.synced();
    agree(&[&anna, &ben]);
    assert_eq!(anna.jots().len(), 20);
}
in_every_store!(what_was_done_long_offline_comes_along);
