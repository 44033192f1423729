//! When a plan is to be reminded of: faded by its stage, or by a rule of its user's.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use crate::domain::reminder::wall::TimeOfDay;
use crate::domain::time::StudyDay;

/// The most times a day.
const TIMES: usize = 12;

/// The days of the week.
const WEEK: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The longest pause between two days, in days.
const APART: u32 = 366;

/// When a plan is to be reminded of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Rule {
    /// As its stage asks, in the morning.
    #[default]
    Faded,
    /// As its stage asks, at this time of day.
    FadedAt(TimeOfDay),
    /// On some days, at some times, whatever its stage: an alarm, which keeps a plan going but may
    /// build no habit.
    Alarm(Days, Times),
    /// Not at all.
    Off,
}

/// The days of an alarm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Days {
    /// Every day.
    Daily,
    /// Some days of the week, 0 for Monday.
    Week(BTreeSet<u8>),
    /// Every so many days.
    Every(u32),
    /// So many days of each week, spread evenly.
    PerWeek(u32),
    /// One day only.
    Once(StudyDay),
}

/// Times of day, in order, without repeats; at least one.
pub type Times = BTreeSet<TimeOfDay>;

/// Says that a text is no rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{0}\" is no time for reminders; say auto, off, 07:30 (faded), \"daily 07:30 12:00\", \
     \"mon,wed 07:30\", \"weekdays 07:30\", \"every 3 days 07:30\", \"3 per week 07:30\" or \
     \"2026-12-01 07:30\""
)]
pub struct NotARule(String);

impl Rule {
    /// The times at which an alarm rings on a calendar day; `since` is the day it was set.
    #[must_use]
    pub fn alarms(&self, date: StudyDay, since: StudyDay) -> Vec<TimeOfDay> {
        match self {
            Self::Alarm(days, times) if days.contain(date, since) => {
                times.iter().copied().collect()
            }
            Self::Alarm(..) | Self::Faded | Self::FadedAt(_) | Self::Off => Vec::new(),
        }
    }
}

impl Days {
    /// Tells whether a calendar day is one of them; `since` is the day that was said.
    #[must_use]
    pub fn contain(&self, date: StudyDay, since: StudyDay) -> bool {
        let passed = date.since(since);
        match self {
            Self::Daily => true,
            Self::Week(days) => days.contains(&weekday(date)),
            Self::Every(apart) => {
                passed >= 0 && passed.unsigned_abs().is_multiple_of((*apart).max(1))
            }
            // The nth of seven days is one of n when the n-fold of its number passes a whole seven.
            Self::PerWeek(n) => u32::from(weekday(date)) * n % 7 < *n,
            Self::Once(day) => date == *day,
        }
    }
}

/// The day of the week, 0 for Monday.
#[must_use]
pub fn weekday(date: StudyDay) -> u8 {
    // 1970-01-01 was a Thursday.
    u8::try_from((date.epoch() + 3).rem_euclid(7)).unwrap_or(0)
}

impl FromStr for Rule {
    type Err = NotARule;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let lower = text.trim().to_lowercase();
        let words: Vec<&str> = lower.split_whitespace().filter(|word| *word != "at").collect();
        read(&words).ok_or_else(|| NotARule(text.to_owned()))
    }
}

fn read(words: &[&str]) -> Option<Rule> {
    match words {
        ["auto"] => Some(Rule::Faded),
        ["off" | "never" | "none"] => Some(Rule::Off),
        [time] => Some(Rule::FadedAt(time.parse().ok()?)),
        ["daily", times @ ..] | ["every", "day", times @ ..] => alarm(Days::Daily, times),
        ["weekdays", times @ ..] => alarm(Days::Week((0..5).collect()), times),
        ["weekends", times @ ..] => alarm(Days::Week((5..7).collect()), times),
        ["every", n, "days", times @ ..] => {
            let apart = n.parse().ok().filter(|n| (1..=APART).contains(n))?;
            alarm(Days::Every(apart), times)
        }
        [n, "per" | "a", "week", times @ ..] => {
            let n = n.parse().ok().filter(|n| (1..=7).contains(n))?;
            alarm(Days::PerWeek(n), times)
        }
        ["once", day, times @ ..] => alarm(Days::Once(day.parse().ok()?), times),
        [first, times @ ..] => {
            let days = first.parse().map(Days::Once).ok().or_else(|| week(first))?;
            alarm(days, times)
        }
        [] => None,
    }
}

