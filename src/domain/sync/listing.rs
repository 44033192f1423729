//! What lies in a store, and which of it is to be looked at.

use std::collections::{HashMap, HashSet};

/// A segment as a store lists it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Seen {
    /// The folder of the device that put it there.
    pub folder: String,
    /// Its name, without what tells its sort.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
}

/// What lies in a store under one key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The segments.
    pub segments: Vec<Seen>,
    /// Those that this device has just put there.
    pub fresh: Vec<Seen>,
    /// Complaints: the folder of who complains, and the name of the segment that could not be read.
    pub complaints: Vec<(String, String)>,
    /// Whether the key was given up for another one.
    pub given_up: bool,
}

/// What a file in the folder of a device is, by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A segment, by its name.
    Segment(String),
    /// A complaint about the segment of that name.
    Complaint(String),
    /// The mark that the key was given up.
    GivenUp,
    /// None of ours.
    Stranger,
}

/// The letters of a segment's name.
pub const NAME: usize = 24;

/// How the names of segments, complaints and of the mark of a key that was given up end.
pub const ENDINGS: [&str; 3] = [".age", ".bad", ".end"];

/// Tells whether a name is one that only a key can give.
#[must_use]
pub fn is_name(name: &str) -> bool {
    name.len() == NAME && name.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// Tells what a file is by its name.
#[must_use]
pub fn sort(file: &str) -> Sort {
    let [segment, complaint, end] = ENDINGS;
    let named = |ending: &str| file.strip_suffix(ending).filter(|name| is_name(name));
    if let Some(name) = named(segment) {
        Sort::Segment(name.to_owned())
    } else if let Some(name) = named(complaint) {
        Sort::Complaint(name.to_owned())
    } else if named(end).is_some() {
        Sort::GivenUp
    } else {
        Sort::Stranger
    }
}

/// What is known of a segment that was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// All of it is here.
    Held,
    /// It speaks of what is not here yet.
    Waiting,
    /// It cannot be read.
    Damaged,
}

impl Listing {
    /// Takes in a segment that was just put there.
    pub fn add(&mut self, seen: Seen) {
        self.segments.retain(|other| (&other.folder, &other.name) != (&seen.folder, &seen.name));
        self.segments.push(seen.clone());
        self.fresh.push(seen);
    }

    /// The segments to be fetched by the device with the folder `own`: those that are new, have changed their
    /// size, or wait for others. One that could not be read is looked at again once the complaint about it
    /// has been answered, and now and then (`again`): its bytes may come right without anybody's doing.
    #[must_use]
    pub fn to_fetch(&self, known: &HashMap<Seen, State>, own: &str, again: bool) -> Vec<Seen> {
        let complained = |seen: &Seen| {
            self.complaints.iter().any(|(who, name)| who == own && *name == seen.name)
        };
        let wanted = |seen: &&Seen| match known.get(seen) {
            Some(State::Held) => false,
            Some(State::Damaged) => again || !complained(seen),
            Some(State::Waiting) | None => true,
        };
        self.segments.iter().filter(wanted).cloned().collect()
    }

    /// The segments that are as they were when all of them was taken in, and that nobody complains of.
    pub fn sound<'a>(
        &'a self,
        known: &'a HashMap<Seen, State>,
    ) -> impl Iterator<Item = &'a Seen> + 'a {
        let bad: HashSet<&str> = self.complaints.iter().map(|(_, name)| name.as_str()).collect();
        self.segments.iter().filter(move |seen| {
            (!bad.contains(seen.name.as_str()) || self.fresh.contains(seen))
                && matches!(known.get(seen), Some(State::Held | State::Waiting))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(name: &str, bytes: u64) -> Seen {
        Seen { folder: "f".to_owned(), name: name.to_owned(), bytes }
    }

    fn listing(segments: Vec<Seen>) -> Listing {
        Listing { segments, ..Listing::default() }
    }

    #[test]
    fn what_tools_that_carry_folders_leave_behind_is_none_of_ours() {
        let name = "0123456789abcdef01234567";
        for stranger in [
            format!("{name}.sync-conflict-20261126-101010-ABCDEFG.age"),
            format!("{name} (conflicted copy).age"),
            format!(".syncthing.{name}.age.tmp"),
            format!("{name}.age#1"),
            ".DS_Store".to_owned(),
            "0123.age".to_owned(),
            name.to_uppercase() + ".age",
        ] {
            assert_eq!(sort(&stranger), Sort::Stranger, "{stranger}");
        }
        assert_eq!(sort(&format!("{name}.age")), Sort::Segment(name.to_owned()));
        assert_eq!(sort(&format!("{name}.bad")), Sort::Complaint(name.to_owned()));
        assert_eq!(sort(&format!("{name}.end")), Sort::GivenUp);
    }

    #[test]
    fn a_segment_that_changed_its_size_is_fetched_again() {
        let known = HashMap::from([(seen("a", 9), State::Held), (seen("b", 9), State::Held)]);
        let listing = listing(vec![seen("a", 9), seen("b", 5), seen("c", 1)]);
        assert_eq!(listing.to_fetch(&known, "own", false), [seen("b", 5), seen("c", 1)]);
    }

    #[test]
    fn what_waits_is_looked_at_again_and_what_is_damaged_once_a_complaint_is_answered() {
        let known = HashMap::from([(seen("a", 1), State::Waiting), (seen("b", 1), State::Damaged)]);
        let mut listing = listing(vec![seen("a", 1), seen("b", 1)]);
        assert_eq!(listing.to_fetch(&known, "own", false).len(), 2);
        listing.complaints.push(("own".to_owned(), "b".to_owned()));
        assert_eq!(listing.to_fetch(&known, "own", false), [seen("a", 1)]);
        assert_eq!(listing.to_fetch(&known, "other", false).len(), 2);
        assert_eq!(listing.to_fetch(&known, "own", true).len(), 2);
        listing.complaints.clear();
        assert_eq!(listing.sound(&known).collect::<Vec<_>>(), [&seen("a", 1)]);
    }

    #[test]
    fn a_segment_that_somebody_cannot_read_does_not_count() {
        let known = HashMap::from([(seen("a", 1), State::Held)]);
        let mut listing = listing(vec![seen("a", 1)]);
        listing.complaints.push(("other".to_owned(), "a".to_owned()));
        assert_eq!(listing.sound(&known).count(), 0);
    }
}
