use crate::storage::formats::Refused;
use crate::storage::formats::loops::tests::{archive, day, left, mark, refusal};
use crate::storage::formats::loops::{Amount, Frequency, Habit, Mark, What, Why, read};

const HEAD: &str = "Position,Name,Type,Question,Description,FrequencyNumerator,\
    FrequencyDenominator,Color,Unit,Target Type,Target Value,Archived?\n";

const STRETCH: &str = "001,Stretch,YES_NO,Did you stretch?,,1,1,#FF8F00,,,,false\n";

const READ: &str = "001,Read,NUMERICAL,,,1,7,#FF8F00,pages,AT_LEAST,15.0,true\n";

/// The list of one habit and its days.
fn listed(habit: &str, days: &str) -> tempfile::NamedTempFile {
    let name = habit.split(',').nth(1).unwrap();
    let folder = format!("001 {name}/Checkmarks.csv");
    let list = [HEAD, habit].concat();
    archive(&[("Habits.csv", list.as_bytes()), (&folder, days.as_bytes())])
}

fn only(habit: &str, days: &str) -> Habit {
    read(listed(habit, days).path()).unwrap().habits.pop().unwrap()
}

fn days_of(habit: &str, days: &str) -> Vec<Mark> {
    only(habit, days).marks
}

fn whats(habit: &str, days: &str) -> Vec<What> {
    days_of(habit, days).into_iter().map(|mark| mark.what).collect()
}

#[test]
fn an_export_of_today_is_read_with_its_notes() {
    let days = "Date,Value,Notes\n2026-01-03,NO,\"tired, and \"\"late\"\"\nagain\"\n\
        2026-01-02,SKIP,\n2026-01-01,YES_MANUAL,\n";
    let expected = [
        mark("2026-01-01", What::Yes, ""),
        mark("2026-01-02", What::Skip, ""),
        mark("2026-01-03", What::No, "tired, and \"late\"\nagain"),
    ];
    assert_eq!(days_of(STRETCH, days), expected);
}

#[test]
fn a_habit_that_counts_keeps_its_unit_and_target() {
    let habit = only(READ, "Date,Value,Notes\n");
    let amount = Amount { unit: "pages".to_owned(), at_most: false, target: Some(15.0) };
    assert_eq!(habit.amount, Some(amount));
    assert_eq!((habit.frequency, habit.archived), (Frequency { times: 1, days: 7 }, true));
}

#[test]
fn amounts_in_thousandths_and_the_words_for_small_ones_are_amounts() {
    let days = "Date,Value,Notes\n2026-01-01,2500,\n2026-01-02,NO,\n2026-01-03,YES_MANUAL,\n";
    assert_eq!(whats(READ, days), [What::Amount(2.5), What::Amount(0.0), What::Amount(0.002)]);
}

#[test]
fn an_amount_with_a_decimal_comma_or_point_is_in_the_unit() {
    let days = "Date,Value,Notes\n2026-01-01,\"1,5\",\n2026-01-02,1.5,\n2026-01-03,\"1,500\",\n";
    assert_eq!(whats(READ, days), [What::Amount(1.5); 3]);
}

#[test]
fn a_skip_of_a_habit_that_counts_is_no_amount() {
    assert_eq!(whats(READ, "Date,Value,Notes\n2026-01-01,SKIP,\n"), [What::Skip]);
    assert_eq!(whats(READ, "2026-01-01,3\n"), [What::Skip]);
}

#[test]
fn a_day_that_loop_filled_in_is_no_act() {
    assert_eq!(whats(STRETCH, "Date,Value,Notes\n2026-01-01,YES_AUTO,\n"), []);
}

#[test]
fn a_note_on_a_day_without_a_mark_is_left_with_its_text() {
    let days = "Date,Value,Notes\n2026-01-02,YES_AUTO,fog\n2026-01-01,UNKNOWN,rain\n";
    let habits = read(listed(STRETCH, days).path()).unwrap();
    let notes = habits.left.iter().filter(|left| left.habit == "Stretch");
    let expected = [
        Why::Note(day("2026-01-01"), "rain".to_owned()),
        Why::Note(day("2026-01-02"), "fog".to_owned()),
    ];
    assert!(notes.map(|left| &left.why).eq(&expected));
}

