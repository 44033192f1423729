use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::domain::away::Break;
use crate::domain::reminder::wall::Quiet;
use crate::domain::tap::stage::Stage;
use crate::domain::tap::switchback::Switchback;
use crate::domain::time::moment as read_moment;
use crate::domain::time::{Rollover, zoned};

fn time(text: &str) -> TimeOfDay {
    text.parse().unwrap()
}

fn utc(text: &str) -> i64 {
    read_moment(text).unwrap().timestamp_millis()
}

fn now(text: &str) -> Now {
    Now::new(read_moment(text).unwrap(), Rollover::default())
}

fn habits() -> Habits {
    Habits {
        morning: time("08:00"),
        review: Some(time("09:00")),
        evening: Some(time("20:30")),
        quiet: Some(Quiet { from: time("22:00"), to: time("07:00") }),
        a_day: 8,
        rollover: Rollover::default(),
    }
}

fn plan(thing: i64) -> PlanFacts {
    let since: StudyDay = "2026-11-01".parse().unwrap();
    PlanFacts {
        thing,
        name: format!("plan-{thing}"),
        sentence: format!("When bell {thing} rings, then I breathe."),
        private: false,
        stage: (Stage::Install, since),
        strength: 0.0,
        rule: (Rule::Faded, since),
        from: 0,
        switchback: None,
        logged: None,
    }
}

fn plans(n: i64) -> Facts {
    Facts { plans: (1..=n).map(plan).collect(), ..Facts::default() }
}

fn ruled(rule: &str) -> Facts {
    let mut facts = plans(1);
    facts.plans[0].rule.0 = rule.parse().unwrap();
    facts
}

/// What is said at a moment of UTC.
fn said(facts: &Facts, at: &str) -> Vec<String> {
    let decision = decide(facts, &habits(), &|_| 0, now(at));
    decision.show.iter().map(|notice| notice.words().1).collect()
}

fn wakes(facts: &Facts, at: &str) -> i64 {
    decide(facts, &habits(), &|_| 0, now(at)).wake
}

/// Writes down that a notice was shown.
fn show(facts: &mut Facts, notice: &Notice, at: i64) {
    let digest = matches!(notice, Notice::Digest(_));
    for reminder in notice.reminders() {
        let (subject, slot) = (reminder.subject, reminder.slot);
        facts.showings.retain(|past| past.subject != subject || past.slot != slot);
        let (state, first, until) = (State::Shown, at, None);
        facts.showings.push(Showing { subject, slot, state, at, first, until, digest });
    }
}

#[test]
fn a_plan_is_told_of_in_the_morning_with_its_trigger_and_its_action() {
    assert_eq!(wakes(&plans(1), "2026-11-24T06:00:00Z"), utc("2026-11-24T08:00:00Z"));
    assert!(said(&plans(1), "2026-11-24T07:59:59Z").is_empty());
    assert_eq!(said(&plans(1), "2026-11-24T08:00:00Z"), ["When bell 1 rings, then I breathe."]);
}

#[test]
fn what_was_shown_is_not_shown_again() {
    let mut facts = plans(1);
    let first = decide(&facts, &habits(), &|_| 0, now("2026-11-24T08:00:00Z"));
    show(&mut facts, &first.show[0], utc("2026-11-24T08:00:00Z"));
    assert!(said(&facts, "2026-11-24T08:00:01Z").is_empty());
    assert_eq!(said(&facts, "2026-11-25T08:00:00Z").len(), 1);
}

#[test]
fn a_snoozed_reminder_comes_back_unless_it_has_been_answered() {
    let mut facts = plans(1);
    let first = decide(&facts, &habits(), &|_| 0, now("2026-11-24T08:00:00Z"));
    show(&mut facts, &first.show[0], utc("2026-11-24T08:00:00Z"));
    facts.showings[0].state = State::Snoozed;
    facts.showings[0].until = Some(utc("2026-11-24T08:15:00Z"));
    assert_eq!(wakes(&facts, "2026-11-24T08:00:10Z"), utc("2026-11-24T08:15:00Z"));
    assert_eq!(said(&facts, "2026-11-24T08:15:00Z").len(), 1);
    facts.plans[0].logged = Some(utc("2026-11-24T08:05:00Z"));
    assert!(said(&facts, "2026-11-24T08:15:00Z").is_empty());
}

#[test]
fn a_plan_logged_today_is_not_told_of() {
    let mut facts = plans(1);
    facts.plans[0].logged = Some(utc("2026-11-24T07:00:00Z"));
    assert!(said(&facts, "2026-11-24T08:00:00Z").is_empty());
    facts.plans[0].logged = Some(utc("2026-11-23T07:00:00Z"));
    assert_eq!(said(&facts, "2026-11-24T08:00:00Z").len(), 1);
}

