//! Distributions: how firmly the known cards sit.

use crate::domain::schedule::memory::Memory;

/// The stabilities, in days, at which a new bin begins, after the first.
const EDGES: [f32; 9] = [1.0, 3.0, 7.0, 14.0, 30.0, 91.0, 182.0, 365.0, 730.0];

/// The bins of stability in words, the lowest first.
pub const STABILITIES: [&str; 10] =
    ["<1 d", "1-3 d", "3-7 d", "1-2 w", "2-4 w", "1-3 m", "3-6 m", "6-12 m", "1-2 y", ">2 y"];

/// The bins of difficulty in words, the lowest first: FSRS's 1 (easy) to 10.
pub const DIFFICULTIES: [&str; 10] = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];

/// How many cards there are of each stability and difficulty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Distribution {
    /// By the bins of [`STABILITIES`].
    pub stability: [u64; 10],
    /// By the bins of [`DIFFICULTIES`], rounded to the nearest.
    pub difficulty: [u64; 10],
}

impl Distribution {
    /// Counts a card in.
    pub fn add(&mut self, memory: Memory) {
        let bin = EDGES.iter().filter(|edge| memory.stability() >= **edge).count();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 10")]
        let difficulty = memory.difficulty().round() as usize;
        let places = [(&mut self.stability, bin), (&mut self.difficulty, difficulty.max(1) - 1)];
        for (bins, bin) in places {
            if let Some(count) = bins.get_mut(bin) {
                *count += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_memory_falls_into_one_bin_of_each() {
        let mut found = Distribution::default();
        for (stability, difficulty) in [(0.1, 1.0), (1.0, 1.4), (29.9, 9.6), (9_000.0, 10.0)] {
            found.add(Memory::new(stability, difficulty));
        }
        assert_eq!(found.stability, [1, 1, 0, 0, 1, 0, 0, 0, 0, 1]);
        assert_eq!(found.difficulty, [2, 0, 0, 0, 0, 0, 0, 0, 0, 2]);
    }
}
