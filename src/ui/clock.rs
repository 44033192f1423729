//! The only file that reads a clock.

use std::time::Instant;

use chrono::{
    DateTime, FixedOffset, Local, LocalResult, NaiveDateTime, Offset as _, TimeZone as _, Utc,
};

use crate::domain::time::{Now, Rollover};
use crate::domain::when::{NotWhen, When};

/// Where the present comes from.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    /// The system's clock and zone.
    System,
    /// A moment to rehearse, which stands still.
    Fixed(DateTime<FixedOffset>),
}

impl Clock {
    /// The present, with study days turning at `rollover`.
    #[must_use]
    pub fn now(&self, rollover: Rollover) -> Now {
        Now::new(self.moment(), rollover)
    }

    /// The moment, in milliseconds since the epoch, and the UTC offset then, in seconds, that a typed
    /// text means on the user's own clock.
    ///
    /// # Errors
    /// When the clock was put forward over it, or showed it twice.
    pub fn moment_of(when: When, now: Now) -> Result<(i64, i32), NotWhen> {
        let wall = match when {
            When::At(at, offset) => return Ok((at, offset)),
            When::Ago(span) => {
                let at = now.at.saturating_sub(span);
                let there = DateTime::from_timestamp_millis(at).unwrap_or_default();
                return Ok((at, offset_at(&there.naive_utc(), now)));
            }
            When::Wall(wall) => wall,
        };
        let shown = wall.format("%Y-%m-%d %H:%M").to_string();
        let found = if is_local(now) {
            Local.from_local_datetime(&wall).map(|moment| moment.fixed_offset())
        } else {
            let zone = FixedOffset::east_opt(now.offset).unwrap_or_else(|| Utc.fix());
            zone.from_local_datetime(&wall)
        };
        match found {
            LocalResult::Single(moment) => {
                Ok((moment.timestamp_millis(), moment.offset().local_minus_utc()))
            }
            LocalResult::None => Err(NotWhen::Skipped(shown)),
            LocalResult::Ambiguous(first, second) => {
                Err(NotWhen::Twice(shown, first.to_rfc3339(), second.to_rfc3339()))
            }
        }
    }

    /// The zone: the seconds east of UTC at a moment in milliseconds since the epoch. That of a
    /// rehearsed moment is its own, unless it agrees with the system's.
    pub fn zone(&self) -> impl Fn(i64) -> i32 + use<> {
        let fixed = match self {
            Self::System => None,
            Self::Fixed(moment) => Some(Now::new(*moment, Rollover::default())),
        };
        move |at| {
            let there = DateTime::from_timestamp_millis(at).unwrap_or_default().naive_utc();
            match fixed {
                None => Local.offset_from_utc_datetime(&there).fix().local_minus_utc(),
                Some(now) => offset_at(&there, now),
            }
        }
    }

    fn moment(&self) -> DateTime<FixedOffset> {
        match self {
            #[expect(clippy::disallowed_methods, reason = "this is the clock")]
            Self::System => Local::now().fixed_offset(),
            Self::Fixed(moment) => *moment,
        }
    }

    /// Starts measuring how long something takes.
    #[must_use]
    pub fn stopwatch(&self) -> Stopwatch {
        match self {
            #[expect(clippy::disallowed_methods, reason = "this is the clock")]
            Self::System => Stopwatch(Some(Instant::now())),
            Self::Fixed(_) => Stopwatch(None),
        }
    }
}

/// Whether the present agrees with the system's zone, so that its changes of offset hold too; a
/// rehearsed moment in another zone keeps its own offset.
fn is_local(now: Now) -> bool {
    let present = DateTime::from_timestamp_millis(now.at).unwrap_or_default().naive_utc();
    Local.offset_from_utc_datetime(&present).fix().local_minus_utc() == now.offset
}

fn offset_at(utc: &NaiveDateTime, now: Now) -> i32 {
    if is_local(now) {
        Local.offset_from_utc_datetime(utc).fix().local_minus_utc()
    } else {
        now.offset
    }
}

/// Measures how long something takes; under a clock that stands still, no time at all.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(Option<Instant>);

impl Stopwatch {
    /// The longest answer that is believed; beyond it the user was elsewhere. In milliseconds.
    const LONGEST: u128 = 120_000;

    /// The seconds since it was started, however many.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        self.0.map_or(0.0, |start| start.elapsed().as_secs_f64())
    }

    /// The milliseconds since it was started, at most two minutes.
    #[must_use]
    pub fn milliseconds(&self) -> u32 {
        let elapsed = self.0.map_or(0, |start| start.elapsed().as_millis());
        u32::try_from(elapsed.min(Self::LONGEST)).unwrap_or(u32::MAX)
    }
}
