//! Versions of the parameters: what was fitted, whether it was kept, and what is in force.

use crate::domain::schedule::era::{Era, Eras};
use crate::domain::schedule::memory::{Model, Parameters};
use crate::domain::time::StudyDay;
use crate::domain::word::words;

words! {
    /// What became of a training.
    Verdict, "verdict":
    /// Its parameters were taken.
    Kept = "kept",
    /// Its parameters were no better than those in force.
    Refused = "refused",
    /// The last parameters taken were given up again for those before them.
    Reverted = "reverted",
}

/// How well parameters foresee reviews that they were not fitted to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// The mean log loss, with natural logarithms: less is better.
    pub log_loss: f64,
    /// The root mean square of what is missed in bins of like reviews, 0-1: less is better.
    pub rmse: f64,
}

/// A training and what it showed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trial {
    /// The parameters fitted; none when earlier ones were taken up again.
    pub parameters: Option<Parameters>,
    /// The scored reviews there were.
    pub reviews: u32,
    /// Those of them, the latest, that were kept out of the training to judge it by.
    pub held_out: u32,
    /// How well the parameters in force foresaw those.
    pub before: Option<Fit>,
    /// How well the fitted ones did.
    pub after: Option<Fit>,
    /// The standard error of the difference between the two log losses.
    pub doubt: f64,
    /// The days over which cards that ought to have come already are spread, at least 1.
    pub spread: u32,
}

impl Trial {
    /// Tells whether the fitted parameters foresee better than those in force, by more than the
    /// standard error of the difference: a smaller gain may well be chance, and is not worth moving
    /// half the cards for.
    #[must_use]
    pub fn improves(&self) -> bool {
        let losses = self.before.zip(self.after);
        losses.is_some_and(|(before, after)| after.log_loss + self.doubt < before.log_loss)
    }
}

/// A training that was done, and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// The study day it was done on.
    pub day: StudyDay,
    /// The moment, in milliseconds since the epoch.
    pub at: i64,
    /// What became of it.
    pub verdict: Verdict,
    /// What it showed.
    pub trial: Trial,
}

/// The versions in force, the last on top: each that is kept is laid on those before it, and each
/// return takes one away.
#[must_use]
pub fn stack(versions: &[Version]) -> Vec<&Version> {
    let mut stack = Vec::new();
    for version in versions {
        match version.verdict {
            Verdict::Kept => stack.push(version),
            Verdict::Refused => {}
            Verdict::Reverted => drop(stack.pop()),
        }
    }
    stack
}

/// The eras that versions make, oldest first.
#[must_use]
pub fn eras(versions: &[Version]) -> Eras {
    let mut later = Vec::new();
    for (n, version) in versions.iter().enumerate() {
        if version.verdict == Verdict::Refused {
            continue;
        }
        let held = versions.get(..=n).map(stack).unwrap_or_default();
        let parameters = held.last().and_then(|version| version.trial.parameters);
        let model = Model::new(parameters.unwrap_or_default());
        let Version { day, at, trial: Trial { spread, .. }, .. } = *version;
        later.push(Era { day, at, model, spread });
    }
    Eras::new(later)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(n: i32, verdict: Verdict, first: Option<f32>) -> Version {
        let parameters = first.map(|first| {
            let mut numbers = Vec::from(Parameters::default());
            numbers[0] = first;
            numbers.try_into().unwrap()
        });
        let trial = Trial { parameters, spread: 1, ..Trial::default() };
        Version { day: StudyDay::from_epoch(n), at: n.into(), verdict, trial }
    }

    fn firsts(versions: &[Version]) -> Vec<f32> {
        eras(versions).later().iter().map(|era| era.model.parameters().numbers()[0]).collect()
    }

    #[test]
    fn what_is_refused_begins_no_era() {
        let versions =
            [version(1, Verdict::Kept, Some(0.5)), version(2, Verdict::Refused, Some(0.9))];
        assert_eq!(firsts(&versions), [0.5]);
    }

    #[test]
    fn every_return_goes_one_version_further_back_and_in_the_end_to_the_defaults() {
        let versions = [
            version(1, Verdict::Kept, Some(0.5)),
            version(2, Verdict::Kept, Some(0.7)),
            version(3, Verdict::Reverted, None),
            version(4, Verdict::Reverted, None),
            version(5, Verdict::Reverted, None),
        ];
        let default = Parameters::default().numbers()[0];
        assert_eq!(firsts(&versions), [0.5, 0.7, 0.5, default, default]);
    }

    #[test]
    fn only_a_lower_log_loss_is_better() {
        let fit = |log_loss| Some(Fit { log_loss, rmse: 0.01 });
        let trial = |before, after| Trial { before, after, ..Trial::default() };
        assert!(trial(fit(0.30), fit(0.29)).improves());
        assert!(!trial(fit(0.30), fit(0.30)).improves());
        assert!(!Trial { doubt: 0.02, ..trial(fit(0.30), fit(0.29)) }.improves());
        assert!(!trial(None, fit(0.1)).improves());
    }
}
