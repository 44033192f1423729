//! Imports: what other programs and other devices know is taken in, each file in one transaction.

mod anki;
mod facts;
mod loops;
pub(super) mod sound;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use crate::app::progress::Watch;
use crate::app::{Error, Study, backup};
use crate::domain::backup::Reason;
use crate::storage::db;
use crate::storage::db::fact::Table;
use crate::storage::db::import::Source;
use crate::storage::formats::Refused;
use crate::storage::formats::archive::Archive;

/// How a file is taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// For good.
    Keep,
    /// To see what it would bring; nothing is kept.
    TryOut,
}

/// A file to be taken in.
#[derive(Clone, Copy)]
pub struct From<'a> {
    /// Where it lies.
    pub path: &'a Path,
    /// What it is called to the user.
    pub name: &'a str,
    /// The offset from UTC, in seconds, at a moment in milliseconds since the epoch, where the user is.
    pub zone: &'a dyn Fn(i64) -> i32,
}

/// Something in a file that was not taken in, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turned {
    /// What.
    pub what: String,
    /// Why.
    pub why: String,
}

/// What came of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The program it came from.
    pub source: Source,
    /// How many facts of each table it brought.
    pub added: BTreeMap<&'static str, u64>,
    /// How many facts were here already.
    pub known: u64,
    /// Deck files that came along.
    pub decks: Vec<String>,
    /// What was refused.
    pub refused: Vec<Turned>,
    /// What cannot be carried over, each with how often it occurs.
    pub left: Vec<(String, u64)>,
    /// What the user should know besides.
    pub notes: Vec<String>,
    /// Whether an import that had been taken back stands again.
    pub revived: bool,
}

impl Imported {
    fn new(source: Source) -> Self {
        Self {
            source,
            added: BTreeMap::new(),
            known: 0,
            decks: Vec::new(),
            refused: Vec::new(),
            left: Vec::new(),
            notes: Vec::new(),
            revived: false,
        }
    }

    fn count(&mut self, table: Table) {
        *self.added.entry(table.name()).or_default() += 1;
    }

    /// How many facts it brought.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.added.values().sum()
    }
}

/// Takes a file in: everything it brings, in one transaction, after a copy of what is there. A file that
/// was taken in before brings nothing.
///
/// `watch` is told how far it is.
///
/// # Errors
/// When it is no file that this program knows, it is damaged, it holds something that cannot be,
/// or it is not to go on; nothing is kept then.
pub fn import(
    study: &Study,
    user_folder: &Path,
    from: From<'_>,
    how: How,
    watch: Watch<'_>,
) -> Result<Imported, Error> {
    let source = source(from.path).map_err(|why| refused(from.name, &why))?;
    if how == How::Keep && db::fact::any(&study.db)? {
        backup::make(study, Reason::BeforeImport)?;
    }
    match source {
        Source::Rat => facts::import(study, user_folder, from, how, watch),
        Source::Anki => anki::import(study, from, how, watch),
        Source::Loop => loops::import(study, from, how, watch),
    }
}

/// So many bytes tell what a file is.
pub const HEAD: usize = 64;

/// What a file is by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Facts,
    Database,
    Archive,
}

fn sort(head: &[u8]) -> Option<Sort> {
    let text = head.strip_prefix("\u{feff}".as_bytes()).unwrap_or(head).trim_ascii_start();
    if text.starts_with(b"{") {
        return Some(Sort::Facts);
    }
    if head.starts_with(b"SQLite format 3\0") {
        return Some(Sort::Database);
    }
    head.starts_with(b"PK").then_some(Sort::Archive)
}

/// Tells by its first bytes whether a file may be one that can be taken in.
#[must_use]
pub fn may_be(head: &[u8]) -> bool {
    sort(head).is_some()
}

/// Why a file is refused that is no other program's.
pub const UNKNOWN: &str = "it is of no kind that rat knows: an Anki package (.apkg, .colpkg), a backup \
    of Loop Habit Tracker (.db or its CSV .zip), or what rat export json wrote";

/// Tells by what is in it what a file is. A pipe or a device may have no end, and can be read but once.
fn source(path: &Path) -> Result<Source, Refused> {
    let sorts = std::fs::metadata(path)?;
    if sorts.is_dir() {
        return Err(Refused::wrong("it is a folder, not a file"));
    }
    if !sorts.is_file() {
        return Err(Refused::wrong("it is a pipe or a device; rat import - reads standard input"));
    }
    let mut head = Vec::with_capacity(HEAD);
    File::open(path)?.take(HEAD as u64).read_to_end(&mut head)?;
    match sort(&head).ok_or_else(|| Refused::wrong(UNKNOWN))? {
        Sort::Facts => Ok(Source::Rat),
        Sort::Database => Ok(Source::Loop),
        Sort::Archive => {
            let archive = Archive::open(path)?;
            let packed = archive.names().any(|name| name.starts_with("collection.anki"));
            Ok(if packed { Source::Anki } else { Source::Loop })
        }
    }
}

/// Refuses a file, with the reason.
fn refused(file: &str, why: &Refused) -> Error {
    Error::File { file: file.to_owned(), why: why.to_string() }
}
