//! Plans: making, wording, finding, moving and looking at them.

use std::collections::HashSet;

use crate::app::error::Thing;
use crate::app::{Error, Study, remind, settle};
use crate::domain::name::near;
use crate::domain::tap::automaticity::{Curve, fit};
use crate::domain::tap::installing::waiting;
use crate::domain::tap::outcome::Counts;
use crate::domain::tap::plan::{Plan, Status, Verdict, name};
use crate::domain::tap::switchback::Comparison;
use crate::domain::tap::trace::Trace;
use crate::domain::time::StudyDay;
use crate::storage::db::fact::{FactId, Table};
use crate::storage::db::key::Key;
use crate::storage::db::outcome::Logged;
use crate::storage::db::reminder::Asked;
use crate::storage::db::tap::{Kept, Wording};
use crate::storage::db::thing::Kind;
use crate::storage::db::{self, Db};

/// How many names an error offers.
const OFFERED: usize = 6;

/// A plan and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Tap {
    /// Its row.
    pub thing: i64,
    /// Its wording in force.
    pub plan: Plan,
    /// Where it stands.
    pub trace: Trace,
    /// Its place in the queue of plans that wait to be installed, from 1; none when it does not wait.
    pub waits: Option<usize>,
}

impl Tap {
    /// The word for where it is in its life: what was decided about it, else that it waits, else its
    /// stage.
    #[must_use]
    pub fn life(&self) -> &'static str {
        match (self.trace.status, self.waits) {
            (Status::Paused, _) => "paused",
            (Status::Retired, _) => "retired",
            (Status::Active, Some(_)) => "queued",
            (Status::Active, None) => self.trace.stage().word(),
        }
    }

    /// Whether it is in use: neither paused, nor retired, nor waiting.
    #[must_use]
    pub fn is_in_use(&self) -> bool {
        self.trace.status == Status::Active && self.waits.is_none()
    }

    /// The study day of its next rehearsal; none while it is not in use.
    #[must_use]
    pub fn rehearsal(&self) -> Option<StudyDay> {
        self.trace.rehearsal().filter(|_| self.is_in_use())
    }
}

/// The plans that wait to be installed, in the order in which they will be let in.
///
/// # Errors
/// When the database cannot be read.
pub(super) fn queue(study: &Study) -> Result<Vec<i64>, Error> {
    Ok(waiting(&db::tap::candidates(&study.db)?, study.settings.installing))
}

fn read(db: &Db, queue: &[i64], kept: Kept) -> Result<Tap, Error> {
    let plan = db::tap::wording(db, kept.version)?;
    let waits = queue.iter().position(|thing| *thing == kept.thing).map(|place| place + 1);
    Ok(Tap { thing: kept.thing, plan, trace: kept.trace, waits })
}

/// Every plan, in the order in which they were made.
///
/// # Errors
/// When the database cannot be read.
pub fn all(study: &Study) -> Result<Vec<Tap>, Error> {
    of(study, |_| true)
}

/// The plans of which `wanted` holds, waiting ones included.
pub(super) fn of(study: &Study, wanted: impl Fn(&Trace) -> bool) -> Result<Vec<Tap>, Error> {
    let queue = queue(study)?;
    let all = db::tap::all(&study.db)?.into_iter();
    all.filter(|kept| wanted(&kept.trace)).map(|kept| read(&study.db, &queue, kept)).collect()
}

/// The plans due for a rehearsal, the longest due first.
///
/// # Errors
/// When the database cannot be read.
pub fn rehearsals_due(study: &Study) -> Result<Vec<i64>, Error> {
    let mut due = db::tap::rehearsals(&study.db, study.now.today)?;
    if !due.is_empty() {
        let queue = queue(study)?;
        due.retain(|thing| !queue.contains(thing));
    }
    Ok(due)
}

/// Reads one plan.
///
/// # Errors
/// When it is not there or the database cannot be read.
pub fn at(study: &Study, thing: i64) -> Result<Tap, Error> {
    let kept = db::tap::kept(&study.db, thing)?.ok_or_else(|| gone(&thing.to_string()))?;
    read(&study.db, &queue(study)?, kept)
}

fn gone(name: &str) -> Error {
    Error::Unknown { thing: Thing::Tap, name: name.to_owned(), near: Vec::new() }
}

