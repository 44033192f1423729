//! What a user meets when the database is not as it should be.

use std::fs;

use crate::home::Home;

fn with_data() -> Home {
    let home = Home::new();
    home.ok(&["grade", &home.next_card(), "good"]);
    home
}

#[test]
fn a_file_that_is_no_database_is_named_with_a_remedy() {
    let home = with_data();
    fs::remove_file(home.data().join("rat.db-wal")).ok();
    fs::write(home.db(), "this is not a database, it only looks like a file of some length")
        .unwrap();
    let err = home.refused(&["due"]);
    assert!(
        err.contains("rat.db is damaged or no database") && err.contains("rat doctor --rebuild"),
        "{err}"
    );
}

#[test]
fn a_database_of_a_later_version_is_refused_by_name() {
    let home = with_data();
    let db = rusqlite::Connection::open(home.db()).unwrap();
    db.pragma_update(None, "user_version", 999).unwrap();
    drop(db);
    let err = home.refused(&["due"]);
    assert!(
        err.contains("rat.db") && err.contains("format 999") && err.contains("newer rat"),
        "{err}"
    );
}

#[test]
fn a_locked_database_is_waited_for_and_then_named() {
    let home = with_data();
    let db = rusqlite::Connection::open(home.db()).unwrap();
    db.execute_batch("BEGIN IMMEDIATE").unwrap();
    let err = home.refused(&["grade", &home.next_card(), "good"]);
    assert!(err.contains("rat.db is locked by another program"), "{err}");
}

#[test]
fn reading_goes_on_while_another_program_writes() {
    let home = with_data();
    let db = rusqlite::Connection::open(home.db()).unwrap();
    db.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(home.run(&["due"]).code, 0);
}

#[cfg(unix)]
#[test]
fn a_data_folder_that_cannot_be_made_is_named() {
    let home = Home::new();
    fs::write(home.data(), "a file where the folder should be").unwrap();
    let err = home.refused(&["due"]);
    assert!(err.contains("data"), "{err}");
}

#[cfg(unix)]
#[test]
fn the_database_is_readable_by_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = with_data();
    let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(home.data()), mode(home.db())), (0o700, 0o600));
}

#[test]
fn a_reader_that_hangs_up_is_no_failure() {
    use std::process::Stdio;
    let home = with_data();
    let mut child = home.command(&["card", "list"]).stdout(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert!(child.wait().unwrap().success());
}

#[test]
fn an_escape_in_a_name_is_made_harmless_in_the_complaint() {
    let err = Home::new().refused(&["card", "show", "\u{1b}[2Jx"]);
    assert!(!err.contains('\u{1b}'), "{err:?}");
}

#[cfg(unix)]
#[test]
fn a_database_that_may_not_be_written_is_still_read_and_refuses_grades_with_a_remedy() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    use std::os::unix::process::CommandExt as _;
    const NOBODY: u32 = 65_534;
    let home = with_data();
    let set = |path: &std::path::Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    // The superuser may write anything, so the program must run as somebody else.
    let program = home.folder.path().join("rat");
    fs::copy(env!("CARGO_BIN_EXE_rat"), &program).unwrap();
    let superuser = fs::metadata(home.folder.path()).unwrap().uid() == 0;
    for file in fs::read_dir(home.data()).unwrap() {
        set(&file.unwrap().path(), 0o444);
    }
    set(&home.data(), 0o555);
    set(home.folder.path(), 0o755);
    let run = |arguments: &[&str]| {
        let mut command = std::process::Command::new(&program);
        command.args(arguments).env("RAT_DATA_DIR", home.data()).env("RAT_NOW", &home.now);
        command.current_dir("/");
        if superuser {
            command.uid(NOBODY).gid(NOBODY);
        }
        command.output().unwrap()
    };
    assert!(run(&["due"]).status.success());
    let refused = run(&["undo"]);
    let err = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(1), "{err}");
    assert!(err.contains("may not be written") && err.contains("chmod"), "{err}");
    set(&home.data(), 0o755);
}

#[test]
fn several_first_starts_at_once_all_succeed() {
    use std::process::Stdio;
    let home = Home::new();
    let start = |_| home.command(&["due"]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
    let children: Vec<_> = (0..8).map(start).collect();
    for child in children {
        let output = child.unwrap().wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let copies = fs::read_dir(home.data()).unwrap().filter(|file| {
        file.as_ref().unwrap().file_name().to_string_lossy().contains("before-format")
    });
    assert_eq!(copies.count(), 0);
}
