use super::*;

fn step(key: &str, kind: Kind) -> Step {
    Step { key: key.to_owned(), kind, ask: "Say.".to_owned(), ..Step::default() }
}

fn text(key: &str) -> Step {
    step(key, Kind::Ask(Ask::text()))
}

fn walk(steps: Vec<Step>) -> Walk {
    let (trouble, opening, nothing) = (String::new(), String::new(), "That is fine.".to_owned());
    Walk { minutes: 5, trouble, opening, nothing, steps, ..Walk::default() }
}

fn flaws(steps: Vec<Step>) -> Vec<String> {
    check(&walk(steps)).into_iter().map(|flaw| flaw.message).collect()
}

fn one(steps: Vec<Step>) -> String {
    let found = flaws(steps);
    assert_eq!(found.len(), 1, "{found:?}");
    found[0].clone()
}

#[test]
fn a_sound_walk_has_no_flaws() {
    let mut second = text("b");
    second.ask = "Why {a}?".to_owned();
    second.when = Some("a".parse().unwrap());
    assert!(flaws(vec![text("a"), second]).is_empty());
}

#[test]
fn a_reference_to_a_later_step_is_found() {
    let mut first = text("a");
    first.ask = "Why {b}?".to_owned();
    assert!(one(vec![first, text("b")]).contains("`ask` names \"b\""));
    let pick =
        step("a", Kind::Ask(Ask::Pick { from: "later".to_owned(), many: false, park: None }));
    assert!(one(vec![pick]).contains("`from` names \"later\""));
}

#[test]
fn an_item_is_known_inside_its_for_each_only() {
    let mut inner = text("inner");
    inner.ask = "Why {item}?".to_owned();
    let steps = vec![inner.clone()];
    let each = step("each", Kind::ForEach { over: "list".to_owned(), steps });
    let list = step("list", Kind::Ask(Ask::list(1, 5)));
    assert!(flaws(vec![list.clone(), each]).is_empty());
    assert!(one(vec![list, inner]).contains("\"item\""));
}

#[test]
fn two_steps_may_not_share_a_key_nor_a_loop_be_empty() {
    assert!(one(vec![text("a"), text("a")]).contains("is used before"));
    let until = "a".parse().unwrap();
    let empty = step("b", Kind::Loop { until, max: 5, steps: Vec::new() });
    assert!(one(vec![text("a"), empty]).contains("no step inside"));
}

#[test]
fn a_walk_that_could_ask_without_end_is_refused() {
    let around = |key: &str, inner: Step| {
        let until = "a".parse().unwrap();
        step(key, Kind::Loop { until, max: 100, steps: vec![inner] })
    };
    let steps = vec![text("a"), around("outer", around("inner", text("b")))];
    assert!(one(steps).contains("more than 5000 questions"));
}

#[test]
fn loops_in_which_nothing_is_asked_are_bounded_too() {
    let around = |key: &str, inner: Step| {
        let until = "a".parse().unwrap();
        step(key, Kind::Loop { until, max: 100, steps: vec![inner] })
    };
    let said = Kind::Compose { text: "x".to_owned(), append_to: None, into: None };
    let inner = around("c", around("d", step("said", said)));
    let steps = vec![text("a"), around("b", inner)];
    assert!(one(steps).contains("more than 30000 steps"));
}

#[test]
fn a_walk_must_say_that_nothing_is_fine() {
    let silent = Walk { nothing: " ".to_owned(), ..walk(vec![text("a")]) };
    assert!(check(&silent)[0].message.contains("`nothing`"));
}

#[test]
fn calls_in_a_circle_and_calls_into_nowhere_are_found() {
    let call = |walk: &str| step("c", Kind::Call { walk: walk.to_owned(), give: Vec::new() });
    let library = Library::from([
        ("one".to_owned(), walk(vec![call("two")])),
        ("two".to_owned(), walk(vec![call("one")])),
        ("lost".to_owned(), walk(vec![call("nowhere")])),
    ]);
    let found = |name| check_calls(name, &library).into_iter().map(|flaw| flaw.message);
    assert!(found("lost").next().unwrap().contains("no walk \"nowhere\""));
    assert!(found("two").next().is_none(), "the circle is seen where it closes");
    let own = Library::from([("self".to_owned(), walk(vec![call("self")]))]);
    assert!(check_calls("self", &own)[0].message.contains("circle"));
}

#[test]
fn hundreds_of_calls_of_walks_with_hundreds_of_calls_are_looked_at_once_each() {
    let call = |walk: &str| step("c", Kind::Call { walk: walk.to_owned(), give: Vec::new() });
    let calls = |walk: &str| (0..400).map(|_| call(walk)).collect::<Vec<_>>();
    let library = Library::from([
        ("one".to_owned(), walk(calls("two"))),
        ("two".to_owned(), walk(calls("three"))),
        ("three".to_owned(), walk(calls("four"))),
        ("four".to_owned(), walk(calls("five"))),
        ("five".to_owned(), walk(vec![text("a")])),
    ]);
    assert_eq!(check_calls("one", &library), []);
}
