//! Walking on the terminal: leading through a run, asking each kind of question, waiting, breathing, and
//! showing what came of it.

pub mod asking;
pub mod keys;
pub mod lead;
pub mod page;
mod parts;
pub mod waiting;
