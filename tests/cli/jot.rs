use crate::home::Home;

#[test]
fn a_jot_is_kept_listed_and_dealt_with() {
    let home = Home::new();
    home.ok(&["jot", "the", "drawer", "sticks"]);
    let idea = home.json(&["jot", "--kind", "idea", "a lamp by the door"]);
    let listed = home.json(&["jot", "list"]);
    assert_eq!(
        (&listed[0]["kind"], &listed[0]["text"]),
        (&"friction".into(), &"the drawer sticks".into())
    );
    assert_eq!(home.json(&["jot", "list", "--kind", "idea"]).as_array().unwrap().len(), 1);
    assert_eq!(home.json(&["jot", "done", &idea["id"].to_string()])["done"], true);
    assert_eq!(home.json(&["jot", "list"]).as_array().unwrap().len(), 1);
    assert_eq!(home.json(&["jot", "list", "--all"]).as_array().unwrap().len(), 2);
    home.ok(&["undo"]);
    assert_eq!(home.json(&["jot", "list"]).as_array().unwrap().len(), 2);
}

#[test]
fn an_empty_or_unknown_jot_is_refused() {
    let home = Home::new();
    assert!(home.run(&["jot"]).err.contains("the jot is empty"));
    assert!(home.run(&["jot", "a\u{1b}[2Jb"]).err.contains("control character"));
    assert!(home.refused(&["jot", "done", "7"]).contains("rat jot list"));
}
