//! Moments, study days and the rollover between them.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, SecondsFormat};
use serde::{Deserialize, Serialize};

/// The moments that anything may have happened at: from 1900 to 2200, in milliseconds since the epoch.
pub const MOMENTS: std::ops::RangeInclusive<i64> = -2_208_988_800_000..=7_258_118_400_000;

/// The days that anything may have happened on or be due on, since 1970.
pub const DAYS: std::ops::RangeInclusive<i32> = -25_567..=120_000;

/// The days between the Common Era's first day and the Unix epoch, as `chrono` counts them.
const EPOCH_DAYS_FROM_CE: i32 = 719_163;

/// A local calendar day as the user lives it: it turns at the rollover hour, not at midnight.
///
/// Counted in days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StudyDay(i32);

impl StudyDay {
    /// A day before every other.
    pub const FIRST: Self = Self(i32::MIN);

    /// The day `days` days after 1970-01-01.
    #[must_use]
    pub const fn from_epoch(days: i32) -> Self {
        Self(days)
    }

    /// The number of days since 1970-01-01.
    #[must_use]
    pub const fn epoch(self) -> i32 {
        self.0
    }

    /// The day `days` later (earlier when negative).
    #[must_use]
    pub const fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// The days from `earlier` to this day; negative when this day comes first.
    #[must_use]
    pub const fn since(self, earlier: Self) -> i32 {
        self.0.saturating_sub(earlier.0)
    }

    fn date(self) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(self.0.saturating_add(EPOCH_DAYS_FROM_CE))
            .unwrap_or(NaiveDate::MAX)
    }

    /// The day written as briefly as can be, e.g. `23 Nov`.
    #[must_use]
    pub fn brief(self) -> String {
        self.date().format("%-d %b").to_string()
    }

    /// The day written for a reader, e.g. `Mon 23 Nov 2026`.
    #[must_use]
    pub fn long(self) -> String {
        self.date().format("%a %-d %b %Y").to_string()
    }

    /// The day written where there is little room, e.g. `23 Nov 26`.
    #[must_use]
    pub fn short(self) -> String {
        self.date().format("%-d %b %y").to_string()
    }

    /// The month of the day written where there is little room, e.g. `Nov`.
    #[must_use]
    pub fn month(self) -> String {
        self.date().format("%b").to_string()
    }
}

/// Writes the day as ISO 8601, `2026-11-23`.
impl fmt::Display for StudyDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.date().format("%Y-%m-%d").fmt(f)
    }
}

/// Says that a text is not a calendar day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a day; write it as 2026-11-23")]
pub struct NotADay(String);

impl FromStr for StudyDay {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        NaiveDate::parse_from_str(text, "%Y-%m-%d")
            .map(|date| Self(date.num_days_from_ce() - EPOCH_DAYS_FROM_CE))
            .map_err(|_| NotADay(text.to_owned()))
    }
}

/// The present as every floor below `ui` knows it.
///
/// What is written keeps all three values, so that a later change of zone or rollover hour cannot
/// move an act to another day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub at: i64,
    /// Seconds east of UTC on the user's clock at that moment.
    pub offset: i32,
    /// The study day that moment belongs to.
    pub today: StudyDay,
}

impl Now {
    /// Reads a moment on a local clock whose study days turn at `rollover`.
    #[must_use]
    pub fn new(moment: DateTime<FixedOffset>, rollover: Rollover) -> Self {
        let offset = moment.offset().local_minus_utc();
        let at = moment.timestamp_millis();
        Self { at, offset, today: study_day(at, offset, rollover) }
    }

    /// The moment written as RFC 3339 in its own offset.
    #[must_use]
    pub fn rfc3339(&self) -> String {
        rfc3339(self.at, self.offset)
    }

    /// The days from today to `day` in words: `today`, `tomorrow`, `in 5 days`.
    #[must_use]
    pub fn until(&self, day: StudyDay) -> String {
        match day.since(self.today) {
            days if days <= 0 => "today".to_owned(),
            1 => "tomorrow".to_owned(),
            days => format!("in {}", span(days.unsigned_abs())),
        }
    }
}

/// The hour, 0-23, at which one study day ends and the next begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rollover(u8);

impl Rollover {
    /// A rollover at `hour` o'clock, or nothing when there is no such hour.
    #[must_use]
    pub const fn at(hour: u8) -> Option<Self> {
        if hour < 24 { Some(Self(hour)) } else { None }
    }

    /// The hour, 0-23.
    #[must_use]
    pub const fn hour(self) -> u8 {
        self.0
    }
}

/// Four in the morning: late enough for a night owl, early enough for an early riser.
impl Default for Rollover {
    fn default() -> Self {
        Self(4)
    }
}

/// Finds the study day of a moment: the calendar day of the local clock, set back by the rollover
/// hour.
///
/// `at` is in milliseconds since the epoch, `offset` in seconds east of UTC.
#[must_use]
pub fn study_day(at: i64, offset: i32, rollover: Rollover) -> StudyDay {
    let local = at.div_euclid(1000) + i64::from(offset) - i64::from(rollover.hour()) * 3600;
    StudyDay(i32::try_from(local.div_euclid(86_400)).unwrap_or(i32::MAX))
}

