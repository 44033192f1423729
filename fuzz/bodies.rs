//! What is done with bytes from anywhere, by the fuzzer and by `tests/corpus.rs` alike.
//!
//! A body says why it refused its bytes, if it did. It fails only by a panic: its own, when a promise is
//! broken, or the program's.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;

use rat::app::import::{From, How, import};
use rat::app::progress::Watch;
use rat::app::sync::{Folders, Joining, join, link, sync};
use rat::app::{Models, Study, doctor};
use rat::domain::deck::advice::on_deck;
use rat::domain::settings::Settings;
use rat::domain::sync::listing::Seen;
use rat::domain::time::{Now, Rollover, StudyDay, moment};
use rat::domain::walk::Walk;
use rat::domain::walk::check::check_calls;
use rat::domain::walk::read::{Answers, read};
use rat::domain::when;
use rat::storage::db::Db;
use rat::storage::db::portable::Line;
use rat::storage::decks::{answers, format};
use rat::storage::formats::Refused;
use rat::storage::formats::anki::{self, Collection};
use rat::storage::formats::facts::{Entry, Reader};
use rat::storage::formats::loops::{self, Habits, What};
use rat::storage::formats::segment::{self, Head};
use rat::storage::remote::client::Access;
use rat::storage::remote::key::Key;
use rat::storage::remote::key_file::KeyFile;
use rat::ui::clock::Clock;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What a body is.
pub type Body = fn(&[u8]) -> Result<(), String>;

/// Every body by the name of its folder in `corpus/`.
#[allow(dead_code, reason = "a fuzz target runs only its own")]
pub const BODIES: [(&str, Body); 8] = [
    ("anki_collection", anki_collection),
    ("anki_file", anki_file),
    ("deck", deck),
    ("facts", facts),
    ("loop_file", loop_file),
    ("loop_sheets", loop_sheets),
    ("segments", segments),
    ("when", when),
];

/// Runs a body; a refusal must have words.
pub fn run(body: Body, bytes: &[u8]) {
    if let Err(words) = body(bytes) {
        assert!(words.chars().any(char::is_alphabetic), "refused without words: {words:?}");
    }
}

/// Bytes as they lie in a file, for readers that take a path.
fn on_disk<T>(bytes: &[u8], read: impl FnOnce(&Path) -> T) -> T {
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file can be made");
    file.write_all(bytes).expect("a temporary file can be written");
    read(file.path())
}

/// A deck file: what is read of it can be advised on, shown to an editor and read back.
pub fn deck(bytes: &[u8]) -> Result<(), String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    let deck = format::read("deck", text).map_err(|faults| {
        assert!(!faults.is_empty(), "refused without a fault");
        for fault in &faults {
            assert!(fault.line > 0 && fault.column > 0 && !fault.message.is_empty(), "{fault:?}");
        }
        faults.into_iter().map(|fault| fault.message).collect::<Vec<_>>().join("; ")
    })?;
    let _advice = on_deck(&deck);
    for card in &deck.cards {
        let again = format::read_card(&format::card_file(&card.text));
        assert_eq!(again.as_ref(), Ok(&card.text), "a card does not come back");
    }
    if let Some(walk) = &deck.walk {
        walked(walk);
    }
    Ok(())
}

/// A walk that was read can be begun, and begun with the answers of its template where they fit.
fn walked(walk: &Walk) {
    let library = BTreeMap::from([("deck".to_owned(), walk.clone())]);
    if !check_calls("deck", &library).is_empty() {
        return;
    }
    let day = StudyDay::from_epoch(20_000);
    let _first = read(walk, &library, &Answers::new(), day);
    if let Ok(answers) = answers::read(&answers::template("deck", walk), walk, &library, day) {
        let _next = read(walk, &library, &answers, day);
    }
}

/// A moment or a day as it is typed, at ordinary and extraordinary presents.
pub fn when(bytes: &[u8]) -> Result<(), String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    let mut said = Ok(());
    for present in [
        "0000-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
        "2026-11-24T00:30:00+01:00",
        "2026-11-24T09:00:00+01:00",
    ] {
        let now = Now::new(moment(present).expect("a moment"), Rollover::default());
        for day in [when::past_day(text, now), when::since(text, now), when::coming_day(text, now)]
        {
            let _shown = day.map(|day| (day.to_string(), day.long(), now.until(day)));
        }
        said = when::read(text, now)
            .and_then(|when| Clock::moment_of(when, now))
            .and_then(|(at, offset)| {
                let _shown = rat::domain::time::rfc3339(at, offset);
                let _day = rat::domain::time::study_day(at, offset, Rollover::default());
                when::happened(at, text, now)
            })
            .map_err(|error| error.to_string());
    }
    said
}

