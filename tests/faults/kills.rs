//! Power cuts at any moment: what is there afterwards is what was there before or what was to come.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use rat::storage::db::copy::sound;

use crate::chance::Chance;
use crate::home::Home;
use crate::made::{MADE, home_of, old, with_copy};
use crate::state::{State, healthy};

/// A command that is cut short again and again.
struct Cut<'a> {
    name: &'static str,
    /// The data folder it begins with each time.
    base: &'a Path,
    arguments: &'a [&'a str],
    rounds: u32,
    /// Whether to run it again where it had come to its end.
    repeats: bool,
}

/// How often the state afterwards was the one before, the one to come, or one that the command had told
/// of its end in.
#[derive(Default, Debug)]
struct Found {
    before: u32,
    after: u32,
    ended: u32,
}

/// How long the command takes undisturbed, and the state in which it ends.
fn undisturbed(cut: &Cut<'_>) -> (Duration, State) {
    let mut times = Vec::new();
    let mut state = None;
    for _ in 0..3 {
        let home = home_of(cut.base);
        let begun = Instant::now();
        home.ok(cut.arguments);
        times.push(begun.elapsed());
        state = Some(State::of(&home.data()));
    }
    times.sort();
    (times[1], state.unwrap())
}

/// Runs a command and kills it after a time; tells whether it had ended well by then.
pub fn kill_after(home: &Home, arguments: &[&str], time: Duration) -> bool {
    let mut command = home.command(arguments);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    thread::sleep(time);
    child.kill().unwrap();
    child.wait().unwrap().success()
}

/// A moment between the beginning and a fifth after the end.
fn moment(chance: &mut Chance, whole: Duration) -> Duration {
    let most = usize::try_from(whole.as_micros()).unwrap() * 6 / 5;
    Duration::from_micros(chance.below(most) as u64)
}

/// Cuts a command short at random moments; `look` looks at each home right after.
fn cut_short(cut: &Cut<'_>, look: impl Fn(&Home, &State)) {
    let before = State::of(&home_of(cut.base).data());
    let (time, end) = undisturbed(cut);
    let (mut chance, mut found) = (Chance(0x9e37_79b9), Found::default());
    for round in 0..cut.rounds {
        let home = home_of(cut.base);
        let at = moment(&mut chance, time);
        let told = kill_after(&home, cut.arguments, at);
        let when = format!("{}, round {round}, killed after {at:?}", cut.name);
        let now = State::of(&home.data());
        // Deck files are put beside the facts once those are kept, and are taken up after that.
        let came = now.without_decks() == end.without_decks()
            || (end.decks != before.decks && now.facts == end.facts);
        assert!(came || now.without_decks() == before.without_decks(), "{when}: neither nor");
        assert!(came || !told, "{when}: it had said that it was done");
        found.ended += u32::from(told);
        found.after += u32::from(came);
        found.before += u32::from(!came);
        look(&home, &now);
        healthy(&home, &when);
        if !came || cut.repeats {
            home.ok(cut.arguments);
        }
        assert_eq!(State::of(&home.data()), end, "{when}: it did not go on to the end");
    }
    println!("{}: killed {} times within {time:?}: {found:?}", cut.name, cut.rounds);
}

/// Every copy that has a name is whole.
fn copies_are_sound(home: &Home) {
    let Ok(entries) = fs::read_dir(home.data().join("backups")) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if !path.file_name().unwrap().to_str().unwrap().starts_with(".unfinished-") {
            sound(&path).unwrap();
        }
    }
}

fn import(name: &'static str, file: &Path, base: &Path, rounds: u32) {
    let arguments = ["import", file.to_str().unwrap()];
    let before = State::of(&home_of(base).data());
    cut_short(&Cut { name, base, arguments: &arguments, rounds, repeats: true }, |home, now| {
        assert!(now.holds(&before), "{name}: a fact is gone");
        copies_are_sound(home);
    });
}

