//! Where a plan stands: a fold over everything that happened to it, in order.
//!
//! The fold can stop anywhere and go on later, so a firing costs the same after ten years as on the
//! first day; a back-dated or undone fact is met by folding anew.

use serde::{Deserialize, Serialize};

use crate::domain::card::Id;
use crate::domain::review::{Rating, Review};
use crate::domain::schedule::memory::Model;
use crate::domain::tap::automaticity::{MONTH, WEEK};
use crate::domain::tap::outcome::{Counts, Kind, Outcome};
use crate::domain::tap::plan::{HALF_LIFE, Plan, Status, Verdict};
use crate::domain::tap::recall::Recall;
use crate::domain::tap::stage::{Course, Stage};
use crate::domain::tap::strength::Strength;
use crate::domain::time::StudyDay;

/// Something that happened to a plan.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// It was worded, for the first time or anew.
    Worded(Box<Plan>),
    /// The trigger came, or did not.
    Outcome(Outcome),
    /// It was rehearsed.
    Rehearsed(Review),
    /// Its automaticity was rated, 1-7.
    Rated(u8),
    /// It was paused, taken up again or retired.
    Moved(Status),
    /// Its user looked back at it.
    Checked(Verdict),
}

/// The days from its beginning, and from each look back, to the next look back: a plan may stop
/// serving its goal, so it is asked about ever more rarely but for ever.
const CHECKS: [i32; 3] = [7, 30, 90];

/// Where a plan stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trace {
    /// Which wording is in force, counted from 1; only a new trigger or action starts a new one.
    pub version: u32,
    /// What the user has decided about it.
    pub status: Status,
    /// Outcomes of all versions.
    pub total: Counts,
    /// Outcomes of the version in force.
    pub current: Counts,
    /// Opportunities done in a row.
    pub streak: u32,
    /// The longest such row.
    pub best: u32,
    /// The first trace.
    pub recall: Recall,
    /// The second trace.
    pub strength: Strength,
    /// The way through the stages of reminding.
    pub course: Course,
    /// The day of the last outcome of any kind.
    pub last_outcome: Option<StudyDay>,
    /// The day on which it was first rehearsed, logged or taken up.
    pub begun: Option<StudyDay>,
    /// The day the version in force was written.
    pub worded: Option<StudyDay>,
    /// The day of the last self-rating.
    pub rated: Option<StudyDay>,
    /// The day of the last look back at this version, and how many there were.
    pub checked: Option<(StudyDay, usize)>,
    half_life: f64,
    /// The trigger and action in force.
    asks: Option<(String, String)>,
}

impl Default for Trace {
    fn default() -> Self {
        Self {
            version: 0,
            status: Status::Active,
            total: Counts::default(),
            current: Counts::default(),
            streak: 0,
            best: 0,
            recall: Recall::default(),
            strength: Strength::default(),
            course: Course::default(),
            last_outcome: None,
            begun: None,
            worded: None,
            rated: None,
            checked: None,
            half_life: HALF_LIFE,
            asks: None,
        }
    }
}

impl Trace {
    /// Takes in what happened on `day`; `seed` seeds the fuzz of rehearsals.
    pub fn add(&mut self, model: &Model, seed: &Id, day: StudyDay, event: &Event) {
        match event {
            Event::Worded(plan) => self.word(plan, day),
            Event::Outcome(outcome) => self.outcome(model, seed, outcome),
            Event::Rehearsed(review) => {
                self.begin(day);
                self.recall.rehearse(model, seed, review);
            }
            Event::Rated(rating) => {
                self.rated = Some(day);
                self.course.rated(*rating, day);
            }
            Event::Moved(status) => {
                self.status = *status;
                if *status == Status::Active {
                    self.begin(day);
                }
            }
            Event::Checked(verdict) => {
                if *verdict == Verdict::Drop {
                    self.status = Status::Retired;
                }
                let times = self.checked.map_or(0, |(_, times)| times);
                self.checked = Some((day, times + 1));
            }
        }
    }

    fn begin(&mut self, day: StudyDay) {
        self.begun = self.begun.or(Some(day));
    }

    fn word(&mut self, plan: &Plan, day: StudyDay) {
        let asks = Some((plan.trigger.clone(), plan.action.clone()));
        if self.asks != asks {
            self.version += 1;
            self.current = Counts::default();
            self.course.restart(day);
            self.worded = Some(day);
            self.rated = None;
            self.checked = None;
            self.recall.want(day);
        }
        self.half_life = plan.half_life();
        self.asks = asks;
    }

