//! Keeping the number of segments small: many small ones are merged, and what others cover may go.

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

/// So many small segments are merged.
pub const PILE: usize = 24;

/// What is to be merged into one: the small segments, once there are [`PILE`] of them. Small ones hold less
/// than a quarter of all facts, so that a fact is written anew only a few times however long its store
/// is in use.
#[must_use]
pub fn pile(segments: &[Segment]) -> Option<Coverage> {
    let mut all = Coverage::default();
    segments.iter().for_each(|segment| all.merge(&segment.coverage));
    let total = all.count();
    let small: Vec<&Segment> =
        segments.iter().filter(|segment| segment.coverage.count() * 4 < total).collect();
    let chosen: Vec<&Segment> = if small.len() >= PILE { small } else { segments.iter().collect() };
    if chosen.len() < PILE {
        return None;
    }
    let mut merged = Coverage::default();
    chosen.into_iter().for_each(|segment| merged.merge(&segment.coverage));
    Some(merged)
}

/// The segments in a device's own folder whose every fact larger segments cover together.
///
/// A segment without facts shows that a device is there; it goes when the device has another one.
///
/// All devices agree on which of two segments is the larger one, so two that are alike never go both,
/// however many devices tidy up at once.
#[must_use]
pub fn superfluous<'a>(segments: &'a [Segment], folder: &str) -> Vec<&'a Seen> {
    let covered = |segment: &Segment| {
        let mut larger = Coverage::default();
        segments
            .iter()
            .filter(|other| other.rank() > segment.rank())
            .for_each(|other| larger.merge(&other.coverage));
        larger.holds(&segment.coverage)
    };
    let own: Vec<&Segment> =
        segments.iter().filter(|segment| segment.seen.folder == folder).collect();
    let greeting = |segment: &Segment| segment.coverage.is_empty() && own.len() == 1;
    own.iter()
        .filter(|segment| !greeting(segment) && covered(segment))
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

    #[test]
    fn few_segments_are_left_alone() {
        let few: Vec<Segment> =
            (1..PILE as i64).map(|n| segment("f", &n.to_string(), n, n)).collect();
        assert_eq!(pile(&few), None);
    }

    #[test]
    fn many_small_ones_are_merged_and_the_large_one_stays() {
        let mut many: Vec<Segment> =
            (1..=PILE as i64).map(|n| segment("f", &n.to_string(), n, n)).collect();
        many.push(segment("f", "large", 1000, 9000));
        assert_eq!(pile(&many), Some([("d", 1, PILE as i64)].into_iter().collect()));
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
            assert!(segments.len() <= 2 * PILE, "{} on day {day}", segments.len());
        }
        assert!(written < 8 * 365_000, "{written}");
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
