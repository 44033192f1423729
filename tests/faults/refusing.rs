//! Running `rat import` on files that mean no good, and looking at what it took.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::home::Home;
use crate::made::{MADE, home_of};

/// The most memory that refusing a file may take, in kilobytes.
const MEMORY: u64 = 256 << 10;

/// The longest that refusing a file may take.
const TIME: Duration = Duration::from_secs(10);

/// What a command took and said.
#[derive(Debug)]
pub struct Took {
    pub code: Option<i32>,
    pub err: String,
    pub time: Duration,
    /// The most memory it had at once, in kilobytes; 0 where the system does not say.
    pub memory: u64,
}

/// Runs a command to its end, or until it has taken far too long.
pub fn measured(mut command: Command) -> Took {
    let (begun, mut memory) = (Instant::now(), 0);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let code = loop {
        memory = memory.max(most_memory(Path::new(&status)));
        if let Some(ended) = child.try_wait().unwrap() {
            break ended.code();
        }
        if begun.elapsed() > TIME * 2 {
            child.kill().unwrap();
        }
        std::thread::sleep(Duration::from_micros(500));
    };
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    Took { code, err, time: begun.elapsed(), memory }
}

/// The most memory that a process has had so far.
fn most_memory(status: &Path) -> u64 {
    let status = fs::read_to_string(status).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok()).unwrap_or(0)
}

/// A home in which nothing may change, with a folder for passing files.
pub struct Guarded {
    pub home: Home,
    before: BTreeMap<PathBuf, Vec<u8>>,
    /// The files tried, and the most that one of them took.
    tried: u32,
    memory: u64,
    time: Duration,
}

impl Guarded {
    pub fn new() -> Self {
        let home = home_of(&MADE.graded);
        fs::create_dir(home.folder.path().join("tmp")).unwrap();
        let before = everything(home.folder.path());
        Self { home, before, tried: 0, memory: 0, time: Duration::ZERO }
    }

    pub fn command(&self, file: &str) -> Command {
        let mut command = self.home.command(&["import", file]);
        command.env("TMPDIR", self.home.folder.path().join("tmp"));
        command
    }

    /// Has a file refused; returns the reason.
    pub fn refuses(&mut self, case: &str, file: &Path) -> String {
        let took = measured(self.command(file.to_str().unwrap()));
        self.judge(case, &took);
        took.err
    }

    /// Has a file with these bytes refused.
    pub fn refuses_bytes(&mut self, case: &str, bytes: &[u8]) -> String {
        let kept = tempfile::NamedTempFile::new().unwrap();
        fs::write(kept.path(), bytes).unwrap();
        self.refuses(case, kept.path())
    }

    /// Looks whether a file was refused with words, cheaply, and left no trace.
    pub fn judge(&mut self, case: &str, took: &Took) {
        assert_eq!(took.code, Some(1), "{case}: {took:?}");
        let reason = took.err.lines().next().unwrap_or_default();
        let said = reason.strip_prefix("rat: ").unwrap_or_else(|| panic!("{case}: {took:?}"));
        assert!(said.split(' ').count() > 4 && !said.contains("panicked"), "{case}: {took:?}");
        assert!(took.memory < MEMORY, "{case}: {took:?}");
        assert!(took.time < TIME, "{case}: {took:?}");
        let now = everything(self.home.folder.path());
        let changed = |(path, bytes): &(&PathBuf, &Vec<u8>)| self.before.get(*path) != Some(*bytes);
        let changed: Vec<&PathBuf> = now.iter().filter(changed).map(|(path, _)| path).collect();
        assert!(changed.is_empty(), "{case}: {changed:?} changed; {took:?}");
        assert_eq!(now.len(), self.before.len(), "{case}: something is gone");
        println!("  {case}: {:?}, {} kB: {said}", took.time, took.memory);
        self.tried += 1;
        self.memory = self.memory.max(took.memory);
        self.time = self.time.max(took.time);
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        let Self { tried, memory, time, .. } = self;
        println!("{tried} files refused, the worst with {} MB and in {time:?}", *memory >> 10);
    }
}

/// Every file of a home with its bytes, without copies and the index of the log, which come and go.
fn everything(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if name == "backups" || name == "rat.db-shm" {
            continue;
        }
        if path.is_dir() {
            all.extend(everything(&path));
        } else if fs::metadata(&path).unwrap().len() > 0 {
            all.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    all
}
