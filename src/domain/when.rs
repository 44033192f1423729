//! Moments as people type them: `20 min ago`, `-2h`, `yesterday 18:00`, `7:30`.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};

use crate::domain::time::{Now, StudyDay, moment};

/// A moment as it was typed, before the local clock has been asked about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// So many milliseconds before the present.
    Ago(i64),
    /// A moment with its own offset: milliseconds since the epoch, seconds east of UTC.
    At(i64, i32),
    /// What a clock on the wall showed.
    Wall(NaiveDateTime),
}

/// Why a text is no moment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotWhen {
    /// Nothing in it makes sense.
    #[error(
        "\"{0}\" is no moment; say it as \"20 min ago\", -2h, 18:00, \"yesterday 18:00\" or 2026-11-23T18:00:00+01:00"
    )]
    Unknown(String),
    /// The calendar has no such day.
    #[error("there is no day {0}")]
    NoDay(String),
    /// No clock shows this.
    #[error("no clock shows {0}")]
    NoTime(String),
    /// It has not come yet.
    #[error("{0} has not come yet; only what has happened can be logged")]
    Future(String),
    /// The clocks were put forward over it.
    #[error("{0} never came here: the clocks were put forward over it")]
    Skipped(String),
    /// The clocks were put back over it.
    #[error("{0} came twice here, as the clocks were put back: say {1} or {2}")]
    Twice(String, String, String),
    /// It lies too far back to be meant.
    #[error("{0} is more than ten years ago; check it")]
    Ancient(String),
}

/// Reads a moment; days without a time mean noon.
///
/// `today` and times without a day belong to the present study day.
///
/// # Errors
/// When it cannot be read, or names a day or time that does not exist.
pub fn read(text: &str, now: Now) -> Result<When, NotWhen> {
    let typed = text.trim();
    if let Ok(moment) = moment(typed) {
        return Ok(When::At(moment.timestamp_millis(), moment.offset().local_minus_utc()));
    }
    let words = typed.to_lowercase();
    if words == "now" {
        return Ok(When::Ago(0));
    }
    if let Some(span) = words.strip_suffix("ago").or_else(|| words.strip_prefix('-')) {
        return span_of(span.trim()).map(When::Ago).ok_or_else(|| NotWhen::Unknown(text.into()));
    }
    let words: Vec<&str> =
        words.split([' ', 't']).filter(|word| !matches!(*word, "" | "at" | "a")).collect();
    let words = if words.is_empty() { vec![typed] } else { words };
    wall(typed, now, &words)
}

/// Reads what a clock on the wall and a calendar beside it show.
fn wall(typed: &str, now: Now, words: &[&str]) -> Result<When, NotWhen> {
    // "today" and "yesterday" hold a t, so days are looked for in the whole text.
    let lower = typed.to_lowercase();
    let mut rest: Vec<&str> = lower.split_whitespace().filter(|word| *word != "at").collect();
    let named = rest.iter().position(|word| matches!(*word, "today" | "yesterday"));
    let today = date(now.today)?;
    let (day, is_today) = if let Some(at) = named {
        let word = rest.remove(at);
        let back = u64::from(word == "yesterday");
        (today.checked_sub_days(Days::new(back)).unwrap_or(today), back == 0)
    } else {
        rest = words.to_vec();
        match rest.iter().position(|word| word.split('-').count() == 3) {
            Some(at) => (calendar_day(rest.remove(at))?, false),
            None => (today, true),
        }
    };
    let time = match rest.as_slice() {
        [] => NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default(),
        [time] => clock_time(time).map_err(|known| {
            if known {
                NotWhen::NoTime((*time).to_owned())
            } else {
                NotWhen::Unknown(typed.to_owned())
            }
        })?,
        [_, _, ..] => return Err(NotWhen::Unknown(typed.to_owned())),
    };
    let local = day.and_time(time);
    // After midnight, before the study day turns, a small hour means the one just past.
    let later = day.checked_add_days(Days::new(1)).unwrap_or(day).and_time(time);
    Ok(When::Wall(if is_today && later <= wall_clock(now) { later } else { local }))
}

/// Reads a day as it is typed for a command: `today`, `yesterday` or a date that is not to come.
///
/// # Errors
/// When it is none of these.
pub fn past_day(text: &str, now: Now) -> Result<StudyDay, NotWhen> {
    let lower = text.trim().to_lowercase();
    let day = match lower.as_str() {
        "today" => now.today,
        "yesterday" => now.today.plus(-1),
        other => day_of(other)?,
    };
    if day > now.today {
        return Err(NotWhen::Future(day.to_string()));
    }
    Ok(day)
}

