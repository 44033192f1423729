//! Cards and notes, read beside each other.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use rusqlite::{Connection, Row};
use serde::Deserialize;

use crate::domain::text::steers;
use crate::domain::time::{DAYS, MOMENTS};
use crate::storage::formats::Refused;
use crate::storage::formats::anki::face::{MOST, Made, Note};
use crate::storage::formats::anki::html::{self, Lost};
use crate::storage::formats::anki::left::{Sort, Tally};
use crate::storage::formats::anki::schema::{bytes, number, text};
use crate::storage::formats::anki::shelf::Shelf;
use crate::storage::formats::anki::{Card, Standing};

/// The most cards a collection may have.
const CARDS: usize = 1_000_000;

/// The most bytes that all cards together may say.
const WORDS: usize = 256 << 20;

/// The most bytes that templates may come to when they are filled, for all cards together.
const WORK: usize = 2 << 30;

/// The character between the fields of a note.
const FIELD: char = '\u{1f}';

/// What was made of the cards of a collection.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    /// The names of the decks that hold cards.
    pub(super) decks: Vec<String>,
    /// The cards that can be carried, by id.
    pub(super) cards: Vec<Card>,
    /// The ids of those that cannot, in order.
    pub(super) lost: Vec<i64>,
    /// How many cards there are under each preset.
    pub(super) presets: BTreeMap<i64, usize>,
}

/// A card as it lies in its table.
struct Raw {
    id: i64,
    note: i64,
    deck: i64,
    ordinal: u32,
    modified: i64,
    queue: i64,
    flagged: bool,
    standing: Option<Standing>,
}

impl Raw {
    /// The card with what was made of it; its note was `modified` at that many milliseconds, or the
    /// card itself.
    fn with(
        &self,
        made: Made,
        guid: String,
        modified: i64,
        (deck, tags): (usize, Vec<String>),
    ) -> Card {
        Card {
            id: self.id,
            guid,
            ordinal: self.ordinal,
            deck,
            tags,
            text: made.text,
            ours: made.ours,
            modified,
            suspended: self.queue == -1,
            buried: matches!(self.queue, -2 | -3),
            standing: self.standing,
        }
    }
}

/// What Anki keeps of a memory in `cards.data`.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Memory {
    s: Option<f32>,
    d: Option<f32>,
    dr: Option<f64>,
    /// In seconds since the epoch.
    lrt: Option<i64>,
}

/// Reads all cards and fills their templates.
pub(super) fn read(conn: &Connection, shelf: &Shelf, tally: &mut Tally) -> Result<Drawn, Refused> {
    let raw = raw(conn, shelf)?;
    let mut drawing = Drawing {
        shelf,
        tally,
        drawn: Drawn::default(),
        places: HashMap::new(),
        words: 0,
        spent: 0,
    };
    let mut left = raw.as_slice();
    let mut statement =
        conn.prepare("SELECT id, guid, mid, mod, tags, flds FROM notes NOT INDEXED ORDER BY id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id = number(row, 0)?;
        let orphans = left.iter().take_while(|card| card.note < id).count();
        let (orphaned, rest) = left.split_at_checked(orphans).unwrap_or_default();
        drawing.orphans(orphaned);
        let own = rest.iter().take_while(|card| card.note == id).count();
        let (own, rest) = rest.split_at_checked(own).unwrap_or_default();
        left = rest;
        if !own.is_empty() {
            drawing.note(row, own)?;
        }
    }
    drawing.orphans(left);
    drawing.finish()
}

