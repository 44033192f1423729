//! The names of our own note types and their fields, by which a card is known again.

/// The note type of questions; that of clozes begins in the same way.
pub(super) const RECALL: &str = "rat";

/// The note type of clozes.
pub(super) const CLOZE: &str = "rat cloze";

/// The field with the question.
pub(super) const FRONT: &str = "Front";

/// The field with the answer.
pub(super) const BACK: &str = "Back";

/// The field with the sentence of a cloze.
pub(super) const TEXT: &str = "Text";

/// The field with the line under the answer.
pub(super) const NOTE: &str = "Note";

/// The field with the card's name, `deck/key`.
pub(super) const CARD: &str = "Card";