#[test]
fn a_comma_in_the_name_of_a_habit_is_no_end_of_it() {
    let list = [HEAD, "001,\"Read, then write\",YES_NO,,,1,1,#FF8F00,,,,false\n"].concat();
    let days = b"Date,Value,Notes\n2026-01-01,YES_MANUAL,\n";
    let export = archive(&[
        ("Habits.csv", list.as_bytes()),
        ("001 Read then write/Checkmarks.csv", days),
        ("Checkmarks.csv", b"Date,Read, then write,\n2026-01-01,YES_MANUAL,\n"),
    ]);
    let habits = read(export.path()).unwrap().habits;
    assert_eq!((&*habits[0].name, habits[0].marks.len()), ("Read, then write", 1));
}

#[test]
fn an_export_of_version_two_is_read_and_tells_amounts_by_their_size() {
    let list = "Position,Name,Question,Description,NumRepetitions,Interval,Color\n\
        001,Read,,,1,1,#FF8F00\n002,Stretch,Did you?,,2,3,#00897B\n";
    let export = archive(&[
        ("Habits.csv", list.as_bytes()),
        ("001 Read/Checkmarks.csv", b"2026-01-02,1500\n2026-01-01,0\n"),
        ("002 Stretch/Checkmarks.csv", b"2026-01-02,1\n2026-01-01,0\n"),
    ]);
    let habits = read(export.path()).unwrap();
    let amount = Amount { unit: String::new(), at_most: false, target: None };
    assert_eq!(habits.habits[0].amount, Some(amount));
    assert_eq!(habits.habits[0].marks[0].what, What::Amount(0.0));
    assert_eq!(habits.habits[1].marks, [mark("2026-01-01", What::No, "")]);
    assert!(left(&habits, "").iter().any(|words| words.starts_with("units, targets and notes")));
}

#[test]
fn one_strange_value_makes_no_habit_of_yes_and_no_count() {
    let list = "Position,Name,Question,Description,NumRepetitions,Interval,Color\n\
        001,Stretch,,,1,1,#FF8F00\n";
    let export = archive(&[
        ("Habits.csv", list.as_bytes()),
        ("001 Stretch/Checkmarks.csv", b"2026-01-03,2\n2026-01-02,4\n2026-01-01,2\n"),
    ]);
    let habits = read(export.path()).unwrap();
    assert_eq!(habits.habits[0].amount, None);
    let words = ["1 day with a value that such a habit cannot have"];
    assert_eq!(left(&habits, "Stretch"), words);
}

#[test]
fn zeros_of_the_first_versions_are_no_answers() {
    let list = "Name,Description,NumRepetitions,Interval,Color\nStretch,Did you?,1,1,#FF8F00\n";
    let export = archive(&[
        ("Habits.csv", list.as_bytes()),
        ("004 Stretch/Checkmarks.csv", b"2016-01-03,2\n2016-01-02,0\n2016-01-01,0\n"),
    ]);
    let habits = read(export.path()).unwrap();
    assert_eq!(habits.habits[0].question, "Did you?");
    assert_eq!(habits.habits[0].marks, [mark("2016-01-03", What::Yes, "")]);
    let words = "2 days without a mark; versions before 2.0 do not say which of them were a no";
    assert_eq!(left(&habits, "")[0], words);
}

#[test]
fn habits_of_one_name_keep_their_own_days() {
    let habit = "001,走る,YES_NO,,,1,1,#FF8F00,,,,false\n";
    let list = [HEAD, habit, &habit.replace("001", "002")].concat();
    let export = archive(&[
        ("Habits.csv", list.as_bytes()),
        ("001/Checkmarks.csv", b"Date,Value,Notes\n2026-01-01,NO,\n"),
        ("002/Checkmarks.csv", b"Date,Value,Notes\n2026-01-01,YES_MANUAL,\n"),
    ]);
    let habits = read(export.path()).unwrap().habits;
    let said: Vec<_> = habits.iter().map(|habit| (&*habit.key, habit.marks[0].what)).collect();
    assert_eq!(said, [("走る", What::No), ("走る (2)", What::Yes)]);
}

