//! The JSON shapes of statistics.

use serde::Serialize;

use crate::app::Study;
use crate::app::stats::Scope;
use crate::app::stats::cards::Cards as Seen;
use crate::app::stats::spent::Spent;
use crate::app::stats::taps::{Past, Taps as Lived};
use crate::app::stats::techniques::Technique;
use crate::app::stats::walks::{Measure as Measured, Walks as Walked};
use crate::domain::stats::activity::Activity;
use crate::domain::stats::distribution::{DIFFICULTIES, STABILITIES};
use crate::domain::tap::outcome::Counts;
use crate::domain::time::StudyDay;
use crate::ui::json::foreseen::{Load, Sorts};
use crate::ui::json::{Share, rounded};

/// The statistics that were asked for; parts that were not are left out.
#[derive(Default, Serialize)]
pub struct Statistics {
    study_day: String,
    since: Option<String>,
    /// The cards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cards: Option<Cards>,
    /// The plans.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taps: Option<Taps>,
    /// The walks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub walks: Option<Walks>,
    /// The techniques.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub techniques: Option<Vec<Practised>>,
    /// The time spent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<Vec<Week>>,
    /// What was foreseen against what happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calibration: Option<Sorts>,
    /// What each desired retention would cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workload: Option<Vec<Load>>,
}

