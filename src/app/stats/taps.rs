//! How well plans hold.

use std::collections::BTreeMap;

use crate::app::stats::Scope;
use crate::app::tap::{self, Tap};
use crate::app::{Error, Study};
use crate::domain::stats::week::weekly;
use crate::domain::tap::automaticity::{Curve, fit};
use crate::domain::tap::outcome::Counts;
use crate::domain::time::StudyDay;
use crate::storage::db;

/// A plan's past.
#[derive(Clone, Debug, PartialEq)]
pub struct Past {
    /// The plan and where it stands.
    pub tap: Tap,
    /// Its outcomes within the scope.
    pub counts: Counts,
    /// Its outcomes by weeks, each known by its Monday.
    pub weeks: Vec<(StudyDay, Counts)>,
    /// Its strength, 0-1, at the end of each day with an outcome.
    pub strength: Vec<(StudyDay, f64)>,
    /// Its self-ratings, 1-7.
    pub ratings: Vec<(StudyDay, u8)>,
    /// The curve they follow, if they follow one.
    pub curve: Option<Curve>,
}

/// What happened to plans.
#[derive(Clone, Debug, PartialEq)]
pub struct Taps {
    /// The plans, in the order in which they were made.
    pub plans: Vec<Past>,
    /// The outcomes of all of them by days, oldest first.
    pub days: Vec<(StudyDay, Counts)>,
    /// The same by weeks, each known by its Monday.
    pub weeks: Vec<(StudyDay, Counts)>,
}

/// Reads how well plans hold.
///
/// # Errors
/// When the database cannot be read.
pub fn taps(study: &Study, scope: Scope) -> Result<Taps, Error> {
    study.db.read(|db| {
        let mut lived: BTreeMap<i64, Vec<(StudyDay, Counts, f64)>> = BTreeMap::new();
        let mut days: BTreeMap<StudyDay, Counts> = BTreeMap::new();
        let private = db::made::private(db)?;
        let wanted = |thing: i64| {
            scope.tap.is_none_or(|tap| tap == thing) && (scope.private || !private.contains(&thing))
        };
        for one in db::tap_day::all(db, scope.since, study.now.today)? {
            if !wanted(one.thing) {
                continue;
            }
            let counts = one.daily.counts;
            lived.entry(one.thing).or_default().push((one.day, counts, one.daily.strength));
            let day = days.entry(one.day).or_default();
            *day = *day + counts;
        }
        let mut plans = Vec::new();
        for tap in tap::all(study)? {
            if !wanted(tap.thing) {
                continue;
            }
            let own = lived.remove(&tap.thing).unwrap_or_default();
            let ratings = db::self_rating::since(db, tap.thing, StudyDay::FIRST)?;
            let worded = tap.trace.worded.unwrap_or(StudyDay::FIRST);
            let of_version: Vec<_> =
                ratings.iter().copied().filter(|(day, _)| *day >= worded).collect();
            plans.push(Past {
                counts: own.iter().fold(Counts::default(), |sum, (_, one, _)| sum + *one),
                weeks: weekly(own.iter().map(|(day, counts, _)| (*day, *counts))),
                strength: own.iter().map(|(day, _, strength)| (*day, *strength)).collect(),
                ratings: ratings.into_iter().filter(|(day, _)| *day >= scope.since).collect(),
                curve: fit(&of_version),
                tap,
            });
        }
        let days: Vec<_> = days.into_iter().collect();
        Ok(Taps { plans, weeks: weekly(days.iter().copied()), days })
    })
}
