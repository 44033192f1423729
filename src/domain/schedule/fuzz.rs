//! Fuzz: a small seeded shift of an interval, so that cards learnt together drift apart.
//!
//! The seed is (card, count of scored reviews): a preview equals the result, and two devices agree.

use std::ops::RangeInclusive;

use crate::domain::card::Id;

/// A number in [0, 1) that is always the same for one card and count.
#[must_use]
pub fn factor(card: &Id, count: u32) -> f64 {
    // FNV-1a over the name and count, then the finaliser of splitmix64, which spreads near seeds.
    // Stored intervals depend on these exact numbers: they must never change.
    let bytes = card.deck().bytes().chain([b'/']).chain(card.key().bytes());
    let hash = bytes.chain(count.to_le_bytes()).fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    let hash = hash ^ (hash >> 31);
    #[expect(clippy::cast_precision_loss, reason = "53 bits are what an f64 holds")]
    let fraction = (hash >> 11) as f64 / (1_u64 << 53) as f64;
    fraction
}

/// The days an interval may be shifted to, both ends included.
///
/// The width follows Anki's scheduler: nothing below 2.5 days, then 1 day plus 15 % of the part
/// between 2.5 and 7 days, 10 % of the part up to 20 and 5 % of the rest.
#[must_use]
pub fn range(interval: f64) -> RangeInclusive<f64> {
    if interval < 2.5 {
        return interval.round()..=interval.round();
    }
    let part = |from: f64, to: f64| (interval.min(to) - from).max(0.0);
    let delta =
        1.0 + 0.15 * part(2.5, 7.0) + 0.10 * part(7.0, 20.0) + 0.05 * part(20.0, f64::INFINITY);
    (interval - delta).round()..=(interval + delta).round()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn card() -> Id {
        Id::new("resolve-cycles", "first-step").unwrap()
    }

    #[test]
    fn the_factor_of_a_card_and_count_never_changes_between_versions() {
        let factors: Vec<String> =
            (0..3).map(|count| format!("{:.6}", factor(&card(), count))).collect();
        assert_eq!(factors, FROZEN);
    }

    const FROZEN: [&str; 3] = ["0.420927", "0.293595", "0.576925"];

    #[test]
    fn factors_are_spread_evenly() {
        let low = (0..10_000).filter(|count| factor(&card(), *count) < 0.5).count();
        assert!((4_800..5_200).contains(&low), "{low}");
    }

    #[test]
    fn intervals_below_two_and_a_half_days_are_not_fuzzed() {
        assert_eq!(range(2.4), 2.0..=2.0);
    }

    #[test]
    fn a_month_may_shift_by_four_days() {
        // 1 + 0.15 * 4.5 + 0.10 * 13 + 0.05 * 10 = 3.475
        assert_eq!(range(30.0), 27.0..=33.0);
    }

    proptest! {
        #[test]
        fn the_interval_always_lies_inside_its_range(interval in 0.1_f64..40_000.0) {
            prop_assert!(range(interval).contains(&interval.round()));
        }
    }
}