/// Reads the table of cards, sorted by note.
fn raw(conn: &Connection, shelf: &Shelf) -> Result<Vec<Raw>, Refused> {
    let mut statement = conn.prepare(
        "SELECT id, nid, did, odid, ord, mod, type, queue, due, odue, ivl, reps, lapses, flags, data
         FROM cards NOT INDEXED",
    )?;
    let mut rows = statement.query([])?;
    let mut cards = Vec::new();
    while let Some(row) = rows.next()? {
        if cards.len() == CARDS {
            let limit = format!("{CARDS} cards");
            return Err(Refused::TooMuch { what: "its collection".to_owned(), limit });
        }
        let (deck, home) = (number(row, 2)?, number(row, 3)?);
        cards.push(Raw {
            id: number(row, 0)?,
            note: number(row, 1)?,
            deck: if home == 0 { deck } else { home },
            ordinal: u32::try_from(number(row, 4)?).unwrap_or(u32::MAX),
            modified: number(row, 5)?,
            queue: number(row, 7)?,
            flagged: number(row, 13)? & 7 != 0,
            standing: standing(row, shelf, home != 0)?,
        });
    }
    cards.sort_unstable_by_key(|card| (card.note, card.ordinal, card.id));
    Ok(cards)
}

/// Where a card stands; nothing when it is new.
fn standing(row: &Row<'_>, shelf: &Shelf, filtered: bool) -> Result<Option<Standing>, Refused> {
    if number(row, 6)? == 0 {
        return Ok(None);
    }
    let (due, home) = (number(row, 8)?, number(row, 9)?);
    let due = if filtered && home != 0 { home } else { due };
    let count = |column| number(row, column).map(|n| u32::try_from(n.max(0)).unwrap_or(u32::MAX));
    let memory: Memory = serde_json::from_slice(bytes(row, 14)?).unwrap_or_default();
    let sound = |number: &f32| number.is_finite() && *number > 0.0;
    let difficulty = memory.d.filter(|difficulty| (1.0..=10.0).contains(difficulty));
    Ok(Some(Standing {
        due: shelf.clock.due(due),
        interval: count(10)?,
        stability: memory.s.filter(sound).filter(|_| difficulty.is_some()),
        difficulty: difficulty.filter(|_| memory.s.as_ref().is_some_and(sound)),
        last: memory
            .lrt
            .map(|seconds| seconds.saturating_mul(1000))
            .filter(|at| MOMENTS.contains(at)),
        lapses: count(12)?,
        reps: count(11)?,
        retention: memory.dr.filter(|retention| *retention > 0.0 && *retention < 1.0),
    }))
}

/// Tells whether a card can stand so: it comes back on a day that can be, and so was its last.
fn can_be(standing: &Standing) -> bool {
    let due = standing.due.epoch();
    let last = i32::try_from(standing.interval).map(|days| due.saturating_sub(days));
    DAYS.contains(&due) && last.is_ok_and(|last| DAYS.contains(&last))
}

/// Cards on their way from the tables to the reader.
struct Drawing<'a> {
    shelf: &'a Shelf,
    tally: &'a mut Tally,
    drawn: Drawn,
    /// The places of deck names.
    places: HashMap<String, usize>,
    /// The bytes of all texts so far.
    words: usize,
    /// The bytes of all templates that were filled.
    spent: usize,
}

