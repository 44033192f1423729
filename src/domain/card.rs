//! Cards: a prompt and an answer, named `deck/key`.

use std::fmt;
use std::str::FromStr;

use crate::domain::deck::cloze::Cloze;

/// The name of a card, `deck/key`; it stays the same when the text is edited.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id {
    deck: String,
    key: String,
}

impl Id {
    /// Names the card `key` of `deck`.
    ///
    /// # Errors
    /// When either part is not a name, see [`is_name`].
    pub fn new(deck: &str, key: &str) -> Result<Self, NotAnId> {
        if is_name(deck) && is_name(key) {
            Ok(Self { deck: deck.to_owned(), key: key.to_owned() })
        } else {
            Err(NotAnId(format!("{deck}/{key}")))
        }
    }

    /// The name under which a trigger-action plan stands where a card's is wanted; `made_at` is when
    /// it was first written, in milliseconds since the epoch.
    #[must_use]
    pub fn plan(made_at: u64) -> Self {
        Self { deck: "tap".to_owned(), key: made_at.to_string() }
    }

    /// The deck the card belongs to.
    #[must_use]
    pub fn deck(&self) -> &str {
        &self.deck
    }

    /// The card's name inside its deck.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.deck, self.key)
    }
}

impl FromStr for Id {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (deck, key) = text.split_once('/').ok_or_else(|| NotAnId(text.to_owned()))?;
        Self::new(deck, key)
    }
}

/// Says that a text cannot name a card.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{0}\" does not name a card; a name is deck/key, each of small letters, digits and hyphens"
)]
pub struct NotAnId(String);

/// Tells whether a text may name a deck or a card: small letters, digits and single hyphens
/// between them, at most 80 characters.
#[must_use]
pub fn is_name(text: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    text.len() <= 80 && text.split('-').all(word)
}

/// How a card asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A question and its answer.
    Recall,
    /// A sentence with gaps to fill.
    Cloze,
    /// A scene from life: name the technique, step or mistake, and why.
    Situation,
}

impl Kind {
    /// Every kind, in the order decks explain them.
    pub const ALL: [Self; 3] = [Self::Recall, Self::Cloze, Self::Situation];

    /// The word for this kind in decks, tables and JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Recall => "recall",
            Self::Cloze => "cloze",
            Self::Situation => "situation",
        }
    }

    /// Finds the kind a word stands for.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// What stands on a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// How it asks.
    pub kind: Kind,
    /// The question; for a cloze the sentence with its gaps written `{{so}}`.
    pub front: String,
    /// The answer; empty for a cloze, whose gaps hold it.
    pub back: String,
    /// A line shown under the answer; may be empty.
    pub note: String,
}

impl Text {
    /// The question as it is asked: a cloze shows `[...]` in place of what it hides.
    #[must_use]
    pub fn question(&self) -> String {
        match self.kind {
            Kind::Recall | Kind::Situation => self.front.clone(),
            Kind::Cloze => Cloze::read(&self.front).hidden(),
        }
    }

    /// The answer as it is shown: a cloze shows the whole sentence.
    #[must_use]
    pub fn answer(&self) -> String {
        match self.kind {
            Kind::Recall | Kind::Situation => self.back.clone(),
            Kind::Cloze => Cloze::read(&self.front).whole(),
        }
    }

    /// Says what keeps this text from being a card; empty when nothing does.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        match self.kind {
            Kind::Recall | Kind::Situation => {
                for (field, text) in [(Field::Front, &self.front), (Field::Back, &self.back)] {
                    if text.trim().is_empty() {
                        faults.push(Fault::Empty(field));
                    }
                }
            }
            Kind::Cloze => match Cloze::read(&self.front).fault() {
                _ if self.front.trim().is_empty() => faults.push(Fault::Empty(Field::Text)),
                Some(why) => faults.push(Fault::Cloze(why)),
                None if !self.back.is_empty() => faults.push(Fault::AnswerBesideCloze),
                None => {}
            },
        }
        let fields = [(self.front_field(), &self.front), (Field::Back, &self.back)];
        for (field, text) in fields.into_iter().chain([(Field::Note, &self.note)]) {
            if let Some(c) = text.chars().find(|c| *c != '\n' && crate::domain::text::steers(*c)) {
                faults.push(Fault::Control(field, c));
            }
        }
        faults
    }

    /// The field of a deck file that holds [`Text::front`].
    #[must_use]
    pub const fn front_field(&self) -> Field {
        match self.kind {
            Kind::Recall | Kind::Situation => Field::Front,
            Kind::Cloze => Field::Text,
        }
    }
}

/// A field of a card in a deck file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// `front`, the question.
    Front,
    /// `back`, the answer.
    Back,
    /// `text`, the sentence of a cloze.
    Text,
    /// `note`, the line under the answer.
    Note,
}

impl Field {
    /// The field's key in a deck file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Front => "front",
            Self::Back => "back",
            Self::Text => "text",
            Self::Note => "note",
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// What keeps a text from being a card.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A field that must say something says nothing.
    #[error("`{0}` is empty")]
    Empty(Field),
    /// The gaps of a cloze are wrong.
    #[error("the cloze {0}")]
    Cloze(crate::domain::deck::cloze::GapFault),
    /// A cloze has an answer of its own.
    #[error("a cloze holds its answer in its gaps and takes no `back`")]
    AnswerBesideCloze,
    /// A character that could steer a terminal.
    #[error("`{0}` holds the control character {ch:?}; only line breaks are allowed", ch = .1)]
    Control(Field, char),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cloze(front: &str) -> Text {
        Text { kind: Kind::Cloze, front: front.into(), back: String::new(), note: String::new() }
    }

    #[test]
    fn an_id_is_read_as_it_is_written() {
        let id: Id = "goal-factoring/button-test".parse().unwrap();
        assert_eq!((id.deck(), id.key()), ("goal-factoring", "button-test"));
        assert_eq!(id.to_string(), "goal-factoring/button-test");
    }

    #[test]
    fn names_with_capitals_blanks_or_stray_hyphens_are_refused() {
        for text in ["Goal/x", "a b/c", "a/", "/b", "a--b/c", "-a/b", "a", "ä/b"] {
            assert!(text.parse::<Id>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_cloze_hides_its_gaps_in_the_question_and_shows_them_in_the_answer() {
        let text = cloze("Plans {{fire}} on {{triggers}}.");
        assert_eq!(text.question(), "Plans [...] on [...].");
        assert_eq!(text.answer(), "Plans fire on triggers.");
    }

    #[test]
    fn a_cloze_without_a_gap_is_at_fault() {
        assert_eq!(cloze("Plans fire.").faults().len(), 1);
    }

    #[test]
    fn an_escape_in_a_note_is_at_fault() {
        let text = Text { note: "\u{1b}[31m".into(), ..cloze("{{a}} b") };
        assert_eq!(text.faults(), [Fault::Control(Field::Note, '\u{1b}')]);
    }

    #[test]
    fn an_empty_answer_is_at_fault() {
        let text = Text { kind: Kind::Recall, front: "Why?".into(), ..cloze("") };
        assert_eq!(text.faults(), [Fault::Empty(Field::Back)]);
    }
}
