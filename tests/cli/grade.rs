use crate::home::Home;

#[test]
fn the_shape_scripts_rely_on_is_kept() {
    let home = Home::new();
    let card = home.next_card();
    let grade = home.json(&["grade", &card, "good"]);
    assert_eq!(grade["card"], card.as_str());
    assert_eq!(grade["rating"], "good");
    assert_eq!(grade["interval_days"], 2);
    assert_eq!(grade["due"], "2026-11-25");
    assert!((grade["stability"].as_f64().unwrap() - 2.3065).abs() < 1e-4);
    assert!((grade["difficulty"].as_f64().unwrap() - 2.1181).abs() < 1e-4);
}

#[test]
fn a_second_grade_on_one_day_is_a_drill() {
    let home = Home::new();
    let card = home.next_card();
    let first = home.json(&["grade", &card, "good"]);
    let second = home.json(&["grade", &card, "again"]);
    assert_eq!(second["scored"], false);
    assert_eq!(second["stability"], first["stability"]);
}

#[test]
fn a_failed_card_is_due_again_the_same_day_until_it_is_recalled() {
    let home = Home::new();
    home.ok(&["config", "set", "new-per-day", "1"]);
    let card = home.next_card();
    home.ok(&["grade", &card, "again"]);
    assert_eq!(home.next_card(), card);
    home.ok(&["grade", &card, "good"]);
    assert_eq!(home.json(&["due"])["items"].as_array().unwrap().len(), 0);
}

#[test]
fn an_unknown_card_names_the_near_ones() {
    let home = Home::new();
    home.with_deck("tea", 2);
    let err = home.refused(&["grade", "tee/c1", "good"]);
    assert!(err.contains("there is no card") && err.contains("tea/c1"), "{err}");
}

#[test]
fn an_ambiguous_prefix_names_what_it_fits() {
    let home = Home::new();
    home.with_deck("tea", 2);
    let err = home.refused(&["grade", "tea/c", "good"]);
    assert!(err.contains("tea/c1, tea/c2"), "{err}");
}

#[test]
fn a_word_that_is_no_rating_is_a_usage_error() {
    let said = Home::new().run(&["grade", "x", "goood"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("again, hard, good or easy"), "{said:?}");
}

#[test]
fn a_deck_may_want_a_higher_retention() {
    let mut home = Home::new();
    home.with_deck("tea", 1);
    home.with_deck("cups", 1);
    home.ok(&["config", "set", "deck.tea.retention", "0.97"]);
    for card in ["tea/c1", "cups/c1"] {
        home.ok(&["grade", card, "easy"]);
    }
    home.on("2026-12-20");
    let interval =
        |card: &str| home.json(&["grade", card, "good"])["interval_days"].as_u64().unwrap();
    assert!(interval("tea/c1") < interval("cups/c1"));
}
