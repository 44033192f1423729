use crate::home::Home;

#[test]
fn the_numbers_scripts_rely_on_are_there() {
    let mut home = Home::new();
    home.with_deck("tea", 2);
    home.ok(&["grade", "tea/c1", "good"]);
    home.ok(&["grade", "tea/c2", "good"]);
    home.on("2026-11-25");
    home.ok(&["grade", "tea/c1", "good"]);
    home.ok(&["grade", "tea/c2", "again"]);
    let stats = home.json(&["stats"]);
    assert_eq!(stats["cards"]["young"], 2);
    assert_eq!(stats["today"]["reviews"], 2);
    assert_eq!(stats["today"]["recall_rate"], 0.5);
    assert_eq!(stats["reviews_per_day"].as_array().unwrap().len(), 2);
    assert_eq!(stats["due_forecast"].as_array().unwrap().len(), 30);
    assert_eq!(stats["due_forecast"][1]["due"], 1);
    assert_eq!(stats["streak_days"], 1);
}

#[test]
fn the_words_fit_on_a_small_screen() {
    let home = Home::new();
    home.ok(&["grade", &home.next_card(), "good"]);
    assert!(home.ok(&["stats"]).lines().all(|line| line.len() <= 60));
}
