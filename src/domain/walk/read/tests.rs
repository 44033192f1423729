use super::*;
use crate::domain::commitment;
use crate::domain::walk::answer::Turn;

fn step(key: &str, kind: Kind, ask: &str) -> Step {
    Step { key: key.to_owned(), kind, ask: ask.to_owned(), ..Step::default() }
}

fn text(key: &str, ask: &str) -> Step {
    step(key, Kind::Ask(Ask::text()), ask)
}

fn appended(list: &str) -> Ask {
    Ask::Text {
        long: false,
        append_to: Some(list.to_owned()),
        mark: None,
        replaces: None,
        jots: None,
    }
}

fn scale(key: &str, again: Option<&str>) -> Step {
    let (low, high) = (String::new(), String::new());
    step(key, Kind::Ask(Ask::Scale { low, high, again: again.map(str::to_owned) }), key)
}

fn walk(steps: Vec<Step>) -> Walk {
    let (trouble, opening, nothing) = (String::new(), String::new(), "fine".to_owned());
    Walk { minutes: 5, trouble, opening, nothing, steps, ..Walk::default() }
}

fn day(n: i32) -> StudyDay {
    StudyDay::from_epoch(n)
}

fn said(answers: &[(&str, Answer)]) -> Answers {
    let given = |answer: &Answer| Given { answer: answer.clone(), day: day(100) };
    let nothing_new = [(closing::NOW.to_owned(), given(&Answer::Skipped))];
    let answers = answers.iter().map(|(place, answer)| ((*place).to_owned(), given(answer)));
    answers.chain(nothing_new).collect()
}

fn word(text: &str) -> Answer {
    Answer::Text(text.to_owned())
}

fn words(items: &[&str]) -> Answer {
    Answer::List(items.iter().map(|item| (*item).to_owned()).collect())
}

fn asked(walk: &Walk, answers: &[(&str, Answer)]) -> String {
    match read(walk, &Library::new(), &said(answers), day(100)).stand {
        Stand::Asks(question) => format!("{}: {}", question.place, question.step.ask),
        Stand::Waits(until) => format!("waits until {}", until.epoch()),
        Stand::Ends => "ends".to_owned(),
    }
}

#[test]
fn the_next_question_carries_earlier_answers_forward() {
    let walk = walk(vec![text("action", "What?"), text("why", "Why {action}?")]);
    assert_eq!(asked(&walk, &[]), "action: What?");
    assert_eq!(asked(&walk, &[("action", word("jogging"))]), "why: Why jogging?");
    assert_eq!(asked(&walk, &[("action", word("jogging")), ("why", word("health"))]), "ends");
}

#[test]
fn a_step_is_passed_over_while_its_condition_does_not_hold() {
    let mut why = text("why", "Why?");
    why.when = Some("sure == 'no'".parse().unwrap());
    let options = vec!["yes".to_owned(), "no".to_owned()];
    let walk = walk(vec![step("sure", Kind::Ask(Ask::Choice { options }), "Sure?"), why]);
    assert_eq!(asked(&walk, &[("sure", word("yes"))]), "ends");
    assert_eq!(asked(&walk, &[("sure", word("no"))]), "why: Why?");
}

fn button() -> Walk {
    let options = vec!["gladly".to_owned(), "no".to_owned()];
    let mut missing =
        step("missing", Kind::Ask(appended("goals")), "What would be missing from {goals}?");
    missing.when = Some("press != 'gladly'".parse().unwrap());
    let until = "press == 'gladly'".parse().unwrap();
    let steps = vec![step("press", Kind::Ask(Ask::Choice { options }), "Press?"), missing];
    let rounds = step("button", Kind::Loop { until, max: 3, steps }, "");
    walk(vec![
        step("goals", Kind::Ask(Ask::list(1, 9)), "Goals?"),
        rounds,
        text("end", "All of {goals}?"),
    ])
}

