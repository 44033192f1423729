use super::*;

fn rules(trigger: &str, action: &str) -> Vec<&'static str> {
    lint(&Plan::of("p", trigger, action)).iter().map(|advice| advice.rule).collect()
}

fn only(trigger: &str, action: &str) -> Advice {
    let mut found = lint(&Plan::of("p", trigger, action));
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

const TRIGGER: &str = "the kettle clicks off";
const ACTION: &str = "I stretch my arms";

#[test]
fn a_good_plan_is_left_in_peace() {
    for (trigger, action) in [
        (TRIGGER, ACTION),
        ("I hang up my coat", "I drop my keys in the bowl"),
        ("my hand touches the door handle", "I look at the stairs"),
        ("I pour my morning coffee into the cup", "I open my novel"),
        ("I notice my jaw is tight and I feel stressed", "I take five breaths"),
    ] {
        assert_eq!(rules(trigger, action), Vec::<&str>::new(), "{trigger} -> {action}");
    }
}

#[test]
fn a_vague_time_is_shown_with_an_event_in_its_place() {
    let advice = only("in the morning", ACTION);
    assert_eq!((advice.rule, advice.words.as_str()), ("vague-time", "morning"));
    assert_eq!(advice.rewrite, "I pour my first drink of the day");
    assert_eq!(only("when I have time", ACTION).rule, "vague-time");
}

#[test]
fn a_feeling_alone_is_no_trigger() {
    assert_eq!(only("I feel really stressed", ACTION).words, "stressed");
    assert_eq!(rules("I am anxious or tired", ACTION), ["bare-emotion"]);
}

#[test]
fn a_plan_not_to_do_something_is_objected_to() {
    assert_eq!(only(TRIGGER, "I don't open the fridge").words, "don't");
    assert_eq!(only(TRIGGER, "stop scrolling").rule, "negation");
}

#[test]
fn trying_is_cut_out_of_the_action() {
    let advice = only(TRIGGER, "I try to stretch my arms");
    assert_eq!((advice.words.as_str(), advice.rewrite.as_str()), ("try to", ACTION));
    assert_eq!(only(TRIGGER, "be nicer").rule, "soft-word");
    assert_eq!(only(TRIGGER, "I eat more fruit").words, "more");
}

#[test]
fn of_two_actions_the_first_is_kept() {
    let advice = only(TRIGGER, "I stretch my arms, and roll my shoulders");
    assert_eq!((advice.rule, advice.rewrite.as_str()), ("two-actions", ACTION));
    assert_eq!(rules(TRIGGER, "salt and pepper the eggs"), Vec::<&str>::new());
}

#[test]
fn an_action_longer_than_half_a_minute_is_shortened() {
    let advice = only(TRIGGER, "I run for 20 minutes");
    assert_eq!((advice.rule, advice.words.as_str()), ("too-long", "20 minutes"));
    assert_eq!(advice.rewrite, "I run: only the first half minute of it");
}

#[test]
fn an_action_without_an_end_is_asked_for_one() {
    assert_eq!(only(TRIGGER, "I relax my shoulders").rule, "no-end");
    assert_eq!(rules(TRIGGER, "I keep still for 5 breaths"), Vec::<&str>::new());
}

#[test]
fn a_clock_is_no_event() {
    assert_eq!(only("it is 7:00", ACTION).words, "7:00");
    let plan = Plan { kind: Kind::Clock, ..Plan::of("p", "lunch begins", ACTION) };
    assert_eq!(lint(&plan).len(), 1);
}

#[test]
fn the_reminder_itself_is_no_trigger() {
    assert_eq!(only("the notification pops up", ACTION).rule, "reminder-as-trigger");
}

#[test]
fn a_trigger_that_never_comes_or_never_rests_is_objected_to() {
    for (rate, found) in [(0.0, 1), (141.0, 1), (7.0, 0)] {
        let plan = Plan { per_week: Some(rate), ..Plan::of("p", TRIGGER, ACTION) };
        assert_eq!(lint(&plan).len(), found, "{rate}");
    }
}

#[test]
fn words_inside_other_words_are_not_meant() {
    assert_eq!(rules("the beanbag squeaks", "I nod at the beekeeper's notice"), Vec::<&str>::new());
}
