//! Databases that are none of the programs they pretend to come from, or hold what those never write.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::made::{MADE, home_of};
use crate::refusing::Guarded;
use crate::state::healthy;
use crate::zips::zip_of;

/// A database with these statements run in it, after another one if there is one.
fn database(folder: &Path, from: Option<&Path>, statements: &str) -> PathBuf {
    let path = folder.join("made.db");
    let _ = fs::remove_file(&path);
    if let Some(from) = from {
        fs::copy(from, &path).unwrap();
    }
    let db = Connection::open(&path).unwrap();
    db.execute_batch("PRAGMA journal_mode = DELETE; PRAGMA foreign_keys = OFF").unwrap();
    db.execute_batch(statements).unwrap();
    path
}

/// The collection of the package that was made, taken out.
fn collection(folder: &Path) -> PathBuf {
    let mut zip = zip::ZipArchive::new(fs::File::open(&MADE.apkg).unwrap()).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    let name = names.into_iter().find(|name| name.starts_with("collection.anki2")).unwrap();
    let path = folder.join("collection.db");
    let mut to = fs::File::create(&path).unwrap();
    std::io::copy(&mut zip.by_name(&name).unwrap(), &mut to).unwrap();
    path
}

fn package(collection: &Path) -> Vec<u8> {
    zip_of(&[("collection.anki2", &fs::read(collection).unwrap())])
}

/// Makes a table of that name another thing, which reckons without end or reads another table.
fn pretending(table: &str) -> [String; 3] {
    let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)";
    let virtually = format!("CREATE VIRTUAL TABLE {table} USING fts5(id, nid, name)");
    [
        format!(
            "DROP TABLE {table}; CREATE VIEW {table} AS {endless} SELECT i AS id, i AS name FROM n;"
        ),
        format!("DROP TABLE {table}; CREATE VIEW {table} AS SELECT 1 AS id, 'x' AS name;"),
        format!(
            "DROP TABLE {table}; PRAGMA writable_schema = ON; INSERT INTO sqlite_schema \
             VALUES ('table', '{table}', '{table}', 0, '{virtually}');"
        ),
    ]
}

#[test]
fn a_backup_of_loop_that_is_none_is_refused() {
    let (mut guarded, folder) = (Guarded::new(), tempfile::tempdir().unwrap());
    for table in ["Habits", "Repetitions"] {
        for statements in pretending(table) {
            let path = database(folder.path(), Some(&MADE.habits), &statements);
            guarded.refuses(&statements, &path);
        }
    }
    for statements in [
        "CREATE TABLE t (a)",
        "UPDATE Habits SET name = CAST(x'ff41' AS TEXT)",
        "UPDATE Habits SET name = zeroblob(100000000)",
        "UPDATE Habits SET name = replace(hex(zeroblob(40000000)), '0', 'x')",
        "UPDATE Repetitions SET notes = CAST(x'c328' AS TEXT)",
        "UPDATE Repetitions SET timestamp = 9223372036854775807 WHERE id = 3",
        "UPDATE Repetitions SET timestamp = -9223372036854775808 WHERE id = 3",
        "PRAGMA user_version = 99",
        "ALTER TABLE Habits DROP COLUMN freq_num",
    ] {
        let from = (statements != "CREATE TABLE t (a)").then_some(MADE.habits.as_path());
        let path = database(folder.path(), from, statements);
        guarded.refuses(statements, &path);
    }
    guarded.refuses("our own database", &MADE.lived.join("rat.db"));
    let whole = fs::read(&MADE.habits).unwrap();
    for part in 1..16 {
        guarded.refuses_bytes(&format!("{part}/16 of a backup"), &whole[..whole.len() * part / 16]);
    }
    let mut claims = whole.clone();
    claims[28..32].copy_from_slice(&2_621_440_u32.to_be_bytes());
    guarded.refuses_bytes("10 GB in the head of a backup", &claims);
}

