//! The terminal: keys, frames of styled lines, questions, the user's editor.

pub mod ask;
pub mod editor;
pub mod frame;
pub mod interrupt;
pub mod progress;
pub mod screen;
pub mod tell;
