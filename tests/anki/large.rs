//! A collection as large as anybody's.

use std::process::Command;

use rat::domain::card::{Id, Kind, Text};
use rat::domain::review::Rating;
use rat::domain::time::{Now, Rollover, StudyDay};
use rat::storage::formats::anki;
use rat::storage::formats::anki::write::{Answer, Card, Setting, Writer};

/// The most memory this process had, in megabytes.
fn most() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
}

fn write(path: &std::path::Path) {
    let now = Now { at: 1_795_671_000_000, offset: 0, today: StudyDay::from_epoch(20_783) };
    let rollover = Rollover::default();
    let setting = Setting { now, rollover, parameters: &[], retention: 0.9, longest: 36_500 };
    let mut writer = Writer::begin(setting).unwrap();
    let said = "a <few> words & more of them\nand a second line ".repeat(4);
    for place in 0..50_000_i64 {
        let name: Id = format!("large/card-{place}").parse().unwrap();
        let (front, back) = (format!("Question {place}: {said}?"), format!("{said}."));
        let text = Text { kind: Kind::Recall, front, back, note: String::new() };
        let tags = ["a::tag".to_owned()];
        let card = Card {
            name: &name,
            deck: "Large",
            text: &text,
            tags: &tags,
            modified: now.at,
            suspended: false,
            buried: false,
            standing: None,
        };
        let card = writer.card(&card).unwrap();
        for day in 0..20_i64 {
            let answer = Answer {
                card,
                at: now.at - (20 - day) * 86_400_000 + place,
                rating: Rating::Good,
                took: 5000,
                scored: true,
                before: None,
                after: None,
                difficulty: None,
            };
            writer.answer(&answer).unwrap();
        }
    }
    writer.finish(&mut std::fs::File::create(path).unwrap()).unwrap();
}

/// Set where this test runs alone.
const ALONE: &str = "RAT_TEST_ALONE";

#[test]
#[ignore = "takes a minute"]
fn a_million_reviews_go_and_come_in_less_than_256_megabytes() {
    if std::env::var_os(ALONE).is_none() {
        // Memory is that of a process, which the other tests must not share.
        let name = "large::a_million_reviews_go_and_come_in_less_than_256_megabytes";
        let alone = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", name, "--ignored", "--nocapture"])
            .env(ALONE, "yes")
            .output()
            .unwrap();
        assert!(alone.status.success(), "{}", String::from_utf8_lossy(&alone.stderr));
        assert!(String::from_utf8_lossy(&alone.stdout).contains("1 passed"), "{alone:?}");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.apkg");
    write(&path);
    let written = most();
    let read = anki::read(&path).unwrap();
    assert_eq!((read.cards.len(), read.reviews.len()), (50_000, 1_000_000));
    assert!(most() < 256, "{written} MB after writing, {} MB after reading", most());
}
