//! Jots: quick notes for later.

use crate::domain::text::{Unfit, statement};
use crate::domain::word::words;

words! {
    /// What sort of note it is.
    Kind, "kind of jot":
    /// Something that costs attention again and again.
    Friction = "friction",
    /// Something in one's life that does not work as it should.
    Bug = "bug",
    /// Something one shrinks from.
    Aversion = "aversion",
    /// A thought worth keeping.
    Idea = "idea",
}

/// The most characters of a jot.
pub const TEXT: usize = 1000;

/// A note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jot {
    /// What sort it is.
    pub kind: Kind,
    /// What it says.
    pub text: String,
    /// Whether it is dealt with.
    pub done: bool,
}

impl Jot {
    /// An open note.
    ///
    /// # Errors
    /// When the text is empty, too long or holds control characters.
    pub fn new(kind: Kind, text: &str) -> Result<Self, Unfit> {
        Ok(Self { kind, text: statement("jot", text, TEXT)?, done: false })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jot_is_put_on_one_line() {
        assert_eq!(Jot::new(Kind::Bug, " the  drawer\nsticks ").unwrap().text, "the drawer sticks");
    }

    #[test]
    fn an_empty_jot_is_refused() {
        assert_eq!(Jot::new(Kind::Idea, " "), Err(Unfit::Empty("jot")));
    }
}
