//! Plans: outcomes in any order, rehearsals, ratings, edits, breaks, undo.

use proptest::prelude::*;
use rat::app::errand::rehearse;
use rat::app::fire::{Firing, fire};
use rat::app::progress::Watch;
use rat::app::tap::{self, Tap};
use rat::app::{away, commitment, doctor, jot, undo};
use rat::domain::commitment as promised;
use rat::domain::jot as noted;
use rat::domain::review::Rating;
use rat::domain::tap::outcome::{Counts, Kind};
use rat::domain::tap::plan::{Plan, Status, Verdict};

use crate::home::{Home, now};

/// One thing a user may do to one of two plans.
#[derive(Clone, Copy, Debug)]
enum Act {
    Fire { tap: usize, kind: usize, hours_ago: i64, times: u32 },
    Rehearse { tap: usize, rating: usize },
    Rate { tap: usize, rating: u8 },
    Move { tap: usize, status: usize },
    Check { tap: usize, verdict: usize },
    Word { tap: usize, trigger: u8 },
    Away { ahead: i32, days: i32 },
    Promise { days: i32 },
    Close { thing: i64, state: usize },
    Jot,
    Undo,
    Redo,
}

fn act() -> impl Strategy<Value = Act> {
    let fire = (0_usize..2, 0_usize..5, 0_i64..400, 1_u32..4)
        .prop_map(|(tap, kind, hours_ago, times)| Act::Fire { tap, kind, hours_ago, times });
    prop_oneof![
        10 => fire,
        3 => (0_usize..2, 0_usize..4).prop_map(|(tap, rating)| Act::Rehearse { tap, rating }),
        2 => (0_usize..2, 1_u8..=7).prop_map(|(tap, rating)| Act::Rate { tap, rating }),
        1 => (0_usize..2, 0_usize..3).prop_map(|(tap, status)| Act::Move { tap, status }),
        1 => (0_usize..2, 0_usize..5).prop_map(|(tap, verdict)| Act::Check { tap, verdict }),
        1 => (0_usize..2, 0_u8..3).prop_map(|(tap, trigger)| Act::Word { tap, trigger }),
        1 => (-10_i32..3, 0_i32..4).prop_map(|(ahead, days)| Act::Away { ahead, days }),
        1 => (0_i32..9).prop_map(|days| Act::Promise { days }),
        1 => (1_i64..6, 0_usize..5).prop_map(|(thing, state)| Act::Close { thing, state }),
        1 => Just(Act::Jot),
        3 => Just(Act::Undo),
        1 => Just(Act::Redo),
    ]
}

/// An act that is no undo.
fn forward() -> impl Strategy<Value = Act> {
    act().prop_filter("a step forward", |act| !matches!(act, Act::Undo | Act::Redo))
}

/// Acts with the hours that pass before each (a clock may jump back) and the zone each is done in.
fn acts() -> impl Strategy<Value = Vec<(i64, i32, Act)>> {
    prop::collection::vec((-20_i64..60, -11_i32..13, act()), 1..40)
}

struct Life {
    home: Home,
    taps: Vec<i64>,
    hours: i64,
}

fn born() -> Life {
    let home = Home::new();
    let make = |name: &str, trigger: &str| {
        tap::make(&home.study, Plan::of(name, trigger, "I stretch my arms")).unwrap().thing
    };
    let taps = vec![make("kettle", "the kettle clicks"), make("door", "the door falls shut")];
    Life { home, taps, hours: 1 }
}

impl Life {
    /// Does one act; one that is refused changes nothing.
    fn act(&mut self, (passed, east, act): (i64, i32, Act)) {
        self.hours += passed;
        self.home.study.now = now(self.hours, east);
        let study = &self.home.study;
        match act {
            Act::Fire { tap, kind, hours_ago, times } => {
                let at = study.now.at - hours_ago * 3_600_000;
                let firing = Firing::now(study, Kind::ALL[kind]);
                let firing = Firing { times, happened: (at, study.now.offset), ..firing };
                let _ = fire(study, self.taps[tap], firing);
            }
            Act::Rehearse { tap, rating } => {
                let _ = rehearse(study, self.taps[tap], Rating::ALL[rating], (1, "steam"), 0);
            }
            Act::Rate { tap, rating } => {
                let _ = tap::rate(study, self.taps[tap], rating);
            }
            Act::Move { tap, status } => {
                let _ = tap::move_to(study, self.taps[tap], Status::ALL[status]);
            }
            Act::Check { tap, verdict } => {
                if let Ok(Tap { plan, .. }) = tap::at(study, self.taps[tap]) {
                    tap::look_back(study, self.taps[tap], Verdict::ALL[verdict], plan).unwrap();
                }
            }
            Act::Word { tap, trigger } => {
                if let Ok(Tap { plan, .. }) = tap::at(study, self.taps[tap]) {
                    let trigger = format!("the bell rings {trigger} times");
                    tap::edit(study, self.taps[tap], Plan { trigger, ..plan }).unwrap();
                }
            }
            Act::Away { .. }
            | Act::Promise { .. }
            | Act::Close { .. }
            | Act::Jot
            | Act::Undo
            | Act::Redo => self.act_beside(act),
        }
    }

