//! The JSON shapes of plans and outcomes.

use serde::Serialize;

use crate::app::Study;
use crate::app::fire::Fired;
use crate::app::tap::{Page, Tap};
use crate::domain::stats::rate::Rate;
use crate::domain::tap::advice::Next;
use crate::domain::tap::automaticity::Curve;
use crate::domain::tap::diagnosis::{End, broken};
use crate::domain::tap::lint::{Advice as Lint, lint};
use crate::domain::tap::outcome::Counts;
use crate::domain::time::rfc3339;
use crate::ui::json::rounded;

/// A plan.
#[derive(Serialize)]
pub struct Plan {
    tap: String,
    trigger: String,
    action: String,
    goal: String,
    default: String,
    kind: &'static str,
    last_time: String,
    per_week: Option<f64>,
    form: &'static str,
    obstacle: String,
    surprise: Option<u8>,
    anchor: String,
    half_life_days: f64,
    version: u32,
    status: &'static str,
    stage: &'static str,
    queue_place: Option<usize>,
    strength: f64,
    notice_rate: Option<f64>,
    notice_interval: [f64; 2],
    follow_rate: Option<f64>,
    follow_interval: [f64; 2],
    automaticity: Option<u8>,
    streak: u32,
    best_streak: u32,
    counts: Counts,
    this_version: Counts,
    broken_end: &'static str,
    recall: Option<Recall>,
    next_rehearsal: Option<String>,
    next_check: Option<String>,
    advice: Vec<Advice>,
}

#[derive(Serialize)]
struct Recall {
    stability: f64,
    difficulty: f64,
    retrievability: f64,
}

/// Advice on the wording of a plan.
#[derive(Serialize)]
pub struct Advice {
    rule: &'static str,
    about: &'static str,
    words: String,
    why: &'static str,
    rewrite: String,
}

impl From<Lint> for Advice {
    fn from(Lint { rule, part, words, why, rewrite }: Lint) -> Self {
        Self { rule, about: part.word(), words, why, rewrite }
    }
}

fn share(rate: Rate) -> Option<f64> {
    rate.share().map(rounded)
}

fn interval(rate: Rate) -> [f64; 2] {
    let (low, high) = rate.interval();
    [rounded(low), rounded(high)]
}

/// The word for a broken end.
const fn end_word(end: End) -> &'static str {
    match end {
        End::Unknown(_) => "unknown",
        End::Sound => "none",
        End::Trigger => "trigger",
        End::Action => "action",
        End::Wide => "misfires",
    }
}

impl Plan {
    /// Shows a plan as of today.
    #[must_use]
    pub fn of(tap: &Tap, study: &Study) -> Self {
        let Tap { plan, trace, .. } = tap;
        let (notice, follow) = (trace.total.notice(), trace.total.follow());
        let recall = trace.recall.standing().map(|standing| Recall {
            stability: rounded(standing.memory.stability().into()),
            difficulty: rounded(standing.memory.difficulty().into()),
            retrievability: rounded(study.recalls_plan(&standing)),
        });
        Self {
            tap: plan.name.clone(),
            trigger: plan.trigger.clone(),
            action: plan.action.clone(),
            goal: plan.goal.clone(),
            default: plan.instead.clone(),
            kind: plan.kind.word(),
            last_time: plan.last.clone(),
            per_week: plan.per_week,
            form: plan.form.word(),
            obstacle: plan.obstacle.clone(),
            surprise: plan.surprise,
            anchor: plan.anchor.clone(),
            half_life_days: plan.half_life(),
            version: trace.version,
            status: if tap.waits.is_some() { "queued" } else { trace.status.word() },
            stage: tap.life(),
            queue_place: tap.waits,
            strength: rounded(trace.strength.value()),
            notice_rate: share(notice),
            notice_interval: interval(notice),
            follow_rate: share(follow),
            follow_interval: interval(follow),
            automaticity: trace.course.rating(),
            streak: trace.streak,
            best_streak: trace.best,
            counts: trace.total,
            this_version: trace.current,
            broken_end: end_word(broken(&trace.current)),
            recall,
            next_rehearsal: tap.rehearsal().map(|day| day.to_string()),
            next_check: trace.check().filter(|_| tap.is_in_use()).map(|day| day.to_string()),
            advice: lint(plan).into_iter().map(Advice::from).collect(),
        }
    }
}

/// All there is to see of a plan.
#[derive(Serialize)]
pub struct Whole {
    #[serde(flatten)]
    plan: Plan,
    versions: Vec<Wording>,
    outcomes: Vec<Logged>,
    days: Vec<Day>,
    strengths: Vec<Strength>,
    self_ratings: Vec<SelfRating>,
    automaticity_curve: Option<Shape>,
    remind: String,
    switchback: Option<Switchback>,
}

/// What weeks with and without reminders have shown.
#[derive(Serialize)]
struct Switchback {
    since: String,
    followed_with: [u32; 2],
    followed_without: [u32; 2],
    difference: Option<f64>,
    likely: Option<[f64; 2]>,
}

