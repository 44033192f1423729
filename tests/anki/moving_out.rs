//! What the whole program writes for Anki, as the real Anki takes it, and as it comes back from there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use chrono::{DateTime, Duration, FixedOffset, Local};
use rat::domain::time::StudyDay;
use serde_json::Value;

use crate::home::Home;
use crate::real::{made, run};

/// A home with a past, what Anki says of it, and what Anki gave back.
struct Moved {
    home: Home,
    told: Value,
    /// What rat says of its cards, by name, as they were when Anki first took them.
    cards: BTreeMap<String, Value>,
    back: String,
}

/// The morning so many days before the present, at which Anki will look.
fn morning(before: i64) -> String {
    let now: DateTime<FixedOffset> = Local::now().fixed_offset();
    // Ten hours into the study day or, early in it, an hour before the present.
    let at = if before == 0 { now } else { now - Duration::days(before) - Duration::hours(1) };
    at.to_rfc3339()
}

/// Some weeks with cards of every sort.
fn live(home: &mut Home) {
    home.now = morning(45);
    home.with_deck("tea", 6);
    let gap = "The tea steeps for {{three}} minutes at {{ninety}} degrees.";
    home.ok(&["card", "add", "tea/steep", "--kind", "cloze", "--front", gap]);
    let cards = [
        "tea/c1",
        "tea/c2",
        "tea/c3",
        "tea/c4",
        "tea/steep",
        "trigger-action-plans/what-it-does",
        "trigger-action-plans/situation-morning-reading",
    ];
    let ratings = ["good", "hard", "good", "easy", "again"];
    for (round, before) in [42, 40, 35, 27, 16, 6, 1].into_iter().enumerate() {
        home.now = morning(before);
        for (place, card) in cards.iter().enumerate() {
            home.ok(&["grade", card, ratings[(round + 2 * place) % ratings.len()]]);
        }
        // Repeats on the same day, an answer that was taken back, and a card that never sticks.
        home.ok(&["grade", cards[round % cards.len()], "good"]);
        home.ok(&["grade", "tea/c3", "easy"]);
        home.ok(&["undo"]);
        home.ok(&["grade", "tea/c5", if round == 0 { "good" } else { "again" }]);
    }
    home.now = morning(0);
    home.ok(&["card", "suspend", "tea/c2"]);
    home.ok(&["import", made().folder.join("fitted.apkg").to_str().unwrap()]);
}

/// The cards of a home by name.
fn cards(home: &Home) -> BTreeMap<String, Value> {
    let cards = home.json(&["card", "list"]);
    let name = |card: &Value| card["id"].as_str().unwrap().to_owned();
    cards.as_array().unwrap().iter().map(|card| (name(card), card.clone())).collect()
}

/// Lives, moves to Anki twice with a change between, and back; once for all tests.
fn moved() -> &'static Moved {
    static MOVED: OnceLock<Moved> = OnceLock::new();
    MOVED.get_or_init(|| {
        let mut home = Home::new();
        live(&mut home);
        let path = |name: &str| home.folder.path().join(name);
        let [first, later, back] = ["first.apkg", "later.apkg", "back.apkg"].map(path);
        home.ok(&["export", "anki", first.to_str().unwrap()]);
        let cards = cards(&home);
        home.ok(&["card", "edit", "tea/c1", "--back", "Another answer."]);
        home.ok(&["export", "anki", later.to_str().unwrap()]);
        let told = serde_json::from_str(&run("look.py", &[&first, &later, &back])).unwrap();
        let back = back.to_str().unwrap().to_owned();
        Moved { home, told, cards, back }
    })
}

/// What Anki says of cards, by their names here.
fn by_name(cards: &Value) -> BTreeMap<String, &Value> {
    let name =
        |card: &Value| card["guid"].as_str().unwrap().strip_prefix("rat/").unwrap().to_owned();
    cards.as_array().unwrap().iter().map(|card| (name(card), card)).collect()
}

fn today(home: &Home) -> StudyDay {
    let now = DateTime::parse_from_rfc3339(&home.now).unwrap();
    rat::domain::time::Now::new(now, rat::domain::time::Rollover::default()).today
}

fn near(ours: &Value, theirs: &Value, apart: f64) -> bool {
    match (ours.as_f64(), theirs.as_f64()) {
        (Some(ours), Some(theirs)) => (ours - theirs).abs() <= apart.max(theirs.abs() * 1e-6),
        (ours, theirs) => ours.is_none() && theirs.is_none(),
    }
}

#[test]
#[ignore = "needs the real Anki"]
fn anki_takes_every_card_of_a_whole_home_and_finds_it_in_order() {
    let Moved { told, cards, .. } = moved();
    assert!(cards.len() > 480, "{}", cards.len());
    assert_eq!(told["first"]["new"], cards.len(), "{}", told["first"]);
    assert_eq!(
        (&told["sound"], &told["unsummed"]),
        (&true.into(), &0.into()),
        "{}",
        told["trouble"]
    );
    let held = by_name(&told["before"]);
    assert!(held.keys().eq(cards.keys()));
}

