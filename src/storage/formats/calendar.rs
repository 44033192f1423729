//! Calendars (RFC 5545) for calendar programs; the home of `icalendar`.

use icalendar::{Alarm, Calendar, Component, Event, EventLike as _, Property, Trigger};

use crate::domain::reminder::Slot;
use crate::domain::reminder::series::{Repeat, Series};
use crate::domain::text::harmless;
use crate::domain::time::{Now, StudyDay, stamp};

/// The days of the week as calendars write them, from Monday.
const WEEK: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// Something in a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is known by, now and ever.
    pub uid: String,
    /// What it says.
    pub title: String,
    /// What more there is to say.
    pub about: String,
    /// What sort it is.
    pub category: &'static str,
    /// When it is.
    pub when: When,
    /// Whether it is nobody else's business.
    pub private: bool,
}

/// When something is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// A whole day; it is told of so many minutes after its midnight.
    Day(StudyDay, u16),
    /// Times of day, told of as they come; each takes so many minutes.
    Times(Series, u16),
}

/// Writes a calendar at a moment. Its times are those of the clock on the wall wherever it is read.
#[must_use]
pub fn write(entries: &[Entry], now: Now) -> String {
    let mut calendar = Calendar::empty();
    let version = concat!("-//rat//rat ", env!("CARGO_PKG_VERSION"), "//EN");
    for (key, value) in [("VERSION", "2.0"), ("PRODID", version), ("CALSCALE", "GREGORIAN")] {
        calendar.append_property(Property::new(key, value));
    }
    calendar.name("rat");
    let stamp = utc(now);
    // A later file of the same event holds, so its number is higher: minutes since 1970.
    let sequence = u32::try_from(now.at / 60_000).unwrap_or(0);
    for entry in entries {
        let mut event = event(entry, &stamp);
        calendar.push(event.sequence(sequence).done());
    }
    without_stamps(&calendar.to_string())
}

fn event(entry: &Entry, stamp: &str) -> Event {
    let mut event = Event::new();
    let (title, about) = (harmless(&entry.title), harmless(&entry.about));
    event.uid(&entry.uid).summary(&title).description(&about);
    // What is to be remembered leaves the time free for others.
    event.add_property("TRANSP", "TRANSPARENT").add_property("CATEGORIES", entry.category);
    event.add_property("DTSTAMP", stamp).add_property("LAST-MODIFIED", stamp);
    if entry.private {
        event.add_property("CLASS", "PRIVATE");
    }
    let alarm = match &entry.when {
        When::Day(day, minutes) => {
            event
                .append_property(date("DTSTART", *day))
                .append_property(date("DTEND", day.plus(1)));
            *minutes
        }
        When::Times(series, minutes) => {
            event.add_property("DTSTART", local(series.first));
            event.add_property("DURATION", format!("PT{minutes}M"));
            repeat(&mut event, series);
            0
        }
    };
    let after = format!("PT{alarm}M");
    if let Ok(trigger) = Trigger::try_from(&Property::new("TRIGGER", after.as_str())) {
        let mut alarm = Alarm::display(&title, trigger);
        alarm.uid(&format!("alarm-{}", entry.uid)).add_property("TRIGGER", after);
        event.alarm(alarm);
    }
    event
}

/// Says how an event repeats.
fn repeat(event: &mut Event, series: &Series) {
    let rule = match &series.repeat {
        Repeat::Never => return,
        Repeat::Every(1) => "FREQ=DAILY".to_owned(),
        Repeat::Every(apart) => format!("FREQ=DAILY;INTERVAL={apart}"),
        Repeat::Weekly(days) => {
            let names = days.iter().filter_map(|day| WEEK.get(usize::from(*day)).copied());
            format!("FREQ=WEEKLY;BYDAY={}", names.collect::<Vec<_>>().join(","))
        }
    };
    let at = |date| local(Slot { date, time: series.first.time });
    let last = series.last.map(|date| format!(";UNTIL={}", at(date)));
    event.add_property("RRULE", rule + &last.unwrap_or_default());
    let except: Vec<String> = series.except.iter().map(|date| at(*date)).collect();
    if !except.is_empty() {
        event.add_property("EXDATE", except.join(","));
    }
}

