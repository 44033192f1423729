//! Many processes at once: whatever one of them was told is kept is kept.

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::home::Home;
use crate::made::{MADE, home_of};
use crate::state::{State, healthy};

/// How many writers there are, and how often each of them writes.
const WRITERS: usize = 16;
const TIMES: usize = 8;

/// The numbers of the jots that a writer was told are kept, in order: its facts as others see them.
fn jots(home: &Home, writer: usize) -> Vec<usize> {
    let db = rusqlite::Connection::open(home.db()).unwrap();
    let mut find = db.prepare("SELECT text FROM jot WHERE text LIKE ?1 ORDER BY seq").unwrap();
    let begin = format!("writer {writer}: ");
    let rows = find.query_map([format!("{begin}%")], |row| row.get::<_, String>(0)).unwrap();
    rows.map(|text| text.unwrap().strip_prefix(&begin).unwrap().parse().unwrap()).collect()
}

/// What a writer does: a jot, which can be told from all others, or a grade or an outcome beside it.
fn write(home: &Home, writer: usize, time: usize) {
    match writer % 4 {
        0 => drop(home.ok(&["fire", "kettle"])),
        1 => drop(home.ok(&["grade", "trigger-action-plans/form", "good"])),
        _ => {}
    }
    home.ok(&["jot", &format!("writer {writer}: {time}")]);
}

/// A copy that was made while others wrote: what every writer had been told before, and where it lies.
struct Taken {
    told: Vec<usize>,
    file: PathBuf,
}

/// A copy can be gone back to, and holds of each writer the first facts, at least those it was told of.
fn holds_what_was_told(Taken { told, file }: &Taken) {
    let other = home_of(&MADE.fresh);
    other.ok(&["restore", file.to_str().unwrap()]);
    healthy(&other, "a copy made while others wrote");
    for (writer, told) in told.iter().enumerate() {
        let held = jots(&other, writer);
        assert!(held.len() >= *told, "writer {writer} was told of {told}: {held:?}");
        assert_eq!(held, (0..held.len()).collect::<Vec<_>>(), "writer {writer}");
    }
}

#[test]
fn copies_made_while_sixteen_processes_write_are_sound_and_hold_what_was_told() {
    let home = home_of(&MADE.fresh);
    home.kettle();
    let (told, done) = (Mutex::new(vec![0; WRITERS]), AtomicBool::new(false));
    let mut copies = Vec::new();
    std::thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let (home, told) = (&home, &told);
                scope.spawn(move || {
                    for time in 0..TIMES {
                        write(home, writer, time);
                        told.lock().unwrap()[writer] = time + 1;
                    }
                })
            })
            .collect();
        let copying = scope.spawn(|| {
            let mut copies = Vec::new();
            while !done.load(Ordering::Relaxed) {
                let told = told.lock().unwrap().clone();
                let copy = home.json(&["backup"]);
                copies.push(Taken { told, file: copy["file"].as_str().unwrap().into() });
            }
            copies
        });
        for writer in writers {
            writer.join().unwrap();
        }
        done.store(true, Ordering::Relaxed);
        copies = copying.join().unwrap();
    });
    for writer in 0..WRITERS {
        assert_eq!(jots(&home, writer), (0..TIMES).collect::<Vec<_>>(), "writer {writer}");
    }
    let count = |sql: &str| -> usize {
        let db = rusqlite::Connection::open(home.db()).unwrap();
        db.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(count("SELECT count(*) FROM outcome"), WRITERS / 4 * TIMES);
    assert_eq!(count("SELECT count(*) FROM review"), WRITERS / 4 * TIMES);
    healthy(&home, "after sixteen writers");
    assert!(copies.len() > 2, "{} copies", copies.len());
    copies.iter().for_each(holds_what_was_told);
    println!("{} writes by {WRITERS} processes at once, {} copies", WRITERS * TIMES, copies.len());
}

#[test]
fn an_import_while_eight_processes_write_loses_nothing_of_either() {
    for round in 0..3 {
        let home = home_of(&MADE.fresh);
        home.kettle();
        std::thread::scope(|scope| {
            for writer in 0..8 {
                let home = &home;
                scope.spawn(move || (0..4).for_each(|time| write(home, writer, time)));
            }
            scope.spawn(|| home.ok(&["import", MADE.json.to_str().unwrap()]));
        });
        for writer in 0..8 {
            assert_eq!(jots(&home, writer), (0..4).collect::<Vec<_>>(), "round {round}");
        }
        let came = State::of(&MADE.lived).facts;
        let now = State::of(&home.data());
        let missing = came.iter().filter(|fact| now.facts.binary_search(fact).is_err()).count();
        assert_eq!(missing, 0, "round {round}: facts of the import are missing");
        healthy(&home, &format!("an import among writers, round {round}"));
        let said = home.ok(&["import", MADE.json.to_str().unwrap()]);
        assert!(said.contains("Nothing new"), "round {round}: {said}");
    }
}
