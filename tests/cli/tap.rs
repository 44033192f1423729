use crate::home::Home;
use crate::terminal::Terminal;

const WIDE: (u16, u16) = (80, 40);
const NARROW: (u16, u16) = (40, 30);

fn with_kettle() -> Home {
    let home = Home::new();
    home.kettle();
    home
}

#[test]
fn a_plan_is_made_from_options_and_shown_in_the_shape_scripts_rely_on() {
    let home = with_kettle();
    let shown = home.json(&["tap", "show", "kettle"]);
    assert_eq!(shown["tap"], "kettle");
    assert_eq!(shown["trigger"], "the kettle clicks off");
    assert_eq!(shown["action"], "I stretch my arms");
    assert_eq!((&shown["version"], &shown["stage"]), (&1.into(), &"install".into()));
    assert_eq!(shown["counts"]["did"], 0);
    assert_eq!(shown["next_rehearsal"], "2026-11-23");
    for key in ["strength", "notice_rate", "follow_rate", "automaticity", "streak"] {
        assert!(shown.get(key).is_some(), "{key}");
    }
}

#[test]
fn a_plan_without_a_name_is_called_by_its_trigger() {
    let home = Home::new();
    let made = home.json(&["tap", "new", "--trigger", "I hang up my coat", "--action", "I hum"]);
    assert_eq!(made["tap"], "hang-coat");
}

