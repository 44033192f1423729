//! A plan: when the trigger, then the action.

use crate::domain::text::{Unfit, fit};
use crate::domain::word::words;

words! {
    /// What sort of thing a trigger is.
    Kind, "kind of trigger":
    /// Something seen, heard, touched or smelt.
    Sensory = "sensory",
    /// The end of something one does anyway.
    AfterAction = "after-action",
    /// Coming to a place.
    Place = "place",
    /// Something that happens.
    Event = "event",
    /// A thought or a feeling.
    Internal = "internal",
    /// A time on the clock.
    Clock = "clock",
}

words! {
    /// What the action asks for.
    Form, "form of action":
    /// Do it.
    Do = "do",
    /// Only notice that there is a choice, and look at it.
    Notice = "notice",
}

words! {
    /// What the user has decided about a plan as a whole.
    Status, "status":
    /// It is in use, or waits for room.
    Active = "active",
    /// It rests for a while.
    Paused = "paused",
    /// It is over: done with, or given up.
    Retired = "retired",
}

words! {
    /// What the user made of a plan when looking back at it.
    Verdict, "verdict":
    /// Keep it as it is.
    Keep = "keep",
    /// Word the trigger better.
    Trigger = "trigger",
    /// Make the action smaller.
    Shrink = "shrink",
    /// Replace it by another plan for the same goal.
    Swap = "swap",
    /// Drop it.
    Drop = "drop",
}

/// The half-life of strength in days on which the trigger came, unless a plan sets its own.
///
/// Lally and others (2010): 66 days, the usual figure, from the start to 95 % of the plateau; a
/// recurrence that halves every 15.3 days is 95 % of the way after 66.
pub const HALF_LIFE: f64 = 15.3;

/// The half-lives a plan may set: people took 18 to 254 days (Lally and others, 2010), that is
/// half-lives of 4.2 to 58.8.
pub const HALF_LIVES: std::ops::RangeInclusive<f64> = 4.0..=60.0;

/// The most characters of a name.
pub const NAME: usize = 40;

/// The most characters of any other text of a plan.
pub const TEXT: usize = 400;

/// A plan as its user worded it.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// What it is called; see [`name`].
    pub name: String,
    /// What it is for; may be empty.
    pub goal: String,
    /// What the user does by default at that moment; may be empty.
    pub instead: String,
    /// The moment: what follows "when".
    pub trigger: String,
    /// What sort of trigger that is.
    pub kind: Kind,
    /// The last time the trigger came; may be empty.
    pub last: String,
    /// How often a week the trigger comes; none when nobody said.
    pub per_week: Option<f64>,
    /// The act: what follows "then".
    pub action: String,
    /// What the act asks for.
    pub form: Form,
    /// What may get in the way; may be empty.
    pub obstacle: String,
    /// How surprised the user would be if it had not fired in a week, 0-10.
    pub surprise: Option<u8>,
    /// The daily routine it is rehearsed at; may be empty.
    pub anchor: String,
    /// The half-life of its strength, in days, where it is not [`HALF_LIFE`].
    pub half_life: Option<f64>,
}

/// What is wrong with a plan.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Fault {
    /// A text is empty, too long, or steers a terminal.
    #[error(transparent)]
    Text(#[from] Unfit),
    /// A name holds something else than letters and digits.
    #[error("\"{0}\" cannot be a name: use letters, digits and hyphens")]
    NoName(String),
    /// A number is out of its range.
    #[error("{given} is out of range: {what} {range}")]
    Range {
        /// What the number says.
        what: &'static str,
        /// What it was.
        given: f64,
        /// What it may be.
        range: &'static str,
    },
}

impl Plan {
    /// A plan of a trigger and an action, everything else unsaid.
    #[must_use]
    pub fn of(name: &str, trigger: &str, action: &str) -> Self {
        Self {
            name: name.to_owned(),
            goal: String::new(),
            instead: String::new(),
            trigger: trigger.to_owned(),
            kind: Kind::Event,
            last: String::new(),
            per_week: None,
            action: action.to_owned(),
            form: Form::Do,
            obstacle: String::new(),
            surprise: None,
            anchor: String::new(),
            half_life: None,
        }
    }

    /// Puts every text on one line without blanks at its ends, and the trigger and action into the
    /// place "when …, then …" has for them.
    #[must_use]
    pub fn tidied(self) -> Self {
        let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        Self {
            name: line(&self.name),
            goal: line(&self.goal),
            instead: line(&self.instead),
            trigger: clause(&line(&self.trigger), &["when ", "whenever ", "if "]),
            last: line(&self.last),
            action: clause(&line(&self.action), &["then ", "i will ", "i'll "]),
            obstacle: line(&self.obstacle),
            anchor: line(&self.anchor),
            ..self
        }
    }

    /// Everything that is wrong with the plan; nothing when it can be kept.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults: Vec<Fault> = name(&self.name).err().into_iter().collect();
        let required = [("trigger", &self.trigger), ("action", &self.action)];
        let empty = required.iter().filter(|(_, text)| text.trim().is_empty());
        faults.extend(empty.map(|(what, _)| Unfit::Empty(what).into()));
        let unfit = self.texts().into_iter().filter_map(|(what, text)| fit(what, text, TEXT).err());
        faults.extend(unfit.map(Fault::Text));
        let ranged = [
            (self.per_week.filter(|n| !(0.0..=10_000.0).contains(n)), "times a week", "0-10000"),
            (self.surprise.filter(|n| *n > 10).map(f64::from), "surprise", "0-10"),
            (self.half_life.filter(|n| !HALF_LIVES.contains(n)), "half-life in days", "4-60"),
        ];
        faults.extend(ranged.into_iter().filter_map(|(given, what, range)| {
            given.map(|given| Fault::Range { what, given, range })
        }));
        faults
    }

    fn texts(&self) -> [(&'static str, &str); 7] {
        [
            ("trigger", &self.trigger),
            ("action", &self.action),
            ("goal", &self.goal),
            ("default", &self.instead),
            ("last time", &self.last),
            ("obstacle", &self.obstacle),
            ("anchor", &self.anchor),
        ]
    }

    /// The plan in one sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        format!("When {}, then {}.", self.trigger, self.action.trim_end_matches('.'))
    }

    /// The half-life of its strength, in days.
    #[must_use]
    pub fn half_life(&self) -> f64 {
        self.half_life.unwrap_or(HALF_LIFE)
    }
}

