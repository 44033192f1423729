//! A question answered with one key, and the two ways of asking it.

use std::io::{BufRead, Write};

use crate::domain::text::harmless;
use crate::ui::failure::Failure;
use crate::ui::term::ask;
use crate::ui::term::frame::{Line, Style, flow, paragraph, span};
use crate::ui::term::screen::{Key, Screen};

/// The most columns a text is set in; longer lines are hard to read.
const MEASURE: usize = 76;

/// A question.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// What it is about.
    pub head: String,
    /// What is asked, paragraph by paragraph.
    pub body: Vec<(String, Style)>,
    /// The keys that answer it, with what they mean.
    pub keys: Vec<(char, String)>,
    /// Whether any other key means the first one.
    pub any: bool,
}

impl Question {
    /// A question with these keys.
    #[must_use]
    pub fn new(head: impl Into<String>, keys: &[(char, &str)]) -> Self {
        let keys = keys.iter().map(|(key, word)| (*key, (*word).to_owned())).collect();
        Self { head: head.into(), body: Vec::new(), keys, any: false }
    }

    /// Adds a paragraph.
    #[must_use]
    pub fn says(mut self, text: impl Into<String>, style: Style) -> Self {
        self.body.push((text.into(), style));
        self
    }

    /// Sets the question for a window, with what just happened above the keys.
    #[must_use]
    pub fn frame(&self, notice: &str, (width, height): (usize, usize)) -> Vec<Line> {
        let measure = width.saturating_sub(2).clamp(8, MEASURE);
        let mut lines = paragraph(&self.head, measure, Style::Faint);
        for (text, style) in &self.body {
            lines.push(Vec::new());
            lines.extend(paragraph(text, measure, *style));
        }
        let mut foot = vec![Vec::new()];
        foot.extend(notice.lines().flat_map(|line| paragraph(line, measure, Style::Warning)));
        let key = |(key, word): &(char, String)| {
            let name = if *key == ' ' { "any key".to_owned() } else { key.to_string() };
            vec![span(&name, Style::Strong), span(&format!(" {word}"), Style::Normal)]
        };
        foot.extend(flow(&self.keys.iter().map(key).collect::<Vec<_>>(), measure));
        let room = height.saturating_sub(foot.len()).max(1);
        if lines.len() > room {
            // What it is about can be guessed; what is asked must be seen.
            lines.drain(..lines.len() - room);
        }
        lines.resize(room, Vec::new());
        lines.extend(foot);
        for line in &mut lines {
            line.insert(0, span(" ", Style::Normal));
        }
        lines
    }
}

/// Someone who asks: a screen, or lines.
pub trait Asker {
    /// Asks and waits for one of the question's keys.
    ///
    /// # Errors
    /// When the user interrupts or the terminal is gone.
    fn ask(&mut self, question: &Question) -> Result<char, Failure>;

    /// Asks for a line of text; `initial` stands there to be changed.
    ///
    /// # Errors
    /// When the user interrupts or the terminal is gone.
    fn line(&mut self, question: &str, initial: &str) -> Result<String, Failure>;

    /// Tells what became of the last answer.
    ///
    /// # Errors
    /// When the terminal is gone.
    fn tell(&mut self, text: &str) -> Result<(), Failure>;
}

/// Asks on a screen.
pub struct OnScreen<'a> {
    screen: Screen<'a>,
    notice: String,
}

impl<'a> OnScreen<'a> {
    /// Takes the terminal over.
    ///
    /// # Errors
    /// When it is no terminal that can be taken over.
    pub fn open(out: &'a mut Box<dyn Write>) -> Result<Self, Failure> {
        Ok(Self { screen: Screen::open(out)?, notice: String::new() })
    }

    /// What was told last and has not been seen with another question yet.
    #[must_use]
    pub fn last_words(self) -> String {
        self.notice
    }
}