/// Finds a plan by its name or any unambiguous beginning of it; returns its row.
///
/// # Errors
/// When none or several fit; the error names the near ones.
pub fn find(db: &Db, wanted: &str) -> Result<i64, Error> {
    let typed = name(wanted).unwrap_or_else(|_| wanted.trim().to_lowercase());
    let names = db::tap::names(db)?;
    if let Some((_, thing)) = names.iter().find(|(name, _)| *name == typed) {
        return Ok(*thing);
    }
    let begins = |name: &str| !typed.is_empty() && name.starts_with(&typed);
    let fits: Vec<&(String, i64)> = names.iter().filter(|(name, _)| begins(name)).collect();
    match fits.as_slice() {
        [(_, thing)] => Ok(*thing),
        [] => {
            let all = names.iter().map(|(name, _)| name.as_str());
            let near = near(&typed, all, OFFERED).into_iter().map(str::to_owned).collect();
            Err(Error::Unknown { thing: Thing::Tap, name: wanted.to_owned(), near })
        }
        [_, _, ..] => {
            let fits = fits.iter().take(OFFERED).map(|(name, _)| name.clone()).collect();
            Err(Error::Ambiguous { thing: Thing::Tap, name: wanted.to_owned(), fits })
        }
    }
}

/// The names that are taken.
///
/// # Errors
/// When the database cannot be read.
pub fn names(study: &Study) -> Result<HashSet<String>, Error> {
    Ok(db::tap::names(&study.db)?.into_iter().map(|(name, _)| name).collect())
}

fn check(study: &Study, plan: Plan, own: Option<i64>) -> Result<Plan, Error> {
    let mut plan = plan.tidied();
    let faults = plan.faults();
    if !faults.is_empty() {
        return Err(Error::Plan(faults));
    }
    plan.name = name(&plan.name).map_err(|fault| Error::Plan(vec![fault]))?;
    let taken = db::tap::names(&study.db)?;
    if taken.iter().any(|(name, thing)| *name == plan.name && Some(*thing) != own) {
        return Err(Error::Exists { thing: Thing::Tap, name: plan.name });
    }
    Ok(plan)
}

/// Makes a plan.
///
/// # Errors
/// When it is faulty, its name is taken, or the database refuses.
pub fn make(study: &Study, plan: Plan) -> Result<Tap, Error> {
    study.db.write(|db| {
        let tap = made(study, db, plan)?;
        db::draft::clear(db)?;
        Ok(tap)
    })
}

/// Makes a plan inside a transaction.
pub(super) fn made(study: &Study, db: &Db, plan: Plan) -> Result<Tap, Error> {
    let plan = check(study, plan, None)?;
    let thing = db::thing::make(db, study.now, Kind::Tap)?;
    db::tap::word(db, study.now, thing, &plan)?;
    settle::thing::anew(db, &study.models.plans, thing)?;
    at(study, thing)
}

/// Words a plan anew; its history stays. A new trigger or action starts a new version.
///
/// # Errors
/// When the wording is faulty, the name is taken, or the database refuses.
pub fn edit(study: &Study, thing: i64, plan: Plan) -> Result<Tap, Error> {
    study.db.write(|db| {
        let plan = check(study, plan, Some(thing))?;
        if at(study, thing)?.plan != plan {
            let id = db::tap::word(db, study.now, thing, &plan)?;
            log(study, thing, Table::TapVersion, id)?;
        }
        at(study, thing)
    })
}

/// Derives what follows from a fact of a plan that was written just now.
pub(super) fn log(study: &Study, thing: i64, table: Table, id: FactId) -> Result<(), Error> {
    settle::thing::log(&study.db, &study.models.plans, thing, (table, id))
}

/// Pauses, retires or takes up a plan. Returns it, and whether that changed anything.
///
/// A waiting plan that is taken up is installed at once when there is room.
///
/// # Errors
/// When there is no room for it or the database refuses.
pub fn move_to(study: &Study, thing: i64, status: Status) -> Result<(Tap, bool), Error> {
    study.db.write(|db| {
        let tap = at(study, thing)?;
        if status == Status::Active && tap.waits.is_some() {
            let installing = of(study, Trace::is_installing)?.into_iter().filter(Tap::is_in_use);
            let names = installing.map(|tap| tap.plan.name).collect();
            return Err(Error::NoRoom { name: tap.plan.name, installing: names });
        }
        if tap.trace.status == status {
            return Ok((tap, false));
        }
        let id = db::tap::move_to(db, study.now, thing, status)?;
        log(study, thing, Table::TapStatus, id)?;
        Ok((at(study, thing)?, true))
    })
}

