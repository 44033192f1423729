//! Floor 2: where it is kept. The database, the deck files and the settings file.

pub mod backup;
pub mod db;
pub mod decks;
pub mod error;
pub mod formats;
pub mod place;
pub mod remote;
pub mod settings;
pub mod whole;

pub use error::{Error, Trouble};