#[test]
fn an_import_of_facts_is_whole_or_nothing_after_a_kill() {
    import("import of facts", &MADE.json, &MADE.fresh, 45);
}

#[test]
fn an_import_from_anki_is_whole_or_nothing_after_a_kill() {
    import("import from Anki", &MADE.apkg, &MADE.graded, 45);
}

#[test]
fn an_import_from_loop_is_whole_or_nothing_after_a_kill() {
    import("import from Loop", &MADE.habits, &MADE.lived, 40);
}

#[test]
fn a_copy_is_whole_or_has_no_name_after_a_kill() {
    let cut = Cut {
        name: "backup",
        base: &MADE.lived,
        arguments: &["backup"],
        rounds: 40,
        repeats: true,
    };
    cut_short(&cut, |home, _| copies_are_sound(home));
}

#[test]
fn going_back_to_a_copy_is_whole_or_nothing_after_a_kill() {
    let base = with_copy();
    let arguments = ["restore", "latest"];
    let cut = Cut {
        name: "restore",
        base: &base.data(),
        arguments: &arguments,
        rounds: 45,
        repeats: true,
    };
    let before = State::of(&home_of(cut.base).data()).without_decks();
    cut_short(&cut, |home, now| {
        copies_are_sound(home);
        let kept = || {
            let entries = fs::read_dir(home.data().join("backups")).unwrap();
            let mut copies = entries.map(|entry| entry.unwrap().path());
            copies.any(|copy| {
                copy.to_str().unwrap().contains("before-restore")
                    && State::of_file(&copy).facts == before.facts
            })
        };
        assert!(now.facts == before.facts || kept(), "what was there is nowhere");
    });
}

#[test]
fn taking_an_import_back_is_whole_or_nothing_after_a_kill() {
    let base = home_of(&MADE.fresh);
    base.ok(&["import", MADE.json.to_str().unwrap()]);
    let cut = Cut {
        name: "undo of an import",
        base: &base.data(),
        arguments: &["undo"],
        rounds: 45,
        repeats: false,
    };
    let before = State::of(&base.data());
    cut_short(&cut, |_, now| assert!(now.holds(&before), "a fact is gone"));
}

#[test]
fn a_database_of_the_first_format_comes_up_to_date_after_any_kill() {
    let base = old(400);
    let arguments = ["stats", "cards"];
    let home = home_of(&base.data());
    let begun = Instant::now();
    home.ok(&arguments);
    let time = begun.elapsed();
    let (end, mut chance) = (State::of(&home.data()), Chance(77));
    let mut formats = std::collections::BTreeMap::new();
    for round in 0..40 {
        let home = home_of(&base.data());
        let at = moment(&mut chance, time);
        let _ = kill_after(&home, &arguments, at);
        let db = rusqlite::Connection::open(home.db()).unwrap();
        let one = |sql: &str| -> i64 { db.query_row(sql, [], |row| row.get(0)).unwrap() };
        assert_eq!(one("SELECT count(*) FROM review"), 400, "round {round}, after {at:?}");
        *formats.entry(one("PRAGMA user_version")).or_insert(0) += 1;
        drop(db);
        healthy(&home, &format!("migration, round {round}, killed after {at:?}"));
        home.ok(&arguments);
        assert_eq!(State::of(&home.data()), end, "round {round}, killed after {at:?}");
    }
    println!("migration: killed 40 times within {time:?}, in the formats {formats:?}");
}

#[test]
fn a_first_start_that_is_cut_short_leaves_a_home_that_works() {
    let mut chance = Chance(5);
    let begun = Instant::now();
    Home::new().ok(&["due"]);
    let time = begun.elapsed();
    for round in 0..20 {
        let home = Home::new();
        let at = moment(&mut chance, time);
        let _ = kill_after(&home, &["due"], at);
        healthy(&home, &format!("first start, round {round}, killed after {at:?}"));
        home.ok(&["grade", &home.next_card(), "good"]);
    }
    println!("first start: killed 20 times within {time:?}");
}
