use proptest::prelude::*;

use super::*;
use crate::domain::reminder::Subject;
use crate::domain::reminder::coming::coming;
use crate::domain::reminder::facts::Facts;
use crate::domain::reminder::wall::{Quiet, shown};
use crate::domain::tap::stage::Stage;
use crate::domain::tap::switchback::Switchback;
use crate::domain::time::{Now, Rollover, moment as read_moment};

fn time(text: &str) -> TimeOfDay {
    text.parse().unwrap()
}

fn day(text: &str) -> StudyDay {
    text.parse().unwrap()
}

fn slot(text: &str) -> Slot {
    let (date, clock) = text.split_once(' ').unwrap();
    Slot { date: day(date), time: time(clock) }
}

fn habits(quiet: Option<(&str, &str)>) -> Habits {
    Habits {
        morning: time("08:00"),
        review: Some(time("09:00")),
        evening: None,
        quiet: quiet.map(|(from, to)| Quiet { from: time(from), to: time(to) }),
        a_day: 1_000,
        rollover: Rollover::default(),
    }
}

fn plan(rule: &str, stage: Stage) -> PlanFacts {
    let since = day("2026-11-01");
    PlanFacts {
        thing: 1,
        name: "kettle".to_owned(),
        sentence: "When the kettle clicks, then I stretch.".to_owned(),
        private: false,
        stage: (stage, since),
        strength: 0.0,
        rule: (rule.parse().unwrap(), since),
        from: 0,
        switchback: None,
        logged: None,
    }
}

/// A Monday, past eight in the evening: nothing of that day is still to come at the hours that are tried.
const EVENING: &str = "2026-11-23T20:01:00Z";

fn said(plan: &PlanFacts, habits: &Habits, breaks: &[Break]) -> (Vec<Series>, Vec<Unsaid>) {
    let from = slot("2026-11-23 20:01");
    let frame = Frame { habits, breaks, today: day("2026-11-23"), from };
    frame.of_plan(plan, slot("2026-11-01 00:00"))
}

/// The slots that a calendar makes of a series, up to a day.
fn expanded(series: &Series, until: StudyDay) -> Vec<Slot> {
    let first = series.first;
    let days = (0..=until.since(first.date)).map(|ahead| first.date.plus(ahead));
    days.filter(|date| match &series.repeat {
        Repeat::Never => *date == first.date,
        Repeat::Every(apart) => date.since(first.date).unsigned_abs() % apart == 0,
        Repeat::Weekly(week) => week.contains(&weekday(*date)),
    })
    .filter(|date| series.last.is_none_or(|last| *date <= last) && !series.except.contains(date))
    .map(|date| Slot { date, ..first })
    .collect()
}

#[test]
fn days_of_the_week_become_a_weekly_series() {
    let (said, unsaid) = said(&plan("mon,wed 07:30", Stage::Install), &habits(None), &[]);
    assert_eq!(said[0].first, slot("2026-11-25 07:30"));
    assert_eq!(said[0].repeat, Repeat::Weekly([0, 2].into()));
    assert!(unsaid.is_empty());
}

#[test]
fn each_time_of_a_day_is_a_series_of_its_own() {
    let (said, _) = said(&plan("daily 12:00 21:00", Stage::Install), &habits(None), &[]);
    let firsts: Vec<Slot> = said.iter().map(|series| series.first).collect();
    assert_eq!(firsts, [slot("2026-11-24 12:00"), slot("2026-11-23 21:00")]);
}

#[test]
fn what_fades_is_said_for_four_weeks_as_its_stage_asks() {
    let (said, unsaid) = said(&plan("auto", Stage::Install), &habits(None), &[]);
    assert_eq!(said[0].last, Some(day("2026-12-20")));
    assert_eq!(unsaid, [Unsaid::Fading(day("2026-12-20"))]);
}

#[test]
fn what_is_thinned_out_is_said_day_by_day() {
    let (said, _) = said(&plan("auto", Stage::Thin), &habits(None), &[]);
    let firsts: Vec<String> = said.iter().map(|one| one.first.date.to_string()).collect();
    assert_eq!(firsts, ["2026-11-28", "2026-12-05", "2026-12-12", "2026-12-19"]);
}

#[test]
fn a_plan_that_needs_no_reminder_gets_none() {
    for stage in [Stage::Probe, Stage::Retired] {
        assert_eq!(said(&plan("auto", stage), &habits(None), &[]), (Vec::new(), Vec::new()));
    }
    let off = plan("off", Stage::Install);
    assert_eq!(said(&off, &habits(None), &[]), (Vec::new(), Vec::new()));
}

