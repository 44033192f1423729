//! The walk of a deck file: steps in one flat list, each naming the step it is inside of.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::domain::card::is_name;
use crate::domain::commitment;
use crate::domain::text::steers;
use crate::domain::walk::condition::Condition;
use crate::domain::walk::{Ask, Kind, Step, Walk, check};

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
    #[serde(flatten)]
    own: BTreeMap<String, toml::Value>,
}

/// Something wrong at a byte of the file.
pub(super) type Blame = (usize, String);

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
    }

    fn step(&mut self, step: Spanned<FileStep>, flat: &mut Vec<Flat>) {
        let at = step.span().start;
        let step = step.into_inner();
        let key = step.key.get_ref().clone();
        if !is_name(&key) || key.starts_with(|c: char| c.is_ascii_digit()) {
            self.blame(step.key.span().start, "a step's key is small letters and hyphens");
        }
        let ask = step.ask.as_ref().map(|ask| ask.get_ref().clone()).unwrap_or_default();
        let texts = [
            ("ask", &ask),
            ("name", &step.name),
            ("explain", &step.explain),
            ("example", &step.example),
        ];
        for (field, text) in texts {
            self.said(at, field, text);
        }
        for hint in &step.hints {
            self.said(at, "hints", hint);
        }
        let when =
            step.when.as_ref().and_then(|when| self.condition(when.span().start, when.get_ref()));
        if let Some(inside) = &step.inside {
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
        let kind_at = step.kind.span().start;
        let mut fields = Fields { own: step.own, at: kind_at, blames: Vec::new() };
        let kind = fields.kind(step.kind.get_ref());
        let rest: Vec<String> = fields.own.keys().cloned().collect();
        self.blames.append(&mut fields.blames);
        let Some(kind) = kind else { return };
        for field in rest {
            self.blame(kind_at, format!("a {} step has no `{field}`", kind.word()));
        }
        if ask.trim().is_empty() && matches!(kind, Kind::Ask(_) | Kind::Turns { .. }) {
            self.blame(at, format!("the step \"{key}\" asks nothing: `ask` is missing"));
        }
        self.places.entry(key.clone()).or_insert(at);
        let FileStep { name, explain, example, optional, hints, inside, .. } = step;
        let step = Step { key, kind, ask, name, explain, example, when, optional, hints };
        flat.push((inside.map(Spanned::into_inner), step));
    }

    fn condition(&mut self, at: usize, text: &str) -> Option<Condition> {
        text.parse()
            .map_err(|error: crate::domain::walk::condition::NotACondition| {
                self.blame(at, error.to_string());
            })
            .ok()
    }
}

/// The fields of a step that belong to its kind; each is taken once.
struct Fields {
    own: BTreeMap<String, toml::Value>,
    at: usize,
    blames: Vec<Blame>,
}

impl Fields {
    fn blame(&mut self, message: String) {
        self.blames.push((self.at, message));
    }

    /// Takes a field that may be missing.
    fn maybe<T: serde::de::DeserializeOwned>(&mut self, field: &str) -> Option<T> {
        let value = self.own.remove(field)?;
        let read = value.clone().try_into();
        if read.is_err() {
            self.blame(format!("`{field}` cannot be {value}"));
        }
        read.ok()
    }

    /// Takes a field that must be there.
    fn must<T: serde::de::DeserializeOwned + Default>(&mut self, kind: &str, field: &str) -> T {
        let missing = !self.own.contains_key(field);
        if missing {
            self.blame(format!("a {kind} step needs `{field}`"));
        }
        self.maybe(field).unwrap_or_default()
    }

    /// Takes a number within its bounds.
    fn number(&mut self, field: &str, default: u32, (least, most): (u32, u32)) -> u32 {
        let number = self.maybe(field).unwrap_or(default);
        if !(least..=most).contains(&number) {
            self.blame(format!("`{field}` is {number}; it may be {least} to {most}"));
        }
        number.clamp(least, most)
    }

    fn count(&mut self, field: &str, default: u32, bounds: (u32, u32)) -> usize {
        usize::try_from(self.number(field, default, bounds)).unwrap_or(usize::MAX)
    }

    fn condition(&mut self, kind: &str, field: &str) -> Condition {
        let text: String = self.must(kind, field);
        text.parse().unwrap_or_else(|error: crate::domain::walk::condition::NotACondition| {
            self.blame(error.to_string());
            Condition::Any(Vec::new())
        })
    }

