//! Backups: what a copy is called, and which copies are kept.

use crate::domain::time::StudyDay;
use crate::domain::word::words;

words! {
    /// Why a copy was made.
    Reason, "reason":
    /// The first use of a study day.
    Daily = "daily",
    /// The user asked for it.
    Asked = "asked",
    /// A file was about to be taken in.
    BeforeImport = "before-import",
    /// The database was about to be replaced by an earlier copy.
    BeforeRestore = "before-restore",
}

/// A copy of the database, as its file is named: `rat-2026-11-23-daily-1795420800000.db`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The study day it was made on.
    pub day: StudyDay,
    /// Why.
    pub reason: Reason,
    /// The moment, in milliseconds since the epoch; it tells copies of one day apart.
    pub at: i64,
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "rat-{}-{}-{}.db", self.day, self.reason, self.at)
    }
}

impl Name {
    /// Reads the name of a file; none when it is not that of a copy.
    #[must_use]
    pub fn read(file: &str) -> Option<Self> {
        let rest = file.strip_prefix("rat-")?.strip_suffix(".db")?;
        let (day, rest) = rest.split_at_checked("2026-11-23".len())?;
        let (reason, at) = rest.strip_prefix('-')?.rsplit_once('-')?;
        let name =
            Self { day: day.parse().ok()?, reason: reason.parse().ok()?, at: at.parse().ok()? };
        (name.to_string() == file).then_some(name)
    }
}

/// The days of which the last copy is kept.
const DAYS: usize = 7;

/// The weeks of which the last copy is kept.
const WEEKS: usize = 5;

/// The months of which the last copy is kept.
const MONTHS: usize = 12;

/// Decides which of some copies may go: all but the last of each of the latest days, weeks and months
/// that have any. Copies that the user asked for never go, and the latest of all stays.
#[must_use]
pub fn superfluous(copies: &[Name]) -> Vec<&Name> {
    let mut latest: Vec<&Name> = copies.iter().collect();
    latest.sort_by_key(|name| std::cmp::Reverse(name.at));
    let month = |name: &Name| name.day.to_string().get(..7).map(str::to_owned);
    let keeps = [
        firsts(&latest, DAYS, |name| name.day.epoch()),
        firsts(&latest, WEEKS, |name| crate::domain::stats::week::monday(name.day).epoch()),
        firsts(&latest, MONTHS, month),
    ];
    let kept = |name: &Name| {
        name.reason == Reason::Asked || keeps.iter().flatten().any(|keep| keep.at == name.at)
    };
    latest.retain(|name| !kept(name));
    latest
}

/// The first of each of the first `count` groups.
fn firsts<'a, K: PartialEq>(
    latest: &[&'a Name],
    count: usize,
    group: impl Fn(&Name) -> K,
) -> Vec<&'a Name> {
    let groups = latest.chunk_by(|one, other| group(one) == group(other));
    groups.filter_map(|group| group.first().copied()).take(count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copy(day: &str, reason: Reason, at: i64) -> Name {
        Name { day: day.parse().unwrap(), reason, at }
    }

    #[test]
    fn a_name_is_read_as_it_is_written_and_nothing_else_is_a_copy() {
        let name = copy("2026-11-23", Reason::BeforeRestore, 1_795_420_800_000);
        assert_eq!(name.to_string(), "rat-2026-11-23-before-restore-1795420800000.db");
        assert_eq!(Name::read(&name.to_string()), Some(name));
        for other in ["rat.db", "rat-2026-11-23-daily-x.db", "rat-2026-13-01-daily-1.db", "rat-é"]
        {
            assert_eq!(Name::read(other), None, "{other}");
        }
    }

    #[test]
    fn of_a_year_of_daily_copies_days_weeks_and_months_are_kept() {
        let last: StudyDay = "2026-11-23".parse().unwrap();
        let copies: Vec<Name> = (0..365_i64)
            .map(|n| {
                let day = last.plus(-i32::try_from(n).unwrap());
                Name { day, reason: Reason::Daily, at: -n }
            })
            .collect();
        let gone = superfluous(&copies);
        let kept: Vec<&Name> = copies.iter().filter(|name| !gone.contains(name)).collect();
        assert!(kept.contains(&&copies[0]) && kept.contains(&&copies[6]));
        assert!((20..=24).contains(&kept.len()), "{}", kept.len());
    }

    #[test]
    fn what_the_user_asked_for_never_goes() {
        let copies: Vec<Name> = (0..40)
            .map(|n| copy("2026-11-23", if n == 3 { Reason::Asked } else { Reason::Daily }, n))
            .collect();
        let gone = superfluous(&copies);
        assert_eq!(gone.len(), 38);
        assert!(!gone.contains(&&copies[3]) && !gone.contains(&&copies[39]));
    }
}
