//! Plain text as the HTML of a field, so that it looks in Anki as it does here.

use crate::storage::formats::anki::gaps;

/// Text as HTML: line breaks and blanks stay, and nothing in it means anything to Anki.
pub(super) fn field(text: &str) -> String {
    let (mut html, mut last) = (String::with_capacity(text.len() + 16), '\n');
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            // Anki reads `[sound:…]` and the like.
            '[' => html.push_str("&#91;"),
            '\n' => html.push_str("<br>"),
            ' ' if matches!(last, ' ' | '\n') => html.push_str("&nbsp;"),
            c if c.is_control() => {}
            c => html.push(c),
        }
        last = c;
    }
    html
}

/// A sentence with gaps as HTML, all of its gaps of one number.
pub(super) fn cloze(front: &str) -> String {
    gaps::for_anki(front, |words| {
        // Braces and double colons have a meaning in there.
        field(words).replace('{', "&#123;").replace('}', "&#125;").replace("::", ":&#58;")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::formats::anki::html::{self, Lost};

    #[test]
    fn text_comes_back_as_it_went() {
        for text in
            ["a < b & c > d", "one\ntwo\n\n  three  four", "[sound:x] [$]y[/$] a[i]", "{{x}}"]
        {
            let mut lost = Lost::default();
            assert_eq!(html::words(&field(text), &mut lost), text);
            assert_eq!(lost, Lost::default());
        }
    }

    #[test]
    fn a_cloze_comes_back_as_it_went() {
        for front in ["Plans {{fire}} on\n{{triggers}}.", "{{std::vec}} <b> {a} {{b}}"] {
            let text = html::words(&gaps::mark(&cloze(front), 1), &mut Lost::default());
            assert_eq!(gaps::written(&text), front);
        }
    }
}
