//! Stores that are cut off, busy, or gone in the middle and back later.

use crate::converging::{pair, settle};
use crate::device::{Device, agree, same, tell};
use crate::proxy::{Proxy, Trouble};
use crate::stores::{Kind, Store};

/// A store behind a proxy, with two devices that know it only from there.
fn behind(kind: Kind) -> (Store, Proxy, Device, Device) {
    let store = Store::new(kind);
    let proxy = store.proxy();
    let address = store.behind(&proxy);
    let anna = Device::first(&address, "annas-laptop");
    anna.lives("anna");
    anna.synced();
    let ben = Device::another(&address, "bens-phone", &anna.words());
    ben.synced();
    (store, proxy, anna, ben)
}

/// What was noted in trouble is with both once that is over.
fn over(proxy: &Proxy, anna: &Device, ben: &Device, jots: usize) {
    proxy.set(Trouble::None);
    settle(&[anna, ben]);
    same(&[anna, ben]);
    assert_eq!(ben.jots().len(), jots);
}

/// Uploads are cut after so many bytes. Some servers show the half of them, under the name of the whole.
fn an_upload_that_is_cut_is_made_up_for(kind: Kind) {
    let (_store, proxy, anna, ben) = behind(kind);
    let cuts = [0, 1, 100, 1_000, u64::MAX];
    for (number, after) in cuts.into_iter().enumerate() {
        anna.jot(&format!("cut {number}: {}", "words ".repeat(150)));
        proxy.set(Trouble::CutPut { after });
        let err = anna.refused();
        assert!(proxy.requests() > 0 && !err.is_empty(), "{after}");
        // Whoever looks now sees what there is, and takes no harm.
        proxy.set(Trouble::None);
        ben.tried();
        over(&proxy, &anna, &ben, number + 2);
    }
    agree(&[&anna, &ben]);
}
on_every_server!(an_upload_that_is_cut_is_made_up_for);

/// A half upload is there for good when its device is: others are not held up by it.
fn half_an_upload_of_a_device_that_is_gone_hinders_nobody(kind: Kind) {
    let (store, proxy, anna, ben) = behind(kind);
    anna.jot("never sent whole");
    proxy.set(Trouble::CutPut { after: 200 });
    anna.refused();
    drop(anna);
    proxy.set(Trouble::None);
    let carla = Device::another(&store.behind(&proxy), "carlas-tablet", &ben.words());
    ben.jot("goes on");
    for device in [&ben, &carla, &ben, &carla] {
        device.tried();
    }
    agree(&[&ben, &carla]);
    assert_eq!(carla.jots(), ["goes on", "the drawer of anna sticks"]);
    // Nobody will ever mend it: it goes with the device.
    ben.ok(&["sync", "forget", "annas-laptop"]);
    settle(&[&ben, &carla]);
    agree(&[&ben, &carla]);
    for device in [&ben, &carla] {
        assert_eq!(device.json(&["sync"])["damaged"], serde_json::json!([]));
    }
    let complaint = |name: &String| name.rsplit_once('.').is_some_and(|(_, end)| end == "bad");
    assert!(!store.objects().keys().any(complaint), "a complaint is left");
}
on_every_server!(half_an_upload_of_a_device_that_is_gone_hinders_nobody);

/// Both directions, cut at every request there is.
fn a_connection_dropped_at_any_request_loses_nothing(kind: Kind) {
    let (_store, proxy, anna, ben) = behind(kind);
    for request in 1..=10 {
        anna.jot(&format!("anna at {request}"));
        ben.jot(&format!("ben at {request}"));
        for device in [&anna, &ben] {
            proxy.set(Trouble::DropAt(request));
            device.tried();
        }
        over(&proxy, &anna, &ben, 1 + 2 * request);
    }
    agree(&[&anna, &ben]);
}
on_every_server!(a_connection_dropped_at_any_request_loses_nothing);

