//! Questions that take more than one key; the home of dialoguer and rustyline.
//!
//! On a plain terminal every question is one line, and a choice is made by its number.

use std::fmt;
use std::io::{self, BufRead as _, Write as _};

use dialoguer::theme::Theme;
use dialoguer::{Confirm, FuzzySelect, Password, Select};
use rustyline::error::ReadlineError;

use crate::domain::text::{harmless, one_line};
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::term::interrupt::{cursor_may_hide, give_terminal_back, show_cursor};
use crate::ui::term::screen::Screen;
use crate::ui::term::tell::{tell, tell_item};

/// Questions in plain words, without colons after question marks.
struct Bare;

impl Theme for Bare {
    fn format_confirm_prompt(
        &self,
        f: &mut dyn fmt::Write,
        prompt: &str,
        default: Option<bool>,
    ) -> fmt::Result {
        let keys = if default == Some(true) { "[Y/n]" } else { "[y/N]" };
        write!(f, "{prompt} {keys} ")
    }

    fn format_confirm_prompt_selection(
        &self,
        f: &mut dyn fmt::Write,
        prompt: &str,
        selection: Option<bool>,
    ) -> fmt::Result {
        write!(f, "{prompt} {}", if selection == Some(true) { "yes" } else { "no" })
    }

    fn format_select_prompt(&self, f: &mut dyn fmt::Write, prompt: &str) -> fmt::Result {
        write!(f, "{prompt}")
    }

    fn format_select_prompt_selection(
        &self,
        f: &mut dyn fmt::Write,
        _prompt: &str,
        selection: &str,
    ) -> fmt::Result {
        write!(f, "> {selection}")
    }
}

/// Asks for a yes or no; Enter means `default`.
///
/// # Errors
/// When the user interrupts.
pub fn confirm(env: &mut Env, question: &str, default: bool) -> Result<bool, Failure> {
    begin(env)?;
    if !env.plain {
        let question = short(env, question)?;
        let confirm = Confirm::with_theme(&Bare).with_prompt(question);
        return confirm.default(default).interact().map_err(ended);
    }
    let marks = if default { "yes" } else { "no" };
    loop {
        match line(env, &format!("{question} (yes or no; Enter: {marks}): "))?.as_str() {
            "" => return Ok(default),
            "y" | "yes" => return Ok(true),
            "n" | "no" => return Ok(false),
            _ => writeln!(env.out, "Please say yes or no.")?,
        }
    }
}

/// Asks for a line of text, which may be empty; `initial` stands there to be changed.
///
/// # Errors
/// When the user interrupts.
pub fn text(env: &mut Env, question: &str, initial: &str) -> Result<String, Failure> {
    begin(env)?;
    if !env.plain {
        return edit(question, initial);
    }
    if initial.is_empty() {
        return line(env, &prompt(question));
    }
    let typed = line(env, &format!("{question} (Enter keeps \"{initial}\"): "))?;
    Ok(if typed.is_empty() { initial.to_owned() } else { typed })
}

/// Asks for a secret, which is not shown while it is typed.
///
/// # Errors
/// When the user interrupts.
pub fn secret(env: &mut Env, question: &str) -> Result<String, Failure> {
    begin(env)?;
    let asked = Password::with_theme(&Bare).with_prompt(format!("{question}:"));
    asked.allow_empty_password(true).report(false).interact().map_err(ended)
}

/// Asks for a line of text on a terminal that can redraw.
///
/// # Errors
/// When the user interrupts.
pub fn edit(question: &str, initial: &str) -> Result<String, Failure> {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the errors are another crate's")]
    let strange = |error: ReadlineError| match error {
        ReadlineError::Interrupted | ReadlineError::Eof => Failure::interrupted(),
        error => Failure::from(io::Error::other(error)),
    };
    let mut editor = rustyline::DefaultEditor::new().map_err(strange)?;
    let typed = editor.readline_with_initial(&prompt(question), (initial, ""));
    Ok(typed.map_err(strange)?.trim().to_owned())
}

