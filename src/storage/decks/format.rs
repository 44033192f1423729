//! The deck file format: TOML read strictly, every fault with its line and column.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::domain::card::{Kind, Text, is_name};
use crate::domain::deck::{About, Card, Deck};
use crate::domain::text::steers;
use crate::storage::decks::walk::{self, FileWalk};

/// A place in a deck file where something is wrong, or could be better.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// What is wrong, in words.
    pub message: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    name: Spanned<String>,
    title: Spanned<String>,
    purpose: Spanned<String>,
    use_when: Spanned<String>,
    avoid_when: Spanned<String>,
    standing: Spanned<String>,
    standing_note: Option<Spanned<String>>,
    sources: Vec<Spanned<String>>,
    #[serde(default)]
    card: Vec<Spanned<FileCard>>,
    walk: Option<FileWalk>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileCard {
    key: Spanned<String>,
    kind: Spanned<String>,
    front: Option<String>,
    back: Option<String>,
    text: Option<String>,
    note: Option<String>,
    siblings: Option<Spanned<String>>,
}

/// Reads a deck file whose name without `.toml` is `stem`.
///
/// # Errors
/// Every fault of the file, in the order of its lines.
pub fn read(stem: &str, text: &str) -> Result<Deck, Vec<Fault>> {
    Ok(read_with_lines(stem, text)?.0)
}

/// Reads a deck file; also returns the line of each card.
///
/// # Errors
/// Every fault of the file, in the order of its lines.
pub fn read_with_lines(stem: &str, text: &str) -> Result<(Deck, Vec<usize>), Vec<Fault>> {
    let mut reading = Reading { lines: Lines::of(text), faults: Vec::new() };
    let file: File = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        vec![reading.fault_at(at, error.message().to_owned())]
    })?;
    let starts = file.card.iter().map(|card| card.span().start);
    let lines = starts.map(|start| reading.lines.position(start).0).collect();
    let about = reading.about(stem, &file);
    let walk = file.walk.and_then(|walk| {
        walk::read(walk)
            .map_err(|blames| {
                for (at, message) in blames {
                    let fault = reading.fault_at(at, message);
                    reading.faults.push(fault);
                }
            })
            .ok()
    });
    let mut cards = reading.cards(file.card);
    cards.extend(walk.as_ref().and_then(|walk| Card::of_steps(walk, &about.title)));
    reading.faults.sort_by_key(|fault| (fault.line, fault.column));
    if reading.faults.is_empty() {
        Ok((Deck { about, cards, walk }, lines))
    } else {
        Err(reading.faults)
    }
}

/// A text with the bytes at which its lines begin.
struct Lines<'a> {
    text: &'a str,
    begins: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        Self { text, begins: std::iter::once(0).chain(ends).collect() }
    }

    /// The line and column, both from 1, of a byte.
    fn position(&self, byte: usize) -> (usize, usize) {
        let line = self.begins.partition_point(|begin| *begin <= byte);
        let begin = self.begins.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let before = self.text.get(begin..byte).unwrap_or_default();
        (line, before.chars().count() + 1)
    }
}

struct Reading<'a> {
    lines: Lines<'a>,
    faults: Vec<Fault>,
}

