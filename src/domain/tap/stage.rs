//! Stages: how much reminding a plan still needs.
//!
//! Reminders raise repetition but hinder automaticity (Stawarz and others, 2015), so a plan moves
//! on as it holds by itself, and back when it slips.

use serde::{Deserialize, Serialize};

use crate::domain::time::StudyDay;
use crate::domain::word::words;

words! {
    /// How far a plan has come.
    Stage, "stage":
    /// Being learnt: a reminder every morning.
    Install = "install",
    /// It mostly holds: reminders thin out.
    Thin = "thin",
    /// It should hold by itself: silent days test it.
    Probe = "probe",
    /// It holds without reminders.
    Retired = "retired",
}

/// The opportunities a stage is judged by.
const WINDOW: usize = 10;

/// The share of them that must be done to move on.
const HOLDS: f64 = 0.8;

/// The self-rating, 1-7, from which a plan may thin out.
const THIN_RATING: u8 = 4;

/// The self-rating from which a plan counts as automatic.
const AUTOMATIC: u8 = 6;

/// Days of thinning reminders: after two, four and seven days.
const THIN_DAYS: i32 = 13;

/// Silent days before a plan can count as automatic.
const PROBE_DAYS: i32 = 7;

/// How many slips in a row lead one stage back.
const SLIPS: u8 = 2;

/// How many like ratings in a row are a plateau.
const PLATEAU: usize = 3;

/// A plan on its way through the stages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Course {
    stage: Stage,
    since: Option<StudyDay>,
    slips: u8,
    /// The latest opportunities, oldest first: was it done?
    window: Vec<bool>,
    /// The latest self-ratings, oldest first.
    ratings: Vec<u8>,
}

impl Default for Course {
    fn default() -> Self {
        let (window, ratings) = (Vec::new(), Vec::new());
        Self { stage: Stage::Install, since: None, slips: 0, window, ratings }
    }
}

impl Course {
    /// The stage.
    #[must_use]
    pub const fn stage(&self) -> Stage {
        self.stage
    }

    /// The day on which it came to its stage; none before anything was worded.
    #[must_use]
    pub const fn since(&self) -> Option<StudyDay> {
        self.since
    }

    /// The latest self-rating, 1-7.
    #[must_use]
    pub fn rating(&self) -> Option<u8> {
        self.ratings.last().copied()
    }

    /// Begins anew, for a plan that has become another one; its ratings are forgotten too.
    pub fn restart(&mut self, day: StudyDay) {
        *self = Self { since: Some(day), ..Self::default() };
    }

    /// Takes in one opportunity.
    pub fn opportunity(&mut self, done: bool, day: StudyDay) {
        self.slips = if done { 0 } else { self.slips.saturating_add(1) };
        self.window.push(done);
        if self.window.len() > WINDOW {
            self.window.remove(0);
        }
        if self.slips >= SLIPS {
            self.slips = 0;
            self.back(day);
        } else {
            self.advance(day);
        }
    }

    /// Takes in a self-rating, 1-7.
    pub fn rated(&mut self, rating: u8, day: StudyDay) {
        self.ratings.push(rating);
        if self.ratings.len() > PLATEAU {
            self.ratings.remove(0);
        }
        self.advance(day);
    }

    fn holds(&self) -> bool {
        let done = self.window.iter().filter(|done| **done).count();
        #[expect(clippy::cast_precision_loss, reason = "ten at most")]
        let share = done as f64 / WINDOW as f64;
        self.window.len() == WINDOW && share >= HOLDS
    }

    fn plateau(&self) -> bool {
        self.ratings.len() == PLATEAU
            && self.ratings.windows(2).all(|pair| pair.first() == pair.last())
    }

    fn advance(&mut self, day: StudyDay) {
        let days = self.since.map_or(0, |since| day.since(since));
        let rated = |least: u8| self.rating().is_some_and(|rating| rating >= least);
        let next = match self.stage {
            _ if !self.holds() => return,
            Stage::Install if rated(THIN_RATING) => Stage::Thin,
            Stage::Thin if days >= THIN_DAYS => Stage::Probe,
            Stage::Probe if days >= PROBE_DAYS && (rated(AUTOMATIC) || self.plateau()) => {
                Stage::Retired
            }
            Stage::Install | Stage::Thin | Stage::Probe | Stage::Retired => return,
        };
        self.stage = next;
        self.since = Some(day);
    }

    fn back(&mut self, day: StudyDay) {
        let stage = match self.stage {
            Stage::Install => return,
            Stage::Thin => Stage::Install,
            Stage::Probe => Stage::Thin,
            Stage::Retired => Stage::Probe,
        };
        // The window that let it on must fill up again.
        self.window.clear();
        self.stage = stage;
        self.since = Some(day);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(n: i32) -> StudyDay {
        StudyDay::from_epoch(n)
    }

    /// Fires once a day for a while, rating itself so on the first of those days.
    fn lived(course: &mut Course, days: std::ops::Range<i32>, rating: u8) {
        course.rated(rating, day(days.start));
        for n in days {
            course.opportunity(true, day(n));
        }
    }

    #[test]
    fn ten_firings_without_a_rating_change_nothing() {
        let mut course = Course::default();
        for n in 0..30 {
            course.opportunity(true, day(n));
        }
        assert_eq!(course.stage(), Stage::Install);
    }

    #[test]
    fn a_plan_that_holds_moves_on_stage_by_stage() {
        let mut course = Course::default();
        let mut stages = Vec::new();
        for week in 0..7 {
            lived(&mut course, week * 7..week * 7 + 7, 6);
            stages.push(course.stage().word());
        }
        assert_eq!(stages, ["install", "thin", "thin", "probe", "retired", "retired", "retired"]);
    }

    #[test]
    fn one_slip_changes_nothing_and_two_in_a_row_lead_back() {
        let mut course = Course::default();
        lived(&mut course, 0..12, 5);
        course.opportunity(false, day(12));
        assert_eq!(course.stage(), Stage::Thin);
        course.opportunity(false, day(13));
        assert_eq!(course.stage(), Stage::Install);
    }

    #[test]
    fn a_plateau_counts_as_automatic() {
        let mut course = Course::default();
        for week in 0..8 {
            lived(&mut course, week * 7..week * 7 + 7, 5);
        }
        assert_eq!(course.stage(), Stage::Retired);
    }
}
