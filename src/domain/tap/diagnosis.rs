//! Which end of a plan is broken.

use crate::domain::tap::outcome::Counts;

/// The opportunities below which nothing is said.
pub const ENOUGH: u32 = 5;

/// The rate from which an end counts as sound.
const SOUND: f64 = 0.8;

/// The misfires from which a trigger may be too wide.
const MISFIRES: u32 = 3;

/// What the outcomes say about a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Too little is known; so many more opportunities are needed.
    Unknown(u32),
    /// It holds.
    Sound,
    /// The trigger is not noticed.
    Trigger,
    /// It is noticed, but the action does not follow.
    Action,
    /// The action comes without the trigger.
    Wide,
}

/// Finds the broken end: of the two rates the worse one, unless misfires outnumber a third of the
/// firings.
#[must_use]
pub fn broken(counts: &Counts) -> End {
    if counts.misfire >= MISFIRES && counts.misfire.saturating_mul(3) > counts.did {
        return End::Wide;
    }
    let came = counts.opportunities();
    if came < ENOUGH {
        return End::Unknown(ENOUGH - came);
    }
    let notice = counts.notice().share().unwrap_or(1.0);
    let follow = counts.follow().share().unwrap_or(1.0);
    if notice.min(follow) >= SOUND {
        End::Sound
    } else if notice <= follow {
        End::Trigger
    } else {
        End::Action
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(did: u32, noticed: u32, missed: u32, misfire: u32) -> Counts {
        Counts { did, noticed, missed, misfire, none: 0 }
    }

    #[test]
    fn few_opportunities_say_nothing() {
        assert_eq!(broken(&counts(0, 0, 2, 0)), End::Unknown(3));
    }

    #[test]
    fn a_trigger_that_is_overlooked_is_the_broken_end() {
        assert_eq!(broken(&counts(2, 0, 6, 0)), End::Trigger);
    }

    #[test]
    fn an_action_that_does_not_follow_is_the_broken_end() {
        assert_eq!(broken(&counts(2, 6, 1, 0)), End::Action);
    }

    #[test]
    fn a_plan_that_mostly_fires_is_sound() {
        assert_eq!(broken(&counts(9, 1, 1, 1)), End::Sound);
    }

    #[test]
    fn many_misfires_mean_that_the_trigger_is_too_wide() {
        assert_eq!(broken(&counts(5, 0, 0, 3)), End::Wide);
    }
}