/// A file that may be Loop's, as it is.
pub fn loop_file(bytes: &[u8]) -> Result<(), String> {
    let (fits, read) = on_disk(bytes, |path| (loops::fits(path), loops::read(path)));
    let read = loops_read(read);
    assert!(read.is_err() || fits.is_ok_and(|fits| fits), "it is read and does not fit");
    read
}

/// A CSV export as a text: every file behind a line `-- its name --`.
pub fn loop_sheets(bytes: &[u8]) -> Result<(), String> {
    let archive = archive(bytes).ok_or("no archive can be made of it")?;
    loops_read(on_disk(&archive, loops::read))
}

fn loops_read(read: Result<Habits, Refused>) -> Result<(), String> {
    let habits = read.map_err(|refused| refused.to_string())?;
    let mut keys = HashSet::new();
    for habit in &habits.habits {
        assert!(keys.insert(&habit.key) && !habit.name.trim().is_empty(), "{habit:?}");
        assert!(habit.frequency.times > 0 && habit.frequency.days > 0, "{habit:?}");
        assert!(habit.marks.is_sorted_by(|one, other| one.day < other.day), "{habit:?}");
        for mark in &habit.marks {
            assert!((0..84_006).contains(&mark.day.epoch()), "{mark:?}");
            let amount = if let What::Amount(amount) = mark.what { Some(amount) } else { None };
            assert!(amount.is_none_or(|amount| amount.is_finite() && amount >= 0.0), "{mark:?}");
            assert!(amount.is_none() || habit.amount.is_some(), "{habit:?}");
        }
    }
    for left in habits.left {
        assert!(!left.why.to_string().is_empty(), "{left:?}");
    }
    Ok(())
}

/// A file that may be a package of Anki, as it is.
pub fn anki_file(bytes: &[u8]) -> Result<(), String> {
    anki_read(on_disk(bytes, anki::read))
}

/// A database that may be a collection of Anki, packed as one.
pub fn anki_collection(bytes: &[u8]) -> Result<(), String> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    zip.start_file("collection.anki21", stored).expect("a file can be begun");
    zip.write_all(bytes).expect("a file can be written");
    let package = zip.finish().expect("an archive can be ended").into_inner();
    anki_read(on_disk(&package, anki::read))
}

fn anki_read(read: Result<Collection, Refused>) -> Result<(), String> {
    let collection = read.map_err(|refused| refused.to_string())?;
    let mut ids = HashSet::new();
    for card in &collection.cards {
        assert!(ids.insert(card.id) && card.text.faults().is_empty(), "{card:?}");
        assert!(card.deck < collection.decks.len(), "{card:?}");
    }
    for review in &collection.reviews {
        assert!(ids.contains(&review.card), "{review:?}");
    }
    assert!(collection.left.iter().all(|left| left.count > 0), "{:?}", collection.left);
    Ok(())
}

/// A file of facts, tried out on a database that keeps nothing of it.
pub fn facts(bytes: &[u8]) -> Result<(), String> {
    thread_local! {
        static PLACE: (tempfile::TempDir, Study) = {
            let folder = tempfile::tempdir().expect("a folder can be made");
            let db = Db::open(&folder.path().join("rat.db"), || "here".to_owned());
            let (db, settings) = (db.expect("a database can be made"), Settings::default());
            let moment = moment("2026-11-24T09:00:00+01:00").expect("a moment");
            let (models, now) = (Models::default(), Now::new(moment, Rollover::default()));
            (folder, Study { db, settings, models, now })
        };
    }
    PLACE.with(|(folder, study)| {
        on_disk(bytes, |path| {
            let from = From { path, name: "bytes", zone: &|_| 3600 };
            let decks = folder.path().join("decks");
            let tried = import(study, &decks, from, How::TryOut, Watch::nobody());
            tried.map(drop).map_err(|error| error.to_string())
        })
    })
}

