//! Questions that take more than one key; the home of dialoguer.
//!
//! On a plain terminal every question is one line, and a choice is made by its number.

use std::io::{self, BufRead as _, Write as _};

use dialoguer::theme::SimpleTheme;
use dialoguer::{Confirm, FuzzySelect, Input, Select};

use crate::domain::text::harmless;
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::term::interrupt::{cursor_may_hide, give_terminal_back, show_cursor};

/// Asks for a yes or no; Enter means `default`.
///
/// # Errors
/// When the user interrupts.
pub fn confirm(env: &mut Env, question: &str, default: bool) -> Result<bool, Failure> {
    begin(env)?;
    if !env.plain {
        let confirm = Confirm::with_theme(&SimpleTheme).with_prompt(harmless(question));
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
        return line(env, &format!("{question}: "));
    }
    let typed = line(env, &format!("{question} (Enter keeps \"{initial}\"): "))?;
    Ok(if typed.is_empty() { initial.to_owned() } else { typed })
}

/// Asks for a line of text on a terminal that can redraw.
///
/// # Errors
/// When the user interrupts.
pub fn edit(question: &str, initial: &str) -> Result<String, Failure> {
    let input = Input::<String>::with_theme(&SimpleTheme).with_prompt(harmless(question));
    let input = if initial.is_empty() { input } else { input.with_initial_text(initial) };
    input.allow_empty(true).interact_text().map_err(ended)
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
        let items: Vec<String> = items.iter().map(|item| shown(item)).collect();
        let select = Select::with_theme(&SimpleTheme).with_prompt(harmless(question));
        return select.items(&items).default(default).interact().map_err(ended);
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
        let select = FuzzySelect::with_theme(&SimpleTheme).with_prompt(harmless(question));
        return select.items(&items).default(0).interact_opt().map_err(ended);
    }
    numbered(env, question, items, 0).map(Some)
}

/// An item on one line that fits the terminal: a longer one would break the redrawing.
fn shown(item: &str) -> String {
    let (columns, _) = crate::ui::term::screen::Screen::size();
    crate::domain::text::one_line(&harmless(item), columns.saturating_sub(6).max(8))
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
