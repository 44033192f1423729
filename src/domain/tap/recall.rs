//! The first trace: can I say the action when I think of the trigger?
//!
//! An FSRS memory of its own per plan. It is never mixed into the training of the cards' parameters:
//! a firing in real life is not a card on a screen.

use serde::{Deserialize, Serialize};

use crate::domain::card::Id;
use crate::domain::review::Review;
use crate::domain::schedule::history::Standing;
use crate::domain::schedule::memory::Model;
use crate::domain::time::StudyDay;

/// How well a plan is remembered and when it is rehearsed next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Recall {
    standing: Option<Standing>,
    /// The day from which a rehearsal is wanted, whatever the memory says.
    wanted: Option<StudyDay>,
}

impl Recall {
    /// The memory; none before the first rehearsal or unprompted firing.
    #[must_use]
    pub const fn standing(&self) -> Option<Standing> {
        self.standing
    }

    /// The study day from which a rehearsal is due; none while nothing was ever asked of the plan.
    #[must_use]
    pub fn due(&self) -> Option<StudyDay> {
        let memory = self.standing.map(|standing| standing.drill.unwrap_or(standing.due));
        match (self.wanted, memory) {
            (Some(wanted), Some(due)) => Some(wanted.min(due)),
            (wanted, due) => wanted.or(due),
        }
    }

    /// Makes a rehearsal due on `day`, if none is due before.
    pub fn want(&mut self, day: StudyDay) {
        self.wanted = Some(self.wanted.map_or(day, |wanted| wanted.min(day)));
    }

    /// Takes in a rehearsal, or a firing that counts as one.
    ///
    /// The first on a study day moves the memory, as with cards; a later one does not, but it too
    /// settles what was wanted. `seed` seeds the fuzz.
    pub fn rehearse(&mut self, model: &Model, seed: &Id, review: &Review) {
        let fresh = self.standing.is_none_or(|standing| review.study_day > standing.last);
        match &mut self.standing {
            Some(standing) if !fresh => standing.drill(review),
            Some(_) | None => {
                self.standing = Some(Standing::after(model, seed, self.standing.as_ref(), review));
            }
        }
        if review.rating.recalled() {
            self.wanted = None;
        }
    }
}

/// The name that seeds the fuzz of a plan's rehearsals: the moment it was first written, which is
/// the same on every device and survives renaming.
///
/// `made_at` is in milliseconds since the epoch.
#[must_use]
pub fn seed(made_at: i64) -> Id {
    Id::plan(made_at.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::review::{Rating, Terms};

    fn day(n: i32) -> StudyDay {
        StudyDay::from_epoch(n)
    }

    fn rehearsed(recall: &mut Recall, n: i32, rating: Rating) {
        let terms = Terms { retention: 0.9, longest: 3650 };
        let review = Review { at: 0, study_day: day(n), rating, scored: true, took: 0, terms };
        recall.rehearse(&Model::default(), &seed(1), &review);
    }

    #[test]
    fn a_rehearsal_comes_back_as_its_memory_fades() {
        let mut recall = Recall::default();
        assert_eq!(recall.due(), None);
        rehearsed(&mut recall, 10, Rating::Good);
        let first = recall.due().unwrap();
        rehearsed(&mut recall, first.epoch(), Rating::Good);
        assert!(recall.due().unwrap().since(first) > first.since(day(10)));
    }

    #[test]
    fn what_is_wanted_today_is_settled_by_one_good_rehearsal() {
        let mut recall = Recall::default();
        rehearsed(&mut recall, 10, Rating::Easy);
        let planned = recall.due();
        recall.want(day(10));
        assert_eq!(recall.due(), Some(day(10)));
        rehearsed(&mut recall, 10, Rating::Good);
        assert_eq!(recall.due(), planned);
    }

    #[test]
    fn a_failed_rehearsal_comes_back_the_same_day() {
        let mut recall = Recall::default();
        rehearsed(&mut recall, 10, Rating::Again);
        assert_eq!(recall.due(), Some(day(10)));
        rehearsed(&mut recall, 10, Rating::Good);
        assert!(recall.due() > Some(day(10)));
    }
}
