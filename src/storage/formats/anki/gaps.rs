//! The gaps of a cloze: from `{{c1::so::hint}}` to `{{so}}`.

use crate::domain::deck::cloze::{Cloze, Part};

/// Stands where a gap begins, in texts on their way; no text of anybody's holds it.
const BEGIN: char = '\u{fdd0}';

/// Stands where a gap ends.
const END: char = '\u{fdd1}';

/// A gap that has begun and not ended.
struct Begun {
    /// Where it begins in what is read, in bytes from the end.
    from: usize,
    /// Where its text begins in what is written.
    at: usize,
    /// Where its hint begins.
    hint: Option<usize>,
    /// Whether it is of the number that is asked for.
    asked: bool,
}

/// A text without the characters that stand for gaps.
pub(super) fn clean(text: &str) -> String {
    text.chars().filter(|c| !matches!(*c, BEGIN | END)).collect()
}

/// Marks the gaps of one number, and shows the words of all others; hints are dropped.
pub(super) fn mark(text: &str, number: u32) -> String {
    let (out, never_end) = pass(text, number, &[]);
    if never_end.is_empty() { out } else { pass(text, number, &never_end).0 }
}

/// Goes through a text and marks its gaps. Those at `plain`, counted in bytes from the end, are taken
/// for words; given back are the gaps that never end.
fn pass(text: &str, number: u32, plain: &[usize]) -> (String, Vec<usize>) {
    let (mut out, mut begun, mut rest) = (String::with_capacity(text.len()), Vec::new(), text);
    while let Some((words, from)) = next(rest) {
        out.push_str(words);
        let beginning = beginning(from).filter(|_| plain.binary_search(&from.len()).is_err());
        if let Some((numbers, after)) = beginning {
            let asked = numbers.split(',').any(|one| one.parse() == Ok(number));
            begun.push(Begun { from: from.len(), at: out.len(), hint: None, asked });
            rest = after;
        } else if let Some(after) = from.strip_prefix("}}").filter(|_| !begun.is_empty()) {
            end(&mut out, &mut begun);
            rest = after;
        } else if let Some(after) = from.strip_prefix("::") {
            if let Some(Begun { hint: hint @ None, .. }) = begun.last_mut() {
                *hint = Some(out.len());
            }
            out.push_str("::");
            rest = after;
        } else {
            let mut chars = from.chars();
            out.extend(chars.next());
            rest = chars.as_str();
        }
    }
    out.push_str(rest);
    (out, begun.iter().rev().map(|gap| gap.from).collect())
}

/// Splits a text before the next mark that matters.
fn next(text: &str) -> Option<(&str, &str)> {
    let marks = |from: &str| ["{{c", "}}", "::"].iter().any(|mark| from.starts_with(mark));
    text.match_indices(['{', '}', ':'])
        .filter_map(|(at, _)| text.split_at_checked(at))
        .find(|(_, from)| marks(from))
}

/// Reads the numbers of `{{c1::` and what follows.
fn beginning(text: &str) -> Option<(&str, &str)> {
    let (numbers, after) = text.strip_prefix("{{c")?.split_once("::")?;
    let sound = !numbers.is_empty() && numbers.bytes().all(|b| b.is_ascii_digit() || b == b',');
    sound.then_some((numbers, after))
}

/// Ends the innermost gap.
fn end(out: &mut String, begun: &mut Vec<Begun>) {
    let Some(gap) = begun.pop() else { return };
    if let Some(hint) = gap.hint {
        out.truncate(hint);
    }
    if gap.asked && !begun.iter().any(|outer| outer.asked) {
        out.insert(gap.at, BEGIN);
        out.push(END);
    }
}

