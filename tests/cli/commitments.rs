use crate::home::Home;

#[test]
fn a_commitment_comes_back_on_its_day_and_is_closed() {
    let mut home = Home::new();
    let made = home.json(&["commitments", "add", "call Ada", "--due", "in 3 days"]);
    assert_eq!((&made["due"], &made["state"]), (&"2026-11-26".into(), &"open".into()));
    assert_eq!(home.json(&["due"])["counts"]["commitments"], 0);
    home.on("2026-11-26");
    assert_eq!(home.json(&["due"])["counts"]["commitments"], 1);
    assert_eq!(home.json(&[])["commitments"], 1);
    let id = made["id"].to_string();
    home.ok(&["commitments", "done", &id, "--note", "she was in"]);
    assert_eq!(home.json(&["commitments", "list"]).as_array().unwrap().len(), 0);
    let all = home.json(&["commitments", "list", "--all"]);
    assert_eq!((&all[0]["state"], &all[0]["note"]), (&"done".into(), &"she was in".into()));
    home.ok(&["undo"]);
    assert_eq!(home.json(&["commitments", "list"])[0]["state"], "open");
}

#[test]
fn a_forecast_is_scored_when_it_is_resolved() {
    let home = Home::new();
    let forecast =
        ["commitments", "add", "it snows", "--kind", "forecast", "-p", "0.7", "--by", "tomorrow"];
    let id = home.json(&forecast)["id"].to_string();
    assert!(home.run(&["commitments", "done", &id]).err.contains("comes true or not"));
    let resolved = home.json(&["commitments", "done", &id, "--false"]);
    assert_eq!((&resolved["state"], &resolved["brier"]), (&"false".into(), &0.49.into()));
}

#[test]
fn a_forecast_without_a_probability_or_with_an_absurd_one_is_refused() {
    let home = Home::new();
    let add = |rest: &[&str]| home.run(&[&["commitments", "add", "it snows"], rest].concat());
    assert!(add(&["--kind", "forecast"]).err.contains("needs a probability"));
    assert!(add(&["--kind", "forecast", "-p", "1"]).err.contains("0.01 to 0.99"));
    assert!(add(&["-p", "0.5"]).err.contains("only a forecast"));
    assert!(add(&["--due", "2026-02-30"]).err.contains("no day 2026-02-30"));
    assert!(add(&["--kind", "promise"]).err.contains("next-action, experiment"));
    assert_eq!(home.json(&["commitments", "list"]).as_array().unwrap().len(), 0);
}

#[test]
fn a_commitment_can_be_snoozed_and_dropped() {
    let home = Home::new();
    let id = home.json(&["commitments", "add", "call Ada"])["id"].to_string();
    assert_eq!(home.json(&["commitments", "snooze", &id, "2w"])["due"], "2026-12-07");
    assert_eq!(home.json(&["commitments", "drop", &id])["state"], "dropped");
    assert!(home.refused(&["commitments", "drop", "99"]).contains("rat commitments list"));
}
