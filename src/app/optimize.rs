//! Fitting the parameters of FSRS to the user's own reviews, and going back.

use std::collections::HashMap;
use std::num::NonZero;
use std::{panic, thread};

use crate::app::{Error, Study, settle};
use crate::domain::card::Id;
use crate::domain::review::Review;
use crate::domain::schedule::era::{Era, Eras};
use crate::domain::schedule::history::{Standing, stand};
use crate::domain::schedule::memory::training::{self, Logged, Progress, Readiness, Refusal};
use crate::domain::schedule::memory::{Model, Parameters};
use crate::domain::schedule::moves::{Moves, spread};
use crate::domain::schedule::version::{self, Trial, Verdict, Version, stack};
use crate::domain::settings::Optimize;
use crate::domain::time::StudyDay;
use crate::storage::db::progress::Place;
use crate::storage::db::{self, Db};

/// The parameters that were in force, from the beginning to the present.
///
/// # Errors
/// When the database cannot be read.
pub fn eras(study: &Study) -> Result<Eras, Error> {
    Ok(version::eras(&versions(study)?))
}

/// Everything that ever became of trainings, oldest first.
///
/// # Errors
/// When the database cannot be read.
pub fn versions(study: &Study) -> Result<Vec<Version>, Error> {
    Ok(db::parameters::all(&study.db)?)
}

/// What a change of parameters would do.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// What becomes of it if it is taken.
    pub verdict: Verdict,
    /// The training, or the empty trial of a return.
    pub trial: Trial,
    /// What it does to the days on which cards come back.
    pub moves: Moves,
}

/// Says why no parameters are proposed.
#[derive(Debug, thiserror::Error)]
pub enum Declined {
    /// The training gave none.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database could not be read.
    #[error(transparent)]
    Failed(#[from] Error),
}

/// Every review that counts, by card, oldest first, with the card's name.
struct Log(Vec<Past>);

/// A card's row, its name and its reviews.
type Past = (i64, Id, Vec<Review>);

impl Log {
    fn read(db: &Db) -> Result<Self, Error> {
        let mut ids: HashMap<i64, Id> = db::card::ids(db)?.into_iter().collect();
        let cards = db::review::by_card(db)?.into_iter();
        let named = |(card, reviews)| Some((card, ids.remove(&card)?, reviews));
        Ok(Self(cards.filter_map(named).collect()))
    }

    /// The scored reviews: the first of a card on each of its study days.
    fn scored(&self) -> Vec<Logged> {
        let mut scored = Vec::new();
        for (card, _, reviews) in &self.0 {
            let mut last: Option<StudyDay> = None;
            for review in reviews.iter().filter(|review| review.scored) {
                let day = review.study_day;
                if last.is_none_or(|last| day > last) {
                    scored.push(Logged { card: *card, day, at: review.at, rating: review.rating });
                    last = Some(day);
                }
            }
        }
        scored
    }
}

/// Tells whether there are enough reviews to train on.
///
/// # Errors
/// When the database cannot be read.
pub fn readiness(study: &Study) -> Result<Readiness, Error> {
    study.db.read(|db| Ok(training::readiness(&Log::read(db)?.scored())))
}

/// Trains parameters on the user's reviews and foresees what they would change; nothing is kept yet.
///
/// `watch` is told how far it is, and stops it by answering false.
///
/// # Errors
/// When there is too little to train on, it was stopped, or the database cannot be read.
pub fn propose(study: &Study, watch: impl FnMut(Progress) -> bool) -> Result<Proposal, Declined> {
    let log = study.db.read(Log::read)?;
    let present = study.models.cards.present().parameters();
    let trained = training::train(&log.scored(), present, watch)?;
    let trial = Trial {
        parameters: Some(trained.parameters),
        reviews: trained.reviews,
        held_out: trained.held_out,
        before: Some(trained.before),
        after: Some(trained.after),
        doubt: trained.doubt,
        spread: 1,
    };
    if !trial.improves() {
        let moves = Moves::default();
        return Ok(Proposal { verdict: Verdict::Refused, trial, moves });
    }
    Ok(foresee(study, &log, (Verdict::Kept, trial))?)
}

/// Foresees what going back to the parameters before the present ones would change.
///
/// # Errors
/// When there are none to give up, or the database cannot be read.
pub fn reversal(study: &Study) -> Result<Proposal, Error> {
    let versions = versions(study)?;
    let held = stack(&versions);
    let Some((_, before)) = held.split_last() else { return Err(Error::NothingFitted) };
    let parameters = before.last().and_then(|version| version.trial.parameters);
    let reviews = versions.last().map_or(0, |version| version.trial.reviews);
    let trial = Trial { parameters, reviews, spread: 1, ..Trial::default() };
    foresee(study, &study.db.read(Log::read)?, (Verdict::Reverted, trial))
}

fn foresee(
    study: &Study,
    log: &Log,
    (verdict, mut trial): (Verdict, Trial),
) -> Result<Proposal, Error> {
    let places = db::progress::places(&study.db)?;
    let model = Model::new(trial.parameters.unwrap_or_default());
    let era = |spread| Era { day: study.now.today, at: i64::MAX, model: model.clone(), spread };
    let today = study.now.today;
    let at_first = standings(&study.models.cards.with(era(1)), &log.0);
    let known = log.0.iter().zip(at_first).filter_map(|(card, standing)| {
        let place = places.get(&card.0).filter(|place| place.known)?;
        Some((card, place.planned, standing?.due))
    });
    let mut known: Vec<_> = known.collect();
    let days = |known: &[(_, StudyDay, StudyDay)]| {
        Moves::of(known.iter().map(|(_, planned, due)| (*planned, *due)), today)
    };
    trial.spread = spread(days(&known).tomorrow(), study.settings.reviews_per_day);
    if trial.spread > 1 {
        let eras = study.models.cards.with(era(trial.spread));
        // Only what would come at once comes otherwise when it is spread.
        let at_once =
            known.iter_mut().filter(|(_, planned, due)| *due == today.plus(1) && planned > due);
        for ((_, id, reviews), _, day) in at_once {
            *day = stand(&eras, id, reviews).map_or(*day, |standing| standing.due);
        }
    }
    let moves = days(&known);
    Ok(Proposal { verdict, trial, moves })
}

/// Replays cards under some eras, on all processors: where each stands.
fn standings(eras: &Eras, cards: &[Past]) -> Vec<Option<Standing>> {
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let share = cards.len().div_ceil(workers).max(1);
    let all = |cards: &[Past]| -> Vec<Option<Standing>> {
        cards.iter().map(|(_, id, reviews)| stand(eras, id, reviews)).collect()
    };
    thread::scope(|scope| {
        let shares = cards.chunks(share).map(|share| scope.spawn(|| all(share)));
        let running: Vec<_> = shares.collect();
        let join = |share: thread::ScopedJoinHandle<'_, _>| {
            share.join().unwrap_or_else(|fault| panic::resume_unwind(fault))
        };
        running.into_iter().flat_map(join).collect()
    })
}

