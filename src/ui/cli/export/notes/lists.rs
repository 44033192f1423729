//! The notes of promises and of jots.

use std::fmt::Write as _;

use crate::app::export::notes::Notes;
use crate::domain::commitment::{Commitment, State};
use crate::domain::markdown::cell;
use crate::domain::time::rfc3339;
use crate::storage::db::commitment::Told;
use crate::storage::formats::notes::{Note, Value};
use crate::ui::cli::export::notes::Names;

pub(super) fn promises(found: &Notes, names: &Names) -> Note {
    let item = |told: &Told, maker: Option<i64>| {
        let Commitment { kind, text, due, probability, state, note } = &told.commitment;
        let done = if *state == State::Open { ' ' } else { 'x' };
        let mut line = format!("- [{done}] {due}: {}", cell(text));
        let chance = probability.map(|chance| format!(" at {:.0} %", chance * 100.0));
        let _ = write!(line, " ({kind} {}{}", told.thing, chance.unwrap_or_default());
        if *state != State::Open {
            let _ = write!(line, "; {state}");
        }
        line.push(')');
        if !note.is_empty() {
            let _ = write!(line, " {}", cell(note));
        }
        line + &from(names, maker) + "\n"
    };
    let (mut open, mut closed) = (Vec::new(), Vec::new());
    for (told, maker) in &found.promises {
        let side = if told.commitment.state == State::Open { &mut open } else { &mut closed };
        side.push((told.commitment.due, item(told, *maker)));
    }
    open.sort_by_key(|(due, _)| *due);
    closed.sort_by_key(|(due, _)| std::cmp::Reverse(*due));
    let lines = |side: Vec<(_, String)>| side.into_iter().map(|(_, line)| line).collect();
    let body = page("Promises", ("Open", lines(open)), ("Closed", lines(closed)));
    note("promises", "Promises", &found.here, (body, found.promises.is_empty()))
}

pub(super) fn jots(found: &Notes, names: &Names) -> Note {
    let (mut open, mut closed) = (Vec::new(), Vec::new());
    for (stored, maker) in &found.jots {
        let jot = &stored.jot;
        let (side, done) = if jot.done { (&mut closed, 'x') } else { (&mut open, ' ') };
        let moment = rfc3339(stored.made_at, 0);
        let day = moment.get(..10).unwrap_or_default();
        let (kind, text) = (jot.kind, cell(&jot.text));
        side.push(format!("- [{done}] {day}: {text} ({kind}){}\n", from(names, *maker)));
    }
    let body = page("Jots", ("Open", open), ("Dealt with", closed));
    note("jots", "Jots", &found.here, (body, found.jots.is_empty()))
}

/// Where something came from.
fn from(names: &Names, maker: Option<i64>) -> String {
    names.to_walk(maker).map_or_else(String::new, |walk| format!(", of {walk}"))
}

fn page(title: &str, first: (&str, Vec<String>), second: (&str, Vec<String>)) -> String {
    let mut page = format!("# {title}\n");
    for (head, lines) in [first, second] {
        if !lines.is_empty() {
            let _ = write!(page, "\n## {head}\n\n{}", lines.concat());
        }
    }
    page
}

fn note(sort: &str, title: &str, here: &str, (body, empty): (String, bool)) -> Note {
    Note {
        stem: format!("rat-{sort}"),
        key: format!("{sort}@{here}"),
        front: vec![
            ("title", title.into()),
            ("aliases", Value::List(vec![title.to_owned()])),
            ("tags", Value::List(vec![format!("rat/{sort}")])),
        ],
        body,
        only_again: empty,
    }
}