#[test]
fn a_package_whose_collection_is_none_is_refused() {
    let (mut guarded, folder) = (Guarded::new(), tempfile::tempdir().unwrap());
    let sound = collection(folder.path());
    for table in ["cards", "notes", "col", "revlog"] {
        for statements in pretending(table) {
            let path = database(folder.path(), Some(&sound), &statements);
            guarded.refuses_bytes(&statements, &package(&path));
        }
    }
    for statements in [
        "UPDATE notes SET flds = CAST(x'ff1f41' AS TEXT)",
        "UPDATE notes SET flds = x'411f42'",
        "UPDATE notes SET guid = CAST(x'ff' AS TEXT)",
        "UPDATE col SET models = 'no models'",
        "UPDATE col SET ver = 99",
        "UPDATE col SET models = replace(hex(zeroblob(20000000)), '0', '[')",
        "ALTER TABLE cards DROP COLUMN ord",
        "DROP TABLE revlog",
    ] {
        let path = database(folder.path(), Some(&sound), statements);
        guarded.refuses_bytes(statements, &package(&path));
    }
    let mut claims = fs::read(&sound).unwrap();
    claims[28..32].copy_from_slice(&2_621_440_u32.to_be_bytes());
    fs::write(&sound, &claims).unwrap();
    guarded.refuses_bytes("10 GB in the head of a collection", &package(&sound));
}

/// Numbers that no program means.
const ENDS: [&str; 3] = ["9223372036854775807", "-9223372036854775808", "-1"];

/// Where numbers stand in a collection.
const COLUMNS: [(&str, &str); 17] = [
    ("cards", "due"),
    ("cards", "ivl"),
    ("cards", "reps"),
    ("cards", "ord"),
    ("cards", "mod"),
    ("cards", "odue"),
    ("cards", "nid"),
    ("cards", "did"),
    ("cards", "data"),
    ("cards", "id"),
    ("notes", "mod"),
    ("notes", "mid"),
    ("revlog", "id"),
    ("revlog", "time"),
    ("revlog", "ease"),
    ("revlog", "type"),
    ("col", "crt"),
];

/// Puts a number into a column: into every row, or into one where no two may be the same.
fn putting(end: &str, (table, column): (&str, &str)) -> String {
    let most = if column == "id" { 1 } else { 1_000 };
    let value = if column == "data" {
        format!("'{{\"s\":{end},\"d\":{end},\"dr\":{end},\"lrt\":{end}}}'")
    } else {
        end.to_owned()
    };
    let rows = format!("SELECT rowid FROM {table} LIMIT {most}");
    format!("UPDATE {table} SET {column} = {value} WHERE rowid IN ({rows})")
}

/// Takes a package in, if it is not refused; what came can then be worked with, and be taken elsewhere.
fn refused_or_harmless(file: &Path, case: &str) -> bool {
    let home = home_of(&MADE.graded);
    let said = home.run(&["import", file.to_str().unwrap()]);
    assert!([0, 1].contains(&said.code) && !said.err.contains("panicked"), "{case}: {said:?}");
    if said.code == 1 {
        return false;
    }
    healthy(&home, case);
    let due = home.run(&["due"]);
    assert_eq!(due.code, 0, "{case}: {due:?}");
    home.ok(&["export", "json", "facts.json"]);
    let facts = home.folder.path().join("facts.json");
    let other = home_of(&MADE.fresh).run(&["import", facts.to_str().unwrap()]);
    assert_eq!(other.code, 0, "{case}: {other:?}");
    true
}

#[test]
fn absurd_numbers_in_a_package_are_refused_or_do_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    let sound = collection(folder.path());
    let (mut refused, mut taken) = (0, 0);
    for column in COLUMNS {
        for end in ENDS {
            let statement = putting(end, column);
            let path = database(folder.path(), Some(&sound), &statement);
            let file = folder.path().join("absurd.apkg");
            fs::write(&file, package(&path)).unwrap();
            let harmless = refused_or_harmless(&file, &statement);
            *(if harmless { &mut taken } else { &mut refused }) += 1;
        }
    }
    println!("absurd numbers: {refused} packages refused, {taken} taken in without harm");
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_refused() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    use std::os::unix::process::CommandExt as _;
    const NOBODY: u32 = 65_534;
    let home = home_of(&MADE.fresh);
    let set =
        |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    let superuser = fs::metadata(home.folder.path()).unwrap().uid() == 0;
    let (program, file) = (home.folder.path().join("rat"), home.folder.path().join("secret.json"));
    fs::copy(env!("CARGO_BIN_EXE_rat"), &program).unwrap();
    fs::copy(&MADE.json, &file).unwrap();
    set(&file, 0o000);
    set(home.folder.path(), 0o777);
    let mut command = std::process::Command::new(&program);
    command.args(["import", file.to_str().unwrap()]).env("RAT_NOW", &home.now);
    command.env("RAT_DATA_DIR", home.folder.path().join("nobody")).current_dir("/");
    if superuser {
        // The superuser may read anything, so the program must run as somebody else.
        command.uid(NOBODY).gid(NOBODY);
    }
    let output = command.output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{err}");
    assert!(err.contains("secret.json was refused: Permission denied"), "{err}");
}
