//! Writing a package that every version of Anki from 2.1 on reads, card by card and answer by answer.
//!
//! Notes are known by the names of their cards: a second package updates the texts of the first and
//! doubles nothing. Anki takes where a card stands, and its log, only when the card is new to it.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{self, Write as _};

use rusqlite::{Connection, params};
use serde_json::{Map, json};
use tempfile::NamedTempFile;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::domain::card::{Id, Kind, Text};
use crate::domain::review::Rating;
use crate::domain::text::steers;
use crate::domain::time::{Now, Rollover, StudyDay};
use crate::storage::formats::Refused;
use crate::storage::formats::anki::{Standing, models, words};

const TABLES: &str = include_str!("tables.sql");

/// The character between the fields of a note.
const FIELD: &str = "\u{1f}";

/// How far the collection is said to have been made before today, in days: far enough that no zone in
/// which it is opened can have it made tomorrow.
const MADE_BEFORE: i32 = 30;

/// The last moment an answer can have, in milliseconds since the epoch: far beyond any, and far from the
/// end of the numbers.
const LAST_MOMENT: i64 = 1 << 53;

/// The power of FSRS-6 where no parameters are given.
const DECAY: f32 = 0.1542;

/// The first of the ids made from names, in milliseconds since the epoch as Anki's own are.
const FIRST_ID: i64 = 1_600_000_000_000;

/// How many ids there are; the last is that of a moment in 2023.
const IDS: u64 = 100_000_000_000;

/// What holds for a whole package.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// The present.
    pub now: Now,
    /// When days turn.
    pub rollover: Rollover,
    /// The parameters of FSRS, 17, 19 or 21 of them; empty for those of Anki.
    pub parameters: &'a [f32],
    /// The recall probability that cards should have when they come back, between 0 and 1.
    pub retention: f64,
    /// The longest interval, in days.
    pub longest: u32,
}

/// A card to be written.
#[derive(Clone, Copy, Debug)]
pub struct Card<'a> {
    /// Its name, by which it is known again.
    pub name: &'a Id,
    /// The title of its deck, which becomes `rat::Title`.
    pub deck: &'a str,
    /// What stands on it.
    pub text: &'a Text,
    /// Its tags; a blank in one becomes `_`.
    pub tags: &'a [String],
    /// When its text was last changed, in milliseconds since the epoch.
    pub modified: i64,
    /// Whether it is kept from being asked.
    pub suspended: bool,
    /// Whether it is put off for a day.
    pub buried: bool,
    /// Where it stands; nothing when it is new.
    pub standing: Option<Standing>,
}

/// An answer to be written.
#[derive(Clone, Copy, Debug)]
pub struct Answer {
    /// The card, as [`Writer::card`] called it.
    pub card: i64,
    /// When, in milliseconds since the epoch; an answer given in the same millisecond as another is
    /// written a millisecond later.
    pub at: i64,
    /// How it went.
    pub rating: Rating,
    /// How long it took, in milliseconds.
    pub took: u32,
    /// Whether it moved the memory; one that did not is written as cramming.
    pub scored: bool,
    /// The interval before it in days, where that is known.
    pub before: Option<u32>,
    /// The interval after it in days, where that is known.
    pub after: Option<u32>,
    /// The difficulty after it, 1-10, where that is known.
    pub difficulty: Option<f32>,
}

/// A package that is being written.
#[derive(Debug)]
pub struct Writer<'a> {
    setting: Setting<'a>,
    kept: NamedTempFile,
    conn: Connection,
    /// The ids and full names of decks, by title.
    decks: HashMap<String, (i64, String)>,
    ids: HashSet<i64>,
    /// The cards that have an answer that counts.
    begun: HashSet<i64>,
    /// The place of the next new card.
    next: u32,
}

impl From<SqlError> for Refused {
    fn from(SqlError(error): SqlError) -> Self {
        Self::Unreadable(io::Error::other(error))
    }
}

/// Says that a collection of our own could not be written.
struct SqlError(rusqlite::Error);

fn unwritten(error: rusqlite::Error) -> SqlError {
    SqlError(error)
}

