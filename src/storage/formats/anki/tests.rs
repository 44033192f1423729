use std::fs::File;
use std::io::Write as _;

use rusqlite::Connection;
use tempfile::NamedTempFile;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::write::{Card as Written, Setting, Writer};
use super::*;
use crate::domain::card::{Id, Kind};
use crate::domain::time::{Now, Rollover};

/// A package of files.
fn archive(files: &[(&str, &[u8])]) -> NamedTempFile {
    let kept = NamedTempFile::new().unwrap();
    let mut zip = ZipWriter::new(kept.reopen().unwrap());
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
    kept
}

/// A collection with one card, changed by some SQL.
fn changed(sql: &str) -> Vec<u8> {
    let package = NamedTempFile::new().unwrap();
    let today = StudyDay::from_epoch(20_000);
    let setting = Setting {
        now: Now { at: 1_728_000_000_000, offset: 0, today },
        rollover: Rollover::default(),
        parameters: &[],
        retention: 0.9,
        longest: 36_500,
    };
    let name: Id = "tests/one".parse().unwrap();
    let text =
        Text { kind: Kind::Recall, front: "Why?".into(), back: "So.".into(), note: String::new() };
    let mut writer = Writer::begin(setting).unwrap();
    let mut card = Written {
        name: &name,
        deck: "Tests",
        text: &text,
        tags: &[],
        modified: 0,
        suspended: false,
        buried: false,
        standing: None,
    };
    writer.card(&card).unwrap();
    let name: Id = "tests/two".parse().unwrap();
    let text = Text { front: "What?".into(), ..text.clone() };
    card.name = &name;
    card.text = &text;
    writer.card(&card).unwrap();
    writer.finish(&mut package.reopen().unwrap()).unwrap();
    let mut zip = zip::ZipArchive::new(File::open(package.path()).unwrap()).unwrap();
    let mut kept = NamedTempFile::new().unwrap();
    std::io::copy(&mut zip.by_name("collection.anki2").unwrap(), &mut kept).unwrap();
    let conn = Connection::open(kept.path()).unwrap();
    conn.execute_batch(sql).unwrap();
    drop(conn);
    std::fs::read(kept.path()).unwrap()
}

fn read_changed(sql: &str) -> Result<Collection, Refused> {
    read(archive(&[("collection.anki2", &changed(sql))]).path())
}

/// Why a collection changed by some SQL is refused.
fn refusal(sql: &str) -> String {
    read_changed(sql).unwrap_err().to_string()
}

#[test]
fn a_table_that_is_a_view_is_refused() {
    let told = refusal("ALTER TABLE cards RENAME TO c; CREATE VIEW cards AS SELECT * FROM c");
    assert!(told.contains("`cards`"), "{told}");
}

#[test]
fn a_table_that_is_virtual_is_refused() {
    let told = refusal(
        "DROP TABLE revlog; CREATE VIRTUAL TABLE revlog USING fts5(id, cid, ease, factor, time, type)",
    );
    assert!(told.contains("`revlog`"), "{told}");
}

#[test]
fn a_column_that_is_reckoned_is_refused() {
    let told = refusal(
        "ALTER TABLE notes DROP COLUMN flds;
         ALTER TABLE notes ADD COLUMN flds TEXT AS (hex(zeroblob(100000000)))",
    );
    assert!(told.contains("`notes.flds`"), "{told}");
}

#[test]
fn two_cards_of_one_number_are_refused() {
    let told = refusal(
        "ALTER TABLE cards RENAME TO c; CREATE TABLE cards AS SELECT * FROM c; UPDATE cards SET id = 7",
    );
    assert!(told.contains("one number"), "{told}");
}

#[test]
fn what_is_missing_is_named() {
    assert!(refusal("DROP TABLE revlog").contains("no table `revlog`"));
    assert!(refusal("ALTER TABLE cards DROP COLUMN odid").contains("no column `odid`"));
}

#[test]
fn a_note_whose_text_is_damaged_is_named() {
    let told = refusal(
        "UPDATE notes SET id = 7, flds = CAST(x'61ff62' AS TEXT) WHERE rowid =
        (SELECT min(id) FROM notes); UPDATE cards SET nid = 7",
    );
    assert!(told.contains("the note 7"), "{told}");
}

#[test]
fn a_row_of_many_megabytes_is_refused() {
    let refused = read_changed("UPDATE notes SET flds = CAST(zeroblob(40000000) AS TEXT)");
    assert!(matches!(refused, Err(Refused::TooMuch { .. })), "{refused:?}");
}

#[test]
fn a_later_version_is_told_from_damage() {
    let refused = read_changed("UPDATE col SET ver = 19");
    assert!(matches!(refused, Err(Refused::TooNew { .. })), "{refused:?}");
    let package = archive(&[("meta", &[8, 4]), ("collection.anki2", &changed(""))]);
    let refused = read(package.path());
    assert!(matches!(refused, Err(Refused::TooNew { .. })), "{refused:?}");
}

