//! Taking in a package of Anki: its decks, its cards with their texts, what was reviewed, and where each
//! card stands.

mod known;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::app::import::anki::known::{
    APART, MARK, alike, is_ours, letters, mark, percent, with_tags,
};
use crate::app::import::loops::note;
use crate::app::import::{From, How, Imported, refused};
use crate::app::progress::{Doing, Watch};
use crate::app::settle::{self, Touched, bulk};
use crate::app::{Error, Study};
use crate::domain::card::{Id, is_name};
use crate::domain::name::slug;
use crate::domain::review::Terms;
use crate::domain::schedule::era::Eras;
use crate::domain::schedule::history::{self, Carried, History, replay};
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
    watch: Watch<'_>,
) -> Result<Imported, Error> {
    let collection = anki::read(from.path).map_err(|why| refused(from.name, &why))?;
    let act = |db: &Db| {
        let eras = settle::card::eras(db)?;
        bulk(db, &study.models, Touched::default(), watch, |touched| {
            let first = db::fact::next_seq(db)?;
            let mut taking = Taking::new((study, db, from), &collection, touched)?;
            taking.parameters()?;
            taking.cards(&eras, watch)?;
            taking.wishes();
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
    /// What the decks of the collection are called here.
    decks: HashMap<usize, String>,
    /// The rows of decks that hold its cards.
    kept: HashMap<String, i64>,
    /// How many cards are to come back at another recall than is set here, by that recall.
    wishes: BTreeMap<String, usize>,
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
        let (kept, wishes) = (HashMap::new(), BTreeMap::new());
        Ok(Self {
            study,
            db,
            from,
            collection,
            touched,
            imported,
            rollover,
            known,
            decks,
            kept,
            wishes,
        })
    }

    /// When something happened, on the days that Anki counted.
    fn moment(&self, at: i64) -> Moment {
        let offset = (self.from.zone)(at);
        Moment { at, offset, study_day: study_day(at, offset, self.rollover) }
    }

    /// Takes over the parameters of FSRS that most cards had, where none were fitted here and nothing
    /// was reviewed.
    fn parameters(&mut self) -> Result<(), Error> {
        let Some(((numbers, _), others)) = self.collection.parameters.split_first() else {
            return Ok(());
        };
        let others: usize = others.iter().map(|(_, cards)| cards).sum();
        if others > 0 {
            self.imported.notes.push(format!(
                "{others} cards had other parameters of FSRS in Anki than most; here all have the same"
            ));
        }
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
        let said =
            "Anki's parameters of FSRS are in force now; rat optimize --revert gives them up";
        self.imported.notes.push(said.to_owned());
        Ok(())
    }

    /// Says where Anki wished for another recall than is set here, which is left to the user.
    fn wishes(&mut self) {
        for (wish, cards) in &self.wishes {
            self.imported.notes.push(format!(
                "{cards} cards came back in Anki when their recall had fallen to {wish}, which is not \
                 what is set here: rat config set retention {wish}, or deck.NAME.retention for one \
                 deck"
            ));
        }
    }

    fn cards(&mut self, eras: &Eras, watch: Watch<'_>) -> Result<(), Error> {
        let collection = self.collection;
        let reviews: HashMap<i64, &[Review]> = collection
            .reviews
            .chunk_by(|one, other| one.card == other.card)
            .filter_map(|run| Some((run.first()?.card, run)))
            .collect();
        // New cards are to be met in the order in which they were made.
        let mut cards: Vec<&Card> = collection.cards.iter().collect();
        cards.sort_by_key(|card| (card.deck, card.id));
        let total = cards.len() as u64;
        for (done, card) in (0..).zip(cards) {
            let past = reviews.get(&card.id).copied().unwrap_or_default();
            self.card(eras, card, past)?;
            watch.tell(Doing::Reading, done, total)?;
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
        let name = db::card::at_name(self.db, row)?;
        if !stands {
            self.keep(name.deck(), card)?;
        }
        if let Some(row) = self.touched.card(Table::Review, About::Card(row)) {
            settle::card::out(self.db, eras, row)?;
        }
        self.text(row, card, stands)?;
        if card.suspended && (!stands || self.is_untouched(row)?) {
            db::suspension::append(self.db, self.study.now, row, true)?;
            self.imported.count(Table::Suspension);
        }
        let terms = self.study.settings.terms(name.deck());
        let retention = card.standing.and_then(|standing| standing.retention);
        let (wish, set) = (retention.map(percent), percent(terms.retention));
        if let Some(wish) = wish.filter(|wish| *wish != set) {
            *self.wishes.entry(wish).or_default() += 1;
        }
        let terms = Terms { retention: retention.unwrap_or(terms.retention), ..terms };
        let before = self.imported.total();
        self.reviews((row, card.ours.is_some()), past, terms)?;
        let Some(standing) = card.standing else { return Ok(()) };
        let carried = self.carried(&standing, past.is_empty());
        let more = self.imported.total() > before;
        if !more && self.stood_there(eras, (row, &name), &carried.1)? {
            self.imported.known += 1;
            return Ok(());
        }
        db::carried::append(self.db, row, carried.0, &carried.1)?;
        self.imported.count(Table::Carried);
        Ok(())
    }

    /// Tells whether nothing was ever asked of a card, and it may be asked.
    fn is_untouched(&self, row: i64) -> Result<bool, Error> {
        let reviews = db::review::of_card(self.db, row)?;
        Ok(reviews.is_empty() && !db::suspension::of_card(self.db, row)?)
    }

    /// Makes room for a card that was not here. One that rat wrote goes back to where it was.
    fn place(&mut self, card: &Card, mark: &str) -> Result<i64, Error> {
        let id = if let Some(id) = card.ours.as_deref().and_then(|name| name.parse::<Id>().ok()) {
            id
        } else {
            let stem = slug(&card.text.question(), 32);
            let key = if stem.is_empty() { mark.to_owned() } else { format!("{stem}-{mark}") };
            Id::new(&self.deck(card)?, &key)?
        };
        let deck = self.keep(id.deck(), card)?;
        let row = db::card::add(self.db, &id, deck, &card.text)?;
        self.known.insert(mark.to_owned(), row);
        Ok(row)
    }

    /// The name here of the deck of a card; a deck that a file states takes no guests.
    fn deck(&mut self, card: &Card) -> Result<String, Error> {
        if let Some(name) = self.decks.get(&card.deck) {
            return Ok(name.clone());
        }
        let title = self.title(card);
        let stem = slug(&title, 60);
        let stem = if is_name(&stem) { stem } else { format!("deck-{}", letters(hash(&title), 6)) };
        let name = if db::deck::is_stated(self.db, &stem)? { format!("{stem}-anki") } else { stem };
        self.decks.insert(card.deck, name.clone());
        Ok(name)
    }

    /// What the deck of a card is called.
    fn title(&self, card: &Card) -> String {
        let title = self.collection.decks.get(card.deck).map_or("Anki", String::as_str);
        let title = if card.ours.is_some() { title.trim_start_matches("rat::") } else { title };
        plain(&title.replace("::", " / "))
    }

    /// Has a deck that is to hold a card on the shelf; tells its row.
    fn keep(&mut self, name: &str, card: &Card) -> Result<i64, Error> {
        if let Some(row) = self.kept.get(name) {
            return Ok(*row);
        }
        let row = db::deck::place(self.db, name)?;
        if !db::deck::is_stated(self.db, name)? {
            if db::deck_made::title(self.db, row)?.is_none() {
                let title = self.title(card);
                db::deck_made::append(self.db, self.study.now, row, &title, true)?;
                self.imported.count(Table::DeckMade);
            }
            self.touched.add(Table::DeckMade, About::Deck(row));
        }
        self.kept.insert(name.to_owned(), row);
        Ok(row)
    }

    /// Gives a card its text: a new one its first, another what was changed in Anki since its last.
    fn text(&mut self, row: i64, card: &Card, stands: bool) -> Result<(), Error> {
        let tags = card.tags.iter().filter(|tag| card.ours.is_none() || !is_ours(tag));
        let tags: Vec<&str> = tags.map(String::as_str).collect();
        let text = with_tags(&card.text, &tags);
        let now = self.study.now.at;
        if !stands {
            let made = if (1..now).contains(&card.id) { card.id } else { card.modified.min(now) };
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
            db::edit::append_past(self.db, self.moment(card.modified.min(now)), row, &text, false)?;
            self.imported.count(Table::CardEdit);
        }
        Ok(())
    }

    fn reviews(
        &mut self,
        (row, ours): (i64, bool),
        past: &[Review],
        terms: Terms,
    ) -> Result<(), Error> {
        if past.is_empty() {
            return Ok(());
        }
        let here: BTreeSet<i64> =
            db::review::of_card(self.db, row)?.iter().map(|review| review.at).collect();
        for review in past {
            // Of what was given in one millisecond Anki knows some a little later.
            let later = if ours { APART } else { 0 };
            if here.range(review.at - later..=review.at).next().is_some() {
                self.imported.known += 1;
                continue;
            }
            let Review { rating, took, scored, .. } = *review;
            let new = db::review::New { card: row, rating, scored, took, terms };
            db::review::append_past(self.db, self.moment(review.at), &new)?;
            self.imported.count(Table::Review);
        }
        Ok(())
    }

    /// Where a card stood, with the offset then. Where Anki kept no memory, its reviews lead to one;
    /// without those either, its interval is taken for the stability.
    fn carried(&self, standing: &Standing, unreviewed: bool) -> (i32, Carried) {
        let days = i32::try_from(standing.interval).unwrap_or(i32::MAX);
        let noon = i64::from(standing.due.plus(-days).epoch()) * 86_400_000 + 43_200_000;
        let moment = self.moment(standing.last.unwrap_or(noon));
        let memory = standing.stability.zip(standing.difficulty);
        #[expect(clippy::cast_precision_loss, reason = "intervals stay far below 2^24 days")]
        let guessed = || unreviewed.then(|| Memory::new(standing.interval.max(1) as f32, 5.0));
        let memory = memory.map(|(s, d)| Memory::new(s, d)).or_else(guessed);
        let carried = Carried { at: moment.at, last: moment.study_day, due: standing.due, memory };
        (moment.offset, carried)
    }

    /// Tells whether a card ever stood here where it stands in Anki: brought from there, or by its
    /// reviews.
    fn stood_there(
        &self,
        eras: &Eras,
        (row, name): (i64, &Id),
        carried: &Carried,
    ) -> Result<bool, Error> {
        let brought = db::carried::of_card(self.db, row)?;
        if brought.iter().any(|known| known.at == carried.at && alike(known, carried)) {
            return Ok(true);
        }
        let reviews = db::review::of_card(self.db, row)?;
        let History { lines, standing } = replay(eras, name, &reviews, &brought);
        let stood = lines.iter().filter_map(|line| line.standing).chain(standing);
        let at = |standing: history::Standing| Carried {
            at: carried.at,
            last: standing.last,
            due: standing.due,
            memory: Some(standing.memory),
        };
        Ok(stood.map(at).any(|stood| alike(&stood, carried)))
    }
}
