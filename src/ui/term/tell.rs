//! Telling: sentences and styled lines below each other, wrapped to the terminal.

use std::io::Write as _;

use crate::domain::text::harmless;
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::term::frame::{Line, Style, item, paragraph, text};
use crate::ui::term::screen::{Screen, print};

/// Writes a text, wrapped to the terminal where there is one; on a plain one a line stays a line.
///
/// # Errors
/// When nobody reads any more.
pub fn tell(env: &mut Env, said: &str) -> Result<(), Failure> {
    if env.plain {
        writeln!(env.out, "{}", harmless(said))?;
    } else {
        let (columns, _) = Screen::size();
        write!(env.out, "{}", text(&paragraph(said, columns.min(100), Style::Normal)))?;
    }
    Ok(())
}

/// Writes an item of a list, wrapped like a text, its further lines below the first.
///
/// # Errors
/// When nobody reads any more.
pub fn tell_item(env: &mut Env, lead: &str, said: &str) -> Result<(), Failure> {
    if env.plain {
        writeln!(env.out, "{lead}{}", harmless(said))?;
    } else {
        let (columns, _) = Screen::size();
        write!(env.out, "{}", text(&item(lead, said, columns.min(100))))?;
    }
    Ok(())
}

/// Writes lines in their styles; on a plain terminal as text.
///
/// # Errors
/// When nobody reads any more.
pub fn show(env: &mut Env, lines: &[Line]) -> Result<(), Failure> {
    if env.plain {
        write!(env.out, "{}", text(lines))?;
    } else {
        print(&mut env.out, lines)?;
    }
    Ok(())
}
