//! Reminders as a calendar can say them: a first day, a time, and how they repeat.
//!
//! A calendar knows neither what was logged nor whether a plan holds, so what follows from that cannot
//! be said to it: see [`Unsaid`].

use std::collections::BTreeSet;

use crate::domain::away::Break;
use crate::domain::reminder::Slot;
use crate::domain::reminder::facts::{Habits, PlanFacts};
use crate::domain::reminder::fade::reminds;
use crate::domain::reminder::rule::{Days, Rule, weekday};
use crate::domain::reminder::wall::TimeOfDay;
use crate::domain::time::StudyDay;

/// How many days ahead fading reminders are said: a calendar that is not written anew falls silent
/// instead of reminding for ever of what may hold by itself.
pub const AHEAD: i32 = 28;

/// The longest way to the first day of a rule, in days: past the longest pause and the longest break.
const FAR: i32 = 2 * 366;

/// Minutes in a day.
const DAY: u16 = 1_440;

/// Reminders at one time of day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// The first, by calendar and clock.
    pub first: Slot,
    /// How they repeat.
    pub repeat: Repeat,
    /// The last calendar day there may be one on, where they end.
    pub last: Option<StudyDay>,
    /// Calendar days that are left out.
    pub except: Vec<StudyDay>,
}

/// How reminders repeat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// Not at all.
    Never,
    /// Every so many days.
    Every(u32),
    /// On these days of each week, 0 for Monday.
    Weekly(BTreeSet<u8>),
}

/// What a calendar cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsaid {
    /// Weeks with and without reminders take turns, and another voice would spoil the comparison: none
    /// of its reminders are said.
    Switchback,
    /// They fade as the plan holds: they are said as its stage asks now, up to this day.
    Fading(StudyDay),
    /// At this time nothing is said, as it lies in the quiet hours and has no point after them.
    Quiet(TimeOfDay),
}

/// What series are made from, beside the reminders themselves.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// When the user wants to hear of what.
    pub habits: &'a Habits,
    /// Planned breaks.
    pub breaks: &'a [Break],
    /// Today.
    pub today: StudyDay,
    /// What calendar and clock show now: nothing before it is said.
    pub from: Slot,
}

