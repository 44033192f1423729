//! Devices that share a store through folders which some tool carries, late, in parts, out of order, more than
//! once, or never: in the end all hold the same.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use proptest::prelude::*;
use rat::app::doctor;
use rat::app::progress::Watch;
use rat::app::sync::{Folders, Joining, Synced, join, link, sync};
use rat::storage::db::portable;
use rat::storage::remote::address::Address;
use rat::storage::remote::client::Access;
use rat::storage::remote::key::Key;
use rat::storage::remote::key_file::KeyFile;

use crate::chance::Chance;
use crate::home::now;
use crate::union::{Device, Step, live, steps};

/// What a tool that carries folders knows of a file: its version, and what it holds or that it is gone.
type Carried = HashMap<PathBuf, (u64, Option<Vec<u8>>)>;

/// A device with its own copy of the folder.
struct Sharing {
    device: Device,
    folder: tempfile::TempDir,
    carried: Carried,
    /// How many facts it wrote.
    wrote: u64,
}

impl Sharing {
    fn joins(device: Device) -> Self {
        let (folder, carried) = (tempfile::tempdir().unwrap(), Carried::new());
        let sharing = Self { device, folder, carried, wrote: 0 };
        fs::create_dir(sharing.store()).unwrap();
        let address: Address = sharing.store().to_str().unwrap().parse().unwrap();
        let key = Key::of([7; 32]);
        let joining = Joining { address: &address, label: "one of us", key, passphrase: None };
        join(&sharing.device.study, &sharing.key(), &Access::default(), &joining).unwrap();
        sharing
    }

    fn store(&self) -> PathBuf {
        self.folder.path().join("store")
    }

    fn key(&self) -> KeyFile {
        KeyFile::at(self.folder.path().join("sync.key"))
    }

    fn facts(&self) -> u64 {
        portable::count(&self.device.study.db).unwrap()
    }

    fn act(&mut self, hours: i64, what: usize, seed: u64) {
        let before = self.facts();
        live(std::slice::from_mut(&mut self.device), &[(0, hours, what, seed)]);
        self.wrote += self.facts() - before;
    }

    fn sync(&mut self) -> Synced {
        let study = &self.device.study;
        let link = link(study, &self.key(), &Access::default(), None).unwrap();
        let nowhere =
            Folders { settings: Path::new("/nonexistent/s"), decks: Path::new("/nonexistent") };
        let synced = sync(&link, &nowhere, Watch::nobody()).unwrap();
        self.look();
        synced
    }

    /// Has the tool look what has changed in the folder.
    fn look(&mut self) {
        static VERSION: AtomicU64 = AtomicU64::new(1);
        let there = files(&self.store());
        for (name, bytes) in &there {
            if self.carried.get(name).is_none_or(|(_, known)| known.as_ref() != Some(bytes)) {
                let version = VERSION.fetch_add(1, Ordering::Relaxed);
                self.carried.insert(name.clone(), (version, Some(bytes.clone())));
            }
        }
        for (name, (version, known)) in &mut self.carried {
            if known.is_some() && !there.contains_key(name) {
                (*version, *known) = (VERSION.fetch_add(1, Ordering::Relaxed), None);
            }
        }
    }

    /// Has the tool bring some files up to date with those of another folder: the later version wins.
    fn carry(&mut self, from: &Carried, mut which: impl FnMut() -> bool) {
        let mut all: Vec<_> = from.iter().collect();
        all.sort();
        for (name, (version, bytes)) in all {
            if !which() || self.carried.get(name).is_some_and(|(own, _)| own >= version) {
                continue;
            }
            let path = self.store().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            match bytes {
                Some(bytes) => fs::write(path, bytes).unwrap(),
                None => drop(fs::remove_file(path)),
            }
            self.carried.insert(name.clone(), (*version, bytes.clone()));
        }
    }

    /// Another device that begins with a copy of everything.
    fn copy(&self) -> Self {
        let (device, folder) = (self.device.copy(), tempfile::tempdir().unwrap());
        let mut copy = Self { device, folder, carried: Carried::new(), wrote: 0 };
        fs::create_dir(copy.store()).unwrap();
        fs::copy(self.key().path(), copy.key().path()).unwrap();
        let store = copy.store();
        let db = rusqlite::Connection::open(copy.device.study.db.path()).unwrap();
        let url = format!("file://{}", store.display());
        db.execute("UPDATE store SET address = ?1", [url]).unwrap();
        copy.carry(&self.carried, || true);
        copy
    }
}