#[test]
fn nobody_is_told_at_once_of_a_plan_they_have_just_made() {
    let mut facts = plans(1);
    facts.plans[0].from = utc("2026-11-24T15:00:00Z");
    assert!(said(&facts, "2026-11-24T15:00:01Z").is_empty());
    facts.plans[0].rule.0 = "daily 18:00".parse().unwrap();
    assert_eq!(said(&facts, "2026-11-24T18:00:00Z").len(), 1);
}

#[test]
fn of_several_times_a_day_an_outcome_answers_the_next_only() {
    let mut facts = ruled("daily 08:00 12:00 18:00");
    facts.plans[0].logged = Some(utc("2026-11-24T09:00:00Z"));
    assert!(said(&facts, "2026-11-24T12:00:00Z").is_empty());
    assert_eq!(said(&facts, "2026-11-24T18:00:00Z").len(), 1);
}

#[test]
fn of_several_times_slept_through_only_the_latest_is_shown() {
    assert_eq!(said(&ruled("daily 08:00 12:00 18:00"), "2026-11-24T18:30:00Z").len(), 1);
}

#[test]
fn a_reminder_without_a_point_is_dropped() {
    assert_eq!(said(&plans(1), "2026-11-24T21:59:00Z").len(), 1);
    // The study day turns at four: yesterday's plan is over, today's has not come.
    assert!(said(&plans(1), "2026-11-25T07:30:00Z").is_empty());
}

#[test]
fn the_quiet_hours_put_off_until_their_end_or_for_good() {
    let night = "2026-11-24T23:00:00Z";
    assert!(said(&ruled("daily 23:00"), night).is_empty());
    assert_eq!(wakes(&ruled("daily 23:00"), night), utc("2026-11-25T04:00:00Z"));
    let early = ruled("daily 05:00");
    assert_eq!(wakes(&early, "2026-11-24T04:30:00Z"), utc("2026-11-24T07:00:00Z"));
    assert_eq!(said(&early, "2026-11-24T07:00:00Z").len(), 1);
}

#[test]
fn nobody_is_reminded_while_away() {
    let mut facts = plans(2);
    facts.cards = 9;
    let day = |text: &str| text.parse().unwrap();
    facts.breaks = vec![Break::new(day("2026-11-20"), day("2026-11-24")).unwrap()];
    assert!(said(&facts, "2026-11-24T12:00:00Z").is_empty());
    assert_eq!(wakes(&facts, "2026-11-24T12:00:00Z"), utc("2026-11-25T04:00:00Z"));
}

#[test]
fn a_promise_is_told_of_once_as_soon_as_somebody_is_there() {
    let text = "call Ines".to_owned();
    let day = "2026-11-20".parse().unwrap();
    let promise = Dated { thing: 7, day, text, private: false };
    let mut facts = Facts { commitments: vec![promise], ..Facts::default() };
    assert_eq!(said(&facts, "2026-11-24T12:00:00Z"), ["You promised: call Ines"]);
    let decision = decide(&facts, &habits(), &|_| 0, now("2026-11-24T12:00:00Z"));
    show(&mut facts, &decision.show[0], utc("2026-11-24T12:00:00Z"));
    assert!(said(&facts, "2026-11-25T12:00:00Z").is_empty());
}

#[test]
fn the_session_and_the_evening_are_told_of_where_there_is_something_to_do() {
    assert!(said(&Facts::default(), "2026-11-24T21:00:00Z").is_empty());
    let facts = Facts { cards: 3, unlogged: 1, ..Facts::default() };
    assert_eq!(said(&facts, "2026-11-24T09:00:00Z"), ["3 cards to recall: a few minutes."]);
    let digest = said(&facts, "2026-11-24T21:00:00Z");
    assert_eq!(digest.len(), 1);
    assert!(digest[0].contains("1 plan without a log"), "{digest:?}");
}

#[test]
fn a_burst_of_fifty_at_once_respects_the_cap() {
    let mut facts = plans(50);
    facts.plans[49].strength = -1.0;
    let decision = decide(&facts, &habits(), &|_| 0, now("2026-11-24T08:00:00Z"));
    assert_eq!(decision.show.len(), 8);
    assert_eq!(decision.show[0].reminders()[0].subject, Subject::Plan(50));
    for notice in &decision.show {
        show(&mut facts, notice, utc("2026-11-24T08:00:00Z"));
    }
    assert!(said(&facts, "2026-11-24T08:01:00Z").is_empty());
    assert_eq!(said(&facts, "2026-11-25T08:00:00Z").len(), 8);
}

