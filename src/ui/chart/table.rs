//! Tables as plain text: aligned where they fit, else a line a row that reads well aloud.

use crate::ui::chart::figure::Table;
use crate::ui::term::frame::{Style, columns, span};

/// What lies between two columns.
const GAP: usize = 2;

/// A cell on one line, its control characters made harmless.
fn cell(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    span(&line, Style::Normal).text
}

fn wide(text: &str) -> usize {
    columns(&[span(text, Style::Normal)])
}

/// Tells whether a cell holds a number, with its sign or unit; an empty one may stand for one.
fn numeric(text: &str) -> bool {
    let unsigned = text.trim_start_matches(['-', '+', '−', '~', '<', '>', '±']);
    let begins = unsigned.chars().next().is_some_and(|letter| letter.is_ascii_digit());
    let unit = |letter: &char| !(letter.is_ascii_digit() || ".,:%–- kM/±()".contains(*letter));
    text.is_empty() || ["–", "-", "?"].contains(&text) || begins && !text.chars().any(|c| unit(&c))
}

/// Writes a table in lines at most `width` columns wide where its columns fit; else every row is one
/// line, however long, such as `Murphyjitsu: cards 12, retention 91%`.
#[must_use]
pub fn lines(table: &Table, width: usize) -> Vec<String> {
    let head: Vec<String> = table.head.iter().map(|text| cell(text)).collect();
    let rows: Vec<Vec<String>> =
        table.rows.iter().map(|row| row.iter().map(|text| cell(text)).collect()).collect();
    aligned(&head, &rows, width)
        .unwrap_or_else(|| rows.iter().map(|row| said(&head, row)).collect())
}

/// The table in columns, when they fit.
fn aligned(head: &[String], rows: &[Vec<String>], width: usize) -> Option<Vec<String>> {
    let count = rows.iter().map(Vec::len).chain([head.len()]).max()?;
    let at = |row: &[String], nth: usize| row.get(nth).cloned().unwrap_or_default();
    let widths: Vec<usize> = (0..count)
        .map(|nth| rows.iter().map(|row| wide(&at(row, nth))).chain([wide(&at(head, nth))]).max())
        .map(Option::unwrap_or_default)
        .collect();
    let right: Vec<bool> =
        (0..count).map(|nth| nth > 0 && rows.iter().all(|row| numeric(&at(row, nth)))).collect();
    if widths.iter().sum::<usize>() + GAP * count.saturating_sub(1) > width {
        return None;
    }
    let line = |row: &[String]| {
        let mut line = String::new();
        for (nth, (room, right)) in widths.iter().zip(&right).enumerate() {
            let text = at(row, nth);
            let blanks = " ".repeat(room.saturating_sub(wide(&text)));
            line.push_str(&" ".repeat(if nth == 0 { 0 } else { GAP }));
            line.push_str(&if *right { blanks + &text } else { text + &blanks });
        }
        line.truncate(line.trim_end().len());
        line
    };
    let headed = head.iter().any(|text| !text.is_empty()).then_some(head);
    Some(headed.into_iter().chain(rows.iter().map(Vec::as_slice)).map(line).collect())
}

/// A row as a sentence; what is empty is left out.
fn said(head: &[String], row: &[String]) -> String {
    let mut cells = row.iter().enumerate();
    let name = cells.next().map_or("", |(_, name)| name.as_str());
    let pair = |(nth, text): (usize, &String)| match head.get(nth) {
        Some(head) if !head.is_empty() => format!("{head} {text}"),
        Some(_) | None => text.clone(),
    };
    let rest: Vec<String> = cells.filter(|(_, text)| !text.is_empty()).map(pair).collect();
    if rest.is_empty() { name.to_owned() } else { format!("{name}: {}", rest.join(", ")) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::text::steers;
    use crate::ui::chart::tests::name;

    fn table(head: &[&str], rows: &[&[&str]]) -> Table {
        let owned = |row: &[&str]| row.iter().map(|text| (*text).to_owned()).collect();
        Table { head: owned(head), rows: rows.iter().map(|row| owned(row)).collect() }
    }

    fn decks() -> Table {
        table(
            &["deck", "cards", "retention", "note"],
            &[
                &["Murphyjitsu", "12", "91%", "new"],
                &["目標", "1,204", "–", ""],
                &["Zwicky", "7", "100%", "hard to keep"],
            ],
        )
    }

    #[test]
    fn numbers_stand_right_and_words_left() {
        let expected = [
            "deck         cards  retention  note",
            "Murphyjitsu     12        91%  new",
            "目標         1,204          –",
            "Zwicky           7       100%  hard to keep",
        ];
        assert_eq!(lines(&decks(), 43), expected);
    }

    #[test]
    fn a_table_that_does_not_fit_is_written_row_by_row() {
        let expected = [
            "Murphyjitsu: cards 12, retention 91%, note new",
            "目標: cards 1,204, retention –",
            "Zwicky: cards 7, retention 100%, note hard to keep",
        ];
        assert_eq!(lines(&decks(), 42), expected);
    }

    #[test]
    fn rows_may_be_shorter_or_longer_than_the_head() {
        let uneven = table(&["a"], &[&[], &["b", "1"]]);
        assert_eq!(lines(&uneven, 40), ["a", "", "b  1"]);
        assert_eq!(lines(&uneven, 1), ["", "b: 1"]);
        assert!(lines(&Table::default(), 40).is_empty());
    }

    #[test]
    fn what_begins_with_a_digit_is_a_number_only_when_nothing_but_units_follow() {
        assert!(
            ["12", "-3.5", "91%", "80–95%", "1 / 20", "–", ""].iter().all(|text| numeric(text))
        );
        assert!(!["3 Aug 26", "2nd", "new", "1x"].iter().any(|text| numeric(text)));
    }

    proptest! {
        #[test]
        fn no_cell_steers_a_terminal_or_breaks_the_width(
            head in proptest::collection::vec(name(), 0..5),
            rows in proptest::collection::vec(proptest::collection::vec(name(), 0..5), 0..6),
            width in 40..=200_usize,
        ) {
            let table = Table { head, rows };
            let written = lines(&table, width);
            prop_assert!(!written.iter().any(|line| line.chars().any(steers)));
            if written.len() > table.rows.len() {
                prop_assert!(written.iter().all(|line| wide(line) <= width));
            }
        }
    }
}