/// Reads the day from which something is looked back on: `90 days`, `12w`, `all`, or a day as in
/// [`past_day`].
///
/// # Errors
/// When it is none of these.
pub fn since(text: &str, now: Now) -> Result<StudyDay, NotWhen> {
    let lower = text.trim().to_lowercase();
    let span = lower.strip_suffix("ago").unwrap_or(&lower).trim();
    match (lower.as_str(), span_of(span)) {
        ("all" | "ever", _) => Ok(StudyDay::FIRST),
        (_, Some(span)) => {
            Ok(now.today.plus(-i32::try_from(span / 86_400_000).unwrap_or(i32::MAX)))
        }
        (_, None) => past_day(&lower, now),
    }
}

/// Reads a day to come: `tomorrow`, `in 5 days`, `+2w`, `2 weeks` or a date.
///
/// # Errors
/// When it is none of these, or has passed.
pub fn coming_day(text: &str, now: Now) -> Result<StudyDay, NotWhen> {
    let lower = text.trim().to_lowercase();
    let span = lower.strip_prefix("in ").or_else(|| lower.strip_prefix('+')).unwrap_or(&lower);
    let day = match (lower.as_str(), span_of(span)) {
        ("today", _) => now.today,
        ("tomorrow", _) => now.today.plus(1),
        (_, Some(span)) => now.today.plus(i32::try_from(span / 86_400_000).unwrap_or(i32::MAX)),
        (other, None) => day_of(other)?,
    };
    if day.since(now.today) > 36_500 {
        return Err(NotWhen::NoDay(text.to_owned()));
    }
    Ok(day)
}

fn day_of(text: &str) -> Result<StudyDay, NotWhen> {
    let known = text.split('-').count() == 3;
    text.parse().map_err(|_| {
        if known { NotWhen::NoDay(text.to_owned()) } else { NotWhen::Unknown(text.to_owned()) }
    })
}

fn calendar_day(text: &str) -> Result<NaiveDate, NotWhen> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| NotWhen::NoDay(text.to_owned()))
}

fn date(day: StudyDay) -> Result<NaiveDate, NotWhen> {
    calendar_day(&day.to_string())
}

/// What the user's clock and calendar show now.
fn wall_clock(now: Now) -> NaiveDateTime {
    let local = now.at + i64::from(now.offset) * 1000;
    chrono::DateTime::from_timestamp_millis(local).unwrap_or_default().naive_utc()
}

/// Reads `18`, `18:00`, `18:00:30`, `6pm` or `6:30am`; the error tells whether it looked like a time.
fn clock_time(text: &str) -> Result<NaiveTime, bool> {
    let (digits, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(digits), _) => (digits, Some(0)),
        (_, Some(digits)) => (digits, Some(12)),
        (None, None) => (text, None),
    };
    let parts: Option<Vec<u32>> = digits.trim().split(':').map(|part| part.parse().ok()).collect();
    let parts = parts.ok_or(false)?;
    let (hour, minute, second) = match *parts.as_slice() {
        [hour] => (hour, 0, 0),
        [hour, minute] => (hour, minute, 0),
        [hour, minute, second] => (hour, minute, second),
        _ => return Err(false),
    };
    let hour = match half {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return Err(true),
        Some(half) => hour % 12 + half,
    };
    NaiveTime::from_hms_opt(hour, minute, second).ok_or(true)
}

/// Reads a span such as `20 min`, `an hour`, `1h30m` or `2 days`, in milliseconds.
fn span_of(text: &str) -> Option<i64> {
    let text = text
        .strip_prefix("an ")
        .or_else(|| text.strip_prefix("a "))
        .map_or_else(|| text.to_owned(), |unit| format!("1 {unit}"));
    let mut rest = text.trim();
    let mut total = 0_i64;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let (number, after) = rest.split_at_checked(digits)?;
        let after = after.trim_start();
        let letters = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
        let (unit, left) = after.split_at_checked(letters)?;
        let minutes: i64 = match unit {
            "m" | "min" | "mins" | "minute" | "minutes" => 1,
            "h" | "hr" | "hrs" | "hour" | "hours" => 60,
            "d" | "day" | "days" => 24 * 60,
            "w" | "week" | "weeks" => 7 * 24 * 60,
            _ => return None,
        };
        let span = number.parse::<i64>().ok()?.checked_mul(minutes)?.checked_mul(60_000)?;
        total = total.checked_add(span)?;
        rest = left.trim_start();
    }
    (text.chars().any(|c| c.is_ascii_digit())).then_some(total)
}