#[test]
fn a_laptop_asleep_over_three_days_tells_all_in_one_digest() {
    let mut facts = plans(3);
    facts.cards = 9;
    facts.unlogged = 3;
    let day = |text: &str| text.parse().unwrap();
    let due =
        |thing, on| Dated { thing, day: day(on), text: format!("thing {thing}"), private: false };
    facts.commitments = vec![due(7, "2026-11-22"), due(8, "2026-11-23")];
    facts.walks = vec![due(9, "2026-11-23")];
    let told = said(&facts, "2026-11-24T21:00:00Z");
    assert_eq!(told.len(), 1);
    assert!(told[0].ends_with("and 4 more"), "{told:?}");
}

#[test]
fn a_digest_that_is_snoozed_comes_back_as_one() {
    let due = |thing| Dated {
        thing,
        day: "2026-11-22".parse().unwrap(),
        text: format!("thing {thing}"),
        private: false,
    };
    let mut facts = Facts { commitments: (1..=30).map(due).collect(), ..Facts::default() };
    let first = decide(&facts, &habits(), &|_| 0, now("2026-11-24T21:00:00Z"));
    show(&mut facts, &first.show[0], utc("2026-11-24T21:00:00Z"));
    for showing in &mut facts.showings {
        showing.state = State::Snoozed;
        showing.until = Some(utc("2026-11-24T21:15:00Z"));
    }
    assert_eq!(said(&facts, "2026-11-24T21:15:00Z").len(), 1);
}

#[test]
fn the_text_of_a_private_matter_is_neutral() {
    let mut facts = plans(1);
    facts.plans[0].private = true;
    let decision = decide(&facts, &habits(), &|_| 0, now("2026-11-24T08:00:00Z"));
    assert_eq!(decision.show[0].words(), ("rat".to_owned(), NEUTRAL.to_owned()));
}

#[test]
fn a_switchback_leaves_every_other_week_silent() {
    let mut facts = plans(1);
    facts.plans[0].switchback = Some(Switchback { since: "2026-11-16".parse().unwrap() });
    assert_eq!(said(&facts, "2026-11-22T08:00:00Z").len(), 1);
    assert!(said(&facts, "2026-11-23T08:00:00Z").is_empty());
}

/// Lives some days from a moment on, waking when told to; what was shown, with its moments.
fn lived(mut facts: Facts, zone: Zone<'_>, from: i64, days: i64) -> (Vec<(i64, Reminder)>, usize) {
    let (mut at, mut told, mut woken) = (from, Vec::new(), 0);
    while at < from + days * 86_400_000 {
        let offset = zone(at);
        let today = study_day(at, offset, Rollover::default());
        let decision = decide(&facts, &habits(), zone, Now { at, offset, today });
        for notice in &decision.show {
            show(&mut facts, notice, at);
            told.extend(notice.reminders().iter().map(|reminder| (at, reminder.clone())));
        }
        assert!(decision.wake > at, "it would look again at once");
        at = decision.wake;
        woken += 1;
    }
    (told, woken)
}

#[test]
fn a_year_in_zones_of_both_hemispheres_has_one_reminder_a_day_at_its_time() {
    for place in [
        chrono_tz::Europe::Berlin,
        chrono_tz::America::New_York,
        chrono_tz::Pacific::Auckland,
        chrono_tz::Australia::Lord_Howe,
        chrono_tz::America::Santiago,
    ] {
        let zone = zoned(place);
        let (told, _) = lived(plans(1), &zone, utc("2026-01-10T12:00:00Z"), 365);
        let days: BTreeSet<StudyDay> = told.iter().map(|(_, told)| told.slot.date).collect();
        let span = days.last().unwrap().since(*days.first().unwrap()) + 1;
        assert_eq!((told.len(), span), (days.len(), i32::try_from(days.len()).unwrap()), "{place}");
        assert!((365..=366).contains(&span), "{place}: {span} days");
        let at_eight = |at: &i64| shown(*at, &zone).time == time("08:00");
        // The first is told of when the year begins, at whatever hour that is.
        assert!(told.iter().skip(1).all(|(at, _)| at_eight(at)), "{place}");
    }
}

#[test]
fn ten_idle_days_with_two_hundred_plans_wake_for_reminders_and_once_a_day() {
    let (told, woken) = lived(plans(200), &|_| 0, utc("2026-11-24T05:00:00Z"), 10);
    let moments: BTreeSet<i64> = told.iter().map(|(at, _)| *at).collect();
    assert_eq!(told.len(), 80);
    assert!(woken <= moments.len() + 10 + 1, "{woken} wakings for {} moments", moments.len());
}

