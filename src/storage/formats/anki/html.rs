//! From the HTML of fields to the words a terminal can show.

use html2text::config::plain_no_decorate;

use crate::domain::text::steers;
use crate::storage::formats::anki::tag::{Tag, split};

/// No line is broken that is not longer than this many columns.
const WIDTH: usize = 1 << 20;

/// Elements deeper than this only break the line.
const DEPTH: usize = 50;

/// Elements whose content is not for readers.
const SILENT: [&str; 11] = [
    "script", "style", "svg", "audio", "video", "object", "iframe", "head", "template", "noscript",
    "rp",
];

/// Elements that are kept: lists, paragraphs and what keeps its blanks.
const KEPT: [&str; 10] = ["p", "div", "ul", "ol", "li", "pre", "dl", "dt", "dd", "br"];

/// Elements that stand on lines of their own and are nothing more to a reader of plain text.
const LINES: [&str; 17] = [
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "section",
    "article",
    "header",
    "footer",
    "center",
    "summary",
    "details",
    "figcaption",
    "table",
    "tr",
];

/// Marks that Anki itself replaces, with what they stand for.
const BRACKETS: [(&str, Mark); 9] = [
    ("[sound:", Mark::Sound),
    ("[latex]", Mark::Formula),
    ("[/latex]", Mark::Formula),
    ("[$]", Mark::Formula),
    ("[/$]", Mark::Formula),
    ("[$$]", Mark::Formula),
    ("[/$$]", Mark::Formula),
    ("[anki:", Mark::Speech),
    ("[/anki:", Mark::Speech),
];

#[derive(Clone, Copy)]
enum Mark {
    /// The name of a sound follows.
    Sound,
    /// A formula begins or ends, and is typed out.
    Formula,
    /// A text that is read aloud begins or ends.
    Speech,
}

/// What a side of a card had that words cannot carry.
#[allow(clippy::struct_excessive_bools, reason = "each is lost or not, whatever the others are")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Lost {
    /// Pictures.
    pub(super) pictures: bool,
    /// Sounds and films.
    pub(super) sounds: bool,
    /// Formulas that were drawn.
    pub(super) formulas: bool,
    /// Scripts.
    pub(super) scripts: bool,
}

impl Lost {
    /// Tells whether anything was lost that could be seen or heard.
    pub(super) fn media(self) -> bool {
        self.pictures || self.sounds
    }

    fn element(&mut self, name: &str) {
        match name {
            "img" | "svg" => self.pictures = true,
            "audio" | "video" | "object" => self.sounds = true,
            "script" => self.scripts = true,
            _ => {}
        }
    }
}

/// The words of a text in HTML: lists stay lists, links keep their text, nothing is wrapped.
pub(super) fn words(html: &str, lost: &mut Lost) -> String {
    if !html.contains(['<', '&', '[']) {
        return tidy(&html.split_ascii_whitespace().collect::<Vec<_>>().join(" "));
    }
    let bare = bare(html, lost);
    match plain_no_decorate().raw_mode(true).string_from_read(bare.as_bytes(), WIDTH) {
        Ok(text) => tidy(&text),
        Err(_) => String::new(),
    }
}

/// Tells whether a field says nothing: blanks and line breaks at most.
pub(super) fn is_blank(mut html: &str) -> bool {
    loop {
        html = html.trim_start();
        match Tag::read(html) {
            Some(tag) if ["br", "div"].contains(&tag.name.as_str()) => html = tag.after,
            Some(_) | None => return html.is_empty(),
        }
    }
}

/// What follows the line that Anki draws above an answer; all of it when there is no such line.
pub(super) fn after_line(html: &str) -> &str {
    let mut rest = html;
    while let Some((_, from)) = split(rest, &['<']) {
        match Tag::read(from) {
            Some(tag) if tag.name == "hr" => {
                let mark = from.strip_suffix(tag.after).unwrap_or_default();
                let mark: String = mark.split(['"', '\'', ' ']).collect();
                if mark.contains("id=answer") {
                    return tag.after;
                }
                rest = tag.after;
            }
            Some(tag) => rest = tag.after,
            None => rest = from.strip_prefix('<').unwrap_or_default(),
        }
    }
    html
}

