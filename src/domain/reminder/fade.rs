//! Fading: on which days the stage of a plan asks for a reminder.
//!
//! Reminders raise repetition but hinder automaticity (Stawarz and others, 2015), so a good one works
//! towards its own retirement.

use crate::domain::tap::stage::Stage;
use crate::domain::time::StudyDay;

/// The days of thinning out on which a plan is still reminded of, counted from its first: after two,
/// four and seven days, and then each week for as long as it does not hold by itself.
const THIN: [i32; 3] = [2, 6, 13];

/// Tells whether a plan that has been at a stage since a day is to be reminded of on another.
#[must_use]
pub fn reminds(stage: Stage, since: StudyDay, day: StudyDay) -> bool {
    match stage {
        Stage::Install => true,
        Stage::Thin => {
            let days = day.since(since);
            THIN.contains(&days) || (days > 13 && (days - 13) % 7 == 0)
        }
        Stage::Probe | Stage::Retired => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reminders_thin_out_and_end() {
        let days = |stage| {
            let day = StudyDay::from_epoch;
            (0..30).filter(|n| reminds(stage, day(100), day(100 + n))).collect::<Vec<i32>>()
        };
        assert_eq!(days(Stage::Install).len(), 30);
        assert_eq!(days(Stage::Thin), [2, 6, 13, 20, 27]);
        assert!(days(Stage::Probe).is_empty() && days(Stage::Retired).is_empty());
    }
}
