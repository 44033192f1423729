use std::fs;

use crate::home::Home;

#[test]
fn fourteen_decks_stand_on_the_shelf_in_learning_order() {
    let decks = Home::new().json(&["deck", "list"]);
    let names: Vec<&str> =
        decks.as_array().unwrap().iter().map(|deck| deck["name"].as_str().unwrap()).collect();
    assert_eq!(names.len(), 14);
    assert_eq!(names[..2], ["trigger-action-plans", "resolve-cycles"]);
}

#[test]
fn a_deck_tells_when_to_use_it_and_how_far_to_trust_it() {
    let out = Home::new().ok(&["deck", "show", "goal"]);
    for part in
        ["Goal factoring", "Use it:", "Leave it:", "How well established: anecdotally strong"]
    {
        assert!(out.contains(part), "{part} in {out}");
    }
}

#[test]
fn a_template_is_written_checked_and_put_on_the_shelf() {
    let home = Home::new();
    home.ok(&["deck", "new", "tea"]);
    assert!(home.ok(&["deck", "check", "tea.toml"]).contains("sound deck of 3 cards"));
    home.ok(&["deck", "add", "tea.toml"]);
    assert_eq!(home.json(&["card", "list", "--deck", "tea"]).as_array().unwrap().len(), 3);
}

#[test]
fn a_template_never_overwrites_a_file() {
    let home = Home::new();
    home.ok(&["deck", "new", "tea"]);
    home.refused(&["deck", "new", "tea"]);
}

#[test]
fn a_fault_is_found_by_file_line_and_column() {
    let home = Home::new();
    let file = home.deck("tea", 1);
    let text = fs::read_to_string(&file).unwrap().replace("kind = \"recall\"", "kind = \"quiz\"");
    fs::write(&file, text).unwrap();
    let err = home.refused(&["deck", "check", file.to_str().unwrap()]);
    assert!(err.contains("tea.toml:10:8: there is no kind \"quiz\""), "{err}");
}

#[test]
fn poor_cards_earn_advice_but_pass() {
    let home = Home::new();
    let file = home.deck("tea", 1);
    let text = fs::read_to_string(&file).unwrap().replace("Question 1, what?", "Is it tea?");
    fs::write(&file, text).unwrap();
    assert!(home.ok(&["deck", "check", file.to_str().unwrap()]).contains("yes or no"));
}

#[test]
fn a_faulty_deck_is_not_put_on_the_shelf() {
    let home = Home::new();
    fs::write(home.folder.path().join("tea.toml"), "name = 5\n").unwrap();
    home.refused(&["deck", "add", "tea.toml"]);
    assert!(!home.data().join("decks/tea.toml").exists());
}

#[test]
fn a_broken_deck_is_reported_and_stops_no_other() {
    let home = Home::new();
    home.with_deck("tea", 2);
    home.with_deck("cups", 1);
    fs::write(home.data().join("decks/cups.toml"), "name = \"cups\"\noops\n").unwrap();
    let said = home.run(&["due", "--deck", "tea"]);
    assert_eq!(said.code, 0);
    assert!(said.err.contains("cups.toml:2"), "{said:?}");
    assert_eq!(home.json(&["due", "--deck", "cups"])["counts"]["new"], 1);
}

#[test]
fn a_deck_of_ones_own_may_stand_in_for_a_built_in_one() {
    let home = Home::new();
    let before = home.json(&["card", "list", "--deck", "focusing"]).as_array().unwrap().len();
    home.with_deck("focusing", 2);
    assert_eq!(home.json(&["card", "list", "--deck", "focusing"]).as_array().unwrap().len(), 2);
    home.ok(&["deck", "remove", "focusing", "--yes"]);
    let after = home.json(&["card", "list", "--deck", "focusing"]).as_array().unwrap().len();
    assert_eq!(before, after);
}

#[test]
fn a_reworded_card_keeps_its_history_because_its_key_stays() {
    let home = Home::new();
    home.with_deck("tea", 1);
    home.ok(&["grade", "tea/c1", "good"]);
    let file = home.data().join("decks/tea.toml");
    let text = fs::read_to_string(&file).unwrap().replace("Answer 1.", "Another answer.");
    fs::write(&file, text).unwrap();
    let card = home.json(&["card", "show", "tea/c1"]);
    assert_eq!((&card["back"], &card["reviews"]), (&"Another answer.".into(), &1.into()));
}

#[test]
fn the_history_outlives_the_removal_of_a_deck() {
    let home = Home::new();
    home.with_deck("tea", 1);
    home.ok(&["grade", "tea/c1", "good"]);
    home.ok(&["deck", "remove", "tea", "--yes"]);
    assert!(home.refused(&["deck", "show", "tea"]).contains("there is no deck"));
    home.ok(&["deck", "add", "tea.toml"]);
    assert_eq!(home.json(&["card", "show", "tea/c1"])["reviews"], 1);
}

#[test]
fn removing_a_deck_without_a_terminal_needs_a_plain_yes() {
    let home = Home::new();
    home.with_deck("tea", 1);
    assert!(home.refused(&["deck", "remove", "tea"]).contains("--yes"));
}

#[test]
fn a_built_in_deck_is_not_removed() {
    assert!(Home::new().refused(&["deck", "remove", "focusing", "--yes"]).contains("built in"));
}

#[test]
fn a_mistyped_deck_names_the_near_ones() {
    let err = Home::new().refused(&["deck", "show", "goal-factorng"]);
    assert!(err.contains("goal-factoring"), "{err}");
}

#[test]
fn the_walk_in_the_readme_is_sound_and_can_be_walked() {
    let home = Home::new();
    let readme = include_str!("../../README.md");
    let (_, rest) = readme.split_once("```toml\n[walk]").unwrap();
    let (walk, _) = rest.split_once("```").unwrap();
    let file = home.deck("no", 1);
    let text = fs::read_to_string(&file).unwrap() + "[walk]" + walk;
    fs::write(&file, text).unwrap();
    home.ok(&["deck", "add", file.to_str().unwrap()]);
    let answers = home.folder.path().join("answers.toml");
    let said = "ask = \"Leo\"\ntries = [{ words = \"Not today.\", ease = 8 }]\n\
        tap = { trigger = \"he rings\", action = \"I say: not today\" }\n";
    fs::write(&answers, said).unwrap();
    let walked = home.json(&["walk", "no", "--answers", answers.to_str().unwrap()]);
    assert_eq!(
        (&walked["status"], &walked["artefacts"][0]["kind"]),
        (&"done".into(), &"tap".into())
    );
}