#[derive(Serialize)]
struct Wording {
    version: u32,
    at: String,
    trigger: String,
    action: String,
}

#[derive(Serialize)]
struct Logged {
    at: String,
    study_day: String,
    outcome: &'static str,
    times: u32,
    version: u32,
    prompted: bool,
    note: String,
}

#[derive(Serialize)]
struct Day {
    day: String,
    #[serde(flatten)]
    counts: Counts,
}

#[derive(Serialize)]
struct Strength {
    day: String,
    strength: f64,
}

#[derive(Serialize)]
struct SelfRating {
    day: String,
    rating: u8,
}

#[derive(Serialize)]
struct Shape {
    plateau: f64,
    rise: f64,
    speed_per_day: f64,
    days_to_95_percent: u32,
    misses_by: f64,
}

impl From<Curve> for Shape {
    fn from(curve: Curve) -> Self {
        Self {
            plateau: rounded(curve.a),
            rise: rounded(curve.b),
            speed_per_day: rounded(curve.c),
            days_to_95_percent: curve.days(),
            misses_by: rounded(curve.misses),
        }
    }
}

impl Whole {
    /// Shows a plan's page as of today.
    #[must_use]
    pub fn of(page: &Page, study: &Study) -> Self {
        let versions = page.wordings.iter().map(|(version, wording)| Wording {
            version: *version,
            at: rfc3339(wording.key.at, wording.offset),
            trigger: wording.plan.trigger.clone(),
            action: wording.plan.action.clone(),
        });
        let outcomes = page.log.iter().map(|entry| Logged {
            at: rfc3339(entry.logged.key.at, entry.logged.offset),
            study_day: entry.logged.key.day.to_string(),
            outcome: entry.logged.kind.word(),
            times: entry.logged.times,
            version: entry.version,
            prompted: entry.logged.prompted,
            note: entry.logged.note.clone(),
        });
        let days = page.days.iter();
        let strengths = page.strength.iter();
        let ratings = page.ratings.iter();
        Self {
            plan: Plan::of(&page.tap, study),
            versions: versions.collect(),
            outcomes: outcomes.collect(),
            days: days.map(|(day, counts)| Day { day: day.to_string(), counts: *counts }).collect(),
            strengths: strengths
                .map(|(day, strength)| Strength {
                    day: day.to_string(),
                    strength: rounded(*strength),
                })
                .collect(),
            self_ratings: ratings
                .map(|(day, rating)| SelfRating { day: day.to_string(), rating: *rating })
                .collect(),
            automaticity_curve: page.curve.map(Shape::from),
            remind: page
                .asked
                .as_ref()
                .map(|asked| asked.rule.clone())
                .unwrap_or_default()
                .to_string(),
            switchback: Switchback::of(page),
        }
    }
}

impl Switchback {
    fn of(page: &Page) -> Option<Self> {
        let since = page.asked.as_ref()?.switchback?.since.to_string();
        let comparison = page.comparison?;
        let pair = |rate: Rate| [rate.successes, rate.trials];
        let difference = comparison.difference();
        Some(Self {
            since,
            followed_with: pair(comparison.with),
            followed_without: pair(comparison.without),
            difference: difference.map(|found| rounded(found.expected)),
            likely: difference.map(|found| [rounded(found.interval.0), rounded(found.interval.1)]),
        })
    }
}

/// What an outcome led to.
#[derive(Serialize)]
pub struct Fire {
    tap: String,
    outcome: &'static str,
    times: u32,
    at: String,
    study_day: String,
    note: String,
    strength_before: f64,
    strength: f64,
    notice_rate: Option<f64>,
    follow_rate: Option<f64>,
    streak: u32,
    stage: &'static str,
    next_rehearsal: Option<String>,
    next: &'static str,
}

/// The word for the next thing to do.
const fn next_word(next: Next) -> &'static str {
    match next {
        Next::Rehearse => "rehearse",
        Next::Sharpen => "sharpen-trigger",
        Next::Shrink => "shrink-action",
        Next::Narrow => "narrow-trigger",
        Next::Rate => "rate",
        Next::Check => "check",
        Next::Nothing => "nothing",
    }
}

impl Fire {
    /// Shows what an outcome led to.
    #[must_use]
    pub fn of(fired: &Fired) -> Self {
        let Fired { tap, firing, .. } = fired;
        let (at, offset) = firing.happened;
        Self {
            tap: tap.plan.name.clone(),
            outcome: firing.kind.word(),
            times: firing.times,
            at: rfc3339(at, offset),
            study_day: fired.study_day.to_string(),
            note: firing.note.clone(),
            strength_before: rounded(fired.before),
            strength: rounded(tap.trace.strength.value()),
            notice_rate: share(tap.trace.total.notice()),
            follow_rate: share(tap.trace.total.follow()),
            streak: tap.trace.streak,
            stage: tap.life(),
            next_rehearsal: tap.rehearsal().map(|day| day.to_string()),
            next: next_word(fired.next),
        }
    }
}