/// Keeps what became of a training, or goes back; all that follows from new parameters is derived in
/// the same transaction.
///
/// # Errors
/// When the database refuses.
pub fn take(study: &mut Study, proposal: &Proposal) -> Result<(), Error> {
    let Proposal { verdict, trial, .. } = proposal;
    // What a return goes back to follows from the versions before it.
    let kept = match verdict {
        Verdict::Reverted => Trial { parameters: None, ..trial.clone() },
        Verdict::Kept | Verdict::Refused => trial.clone(),
    };
    let eras = study.db.write(|db| {
        db::parameters::append(db, study.now, *verdict, &kept)?;
        let eras = version::eras(&db::parameters::all(db)?);
        if *verdict != Verdict::Refused {
            relearn(db, &eras)?;
        }
        Ok::<_, Error>(eras)
    })?;
    study.models.cards = eras;
    Ok(())
}

/// Derives where every card stands from its reviews, after an era has begun.
fn relearn(db: &Db, eras: &Eras) -> Result<(), Error> {
    let places = db::progress::places(db)?;
    let log = Log::read(db)?;
    for ((card, ..), standing) in log.0.iter().zip(standings(eras, &log.0)) {
        let plain = |place: &&Place| place.known && !place.put_off;
        match (places.get(card).filter(plain), standing) {
            (Some(_), Some(standing)) => db::progress::relearnt(db, *card, &standing)?,
            (None | Some(_), _) => settle::card::stands(db, eras, *card)?,
        }
    }
    Ok(())
}

/// The reviews there must be, in proportion to those of the last training, before another one is done
/// unasked: after a success, and after the user has gone back.
const GROWTH: f64 = 1.25;
const GROWTH_AFTER_RETURN: f64 = 2.0;

/// Tells whether it is time to train unasked: there may be enough reviews, and a good part more than
/// at the last attempt.
///
/// # Errors
/// When the database cannot be read.
pub fn is_time(study: &Study) -> Result<bool, Error> {
    if study.settings.optimize == Optimize::Off {
        return Ok(false);
    }
    let (known, scored) = db::activity::scored(&study.db)?;
    let last = versions(study)?.pop();
    let wanted = last.map_or(0.0, |version| {
        let growth = match version.verdict {
            Verdict::Kept | Verdict::Refused => GROWTH,
            Verdict::Reverted => GROWTH_AFTER_RETURN,
        };
        f64::from(version.trial.reviews) * growth
    });
    Ok(known >= training::KNOWN && f64::from(scored) >= wanted)
}

/// The parameters in force.
#[must_use]
pub fn present(study: &Study) -> &Parameters {
    study.models.cards.present().parameters()
}