#[test]
#[ignore = "needs the real Anki"]
fn cards_stand_in_anki_where_they_stand_in_rat() {
    let Moved { home, told, cards, .. } = moved();
    let mut seen = BTreeSet::new();
    for (name, theirs) in by_name(&told["before"]) {
        let ours = &cards[&name];
        seen.insert(ours["state"].as_str().unwrap());
        assert!(near(&ours["stability"], &theirs["stability"], 1e-4), "{ours} {theirs}");
        assert!(near(&ours["difficulty"], &theirs["difficulty"], 1e-3), "{ours} {theirs}");
        assert_eq!(theirs["queue"] == -1, ours["state"] == "suspended", "{ours} {theirs}");
        assert_eq!(theirs["lapses"], ours["lapses"], "{ours} {theirs}");
        assert_eq!(theirs["reps"], ours["reviews"], "{ours} {theirs}");
        let due = ours["due"]
            .as_str()
            .map(|day| i64::from(day.parse::<StudyDay>().unwrap().since(today(home))));
        assert_eq!(theirs["due_in"].as_i64(), due, "{ours} {theirs}");
        let tags: BTreeSet<&str> =
            theirs["tags"].as_array().unwrap().iter().map(|tag| tag.as_str().unwrap()).collect();
        let deck = format!("rat::{}", ours["deck"].as_str().unwrap());
        let mut wanted = BTreeSet::from([deck.as_str(), ours["kind"].as_str().unwrap()]);
        wanted.extend((ours["leech"] == true).then_some("leech"));
        assert_eq!(tags, wanted);
    }
    assert_eq!(seen, BTreeSet::from(["known", "new", "suspended"]));
    assert_eq!(cards["tea/c5"]["leech"], true, "{}", cards["tea/c5"]);
}

#[test]
#[ignore = "needs the real Anki"]
fn the_log_in_anki_is_the_history_in_rat() {
    let Moved { home, told, cards, .. } = moved();
    let held = by_name(&told["before"]);
    let log = told["revlog"].as_array().unwrap();
    let mut answers = 0;
    for (name, ours) in cards.iter().filter(|(_, card)| !card["stability"].is_null()) {
        let history = home.json(&["card", "history", name]);
        let history: Vec<&Value> =
            history.as_array().unwrap().iter().filter(|line| !line["rating"].is_null()).collect();
        let id = &held[name]["id"];
        let rows: Vec<&Value> = log.iter().filter(|row| row[1] == *id).collect();
        assert_eq!(history.len(), rows.len(), "{ours}");
        for (line, row) in history.iter().zip(&rows) {
            let at = DateTime::parse_from_rfc3339(line["at"].as_str().unwrap()).unwrap();
            let later = row[0].as_i64().unwrap() - at.timestamp_millis();
            assert!((0..1000).contains(&later), "{line} {row}");
            let place = usize::try_from(row[2].as_u64().unwrap()).unwrap();
            let rating = ["again", "hard", "good", "easy"][place - 1];
            assert_eq!(line["rating"], rating, "{line} {row}");
            assert_eq!(
                line["took_ms"].as_u64().unwrap_or(0),
                row[6].as_u64().unwrap(),
                "{line} {row}"
            );
            assert_eq!(line["role"] == "drill", row[7] == 3, "{line} {row}");
        }
        answers += rows.len();
    }
    assert_eq!(answers, log.len());
}

#[test]
#[ignore = "needs the real Anki"]
fn a_second_package_brings_new_words_and_doubles_nothing() {
    let Moved { told, cards, .. } = moved();
    assert_eq!((&told["again"]["new"], &told["again"]["same"]), (&0.into(), &cards.len().into()));
    assert_eq!((&told["later"]["new"], &told["later"]["updated"]), (&0.into(), &1.into()));
    let (before, after) = (by_name(&told["before"]), by_name(&told["cards"]));
    assert!(before.keys().eq(after.keys()));
    for (name, before) in &before {
        let back =
            if name == "tea/c1" { "Another answer." } else { before["back"].as_str().unwrap() };
        assert!(after[name]["back"].as_str().unwrap().ends_with(back), "{}", after[name]);
        assert_eq!(
            (&before["due"], &before["stability"]),
            (&after[name]["due"], &after[name]["stability"])
        );
    }
}

#[test]
#[ignore = "needs the real Anki"]
fn what_comes_back_from_anki_adds_nothing() {
    let Moved { home, back, .. } = moved();
    let before = home.ok(&["export", "json"]);
    let came = home.json(&["import", back]);
    assert_eq!(came["added"], serde_json::json!({}), "{came}");
    assert!(home.ok(&["export", "json"]) == before);
}

#[test]
#[ignore = "needs the real Anki"]
fn another_rat_gets_the_same_cards_back_from_anki() {
    let Moved { home, back, cards: _, .. } = moved();
    let other = Home { now: home.now.clone(), ..Home::new() };
    other.ok(&["import", back]);
    let (here, there) = (cards(home), cards(&other));
    assert!(here.keys().eq(there.keys()));
    for (name, here) in &here {
        let there = &there[name];
        for key in
            ["front", "back", "note", "state", "deck", "kind", "due", "reviews", "lapses", "leech"]
        {
            assert_eq!(here[key], there[key], "{key}: {here} {there}");
        }
        assert!(near(&here["stability"], &there["stability"], 2e-4), "{here} {there}");
        assert!(near(&here["difficulty"], &there["difficulty"], 2e-3), "{here} {there}");
    }
    let again = other.json(&["import", back]);
    assert_eq!(again["added"], serde_json::json!({}), "{again}");
}
