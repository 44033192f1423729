//! Commitments: things with a date that come back.

use crate::domain::text::{Unfit, fit, statement};
use crate::domain::time::StudyDay;
use crate::domain::word::words;

words! {
    /// What sort of thing was promised.
    Kind, "kind of commitment":
    /// Something to do.
    NextAction = "next-action",
    /// Something to try out.
    Experiment = "experiment",
    /// Something to look at again.
    FollowUp = "follow-up",
    /// A claim with a probability, to be compared with what happened.
    Forecast = "forecast",
}

words! {
    /// What became of a commitment.
    State, "state":
    /// It is still to come.
    Open = "open",
    /// It was done.
    Done = "done",
    /// It was dropped.
    Dropped = "dropped",
    /// The forecast came true.
    True = "true",
    /// The forecast did not come true.
    False = "false",
}

/// The most characters of a commitment and of the note that closes it.
pub const TEXT: usize = 400;

/// A commitment as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Commitment {
    /// What sort it is.
    pub kind: Kind,
    /// What was promised or claimed.
    pub text: String,
    /// The study day on which it comes back.
    pub due: StudyDay,
    /// The probability given to a forecast, 0-1.
    pub probability: Option<f64>,
    /// What became of it.
    pub state: State,
    /// What was said when it was closed; may be empty.
    pub note: String,
}

/// What is wrong with a commitment.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Wrong {
    /// Its text is none.
    #[error(transparent)]
    Text(#[from] Unfit),
    /// A forecast without a probability.
    #[error("a forecast needs a probability: --probability 0.7")]
    NoProbability,
    /// Something else with a probability.
    #[error("only a forecast has a probability")]
    Probability,
    /// A probability that is none, or leaves nothing to learn.
    #[error("{0} is no probability to forecast with: use 0.01 to 0.99")]
    Range(f64),
    /// Closed in a way that does not suit it.
    #[error("a forecast comes true or not; it is not done")]
    NotDone,
    /// A claim was expected.
    #[error("only a forecast comes true or false")]
    NoForecast,
}

impl Commitment {
    /// An open commitment.
    ///
    /// # Errors
    /// When the text is empty or too long, or the probability does not suit the kind.
    pub fn new(
        kind: Kind,
        text: &str,
        due: StudyDay,
        probability: Option<f64>,
    ) -> Result<Self, Wrong> {
        let text = statement("text", text, TEXT)?;
        match (kind, probability) {
            (Kind::Forecast, None) => Err(Wrong::NoProbability),
            (Kind::Forecast, Some(p)) if !(0.01..=0.99).contains(&p) => Err(Wrong::Range(p)),
            (Kind::NextAction | Kind::Experiment | Kind::FollowUp, Some(_)) => {
                Err(Wrong::Probability)
            }
            (Kind::NextAction | Kind::Experiment | Kind::FollowUp | Kind::Forecast, _) => {
                let (state, note) = (State::Open, String::new());
                Ok(Self { kind, text, due, probability, state, note })
            }
        }
    }

    /// The commitment closed, or opened again, in this way.
    ///
    /// # Errors
    /// When that does not suit its kind, or the note is too long.
    pub fn closed(self, state: State, note: &str) -> Result<Self, Wrong> {
        match (state, self.kind) {
            (State::Done, Kind::Forecast) => return Err(Wrong::NotDone),
            (State::True | State::False, Kind::NextAction | Kind::Experiment | Kind::FollowUp) => {
                return Err(Wrong::NoForecast);
            }
            (State::Open | State::Done | State::Dropped | State::True | State::False, _) => {}
        }
        fit("note", note, TEXT)?;
        Ok(Self { state, note: note.to_owned(), ..self })
    }

    /// The Brier score of a resolved forecast, 0 (right and sure) to 1 (wrong and sure): the square
    /// of the distance between the probability and what happened (Brier, 1950). Always saying one
    /// half scores 0.25.
    #[must_use]
    pub fn brier(&self) -> Option<f64> {
        let happened = match self.state {
            State::True => 1.0,
            State::False => 0.0,
            State::Open | State::Done | State::Dropped => return None,
        };
        self.probability.map(|probability| (probability - happened) * (probability - happened))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forecast(probability: f64) -> Commitment {
        let due = StudyDay::from_epoch(100);
        Commitment::new(Kind::Forecast, "it rains", due, Some(probability)).unwrap()
    }

    #[test]
    fn a_sure_and_right_forecast_scores_near_nothing_and_a_wrong_one_near_one() {
        let score = |state| forecast(0.9).closed(state, "").unwrap().brier().unwrap();
        assert!((score(State::True) - 0.01).abs() < 1e-9);
        assert!((score(State::False) - 0.81).abs() < 1e-9);
        assert_eq!(forecast(0.9).brier(), None);
    }

    #[test]
    fn only_forecasts_have_probabilities_and_come_true() {
        let day = StudyDay::from_epoch(1);
        assert!(Commitment::new(Kind::Forecast, "x", day, None).is_err());
        assert!(Commitment::new(Kind::Forecast, "x", day, Some(1.0)).is_err());
        assert!(Commitment::new(Kind::FollowUp, "x", day, Some(0.5)).is_err());
        assert!(forecast(0.5).closed(State::Done, "").is_err());
        let action = Commitment::new(Kind::NextAction, "x", day, None).unwrap();
        assert!(action.closed(State::True, "").is_err());
    }

    #[test]
    fn an_empty_text_promises_nothing() {
        assert!(Commitment::new(Kind::NextAction, " \n", StudyDay::from_epoch(1), None).is_err());
    }
}
