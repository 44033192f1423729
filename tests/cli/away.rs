use crate::home::Home;

#[test]
fn a_planned_break_keeps_the_streak() {
    let mut home = Home::new();
    home.ok(&["grade", &home.next_card(), "easy"]);
    home.ok(&["away", "2026-11-24", "2026-11-30"]);
    home.on("2026-12-01");
    home.ok(&["grade", &home.next_card(), "easy"]);
    assert_eq!(home.json(&["stats", "cards"])["cards"]["streak_days"], 2);
}

#[test]
fn a_break_shifts_no_due_day() {
    let home = Home::new();
    let card = home.next_card();
    let due = home.json(&["grade", &card, "good"])["due"].clone();
    home.ok(&["away", "2026-11-24", "2026-11-30"]);
    assert_eq!(home.json(&["card", "show", &card])["due"], due);
}

#[test]
fn a_break_that_ends_before_it_begins_is_a_usage_error() {
    let said = Home::new().run(&["away", "2026-12-05", "2026-12-01"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("before it begins"), "{said:?}");
}

#[test]
fn breaks_are_listed() {
    let home = Home::new();
    home.ok(&["away", "2026-12-24", "2026-12-31"]);
    assert_eq!(home.ok(&["away"]), "2026-12-24 to 2026-12-31\n");
}