impl Statistics {
    /// No part yet.
    #[must_use]
    pub fn of(study: &Study, scope: Scope) -> Self {
        let study_day = study.now.today.to_string();
        let since = (scope.since > StudyDay::FIRST).then(|| scope.since.to_string());
        Self { study_day, since, ..Self::default() }
    }
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds stay far below 2^52")]
fn minutes(milliseconds: i64) -> f64 {
    (milliseconds as f64 / 600.0).round() / 100.0
}

#[derive(Serialize)]
struct Done {
    introduced: i64,
    reviews: i64,
    recalled: i64,
    drills: i64,
    minutes: f64,
    retention: Share,
}

impl From<&Activity> for Done {
    fn from(done: &Activity) -> Self {
        let Activity { introduced, reviews, recalled, drills, took } = *done;
        let retention = done.retention().into();
        Self { introduced, reviews, recalled, drills, minutes: minutes(took), retention }
    }
}

#[derive(Serialize)]
struct On<T: Serialize> {
    day: String,
    #[serde(flatten)]
    value: T,
}

fn on<V, T: Serialize + for<'a> From<&'a V>>(days: &[(StudyDay, V)]) -> Vec<On<T>> {
    days.iter().map(|(day, value)| On { day: day.to_string(), value: value.into() }).collect()
}

#[derive(Serialize)]
struct Due {
    day: String,
    due: u64,
}

#[derive(Serialize)]
struct Bin {
    bin: &'static str,
    cards: u64,
}

fn bins(names: [&'static str; 10], counts: [u64; 10]) -> Vec<Bin> {
    names.into_iter().zip(counts).map(|(bin, cards)| Bin { bin, cards }).collect()
}

/// How well cards are remembered.
#[derive(Serialize)]
pub struct Cards {
    new: u64,
    young: u64,
    mature: u64,
    suspended: u64,
    leeches: u64,
    streak_days: u32,
    today: Done,
    total: Done,
    days: Vec<On<Done>>,
    weeks: Vec<On<Done>>,
    forecast: Vec<Due>,
    stability: Vec<Bin>,
    difficulty: Vec<Bin>,
}

impl Cards {
    /// Shows how well cards are remembered; the forecast begins today.
    #[must_use]
    pub fn of(cards: &Seen, today: StudyDay) -> Self {
        let coming = cards.forecast.iter().zip(0..);
        Self {
            new: cards.sorts.new,
            young: cards.sorts.young,
            mature: cards.sorts.mature,
            suspended: cards.sorts.suspended,
            leeches: cards.sorts.leeches,
            streak_days: cards.streak,
            today: (&cards.today).into(),
            total: (&cards.total).into(),
            days: on(&cards.days),
            weeks: on(&cards.weeks),
            forecast: coming
                .map(|(due, n)| Due { day: today.plus(n).to_string(), due: *due })
                .collect(),
            stability: bins(STABILITIES, cards.distribution.stability),
            difficulty: bins(DIFFICULTIES, cards.distribution.difficulty),
        }
    }
}

#[derive(Serialize)]
struct Outcomes {
    did: u32,
    noticed: u32,
    missed: u32,
    misfire: u32,
    none: u32,
    notice: Share,
    follow: Share,
}

impl From<&Counts> for Outcomes {
    fn from(counts: &Counts) -> Self {
        let Counts { did, noticed, missed, misfire, none } = *counts;
        let (notice, follow) = (counts.notice().into(), counts.follow().into());
        Self { did, noticed, missed, misfire, none, notice, follow }
    }
}

#[derive(Serialize)]
struct Strength {
    strength: f64,
}

impl From<&f64> for Strength {
    fn from(strength: &f64) -> Self {
        Self { strength: rounded(*strength) }
    }
}

#[derive(Serialize)]
struct Rating {
    rating: u8,
}

impl From<&u8> for Rating {
    fn from(rating: &u8) -> Self {
        Self { rating: *rating }
    }
}

#[derive(Serialize)]
struct Plan {
    tap: String,
    life: &'static str,
    strength: f64,
    #[serde(flatten)]
    outcomes: Outcomes,
    weeks: Vec<On<Outcomes>>,
    strengths: Vec<On<Strength>>,
    ratings: Vec<On<Rating>>,
    days_to_automatic: Option<u32>,
}

impl From<&Past> for Plan {
    fn from(past: &Past) -> Self {
        Self {
            tap: past.tap.plan.name.clone(),
            life: past.tap.life(),
            strength: rounded(past.tap.trace.strength.value()),
            outcomes: (&past.counts).into(),
            weeks: on(&past.weeks),
            strengths: on(&past.strength),
            ratings: on(&past.ratings),
            days_to_automatic: past.curve.map(|curve| curve.days()),
        }
    }
}

/// How well plans hold.
#[derive(Serialize)]
pub struct Taps {
    plans: Vec<Plan>,
    days: Vec<On<Outcomes>>,
    weeks: Vec<On<Outcomes>>,
}

impl From<&Lived> for Taps {
    fn from(taps: &Lived) -> Self {
        let plans = taps.plans.iter().map(Plan::from).collect();
        Self { plans, days: on(&taps.days), weeks: on(&taps.weeks) }
    }
}

#[derive(Serialize)]
struct Runs {
    technique: String,
    done: u32,
    open: u32,
    abandoned: u32,
}

#[derive(Serialize)]
struct Pair {
    day: String,
    before: u32,
    after: u32,
    private: bool,
}

#[derive(Serialize)]
struct Measure {
    technique: String,
    asked: String,
    most: u32,
    mean_change: Option<f64>,
    pairs: Vec<Pair>,
}

impl From<&Measured> for Measure {
    fn from(measure: &Measured) -> Self {
        let pairs = measure.pairs.iter().map(|pair| Pair {
            day: pair.day.to_string(),
            before: pair.before,
            after: pair.after,
            private: pair.private,
        });
        Self {
            technique: measure.technique.clone(),
            asked: measure.name.clone(),
            most: measure.most,
            mean_change: measure.change().map(rounded),
            pairs: pairs.collect(),
        }
    }
}

/// What walks were done.
#[derive(Serialize)]
pub struct Walks {
    techniques: Vec<Runs>,
    measures: Vec<Measure>,
}

impl From<&Walked> for Walks {
    fn from(walks: &Walked) -> Self {
        let techniques = walks.techniques.iter().map(|walked| Runs {
            technique: walked.technique.clone(),
            done: walked.done,
            open: walked.open,
            abandoned: walked.abandoned,
        });
        let measures = walks.measures.iter().map(Measure::from).collect();
        Self { techniques: techniques.collect(), measures }
    }
}

/// A technique, known and used.
#[derive(Serialize)]
pub struct Practised {
    technique: String,
    title: String,
    cards: u64,
    known: f64,
    used: f64,
    weeks_used: u32,
}

impl From<&Technique> for Practised {
    fn from(technique: &Technique) -> Self {
        Self {
            technique: technique.name.clone(),
            title: technique.title.clone(),
            cards: technique.cards,
            known: rounded(technique.known),
            used: rounded(technique.used()),
            weeks_used: technique.weeks,
        }
    }
}

/// The time spent in a week.
#[derive(Serialize)]
pub struct Week {
    day: String,
    cards_minutes: f64,
    rehearsals_minutes: f64,
    walks_minutes: f64,
}

impl From<&(StudyDay, Spent)> for Week {
    fn from((day, spent): &(StudyDay, Spent)) -> Self {
        Self {
            day: day.to_string(),
            cards_minutes: minutes(spent.cards),
            rehearsals_minutes: minutes(spent.rehearsals),
            walks_minutes: minutes(spent.walks),
        }
    }
}
