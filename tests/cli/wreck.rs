//! Databases that lie damaged on the disk.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use rat::storage::db::portable::{Line, each};
use rat::storage::db::salvage::Wreck;
use rat::storage::db::{Db, derived};

use crate::home::Home;

/// How many bytes are changed, each in a database of its own, by one test.
const FLIPS: u64 = 250;

/// Random numbers that are the same in every run (splitmix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % limit
    }
}

/// A home with some practice in it, as a single file without a log, and no copies.
fn practised() -> Home {
    let mut home = Home::new();
    home.kettle();
    for day in 10..22 {
        home.on(&format!("2026-11-{day}"));
        for rating in ["good", "again", "easy"] {
            home.ok(&["grade", &home.next_card(), rating]);
        }
        home.ok(&["fire", "kettle", "--note", &"the kettle was loud ".repeat(9)]);
        home.ok(&["jot", "friction", "the door sticks"]);
    }
    home.ok(&["undo"]);
    let copy = home.json(&["backup"]);
    fs::copy(copy["file"].as_str().unwrap(), home.folder.path().join("whole.db")).unwrap();
    fs::remove_dir_all(home.data().join("backups")).unwrap();
    home
}

/// Puts a database in place, without a log.
fn put(home: &Home, bytes: &[u8]) {
    for log in ["-wal", "-shm"] {
        let _ = fs::remove_file(home.data().join(format!("rat.db{log}")));
    }
    fs::write(home.db(), bytes).unwrap();
}

fn facts(path: &Path) -> HashSet<String> {
    let mut facts = HashSet::new();
    if let Ok(wreck) = Wreck::open(path, "lost") {
        wreck.each(|line| {
            facts.insert(format!("{line:?}"));
        });
    }
    facts
}

/// The facts in a database and what is derived from them.
fn truth(path: &Path) -> Option<(Vec<String>, u64)> {
    let db = Db::open(path, String::new).ok()?;
    let mut facts = Vec::new();
    each(&db, |line: Line| {
        facts.push(format!("{line:?}"));
        Ok::<_, rat::storage::Error>(())
    })
    .ok()?;
    Some((facts, derived::digest(&db).ok()?))
}

#[test]
fn no_changed_byte_is_called_healthy_and_all_that_can_be_read_is_saved() {
    let home = practised();
    let whole = fs::read(home.folder.path().join("whole.db")).unwrap();
    put(&home, &whole);
    let sound = truth(&home.db()).unwrap();
    let (mut chance, mut harmed, mut lost) = (Chance(1), 0, 0);
    for _ in 0..FLIPS {
        let place = chance.below(whole.len() as u64);
        let mut bytes = whole.clone();
        bytes[usize::try_from(place).unwrap()] ^= u8::try_from(chance.below(255)).unwrap() + 1;
        put(&home, &bytes);
        let said = home.run(&["doctor", "--json"]);
        assert!([0, 1].contains(&said.code) && !said.err.contains("panicked"), "{place}: {said:?}");
        let healthy = said.code == 0;
        put(&home, &bytes);
        let now = truth(&home.db());
        assert!(!healthy || now.as_ref() == Some(&sound), "byte {place} is called healthy");
        if healthy {
            continue;
        }
        harmed += 1;
        put(&home, &bytes);
        let readable = facts(&home.db());
        let known: HashSet<String> = sound.0.iter().cloned().collect();
        let savable = readable.intersection(&known).count();
        let mended = home.run(&["doctor", "--rebuild", "--json"]);
        assert!([0, 1].contains(&mended.code), "{place}: {mended:?}");
        let saved =
            truth(&home.db()).unwrap().0.into_iter().filter(|one| known.contains(one)).count();
        assert!(saved >= savable, "byte {place}: {saved} of {savable} saved; {mended:?}");
        lost += known.len() - saved;
        home.ok(&["doctor"]);
        let _ = fs::remove_dir_all(home.data().join("backups"));
    }
    println!("{FLIPS} bytes changed, {harmed} times damaged, {lost} facts lost without a copy");
    assert!(harmed > FLIPS / 4);
}

#[test]
fn with_a_copy_nothing_is_lost_to_a_changed_byte() {
    let home = practised();
    let whole = fs::read(home.folder.path().join("whole.db")).unwrap();
    put(&home, &whole);
    let sound = truth(&home.db()).unwrap();
    home.ok(&["backup"]);
    let (mut chance, mut harmed) = (Chance(2), 0);
    for _ in 0..FLIPS {
        let place = chance.below(whole.len() as u64);
        let mut bytes = whole.clone();
        bytes[usize::try_from(place).unwrap()] ^= u8::try_from(chance.below(255)).unwrap() + 1;
        put(&home, &bytes);
        let mended = home.run(&["doctor", "--rebuild", "--json"]);
        assert_eq!(mended.code, 0, "{place}: {mended:?}");
        harmed += u32::from(!mended.out.contains("\"salvaged\":null"));
        assert!(truth(&home.db()).unwrap() == sound, "byte {place}: {mended:?}");
    }
    println!("{FLIPS} bytes changed, {harmed} times mended from the copy");
    assert!(harmed > 0);
}