#[test]
fn a_loop_goes_on_until_its_condition_holds_and_its_answers_join_the_list() {
    let goals = ("goals", words(&["health"]));
    let again = ("button.1.press", word("no"));
    let more = ("button.1.missing", word("company"));
    let done = ("button.2.press", word("gladly"));
    let walk = button();
    assert_eq!(asked(&walk, std::slice::from_ref(&goals)), "button.1.press: Press?");
    let missing = asked(&walk, &[goals.clone(), again.clone()]);
    assert_eq!(missing, "button.1.missing: What would be missing from health?");
    let second = asked(&walk, &[goals.clone(), again.clone(), more.clone()]);
    assert_eq!(second, "button.2.press: Press?");
    assert_eq!(asked(&walk, &[goals, again, more, done]), "end: All of health, company?");
}

#[test]
fn a_loop_ends_at_its_bound() {
    let mut answers = vec![("goals", words(&["health"]))];
    let places: Vec<String> = (1..=3)
        .flat_map(|n| [format!("button.{n}.press"), format!("button.{n}.missing")])
        .collect();
    for place in &places {
        let answer = if place.ends_with("press") { word("no") } else { word("more") };
        answers.push((place, answer));
    }
    assert_eq!(asked(&button(), &answers), "end: All of health, more?");
}

#[test]
fn for_each_asks_about_every_item_of_a_list() {
    let steps = vec![text("how", "How does {item} matter?")];
    let each = step("each", Kind::ForEach { over: "goals".to_owned(), steps }, "");
    let walk = walk(vec![step("goals", Kind::Ask(Ask::list(1, 9)), "Goals?"), each]);
    let goals = ("goals", words(&["health", "company"]));
    assert_eq!(asked(&walk, std::slice::from_ref(&goals)), "each.1.how: How does health matter?");
    let first = ("each.1.how", word("much"));
    assert_eq!(asked(&walk, &[goals, first]), "each.2.how: How does company matter?");
}

#[test]
fn an_answer_that_does_not_suit_any_more_is_asked_for_again() {
    let walk = walk(vec![
        step("goals", Kind::Ask(Ask::list(1, 9)), "Goals?"),
        step(
            "best",
            Kind::Ask(Ask::Pick { from: "goals".to_owned(), many: false, park: None }),
            "Best?",
        ),
    ]);
    let answers = [("goals", words(&["health"])), ("best", word("company"))];
    assert_eq!(asked(&walk, &answers), "best: Best?");
    let reading = read(&walk, &Library::new(), &said(&answers), day(100));
    assert_eq!(reading.unfit.len(), 1);
}

#[test]
fn a_wait_parks_the_walk_until_its_day() {
    let walk = walk(vec![
        step("until", Kind::Ask(Ask::Wait { days: 7 }), "When?"),
        text("how", "How was it?"),
    ]);
    let answers = said(&[("until", Answer::Days(7))]);
    let at = |today| read(&walk, &Library::new(), &answers, day(today)).stand;
    assert_eq!(at(106), Stand::Waits(day(107)));
    assert!(matches!(at(107), Stand::Asks(_)));
}

#[test]
fn an_inner_walk_is_given_what_is_known_and_hands_its_answers_back() {
    let inner = walk(vec![text("goal", "Goal?"), text("risk", "What could stop {goal}?")]);
    let give = vec![("goal".to_owned(), "to {action}".to_owned())];
    let call = step("reality", Kind::Call { walk: "murphy".to_owned(), give }, "");
    let outer = walk(vec![text("action", "What?"), call, text("end", "Beware of {reality.risk}?")]);
    let library = Library::from([("murphy".to_owned(), inner)]);
    let stand =
        |answers: &[(&str, Answer)]| match read(&outer, &library, &said(answers), day(1)).stand {
            Stand::Asks(question) => format!("{}: {}", question.place, question.step.ask),
            other @ (Stand::Waits(_) | Stand::Ends) => format!("{other:?}"),
        };
    let action = ("action", word("jog"));
    assert_eq!(stand(std::slice::from_ref(&action)), "reality.risk: What could stop to jog?");
    assert_eq!(stand(&[action, ("reality.risk", word("rain"))]), "end: Beware of rain?");
}