/// Takes a leading conjunction and a closing stop or comma from a clause.
fn clause(text: &str, heads: &[&str]) -> String {
    let text = text.trim_end_matches([',', '.', ' ']);
    let lower = text.to_lowercase();
    let head = heads.iter().find(|head| lower.starts_with(**head)).map_or(0, |head| head.len());
    text.get(head..).unwrap_or(text).trim().to_owned()
}

/// Reads a name: letters of any script in lower case, digits, and hyphens where blanks were.
///
/// # Errors
/// When it is empty, too long, or holds anything else.
pub fn name(text: &str) -> Result<String, Fault> {
    let words: Vec<&str> = text.split([' ', '_']).filter(|word| !word.is_empty()).collect();
    let name = words.join("-").to_lowercase();
    if name.is_empty() {
        return Err(Unfit::Empty("name").into());
    }
    fit("name", &name, NAME)?;
    if name.split('-').all(is_word) { Ok(name) } else { Err(Fault::NoName(text.trim().to_owned())) }
}

fn is_word(word: &str) -> bool {
    !word.is_empty() && word.chars().all(char::is_alphanumeric)
}

/// Words of a trigger that would say nothing in a name.
const HOLLOW: [&str; 34] = [
    "a", "an", "the", "my", "i", "i'm", "im", "am", "is", "are", "at", "in", "on", "of", "to",
    "as", "and", "or", "it", "its", "after", "before", "when", "while", "with", "get", "hit",
    "into", "up", "out", "off", "have", "see", "hear",
];

/// Makes a name from a trigger that none of `taken` has: its first two telling words.
#[must_use]
pub fn suggest_name(trigger: &str, taken: impl Fn(&str) -> bool) -> String {
    let plain = |c: char| if c.is_alphanumeric() || c == '\'' { c } else { ' ' };
    let words: String = trigger.to_lowercase().chars().map(plain).collect();
    let telling = words.split_whitespace().filter(|word| !HOLLOW.contains(word));
    let mut stem: Vec<String> = Vec::new();
    for word in telling.map(|word| word.replace('\'', "")).filter(|word| !word.is_empty()) {
        let length: usize = stem.iter().map(|word| word.chars().count() + 1).sum();
        if stem.len() < 2 && length + word.chars().count() <= 24 {
            stem.push(word);
        }
    }
    let stem = if stem.is_empty() { "plan".to_owned() } else { stem.join("-") };
    let numbered = (2..).map(|n| format!("{stem}-{n}"));
    let mut names = std::iter::once(stem.clone()).chain(numbered);
    names.find(|name| !taken(name)).unwrap_or(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_put_into_its_one_form() {
        assert_eq!(name("  Morning Coffee ").as_deref(), Ok("morning-coffee"));
        assert_eq!(name("café_2").as_deref(), Ok("café-2"));
    }

    #[test]
    fn names_that_cannot_be_typed_or_shown_are_refused() {
        assert_eq!(name(" "), Err(Unfit::Empty("name").into()));
        assert_eq!(name("a\u{1b}[2J"), Err(Unfit::Steers("name").into()));
        assert!(matches!(
            name(&"a".repeat(10_000)),
            Err(Fault::Text(Unfit::TooLong { length: 10_000, .. }))
        ));
        assert!(matches!(name("a/b"), Err(Fault::NoName(_))));
        assert!(matches!(name("--help"), Err(Fault::NoName(_))));
    }

    #[test]
    fn a_name_is_made_of_the_telling_words_of_the_trigger() {
        assert_eq!(suggest_name("I hear the kettle click off", |_| false), "kettle-click");
        assert_eq!(
            suggest_name("the kettle clicks", |name| name == "kettle-clicks"),
            "kettle-clicks-2"
        );
        assert_eq!(suggest_name("…", |_| false), "plan");
        assert_eq!(suggest_name(&"x".repeat(500), |_| false), "plan");
    }

    #[test]
    fn a_suggested_name_is_always_a_name() {
        for trigger in ["I'm in the lift", "日本語 の 音", "it's 7:00", "a/b c--d"] {
            let suggested = suggest_name(trigger, |_| false);
            assert_eq!(name(&suggested).as_ref(), Ok(&suggested), "{trigger}");
        }
    }

    #[test]
    fn a_plan_is_tidied_into_its_sentence() {
        let plan = Plan::of("k", " When the  kettle clicks, ", "then I stretch.").tidied();
        assert_eq!(plan.sentence(), "When the kettle clicks, then I stretch.");
    }

    #[test]
    fn every_fault_of_a_plan_is_named() {
        let mut plan = Plan::of("k", " ", "stretch");
        plan.goal = "x".repeat(401);
        plan.surprise = Some(11);
        plan.half_life = Some(1.0);
        assert_eq!(plan.faults().len(), 4, "{:?}", plan.faults());
        assert!(Plan::of("k", "the kettle clicks", "I stretch").faults().is_empty());
    }
}
