//! The two questions at the end of every walk: what is true now that was not before, and whether that
//! is to be a card.

use std::sync::LazyLock;

use crate::domain::walk::condition::Condition;
use crate::domain::walk::{Ask, Kind, Step};

/// The key of what is true now.
pub const NOW: &str = "now-true";

/// The key of its card.
pub const CARD: &str = "now-true-card";

/// The questions; no step of a deck may have their keys.
pub static STEPS: LazyLock<[Step; 2]> = LazyLock::new(|| {
    let text = |text: &str| text.to_owned();
    let step = |key: &str, ask: Ask, said: &str| Step {
        key: text(key),
        kind: Kind::Ask(ask),
        ask: text(said),
        optional: true,
        ..Step::default()
    };
    let said = "What is true now that was not before? One line; Enter for nothing.";
    let now = Step { record: Some(text("now true")), ..step(NOW, Ask::text(), said) };
    let said = "Worth a card, so that it stays? Word the question; Enter for no card.";
    let card = Step {
        when: Some(Condition::Holds(text(NOW))),
        suggest: vec![String::new(), format!("{{{NOW}}}")],
        ..step(CARD, Ask::Card, said)
    };
    [now, card]
});
