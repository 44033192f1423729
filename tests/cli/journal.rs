use crate::home::Home;
use crate::terminal::Terminal;

/// A finished, harmless walk and a private one left open.
fn walked() -> Home {
    let home = Home::new();
    answered(
        &home,
        "goodhart",
        "proxy = \"the streak\"\ngoal = \"talking\"\npull = 6\nleaks = [\"easy ones\"]\nbefore-hit = \"I open it\"\nrewards = \"checking the number\"\ndelay = \"days\"\ntaught = \"a checker\"\nmove = \"leave it\"\n",
    );
    answered(&home, "focusing", "begin = \"I have something\"\ntopics = [\"the secret\"]\n");
    home
}

fn answered(home: &Home, technique: &str, answers: &str) {
    let file = home.folder.path().join("answers.toml");
    std::fs::write(&file, answers).unwrap();
    home.ok(&["walk", technique, "--answers", file.to_str().unwrap()]);
}

#[test]
fn a_private_walk_is_exported_only_when_it_is_named() {
    let home = walked();
    let all = home.run(&["journal", "export"]);
    assert!(all.out.contains("the streak") && !all.out.contains("the secret"), "{all:?}");
    assert!(all.err.contains("1 private walk left out"), "{all:?}");
    assert!(home.ok(&["journal", "export", "2"]).contains("the secret"));
}

#[test]
fn an_export_into_a_folder_writes_one_file_for_each_walk() {
    let home = walked();
    home.ok(&["journal", "export", "--out", "notes"]);
    let notes = home.folder.path().join("notes");
    let names: Vec<_> =
        std::fs::read_dir(&notes).unwrap().map(|f| f.unwrap().file_name()).collect();
    assert_eq!(names, ["2026-11-23-goodharts-imperius-1.md"]);
    let text = std::fs::read_to_string(notes.join(&names[0])).unwrap();
    assert!(text.starts_with("# Goodhart's Imperius\n"), "{text}");
}

#[test]
fn what_lies_in_a_private_walk_inside_another_stays_out_of_the_export() {
    let home = Home::new();
    answered(
        &home,
        "aversion",
        "activity = \"running\"\nwhich = \"worth doing, but I avoid it\"\naversion = 7\n\
         appeal = [\"air\"]\nelsewhere = false\nagainst = true\nhear = \"hear that part first\"\n\
         [crux]\nwhere = \"a thought that seems forbidden\"\ndefault = \"the secret\"\n",
    );
    let all = home.ok(&["journal", "export"]);
    assert!(all.contains("running") && !all.contains("the secret"), "{all}");
    assert!(all.contains("A private part is left out."), "{all}");
    assert!(home.ok(&["journal", "show"]).contains("the secret"));
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let home = walked();
    std::fs::write(home.folder.path().join("notes"), "a file").unwrap();
    assert!(home.refused(&["journal", "export", "--out", "notes"]).contains("notes"));
}

/// The first questions of a double crux by exchanged files, up to where the other is needed.
const MINE: &str = "way = \"we exchange files\"\nfaith = true\nopen = true\ntruth = true\n\
    claim = \"close the street\"\nsharpen = [{ sharper = \"on Saturdays\", same-question = true }]\n\
    credence = 80\n";

#[test]
fn two_sides_of_a_disagreement_meet_through_a_file() {
    let (ann, bob) = (Home::new(), Home::new());
    answered(&bob, "double", &MINE.replace("80", "30"));
    let side = bob.ok(&["journal", "exchange"]);
    assert!(side.contains("credence = 30"), "{side}");
    answered(&ann, "double", MINE);
    std::fs::write(ann.folder.path().join("bob.toml"), side).unwrap();
    let arguments = ["walk", "double", "--resume", "--theirs", "bob.toml", "--plain"];
    let mut terminal = Terminal::start(&ann, &arguments, (80, 100));
    terminal.sees("From the other: And the other: how likely?").sees("what do you believe");
    terminal.press(":q\n").sees("Left as it is");
    assert_eq!(terminal.ends(), 0);
    let shown = ann.json(&["journal", "show"]);
    let given = shown["answers_given"].as_array().unwrap();
    assert!(
        given.iter().any(|one| one["place"] == "other-credence" && one["answer"]["number"] == 30)
    );
}

