use crate::home::Home;

#[test]
fn a_newcomer_meets_trigger_action_plans_first() {
    let due = Home::new().json(&["due"]);
    assert_eq!(due["items"][0]["deck"], "trigger-action-plans");
}

#[test]
fn the_shape_scripts_rely_on_is_kept() {
    let due = Home::new().json(&["due", "--limit", "1"]);
    assert_eq!(due["study_day"], "2026-11-23");
    assert_eq!(due["counts"]["due"], 0);
    assert_eq!(due["counts"]["new"], 5);
    let item = &due["items"][0];
    assert_eq!(item["kind"], "card");
    for field in ["id", "deck", "front", "back"] {
        assert!(item[field].as_str().is_some_and(|text| !text.is_empty()), "{field}");
    }
    assert!(item["retrievability"].is_null() && item["due"].is_null());
}

#[test]
fn five_new_cards_come_a_day_and_no_more() {
    let mut home = Home::new();
    for _ in 0..5 {
        home.ok(&["grade", &home.next_card(), "easy"]);
    }
    assert_eq!(home.json(&["due"])["items"].as_array().unwrap().len(), 0);
    assert_eq!(home.on("2026-11-24").json(&["due"])["counts"]["new"], 5);
}

#[test]
fn more_new_cards_can_be_asked_for() {
    let due = Home::new().json(&["due", "--new", "12"]);
    assert_eq!(due["items"].as_array().unwrap().len(), 12);
}

#[test]
fn one_deck_can_be_asked_for_by_a_prefix() {
    let due = Home::new().json(&["due", "--deck", "murph"]);
    assert!(due["items"].as_array().unwrap().iter().all(|item| item["deck"] == "murphyjitsu"));
}

#[test]
fn the_card_most_likely_forgotten_comes_first() {
    let mut home = Home::new();
    home.with_deck("tea", 3);
    home.ok(&["grade", "tea/c1", "easy"]);
    home.ok(&["grade", "tea/c2", "hard"]);
    home.ok(&["grade", "tea/c3", "good"]);
    let due = home.on("2026-12-20").json(&["due", "--deck", "tea"]);
    let order: Vec<&str> =
        due["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(order, ["tea/c2", "tea/c3", "tea/c1"]);
}

#[test]
fn a_backlog_is_worked_off_in_shares_and_brings_no_new_cards() {
    let mut home = Home::new();
    home.with_deck("tea", 8);
    for card in 1..=8 {
        home.ok(&["grade", &format!("tea/c{card}"), "good"]);
    }
    home.ok(&["config", "set", "reviews-per-day", "3"]);
    home.on("2027-03-01");
    let counts = home.json(&["due"])["counts"].clone();
    assert_eq!(
        (&counts["due"], &counts["backlog"], &counts["new"]),
        (&3.into(), &5.into(), &0.into())
    );
    for _ in 0..3 {
        home.ok(&["grade", &home.next_card(), "good"]);
    }
    assert_eq!(home.json(&["due"])["counts"]["due"], 0);
    assert_eq!(home.on("2027-03-02").json(&["due"])["counts"]["due"], 3);
}