fn a_store_that_goes_away_in_the_middle_is_told_of_and_made_up_for(kind: Kind) {
    let (_store, proxy, anna, ben) = behind(kind);
    // What a sync with something to send asks for, all in all.
    anna.jot("undisturbed");
    proxy.set(Trouble::None);
    anna.synced();
    let whole = proxy.requests();
    for request in 1..=whole {
        anna.jot(&format!("gone from {request}"));
        proxy.set(Trouble::AwayFrom(request));
        let said = anna.tried();
        // The very last answer may be one that nobody waits for.
        assert!(said.code == 1 || request == whole, "gone from {request} of {whole}: {said:?}");
        over(&proxy, &anna, &ben, 2 + request);
    }
    agree(&[&anna, &ben]);
    tell(&format!("{kind:?}: cut off at each of the {whole} requests of a sync"));
}
on_every_server!(a_store_that_goes_away_in_the_middle_is_told_of_and_made_up_for);

fn a_store_that_says_come_later_is_told_of(kind: Kind) {
    let (_store, proxy, anna, ben) = behind(kind);
    anna.jot("in a busy hour");
    proxy.set(Trouble::Busy);
    let begun = std::time::Instant::now();
    let err = anna.refused();
    assert!(begun.elapsed().as_secs() < 60, "{err}");
    assert!(err.contains("503") || err.contains("navailable") || err.contains("busy"), "{err}");
    over(&proxy, &anna, &ben, 2);
}
on_every_server!(a_store_that_says_come_later_is_told_of);

fn a_server_that_is_off_is_told_of_with_the_reason(kind: Kind) {
    let (mut store, anna, ben) = pair(kind);
    let (digest, port) = (anna.digest(), store.stop());
    let err = anna.refused();
    assert!(err.contains("refused") && err.contains("127.0.0.1"), "{err}");
    assert!(!err.contains("lovelace") && !err.contains("ratsecret"), "{err}");
    assert_eq!(anna.digest(), digest);
    anna.jot("while it is off");
    store.start_again(port);
    // What moto held is gone with it.
    if kind == Kind::Moto {
        store.create_bucket();
        anna.tried();
        ben.tried();
    }
    settle(&[&anna, &ben]);
    agree(&[&anna, &ben]);
    assert_eq!(ben.jots().len(), 2);
}
on_every_server!(a_server_that_is_off_is_told_of_with_the_reason);

#[test]
#[ignore = "needs rclone from PyPI; run by scripts/test"]
fn a_wrong_password_is_told_of_and_not_repeated() {
    for kind in [Kind::RcloneDav, Kind::RcloneS3] {
        let (store, anna, _ben) = pair(kind);
        let mut wrong = store.address();
        wrong.url = wrong.url.replace("lovelace", "lovelorn");
        for (name, value) in &mut wrong.env {
            if *name == "AWS_SECRET_ACCESS_KEY" {
                "lovelorn".clone_into(value);
            }
        }
        let before = store.objects();
        let mut carla = Device::alone();
        let said = carla.joins(&wrong, "carlas-tablet", &anna.words());
        let err = if said.code == 0 { carla.refused() } else { said.err };
        assert!(!err.contains("lovelorn"), "{err}");
        assert!(
            ["401", "403", "password", "denied", "nauthor", "ignature"]
                .iter()
                .any(|word| err.contains(word)),
            "{err}"
        );
        assert!(store.objects() == before, "something was written");
    }
}

#[test]
#[ignore = "needs moto from PyPI; run by scripts/test"]
fn a_bucket_that_is_not_there_is_named() {
    for kind in [Kind::Moto, Kind::RcloneS3] {
        let store = Store::new(kind);
        let mut wrong = store.address();
        wrong.url = "s3://rat-nowhere/home".to_owned();
        let mut anna = Device::alone();
        let said = anna.begins(&wrong, "annas-laptop");
        let err = if said.code == 0 { anna.refused() } else { said.err };
        assert!(err.contains("rat-nowhere"), "{kind:?}: {err}");
    }
}
