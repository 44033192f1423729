//! Which facts are meant: numbers of facts by device; the home of `rangemap`.

use std::collections::BTreeMap;

use rangemap::RangeInclusiveSet;

/// Facts by the device that wrote them and the numbers it gave them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage(BTreeMap<String, RangeInclusiveSet<i64>>);

impl Coverage {
    /// Takes in the facts of a device from one number to another; nothing when they run backwards.
    pub fn add(&mut self, device: &str, first: i64, last: i64) {
        if first > last {
            return;
        }
        match self.0.get_mut(device) {
            Some(numbers) => numbers.insert(first..=last),
            None => {
                self.0.insert(device.to_owned(), [first..=last].into_iter().collect());
            }
        }
    }

    /// Takes in all that another one has.
    pub fn merge(&mut self, other: &Self) {
        for (device, first, last) in other.ranges() {
            self.add(device, first, last);
        }
    }

    /// What is here and not in the other one.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        let mut left = self.clone();
        for (device, first, last) in other.ranges() {
            if let Some(numbers) = left.0.get_mut(device) {
                numbers.remove(first..=last);
            }
        }
        left.0.retain(|_, numbers| !numbers.is_empty());
        left
    }

    /// Tells whether all that the other one has is here too.
    #[must_use]
    pub fn holds(&self, other: &Self) -> bool {
        other.without(self).is_empty()
    }

    /// Tells whether the fact of a device with that number is in it.
    #[must_use]
    pub fn has(&self, device: &str, number: i64) -> bool {
        self.0.get(device).is_some_and(|numbers| numbers.contains(&number))
    }

    /// The devices that have facts in it, by name.
    pub fn devices(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Tells whether nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.values().all(RangeInclusiveSet::is_empty)
    }

    /// How many facts are in it.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.ranges().map(|(_, first, last)| last.abs_diff(first) + 1).sum()
    }

    /// The facts as ranges that do not touch, by device and number: device, first, last.
    pub fn ranges(&self) -> impl Iterator<Item = (&str, i64, i64)> {
        self.0.iter().flat_map(|(device, numbers)| {
            numbers.iter().map(move |range| (device.as_str(), *range.start(), *range.end()))
        })
    }

    /// The facts in parts of at most so many each, in order.
    #[must_use]
    pub fn parts(&self, most: u64) -> Vec<Self> {
        let most = i64::try_from(most.max(1)).unwrap_or(i64::MAX);
        let (mut parts, mut part, mut room) = (Vec::new(), Self::default(), most);
        for (device, mut first, last) in self.ranges() {
            while first <= last {
                let end = last.min(first.saturating_add(room - 1));
                part.add(device, first, end);
                room -= end - first + 1;
                first = end + 1;
                if room == 0 {
                    parts.push(std::mem::take(&mut part));
                    room = most;
                }
            }
        }
        if !part.is_empty() {
            parts.push(part);
        }
        parts
    }

    /// The facts of one device from a number on become those of another one.
    pub fn rename(&mut self, device: &str, from: i64, branch: &str) {
        let Some(numbers) = self.0.get_mut(device) else { return };
        let moved: Vec<(i64, i64)> = numbers
            .iter()
            .filter(|range| *range.end() >= from)
            .map(|range| ((*range.start()).max(from), *range.end()))
            .collect();
        numbers.remove(from..=i64::MAX);
        for (first, last) in moved {
            self.add(branch, first, last);
        }
        self.0.retain(|_, numbers| !numbers.is_empty());
    }
}

impl<'a> FromIterator<(&'a str, i64, i64)> for Coverage {
    fn from_iter<I: IntoIterator<Item = (&'a str, i64, i64)>>(ranges: I) -> Self {
        let mut coverage = Self::default();
        ranges.into_iter().for_each(|(device, first, last)| coverage.add(device, first, last));
        coverage
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(ranges: &[(&'static str, i64, i64)]) -> Coverage {
        ranges.iter().copied().collect()
    }

    #[test]
    fn ranges_that_touch_become_one() {
        let coverage = of(&[("a", 4, 6), ("a", 1, 3), ("b", 1, 1)]);
        assert_eq!(coverage.ranges().collect::<Vec<_>>(), [("a", 1, 6), ("b", 1, 1)]);
    }

    #[test]
    fn what_is_taken_away_leaves_the_rest() {
        let left = of(&[("a", 1, 9), ("b", 1, 2)]).without(&of(&[("a", 3, 4), ("b", 1, 5)]));
        assert_eq!(left, of(&[("a", 1, 2), ("a", 5, 9)]));
    }

    #[test]
    fn a_part_is_held_and_more_is_not() {
        let whole = of(&[("a", 1, 9)]);
        assert!(whole.holds(&of(&[("a", 2, 3), ("a", 9, 9)])));
        assert!(!whole.holds(&of(&[("a", 9, 10)])) && !whole.holds(&of(&[("b", 1, 1)])));
    }

    #[test]
    fn parts_have_at_most_so_many_facts_and_are_the_whole_together() {
        let whole = of(&[("a", 1, 5), ("b", 3, 4), ("c", 1, 9)]);
        let parts = whole.parts(4);
        assert_eq!(parts.iter().map(Coverage::count).collect::<Vec<_>>(), [4, 4, 4, 4]);
        let mut together = Coverage::default();
        for part in &parts {
            together.merge(part);
        }
        assert_eq!(together, whole);
    }

    #[test]
    fn a_branch_takes_what_comes_from_its_beginning_on() {
        let mut coverage = of(&[("a", 1, 5), ("a", 8, 9)]);
        coverage.rename("a", 4, "a-x");
        assert_eq!(coverage, of(&[("a", 1, 3), ("a-x", 4, 5), ("a-x", 8, 9)]));
    }
}
