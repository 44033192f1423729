use std::fs;
use std::io::Write as _;
use std::path::Path;

use rusqlite::Connection;
use tempfile::{NamedTempFile, TempDir};

use crate::storage::formats::Refused;
use crate::storage::formats::loops::tests::{backup, day, kept, left, made, mark, refusal};
use crate::storage::formats::loops::{
    Amount, Frequency, Habits, Left, Mark, Reminder, What, Why, read,
};

/// New Year's Day of 2026, in milliseconds.
const NEW_YEAR: i64 = 1_767_225_600_000;

const DAY: i64 = 86_400_000;

/// The two habits with these days: habit, moment, value, note.
fn with(days: &[(i64, i64, i64, &str)]) -> NamedTempFile {
    let row = |(habit, at, value, note): &(i64, i64, i64, &str)| {
        format!(
            "INSERT INTO Repetitions (habit, timestamp, value, notes)
                VALUES ({habit}, {at}, {value}, '{note}');"
        )
    };
    kept(&days.iter().map(row).collect::<String>())
}

fn marks(days: &[(i64, i64, i64, &str)]) -> Vec<Mark> {
    let habits = read(with(days).path()).unwrap();
    habits.habits.into_iter().flat_map(|habit| habit.marks).collect()
}

/// What is left, without what is always left.
fn beside(habits: &Habits) -> Vec<&Left> {
    let usual = |left: &&Left| !left.why.to_string().starts_with("the colours");
    habits.left.iter().filter(usual).collect()
}

#[test]
fn a_habit_comes_with_everything_that_was_set() {
    let habits = read(kept("").path()).unwrap().habits;
    let [reading, stretching] = &habits[..] else { panic!("{habits:?}") };
    assert_eq!(stretching.key, "5f2c");
    assert_eq!(stretching.question, "Did you stretch today?");
    assert_eq!(stretching.description, "On the mat.");
    assert_eq!(stretching.frequency, Frequency { times: 3, days: 7 });
    assert_eq!((stretching.archived, reading.archived), (false, true));
    assert_eq!((stretching.amount.as_ref(), reading.reminder), (None, None));
    let amount = Amount { unit: "pages".to_owned(), at_most: true, target: Some(12.5) };
    assert_eq!(reading.amount, Some(amount));
}

#[test]
fn a_reminder_for_monday_to_friday_keeps_its_days() {
    let habits = read(kept("").path()).unwrap().habits;
    let days = [true, true, true, true, true, false, false];
    assert_eq!(habits[1].reminder, Some(Reminder { hour: 6, minute: 45, days }));
}

#[test]
fn a_reminder_that_never_comes_is_none() {
    let never = kept("UPDATE Habits SET reminder_hour = 6, reminder_min = 0, reminder_days = 0");
    let habits = read(never.path()).unwrap();
    assert!(habits.habits.iter().all(|habit| habit.reminder.is_none()));
    assert_eq!(beside(&habits), Vec::<&Left>::new());
}

#[test]
fn a_reminder_no_clock_shows_is_left() {
    let habits = read(kept("UPDATE Habits SET reminder_hour = 24 WHERE id = 7").path()).unwrap();
    assert_eq!(habits.habits[1].reminder, None);
    assert_eq!(left(&habits, "Stretch"), ["its reminder, at 24:45, which no clock shows"]);
}

#[test]
fn every_answer_of_a_habit_of_yes_and_no_is_told_apart() {
    let days =
        [(7, NEW_YEAR + DAY, 0, ""), (7, NEW_YEAR, 2, "early"), (7, NEW_YEAR + 2 * DAY, 3, "")];
    let expected = [
        mark("2026-01-01", What::Yes, "early"),
        mark("2026-01-02", What::No, ""),
        mark("2026-01-03", What::Skip, ""),
    ];
    assert_eq!(marks(&days), expected);
}

#[test]
fn a_skip_of_a_habit_that_counts_is_no_amount() {
    assert_eq!(marks(&[(9, NEW_YEAR, 3, "")]), [mark("2026-01-01", What::Skip, "")]);
}

#[test]
fn amounts_are_counted_in_the_unit_of_the_habit() {
    let days =
        [(9, NEW_YEAR, 1500, ""), (9, NEW_YEAR + DAY, 0, ""), (9, NEW_YEAR + 2 * DAY, 2, "")];
    let amounts: Vec<What> = marks(&days).into_iter().map(|mark| mark.what).collect();
    assert_eq!(amounts, [What::Amount(1.5), What::Amount(0.0), What::Amount(0.002)]);
}

#[test]
fn a_day_that_loop_filled_in_is_no_act() {
    assert_eq!(marks(&[(7, NEW_YEAR, 1, "")]), []);
}

#[test]
fn a_note_on_a_day_without_a_mark_is_left_with_its_text() {
    let days = [(7, NEW_YEAR, -1, "travelling"), (7, NEW_YEAR + DAY, -1, "")];
    let habits = read(with(&days).path()).unwrap();
    let why = Why::Note(day("2026-01-01"), "travelling".to_owned());
    assert_eq!(beside(&habits), [&Left { habit: "Stretch".to_owned(), why }]);
    assert_eq!(habits.habits[1].marks, []);
}

