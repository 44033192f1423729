//! How cards of Anki are known again, and what of them is compared.

use crate::domain::card::{Kind, Text};
use crate::domain::schedule::history::Carried;
use crate::domain::text::plain;
use crate::storage::db::portable::hash;
use crate::storage::formats::anki::Card;

/// Tells whether two are the same, but for what Anki rounds whenever it writes a card: the stability to
/// four places, the difficulty to three.
pub(super) fn alike(one: &Carried, other: &Carried) -> bool {
    let memory = match (one.memory, other.memory) {
        (Some(one), Some(other)) => {
            let stability = (one.stability() - other.stability()).abs();
            let difficulty = (one.difficulty() - other.difficulty()).abs();
            stability <= 2e-4_f32.max(one.stability() * 1e-6) && difficulty <= 2e-3
        }
        (one, other) => one.is_none() && other.is_none(),
    };
    memory && (one.last, one.due) == (other.last, other.due)
}

/// A recall probability in hundredths.
pub(super) fn percent(retention: f64) -> String {
    format!("{retention:.2}")
}

/// The letters by which a card of Anki is known again at the end of its name.
pub(super) const MARK: usize = 10;

/// The most milliseconds by which answers given in one are written apart for Anki.
pub(super) const APART: i64 = 1000;

pub(super) fn mark(card: &Card) -> String {
    letters(hash(&format!("{}\u{1f}{}", card.guid, card.ordinal)), MARK)
}

/// Writes a number with small letters and digits that cannot be taken for each other.
pub(super) fn letters(mut number: u64, count: usize) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut text = String::with_capacity(count);
    for _ in 0..count {
        let letter = usize::try_from(number & 31).unwrap_or_default();
        text.push(LETTERS.get(letter).map_or('a', |letter| char::from(*letter)));
        number >>= 5;
    }
    text
}

/// Tells whether rat itself gave a card a tag when it wrote it for Anki.
pub(super) fn is_ours(tag: &str) -> bool {
    let kinds = [Kind::Recall, Kind::Cloze, Kind::Situation].map(Kind::word);
    tag.starts_with("rat::") || tag == "leech" || kinds.contains(&tag)
}

/// A text with its tags in the note.
pub(super) fn with_tags(text: &Text, tags: &[&str]) -> Text {
    if tags.is_empty() {
        return text.clone();
    }
    let tags = format!("Tags: {}", plain(&tags.join(" ")));
    let note = if text.note.is_empty() { tags } else { format!("{}\n{tags}", text.note) };
    Text { note, ..text.clone() }
}