fn date(key: &str, day: StudyDay) -> Property {
    Property::new(key, compact(day)).add_parameter("VALUE", "DATE").done()
}

fn compact(day: StudyDay) -> String {
    day.to_string().replace('-', "")
}

/// Calendar and clock without a zone.
fn local(slot: Slot) -> String {
    format!("{}T{}00", compact(slot.date), slot.time.to_string().replace(':', ""))
}

fn utc(now: Now) -> String {
    let whole = now.at.div_euclid(1000) * 1000;
    stamp(whole, 0).replace(['-', ':'], "").replace(".000", "")
}

/// Takes the moment out of the alarms: the crate writes one into every part, of the clock on the wall,
/// and an alarm has none.
fn without_stamps(calendar: &str) -> String {
    let mut kept = String::with_capacity(calendar.len());
    let mut inside = false;
    for line in calendar.split_inclusive("\r\n") {
        inside = match line.trim_end() {
            "BEGIN:VALARM" => true,
            "END:VALARM" => false,
            _ => inside,
        };
        if !(inside && line.starts_with("DTSTAMP:")) {
            kept.push_str(line);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::{Rollover, moment};

    fn now() -> Now {
        Now::new(moment("2026-11-23T09:00:00+01:00").unwrap(), Rollover::default())
    }

    fn written(title: &str, when: When) -> String {
        let entry = Entry {
            uid: "promise-7@here".to_owned(),
            title: title.to_owned(),
            about: String::new(),
            category: "rat",
            when,
            private: false,
        };
        write(&[entry], now())
    }

    fn day() -> When {
        When::Day("2026-11-30".parse().unwrap(), 480)
    }

    fn series(repeat: Repeat) -> When {
        let first = Slot { date: "2026-11-30".parse().unwrap(), time: "07:30".parse().unwrap() };
        let last = Some("2026-12-20".parse().unwrap());
        When::Times(Series { first, repeat, last, except: vec!["2026-12-02".parse().unwrap()] }, 5)
    }

    #[test]
    fn a_promise_is_a_whole_day_with_an_alarm_in_its_morning() {
        let text = written("call Ada", day());
        for line in [
            "DTSTART;VALUE=DATE:20261130",
            "DTEND;VALUE=DATE:20261201",
            "DTSTAMP:20261123T080000Z",
            "TRIGGER:PT480M",
            "UID:promise-7@here",
        ] {
            assert!(text.contains(&format!("{line}\r\n")), "{line}: {text}");
        }
    }

    #[test]
    fn times_float_and_repeat() {
        let text = written("stretch", series(Repeat::Weekly([0, 2].into())));
        for line in [
            "DTSTART:20261130T073000",
            "DURATION:PT5M",
            "RRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20261220T073000",
            "EXDATE:20261202T073000",
        ] {
            assert!(text.contains(&format!("{line}\r\n")), "{line}: {text}");
        }
    }

    #[test]
    fn the_same_moment_writes_the_same_bytes() {
        assert_eq!(written("a", day()), written("a", day()));
    }

    #[test]
    fn a_text_cannot_add_lines_of_its_own() {
        let text = written("a\r\nEND:VEVENT\r\nb, c; d\\", day());
        assert!(!text.contains("\nEND:VEVENT\r\nb"), "{text}");
        assert!(text.contains("b\\, c\\; d\\\\"), "{text}");
    }

    #[test]
    fn no_line_is_longer_than_75_bytes() {
        let text = written(&"日本語 und Ähnliches ".repeat(20), day());
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
        assert!(!text.replace("\r\n", "").contains('\n'));
    }
}
