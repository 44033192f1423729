//! Devices whose clocks disagree: the last word on a thing is the one that knew the others.

use rat::app::fire::{Firing, fire};
use rat::app::progress::Watch;
use rat::app::review::{Grading, grade};
use rat::app::{card, commitment, jot, tap, undo, union};
use rat::domain::card::Text;
use rat::domain::commitment::{Commitment, Kind as Promise, State};
use rat::domain::jot::{Jot, Kind as Note};
use rat::domain::review::Rating;
use rat::domain::tap::outcome::Kind;
use rat::domain::tap::plan::{Plan, Status, Verdict};
use rat::storage::db::fact::Table;
use rat::storage::db::portable::{Cell, Line};

use crate::union::Device;

/// Ten years, in hours.
const TEN_YEARS: i64 = 87_660;

/// A device whose clock runs ten years ahead, and one whose clock is right.
fn wild_and_sane() -> (Device, Device) {
    (Device::new("wild", TEN_YEARS), Device::new("sane", 0))
}

/// Has both hold all facts, and so agree.
fn meet(one: &Device, other: &Device) {
    one.take_all(other);
    other.take_all(one);
    assert_eq!(one.digest(), other.digest());
    assert_eq!(one.view().len(), other.view().len());
}

fn plan(device: &Device, name: &str) -> tap::Tap {
    let all = tap::all(&device.study).unwrap();
    all.into_iter().find(|tap| tap.plan.name == name).unwrap()
}

/// The last fact of a table.
fn last(device: &Device, table: Table) -> Line {
    let of = device.facts().into_iter().filter(|line| line.table == table);
    of.max_by_key(|line| line.at).unwrap()
}

#[test]
fn a_plan_worded_by_a_clock_that_runs_ahead_is_worded_anew_by_who_saw_it() {
    let (wild, mut sane) = wild_and_sane();
    tap::make(&wild.study, Plan::of("kettle", "the kettle clicks", "I stretch")).unwrap();
    meet(&wild, &sane);
    sane.at(5);
    let tap::Tap { thing, plan: worded, .. } = plan(&sane, "kettle");
    let goal = "a straight back".to_owned();
    tap::edit(&sane.study, thing, Plan { goal: goal.clone(), ..worded }).unwrap();
    meet(&wild, &sane);
    assert_eq!([&wild, &sane].map(|device| plan(device, "kettle").plan.goal), [goal.clone(), goal]);
}

#[test]
fn what_happens_to_a_plan_counts_for_the_wording_that_was_given_last() {
    let (mut wild, mut sane) = wild_and_sane();
    tap::make(&wild.study, Plan::of("kettle", "the kettle clicks", "I stretch")).unwrap();
    wild.at(1);
    let tap::Tap { thing, plan: worded, .. } = plan(&wild, "kettle");
    let trigger = "the kettle hums".to_owned();
    tap::edit(&wild.study, thing, Plan { trigger, ..worded.clone() }).unwrap();
    meet(&wild, &sane);
    sane.at(5);
    let thing = plan(&sane, "kettle").thing;
    let trigger = "the kettle whistles".to_owned();
    tap::edit(&sane.study, thing, Plan { trigger, ..worded }).unwrap();
    sane.at(30);
    fire(&sane.study, thing, Firing::now(&sane.study, Kind::Did)).unwrap();
    meet(&wild, &sane);
    for device in [&wild, &sane] {
        let trace = plan(device, "kettle").trace;
        assert_eq!((trace.current.did, trace.version), (1, 3));
        assert_eq!(trace.worded, Some(sane.study.now.today.plus(-1)));
    }
}

#[test]
fn a_plan_retired_by_a_clock_that_runs_ahead_is_taken_up_by_who_saw_it() {
    for look_back in [false, true] {
        let (wild, mut sane) = wild_and_sane();
        let made = tap::make(&wild.study, Plan::of("kettle", "it clicks", "I stretch")).unwrap();
        if look_back {
            tap::look_back(&wild.study, made.thing, Verdict::Drop, made.plan).unwrap();
        } else {
            tap::move_to(&wild.study, made.thing, Status::Retired).unwrap();
        }
        meet(&wild, &sane);
        sane.at(5);
        let thing = plan(&sane, "kettle").thing;
        tap::move_to(&sane.study, thing, Status::Active).unwrap();
        meet(&wild, &sane);
        assert_eq!(plan(&wild, "kettle").trace.status, Status::Active);
    }
}

#[test]
fn a_card_a_promise_and_a_note_are_changed_by_who_saw_them() {
    let (wild, mut sane) = wild_and_sane();
    let first = |device: &Device| card::list(&device.study, None, &[]).unwrap().remove(0);
    let text = first(&wild).text;
    let back = |back: &str| Text { back: back.to_owned(), ..text.clone() };
    card::edit(&wild.study, first(&wild).row, &back("wild")).unwrap();
    card::suspend(&wild.study, first(&wild).row, true).unwrap();
    let due = wild.study.now.today;
    let promised = Commitment::new(Promise::NextAction, "call Ada", due, None).unwrap();
    commitment::make(&wild.study, &promised).unwrap();
    jot::make(&wild.study, &Jot::new(Note::Idea, "a lamp").unwrap()).unwrap();
    meet(&wild, &sane);
    sane.at(5);
    let study = &sane.study;
    card::edit(study, first(&sane).row, &back("sane")).unwrap();
    card::suspend(study, first(&sane).row, false).unwrap();
    let (thing, _) = commitment::list(study, true).unwrap().remove(0);
    commitment::close(study, thing, State::Done, "").unwrap();
    jot::done(study, jot::list(study, true).unwrap()[0].thing).unwrap();
    meet(&wild, &sane);
    for device in [&wild, &sane] {
        assert_eq!(first(device).text, back("sane"));
        assert!(!first(device).state.suspended);
        assert_eq!(commitment::list(&device.study, true).unwrap()[0].1.state, State::Done);
        assert!(jot::list(&device.study, true).unwrap()[0].jot.done);
    }
}

