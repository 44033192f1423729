//! What a question says and offers, with earlier answers in place.

use crate::domain::walk::value::Known;
use crate::domain::walk::{Ask, Step};

/// What may be picked or linked from, and linked to; what a list begins with.
pub fn offered(ask: &Ask, known: &Known) -> (Vec<String>, Vec<String>) {
    if let Ask::Choice { options } | Ask::Multi { options } = ask {
        return (options.clone(), Vec::new());
    }
    if let Ask::Edges { from, to, .. } = ask {
        return (known.list(from), known.list(to));
    }
    let from = if let Ask::Pick { from, .. } = ask {
        Some(from)
    } else if let Ask::List { begins_with, .. } = ask {
        begins_with.as_ref()
    } else {
        None
    };
    (from.map(|key| known.list(key)).unwrap_or_default(), Vec::new())
}

/// A step with earlier answers in place in all it says.
pub fn filled(step: &Step, known: &Known) -> Step {
    Step {
        ask: known.fill(&step.ask),
        explain: known.fill(&step.explain),
        hints: step.hints.iter().map(|hint| known.fill(hint)).collect(),
        suggest: step.suggest.iter().map(|text| known.fill(text)).collect(),
        ..step.clone()
    }
}
