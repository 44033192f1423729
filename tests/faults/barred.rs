//! Folders and files that may not be written, and things that lie where a folder should be.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::home::{Home, Said};
use crate::made::{MADE, home_of, with_copy};
use crate::state::healthy;

/// Somebody who is not the superuser, who may write anything.
const NOBODY: u32 = 65_534;

fn set(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// Gives every file under a folder one mode and every folder another.
fn set_all(folder: &Path, (file, inner): (u32, u32)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { set_all(&path, (file, inner)) } else { set(&path, file) }
    }
    set(folder, inner);
}

/// A copy of the program, and a home in which it runs as somebody without rights.
struct Barred {
    home: Home,
    program: PathBuf,
}

impl Barred {
    fn new(home: Home) -> Self {
        let program = home.folder.path().join("rat");
        fs::copy(env!("CARGO_BIN_EXE_rat"), &program).unwrap();
        set(home.folder.path(), 0o755);
        Self { home, program }
    }

    fn run(&self, arguments: &[&str]) -> Said {
        let mut command = Command::new(&self.program);
        command.args(arguments).env_clear().env("RAT_DATA_DIR", self.home.data());
        command.env("RAT_NOW", &self.home.now).current_dir("/");
        if fs::metadata(self.home.folder.path()).unwrap().uid() == 0 {
            command.uid(NOBODY).gid(NOBODY);
        }
        let output = command.output().unwrap();
        Said {
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
            code: output.status.code().unwrap_or(-1),
        }
    }
}

fn database(home: &Home) -> Vec<u8> {
    fs::read(home.db()).unwrap()
}

/// Tries everything that writes; all of it is refused in words and changes nothing.
fn nothing_is_written(barred: &Barred) {
    let before = database(&barred.home);
    let habits = barred.home.folder.path().join("loop.db");
    fs::copy(&MADE.habits, &habits).unwrap();
    set(&habits, 0o644);
    let card = "trigger-action-plans/form";
    for arguments in [
        &["import", habits.to_str().unwrap()][..],
        &["backup"],
        &["restore", "latest"],
        &["grade", card, "good"],
        &["undo"],
        &["jot", "no room here"],
        &["doctor", "--rebuild"],
    ] {
        let said = barred.run(arguments);
        assert_eq!(said.code, 1, "{arguments:?}: {said:?}");
        let words = ["may not be written", "Permission denied", "cannot be opened"];
        assert!(words.iter().any(|words| said.err.contains(words)), "{arguments:?}: {said:?}");
        assert!(!said.err.contains("fault of rat"), "{arguments:?}: {said:?}");
        assert_eq!(database(&barred.home), before, "{arguments:?} wrote");
    }
    let said = barred.run(&["doctor"]);
    assert!(!said.err.contains("damaged") && !said.out.contains("BAD"), "{said:?}");
}

#[test]
fn a_data_folder_that_may_not_be_written_is_named_and_not_called_damaged() {
    let barred = Barred::new(with_copy());
    set_all(&barred.home.data(), (0o444, 0o555));
    nothing_is_written(&barred);
    set_all(&barred.home.data(), (0o644, 0o755));
    healthy(&barred.home, "when it may be written again");
}

#[test]
fn a_database_that_may_not_be_written_is_named_and_not_called_damaged() {
    let barred = Barred::new(with_copy());
    set_all(&barred.home.data(), (0o666, 0o777));
    for log in ["", "-wal", "-shm"] {
        let file = barred.home.data().join(format!("rat.db{log}"));
        if file.exists() {
            set(&file, 0o444);
        }
    }
    let said = barred.run(&["jot", "no room here"]);
    assert!(said.code == 1 && said.err.contains("may not be written"), "{said:?}");
    let said = barred.run(&["doctor"]);
    assert!(!said.err.contains("damaged") && !said.out.contains("BAD"), "{said:?}");
}

#[test]
fn a_file_where_the_copies_should_be_stops_what_needs_a_copy_and_nothing_else() {
    let home = home_of(&MADE.lived);
    fs::remove_dir_all(home.data().join("backups")).unwrap();
    fs::write(home.data().join("backups"), "in the way").unwrap();
    for arguments in [&["backup"][..], &["import", MADE.habits.to_str().unwrap()]] {
        let err = home.refused(arguments);
        assert!(err.contains("backups") && !err.contains("fault of rat"), "{arguments:?}: {err}");
    }
    home.ok(&["jot", "still here"]);
    fs::remove_file(home.data().join("backups")).unwrap();
    home.ok(&["import", MADE.habits.to_str().unwrap()]);
    healthy(&home, "with the way free again");
}

#[test]
fn a_folder_with_the_name_of_a_copy_is_no_copy() {
    let home = home_of(&MADE.lived);
    let copy = home.json(&["backup"]);
    fs::create_dir(home.data().join("backups/rat-2026-11-23-asked-1900000000000.db")).unwrap();
    assert_eq!(home.json(&["restore", "latest"])["from"], copy["file"]);
    home.ok(&["doctor"]);
}

#[test]
fn a_folder_where_the_database_should_be_is_named() {
    let home = Home::new();
    fs::create_dir_all(home.db()).unwrap();
    for arguments in [&["due"][..], &["doctor"], &["doctor", "--rebuild"], &["backup"]] {
        let said = home.run(arguments);
        assert!(said.code == 1 && said.err.contains("rat.db"), "{arguments:?}: {said:?}");
    }
}
