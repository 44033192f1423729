//! A device of somebody who has several.

use std::fmt::Write as _;
use std::fs;
use std::io::{Read as _, Seek as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::home::{Home, Said};
use crate::stores::Address;

/// How long a command may take on a busy machine.
const PATIENCE: Duration = Duration::from_mins(2);

pub struct Device {
    pub home: Home,
    env: Vec<(&'static str, String)>,
}

impl Device {
    /// A device that knows of no store.
    pub fn alone() -> Self {
        Self { home: Home::new(), env: Vec::new() }
    }

    /// The first device of a store.
    pub fn first(address: &Address, label: &str) -> Self {
        let mut device = Self::alone();
        let said = device.begins(address, label);
        assert_eq!(said.code, 0, "{said:?}");
        device
    }

    /// Has the device begin a store of its own.
    pub fn begins(&mut self, address: &Address, label: &str) -> Said {
        self.env.clone_from(&address.env);
        self.run(&["sync", "init", &address.url, "--name", label])
    }

    /// Another device of a store, which is told the words.
    pub fn another(address: &Address, label: &str, words: &str) -> Self {
        let mut device = Self::alone();
        device.joined(address, label, words);
        device
    }

    /// Has the device join a store; that must succeed.
    pub fn joined(&mut self, address: &Address, label: &str, words: &str) {
        let said = self.joins(address, label, words);
        assert_eq!(said.code, 0, "{said:?}");
    }

    /// Has the device join a store.
    pub fn joins(&mut self, address: &Address, label: &str, words: &str) -> Said {
        self.env.clone_from(&address.env);
        let file = self.home.folder.path().join("words");
        fs::write(&file, words).unwrap();
        let file = file.to_str().unwrap();
        self.run(&["sync", "init", &address.url, "--name", label, "--key", file])
    }

    /// The words that let another device join.
    pub fn words(&self) -> String {
        self.ok(&["sync", "key", "export"])
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.home.command(arguments);
        command.envs(self.env.iter().map(|(name, value)| (*name, value)));
        command.env("TMPDIR", self.home.folder.path());
        command
    }

    /// Runs a command, which ends within bounds and does not fail by a fault of its own.
    pub fn run(&self, arguments: &[&str]) -> Said {
        bounded(self.command(arguments), "")
    }

    /// Runs a command that is told something on its standard input.
    pub fn run_told(&self, arguments: &[&str], told: &str) -> Said {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped());
        bounded(command, told)
    }

    #[track_caller]
    pub fn ok(&self, arguments: &[&str]) -> String {
        let said = self.run(arguments);
        assert_eq!(said.code, 0, "{arguments:?}: {said:?}");
        said.out
    }

    #[track_caller]
    pub fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.ok(&[arguments, &["--json"]].concat())).unwrap()
    }

    pub fn sync(&self) -> Said {
        self.run(&["sync"])
    }

    /// Syncs, which must succeed.
    #[track_caller]
    pub fn synced(&self) {
        self.ok(&["sync"]);
    }

    /// Syncs, which may be refused in words; tells what was said.
    #[track_caller]
    pub fn tried(&self) -> Said {
        let said = self.sync();
        assert!([0, 1].contains(&said.code), "{said:?}");
        said
    }

    /// Syncs, which must be refused with code 1; returns the complaint.
    #[track_caller]
    pub fn refused(&self) -> String {
        let said = self.sync();
        assert!(said.code == 1 && said.err.contains("rat: "), "{said:?}");
        said.err
    }

    /// Begins a sync that goes on by itself.
    pub fn begin_sync(&self) -> Child {
        let mut command = self.command(&["sync"]);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    pub fn jot(&self, text: &str) {
        self.ok(&["jot", text]);
    }

    /// Does a little of everything; what is said carries a mark.
    pub fn lives(&self, mark: &str) {
        let due = self.json(&["due", "--limit", "2"]);
        for item in due["items"].as_array().unwrap() {
            self.ok(&["grade", item["id"].as_str().unwrap(), "good"]);
        }
        let (trigger, action) = (format!("the {mark} bell rings"), "I breathe out once");
        self.ok(&["tap", "new", "--name", mark, "--trigger", &trigger, "--action", action]);
        self.ok(&["fire", mark, "--note", &format!("warmth of {mark}")]);
        self.jot(&format!("the drawer of {mark} sticks"));
        let promise = format!("call {mark}");
        self.ok(&["commitments", "add", &promise, "--due", "2026-11-26"]);
        let answers = format!("begin = \"I have something\"\ntopics = [\"sorrow over {mark}\"]\n");
        let file = self.home.folder.path().join("answers.toml");
        fs::write(&file, answers).unwrap();
        self.ok(&["walk", "focusing", "--answers", file.to_str().unwrap()]);
    }

    /// What the device holds: the same on every device that holds the same.
    pub fn digest(&self) -> String {
        let exported = self.ok(&["export", "json", "-"]);
        let own = ["{\"rat\":", "{\"end\":"];
        let mut facts: Vec<&str> =
            exported.lines().filter(|line| !own.iter().any(|own| line.starts_with(own))).collect();
        facts.sort_unstable();
        let mut digest = String::new();
        for fact in facts {
            let _ = writeln!(digest, "{fact}");
        }
        digest
    }

    /// Every jot it holds, in the order of their words.
    pub fn jots(&self) -> Vec<String> {
        let jots = self.json(&["jot", "list"]);
        let jots = jots.as_array().unwrap().iter();
        let mut texts: Vec<String> =
            jots.map(|jot| jot["text"].as_str().unwrap().to_owned()).collect();
        texts.sort();
        texts
    }

    /// What `rat doctor` finds is sound, and what follows from the facts follows from them anew.
    #[track_caller]
    pub fn healthy(&self) {
        assert_eq!(self.json(&["doctor"])["healthy"], true);
        assert_eq!(self.json(&["doctor", "--rebuild"])["unchanged"], true);
    }

    /// Moves what it holds to another folder.
    pub fn moved_to(&mut self, data: &Path) {
        copy(&self.home.data(), data);
        self.env.push(("RAT_DATA_DIR", data.to_str().unwrap().to_owned()));
    }

    /// Another device with everything of this one, as a backup of a whole disk makes it.
    pub fn copied(&self) -> Self {
        let home = Home { now: self.home.now.clone(), ..Home::new() };
        copy(self.home.folder.path(), home.folder.path());
        Self { home, env: self.env.clone() }
    }
}

