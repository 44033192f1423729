//! How well each technique is known, and whether it is used.

use std::collections::HashMap;

use crate::app::stats::Scope;
use crate::app::{Error, Study};
use crate::domain::stats::week::busy;
use crate::domain::time::StudyDay;
use crate::storage::db;

/// The weeks over which use is looked at.
pub const WEEKS: u32 = 12;

/// The technique whose use is every firing of a plan, whoever made the plan.
const PLANS: &str = "trigger-action-plans";

/// A technique.
#[derive(Clone, Debug, PartialEq)]
pub struct Technique {
    /// Its deck's name.
    pub name: String,
    /// Its name as people write it.
    pub title: String,
    /// The cards of its deck, without those that are suspended.
    pub cards: u64,
    /// The share of them, 0-1, that would be recalled today; a card never met counts as not known.
    pub known: f64,
    /// In how many of the last [`WEEKS`] weeks it was used: a walk of it went on, or a plan that came
    /// of one fired.
    pub weeks: u32,
}

impl Technique {
    /// The share of weeks in which it was used, 0-1.
    #[must_use]
    pub fn used(&self) -> f64 {
        f64::from(self.weeks) / f64::from(WEEKS)
    }
}

/// Reads how well each technique is known and used, in learning order; the scope's beginning does not
/// matter.
///
/// # Errors
/// When the database cannot be read.
pub fn techniques(study: &Study, scope: Scope) -> Result<Vec<Technique>, Error> {
    study.db.read(|db| {
        let deck = scope.deck;
        let mut recalled: HashMap<i64, f64> = HashMap::new();
        let model = study.models.cards.present();
        db::progress::known(db, deck, |known| {
            let elapsed = u32::try_from(study.now.today.since(known.last)).unwrap_or(0);
            *recalled.entry(known.deck).or_default() += model.retrievability(known.memory, elapsed);
        })?;
        let first = study.now.today.plus(1 - 7 * i32::try_from(WEEKS).unwrap_or(0));
        let mut uses: HashMap<String, Vec<StudyDay>> = HashMap::new();
        for (technique, day) in
            db::usage::of_techniques(db, (first, study.now.today), scope.private)?
        {
            uses.entry(technique).or_default().push(day);
        }
        let fired = db::usage::firings(db, (first, study.now.today), scope.private)?;
        uses.entry(PLANS.to_owned()).or_default().extend(fired);
        let counts: HashMap<i64, u64> = db::queue::by_deck(db)?.into_iter().collect();
        let mut techniques = Vec::new();
        for stored in db::deck::all(db)? {
            if deck.is_some_and(|only| only != stored.row) {
                continue;
            }
            let cards = counts.get(&stored.row).copied().unwrap_or_default();
            let recalled = recalled.get(&stored.row).copied().unwrap_or_default();
            #[expect(clippy::cast_precision_loss, reason = "cards stay far below 2^52")]
            let known = if cards == 0 { 0.0 } else { recalled / cards as f64 };
            let days = uses.remove(&stored.about.name).unwrap_or_default();
            techniques.push(Technique {
                weeks: busy(days, study.now.today, WEEKS),
                name: stored.about.name,
                title: stored.about.title,
                cards,
                known,
            });
        }
        Ok(techniques)
    })
}
