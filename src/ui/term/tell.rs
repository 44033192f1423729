//! Telling: sentences wrapped to the terminal.

use std::io::Write as _;

use crate::domain::text::harmless;
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::term::frame::{Style, paragraph, text};
use crate::ui::term::screen::Screen;

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
