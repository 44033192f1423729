use crate::home::Home;

#[test]
fn everything_derived_follows_from_what_was_logged() {
    let mut home = Home::new();
    for day in ["2026-11-23", "2026-11-24", "2026-11-26", "2026-11-25", "2026-12-30"] {
        home.on(day);
        for rating in ["again", "hard", "good", "easy"] {
            home.ok(&["grade", &home.next_card(), rating]);
        }
        home.ok(&["undo"]);
    }
    home.ok(&["card", "suspend", &home.next_card()]);
    home.ok(&["undo"]);
    home.ok(&["undo", "--redo"]);
    assert_eq!(home.json(&["doctor", "--rebuild"])["unchanged"], true);
}

#[test]
fn a_sound_database_is_called_sound() {
    assert!(Home::new().ok(&["doctor"]).contains("is sound"));
}