#[test]
fn a_moment_some_hours_beside_midnight_belongs_to_that_day() {
    let hour = 3_600_000;
    let days = [(7, NEW_YEAR - 11 * hour, 2, ""), (9, NEW_YEAR + 11 * hour, 1000, "")];
    assert!(marks(&days).iter().all(|mark| mark.day == day("2026-01-01")));
}

#[test]
fn a_moment_that_cannot_be_meant_is_refused() {
    for at in [-DAY, 84_006 * DAY, NEW_YEAR * 1000, i64::MAX, i64::MIN] {
        assert!(refusal(&with(&[(7, at, 2, "")])).contains(&at.to_string()), "{at}");
    }
}

#[test]
fn of_two_marks_on_one_day_the_first_stays_and_the_other_is_left() {
    let habits = read(with(&[(7, NEW_YEAR, 2, ""), (7, NEW_YEAR + 1, 0, "")]).path()).unwrap();
    assert_eq!(habits.habits[1].marks, [mark("2026-01-01", What::Yes, "")]);
    assert_eq!(left(&habits, "Stretch"), ["1 day marked a second time; the first mark stays"]);
}

#[test]
fn values_that_mean_nothing_are_left_and_counted() {
    let days = [
        (7, NEW_YEAR, 1500, ""),
        (7, NEW_YEAR + DAY, -2, ""),
        (9, NEW_YEAR, -5000, ""),
        (9, NEW_YEAR + DAY, 1 << 40, ""),
    ];
    let habits = read(with(&days).path()).unwrap();
    let words = ["2 days with a value that such a habit cannot have"];
    assert_eq!(left(&habits, "Stretch"), words);
    assert_eq!(left(&habits, "Read, then write"), words);
}

#[test]
fn days_of_a_habit_that_is_gone_are_left() {
    let habits = read(with(&[(8, NEW_YEAR, 2, "")]).path()).unwrap();
    assert_eq!(left(&habits, "")[0], "1 day of habits that are no longer there");
}

#[test]
fn a_frequency_that_makes_no_sense_is_left() {
    for (times, days) in [("0", "7"), ("1", "-1"), ("1", "NULL"), ("2147483647", "1")] {
        let set = format!("UPDATE Habits SET freq_num = {times}, freq_den = {days} WHERE id = 7");
        let habits = read(kept(&set).path()).unwrap();
        assert_eq!(habits.habits[1].frequency, Frequency { times: 1, days: 1 });
        assert!(left(&habits, "Stretch")[0].starts_with("its frequency"), "{times} in {days}");
    }
}

#[test]
fn a_target_that_is_no_amount_is_left() {
    for target in ["-1", "9e999", "-9e999"] {
        let set = format!("UPDATE Habits SET target_value = {target} WHERE id = 9");
        let habits = read(kept(&set).path()).unwrap();
        assert_eq!(habits.habits[0].amount.as_ref().unwrap().target, None);
        assert_eq!(left(&habits, "Read, then write"), ["its target, which is no amount"]);
    }
}

#[test]
fn a_habit_without_a_name_is_given_one() {
    let habits = read(kept("UPDATE Habits SET name = ' ' WHERE id = 7").path()).unwrap();
    assert_eq!(habits.habits[1].name, "habit 7");
    assert_eq!(left(&habits, "habit 7"), ["it has no name, and is called this here"]);
}

#[test]
fn a_backup_of_the_first_versions_is_read() {
    let old = made(
        "CREATE TABLE Habits (Id INTEGER PRIMARY KEY AUTOINCREMENT, archived INTEGER, color INTEGER,
            description TEXT, freq_den INTEGER, freq_num INTEGER, highlight INTEGER, name TEXT,
            position INTEGER, reminder_days INTEGER, reminder_hour INTEGER, reminder_min INTEGER);
        CREATE TABLE Repetitions (Id INTEGER PRIMARY KEY AUTOINCREMENT,
            habit INTEGER REFERENCES Habits(Id), timestamp INTEGER);
        INSERT INTO Habits (id, name, description, freq_num, freq_den)
            VALUES (1, 'Run', 'Did you run?', 1, 1), (2, 'Run', '', 1, 1);
        INSERT INTO Repetitions (habit, timestamp)
            VALUES (1, 1767225600000), (1, 1767225600000), (1, NULL), (NULL, 1767225600000);
        PRAGMA user_version = 12;",
    );
    let habits = read(old.path()).unwrap();
    assert_eq!(habits.habits[0].marks, [mark("2026-01-01", What::Yes, "")]);
    assert_eq!(habits.habits[0].question, "Did you run?");
    assert_eq!(habits.habits[0].description, "");
    assert_eq!((&*habits.habits[0].key, &*habits.habits[1].key), ("Run", "Run (2)"));
    assert_eq!(left(&habits, "")[0], "2 days without a date, or without a habit");
}

