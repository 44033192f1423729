//! Taking in a package of Anki: its decks, its cards with their texts, what was reviewed, and where each
//! card stands.

use std::collections::HashMap;

use crate::app::import::loops::note;
use crate::app::import::{From, How, Imported, refused};
use crate::app::settle::{self, Touched, bulk};
use crate::app::{Error, Study};
use crate::domain::card::{Id, Text, is_name};
use crate::domain::name::slug;
use crate::domain::review::Terms;
use crate::domain::schedule::era::Eras;
use crate::domain::schedule::history::Carried;
use crate::domain::schedule::memory::{Memory, Parameters};
use crate::domain::schedule::version::Trial;
use crate::domain::text::plain;
use crate::domain::time::{Rollover, study_day};
use crate::storage::db::fact::{About, Moment, Table};
use crate::storage::db::import::Source;
use crate::storage::db::portable::hash;
use crate::storage::db::{self, Db};
use crate::storage::formats::anki::{self, Card, Collection, Review, Standing};

/// Takes in a package of Anki.
///
/// # Errors
/// When the file is none or the database refuses; nothing is kept then.
pub(super) fn import(
    study: &Study,
    from: From<'_>,
    how: How,
    watch: &mut dyn FnMut(u64),
) -> Result<Imported, Error> {
    let collection = anki::read(from.path).map_err(|why| refused(from.name, &why))?;
    let act = |db: &Db| {
        let eras = settle::card::eras(db)?;
        bulk(db, &study.models, Touched::default(), |touched| {
            let first = db::fact::next_seq(db)?;
            let mut taking = Taking::new((study, db, from), &collection, touched)?;
            taking.parameters()?;
            taking.cards(&eras, watch)?;
            let imported = taking.imported;
            note(db, study, from, (first, Source::Anki))?;
            Ok(imported)
        })
    };
    let mut imported = match how {
        How::Keep => study.db.write(act)?,
        How::TryOut => study.db.try_out(act)?,
    };
    let left = collection.left.iter();
    imported.left = left.map(|left| (left.sort.to_string(), left.count as u64)).collect();
    Ok(imported)
}

/// A collection being taken in.
struct Taking<'a> {
    study: &'a Study,
    db: &'a Db,
    from: From<'a>,
    collection: &'a Collection,
    touched: &'a mut Touched,
    imported: Imported,
    rollover: Rollover,
    /// The rows of the cards that came from Anki before, by the end of their names.
    known: HashMap<String, i64>,
    /// The decks of the collection here: their rows and names.
    decks: HashMap<usize, (i64, String)>,
}

