//! Power cuts in the middle of a sync: the next one finishes it.

use std::time::{Duration, Instant};

use crate::converging::{pair, settle};
use crate::device::{Device, agree, same, tell};
use crate::stores::Kind;

/// A number below another, by chance from a seed (xorshift).
fn below(chance: &mut u64, n: u64) -> u64 {
    *chance ^= *chance << 13;
    *chance ^= *chance >> 7;
    *chance ^= *chance << 17;
    *chance % n.max(1)
}

/// Begins a sync and kills it after a time; tells whether it had ended well by then.
fn killed_after(device: &Device, time: Duration) -> bool {
    let mut sync = device.begin_sync();
    std::thread::sleep(time);
    sync.kill().unwrap();
    sync.wait().unwrap().success()
}

/// How long a sync takes that has something to send and something to receive.
fn undisturbed(anna: &Device, ben: &Device) -> Duration {
    let mut times = Vec::new();
    for round in 0..3 {
        ben.jot(&format!("undisturbed {round} of ben"));
        ben.synced();
        anna.jot(&format!("undisturbed {round} of anna"));
        let begun = Instant::now();
        anna.synced();
        times.push(begun.elapsed());
    }
    times.sort();
    times[1]
}

/// Kills syncs of two devices by turns, both having something to tell; everything that either was told is
/// kept must be with both in the end, once.
fn survives(kind: Kind, rounds: u64) {
    let (store, anna, ben) = pair(kind);
    let time = undisturbed(&anna, &ben);
    let mut noted = anna.jots();
    noted.extend(ben.jots());
    noted.sort();
    noted.dedup();
    let most = u64::try_from(time.as_micros()).unwrap() * 6 / 5;
    let (mut chance, mut ended) = (0x9e37_79b9_7f4a_7c15, 0);
    for round in 0..rounds {
        let (device, other) = if round % 2 == 0 { (&anna, &ben) } else { (&ben, &anna) };
        for (who, writer) in [("one", device), ("other", other)] {
            let text = format!("round {round} of {who}");
            writer.jot(&text);
            noted.push(text);
        }
        other.tried();
        let at = Duration::from_micros(below(&mut chance, most));
        ended += u32::from(killed_after(device, at));
        if round % 20 == 19 {
            settle(&[device, other]);
            same(&[&anna, &ben]);
        }
    }
    settle(&[&anna, &ben]);
    let carla = Device::another(&store.address(), "carlas-tablet", &anna.words());
    carla.synced();
    settle(&[&anna, &ben]);
    agree(&[&anna, &ben, &carla]);
    noted.sort();
    assert_eq!(carla.jots(), noted);
    let facts = carla.digest().lines().count();
    tell(&format!(
        "{kind:?}: {rounds} syncs of {time:?} killed by chance, of which {ended} had ended; {facts} facts, \
         none lost, none doubled"
    ));
}

#[test]
fn two_hundred_syncs_with_a_folder_that_are_killed_lose_nothing() {
    survives(Kind::Folder, 200);
}

fn syncs_that_are_killed_lose_nothing(kind: Kind) {
    survives(kind, 40);
}
on_every_server!(syncs_that_are_killed_lose_nothing);

/// Beginning and joining, killed at any moment, can be done again.
#[test]
fn a_beginning_that_is_killed_can_be_made_again() {
    let mut chance = 77;
    let begun = Instant::now();
    let (store, anna, _ben) = pair(Kind::Folder);
    let most = u64::try_from(begun.elapsed().as_micros()).unwrap() / 10;
    let (address, words) = (store.address(), anna.words());
    for round in 0..30 {
        let carla = Device::alone();
        let file = carla.home.folder.path().join("words");
        std::fs::write(&file, &words).unwrap();
        let arguments = ["sync", "init", &address.url, "--key", file.to_str().unwrap()];
        let mut init = carla.command(&arguments).spawn().unwrap();
        std::thread::sleep(Duration::from_micros(below(&mut chance, most)));
        init.kill().unwrap();
        init.wait().unwrap();
        let again = carla.run(&arguments);
        assert_eq!(again.code, 0, "round {round}: {again:?}");
        carla.synced();
        assert_eq!(carla.jots(), anna.jots(), "round {round}");
    }
}
