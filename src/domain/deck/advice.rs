//! What makes a card hard to learn: advice, never a wall.

use crate::domain::card::{Kind, Text};
use crate::domain::deck::Deck;
use crate::domain::walk::STEPS;

/// The most words an answer should have to be said in one breath.
pub const BREATH: usize = 40;

/// The most words a question should have; a scene may be longer.
const QUESTION: usize = 45;

/// The most words a scene should have.
const SCENE: usize = 90;

/// The first words of questions that ask for no more than yes or no.
const YES_NO: [&str; 20] = [
    "is", "are", "was", "were", "do", "does", "did", "can", "could", "should", "would", "will",
    "has", "have", "had", "may", "might", "must", "am", "shall",
];

/// A habit of poor cards that one card shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Advice {
    /// The answer needs more than one breath.
    #[error("the answer has {0} words; one breath holds about {BREATH}: split the card")]
    LongAnswer(usize),
    /// The question is too long to be taken in at a glance.
    #[error("the question has {0} words; say it shorter or make it a `situation`")]
    LongQuestion(usize),
    /// The question can be answered by guessing.
    #[error("this asks for yes or no, which can be guessed: ask what, why or when")]
    YesNo,
    /// The answer is an enumeration.
    #[error("this asks for a list; ask for one item at a time (what comes after X, and why?)")]
    List,
    /// A scene asks nothing.
    #[error("a situation should end in a question")]
    NoQuestion,
    /// The same question stands on another card.
    #[error("another card of this deck asks the very same question")]
    Twice,
}

/// Reads one card with a teacher's eye.
#[must_use]
pub fn on_card(text: &Text) -> Vec<Advice> {
    let mut advice = Vec::new();
    let (front, back) = (text.question(), text.answer());
    let words = |text: &str| text.split_whitespace().count();
    let (limit, is_question) = match text.kind {
        Kind::Recall => (QUESTION, true),
        Kind::Cloze => (QUESTION, false),
        Kind::Situation => (SCENE, true),
    };
    if words(&front) > limit {
        advice.push(Advice::LongQuestion(words(&front)));
    }
    if words(&back) > BREATH && text.kind != Kind::Cloze {
        advice.push(Advice::LongAnswer(words(&back)));
    }
    let opening = front.split_whitespace().next().unwrap_or_default().to_lowercase();
    if text.kind == Kind::Recall && YES_NO.contains(&opening.as_str()) {
        advice.push(Advice::YesNo);
    }
    if is_question && lists(&back) {
        advice.push(Advice::List);
    }
    if text.kind == Kind::Situation && !front.contains('?') {
        advice.push(Advice::NoQuestion);
    }
    advice
}

/// Reads a whole deck; each piece of advice comes with the position of its card.
#[must_use]
pub fn on_deck(deck: &Deck) -> Vec<(usize, Advice)> {
    let mut seen = std::collections::HashSet::new();
    let mut advice = Vec::new();
    // The card of a walk's steps is made of the walk, and meant to be long.
    let written = deck.cards.iter().enumerate().filter(|(_, card)| card.key != STEPS);
    for (position, card) in written {
        advice.extend(on_card(&card.text).into_iter().map(|advice| (position, advice)));
        if !seen.insert(card.text.question().to_lowercase()) {
            advice.push((position, Advice::Twice));
        }
    }
    advice
}

/// Tells whether an answer enumerates: lines with bullets, numbers, or four and more parts.
fn lists(back: &str) -> bool {
    let marked = |line: &&str| {
        let line = line.trim_start();
        line.starts_with(['-', '*', '•']) || line.starts_with(|c: char| c.is_ascii_digit())
    };
    back.lines().filter(marked).count() >= 2 || back.matches(';').count() >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recall(front: &str, back: &str) -> Text {
        let note = String::new();
        Text { kind: Kind::Recall, front: front.into(), back: back.into(), note }
    }

    #[test]
    fn a_question_for_yes_or_no_is_advised_against() {
        assert_eq!(on_card(&recall("Is it so?", "Yes.")), [Advice::YesNo]);
    }

    #[test]
    fn an_enumeration_is_advised_against() {
        assert_eq!(on_card(&recall("Which steps?", "- one\n- two")), [Advice::List]);
    }

    #[test]
    fn a_good_card_gets_no_advice() {
        let text = recall("What does a TAP need before its action?", "A trigger you will notice.");
        assert_eq!(on_card(&text), []);
    }
}