/// A text in HTML that says the same and is small: without pictures and attributes.
pub(super) fn bare(html: &str, lost: &mut Lost) -> String {
    Bare { out: String::new(), lost, depth: 0, beyond: 0, in_row: false }.take(html)
}

/// A template without its scripts, styles and comments.
pub(super) fn without_scripts(source: &str, lost: &mut Lost) -> String {
    let (mut out, mut rest) = (String::with_capacity(source.len()), source);
    while let Some((words, from)) = split(rest, &['<']) {
        out.push_str(words);
        rest = match Tag::read(from) {
            Some(tag) if !tag.closes && ["script", "style", "!"].contains(&tag.name.as_str()) => {
                lost.element(&tag.name);
                tag.after_content()
            }
            Some(tag) => {
                out.push_str(from.strip_suffix(tag.after).unwrap_or_default());
                tag.after
            }
            None => {
                out.push('<');
                from.strip_prefix('<').unwrap_or_default()
            }
        };
    }
    out.push_str(rest);
    out
}

/// Takes everything out of a text in HTML that is not words, lines or lists: what is left has no
/// attributes, few elements, and none too deep.
struct Bare<'a> {
    out: String,
    lost: &'a mut Lost,
    /// How many elements are open.
    depth: usize,
    /// How many are open that were too deep to be kept.
    beyond: usize,
    /// Whether a cell was met in this row.
    in_row: bool,
}

impl Bare<'_> {
    fn take(mut self, html: &str) -> String {
        let mut rest = html;
        while let Some((words, from)) = split(rest, &['<', '[']) {
            self.out.push_str(words);
            rest = if from.starts_with('[') {
                self.bracket(from)
            } else if let Some(tag) = Tag::read(from) {
                self.tag(tag)
            } else {
                self.out.push_str("&lt;");
                from.strip_prefix('<').unwrap_or_default()
            };
        }
        self.out.push_str(rest);
        self.out
    }

    /// Takes a mark of Anki's and says what follows.
    fn bracket<'t>(&mut self, from: &'t str) -> &'t str {
        for (begin, mark) in BRACKETS {
            let Some(rest) = from.strip_prefix(begin) else { continue };
            let closed = rest.split_once(']').map(|(_, after)| after);
            match (mark, closed) {
                (Mark::Formula, _) => {
                    self.lost.formulas = true;
                    return rest;
                }
                (Mark::Sound, Some(after)) => {
                    self.lost.sounds = true;
                    return after;
                }
                (Mark::Speech, Some(after)) => return after,
                (Mark::Sound | Mark::Speech, None) => {}
            }
        }
        self.out.push('[');
        from.strip_prefix('[').unwrap_or_default()
    }

    /// Takes a tag and says what follows.
    fn tag<'t>(&mut self, tag: Tag<'t>) -> &'t str {
        let name = tag.name.as_str();
        if !tag.closes {
            self.lost.element(name);
        }
        if KEPT.contains(&name) {
            self.keep(name, tag.closes);
        } else if LINES.contains(&name) {
            self.in_row = false;
            self.keep("div", tag.closes);
        } else if SILENT.contains(&name) && !tag.closes {
            return tag.after_content();
        } else {
            let in_row = self.in_row;
            self.out.push_str(match (name, tag.closes) {
                ("hr", _) => "<br>",
                ("td" | "th", false) if in_row => " | ",
                ("sup", false) => "^",
                ("rt", false) => "(",
                ("rt", true) => ")",
                _ => "",
            });
            self.in_row |= matches!(name, "td" | "th");
        }
        tag.after
    }

    fn keep(&mut self, name: &str, closes: bool) {
        let slash = if closes { "/" } else { "" };
        if name == "br" {
            self.out.push_str("<br>");
            return;
        } else if !closes && self.depth >= DEPTH {
            self.beyond += 1;
            self.out.push_str("<br>");
            return;
        } else if closes && self.beyond > 0 {
            self.beyond -= 1;
            return;
        } else if closes {
            self.depth = self.depth.saturating_sub(1);
        } else {
            self.depth += 1;
        }
        self.out.extend(["<", slash, name, ">"]);
    }
}

