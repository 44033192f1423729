//! What a step may ask for.

use crate::domain::word::words;
use crate::domain::{commitment, jot};

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
        /// What is said in brackets behind it there.
        mark: Option<String>,
        /// The list in which it takes the place of the item at hand.
        replaces: Option<String>,
        /// The sort of jots that may be picked instead.
        jots: Option<jot::Kind>,
    },
    /// Several texts.
    List {
        /// How many at least.
        min: usize,
        /// How many at most.
        max: usize,
        /// The earlier list whose items it begins with.
        begins_with: Option<String>,
        /// The earlier list its items are added to.
        append_to: Option<String>,
    },
    /// A whole number.
    Number {
        /// The least.
        least: u32,
        /// The most.
        most: u32,
        /// What is counted.
        unit: String,
        /// The earlier number it is compared with.
        again: Option<String>,
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
        /// The sort of jots that the picked become, for another time.
        park: Option<jot::Kind>,
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
        /// Whether a key shows a question of the grimoire.
        grimoire: bool,
    },
    /// Something done so many times.
    Count {
        /// How many times.
        times: u32,
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
    Tap {
        /// What else is known of it, by the names of its parts, as texts with references.
        with: Vec<(PlanPart, String)>,
    },
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

words! {
    /// A part of a plan that earlier answers may tell.
    PlanPart, "part of a plan":
    /// What it is for.
    Goal = "goal",
    /// What is done instead by now.
    Instead = "instead",
    /// What sort of thing its trigger is.
    Trigger = "kind",
    /// When it last happened.
    Last = "last",
    /// How often it comes in a week.
    PerWeek = "per-week",
    /// Whether it is done or only noticed.
    Form = "form",
    /// What may get in the way.
    Obstacle = "obstacle",
    /// How surprising it would be if it failed.
    Surprise = "surprise",
    /// The routine at which it is rehearsed.
    Anchor = "anchor",
}

impl Ask {
    /// A short text and nothing more.
    #[must_use]
    pub const fn text() -> Self {
        Self::Text { long: false, append_to: None, mark: None, replaces: None, jots: None }
    }

    /// A list and nothing more.
    #[must_use]
    pub const fn list(min: usize, max: usize) -> Self {
        Self::List { min, max, begins_with: None, append_to: None }
    }

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
            Self::Number { .. } => "number",
            Self::Count { .. } => "count",
            Self::Breath { .. } => "breath",
            Self::Turn { .. } => "turn",
            Self::Forecast { .. } => "forecast",
            Self::Wait { .. } => "wait",
            Self::Tap { .. } => "tap",
            Self::Commitment { .. } => "commitment",
            Self::Card => "card",
        }
    }
}
