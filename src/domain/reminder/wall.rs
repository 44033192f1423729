//! The clock on the wall: times of day, and the moments they come to in a zone.

use std::fmt;
use std::str::FromStr;

use crate::domain::reminder::Slot;
use crate::domain::time::{Rollover, StudyDay};

/// Milliseconds in a day.
const DAY: i64 = 86_400_000;

/// A time of day, to the minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(u16);

/// Says that a text is no time of day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no time of day; write it as 07:30")]
pub struct NotATime(String);

impl TimeOfDay {
    /// Minutes in a day.
    const MINUTES: u16 = 1_440;

    /// The first minute.
    pub const MIDNIGHT: Self = Self(0);

    /// A time so many minutes after midnight, or nothing when the day is shorter.
    #[must_use]
    pub const fn of_minute(minute: u16) -> Option<Self> {
        if minute < Self::MINUTES { Some(Self(minute)) } else { None }
    }

    /// An hour, 0-23, and a minute, 0-59; nothing for any other.
    #[must_use]
    pub fn new(hour: u8, minute: u8) -> Option<Self> {
        let sound = hour < 24 && minute < 60;
        sound.then(|| Self(u16::from(hour) * 60 + u16::from(minute)))
    }

    /// Minutes after midnight.
    #[must_use]
    pub const fn minute(self) -> u16 {
        self.0
    }
}

impl FromStr for TimeOfDay {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let typed = text.trim();
        let (hour, minute) = typed.split_once([':', '.']).unwrap_or((typed, "00"));
        let digits = |part: &str, most: usize| {
            let fits = !part.is_empty() && part.len() <= most;
            if fits && part.bytes().all(|byte| byte.is_ascii_digit()) {
                part.parse::<u16>().ok()
            } else {
                None
            }
        };
        let minute = digits(minute, 2).filter(|minute| *minute < 60);
        let time = digits(hour, 2).filter(|hour| *hour < 24).zip(minute);
        time.map(|(hour, minute)| Self(hour * 60 + minute)).ok_or_else(|| NotATime(text.to_owned()))
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// Part of the day in which nothing is said; it may run over midnight. Its end is not part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    /// Its first minute.
    pub from: TimeOfDay,
    /// The first minute after it.
    pub to: TimeOfDay,
}

impl Quiet {
    /// Tells whether a time falls into it.
    #[must_use]
    pub fn covers(self, time: TimeOfDay) -> bool {
        if self.from <= self.to {
            (self.from..self.to).contains(&time)
        } else {
            time >= self.from || time < self.to
        }
    }
}

impl fmt::Display for Quiet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.from, self.to)
    }
}

impl FromStr for Quiet {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (from, to) = text.split_once('-').ok_or_else(|| NotATime(text.to_owned()))?;
        Ok(Self { from: from.parse()?, to: to.parse()? })
    }
}

/// A zone: the seconds east of UTC at a moment in milliseconds since the epoch.
pub type Zone<'a> = &'a dyn Fn(i64) -> i32;

/// The moment, in milliseconds since the epoch, at which the clocks of a zone show a slot.
///
/// What the clocks show twice is meant the first time. What they skip comes as much later as they
/// skip: half past two comes at half past three on the day that has no half past two.
#[must_use]
pub fn moment(slot: Slot, zone: Zone<'_>) -> i64 {
    let local = i64::from(slot.date.epoch()) * DAY + i64::from(slot.time.minute()) * 60_000;
    let before = i64::from(zone(local - DAY)) * 1_000;
    let after = i64::from(zone(local + DAY)) * 1_000;
    let shows = |at: &i64| at + i64::from(zone(*at)) * 1_000 == local;
    let first = [local - before, local - after].into_iter().filter(shows).min();
    first.unwrap_or(local - before)
}

/// What the calendar and the clock show at a moment.
#[must_use]
pub fn shown(at: i64, zone: Zone<'_>) -> Slot {
    let local = at + i64::from(zone(at)) * 1_000;
    let date = StudyDay::from_epoch(i32::try_from(local.div_euclid(DAY)).unwrap_or(i32::MAX));
    let minute = u16::try_from(local.rem_euclid(DAY) / 60_000).unwrap_or(0);
    Slot { date, time: TimeOfDay(minute) }
}

/// The moment at which a study day begins.
#[must_use]
pub fn begins(day: StudyDay, rollover: Rollover, zone: Zone<'_>) -> i64 {
    moment(Slot { date: day, time: TimeOfDay(u16::from(rollover.hour()) * 60) }, zone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::zoned;

    fn time(text: &str) -> TimeOfDay {
        text.parse().unwrap()
    }

    fn utc(text: &str) -> i64 {
        crate::domain::time::moment(text).unwrap().timestamp_millis()
    }

    fn at(date: &str, clock: &str, place: chrono_tz::Tz) -> i64 {
        moment(Slot { date: date.parse().unwrap(), time: time(clock) }, &zoned(place))
    }

    #[test]
    fn a_time_is_read_as_people_write_it() {
        let read: Vec<String> =
            ["7", "07:30", "7.05", " 23:59 "].map(|text| time(text).to_string()).into();
        assert_eq!(read, ["07:00", "07:30", "07:05", "23:59"]);
        for text in ["24:00", "7:60", "", "+7", "morning", "7:5:3", "007"] {
            assert!(text.parse::<TimeOfDay>().is_err(), "{text}");
        }
    }

    #[test]
    fn quiet_hours_run_over_midnight() {
        let night = Quiet { from: time("22:00"), to: time("07:00") };
        let quiet = ["21:59", "22:00", "00:00", "06:59", "07:00"].map(|at| night.covers(time(at)));
        assert_eq!(quiet, [false, true, true, true, false]);
    }

    #[test]
    fn a_time_that_is_skipped_comes_as_much_later() {
        let berlin = at("2026-03-29", "02:30", chrono_tz::Europe::Berlin);
        assert_eq!(berlin, utc("2026-03-29T03:30:00+02:00"));
        let auckland = at("2026-09-27", "02:30", chrono_tz::Pacific::Auckland);
        assert_eq!(auckland, utc("2026-09-27T03:30:00+13:00"));
    }

    #[test]
    fn a_time_that_comes_twice_is_meant_the_first_time() {
        let berlin = at("2026-10-25", "02:30", chrono_tz::Europe::Berlin);
        assert_eq!(berlin, utc("2026-10-25T02:30:00+02:00"));
        let santiago = at("2026-04-04", "23:30", chrono_tz::America::Santiago);
        assert_eq!(santiago, utc("2026-04-04T23:30:00-03:00"));
    }

    #[test]
    fn every_quarter_of_two_years_comes_when_the_clock_shows_it_or_just_after_a_gap() {
        for place in [
            chrono_tz::Europe::Berlin,
            chrono_tz::Australia::Lord_Howe,
            chrono_tz::America::St_Johns,
        ] {
            let zone = zoned(place);
            for quarter in 0..(2 * 366 * 96) {
                let (date, minute) = (20_454 + quarter / 96, quarter % 96 * 15);
                let slot = Slot {
                    date: StudyDay::from_epoch(date),
                    time: TimeOfDay::of_minute(u16::try_from(minute).unwrap()).unwrap(),
                };
                let there = shown(moment(slot, &zone), &zone);
                let late = i32::from(there.time.minute()) - i32::from(slot.time.minute());
                assert!(there.date == slot.date && (0..=60).contains(&late), "{place} {slot:?}");
            }
        }
    }
}
