use crate::home::Home;

/// A home with two cards known for two days and a plan that fired.
fn lived() -> Home {
    let mut home = Home::new();
    home.with_deck("tea", 2);
    home.ok(&["grade", "tea/c1", "good"]);
    home.ok(&["grade", "tea/c2", "good"]);
    home.kettle();
    home.ok(&["fire", "kettle"]);
    home.on("2026-11-25");
    home.ok(&["grade", "tea/c1", "good"]);
    home.ok(&["grade", "tea/c2", "again"]);
    home.ok(&["fire", "kettle", "--noticed"]);
    home
}

#[test]
fn the_numbers_scripts_rely_on_are_there() {
    let stats = lived().json(&["stats"]);
    let cards = &stats["cards"];
    assert_eq!(cards["young"], 2);
    assert_eq!(cards["today"]["reviews"], 2);
    assert_eq!(cards["today"]["retention"]["rate"], 0.5);
    assert_eq!(cards["days"].as_array().unwrap().len(), 2);
    assert_eq!(cards["weeks"][0]["day"], "2026-11-23");
    assert_eq!(cards["forecast"].as_array().unwrap().len(), 30);
    assert_eq!(cards["forecast"][1]["due"], 1);
    assert_eq!(cards["streak_days"], 1);
    let plan = &stats["taps"]["plans"][0];
    assert_eq!((&plan["tap"], &plan["did"]), (&"kettle".into(), &1.into()));
    assert_eq!(plan["follow"]["rate"], 0.5);
    assert_eq!(stats["calibration"]["cards"]["count"], 2);
    assert_eq!(stats["calibration"]["plans"]["count"], 2);
    assert_eq!(stats["techniques"][0]["weeks_used"], 1);
}

#[test]
fn one_part_shows_nothing_of_the_others() {
    let stats = lived().json(&["stats", "taps"]);
    assert!(stats["taps"].is_object() && stats["cards"].is_null());
}

#[test]
fn a_deck_or_a_plan_may_be_looked_at_alone() {
    let home = lived();
    let tea = home.json(&["stats", "--deck", "tea"]);
    assert_eq!(tea["cards"]["total"]["introduced"], 2);
    let other = home.json(&["stats", "--deck", "goal-factoring"]);
    assert_eq!(other["cards"]["total"]["introduced"], 0);
    let plan = home.json(&["stats", "--tap", "kettle"]);
    assert_eq!(plan["taps"]["plans"].as_array().unwrap().len(), 1);
}

#[test]
fn what_lies_before_the_day_looked_back_to_is_left_out() {
    let home = lived();
    let late = home.json(&["stats", "cards", "--since", "2026-11-25"]);
    assert_eq!(late["cards"]["days"].as_array().unwrap().len(), 1);
    assert_eq!(home.json(&["stats", "--since", "all"])["since"], serde_json::Value::Null);
}

#[test]
fn a_deck_is_no_plan_and_a_day_must_be_one() {
    let home = lived();
    let said = home.run(&["stats", "taps", "--deck", "tea"]);
    assert!(said.code == 2 && said.err.contains("--deck is about cards and walks"), "{said:?}");
    let said = home.run(&["stats", "--since", "someday"]);
    assert!(said.code == 2 && said.err.contains("someday"), "{said:?}");
}

#[test]
fn every_figure_is_told_as_a_table_where_there_is_no_terminal() {
    let home = lived();
    let said = home.ok(&["stats", "cards"]);
    // Sentences stay on one line for whoever reads them out; rows fit a terminal.
    let rows = said.lines().filter(|line| !line.ends_with('.'));
    assert!(rows.into_iter().all(|line| line.chars().count() <= 80), "{said}");
    for words in ["True retention, week by week", "2026-11-23", "50 %", "likely between"] {
        assert!(said.contains(words), "{words} in {said}");
    }
    let said = home.ok(&["stats", "calibration"]);
    assert!(said.contains("Too few to say anything"), "{said}");
}

#[test]
fn a_newcomer_is_told_where_to_begin() {
    let said = Home::new().ok(&["stats"]);
    assert!(said.contains("rat review makes a start"), "{said}");
}

#[test]
fn a_deck_or_a_plan_narrows_what_was_foreseen_too() {
    let home = lived();
    let of = |more: &[&str]| {
        let found =
            home.json(&[&["stats", "calibration"][..], more].concat())["calibration"].clone();
        ["cards", "plans"].map(|sort| found[sort]["count"].as_i64().unwrap())
    };
    assert_eq!(of(&[]), [2, 2]);
    assert_eq!(of(&["--deck", "tea"]), [2, 0]);
    assert_eq!(of(&["--tap", "kettle"]), [0, 2]);
}

#[test]
fn a_deck_narrows_walks_to_its_technique() {
    let home = Home::new();
    std::fs::create_dir_all(home.data()).unwrap();
    let answers = home.data().join("answers.toml");
    std::fs::write(&answers, "").unwrap();
    for technique in ["goal-factoring", "againstness"] {
        home.ok(&["walk", technique, "--answers", answers.to_str().unwrap()]);
    }
    let walks = |more: &[&str]| {
        let found = home.json(&[&["stats", "walks"][..], more].concat());
        found["walks"]["techniques"].as_array().unwrap().len()
    };
    assert_eq!((walks(&[]), walks(&["--deck", "goal"])), (2, 1));
    assert_eq!(home.run(&["stats", "walks", "--tap", "none"]).code, 1);
}
