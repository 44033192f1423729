//! A calendar: promises on their days, walks that rest, and reminders as far as a calendar can say them.

use crate::app::export::Written;
use crate::app::{Error, Study, commitment, remind};
use crate::domain::commitment::{Commitment, Kind};
use crate::domain::reminder::facts::{Dated, Facts, PlanFacts};
use crate::domain::reminder::series::{Frame, Series, Unsaid};
use crate::domain::reminder::wall::{Zone, shown};
use crate::storage::db;
use crate::storage::db::thing::Identity;
use crate::storage::formats::calendar::{Entry, When};

/// How many minutes a reminder takes in a calendar.
const MOMENT: u16 = 5;

/// How many minutes the daily session takes.
const SESSION: u16 = 15;

/// What a calendar is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// What is in it.
    pub entries: Vec<Entry>,
    /// Plans with what a calendar cannot be told of them.
    pub unsaid: Vec<(String, Unsaid)>,
    /// How much is in it, and how much is left out.
    pub written: Written,
}

/// Gathers a calendar in a zone, with or without what came of private walks.
///
/// # Errors
/// When the database cannot be read.
pub fn calendar(study: &Study, zone: Zone<'_>, private: bool) -> Result<Calendar, Error> {
    let facts = remind::facts(study)?;
    let habits = study.settings.habits();
    let from = shown(study.now.at, zone);
    let frame = Frame { habits: &habits, breaks: &facts.breaks, today: study.now.today, from };
    let mut gathering = Gathering { study, frame, private, calendar: Calendar::default() };
    gathering.promises()?;
    gathering.walks(&facts)?;
    for plan in &facts.plans {
        gathering.plan(plan, zone)?;
    }
    gathering.days(&facts)?;
    let mut calendar = gathering.calendar;
    calendar.written.count = calendar.entries.len() as u64;
    Ok(calendar)
}

struct Gathering<'a> {
    study: &'a Study,
    frame: Frame<'a>,
    private: bool,
    calendar: Calendar,
}

impl Gathering<'_> {
    /// Whether something stays out.
    fn leaves_out(&mut self, private: bool) -> bool {
        self.calendar.written.leaves_out(private && !self.private)
    }

    /// What a thing is known by in every calendar; the `nth` of it.
    fn uid(&self, sort: &str, thing: i64, nth: usize) -> Result<String, Error> {
        let Identity { seq, replica } = db::thing::identity(&self.study.db, thing)?;
        Ok(format!("{sort}-{seq}-{nth}@{replica}.rat"))
    }

    fn promises(&mut self) -> Result<(), Error> {
        let private = db::made::private(&self.study.db)?;
        for (thing, promised) in commitment::list(self.study, false)? {
            let private = private.contains(&thing);
            if self.leaves_out(private) {
                continue;
            }
            let uid = self.uid("commitment", thing, 1)?;
            let when = When::Day(promised.due, self.frame.morning());
            let (title, about) = promise(thing, &promised);
            let category = promised.kind.word();
            self.calendar.entries.push(Entry { uid, title, about, category, when, private });
        }
        Ok(())
    }

    fn walks(&mut self, facts: &Facts) -> Result<(), Error> {
        for Dated { thing, day, text, private } in &facts.walks {
            if self.leaves_out(*private) {
                continue;
            }
            let entry = Entry {
                uid: self.uid("walk", *thing, 1)?,
                title: format!("Its rest is over: {text}"),
                about: format!("rat walk {}", text.replace(' ', "-")),
                category: "walk",
                when: When::Day(*day, self.frame.morning()),
                private: *private,
            };
            self.calendar.entries.push(entry);
        }
        Ok(())
    }

    fn plan(&mut self, plan: &PlanFacts, zone: Zone<'_>) -> Result<(), Error> {
        let (said, unsaid) = self.frame.of_plan(plan, shown(plan.from, zone));
        if said.is_empty() && unsaid.is_empty() || self.leaves_out(plan.private) {
            return Ok(());
        }
        for (series, nth) in said.into_iter().zip(1..) {
            let entry = Entry {
                uid: self.uid("plan", plan.thing, nth)?,
                title: plan.sentence.clone(),
                about: format!("rat fire {}", plan.name),
                category: "plan",
                when: When::Times(series, MOMENT),
                private: plan.private,
            };
            self.calendar.entries.push(entry);
        }
        self.calendar.unsaid.extend(unsaid.into_iter().map(|why| (plan.name.clone(), why)));
        Ok(())
    }

    /// The daily session, and the evening where there are plans to be asked about.
    fn days(&mut self, facts: &Facts) -> Result<(), Error> {
        let habits = self.frame.habits;
        let here = db::thing::here(&self.study.db)?;
        let review = habits.review.and_then(|time| self.frame.daily(time));
        let evening = habits.evening.filter(|_| !facts.plans.is_empty());
        let evening = evening.and_then(|time| self.frame.daily(time));
        let entry = |sort, title: &str, command: &str, (series, minutes): (Series, u16)| Entry {
            uid: format!("{sort}@{here}.rat"),
            title: title.to_owned(),
            about: command.to_owned(),
            category: sort,
            when: When::Times(series, minutes),
            private: false,
        };
        let review = review.map(|daily| (daily, SESSION));
        let evening = evening.map(|daily| (daily, MOMENT));
        let entries = &mut self.calendar.entries;
        entries.extend(review.map(|at| entry("review", "The daily session", "rat review", at)));
        entries
            .extend(evening.map(|at| entry("checkin", "How did it go today?", "rat checkin", at)));
        Ok(())
    }
}

/// What a promise says, and what more there is to it.
fn promise(thing: i64, promised: &Commitment) -> (String, String) {
    match promised.kind {
        Kind::Forecast => {
            let chance = promised.probability.unwrap_or_default() * 100.0;
            (
                format!("Did it come true? {}", promised.text),
                format!("You said {chance:.0} %.\nrat commitments done {thing} --true or --false"),
            )
        }
        Kind::NextAction | Kind::Experiment | Kind::FollowUp => {
            (promised.text.clone(), format!("rat commitments done {thing}"))
        }
    }
}
