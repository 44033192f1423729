use proptest::prelude::*;

use super::*;
use crate::domain::review::Terms;
use crate::domain::tap::recall::seed;

const TERMS: Terms = Terms { retention: 0.9, longest: 3650 };

fn day(n: i32) -> StudyDay {
    StudyDay::from_epoch(n)
}

fn outcome(kind: Kind, n: i32) -> (StudyDay, Event) {
    let at = i64::from(n) * 86_400_000;
    let (prompted, away, terms) = (false, false, TERMS);
    let outcome = Outcome { kind, times: 1, at, study_day: day(n), prompted, away, terms };
    (day(n), Event::Outcome(outcome))
}

fn worded(trigger: &str, n: i32) -> (StudyDay, Event) {
    (day(n), Event::Worded(Box::new(Plan::of("kettle", trigger, "I stretch"))))
}

fn folded(events: &[(StudyDay, Event)]) -> Trace {
    trace(&Model::default(), &seed(7), events)
}

#[test]
fn a_new_plan_wants_a_rehearsal_at_once_and_no_look_back() {
    let trace = folded(&[worded("the kettle clicks", 100)]);
    assert_eq!((trace.version, trace.stage()), (1, Stage::Install));
    assert_eq!(trace.rehearsal(), Some(day(100)));
    assert_eq!(trace.check(), None);
}

#[test]
fn an_unprompted_firing_postpones_the_rehearsal_and_a_prompted_one_does_not() {
    let (first, (on, fired)) = (worded("the kettle clicks", 100), outcome(Kind::Did, 100));
    assert!(folded(&[first.clone(), (on, fired.clone())]).rehearsal() > Some(day(100)));
    let Event::Outcome(fired) = fired else { panic!("an outcome") };
    let prompted = Event::Outcome(Outcome { prompted: true, ..fired });
    assert_eq!(folded(&[first, (on, prompted)]).rehearsal(), Some(day(100)));
}

#[test]
fn a_miss_makes_a_rehearsal_due_the_same_day() {
    let events =
        [worded("the kettle clicks", 100), outcome(Kind::Did, 100), outcome(Kind::Missed, 101)];
    assert_eq!(folded(&events).rehearsal(), Some(day(101)));
}

#[test]
fn a_slip_in_a_planned_break_counts_as_an_opportunity_and_hurts_nothing() {
    let mut events = vec![worded("the kettle clicks", 100)];
    events.extend((100..110).map(|n| outcome(Kind::Did, n)));
    let before = folded(&events);
    let (on, slip) = outcome(Kind::Missed, 110);
    let Event::Outcome(slip) = slip else { panic!("an outcome") };
    events.push((on, Event::Outcome(Outcome { away: true, ..slip })));
    let after = folded(&events);
    assert_eq!((after.streak, after.strength), (before.streak, before.strength));
    assert_eq!(after.total.missed, 1);
}

#[test]
fn a_day_without_a_trigger_is_neutral() {
    let mut events = vec![worded("the kettle clicks", 100), outcome(Kind::Did, 101)];
    let before = folded(&events);
    events.push(outcome(Kind::None, 102));
    let after = folded(&events);
    assert_eq!((after.streak, after.strength), (before.streak, before.strength));
}

#[test]
fn a_new_trigger_starts_a_new_version_with_counts_of_its_own() {
    let mut events = vec![worded("the kettle clicks", 100)];
    events.extend((100..120).map(|n| outcome(Kind::Missed, n)));
    events.push(worded("the kettle whistles", 120));
    events.push(outcome(Kind::Did, 121));
    let trace = folded(&events);
    assert_eq!((trace.version, trace.current.missed, trace.total.missed), (2, 0, 20));
    assert_eq!(trace.current.did, 1);
}

#[test]
fn a_rewording_of_anything_else_keeps_the_version() {
    let mut plan = Plan::of("tea", "the kettle clicks", "I stretch");
    plan.goal = "a back that does not ache".to_owned();
    let events = [worded("the kettle clicks", 100), (day(105), Event::Worded(Box::new(plan)))];
    assert_eq!(folded(&events).version, 1);
}

#[test]
fn an_outcome_from_before_the_plan_was_written_belongs_to_its_first_version() {
    let trace = folded(&[outcome(Kind::Did, 90), worded("the kettle clicks", 100)]);
    assert_eq!((trace.version, trace.current.did), (1, 1));
}

#[test]
fn looks_back_come_after_a_week_then_ever_more_rarely() {
    let mut events = vec![worded("the kettle clicks", 100), outcome(Kind::Did, 102)];
    let mut due = Vec::new();
    for _ in 0..4 {
        let check = folded(&events).check().unwrap();
        due.push(check.epoch());
        events.push((check, Event::Checked(Verdict::Keep)));
    }
    assert_eq!(due, [109, 139, 229, 319]);
}

#[test]
fn a_paused_plan_asks_for_nothing() {
    let paused = (day(103), Event::Moved(Status::Paused));
    let trace = folded(&[worded("the kettle clicks", 100), outcome(Kind::Did, 102), paused]);
    assert_eq!((trace.rehearsal(), trace.check()), (None, None));
    assert!(!trace.asks_rating(day(150)));
}

#[test]
fn automaticity_is_asked_weekly_once_the_plan_has_fired() {
    let mut events = vec![worded("the kettle clicks", 100)];
    assert!(!folded(&events).asks_rating(day(101)));
    events.push(outcome(Kind::Did, 100));
    assert!(!folded(&events).asks_rating(day(100)));
    assert!(folded(&events).asks_rating(day(101)));
    events.push((day(101), Event::Rated(3)));
    assert!(!folded(&events).asks_rating(day(107)));
    assert!(folded(&events).asks_rating(day(108)));
}

proptest! {
    #[test]
    fn stopping_and_going_on_equals_folding_at_once(
        log in prop::collection::vec((0_usize..5, 0_i32..3), 0..50),
        stop in 0_usize..50,
    ) {
        let (model, plan) = (Model::default(), Plan::of("k", "the kettle clicks", "I stretch"));
        let mut on = 100;
        let mut events = vec![(day(on), Event::Worded(Box::new(plan)))];
        for (kind, passed) in log {
            on += passed;
            events.push(outcome(Kind::ALL[kind], on));
        }
        let (head, tail) = events.split_at((stop + 1).min(events.len()));
        let kept = serde_json::to_string(&trace(&model, &seed(7), head)).unwrap();
        let mut resumed: Trace = serde_json::from_str(&kept).unwrap();
        for (on, event) in tail {
            resumed.add(&model, &seed(7), *on, event);
        }
        let whole = trace(&model, &seed(7), &events);
        prop_assert_eq!(serde_json::to_string(&resumed).unwrap(), serde_json::to_string(&whole).unwrap());
    }
}
