//! The JSON shapes of walks.

use serde::Serialize;
use serde_json::Value;

use crate::domain::walk::artefact::Artefact as Yield;
use crate::domain::walk::read::{Reading, Stand};
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
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
}

impl Walked {
    /// Shows a run as far as its answers go.
    #[must_use]
    pub fn of(run: &Kept, reading: &Reading) -> Self {
        let given = reading.passed.iter().map(|passed| Given {
            place: passed.place.clone(),
            ask: passed.ask.clone(),
            answer: serde_json::to_value(&passed.answer).unwrap_or_default(),
            speaker: passed.speaker.clone(),
            notes: passed.notes.clone(),
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
            artefacts: reading.artefacts.iter().map(|(_, yielded)| artefact(yielded)).collect(),
            answers_given: given.collect(),
        }
    }
}

fn artefact(artefact: &Yield) -> Value {
    use serde_json::json;
    match artefact {
        Yield::Tap { trigger, action, with } => {
            let with = with.iter().map(|(part, text)| (part.word().to_owned(), json!(text)));
            let with: serde_json::Map<String, Value> = with.collect();
            json!({"kind": "tap", "trigger": trigger, "action": action, "with": with})
        }
        Yield::Commitment { kind, text, due, probability } => json!({
            "kind": kind.word(), "text": text, "due": due.to_string(), "probability": probability,
        }),
        Yield::Card { front, back } => json!({"kind": "card", "front": front, "back": back}),
        Yield::Closed { text } => json!({"kind": "jot-closed", "text": text}),
        Yield::Parked { kind, text } => {
            json!({"kind": "jot", "sort": kind.word(), "text": text})
        }
        Yield::Metric { name, before, after, most } => {
            json!({"kind": "metric", "name": name, "before": before, "after": after, "most": most})
        }
        Yield::Graph { from, to, links, .. } => json!({
            "kind": "graph", "from": from.1, "to": to.1, "links": links,
        }),
        Yield::Record { sort, lines } => json!({"kind": "record", "sort": sort, "lines": lines}),
    }
}
