//! Time spent.

use std::collections::BTreeMap;
use std::ops::Add;

use crate::app::stats::Scope;
use crate::app::{Error, Study};
use crate::domain::stats::spent::attended;
use crate::domain::stats::week::weekly;
use crate::domain::time::StudyDay;
use crate::storage::db;

/// Time spent, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// With cards.
    pub cards: i64,
    /// Rehearsing plans.
    pub rehearsals: i64,
    /// On walks, pauses of more than five minutes left out.
    pub walks: i64,
}

impl Spent {
    /// All of it.
    #[must_use]
    pub const fn total(&self) -> i64 {
        self.cards + self.rehearsals + self.walks
    }
}

impl Add for Spent {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            cards: self.cards + other.cards,
            rehearsals: self.rehearsals + other.rehearsals,
            walks: self.walks + other.walks,
        }
    }
}

/// Reads the time spent in each week of the scope, known by its Monday, oldest first.
///
/// # Errors
/// When the database cannot be read.
pub fn spent(study: &Study, scope: Scope) -> Result<Vec<(StudyDay, Spent)>, Error> {
    study.db.read(|db| {
        let (first, last) = (scope.since, study.now.today);
        let mut days: BTreeMap<StudyDay, Spent> = BTreeMap::new();
        for (day, done) in db::activity::since(db, scope.deck, first, last)? {
            days.entry(day).or_default().cards += done.took;
        }
        if scope.deck.is_none() {
            for (day, took) in db::usage::rehearsed(db, scope.tap, (first, last))? {
                days.entry(day).or_default().rehearsals += took;
            }
            for answers in db::usage::answered(db, (first, last), scope.private)? {
                for (day, took) in attended(&answers) {
                    days.entry(day).or_default().walks += took;
                }
            }
        }
        Ok(weekly(days))
    })
}
