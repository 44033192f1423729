//! Keeping the number of segments small: many small ones are merged, and what others cover may go.

use std::collections::BTreeMap;

use crate::domain::sync::coverage::Coverage;
use crate::domain::sync::listing::Seen;

/// A sound segment of a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// As the store lists it.
    pub seen: Seen,
    /// Which facts it covers.
    pub coverage: Coverage,
}

impl Segment {
    /// Larger ones come later; of two that are alike, the one with the later name.
    fn rank(&self) -> (u64, &str, &str) {
        (self.coverage.count(), &self.seen.name, &self.seen.folder)
    }
}

/// So many segments of like size are merged.
pub const PILE: usize = 8;

/// What is to be merged into one segment: those of like size, once there are [`PILE`] of them, with all that
/// are smaller. The merged one is of the next size, so however long a store is in use a fact is written anew
/// only about once for each size there is, and segments number about [`PILE`] of each.
#[must_use]
pub fn pile(segments: &[Segment]) -> Option<Coverage> {
    // What is covered already goes when its device comes by: it is not merged again.
    let needed: Vec<&Segment> =
        segments.iter().filter(|segment| !is_covered(segment, segments)).collect();
    let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
    for segment in &needed {
        *sizes.entry(size(segment)).or_default() += 1;
    }
    let (most, _) = sizes.into_iter().find(|(_, number)| *number >= PILE)?;
    let mut merged = Coverage::default();
    let small = needed.iter().filter(|segment| size(segment) <= most);
    small.for_each(|segment| merged.merge(&segment.coverage));
    Some(merged)
}

/// Tells whether larger segments cover every fact of one together.
fn is_covered(segment: &Segment, segments: &[Segment]) -> bool {
    let mut larger = Coverage::default();
    let larger_ones = segments.iter().filter(|other| other.rank() > segment.rank());
    larger_ones.for_each(|other| larger.merge(&other.coverage));
    larger.holds(&segment.coverage)
}

/// The size of a segment: one more for each time it holds eight times as much.
fn size(segment: &Segment) -> u32 {
    segment.coverage.count().max(1).ilog2() / 3
}

/// The segments in a device's own folder whose every fact larger segments cover together.
///
/// A segment without facts shows that a device is there; it goes when the device has another one.
///
/// All devices agree on which of two segments is the larger one, so two that are alike never go both,
/// however many devices tidy up at once.
#[must_use]
pub fn superfluous<'a>(segments: &'a [Segment], folder: &str) -> Vec<&'a Seen> {
    let own: Vec<&Segment> =
        segments.iter().filter(|segment| segment.seen.folder == folder).collect();
    let greeting = |segment: &Segment| segment.coverage.is_empty() && own.len() == 1;
    own.iter()
        .filter(|segment| !greeting(segment) && is_covered(segment, segments))
        .map(|segment| &segment.seen)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(folder: &str, name: &str, first: i64, last: i64) -> Segment {
        let seen = Seen { folder: folder.to_owned(), name: name.to_owned(), bytes: 1 };
        Segment { seen, coverage: [("d", first, last)].into_iter().collect() }
    }

    fn names<'a>(segments: &[&'a Seen]) -> Vec<&'a str> {
        segments.iter().map(|seen| seen.name.as_str()).collect()
    }

    fn many(number: usize) -> Vec<Segment> {
        let numbers = (1_i64..).take(number);
        numbers.map(|n| segment("f", &n.to_string(), n, n)).collect()
    }

    #[test]
    fn few_segments_are_left_alone() {
        assert_eq!(pile(&many(PILE - 1)), None);
    }

    #[test]
    fn many_small_ones_are_merged_and_the_large_one_stays() {
        let mut segments = many(PILE);
        segments.push(segment("f", "large", 1000, 9000));
        assert_eq!(pile(&segments), Some([("d", 1, 8)].into_iter().collect()));
    }

    #[test]
    fn what_was_merged_waits_for_its_device_and_is_not_merged_again() {
        let mut segments = many(PILE);
        segments.push(segment("g", "merged", 1, 8));
        assert_eq!(pile(&segments), None);
    }

    #[test]
    fn over_ten_years_a_fact_is_written_a_few_times_only() {
        let (mut segments, mut written) = (Vec::<Segment>::new(), 0);
        for day in 0..3650 {
            segments.push(segment("f", &format!("{day}"), day * 100 + 1, day * 100 + 100));
            written += 100;
            if let Some(merged) = pile(&segments) {
                written += merged.count();
                let seen = Seen { folder: "f".to_owned(), name: format!("m{day}"), bytes: 1 };
                segments.push(Segment { seen, coverage: merged });
                let gone: Vec<Seen> = superfluous(&segments, "f").into_iter().cloned().collect();
                segments.retain(|segment| !gone.contains(&segment.seen));
            }
            assert!(segments.len() <= 5 * PILE, "{} on day {day}", segments.len());
        }
        assert!(written < 6 * 365_000, "{written}");
    }

    #[test]
    fn what_larger_ones_cover_together_may_go() {
        let segments = [segment("f", "a", 2, 5), segment("f", "b", 1, 4), segment("g", "c", 4, 20)];
        let mut segments = segments.to_vec();
        segments[1].coverage.add("d", -5, 0);
        assert_eq!(names(&superfluous(&segments, "f")), ["a"]);
    }

    #[test]
    fn of_two_that_are_alike_one_stays_whoever_tidies_up() {
        let segments = [segment("f", "a", 1, 5), segment("g", "b", 1, 5)];
        let gone: Vec<&Seen> =
            ["f", "g"].iter().flat_map(|folder| superfluous(&segments, folder)).collect();
        assert_eq!(names(&gone), ["a"]);
    }

    #[test]
    fn an_empty_segment_stays_while_it_is_all_that_shows_a_device() {
        let mut greeting = segment("f", "a", 1, 0);
        assert!(superfluous(std::slice::from_ref(&greeting), "f").is_empty());
        greeting.coverage = Coverage::default();
        let both = [greeting, segment("f", "b", 1, 2)];
        assert_eq!(names(&superfluous(&both, "f")), ["a"]);
    }

    #[test]
    fn the_segments_of_others_are_not_ours_to_drop() {
        let segments = [segment("g", "a", 1, 2), segment("f", "b", 1, 9)];
        assert!(superfluous(&segments, "f").is_empty());
    }
}