impl Reading<'_> {
    fn fault_at(&self, byte: usize, message: String) -> Fault {
        let (line, column) = self.lines.position(byte);
        Fault { line, column, message }
    }

    fn blame<T>(&mut self, at: &Spanned<T>, message: impl Into<String>) {
        let fault = self.fault_at(at.span().start, message.into());
        self.faults.push(fault);
    }

    /// Checks a line of text that must say something.
    fn said(&mut self, field: &str, value: &Spanned<String>) -> String {
        if value.get_ref().trim().is_empty() {
            self.blame(value, format!("`{field}` is empty"));
        }
        if let Some(c) = value.get_ref().chars().find(|c| *c != '\n' && steers(*c)) {
            self.blame(value, format!("`{field}` holds the control character {c:?}"));
        }
        value.get_ref().trim().to_owned()
    }

    fn about(&mut self, stem: &str, file: &File) -> About {
        let name = file.name.get_ref();
        if !is_name(name) {
            let rule = "a deck's name is small letters and digits in words joined by hyphens";
            self.blame(&file.name, rule);
        } else if name != stem {
            let message = format!("the deck is named \"{name}\" but its file \"{stem}.toml\"");
            self.blame(&file.name, message);
        }
        About {
            name: name.clone(),
            title: self.said("title", &file.title),
            purpose: self.said("purpose", &file.purpose),
            use_when: self.said("use-when", &file.use_when),
            avoid_when: self.said("avoid-when", &file.avoid_when),
            standing: self.said("standing", &file.standing),
            standing_note: file
                .standing_note
                .as_ref()
                .map(|note| self.said("standing-note", note))
                .unwrap_or_default(),
            sources: file.sources.iter().map(|source| self.said("sources", source)).collect(),
        }
    }

    fn cards(&mut self, cards: Vec<Spanned<FileCard>>) -> Vec<Card> {
        let mut lines: HashMap<String, usize> = HashMap::new();
        let mut read = Vec::new();
        for card in cards {
            let start = card.span().start;
            let card = card.into_inner();
            let key = card.key.get_ref().clone();
            let (line, _) = self.lines.position(card.key.span().start);
            if !is_name(&key) {
                let rule = "a card's key is small letters and digits in words joined by hyphens";
                self.blame(&card.key, rule);
            } else if let Some(first) = lines.insert(key.clone(), line) {
                self.blame(&card.key, format!("the key \"{key}\" is used before, in line {first}"));
            }
            read.extend(self.card(start, key, card));
        }
        read
    }

    fn card(&mut self, start: usize, key: String, card: FileCard) -> Option<Card> {
        let Some(kind) = Kind::from_word(card.kind.get_ref()) else {
            let message = format!(
                "there is no kind \"{}\"; a card is recall, cloze or situation",
                card.kind.get_ref()
            );
            self.blame(&card.kind, message);
            return None;
        };
        let (asked, other) = match kind {
            Kind::Recall | Kind::Situation => (card.front, ("text", card.text)),
            Kind::Cloze => (card.text, ("front", card.front)),
        };
        if other.1.is_some() {
            let message = format!("a {} card has no `{}`", kind.word(), other.0);
            self.blame(&card.kind, message);
        }
        let trimmed = |text: Option<String>| text.unwrap_or_default().trim().to_owned();
        let (front, back, note) = (trimmed(asked), trimmed(card.back), trimmed(card.note));
        let text = Text { kind, front, back, note };
        for fault in text.faults() {
            let fault = self.fault_at(start, format!("card \"{key}\": {fault}"));
            self.faults.push(fault);
        }
        let siblings = card.siblings.map(|siblings| self.said("siblings", &siblings));
        Some(Card { key, text, siblings: siblings.unwrap_or_default() })
    }
}

/// One card as a small file for the user's editor.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sheet {
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    front: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    back: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(default)]
    note: String,
}

/// Writes one card as a small file for the user's editor.
#[must_use]
pub fn card_file(text: &Text) -> String {
    let (front, back, cloze) = match text.kind {
        Kind::Recall | Kind::Situation => (Some(text.front.clone()), Some(text.back.clone()), None),
        Kind::Cloze => (None, None, Some(text.front.clone())),
    };
    let note = text.note.clone();
    let sheet = Sheet { kind: text.kind.word().to_owned(), front, back, text: cloze, note };
    let head = "# Change the card, save and close. Its history stays.\n";
    // A table of strings can always be written.
    head.to_owned() + &toml::to_string_pretty(&sheet).unwrap_or_default()
}

/// Reads the small file of one card.
///
/// # Errors
/// What keeps it from being a card, in words.
pub fn read_card(file: &str) -> Result<Text, String> {
    let sheet: Sheet = toml::from_str(file).map_err(|error| {
        let (line, _) = Lines::of(file).position(error.span().map_or(0, |span| span.start));
        format!("line {line}: {}", error.message())
    })?;
    let kind = Kind::from_word(&sheet.kind)
        .ok_or_else(|| format!("there is no kind \"{}\"", sheet.kind))?;
    let asked = match kind {
        Kind::Recall | Kind::Situation => sheet.front,
        Kind::Cloze => sheet.text,
    };
    let trimmed = |text: Option<String>| text.unwrap_or_default().trim().to_owned();
    let (front, back, note) = (trimmed(asked), trimmed(sheet.back), sheet.note.trim().to_owned());
    let text = Text { kind, front, back, note };
    match text.faults().first() {
        None => Ok(text),
        Some(fault) => Err(fault.to_string()),
    }
}

/// A deck file to begin with, its fields explained.
#[must_use]
pub fn template(name: &str) -> String {
    let title = name.replace('-', " ");
    include_str!("template.toml").replace("NAME", name).replace("TITLE", &title)
}

#[cfg(test)]
mod tests;
