//! Questions answered with one key, for who is too heated to type.

use crate::domain::walk::answer::Answer;
use crate::ui::failure::Failure;
use crate::ui::term::frame::{Line, Style, flow, paragraph, span};
use crate::ui::term::interrupt::give_terminal_back;
use crate::ui::term::screen::{Key, Screen};
use crate::ui::walk::asking::{Asking, Said};

/// The key for ten, which has two digits.
const TEN: char = 'x';

/// The widest text.
fn measure() -> usize {
    let (width, _) = Screen::size();
    width.saturating_sub(2).clamp(8, 76)
}

/// What a key says besides an answer.
fn beside(key: Key, optional: bool) -> Option<Said> {
    match (key, optional) {
        (Key::Char('b'), _) => Some(Said::Back),
        (Key::Char('q') | Key::Escape, _) => Some(Said::Leave),
        (Key::Char('s'), true) => Some(Said::Skip),
        (_, _) => None,
    }
}

/// Asks for a number from 0 to 10 with one key.
///
/// # Errors
/// When the user interrupts or the terminal is gone.
pub fn scale(asking: &mut Asking, low: &str, high: &str) -> Result<Said, Failure> {
    let question = asking.question;
    give_terminal_back();
    let mut screen = Screen::open(&mut asking.env.out)?;
    loop {
        let mut lines = paragraph(&question.step.ask, measure(), Style::Strong);
        lines.push(Vec::new());
        lines.push(vec![span("0 1 2 3 4 5 6 7 8 9 x", Style::Answer)]);
        lines.extend(paragraph(&format!("0 {low}; {TEN} (ten) {high}"), measure(), Style::Normal));
        lines.push(Vec::new());
        lines.extend(footer(&["one key answers", "b back", "q leave"]));
        screen.show(&lines)?;
        let key = screen.key()?;
        let number = match (key, TEN) {
            (Key::Interrupt, _) => return Err(Failure::interrupted()),
            (Key::Char(c), ten) if c == ten => Some(10),
            (Key::Char(c), _) => c.to_digit(10),
            (_, _) => None,
        };
        let said = number.map(|number| Said::Answer(Answer::Number(number)));
        if let Some(said) = said.or_else(|| beside(key, question.step.optional)) {
            return Ok(said);
        }
    }
}

/// Asks for any of some words; a digit marks one, Enter ends.
///
/// # Errors
/// When the user interrupts or the terminal is gone.
pub fn many(asking: &mut Asking) -> Result<Said, Failure> {
    let question = asking.question;
    let mut marked = vec![false; question.items.len()];
    give_terminal_back();
    let mut screen = Screen::open(&mut asking.env.out)?;
    loop {
        let mut lines = paragraph(&question.step.ask, measure(), Style::Strong);
        lines.push(Vec::new());
        for ((item, marked), nth) in question.items.iter().zip(&marked).zip(1..) {
            let style = if *marked { Style::Answer } else { Style::Normal };
            let mark = if *marked { "x" } else { " " };
            lines.extend(paragraph(&format!("{nth} [{mark}] {item}"), measure(), style));
        }
        lines.push(Vec::new());
        lines.extend(footer(&["digits mark", "Enter goes on", "b back", "q leave"]));
        screen.show(&lines)?;
        let key = screen.key()?;
        if key == Key::Interrupt {
            return Err(Failure::interrupted());
        }
        if key == Key::Enter {
            let items = question.items.iter().zip(&marked).filter(|(_, marked)| **marked);
            let items = items.map(|(item, _)| item.clone()).collect();
            return Ok(Said::Answer(Answer::List(items)));
        }
        if let Some(said) = beside(key, question.step.optional) {
            return Ok(said);
        }
        let Key::Char(c) = key else { continue };
        let at = c.to_digit(10).and_then(|nth| usize::try_from(nth).ok()?.checked_sub(1));
        if let Some(mark) = at.and_then(|at| marked.get_mut(at)) {
            *mark = !*mark;
        }
    }
}

/// The keys that work, at the foot of a page.
pub(super) fn footer(keys: &[&str]) -> Vec<Line> {
    let keys: Vec<Line> = keys.iter().map(|key| vec![span(key, Style::Faint)]).collect();
    flow(&keys, measure())
}
