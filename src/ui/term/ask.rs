//! Small questions between two screens; the home of dialoguer.

use std::io;

use dialoguer::Confirm;
use dialoguer::theme::SimpleTheme;

use crate::ui::failure::Failure;
use crate::ui::term::interrupt::give_terminal_back;

/// Asks for a yes or no; no is what Enter means.
///
/// # Errors
/// When the user interrupts.
pub fn confirm(question: &str) -> Result<bool, Failure> {
    give_terminal_back();
    Confirm::with_theme(&SimpleTheme).with_prompt(question).default(false).interact().map_err(
        |dialoguer::Error::IO(error)| {
            if error.kind() == io::ErrorKind::Interrupted {
                Failure::interrupted()
            } else {
                Failure::from(error)
            }
        },
    )
}
