//! Everything that was ever logged, fact by fact.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::Path;

use crate::app::export::Written;
use crate::app::progress::{Doing, Watch};
use crate::app::secret::Secrets;
use crate::app::{Error, Study};
use crate::storage::db::fact::Table;
use crate::storage::db::import::Source;
use crate::storage::db::portable::{self, Cell};
use crate::storage::decks::folder;
use crate::storage::formats::facts::Writer;
use crate::storage::{self, db::Db};

/// Writes every fact and the user's own deck files; what belongs to private walks is left out unless
/// `private` asks for it.
///
/// `watch` is told how many facts of how many are written.
///
/// # Errors
/// When the database cannot be read or the file cannot be written.
pub fn write(
    study: &Study,
    user_folder: &Path,
    private: bool,
    to: &mut dyn Write,
    watch: Watch<'_>,
) -> Result<Written, Error> {
    study.db.read(|db| {
        let mut writer = Writer::new(to).map_err(failed)?;
        for file in folder::files(user_folder)? {
            let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            writer.deck(&name, &folder::text(&file)?).map_err(failed)?;
        }
        let (secret, idle) = (Secrets::of(db)?, idle(db)?);
        let (total, mut done, mut left_out) = (portable::count(db)?, 0, 0);
        portable::each(db, |line| {
            done += 1;
            if done % 1000 == 0 {
                watch.tell(Doing::Writing, done, total)?;
            }
            if !private && secret.covers(&line) {
                left_out += 1;
                return Ok(());
            }
            if idle.contains(&(line.device.clone(), line.seq)) {
                return Ok(());
            }
            writer.fact(&line).map_err(failed)
        })?;
        Ok(Written { count: writer.finish().map_err(failed)?, left_out })
    })
}

fn failed(error: io::Error) -> Error {
    storage::Error::Unwritten(error).into()
}

/// The imports that say nothing: of facts, and never taken back. What they brought says all, so that
/// what is written is the same wherever the facts lie.
fn idle(db: &Db) -> Result<HashSet<(String, i64)>, Error> {
    let mut idle = HashSet::new();
    portable::of(db, Table::Import, |line| {
        let of_rat = line.cells.first() == Some(&Cell::Words(Source::Rat.word().to_owned()));
        if of_rat {
            idle.insert((line.device, line.seq));
        }
        Ok::<_, Error>(())
    })?;
    portable::of(db, Table::Undo, |line| {
        if let [Cell::Words(device), Cell::Whole(seq)] = line.cells.as_slice() {
            idle.remove(&(device.clone(), *seq));
        }
        Ok::<_, Error>(())
    })?;
    Ok(idle)
}
