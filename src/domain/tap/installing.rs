//! The cap on plans being installed at once: the benefit of a plan shrinks with their number
//! (Dalton and Spiller, 2012), so the others wait.

/// What decides whether a plan may be installed now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The plan.
    pub tap: i64,
    /// Whether it is in use and still being learnt.
    pub installing: bool,
    /// Whether anything was ever done with it: a begun plan never goes back into the queue.
    pub begun: bool,
}

/// The plans that wait, in the order in which they will be let in.
///
/// `candidates` come in the order in which they were made, `cap` of them may be installed at once.
#[must_use]
pub fn waiting(candidates: &[Candidate], cap: u32) -> Vec<i64> {
    let installing = candidates.iter().filter(|plan| plan.installing);
    let begun = installing.clone().filter(|plan| plan.begun).count();
    let room = usize::try_from(cap).unwrap_or(usize::MAX).saturating_sub(begun);
    installing.filter(|plan| !plan.begun).skip(room).map(|plan| plan.tap).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(tap: i64, installing: bool, begun: bool) -> Candidate {
        Candidate { tap, installing, begun }
    }

    #[test]
    fn the_plans_beyond_the_cap_wait_in_order() {
        let fresh: Vec<Candidate> = (1..=5).map(|tap| plan(tap, true, false)).collect();
        assert_eq!(waiting(&fresh, 3), [4, 5]);
    }

    #[test]
    fn a_plan_that_holds_makes_room() {
        let plans = [plan(1, false, true), plan(2, true, true), plan(3, true, false)];
        assert!(waiting(&plans, 2).is_empty());
    }

    #[test]
    fn a_begun_plan_is_never_sent_back_to_wait() {
        let plans = [plan(1, true, false), plan(2, true, true), plan(3, true, true)];
        assert_eq!(waiting(&plans, 1), [1]);
    }
}