#[test]
fn a_habit_that_was_not_chosen_comes_without_its_days_and_says_so() {
    let list = [HEAD, STRETCH, "002,Run,YES_NO,,,1,1,#FF8F00,,,,false\n"].concat();
    let days = b"Date,Value,Notes\n2026-01-01,NO,\n";
    let export = archive(&[("Habits.csv", list.as_bytes()), ("001 Stretch/Checkmarks.csv", days)]);
    let habits = read(export.path()).unwrap();
    assert_eq!(habits.habits[1].marks, []);
    assert_eq!(left(&habits, "Run"), ["its days, which this export does not hold"]);
}

#[test]
fn days_of_no_known_habit_are_refused() {
    let list = [HEAD, STRETCH].concat();
    let export = archive(&[("Habits.csv", list.as_bytes()), ("002 Run/Checkmarks.csv", b"")]);
    assert!(refusal(&export).contains("\"002 Run\" in it belongs to no habit"));
}

#[test]
fn without_folders_the_days_are_read_from_the_columns_of_chosen_habits() {
    let list = [HEAD, STRETCH, "002,\"Read, then write\",YES_NO,,,1,1,#FF8F00,,,,false\n", READ];
    let export = archive(&[
        ("Habits.csv", list.concat().as_bytes()),
        (
            "Checkmarks.csv",
            b"Date,Read, then write,Read,\r\n2026-01-02,NO,1500,\r\n\
            2026-01-01,UNKNOWN,SKIP,\r\n",
        ),
    ]);
    let habits = read(export.path()).unwrap().habits;
    assert_eq!(habits[0].marks, []);
    assert_eq!(habits[1].marks, [mark("2026-01-02", What::No, "")]);
    let amounts = [mark("2026-01-01", What::Skip, ""), mark("2026-01-02", What::Amount(1.5), "")];
    assert_eq!(habits[2].marks, amounts);
}

#[test]
fn columns_that_match_no_habit_are_refused() {
    let list = [HEAD, STRETCH].concat();
    for days in [&b"Date,Stretching,\n2026-01-01,NO,\n"[..], b"2026-01-01,NO,\n", b""] {
        let export = archive(&[("Habits.csv", list.as_bytes()), ("Checkmarks.csv", days)]);
        assert!(refusal(&export).starts_with("Checkmarks.csv, line 1: its columns"), "{days:?}");
    }
}

