//! A year of mornings, lived through the program itself.

use std::collections::BTreeSet;

use crate::home::Home;

/// The days on which the user is away.
const AWAY: std::ops::Range<usize> = 200..214;

/// How the recalls of the year go, round and round.
const RATINGS: [&str; 7] = ["good", "good", "easy", "good", "hard", "good", "again"];

/// The date `day` days after the first of January 2027.
fn date(day: usize) -> String {
    let months = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let (mut month, mut rest) = (0, day);
    while rest >= months[month] {
        rest -= months[month];
        month += 1;
    }
    format!("2027-{:02}-{:02}", month + 1, rest + 1)
}

/// The morning of a day in a zone with summer time.
fn morning(day: usize) -> String {
    let offset = if (86..303).contains(&day) { "+02:00" } else { "+01:00" };
    format!("{}T08:00:00{offset}", date(day))
}

#[test]
fn a_year_of_reviews_keeps_every_promise() {
    let mut home = Home::new();
    home.now = morning(0);
    home.with_deck("tea", 60);
    home.ok(&["config", "set", "new-per-day", "2"]);
    home.ok(&["away", &date(AWAY.start), &date(AWAY.end - 1)]);
    let mut answers = 0;
    for day in (0..365).filter(|day| !AWAY.contains(day)) {
        home.now = morning(day);
        let due = home.json(&["due", "--deck", "tea"]);
        let items = due["items"].as_array().unwrap();
        let new = items.iter().filter(|item| item["reason"] == "new").count();
        assert!(new <= 2, "{new} new cards on day {day}");
        let ids: BTreeSet<&str> = items.iter().map(|item| item["id"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), items.len(), "a card is asked twice on day {day}");
        for (n, id) in ids.iter().enumerate() {
            home.ok(&["grade", id, RATINGS[(n + 3 * day) % RATINGS.len()]]);
            answers += 1;
        }
        if items.is_empty() {
            home.ok(&["grade", "tea/c1", "good"]);
        }
    }
    assert!(answers > 400, "{answers}");
    let stats = &home.json(&["stats", "cards", "--since", "all"])["cards"];
    assert_eq!(stats["streak_days"], 365 - (AWAY.end - AWAY.start));
    assert_eq!(home.json(&["doctor", "--rebuild"])["unchanged"], true);
}
