//! Walking on the terminal: asking each kind of question, waiting, breathing, and showing what came of
//! it.

pub mod asking;
pub mod page;
pub mod waiting;