#[test]
fn a_line_with_more_or_fewer_values_than_columns_is_refused() {
    let list = [HEAD, STRETCH].concat();
    for days in [&b"Date,Stretch,\n2026-01-01,NO,NO,\n"[..], b"Date,Stretch,\n2026-01-01,\n"] {
        let export = archive(&[("Habits.csv", list.as_bytes()), ("Checkmarks.csv", days)]);
        assert!(refusal(&export).starts_with("Checkmarks.csv, line 2: it "), "{days:?}");
    }
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_no_fault() {
    let list = ["\u{feff}", HEAD, STRETCH].concat().replace('\n', "\r\n");
    let days = b"\xef\xbb\xbfDate,Value,Notes\r\n2026-01-01,NO,\r\n\r\n";
    let export = archive(&[("Habits.csv", list.as_bytes()), ("001 Stretch/Checkmarks.csv", days)]);
    assert_eq!(read(export.path()).unwrap().habits[0].marks.len(), 1);
}

#[test]
fn an_export_packed_anew_inside_its_folder_is_read() {
    let list = [HEAD, STRETCH].concat();
    let export = archive(&[
        ("Loop/001 Stretch/Checkmarks.csv", b"Date,Value,Notes\n2026-01-01,NO,\n"),
        ("Loop/Habits.csv", list.as_bytes()),
        ("__MACOSX/Loop/._Habits.csv", b"\0\x05\x16\x07"),
    ]);
    assert_eq!(read(export.path()).unwrap().habits[0].marks.len(), 1);
}

#[test]
fn what_is_not_utf_8_is_refused_with_file_and_line() {
    let list = [HEAD.as_bytes(), b"001,Stretch\xff,YES_NO,,,1,1,#FF8F00,,,,false\n"].concat();
    assert_eq!(refusal(&archive(&[("Habits.csv", &list)])), "Habits.csv, line 2: it is not UTF-8");
    let list = [HEAD, STRETCH].concat();
    for (file, bytes) in [
        ("001 Stretch/Checkmarks.csv", &b"Date,Value,Notes\n2026-01-01,NO,\xff\n"[..]),
        ("Checkmarks.csv", b"Date,Stretch,\n2026-01-01,\xff,\n"),
    ] {
        let export = archive(&[("Habits.csv", list.as_bytes()), (file, bytes)]);
        assert_eq!(refusal(&export), format!("{file}, line 2: it is not UTF-8"));
    }
}

#[test]
fn cells_that_loop_does_not_write_are_refused_with_their_line() {
    for (row, words) in [
        ("1/25/2026,NO,", "\"1/25/2026\" is not a day such as 2026-11-23"),
        ("2026-02-30,NO,", "\"2026-02-30\" is not a day such as 2026-11-23"),
        ("1969-12-31,NO,", "\"1969-12-31\" is no day from 1970 to 2199"),
        ("2200-01-01,NO,", "\"2200-01-01\" is no day from 1970 to 2199"),
        ("2026-01-01,maybe,", "\"maybe\" is no value that Loop writes"),
        ("2026-01-01,NaN,", "\"NaN\" is no value that Loop writes"),
        ("2026-01-01,-1.5,", "\"-1.5\" is no value that Loop writes"),
        ("2026-01-01,1e300,", "\"1e300\" is no value that Loop writes"),
        ("2026-01-01", "\"\" is no value that Loop writes"),
        ("2026-01-01,NO,,", "it has more than a date, a value and a note"),
    ] {
        let days = ["Date,Value,Notes\n2026-01-01,NO,\n", row, "\n"].concat();
        let expected = format!("001 Stretch/Checkmarks.csv, line 3: {words}");
        assert_eq!(refusal(&listed(STRETCH, &days)), expected);
    }
}

#[test]
fn a_quotation_mark_left_open_swallows_no_days() {
    let days = "Date,Value,Notes\n2026-01-02,NO,\"oh\n2026-01-01,NO,\n";
    let expected = "001 Stretch/Checkmarks.csv: a quotation mark is not closed";
    assert_eq!(refusal(&listed(STRETCH, days)), expected);
}

#[test]
fn a_list_without_the_columns_of_loop_is_refused() {
    for (list, words) in [
        ("", "Habits.csv: it is empty"),
        ("Name,Color\n", "there is no column frequencynumerator or numrepetitions"),
        ("Date,Value\n", "there is no column name"),
    ] {
        let refusal = refusal(&archive(&[("Habits.csv", list.as_bytes())]));
        assert!(refusal.contains(words), "{refusal}");
    }
}

#[test]
fn a_sort_of_habit_that_is_not_known_is_refused() {
    for (known, unknown) in [("NUMERICAL", "TIMER"), ("AT_LEAST", "EXACTLY")] {
        let refusal = refusal(&listed(&READ.replace(known, unknown), ""));
        assert!(refusal.starts_with("Habits.csv, line 2: the "), "{refusal}");
        assert!(refusal.contains(unknown), "{refusal}");
    }
}

#[test]
fn a_text_that_is_too_long_is_refused() {
    let days = format!("Date,Value,Notes\n2026-01-01,NO,{}\n", "x".repeat(70_000));
    let refused = read(listed(STRETCH, &days).path());
    assert!(matches!(refused, Err(Refused::TooMuch { .. })), "{refused:?}");
}
