//! The settings file, `config.toml`: written by the program or by hand, comments kept.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use toml_edit::{DocumentMut, Item, Table, TableLike, value};

use crate::domain::settings::Settings;
use crate::domain::settings::key::{Key, Value};
use crate::storage::error::Error;

/// Reads the settings; the defaults stand for what is not set, or when there is no file.
///
/// # Errors
/// When the file cannot be read, is no TOML, names an unknown setting or a value out of range.
pub fn load(path: &Path) -> Result<Settings, Error> {
    let mut settings = Settings::default();
    let Some(text) = text(path)? else {
        return Ok(settings);
    };
    let document = parse(path, &text)?;
    let mut found = Vec::new();
    leaves(document.as_table(), "", &mut found);
    for (name, item) in found {
        let set = Key::read(&name).and_then(|key| settings.set(&key, &plain(item)));
        if let Err(error) = set {
            let line = line_of(&text, &name);
            let message = error.to_string();
            return Err(Error::Syntax { path: path.to_owned(), line, column: 1, message });
        }
    }
    Ok(settings)
}

/// The settings that stand in the file, with their values as texts.
///
/// # Errors
/// When the file cannot be read or is no TOML; what is no setting is passed over.
pub fn written(path: &Path) -> Result<Vec<(Key, String)>, Error> {
    let Some(text) = text(path)? else { return Ok(Vec::new()) };
    let document = parse(path, &text)?;
    let mut found = Vec::new();
    leaves(document.as_table(), "", &mut found);
    let known = |(name, item): (String, &Item)| Some((Key::read(&name).ok()?, plain(item)));
    Ok(found.into_iter().filter_map(known).collect())
}

/// Writes one value into the settings file, leaving all else in it as it is.
///
/// # Errors
/// When the file cannot be read or written.
pub fn store(path: &Path, key: &Key, new: &Value) -> Result<(), Error> {
    let item = match new {
        Value::Whole(number) => value(i64::from(*number)),
        Value::Fraction(number) => value(*number),
        Value::Text(text) => value(text.as_str()),
    };
    edit(path, key, |table, name| {
        table.insert(name, item);
    })
}

/// Takes one value out of the settings file, so that the default holds again.
///
/// # Errors
/// When the file cannot be read or written.
pub fn unset(path: &Path, key: &Key) -> Result<(), Error> {
    edit(path, key, |table, name| {
        table.remove(name);
    })
}

/// Changes the table in which a setting stands.
fn edit(
    path: &Path,
    key: &Key,
    change: impl FnOnce(&mut dyn TableLike, &str),
) -> Result<(), Error> {
    let text = text(path)?.unwrap_or_default();
    let mut document = parse(path, &text)?;
    let keys = key.path();
    let Some((last, tables)) = keys.split_last() else {
        return Ok(());
    };
    let mut table: &mut dyn TableLike = document.as_table_mut();
    for name in tables {
        let mut fresh = Table::new();
        fresh.set_implicit(true);
        table =
            table.entry(name).or_insert(Item::Table(fresh)).as_table_like_mut().ok_or_else(
                || Error::Strange(format!("`{name}` in {} is no table", path.display())),
            )?;
    }
    change(table, last);
    replace(path, &document.to_string())
}

/// The value of an item without the blanks and comments around it.
fn plain(item: &Item) -> String {
    let mut item = item.clone();
    if let Some(value) = item.as_value_mut() {
        value.decor_mut().clear();
    }
    item.as_str().map_or_else(|| item.to_string(), str::to_owned)
}

fn text(path: &Path) -> Result<Option<String>, Error> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::file(path)(error)),
    }
}

fn parse(path: &Path, text: &str) -> Result<DocumentMut, Error> {
    text.parse().map_err(|error: toml_edit::TomlError| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        Error::Syntax {
            path: path.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before.chars().rev().take_while(|c| *c != '\n').count() + 1,
            message: error.message().to_owned(),
        }
    })
}

/// Lists every value under its dotted name.
fn leaves<'a>(table: &'a dyn TableLike, above: &str, found: &mut Vec<(String, &'a Item)>) {
    for (name, item) in table.iter() {
        let name = if above.is_empty() { name.to_owned() } else { format!("{above}.{name}") };
        match item.as_table_like() {
            Some(inner) => leaves(inner, &name, found),
            None => found.push((name, item)),
        }
    }
}

/// The line on which the last part of a dotted name first begins a line; 1 when none does.
fn line_of(text: &str, name: &str) -> usize {
    let last = name.rsplit('.').next().unwrap_or(name);
    let begins = |line: &str| line.trim_start().starts_with(last);
    text.lines().position(begins).map_or(1, |line| line + 1)
}

/// Replaces a file in one step.
fn replace(path: &Path, text: &str) -> Result<(), Error> {
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(Error::file(folder))?;
    file.write_all(text.as_bytes()).map_err(Error::file(path))?;
    file.as_file().sync_all().map_err(Error::file(path))?;
    file.persist(path).map_err(|error| Error::file(path)(error.error))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file
    }

    #[test]
    fn no_file_means_the_defaults() {
        assert_eq!(load(Path::new("/nowhere/config.toml")).unwrap(), Settings::default());
    }

    #[test]
    fn a_stored_value_is_read_again_and_comments_stay() {
        let file = file("# mine\nnew-per-day = 3 # few\n");
        let key = Key::read("deck.focusing.retention").unwrap();
        store(file.path(), &key, &Value::Fraction(0.85)).unwrap();
        let settings = load(file.path()).unwrap();
        assert_eq!((settings.new_per_day, settings.terms("focusing").retention), (3, 0.85));
        assert!(
            fs::read_to_string(file.path()).unwrap().starts_with("# mine\nnew-per-day = 3 # few")
        );
    }

    #[test]
    fn a_value_out_of_range_is_found_by_its_line() {
        let error = load(file("\nretention = 1.5\n").path()).unwrap_err();
        assert!(matches!(error, Error::Syntax { line: 2, .. }), "{error}");
    }

    #[test]
    fn an_unknown_setting_is_refused() {
        assert!(load(file("speed = 5\n").path()).is_err());
    }
}
