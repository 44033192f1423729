//! Disks that are full, and limits that stop a file from growing: what was acknowledged stays, and what
//! could not be done can be done once there is room.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::disk::Disk;
use crate::home::{Home, Said};
use crate::made::{MADE, home_of, with_copy};
use crate::state::{State, healthy};

/// Runs a command in which no file may grow beyond so many blocks of 512 bytes.
fn limited(home: &Home, blocks: u64, arguments: &[&str]) -> Said {
    let plain = home.command(arguments);
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("ulimit -f {blocks}; trap '' XFSZ; exec \"$@\"")).arg("sh");
    command.arg(plain.get_program()).args(plain.get_args()).env_clear();
    for (name, value) in plain.get_envs() {
        command.env(name, value.unwrap());
    }
    command.env("TMPDIR", home.folder.path());
    let output = command.current_dir(home.folder.path()).stdin(Stdio::null()).output().unwrap();
    Said {
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().unwrap_or(-1),
    }
}

/// What a command says that may only be refused in plain words, or succeed.
fn plainly(case: &str, said: &Said) -> bool {
    assert!([0, 1].contains(&said.code), "{case}: {said:?}");
    assert!(
        !said.err.contains("panicked") && !said.err.contains("fault of rat"),
        "{case}: {said:?}"
    );
    if said.code == 1 {
        assert!(said.err.contains("rat: "), "{case}: {said:?}");
    }
    said.code == 0
}

/// The commands that write, each with a home to begin with.
fn writers() -> Vec<(Home, Vec<String>)> {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let lived = || home_of(&MADE.lived);
    let imported = lived();
    imported.ok(&["import", MADE.habits.to_str().unwrap()]);
    let file = |path: &Path| path.to_str().unwrap().to_owned();
    vec![
        (lived(), words(&["import", &file(&MADE.habits)])),
        (home_of(&MADE.fresh), words(&["import", &file(&MADE.json)])),
        (home_of(&MADE.graded), words(&["import", &file(&MADE.apkg)])),
        (lived(), words(&["backup"])),
        (with_copy(), words(&["restore", "latest"])),
        (lived(), words(&["grade", &lived().next_card(), "good"])),
        (lived(), words(&["jot", "idea", "make room"])),
        (imported, words(&["undo"])),
        (lived(), words(&["doctor", "--rebuild"])),
        (lived(), words(&["export", "json", "facts.json"])),
        (lived(), words(&["export", "anki", "cards.apkg"])),
        (lived(), words(&["export", "csv", "reviews", "reviews.csv"])),
    ]
}

#[test]
fn a_file_that_may_not_grow_loses_nothing() {
    let (mut refused, mut done) = (0, 0);
    for (home, arguments) in writers() {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        for blocks in [0, 1, 8, 64, 80, 160, 400, 1_000, 1_200] {
            let case = format!("{arguments:?} with {blocks} blocks");
            let before = State::of(&home.data());
            let said = limited(&home, blocks, &arguments);
            if plainly(&case, &said) {
                done += 1;
            } else {
                refused += 1;
                let now = State::of(&home.data());
                assert_eq!(now.facts, before.facts, "{case}: {said:?}");
            }
            healthy(&home, &case);
        }
        home.ok(&arguments);
        healthy(&home, &format!("{arguments:?} with room again"));
    }
    assert!(refused > 30 && done > 0, "{refused} refused, {done} done");
    println!("a limit on files: {refused} commands refused in words, {done} done");
}

#[test]
fn an_export_to_a_full_device_is_refused_in_words() {
    if !Path::new("/dev/full").exists() {
        println!("SKIPPED: there is no /dev/full here");
        return;
    }
    let home = home_of(&MADE.lived);
    for format in [&["json"][..], &["csv", "reviews"], &["ics"]] {
        let arguments = [&["export"], format, &["/dev/full"]].concat();
        let said = home.run(&arguments);
        assert!(said.code == 1 && said.err.contains("No space left"), "{arguments:?}: {said:?}");
        let mut command = home.command(&arguments[..arguments.len() - 1]);
        command.stdout(fs::OpenOptions::new().write(true).open("/dev/full").unwrap());
        let output = command.output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?} to standard output: {err}");
        assert!(err.contains("No space left"), "{err}");
    }
}

/// Needs the right to mount: `scripts/test` runs it in a namespace of its own, as root or with
/// `unshare --map-root-user --mount`.
#[test]
#[ignore = "mounts a small disk"]
fn a_full_disk_loses_nothing() {
    let (mut refused, mut done) = (0, 0);
    for (home, arguments) in writers() {
        let disk = Disk::mount(6_000).expect("a small disk can be mounted");
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let on_disk = disk.path().join("data");
        crate::made::copy(&home.data(), &on_disk);
        let on = |arguments: &[&str]| {
            let mut command = home.command(arguments);
            command.env("RAT_DATA_DIR", &on_disk).env("TMPDIR", disk.path());
            let output = command.current_dir(disk.path()).output().unwrap();
            Said {
                out: String::from_utf8(output.stdout).unwrap(),
                err: String::from_utf8(output.stderr).unwrap(),
                code: output.status.code().unwrap_or(-1),
            }
        };
        let look = |case: &str| {
            let said = on(&["doctor", "--json"]);
            assert!(said.code == 0, "{case}: {said:?}");
        };
        for room in [0, 4, 40, 200, 600, 1_000, 1_500] {
            let case = format!("{arguments:?} with {room} kB left");
            let before = State::of(&on_disk);
            disk.fill_but(room);
            let said = on(&arguments);
            // Nothing that is there is called damaged because the disk is full.
            let doctor = on(&["doctor"]);
            assert!(!doctor.err.contains("is damaged"), "{case}: {doctor:?}");
            disk.empty();
            if plainly(&case, &said) {
                done += 1;
            } else {
                refused += 1;
                assert_eq!(State::of(&on_disk).facts, before.facts, "{case}: {said:?}");
            }
            look(&case);
        }
        let said = on(&arguments);
        assert_eq!(said.code, 0, "{arguments:?} with room again: {said:?}");
        look("with room again");
    }
    println!("a full disk: {refused} commands refused in words, {done} done");
    assert!(refused > 20, "{refused} refused, {done} done");
}
