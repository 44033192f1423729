//! Notes for a folder of Markdown files, as Obsidian and others keep them: each with front matter in
//! YAML that says what wrote it.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::domain::text::harmless;
use crate::domain::time::StudyDay;
use crate::storage::error::Error;
use crate::storage::whole::Whole;

/// The line of the front matter by which a note is known again.
const KEY: &str = "rat:";

/// A note.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// The name of its file without the ending.
    pub stem: String,
    /// What it is about, the same for ever.
    pub key: String,
    /// What else its front matter says.
    pub front: Vec<(&'static str, Value)>,
    /// The page.
    pub body: String,
    /// Whether it is only brought up to date where it was written before.
    pub only_again: bool,
}

/// A value in front matter.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Words.
    Text(String),
    /// Several words.
    List(Vec<String>),
    /// A day.
    Day(StudyDay),
    /// A number.
    Number(f64),
    /// Yes.
    Yes,
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl Note {
    /// The whole file.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!("---\n{KEY} {}\n", quoted(&self.key));
        for (key, value) in &self.front {
            let _ = match value {
                Value::Text(words) => writeln!(text, "{key}: {}", quoted(words)),
                Value::List(items) => {
                    let items: Vec<String> = items.iter().map(|item| quoted(item)).collect();
                    writeln!(text, "{key}: [{}]", items.join(", "))
                }
                Value::Day(day) => writeln!(text, "{key}: {day}"),
                Value::Number(number) => writeln!(text, "{key}: {number}"),
                Value::Yes => writeln!(text, "{key}: true"),
            };
        }
        text + "---\n\n" + &harmless(&self.body)
    }

    fn file(&self, folder: &Path) -> PathBuf {
        folder.join(format!("{}.md", self.stem))
    }

    /// Whether a text is this very note, as it was written before.
    fn is_in(&self, text: &str) -> bool {
        let mut lines = text.lines();
        lines.next().is_some_and(|line| line.trim_end() == "---")
            && lines
                .take_while(|line| line.trim_end() != "---")
                .filter_map(|line| line.strip_prefix(KEY))
                // Other programs write the line anew, with other quotes or none.
                .any(|key| key.trim().trim_matches(['"', '\'']) == self.key)
    }
}

/// Words in double quotes, as every reader of YAML takes them.
fn quoted(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for c in harmless(text).chars() {
        let _ = match c {
            '"' | '\\' => write!(quoted, "\\{c}"),
            '\n' => write!(quoted, "\\n"),
            ' '..='~'
            | '\u{a0}'..='\u{2027}'
            | '\u{202a}'..='\u{d7ff}'
            | '\u{e000}'..='\u{fefe}'
            | '\u{ff00}'..='\u{fffd}'
            | '\u{10000}'.. => write!(quoted, "{c}"),
            // Line ends of other scripts, marks of byte order, signs that are none.
            c => write!(quoted, "\\u{:04x}", u32::from(c)),
        };
    }
    quoted + "\""
}

/// How many notes were written, and how many were as they should be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Written for the first time or anew.
    pub written: u64,
    /// Left as they are.
    pub unchanged: u64,
}

/// Writes notes into a folder, each whole or not at all; `show` is told how many are done. Nothing is
/// written while a file stands in the way that is not the same note of before.
///
/// # Errors
/// When such a file is there, or the folder cannot be written to.
pub fn write(folder: &Path, notes: &[Note], show: &dyn Fn(usize)) -> Result<Done, Error> {
    fs::create_dir_all(folder).map_err(Error::file(folder))?;
    let mut wanted = Vec::new();
    let mut done = Done::default();
    for note in notes {
        let (path, text) = (note.file(folder), note.text());
        match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if !note.only_again {
                    wanted.push((path, text));
                }
            }
            Ok(before) if before == text.as_bytes() => done.unchanged += 1,
            Ok(before) if note.is_in(&String::from_utf8_lossy(&before)) => {
                wanted.push((path, text));
            }
            Ok(_) | Err(_) if note.only_again => {}
            Ok(_) | Err(_) => {
                let words = "it is there already, and no note of rat's about the same; nothing was \
                    written";
                let source = io::Error::new(io::ErrorKind::AlreadyExists, words);
                return Err(Error::File { path, source });
            }
        }
    }
    for (path, text) in wanted {
        let mut whole = Whole::begin(&path)?;
        whole.write_all(text.as_bytes()).map_err(Error::file(&path))?;
        whole.keep().map_err(|error| named(error, &path))?;
        done.written += 1;
        show(usize::try_from(done.written).unwrap_or(usize::MAX));
    }
    Ok(done)
}

