//! The tags of HTML, told from text; what is wrong with them is forgiven.

/// Splits a text before the first of some marks.
pub(super) fn split<'a>(text: &'a str, marks: &[char]) -> Option<(&'a str, &'a str)> {
    text.find(marks).and_then(|at| text.split_at_checked(at))
}

/// A tag, or a comment, whose name is `!`.
pub(super) struct Tag<'a> {
    /// Its name, in small letters.
    pub(super) name: String,
    /// Whether it ends an element.
    pub(super) closes: bool,
    /// What follows it.
    pub(super) after: &'a str,
}

impl<'a> Tag<'a> {
    /// Reads the tag a text begins with; one that does not end takes everything with it.
    pub(super) fn read(from: &'a str) -> Option<Self> {
        let inner = from.strip_prefix('<')?;
        if let Some(comment) = inner.strip_prefix("!--") {
            let after = comment.split_once("-->").map_or("", |(_, after)| after);
            return Some(Self { name: "!".to_owned(), closes: false, after });
        }
        let (closes, inner) = match inner.strip_prefix('/') {
            Some(inner) => (true, inner),
            None => (false, inner),
        };
        if !inner.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!' || c == '?') {
            return None;
        }
        let name = inner.chars().take_while(char::is_ascii_alphanumeric);
        let name = name.map(|c| c.to_ascii_lowercase()).collect();
        Some(Self { name, closes, after: after_tag(inner) })
    }

    /// What follows the whole element, without looking at tags inside it.
    pub(super) fn after_content(self) -> &'a str {
        if self.name == "!" {
            return self.after;
        }
        let mut rest = self.after;
        while let Some((_, from)) = rest.split_once("</") {
            let same =
                from.get(..self.name.len()).is_some_and(|n| n.eq_ignore_ascii_case(&self.name));
            if same {
                return after_tag(from);
            }
            rest = from;
        }
        ""
    }
}

/// What follows the `>` that ends a tag; one inside the quotes of a value does not.
fn after_tag(inner: &str) -> &str {
    let (mut quoted, mut last) = (None, ' ');
    for (at, c) in inner.char_indices() {
        match (quoted, c) {
            (None, '>') => return inner.split_at_checked(at + 1).map_or("", |(_, after)| after),
            (None, '"' | '\'') if last == '=' => quoted = Some(c),
            (Some(quote), c) if quote == c => quoted = None,
            _ => {}
        }
        if !c.is_whitespace() {
            last = c;
        }
    }
    ""
}
