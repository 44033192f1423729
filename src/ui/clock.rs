//! The only file that reads a clock.

use std::time::Instant;

use chrono::{DateTime, FixedOffset, Local};

use crate::domain::time::{Now, Rollover};

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

/// Measures how long something takes; under a clock that stands still, no time at all.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(Option<Instant>);

impl Stopwatch {
    /// The longest answer that is believed; beyond it the user was elsewhere. In milliseconds.
    const LONGEST: u128 = 120_000;

    /// The milliseconds since it was started, at most two minutes.
    #[must_use]
    pub fn milliseconds(&self) -> u32 {
        let elapsed = self.0.map_or(0, |start| start.elapsed().as_millis());
        u32::try_from(elapsed.min(Self::LONGEST)).unwrap_or(u32::MAX)
    }
}
