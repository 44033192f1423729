use crate::home::Home;

#[test]
fn any_number_of_acts_can_be_taken_back() {
    let home = Home::new();
    let before = home.json(&["stats"]);
    home.with_deck("tea", 2);
    home.ok(&["deck", "remove", "tea", "--yes"]);
    let card = home.next_card();
    home.ok(&["grade", &card, "good"]);
    home.ok(&["card", "suspend", &card]);
    home.ok(&["away", "2026-12-01", "2026-12-03"]);
    for _ in 0..3 {
        home.ok(&["undo"]);
    }
    assert_eq!(home.json(&["stats"]), before);
    assert!(home.refused(&["undo"]).contains("nothing to undo"));
}

#[test]
fn undo_and_redo_equal_never_having_undone() {
    let home = Home::new();
    let card = home.next_card();
    home.ok(&["grade", &card, "hard"]);
    let before = home.json(&["card", "show", &card]);
    home.ok(&["undo"]);
    home.ok(&["undo", "--redo"]);
    assert_eq!(home.json(&["card", "show", &card]), before);
    assert_eq!(home.json(&["stats", "cards"])["cards"]["today"]["introduced"], 1);
}

#[test]
fn redo_is_refused_once_something_else_was_done() {
    let home = Home::new();
    home.ok(&["grade", &home.next_card(), "hard"]);
    home.ok(&["undo"]);
    home.ok(&["grade", &home.next_card(), "good"]);
    assert!(home.refused(&["undo", "--redo"]).contains("nothing to redo"));
}

#[test]
fn undo_says_what_it_took_back() {
    let home = Home::new();
    let card = home.next_card();
    home.ok(&["grade", &card, "hard"]);
    assert_eq!(home.ok(&["undo"]), format!("Took back the grade of {card} (2026-11-23).\n"));
}
