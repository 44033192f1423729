//! Frames: what a screen shows, as styled lines that know nothing of a terminal.

use textwrap::{Options, WordSplitter, WrapAlgorithm, wrap};

use crate::domain::text::harmless;

/// How a piece of text looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// Like any text.
    #[default]
    Normal,
    /// What the eye should find first.
    Strong,
    /// What may be overlooked.
    Faint,
    /// What was to be recalled.
    Answer,
    /// What to mind.
    Warning,
}

/// A piece of text in one style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The text, free of control characters.
    pub text: String,
    /// How it looks.
    pub style: Style,
}

/// One line of a frame.
pub type Line = Vec<Span>;

/// A piece of text, its control characters made harmless.
#[must_use]
pub fn span(text: &str, style: Style) -> Span {
    Span { text: harmless(text).replace('\n', " "), style }
}

/// Wraps a text into lines at most `width` columns wide, counting wide characters as two; its own
/// line breaks stay.
#[must_use]
pub fn paragraph(text: &str, width: usize, style: Style) -> Vec<Line> {
    let options = Options::new(width.max(8))
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit)
        .break_words(true);
    wrap(&harmless(text), options).into_iter().map(|line| vec![span(&line, style)]).collect()
}

/// Wraps an item of a list, its further lines below the first behind its lead.
#[must_use]
pub fn item(lead: &str, text: &str, width: usize) -> Vec<Line> {
    let indent = " ".repeat(columns(&[span(lead, Style::Normal)]));
    let room = width.saturating_sub(indent.len()).max(8);
    let mut lines = paragraph(text, room, Style::Normal);
    for (line, nth) in lines.iter_mut().zip(0..) {
        line.insert(0, span(if nth == 0 { lead } else { &indent }, Style::Normal));
    }
    lines
}

/// Lays out pieces that must not be broken, several to a line, two blanks between them.
#[must_use]
pub fn flow(pieces: &[Vec<Span>], width: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut used = 0;
    for piece in pieces {
        let wide = columns(piece);
        match lines.last_mut() {
            Some(line) if used + 2 + wide <= width => {
                line.push(span("  ", Style::Normal));
                line.extend(piece.iter().cloned());
                used += 2 + wide;
            }
            Some(_) | None => {
                lines.push(piece.clone());
                used = wide;
            }
        }
    }
    lines
}

/// Puts a text on one line of at most so many columns, an ellipsis marking what was cut.
#[must_use]
pub fn cut(text: &str, width: usize) -> String {
    // Marks that take no column must not make a text endless.
    let mut kept = span(&text.chars().take(4 * width + 4).collect::<String>(), Style::Normal);
    let whole = kept.text.chars().count() == text.chars().count();
    if whole && columns(std::slice::from_ref(&kept)) <= width {
        return kept.text;
    }
    while columns(std::slice::from_ref(&kept)) + 1 > width {
        if kept.text.pop().is_none() {
            return String::new();
        }
    }
    kept.text.truncate(kept.text.trim_end().len());
    kept.text.push('…');
    kept.text
}

/// The columns a line takes.
#[must_use]
pub fn columns(line: &[Span]) -> usize {
    line.iter().map(|span| unicode_width::UnicodeWidthStr::width(span.text.as_str())).sum()
}

/// The text of some lines, for screens without styles.
#[must_use]
pub fn text(lines: &[Line]) -> String {
    let one = |line: &Line| line.iter().map(|span| span.text.as_str()).collect::<String>();
    lines.iter().map(|line| one(line).trim_end().to_owned() + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, width: usize) -> Vec<String> {
        paragraph(text, width, Style::Normal)
            .into_iter()
            .map(|line| line.into_iter().map(|span| span.text).collect())
            .collect()
    }

    #[test]
    fn wide_characters_count_as_two_columns() {
        for line in
            wrapped("目標を行動に分解してから、それぞれの理由を確かめる。 🙂🙂🙂🙂🙂🙂🙂", 20)
        {
            assert!(unicode_width::UnicodeWidthStr::width(line.as_str()) <= 20, "{line}");
        }
    }

    #[test]
    fn a_word_longer_than_the_line_is_broken() {
        assert!(wrapped(&"a".repeat(50), 20).iter().all(|line| line.len() <= 20));
    }

    #[test]
    fn pieces_move_to_the_next_line_whole() {
        let piece = |text: &str| vec![span(text, Style::Normal)];
        let lines = flow(&[piece("1 again"), piece("2 hard"), piece("3 good")], 16);
        assert_eq!(text(&lines), "1 again  2 hard\n3 good\n");
    }

    #[test]
    fn a_text_is_cut_by_the_columns_it_takes() {
        assert_eq!(
            [cut("short", 5), cut("longer", 5), cut("a b c", 4)],
            ["short", "long…", "a b…"]
        );
        assert_eq!([cut("目標を行動", 6), cut("🙂🙂🙂", 6)], ["目標…", "🙂🙂🙂"]);
        assert_eq!([cut("ab", 1), cut("ab", 0), cut("a\u{1b}b", 3)], ["…", "", "a\u{fffd}b"]);
        assert!(cut(&"a\u{301}".repeat(5_000), 10).chars().count() < 60);
    }

    #[test]
    fn no_escape_reaches_a_frame() {
        assert_eq!(wrapped("a\u{1b}[2J", 20), ["a\u{fffd}[2J"]);
    }
}
