//! Floor 3: what you can do. One module per use case, one transaction per call.

pub mod away;
pub mod card;
pub mod commitment;
pub mod deck;
pub mod doctor;
pub mod draft;
pub mod errand;
pub mod error;
pub mod fire;
pub mod jot;
pub mod review;
mod settle;
pub mod shelf;
pub mod stats;
pub mod tap;
pub mod today;
pub mod undo;

pub use error::Error;

use crate::domain::schedule::memory::Model;
use crate::domain::settings::Settings;
use crate::domain::time::Now;
use crate::storage::db::Db;

/// What every use case works with: the database, the user's settings, the model of memory and the
/// present.
#[derive(Debug)]
pub struct Study {
    /// The database.
    pub db: Db,
    /// What the user has set.
    pub settings: Settings,
    /// The model of memory.
    pub model: Model,
    /// The present.
    pub now: Now,
}
