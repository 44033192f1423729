//! Decks, note types and settings of a collection, whichever way they were kept.

use std::collections::{BTreeMap, HashMap};

use rusqlite::Connection;

use crate::storage::formats::Refused;
use crate::storage::formats::anki::clock::Clock;
use crate::storage::formats::anki::schema::{number, text};
use crate::storage::formats::anki::template::Template;
use crate::storage::formats::anki::{current, html, legacy};

/// The number Anki gives to image occlusion among the note types it ships.
const OCCLUSION: i64 = 6;

/// All of a collection but its notes, cards and log.
#[derive(Debug)]
pub(super) struct Shelf {
    /// When it began, and how its days turn.
    pub(super) clock: Clock,
    /// The decks by id.
    pub(super) decks: HashMap<i64, Deck>,
    /// The note types by id.
    pub(super) kinds: HashMap<i64, Kind>,
    /// The parameters of each preset that has some.
    pub(super) presets: HashMap<i64, Vec<f32>>,
}

/// A deck.
#[derive(Debug)]
pub(super) struct Deck {
    /// Its full name.
    pub(super) name: String,
    /// Its preset; nothing when it is a search.
    pub(super) preset: Option<i64>,
}

/// A note type.
#[derive(Debug, Default)]
pub(super) struct Kind {
    /// Its name.
    pub(super) name: String,
    /// Whether its cards are gaps in a text.
    pub(super) cloze: bool,
    /// Whether its cards cover parts of a picture.
    pub(super) occlusion: bool,
    /// The names of its fields, in order.
    pub(super) fields: Vec<String>,
    /// Its templates, in order; a cloze has one.
    pub(super) faces: Vec<Face>,
}

/// A template for the two sides of a card.
#[derive(Debug)]
pub(super) struct Face {
    /// Its name.
    pub(super) name: String,
    /// The front, if it can be read.
    pub(super) front: Option<Template>,
    /// The back, if it can be read.
    pub(super) back: Option<Template>,
    /// Whether a script stands in it.
    pub(super) scripts: bool,
}

impl Face {
    /// Reads the two sides of a template.
    pub(super) fn new(name: &str, front: &str, back: &str) -> Self {
        let mut lost = html::Lost::default();
        let mut side = |source: &str| Template::parse(&html::without_scripts(source, &mut lost));
        let (front, back) = (side(front), side(back));
        Self { name: name.to_owned(), front, back, scripts: lost.scripts }
    }
}

impl Kind {
    /// A note type without fields and faces; `stock` is the number of the one it was made from.
    pub(super) fn new(name: &str, cloze: bool, stock: i64) -> Self {
        Self { name: name.to_owned(), cloze, occlusion: stock == OCCLUSION, ..Self::default() }
    }

    /// The place of a field.
    pub(super) fn place(&self, field: &str) -> Option<usize> {
        self.fields.iter().position(|name| name == field)
    }
}

impl Shelf {
    /// The parameters in use with the number of cards, most cards first, from cards by preset; none
    /// where a preset has none of its own.
    pub(super) fn parameters(&self, cards: &BTreeMap<i64, usize>) -> Vec<(Vec<f32>, usize)> {
        let mut sets: Vec<(Vec<f32>, usize)> = Vec::new();
        for (preset, count) in cards {
            let set = self.presets.get(preset).map_or(&[][..], Vec::as_slice);
            match sets.iter_mut().find(|(known, _)| known == set) {
                Some((_, cards)) => *cards += count,
                None => sets.push((set.to_vec(), *count)),
            }
        }
        sets.sort_by_key(|(_, cards)| std::cmp::Reverse(*cards));
        sets
    }
}

/// What `col` says of a collection: the texts in it are long in old collections, empty in new ones.
pub(super) struct Head {
    /// When it was made, in seconds since the epoch.
    pub(super) made: i64,
    /// Settings, as JSON.
    pub(super) conf: String,
    /// Note types, as JSON.
    pub(super) models: String,
    /// Decks, as JSON.
    pub(super) decks: String,
    /// Presets, as JSON.
    pub(super) presets: String,
}

/// Reads decks, note types and settings.
pub(super) fn read(conn: &Connection) -> Result<Shelf, Refused> {
    let mut statement = conn.prepare("SELECT ver, crt, conf, models, decks, dconf FROM col")?;
    let mut rows = statement.query([])?;
    let row = rows.next()?.ok_or_else(|| Refused::wrong("its collection is empty"))?;
    let version = number(row, 0)?;
    let told =
        |column| text(row, column, || "its settings".to_owned()).map(std::borrow::Cow::into_owned);
    let head = Head {
        made: number(row, 1)?,
        conf: told(2)?,
        models: told(3)?,
        decks: told(4)?,
        presets: told(5)?,
    };
    match version {
        11 => legacy::read(&head),
        18 => current::read(conn, &head),
        19.. => {
            Err(Refused::TooNew { program: "Anki", found: format!("collection format {version}") })
        }
        _ => Err(Refused::wrong(format!(
            "its collection has format {version}, which Anki does not export; open it in Anki and \
             export it anew"
        ))),
    }
}