fn alarm(days: Days, times: &[&str]) -> Option<Rule> {
    let times: Option<Times> = times
        .iter()
        .flat_map(|times| times.split(','))
        .filter(|time| !time.is_empty())
        .map(|time| time.parse().ok())
        .collect();
    let times = times.filter(|times| (1..=TIMES).contains(&times.len()))?;
    Some(Rule::Alarm(days, times))
}

fn week(text: &str) -> Option<Days> {
    // Monday, mon and mo are the same day, m is none.
    let fits =
        |word: &str, day: &str| word.starts_with(day) || word.len() == 2 && day.starts_with(word);
    let day = |word: &str| WEEK.iter().zip(0_u8..).find(|(day, _)| fits(word, day));
    let days: Option<BTreeSet<u8>> =
        text.split(',').map(|word| day(word).map(|(_, nth)| nth)).collect();
    days.map(Days::Week)
}

/// Writes the rule so that it can be read again.
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Faded => f.write_str("auto"),
            Self::FadedAt(time) => write!(f, "{time}"),
            Self::Off => f.write_str("off"),
            Self::Alarm(days, times) => {
                write!(f, "{days}")?;
                times.iter().try_for_each(|time| write!(f, " {time}"))
            }
        }
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Daily => f.write_str("daily"),
            Self::Week(days) => {
                let name = |day: &u8| WEEK.get(usize::from(*day)).copied().unwrap_or_default();
                f.write_str(&days.iter().map(name).collect::<Vec<_>>().join(","))
            }
            Self::Every(n) => write!(f, "every {n} days"),
            Self::PerWeek(n) => write!(f, "{n} per week"),
            Self::Once(day) => write!(f, "{day}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(text: &str) -> Rule {
        text.parse().unwrap()
    }

    /// The days of four weeks, from a Monday on which the rule was set, on which it rings.
    fn rings(text: &str) -> Vec<i32> {
        let monday: StudyDay = "2026-11-23".parse().unwrap();
        let rule = rule(text);
        (0..28).filter(|n| !rule.alarms(monday.plus(*n), monday).is_empty()).collect()
    }

    #[test]
    fn a_rule_is_written_as_it_is_read() {
        for text in [
            "auto",
            "off",
            "07:30",
            "daily 07:30 12:00",
            "mon,wed,sun 07:30",
            "every 3 days 21:00",
            "3 per week 07:30",
            "2026-12-01 09:00",
        ] {
            assert_eq!(rule(text).to_string(), text);
        }
        assert_eq!(rule("Weekdays at 7").to_string(), "mon,tue,wed,thu,fri 07:00");
        assert_eq!(rule("once 2026-12-01 9").to_string(), "2026-12-01 09:00");
    }

    #[test]
    fn what_is_no_rule_is_refused() {
        for text in [
            "",
            "soon",
            "25:00",
            "daily",
            "mon",
            "mon,foo 07:30",
            "every 0 days 7",
            "8 per week 7",
            "2026-02-30 07:30",
            "daily 07:30 soon",
        ] {
            assert!(text.parse::<Rule>().is_err(), "{text}");
        }
    }

    #[test]
    fn an_alarm_rings_on_its_days() {
        assert_eq!(rings("daily 7").len(), 28);
        assert_eq!(rings("mon,sun 7"), [0, 6, 7, 13, 14, 20, 21, 27]);
        assert_eq!(rings("every 10 days 7"), [0, 10, 20]);
        assert_eq!(rings("2026-12-01 7"), [8]);
    }

    #[test]
    fn so_many_per_week_are_so_many_each_week_and_spread() {
        for n in 1..=7 {
            let days = rings(&format!("{n} per week 7"));
            assert_eq!(days.len(), 4 * n, "{n}");
        }
        assert_eq!(rings("3 per week 7")[..4], [0, 3, 5, 7]);
    }

    #[test]
    fn several_times_a_day_are_told_in_order() {
        let monday: StudyDay = "2026-11-23".parse().unwrap();
        let times = rule("daily 18:00,07:30 07:30").alarms(monday, monday);
        let written: Vec<String> = times.iter().map(TimeOfDay::to_string).collect();
        assert_eq!(written, ["07:30", "18:00"]);
    }
}
