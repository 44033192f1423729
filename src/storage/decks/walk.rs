//! The walk of a deck file: steps in one flat list, each naming the step it is inside of.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::domain::card::is_name;
use crate::domain::text::steers;
use crate::domain::walk::condition::Condition;
use crate::domain::walk::{Heading, Kind, Step, Walk, check};
use crate::storage::decks::step::{self, Blame};

/// The most steps a walk may state.
const STEPS: usize = 500;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct FileWalk {
    minutes: u32,
    trouble: Spanned<String>,
    #[serde(default)]
    private: bool,
    opening: Spanned<String>,
    nothing: Spanned<String>,
    #[serde(default)]
    pinned: Vec<String>,
    #[serde(default)]
    gathers: Vec<String>,
    #[serde(default)]
    one_key: bool,
    #[serde(default)]
    grimoire: Vec<Heading>,
    #[serde(default)]
    step: Vec<Spanned<FileStep>>,
}

/// A step as it is written; which fields it may have depends on its kind.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct FileStep {
    key: Spanned<String>,
    kind: Spanned<String>,
    #[serde(rename = "in")]
    inside: Option<Spanned<String>>,
    ask: Option<Spanned<String>>,
    #[serde(default)]
    name: String,
    #[serde(default)]
    explain: String,
    #[serde(default)]
    example: String,
    when: Option<Spanned<String>>,
    #[serde(default)]
    optional: bool,
    #[serde(default)]
    hints: Vec<String>,
    #[serde(default)]
    suggest: Vec<String>,
    #[serde(default)]
    avoid: Vec<String>,
    #[serde(default)]
    hidden: bool,
    theirs: Option<String>,
    #[serde(default)]
    foreseen: bool,
    record: Option<String>,
    #[serde(flatten)]
    own: BTreeMap<String, toml::Value>,
}

impl FileStep {
    /// The step as it is stated, with what was read of it already.
    fn stated(self, (key, kind, ask, when): (String, Kind, String, Option<Condition>)) -> Step {
        Step {
            key,
            kind,
            ask,
            name: self.name,
            explain: self.explain,
            example: self.example,
            when,
            optional: self.optional,
            hints: self.hints,
            suggest: self.suggest,
            avoid: self.avoid,
            hidden: self.hidden,
            theirs: self.theirs,
            foreseen: self.foreseen,
            record: self.record,
        }
    }
}

/// Reads a walk; every fault with the byte it is at.
pub(super) fn read(file: FileWalk) -> Result<Walk, Vec<Blame>> {
    let mut reading = Reading::default();
    if file.step.len() > STEPS {
        let at = file.step.first().map_or(0, |step| step.span().start);
        return Err(vec![(at, format!("{} steps; a walk may have {STEPS}", file.step.len()))]);
    }
    reading.said(file.trouble.span().start, "trouble", file.trouble.get_ref());
    reading.said(file.opening.span().start, "opening", file.opening.get_ref());
    reading.said(file.nothing.span().start, "nothing", file.nothing.get_ref());
    let end = file.nothing.span().start;
    for question in file.grimoire.iter().flat_map(|heading| &heading.questions) {
        reading.said(end, "questions", question);
    }
    let mut flat = Vec::new();
    for step in file.step {
        reading.step(step, &mut flat);
    }
    if !reading.blames.is_empty() {
        return Err(reading.blames);
    }
    let walk = Walk {
        minutes: file.minutes,
        trouble: file.trouble.into_inner(),
        private: file.private,
        opening: file.opening.into_inner(),
        nothing: file.nothing.into_inner(),
        pinned: file.pinned,
        gathers: file.gathers,
        one_key: file.one_key,
        grimoire: file.grimoire,
        steps: nested(&flat, None),
    };
    let place = |key: &str| reading.places.get(key).copied().unwrap_or(end);
    let flaws: Vec<Blame> =
        check::check(&walk).into_iter().map(|flaw| (place(&flaw.key), flaw.message)).collect();
    if flaws.is_empty() { Ok(walk) } else { Err(flaws) }
}

/// A step with the key of the step it is inside of.
type Flat = (Option<String>, Step);

/// Puts every step inside the one it names.
fn nested(flat: &[Flat], inside: Option<&str>) -> Vec<Step> {
    let here = flat.iter().filter(|(outer, _)| outer.as_deref() == inside);
    here.map(|(_, step)| {
        let mut step = step.clone();
        if let Kind::Loop { steps, .. } | Kind::ForEach { steps, .. } = &mut step.kind {
            *steps = nested(flat, Some(&step.key));
        }
        step
    })
    .collect()
}

