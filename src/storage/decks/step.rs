//! What a step of a deck file asks for: the fields that belong to its kind.

use std::collections::BTreeMap;

use crate::domain::walk::condition::Condition;
use crate::domain::walk::{Ask, Kind, PlanPart, reckon, suits};
use crate::domain::word::NotAWord;
use crate::domain::{commitment, jot};

/// Something wrong at a byte of the file.
pub(super) type Blame = (usize, String);

/// Reads what a step of this kind asks for from its own fields; those left over belong to no such step.
pub(super) fn read(
    word: &str,
    own: BTreeMap<String, toml::Value>,
    at: usize,
) -> (Option<Kind>, Vec<String>, Vec<Blame>) {
    let mut fields = Fields { own, at, blames: Vec::new() };
    let kind = fields.kind(word);
    (kind, fields.own.into_keys().collect(), fields.blames)
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

    fn maybe_condition(&mut self, field: &str) -> Option<Condition> {
        self.own.contains_key(field).then(|| self.condition("", field))
    }

    fn jots(&mut self, field: &str) -> Option<jot::Kind> {
        let kind: String = self.maybe(field)?;
        kind.parse().map_err(|error: NotAWord| self.blame(format!("`{field}`: {error}"))).ok()
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
                let second_begins = self.maybe_condition("second-begins");
                Kind::Turns { speakers, second_begins, min, max }
            }
            "reckon" => {
                let product: String = self.must(word, "from");
                let product = product.parse().map_err(|error: reckon::NotAProduct| {
                    self.blame(error.to_string());
                });
                Kind::Reckon(product.ok()?)
            }
            "compose" => Kind::Compose {
                text: self.must(word, "text"),
                append_to: self.maybe("append-to"),
                into: self.maybe("into"),
            },
            "rank" => Kind::Rank(reckon::Rank {
                over: self.must(word, "over"),
                by: self.must(word, "by"),
                from: self.must(word, "from"),
                least: self.number("least", 1, (0, 1_000_000)),
            }),
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
                mark: self.maybe("mark"),
                replaces: self.maybe("replaces"),
                jots: self.jots("jots"),
            },
            "list" => Ask::List {
                min: self.count("min", 1, (0, 100)),
                max: self.count("max", 100, (1, 100)),
                begins_with: self.maybe("begins-with"),
                append_to: self.maybe("append-to"),
            },
            "number" => Ask::Number {
                least: self.number("least", 0, (0, 1_000_000)),
                most: self.number("most", 1_000_000, (1, 1_000_000)),
                unit: self.maybe("unit").unwrap_or_default(),
                again: self.maybe("again"),
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
                park: self.jots("park"),
            },
            "edges" => Ask::Edges {
                from: self.must(word, "from"),
                to: self.must(word, "to"),
                most: u8::try_from(self.number("weights", 1, (1, 10))).unwrap_or(1),
            },
            "timer" | "count" | "breath" => self.time(word),
            "card" => Ask::Card,
            _ => return self.promise(word),
        })
    }

    /// Reads a step that lets time pass.
    fn time(&mut self, word: &str) -> Ask {
        match word {
            "timer" => Ask::Timer {
                seconds: self.number("seconds", 60, (1, 7_200)),
                capture: self.maybe("capture").unwrap_or_default(),
                grimoire: self.maybe("grimoire").unwrap_or_default(),
            },
            "count" => Ask::Count { times: self.number("times", 10, (1, 1_000)) },
            _ => Ask::Breath {
                inhale: self.number("inhale", 4, (1, 20)),
                exhale: self.number("exhale", 6, (1, 30)),
                rounds: self.number("rounds", 5, (1, 100)),
            },
        }
    }

    /// Reads a step that asks for something to come.
    fn promise(&mut self, word: &str) -> Option<Ask> {
        const YEARS: (u32, u32) = (0, suits::DAYS);
        Some(match word {
            "forecast" => Ask::Forecast { days: self.number("days", 7, YEARS) },
            "wait" => Ask::Wait { days: self.number("days", 7, (1, YEARS.1)) },
            "tap" => Ask::Tap { with: self.with() },
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

    /// What else is known of a plan, by the names of its parts.
    fn with(&mut self) -> Vec<(PlanPart, String)> {
        let with: BTreeMap<String, String> = self.maybe("with").unwrap_or_default();
        let mut parts = Vec::new();
        for (part, text) in with {
            match part.parse() {
                Ok(part) => parts.push((part, text)),
                Err(error) => {
                    let error: NotAWord = error;
                    self.blame(format!("`with`: {error}"));
                }
            }
        }
        parts
    }

    fn commitment(&mut self, kind: &str) -> commitment::Kind {
        kind.parse().unwrap_or_else(|error: NotAWord| {
            self.blame(format!("`of`: {error}"));
            commitment::Kind::NextAction
        })
    }
}

/// Every kind of step, in the order in which they are explained.
const KINDS: [&str; 25] = [
    "info",
    "text",
    "list",
    "scale",
    "number",
    "choice",
    "multi",
    "yes-no",
    "pick",
    "for-each",
    "edges",
    "timer",
    "breath",
    "count",
    "loop",
    "turn",
    "forecast",
    "wait",
    "tap",
    "commitment",
    "card",
    "call",
    "reckon",
    "rank",
    "compose",
];