#[test]
fn whoever_travels_east_and_west_hears_of_a_day_once() {
    let start = utc("2026-11-24T00:00:00Z");
    // Ten hours east on the third day, fourteen west on the sixth.
    let zone = |at: i64| match (at - start) / 86_400_000 {
        ..2 => 0,
        2..5 => 10 * 3_600,
        _ => -4 * 3_600,
    };
    let (told, _) = lived(plans(1), &zone, start, 10);
    let slots: BTreeSet<Slot> = told.iter().map(|(_, told)| told.slot).collect();
    assert_eq!(told.len(), slots.len());
    assert!((9..=10).contains(&told.len()), "{told:?}");
}

/// Half a year of a plan whose trigger comes every day: how often a week it was reminded of.
fn reminders_a_week(did: impl Fn(i32) -> bool) -> Vec<usize> {
    let start: StudyDay = "2026-01-05".parse().unwrap();
    let mut course = crate::domain::tap::stage::Course::default();
    course.restart(start);
    let mut weeks = vec![0; 26];
    let mut facts = plans(1);
    for n in 0..26 * 7 {
        let day = start.plus(n);
        facts.plans[0].stage = (course.stage(), course.since().unwrap());
        let at = begins(day, Rollover::default(), &|_| 0) + 4 * 3_600_000;
        let now = Now { at, offset: 0, today: day };
        let decision = decide(&facts, &habits(), &|_| 0, now);
        weeks[usize::try_from(n / 7).unwrap()] += decision.show.len();
        if n % 7 == 6 {
            course.rated(if n < 30 { 4 } else { 6 }, day);
        }
        course.opportunity(did(n), day);
    }
    weeks
}

#[test]
fn in_half_a_year_reminders_fall_as_the_plan_holds_and_return_after_misses() {
    let held = reminders_a_week(|_| true);
    assert_eq!((held[0], held[25]), (7, 0));
    assert!(held.windows(2).all(|weeks| weeks[1] <= weeks[0]), "{held:?}");
    let slipped = reminders_a_week(|n| !(100..108).contains(&n));
    assert_eq!(slipped[..14], held[..14]);
    assert_eq!((slipped[15], slipped[25]), (7, 0), "{slipped:?}");
}

fn any_rule() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "auto",
        "off",
        "06:00",
        "23:30",
        "daily 07:30 12:00 18:00",
        "mon,thu 03:30",
        "every 2 days 21:00",
        "4 per week 13:00",
    ])
}

proptest! {
    #[test]
    fn never_two_of_the_same_and_none_in_quiet_hours_or_after_the_answer(
        rules in prop::collection::vec(any_rule(), 1..6),
        place in prop::sample::select(vec![
            chrono_tz::Europe::Berlin, chrono_tz::Pacific::Auckland, chrono_tz::America::Santiago,
        ]),
        start in 0_i64..365,
        logged in prop::option::of(0_i64..14 * 24),
        away in prop::option::of(0_i32..10),
    ) {
        let zone = zoned(place);
        let from = utc("2026-01-01T00:00:00Z") + start * 86_400_000;
        let first = study_day(from, zone(from), Rollover::default());
        let mut facts = plans(i64::try_from(rules.len()).unwrap());
        for (plan, rule) in facts.plans.iter_mut().zip(&rules) {
            plan.rule = (rule.parse().unwrap(), first);
        }
        let answer = logged.map(|hour| from + hour * 3_600_000);
        facts.plans[0].logged = answer;
        facts.breaks = away.map(|day| Break::new(first.plus(day), first.plus(day + 2)).unwrap()).into_iter().collect();
        let (told, _) = lived(facts.clone(), &zone, from, 14);
        let mut seen = BTreeSet::new();
        for (at, told) in &told {
            prop_assert!(seen.insert((told.subject, told.slot)), "twice: {told:?}");
            let here = shown(*at, &zone);
            prop_assert!(!habits().quiet.unwrap().covers(here.time), "in the quiet: {told:?}");
            let day = study_day(*at, zone(*at), Rollover::default());
            prop_assert!(!facts.breaks.iter().any(|planned| planned.covers(day)), "away: {told:?}");
            if told.subject == Subject::Plan(1) && let Some(answer) = answer {
                let answered = study_day(answer, zone(answer), Rollover::default()) == day;
                let single = rules[0] != "daily 07:30 12:00 18:00";
                prop_assert!(!(answered && single), "after the answer: {told:?}");
            }
        }
    }
}
