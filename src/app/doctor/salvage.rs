//! Saving what can be saved of a damaged database.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::app::import::sound;
use crate::app::progress::Watch;
use crate::app::{Error, Models, backup, settle};
use crate::domain::backup::Reason;
use crate::domain::time::Now;
use crate::storage;
use crate::storage::backup::Copy;
use crate::storage::db::portable::{self, Line};
use crate::storage::db::receive::{Fault, Found, Receiver};
use crate::storage::db::salvage::Wreck;
use crate::storage::db::{self, Db};

/// What was saved of a damaged database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Salvaged {
    /// How many facts.
    pub facts: u64,
    /// How many of them came from a copy, since the database held them no more, or not as they were.
    pub from_copy: usize,
    /// The numbers of this device's facts that are lost, from and to.
    pub lost: Vec<(i64, i64)>,
    /// Facts that can be read but cannot be right, in words.
    pub unfit: Vec<String>,
    /// Where the damaged database lies now.
    pub aside: Option<PathBuf>,
}

/// Makes a new database of all facts that can be read, and of those that only a copy still has, and puts
/// it in the place of the damaged one, which is kept.
///
/// A fact is never changed, so the last sound copy knows better than a damaged database; copies from
/// before the user went back to an older one do not count. `fresh` makes a name for this device if its own
/// is lost, or facts of it are.
///
/// # Errors
/// When nothing can be read, or the new one cannot be written; the damaged one stays where it is then.
pub fn salvage(database: &Path, now: Now, fresh: impl Fn() -> String) -> Result<Salvaged, Error> {
    let wreck = Wreck::open(database, &fresh())?;
    let beside = database.parent().unwrap_or(Path::new("."));
    let scratch = tempfile::Builder::new().prefix(".unfinished-").tempdir_in(beside);
    let scratch = scratch.map_err(storage::Error::file(beside))?;
    let copy = last_copy(database)?;
    let fill = |path: &Path, name: &str| {
        let db = Db::open(path, || name.to_owned())?;
        let salvaged = db.write(|db| refill(db, &wreck, copy.as_deref()))?;
        Ok::<_, Error>((db, salvaged))
    };
    let (mut db, salvaged) = fill(&scratch.path().join("working.db"), wreck.device())?;
    if !salvaged.lost.is_empty() {
        // A device counts without gaps. What is left of this one is kept under its name, as that of
        // another; it goes on under a new one, and never gives a lost number to a second fact.
        (db, _) = fill(&scratch.path().join("anew.db"), &fresh())?;
    }
    let whole = scratch.path().join("whole.db");
    db.copy_to(&whole)?;
    drop(db);
    let aside = storage::backup::put(&whole, database, (&backup::folder(database), now.at))?;
    Ok(Salvaged { aside, ..salvaged })
}

/// The last sound copy of what the database held.
fn last_copy(database: &Path) -> Result<Option<PathBuf>, Error> {
    let copies = backup::list(database)?;
    let current = copies.into_iter().take_while(|copy| copy.name.reason != Reason::BeforeRestore);
    let sound = |copy: &Copy| db::copy::sound(&copy.path).is_ok();
    Ok(current.into_iter().find(sound).map(|copy| copy.path))
}

fn refill(db: &Db, wreck: &Wreck, copy: Option<&Path>) -> Result<Salvaged, Error> {
    let mut filling = Filling {
        receiver: Receiver::new(db)?.with_gaps(),
        copied: HashMap::new(),
        unfit: Vec::new(),
        failed: None,
    };
    let (mut first, mut next) = (wreck.first_seq(), wreck.next_seq());
    if let Some(copy) = copy {
        let copy = Wreck::open(copy, wreck.device())?;
        copy.each(|line| {
            filling.copied.insert((line.device.clone(), line.seq), line.sum());
            filling.take(&line);
        });
        first = first.or(copy.first_seq());
        next = next.max(copy.next_seq());
    }
    wreck.each(|line| filling.confirm(&line));
    let Filling { receiver, copied, unfit, failed } = filling;
    if let Some(error) = failed {
        return Err(error);
    }
    receiver.finish().map_err(told)?;
    let own = portable::here(db)? == wreck.device();
    if let Some(next) = next.filter(|_| own) {
        portable::go_on_from(db, next)?;
    }
    if let Some(store) = wreck.store() {
        db::store::keep(db, &store)?;
    }
    if let Some(first) = first.filter(|_| own) {
        portable::begin_at(db, first)?;
    }
    settle::everything(db, &Models::default(), Watch::nobody())?;
    db::derived::note_way(db)?;
    let facts = portable::count(db)?;
    Ok(Salvaged { facts, from_copy: copied.len(), lost: db.missing()?, unfit, aside: None })
}

/// A database being filled with facts.
struct Filling<'a> {
    receiver: Receiver<'a>,
    /// The facts of the copy that the damaged database has not confirmed, with the number of each.
    copied: HashMap<(String, i64), i64>,
    unfit: Vec<String>,
    failed: Option<Error>,
}

impl Filling<'_> {
    /// Takes a fact of the damaged database in, unless the copy knows it.
    fn confirm(&mut self, line: &Line) {
        let key = (line.device.clone(), line.seq);
        match self.copied.get(&key) {
            None => self.take(line),
            Some(sum) => {
                if *sum == line.sum() {
                    self.copied.remove(&key);
                }
            }
        }
    }

    fn take(&mut self, line: &Line) {
        if self.failed.is_some() {
            return;
        }
        let taken = match (sound::fault(line), self.receiver.look_up(line)) {
            (Some(why), _) => Err(Fault::Unfit(why)),
            (None, Ok(Found::Same(_))) => Ok(()),
            (None, Ok(Found::Nothing(id))) => self.receiver.keep(line, id).map(drop),
            (None, Ok(Found::Another(_))) => Err(Found::another(line)),
            (None, Err(fault)) => Err(fault),
        };
        match taken {
            Ok(()) => {}
            Err(Fault::Storage(error)) => self.failed = Some(error.into()),
            Err(Fault::Unfit(why)) => {
                self.unfit.push(format!("{} {}: {why}", line.table.name(), line.seq));
            }
        }
    }
}

fn told(fault: Fault) -> Error {
    match fault {
        Fault::Storage(error) => error.into(),
        Fault::Unfit(why) => storage::Error::Strange(why).into(),
    }
}