    /// Does an act that is about no plan.
    fn act_beside(&self, act: Act) {
        let study = &self.home.study;
        match act {
            Act::Away { ahead, days } => {
                let first = study.now.today.plus(ahead);
                away::plan(study, first, first.plus(days)).unwrap();
            }
            Act::Promise { days } => {
                let due = study.now.today.plus(days);
                let kind = promised::Kind::NextAction;
                let made = promised::Commitment::new(kind, "call Ada", due, None).unwrap();
                commitment::make(study, &made).unwrap();
            }
            Act::Close { thing, state } => {
                let _ = commitment::close(study, thing, promised::State::ALL[state], "");
            }
            Act::Jot => {
                let note = noted::Jot::new(noted::Kind::Idea, "a lamp").unwrap();
                jot::make(study, &note).unwrap();
            }
            Act::Undo => {
                let _ = undo::undo(study, Watch::nobody());
            }
            Act::Redo => {
                let _ = undo::redo(study, Watch::nobody());
            }
            Act::Fire { .. }
            | Act::Rehearse { .. }
            | Act::Rate { .. }
            | Act::Move { .. }
            | Act::Check { .. }
            | Act::Word { .. } => {}
        }
    }

    fn tap(&self, tap: usize) -> Option<Tap> {
        tap::at(&self.home.study, self.taps[tap]).ok()
    }
}

fn lived(acts: &[(i64, i32, Act)]) -> Life {
    let mut life = born();
    for act in acts {
        life.act(*act);
    }
    life
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn deriving_everything_anew_changes_not_a_byte(acts in acts()) {
        let life = lived(&acts);
        let before = life.home.digest();
        prop_assert!(doctor::rebuild(&life.home.study, Watch::nobody()).unwrap().same);
        prop_assert_eq!(life.home.digest(), before);
    }

    #[test]
    fn undo_and_redo_equal_not_undoing(acts in acts(), last in forward()) {
        let mut life = lived(&acts);
        life.act((1, 0, last));
        let before = (life.tap(0), life.tap(1));
        life.home.study.now = now(life.hours + 1, 0);
        // With nothing left to undo, there may still be something else to redo.
        if undo::undo(&life.home.study, Watch::nobody()).is_ok() {
            undo::redo(&life.home.study, Watch::nobody()).unwrap();
        }
        prop_assert_eq!((life.tap(0), life.tap(1)), before);
    }

    #[test]
    fn the_order_in_which_outcomes_arrive_changes_nothing(
        outcomes in prop::collection::vec((0_usize..5, 0_i64..600, 1_u32..3), 1..30),
        seed in any::<u64>(),
    ) {
        let live = |shuffled: bool| {
            let mut life = born();
            life.hours = 700;
            let mut log: Vec<(u64, (usize, i64, u32))> = outcomes
                .iter()
                .zip(0_u64..)
                .map(|(one, n)| ((n + 1).wrapping_mul(seed | 1).rotate_left(17), *one))
                .collect();
            if shuffled {
                log.sort_by_key(|(key, _)| *key);
            }
            for (_, (kind, hours_ago, times)) in log {
                life.act((0, 1, Act::Fire { tap: 0, kind, hours_ago, times }));
            }
            life.tap(0).unwrap().trace
        };
        let (told, shuffled) = (live(false), live(true));
        // Outcomes of one moment have no order of their own: only what depends on one may differ.
        let mut moments: Vec<i64> = outcomes.iter().map(|(_, hours_ago, _)| *hours_ago).collect();
        moments.sort_unstable();
        moments.dedup();
        prop_assert_eq!(told.total, shuffled.total);
        prop_assert_eq!(told.strength, shuffled.strength);
        if moments.len() == outcomes.len() {
            prop_assert_eq!(told, shuffled);
        }
    }

    #[test]
    fn counts_equal_a_recount_of_what_was_logged(
        outcomes in prop::collection::vec((0_usize..5, 0_i64..600, 1_u32..4), 1..40),
    ) {
        let mut life = born();
        life.hours = 700;
        let mut recount = Counts::default();
        for (kind, hours_ago, times) in &outcomes {
            life.act((0, 0, Act::Fire { tap: 1, kind: *kind, hours_ago: *hours_ago, times: *times }));
            recount.add(Kind::ALL[*kind], *times);
        }
        let tap = life.tap(1).unwrap();
        prop_assert_eq!(tap.trace.total, recount);
        let strength = tap.trace.strength.value();
        prop_assert!((0.0..=1.0).contains(&strength));
        let page = tap::show(&life.home.study, tap.thing).unwrap();
        let last = page.strength.last().map(|(_, strength)| *strength);
        prop_assert_eq!(last, Some(strength));
    }
}