#[test]
fn speakers_alternate_and_must_take_up_what_the_other_said() {
    let speakers = ["one".to_owned(), "two".to_owned()];
    let walk = walk(vec![
        text("one", "First?"),
        text("two", "Second?"),
        step(
            "talk",
            Kind::Turns { speakers, second_begins: None, min: 2, max: 5 },
            "{speaker}, to {other}:",
        ),
    ]);
    let turn = |takes_up: &str, says: &str| {
        Answer::Turn(Turn { takes_up: takes_up.to_owned(), says: says.to_owned(), steam: false })
    };
    let mut answers = vec![("one", word("Ada")), ("two", word("Bo"))];
    assert_eq!(asked(&walk, &answers), "talk.1: Ada, to Bo:");
    answers.push(("talk.1", turn("", "I want rest")));
    assert_eq!(asked(&walk, &answers), "talk.2: Bo, to Ada:");
    answers.push(("talk.2", turn("", "I want to run")));
    assert_eq!(asked(&walk, &answers), "talk.2: Bo, to Ada:", "nothing was taken up");
    answers.pop();
    answers.push(("talk.2", Answer::Enough));
    assert_eq!(asked(&walk, &answers), "talk.2: Bo, to Ada:", "it ends too soon");
    answers.pop();
    answers.push(("talk.2", turn("rest matters", "and so does running")));
    answers.push(("talk.3", Answer::Enough));
    assert_eq!(asked(&walk, &answers), "ends");
}

#[test]
fn what_a_walk_yields_is_collected_on_the_way() {
    let kind = commitment::Kind::FollowUp;
    let walk = walk(vec![
        scale("tension", None),
        step("plan", Kind::Ask(Ask::Tap { with: Vec::new() }), "Plan?"),
        step("later", Kind::Ask(Ask::Commitment { kind, days: 7 }), "Later?"),
        scale("tension-after", Some("tension")),
    ]);
    let plan = Answer::Plan { trigger: "the bell rings".to_owned(), action: "I stand".to_owned() };
    let later = Answer::Promise { text: "look again".to_owned(), days: 7 };
    let answers = said(&[
        ("tension", Answer::Number(8)),
        ("plan", plan),
        ("later", later),
        ("tension-after", Answer::Number(3)),
    ]);
    let artefacts = read(&walk, &Library::new(), &answers, day(100)).artefacts;
    assert_eq!(artefacts.len(), 3);
    assert!(matches!(&artefacts[1].1, Artefact::Commitment { due, .. } if *due == day(107)));
    assert!(matches!(&artefacts[2].1, Artefact::Metric { before: 8, after: 3, .. }));
}

#[test]
fn a_step_that_is_not_optional_cannot_be_skipped() {
    let walk = walk(vec![text("action", "What?")]);
    assert_eq!(asked(&walk, &[("action", Answer::Skipped)]), "action: What?");
}

#[test]
fn walks_that_call_each_other_over_and_over_come_to_an_end() {
    let hundred = |kind: &Kind| {
        walk((0..100).map(|nth| step(&format!("s{nth}"), kind.clone(), "")).collect())
    };
    let call = |walk: &str| Kind::Call { walk: walk.to_owned(), give: Vec::new() };
    let still = Kind::Compose { text: "x".to_owned(), append_to: None, into: None };
    let library = Library::from([
        ("two".to_owned(), hundred(&call("three"))),
        ("three".to_owned(), hundred(&call("four"))),
        ("four".to_owned(), hundred(&call("five"))),
        ("five".to_owned(), hundred(&still)),
    ]);
    let reading = read(&hundred(&call("two")), &library, &Answers::new(), day(100));
    assert_eq!(reading.stand, Stand::Ends);
}
