//! FSRS memory: together with the files below it the only place that knows the `fsrs` crate.

use fsrs::{DEFAULT_PARAMETERS, FSRS, FSRSItem, FSRSReview, MemoryState, NextStates};
use serde::{Deserialize, Serialize};

use crate::domain::review::Rating;

pub mod training;
pub mod workload;

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

/// The number of parameters of FSRS-6.
pub const LENGTH: usize = 21;

/// The parameters of FSRS-6, `w0` to `w20` in the words of its authors.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Vec<f32>", into = "Vec<f32>")]
pub struct Parameters([f32; LENGTH]);

/// What FSRS's authors fitted to many learners.
impl Default for Parameters {
    fn default() -> Self {
        Self(DEFAULT_PARAMETERS)
    }
}

impl Parameters {
    /// The numbers, `w0` first.
    #[must_use]
    pub const fn numbers(&self) -> &[f32] {
        &self.0
    }

    /// How fast recall falls with time (`w20`), 0.1-0.8: the greater, the faster at first.
    const fn decay(&self) -> f32 {
        let [.., decay] = self.0;
        decay
    }
}

impl Parameters {
    /// Parameters of FSRS-6, or those of FSRS-4.5 (17) or FSRS-5 (19) brought into their form.
    ///
    /// # Errors
    /// When they are neither.
    pub fn of_any_version(numbers: &[f32]) -> Result<Self, NotParameters> {
        let filled = fsrs::check_and_fill_parameters(numbers).map_err(|_| NotParameters)?;
        Self::try_from(filled)
    }
}

impl From<Parameters> for Vec<f32> {
    fn from(parameters: Parameters) -> Self {
        parameters.0.to_vec()
    }
}

/// Says that some numbers are no parameters of FSRS-6.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "these are no parameters of FSRS-6: there must be {LENGTH} numbers, and each must be finite"
)]
pub struct NotParameters;

impl TryFrom<Vec<f32>> for Parameters {
    type Error = NotParameters;

    fn try_from(numbers: Vec<f32>) -> Result<Self, NotParameters> {
        let numbers: [f32; LENGTH] = numbers.try_into().map_err(|_| NotParameters)?;
        let fit = numbers.iter().all(|number| number.is_finite()) && FSRS::new(&numbers).is_ok();
        if fit { Ok(Self(numbers)) } else { Err(NotParameters) }
    }
}

/// FSRS-6 with one set of parameters.
#[derive(Debug, Clone, Default)]
pub struct Model {
    fsrs: FSRS,
    parameters: Parameters,
}

/// Models are alike when their parameters are.
impl PartialEq for Model {
    fn eq(&self, other: &Self) -> bool {
        self.parameters == other.parameters
    }
}

impl Model {
    /// FSRS-6 with these parameters.
    #[must_use]
    pub fn new(parameters: Parameters) -> Self {
        // `Parameters` lets in only numbers that the crate takes.
        let fsrs = FSRS::new(parameters.numbers()).unwrap_or_default();
        Self { fsrs, parameters }
    }

    /// Its parameters.
    #[must_use]
    pub const fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    /// The probability, 0-1, of recalling something `elapsed` days after its last scored review.
    #[must_use]
    pub fn retrievability(&self, memory: Memory, elapsed: u32) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "days stay far below 2^24")]
        let days = elapsed as f32;
        let decay = self.parameters.decay();
        f64::from(fsrs::current_retrievability(memory.state(), days, decay))
    }

    /// The memory after a whole history: ratings, each with the days since the one before (0 for the
    /// first, unless it found a memory already); what was there already, without any.
    #[must_use]
    pub fn remember(&self, found: Option<Memory>, history: &[(Rating, u32)]) -> Option<Memory> {
        if history.is_empty() {
            return found;
        }
        let review = |(rating, delta_t): &(Rating, u32)| FSRSReview {
            rating: rating.number().into(),
            delta_t: *delta_t,
        };
        let reviews = history.iter().map(review).collect::<Vec<_>>();
        let state = self.fsrs.memory_state(FSRSItem { reviews }, found.map(Memory::state)).ok()?;
        Some(Memory::new(state.stability, state.difficulty))
    }

    /// Foresees all four ratings given `elapsed` days after the last scored review, worst first.
    ///
    /// `memory` is none for a new card; `retention` is the desired recall probability, 0.70-0.97.
    #[must_use]
    pub fn steps(&self, memory: Option<Memory>, elapsed: u32, retention: f64) -> [Step; 4] {
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
            .fsrs
            .next_states(memory.map(Memory::state), desired, elapsed)
            .unwrap_or_else(|_| refused());
        [next.again, next.hard, next.good, next.easy].map(|state| Step {
            memory: Memory::new(state.memory.stability, state.memory.difficulty),
            interval: state.interval,
        })
    }

    /// Foresees one rating; see [`Model::steps`].
    #[must_use]
    pub fn step(
        &self,
        memory: Option<Memory>,
        elapsed: u32,
        retention: f64,
        rating: Rating,
    ) -> Step {
        let [again, hard, good, easy] = self.steps(memory, elapsed, retention);
        match rating {
            Rating::Again => again,
            Rating::Hard => hard,
            Rating::Good => good,
            Rating::Easy => easy,
        }
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
        let mut numbers = Vec::from(Parameters::default());
        numbers[20] = 0.4;
        let fitted = Model::new(numbers.try_into().unwrap());
        for model in [Model::default(), fitted] {
            let memory = Memory::new(20.0, 5.0);
            assert!((model.retrievability(memory, 20) - 0.9).abs() < 1e-6);
            assert!((model.retrievability(memory, 0) - 1.0).abs() < 1e-6);
        }
    }

    #[test]
    fn a_whole_history_leads_where_its_steps_lead() {
        let history = [
            (Rating::Good, 0),
            (Rating::Hard, 3),
            (Rating::Again, 9),
            (Rating::Easy, 1),
            (Rating::Good, 40),
        ];
        let model = Model::default();
        let stepped = history.iter().fold(None, |memory, (rating, elapsed)| {
            Some(model.step(memory, *elapsed, 0.9, *rating).memory)
        });
        assert_eq!(model.remember(None, &history), stepped);
        assert_eq!(model.remember(None, &[]), None);
    }

    #[test]
    fn parameters_of_another_length_or_without_a_value_are_refused() {
        assert_eq!(Parameters::try_from(vec![0.5; 19]), Err(NotParameters));
        let mut numbers = Vec::from(Parameters::default());
        numbers[3] = f32::NAN;
        assert_eq!(Parameters::try_from(numbers), Err(NotParameters));
    }

    #[test]
    fn a_higher_retention_asks_sooner() {
        let memory = Some(Memory::new(20.0, 5.0));
        let asked = |retention| Model::default().step(memory, 20, retention, Rating::Good).interval;
        assert!(asked(0.95) < asked(0.9) && asked(0.9) < asked(0.8));
    }
}
