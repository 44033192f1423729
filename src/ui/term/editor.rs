//! The user's editor: a card or a longer text goes out as a small file and comes back changed.

use std::fs;
use std::io::{self, Write as _};
use std::process::Command;

use crate::domain::card::Text;
use crate::storage::decks::format;
use crate::ui::env;

/// What came back from the editor.
#[derive(Debug)]
pub enum Edited {
    /// A card's text, changed or not.
    Text(Text),
    /// Something that is no card; the reason.
    Refused(String),
}

/// Opens a card's text in the user's editor and waits.
///
/// # Errors
/// When no file can be made for it.
pub fn edit(text: &Text) -> io::Result<Edited> {
    Ok(match write(&format::card_file(text), ".toml")? {
        Err(reason) => Edited::Refused(reason),
        Ok(written) => match format::read_card(&written) {
            Ok(text) => Edited::Text(text),
            Err(reason) => Edited::Refused(reason),
        },
    })
}

/// Opens a text in the user's editor and waits; the inner error says why nothing came back.
///
/// # Errors
/// When no file can be made for it.
pub fn write(initial: &str, suffix: &str) -> io::Result<Result<String, String>> {
    let mut file = tempfile::Builder::new().prefix("rat-").suffix(suffix).tempfile()?;
    file.write_all(initial.as_bytes())?;
    file.flush()?;
    let command = env::editor();
    let words = shell_words::split(&command).map_err(io::Error::other)?;
    let Some((program, arguments)) = words.split_first() else {
        return Ok(Err("no editor is set; set EDITOR".to_owned()));
    };
    let status = Command::new(program).args(arguments).arg(file.path()).status();
    match status {
        Err(error) => Ok(Err(format!("{program} cannot be started: {error}"))),
        Ok(status) if !status.success() => {
            Ok(Err(format!("{program} ended without saving ({status})")))
        }
        Ok(_) => fs::read_to_string(file.path()).map(Ok),
    }
}
