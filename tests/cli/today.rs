use crate::home::Home;

#[test]
fn the_first_run_says_hello_and_what_to_type() {
    let out = Home::new().ok(&[]);
    assert!(out.starts_with("Hello.") && out.contains("rat review"), "{out}");
}

#[test]
fn today_is_shown_in_under_ten_lines() {
    let home = Home::new();
    home.ok(&["grade", &home.next_card(), "good"]);
    let out = home.ok(&[]);
    assert_eq!(
        out,
        "Mon 23 Nov 2026\n  due 0, new 4\n  streak 1 day, 1 answered today\n\
         Next: rat review (about 1 minute)\n"
    );
}

#[test]
fn during_a_break_nothing_is_asked_for() {
    let mut home = Home::new();
    home.ok(&["grade", &home.next_card(), "good"]);
    home.ok(&["away", "2026-11-24", "2026-11-30"]);
    let out = home.on("2026-11-26").ok(&[]);
    assert!(out.contains("away until 2026-11-30"), "{out}");
}

#[test]
fn the_json_of_today_counts_what_is_left() {
    let today = Home::new().json(&[]);
    assert_eq!(today["new"], 5);
    assert_eq!(today["study_day"], "2026-11-23");
}
