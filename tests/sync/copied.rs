//! A device that was copied whole: two that take themselves for the same one.

use crate::converging::{pair, settle};
use crate::device::{Device, agree};
use crate::stores::Kind;

fn a_copied_device_and_its_original_both_keep_everything(kind: Kind) {
    let (store, anna, _ben) = pair(kind);
    let copy = anna.copied();
    for round in 0..3 {
        anna.jot(&format!("original {round}"));
        copy.jot(&format!("copy {round}"));
        copy.lives(&format!("copy{round}"));
        anna.tried();
        copy.tried();
    }
    let carla = Device::another(&store.address(), "carlas-tablet", &anna.words());
    settle(&[&anna, &copy, &carla]);
    settle(&[&anna, &copy, &carla]);
    agree(&[&anna, &copy, &carla]);
    let mut wanted: Vec<String> = (0..3)
        .flat_map(|round| {
            let lived = format!("the drawer of copy{round} sticks");
            [format!("original {round}"), format!("copy {round}"), lived]
        })
        .collect();
    wanted.push("the drawer of anna sticks".to_owned());
    wanted.sort();
    assert_eq!(carla.jots(), wanted);
}
in_every_store!(a_copied_device_and_its_original_both_keep_everything);

/// Neither can see that the other writes under its name: a store that overwrites, asked or not, must not be
/// trusted to tell.
fn a_copy_and_its_original_that_sync_at_the_same_moment_lose_nothing(kind: Kind) {
    let (store, anna, _ben) = pair(kind);
    let copies: Vec<Device> = (0..3).map(|_| anna.copied()).collect();
    let all: Vec<&Device> = copies.iter().chain([&anna]).collect();
    for round in 0..3 {
        for (number, device) in all.iter().enumerate() {
            device.jot(&format!("{round} of copy {number}"));
        }
        let syncs: Vec<_> = all.iter().map(|device| device.begin_sync()).collect();
        for mut sync in syncs {
            sync.wait().unwrap();
        }
    }
    let carla = Device::another(&store.address(), "carlas-tablet", &anna.words());
    for _ in 0..2 {
        settle(&all);
        carla.synced();
    }
    let mut everybody = all.clone();
    everybody.push(&carla);
    agree(&everybody);
    assert_eq!(carla.jots().len(), 13);
}
in_every_store!(a_copy_and_its_original_that_sync_at_the_same_moment_lose_nothing);

/// The same words, a moment later: two facts, not one.
#[test]
fn the_same_act_on_a_copy_and_its_original_counts_twice() {
    let (_store, anna, ben) = pair(Kind::Folder);
    let mut copy = anna.copied();
    copy.home.now = copy.home.now.replace("09:00:00", "09:00:01");
    for device in [&anna, &copy] {
        device.ok(&["fire", "anna", "--note", "once more"]);
    }
    settle(&[&anna, &copy, &ben]);
    settle(&[&anna, &copy, &ben]);
    agree(&[&anna, &copy, &ben]);
    assert_eq!(ben.digest().matches("once more").count(), 2);
}

#[test]
fn a_device_put_back_to_an_earlier_day_gets_back_what_it_had_sent() {
    let (_store, anna, ben) = pair(Kind::Folder);
    let earlier = anna.copied();
    anna.jot("sent and then lost");
    anna.synced();
    drop(anna);
    earlier.jot("written after going back");
    settle(&[&earlier, &ben]);
    settle(&[&earlier, &ben]);
    agree(&[&earlier, &ben]);
    assert_eq!(
        ben.jots(),
        ["sent and then lost", "the drawer of anna sticks", "written after going back"]
    );
}
