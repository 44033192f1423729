//! A user's home that exists for one test.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

/// A Monday morning.
pub const MONDAY: &str = "2026-11-23T09:00:00+01:00";

/// The address of a session bus that is not there: no test shows anything on anybody's desktop.
pub const NO_BUS: &str = "unix:path=/nonexistent/bus";

/// A data folder, and the moment it is for the program.
pub struct Home {
    pub folder: tempfile::TempDir,
    pub now: String,
}

/// What a command said and how it ended.
#[derive(Debug)]
pub struct Said {
    pub out: String,
    pub err: String,
    pub code: i32,
}

impl Home {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), now: MONDAY.to_owned() }
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn db(&self) -> PathBuf {
        self.data().join("rat.db")
    }

    /// Moves the home to the morning of another day, as `2026-11-24`.
    pub fn on(&mut self, day: &str) -> &mut Self {
        self.now = format!("{day}T09:00:00+01:00");
        self
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rat"));
        command
            .args(arguments)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("RAT_DATA_DIR", self.data())
            .env("RAT_NOW", &self.now)
            .env("HOME", self.folder.path())
            .env("DBUS_SESSION_BUS_ADDRESS", NO_BUS)
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Said {
        let output = self.command(arguments).output().unwrap();
        Said {
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
            code: output.status.code().unwrap_or(-1),
        }
    }

    /// Runs a command that must succeed; returns what it said.
    pub fn ok(&self, arguments: &[&str]) -> String {
        let said = self.run(arguments);
        assert_eq!(said.code, 0, "{arguments:?}: {said:?}");
        said.out
    }

    /// Runs a command that must succeed with `--json`; returns what it said.
    pub fn json(&self, arguments: &[&str]) -> Value {
        let mut all = arguments.to_vec();
        all.push("--json");
        serde_json::from_str(&self.ok(&all)).unwrap()
    }

    /// Runs a command that must be refused with exit code 1; returns the complaint.
    pub fn refused(&self, arguments: &[&str]) -> String {
        let said = self.run(arguments);
        assert_eq!(said.code, 1, "{arguments:?}: {said:?}");
        said.err
    }

    /// The name of the next card to be asked.
    pub fn next_card(&self) -> String {
        let due = self.json(&["due", "--limit", "1"]);
        due["items"][0]["id"].as_str().unwrap().to_owned()
    }

    /// Writes a small deck of the user's own; returns its file.
    pub fn deck(&self, name: &str, cards: usize) -> PathBuf {
        let mut text = format!(
            "name = \"{name}\"\ntitle = \"Tea\"\npurpose = \"All about tea.\"\nuse-when = \"u\"\n\
             avoid-when = \"a\"\nstanding = \"mine\"\nsources = [\"me\"]\n"
        );
        for card in 1..=cards {
            let _ = write!(
                text,
                "[[card]]\nkey = \"c{card}\"\nkind = \"recall\"\nfront = \"Question {card}, what?\"\n\
                 back = \"Answer {card}.\"\n"
            );
        }
        let file = self.folder.path().join(format!("{name}.toml"));
        std::fs::write(&file, text).unwrap();
        file
    }

    /// Makes a plan that stretches when the kettle clicks.
    pub fn kettle(&self) {
        let ends = ["--trigger", "the kettle clicks off", "--action", "I stretch my arms"];
        self.ok(&[&["tap", "new", "--name", "kettle"][..], &ends].concat());
    }

    /// Makes some other plan.
    pub fn plan(&self, name: &str) {
        let ends = ["--trigger", "the doorbell rings", "--action", "I breathe out once"];
        self.ok(&[&["tap", "new", "--name", name][..], &ends].concat());
    }

    /// Puts a small deck of the user's own on the shelf.
    pub fn with_deck(&self, name: &str, cards: usize) {
        let file = self.deck(name, cards);
        self.ok(&["deck", "add", file.to_str().unwrap()]);
    }
}
