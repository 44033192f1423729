//! What notes are made of: walks, plans, promises and jots, and which walk made which.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::rc::Rc;

use crate::app::tap::{self, Page};
use crate::app::technique::{self, Technique};
use crate::app::{Error, Study, walk};
use crate::domain::walk::read::Reading;
use crate::storage::db;
use crate::storage::db::commitment::Told;
use crate::storage::db::jot::Stored;
use crate::storage::db::run::Run;
use crate::storage::db::thing::Identity;

/// A walk.
#[derive(Clone, Debug, PartialEq)]
pub struct Walk {
    /// The run.
    pub run: Run,
    /// What it is known by.
    pub identity: Identity,
    /// What was walked.
    pub technique: Rc<Technique>,
    /// What was answered and what it yielded.
    pub reading: Reading,
}

/// A plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// All there is to see of it, with its whole log.
    pub page: Page,
    /// What it is known by.
    pub identity: Identity,
    /// The run that made it.
    pub maker: Option<i64>,
}

/// What notes are made of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Notes {
    /// Walks, the latest first.
    pub walks: Vec<Walk>,
    /// Plans, the first made first.
    pub plans: Vec<Plan>,
    /// Promises with the runs that made them.
    pub promises: Vec<(Told, Option<i64>)>,
    /// Jots with the runs that made them.
    pub jots: Vec<(Stored, Option<i64>)>,
    /// The name of this device.
    pub here: String,
    /// How many private walks are left out, and how many things that came of such.
    pub left_out: (u64, u64),
    /// Walks that cannot be read, because their deck is gone.
    pub unreadable: Vec<i64>,
}

/// Gathers what notes are made of, with or without what is private.
///
/// # Errors
/// When the database cannot be read.
pub fn notes(study: &Study, user_folder: &Path, private: bool) -> Result<Notes, Error> {
    study.db.read(|db| {
        let hidden = if private { HashSet::new() } else { db::made::private(db)? };
        let mut notes = Notes { here: db::thing::here(db)?, ..Notes::default() };
        walks(study, user_folder, private, &mut notes)?;
        let shown: HashSet<i64> = notes.walks.iter().map(|walk| walk.run.thing).collect();
        // What nobody is shown leads nowhere.
        let maker =
            |thing| Ok::<_, Error>(db::made::by(db, thing)?.filter(|run| shown.contains(run)));
        let mut is_left_out = |thing: i64| {
            let out = hidden.contains(&thing);
            notes.left_out.1 += u64::from(out);
            out
        };
        for plan in tap::all(study)? {
            let thing = plan.thing;
            if !is_left_out(thing) {
                let (page, maker) = (tap::page(study, thing, u32::MAX)?, maker(thing)?);
                let identity = db::thing::identity(db, thing)?;
                notes.plans.push(Plan { page, identity, maker });
            }
        }
        for told in db::commitment::told(db)? {
            if !is_left_out(told.thing) {
                let maker = maker(told.thing)?;
                notes.promises.push((told, maker));
            }
        }
        for stored in db::jot::list(db, true)? {
            if !is_left_out(stored.thing) {
                let maker = maker(stored.thing)?;
                notes.jots.push((stored, maker));
            }
        }
        Ok(notes)
    })
}

fn walks(study: &Study, user_folder: &Path, private: bool, notes: &mut Notes) -> Result<(), Error> {
    // Finding a technique reads every deck.
    let mut techniques: HashMap<String, Option<Rc<Technique>>> = HashMap::new();
    for run in walk::runs(study)? {
        if run.private && !private {
            notes.left_out.0 += 1;
            continue;
        }
        let find = || technique::find(user_folder, &run.technique).ok().map(Rc::new);
        let known = techniques.entry(run.technique.clone()).or_insert_with(find);
        let Some(technique) = known.clone() else {
            notes.unreadable.push(run.thing);
            continue;
        };
        let reading = walk::reading(study, &technique, run.thing)?;
        let identity = db::thing::identity(&study.db, run.thing)?;
        notes.walks.push(Walk { run, identity, technique, reading });
    }
    Ok(())
}
