//! Full disks, on either side. They need the right to mount: `scripts/test` runs them in a namespace of
//! their own, as root or with `unshare --map-root-user --mount`.

use std::fmt::Write as _;
use std::fs;

use crate::converging::settle;
use crate::device::{Device, agree};
use crate::disk::Disk;
use crate::stores::{Kind, Store};

/// Words that cannot be made small, so that they fill a disk.
fn noise(seed: u64) -> String {
    let mut noise = String::new();
    for n in 0..60 {
        let _ = write!(noise, "{:x}", (n + seed * 60).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    }
    noise
}

/// Has a device sync to a store on a disk with ever more room; it is refused in words until it fits.
fn a_full_disk_under_the_store_is_told_of_and_made_up_for(kind: Kind) {
    let disk = Disk::mount(4_000).expect("a small disk can be mounted");
    let place = disk.path().join("served");
    fs::create_dir(&place).unwrap();
    let store = Store::within(kind, &place);
    let anna = Device::first(&store.address(), "annas-laptop");
    anna.synced();
    let ben = Device::another(&store.address(), "bens-phone", &anna.words());
    ben.synced();
    let mut refused = 0;
    for room in [0, 4, 8] {
        for note in 0..20 {
            anna.jot(&format!("with {room} kB left: {note} {}", noise(note)));
        }
        disk.fill_but(room);
        let said = anna.tried();
        if said.code == 1 {
            refused += 1;
            assert!(said.err.contains("rat: "), "{said:?}");
            if kind == Kind::Folder {
                assert!(said.err.contains("No space left"), "{said:?}");
            }
        }
        ben.tried();
        disk.empty();
        settle(&[&anna, &ben]);
        agree(&[&anna, &ben]);
    }
    assert_eq!(ben.jots().len(), 60);
    assert!(refused > 0, "the disk was never full");
}

#[test]
#[ignore = "mounts a small disk"]
fn a_full_disk_under_a_folder_is_told_of_and_made_up_for() {
    a_full_disk_under_the_store_is_told_of_and_made_up_for(Kind::Folder);
}

#[test]
#[ignore = "mounts a small disk, and needs rclone from PyPI"]
fn a_full_disk_of_a_webdav_server_is_told_of_and_made_up_for() {
    a_full_disk_under_the_store_is_told_of_and_made_up_for(Kind::RcloneDav);
}

#[test]
#[ignore = "mounts a small disk, and needs rclone from PyPI"]
fn a_full_disk_of_a_server_of_s3_is_told_of_and_made_up_for() {
    a_full_disk_under_the_store_is_told_of_and_made_up_for(Kind::RcloneS3);
}

#[test]
#[ignore = "mounts a small disk"]
fn a_full_disk_of_the_device_loses_nothing_it_had() {
    let store = Store::new(Kind::Folder);
    let anna = Device::first(&store.address(), "annas-laptop");
    for mark in ["emma", "fred", "gina"] {
        anna.lives(mark);
    }
    anna.synced();
    let mut ben = Device::another(&store.address(), "bens-phone", &anna.words());
    ben.lives("hugo");
    let disk = Disk::mount(6_000).expect("a small disk can be mounted");
    ben.moved_to(&disk.path().join("data"));
    let (held, mut refused) = (ben.digest(), 0);
    for room in [0, 4, 16, 40, 100, 200] {
        disk.fill_but(room);
        let said = ben.tried();
        disk.empty();
        refused += said.code;
        let now = ben.digest();
        assert!(held.lines().all(|fact| now.contains(fact)), "with {room} kB left: {said:?}");
        ben.healthy();
    }
    assert!(refused > 0, "the disk was never full");
    settle(&[&ben, &anna]);
    agree(&[&anna, &ben]);
    assert_eq!(anna.jots().len(), 4);
}