    fn outcome(&mut self, model: &Model, seed: &Id, outcome: &Outcome) {
        let Outcome { kind, times, study_day, .. } = *outcome;
        self.begin(study_day);
        self.last_outcome = self.last_outcome.max(Some(study_day));
        self.total.add(kind, times);
        self.current.add(kind, times);
        match kind {
            Kind::Did => {
                self.strength.add(study_day, (times, times), self.half_life);
                self.streak = self.streak.saturating_add(times);
                self.best = self.best.max(self.streak);
                for _ in 0..times {
                    self.course.opportunity(true, study_day);
                }
                if !outcome.prompted {
                    self.recall.rehearse(model, seed, &firing(outcome));
                }
            }
            Kind::Noticed | Kind::Missed => {
                if !outcome.away {
                    self.strength.add(study_day, (0, times), self.half_life);
                    self.streak = 0;
                    for _ in 0..times {
                        self.course.opportunity(false, study_day);
                    }
                }
                if kind == Kind::Missed {
                    self.recall.want(study_day);
                }
            }
            Kind::Misfire | Kind::None => {}
        }
    }

    /// The stage.
    #[must_use]
    pub const fn stage(&self) -> Stage {
        self.course.stage()
    }

    /// Whether it is in use and still being learnt.
    #[must_use]
    pub fn is_installing(&self) -> bool {
        self.status == Status::Active && self.stage() == Stage::Install
    }

    /// The study day from which a rehearsal is due; none while the plan is not in use.
    #[must_use]
    pub fn rehearsal(&self) -> Option<StudyDay> {
        self.recall.due().filter(|_| self.status == Status::Active)
    }

    /// Whether the weekly question of automaticity is due; it is asked from the day after the first
    /// firing could have come, and monthly once the plan holds by itself.
    #[must_use]
    pub fn asks_rating(&self, today: StudyDay) -> bool {
        let wait = if self.stage() == Stage::Retired { MONTH } else { WEEK };
        let rested = self.rated.is_none_or(|rated| today.since(rated) >= wait);
        let lived = self.begun.max(self.worded).is_some_and(|begun| today > begun);
        self.status == Status::Active && self.current.did > 0 && lived && rested
    }

    /// The study day of the next look back; none while the plan is not in use or not begun.
    #[must_use]
    pub fn check(&self) -> Option<StudyDay> {
        let begun = self.begun.max(self.worded.filter(|_| self.begun.is_some()));
        let (from, times) = self.checked.or(begun.map(|day| (day, 0)))?;
        let wait = CHECKS.get(times).or(CHECKS.last())?;
        (self.status == Status::Active).then(|| from.plus(*wait))
    }

    /// Whether two opportunities or more were taken since the last slip, out of a break.
    #[must_use]
    pub const fn is_recovering(&self) -> bool {
        self.streak > 0 && self.best > self.streak
    }
}

/// A firing as the recall it is.
fn firing(outcome: &Outcome) -> Review {
    let Outcome { at, study_day, terms, .. } = *outcome;
    Review { at, study_day, rating: Rating::Good, scored: true, took: 0, terms }
}

/// Folds a whole history. A plan's first wording is in force from the beginning, even for outcomes
/// that were back-dated to before it.
///
/// `events` come in order; each is given with its study day.
#[must_use]
pub fn trace(model: &Model, seed: &Id, events: &[(StudyDay, Event)]) -> Trace {
    fold(model, seed, events, |_, _, _| ())
}

/// Folds a whole history and calls `after` with each event, its day, and where the plan stood then.
pub fn fold(
    model: &Model,
    seed: &Id,
    events: &[(StudyDay, Event)],
    mut after: impl FnMut(StudyDay, &Event, &Trace),
) -> Trace {
    let mut trace = Trace::default();
    let first = events.iter().position(|(_, event)| matches!(event, Event::Worded(_)));
    let ahead = first.and_then(|first| events.get(first));
    let rest = events.iter().enumerate().filter(|(n, _)| Some(*n) != first);
    for (day, event) in ahead.into_iter().chain(rest.map(|(_, event)| event)) {
        trace.add(model, seed, *day, event);
        after(*day, event, &trace);
    }
    trace
}

#[cfg(test)]
mod tests;
