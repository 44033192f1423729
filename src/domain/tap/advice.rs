//! The one most useful next thing after an outcome.

use crate::domain::tap::diagnosis::{End, broken};
use crate::domain::tap::outcome::Kind;
use crate::domain::tap::trace::Trace;
use crate::domain::time::StudyDay;

/// How often a trigger is noticed in vain before the action is suspected.
const OFTEN: u32 = 2;

/// Something worth doing next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Rehearse the plan now.
    Rehearse,
    /// Word the trigger so that it is harder to overlook, or move it.
    Sharpen,
    /// Make the action smaller, or look at what speaks against it.
    Shrink,
    /// Narrow the trigger.
    Narrow,
    /// Rate how automatic it has become.
    Rate,
    /// Look back at the plan.
    Check,
    /// Nothing: the next trigger will do.
    Nothing,
}

/// Finds what is most useful after an outcome of this kind.
#[must_use]
pub fn next(kind: Kind, trace: &Trace, today: StudyDay) -> Next {
    let end = broken(&trace.current);
    let due = |day: Option<StudyDay>| day.is_some_and(|day| day <= today);
    match (kind, end) {
        (Kind::Missed | Kind::Noticed, End::Trigger) => Next::Sharpen,
        (Kind::Noticed | Kind::Missed, End::Action) => Next::Shrink,
        (Kind::Misfire, _) | (_, End::Wide) => Next::Narrow,
        (Kind::Noticed, _) if trace.current.noticed >= OFTEN => Next::Shrink,
        (Kind::Missed | Kind::Noticed, _) => Next::Rehearse,
        (Kind::Did | Kind::None, _) if due(trace.check()) => Next::Check,
        (Kind::Did, _) if trace.asks_rating(today) => Next::Rate,
        (Kind::Did | Kind::None, _) if due(trace.rehearsal()) => Next::Rehearse,
        (Kind::Did | Kind::None, _) => Next::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::tap::outcome::Counts;

    fn with(counts: Counts) -> Trace {
        let mut trace = Trace::default();
        trace.current = counts;
        trace
    }

    #[test]
    fn a_first_miss_asks_for_a_rehearsal_and_many_for_a_better_trigger() {
        let today = StudyDay::from_epoch(100);
        let few = with(Counts { missed: 1, ..Counts::default() });
        let many = with(Counts { missed: 8, did: 2, ..Counts::default() });
        assert_eq!(next(Kind::Missed, &few, today), Next::Rehearse);
        assert_eq!(next(Kind::Missed, &many, today), Next::Sharpen);
    }

    #[test]
    fn noticing_without_acting_again_asks_for_a_smaller_action() {
        let after = |noticed| {
            let trace = with(Counts { noticed, did: 1, ..Counts::default() });
            next(Kind::Noticed, &trace, StudyDay::from_epoch(100))
        };
        assert_eq!([after(1), after(2)], [Next::Rehearse, Next::Shrink]);
    }

    #[test]
    fn a_firing_of_a_sound_plan_asks_for_nothing() {
        let today = StudyDay::from_epoch(100);
        let counts = Counts { did: 8, ..Counts::default() };
        let mut trace = with(counts);
        trace.rated = Some(today);
        assert_eq!(next(Kind::Did, &trace, today), Next::Nothing);
    }
}