impl Asker for OnScreen<'_> {
    fn ask(&mut self, question: &Question) -> Result<char, Failure> {
        loop {
            self.screen.show(&question.frame(&self.notice, Screen::size()))?;
            let first = question.keys.first().map(|(key, _)| *key);
            let pressed = match self.screen.key()? {
                Key::Interrupt => return Err(Failure::interrupted()),
                Key::Resize => continue,
                Key::Char(c) => Some(c.to_ascii_lowercase()),
                Key::Escape => Some('q'),
                Key::Enter | Key::Backspace | Key::Tab | Key::Up | Key::Down | Key::Other => None,
            };
            let known = pressed.filter(|c| question.keys.iter().any(|(key, _)| key == c));
            if let Some(key) = known.or(first.filter(|_| question.any)) {
                self.notice.clear();
                return Ok(key);
            }
        }
    }

    fn line(&mut self, question: &str, initial: &str) -> Result<String, Failure> {
        self.screen.lend(|| Ok(ask::edit(question, initial)))?
    }

    fn tell(&mut self, text: &str) -> Result<(), Failure> {
        text.clone_into(&mut self.notice);
        Ok(())
    }
}

/// Asks line by line.
pub struct InLines<'a> {
    /// Where questions go.
    pub out: &'a mut dyn Write,
    /// Where answers come from.
    pub input: &'a mut dyn BufRead,
}

impl InLines<'_> {
    fn read(&mut self) -> Result<Option<String>, Failure> {
        self.out.flush()?;
        let mut line = String::new();
        Ok((self.input.read_line(&mut line)? > 0).then(|| line.trim().to_owned()))
    }
}

impl Asker for InLines<'_> {
    fn ask(&mut self, question: &Question) -> Result<char, Failure> {
        writeln!(self.out, "\n{}", harmless(&question.head))?;
        for (text, _) in &question.body {
            writeln!(self.out, "{}", harmless(text))?;
        }
        let named = |(key, word): &(char, String)| {
            if *key == ' ' { format!("Enter {word}") } else { format!("{key} {word}") }
        };
        let keys = question.keys.iter().map(named).collect::<Vec<_>>().join(", ");
        loop {
            write!(self.out, "{keys}: ")?;
            let Some(typed) = self.read()? else { return Ok('q') };
            let typed = typed.to_lowercase();
            let fits = |(key, word): &&(char, String)| {
                typed == key.to_string() || (!typed.is_empty() && word.starts_with(&typed))
            };
            let first = question.keys.first().filter(|_| question.any);
            match question.keys.iter().find(fits).or(first) {
                Some((key, _)) => return Ok(*key),
                None => writeln!(self.out, "\"{}\" is none of these.", harmless(&typed))?,
            }
        }
    }

    fn line(&mut self, question: &str, initial: &str) -> Result<String, Failure> {
        write!(self.out, "{} (Enter keeps \"{}\"): ", harmless(question), harmless(initial))?;
        let typed = self.read()?.ok_or_else(Failure::interrupted)?;
        Ok(if typed.is_empty() { initial.to_owned() } else { typed })
    }

    fn tell(&mut self, text: &str) -> Result<(), Failure> {
        Ok(writeln!(self.out, "{}", harmless(text))?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::term::frame;

    fn question() -> Question {
        Question::new("kettle", &[('d', "did"), ('s', "skip")])
            .says("When the kettle clicks, then I stretch.", Style::Strong)
    }

    #[test]
    fn a_small_window_shows_what_is_asked_and_every_key() {
        let shown = frame::text(&question().frame("", (40, 6)));
        assert!(shown.contains("the kettle clicks") && shown.contains("d did  s skip"), "{shown}");
        assert_eq!(shown.lines().count(), 6);
    }

    #[test]
    fn in_lines_a_key_or_the_beginning_of_its_word_answers() {
        for typed in ["d\n", "di\n", "DID\n", "nonsense\nd\n"] {
            let (mut out, mut input) = (Vec::new(), typed.as_bytes());
            let key = InLines { out: &mut out, input: &mut input }.ask(&question()).unwrap();
            assert_eq!(key, 'd', "{typed:?}");
        }
    }

    #[test]
    fn in_lines_the_end_of_the_input_quits() {
        let (mut out, mut input) = (Vec::new(), "".as_bytes());
        assert_eq!(InLines { out: &mut out, input: &mut input }.ask(&question()).unwrap(), 'q');
    }
}