/// Writes a text whose gaps are marked the way this program writes gaps. Braces that could be taken
/// for the marks of a gap are set apart, and blanks inside the ends of a gap are set outside.
pub(super) fn written(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            BEGIN => {
                let mut blank = None;
                while let Some(next) = chars.next_if(|c| c.is_whitespace()) {
                    blank = Some(wider(blank, next));
                }
                if !out.is_empty() && !out.ends_with(char::is_whitespace) {
                    out.extend(blank);
                }
                push_apart(&mut out, "{{");
            }
            END => {
                let inner = out.trim_end().len();
                let blank = out
                    .chars()
                    .rev()
                    .take_while(|c| c.is_whitespace())
                    .fold(None, |blank, c| Some(wider(blank, c)));
                out.truncate(inner);
                push_apart(&mut out, "}}");
                if chars.peek().is_some_and(|c| !c.is_whitespace()) {
                    out.extend(blank);
                }
            }
            '{' => push_apart(&mut out, "{"),
            '}' => push_apart(&mut out, "}"),
            c => out.push(c),
        }
    }
    out
}

/// A line break if either is one.
fn wider(blank: Option<char>, next: char) -> char {
    if blank == Some('\n') || next == '\n' { '\n' } else { ' ' }
}

/// Adds braces so that they do not run together with those before them.
fn push_apart(out: &mut String, braces: &str) {
    if out.chars().next_back().is_some_and(|last| braces.starts_with(last)) {
        out.push(' ');
    }
    out.push_str(braces);
}

/// The gaps of a cloze of this program as Anki writes them, all of one number; what stands between
/// them goes through `shown`.
pub(super) fn for_anki(front: &str, shown: impl Fn(&str) -> String) -> String {
    Cloze::read(front)
        .parts()
        .iter()
        .map(|part| match part {
            Part::Shown(words) => shown(words),
            Part::Gap(gap) => format!("{{{{c1::{}}}}}", shown(gap)),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(text: &str, number: u32) -> String {
        written(&mark(text, number))
    }

    #[test]
    fn only_the_gaps_of_one_number_are_hidden() {
        let text = "The {{c1::cat}} on the {{c2::mat}}, the {{c1::hat}}.";
        assert_eq!(card(text, 1), "The {{cat}} on the mat, the {{hat}}.");
        assert_eq!(card(text, 2), "The cat on the {{mat}}, the hat.");
    }

    #[test]
    fn hints_are_dropped() {
        assert_eq!(card("a {{c1::b::c::d}} {{c2::e::f}}", 1), "a {{b}} e");
    }

    #[test]
    fn gaps_within_gaps_hide_what_they_hold() {
        let text = "{{c1::a {{c2::b}} c}} {{c3::d {{c3::e}}}}";
        assert_eq!(card(text, 1), "{{a b c}} d e");
        assert_eq!(card(text, 2), "a {{b}} c d e");
        assert_eq!(card(text, 3), "a b c {{d e}}");
    }

    #[test]
    fn one_gap_may_have_several_numbers() {
        assert_eq!(card("{{c1,3::a}} b", 3), "{{a}} b");
    }

    #[test]
    fn braces_that_are_no_gaps_are_set_apart() {
        for text in ["x {{y}} {{c1::z}}", "}} {{c1::{a}}}", "{{{c1::a}} {{c9", "{{c1::b}}}{{{"] {
            let front = card(text, 1);
            assert_eq!(Cloze::read(&front).fault(), None, "{front}");
        }
        assert_eq!(card(r"{{c1::\(\frac{a}{b}\)}} }}", 1), r"{{\(\frac{a}{b}\)}} } }");
    }

    #[test]
    fn a_gap_that_never_ends_is_none() {
        assert_eq!(card("{{c1::a {{c1::b}}", 1), "{ {c1::a {{b}}");
    }

    #[test]
    fn blanks_inside_the_ends_of_a_gap_are_set_outside() {
        assert_eq!(card("a{{c1::\n b }}c", 1), "a\n{{b}} c");
    }

    #[test]
    fn the_gaps_of_this_program_get_one_number() {
        let written = for_anki("Plans {{fire}} on {{triggers}}.", str::to_owned);
        assert_eq!(written, "Plans {{c1::fire}} on {{c1::triggers}}.");
    }
}