impl Drawing<'_> {
    /// Leaves cards behind that have no note.
    fn orphans(&mut self, cards: &[Raw]) {
        self.tally.add(Sort::NoNote, cards.len());
        self.drawn.lost.extend(cards.iter().map(|card| card.id));
    }

    /// Draws the cards of a note.
    fn note(&mut self, row: &Row<'_>, cards: &[Raw]) -> Result<(), Refused> {
        let id = number(row, 0)?;
        let what = || format!("the note {id}");
        let (guid, tags, fields) = (text(row, 1, what)?, text(row, 4, what)?, text(row, 5, what)?);
        let (kind, modified) = (number(row, 2)?, number(row, 3)?);
        let mut lost = Lost::default();
        let fields: Vec<Cow<'_, str>> =
            fields.split(FIELD).map(|text| small(text, &mut lost)).collect();
        let Shelf { decks, kinds, .. } = self.shelf;
        for card in cards {
            let deck = decks.get(&card.deck).or_else(|| decks.get(&1));
            let name = deck.map_or("Default", |deck| deck.name.as_str());
            let made = kinds.get(&kind).ok_or(Sort::NoTemplate).and_then(|kind| {
                let note = Note { kind, fields: &fields, tags: &tags, lost };
                note.card(card.ordinal, name, &mut self.spent)
            });
            bounded(self.spent, WORK, "the templates of its cards")?;
            match made {
                Ok(made) => {
                    let deck = self.place(name);
                    self.count(card, &made)?;
                    let modified = card.modified.max(modified).saturating_mul(1000);
                    let tags = tags.split_whitespace().map(harmless).collect();
                    let mut card = card.with(made, harmless(&guid), modified, (deck, tags));
                    let placed = card.standing.is_some();
                    card.standing = card.standing.filter(can_be);
                    self.tally.add(Sort::Places, usize::from(placed && card.standing.is_none()));
                    self.drawn.cards.push(card);
                }
                Err(sort) => {
                    self.tally.add(sort, 1);
                    self.drawn.lost.push(card.id);
                }
            }
        }
        Ok(())
    }

    /// The place of a deck among those that hold cards.
    fn place(&mut self, name: &str) -> usize {
        if let Some(place) = self.places.get(name) {
            return *place;
        }
        let place = self.drawn.decks.len();
        self.drawn.decks.push(harmless(name));
        self.places.insert(name.to_owned(), place);
        place
    }

    /// Counts what a card says, what it loses, and the preset it is under.
    fn count(&mut self, card: &Raw, made: &Made) -> Result<(), Refused> {
        for (sort, lost) in [
            (Sort::Pictures, made.lost.pictures),
            (Sort::Sounds, made.lost.sounds),
            (Sort::Formulas, made.lost.formulas),
            (Sort::Scripts, made.lost.scripts),
            (Sort::Flags, card.flagged),
        ] {
            self.tally.add(sort, usize::from(lost));
        }
        if let Some(preset) = self.shelf.decks.get(&card.deck).and_then(|deck| deck.preset) {
            *self.drawn.presets.entry(preset).or_default() += 1;
        }
        self.words += made.text.front.len() + made.text.back.len() + made.text.note.len();
        bounded(self.words, WORDS, "the text on its cards")
    }

    /// Sorts decks by name and cards by id, of which each may be there once: a damaged table may hold one
    /// twice.
    fn finish(self) -> Result<Drawn, Refused> {
        let searches = self.shelf.decks.values().filter(|deck| deck.preset.is_none()).count();
        self.tally.add(Sort::FilteredDecks, searches);
        let mut drawn = self.drawn;
        let mut order: Vec<usize> = (0..drawn.decks.len()).collect();
        order.sort_by_key(|place| drawn.decks.get(*place));
        let mut places = vec![0; order.len()];
        for (new, old) in order.iter().enumerate() {
            if let Some(place) = places.get_mut(*old) {
                *place = new;
            }
        }
        for card in &mut drawn.cards {
            card.deck = places.get(card.deck).copied().unwrap_or_default();
        }
        drawn.decks.sort_unstable();
        drawn.cards.sort_unstable_by_key(|card| card.id);
        if !drawn.cards.is_sorted_by(|one, other| one.id < other.id) {
            return Err(Refused::wrong("its collection is damaged: two cards have one number"));
        }
        drawn.lost.sort_unstable();
        Ok(drawn)
    }
}

/// Refuses what has grown beyond a limit in bytes.
fn bounded(bytes: usize, limit: usize, what: &str) -> Result<(), Refused> {
    if bytes <= limit {
        return Ok(());
    }
    Err(Refused::TooMuch { what: what.to_owned(), limit: format!("{} MB", limit >> 20) })
}

/// A field without the pictures that make it large, some of which lie in the text itself.
fn small<'a>(text: &'a str, lost: &mut Lost) -> Cow<'a, str> {
    if text.len() > MOST { Cow::Owned(html::bare(text, lost)) } else { Cow::Borrowed(text) }
}

/// A name without what steers a terminal.
fn harmless(name: &str) -> String {
    name.chars().filter(|c| !steers(*c)).collect()
}
