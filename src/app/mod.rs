//! Floor 3: what you can do. One module per use case, one transaction per call.

pub mod away;
pub mod backup;
pub mod card;
pub mod commitment;
pub mod deck;
pub mod doctor;
pub mod draft;
pub mod errand;
pub mod error;
pub mod export;
pub mod fire;
pub mod grimoire;
pub mod import;
pub mod jot;
pub mod optimize;
pub mod progress;
pub mod remind;
pub mod report;
pub mod review;
mod secret;
mod settle;
pub mod shelf;
pub mod stats;
pub mod sync;
pub mod tap;
pub mod technique;
pub mod today;
pub mod undo;
pub mod union;
pub mod walk;
pub mod workload;

pub use error::Error;

use crate::domain::schedule::era::Eras;
use crate::domain::schedule::history::Standing;
use crate::domain::schedule::memory::Model;
use crate::domain::settings::Settings;
use crate::domain::time::Now;
use crate::storage::db::Db;

/// The models of memory: those of cards and of plans have parameters of their own, since a firing in
/// life is not a card on a screen.
#[derive(Clone, Debug, Default)]
pub struct Models {
    /// For cards, as they were from the beginning to the present.
    pub cards: Eras,
    /// For rehearsals of plans.
    pub plans: Model,
}

/// What every use case works with: the database, the user's settings, the model of memory and the
/// present.
#[derive(Debug)]
pub struct Study {
    /// The database.
    pub db: Db,
    /// What the user has set.
    pub settings: Settings,
    /// The models of memory.
    pub models: Models,
    /// The present.
    pub now: Now,
}

impl Study {
    /// The probability, 0-1, of recalling a card today.
    #[must_use]
    pub fn recalls_card(&self, standing: &Standing) -> f64 {
        standing.retrievability(self.models.cards.present(), self.now.today)
    }

    /// The probability, 0-1, of recalling today what a plan says.
    #[must_use]
    pub fn recalls_plan(&self, standing: &Standing) -> f64 {
        standing.retrievability(&self.models.plans, self.now.today)
    }
}
