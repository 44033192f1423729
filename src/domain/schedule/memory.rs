//! FSRS memory: the only file that knows the `fsrs` crate.

use fsrs::{FSRS, FSRS6_DEFAULT_DECAY, MemoryState, NextStates};
use serde::{Deserialize, Serialize};

use crate::domain::review::Rating;

/// The state FSRS keeps of one memory.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    stability: f32,
    difficulty: f32,
}

impl Memory {
    /// The stabilities FSRS allows, in days.
    pub const STABILITY: std::ops::RangeInclusive<f32> = 0.001..=36_500.0;
    /// The difficulties FSRS allows.
    pub const DIFFICULTY: std::ops::RangeInclusive<f32> = 1.0..=10.0;

    /// A memory with this stability (days) and difficulty (1-10), brought into FSRS's ranges.
    #[must_use]
    pub fn new(stability: f32, difficulty: f32) -> Self {
        let within = |value: f32, range: &std::ops::RangeInclusive<f32>| {
            if value.is_nan() { *range.start() } else { value.clamp(*range.start(), *range.end()) }
        };
        Self {
            stability: within(stability, &Self::STABILITY),
            difficulty: within(difficulty, &Self::DIFFICULTY),
        }
    }

    /// The days until the recall probability has fallen to 0.90.
    #[must_use]
    pub const fn stability(self) -> f32 {
        self.stability
    }

    /// How hard it is to make this memory last, 1 (easy) to 10.
    #[must_use]
    pub const fn difficulty(self) -> f32 {
        self.difficulty
    }

    /// The probability, 0-1, of recalling it `elapsed` days after its last scored review.
    #[must_use]
    pub fn retrievability(self, elapsed: u32) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "days stay far below 2^24")]
        let days = elapsed as f32;
        f64::from(fsrs::current_retrievability(self.state(), days, FSRS6_DEFAULT_DECAY))
    }

    const fn state(self) -> MemoryState {
        MemoryState { stability: self.stability, difficulty: self.difficulty }
    }
}

/// What one rating would do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The memory afterwards.
    pub memory: Memory,
    /// The days until its recall probability falls to the desired retention, unrounded.
    pub interval: f32,
}

/// FSRS-6 with one set of parameters.
#[derive(Debug, Clone)]
pub struct Model(FSRS);

/// FSRS-6 with the parameters its authors fitted to many learners.
impl Default for Model {
    fn default() -> Self {
        Self(FSRS::default())
    }
}

impl Model {
    /// Foresees a rating given `elapsed` days after the last scored review.
    ///
    /// `memory` is none for a new card; `retention` is the desired recall probability, 0.70-0.97.
    #[must_use]
    pub fn step(
        &self,
        memory: Option<Memory>,
        elapsed: u32,
        retention: f64,
        rating: Rating,
    ) -> Step {
        #[expect(clippy::cast_possible_truncation, reason = "a probability fits an f32")]
        let desired = retention.clamp(0.01, 0.99) as f32;
        let refused = || NextStates {
            again: kept(memory),
            hard: kept(memory),
            good: kept(memory),
            easy: kept(memory),
        };
        // The crate refuses only states outside its ranges, which `Memory::new` does not let in.
        let next = self
            .0
            .next_states(memory.map(Memory::state), desired, elapsed)
            .unwrap_or_else(|_| refused());
        let state = match rating {
            Rating::Again => next.again,
            Rating::Hard => next.hard,
            Rating::Good => next.good,
            Rating::Easy => next.easy,
        };
        let memory = Memory::new(state.memory.stability, state.memory.difficulty);
        Step { memory, interval: state.interval }
    }
}

fn kept(memory: Option<Memory>) -> fsrs::ItemState {
    let memory = memory.unwrap_or_else(|| Memory::new(1.0, 5.0));
    fsrs::ItemState { memory: memory.state(), interval: memory.stability() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_memory_is_brought_into_the_ranges_of_fsrs() {
        let memory = Memory::new(f32::NAN, 99.0);
        assert_eq!((memory.stability(), memory.difficulty()), (0.001, 10.0));
    }

    #[test]
    fn retrievability_is_nine_tenths_after_one_stability() {
        let memory = Memory::new(20.0, 5.0);
        assert!((memory.retrievability(20) - 0.9).abs() < 1e-6);
        assert!((memory.retrievability(0) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn a_higher_retention_asks_sooner() {
        let memory = Some(Memory::new(20.0, 5.0));
        let asked = |retention| Model::default().step(memory, 20, retention, Rating::Good).interval;
        assert!(asked(0.95) < asked(0.9) && asked(0.9) < asked(0.8));
    }
}
