//! What is read of real packages, against what Anki says of them.

use std::collections::HashMap;

use rat::domain::card::Kind;
use rat::domain::time::StudyDay;
use rat::storage::formats::anki::{self, Card, Collection, Review, Sort};
use serde_json::Value;

use crate::real::made;

const PACKAGES: [&str; 4] = ["new.apkg", "old.apkg", "new.colpkg", "old.colpkg"];

fn read(name: &str) -> Collection {
    anki::read(&made().folder.join(name)).unwrap()
}

/// The cards Anki tells of, by id.
fn told() -> HashMap<i64, &'static Value> {
    let cards = made().truth["cards"].as_array().unwrap();
    cards.iter().map(|card| (card["id"].as_i64().unwrap(), card)).collect()
}

/// Looks at every card of every package beside what Anki says of it.
fn each(look: impl Fn(&Collection, &Card, &Value)) {
    let told = told();
    for name in PACKAGES {
        let read = read(name);
        assert!(read.cards.len() > 400, "{name}");
        for card in &read.cards {
            look(&read, card, told[&card.id]);
        }
    }
}

/// The letters of a text, without blanks and what marks lists, cells and gaps.
fn words(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '{' | '}' | '*' | '|') && !c.is_whitespace()).collect()
}

#[test]
#[ignore = "needs the real Anki"]
fn every_package_holds_the_same_cards() {
    let all: Vec<_> = PACKAGES.map(|name| read(name).cards.iter().map(|c| c.id).collect()).into();
    let first: &Vec<i64> = &all[0];
    assert!(all.iter().all(|ids| ids == first));
    let missing = told().len() - first.len();
    let left = read(PACKAGES[0]).left;
    let lost: usize =
        left.iter().filter(|left| left.sort.loses_cards()).map(|left| left.count).sum();
    assert_eq!(missing, lost, "{left:?}");
}

#[test]
#[ignore = "needs the real Anki"]
fn the_fronts_say_what_anki_shows() {
    each(|_, card, told| {
        // The library draws no formulas here, and says so on the card.
        if card.tags.iter().any(|tag| tag == "latex") {
            return;
        }
        let shown = words(told["front"].as_str().unwrap());
        let front = match card.text.kind {
            Kind::Cloze => card.text.question(),
            Kind::Recall | Kind::Situation => card.text.front.clone(),
        };
        let shown = ["[where?]", "[two::three]", "[vec]"]
            .into_iter()
            .fold(shown, |shown, hint| shown.replace(hint, "[...]"));
        assert_eq!(words(&front), words(&shown), "{card:?}");
    });
}

#[test]
#[ignore = "needs the real Anki"]
fn the_backs_say_the_rest_of_what_anki_shows() {
    each(|_, card, told| {
        let shown = words(told["back"].as_str().unwrap());
        for said in [&card.text.answer(), &card.text.note] {
            // What is typed in is asked for on the front, and shown by Anki's own program on the back.
            let typed = told["kind"] == "Basic (type in the answer)";
            assert!(typed || shown.contains(&words(said)), "{shown}: {card:?}");
        }
    });
}

#[test]
#[ignore = "needs the real Anki"]
fn cards_stand_where_anki_says() {
    let first: StudyDay = made().truth["crt_day"].as_str().unwrap().parse().unwrap();
    each(|_, card, told| {
        assert_eq!(card.standing.is_none(), told["type"] == 0, "{told}");
        assert_eq!(card.suspended, told["queue"] == -1, "{told}");
        // Anki brings buried cards back when it exports.
        assert!(!card.buried, "{told}");
        let Some(standing) = card.standing else { return };
        let due = told["due"].as_i64().unwrap();
        if due < 1_000_000 {
            assert_eq!(i64::from(standing.due.since(first)), due, "{told}");
        }
        assert_eq!(i64::from(standing.interval), told["interval"].as_i64().unwrap(), "{told}");
        assert_eq!(i64::from(standing.reps), told["reps"].as_i64().unwrap(), "{told}");
        assert_eq!(i64::from(standing.lapses), told["lapses"].as_i64().unwrap(), "{told}");
        let near = |ours: Option<f64>, theirs: &Value| match (ours, theirs.as_f64()) {
            (Some(ours), Some(theirs)) => (ours - theirs).abs() <= 1e-4 * theirs.abs(),
            (ours, theirs) => ours.is_none() && theirs.is_none(),
        };
        assert!(near(standing.stability.map(f64::from), &told["stability"]), "{card:?} {told}");
        assert!(near(standing.difficulty.map(f64::from), &told["difficulty"]), "{card:?} {told}");
        assert!(near(standing.retention, &told["retention"]), "{card:?} {told}");
        // Anki looks at the clock once for the log and once more for the card.
        let last = standing.last.unwrap() / 1000 - told["last"].as_i64().unwrap();
        assert!((-1..=1).contains(&last), "{last} {told}");
    });
}