/// A question as a prompt: with a colon, unless it has a mark of its own.
fn prompt(question: &str) -> String {
    let question = harmless(question);
    if question.ends_with(['?', '…', ')', '>']) {
        format!("{question} ")
    } else {
        format!("{question}: ")
    }
}

/// Asks for one of some items; returns its place. Enter means `default`.
///
/// # Errors
/// When the user interrupts.
pub fn choice(
    env: &mut Env,
    question: &str,
    items: &[String],
    default: usize,
) -> Result<usize, Failure> {
    begin(env)?;
    if !env.plain {
        if !question.is_empty() {
            tell(env, question)?;
        }
        let long: Vec<&String> = items.iter().filter(|item| shown(item) != **item).collect();
        let items: Vec<String> = items.iter().map(|item| shown(item)).collect();
        for item in long {
            // What the list must cut short is told whole.
            tell_item(env, "- ", item)?;
        }
        env.out.flush()?;
        let select = Select::with_theme(&Bare).items(&items).default(default);
        let chosen = select.report(false).interact().map_err(ended)?;
        tell(env, &format!("> {}", items.get(chosen).map_or("", String::as_str)))?;
        return Ok(chosen);
    }
    numbered(env, question, items, default)
}

/// Asks for one of many items by typing a part of it; returns its place, or nothing when the user
/// leaves it at that. The likeliest comes first.
///
/// # Errors
/// When the user interrupts.
pub fn fuzzy(env: &mut Env, question: &str, items: &[String]) -> Result<Option<usize>, Failure> {
    begin(env)?;
    if !env.plain {
        let items: Vec<String> = items.iter().map(|item| shown(item)).collect();
        let question = short(env, question)?;
        let select = FuzzySelect::with_theme(&Bare).with_prompt(question).report(false);
        return select.items(&items).default(0).interact_opt().map_err(ended);
    }
    numbered(env, question, items, 0).map(Some)
}

/// An item on one line that fits the terminal: a longer one would break the redrawing.
fn shown(item: &str) -> String {
    let (columns, _) = Screen::size();
    one_line(&harmless(item), columns.saturating_sub(6).max(8))
}

/// A question that fits on one line with its answer; a longer one is told first, for the same reason.
fn short(env: &mut Env, question: &str) -> Result<String, Failure> {
    let (columns, _) = Screen::size();
    if question.chars().count() + 12 <= columns {
        return Ok(harmless(question).into_owned());
    }
    tell(env, question)?;
    env.out.flush()?;
    Ok("Well?".to_owned())
}

fn numbered(
    env: &mut Env,
    question: &str,
    items: &[String],
    default: usize,
) -> Result<usize, Failure> {
    writeln!(env.out, "{}", harmless(question))?;
    for (n, item) in items.iter().enumerate() {
        writeln!(env.out, "  {} {}", n + 1, harmless(item))?;
    }
    loop {
        let typed = line(env, &format!("Number (Enter: {}): ", default + 1))?;
        let number = if typed.is_empty() { Ok(default + 1) } else { typed.parse() };
        match number {
            Ok(number) if (1..=items.len()).contains(&number) => return Ok(number - 1),
            Ok(_) | Err(_) => writeln!(env.out, "A number from 1 to {} is wanted.", items.len())?,
        }
    }
}

fn begin(env: &mut Env) -> Result<(), Failure> {
    give_terminal_back();
    if !env.plain {
        cursor_may_hide();
    }
    Ok(env.out.flush()?)
}

/// Asks for a line; an end of input is an interruption.
///
/// # Errors
/// When the user interrupts.
pub fn line(env: &mut Env, question: &str) -> Result<String, Failure> {
    give_terminal_back();
    write!(env.out, "{}", harmless(question))?;
    env.out.flush()?;
    let mut typed = String::new();
    if io::stdin().lock().read_line(&mut typed)? == 0 {
        return Err(Failure::interrupted());
    }
    Ok(typed.trim().to_owned())
}

/// dialoguer hides the cursor while it waits; an interruption has to show it again.
fn ended(dialoguer::Error::IO(error): dialoguer::Error) -> Failure {
    if error.kind() == io::ErrorKind::Interrupted {
        show_cursor();
        Failure::interrupted()
    } else {
        Failure::from(error)
    }
}
