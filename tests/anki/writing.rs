//! What is written, against what the real Anki makes of it.

use std::collections::HashMap;
use std::path::Path;
use std::sync::OnceLock;

use rat::domain::card::{Id, Kind, Text};
use rat::domain::review::Rating;
use rat::domain::time::{Now, Rollover};
use rat::storage::formats::anki::write::{Answer, Card, Setting, Writer};
use rat::storage::formats::anki::{self, Standing};
use serde_json::Value;

use crate::real::run;

const DAY: i64 = 86_400_000;

const PARAMETERS: [f32; 21] = [
    0.3, 1.4, 2.5, 8.5, 6.4, 0.83, 3.0, 0.001, 1.87, 0.17, 0.8, 1.48, 0.06, 0.26, 1.65, 0.6, 1.87,
    0.54, 0.09, 0.066, 0.154,
];

/// The present, which Anki will look at too.
fn now() -> Now {
    Now::new(chrono::Local::now().fixed_offset(), Rollover::default())
}

fn text(kind: Kind, front: &str, back: &str, note: &str) -> Text {
    Text { kind, front: front.into(), back: back.into(), note: note.into() }
}

fn texts() -> Vec<Text> {
    vec![
        text(Kind::Recall, "What is <b> & why?\nLine  two", "[sound:x] {{Front}}", "A \"note\""),
        text(Kind::Cloze, "Plans {{fire}} on {{std::triggers}} {not} <here>.", "", "Said twice"),
        text(Kind::Situation, "You stand at the door.", "Name the step.", ""),
        text(Kind::Recall, "New one?", "Yes.", ""),
    ]
}

struct Seen {
    told: Value,
    now: Now,
    path: std::path::PathBuf,
}

impl Seen {
    /// What Anki says of a card.
    fn card(&self, key: &str) -> &Value {
        let guid = format!("rat/tests/{key}");
        let cards = self.told["cards"].as_array().unwrap();
        cards.iter().find(|card| card["guid"] == *guid).unwrap()
    }
}

/// Writes a package and has Anki look at it, once for all tests.
fn seen() -> &'static Seen {
    static SEEN: OnceLock<Seen> = OnceLock::new();
    SEEN.get_or_init(|| {
        let path = tempfile::tempdir().unwrap().keep().join("ours.apkg");
        let now = now();
        write(&path, now);
        Seen { told: serde_json::from_str(&run("look.py", &[&path])).unwrap(), now, path }
    })
}

fn write(path: &Path, now: Now) {
    let setting = Setting {
        now,
        rollover: Rollover::default(),
        parameters: &PARAMETERS,
        retention: 0.9,
        longest: 36_500,
    };
    let mut writer = Writer::begin(setting).unwrap();
    let tags = ["one".to_owned(), "two words".to_owned()];
    for (place, text) in (0_i32..).zip(texts()) {
        let name: Id = format!("tests/card-{place}").parse().unwrap();
        let standing = Standing {
            due: now.today.plus(10 * place - 5),
            interval: 20,
            stability: Some(21.5),
            difficulty: Some(4.25),
            last: Some(now.at - 15 * DAY),
            lapses: 1,
            reps: 4,
            retention: Some(0.88),
        };
        let card = writer
            .card(&Card {
                name: &name,
                deck: "A deck: of ours",
                text: &text,
                tags: &tags,
                modified: now.at - DAY,
                suspended: place == 2,
                buried: false,
                standing: (place < 3).then_some(standing),
            })
            .unwrap();
        for (days, rating) in [(60, Rating::Good), (50, Rating::Again), (15, Rating::Easy)] {
            let answer = Answer {
                card,
                at: now.at - days * DAY,
                rating,
                took: 1234,
                scored: days != 50,
                before: (days < 60).then_some(3),
                after: Some(7),
                difficulty: Some(4.25),
            };
            if place < 3 {
                writer.answer(&answer).unwrap();
            }
        }
    }
    writer.finish(&mut std::fs::File::create(path).unwrap()).unwrap();
}