/// Takes out what steers a terminal, blanks at the ends of lines and more than one blank line.
fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut blank = 0;
    for line in text.lines() {
        let line: String = line
            .chars()
            .map(|c| if matches!(c, '\t' | '\u{a0}') { ' ' } else { c })
            .filter(|c| !steers(*c))
            .collect();
        let line = line.trim_end();
        if line.is_empty() {
            blank += 1;
            continue;
        }
        if !tidied.is_empty() {
            tidied.push_str(if blank > 0 { "\n\n" } else { "\n" });
        }
        blank = 0;
        tidied.push_str(line);
    }
    tidied.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(html: &str) -> String {
        words(html, &mut Lost::default())
    }

    #[test]
    fn entities_and_formatting_become_plain_words() {
        assert_eq!(plain("What is <b>bold</b>?&nbsp;A &lt;weight&gt;"), "What is bold? A <weight>");
    }

    #[test]
    fn breaks_and_blocks_break_lines() {
        assert_eq!(plain("a<br>b<div>c</div><div>d</div>e<hr>f"), "a\nb\nc\nd\ne\nf");
        assert_eq!(plain("<h1>a</h1>b<p>c</p>"), "a\nb\n\nc");
    }

    #[test]
    fn lists_stay_lists() {
        assert_eq!(plain("<ul><li>a</li><li>b</li></ul>"), "* a\n* b");
        assert_eq!(plain("<ol class=x><li>a<li>b</ol>"), "1. a\n2. b");
    }

    #[test]
    fn links_keep_their_text_and_lose_their_address() {
        assert_eq!(plain("see <a href=\"http://x/>y\">there</a>"), "see there");
    }

    #[test]
    fn the_cells_of_a_row_stand_beside_each_other() {
        let html = "<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr></table>";
        assert_eq!(plain(html), "a | b\nc | d");
    }

    #[test]
    fn nothing_is_wrapped() {
        let long = "word ".repeat(5000);
        assert_eq!(plain(&format!("<b>{long}</b>")), long.trim());
    }

    #[test]
    fn scripts_styles_and_comments_are_not_read_out() {
        assert_eq!(
            plain("a<script>if (1<2) x('</b>')</script><style>b{}</style><!-- c -->d"),
            "ad"
        );
    }

    #[test]
    fn pictures_sounds_and_formulas_are_told_of() {
        let mut lost = Lost::default();
        assert_eq!(words("a <IMG src='x>y'> b [sound:c.mp3] [$]x[/$]", &mut lost), "a b x");
        let all = Lost { pictures: true, sounds: true, formulas: true, scripts: false };
        assert_eq!(lost, all);
    }

    #[test]
    fn what_steers_a_terminal_is_taken_out() {
        assert_eq!(plain("a\u{1b}[31mb&#27;c\u{202e}\td"), "a[31mbc d");
    }

    #[test]
    fn elements_ten_thousand_deep_do_no_harm() {
        for name in ["div", "ul", "table", "b", "pre", "li", "ol><li", "dl><dd"] {
            let html = format!("{}word", format!("<{name}>").repeat(10_000));
            assert!(plain(&html).contains("word"), "{name}");
        }
    }

    #[test]
    fn text_of_nothing_but_marks_does_no_harm() {
        for mark in ["<", "<a", "</", "[", "[sound:", "<script>", "<!--", "&", "<a b='"] {
            assert!(plain(&format!("word {}", mark.repeat(20_000))).starts_with("word"), "{mark}");
        }
    }

    #[test]
    fn a_stray_quote_in_a_tag_hides_nothing() {
        assert_eq!(plain("<b don't>word</b> and 'more'"), "word and 'more'");
    }

    #[test]
    fn a_sign_that_is_no_tag_stays() {
        assert_eq!(plain("1 < 2 and 3 > 2"), "1 < 2 and 3 > 2");
    }

    #[test]
    fn a_template_loses_its_scripts_and_keeps_the_rest() {
        let mut lost = Lost::default();
        let source = "<b class='x'>{{Front}}</b><script>{{y}}</script><!-- {{#z}} --> < 1";
        assert_eq!(without_scripts(source, &mut lost), "<b class='x'>{{Front}}</b> < 1");
        assert!(lost.scripts);
    }
}