/// Copies a folder with all that is in it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Runs a command to its end, which must not be long in coming.
#[track_caller]
pub fn bounded(mut command: Command, told: &str) -> Said {
    let (mut out, mut err) = (tempfile::tempfile().unwrap(), tempfile::tempfile().unwrap());
    command.stdout(out.try_clone().unwrap()).stderr(err.try_clone().unwrap());
    let mut child = command.spawn().unwrap();
    if let Some(mut ear) = child.stdin.take() {
        let _ = ear.write_all(told.as_bytes());
    }
    let since = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if since.elapsed() > PATIENCE {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("{command:?} does not end");
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let read = |file: &mut fs::File| {
        let mut text = String::new();
        file.rewind().unwrap();
        file.read_to_string(&mut text).unwrap();
        text
    };
    let said = Said { out: read(&mut out), err: read(&mut err), code: status.code().unwrap_or(-1) };
    let faults = ["panicked", "fault of rat"];
    assert!(!faults.iter().any(|fault| said.err.contains(fault)), "{command:?}: {said:?}");
    said
}

/// Devices that have nothing more to tell each other hold the same, each fact once, and are sound.
#[track_caller]
pub fn agree(devices: &[&Device]) {
    same(devices);
    for device in devices {
        device.healthy();
    }
}

/// Devices hold the same, each fact once.
#[track_caller]
pub fn same(devices: &[&Device]) {
    let digests: Vec<String> = devices.iter().map(|device| device.digest()).collect();
    for (number, digest) in digests.iter().enumerate() {
        let only = |one: &str, other: &str| {
            let other: Vec<&str> = other.lines().collect();
            let only = one.lines().filter(|line| !other.contains(line));
            // A few of them tell what is amiss.
            only.take(6).map(str::to_owned).collect::<Vec<_>>()
        };
        let first = &digests[0];
        assert!(
            digest == first,
            "only the first device: {:#?}\nonly device {number}: {:#?}",
            only(first, digest),
            only(digest, first)
        );
        let mut names: Vec<(String, i64)> = digest.lines().filter_map(named).collect();
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count, "a fact is doubled: {digest}");
    }
}

/// The name of a fact: the device that wrote it, and its number there.
fn named(line: &str) -> Option<(String, i64)> {
    let fact: Value = serde_json::from_str(line).unwrap();
    Some((fact["device"].as_str()?.to_owned(), fact["seq"].as_i64()?))
}

/// Tells a figure, also of a test that passes.
pub fn tell(figure: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{figure}");
}