impl<'a> Taking<'a> {
    fn new(
        (study, db, from): (&'a Study, &'a Db, From<'a>),
        collection: &'a Collection,
        touched: &'a mut Touched,
    ) -> Result<Self, Error> {
        let mut known = HashMap::new();
        for (row, id) in db::card::ids(db)? {
            if let Some(mark) = id.key().rsplit('-').next().filter(|end| end.len() == MARK) {
                known.insert(mark.to_owned(), row);
            }
        }
        let hour = u8::try_from(collection.rollover).unwrap_or_default();
        let rollover = Rollover::at(hour).unwrap_or(study.settings.rollover);
        let (imported, decks) = (Imported::new(Source::Anki), HashMap::new());
        Ok(Self { study, db, from, collection, touched, imported, rollover, known, decks })
    }

    /// When something happened, on the days that Anki counted.
    fn moment(&self, at: i64) -> Moment {
        let offset = (self.from.zone)(at);
        Moment { at, offset, study_day: study_day(at, offset, self.rollover) }
    }

    /// Takes over the parameters of FSRS, where none were fitted here and nothing was reviewed.
    fn parameters(&mut self) -> Result<(), Error> {
        let Some((numbers, _)) = self.collection.parameters.first() else { return Ok(()) };
        let Ok(parameters) = Parameters::of_any_version(numbers) else { return Ok(()) };
        let reviewed = db::activity::scored(self.db)?.1 > 0;
        if parameters == Parameters::default() {
            return Ok(());
        }
        if reviewed || !db::parameters::all(self.db)?.is_empty() {
            let said = "Anki's parameters of FSRS were left: those in force here stay";
            self.imported.notes.push(said.to_owned());
            return Ok(());
        }
        let first = self.collection.reviews.iter().map(|review| review.at).min();
        let moment = self.moment(first.unwrap_or(self.study.now.at) - 1);
        let trial = Trial {
            parameters: Some(parameters),
            reviews: u32::try_from(self.collection.reviews.len()).unwrap_or(u32::MAX),
            held_out: 0,
            before: None,
            after: None,
            doubt: 0.0,
            spread: 1,
        };
        db::parameters::append_past(self.db, moment, &trial)?;
        self.imported.count(Table::Parameters);
        self.touched.add_everything();
        let more = self.collection.parameters.len() > 1;
        self.imported.notes.push(format!(
            "Anki's parameters of FSRS are in force now{}; rat optimize --revert gives them up",
            if more { " (those that most cards had)" } else { "" }
        ));
        Ok(())
    }

    fn cards(&mut self, eras: &Eras, watch: &mut dyn FnMut(u64)) -> Result<(), Error> {
        let collection = self.collection;
        let reviews: HashMap<i64, &[Review]> = collection
            .reviews
            .chunk_by(|one, other| one.card == other.card)
            .filter_map(|run| Some((run.first()?.card, run)))
            .collect();
        // New cards are to be met in the order in which they were made.
        let mut cards: Vec<&Card> = collection.cards.iter().collect();
        cards.sort_by_key(|card| (card.deck, card.id));
        for card in cards {
            let past = reviews.get(&card.id).copied().unwrap_or_default();
            self.card(eras, card, past)?;
            watch(self.imported.total() + self.imported.known);
        }
        Ok(())
    }

    fn card(&mut self, eras: &Eras, card: &Card, past: &[Review]) -> Result<(), Error> {
        let mark = mark(card);
        let ours = card.ours.as_deref().map(|name| db::card::named(self.db, name)).transpose()?;
        let here = ours.flatten().map(|stored| stored.row).or(self.known.get(&mark).copied());
        let (row, stands) = match here {
            Some(row) => (row, db::card::is_stated(self.db, row)?),
            None => (self.place(card, &mark)?, false),
        };
        if let Some(row) = self.touched.card(Table::Review, About::Card(row)) {
            settle::card::out(self.db, eras, row)?;
        }
        self.text(row, card, stands)?;
        // What was decided about it here stays.
        if card.suspended && (!stands || !db::suspension::ever(self.db, row)?) {
            db::suspension::append(self.db, self.study.now, row, true)?;
            self.imported.count(Table::Suspension);
        }
        let deck = db::card::at_name(self.db, row)?;
        let terms = self.study.settings.terms(deck.deck());
        let retention = card.standing.and_then(|standing| standing.retention);
        let terms = Terms { retention: retention.unwrap_or(terms.retention), ..terms };
        let fresh = self.reviews(row, past, terms)?;
        match card.standing {
            Some(standing) if fresh || !stands || !self.stands_so(row, &standing)? => {
                self.carry(row, &standing, past.is_empty())
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Makes room for a card that was not here: one that left from here under its own name.
    fn place(&mut self, card: &Card, mark: &str) -> Result<i64, Error> {
        let title = self.collection.decks.get(card.deck).map_or("Anki", String::as_str);
        let own = card.ours.as_deref().and_then(|name| name.parse::<Id>().ok());
        let (deck, id) = if let Some(id) = own {
            let title = title.strip_prefix("rat::").unwrap_or(title);
            (self.make(id.deck(), title)?, id)
        } else {
            let (deck, name) = self.deck(card.deck, title)?;
            let stem = slug(&card.text.question(), 32);
            let key = if stem.is_empty() { mark.to_owned() } else { format!("{stem}-{mark}") };
            (deck, Id::new(&name, &key)?)
        };
        let row = db::card::add(self.db, &id, deck, &card.text)?;
        self.known.insert(mark.to_owned(), row);
        Ok(row)
    }

    /// The deck that a deck of Anki becomes; one that a file states takes no guests.
    fn deck(&mut self, place: usize, title: &str) -> Result<(i64, String), Error> {
        if let Some(deck) = self.decks.get(&place) {
            return Ok(deck.clone());
        }
        let title = plain(&title.replace("::", " / "));
        let stem = slug(&title, 60);
        let stem = if is_name(&stem) { stem } else { format!("deck-{}", letters(hash(&title), 6)) };
        let name = if db::deck::is_stated(self.db, &stem)? { format!("{stem}-anki") } else { stem };
        let row = self.make(&name, &title)?;
        self.decks.insert(place, (row, name.clone()));
        Ok((row, name))
    }

    /// The row of a deck, which is made if neither a file states it nor an import brought it.
    fn make(&mut self, name: &str, title: &str) -> Result<i64, Error> {
        let row = db::deck::place(self.db, name)?;
        if !db::deck::is_stated(self.db, name)? && db::deck_made::title(self.db, row)?.is_none() {
            db::deck_made::append(self.db, self.study.now, row, &plain(title), true)?;
            self.imported.count(Table::DeckMade);
        }
        self.touched.add(Table::DeckMade, About::Deck(row));
        Ok(row)
    }

    /// Gives a card its text: a new one its first, another what was changed in Anki since its last.
    fn text(&mut self, row: i64, card: &Card, stands: bool) -> Result<(), Error> {
        let text = with_tags(&card.text, &card.tags);
        let now = self.study.now.at;
        if !stands {
            let made =
                if (1..now).contains(&card.id) { card.id } else { card.modified.clamp(0, now) };
            db::edit::append_past(self.db, self.moment(made), row, &text, true)?;
            self.imported.count(Table::CardEdit);
            return Ok(());
        }
        if db::card::at(self.db, row)?.text == text {
            return Ok(());
        }
        let last = db::edit::of_card(self.db, row)?.last().map(|(_, at, ..)| *at);
        // What a deck file states is left to it; what was worded here since stays.
        if card.ours.is_none() && last.is_none_or(|last| last < card.modified) {
            db::edit::append_past(
                self.db,
                self.moment(card.modified.clamp(0, now)),
                row,
                &text,
                false,
            )?;
            self.imported.count(Table::CardEdit);
        }
        Ok(())
    }

    /// Logs the reviews that are not here yet; tells whether there were any.
    fn reviews(&mut self, row: i64, past: &[Review], terms: Terms) -> Result<bool, Error> {
        if past.is_empty() {
            return Ok(false);
        }
        let mut here = db::review::of_card(self.db, row)?;
        let before = self.imported.total();
        for review in past {
            // Anki has no two answers of one millisecond: what went there may have moved a little.
            let same = here
                .iter()
                .position(|one| one.rating == review.rating && one.at.abs_diff(review.at) < NEAR);
            if let Some(same) = same {
                here.swap_remove(same);
                self.imported.known += 1;
                continue;
            }
            let Review { rating, took, scored, .. } = *review;
            let new = db::review::New { card: row, rating, scored, took, terms };
            db::review::append_past(self.db, self.moment(review.at), &new)?;
            self.imported.count(Table::Review);
        }
        Ok(self.imported.total() > before)
    }

    /// Tells whether a card stands here where it stood in Anki.
    fn stands_so(&self, row: i64, there: &Standing) -> Result<bool, Error> {
        let here = db::card::at(self.db, row)?.state.standing;
        Ok(here.is_some_and(|here| {
            let near = there.stability.is_none_or(|stability| {
                (stability - here.memory.stability()).abs() <= stability * 0.01
            });
            here.due == there.due && near
        }))
    }

    /// Puts a card where it stood. Where Anki kept no memory, its reviews lead to one; without those
    /// either, its interval is taken for the stability.
    fn carry(&mut self, row: i64, standing: &Standing, unreviewed: bool) -> Result<(), Error> {
        let days = i32::try_from(standing.interval).unwrap_or(i32::MAX);
        let noon = i64::from(standing.due.plus(-days).epoch()) * 86_400_000 + 43_200_000;
        let moment = self.moment(standing.last.unwrap_or(noon));
        let memory = standing.stability.zip(standing.difficulty);
        #[expect(clippy::cast_precision_loss, reason = "intervals stay far below 2^24 days")]
        let guessed = || unreviewed.then(|| Memory::new(standing.interval.max(1) as f32, 5.0));
        let memory = memory.map(|(s, d)| Memory::new(s, d)).or_else(guessed);
        let (at, last) = (moment.at, moment.study_day);
        let carried = Carried { at, last, due: standing.due, memory };
        if db::carried::of_card(self.db, row)?.contains(&carried) {
            self.imported.known += 1;
            return Ok(());
        }
        db::carried::append(self.db, row, moment.offset, &carried)?;
        self.imported.count(Table::Carried);
        Ok(())
    }
}

/// Reviews of one card with one rating that lie less than this apart are the same, in milliseconds.
const NEAR: u64 = 1000;

/// The letters by which a card of Anki is known again at the end of its name.
const MARK: usize = 10;

fn mark(card: &Card) -> String {
    letters(hash(&format!("{}\u{1f}{}", card.guid, card.ordinal)), MARK)
}

/// Writes a number with small letters and digits that cannot be taken for each other.
fn letters(mut number: u64, count: usize) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut text = String::with_capacity(count);
    for _ in 0..count {
        let letter = usize::try_from(number & 31).unwrap_or_default();
        text.push(LETTERS.get(letter).map_or('a', |letter| char::from(*letter)));
        number >>= 5;
    }
    text
}

/// A text with its tags in the note.
fn with_tags(text: &Text, tags: &[String]) -> Text {
    if tags.is_empty() {
        return text.clone();
    }
    let tags = format!("Tags: {}", plain(&tags.join(" ")));
    let note = if text.note.is_empty() { tags } else { format!("{}\n{tags}", text.note) };
    Text { note, ..text.clone() }
}
