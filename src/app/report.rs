//! Reports: everything that a page about the user's practice is made of.

use std::collections::HashSet;
use std::path::Path;

use crate::app::stats::calibration::{Foreseen, calibration};
use crate::app::stats::cards::{Cards, cards};
use crate::app::stats::spent::{Spent, spent};
use crate::app::stats::taps::{Taps, taps};
use crate::app::stats::techniques::{Technique, techniques};
use crate::app::stats::walks::{Walks, walks};
use crate::app::stats::{Scope, YEAR};
use crate::app::tap::{self, Page};
use crate::app::{Error, Study, technique, walk};
use crate::domain::time::StudyDay;
use crate::domain::walk::read::Reading;
use crate::storage::db;
use crate::storage::db::card::Stored;
use crate::storage::db::run::Run;

/// How many walks are shown with what they yielded, the latest first.
const WALKS: usize = 10;

/// How many cards that resist are shown.
const HARDEST: u32 = 10;

/// A walk that is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Walk {
    /// The run.
    pub run: Run,
    /// The technique's name as people write it.
    pub title: String,
    /// What was answered and what it yielded.
    pub reading: Reading,
}

/// What a page is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The first day looked at.
    pub since: StudyDay,
    /// The cards.
    pub cards: Cards,
    /// The cards that were forgotten most often, the worst first.
    pub hardest: Vec<Stored>,
    /// The plans.
    pub taps: Taps,
    /// A page for each plan in use.
    pub pages: Vec<Page>,
    /// The walks.
    pub walks: Walks,
    /// The latest of them.
    pub latest: Vec<Walk>,
    /// The techniques.
    pub techniques: Vec<Technique>,
    /// The time spent, by weeks.
    pub spent: Vec<(StudyDay, Spent)>,
    /// What was foreseen against what happened.
    pub foreseen: Foreseen,
    /// Whether private walks are in it.
    pub private: bool,
    /// How many private walks are left out.
    pub left_out: usize,
}

/// Reads what a page is made of: a year, with or without private walks and what came of them.
///
/// # Errors
/// When the database cannot be read.
pub fn report(study: &Study, user_folder: &Path, private: bool) -> Result<Report, Error> {
    let scope = Scope { since: study.now.today.plus(-YEAR), deck: None, tap: None, private };
    let taps = taps(study, scope)?;
    let in_use = taps.plans.iter().filter(|past| past.tap.is_in_use());
    let pages = in_use.map(|past| tap::show(study, past.tap.thing)).collect::<Result<_, _>>()?;
    let walks = walks(study, user_folder, scope)?;
    let all = walk::runs(study)?;
    let left_out = all.iter().filter(|run| run.private && !private).count();
    Ok(Report {
        since: scope.since,
        cards: cards(study, scope)?,
        hardest: hardest(study, private)?,
        pages,
        taps,
        latest: latest(study, user_folder, &walks)?,
        walks,
        techniques: techniques(study, scope)?,
        spent: spent(study, scope)?,
        foreseen: calibration(study, scope)?,
        private,
        left_out,
    })
}

/// The cards that were forgotten most often; those of private walks count, or not.
fn hardest(study: &Study, private: bool) -> Result<Vec<Stored>, Error> {
    let hidden = if private { HashSet::new() } else { db::made::private_cards(&study.db)? };
    let most = HARDEST.saturating_add(u32::try_from(hidden.len()).unwrap_or(u32::MAX));
    let rows = db::progress::lapsed(&study.db, most)?;
    let cards = rows.into_iter().map(|card| db::card::at(&study.db, card));
    let mut cards = cards.collect::<Result<Vec<_>, _>>()?;
    cards.retain(|card| !hidden.contains(&card.id.to_string()));
    cards.truncate(usize::try_from(HARDEST).unwrap_or(usize::MAX));
    Ok(cards)
}

/// Reads the latest walks; one whose deck cannot be read any more is passed over.
fn latest(study: &Study, user_folder: &Path, walks: &Walks) -> Result<Vec<Walk>, Error> {
    let mut latest = Vec::new();
    for run in walks.runs.iter().take(WALKS) {
        let Ok(technique) = technique::find(user_folder, &run.technique) else { continue };
        let reading = walk::reading(study, &technique, run.thing)?;
        latest.push(Walk { run: run.clone(), title: technique.title, reading });
    }
    Ok(latest)
}
