//! The templates of note types: text with fields and with sections that depend on fields.

use std::borrow::Cow;

/// How a template says that it marks fields with `<%` and `%>`.
const OTHER_MARKS: &str = "{{=<% %>=}}";

/// The most bytes a template may have; scripts and styles do not count.
const MOST: usize = 1 << 20;

/// A template, taken apart.
#[derive(Debug)]
pub(super) struct Template(Vec<Part>);

#[derive(Debug)]
enum Part {
    /// Text that stands as it is.
    Words(String),
    /// A field and the filters it goes through, the first one first.
    Field { name: String, filters: Vec<String> },
    /// A section that is shown when a field is filled, or when it is not; it ends before `end`.
    Section { name: String, filled: bool, end: usize },
}

/// What a template is filled with.
pub(super) trait Fill {
    /// Tells whether a field says anything.
    fn filled(&self, name: &str) -> bool;
    /// What stands in place of a field.
    fn field(&mut self, name: &str, filters: &[String]) -> Cow<'_, str>;
}

impl Template {
    /// Takes a template apart; nothing when its sections do not hold together or it is too long.
    pub(super) fn parse(source: &str) -> Option<Self> {
        if source.len() > MOST {
            return None;
        }
        let source = source.trim_start();
        match source.strip_prefix(OTHER_MARKS) {
            Some(source) => parts(&source.replace("<%", "{{").replace("%>", "}}")),
            None => parts(source),
        }
        .map(Self)
    }

    /// Fills the template; nothing when it comes to more than `most` bytes.
    pub(super) fn render(&self, fill: &mut dyn Fill, most: usize) -> Option<String> {
        let (mut shown, mut at) = (String::new(), 0);
        while let Some(part) = self.0.get(at) {
            at += 1;
            match part {
                Part::Words(words) => shown.push_str(words),
                Part::Field { name, filters } => shown.push_str(&fill.field(name, filters)),
                Part::Section { name, filled, end } => {
                    if fill.filled(name) != *filled {
                        at = *end;
                    }
                }
            }
            if shown.len() > most {
                return None;
            }
        }
        Some(shown)
    }
}

fn parts(source: &str) -> Option<Vec<Part>> {
    let (mut parts, mut open, mut rest) = (Vec::new(), Vec::new(), source);
    while let Some((words, after)) = rest.split_once("{{") {
        let (mark, tail) = after.split_once("}}")?;
        if !words.is_empty() {
            parts.push(Part::Words(words.to_owned()));
        }
        // A third brace on either side changes nothing.
        let mark = mark.strip_prefix('{').unwrap_or(mark).trim();
        rest = tail.strip_prefix('}').filter(|_| after.starts_with('{')).unwrap_or(tail);
        if let Some(name) = mark.strip_prefix('/') {
            let begun: usize = open.pop()?;
            let now = parts.len();
            match parts.get_mut(begun) {
                Some(Part::Section { name: opened, end, .. }) if opened == name.trim() => {
                    *end = now;
                }
                _ => return None,
            }
        } else if let Some(name) = mark.strip_prefix(['#', '^']) {
            open.push(parts.len());
            let (name, filled) = (name.trim().to_owned(), mark.starts_with('#'));
            parts.push(Part::Section { name, filled, end: 0 });
        } else {
            let mut words = mark.rsplit(':').map(|word| word.trim().to_owned());
            let name = words.next().unwrap_or_default();
            parts.push(Part::Field { name, filters: words.collect() });
        }
    }
    if !rest.is_empty() {
        parts.push(Part::Words(rest.to_owned()));
    }
    open.is_empty().then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fields called by their names, but for `Empty`.
    struct Names;

    impl Fill for Names {
        fn filled(&self, name: &str) -> bool {
            name != "Empty"
        }

        fn field(&mut self, name: &str, filters: &[String]) -> Cow<'_, str> {
            Cow::Owned(format!("<{name}{}>", filters.concat()))
        }
    }

    fn shown(source: &str) -> Option<String> {
        Template::parse(source)?.render(&mut Names, 1000)
    }

    #[test]
    fn fields_stand_where_they_are_named() {
        assert_eq!(shown("a {{Front}} b {{ Back }}.").unwrap(), "a <Front> b <Back>.");
    }

    #[test]
    fn the_filter_next_to_a_field_comes_first() {
        assert_eq!(shown("{{type:cloze:Text}}").unwrap(), "<Textclozetype>");
    }

    #[test]
    fn sections_are_shown_as_their_field_says() {
        let source = "{{#Empty}}no{{#Full}}no{{/Full}}{{/Empty}}{{^Empty}}yes{{/Empty}}";
        assert_eq!(shown(source).unwrap(), "yes");
        assert_eq!(shown("{{#A}}1{{^Empty}}2{{/Empty}}{{/A}}3").unwrap(), "123");
    }

    #[test]
    fn sections_that_do_not_hold_together_are_refused() {
        for source in ["{{#A}}", "{{/A}}", "{{#A}}{{#B}}{{/A}}{{/B}}", "{{A"] {
            assert_eq!(shown(source), None, "{source}");
        }
    }

    #[test]
    fn other_marks_are_known() {
        assert_eq!(shown("{{=<% %>=}}<%Front%>").unwrap(), "<Front>");
    }

    #[test]
    fn what_grows_beyond_all_bounds_is_given_up() {
        assert_eq!(shown(&"{{Front}}".repeat(200)), None);
    }
}