#[test]
fn a_plan_needs_both_ends() {
    let said = Home::new().run(&["tap", "new", "--trigger", "the kettle clicks"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("--action is missing"), "{said:?}");
}

#[test]
fn names_that_cannot_be_are_refused_and_nothing_is_written() {
    let home = with_kettle();
    let long = "a".repeat(10_000);
    for (name, complaint) in [
        ("", "the name is empty"),
        ("  ", "the name is empty"),
        (long.as_str(), "10000 characters"),
        ("a\u{1b}[2J", "control character"),
        ("a/b", "cannot be a name"),
        ("Kettle", "there is a plan \"kettle\" already"),
    ] {
        let arguments = ["tap", "new", "--trigger", "x y", "--action", "z", "--name", name];
        let said = home.run(&arguments);
        assert!(matches!(said.code, 1 | 2), "{said:?}");
        assert!(said.err.contains(complaint), "{said:?}");
    }
    assert_eq!(home.json(&["tap", "list"]).as_array().unwrap().len(), 1);
}

#[test]
fn texts_that_are_empty_too_long_or_steer_the_terminal_are_refused() {
    let home = Home::new();
    let long = "a ".repeat(5_000);
    for (trigger, complaint) in [
        (" ", "the trigger is empty"),
        (long.as_str(), "400 are the most"),
        ("a\u{7}b", "control character"),
    ] {
        let said = home.run(&["tap", "new", "--trigger", trigger, "--action", "I hum"]);
        assert_eq!(said.code, 2);
        assert!(said.err.contains(complaint), "{said:?}");
    }
    assert_eq!(home.json(&["tap", "list"]).as_array().unwrap().len(), 0);
}

#[test]
fn advice_names_the_words_it_objects_to_and_is_no_wall() {
    let home = Home::new();
    let said = home.run(&["tap", "new", "--trigger", "in the morning", "--action", "try to run"]);
    assert_eq!(said.code, 0);
    assert!(said.err.contains("\"morning\"") && said.err.contains("\"try to\""), "{said:?}");
    assert!(said.err.contains("say instead: run"), "{said:?}");
    let shown = home.json(&["tap", "show", "morning"]);
    assert_eq!(shown["advice"][0]["words"], "morning");
}

#[test]
fn plans_beyond_the_cap_wait_and_move_up() {
    let home = Home::new();
    for name in ["one", "two", "three", "four", "five"] {
        home.plan(name);
    }
    let stage = |name| home.json(&["tap", "show", name])["stage"].clone();
    assert_eq!((stage("three"), stage("four")), ("install".into(), "queued".into()));
    assert_eq!(home.json(&["tap", "show", "five"])["queue_place"], 2);
    assert_eq!(home.json(&["due"])["counts"]["rehearsals"], 3);
    let err = home.refused(&["tap", "resume", "four"]);
    assert!(err.contains("no room for four yet: one, two, three"), "{err}");
    let said = home.ok(&["tap", "pause", "two"]);
    assert!(said.contains("makes room for four"), "{said}");
    assert_eq!((stage("two"), stage("four")), ("paused".into(), "install".into()));
    home.ok(&["config", "set", "installing-at-once", "4"]);
    assert_eq!(stage("five"), "install");
}

#[test]
fn a_new_trigger_starts_a_version_and_the_log_says_which_each_outcome_belongs_to() {
    let mut home = with_kettle();
    home.ok(&["fire", "kettle", "--missed"]);
    home.on("2026-11-24");
    home.ok(&["tap", "edit", "kettle", "--trigger", "the kettle whistles"]);
    home.ok(&["fire", "kettle"]);
    home.ok(&["fire", "kettle", "--at", "yesterday 12:00"]);
    let shown = home.json(&["tap", "show", "kettle"]);
    assert_eq!(shown["version"], 2);
    let versions: Vec<u64> = shown["outcomes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|outcome| outcome["version"].as_u64().unwrap())
        .collect();
    assert_eq!(versions, [2, 1, 1]);
    assert_eq!(shown["counts"]["did"], 2);
    assert_eq!(
        (&shown["this_version"]["did"], &shown["this_version"]["missed"]),
        (&1.into(), &0.into())
    );
    home.ok(&["tap", "edit", "kettle", "--goal", "a straight back"]);
    assert_eq!(home.json(&["tap", "show", "kettle"])["version"], 2);
}

#[test]
fn a_plan_is_found_by_any_unambiguous_beginning_of_its_name() {
    let home = Home::new();
    home.plan("stairs");
    home.plan("stand");
    assert_eq!(home.json(&["tap", "show", "stai"])["tap"], "stairs");
    assert!(home.refused(&["fire", "sta"]).contains("stairs, stand"));
    assert!(home.refused(&["fire", "stairz"]).contains("near: stairs"));
}

#[test]
fn a_paused_plan_asks_for_nothing_until_it_is_taken_up() {
    let home = with_kettle();
    home.ok(&["tap", "pause", "kettle"]);
    assert_eq!(home.json(&["due"])["counts"]["rehearsals"], 0);
    assert_eq!(home.json(&["checkin"])["items"].as_array().unwrap().len(), 0);
    home.ok(&["tap", "resume", "kettle"]);
    assert_eq!(home.json(&["due"])["counts"]["rehearsals"], 1);
    home.ok(&["tap", "retire", "kettle"]);
    assert!(home.ok(&["tap", "list"]).contains("1 retired"));
}

#[test]
fn a_rehearsal_comes_back_as_its_memory_fades_and_can_be_undone() {
    let home = with_kettle();
    let rehearsed = home.json(&["tap", "rehearse", "kettle", "--rating", "good", "--times", "10"]);
    assert_eq!(rehearsed["next_rehearsal"], "2026-11-25");
    assert!((rehearsed["recall"]["stability"].as_f64().unwrap() - 2.3065).abs() < 1e-4);
    home.ok(&["undo"]);
    assert_eq!(home.json(&["tap", "show", "kettle"])["next_rehearsal"], "2026-11-23");
}

#[test]
fn undoing_the_making_of_a_plan_frees_its_name() {
    let home = with_kettle();
    assert!(home.ok(&["undo"]).contains("Took back the wording of kettle"));
    assert_eq!(home.json(&["tap", "list"]).as_array().unwrap().len(), 0);
    home.kettle();
    assert_eq!(home.json(&["doctor", "--rebuild"])["unchanged"], true);
}

#[test]
fn automaticity_is_rated_from_one_to_seven_and_its_curve_appears_after_eight_points() {
    let mut home = with_kettle();
    for (week, rating) in ["1", "3", "4", "5", "5", "6", "6", "6"].into_iter().enumerate() {
        let curve = home.json(&["tap", "show", "kettle"])["automaticity_curve"].clone();
        assert!(curve.is_null(), "a curve before the eighth point: {curve}");
        home.on([
            "2026-11-24",
            "2026-12-01",
            "2026-12-08",
            "2026-12-15",
            "2026-12-22",
            "2026-12-29",
            "2027-01-05",
            "2027-01-12",
        ][week]);
        home.ok(&["tap", "rate", "kettle", rating]);
    }
    let shown = home.json(&["tap", "show", "kettle"]);
    assert_eq!(shown["automaticity"], 6);
    let plateau = shown["automaticity_curve"]["plateau"].as_f64().unwrap();
    assert!((5.5..=7.0).contains(&plateau), "{plateau}");
    assert!(home.ok(&["tap", "show", "kettle"]).contains("people took 18 to 254 days"));
    assert_eq!(home.run(&["tap", "rate", "kettle", "8"]).code, 2);
}

#[test]
fn a_plan_that_holds_needs_ever_less_reminding() {
    let mut home = with_kettle();
    let mut stages = Vec::new();
    for week in 0..7 {
        for day in 0..7 {
            let number = 7 * week + day;
            home.on(&if number < 30 {
                format!("2026-12-{:02}", number + 1)
            } else {
                format!("2027-01-{:02}", number - 29)
            });
            home.ok(&["fire", "kettle"]);
        }
        stages
            .push(home.json(&["tap", "rate", "kettle", "6"])["stage"].as_str().unwrap().to_owned());
    }
    assert_eq!(stages, ["install", "thin", "thin", "probe", "retired", "retired", "retired"]);
}

#[test]
fn a_look_back_keeps_changes_or_drops_the_plan() {
    let mut home = with_kettle();
    home.ok(&["fire", "kettle", "--missed", "--times", "6"]);
    home.on("2026-11-30");
    let open = home.json(&["checkin"]);
    assert_eq!(open["items"][1]["kind"], "check");
    assert_eq!(home.json(&["tap", "show", "kettle"])["broken_end"], "trigger");
    let kept = home.json(&["tap", "check", "kettle", "keep"]);
    assert_eq!(kept["next_check"], "2026-12-30");
    let changed = home.json(&["tap", "check", "kettle", "trigger", "--trigger", "the lid rattles"]);
    assert_eq!((&changed["version"], &changed["trigger"]), (&2.into(), &"the lid rattles".into()));
    assert_eq!(home.json(&["tap", "check", "kettle", "drop"])["status"], "retired");
}

#[test]
fn the_page_of_a_plan_shows_rates_map_and_diagnosis() {
    let mut home = with_kettle();
    for (day, outcome) in
        [("23", "--noticed"), ("24", "--missed"), ("25", "--missed"), ("26", "--missed")]
    {
        home.on(&format!("2026-11-{day}"));
        home.ok(&["fire", "kettle", outcome, "--note", "phone rang"]);
    }
    home.on("2026-11-27").ok(&["fire", "kettle"]);
    insta::assert_snapshot!("page_plain", home.ok(&["tap", "show", "kettle"]));
    let mut terminal = Terminal::start(&home, &["tap", "show", "kettle"], WIDE);
    terminal.ends();
    insta::assert_snapshot!("page", terminal.shown());
    let mut terminal = Terminal::start(&home, &["tap", "show", "kettle"], NARROW);
    terminal.ends();
    for line in terminal.shown().lines() {
        assert!(line.chars().count() <= 40, "{line}");
    }
}

#[test]
fn making_a_plan_asks_step_by_step_and_rehearses_it() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["tap", "new"], WIDE);
    terminal.sees("What is it for?").press("a straight back\r");
    terminal.sees("part of you against it?").press("n");
    terminal.sees("by default?").press("I stand and wait\r");
    terminal.sees("When …").press("in the morning\r");
    terminal.sees("What sort of trigger").press("\r");
    terminal.sees("last happen?").press("an hour ago\r");
    terminal.sees("times a week").press("often\r");
    terminal.sees("A number from").press("14\r");
    terminal.sees("\"morning\"").sees("Better words?").press("\x1b[B\x1b[B\r");
    terminal.sees("> word it myself").press("the kettle clicks off\r");
    terminal.sees("Then …").press("try to stretch my arms\r");
    terminal.sees("ask of you?").press("\r");
    terminal.sees("\"try to\"").press("\r");
    terminal.sees("serve the goal?").press("y");
    terminal.sees("what got in the way?").press("the phone\r");
    terminal.sees("How surprised").press("9\r");
    terminal.sees("daily routine").press("brushing teeth\r");
    terminal.sees("short name").press("\r");
    terminal.sees("Made kettle-clicks").sees("see there?").press("steam\r");
    terminal.sees("hear or feel?").press("the click\r");
    for repetition in 1..=10 {
        terminal.sees(&format!("{repetition} of 10")).press("\r");
    }
    terminal.sees("rehearsed, again in 2 days").sees("Mon 30 Nov 2026");
    assert_eq!(terminal.ends(), 0);
    let made = home.json(&["tap", "show", "kettle-clicks"]);
    assert_eq!((&made["action"], &made["surprise"]), (&"stretch my arms".into(), &9.into()));
    assert_eq!((&made["per_week"], &made["default"]), (&14.0.into(), &"I stand and wait".into()));
}

