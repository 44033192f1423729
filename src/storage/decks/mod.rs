//! Deck files: the built-in shelf and the user's own folder, one format for both.

pub mod answers;
pub mod built_in;
pub mod exchange;
pub mod folder;
pub mod format;
mod step;
mod walk;