impl Frame<'_> {
    /// The reminders of a plan, and what cannot be said of them. `made` is what calendar and clock
    /// showed when it was made, or its rule was.
    #[must_use]
    pub fn of_plan(&self, plan: &PlanFacts, made: Slot) -> (Vec<Series>, Vec<Unsaid>) {
        let frame = Frame { from: self.from.max(made), ..*self };
        if plan.switchback.is_some() && plan.rule.0 != Rule::Off {
            return (Vec::new(), vec![Unsaid::Switchback]);
        }
        match &plan.rule {
            (Rule::Off, _) => (Vec::new(), Vec::new()),
            (Rule::Faded, _) => frame.faded(plan, self.habits.morning),
            (Rule::FadedAt(time), _) => frame.faded(plan, *time),
            (Rule::Alarm(days, times), since) => {
                let (mut said, mut unsaid) = (Vec::new(), Vec::new());
                for (nth, time) in times.iter().enumerate() {
                    let next = times.iter().nth(nth + 1).copied();
                    match frame.heard(*time, next) {
                        Some(moved) => said.extend(frame.alarm(days, *since, *time, moved)),
                        None => unsaid.push(Unsaid::Quiet(*time)),
                    }
                }
                (said, unsaid)
            }
        }
    }

    /// Reminders of every day, such as that of the daily session; nothing where they fall into the
    /// quiet hours to no point.
    #[must_use]
    pub fn daily(&self, time: TimeOfDay) -> Option<Series> {
        let moved = self.heard(time, None)?;
        self.alarm(&Days::Daily, self.today, time, moved)
    }

    /// When things with a day are told of, in minutes after its midnight: in the morning, or when the
    /// quiet hours end.
    #[must_use]
    pub fn morning(&self) -> u16 {
        let morning = self.habits.morning;
        self.habits.quiet.filter(|quiet| quiet.covers(morning)).map_or(morning.minute(), |quiet| {
            quiet.to.minute() + u16::from(quiet.to <= morning) * DAY
        })
    }

    fn faded(&self, plan: &PlanFacts, time: TimeOfDay) -> (Vec<Series>, Vec<Unsaid>) {
        let (stage, since) = plan.stage;
        let end = self.today.plus(AHEAD - 1);
        let days = (0..AHEAD).map(|ahead| self.today.plus(ahead));
        let days: Vec<StudyDay> = days.filter(|day| reminds(stage, since, *day)).collect();
        if days.is_empty() {
            return (Vec::new(), Vec::new());
        }
        let Some(moved) = self.heard(time, None) else {
            return (Vec::new(), vec![Unsaid::Quiet(time)]);
        };
        let said: Vec<Series> = if days.len() == usize::try_from(AHEAD).unwrap_or_default() {
            let last = self.date_of(end, time);
            let daily = self.alarm(&Days::Daily, self.today, time, moved);
            let ended = daily.filter(|daily| daily.first.date <= last.plus(moved.days));
            let ended = ended.map(|daily| Series { last: Some(last.plus(moved.days)), ..daily });
            ended.into_iter().collect()
        } else {
            let dates = days.into_iter().map(|day| Days::Once(self.date_of(day, time)));
            dates.filter_map(|day| self.alarm(&day, self.today, time, moved)).collect()
        };
        (said, vec![Unsaid::Fading(end)])
    }

    /// The series of a rule at one of its times, moved out of the quiet hours.
    fn alarm(&self, days: &Days, since: StudyDay, time: TimeOfDay, moved: Moved) -> Option<Series> {
        let rings = |date: StudyDay| {
            Slot { date, time } >= self.from
                && days.contain(date, since)
                && !self.is_away(date, time)
        };
        let first = match days {
            Days::Once(day) => Some(*day).filter(|day| rings(*day))?,
            Days::Daily | Days::Week(_) | Days::Every(_) | Days::PerWeek(_) => {
                (0..FAR).map(|ahead| self.from.date.plus(ahead)).find(|date| rings(*date))?
            }
        };
        let repeat = match days {
            Days::Once(_) => Repeat::Never,
            Days::Daily => Repeat::Every(1),
            Days::Every(apart) => Repeat::Every(*apart),
            Days::Week(_) | Days::PerWeek(_) => {
                let week = (0..7).map(|ahead| first.plus(ahead));
                let week = week.filter(|date| days.contain(*date, since));
                Repeat::Weekly(week.map(|date| weekday(date.plus(moved.days))).collect())
            }
        };
        let away = self.breaks.iter().flat_map(|planned| {
            let (from, days) = (planned.first(), planned.last().since(planned.first()));
            (0..=days).map(move |nth| from.plus(nth))
        });
        let away = away.map(|day| self.date_of(day, time));
        let away = away.filter(|date| *date > first && days.contain(*date, since));
        let away: BTreeSet<StudyDay> = away.map(|date| date.plus(moved.days)).collect();
        Some(Series {
            first: Slot { date: first.plus(moved.days), time: moved.time },
            except: if repeat == Repeat::Never { Vec::new() } else { away.into_iter().collect() },
            repeat,
            last: None,
        })
    }

    /// When a reminder of a time is heard: then, or when the quiet hours end, unless it has no point any
    /// more by the `next` one or the end of its day.
    fn heard(&self, time: TimeOfDay, next: Option<TimeOfDay>) -> Option<Moved> {
        let Some(quiet) = self.habits.quiet.filter(|quiet| quiet.covers(time)) else {
            return Some(Moved { time, days: 0 });
        };
        let days = u16::from(quiet.to <= time);
        let rollover = u16::from(self.habits.rollover.hour()) * 60;
        let end = if self.small(time) > 0 { rollover } else { DAY + rollover };
        let end = next.map_or(end, |next| end.min(next.minute()));
        let heard = quiet.to.minute() + days * DAY;
        (heard < end).then_some(Moved { time: quiet.to, days: days.into() })
    }

    /// The calendar day on which a time of a study day lies.
    fn date_of(&self, day: StudyDay, time: TimeOfDay) -> StudyDay {
        day.plus(self.small(time))
    }

    /// By how many days the calendar is ahead of the study day at a time: the small hours of one lie on
    /// the next.
    fn small(&self, time: TimeOfDay) -> i32 {
        i32::from(time.minute() < u16::from(self.habits.rollover.hour()) * 60)
    }

    fn is_away(&self, date: StudyDay, time: TimeOfDay) -> bool {
        let day = date.plus(-self.small(time));
        self.breaks.iter().any(|planned| planned.covers(day))
    }
}

/// A time, moved by whole days.
#[derive(Clone, Copy)]
struct Moved {
    time: TimeOfDay,
    days: i32,
}

#[cfg(test)]
mod tests;
