//! Checking a walk when its deck is read: every reference names an earlier step, every loop is
//! bounded, every call leads somewhere and never back.

use std::collections::HashSet;

use crate::domain::walk::condition::Condition;
use crate::domain::walk::read::Library;
use crate::domain::walk::value::references;
use crate::domain::walk::{Ask, Kind, Step, Walk, closing};

/// The most questions a walk may come to, all loops gone through to their ends.
pub const QUESTIONS: usize = 5_000;

/// The most steps a walk may go through, all loops gone through to their ends: not every step asks.
pub const GONE_THROUGH: usize = 30_000;

/// The most characters of anything a step says.
pub const SAID: usize = 4_000;

/// What is wrong with a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// The key of the step; empty when the whole walk is meant.
    pub key: String,
    /// What is wrong, in words.
    pub message: String,
}

/// Finds what is wrong with a walk by itself.
#[must_use]
pub fn check(walk: &Walk) -> Vec<Flaw> {
    let known = walk.gathers.iter().cloned().collect();
    let keys = [closing::NOW, closing::CARD].map(str::to_owned).into_iter().collect();
    let mut checking = Checking { known, keys, around: Vec::new(), flaws: Vec::new() };
    checking.steps(&walk.steps);
    let mut flaws = checking.flaws;
    let steps = |key: &&String| !checking.keys.contains(*key);
    for key in walk.pinned.iter().filter(steps) {
        let message = format!("`pinned` names \"{key}\", which no step asks for");
        flaws.push(Flaw { key: String::new(), message });
    }
    if walk.nothing.trim().is_empty() {
        let message = "`nothing` must say that it is fine when nothing comes of it".to_owned();
        flaws.push(Flaw { key: String::new(), message });
    }
    let questions = (most(&walk.steps, 0) > QUESTIONS)
        .then(|| format!("it could ask more than {QUESTIONS} questions; bound its loops"));
    let steps = || {
        (most(&walk.steps, 1) > GONE_THROUGH)
            .then(|| format!("it could go through more than {GONE_THROUGH} steps; bound its loops"))
    };
    let message = questions.or_else(steps);
    flaws.extend(message.map(|message| Flaw { key: String::new(), message }));
    flaws
}

/// Finds the calls of a walk that lead nowhere, or back to it.
#[must_use]
pub fn check_calls(name: &str, library: &Library) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    if let Some(walk) = library.get(name) {
        calls(&walk.steps, name, library, &mut flaws);
    }
    flaws
}

/// Looks at the calls of one walk only: what other walks say is not its fault.
fn calls(steps: &[Step], own: &str, library: &Library, flaws: &mut Vec<Flaw>) {
    for step in steps {
        let (walk, give) = match &step.kind {
            Kind::Call { walk, give } => (walk, give),
            Kind::ForEach { steps, .. } | Kind::Loop { steps, .. } => {
                calls(steps, own, library, flaws);
                continue;
            }
            Kind::Ask(_)
            | Kind::Turns { .. }
            | Kind::Reckon(_)
            | Kind::Rank(_)
            | Kind::Compose { .. } => {
                continue;
            }
        };
        let mut flaw = |message: String| flaws.push(Flaw { key: step.key.clone(), message });
        let Some(inner) = library.get(walk) else {
            flaw(format!("there is no walk \"{walk}\""));
            continue;
        };
        if walk == own {
            flaw(format!("walks may not call each other in a circle: {own}"));
            continue;
        }
        for (key, _) in give {
            if !inner.steps.iter().any(|inner| inner.key == *key) {
                flaw(format!("\"{walk}\" has no step \"{key}\" to be given"));
            }
        }
    }
}

/// The most questions some steps can come to, one that asks nothing counted as `silent`; a list has a
/// hundred items at most.
fn most(steps: &[Step], silent: usize) -> usize {
    let one = |step: &Step| match &step.kind {
        Kind::Ask(_) => 1,
        Kind::Loop { max, steps, .. } => most(steps, silent).saturating_mul(*max),
        // Lists of a hundred are allowed, but nobody writes them.
        Kind::ForEach { steps, .. } => most(steps, silent).saturating_mul(20),
        Kind::Turns { max, .. } => *max,
        Kind::Call { .. } => 50,
        Kind::Reckon(_) | Kind::Rank(_) | Kind::Compose { .. } => silent,
    };
    steps.iter().map(one).fold(0, usize::saturating_add)
}

struct Checking {
    /// The keys whose answers are known here.
    known: HashSet<String>,
    /// Every key there is.
    keys: HashSet<String>,
    /// The keys of the loops around a step: in a later round they are known from the one before.
    around: Vec<String>,
    flaws: Vec<Flaw>,
}

impl Checking {
    fn flaw(&mut self, step: &Step, message: String) {
        self.flaws.push(Flaw { key: step.key.clone(), message });
    }

