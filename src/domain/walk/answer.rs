//! Answers: what a step was told.

use serde::{Deserialize, Serialize};

use crate::domain::time::StudyDay;
use crate::domain::walk::value::Value;

/// What a step was told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// It was read, or its time has passed.
    Seen,
    /// It was skipped.
    Skipped,
    /// A text.
    Text(String),
    /// Several texts; words picked; what was taken down.
    List(Vec<String>),
    /// A text that a jot said; the jot is dealt with when the walk is.
    Jot(String),
    /// A number.
    Number(u32),
    /// Yes or no.
    Yes(bool),
    /// Neither yes nor no.
    Unsure,
    /// Links between two lists.
    Links(Vec<Link>),
    /// One turn of two speakers.
    Turn(Turn),
    /// No more turns.
    Enough,
    /// It is really about something else; the talk begins anew, about that.
    Fork(String),
    /// What was taken down while a clock ran, and the questions that were shown meanwhile.
    Timed {
        /// What was taken down.
        taken: Vec<String>,
        /// The questions.
        shown: Vec<String>,
    },
    /// A claim with a probability, 0-1, to be resolved in so many days.
    Forecast {
        /// The claim.
        claim: String,
        /// How likely it is.
        probability: f64,
        /// The days until it is resolved.
        days: u32,
    },
    /// Days from the day of the answer.
    Days(u32),
    /// A trigger-action plan.
    Plan {
        /// The trigger.
        trigger: String,
        /// The action.
        action: String,
    },
    /// Something promised for so many days later.
    Promise {
        /// What.
        text: String,
        /// The days until it comes back.
        days: u32,
    },
    /// A card.
    Card {
        /// The question.
        front: String,
        /// The answer.
        back: String,
    },
}

/// A link from an item of one list to an item of another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Where it comes from.
    pub from: String,
    /// Where it leads to.
    pub to: String,
    /// How strong it is, from 1.
    pub weight: u8,
}

/// One turn: what the other said is taken up before anything is added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Turn {
    /// What is true in what the other said; empty in the first turn.
    #[serde(default)]
    pub takes_up: String,
    /// What is added.
    pub says: String,
    /// Whether it only let off steam: the same speaker goes on, by the rules.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub steam: bool,
}

/// An answer with the study day it was given on.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    /// The answer.
    pub answer: Answer,
    /// The day.
    pub day: StudyDay,
}

impl Answer {
    /// What later steps see of it.
    #[must_use]
    pub fn value(&self) -> Value {
        match self {
            Self::Seen | Self::Skipped | Self::Unsure | Self::Enough => Value::Nothing,
            Self::Text(text) | Self::Jot(text) | Self::Fork(text) | Self::Promise { text, .. } => {
                Value::Text(text.clone())
            }
            Self::List(items) | Self::Timed { taken: items, .. } => Value::List(items.clone()),
            Self::Number(number) => Value::Number(f64::from(*number)),
            Self::Yes(yes) => Value::Yes(*yes),
            Self::Links(links) => {
                let said = links.iter().map(|link| format!("{} → {}", link.from, link.to));
                Value::List(said.collect())
            }
            Self::Turn(turn) => Value::Text(turn.says.clone()),
            Self::Forecast { claim, .. } => Value::Text(claim.clone()),
            Self::Days(days) => Value::Number(f64::from(*days)),
            Self::Plan { trigger, action } => Value::Text(format!("when {trigger}, then {action}")),
            Self::Card { front, .. } => Value::Text(front.clone()),
        }
    }
}
