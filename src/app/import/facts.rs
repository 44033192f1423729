//! Taking in facts that were written by this program, here or on another device.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use crate::app::import::{From, How, Imported, Turned, refused};
use crate::app::progress::{Doing, Watch};
use crate::app::settle::{self, Touched, bulk};
use crate::app::{Error, Study, union};
use crate::domain::schedule::era::Eras;
use crate::storage::db::fact::FactId;
use crate::storage::db::import::{Kept, Source};
use crate::storage::db::portable::Line;
use crate::storage::db::receive::Receiver;
use crate::storage::db::{self, Db};
use crate::storage::decks::{folder, format};
use crate::storage::formats::facts::{Entry, Reader};

/// A deck file that came along: its name and its text.
type DeckFile = (String, String);

/// Takes in a file of facts. Deck files that came along are put
/// into the user's folder where none of that name lies; those that cannot be are named.
///
/// # Errors
/// When the file is none, or one of its facts cannot be one; nothing is kept then.
pub(super) fn import(
    study: &Study,
    user_folder: &Path,
    From { path, name, .. }: From<'_>,
    how: How,
    watch: Watch<'_>,
) -> Result<Imported, Error> {
    let file = File::open(path).map_err(|error| refused(name, &error.into()))?;
    let size = file.metadata().map_err(|error| refused(name, &error.into()))?.len();
    let reader = Reader::new(BufReader::new(file)).map_err(|why| refused(name, &why))?;
    let act = |db: &Db| Taking { study, db, name, watch, size }.everything(reader);
    let (mut imported, decks) = match how {
        How::Keep => study.db.write(act)?,
        How::TryOut => study.db.try_out(act)?,
    };
    for deck in decks {
        let what = format!("the deck {}", deck.0);
        // The facts are kept by now; the same file brings the deck another time.
        if let Err(error) = put(user_folder, deck, how, &mut imported) {
            let why = format!("{error}; import the file again when that is mended");
            imported.refused.push(Turned { what, why });
        }
    }
    Ok(imported)
}

/// Puts a deck file into the user's folder.
fn put(
    user_folder: &Path,
    (name, text): DeckFile,
    how: How,
    imported: &mut Imported,
) -> Result<(), Error> {
    let turned = |why: String| Turned { what: format!("the deck {name}"), why };
    if let Err(faults) = format::read(&name, &text) {
        let why = faults.first().map_or_else(String::new, |fault| fault.message.clone());
        imported.refused.push(turned(why));
        return Ok(());
    }
    let path = user_folder.join(format!("{name}.toml"));
    if !path.exists() {
        if how == How::Keep {
            folder::create(&path, &text)?;
        }
        imported.decks.push(name);
    } else if folder::text(&path)? == text {
        imported.known += 1;
    } else {
        imported.refused.push(turned("another deck of that name is here; it was kept".to_owned()));
    }
    Ok(())
}

/// A file being taken in.
struct Taking<'a> {
    study: &'a Study,
    db: &'a Db,
    name: &'a str,
    watch: Watch<'a>,
    /// How many bytes the file holds.
    size: u64,
}

impl Taking<'_> {
    fn everything(
        self,
        mut reader: Reader<BufReader<File>>,
    ) -> Result<(Imported, Vec<DeckFile>), Error> {
        let eras = settle::card::eras(self.db)?;
        let (db, models) = (self.db, &self.study.models);
        bulk(db, models, Touched::default(), self.watch, |touched| {
            let mut batch = Batch::new(db, &eras)?;
            while let Some(entry) = reader.entry().map_err(|why| refused(self.name, &why))? {
                match entry {
                    Entry::Deck(name, text) => batch.decks.push((name, text)),
                    Entry::Fact(line) => batch
                        .fact(touched, &line)
                        .map_err(|fault| self.blame(reader.number(), fault))?,
                }
                if reader.facts().is_multiple_of(1000) {
                    self.watch.tell(Doing::Reading, reader.bytes(), self.size)?;
                }
            }
            self.end(batch, touched)
        })
    }

    fn end(
        &self,
        batch: Batch<'_>,
        touched: &mut Touched,
    ) -> Result<(Imported, Vec<DeckFile>), Error> {
        let Batch { taking, mut imported, decks, asleep, .. } = batch;
        let ranges = taking.end().map_err(|fault| self.blame_file(fault))?;
        for import in &asleep {
            imported.revived = true;
            touched.add_everything();
            for undo in db::undo::of(self.db, import.id)? {
                if !db::undo::is_undone(self.db, undo)? {
                    db::undo::append(self.db, self.study.now, undo)?;
                }
            }
        }
        if imported.revived {
            db::undo::derive_all(self.db)?;
        }
        if !ranges.is_empty() {
            db::import::append(self.db, self.study.now, Source::Rat, self.name, &ranges)?;
        }
        Ok((imported, decks))
    }

    fn blame(&self, line: usize, fault: Error) -> Error {
        let Error::File { why, .. } = fault else { return fault };
        Error::File { file: self.name.to_owned(), why: format!("line {line}: {why}") }
    }

    fn blame_file(&self, fault: Error) -> Error {
        let Error::File { why, .. } = fault else { return fault };
        Error::File { file: self.name.to_owned(), why }
    }
}

/// What has come in so far.
struct Batch<'a> {
    taking: union::Taking<'a>,
    imported: Imported,
    decks: Vec<DeckFile>,
    /// Imports that were taken back, and those of them whose facts came again.
    back: Vec<Kept>,
    asleep: Vec<Kept>,
}

impl<'a> Batch<'a> {
    fn new(db: &'a Db, eras: &'a Eras) -> Result<Self, Error> {
        let mut back = Vec::new();
        for import in db::import::all(db)? {
            if db::undo::is_undone(db, import.id)? {
                back.push(import);
            }
        }
        let imported = Imported::new(Source::Rat);
        let (decks, asleep) = (Vec::new(), Vec::new());
        let taking = union::Taking::new(db, eras, Receiver::new(db)?);
        Ok(Self { taking, imported, decks, back, asleep })
    }

    /// Takes in a fact.
    fn fact(&mut self, touched: &mut Touched, line: &Line) -> Result<(), Error> {
        let (id, known) = self.taking.fact(touched, line)?;
        if known {
            self.imported.known += 1;
            self.wake(id);
        } else {
            self.imported.count(line.table);
        }
        Ok(())
    }

    /// Notes that a fact came again of an import that was taken back.
    fn wake(&mut self, id: FactId) {
        if let Some(place) = self.back.iter().position(|import| import.brought(id)) {
            self.asleep.push(self.back.swap_remove(place));
        }
    }
}
