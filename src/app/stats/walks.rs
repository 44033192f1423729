//! What walks were done, and what they changed.

use std::collections::HashMap;
use std::path::Path;

use crate::app::stats::Scope;
use crate::app::technique::{self, Technique};
use crate::app::{Error, Study, walk};
use crate::domain::time::StudyDay;
use crate::domain::walk::State;
use crate::domain::walk::artefact::Artefact;
use crate::domain::walk::read::Reading;
use crate::storage::db;
use crate::storage::db::run::Run;

/// The walks of one technique.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Walked {
    /// The technique's name.
    pub technique: String,
    /// Walks that were finished.
    pub done: u32,
    /// Walks that go on or rest.
    pub open: u32,
    /// Walks that were given up.
    pub abandoned: u32,
}

/// Something that a technique measures before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// The technique's name.
    pub technique: String,
    /// What is asked.
    pub name: String,
    /// The most it can be.
    pub most: u32,
    /// What was answered, oldest first.
    pub pairs: Vec<Pair>,
}

/// One measurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The day of the walk's last answer.
    pub day: StudyDay,
    /// Before.
    pub before: u32,
    /// After.
    pub after: u32,
    /// Whether it was measured in a private walk, or a private part of one.
    pub private: bool,
}

impl Measure {
    /// The mean of what came after less what was before; none without measurements.
    #[must_use]
    pub fn change(&self) -> Option<f64> {
        let count = u32::try_from(self.pairs.len()).ok().filter(|count| *count > 0)?;
        let sum: f64 =
            self.pairs.iter().map(|pair| f64::from(pair.after) - f64::from(pair.before)).sum();
        Some(sum / f64::from(count))
    }
}

/// What walks were done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Walks {
    /// By technique, the most walked first.
    pub techniques: Vec<Walked>,
    /// What was measured in them.
    pub measures: Vec<Measure>,
    /// The runs themselves, the latest first.
    pub runs: Vec<Run>,
}

/// Reads what walks were done since the beginning of the scope, by their last answer; a deck narrows it
/// to its technique.
///
/// # Errors
/// When the database cannot be read. A technique whose deck cannot be read any more counts, without
/// its measurements.
pub fn walks(study: &Study, user_folder: &Path, scope: Scope) -> Result<Walks, Error> {
    study.db.read(|db| {
        let mut runs = walk::runs(study)?;
        let deck = scope.deck.map(|deck| db::deck::at(db, deck)).transpose()?;
        let technique = deck.map(|deck| deck.about.name);
        runs.retain(|run| run.last >= scope.since && (scope.private || !run.private));
        runs.retain(|run| technique.as_ref().is_none_or(|name| *name == run.technique));
        let mut found = Walks::default();
        let mut known: HashMap<String, Option<Technique>> = HashMap::new();
        for run in runs.iter().rev() {
            count(&mut found.techniques, run);
            let technique = known
                .entry(run.technique.clone())
                .or_insert_with(|| technique::find(user_folder, &run.technique).ok());
            if let Some(technique) = technique {
                let reading = walk::reading(study, technique, run.thing)?;
                measure(&mut found.measures, &reading, run, scope.private);
            }
        }
        found.techniques.sort_by(|one, other| {
            let order = other.done.cmp(&one.done);
            order.then_with(|| one.technique.cmp(&other.technique))
        });
        Ok(Walks { runs, ..found })
    })
}

fn count(techniques: &mut Vec<Walked>, run: &Run) {
    let place = techniques.iter().position(|walked| walked.technique == run.technique);
    let place = place.unwrap_or_else(|| {
        let technique = run.technique.clone();
        techniques.push(Walked { technique, done: 0, open: 0, abandoned: 0 });
        techniques.len() - 1
    });
    if let Some(walked) = techniques.get_mut(place) {
        match run.state {
            State::Done => walked.done += 1,
            State::Open => walked.open += 1,
            State::Abandoned => walked.abandoned += 1,
        }
    }
}

fn measure(measures: &mut Vec<Measure>, reading: &Reading, run: &Run, with_private: bool) {
    for (place, artefact) in &reading.artefacts {
        let Artefact::Metric { name, before, after, most } = artefact else { continue };
        let private = run.private || reading.is_private(place);
        if private && !with_private {
            continue;
        }
        let pair = Pair { day: run.last, before: *before, after: *after, private };
        let same = |known: &&mut Measure| known.technique == run.technique && known.name == *name;
        match measures.iter_mut().find(same) {
            Some(known) => known.pairs.push(pair),
            None => measures.push(Measure {
                technique: run.technique.clone(),
                name: name.clone(),
                most: *most,
                pairs: vec![pair],
            }),
        }
    }
}