#[test]
fn a_plan_left_half_made_is_gone_on_with() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["tap", "new"], WIDE);
    terminal.sees("What is it for?").press("a straight back\r");
    terminal.sees("part of you against it?").press("n");
    terminal.sees("by default?").press("nothing\r");
    terminal.sees("When …").press("the kettle clicks off\r").sees("What sort of trigger");
    terminal.kill();
    let mut terminal = Terminal::start(&home, &["tap", "new"], WIDE);
    terminal.sees("You began a plan (the kettle clicks off)").press("y");
    terminal.sees("What sort of trigger").press("\x03");
    assert_eq!(terminal.ends(), 130);
    assert!(!terminal.is_taken_over());
    let mut terminal = Terminal::start(&home, &["tap", "new"], WIDE);
    terminal.sees("Go on with it?").press("n").sees("What is it for?").press("\x03");
    assert_eq!(terminal.ends(), 130);
}

#[test]
fn a_part_that_is_against_the_plan_is_heard_first() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["tap", "new"], NARROW);
    terminal.sees("What is it for?").press("run more\r");
    terminal.sees("against it?").press("y").sees("Make the plan all the same?").press("n");
    terminal.sees("Left as it is");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn in_plain_lines_a_choice_is_made_by_its_number() {
    let home = with_kettle();
    let mut terminal = Terminal::start(&home, &["tap", "rehearse", "kettle", "--plain"], WIDE);
    terminal.sees("Enter shows it").press("\r").sees("stretch my arms").press("9\r");
    terminal.sees("A number from 1 to 4").press("4\r").sees("see there?").press("steam\r");
    terminal.sees("hear or feel?").press("\r");
    terminal.sees("1 of 3").press("\r").sees("2 of 3").press("q\r").sees("rehearsed");
    assert_eq!(terminal.ends(), 0);
    assert!(!terminal.heard().contains('\u{1b}'), "{:?}", terminal.heard());
}