#[test]
fn an_old_collection_is_not_read_where_a_newer_one_should_be() {
    let package = archive(&[("meta", &[8, 3]), ("collection.anki2", &changed(""))]);
    assert!(matches!(read(package.path()), Err(Refused::Wrong(_))));
}

#[test]
fn the_newest_collection_of_a_package_is_read() {
    let newer = changed("DELETE FROM cards WHERE id = (SELECT min(id) FROM cards)");
    let package = archive(&[("collection.anki2", &changed("")), ("collection.anki21", &newer)]);
    assert_eq!(read(package.path()).unwrap().cards.len(), 1);
}

#[test]
fn a_collection_that_is_no_database_is_refused() {
    let zeros = vec![0; 100_000];
    for bytes in [&b"no database, but long enough"[..], b"", b"SQLite format 3\0", &zeros] {
        let refused = read(archive(&[("collection.anki2", bytes)]).path());
        assert!(matches!(refused, Err(Refused::Wrong(_))), "{refused:?}");
    }
    assert!(matches!(read(archive(&[("a.txt", b"b")]).path()), Err(Refused::Wrong(_))));
}

#[test]
fn a_collection_cut_short_is_refused() {
    let whole = changed("");
    let package = archive(&[("collection.anki2", &whole[..whole.len() / 2])]);
    assert!(matches!(read(package.path()), Err(Refused::Wrong(_))));
}

#[test]
fn a_collection_whose_log_lies_elsewhere_is_read() {
    let package = archive(&[("collection.anki2", &changed("PRAGMA journal_mode = WAL"))]);
    assert_eq!(read(package.path()).unwrap().cards.len(), 2);
}

#[test]
fn buried_and_suspended_cards_are_told_apart() {
    for (queue, suspended, buried) in [(-1, true, false), (-2, false, true), (-3, false, true)] {
        let read = read_changed(&format!("UPDATE cards SET queue = {queue}")).unwrap();
        assert_eq!((read.cards[0].suspended, read.cards[0].buried), (suspended, buried));
    }
}

#[test]
fn a_card_in_a_filtered_deck_is_found_at_home() {
    let sql = "UPDATE cards SET odid = did, did = 5, type = 2, odue = 33, due = -100000";
    let read = read_changed(sql).unwrap();
    assert_eq!(read.decks, ["rat::Tests"]);
    // The writer says that the collection was made thirty days before.
    assert_eq!(read.cards[0].standing.unwrap().due, StudyDay::from_epoch(20_003));
}

#[test]
fn a_picture_in_the_text_itself_does_not_make_a_card_too_long() {
    let sql = "UPDATE notes SET flds = 'Why?<img src=\"data:' || hex(zeroblob(200000)) || '\">' ||
        char(31) || 'So.' || char(31) || char(31)";
    let read = read_changed(sql).unwrap();
    assert_eq!(read.cards[0].text.front, "Why?");
    assert_eq!(read.left, [Left { sort: Sort::Pictures, count: 2 }]);
}

#[test]
fn reviews_of_cards_that_are_not_there_are_counted() {
    let read = read_changed("INSERT INTO revlog VALUES (1, 5, 0, 3, 1, 0, 0, 0, 1)").unwrap();
    assert_eq!(read.left, [Left { sort: Sort::ReviewsOfNone, count: 1 }]);
}

#[test]
fn a_card_without_its_note_is_counted() {
    let read = read_changed("DELETE FROM notes WHERE id = (SELECT max(id) FROM notes)").unwrap();
    assert_eq!(read.left, [Left { sort: Sort::NoNote, count: 1 }]);
}

#[test]
fn numbers_out_of_all_bounds_do_no_harm() {
    let huge = "9223372036854775807";
    let read = read_changed(&format!(
        "UPDATE cards SET type = 2, due = {huge}, ivl = {huge}, reps = -{huge}, mod = {huge},
             ord = -{huge}, data = '{{\"s\":1e99,\"d\":-1,\"lrt\":{huge}}}';
         UPDATE col SET crt = -{huge};
         INSERT INTO revlog SELECT -{huge}, id, 0, 3, {huge}, {huge}, {huge}, {huge}, {huge} FROM cards
             LIMIT 1",
    ));
    let read = read.unwrap();
    assert_eq!((read.cards.len(), read.reviews.len()), (2, 0));
    assert!(read.cards.iter().all(|card| card.standing.is_none()));
    let left = |sort| read.left.iter().find(|left| left.sort == sort).map(|left| left.count);
    assert_eq!((left(Sort::Places), left(Sort::ReviewsOfNever)), (Some(2), Some(1)));
}

#[test]
fn the_ids_of_notes_do_not_change_from_package_to_package() {
    let ids = |read: Collection| read.cards.into_iter().map(|c| (c.id, c.guid)).collect::<Vec<_>>();
    let first = ids(read_changed("").unwrap());
    assert_eq!(first, ids(read_changed("").unwrap()));
    assert_eq!(first[0].1, "rat/tests/two");
}
