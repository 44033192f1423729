//! Charts: pure functions from values to lines or pictures.

pub mod card;
pub mod figure;
pub mod graph;
pub mod heat;
pub mod layout;
pub mod line;
pub mod measure;
pub mod network;
pub mod palette;
pub mod plot;
pub mod route;
pub mod svg;
pub mod table;
pub mod terminal;

#[cfg(test)]
mod tests;