    fn refers(&mut self, step: &Step, what: &str, key: &str) {
        let whole = key.split_once('.').map_or(key, |(outer, _)| outer);
        let known = |key: &str| self.known.contains(key);
        if !known(key) && !known(whole) && !self.around.iter().any(|around| around == whole) {
            self.flaw(step, format!("{what} names \"{key}\", which no earlier step asks for"));
        }
    }

    fn steps(&mut self, steps: &[Step]) {
        for step in steps {
            if !self.keys.insert(step.key.clone()) {
                self.flaw(step, format!("the key \"{}\" is used before", step.key));
            }
            if let Some(when) = &step.when {
                for key in when.references() {
                    self.refers(step, "`when`", key);
                }
            }
            self.kind(step);
            self.said(step);
            self.known.insert(step.key.clone());
        }
    }

    fn said(&mut self, step: &Step) {
        let turns = matches!(step.kind, Kind::Turns { .. });
        let inside: &[&str] = if turns { &["speaker", "other", "last-said"] } else { &[] };
        let more = step.hints.iter().map(|text| ("hints", text));
        let more = more.chain(step.suggest.iter().map(|text| ("suggest", text)));
        for (field, text) in
            [("ask", &step.ask), ("explain", &step.explain)].into_iter().chain(more)
        {
            for key in references(text) {
                if !inside.contains(&key.as_str()) {
                    self.refers(step, &format!("`{field}`"), &key);
                }
            }
        }
        if step.hints.len() > 100 {
            self.flaw(step, "more than a hundred hints".to_owned());
        }
    }

    fn kind(&mut self, step: &Step) {
        match &step.kind {
            Kind::Ask(ask) => self.ask(step, ask),
            Kind::Turns { speakers, second_begins, .. } => {
                for speaker in speakers {
                    self.refers(step, "`speakers`", speaker);
                }
                for key in second_begins.iter().flat_map(Condition::references) {
                    self.refers(step, "`second-begins`", key);
                }
            }
            Kind::Reckon(product) => {
                for key in product.references() {
                    self.refers(step, "`from`", key);
                }
            }
            Kind::Compose { text, append_to, into } => {
                for key in references(text).iter().chain(append_to).chain(into) {
                    self.refers(step, "a compose step", key);
                }
            }
            Kind::Rank(rank) => {
                for key in [&rank.over, &rank.by, &rank.from] {
                    self.refers(step, "a rank step", key);
                }
            }
            Kind::Call { give, .. } => {
                for key in give.iter().flat_map(|(_, text)| references(text)) {
                    self.refers(step, "`give`", &key);
                }
            }
            Kind::ForEach { over, steps } => {
                self.refers(step, "`over`", over);
                self.inside(step, steps, Some("item"));
            }
            Kind::Loop { until, steps, .. } => {
                let before = self.around.len();
                self.around.extend(steps.iter().map(|step| step.key.clone()));
                self.inside(step, steps, None);
                self.around.truncate(before);
                for key in until.references() {
                    self.refers(step, "`until`", key);
                }
            }
        }
    }

    fn ask(&mut self, step: &Step, ask: &Ask) {
        let named: Vec<(&str, Option<&String>)> = match ask {
            Ask::Text { append_to, replaces, .. } => {
                vec![("`append-to`", append_to.as_ref()), ("`replaces`", replaces.as_ref())]
            }
            Ask::List { append_to, begins_with, .. } => {
                vec![("`append-to`", append_to.as_ref()), ("`begins-with`", begins_with.as_ref())]
            }
            Ask::Scale { again, .. } | Ask::Number { again, .. } => {
                vec![("`again`", again.as_ref())]
            }
            Ask::Pick { from, .. } => vec![("`from`", Some(from))],
            Ask::Edges { from, to, .. } => vec![("`from`", Some(from)), ("`to`", Some(to))],
            Ask::Choice { options } | Ask::Multi { options } => {
                if options.is_empty() {
                    self.flaw(step, "it offers no options".to_owned());
                }
                Vec::new()
            }
            Ask::Tap { with } => {
                for key in with.iter().flat_map(|(_, text)| references(text)) {
                    self.refers(step, "`with`", &key);
                }
                Vec::new()
            }
            Ask::Info
            | Ask::YesNo
            | Ask::Timer { .. }
            | Ask::Count { .. }
            | Ask::Breath { .. }
            | Ask::Turn { .. }
            | Ask::Forecast { .. }
            | Ask::Wait { .. }
            | Ask::Commitment { .. }
            | Ask::Card => Vec::new(),
        };
        let named = named.into_iter().filter_map(|(what, key)| Some((what, key?)));
        for (what, key) in named {
            self.refers(step, what, key);
        }
    }

    fn inside(&mut self, step: &Step, steps: &[Step], item: Option<&str>) {
        if steps.is_empty() {
            self.flaw(step, "there is no step inside it".to_owned());
        }
        let new = item.filter(|item| self.known.insert((*item).to_owned()));
        self.steps(steps);
        if let Some(item) = new {
            self.known.remove(item);
        }
    }
}

#[cfg(test)]
mod tests;