    fn kind(&mut self, word: &str) -> Option<Kind> {
        Some(match word {
            "for-each" => Kind::ForEach { over: self.must(word, "over"), steps: Vec::new() },
            "loop" => {
                if !self.own.contains_key("max") {
                    self.blame("a loop step needs `max`: no loop goes on for ever".to_owned());
                }
                let max = self.count("max", 1, (1, 100));
                Kind::Loop { until: self.condition(word, "until"), max, steps: Vec::new() }
            }
            "turn" => {
                let speakers: Vec<String> = self.must(word, "speakers");
                let speakers = <[String; 2]>::try_from(speakers).unwrap_or_else(|_| {
                    self.blame("`speakers` names two earlier steps".to_owned());
                    Default::default()
                });
                let (min, max) = (self.count("min", 2, (1, 100)), self.count("max", 40, (2, 200)));
                Kind::Turns { speakers, min, max }
            }
            "call" => {
                let give: BTreeMap<String, String> = self.maybe("give").unwrap_or_default();
                Kind::Call { walk: self.must(word, "walk"), give: give.into_iter().collect() }
            }
            _ => Kind::Ask(self.ask(word)?),
        })
    }

    fn ask(&mut self, word: &str) -> Option<Ask> {
        Some(match word {
            "info" => Ask::Info,
            "text" => Ask::Text {
                long: self.maybe("long").unwrap_or_default(),
                append_to: self.maybe("append-to"),
            },
            "list" => Ask::List {
                min: self.count("min", 1, (0, 100)),
                max: self.count("max", 100, (1, 100)),
            },
            "scale" => Ask::Scale {
                low: self.must(word, "low"),
                high: self.must(word, "high"),
                again: self.maybe("again"),
            },
            "choice" => Ask::Choice { options: self.must(word, "options") },
            "multi" => Ask::Multi { options: self.must(word, "options") },
            "yes-no" => Ask::YesNo,
            "pick" => Ask::Pick {
                from: self.must(word, "from"),
                many: self.maybe("many").unwrap_or_default(),
            },
            "edges" => Ask::Edges {
                from: self.must(word, "from"),
                to: self.must(word, "to"),
                most: u8::try_from(self.number("weights", 1, (1, 10))).unwrap_or(1),
            },
            "timer" => Ask::Timer {
                seconds: self.number("seconds", 60, (1, 7_200)),
                capture: self.maybe("capture").unwrap_or_default(),
            },
            "breath" => Ask::Breath {
                inhale: self.number("inhale", 4, (1, 20)),
                exhale: self.number("exhale", 6, (1, 30)),
                rounds: self.number("rounds", 5, (1, 100)),
            },
            "card" => Ask::Card,
            _ => return self.promise(word),
        })
    }

    /// Reads a step that asks for something to come.
    fn promise(&mut self, word: &str) -> Option<Ask> {
        const YEARS: (u32, u32) = (0, crate::domain::walk::answer::DAYS);
        Some(match word {
            "forecast" => Ask::Forecast { days: self.number("days", 7, YEARS) },
            "wait" => Ask::Wait { days: self.number("days", 7, (1, YEARS.1)) },
            "tap" => Ask::Tap,
            "commitment" => {
                let kind: String = self.must(word, "of");
                Ask::Commitment {
                    kind: self.commitment(&kind),
                    days: self.number("days", 7, YEARS),
                }
            }
            _ => {
                self.blame(format!(
                    "there is no kind of step \"{word}\"; use {}",
                    KINDS.join(", ")
                ));
                return None;
            }
        })
    }

    fn commitment(&mut self, kind: &str) -> commitment::Kind {
        kind.parse().unwrap_or_else(|error: crate::domain::word::NotAWord| {
            self.blame(format!("`of`: {error}"));
            commitment::Kind::NextAction
        })
    }
}

/// Every kind of step, in the order in which they are explained.
const KINDS: [&str; 20] = [
    "info",
    "text",
    "list",
    "scale",
    "choice",
    "multi",
    "yes-no",
    "pick",
    "for-each",
    "edges",
    "timer",
    "breath",
    "loop",
    "turn",
    "forecast",
    "wait",
    "tap",
    "commitment",
    "card",
    "call",
];

#[cfg(test)]
mod tests;