#[test]
#[ignore = "needs the real Anki"]
fn cards_keep_their_decks_tags_and_notes() {
    each(|read, card, told| {
        assert_eq!(told["deck"], *read.decks[card.deck]);
        let tags: Vec<&str> =
            told["tags"].as_array().unwrap().iter().map(|tag| tag.as_str().unwrap()).collect();
        assert_eq!(card.tags, tags);
        assert_eq!(told["guid"], *card.guid);
        assert_eq!(told["ordinal"], card.ordinal);
    });
}

#[test]
#[ignore = "needs the real Anki"]
fn every_answer_in_the_log_is_read() {
    let told = made().truth["revlog"].as_array().unwrap();
    for name in PACKAGES {
        let read = read(name);
        let own = |card: i64| read.cards.binary_search_by_key(&card, |card| card.id).is_ok();
        let mut answers: Vec<(i64, i64, i64, i64)> = told
            .iter()
            .map(|row| row.as_array().unwrap().iter().map(|n| n.as_i64().unwrap()).collect())
            .filter(|row: &Vec<i64>| row[2] > 0 && own(row[1]))
            .map(|row| (row[1], row[0], row[2], row[6]))
            .collect();
        answers.sort_unstable();
        let of = |r: &Review| (r.card, r.at, i64::from(r.rating.number()), i64::from(r.took));
        let ours: Vec<_> = read.reviews.iter().map(of).collect();
        assert_eq!(ours, answers, "{name}");
    }
}

#[test]
#[ignore = "needs the real Anki"]
fn nothing_counts_for_a_card_that_was_begun_anew() {
    each(|read, card, told| {
        let mut own = read.reviews.iter().filter(|review| review.card == card.id);
        if told["computed"].is_null() {
            assert!(own.all(|review| !review.scored), "{told}");
        } else {
            assert!(own.any(|review| review.scored), "{told}");
        }
    });
}

#[test]
#[ignore = "needs the real Anki"]
fn the_parameters_of_presets_are_read_with_their_cards() {
    for name in PACKAGES {
        let parameters = read(name).parameters;
        let [(none, most), (set, cards)] = parameters.as_slice() else {
            panic!("{name}: {parameters:?}")
        };
        assert_eq!((none.len(), *most > 1000), (0, true), "{name}");
        assert_eq!((set.len(), set[0], *cards), (21, 0.3, 13), "{name}");
    }
}

#[test]
#[ignore = "needs the real Anki"]
fn what_is_left_behind_is_counted() {
    for name in PACKAGES {
        let left = read(name).left;
        let count = |sort| left.iter().find(|left| left.sort == sort).map_or(0, |left| left.count);
        assert_eq!(count(Sort::Media), 2, "{name}: {left:?}");
        assert_eq!(count(Sort::Occlusion), 1, "{name}: {left:?}");
        assert_eq!(count(Sort::OnlyMedia), 1, "{name}: {left:?}");
        assert_eq!(count(Sort::Pictures), 1, "{name}: {left:?}");
        assert_eq!(count(Sort::Sounds), 1, "{name}: {left:?}");
        assert_eq!(count(Sort::Formulas), 1, "{name}: {left:?}");
        assert_eq!(count(Sort::FilteredDecks), 1, "{name}: {left:?}");
    }
}

/// The memory that follows from the reviews that count.
fn replayed(reviews: &[&Review], parameters: &[f32]) -> fsrs::MemoryState {
    let day = |at: i64| at.div_euclid(1000).saturating_sub(4 * 3600).div_euclid(86_400);
    let mut last = None;
    let step = |review: &&Review| {
        let delta_t = last.map_or(0, |last| u32::try_from(day(review.at) - day(last)).unwrap());
        last = Some(review.at);
        fsrs::FSRSReview { rating: review.rating.number().into(), delta_t }
    };
    let item = fsrs::FSRSItem { reviews: reviews.iter().map(step).collect() };
    fsrs::FSRS::new(parameters).unwrap().memory_state(item, None).unwrap()
}

#[test]
#[ignore = "needs the real Anki"]
fn the_reviews_that_count_give_the_memory_that_anki_reckons() {
    let told = told();
    let read = read("new.colpkg");
    let mut compared = 0;
    for card in &read.cards {
        let own: Vec<&Review> =
            read.reviews.iter().filter(|review| review.card == card.id && review.scored).collect();
        let Some(computed) = told[&card.id]["computed"].as_array() else { continue };
        let fitted =
            read.decks[card.deck].starts_with("Top") && read.decks[card.deck] != "Top::Middle";
        let parameters: &[f32] = if fitted { &read.parameters[1].0 } else { &[] };
        let memory = replayed(&own, parameters);
        let near = |ours: f32, theirs: &Value| {
            let theirs = theirs.as_f64().unwrap();
            (f64::from(ours) - theirs).abs() <= 1e-3 * theirs
        };
        let same = near(memory.stability, &computed[0]) && near(memory.difficulty, &computed[1]);
        assert!(same, "{memory:?} {}", told[&card.id]);
        compared += 1;
    }
    assert!(compared > 400, "{compared}");
}