/// A device that nobody has written on yet, in a folder.
fn device(folder: &Path) -> Study {
    thread_local! {
        static FRESH: tempfile::TempDir = {
            let folder = tempfile::tempdir().expect("a folder can be made");
            let db = Db::open(&folder.path().join("rat.db"), || "here".to_owned());
            drop(db.expect("a database can be made"));
            folder
        };
    }
    let path = folder.join("rat.db");
    FRESH.with(|fresh| fs::copy(fresh.path().join("rat.db"), &path)).expect("it can be copied");
    let db = Db::open(&path, || "never".to_owned()).expect("a database can be opened");
    let moment = moment("2026-11-24T09:00:00+01:00").expect("a moment");
    let now = Now::new(moment, Rollover::default());
    Study { db, settings: Settings::default(), models: Models::default(), now }
}

/// Segments as a text, each a line with its head and a line for each fact.
fn segments_of(text: &str) -> Result<Vec<(Head, Vec<Line>)>, String> {
    let mut segments: Vec<(Head, Vec<Line>)> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        if line.trim_start().starts_with("{\"fact\"") {
            let file = format!("{{\"rat\":1}}\n{line}\n");
            let read = Reader::new(file.as_bytes()).and_then(|mut reader| reader.entry());
            let Some(Entry::Fact(fact)) = read.map_err(|refused| refused.to_string())? else {
                return Err("it is no fact".to_owned());
            };
            segments.last_mut().ok_or("no head is before it")?.1.push(*fact);
        } else {
            let head = serde_json::from_str(line).map_err(|error| error.to_string())?;
            segments.push((head, Vec::new()));
        }
    }
    Ok(segments)
}

/// Segments that somebody with the key put into a store: a device takes in what it can, says why where it
/// cannot, derives what its facts say and comes to rest.
pub fn segments(bytes: &[u8]) -> Result<(), String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    let segments = segments_of(text)?;
    let folder = tempfile::tempdir().expect("a folder can be made");
    let (study, key) = (device(folder.path()), Key::of([7; 32]));
    let shelf = folder.path().join("store");
    fs::create_dir(&shelf).expect("a folder can be made");
    let address = shelf.to_str().expect("a path of letters").parse().expect("an address");
    let (key_file, access) = (KeyFile::at(folder.path().join("sync.key")), Access::default());
    let joining = Joining { address: &address, label: "me", key: key.clone(), passphrase: None };
    join(&study, &key_file, &access, &joining).expect("it can join");
    let link = link(&study, &key_file, &access, None).expect("it is linked");
    let space = key.name(&[b"space"]);
    for (head, lines) in &segments {
        let packed = segment::pack(head, lines).expect("it can be packed");
        let sealed = key.seal(&packed).expect("it can be sealed");
        let folder = key.name(&[b"device", head.device.as_bytes()]);
        let name = key.name(&[b"segment", &packed]);
        let seen = Seen { folder, name, bytes: sealed.len() as u64 };
        link.store.put(&space, &seen, sealed).expect("it can be put");
    }
    let (settings, decks) = (folder.path().join("config.toml"), folder.path().join("decks"));
    let folders = Folders { settings: &settings, decks: &decks };
    let first = sync(&link, &folders, Watch::nobody()).expect("no segment ends a sync");
    for (_, why) in first.damaged.iter().chain(&first.waiting) {
        assert!(!why.is_empty(), "{first:?}");
    }
    let second = sync(&link, &folders, Watch::nobody()).expect("a sync after it");
    assert_eq!((second.total(), second.sent), (0, 0), "it does not come to rest: {second:?}");
    assert!(
        doctor::rebuild(&study, Watch::nobody()).expect("it can be derived anew").same,
        "what was derived is not what the facts say"
    );
    let amiss = first.damaged.into_iter().chain(first.waiting).map(|(_, why)| why);
    let amiss: Vec<String> = amiss.collect();
    if amiss.is_empty() { Ok(()) } else { Err(amiss.join("; ")) }
}

/// The archive of a text; none when its names cannot be those of files.
fn archive(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let name = line.strip_prefix(b"-- ").and_then(|line| line.strip_suffix(b" --\n"));
        if let Some(name) = name {
            zip.start_file(std::str::from_utf8(name).ok()?, stored).ok()?;
        } else {
            zip.write_all(line).ok()?;
        }
    }
    Some(zip.finish().ok()?.into_inner())
}
