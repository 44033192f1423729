//! Which reminders are to be shown now, and when to look again.

use std::collections::BTreeSet;

use crate::domain::reminder::facts::{Dated, Facts, Habits, PlanFacts};
use crate::domain::reminder::fade::reminds;
use crate::domain::reminder::notice::{Notice, Reminder};
use crate::domain::reminder::rule::Rule;
use crate::domain::reminder::wall::{TimeOfDay, Zone, begins, moment, shown};
use crate::domain::reminder::{Kind, NEUTRAL, Showing, Slot, State, Subject};
use crate::domain::text::count;
use crate::domain::time::{Now, StudyDay, study_day};

/// From how many milliseconds on a reminder is late: the machine slept, or was off.
const LATE: i64 = 15 * 60_000;

/// How many late ones are told of in one digest.
const DIGEST: usize = 2;

/// What is to be done now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What is to be shown.
    pub show: Vec<Notice>,
    /// When to look again, in milliseconds since the epoch: the next reminder, or the next day.
    pub wake: i64,
}

/// Decides what is to be shown now.
#[must_use]
pub fn decide(facts: &Facts, habits: &Habits, zone: Zone<'_>, now: Now) -> Decision {
    let deciding = Deciding { facts, habits, zone, now };
    let (due, later) = deciding.due();
    let (show, room) = deciding.notices(due);
    // Nobody wakes for what today has no room for.
    let heard = later.into_iter().filter(|(_, again)| *again || room > 0).map(|(at, _)| at);
    let wake = heard.chain([deciding.tomorrow()]).min();
    Decision { show, wake: wake.unwrap_or(i64::MAX) }
}

/// Tells whether a reminder that stands on the screen still has a point.
#[must_use]
pub fn stands(
    subject: Subject,
    slot: Slot,
    facts: &Facts,
    (habits, zone, now): (&Habits, Zone<'_>, Now),
) -> bool {
    let deciding = Deciding { facts, habits, zone, now };
    deciding.all().iter().any(|candidate| {
        candidate.reminder.subject == subject
            && candidate.reminder.slot == slot
            && candidate.expires.is_none_or(|end| now.at < end)
    })
}

/// A reminder that may come.
pub(super) struct Candidate {
    pub(super) reminder: Reminder,
    /// When it is to come, in milliseconds since the epoch.
    pub(super) at: i64,
    /// From when on it has no point any more.
    pub(super) expires: Option<i64>,
    /// The stronger a plan, the less it needs to be said.
    strength: f64,
}

pub(super) struct Deciding<'a> {
    pub(super) facts: &'a Facts,
    pub(super) habits: &'a Habits,
    pub(super) zone: Zone<'a>,
    pub(super) now: Now,
}

