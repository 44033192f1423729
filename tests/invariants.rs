//! Promises that hold for any sequence of acts, checked on real databases through the use cases.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

use proptest::prelude::*;
use rat::app::review::{Grading, Scope, grade, queue};
use rat::app::{Study, card, doctor, shelf, undo};
use rat::domain::review::Rating;
use rat::domain::schedule::memory::Model;
use rat::domain::settings::Settings;
use rat::domain::time::{Now, Rollover, study_day};
use rat::storage::db::Db;

/// An hour, in milliseconds.
const HOUR: i64 = 3_600_000;

/// A Monday morning.
const START: i64 = 1_795_420_800_000;

struct Home {
    _folder: tempfile::TempDir,
    study: Study,
    cards: Vec<i64>,
}

fn home() -> Home {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&folder.path().join("rat.db"), || "test".to_owned()).unwrap();
    let model = Model::default();
    shelf::take_up(&db, &model, &folder.path().join("decks")).unwrap();
    let study = Study { db, settings: Settings::default(), model, now: now(0, 0) };
    let cards =
        card::list(&study, None, &[]).unwrap().iter().map(|card| card.row).take(4).collect();
    Home { _folder: folder, study, cards }
}

/// The moment some hours after the start, on a clock some hours east of UTC.
fn now(hours: i64, east: i32) -> Now {
    let (at, offset) = (START + hours * HOUR, east * 3600);
    Now { at, offset, today: study_day(at, offset, Rollover::default()) }
}

/// One thing a user may do.
#[derive(Clone, Copy, Debug)]
enum Act {
    Grade { card: usize, rating: usize },
    Suspend { card: usize, suspended: bool },
    Bury { card: usize },
    Undo,
    Redo,
}

/// Acts with the hours that pass before each (a clock may jump back) and the zone each is done in.
fn acts() -> impl Strategy<Value = Vec<(i64, i32, Act)>> {
    let grade = (0_usize..4, 0_usize..4).prop_map(|(card, rating)| Act::Grade { card, rating });
    let suspend =
        (0_usize..4, any::<bool>()).prop_map(|(card, suspended)| Act::Suspend { card, suspended });
    let act = prop_oneof![
        6 => grade,
        1 => suspend,
        1 => (0_usize..4).prop_map(|card| Act::Bury { card }),
        2 => Just(Act::Undo),
        1 => Just(Act::Redo),
    ];
    prop::collection::vec((-30_i64..200, -11_i32..13, act), 1..25)
}

impl Home {
    /// Does one act; one that is refused changes nothing.
    fn act(&mut self, now: Now, act: Act) {
        self.study.now = now;
        let study = &self.study;
        match act {
            Act::Grade { card, rating } => {
                let _ = grade(study, self.cards[card], Rating::ALL[rating], Grading::Scored, 0);
            }
            Act::Suspend { card, suspended } => {
                card::suspend(study, self.cards[card], suspended).unwrap();
            }
            Act::Bury { card } => rat::app::review::bury(study, self.cards[card]).unwrap(),
            Act::Undo => {
                let _ = undo::undo(study);
            }
            Act::Redo => {
                let _ = undo::redo(study);
            }
        }
    }

    /// Everything that is derived, as one number.
    fn digest(&self) -> u64 {
        rat::storage::db::progress::digest(&self.study.db).unwrap()
    }

    /// Where every card stands, in words.
    fn states(&self) -> Vec<String> {
        let state = |row: &i64| rat::storage::db::card::at(&self.study.db, *row).unwrap().state;
        self.cards.iter().map(|row| format!("{:?}", state(row))).collect()
    }
}

/// Does all acts in turn; returns the home and the moment of the last.
fn lived(acts: &[(i64, i32, Act)]) -> (Home, i64) {
    let (mut home, mut hours) = (home(), 0);
    for (passed, east, act) in acts {
        hours += passed;
        home.act(now(hours, *east), *act);
    }
    (home, hours)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn deriving_everything_anew_changes_not_a_byte(acts in acts()) {
        let (home, _) = lived(&acts);
        let before = home.digest();
        prop_assert!(doctor::rebuild(&home.study).unwrap().same);
        prop_assert_eq!(home.digest(), before);
    }

    #[test]
    fn undo_and_redo_equal_not_undoing(acts in acts()) {
        let (mut home, hours) = lived(&acts);
        home.act(now(hours + 1, 0), Act::Grade { card: 0, rating: 2 });
        let before = home.states();
        home.act(now(hours + 2, 0), Act::Undo);
        home.act(now(hours + 3, 0), Act::Redo);
        prop_assert_eq!(home.states(), before);
    }

    #[test]
    fn the_order_of_independent_cards_changes_nothing(ratings in prop::collection::vec(0_usize..4, 12)) {
        let live = |backwards: bool| {
            let mut home = home();
            for (day, ratings) in ratings.chunks(4).enumerate() {
                let mut cards: Vec<(usize, usize)> = ratings.iter().copied().enumerate().collect();
                if backwards {
                    cards.reverse();
                }
                for (card, rating) in cards {
                    let moment = now(i64::try_from(day).unwrap() * 48, 1);
                    home.act(moment, Act::Grade { card, rating });
                }
            }
            home
        };
        let (forwards, backwards) = (live(false), live(true));
        prop_assert_eq!(forwards.states(), backwards.states());
        prop_assert_eq!(forwards.digest(), backwards.digest());
    }

    #[test]
    fn no_card_is_asked_twice_and_none_that_is_not_due(acts in acts()) {
        let (mut home, hours) = lived(&acts);
        home.study.now = now(hours + 1, 0);
        let (left, items) = queue(&home.study, Scope::default(), usize::MAX).unwrap();
        let mut rows: Vec<i64> = items.iter().map(|item| item.card.row).collect();
        rows.sort_unstable();
        rows.dedup();
        prop_assert_eq!(rows.len(), items.len());
        prop_assert_eq!(items.len() as u64, left.total());
    }
}