#[test]
fn two_habits_with_one_uuid_are_refused() {
    assert!(refusal(&kept("UPDATE Habits SET uuid = '5f2c'")).contains("\"5f2c\""));
}

#[test]
fn a_later_version_is_refused_by_its_number() {
    let refused = read(kept("PRAGMA user_version = 26").path());
    assert!(matches!(refused, Err(Refused::TooNew { ref found, .. }) if found == "tables 26"));
}

#[test]
fn a_database_without_the_tables_of_loop_is_refused() {
    assert!(refusal(&made("CREATE TABLE notes (id)")).contains("no table Habits"));
    assert!(refusal(&backup("DROP TABLE Repetitions")).contains("no table Repetitions"));
}

#[test]
fn a_table_without_a_column_that_matters_is_refused_by_its_name() {
    let renamed = kept("ALTER TABLE Repetitions RENAME COLUMN timestamp TO at");
    assert_eq!(refusal(&renamed), "its table Repetitions: there is no column timestamp");
}

#[test]
fn a_view_or_a_computed_column_is_no_table_and_no_column() {
    let view = made(
        "CREATE VIEW Habits AS SELECT 1 id, 'a' name, 1 freq_num, 1 freq_den;
        CREATE TABLE Repetitions (habit, timestamp)",
    );
    assert!(refusal(&view).contains("no table Habits"));
    let computed = made(
        "CREATE TABLE Habits (id, freq_num, freq_den, name AS (hex(zeroblob(1000000000))));
        CREATE TABLE Repetitions (habit, timestamp)",
    );
    assert!(refusal(&computed).contains("no column name"));
}

#[test]
fn a_virtual_table_is_refused() {
    let tables = "PRAGMA writable_schema = ON;
        INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql) VALUES ('table', 'Habits',
            'Habits', 0, 'CREATE VIRTUAL TABLE Habits USING fts5(id, name, freq_num, freq_den)');";
    let made = made(&["CREATE TABLE Repetitions (habit, timestamp);", tables].concat());
    assert!(refusal(&made).contains("Habits"), "{}", refusal(&made));
}

#[test]
fn cells_of_the_wrong_sort_are_refused_by_their_column() {
    for (set, words) in [
        ("UPDATE Habits SET freq_num = 'often'", "freq_num is text, no number"),
        ("UPDATE Habits SET type = 2", "type is 2, which is not known here"),
        ("UPDATE Habits SET archived = x'00'", "archived is blob, no number"),
        ("UPDATE Habits SET name = x'00'", "name is no text"),
        ("UPDATE Habits SET name = CAST(x'ff' AS TEXT)", "which is not UTF-8"),
        ("UPDATE Repetitions SET value = 2.5", "value is 2.5, no whole number"),
        ("UPDATE Repetitions SET timestamp = 'today'", "timestamp is text, no number"),
    ] {
        let days = "INSERT INTO Repetitions (habit, timestamp, value) VALUES (7, 0, 2);";
        let refusal = refusal(&kept(&[days, set].concat()));
        assert!(refusal.contains(words), "{set}: {refusal}");
    }
}

#[test]
fn a_text_that_is_too_long_is_refused() {
    let long = kept("UPDATE Habits SET name = replace(hex(zeroblob(33000)), '0', 'x')");
    assert!(matches!(read(long.path()), Err(Refused::TooMuch { .. })));
}

#[test]
fn a_database_cut_short_or_scrambled_is_refused() {
    let whole = fs::read(kept("").path()).unwrap();
    let mut scrambled = whole.clone();
    scrambled[4096..].fill(0xa5);
    for bytes in [&whole[..whole.len() - 4096], &whole[..100], &scrambled] {
        let mut file = NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        assert!(refusal(&file).contains("damaged"), "{} bytes", bytes.len());
    }
}

/// Habits in a database that keeps a log beside it, with what is only in the log.
fn logged(folder: &Path) -> Connection {
    let path = folder.join("loop.db");
    fs::copy(kept("").path(), &path).unwrap();
    let db = Connection::open(&path).unwrap();
    db.execute_batch("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0").unwrap();
    db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE); UPDATE Habits SET name = 'New'").unwrap();
    db
}

#[test]
fn a_backup_is_read_with_the_log_beside_it_or_without() {
    let folder = TempDir::new().unwrap();
    let db = logged(folder.path());
    let names = |path: &Path| {
        let habits = read(path).unwrap().habits;
        habits.into_iter().map(|habit| habit.name).collect::<Vec<_>>()
    };
    assert_eq!(names(&folder.path().join("loop.db")), ["New", "New"]);
    let alone = folder.path().join("alone.db");
    fs::copy(folder.path().join("loop.db"), &alone).unwrap();
    assert_eq!(names(&alone), ["Read, then write", "Stretch"]);
    drop(db);
}

#[test]
fn reading_a_backup_leaves_nothing_beside_it() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("loop.db");
    fs::copy(kept("PRAGMA journal_mode = WAL").path(), &path).unwrap();
    let before = fs::read(&path).unwrap();
    read(&path).unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    assert_eq!(fs::read(&path).unwrap(), before);
}
