//! The session as plain lines, for screen readers and dumb terminals.

use std::io::{self, BufRead, Write};

use crate::app::review::Item;
use crate::domain::review::Rating;
use crate::domain::schedule::queue::Reason;
use crate::domain::text::harmless;
use crate::domain::time::span as days;
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::session::Session;
use crate::ui::session::view::{history_lines, reason};
use crate::ui::term::interrupt::give_terminal_back;
use crate::ui::term::{editor, frame};

const HELP: &str = "u undo, c change, s suspend, b bury, i history, q quit";

/// Asks card after card until none is left or the user quits; tells whether none is left.
///
/// # Errors
/// When the database refuses; whatever was graded before is kept.
pub fn run(env: &mut Env, session: &mut Session, input: &mut dyn BufRead) -> Result<bool, Failure> {
    give_terminal_back();
    loop {
        let next = session.upcoming().map_err(|error| env.explain(error))?;
        let Some((item, left)) = next else { return Ok(true) };
        match ask(env, session, (&item, left), input)? {
            Said::Quit => return Ok(false),
            Said::Done | Said::Word(_) => {}
        }
    }
}

/// Asks one card: the question, the answer, the grade.
fn ask(
    env: &mut Env,
    session: &mut Session,
    (item, left): (&Item, u64),
    input: &mut dyn BufRead,
) -> Result<Said, Failure> {
    let watch = session.clock().stopwatch();
    let word = reason(item, session.is_cram());
    writeln!(env.out, "\n{}, {word}, {left} left.", harmless(&item.deck_title))?;
    if let Some(introduction) = &item.introduction {
        writeln!(env.out, "{}", harmless(introduction))?;
    }
    writeln!(env.out, "Question: {}", harmless(&item.card.text.question()))?;
    match prompt(env, session, item, input, "Enter shows the answer, ? helps")? {
        Said::Word(_) => {}
        Said::Done => return Ok(Said::Done),
        Said::Quit => return Ok(Said::Quit),
    }
    writeln!(env.out, "Answer: {}", harmless(&item.card.text.answer()))?;
    if !item.card.text.note.is_empty() {
        writeln!(env.out, "Note: {}", harmless(&item.card.text.note))?;
    }
    let choices = choices(item, session.is_cram());
    loop {
        let word = match prompt(env, session, item, input, &choices)? {
            Said::Word(word) => word,
            Said::Done => return Ok(Said::Done),
            Said::Quit => return Ok(Said::Quit),
        };
        match word.parse::<Rating>() {
            Err(error) => writeln!(env.out, "{error}")?,
            Ok(rating) => {
                let graded = session.grade(item, rating, watch.milliseconds());
                graded.map_err(|error| env.explain(error))?;
                return Ok(Said::Done);
            }
        }
    }
}

fn choices(item: &Item, cram: bool) -> String {
    let scored = !cram && item.reason != Reason::Drill;
    let one = |(rating, interval): (Rating, u32)| {
        let when = if scored { format!(" {}", days(interval)) } else { String::new() };
        format!("{} {}{when}", rating.number(), rating.word())
    };
    let all: Vec<String> = Rating::ALL.into_iter().zip(item.intervals).map(one).collect();
    all.join(", ")
}

/// What the user said.
enum Said {
    /// Something that ended this card.
    Done,
    /// Enough.
    Quit,
    /// Anything else.
    Word(String),
}

/// Asks until the user says something that is not about the session itself.
fn prompt(
    env: &mut Env,
    session: &mut Session,
    item: &Item,
    input: &mut dyn BufRead,
    question: &str,
) -> Result<Said, Failure> {
    loop {
        write!(env.out, "{question}: ")?;
        env.out.flush()?;
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            return Ok(Said::Quit);
        }
        let told = match line.trim() {
            "q" | "quit" => return Ok(Said::Quit),
            "?" | "help" => Ok(HELP.to_owned()),
            "i" => session.history(item).map(|history| frame::text(&history_lines(&history, 76))),
            "u" => return tell(env, session.undo()),
            "s" => return tell(env, session.suspend(item)),
            "b" => return tell(env, session.bury(item)),
            "c" => {
                let edited = editor::edit(&item.card.text)?;
                return tell(env, session.edited(item, edited));
            }
            word => return Ok(Said::Word(word.to_owned())),
        };
        let told = told.map_err(|error| env.explain(error))?;
        writeln!(env.out, "{told}")?;
    }
}

fn tell(env: &mut Env, told: Result<String, crate::app::Error>) -> Result<Said, Failure> {
    let told = told.map_err(|error| env.explain(error))?;
    writeln!(env.out, "{told}")?;
    Ok(Said::Done)
}

/// The standard input, line by line.
#[must_use]
pub fn stdin() -> impl BufRead {
    io::stdin().lock()
}
