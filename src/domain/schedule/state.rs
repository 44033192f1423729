//! What the queue holds of a card, decided from the card's facts.

use crate::domain::card::Id;
use crate::domain::review::Review;
use crate::domain::schedule::era::Eras;
use crate::domain::schedule::history::{Carried, History, Line, Standing, replay};
use crate::domain::schedule::memory::Memory;
use crate::domain::time::StudyDay;

/// All that was ever decided about one card.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// Its reviews, oldest first, without those taken back.
    pub reviews: Vec<Review>,
    /// Where it stood in programs it was brought from, oldest first.
    pub carried: Vec<Carried>,
    /// Whether the last word on it was to suspend it.
    pub suspended: bool,
    /// The study day until which it was put off.
    pub buried_until: Option<StudyDay>,
    /// Whether a deck or the user states it.
    pub stated: bool,
}

/// The part of the queue a card belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Queue {
    /// None: suspended, or stated by nobody.
    Out,
    /// Never asked.
    New,
    /// Known.
    Known,
}

/// Where a card stands and when it may be asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct State {
    /// The part of the queue it belongs to.
    pub queue: Queue,
    /// The study day from which it may be asked; the epoch for a new card that is not put off.
    pub due: StudyDay,
    /// Whether it is suspended.
    pub suspended: bool,
    /// What its reviews have made of it.
    pub standing: Option<Standing>,
}

impl State {
    /// The half-octave of its stability, 0 for anything below a day: cards of one class are
    /// forgotten at like speed, so inside a class the oldest due day is nearly the most urgent.
    #[must_use]
    pub fn class(&self) -> i64 {
        self.standing.map_or(0, |standing| class(standing.memory))
    }

    /// The highest class there can be.
    pub const LAST_CLASS: i64 = 30;
}

/// The class of a memory; see [`State::class`].
#[must_use]
pub fn class(memory: Memory) -> i64 {
    let stability = memory.stability().max(1.0);
    #[expect(clippy::cast_possible_truncation, reason = "log2 of days is small")]
    let class = (2.0 * stability.log2()).floor() as i64;
    class
}

/// Decides from its facts where a card stands; also returns its history line by line.
#[must_use]
pub fn state(eras: &Eras, card: &Id, facts: &Facts) -> (State, Vec<Line>) {
    let History { lines, standing } = replay(eras, card, &facts.reviews, &facts.carried);
    let queue = match standing {
        _ if facts.suspended || !facts.stated => Queue::Out,
        None => Queue::New,
        Some(_) => Queue::Known,
    };
    let asked_from = standing.map_or(StudyDay::from_epoch(0), |standing| standing.due);
    let due = facts.buried_until.map_or(asked_from, |until| until.max(asked_from));
    (State { queue, due, suspended: facts.suspended, standing }, lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::review::{Rating, Terms};

    fn facts() -> Facts {
        Facts {
            reviews: vec![],
            carried: vec![],
            suspended: false,
            buried_until: None,
            stated: true,
        }
    }

    fn reviewed() -> Facts {
        let terms = Terms { retention: 0.9, longest: 3650 };
        let study_day = StudyDay::from_epoch(100);
        let review =
            Review { at: 0, study_day, rating: Rating::Good, scored: true, took: 0, terms };
        Facts { reviews: vec![review], ..facts() }
    }

    fn decided(facts: &Facts) -> State {
        state(&Eras::default(), &Id::new("a", "b").unwrap(), facts).0
    }

    #[test]
    fn a_card_without_reviews_is_new() {
        assert_eq!(decided(&facts()).queue, Queue::New);
        assert_eq!(decided(&reviewed()).queue, Queue::Known);
    }

    #[test]
    fn a_suspended_card_is_out_but_keeps_its_memory() {
        let state = decided(&Facts { suspended: true, ..reviewed() });
        assert_eq!(state.queue, Queue::Out);
        assert!(state.standing.is_some());
    }

    #[test]
    fn a_card_nobody_states_any_more_is_out() {
        assert_eq!(decided(&Facts { stated: false, ..facts() }).queue, Queue::Out);
    }

    #[test]
    fn burying_puts_off_but_never_brings_forward() {
        let until = |day| Facts { buried_until: Some(StudyDay::from_epoch(day)), ..reviewed() };
        assert_eq!(decided(&until(500)).due, StudyDay::from_epoch(500));
        assert_eq!(decided(&until(50)).due, decided(&reviewed()).due);
    }

    #[test]
    fn no_stability_lies_beyond_the_last_class() {
        use crate::domain::schedule::memory::Memory;
        let mut state = decided(&reviewed());
        let mut standing = state.standing.unwrap();
        standing.memory = Memory::new(f32::INFINITY, 5.0);
        state.standing = Some(standing);
        assert_eq!(state.class(), State::LAST_CLASS);
    }
}
