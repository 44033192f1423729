//! Facts in JSON that nobody wrote.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};

use crate::made::MADE;
use crate::refusing::Guarded;
use crate::state::healthy;

/// A file of these facts, each given as what it is and what it says.
fn file_of(facts: &[String]) -> Vec<u8> {
    let end = format!("{{\"end\":{{\"facts\":{}}}}}", facts.len());
    [&["{\"rat\":1}".to_owned()], facts, &[end]].concat().join("\n").into_bytes()
}

/// A fact of another device under a number.
fn fact(seq: &str, table: &str, says: &str) -> String {
    format!(
        "{{\"fact\":\"{table}\",\"device\":\"feed\",\"seq\":{seq},\"at\":1795420800000,\"offset\":3600,\
         \"study_day\":\"2026-11-23\",{says}}}"
    )
}

fn review(says: &str) -> String {
    let whole =
        "\"card\":\"a/b\",\"rating\":3,\"scored\":true,\"took\":0,\"retention\":0.9,\"longest\":9";
    let name = says.split(':').next().unwrap();
    let kept: Vec<&str> = whole.split(',').filter(|part| !part.starts_with(name)).collect();
    fact("1", "review", &[&kept[..], &[says]].concat().join(","))
}

fn jot(text: &str) -> String {
    let thing = "\"thing\":\"feed:1\",\"kind\":\"bug\",\"done\":false";
    fact("1", "jot", &format!("{thing},\"text\":{text}"))
}

/// What no review can hold.
const REVIEWS: [&str; 21] = [
    "\"rating\":5",
    "\"rating\":-1",
    "\"rating\":3.5",
    "\"rating\":99999999999999999999",
    "\"took\":-1",
    "\"took\":9223372036854775807",
    "\"retention\":0",
    "\"retention\":-0.0",
    "\"retention\":1.5",
    "\"retention\":1e308",
    "\"retention\":1e999",
    "\"retention\":NaN",
    "\"longest\":0",
    "\"longest\":-5",
    "\"longest\":9223372036854775807",
    "\"scored\":7",
    "\"card\":7",
    "\"card\":\"\"",
    "\"card\":\"a\"",
    "\"card\":\"../../a/b\"",
    "\"card\":null",
];

/// What no fact can be known by.
const HEADS: [(&str, &str); 15] = [
    ("seq", "0"),
    ("seq", "-1"),
    ("seq", "9007199254740993"),
    ("at", "-9223372036854775808"),
    ("at", "9223372036854775807"),
    ("at", "1e300"),
    ("offset", "2147483647"),
    ("study_day", "\"0000-00-00\""),
    ("study_day", "\"9999-12-31\""),
    ("study_day", "\"-262143-01-01\""),
    ("device", "\"\""),
    ("device", "\"a'; DROP TABLE jot\""),
    ("fact", "\"sqlite_schema\""),
    ("fact", "\"progress\""),
    ("fact", "\"jot; DROP TABLE jot\""),
];

