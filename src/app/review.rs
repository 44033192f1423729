//! Reviewing: what to ask next, and grading the answer.

use crate::app::{Error, Study, settle};
use crate::domain::review::Rating;
use crate::domain::schedule::history::preview;
use crate::domain::schedule::queue::{DISTANCE, Place, Pools, Reason, arrange};
use crate::storage::db::{self, card, deck};

/// How many new cards beyond the day's share are looked at, so that siblings can be kept apart.
const NEW_SLACK: usize = 15;

/// Which cards are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Only cards of this deck.
    pub deck: Option<i64>,
    /// This many new cards today, instead of what the settings say.
    pub new: Option<u32>,
    /// Also cards that come due within so many days.
    pub ahead: u32,
}

/// A card to be asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The card.
    pub card: card::Stored,
    /// The title of its deck.
    pub deck_title: String,
    /// What the deck is for, on the first card of it that is ever asked.
    pub introduction: Option<String>,
    /// Why it is asked.
    pub reason: Reason,
    /// The days until it comes back, for each rating, worst first.
    pub intervals: [u32; 4],
}

/// What is left for today.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// Known cards to be asked today.
    pub due: u64,
    /// New cards to be met today.
    pub new: u64,
    /// Cards failed today and not yet recalled.
    pub drills: u64,
    /// Due cards that wait for another day, because the day's share is done.
    pub backlog: u64,
}

impl Left {
    /// All cards that will still be asked today.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.due + self.new + self.drills
    }
}

/// Counts what is left for today.
///
/// A backlog is worked off in shares of `reviews-per-day`, and while there is one no new cards come.
///
/// # Errors
/// When the database cannot be read.
pub fn left(study: &Study, scope: Scope) -> Result<Left, Error> {
    let Study { db, settings, now, .. } = study;
    let done = db::activity::on(db, now.today)?;
    let until = now.today.plus(i32::try_from(scope.ahead).unwrap_or(i32::MAX));
    let counts = db::queue::counts(db, scope.deck, until)?;
    let drills = db::queue::drills(db, scope.deck, now.today)?.len();
    let unsigned = |n: i64| u64::try_from(n).unwrap_or(0);
    let share = u64::from(settings.reviews_per_day).saturating_sub(unsigned(done.reviews));
    let counted = if scope.ahead == 0 {
        counts.due
    } else {
        db::queue::due_count(db, scope.deck, now.today, until)?
    };
    let due = counted.min(share);
    let backlog = counted - due;
    let wished = u64::from(scope.new.unwrap_or(settings.new_per_day));
    let still =
        if scope.new.is_some() { wished } else { wished.saturating_sub(unsigned(done.introduced)) };
    let new = if backlog > 0 && scope.new.is_none() { 0 } else { counts.new.min(still) };
    Ok(Left { due, new, drills: unsigned(i64::try_from(drills).unwrap_or(0)), backlog })
}

/// Lays out the next cards, at most `limit`, and counts what is left.
///
/// # Errors
/// When the database cannot be read.
pub fn queue(study: &Study, scope: Scope, limit: usize) -> Result<(Left, Vec<Item>), Error> {
    study.db.read(|db| {
        let today = study.now.today;
        let left = left(study, scope)?;
        let whole = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
        let until = today.plus(i32::try_from(scope.ahead).unwrap_or(i32::MAX));
        let mut due = db::queue::due(db, scope.deck, today, until)?;
        due.truncate(whole(left.due));
        let new = if left.new == 0 {
            Vec::new()
        } else {
            db::queue::new(db, scope.deck, today, whole(left.new).saturating_add(NEW_SLACK))?
        };
        let drills = db::queue::drills(db, scope.deck, today)?;
        let recent = db::review::recent(db, today, DISTANCE)?;
        let mut still_new = whole(left.new);
        let laid = arrange(Pools { due, new, drills }, &recent, limit.saturating_add(NEW_SLACK));
        let wanted = laid.into_iter().filter(|(reason, _)| {
            let fits = *reason != Reason::New || still_new > 0;
            still_new -= usize::from(*reason == Reason::New && fits);
            fits
        });
        let items = wanted.take(limit).map(|(reason, place)| item(study, reason, &place));
        Ok((left, items.collect::<Result<_, Error>>()?))
    })
}

/// Every known card in learning order, for an unscored run.
///
/// # Errors
/// When the database cannot be read.
pub fn cram(study: &Study, deck: Option<i64>, limit: usize) -> Result<Vec<Place>, Error> {
    Ok(db::queue::known(&study.db, deck, limit)?)
}

/// Reads a card as it is to be asked.
///
/// # Errors
/// When the database cannot be read.
pub fn item(study: &Study, reason: Reason, place: &Place) -> Result<Item, Error> {
    let card = card::at(&study.db, place.card)?;
    let reason = match reason {
        Reason::Due if card.state.due > study.now.today => Reason::Ahead,
        Reason::Due | Reason::New | Reason::Drill | Reason::Ahead => reason,
    };
    let about = deck::at(&study.db, card.deck)?.about;
    let begun = reason != Reason::New || db::queue::is_begun(&study.db, card.deck)?;
    let (deck_title, introduction) = (about.title, (!begun).then_some(about.purpose));
    let terms = study.settings.terms(card.id.deck());
    let standing = card.state.standing;
    let intervals =
        preview(study.models.cards.present(), &card.id, standing.as_ref(), study.now.today, terms);
    Ok(Item { card, deck_title, introduction, reason, intervals })
}

/// How a grade is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grading {
    /// Scored, unless the card was scored today already.
    Scored,
    /// Never scored.
    Unscored,
}

/// What a grade led to.
#[derive(Clone, Debug, PartialEq)]
pub struct Graded {
    /// The card as it stands now.
    pub card: card::Stored,
    /// The rating given.
    pub rating: Rating,
    /// Whether it moved the memory; a repeat on the same day does not.
    pub scored: bool,
}

/// Logs how the recall of a card went; `took` is the time it took, in milliseconds.
///
/// # Errors
/// When the card is suspended or the database refuses.
pub fn grade(
    study: &Study,
    card: i64,
    rating: Rating,
    grading: Grading,
    took: u32,
) -> Result<Graded, Error> {
    study.db.write(|db| {
        let before = card::at(db, card)?;
        if before.state.suspended {
            return Err(Error::Suspended { card: before.id.to_string() });
        }
        let fresh = before.state.standing.is_none_or(|standing| standing.last < study.now.today);
        let scored = grading == Grading::Scored && fresh;
        let terms = study.settings.terms(before.id.deck());
        let review = db::review::New { card, rating, scored, took, terms };
        settle::card::around(db, card, || Ok(db::review::append(db, study.now, &review)?))?;
        Ok(Graded { card: card::at(db, card)?, rating, scored })
    })
}

/// Puts a card off until tomorrow.
///
/// # Errors
/// When the database refuses.
pub fn bury(study: &Study, card: i64) -> Result<(), Error> {
    study.db.write(|db| {
        settle::card::around(db, card, || {
            db::burial::append(db, study.now, card, study.now.today.plus(1))?;
            Ok(())
        })
    })
}