impl Deciding<'_> {
    fn tomorrow(&self) -> i64 {
        begins(self.now.today.plus(1), self.habits.rollover, self.zone)
    }

    fn is_away(&self, day: StudyDay) -> bool {
        self.facts.breaks.iter().any(|planned| planned.covers(day))
    }

    /// What is due now, and the moments at which something else may be, with whether that comes back.
    fn due(&self) -> (Vec<Candidate>, Vec<(i64, bool)>) {
        let (mut due, mut later) = (Vec::new(), Vec::new());
        if self.is_away(self.now.today) {
            return (due, later);
        }
        for mut candidate in self.all() {
            let shown = self.past(&candidate.reminder);
            match shown {
                None => {}
                Some(Showing { state: State::Snoozed, until: Some(until), .. }) => {
                    candidate.at = *until;
                }
                Some(_) => continue,
            }
            let at = self.audible(candidate.at.max(self.now.at));
            if candidate.expires.is_some_and(|end| at >= end) {
                continue;
            }
            if at == self.now.at {
                due.push(candidate);
            } else {
                later.push((at, shown.is_some()));
            }
        }
        (due, later)
    }

    /// The moment itself, or the end of the quiet hours it falls into.
    pub(super) fn audible(&self, at: i64) -> i64 {
        let here = shown(at, self.zone);
        let Some(quiet) = self.habits.quiet.filter(|quiet| quiet.covers(here.time)) else {
            return at;
        };
        let ends = |date| moment(Slot { date, time: quiet.to }, self.zone);
        let ends = [here.date, here.date.plus(1)].into_iter().map(ends);
        ends.into_iter().find(|end| *end > at).unwrap_or(at)
    }

    /// Every reminder of the present study day, and what was left over from days before.
    fn all(&self) -> Vec<Candidate> {
        self.of_day(self.now.today)
    }

    /// The reminders of a study day, and what was left over from days before it.
    pub(super) fn of_day(&self, day: StudyDay) -> Vec<Candidate> {
        let mut all = Vec::new();
        for dated in &self.facts.commitments {
            all.extend(self.dated(day, Subject::Commitment(dated.thing), dated));
        }
        all.extend(self.daily(day, Subject::Review, self.habits.review));
        all.extend(self.daily(day, Subject::Checkin, self.habits.evening));
        for dated in &self.facts.walks {
            all.extend(self.dated(day, Subject::Walk(dated.thing), dated));
        }
        for plan in &self.facts.plans {
            all.extend(self.of_plan(day, plan));
        }
        all
    }

    /// Something with a day: told of once, on that day or as soon after it as anybody is there.
    fn dated(&self, day: StudyDay, subject: Subject, dated: &Dated) -> Option<Candidate> {
        if dated.day > day {
            return None;
        }
        // Known by its day alone: whoever moves the morning is not told of everything anew.
        let slot = Slot { date: dated.day, time: TimeOfDay::MIDNIGHT };
        let (title, verb) = match subject.kind() {
            Kind::Walk => ("rat: a walk goes on", "Its rest is over"),
            Kind::Plan | Kind::Review | Kind::Checkin | Kind::Commitment => {
                ("rat: promised for today", "You promised")
            }
        };
        let body =
            if dated.private { NEUTRAL.to_owned() } else { format!("{verb}: {}", dated.text) };
        let at = moment(Slot { time: self.habits.morning, ..slot }, self.zone);
        let candidate = self.candidate(subject, slot, (title.to_owned(), body), None);
        Some(Candidate { at, ..candidate })
    }

    fn daily(&self, day: StudyDay, subject: Subject, at: Option<TimeOfDay>) -> Option<Candidate> {
        let today = day == self.now.today;
        let (title, body) = match subject.kind() {
            Kind::Review if today && self.facts.cards == 0 => return None,
            Kind::Review if today => {
                let cards = count(self.facts.cards, "card");
                ("rat: the daily session", format!("{cards} to recall: a few minutes."))
            }
            Kind::Checkin if today && self.facts.unlogged == 0 => return None,
            Kind::Checkin if today => {
                let plans = count(self.facts.unlogged, "plan");
                ("rat: the evening", format!("How did it go today? {plans} without a log."))
            }
            Kind::Review => ("rat: the daily session", "Cards to recall.".to_owned()),
            Kind::Checkin if self.facts.plans.is_empty() => return None,
            Kind::Checkin => ("rat: the evening", "How did it go today?".to_owned()),
            Kind::Plan | Kind::Commitment | Kind::Walk => return None,
        };
        let slot = self.slot(day, at?);
        let end = begins(day.plus(1), self.habits.rollover, self.zone);
        Some(self.candidate(subject, slot, (title.to_owned(), body), Some(end)))
    }

    /// The reminders of a plan on a study day: only the latest that has come is worth showing.
    fn of_plan(&self, day: StudyDay, plan: &PlanFacts) -> Vec<Candidate> {
        let silent = plan.switchback.is_some_and(|experiment| !experiment.reminds(day));
        if silent || plan.rule.0 == Rule::Off {
            return Vec::new();
        }
        let mut slots: Vec<Slot> = self.times(day, plan);
        slots.retain(|slot| moment(*slot, self.zone) >= plan.from);
        slots.sort();
        let moments: Vec<i64> = slots.iter().map(|slot| moment(*slot, self.zone)).collect();
        let first = begins(day, self.habits.rollover, self.zone);
        let end = begins(day.plus(1), self.habits.rollover, self.zone);
        let from = [first].into_iter().chain(moments.iter().copied());
        let to = moments.iter().skip(1).copied().chain([end]);
        let spans = from.zip(to);
        let open = slots.into_iter().zip(spans).filter(|(_, (from, _))| {
            // An outcome answers the reminder that comes after it too.
            day != self.now.today || plan.logged.is_none_or(|logged| logged < *from)
        });
        let open = open.map(|(slot, (_, to))| (slot, to));
        open.map(|(slot, to)| {
            let title = format!("rat: {}", plan.name);
            let words = if plan.private {
                ("rat".to_owned(), NEUTRAL.to_owned())
            } else {
                (title, plan.sentence.clone())
            };
            let candidate = self.candidate(Subject::Plan(plan.thing), slot, words, Some(to));
            Candidate { strength: plan.strength, ..candidate }
        })
        .collect()
    }

    fn times(&self, day: StudyDay, plan: &PlanFacts) -> Vec<Slot> {
        let (stage, since) = plan.stage;
        let faded = |time| {
            if reminds(stage, since, day) { vec![self.slot(day, time)] } else { Vec::new() }
        };
        let (rule, said) = &plan.rule;
        match rule {
            Rule::Faded => faded(self.habits.morning),
            Rule::FadedAt(time) => faded(*time),
            Rule::Alarm(..) => {
                // The small hours of a study day lie on the next calendar day.
                let dates = [day, day.plus(1)];
                let slots = dates.into_iter().flat_map(|date| {
                    let times = rule.alarms(date, *said).into_iter();
                    times.map(move |time| Slot { date, time })
                });
                slots.filter(|slot| self.day_of(*slot) == day).collect()
            }
            Rule::Off => Vec::new(),
        }
    }

    /// The slot of a time within a study day.
    fn slot(&self, day: StudyDay, time: TimeOfDay) -> Slot {
        let small = time.minute() < u16::from(self.habits.rollover.hour()) * 60;
        Slot { date: if small { day.plus(1) } else { day }, time }
    }

    fn day_of(&self, slot: Slot) -> StudyDay {
        let at = moment(slot, self.zone);
        study_day(at, (self.zone)(at), self.habits.rollover)
    }

    fn candidate(
        &self,
        subject: Subject,
        slot: Slot,
        (title, body): (String, String),
        expires: Option<i64>,
    ) -> Candidate {
        let at = moment(slot, self.zone);
        let reminder = Reminder { subject, slot, title, body };
        Candidate { reminder, at, expires, strength: 0.0 }
    }

    /// What became of a reminder last, if it was shown before.
    fn past(&self, reminder: &Reminder) -> Option<&Showing> {
        let same = |past: &&Showing| past.subject == reminder.subject && past.slot == reminder.slot;
        self.facts.showings.iter().find(same)
    }

    /// Puts what is due into notices, as many as the day still has room for; also how much room that
    /// leaves. Who snoozes a reminder has asked for it: that needs no room.
    fn notices(&self, mut due: Vec<Candidate>) -> (Vec<Notice>, usize) {
        // What needs it most comes first: the day may have no room for all.
        due.sort_by(|a, b| a.strength.total_cmp(&b.strength));
        let mut room = self.room();
        let again = |candidate: &Candidate| self.past(&candidate.reminder).is_some();
        if room == 0 {
            due.retain(again);
        }
        let late = |candidate: &Candidate| {
            let was_digest = self.past(&candidate.reminder).is_some_and(|past| past.digest);
            was_digest || self.now.at - candidate.at >= LATE
        };
        let (mut late, mut prompt): (Vec<_>, Vec<_>) = due.into_iter().partition(late);
        if late.len() < DIGEST {
            prompt.append(&mut late);
        }
        let mut notices = Vec::new();
        if !late.is_empty() {
            room -= usize::from(!late.iter().all(again));
            let digest = late.into_iter().map(|candidate| candidate.reminder);
            notices.push(Notice::Digest(digest.collect()));
        }
        for candidate in prompt {
            let asked_for = again(&candidate);
            if asked_for || room > 0 {
                room -= usize::from(!asked_for);
                notices.push(Notice::One(candidate.reminder));
            }
        }
        (notices, room)
    }

    /// How many more notices today has room for.
    fn room(&self) -> usize {
        let today = |showing: &&Showing| {
            let (at, zone) = (showing.first, self.zone);
            study_day(at, zone(at), self.habits.rollover) == self.now.today
        };
        let today = self.facts.showings.iter().filter(today);
        let (digests, single): (Vec<&Showing>, Vec<&Showing>) =
            today.partition(|showing| showing.digest);
        let digests: BTreeSet<i64> = digests.into_iter().map(|showing| showing.first).collect();
        let cap = usize::try_from(self.habits.a_day).unwrap_or(usize::MAX);
        cap.saturating_sub(single.len() + digests.len())
    }
}

#[cfg(test)]
mod tests;