/// Refuses a moment that has not come yet, or lies absurdly far back.
///
/// `at` is in milliseconds since the epoch.
///
/// # Errors
/// When it is refused.
pub fn happened(at: i64, text: &str, now: Now) -> Result<(), NotWhen> {
    /// Ten years and a little, in milliseconds.
    const LONG_AGO: i64 = 3_660 * 86_400_000;
    if at > now.at {
        Err(NotWhen::Future(text.trim().to_owned()))
    } else if at < now.at - LONG_AGO {
        Err(NotWhen::Ancient(text.trim().to_owned()))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::Rollover;

    fn now(text: &str) -> Now {
        Now::new(moment(text).unwrap(), Rollover::default())
    }

    /// Reads a text on a Tuesday morning; a wall clock's answer is written out.
    fn said(text: &str) -> String {
        match read(text, now("2026-11-24T09:00:00+01:00")) {
            Ok(When::Ago(span)) => format!("{} min ago", span / 60_000),
            Ok(When::At(at, offset)) => crate::domain::time::rfc3339(at, offset),
            Ok(When::Wall(local)) => local.format("%Y-%m-%d %H:%M").to_string(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn looking_back_begins_a_span_ago_or_on_a_day() {
        let now = now("2026-11-24T09:00:00+01:00");
        let said = |text: &str| since(text, now).map(|day| day.to_string());
        assert_eq!(said("90 days").unwrap(), "2026-08-26");
        assert_eq!(said("2w").unwrap(), "2026-11-10");
        assert_eq!(said("2026-01-31").unwrap(), "2026-01-31");
        assert_eq!(since("all", now), Ok(StudyDay::FIRST));
        assert!(said("2027-01-01").is_err() && said("soon").is_err());
    }

    #[test]
    fn spans_are_counted_back_from_the_present() {
        let spans = ["20 min ago", "-2h", "an hour ago", "1h30m ago", "2 days ago", "now"];
        let minutes = spans.map(said);
        assert_eq!(
            minutes,
            ["20 min ago", "120 min ago", "60 min ago", "90 min ago", "2880 min ago", "0 min ago"]
        );
    }

    #[test]
    fn wall_times_belong_to_the_day_they_name() {
        assert_eq!(said("yesterday 18:00"), "2026-11-23 18:00");
        assert_eq!(said("18:05 yesterday"), "2026-11-23 18:05");
        assert_eq!(said("yesterday at 6pm"), "2026-11-23 18:00");
        assert_eq!(said("7:30"), "2026-11-24 07:30");
        assert_eq!(said("today 7"), "2026-11-24 07:00");
        assert_eq!(said("2026-11-20 21:15"), "2026-11-20 21:15");
        assert_eq!(said("2026-11-20T21:15"), "2026-11-20 21:15");
        assert_eq!(said("2026-11-20"), "2026-11-20 12:00");
        assert_eq!(said("yesterday"), "2026-11-23 12:00");
    }

    #[test]
    fn a_moment_with_an_offset_is_taken_as_it_is() {
        assert_eq!(said("2026-11-23T18:00:00+05:30"), "2026-11-23T18:00:00+05:30");
    }

    #[test]
    fn after_midnight_a_bare_time_belongs_to_the_day_still_lived() {
        let night = now("2026-11-24T00:30:00+01:00");
        let at = |text| read(text, night).unwrap();
        let wall =
            |text: &str| When::Wall(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap());
        assert_eq!(at("23:30"), wall("2026-11-23 23:30"));
        assert_eq!(at("0:10"), wall("2026-11-24 00:10"));
    }

    #[test]
    fn what_no_clock_or_calendar_shows_is_named() {
        assert_eq!(said("25:00"), "no clock shows 25:00");
        assert_eq!(said("13pm"), "no clock shows 13pm");
        assert_eq!(said("2026-02-30 10:00"), "there is no day 2026-02-30");
        for text in ["", "soon", "20 parsecs ago", "ago", "-", "yesterday evening", "9 ago"] {
            assert!(said(text).contains("is no moment"), "{text}: {}", said(text));
        }
    }

    #[test]
    fn the_future_is_refused() {
        let present = now("2026-11-24T09:00:00+01:00");
        assert!(happened(present.at + 1, "9:01", present).is_err());
        assert!(happened(present.at, "now", present).is_ok());
        assert!(happened(0, "1970", present).is_err());
        assert!(past_day("2026-11-25", present).is_err());
    }

    #[test]
    fn days_to_come_are_read_as_spans_or_dates() {
        let present = now("2026-11-24T09:00:00+01:00");
        let day = |text: &str| coming_day(text, present).map(|day| day.to_string());
        assert_eq!(day("tomorrow").as_deref(), Ok("2026-11-25"));
        assert_eq!(day("in 5 days").as_deref(), Ok("2026-11-29"));
        assert_eq!(day("+2w").as_deref(), Ok("2026-12-08"));
        assert_eq!(day("2027-01-01").as_deref(), Ok("2027-01-01"));
        assert!(day("2027-02-29").is_err() && day("someday").is_err());
    }
}