#[derive(Default)]
struct Reading {
    blames: Vec<Blame>,
    /// Where each step begins.
    places: BTreeMap<String, usize>,
}

impl Reading {
    fn blame(&mut self, at: usize, message: impl Into<String>) {
        self.blames.push((at, message.into()));
    }

    fn said(&mut self, at: usize, field: &str, text: &str) {
        if let Some(c) = text.chars().find(|c| *c != '\n' && steers(*c)) {
            self.blame(at, format!("`{field}` holds the control character {c:?}"));
        }
        if text.chars().count() > check::SAID {
            self.blame(at, format!("`{field}` has more than {} characters", check::SAID));
        }
    }

    fn step(&mut self, step: Spanned<FileStep>, flat: &mut Vec<Flat>) {
        let at = step.span().start;
        let mut step = step.into_inner();
        let key = step.key.get_ref().clone();
        if !is_name(&key) || key.starts_with(|c: char| c.is_ascii_digit()) {
            self.blame(step.key.span().start, "a step's key is small letters and hyphens");
        }
        // Before steps are put inside each other: with one key twice that might never end.
        if self.places.contains_key(&key) {
            self.blame(step.key.span().start, format!("the key \"{key}\" is used before"));
        }
        let ask = step.ask.as_ref().map(|ask| ask.get_ref().clone()).unwrap_or_default();
        self.texts(at, &ask, &step);
        let when =
            step.when.as_ref().and_then(|when| self.condition(when.span().start, when.get_ref()));
        if let Some(inside) = &step.inside {
            self.inside(inside, flat);
        }
        let kind_at = step.kind.span().start;
        let (kind, rest, blames) =
            step::read(step.kind.get_ref(), std::mem::take(&mut step.own), kind_at);
        self.blames.extend(blames);
        let Some(kind) = kind else { return };
        for field in rest {
            self.blame(kind_at, format!("a {} step has no `{field}`", kind.word()));
        }
        if ask.trim().is_empty() && matches!(kind, Kind::Ask(_) | Kind::Turns { .. }) {
            self.blame(at, format!("the step \"{key}\" asks nothing: `ask` is missing"));
        }
        self.places.entry(key.clone()).or_insert(at);
        let inside = step.inside.as_ref().map(|inside| inside.get_ref().clone());
        flat.push((inside, step.stated((key, kind, ask, when))));
    }

    /// Checks every text of a step for control characters and its length.
    fn texts(&mut self, at: usize, ask: &str, step: &FileStep) {
        self.said(step.ask.as_ref().map_or(at, |ask| ask.span().start), "ask", ask);
        let texts = [("name", &step.name), ("explain", &step.explain), ("example", &step.example)];
        for (field, text) in texts {
            self.said(at, field, text);
        }
        let lists = [("hints", &step.hints), ("suggest", &step.suggest), ("avoid", &step.avoid)];
        for (field, texts) in lists {
            for text in texts {
                self.said(at, field, text);
            }
        }
        for (field, value) in &step.own {
            self.own(at, field, value);
        }
    }

    /// The same for the texts of a field that only some kinds of step have.
    fn own(&mut self, at: usize, field: &str, value: &toml::Value) {
        if let Some(text) = value.as_str() {
            self.said(at, field, text);
        }
        let inside = value.as_array().into_iter().flatten();
        for value in inside.chain(value.as_table().into_iter().flat_map(toml::Table::values)) {
            self.own(at, field, value);
        }
    }

    /// Checks that a step is inside one that can hold it.
    fn inside(&mut self, inside: &Spanned<String>, flat: &[Flat]) {
        let outer = flat.iter().find(|(_, outer)| outer.key == *inside.get_ref());
        let holds = |kind: &Kind| matches!(kind, Kind::Loop { .. } | Kind::ForEach { .. });
        if !outer.is_some_and(|(_, outer)| holds(&outer.kind)) {
            let message = format!(
                "`in` names \"{}\", which is no earlier loop or for-each",
                inside.get_ref()
            );
            self.blame(inside.span().start, message);
        }
    }

    fn condition(&mut self, at: usize, text: &str) -> Option<Condition> {
        text.parse()
            .map_err(|error: crate::domain::walk::condition::NotACondition| {
                self.blame(at, error.to_string());
            })
            .ok()
    }
}

#[cfg(test)]
mod tests;