#[test]
fn a_side_that_is_no_toml_is_refused_with_its_line() {
    let home = Home::new();
    answered(&home, "double", MINE);
    std::fs::write(home.folder.path().join("bob.toml"), "a = 1\ncredence = \n").unwrap();
    let mut terminal =
        Terminal::start(&home, &["walk", "double", "--theirs", "bob.toml"], (80, 50));
    terminal.sees("bob.toml: line 2");
    assert_eq!(terminal.ends(), 2);
}

#[test]
fn what_was_foreseen_is_shown_when_the_time_has_come_and_what_happened_is_kept() {
    let mut home = Home::new();
    answered(
        &home,
        "murphy",
        "goal = \"the hall is painted\"\nplan = [\"buy paint\"]\npictured = true\nfirst-shock = 9\n\
         outside-view = \"\"\nwants-tap = false\nfirst = \"\"\n\
         chance = { claim = \"the hall is painted\", probability = 0.8, days = 2 }\n",
    );
    home.on("2026-11-25");
    let mut terminal = Terminal::start(&home, &["checkin", "--plain"], (100, 50));
    terminal.sees("From Murphyjitsu, Mon 23 Nov 2026: the hall is painted").sees("You foresaw:");
    terminal.press("f\n").sees("What happened?").press("it rained\n").sees("did not come true");
    assert_eq!(terminal.ends(), 0);
    let kept = home.json(&["commitments", "list", "--all"])[0].clone();
    assert_eq!((&kept["state"], &kept["note"]), (&"false".into(), &"it rained".into()));
}

#[test]
fn without_a_number_the_latest_walk_is_meant() {
    let home = walked();
    assert!(home.ok(&["journal", "show"]).starts_with("# Focusing"));
    assert!(Home::new().refused(&["journal", "show"]).contains("no walk yet"));
}

#[test]
fn on_a_terminal_the_two_speakers_of_a_talk_have_a_colour_each() {
    let home = Home::new();
    let to_the_talk = "where = \"a thought that seems forbidden\"\nabout = \"running\"\n\
        default = \"bed\"\nshould = \"run\"\nbelief-one = \"x\"\nbelief-two = \"y\"\ndrive = 3\n\
        tension = 6\n[[sheet]]\none = \"Runner\"\ntwo = \"Duvet\"\none-accepts = true\n\
        two-accepts = true\nothers = []\nurgent-one = 5\nurgent-two = 5\nbegins = \"the first\"\n\
        talk = [{ says = \"mornings are clear\" }, { takes-up = \"true\", says = \"nights are short\" }]\n";
    // Two turns are too few to end the talk; the walk stays open.
    let file = home.folder.path().join("answers.toml");
    std::fs::write(&file, to_the_talk).unwrap();
    assert_eq!(home.run(&["walk", "internal", "--answers", file.to_str().unwrap()]).code, 2);
    let few = to_the_talk.replace("talk = [", "talk = [{ says = \"a\" }, { takes-up = \"t\", says = \"b\" }, { takes-up = \"t\", says = \"c\" }, { takes-up = \"t\", says = \"d\" }, ");
    let few = few.replace("{ says = \"mornings", "{ takes-up = \"so\", says = \"mornings");
    std::fs::write(&file, few).unwrap();
    home.ok(&["walk", "internal", "--answers", file.to_str().unwrap()]);
    let mut terminal = Terminal::start(&home, &["journal", "show"], (100, 90));
    terminal.ends();
    let heard = terminal.heard();
    let colour = |speaker: &str| {
        heard
            .split(&format!("m**{speaker}**"))
            .next()
            .unwrap()
            .rsplit('[')
            .next()
            .unwrap()
            .to_owned()
    };
    assert_ne!(colour("Runner"), colour("Duvet"), "{heard}");
}
