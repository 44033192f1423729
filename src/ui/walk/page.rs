//! A run as readable Markdown.

use std::fmt::Write as _;

use crate::app::technique::Technique;
use crate::domain::markdown::escaped;
use crate::domain::walk::answer::{Answer, Link};
use crate::domain::walk::artefact::Artefact;
use crate::domain::walk::read::{Reading, Stand};
use crate::storage::db::run::Run;
use crate::ui::term::frame::{Line, Style, paragraph};

/// How a page is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    /// Whether what lies inside a private walk is in it.
    pub whole: bool,
    /// Whether signs in the user's words are escaped: for who reads it as Markdown, not as it is.
    pub escaped: bool,
}

impl Way {
    fn words(self, text: &str) -> String {
        if self.escaped { escaped(text) } else { text.to_owned() }
    }

    /// Says an answer; its lines that begin with a hyphen are items only where it lists something.
    fn said(self, answer: &Answer) -> String {
        let said = said(answer);
        if !self.escaped {
            return said;
        }
        let lists = match answer {
            Answer::List(items) => !items.is_empty(),
            Answer::Timed { .. } | Answer::Links(_) => true,
            Answer::Seen
            | Answer::Skipped
            | Answer::Text(_)
            | Answer::Jot(_)
            | Answer::Fork(_)
            | Answer::Number(_)
            | Answer::Yes(_)
            | Answer::Unsure
            | Answer::Turn(_)
            | Answer::Enough
            | Answer::Forecast { .. }
            | Answer::Days(_)
            | Answer::Plan { .. }
            | Answer::Promise { .. }
            | Answer::Card { .. } => false,
        };
        let line = |line: &str| match line.strip_prefix("- ").filter(|_| lists) {
            Some(item) => format!("- {}", escaped(item)),
            None => escaped(line),
        };
        said.lines().map(line).collect::<Vec<_>>().join("\n")
    }
}

/// Writes a run as Markdown: every question with its answer, then what came of it.
#[must_use]
pub fn markdown(run: &Run, technique: &Technique, reading: &Reading, way: Way) -> String {
    let whole = way.whole;
    let left_out = |place: &str| !whole && reading.is_private(place);
    let private = if run.private { ", private" } else { "" };
    let mut page =
        format!("# {}\n\n{} to {}, {}{private}\n", technique.title, run.began, run.last, run.state);
    for passed in &reading.passed {
        let silent = matches!(passed.answer, Answer::Seen | Answer::Skipped | Answer::Enough);
        if silent && passed.notes.is_empty() || left_out(&passed.place) {
            continue;
        }
        let _ = if let Some(speaker) = &passed.speaker {
            write!(page, "\n{}\n", turn(speaker, &passed.answer, way))
        } else {
            let ask = passed.ask.lines().filter(|line| !line.trim().is_empty() || !way.escaped);
            let ask = ask.map(|line| format!("**{}**", way.words(line)));
            let ask = ask.collect::<Vec<_>>().join("\n");
            write!(page, "\n{ask}\n\n{}\n", way.said(&passed.answer).trim_end())
        };
        for note in &passed.notes {
            let _ = write!(page, "\n> {}\n", way.words(note));
        }
    }
    let yielded = reading.artefacts.iter().filter(|(place, _)| !left_out(place));
    let yielded: Vec<String> = yielded.map(|(_, yielded)| way.words(&artefact(yielded))).collect();
    if !yielded.is_empty() {
        page.push_str("\n## What came of it\n\n");
        page.push_str(&bullets(yielded.into_iter()));
    }
    if !whole && !reading.private.is_empty() {
        page.push_str("\n*A private part is left out.*\n");
    }
    let _ = match &reading.stand {
        Stand::Asks(question) => write!(page, "\n*Next: {}*\n", way.words(&question.step.ask)),
        Stand::Waits(until) => write!(page, "\n*It rests until {until}.*\n"),
        Stand::Ends => Ok(()),
    };
    page
}

/// Sets a page for a terminal: headings and questions stand out, the two speakers of a talk have a colour
/// each, notes are faint.
#[must_use]
pub fn lines(page: &str, reading: &Reading, width: usize) -> Vec<Line> {
    let mut speakers: Vec<&str> = Vec::new();
    for speaker in reading.passed.iter().filter_map(|passed| passed.speaker.as_deref()) {
        if !speakers.contains(&speaker) {
            speakers.push(speaker);
        }
    }
    let style = |line: &str| {
        let says = |speaker: &&str| line.starts_with(&format!("**{speaker}**"));
        match speakers.iter().position(says) {
            Some(nth) if nth % 2 == 0 => Style::Answer,
            Some(_) => Style::Warning,
            None if line.starts_with('#') || line.starts_with("**") => Style::Strong,
            None if line.starts_with('>') => Style::Faint,
            None => Style::Normal,
        }
    };
    page.lines().flat_map(|line| paragraph(line, width, style(line))).collect()
}

/// One turn of a talk.
fn turn(speaker: &str, answer: &Answer, way: Way) -> String {
    if let Answer::Fork(about) = answer {
        return format!("*It is really about something else: {}*", way.words(about));
    }
    let Answer::Turn(turn) = answer else { return way.said(answer) };
    let (speaker, says) = (way.words(speaker), way.words(&turn.says));
    match (turn.steam, way.words(&turn.takes_up).as_str()) {
        (true, _) => format!("**{speaker}**, letting off steam: {says}"),
        (false, "") => format!("**{speaker}**: {says}"),
        (false, taken) => format!("**{speaker}**: *true in that: {taken}* {says}"),
    }
}

fn bullets(items: impl Iterator<Item = String>) -> String {
    items.fold(String::new(), |list, item| list + "- " + &item + "\n")
}

/// Says an answer.
#[must_use]
pub fn said(answer: &Answer) -> String {
    match answer {
        Answer::Seen => "(done)".to_owned(),
        Answer::Skipped => "(skipped)".to_owned(),
        Answer::Text(text) | Answer::Jot(text) | Answer::Fork(text) => text.clone(),
        Answer::List(items) if items.is_empty() => "(nothing)".to_owned(),
        Answer::List(items) => bullets(items.iter().cloned()),
        Answer::Timed { taken, shown } => {
            let asked = shown.iter().map(|question| format!("(asked: {question})"));
            bullets(taken.iter().cloned().chain(asked))
        }
        Answer::Number(number) => number.to_string(),
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
        Artefact::Tap { trigger, action, .. } => format!("plan: when {trigger}, then {action}"),
        Artefact::Commitment { kind, text, due, probability } => {
            let chance =
                probability.map_or_else(String::new, |p| format!(" at {:.0} %", p * 100.0));
            format!("{kind}{chance}, due {due}: {text}")
        }
        Artefact::Card { front, .. } => format!("card: {front}"),
        Artefact::Closed { text } => format!("jot dealt with: {text}"),
        Artefact::Parked { kind, text } => format!("kept as a jot ({kind}): {text}"),
        Artefact::Metric { name, before, after, .. } => {
            format!("{name} {before} before, {after} after")
        }
        Artefact::Graph { from, to, links, .. } => {
            let unserved = to.1.iter().filter(|item| !links.iter().any(|link| link.to == **item));
            let unserved: Vec<&str> = unserved.map(String::as_str).collect();
            let rest = if unserved.is_empty() {
                "every one is reached".to_owned()
            } else {
                format!("nothing leads to: {}", unserved.join(", "))
            };
            format!("links from {} to {}: {}; {rest}", from.0, to.0, links.len())
        }
        Artefact::Record { sort, lines } => format!("{sort}: {}", lines.join("; ")),
    }
}
