//! What leaves for other programs: cells that are no formulas, names of files that every system takes.

use std::borrow::Cow;

/// What makes a spreadsheet take a cell for a formula, the wide forms of eastern keyboards too.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// A text that no spreadsheet takes for a formula: an apostrophe is put before one that begins like
/// one, also after blanks (OWASP, "CSV Injection"). A plain number such as `-5` is none and stays.
#[must_use]
pub fn defused(text: &str) -> Cow<'_, str> {
    let begins_blank = text.starts_with(['\t', '\r', '\n']);
    let begun = text.trim_start_matches(|c: char| c.is_whitespace() || is_unseen(c));
    if (begins_blank || begun.starts_with(FORMULA)) && !is_number(text) {
        return Cow::Owned(format!("'{text}"));
    }
    Cow::Borrowed(text)
}

/// Characters that take no room, which programs pass over.
fn is_unseen(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let are = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    are(whole) && are(part)
}

/// The most bytes of [`stem`]: with what stands around it, a name stays below the 255 of every system.
const STEM: usize = 120;

/// The telling middle of a file's name: letters of any script and digits, with hyphens for all else.
///
/// What stands before and after it keeps it from being a name that Windows has for itself.
#[must_use]
pub fn stem(text: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() { c } else { '-' };
    let plain: String = text.chars().map(plain).collect();
    let mut stem = String::new();
    for word in plain.split('-').filter(|word| !word.is_empty()) {
        if stem.len() + word.len() < STEM {
            stem.push_str(if stem.is_empty() { "" } else { "-" });
            stem.push_str(word);
        }
    }
    if stem.is_empty() { "note".to_owned() } else { stem }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_begins_like_a_formula_is_defused() {
        for text in [
            "=1+1",
            "+cmd",
            "-2+3",
            "@SUM(A1)",
            "\tx",
            "\rx",
            "\nx",
            "  =1",
            "\u{a0}=1",
            "\u{200b}=1",
            "\u{feff}@x",
            "＝1",
            "-",
            "-1e5",
            "+1.2.3",
            "--5",
            "-inf",
        ] {
            assert_eq!(defused(text), format!("'{text}"), "{text:?}");
        }
    }

    #[test]
    fn numbers_days_and_words_stay_as_they_are() {
        for text in ["-5", "+3", "0.5", "-0.25", "2026-11-23", "tea - two cups", "a=b", "", " "] {
            assert_eq!(defused(text), text, "{text:?}");
        }
    }

    #[test]
    fn the_name_of_a_file_holds_nothing_that_any_system_refuses() {
        assert_eq!(stem("a/b\\c:d*e?f\"g<h>i|j\0k.l "), "a-b-c-d-e-f-g-h-i-j-k-l");
        assert_eq!(stem("café 日本"), "café-日本");
        assert_eq!(stem("…"), "note");
    }

    #[test]
    fn the_name_of_a_file_is_short_enough_for_every_system() {
        assert!(stem(&"日本語 ".repeat(100)).len() <= STEM);
        assert_eq!(stem(&"x".repeat(500)), "note");
    }
}