/// All files below a folder, by their paths from there.
fn files(folder: &Path) -> HashMap<PathBuf, Vec<u8>> {
    let mut found = HashMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_owned();
                found.insert(name, fs::read(path).unwrap());
            }
        }
    }
    found
}

/// What happens to the folders: some files come over, one is lost or cut, a tool leaves something behind.
fn happens(sharing: &mut [Sharing], who: usize, chance: &mut Chance) {
    let other = (who + 1 + chance.below(sharing.len().max(2) - 1)) % sharing.len();
    match chance.below(8) {
        0 => {
            let (here, all) = (sharing[who].store(), files(&sharing[who].store()));
            let mut names: Vec<_> = all.keys().collect();
            names.sort();
            if let Some(name) = names.get(chance.below(names.len().max(1))) {
                let (path, bytes) = (here.join(name), &all[*name]);
                match chance.below(3) {
                    0 => fs::remove_file(path).unwrap(),
                    1 => fs::write(path, &bytes[..chance.below(bytes.len())]).unwrap(),
                    _ => fs::write(path.with_extension("sync-conflict.age"), bytes).unwrap(),
                }
                sharing[who].look();
            }
        }
        1 => {
            let from = sharing[other].carried.clone();
            sharing[who].carry(&from, || true);
        }
        _ => {
            let from = sharing[who].carried.clone();
            sharing[other].carry(&from, || chance.below(2) == 0);
        }
    }
}

/// Carries everything everywhere and syncs until nobody learns anything new.
fn settle(sharing: &mut [Sharing]) {
    let (mut quiet, mut last) = (0, Vec::new());
    for _ in 0..12 {
        for one in 0..sharing.len() {
            let from = sharing[one].carried.clone();
            for other in sharing.iter_mut() {
                other.carry(&from, || true);
            }
        }
        let synced: Vec<Synced> = sharing.iter_mut().map(Sharing::sync).collect();
        let news = synced.iter().map(|synced: &Synced| {
            synced.total() + synced.sent + (synced.waiting.len() + synced.copies.len()) as u64
        });
        quiet = if news.sum::<u64>() == 0 { quiet + 1 } else { 0 };
        if quiet == 2 {
            return;
        }
        last = synced;
    }
    assert_eq!(quiet, 2, "they never come to rest: {last:?}");
}

const NAMES: [&str; 6] = ["m", "c", "x", "a", "t", "k"];

fn share(clocks: &[i64], steps: &[Step], copies: bool) -> Vec<Sharing> {
    let mut sharing: Vec<Sharing> = clocks
        .iter()
        .zip(NAMES)
        .map(|(ahead, name)| Sharing::joins(Device::new(name, *ahead)))
        .collect();
    let mut hours = 0;
    for (n, (who, passed, what, seed)) in steps.iter().enumerate() {
        hours += passed;
        let (who, mut chance) = (who % sharing.len(), Chance(*seed));
        match chance.below(4) {
            0 => drop(sharing[who].sync()),
            1 => happens(&mut sharing, who, &mut chance),
            _ => sharing[who].act(hours, *what, *seed),
        }
        if copies && n % 9 == 4 && sharing.len() < NAMES.len() {
            let copy = sharing[who].copy();
            sharing.push(copy);
        }
    }
    sharing
}

fn agree(mut sharing: Vec<Sharing>) -> Result<(), TestCaseError> {
    settle(&mut sharing);
    let wrote: u64 = sharing.iter().map(|one| one.wrote).sum();
    // What is due depends on what time it is.
    for one in &mut sharing {
        one.device.study.now = now(2000, 1);
    }
    for one in &sharing {
        prop_assert_eq!(one.facts(), wrote, "lost or doubled");
        prop_assert_eq!(one.device.digest(), sharing[0].device.digest());
        prop_assert!(one.device.view() == sharing[0].device.view(), "the views differ");
        prop_assert!(doctor::rebuild(&one.device.study, Watch::nobody()).unwrap().same);
    }
    Ok(())
}

fn clocks() -> impl Strategy<Value = Vec<i64>> {
    prop::collection::vec(prop_oneof![Just(0_i64), -87_600_i64..87_600], 2..=6)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn devices_agree_however_their_folders_are_carried(clocks in clocks(), steps in steps()) {
        agree(share(&clocks, &steps, false))?;
    }

    #[test]
    fn copied_devices_agree_too(clock in -9_000_i64..9_000, steps in steps()) {
        agree(share(&[0, clock], &steps, true))?;
    }
}
