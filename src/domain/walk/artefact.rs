//! What a walk yields.

use crate::domain::commitment;
use crate::domain::jot;
use crate::domain::time::StudyDay;
use crate::domain::walk::answer::{Answer, Link};
use crate::domain::walk::value::{Known, Value};
use crate::domain::walk::{Ask, PlanPart, Step};

/// Something a walk yields.
#[derive(Clone, Debug, PartialEq)]
pub enum Artefact {
    /// A trigger-action plan.
    Tap {
        /// The trigger.
        trigger: String,
        /// The action.
        action: String,
        /// What else was said of it.
        with: Vec<(PlanPart, String)>,
    },
    /// A commitment, due on a study day.
    Commitment {
        /// What sort.
        kind: commitment::Kind,
        /// What.
        text: String,
        /// When it comes back.
        due: StudyDay,
        /// How likely, for a forecast.
        probability: Option<f64>,
    },
    /// A card.
    Card {
        /// The question.
        front: String,
        /// The answer.
        back: String,
    },
    /// A jot that is dealt with.
    Closed {
        /// What it says.
        text: String,
    },
    /// A jot for another time.
    Parked {
        /// What sort.
        kind: jot::Kind,
        /// What it says.
        text: String,
    },
    /// Something measured before and after.
    Metric {
        /// What was asked.
        name: String,
        /// Before.
        before: u32,
        /// After.
        after: u32,
        /// The most it could be.
        most: u32,
    },
    /// Links between two lists.
    Graph {
        /// The key of the list they come from, and its items.
        from: (String, Vec<String>),
        /// The key of the list they lead to, and its items.
        to: (String, Vec<String>),
        /// The links.
        links: Vec<Link>,
        /// The strongest weight.
        most: u8,
    },
    /// Something written down for good: a system, a checklist, a verdict.
    Record {
        /// What it is.
        sort: String,
        /// What it says, one line each.
        lines: Vec<String>,
    },
}

impl Artefact {
    /// Whether it is the same thing, found anew in a later round of a loop.
    #[must_use]
    pub fn renews(&self, earlier: &Self) -> bool {
        match (self, earlier) {
            (Self::Metric { name, .. }, Self::Metric { name: before, .. }) => name == before,
            (Self::Record { sort, .. }, Self::Record { sort: before, .. }) => sort == before,
            (Self::Graph { from, to, .. }, Self::Graph { from: f, to: t, .. }) => {
                from.0 == f.0 && to.0 == t.0
            }
            _ => false,
        }
    }
}

/// What an answer given on a study day yields.
#[must_use]
pub fn yields(
    (step, ask): (&Step, &Ask),
    answer: &Answer,
    given: StudyDay,
    known: &Known,
) -> Vec<Artefact> {
    let mut all: Vec<Artefact> = made(ask, answer, given, known).into_iter().collect();
    all.extend(compared((step, ask), answer, known));
    if let (Ask::Pick { park: Some(kind), .. }, Answer::List(items)) = (ask, answer) {
        all.extend(items.iter().map(|text| Artefact::Parked { kind: *kind, text: text.clone() }));
    }
    if let Some(sort) = &step.record {
        let lines = match answer.value() {
            Value::Text(text) => vec![text],
            Value::List(items) => items,
            Value::Number(_) | Value::Yes(_) | Value::Nothing => Vec::new(),
        };
        if !lines.is_empty() {
            all.push(Artefact::Record { sort: sort.clone(), lines });
        }
    }
    all
}

/// The study day so many days after another.
#[must_use]
pub fn after(given: StudyDay, days: u32) -> StudyDay {
    given.plus(i32::try_from(days).unwrap_or(i32::MAX))
}

fn made(ask: &Ask, answer: &Answer, given: StudyDay, known: &Known) -> Option<Artefact> {
    Some(match (ask, answer) {
        (Ask::Tap { with }, Answer::Plan { trigger, action }) => {
            let said = with.iter().map(|(part, text)| (*part, known.fill(text)));
            let with = said.filter(|(_, text)| !text.trim().is_empty()).collect();
            Artefact::Tap { trigger: trigger.clone(), action: action.clone(), with }
        }
        (Ask::Commitment { kind, .. }, Answer::Promise { text, days }) => {
            let (kind, text, due) = (*kind, text.clone(), after(given, *days));
            Artefact::Commitment { kind, text, due, probability: None }
        }
        (_, Answer::Forecast { claim, probability, days }) => Artefact::Commitment {
            kind: commitment::Kind::Forecast,
            text: claim.clone(),
            due: after(given, *days),
            probability: Some(*probability),
        },
        (_, Answer::Card { front, back }) => {
            Artefact::Card { front: front.clone(), back: back.clone() }
        }
        (_, Answer::Jot(text)) => Artefact::Closed { text: text.clone() },
        (Ask::Edges { from, to, most }, Answer::Links(links)) => Artefact::Graph {
            from: (from.clone(), known.list(from)),
            to: (to.clone(), known.list(to)),
            links: links.clone(),
            most: *most,
        },
        _ => return None,
    })
}

/// A number beside the earlier one it is compared with.
fn compared((step, ask): (&Step, &Ask), answer: &Answer, known: &Known) -> Option<Artefact> {
    let (first, most) = if let Ask::Number { again, most, .. } = ask {
        (again.as_ref()?, *most)
    } else if let Ask::Scale { again, .. } = ask {
        (again.as_ref()?, 10)
    } else {
        return None;
    };
    let (Answer::Number(after), Value::Number(before)) = (answer, known.value(first)) else {
        return None;
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it was a u32")]
    let before = *before as u32;
    Some(Artefact::Metric { name: known.fill(&step.ask), before, after: *after, most })
}
