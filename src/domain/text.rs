//! What may be shown: text from files and imports with its control characters made harmless.

use std::borrow::Cow;

/// Replaces every character that could steer a terminal or reorder a line by a visible stand-in.
///
/// Line feeds stay; tabs become spaces; C0 and C1 controls, DEL and the bidirectional overrides
/// become `U+FFFD`. A deck can therefore not move the cursor, set a title or hide text.
#[must_use]
pub fn harmless(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| c != '\n' && steers(c)) {
        return Cow::Borrowed(text);
    }
    let shown = text.chars().map(|c| match c {
        '\n' => '\n',
        '\t' => ' ',
        c if steers(c) => '\u{fffd}',
        c => c,
    });
    Cow::Owned(shown.collect())
}

/// Tells whether a character steers a terminal instead of being shown by it.
#[must_use]
pub fn steers(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Puts a blank in the place of every character that steers a terminal; line feeds stay.
#[must_use]
pub fn plain(text: &str) -> String {
    text.chars().map(|c| if c != '\n' && steers(c) { ' ' } else { c }).collect()
}

/// What is wrong with a text that the user typed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// It is empty.
    #[error("the {0} is empty")]
    Empty(&'static str),
    /// It is too long.
    #[error("the {what} has {length} characters; {most} are the most")]
    TooLong {
        /// Which text.
        what: &'static str,
        /// How many characters it has.
        length: usize,
        /// How many it may have.
        most: usize,
    },
    /// It holds a character that steers terminals.
    #[error("the {0} holds a control character")]
    Steers(&'static str),
}

/// Checks a typed text that may be empty: no more than `most` characters, none that steers a
/// terminal. `what` names the text in the complaint.
///
/// # Errors
/// When it is too long or steers.
pub fn fit(what: &'static str, text: &str, most: usize) -> Result<(), Unfit> {
    let length = text.chars().count();
    if text.chars().any(steers) {
        Err(Unfit::Steers(what))
    } else if length > most {
        Err(Unfit::TooLong { what, length, most })
    } else {
        Ok(())
    }
}

/// Puts a typed text on one line and checks that it says something.
///
/// # Errors
/// When it is empty, longer than `most` characters, or steers a terminal.
pub fn statement(what: &'static str, text: &str, most: usize) -> Result<String, Unfit> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() {
        return Err(Unfit::Empty(what));
    }
    fit(what, &line, most).map(|()| line)
}

/// Puts a text on one line of at most `limit` characters, an ellipsis marking what was cut.
#[must_use]
pub fn one_line(text: &str, limit: usize) -> String {
    let mut line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() > limit {
        line = line.chars().take(limit.saturating_sub(1)).collect();
        line.truncate(line.trim_end().len());
        line.push('…');
    }
    line
}

/// Writes a count with its noun: `1 card`, `2 cards`.
#[must_use]
pub fn count(n: u64, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escape_sequence_loses_its_escape() {
        assert_eq!(harmless("a\u{1b}[2Jb"), "a\u{fffd}[2Jb");
    }

    #[test]
    fn a_right_to_left_override_is_made_visible() {
        assert_eq!(harmless("a\u{202e}b"), "a\u{fffd}b");
    }

    #[test]
    fn ordinary_text_is_passed_on_without_a_copy() {
        assert!(matches!(harmless("naïve 日本 🙂\nline"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_long_text_is_cut_at_the_limit() {
        assert_eq!(one_line("one  two\nthree", 8), "one two…");
    }
}
