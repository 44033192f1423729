//! A run as readable Markdown.

use std::fmt::Write as _;

use crate::app::technique::Technique;
use crate::domain::walk::answer::{Answer, Link};
use crate::domain::walk::read::{Artefact, Reading, Stand};
use crate::storage::db::run::Run;

/// Writes a run as Markdown: every question with its answer, then what came of it.
#[must_use]
pub fn markdown(run: &Run, technique: &Technique, reading: &Reading) -> String {
    let mut page =
        format!("# {}\n\n{} to {}, {}\n", technique.title, run.began, run.last, run.state);
    for passed in &reading.passed {
        let _ = write!(page, "\n**{}**\n\n{}\n", passed.ask, said(&passed.answer));
    }
    if !reading.artefacts.is_empty() {
        page.push_str("\n## What came of it\n\n");
        page.push_str(&bullets(reading.artefacts.iter().map(artefact)));
    }
    let _ = match &reading.stand {
        Stand::Asks(question) => write!(page, "\n*Next: {}*\n", question.ask),
        Stand::Waits(until) => write!(page, "\n*It rests until {until}.*\n"),
        Stand::Ends => Ok(()),
    };
    page
}

fn bullets(items: impl Iterator<Item = String>) -> String {
    items.fold(String::new(), |list, item| list + "- " + &item + "\n")
}

fn said(answer: &Answer) -> String {
    match answer {
        Answer::Seen => "(done)".to_owned(),
        Answer::Skipped => "(skipped)".to_owned(),
        Answer::Text(text) => text.clone(),
        Answer::List(items) => bullets(items.iter().cloned()),
        Answer::Number(number) => format!("{number} of 10"),
        Answer::Yes(true) => "yes".to_owned(),
        Answer::Yes(false) => "no".to_owned(),
        Answer::Unsure => "unsure".to_owned(),
        Answer::Links(links) => {
            let said = |link: &Link| format!("{} → {} ({})", link.from, link.to, link.weight);
            bullets(links.iter().map(said))
        }
        Answer::Turn(turn) if turn.takes_up.is_empty() => turn.says.clone(),
        Answer::Turn(turn) => format!("(taking up: {}) {}", turn.takes_up, turn.says),
        Answer::Enough => "(enough said)".to_owned(),
        Answer::Forecast { claim, probability, days } => {
            format!("{claim}: {:.0} %, in {days} days", probability * 100.0)
        }
        Answer::Days(days) => format!("in {days} days"),
        Answer::Plan { trigger, action } => format!("When {trigger}, then {action}."),
        Answer::Promise { text, days } => format!("{text}, in {days} days"),
        Answer::Card { front, back } => format!("{front}\n\n{back}"),
    }
}

/// Says what an artefact is, in one line.
#[must_use]
pub fn artefact(artefact: &Artefact) -> String {
    match artefact {
        Artefact::Tap { trigger, action } => format!("plan: when {trigger}, then {action}"),
        Artefact::Commitment { kind, text, due, probability } => {
            let chance =
                probability.map_or_else(String::new, |p| format!(" at {:.0} %", p * 100.0));
            format!("{kind}{chance}, due {due}: {text}")
        }
        Artefact::Card { front, .. } => format!("card: {front}"),
        Artefact::Metric { name, before, after } => {
            format!("{name} {before} before, {after} after")
        }
        Artefact::Graph { from, to, links, most: _ } => {
            let unserved = to.1.iter().filter(|item| !links.iter().any(|link| link.to == **item));
            let unserved: Vec<&str> = unserved.map(String::as_str).collect();
            let rest = if unserved.is_empty() {
                "every one is served".to_owned()
            } else {
                format!("not served: {}", unserved.join(", "))
            };
            format!("links from {} to {}: {}; {rest}", from.0, to.0, links.len())
        }
    }
}
