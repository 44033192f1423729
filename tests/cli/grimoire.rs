use crate::home::Home;
use crate::terminal::Terminal;

fn questions(home: &Home) -> Vec<String> {
    let listed = home.json(&["grimoire", "list"]);
    let listed = listed.as_array().unwrap().iter();
    listed.map(|one| one["question"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_grimoire_holds_questions_under_four_headings_and_ones_own() {
    let home = Home::new();
    assert_eq!(
        home.ok(&["grimoire", "add", " Who would  laugh at this? "]),
        "Added: Who would laugh at this?\n"
    );
    let listed = home.json(&["grimoire", "list"]);
    let mut headings: Vec<&str> =
        listed.as_array().unwrap().iter().map(|one| one["heading"].as_str().unwrap()).collect();
    headings.dedup();
    assert_eq!(headings.len(), 5, "{headings:?}");
    assert_eq!(questions(&home).last().unwrap(), "Who would laugh at this?");
}

#[test]
fn a_dropped_question_is_gone_and_comes_back_with_an_undo() {
    let home = Home::new();
    let first = questions(&home)[0].clone();
    home.ok(&["grimoire", "drop", "1"]);
    assert!(!questions(&home).contains(&first));
    home.ok(&["undo"]);
    assert_eq!(questions(&home)[0], first);
    assert!(home.refused(&["grimoire", "drop", "99"]).contains("rat grimoire list"));
}

#[test]
fn a_question_shown_while_the_clock_runs_comes_first_once_it_helped() {
    let home = Home::new();
    let shown = questions(&home)[1].clone();
    let mut terminal = Terminal::start(&home, &["resolve"], (80, 60));
    terminal.sees("What shall be solved").press("the drawer\r").sees("How hard").press("5\r");
    terminal.sees("How likely").press("50\r").sees("Tab a question").press("\t").sees(&shown);
    terminal.press("\x1b").sees("Is it solved?").press("\r").sees("questions helped?").press("1\r");
    terminal.sees("feel now?").press("1\r");
    terminal.sees("of your own").press("\r").sees("a certain moment?").press(":s\r");
    terminal.sees("What is true now").press("\r").sees("What came of it");
    assert_eq!(terminal.ends(), 0);
    let first = home.json(&["grimoire", "list"])[0].clone();
    assert_eq!((&first["question"], &first["helped"]), (&shown.into(), &1.into()));
}
