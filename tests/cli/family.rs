//! Devices of one person that share a store in a folder.

use std::fs;
use std::path::{Path, PathBuf};

use crate::home::Home;

/// Devices that share a folder.
pub struct Family {
    pub store: tempfile::TempDir,
    pub devices: Vec<Home>,
}

impl Family {
    /// So many devices, all of them in sync.
    pub fn of(number: usize) -> Self {
        let family = Self { store: tempfile::tempdir().unwrap(), devices: Vec::new() };
        (0..number).fold(family, |mut family, _| {
            family.join(Home::new());
            family
        })
    }

    pub fn url(&self) -> String {
        format!("file://{}", self.store.path().display())
    }

    pub fn join(&mut self, device: Home) {
        let name = format!("device-{}", self.devices.len());
        let url = self.url();
        match self.devices.first() {
            None => drop(device.ok(&["sync", "init", &url, "--name", &name])),
            Some(first) => {
                let words = device.folder.path().join("words");
                fs::write(&words, first.ok(&["sync", "key", "export"])).unwrap();
                let words = words.to_str().unwrap();
                device.ok(&["sync", "init", &url, "--name", &name, "--key", words]);
            }
        }
        self.devices.push(device);
    }

    /// Has all of them sync until nothing is new.
    pub fn meet(&self) {
        for _ in 0..2 {
            self.devices.iter().for_each(|device| drop(device.ok(&["sync"])));
        }
    }

    /// Whether all of them hold the same, and each what its facts say.
    pub fn agree(&self) {
        let held: Vec<String> = self.devices.iter().map(facts).collect();
        assert!(held.windows(2).all(|pair| pair[0] == pair[1]), "{held:#?}");
        for device in &self.devices {
            assert_eq!(device.json(&["doctor", "--rebuild"])["unchanged"], true);
        }
    }

    pub fn both(&self) -> (&Home, &Home) {
        (&self.devices[0], &self.devices[1])
    }
}

/// All facts that a device holds, in one order.
pub fn facts(device: &Home) -> String {
    let out = device.ok(&["export", "json", "-"]);
    let mut lines: Vec<&str> = out.lines().filter(|line| line.contains("\"fact\":")).collect();
    lines.sort_unstable();
    lines.join("\n")
}

/// All files in a store.
pub fn segments(store: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(store).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(segments(&path)) } else { found.push(path) }
    }
    found
}
