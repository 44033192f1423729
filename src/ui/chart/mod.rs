//! Charts of characters: pure functions from values to lines.

pub mod graph;
pub mod heat;
pub mod line;
pub mod network;