impl<'a> Writer<'a> {
    /// Begins a package beside nothing but a temporary file.
    ///
    /// # Errors
    /// When that file cannot be made or written.
    pub fn begin(setting: Setting<'a>) -> Result<Self, Refused> {
        let kept = NamedTempFile::new()?;
        let conn = Connection::open(kept.path()).map_err(unwritten)?;
        // What is lost when the power goes is lost anyway; the answers come in no order of moments.
        conn.execute_batch(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536; BEGIN",
        )
        .map_err(unwritten)?;
        conn.execute_batch(TABLES).map_err(unwritten)?;
        Ok(Self {
            setting,
            kept,
            conn,
            decks: HashMap::new(),
            ids: HashSet::new(),
            begun: HashSet::new(),
            next: 1,
        })
    }

    /// Writes a card and gives it a number for its answers. New cards are learned in the order in which
    /// they are written.
    ///
    /// # Errors
    /// When the temporary file cannot be written.
    pub fn card(&mut self, card: &Card<'_>) -> Result<i64, Refused> {
        let deck = self.deck(card.deck);
        let id = self.id(&card.name.to_string());
        self.note(id, card)?;
        let (sort, due) = match card.standing {
            Some(standing) => (2, standing.due.since(self.made())),
            None => (0, i32::try_from(self.next).unwrap_or(i32::MAX)),
        };
        self.next += u32::from(card.standing.is_none());
        let queue = match (card.suspended, card.buried) {
            (true, _) => -1,
            (false, true) => -2,
            (false, false) => sort,
        };
        let count = |of: fn(&Standing) -> u32| card.standing.as_ref().map_or(0, of);
        let insert = "INSERT INTO cards VALUES
            (?1, ?1, ?2, 0, ?3, -1, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 0, 0, 0, 0, ?11)";
        let mut statement = self.conn.prepare_cached(insert).map_err(unwritten)?;
        statement
            .execute(params![
                id,
                deck,
                card.modified.div_euclid(1000),
                sort,
                queue,
                due,
                count(|standing| standing.interval.max(1)),
                if card.standing.is_some() { 2500 } else { 0 },
                count(|standing| standing.reps),
                count(|standing| standing.lapses),
                self.memory(card.standing.as_ref()),
            ])
            .map_err(unwritten)?;
        Ok(id)
    }

    /// Writes an answer. Those to one card come in the order in which they were given.
    ///
    /// # Errors
    /// When the temporary file cannot be written.
    pub fn answer(&mut self, answer: &Answer) -> Result<(), Refused> {
        let sort = match answer.scored {
            false => 3,
            true if self.begun.insert(answer.card) => 0,
            true => 1,
        };
        let insert = "INSERT OR IGNORE INTO revlog VALUES (?1, ?2, -1, ?3, ?4, ?5, ?6, ?7, ?8)";
        let mut statement = self.conn.prepare_cached(insert).map_err(unwritten)?;
        let mut at = answer.at.clamp(1, LAST_MOMENT);
        loop {
            let written = statement
                .execute(params![
                    at,
                    answer.card,
                    answer.rating.number(),
                    answer.after.unwrap_or(0),
                    answer.before.unwrap_or(0),
                    if answer.scored { factor(answer.difficulty) } else { 0 },
                    answer.took,
                    sort,
                ])
                .map_err(unwritten)?;
            if written == 1 {
                return Ok(());
            }
            at += 1;
        }
    }