#[test]
fn a_switchback_is_left_to_its_comparison() {
    let mut plan = plan("daily 07:30", Stage::Install);
    plan.switchback = Some(Switchback { since: day("2026-11-01") });
    assert_eq!(said(&plan, &habits(None), &[]), (Vec::new(), vec![Unsaid::Switchback]));
}

#[test]
fn quiet_hours_move_a_reminder_or_silence_it() {
    let night = habits(Some(("22:00", "07:00")));
    let (said, unsaid) = said(&plan("daily 06:00 23:00", Stage::Install), &night, &[]);
    let firsts: Vec<Slot> = said.iter().map(|series| series.first).collect();
    assert_eq!(firsts, [slot("2026-11-24 07:00")]);
    assert_eq!(unsaid, [Unsaid::Quiet(time("23:00"))]);
}

#[test]
fn the_days_of_a_break_are_left_out() {
    let away = Break::new(day("2026-11-24"), day("2026-11-26")).unwrap();
    let later = Break::new(day("2026-12-01"), day("2026-12-02")).unwrap();
    let (said, _) = said(&plan("daily 07:30", Stage::Install), &habits(None), &[away, later]);
    assert_eq!(said[0].first, slot("2026-11-27 07:30"));
    assert_eq!(said[0].except, [day("2026-12-01"), day("2026-12-02")]);
}

#[test]
fn the_daily_session_is_said_every_day() {
    let habits = habits(None);
    let from = slot("2026-11-23 20:01");
    let frame = Frame { habits: &habits, breaks: &[], today: day("2026-11-23"), from };
    let series = frame.daily(time("09:00")).unwrap();
    assert_eq!((series.first, series.last), (slot("2026-11-24 09:00"), None));
}

fn rules() -> impl Strategy<Value = String> {
    let days = prop_oneof![
        Just("daily".to_owned()),
        Just("tue,wed,sun".to_owned()),
        Just("weekdays".to_owned()),
        (1..40_u32).prop_map(|n| format!("every {n} days")),
        (1..8_u32).prop_map(|n| format!("{n} per week")),
        (24..31_u32).prop_map(|n| format!("2026-11-{n}")),
    ];
    let times =
        prop_oneof![(0..96_u16).prop_map(|n| vec![n]), prop::collection::vec(16..96_u16, 2..4)];
    let alarm = (days, times).prop_map(|(days, times)| {
        let clock = |n: &u16| format!("{:02}:{:02}", n / 4, n % 4 * 15);
        format!("{days} {}", times.iter().map(clock).collect::<Vec<_>>().join(" "))
    });
    prop_oneof![1 => Just("auto".to_owned()), 1 => Just("03:30".to_owned()), 6 => alarm]
}

proptest! {
    /// The oracle is the list of reminders to come, which is decided day by day.
    #[test]
    fn a_calendar_says_what_the_reminders_to_come_say(
        rule in rules(),
        thin in any::<bool>(),
        quiet in prop_oneof![
            Just(None),
            Just(Some(("22:00", "07:00"))),
            Just(Some(("23:30", "01:15"))),
            Just(Some(("12:00", "13:00"))),
        ],
        away in prop::option::of((0..40_i32, 0..10_i32)),
    ) {
        let habits = habits(quiet);
        let plan = plan(&rule, if thin { Stage::Thin } else { Stage::Install });
        let now = Now::new(read_moment(EVENING).unwrap(), Rollover::default());
        let away = away.map(|(first, days)| {
            let first = now.today.plus(first);
            Break::new(first, first.plus(days)).unwrap()
        });
        let breaks: Vec<Break> = away.into_iter().collect();
        let facts =
            Facts { plans: vec![plan.clone()], breaks: breaks.clone(), ..Facts::default() };
        let days = u16::try_from(AHEAD).unwrap();
        let zone = |_| 0;
        let mut known: Vec<Slot> = coming(&facts, &habits, &zone, now, days)
            .into_iter()
            .filter(|coming| coming.reminder.subject == Subject::Plan(1))
            .map(|coming| shown(coming.at, &zone))
            .filter(|slot| *slot > shown(now.at, &zone))
            .collect();
        let last = now.today.plus(AHEAD);
        let end = Slot { date: last, time: time("04:00") };
        let (said, _) = said(&plan, &habits, &breaks);
        let mut told: Vec<Slot> =
            said.iter().flat_map(|series| expanded(series, last)).filter(|slot| *slot < end).collect();
        known.sort();
        told.sort();
        prop_assert_eq!(told, known);
    }
}
