//! Walks: a technique's algorithm as data, and the pure reading of it.
//!
//! [`read::read`] goes through the steps with the answers so far and finds the next question, or what
//! the walk has come to. Nothing else decides what is asked.

pub mod answer;
pub mod artefact;
mod ask;
pub mod check;
pub mod closing;
pub mod condition;
pub mod follow;
mod offer;
pub mod place;
pub mod read;
pub mod reckon;
pub mod suits;
pub mod value;

pub use ask::{Ask, PlanPart};

use crate::domain::review::Rating;
use crate::domain::walk::condition::Condition;
use crate::domain::word::words;

words! {
    /// How a walk is walked.
    Mode, "mode":
    /// Every step is explained, with somebody's example.
    Learn = "learn",
    /// Only what is needed is said.
    Run = "run",
    /// Each step is to be named before it is shown.
    Recall = "recall",
}

words! {
    /// What became of a run.
    State, "state":
    /// It goes on.
    Open = "open",
    /// It came to its end.
    Done = "done",
    /// It was given up.
    Abandoned = "abandoned",
}

/// A guided run through a technique, as its deck states it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Walk {
    /// How long it takes, in minutes.
    pub minutes: u32,
    /// The trouble it is for, in the words of somebody who has it.
    pub trouble: String,
    /// Whether it is about feelings or conflicts, and left out of exports and notices.
    pub private: bool,
    /// What is said before it begins.
    pub opening: String,
    /// What is said when it ends and nothing came of it: that this is fine, and why.
    pub nothing: String,
    /// The keys of the texts that stay in view all the way: the action, the aversion.
    pub pinned: Vec<String>,
    /// Lists that no step asks for: other steps put what they are told there.
    pub gathers: Vec<String>,
    /// Whether one key answers a question where that can be: for who is too heated to type.
    pub one_key: bool,
    /// Questions that may help while a clock runs.
    pub grimoire: Vec<Heading>,
    /// The steps, in order.
    pub steps: Vec<Step>,
}

/// Questions of a grimoire under one heading.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Heading {
    /// What they are about.
    pub name: String,
    /// The questions.
    pub questions: Vec<String>,
}

/// A step of a walk.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Step {
    /// Its name inside the walk; answers hang on it.
    pub key: String,
    /// What it asks for.
    pub kind: Kind,
    /// What is said; `{key}` stands for an earlier answer.
    pub ask: String,
    /// What the step is called when the steps are to be recalled; empty for a step that is none by
    /// itself.
    pub name: String,
    /// Why it is asked, for who is learning.
    pub explain: String,
    /// What somebody else answered, for who is learning.
    pub example: String,
    /// When it is asked; always, if nothing is said.
    pub when: Option<Condition>,
    /// Whether it may be skipped.
    pub optional: bool,
    /// Ideas shown one after the other.
    pub hints: Vec<String>,
    /// What stands there to be changed, for each part of the answer; `{key}` stands for an earlier
    /// answer.
    pub suggest: Vec<String>,
    /// Words that lay blame; an answer with one of them is questioned, not refused.
    pub avoid: Vec<String>,
    /// Whether one of two at the keyboard answers while the other looks away.
    pub hidden: bool,
    /// The step whose answer in the other's file answers this one.
    pub theirs: Option<String>,
    /// Whether the answer foresees something, and is shown again when the time has come.
    pub foreseen: bool,
    /// What the answer is kept as in the journal: a system, a checklist, a verdict.
    pub record: Option<String>,
}

/// What a step does.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// It asks once.
    Ask(Ask),
    /// Its inner steps are asked once for each of an earlier list; `{item}` stands for it.
    ForEach {
        /// The list.
        over: String,
        /// The inner steps.
        steps: Vec<Step>,
    },
    /// Its inner steps are asked again and again.
    Loop {
        /// Until this holds after a round.
        until: Condition,
        /// At most so many rounds.
        max: usize,
        /// The inner steps.
        steps: Vec<Step>,
    },
    /// Two named speakers take turns, and each must take up what the other said.
    Turns {
        /// The earlier texts that name them.
        speakers: [String; 2],
        /// When the second of them begins; the first does, if nothing is said.
        second_begins: Option<Condition>,
        /// How many turns at least.
        min: usize,
        /// How many turns at most.
        max: usize,
    },
    /// Another technique's walk is walked inside this one.
    Call {
        /// The technique.
        walk: String,
        /// What it is given: its step's key, and the text that answers it.
        give: Vec<(String, String)>,
    },
    /// Nothing is asked: a number follows from earlier ones.
    Reckon(reckon::Product),
    /// Nothing is asked: earlier answers are put together to a text.
    Compose {
        /// The text, with references.
        text: String,
        /// The earlier list it is added to.
        append_to: Option<String>,
        /// The earlier step whose answer it replaces.
        into: Option<String>,
    },
    /// Nothing is asked: earlier items are put in the order of how far their numbers moved.
    Rank(reckon::Rank),
}

impl Default for Kind {
    fn default() -> Self {
        Self::Ask(Ask::Info)
    }
}

impl Kind {
    /// The word for it in deck files.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Ask(ask) => ask.word(),
            Self::ForEach { .. } => "for-each",
            Self::Loop { .. } => "loop",
            Self::Turns { .. } => "turn",
            Self::Call { .. } => "call",
            Self::Reckon(_) => "reckon",
            Self::Rank(_) => "rank",
            Self::Compose { .. } => "compose",
        }
    }
}

/// The key of the card that holds the memory of a walk's steps.
pub const STEPS: &str = "walk-steps";

impl Walk {
    /// The names of its steps, in order, as they are to be recalled; steps inside loops included.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        named(&self.steps, &mut names);
        names
    }
}

fn named<'a>(steps: &'a [Step], names: &mut Vec<&'a str>) {
    for step in steps {
        if !step.name.is_empty() && !names.contains(&step.name.as_str()) {
            names.push(&step.name);
        }
        if let Kind::Loop { steps, .. } | Kind::ForEach { steps, .. } = &step.kind {
            named(steps, names);
        }
    }
}

/// How a run in which the steps were to be named went: all of them good, one slip hard, more again.
#[must_use]
pub const fn recalled(slips: usize) -> Rating {
    match slips {
        0 => Rating::Good,
        1 => Rating::Hard,
        _ => Rating::Again,
    }
}
