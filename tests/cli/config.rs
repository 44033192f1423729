use crate::home::Home;

#[test]
fn a_setting_is_kept_and_shown() {
    let home = Home::new();
    home.ok(&["config", "set", "new-per-day", "8"]);
    assert_eq!(home.ok(&["config", "get", "new-per-day"]), "8\n");
    assert_eq!(home.json(&["due"])["counts"]["new"], 8);
}

#[test]
fn every_setting_is_listed_with_its_meaning() {
    let out = Home::new().ok(&["config", "list"]);
    for key in ["retention", "new-per-day", "reviews-per-day", "rollover-hour", "longest-interval"]
    {
        assert!(out.contains(&format!("{key} = ")), "{out}");
    }
}

#[test]
fn a_value_out_of_range_is_a_usage_error_and_changes_nothing() {
    let home = Home::new();
    let said = home.run(&["config", "set", "retention", "0.99"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("0.70-0.97"), "{said:?}");
    assert_eq!(home.ok(&["config", "get", "retention"]), "0.9\n");
}

#[test]
fn a_mistake_in_the_settings_file_is_found_by_line() {
    let home = Home::new();
    home.ok(&[]);
    std::fs::write(home.data().join("config.toml"), "new-per-day = 3\nretentoin = 0.8\n").unwrap();
    let err = home.refused(&["due"]);
    assert!(err.contains("config.toml:2:1") && err.contains("retentoin"), "{err}");
}

#[test]
fn the_settings_file_lies_in_the_data_folder() {
    let home = Home::new();
    let path = home.ok(&["config", "path"]);
    assert_eq!(path.trim(), home.data().join("config.toml").to_str().unwrap());
}

#[test]
fn the_rollover_hour_decides_the_study_day() {
    let mut home = Home::new();
    home.now = "2026-11-24T02:00:00+01:00".to_owned();
    assert_eq!(home.json(&["due"])["study_day"], "2026-11-23");
    home.ok(&["config", "set", "rollover-hour", "0"]);
    assert_eq!(home.json(&["due"])["study_day"], "2026-11-24");
}

#[test]
fn a_retention_for_an_unknown_deck_is_refused() {
    Home::new().refused(&["config", "set", "deck.nonesuch.retention", "0.8"]);
}
