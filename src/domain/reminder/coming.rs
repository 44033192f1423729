//! The reminders to come, as far as they follow from what is known today.

use crate::domain::reminder::decide::{Candidate, Deciding};
use crate::domain::reminder::facts::{Facts, Habits};
use crate::domain::reminder::notice::Reminder;
use crate::domain::reminder::wall::Zone;
use crate::domain::time::Now;

/// A reminder to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coming {
    /// When, in milliseconds since the epoch.
    pub at: i64,
    /// The UTC offset then, in seconds.
    pub offset: i32,
    /// What it will say.
    pub reminder: Reminder,
}

/// The reminders of the days from today on, in order: those of planned breaks, of quiet hours and
/// beyond the day's cap left out, those that were shown already too.
#[must_use]
pub fn coming(facts: &Facts, habits: &Habits, zone: Zone<'_>, now: Now, days: u16) -> Vec<Coming> {
    let deciding = Deciding { facts, habits, zone, now };
    let mut all: Vec<Coming> = Vec::new();
    for ahead in 0..i32::from(days) {
        let day = now.today.plus(ahead);
        if facts.breaks.iter().any(|planned| planned.covers(day)) {
            continue;
        }
        let mut of_day: Vec<Coming> = deciding
            .of_day(day)
            .into_iter()
            .filter_map(|candidate| placed(&deciding, candidate))
            .filter(|new| !all.iter().any(|known| is_same(&known.reminder, &new.reminder)))
            .collect();
        of_day.sort_by_key(|coming| coming.at);
        of_day.truncate(usize::try_from(habits.a_day).unwrap_or(usize::MAX));
        all.append(&mut of_day);
    }
    all.sort_by_key(|coming| coming.at);
    all
}

fn is_same(one: &Reminder, other: &Reminder) -> bool {
    one.subject == other.subject && one.slot == other.slot
}

/// When a reminder will be heard; nothing for what is past, shown or comes to nothing.
fn placed(deciding: &Deciding<'_>, candidate: Candidate) -> Option<Coming> {
    let Candidate { reminder, at, expires, .. } = candidate;
    let at = deciding.audible(at.max(deciding.now.at));
    let shown = deciding.facts.showings.iter();
    let shown = shown.filter(|past| past.subject == reminder.subject && past.slot == reminder.slot);
    let over = expires.is_some_and(|end| at >= end);
    (!over && shown.count() == 0).then(|| Coming { at, offset: (deciding.zone)(at), reminder })
}