/// Keeps a self-rating of automaticity, 1-7.
///
/// # Errors
/// When the database refuses.
pub fn rate(study: &Study, thing: i64, rating: u8) -> Result<Tap, Error> {
    study.db.write(|db| {
        let id = db::self_rating::append(db, study.now, thing, rating)?;
        log(study, thing, Table::SelfRating, id)?;
        at(study, thing)
    })
}

/// Keeps what was decided on looking back at a plan, and its new wording, if it got one; a dropped plan
/// is retired.
///
/// A new trigger or action says it all: it starts a version that is looked back at in a week.
///
/// # Errors
/// When the wording is faulty or the database refuses.
pub fn look_back(study: &Study, thing: i64, verdict: Verdict, plan: Plan) -> Result<Tap, Error> {
    study.db.write(|db| {
        let before = at(study, thing)?;
        let plan = check(study, plan, Some(thing))?;
        if plan != before.plan {
            let id = db::tap::word(db, study.now, thing, &plan)?;
            log(study, thing, Table::TapVersion, id)?;
        }
        if at(study, thing)?.trace.version == before.trace.version {
            let id = db::tap::check(db, study.now, thing, verdict)?;
            log(study, thing, Table::TapCheck, id)?;
        }
        at(study, thing)
    })
}

/// How many days a page looks back.
pub const YEAR: i32 = 365;

/// How many outcomes a page shows.
const SHOWN: u32 = 10;

/// An outcome with the version it belongs to.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The outcome.
    pub logged: Logged,
    /// The version in force then.
    pub version: u32,
}

/// All there is to see of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The plan.
    pub tap: Tap,
    /// Its wordings, oldest first, each with the version it belongs to.
    pub wordings: Vec<(u32, Wording)>,
    /// Its last outcomes, latest first.
    pub log: Vec<Entry>,
    /// What happened on each day of the last year that has a log, oldest first.
    pub days: Vec<(StudyDay, Counts)>,
    /// Its strength after each of those days.
    pub strength: Vec<(StudyDay, f64)>,
    /// Its self-ratings since the version in force began, oldest first.
    pub ratings: Vec<(StudyDay, u8)>,
    /// The curve through them.
    pub curve: Option<Curve>,
    /// When it is to be reminded of, where that was said.
    pub asked: Option<Asked>,
    /// What weeks with and without reminders have shown, where they take turns.
    pub comparison: Option<Comparison>,
}

/// Reads all there is to see of a plan, with its latest outcomes.
///
/// # Errors
/// When it is not there or the database cannot be read.
pub fn show(study: &Study, thing: i64) -> Result<Page, Error> {
    study.db.read(|_| page(study, thing, SHOWN))
}

/// Reads all there is to see of a plan within a view of the database, with at most so many outcomes.
///
/// # Errors
/// When it is not there or the database cannot be read.
pub(super) fn page(study: &Study, thing: i64, most: u32) -> Result<Page, Error> {
    let db = &study.db;
    let tap = at(study, thing)?;
    let mut wordings: Vec<(u32, Wording)> = Vec::new();
    for wording in db::tap::wordings(db, thing)? {
        let (version, same) = wordings.last().map_or((0, false), |(version, before)| {
            let (old, new) = (&before.plan, &wording.plan);
            (*version, old.trigger == new.trigger && old.action == new.action)
        });
        wordings.push((version + u32::from(!same), wording));
    }
    let version = |key: Key| {
        let before = wordings.iter().rev().find(|(_, wording)| wording.key <= key);
        before.map_or(1, |(version, _)| *version)
    };
    let log = db::outcome::log(db, thing, most)?;
    let log = log.into_iter().map(|logged| Entry { version: version(logged.key), logged });
    let log = log.collect();
    let since = study.now.today.plus(1 - YEAR);
    let lived = db::tap_day::of_tap(db, thing, since)?;
    let strength = lived.iter().map(|(day, daily)| (*day, daily.strength)).collect();
    let days = lived.iter().map(|(day, daily)| (*day, daily.counts)).collect();
    let worded = tap.trace.worded.unwrap_or(study.now.today);
    let ratings = db::self_rating::since(db, thing, worded)?;
    let curve = fit(&ratings);
    let (asked, comparison) = (remind::asked(study, thing)?, remind::comparison(study, thing)?);
    Ok(Page { tap, wordings, log, days, strength, ratings, curve, asked, comparison })
}