/// Other facts that cannot be: the table, and what its fact says.
const OTHERS: [(&str, &str); 10] = [
    ("carried", r#""card":"a/b","due_day":"2026-12-01","stability":-1.5,"difficulty":5"#),
    ("carried", r#""card":"a/b","due_day":"2026-12-01","stability":1e300,"difficulty":5"#),
    ("carried", r#""card":"a/b","due_day":"2026-12-01","stability":-0.0,"difficulty":5"#),
    ("carried", r#""card":"a/b","due_day":"2026-12-01","stability":3,"difficulty":77"#),
    ("carried", r#""card":"a/b","due_day":"2999-12-01","stability":3,"difficulty":5"#),
    ("away", r#""first_day":"2026-12-01","last_day":"2026-11-01""#),
    ("import", r#""source":"rat","file":"f","facts":"[[\"feed\",1]]""#),
    ("import", r#""source":"rat","file":"f","facts":"nothing""#),
    ("card_edit", r#""card":"a/b","kind":"essay","front":"f","back":"b","note":"","made":true"#),
    (
        "parameters",
        r#""verdict":"kept","length":3,"weights":"[1,2,3]","reviews":1,"held_out":0,"doubt":0,"spread":1"#,
    ),
];

#[test]
fn facts_with_numbers_that_cannot_be_are_refused() {
    let mut guarded = Guarded::new();
    for says in REVIEWS {
        guarded.refuses_bytes(says, &file_of(&[review(says)]));
    }
    for (name, value) in HEADS {
        let sound = review("\"rating\":3");
        let (head, rest) = sound.split_once(&format!("\"{name}\":")).unwrap();
        let (_, rest) = rest.split_once(',').unwrap();
        let line = format!("{head}\"{name}\":{value},{rest}");
        guarded.refuses_bytes(&format!("{name} {value}"), &file_of(&[line]));
    }
    for (table, says) in OTHERS {
        guarded.refuses_bytes(says, &file_of(&[fact("1", table, says)]));
    }
}

#[test]
fn facts_that_contradict_each_other_are_refused() {
    let mut guarded = Guarded::new();
    for (case, facts) in [
        ("two facts of one number", vec![review("\"rating\":3"), jot("\"words\"")]),
        ("two jots of one number", vec![jot("\"one\""), jot("\"two\"")]),
        (
            "a thing made by nothing",
            vec![fact("2", "walk_ended", "\"thing\":\"feed:1\",\"ending\":\"done\",\"note\":\"\"")],
        ),
        (
            "a plan that is a jot",
            vec![jot("\"words\""), fact("2", "self_rating", "\"thing\":\"feed:1\",\"rating\":3")],
        ),
        (
            "a thing of no device",
            vec![fact("2", "tap_check", "\"thing\":\":\",\"verdict\":\"keep\"")],
        ),
        (
            "a thing whose number is written oddly",
            vec![jot("\"words\"").replace("feed:1", "feed:01")],
        ),
        ("a thing whose number has a sign", vec![jot("\"words\"").replace("feed:1", "feed:+1")]),
        ("a zero in a text", vec![jot("\"a\\u0000b\"")]),
        ("half a character", vec![jot("\"\\ud800\"")]),
        ("a text that is a list", vec![jot("[\"a\"]")]),
    ] {
        guarded.refuses_bytes(case, &file_of(&facts));
    }
}

#[test]
fn facts_said_to_be_of_this_device_may_not_leave_a_gap() {
    let mut guarded = Guarded::new();
    let file = guarded.home.folder.path().parent().unwrap().join("faults-own.json");
    guarded.home.ok(&["export", "json", file.to_str().unwrap()]);
    let text = fs::read_to_string(&file).unwrap();
    fs::remove_file(&file).unwrap();
    let device = text.split("\"device\":\"").nth(1).unwrap().split('"').next().unwrap();
    for seq in ["900", "9007199254740992"] {
        let own = review("\"rating\":3")
            .replace("feed", device)
            .replace("\"seq\":1", &format!("\"seq\":{seq}"));
        guarded.refuses_bytes(&format!("number {seq} of this device"), &file_of(&[own]));
    }
}

#[test]
fn lines_that_are_no_facts_are_refused() {
    let mut guarded = Guarded::new();
    let whole = fs::read(&MADE.json).unwrap();
    for part in 1..16 {
        guarded
            .refuses_bytes(&format!("{part}/16 of the facts"), &whole[..whole.len() * part / 16]);
    }
    guarded.refuses_bytes(
        "bytes that are no text",
        &file_of(&[jot("\"\u{fffd}\"")])
            .iter()
            .map(|byte| if *byte == 0xef { 0xff } else { *byte })
            .collect::<Vec<u8>>(),
    );
    let deep =
        |open: &str, close: &str| format!("{}1{}", open.repeat(1_000_000), close.repeat(1_000_000));
    for line in [deep("[", "]"), deep("{\"a\":", "}"), jot(&deep("[", "]"))] {
        guarded.refuses_bytes("lists in lists", &file_of(&[line]));
    }
    guarded.refuses_bytes(
        "a line of 100 MB",
        &file_of(&[jot(&format!("\"{}\"", "x".repeat(100 << 20)))]),
    );
    guarded.refuses_bytes("a first line of 100 MB", &[b"{", &vec![b' '; 100 << 20][..]].concat());
    guarded.refuses_bytes(
        "a list of millions",
        &file_of(&[jot(&format!("[{}0]", "0,".repeat(7 << 20)))]),
    );
    guarded.refuses_bytes(
        "lists of nothing",
        &file_of(&[format!("{{\"a\":[{}[]]}}", "[],".repeat(5 << 20))]),
    );
    let keys: Vec<String> = (0..1_100_000).map(|n| format!("\"{n:x}\":0")).collect();
    guarded.refuses_bytes("a million keys", &file_of(&[format!("{{{}}}", keys.join(","))]));
    let later = whole
        .iter()
        .map(|byte| char::from(*byte))
        .collect::<String>()
        .replace("{\"rat\":1}", "{\"rat\":9}");
    guarded.refuses_bytes("format 9", later.as_bytes());
    guarded.refuses_bytes("twice", &[&whole[..], &whole].concat());
}

#[test]
fn deck_files_without_end_are_refused() {
    let mut guarded = Guarded::new();
    let kept = tempfile::NamedTempFile::new().unwrap();
    let mut to = BufWriter::new(File::create(kept.path()).unwrap());
    writeln!(to, "{{\"rat\":1}}").unwrap();
    for n in 0..40 {
        writeln!(to, "{{\"deck\":\"d{n}\",\"text\":\"{}\"}}", "x".repeat(8 << 20)).unwrap();
    }
    writeln!(to, "{{\"end\":{{\"facts\":0}}}}").unwrap();
    to.flush().unwrap();
    guarded.refuses("decks of 320 MB", kept.path());
}

#[test]
fn a_deck_whose_name_leads_elsewhere_is_put_nowhere() {
    let guarded = Guarded::new();
    let home = &guarded.home;
    for name in ["../up", "/tmp/faults-of-rat", "a/b", "..", "CON"] {
        let deck = format!(
            "name = \\\"{name}\\\"\\ntitle = \\\"t\\\"\\npurpose = \\\"p\\\"\\nuse-when = \\\"u\\\"\\n\
             avoid-when = \\\"a\\\"\\nstanding = \\\"mine\\\"\\nsources = [\\\"me\\\"]\\n[[card]]\\n\
             key = \\\"c1\\\"\\nkind = \\\"recall\\\"\\nfront = \\\"f?\\\"\\nback = \\\"b.\\\"\\n"
        );
        let lines = format!(
            "{{\"rat\":1}}\n{{\"deck\":\"{name}\",\"text\":\"{deck}\"}}\n{{\"end\":{{\"facts\":0}}}}\n"
        );
        let file = home.folder.path().join("decks.json");
        fs::write(&file, lines).unwrap();
        let said = home.json(&["import", file.to_str().unwrap()]);
        assert_eq!(said["refused"].as_array().unwrap().len(), 1, "{name}: {said}");
        fs::remove_file(&file).unwrap();
    }
    assert!(!home.data().join("up.toml").exists() && !home.folder.path().join("up.toml").exists());
    assert!(!std::path::Path::new("/tmp/faults-of-rat.toml").exists());
}

#[test]
fn words_that_mean_harm_stay_words() {
    let guarded = Guarded::new();
    let home = &guarded.home;
    let file = home.folder.path().join("words.json");
    let text = "\"'); DROP TABLE review; --\\u001b[2J\\u202e owned\"";
    fs::write(&file, file_of(&[jot(text)])).unwrap();
    home.ok(&["import", file.to_str().unwrap()]);
    let shown = [home.ok(&["jot", "list"]), home.ok(&["undo"])].concat();
    assert!(shown.contains("DROP TABLE") && !shown.contains(['\u{1b}', '\u{202e}']), "{shown:?}");
    healthy(home, "after words that mean harm");
}
