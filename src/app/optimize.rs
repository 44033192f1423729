//! Fitting the parameters of FSRS to the user's own reviews, and going back.

use std::collections::HashMap;
use std::{panic, thread};

use crate::app::{Error, Study, settle};
use crate::domain::card::Id;
use crate::domain::schedule::era::{Era, Eras};
use crate::domain::schedule::history::{Carried, Replay, follow};
use crate::domain::schedule::memory::training::{self, Logged, Progress, Refusal};
use crate::domain::schedule::memory::{Model, Parameters};
use crate::domain::schedule::moves::{Moves, spread};
use crate::domain::schedule::version::{Trial, Verdict, Version, stack};
use crate::domain::settings::Optimize;
use crate::domain::time::StudyDay;
use crate::storage::db::progress::Place;
use crate::storage::db::review::ByCard;
use crate::storage::db::{self, Db};

/// The parameters that were in force, from the beginning to the present.
///
/// # Errors
/// When the database cannot be read.
pub fn eras(study: &Study) -> Result<Eras, Error> {
    settle::card::eras(&study.db)
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

/// Every review that counts, with the names of the cards.
struct Log {
    ids: HashMap<i64, Id>,
    reviews: ByCard,
    carried: HashMap<i64, Vec<Carried>>,
}

impl Log {
    fn read(db: &Db) -> Result<Self, Error> {
        let ids = db::card::ids(db)?.into_iter().collect();
        let (reviews, carried) = (db::review::by_card(db)?, db::carried::by_card(db)?);
        Ok(Self { ids, reviews, carried })
    }

    /// The scored reviews: the first of a card on each of its study days.
    fn scored(&self) -> Vec<Logged> {
        let mut scored = Vec::new();
        for (card, reviews) in self.reviews.cards() {
            let mut last: Option<StudyDay> = None;
            for review in reviews.filter(|review| review.scored) {
                let day = review.study_day;
                if last.is_none_or(|last| day > last) {
                    scored.push(Logged { card, day, at: review.at, rating: review.rating });
                    last = Some(day);
                }
            }
        }
        scored
    }

    /// Replays all cards up to the present era.
    fn follow<'a>(&'a self, eras: &'a Eras) -> Vec<(i64, Replay<'a>)> {
        let cards = self.reviews.cards();
        let followed = cards.filter_map(|(card, reviews)| {
            let id = self.ids.get(&card)?;
            let carried = self.carried.get(&card).map_or(&[][..], Vec::as_slice);
            Some((card, follow(eras, id, reviews, carried)))
        });
        followed.collect()
    }
}

/// Trains parameters on the user's reviews and foresees what they would change; nothing is kept yet.
///
/// `watch` is told how far it is, and stops it by answering false.
///
/// # Errors
/// When there is too little to train on, it was stopped, or the database cannot be read.
pub fn propose(study: &Study, watch: impl FnMut(Progress) -> bool) -> Result<Proposal, Declined> {
    let log = study.db.read(Log::read)?;
    let eras = &study.models.cards;
    let scored = log.scored();
    // The training leaves a processor free to see where the cards stand.
    let (trained, pasts) = thread::scope(|scope| {
        let following = scope.spawn(|| log.follow(eras));
        let trained = training::train(&scored, eras.present().parameters(), watch);
        (trained, following.join().unwrap_or_else(|fault| panic::resume_unwind(fault)))
    });
    let trained = trained?;
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
    Ok(foresee(study, &pasts, (Verdict::Kept, trial))?)
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
    let log = study.db.read(Log::read)?;
    foresee(study, &log.follow(&study.models.cards), (Verdict::Reverted, trial))
}

fn foresee(
    study: &Study,
    pasts: &[(i64, Replay<'_>)],
    (verdict, mut trial): (Verdict, Trial),
) -> Result<Proposal, Error> {
    let places = db::progress::places(&study.db)?;
    let model = Model::new(trial.parameters.unwrap_or_default());
    let today = study.now.today;
    let after = |spread| {
        let era = Era { day: today, at: study.now.at, model: model.clone(), spread };
        let known = pasts.iter().filter_map(|(card, past)| {
            let place = places.get(card).filter(|place| place.known)?;
            Some((place.planned, past.under(&era)?.due))
        });
        Moves::of(known, today)
    };
    let at_once = after(1);
    trial.spread = spread(at_once.tomorrow(), study.settings.reviews_per_day);
    let moves = if trial.spread == 1 { at_once } else { after(trial.spread) };
    Ok(Proposal { verdict, trial, moves })
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
        let eras = settle::card::eras(db)?;
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
    for (card, mut past) in Log::read(db)?.follow(eras) {
        let plain = |place: &&Place| place.known && !place.put_off;
        match (places.get(&card).filter(plain), past.finish()) {
            (Some(_), Some(standing)) => db::progress::relearnt(db, card, &standing)?,
            (None | Some(_), _) => settle::card::stands(db, eras, card)?,
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
