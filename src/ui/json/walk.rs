//! The JSON shapes of walks.

use serde::Serialize;
use serde_json::Value;

use crate::domain::walk::read::{Artefact as Yield, Reading, Stand};
use crate::storage::db::run::Run as Kept;

/// A run.
#[derive(Serialize)]
pub struct Run {
    #[serde(rename = "run")]
    number: i64,
    technique: String,
    mode: &'static str,
    status: &'static str,
    private: bool,
    began: String,
    last: String,
    rests_until: Option<String>,
    answers: u32,
    note: String,
}

impl Run {
    /// Shows a run.
    #[must_use]
    pub fn of(run: &Kept) -> Self {
        Self {
            number: run.thing,
            technique: run.technique.clone(),
            mode: run.mode.word(),
            status: run.state.word(),
            private: run.private,
            began: run.began.to_string(),
            last: run.last.to_string(),
            rests_until: run.rests.map(|day| day.to_string()),
            answers: run.answers,
            note: run.note.clone(),
        }
    }
}

/// A run with its answers and what it yields.
#[derive(Serialize)]
pub struct Walked {
    #[serde(flatten)]
    run: Run,
    next: Option<String>,
    artefacts: Vec<Value>,
    answers_given: Vec<Given>,
}

#[derive(Serialize)]
struct Given {
    place: String,
    ask: String,
    answer: Value,
}

impl Walked {
    /// Shows a run as far as its answers go.
    #[must_use]
    pub fn of(run: &Kept, reading: &Reading) -> Self {
        let given = reading.passed.iter().map(|passed| Given {
            place: passed.place.clone(),
            ask: passed.ask.clone(),
            answer: serde_json::to_value(&passed.answer).unwrap_or_default(),
        });
        let next = if let Stand::Asks(question) = &reading.stand {
            Some(question.place.clone())
        } else {
            None
        };
        let status = if let Stand::Waits(_) = reading.stand { "waiting" } else { run.state.word() };
        Self {
            run: Run { status, ..Run::of(run) },
            next,
            artefacts: reading.artefacts.iter().map(artefact).collect(),
            answers_given: given.collect(),
        }
    }
}

fn artefact(artefact: &Yield) -> Value {
    match artefact {
        Yield::Tap { trigger, action } => {
            serde_json::json!({"kind": "tap", "trigger": trigger, "action": action})
        }
        Yield::Commitment { kind, text, due, probability } => serde_json::json!({
            "kind": kind.word(), "text": text, "due": due.to_string(), "probability": probability,
        }),
        Yield::Card { front, back } => {
            serde_json::json!({"kind": "card", "front": front, "back": back})
        }
        Yield::Metric { name, before, after } => {
            serde_json::json!({"kind": "metric", "name": name, "before": before, "after": after})
        }
        Yield::Graph { from, to, links, most: _ } => serde_json::json!({
            "kind": "graph", "from": from.1, "to": to.1, "links": links,
        }),
    }
}
