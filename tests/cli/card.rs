use crate::home::Home;

#[test]
fn every_card_is_listed_with_the_fields_scripts_rely_on() {
    let cards = Home::new().json(&["card", "list"]);
    let cards = cards.as_array().unwrap();
    assert!(cards.len() >= 190, "{}", cards.len());
    for card in cards {
        for field in ["id", "deck", "kind", "front", "back"] {
            assert!(card[field].as_str().is_some_and(|text| !text.is_empty()), "{field}: {card}");
        }
    }
}

#[test]
fn a_search_finds_cards_that_hold_every_word_in_any_case() {
    let home = Home::new();
    home.with_deck("tea", 3);
    let found = home.json(&["card", "search", "QUESTION", "answer 2"]);
    let found: Vec<&str> =
        found.as_array().unwrap().iter().map(|card| card["id"].as_str().unwrap()).collect();
    assert_eq!(found, ["tea/c2"]);
}

#[test]
fn a_card_is_shown_by_a_prefix_of_its_key() {
    let home = Home::new();
    home.with_deck("samovar", 1);
    assert_eq!(home.json(&["card", "show", "samovar/c"])["id"], "samovar/c1");
}

#[test]
fn an_edit_changes_the_text_and_keeps_the_history() {
    let home = Home::new();
    home.with_deck("tea", 1);
    home.ok(&["grade", "tea/c1", "good"]);
    home.ok(&["card", "edit", "tea/c1", "--back", "A better answer."]);
    let card = home.json(&["card", "show", "tea/c1"]);
    assert_eq!(card["back"], "A better answer.");
    assert_eq!(card["reviews"], 1);
}

#[test]
fn an_edit_taken_back_shows_what_the_deck_says() {
    let home = Home::new();
    home.with_deck("tea", 1);
    home.ok(&["card", "edit", "tea/c1", "--back", "Wrong."]);
    home.ok(&["undo"]);
    assert_eq!(home.json(&["card", "show", "tea/c1"])["back"], "Answer 1.");
}

#[test]
fn an_edit_to_nothing_is_refused() {
    let home = Home::new();
    home.with_deck("tea", 1);
    let err = home.refused(&["card", "edit", "tea/c1", "--back", " "]);
    assert!(err.contains("`back` is empty"), "{err}");
}

#[test]
fn a_card_of_ones_own_is_asked_like_any_other() {
    let home = Home::new();
    home.with_deck("tea", 1);
    let new =
        ["card", "add", "tea/own", "--kind", "cloze", "--front", "Steep for {{three}} minutes."];
    home.ok(&new);
    let due = home.json(&["due", "--deck", "tea"]);
    assert_eq!(due["items"][1]["front"], "Steep for [...] minutes.");
    home.ok(&["undo"]);
    assert_eq!(home.json(&["due", "--deck", "tea"])["counts"]["new"], 1);
}

#[test]
fn a_card_that_is_there_is_not_added_again() {
    let home = Home::new();
    home.with_deck("tea", 1);
    home.refused(&["card", "add", "tea/c1", "--front", "What?", "--back", "That."]);
}

#[test]
fn a_suspended_card_is_not_asked_until_it_is_brought_back() {
    let home = Home::new();
    home.with_deck("tea", 1);
    home.ok(&["card", "suspend", "tea/c1"]);
    assert_eq!(home.json(&["due", "--deck", "tea"])["counts"]["new"], 0);
    assert!(home.refused(&["grade", "tea/c1", "good"]).contains("unsuspend"));
    home.ok(&["card", "unsuspend", "tea/c1"]);
    assert_eq!(home.json(&["due", "--deck", "tea"])["counts"]["new"], 1);
}

#[test]
fn the_history_tells_reviews_from_drills() {
    let home = Home::new();
    home.with_deck("tea", 1);
    home.ok(&["grade", "tea/c1", "again"]);
    home.ok(&["grade", "tea/c1", "good"]);
    let history = home.json(&["card", "history", "tea/c1"]);
    let roles: Vec<&str> =
        history.as_array().unwrap().iter().map(|line| line["role"].as_str().unwrap()).collect();
    assert_eq!(roles, ["first", "drill"]);
}

#[test]
fn a_card_that_fails_too_often_is_flagged() {
    let mut home = Home::new();
    home.with_deck("tea", 1);
    for day in ["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26"] {
        home.on(day).ok(&["grade", "tea/c1", "again"]);
    }
    assert_eq!(home.json(&["card", "show", "tea/c1"])["lapses"], 3);
}

#[test]
fn a_prefix_of_the_deck_and_one_of_the_key_name_a_card() {
    let card = Home::new().json(&["card", "show", "goal/button-t"]);
    assert_eq!(card["id"], "goal-factoring/button-test");
}

#[test]
fn the_last_word_on_a_card_counts_even_when_the_clock_was_set_back() {
    let mut home = Home::new();
    home.with_deck("tea", 1);
    home.on("2026-11-25").ok(&["card", "suspend", "tea/c1"]);
    home.on("2026-11-23").ok(&["card", "unsuspend", "tea/c1"]);
    assert_eq!(home.json(&["card", "show", "tea/c1"])["state"], "new");
}
