//! Reminders: what they are decided from, what became of them, and when plans ask for them.

use std::collections::HashMap;

use crate::app::review::{Scope, left};
use crate::app::tap::{self, Tap};
use crate::app::{Error, Study, errand, fire};
use crate::domain::reminder::coming::{self, Coming};
use crate::domain::reminder::decide::{self, Decision};
use crate::domain::reminder::facts::{Dated, Facts, PlanFacts};
use crate::domain::reminder::notice::Notice;
use crate::domain::reminder::rule::Rule;
use crate::domain::reminder::wall::Zone;
use crate::domain::reminder::{Slot, State, Subject};
use crate::domain::tap::outcome::Kind;
use crate::domain::tap::switchback::{Comparison, Switchback};
use crate::domain::time::StudyDay;
use crate::storage::db;
use crate::storage::db::reminder::Asked;

/// How far back what was shown is looked at: a plan's reminder lives a day, and zones differ by one.
const LATELY: i64 = 3 * 86_400_000;

/// What became of a reminder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Became {
    /// Something happened to its plan.
    Outcome(Kind),
    /// It comes back at a moment, in milliseconds since the epoch.
    Snoozed(i64),
    /// It was taken up.
    Answered,
    /// It was put away.
    Dismissed,
}

/// What reminders are decided from.
///
/// # Errors
/// When the database cannot be read.
pub fn facts(study: &Study) -> Result<Facts, Error> {
    study.db.read(|db| {
        let private = db::made::private(db)?;
        let asked = db::reminder::asked(db)?;
        let mut plans = Vec::new();
        for tap in tap::all(study)?.into_iter().filter(Tap::is_in_use) {
            let logged = db::outcome::latest(db, tap.thing)?;
            let made = db::thing::at(db, tap.thing)?.map_or(0, |(_, made_at)| made_at);
            let private = private.contains(&tap.thing);
            plans.push(of_plan(tap, &asked, (private, logged), (made, study.now.today)));
        }
        let begun = db::activity::on(db, study.now.today)?.answers() > 0;
        let left = left(study, Scope::default())?;
        let commitments = db::commitment::list(db, Some(study.now.today.plus(AHEAD)))?;
        let dated =
            |thing, day, text| Dated { thing, day, text, private: private.contains(&thing) };
        let runs = db::run::all(db)?.into_iter().filter(|run| run.rests.is_some());
        Ok(Facts {
            plans,
            cards: if begun { 0 } else { left.due + left.new },
            unlogged: errand::unlogged(study, study.now.today)?.len() as u64,
            commitments: commitments
                .into_iter()
                .map(|(thing, promised)| dated(thing, promised.due, promised.text))
                .collect(),
            walks: runs
                .filter_map(|run| {
                    let text = run.technique.replace('-', " ");
                    let day = run.rests?;
                    Some(Dated { thing: run.thing, day, text, private: run.private })
                })
                .collect(),
            showings: db::reminder::showings(db, study.now.at - LATELY)?,
            breaks: db::away::all(db)?,
        })
    })
}

/// How many days ahead promises are looked at.
const AHEAD: i32 = 31;

fn of_plan(
    tap: Tap,
    asked: &HashMap<i64, Asked>,
    (private, logged): (bool, Option<i64>),
    (made, today): (i64, StudyDay),
) -> PlanFacts {
    let asked = asked.get(&tap.thing);
    let course = &tap.trace.course;
    PlanFacts {
        thing: tap.thing,
        sentence: tap.plan.sentence(),
        name: tap.plan.name,
        private,
        stage: (course.stage(), course.since().unwrap_or(today)),
        strength: tap.trace.strength.value(),
        rule: asked.map_or((Rule::Faded, today), |asked| (asked.rule.clone(), asked.since)),
        from: asked.map_or(made, |asked| asked.at.max(made)),
        switchback: asked.and_then(|asked| asked.switchback),
        logged,
    }
}

/// Decides what is to be shown now, and when to look again.
///
/// # Errors
/// When the database cannot be read.
pub fn decide(study: &Study, zone: Zone<'_>) -> Result<(Decision, Facts), Error> {
    let facts = facts(study)?;
    Ok((decide::decide(&facts, &study.settings.habits(), zone, study.now), facts))
}

/// The reminders of some days from today on, as far as they follow from what is known now.
///
/// # Errors
/// When the database cannot be read.
pub fn coming(study: &Study, zone: Zone<'_>, days: u16) -> Result<Vec<Coming>, Error> {
    let facts = facts(study)?;
    Ok(coming::coming(&facts, &study.settings.habits(), zone, study.now, days))
}

/// Keeps that a notice was shown.
///
/// # Errors
/// When the database refuses.
pub fn shown(study: &Study, notice: &Notice) -> Result<(), Error> {
    let digest = matches!(notice, Notice::Digest(_));
    study.db.write(|db| {
        for reminder in notice.reminders() {
            let which = (reminder.subject, reminder.slot);
            db::reminder::append(db, study.now, which, (State::Shown, None, digest))?;
        }
        Ok(())
    })
}

/// Keeps what became of a reminder; an outcome of its plan is logged with it, in one transaction.
///
/// # Errors
/// When the database refuses.
pub fn became(study: &Study, which: (Subject, Slot), became: &Became) -> Result<(), Error> {
    study.db.write(|db| {
        let (state, until) = match became {
            Became::Snoozed(until) => (State::Snoozed, Some(*until)),
            Became::Dismissed => (State::Dismissed, None),
            Became::Answered | Became::Outcome(_) => (State::Answered, None),
        };
        if let (Became::Outcome(kind), Subject::Plan(thing)) = (became, which.0) {
            fire::log(study, db, thing, fire::Firing::now(study, *kind))?;
        }
        db::reminder::append(db, study.now, which, (state, until, false))?;
        Ok(())
    })
}

/// When a plan is to be reminded of.
///
/// # Errors
/// When the database cannot be read.
pub fn asked(study: &Study, thing: i64) -> Result<Option<Asked>, Error> {
    Ok(db::reminder::asked(&study.db)?.remove(&thing))
}

/// Says when a plan is to be reminded of, and whether weeks with and without reminders take turns;
/// what is not said stays.
///
/// # Errors
/// When the database refuses.
pub fn ask(
    study: &Study,
    thing: i64,
    (rule, switchback): (Option<Rule>, Option<bool>),
) -> Result<Asked, Error> {
    let today = study.now.today;
    let before = asked(study, thing)?;
    let (old_rule, running) =
        before.map_or((Rule::Faded, None), |asked| (asked.rule, asked.switchback));
    let switchback = match switchback {
        None => running,
        Some(false) => None,
        Some(true) => running.or(Some(Switchback { since: today })),
    };
    let rule = rule.unwrap_or(old_rule);
    study.db.write(|db| {
        db::reminder::ask(db, study.now, thing, (&rule, switchback))?;
        Ok::<_, Error>(())
    })?;
    Ok(Asked { rule, since: today, at: study.now.at, switchback })
}

/// What weeks with and without reminders have shown of a plan; nothing where they take no turns.
///
/// # Errors
/// When the database cannot be read.
pub fn comparison(study: &Study, thing: i64) -> Result<Option<Comparison>, Error> {
    let Some(experiment) = asked(study, thing)?.and_then(|asked| asked.switchback) else {
        return Ok(None);
    };
    let days = db::tap_day::of_tap(&study.db, thing, experiment.since)?;
    Ok(Some(experiment.compare(days.into_iter().map(|(day, daily)| (day, daily.counts)))))
}
