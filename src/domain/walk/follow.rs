//! What follows from an answer for what is known.

use crate::domain::walk::answer::Answer;
use crate::domain::walk::value::{Known, Value};
use crate::domain::walk::{Ask, Step};

/// Notes what an answer came to, and what it changes in earlier lists.
pub fn follow(step: &Step, ask: &Ask, answer: Answer, known: &mut Known) {
    let mut value = answer.value();
    match (ask, &value) {
        (Ask::Text { append_to, mark, replaces, .. }, Value::Text(text)) => {
            if let Some(list) = append_to {
                let marked = mark.as_ref().map(|mark| format!("{text} ({mark})"));
                known.append(list, marked.as_ref().unwrap_or(text));
            }
            if let Some(list) = replaces {
                known.replace(list, &known.value("item").said(), text);
                known.note("item", value.clone());
            }
        }
        (Ask::List { append_to, begins_with, .. }, Value::List(items)) => {
            for item in items {
                if let Some(list) = append_to {
                    known.append(list, item);
                }
            }
            if let Some(first) = begins_with {
                let mut all = known.list(first);
                all.extend(
                    items.iter().filter(|item| !all.contains(item)).cloned().collect::<Vec<_>>(),
                );
                value = Value::List(all);
            }
        }
        (Ask::Edges { to, .. }, _) => {
            let Answer::Links(links) = &answer else { return };
            let served = |item: &String| links.iter().any(|link| link.to == *item);
            let bare = known.list(to).into_iter().filter(|item| !served(item));
            known.note(&format!("{}.bare", step.key), Value::List(bare.collect()));
        }
        _ => {}
    }
    if let Answer::Timed { shown, .. } = answer {
        known.note(&format!("{}.shown", step.key), Value::List(shown));
    }
    known.note(&step.key, value);
}