/// Writes a moment as RFC 3339 at its own offset; `at` in milliseconds, `offset` in seconds.
#[must_use]
pub fn rfc3339(at: i64, offset: i32) -> String {
    FixedOffset::east_opt(offset)
        .and_then(|zone| Some(DateTime::from_timestamp_millis(at)?.with_timezone(&zone)))
        .map_or_else(|| format!("@{at}ms"), |moment| moment.to_rfc3339())
}

/// Writes a moment to the millisecond, at its own offset or, where that is 0, in UTC: always of one
/// form, for tables; `at` in milliseconds, `offset` in seconds.
#[must_use]
pub fn stamp(at: i64, offset: i32) -> String {
    FixedOffset::east_opt(offset)
        .and_then(|zone| Some(DateTime::from_timestamp_millis(at)?.with_timezone(&zone)))
        .map_or_else(
            || format!("@{at}ms"),
            |moment| moment.to_rfc3339_opts(SecondsFormat::Millis, true),
        )
}

/// Says that a text is not a moment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a moment; write it as 2026-11-23T08:00:00+01:00")]
pub struct NotAMoment(String);

/// Reads an RFC 3339 moment.
///
/// # Errors
/// When `text` is anything else.
pub fn moment(text: &str) -> Result<DateTime<FixedOffset>, NotAMoment> {
    DateTime::parse_from_rfc3339(text).map_err(|_| NotAMoment(text.to_owned()))
}

/// Writes a number of days the way people say it: `5 days`, `3 months`, `2.5 years`.
#[must_use]
pub fn span(days: u32) -> String {
    let tenths = |unit: u32| {
        let tenths = (days * 10 + unit / 2) / unit;
        if tenths.is_multiple_of(10) {
            format!("{}", tenths / 10)
        } else {
            format!("{}.{}", tenths / 10, tenths % 10)
        }
    };
    match days {
        0 => "today".to_owned(),
        1 => "1 day".to_owned(),
        2..=60 => format!("{days} days"),
        61..=364 => format!("{} months", tenths(30)),
        365 => "1 year".to_owned(),
        366.. => format!("{} years", tenths(365)),
    }
}

/// A zone of the world: the seconds east of UTC at a moment in milliseconds since the epoch.
#[cfg(test)]
pub(crate) fn zoned(place: chrono_tz::Tz) -> impl Fn(i64) -> i32 {
    use chrono::{Offset as _, TimeZone as _};
    move |at| {
        let moment = DateTime::from_timestamp_millis(at).unwrap_or_default().naive_utc();
        place.offset_from_utc_datetime(&moment).fix().local_minus_utc()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn day(text: &str) -> StudyDay {
        text.parse().unwrap()
    }

    fn now(text: &str) -> Now {
        Now::new(moment(text).unwrap(), Rollover::default())
    }

    #[test]
    fn the_study_day_turns_at_the_rollover_hour() {
        assert_eq!(now("2026-11-23T03:59:59+01:00").today, day("2026-11-22"));
        assert_eq!(now("2026-11-23T04:00:00+01:00").today, day("2026-11-23"));
    }

    #[test]
    fn a_study_day_is_read_as_it_is_written() {
        assert_eq!(day("1970-01-01").epoch(), 0);
        assert_eq!(day("2024-02-29").to_string(), "2024-02-29");
        assert!("2025-02-29".parse::<StudyDay>().is_err());
    }

    #[test]
    fn days_before_the_epoch_are_counted_downwards() {
        assert_eq!(now("1969-12-31T12:00:00Z").today.epoch(), -1);
    }

    #[test]
    fn spans_are_written_in_the_unit_people_use() {
        let written: Vec<String> = [1, 21, 75, 365, 912].into_iter().map(span).collect();
        assert_eq!(written, ["1 day", "21 days", "2.5 months", "1 year", "2.5 years"]);
    }

    /// Walks every zone through two years in steps of a quarter of an hour around each change of
    /// its offset, and by hours elsewhere.
    fn study_days(zone: chrono_tz::Tz) -> Vec<(i64, i32, StudyDay)> {
        let from = moment("2025-01-01T00:00:00Z").unwrap().timestamp_millis();
        let to = moment("2027-01-01T00:00:00Z").unwrap().timestamp_millis();
        let offset_at = zoned(zone);
        let (hour, quarter) = (3_600_000, 900_000);
        let mut walked = Vec::new();
        let mut at = from;
        while at < to {
            let near_a_change = offset_at(at - 36 * hour) != offset_at(at + 36 * hour);
            let offset = offset_at(at);
            walked.push((at, offset, study_day(at, offset, Rollover::default())));
            at += if near_a_change { quarter } else { hour };
        }
        walked
    }

    #[test]
    fn no_zone_of_the_world_loses_or_repeats_a_study_day_when_its_clocks_change() {
        for zone in chrono_tz::TZ_VARIANTS {
            let walked = study_days(zone);
            let mut left = BTreeSet::new();
            for pair in walked.windows(2) {
                let ((_, _, before), (at, _, after)) = (pair[0], pair[1]);
                let step = after.since(before);
                assert!((0..=1).contains(&step), "{zone} steps {step} days at {at}");
                if step == 1 {
                    assert!(left.insert(before), "{zone} lives {before} twice");
                }
            }
            let (first, last) = (*left.first().unwrap(), *left.last().unwrap());
            assert_eq!(last.since(first) + 1, i32::try_from(left.len()).unwrap(), "{zone}");
            assert!((729..=730).contains(&left.len()), "{zone} lives {} days", left.len());
        }
    }
}