#[test]
fn an_edit_on_the_terminal_keeps_each_change_at_once() {
    let home = with_kettle();
    let mut terminal = Terminal::start(&home, &["tap", "edit", "kettle"], WIDE);
    terminal.sees("Change what?").sees("that is all").press("\x1b[B\r");
    terminal.sees("> trigger").sees("New words").press("\x15the lid rattles\r");
    terminal.sees("trigger: the lid rattles").press("\x03");
    assert_eq!(terminal.ends(), 130);
    assert_eq!(home.json(&["tap", "show", "kettle"])["trigger"], "the lid rattles");
}

#[test]
fn dropping_a_plan_on_looking_back_is_one_act() {
    let home = with_kettle();
    assert_eq!(home.json(&["tap", "check", "kettle", "drop"])["status"], "retired");
    assert!(home.ok(&["fire", "kettle"]).contains("It is retired; rat tap resume kettle"));
    home.ok(&["undo"]);
    home.ok(&["undo"]);
    assert_eq!(home.json(&["tap", "show", "kettle"])["status"], "active");
}

#[test]
fn a_plan_half_made_is_listed() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["tap", "new"], WIDE);
    terminal.sees("What is it for?").press("a straight back\r").sees("against it?");
    terminal.kill();
    assert!(home.ok(&["tap", "list"]).contains("half made (a straight back)"));
}
