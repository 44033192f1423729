//! Advice on the wording of a plan: never a wall, always with the words it objects to and a rewrite.

use crate::domain::tap::plan::{Form, Kind, Plan};

/// The part of a plan a piece of advice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The trigger.
    Trigger,
    /// The action.
    Action,
    /// How often the trigger comes.
    Rate,
}

impl Part {
    /// The word for it in JSON and on the screen.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Trigger => "trigger",
            Self::Action => "action",
            Self::Rate => "per-week",
        }
    }
}

/// One piece of advice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// A short name of the rule.
    pub rule: &'static str,
    /// What it is about.
    pub part: Part,
    /// The words it objects to, as they stand in the plan.
    pub words: String,
    /// Why.
    pub why: &'static str,
    /// A wording to start from; gaps are written `…`.
    pub rewrite: String,
}

/// Times that no moment can be pointed at.
const VAGUE: [&str; 27] = [
    "morning",
    "mornings",
    "afternoon",
    "evening",
    "evenings",
    "night",
    "nights",
    "weekend",
    "weekends",
    "when i have time",
    "have time",
    "free time",
    "spare time",
    "sometime",
    "some time",
    "some point",
    "later",
    "soon",
    "regularly",
    "often",
    "sometimes",
    "usually",
    "occasionally",
    "during the day",
    "throughout the day",
    "every day",
    "daily",
];

/// Feelings; alone they are no trigger for someone who has not practised noticing them.
const FEELINGS: [&str; 26] = [
    "stressed",
    "anxious",
    "angry",
    "sad",
    "tired",
    "overwhelmed",
    "bored",
    "upset",
    "frustrated",
    "nervous",
    "worried",
    "afraid",
    "lonely",
    "happy",
    "depressed",
    "annoyed",
    "guilty",
    "ashamed",
    "unmotivated",
    "lazy",
    "distracted",
    "exhausted",
    "irritated",
    "tense",
    "restless",
    "hungry",
];

/// Words that may surround a bare feeling without pointing at anything sensed.
const AROUND: [&str; 21] = [
    "i", "i'm", "im", "i’m", "am", "feel", "feeling", "get", "getting", "become", "start", "being",
    "a", "bit", "too", "very", "really", "so", "stress", "or", "and",
];

/// Words that forbid instead of saying what to do.
const NEGATIONS: [&str; 13] = [
    "not", "don't", "don’t", "dont", "never", "stop", "avoid", "no", "won't", "won’t", "without",
    "quit", "refrain",
];

/// Words that leave open whether it happened.
const SOFT: [&str; 16] = [
    "try to",
    "try",
    "be",
    "more",
    "better",
    "less",
    "calm down",
    "remember to",
    "make sure",
    "work on",
    "focus on",
    "attempt to",
    "aim to",
    "think about",
    "should",
    "improve",
];

/// Words for what has no end one could see.
const ENDLESS: [&str; 11] = [
    "keep",
    "continue",
    "relax",
    "stay",
    "remain",
    "concentrate",
    "focus",
    "maintain",
    "meditate",
    "enjoy",
    "reflect",
];

/// Words that name the reminder instead of the moment.
const REMINDERS: [&str; 7] =
    ["reminder", "remind", "reminds", "notification", "alarm", "rat", "phone buzzes"];

/// Looks over a plan.
#[must_use]
pub fn lint(plan: &Plan) -> Vec<Advice> {
    let trigger = [vague(plan), bare_feeling(plan), reminder(plan), clock(plan)];
    let action = [negation(plan), soft(plan), two_actions(plan), long(plan), endless(plan)];
    let found = trigger.into_iter().chain(action).chain([rate(plan)]);
    found.flatten().collect()
}