fn named(error: Error, path: &Path) -> Error {
    if let Error::Unwritten(source) = error { Error::file(path)(source) } else { error }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(body: &str) -> Note {
        Note {
            stem: "plan-kettle-1".to_owned(),
            key: "plan-1@here".to_owned(),
            front: vec![("title", "a \"b\": #c \\ \u{85}\u{2028}".into())],
            body: body.to_owned(),
            only_again: false,
        }
    }

    fn write_all(folder: &Path, notes: &[Note]) -> Result<Done, Error> {
        write(folder, notes, &|_| ())
    }

    #[test]
    fn front_matter_quotes_what_yaml_would_take_for_something() {
        let text = note("x\n").text();
        let title = "title: \"a \\\"b\\\": #c \\\\ \u{fffd}\\u2028\"\n";
        assert!(text.starts_with("---\nrat: \"plan-1@here\"\n"), "{text}");
        assert!(text.contains(title) && text.ends_with("---\n\nx\n"), "{text}");
    }

    #[test]
    fn a_note_is_brought_up_to_date_even_if_its_front_matter_was_written_anew() {
        let folder = tempfile::tempdir().unwrap();
        write_all(folder.path(), &[note("one")]).unwrap();
        let file = folder.path().join("plan-kettle-1.md");
        let edited = fs::read_to_string(&file).unwrap().replace("\"plan-1@here\"", "plan-1@here");
        fs::write(&file, edited).unwrap();
        let done = write_all(folder.path(), &[note("two")]).unwrap();
        assert_eq!(done, Done { written: 1, unchanged: 0 });
        assert!(fs::read_to_string(&file).unwrap().ends_with("two"));
    }

    #[test]
    fn a_note_that_is_as_it_should_be_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        write_all(folder.path(), &[note("one")]).unwrap();
        let done = write_all(folder.path(), &[note("one")]).unwrap();
        assert_eq!(done, Done { written: 0, unchanged: 1 });
    }

    #[test]
    fn a_foreign_file_in_the_way_stops_all_of_it() {
        for foreign in
            ["my own", "---\ntitle: x\n---\nrat: \"plan-1@here\"\n", "---\nrat: other\n---\n"]
        {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("plan-kettle-1.md");
            fs::write(&file, foreign).unwrap();
            let other = Note { stem: "a".to_owned(), ..note("one") };
            assert!(write_all(folder.path(), &[other, note("one")]).is_err());
            assert_eq!(fs::read_to_string(&file).unwrap(), foreign);
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        }
    }

    #[test]
    fn what_is_only_brought_up_to_date_is_not_begun() {
        let folder = tempfile::tempdir().unwrap();
        let again = Note { only_again: true, ..note("two") };
        assert_eq!(
            write_all(folder.path(), std::slice::from_ref(&again)).unwrap(),
            Done::default()
        );
        write_all(folder.path(), &[note("one")]).unwrap();
        assert_eq!(write_all(folder.path(), &[again]).unwrap().written, 1);
    }

    #[test]
    fn a_foreign_file_is_in_nobodys_way_where_nothing_is_to_be_written() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("plan-kettle-1.md"), "my own").unwrap();
        let again = Note { only_again: true, ..note("two") };
        assert_eq!(write_all(folder.path(), &[again]).unwrap(), Done::default());
    }
}
