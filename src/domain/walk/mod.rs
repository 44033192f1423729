//! Walks: a technique's algorithm as data, and the pure reading of it.
//!
//! [`read::read`] goes through the steps with the answers so far and finds the next question, or what
//! the walk has come to. Nothing else decides what is asked.

pub mod answer;
pub mod check;
pub mod condition;
pub mod read;
pub mod value;

use crate::domain::commitment;
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
#[derive(Clone, Debug, PartialEq)]
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
    /// The steps, in order.
    pub steps: Vec<Step>,
}

/// A step of a walk.
#[derive(Clone, Debug, PartialEq)]
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
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// Nothing: something is said.
    Info,
    /// A text; a long one is written in the editor.
    Text {
        /// Whether it may have many lines.
        long: bool,
        /// The earlier list it is added to.
        append_to: Option<String>,
    },
    /// Several texts.
    List {
        /// How many at least.
        min: usize,
        /// How many at most.
        max: usize,
    },
    /// A number from 0 to 10.
    Scale {
        /// What 0 means.
        low: String,
        /// What 10 means.
        high: String,
        /// The earlier scale it is compared with.
        again: Option<String>,
    },
    /// One of some words.
    Choice {
        /// The words.
        options: Vec<String>,
    },
    /// Any of some words.
    Multi {
        /// The words.
        options: Vec<String>,
    },
    /// Yes or no.
    YesNo,
    /// One or more of an earlier list.
    Pick {
        /// The list.
        from: String,
        /// Whether several may be picked.
        many: bool,
    },
    /// Links from one earlier list to another.
    Edges {
        /// The list they come from.
        from: String,
        /// The list they lead to.
        to: String,
        /// The strongest weight, 1 or more.
        most: u8,
    },
    /// Time that passes.
    Timer {
        /// How long, in seconds.
        seconds: u32,
        /// Whether a list is taken down meanwhile.
        capture: bool,
    },
    /// Breaths to follow.
    Breath {
        /// Seconds in.
        inhale: u32,
        /// Seconds out.
        exhale: u32,
        /// How many.
        rounds: u32,
    },
    /// One turn of a speaker.
    Turn {
        /// Whether the other's words must be taken up first.
        takes_up: bool,
        /// Whether there have been turns enough to end.
        may_end: bool,
    },
    /// A claim with a probability, and the days until it is resolved.
    Forecast {
        /// The days until it is resolved, unless the user says otherwise.
        days: u32,
    },
    /// A date; the walk rests until then.
    Wait {
        /// The days to wait, unless the user says otherwise.
        days: u32,
    },
    /// A trigger-action plan.
    Tap,
    /// A commitment.
    Commitment {
        /// What sort.
        kind: commitment::Kind,
        /// The days until it comes back, unless the user says otherwise.
        days: u32,
    },
    /// A card of one's own: a question and its answer.
    Card,
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
        }
    }
}

impl Ask {
    /// The word for it in deck files.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Text { .. } => "text",
            Self::List { .. } => "list",
            Self::Scale { .. } => "scale",
            Self::Choice { .. } => "choice",
            Self::Multi { .. } => "multi",
            Self::YesNo => "yes-no",
            Self::Pick { .. } => "pick",
            Self::Edges { .. } => "edges",
            Self::Timer { .. } => "timer",
            Self::Breath { .. } => "breath",
            Self::Turn { .. } => "turn",
            Self::Forecast { .. } => "forecast",
            Self::Wait { .. } => "wait",
            Self::Tap => "tap",
            Self::Commitment { .. } => "commitment",
            Self::Card => "card",
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

/// The place at which it is kept whether a step was named in time.
#[must_use]
pub fn recall_place(name: &str) -> String {
    format!("~{name}")
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
