//! Texts of pictures, wrapped and measured without a font.

use crate::domain::text::steers;
use crate::ui::chart::layout::Size;
use crate::ui::term::frame::{self, Style, paragraph};

/// The width of a column of a monospace font, as a share of its size.
const COLUMN: f64 = 0.62;

/// The height of a line, as a share of the size of the font.
const LINE: f64 = 1.4;

/// How far below the top of its line a text stands, as a share of the size of the font.
const BASE: f64 = 1.03;

/// The last letter that every monospace font has and draws one column wide.
const LAST_PLAIN: char = '\u{24f}';

/// The columns of a card, by how many its text has in all: longer texts get wider cards.
const WIDTHS: [(usize, usize); 3] = [(100, 24), (400, 38), (usize::MAX, 60)];

/// A line of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The text.
    pub text: String,
    /// The columns it takes.
    pub columns: usize,
}

impl Line {
    /// Tells whether a font may draw it wider than its columns, so that its length has to be given.
    #[must_use]
    pub fn needs_length(&self) -> bool {
        self.columns > 0 && self.text.chars().any(|letter| letter > LAST_PLAIN)
    }
}

/// A text in lines of one font size.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// Its lines; one at least.
    pub lines: Vec<Line>,
    /// The size of its font.
    pub font: f64,
    /// The columns it takes at least.
    pub least: usize,
}

#[expect(clippy::cast_precision_loss, reason = "columns and lines are few")]
fn float(count: usize) -> f64 {
    count as f64
}

impl Card {
    /// Wraps a text that was cleaned into lines of so many columns.
    #[must_use]
    pub fn wrap(text: &str, columns: usize, font: f64) -> Self {
        let line = |line: frame::Line| Line {
            columns: frame::columns(&line),
            text: line.into_iter().map(|span| span.text).collect(),
        };
        let lines = paragraph(text, columns, Style::Normal).into_iter().map(line).collect();
        Self { lines, font, least: 0 }
    }

    /// Wraps a text that was cleaned as the label of a box; labels of about one length are of one
    /// width.
    #[must_use]
    pub fn label(text: &str, font: f64) -> Self {
        let whole = Self::wrap(text, usize::MAX, font);
        let length: usize = whole.lines.iter().map(|line| line.columns).sum();
        let suits = WIDTHS.iter().find(|(most, _)| length <= *most);
        let least = suits.map_or(0, |(_, columns)| *columns);
        Self { least, ..Self::wrap(text, least, font) }
    }

    /// The room it takes.
    #[must_use]
    pub fn size(&self) -> Size {
        let widest = self.lines.iter().map(|line| line.columns).max().unwrap_or(0);
        let columns = widest.max(self.least);
        Size { width: wide(columns, self.font), height: float(self.lines.len()) * self.font * LINE }
    }

    /// Each line with how far below the top of the card its text stands.
    pub fn rows(&self) -> impl Iterator<Item = (&Line, f64)> {
        let below = |nth: usize| (float(nth) * LINE + BASE) * self.font;
        self.lines.iter().enumerate().map(move |(nth, line)| (line, below(nth)))
    }
}

/// The width of so many columns.
#[must_use]
pub fn wide(columns: usize, font: f64) -> f64 {
    float(columns) * COLUMN * font
}

/// How many columns fit a width.
#[must_use]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a floor of what fits")]
pub fn fit(width: f64, font: f64) -> usize {
    (width / (COLUMN * font)).max(1.0) as usize
}

/// Puts a text on one line, without what steers a terminal or no XML may hold.
#[must_use]
pub fn clean(text: &str) -> String {
    let shown = |letter: &char| {
        letter.is_whitespace() || !(steers(*letter) || matches!(letter, '\u{fffe}' | '\u{ffff}'))
    };
    let kept: String = text.chars().filter(shown).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_or_breaks_xml_is_dropped_and_blanks_are_joined() {
        assert_eq!(clean(" a\u{1b}[2J\n\tb\u{202e}\u{ffff}\u{0} "), "a[2J b");
    }

    #[test]
    fn a_card_is_as_wide_as_its_longest_line() {
        let card = Card::wrap("eight letters wide", 8, 10.0);
        let lines: Vec<&str> = card.lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(lines, ["eight", "letters", "wide"]);
        assert!((card.size().width - 43.4).abs() < 1e-9, "{card:?}");
    }

    #[test]
    fn longer_texts_get_wider_cards() {
        let wide = |letters: usize| Card::label(&"word ".repeat(letters / 5), 14.0).size().width;
        assert!(wide(50) < wide(300) && wide(300) < wide(1_000));
    }

    #[test]
    fn only_lines_that_a_font_may_draw_wider_need_a_length() {
        let needs = |text: &str| Card::wrap(text, 20, 14.0).lines[0].needs_length();
        assert!(needs("目標") && needs("🙂") && !needs("Größe") && !needs(""));
    }

    #[test]
    fn an_empty_text_takes_a_line() {
        assert_eq!(Card::label("", 14.0).lines.len(), 1);
    }
}
