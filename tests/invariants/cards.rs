//! Cards: reviews, suspensions, burials, undo.

use proptest::prelude::*;
use rat::app::progress::Watch;
use rat::app::review::{Grading, Scope, grade, queue};
use rat::app::{card, doctor, undo};
use rat::domain::review::Rating;
use rat::domain::time::Now;

use crate::home::{self, now};

struct Home {
    home: home::Home,
    cards: Vec<i64>,
}

fn home() -> Home {
    let home = home::Home::new();
    let cards = card::list(&home.study, None, &[]).unwrap();
    Home { cards: cards.iter().map(|card| card.row).take(4).collect(), home }
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
        self.home.study.now = now;
        let study = &self.home.study;
        match act {
            Act::Grade { card, rating } => {
                let _ = grade(study, self.cards[card], Rating::ALL[rating], Grading::Scored, 0);
            }
            Act::Suspend { card, suspended } => {
                card::suspend(study, self.cards[card], suspended).unwrap();
            }
            Act::Bury { card } => rat::app::review::bury(study, self.cards[card]).unwrap(),
            Act::Undo => {
                let _ = undo::undo(study, Watch::nobody());
            }
            Act::Redo => {
                let _ = undo::redo(study, Watch::nobody());
            }
        }
    }

    /// Where every card stands, in words.
    fn states(&self) -> Vec<String> {
        let state =
            |row: &i64| rat::storage::db::card::at(&self.home.study.db, *row).unwrap().state;
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
        let before = home.home.digest();
        prop_assert!(doctor::rebuild(&home.home.study, Watch::nobody()).unwrap().same);
        prop_assert_eq!(home.home.digest(), before);
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
        prop_assert_eq!(forwards.home.digest(), backwards.home.digest());
    }

    #[test]
    fn no_card_is_asked_twice_and_none_that_is_not_due(acts in acts()) {
        let (mut home, hours) = lived(&acts);
        home.home.study.now = now(hours + 1, 0);
        let (left, items) = queue(&home.home.study, Scope::default(), usize::MAX).unwrap();
        let mut rows: Vec<i64> = items.iter().map(|item| item.card.row).collect();
        rows.sort_unstable();
        rows.dedup();
        prop_assert_eq!(rows.len(), items.len());
        prop_assert_eq!(items.len() as u64, left.total());
    }
}