/// The first of `words` that stands in `text` as whole words, with its place.
fn find(text: &str, words: &[&'static str]) -> Option<(usize, &'static str)> {
    let lower = text.to_lowercase();
    let inside = |c: char| c.is_alphanumeric() || c == '\'' || c == '’';
    let whole = |at: usize, word: &str| {
        let before = lower.get(..at).and_then(|head| head.chars().next_back());
        let after = lower.get(at + word.len()..).and_then(|tail| tail.chars().next());
        !before.is_some_and(inside) && !after.is_some_and(inside)
    };
    let places = words.iter().flat_map(|word| {
        lower.match_indices(word).filter(|(at, word)| whole(*at, word)).map(|(at, _)| (at, *word))
    });
    // The earliest place; of several words there, the longest.
    places.min_by_key(|(at, word)| (*at, usize::MAX - word.len()))
}

fn advice(
    (rule, part): (&'static str, Part),
    words: &str,
    why: &'static str,
    rewrite: String,
) -> Advice {
    Advice { rule, part, words: words.to_owned(), why, rewrite }
}

fn vague(plan: &Plan) -> Option<Advice> {
    let (_, words) = find(&plan.trigger, &VAGUE)?;
    // "pour the morning coffee" points at a moment all the same.
    let telling = plan.trigger.split_whitespace().count() - words.split_whitespace().count();
    if telling > 3 && !words.contains("time") {
        return None;
    }
    let thing = match words {
        "morning" | "mornings" => "I pour my first drink of the day",
        "evening" | "evenings" | "night" | "nights" => "I put down my fork after supper",
        _ => "I … (something you are sure to see, hear or touch)",
    };
    let why = "no one moment can be pointed at, so there is nothing to notice";
    Some(advice(("vague-time", Part::Trigger), words, why, thing.to_owned()))
}

fn bare_feeling(plan: &Plan) -> Option<Advice> {
    let (_, feeling) = find(&plan.trigger, &FEELINGS)?;
    let known = |word: &str| AROUND.contains(&word) || FEELINGS.contains(&word);
    let lower = plan.trigger.to_lowercase();
    let bare = lower
        .split(|c: char| c.is_whitespace() || c == ',')
        .all(|word| word.is_empty() || known(word));
    let why =
        "a feeling is easy to miss from inside; name what you see, hear or feel in your body first";
    let rewrite =
        format!("I notice … (where it shows: jaw, shoulders, hands) when I get {feeling}");
    bare.then(|| advice(("bare-emotion", Part::Trigger), feeling, why, rewrite))
}

fn reminder(plan: &Plan) -> Option<Advice> {
    let (_, words) = find(&plan.trigger, &REMINDERS)?;
    let why = "a plan tied to a reminder ends when the reminder does";
    let rewrite = "I … (what is around you just before you should act)".to_owned();
    Some(advice(("reminder-as-trigger", Part::Trigger), words, why, rewrite))
}

fn clock(plan: &Plan) -> Option<Advice> {
    let is_time = |word: &&str| {
        let digits: String = word.chars().filter(char::is_ascii_digit).collect();
        let shape = word.contains(':') || word.ends_with("am") || word.ends_with("pm");
        (!digits.is_empty() && shape) || *word == "o'clock" || *word == "noon"
    };
    let time = plan.trigger.split_whitespace().find(is_time);
    let words = match (time, plan.kind) {
        (Some(time), _) => time,
        (None, Kind::Clock) => plan.trigger.as_str(),
        (None, Kind::Sensory | Kind::AfterAction | Kind::Place | Kind::Event | Kind::Internal) => {
            return None;
        }
    };
    let why = "a time on the clock is easy not to look at; an event happens to you";
    let rewrite = format!("I … (what you are always doing around {words})");
    Some(advice(("clock-trigger", Part::Trigger), words, why, rewrite))
}

fn negation(plan: &Plan) -> Option<Advice> {
    let (_, words) = find(&plan.action, &NEGATIONS)?;
    let why = "a plan not to do something keeps it in mind; say what you do instead";
    let rewrite = "I … (what your hands do instead)".to_owned();
    Some(advice(("negation", Part::Action), words, why, rewrite))
}

fn soft(plan: &Plan) -> Option<Advice> {
    let (at, words) = find(&plan.action, &SOFT)?;
    let cut = words.starts_with("try ") || words == "remember to" || words == "make sure";
    let rest = plan.action.get(at + words.len()..).unwrap_or_default().trim();
    let head = plan.action.get(..at).unwrap_or_default();
    let rewrite = if cut && !rest.is_empty() {
        format!("{head}{rest}")
    } else {
        "I … (one thing another person could see you do)".to_owned()
    };
    let why = "\"did it happen?\" must be answered with yes or no, never with maybe";
    Some(advice(("soft-word", Part::Action), words, why, rewrite))
}

fn two_actions(plan: &Plan) -> Option<Advice> {
    let (at, words) = find(&plan.action, &["and", "then", "and then", "as well as", "plus"])?;
    let first = plan.action.get(..at).unwrap_or_default().trim_end_matches([' ', ',']);
    if first.split_whitespace().count() < 2 || plan.form == Form::Notice {
        return None;
    }
    let why = "two actions halve each other's chance; the second can have its own plan, set off by the first";
    Some(advice(("two-actions", Part::Action), words, why, first.to_owned()))
}

/// Finds a stretch of time longer than half a minute.
fn long(plan: &Plan) -> Option<Advice> {
    let lower = plan.action.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let unit = |word: &str| {
        let word = word.trim_end_matches([',', '.']);
        matches!(
            word,
            "minute" | "minutes" | "min" | "hour" | "hours" | "page" | "pages" | "km" | "miles"
        )
    };
    let at = words.iter().position(|word| unit(word))?;
    let from = at.saturating_sub(1);
    let stretch = words.get(from..=at)?.join(" ");
    let start = lower.find(&stretch).unwrap_or(lower.len());
    let head = plan.action.get(..start).unwrap_or_default().trim_end();
    let head = head.trim_end_matches(" for").trim_end_matches(" a").trim();
    let rewrite = if head.is_empty() {
        "I … (the first half minute of it)".to_owned()
    } else {
        format!("{head}: only the first half minute of it")
    };
    let why = "more than half a minute; plan the smallest step, the rest follows or does not";
    Some(advice(("too-long", Part::Action), &stretch, why, rewrite))
}

fn endless(plan: &Plan) -> Option<Advice> {
    let (_, words) = find(&plan.action, &ENDLESS)?;
    if plan.action.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let why = "it has no end one could see; name the moment at which it is done";
    let rewrite = format!("{}, until … (what one could see)", plan.action.trim_end_matches('.'));
    Some(advice(("no-end", Part::Action), words, why, rewrite))
}

fn rate(plan: &Plan) -> Option<Advice> {
    let rate = plan.per_week?;
    let why = if rate <= 0.0 {
        "a trigger that never comes cannot fire"
    } else if rate > 140.0 {
        "more than twenty times a day is noise; narrow the trigger"
    } else {
        return None;
    };
    let rewrite = "a trigger that comes between once a week and a few times a day".to_owned();
    Some(advice(("trigger-rate", Part::Rate), &rate.to_string(), why, rewrite))
}

#[cfg(test)]
mod tests;