#[test]
fn who_outdoes_a_stamp_from_the_future_keeps_a_clock_of_its_own() {
    let (wild, mut sane) = wild_and_sane();
    let jotted = jot::make(&wild.study, &Jot::new(Note::Idea, "a lamp").unwrap()).unwrap();
    meet(&wild, &sane);
    sane.at(5);
    let thing = jot::list(&sane.study, true).unwrap()[0].thing;
    jot::done(&sane.study, thing).unwrap();
    let row = card::list(&sane.study, None, &[]).unwrap()[0].row;
    grade(&sane.study, row, Rating::Good, Grading::Scored, 900).unwrap();
    assert_eq!(last(&sane, Table::Jot).at, jotted.made_at + 1);
    assert_eq!(last(&sane, Table::Review).at, sane.study.now.at);
    // Nor does it draw another thing after it.
    jot::make(&sane.study, &Jot::new(Note::Idea, "a chair").unwrap()).unwrap();
    assert_eq!(jot::list(&sane.study, true).unwrap()[0].made_at, sane.study.now.at);
}

#[test]
fn a_word_that_outdid_one_from_the_future_can_be_taken_back_and_brought_back() {
    let (wild, mut sane) = wild_and_sane();
    jot::make(&wild.study, &Jot::new(Note::Idea, "a lamp").unwrap()).unwrap();
    meet(&wild, &sane);
    sane.at(5);
    let thing = jot::list(&sane.study, true).unwrap()[0].thing;
    jot::done(&sane.study, thing).unwrap();
    let done = |device: &Device| jot::list(&device.study, true).unwrap()[0].jot.done;
    sane.at(6);
    undo::undo(&sane.study, Watch::nobody()).unwrap();
    assert!(!done(&sane));
    undo::redo(&sane.study, Watch::nobody()).unwrap();
    meet(&wild, &sane);
    assert!(done(&wild) && done(&sane));
}

#[test]
fn what_was_said_in_one_moment_on_two_devices_is_decided_by_their_names() {
    let (one, other) = (Device::new("b", 0), Device::new("a", 0));
    let row = card::list(&one.study, None, &[]).unwrap()[0].row;
    card::suspend(&one.study, row, true).unwrap();
    for suspended in [true, false] {
        card::suspend(&other.study, row, suspended).unwrap();
    }
    meet(&one, &other);
    let suspended =
        |device: &Device| card::list(&device.study, None, &[]).unwrap()[0].state.suspended;
    assert!(suspended(&one) && suspended(&other));
}

#[test]
fn a_thing_is_what_its_maker_says_whenever_that_comes() {
    let (made, mut here, there) =
        (Device::new("m", 0), Device::new("a", -TEN_YEARS), Device::new("x", 0));
    let tap = tap::make(&made.study, Plan::of("kettle", "it clicks", "I stretch")).unwrap();
    let commitment = Commitment::new(Promise::NextAction, "call Ada", made.study.now.today, None);
    commitment::make(&made.study, &commitment.unwrap()).unwrap();
    here.take_all(&made);
    here.at(3);
    fire(&here.study, plan(&here, "kettle").thing, Firing::now(&here.study, Kind::Did)).unwrap();
    let (thing, _) = commitment::list(&here.study, true).unwrap().remove(0);
    commitment::close(&here.study, thing, State::Done, "").unwrap();
    // A fact that says nothing of the sort of thing it speaks of comes before all others.
    let cells = vec![
        Cell::Words("commitment".to_owned()),
        Cell::Words("m:2".to_owned()),
        Cell::Whole(20_000),
        Cell::Whole(480),
        Cell::Words("shown".to_owned()),
        Cell::Absent,
        Cell::Whole(0),
    ];
    let (device, offset, study_day) = ("a".to_owned(), 0, 20_780);
    let (table, at) = (Table::Reminder, here.study.now.at);
    let shown = Line { table, device, seq: 3, at, offset, study_day, cells };
    for lines in [vec![shown.clone()], here.facts()] {
        let (own, others): (Vec<Line>, Vec<Line>) =
            lines.into_iter().partition(|line| line.device == "a");
        union::take_in(&there.study, own).unwrap();
        union::take_in(&there.study, others).unwrap();
    }
    union::take_in(&made.study, [shown]).unwrap();
    made.take_all(&here);
    assert_eq!((there.digest(), there.view()), (made.digest(), made.view()));
    assert_eq!(plan(&there, "kettle").trace, plan(&made, &tap.plan.name).trace);
    assert_eq!(commitment::list(&there.study, true).unwrap()[0].1.state, State::Done);
}
