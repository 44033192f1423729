//! Moves: what a change of parameters does to the days on which cards come back.

use crate::domain::time::StudyDay;

/// The days that are looked at for piles.
pub const AHEAD: usize = 30;

/// What a change does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moves {
    /// Cards that come sooner.
    pub sooner: u64,
    /// Cards that come later.
    pub later: u64,
    /// Cards that come when they were to come.
    pub same: u64,
    /// Cards due on each of the next [`AHEAD`] days before the change, today first.
    pub before: Vec<u64>,
    /// And after it.
    pub after: Vec<u64>,
}

impl Moves {
    /// Compares, for every card, the day on which it was to come with the one on which it comes now.
    #[must_use]
    pub fn of(cards: impl IntoIterator<Item = (StudyDay, StudyDay)>, today: StudyDay) -> Self {
        let mut moves = Self { before: vec![0; AHEAD], after: vec![0; AHEAD], ..Self::default() };
        let ahead = |day: StudyDay| usize::try_from(day.since(today)).unwrap_or(0);
        for (planned, due) in cards {
            match due.cmp(&planned) {
                std::cmp::Ordering::Less => moves.sooner += 1,
                std::cmp::Ordering::Equal => moves.same += 1,
                std::cmp::Ordering::Greater => moves.later += 1,
            }
            for (days, day) in [(&mut moves.before, planned), (&mut moves.after, due)] {
                if let Some(count) = days.get_mut(ahead(day)) {
                    *count += 1;
                }
            }
        }
        moves
    }

    /// How many more cards come tomorrow than before.
    #[must_use]
    pub fn tomorrow(&self) -> u64 {
        let on = |days: &[u64]| days.get(1).copied().unwrap_or(0);
        on(&self.after).saturating_sub(on(&self.before))
    }

    /// The most cards on one day of the next [`AHEAD`] after today, before and after the change.
    #[must_use]
    pub fn busiest(&self) -> (u64, u64) {
        let most = |days: &[u64]| days.iter().skip(1).copied().max().unwrap_or(0);
        (most(&self.before), most(&self.after))
    }
}

/// The share of a day's reviews that cards brought forward may take.
const SHARE: u32 = 10;

/// The most days over which they are spread.
const LONGEST: u64 = 90;

/// Finds over how many days `cards` that ought to have come already are spread, for a user who wants at
/// most `per_day` reviews a day: a tenth of them, and five at least.
#[must_use]
pub fn spread(cards: u64, per_day: u32) -> u32 {
    let share = u64::from((per_day / SHARE).max(5));
    u32::try_from(cards.div_ceil(share).clamp(1, LONGEST)).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_card_comes_sooner_later_or_when_it_was_to_come() {
        let day = StudyDay::from_epoch;
        let cards = [(105, 101), (101, 101), (101, 110), (200, 101)];
        let moves = Moves::of(cards.map(|(from, to)| (day(from), day(to))), day(100));
        assert_eq!((moves.sooner, moves.same, moves.later), (2, 1, 1));
        assert_eq!((moves.tomorrow(), moves.busiest()), (1, (2, 3)));
    }

    #[test]
    fn a_pile_is_spread_by_what_the_user_does_in_a_day() {
        assert_eq!([spread(0, 100), spread(10, 100), spread(11, 100)], [1, 1, 2]);
        assert_eq!([spread(300, 100), spread(300, 20), spread(1_000_000, 100)], [30, 60, 90]);
    }
}