#[test]
#[ignore = "needs the real Anki"]
fn anki_takes_every_card_and_doubles_none() {
    let told = &seen().told;
    assert_eq!(told["first"]["new"], 4, "{}", told["first"]);
    assert_eq!((&told["again"]["new"], &told["again"]["same"]), (&0.into(), &4.into()));
    assert_eq!(told["cards"].as_array().unwrap().len(), 4);
}

#[test]
#[ignore = "needs the real Anki"]
fn anki_finds_nothing_in_disorder() {
    let told = &seen().told;
    assert_eq!(
        (&told["sound"], &told["unsummed"]),
        (&true.into(), &0.into()),
        "{}",
        told["trouble"]
    );
}

#[test]
#[ignore = "needs the real Anki"]
fn anki_shows_the_texts_as_they_are() {
    let seen = seen();
    let shown = |key, side: &str| {
        let words = seen.card(key)[side].as_str().unwrap().replace('\u{a0}', " ");
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(shown("card-0", "front"), "What is <b> & why? Line two");
    assert_eq!(
        shown("card-0", "back"),
        "What is <b> & why? Line two [sound:x] {{Front}} A \"note\""
    );
    assert_eq!(shown("card-1", "front"), "Plans [...] on [...] {not} <here>.");
    assert_eq!(shown("card-1", "back"), "Plans fire on std::triggers {not} <here>. Said twice");
}

#[test]
#[ignore = "needs the real Anki"]
fn cards_stand_in_anki_where_they_stood() {
    for (key, due) in [("card-0", -5), ("card-1", 5), ("card-2", 15)] {
        let card = seen().card(key);
        assert_eq!((&card["due_in"], &card["type"]), (&due.into(), &2.into()), "{card}");
        assert_eq!((&card["interval"], &card["reps"]), (&20.into(), &4.into()), "{card}");
        assert_eq!((&card["stability"], &card["difficulty"]), (&21.5.into(), &4.25.into()));
        assert!((card["retention"].as_f64().unwrap() - 0.88).abs() < 1e-6, "{card}");
        assert_eq!(card["last"], (seen().now.at - 15 * DAY) / 1000);
        assert_eq!(card["deck"], "rat::A deck: of ours");
        assert_eq!(card["tags"], Value::from(vec!["one", "two_words"]));
    }
    assert_eq!(seen().card("card-2")["queue"], -1);
    assert_eq!(seen().card("card-3")["type"], 0);
}

#[test]
#[ignore = "needs the real Anki"]
fn the_whole_log_arrives_with_a_moment_for_each() {
    let rows = seen().told["revlog"].as_array().unwrap();
    assert_eq!(rows.len(), 9);
    let mut sorts: HashMap<i64, usize> = HashMap::new();
    for row in rows {
        *sorts.entry(row[7].as_i64().unwrap()).or_default() += 1;
        assert_eq!(row[5] == 0, row[7] == 3, "{row}");
    }
    assert_eq!(sorts, HashMap::from([(0, 3), (1, 3), (3, 3)]));
}

#[test]
#[ignore = "needs the real Anki"]
fn anki_reckons_a_memory_from_the_log() {
    let computed = &seen().card("card-0")["computed"];
    assert!(computed[0].as_f64().unwrap() > 30.0, "{computed}");
}

#[test]
#[ignore = "needs the real Anki"]
fn the_parameters_arrive_in_a_preset() {
    let set = seen().told["presets"]["rat"].as_array().unwrap();
    assert_eq!(set.len(), 21);
}

#[test]
#[ignore = "needs the real Anki"]
fn what_was_written_is_read_again() {
    let read = anki::read(&seen().path).unwrap();
    for (place, text) in texts().into_iter().enumerate() {
        let name = format!("tests/card-{place}");
        let card = read.cards.iter().find(|card| card.ours.as_ref() == Some(&name)).unwrap();
        let kind = if text.kind == Kind::Situation { Kind::Recall } else { text.kind };
        assert_eq!(card.text, Text { kind, ..text });
    }
    assert_eq!((read.reviews.len(), read.left.len()), (9, 0));
    assert_eq!(read.reviews.iter().filter(|review| review.scored).count(), 6);
}
