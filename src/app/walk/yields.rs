//! Making real what a run yields.

use crate::app::technique::Technique;
use crate::app::{Error, Study, card, commitment, jot, tap};
use crate::domain::card::{Id, Kind as CardKind, Text};
use crate::domain::commitment::Commitment;
use crate::domain::jot::Jot;
use crate::domain::tap::plan::{Plan, suggest_name};
use crate::domain::walk::PlanPart;
use crate::domain::walk::artefact::Artefact;
use crate::domain::walk::read::Reading;
use crate::storage::db::made::Made;
use crate::storage::db::{self, Db};

/// Makes what the artefacts stand for, except what the run has made of the same answers before;
/// returns each with the name or number of what was made of it.
pub(super) fn make(
    study: &Study,
    db: &Db,
    (technique, run): (&Technique, i64),
    reading: &Reading,
) -> Result<Vec<(Artefact, Option<String>)>, Error> {
    let before = db::made::of(db, run)?;
    let mut places: Vec<String> = Vec::new();
    let mut all = Vec::new();
    for (place, artefact) in reading.artefacts.clone() {
        let private = technique.walk.private || reading.is_private(&place);
        // An answer may yield several things.
        let nth = places.iter().filter(|earlier| **earlier == place).count();
        let own = if nth == 0 { place.clone() } else { format!("{place}+{nth}") };
        places.push(place);
        let mut made = None;
        for earlier in before.iter().filter(|made| made.place == own) {
            if stands(db, earlier)? {
                made = Some(earlier.name.clone());
            }
        }
        if made.is_none()
            && let Some((thing, name)) = realise(study, db, technique, &artefact)?
        {
            let new = Made { place: own, thing, name: name.clone(), private };
            db::made::append(db, study.now, run, &new)?;
            made = Some(name);
        }
        all.push((artefact, made));
    }
    Ok(all)
}

/// Whether what was made is still there, and not taken back.
fn stands(db: &Db, made: &Made) -> Result<bool, Error> {
    let Some(thing) = made.thing else {
        return Ok(db::card::named(db, &made.name)?.is_some());
    };
    Ok(db::tap::kept(db, thing)?.is_some()
        || db::commitment::at(db, thing)?.is_some()
        || db::jot::at(db, thing)?.is_some())
}

/// Makes what an artefact stands for; returns its row in `thing`, if it has one, and its name or
/// number.
fn realise(
    study: &Study,
    db: &Db,
    technique: &Technique,
    artefact: &Artefact,
) -> Result<Option<(Option<i64>, String)>, Error> {
    let numbered = |thing: i64| (Some(thing), thing.to_string());
    Ok(match artefact {
        Artefact::Tap { trigger, action, with } => {
            let taken = tap::names(study)?;
            let name = suggest_name(trigger, |name| taken.contains(name));
            let made = tap::made(study, db, told(Plan::of(&name, trigger, action), with))?;
            Some((Some(made.thing), made.plan.name))
        }
        Artefact::Commitment { kind, text, due, probability } => {
            let promised = Commitment::new(*kind, text, *due, *probability)?;
            Some(numbered(commitment::made(study, db, &promised)?))
        }
        Artefact::Card { front, back } => {
            own_card(study, db, technique, (front, back))?.map(|id| (None, id))
        }
        Artefact::Closed { text } => jot::dealt_with(study, db, text)?.map(numbered),
        Artefact::Parked { kind, text } => {
            Some(numbered(jot::made(study, db, &Jot::new(*kind, text)?)?.thing))
        }
        Artefact::Metric { .. } | Artefact::Graph { .. } | Artefact::Record { .. } => None,
    })
}

/// A plan with what else was said of it; what does not fit its part is left out.
fn told(plan: Plan, with: &[(PlanPart, String)]) -> Plan {
    let mut plan = plan;
    for (part, said) in with {
        let text = said.clone();
        match part {
            PlanPart::Goal => plan.goal = text,
            PlanPart::Instead => plan.instead = text,
            PlanPart::Trigger => plan.kind = said.parse().unwrap_or(plan.kind),
            PlanPart::Last => plan.last = text,
            PlanPart::PerWeek => plan.per_week = said.parse().ok(),
            PlanPart::Form => plan.form = said.parse().unwrap_or(plan.form),
            PlanPart::Obstacle => plan.obstacle = text,
            PlanPart::Surprise => plan.surprise = said.parse().ok(),
            PlanPart::Anchor => plan.anchor = text,
        }
    }
    plan
}

/// Adds a card of the user's own to the technique's deck; returns its name.
fn own_card(
    study: &Study,
    db: &Db,
    technique: &Technique,
    (front, back): (&str, &str),
) -> Result<Option<String>, Error> {
    let Some(deck) = db::deck::named(db, &technique.name)? else { return Ok(None) };
    let ids = (1..).map(|n| Id::new(&technique.name, &format!("mine-{n}")));
    for id in ids.map_while(Result::ok) {
        if db::card::named(db, &id.to_string())?.is_none() {
            let text = Text {
                kind: CardKind::Recall,
                front: front.to_owned(),
                back: back.to_owned(),
                note: String::new(),
            };
            return Ok(Some(card::added(study, db, deck, (&id, &text))?.id.to_string()));
        }
    }
    Ok(None)
}
