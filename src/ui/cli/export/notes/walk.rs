//! The note of a walk.

use std::fmt::Write as _;

use crate::app::export::notes::Walk;
use crate::domain::markdown::link;
use crate::domain::walk::State;
use crate::storage::formats::notes::{Note, Value};
use crate::ui::chart::graph::Graph;
use crate::ui::cli::export::notes::{Names, key, walk_stem};
use crate::ui::walk::page::{Way, markdown};

pub(super) fn is_given_up(walk: &Walk) -> bool {
    walk.run.state == State::Abandoned
}

pub(super) fn title(walk: &Walk) -> String {
    format!("{}, {}", walk.technique.title, walk.run.began)
}

/// The page of the journal, the graphs in it, and what it made.
pub(super) fn note(walk: &Walk, names: &Names, private: bool) -> Note {
    let Walk { run, identity, technique, reading } = walk;
    let mut body = markdown(run, technique, reading, Way { whole: private, escaped: true });
    let shown = |place: &str| private || !reading.is_private(place);
    let yielded = reading.artefacts.iter().filter(|(place, _)| shown(place));
    for graph in yielded.filter_map(|(_, one)| Graph::of(one)) {
        // A fence in somebody's words would end the picture; a tag would be one.
        let chart = graph.mermaid().replace('`', "'").replace('<', "#lt;");
        let _ = write!(body, "\n```mermaid\n{chart}```\n");
    }
    if let Some(plans) = names.plans.get(&run.thing) {
        body.push_str("\n## Plans made here\n\n");
        for (stem, words) in plans {
            let _ = writeln!(body, "- {}", link(stem, words));
        }
    }
    let mut front = vec![
        ("title", Value::Text(title(walk))),
        ("aliases", Value::List(vec![title(walk)])),
        ("date", Value::Day(run.began)),
        ("last", Value::Day(run.last)),
        ("technique", run.technique.as_str().into()),
        ("state", run.state.word().into()),
        ("tags", Value::List(vec!["rat/walk".to_owned(), format!("rat/{}", run.technique)])),
    ];
    if run.private {
        front.push(("private", Value::Yes));
    }
    let key = key("walk", identity);
    Note { stem: walk_stem(walk), key, front, body, only_again: is_given_up(walk) }
}