    /// Ends the package and hands it over.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self, to: &mut dyn io::Write) -> Result<(), Refused> {
        let mut decks: Vec<(i64, String)> = self.decks.values().cloned().collect();
        decks.sort_unstable();
        let now = self.setting.now;
        let seconds = now.at.div_euclid(1000);
        let hour = i64::from(self.setting.rollover.hour()) * 3600;
        let made = i64::from(self.made().epoch()) * 86_400 + hour - i64::from(now.offset);
        let insert = "INSERT INTO col VALUES (1, ?1, ?2, ?2, 11, 0, 0, 0, ?3, ?4, ?5, ?6, '{}')";
        let held = params![
            made,
            now.at,
            models::settings(&self.setting, self.next),
            models::kinds(seconds),
            models::decks(&decks, seconds),
            models::presets(&self.setting, seconds),
        ];
        self.conn.execute(insert, held).map_err(unwritten)?;
        self.conn.execute_batch("COMMIT").map_err(unwritten)?;
        self.conn.close().map_err(|(_, error)| unwritten(error))?;
        // An archive is written with leaps, which not everything can do that it may go to.
        let mut whole = NamedTempFile::new()?;
        pack(&mut self.kept.reopen()?, whole.as_file_mut())?;
        io::copy(&mut whole.reopen()?, to)?;
        Ok(())
    }

    /// The day the collection is said to have been made on.
    fn made(&self) -> StudyDay {
        self.setting.now.today.plus(-MADE_BEFORE)
    }

    /// The id of a deck.
    fn deck(&mut self, title: &str) -> i64 {
        if let Some((id, _)) = self.decks.get(title) {
            return *id;
        }
        let name: String = title.chars().filter(|c| !steers(*c)).collect();
        let name = format!("rat::{}", name.replace("::", ": "));
        let id = self.id(&name);
        self.decks.insert(title.to_owned(), (id, name));
        id
    }

    /// An id that a name always gets, unless another name got it first.
    fn id(&mut self, name: &str) -> i64 {
        let place = i64::try_from(hash(name) % IDS).unwrap_or_default();
        let mut id = FIRST_ID + 1000 + place;
        while !self.ids.insert(id) {
            id += 1;
        }
        id
    }

    fn note(&self, id: i64, card: &Card<'_>) -> Result<(), Refused> {
        let name = card.name.to_string();
        let text = card.text;
        let note = words::field(&text.note);
        let (kind, first, fields) = match text.kind {
            Kind::Recall | Kind::Situation => {
                let (front, back) = (words::field(&text.front), words::field(&text.back));
                (
                    models::RECALL_ID,
                    text.front.clone(),
                    [&front, &back, &note, &name].map(String::as_str).join(FIELD),
                )
            }
            Kind::Cloze => {
                let sentence = words::cloze(&text.front);
                (
                    models::CLOZE_ID,
                    text.answer(),
                    [&sentence, &note, &name].map(String::as_str).join(FIELD),
                )
            }
        };
        let tag = |tag: &String| tag.split_whitespace().collect::<Vec<_>>().join("_");
        let tags = card.tags.iter().map(tag).collect::<Vec<_>>().join(" ");
        let tags = if tags.is_empty() { tags } else { format!(" {tags} ") };
        let insert = "INSERT INTO notes VALUES (?1, ?2, ?3, ?4, -1, ?5, ?6, ?7, 0, 0, '')";
        let mut statement = self.conn.prepare_cached(insert).map_err(unwritten)?;
        let seconds = card.modified.div_euclid(1000);
        let guid = format!("rat/{name}");
        statement
            .execute(params![id, guid, kind, seconds, tags, fields, first])
            .map_err(unwritten)?;
        Ok(())
    }

    /// What Anki keeps of a memory.
    fn memory(&self, standing: Option<&Standing>) -> String {
        let mut held = Map::new();
        let Some(standing) = standing else { return "{}".to_owned() };
        if let (Some(stability), Some(difficulty)) = (standing.stability, standing.difficulty) {
            held.insert("s".to_owned(), json!(stability));
            held.insert("d".to_owned(), json!(difficulty));
            let decay = self.setting.parameters.get(20).copied().unwrap_or(DECAY);
            held.insert("decay".to_owned(), json!(decay));
        }
        if let Some(retention) = standing.retention {
            held.insert("dr".to_owned(), json!(retention));
        }
        if let Some(last) = standing.last {
            held.insert("lrt".to_owned(), json!(last.div_euclid(1000)));
        }
        serde_json::Value::Object(held).to_string()
    }
}

/// The difficulty as Anki logs it: 1-10 becomes 100-1100. An answer whose difficulty is not known must
/// not look like one that did not count, so it is given the middle.
#[allow(clippy::cast_possible_truncation, reason = "a number between 100 and 1100")]
fn factor(difficulty: Option<f32>) -> i64 {
    let difficulty = difficulty.filter(|held| held.is_finite()).unwrap_or(5.0).clamp(1.0, 10.0);
    ((difficulty - 1.0) / 9.0 * 1000.0 + 100.0).round() as i64
}

/// Puts a collection into an archive.
fn pack(collection: &mut File, archive: &mut File) -> Result<(), Refused> {
    let mut zip = ZipWriter::new(archive);
    let large = SimpleFileOptions::default().large_file(true);
    zip.start_file("collection.anki2", large)?;
    io::copy(collection, &mut zip)?;
    zip.start_file("media", SimpleFileOptions::default())?;
    zip.write_all(b"{}")?;
    zip.finish()?;
    Ok(())
}

/// A number that a name always gives: FNV-1a with 64 bits.
fn hash(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
