//! Markdown: somebody's words as words, whatever signs are in them.

/// A text that Markdown shows as it is: no heading, list, link, tag, code or HTML comes of it. Its lines
/// stay; blanks before them go, because they would make code of them.
#[must_use]
pub fn escaped(text: &str) -> String {
    text.lines().map(|text| line(text.trim())).collect::<Vec<_>>().join("\n")
}

/// A text as the cell of a table: on one line.
#[must_use]
pub fn cell(text: &str) -> String {
    line(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A link to another note, by the name of its file without the ending.
#[must_use]
pub fn link(stem: &str, words: &str) -> String {
    let plain = |c: char| if "[]|#^\\`*<>%=$~".contains(c) { ' ' } else { c };
    let words: String = words.chars().map(plain).collect();
    let words: Vec<&str> = words.split_whitespace().collect();
    format!("[[{stem}|{}]]", words.join(" "))
}

fn line(text: &str) -> String {
    let mut line = String::with_capacity(text.len() + 8);
    let mut before = None;
    let mut rest = text.chars().peekable();
    let mut counting = true;
    while let Some(c) = rest.next() {
        let first = before.is_none();
        let means = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~' | '|' | '$' | '#' => true,
            '-' | '+' | '>' => first,
            '=' | '%' => first || before == Some(c),
            '^' => before.is_none_or(char::is_whitespace),
            '&' => rest.peek().is_some_and(|next| next.is_ascii_alphabetic() || *next == '#'),
            // 1. and 1) begin lists.
            '.' | ')' => !first && counting && rest.peek().is_none_or(|next| next.is_whitespace()),
            _ => false,
        };
        counting &= c.is_ascii_digit();
        if means {
            line.push('\\');
        }
        line.push(c);
        before = Some(c);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_that_mean_something_are_escaped() {
        for (text, written) in [
            ("# no heading", "\\# no heading"),
            ("- no item", "\\- no item"),
            ("1. no item", "1\\. no item"),
            ("12) no item", "12\\) no item"),
            ("> no quote", "\\> no quote"),
            ("---", "\\---"),
            ("===", "\\=\\=\\="),
            ("    no code", "no code"),
            ("<b>no tag</b>", "\\<b>no tag\\</b>"),
            ("[[no link]]", "\\[\\[no link\\]\\]"),
            ("![x](javascript:1)", "!\\[x\\](javascript:1)"),
            ("&lt;", "\\&lt;"),
            ("==no mark==", "\\=\\=no mark=\\="),
            ("no id ^here", "no id \\^here"),
            ("no %%comment%%", "no %\\%comment%\\%"),
            ("a|b", "a\\|b"),
            ("back\\", "back\\\\"),
        ] {
            assert_eq!(escaped(text), written);
        }
    }

    #[test]
    fn plain_words_stay_plain() {
        let plain = "7.30: tea (two cups) - A & B, 3 > 2, 50 %, x=1, 2^3.\n\nA second part.";
        assert_eq!(escaped(plain), plain);
    }

    #[test]
    fn a_cell_is_one_line() {
        assert_eq!(cell("a\nb | c"), "a b \\| c");
    }

    #[test]
    fn the_words_of_a_link_cannot_end_it() {
        assert_eq!(link("plan-a-1", "a]] | [[b"), "[[plan-a-1|a b]]");
    }
}
