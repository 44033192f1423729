//! The watch over simulated days: how often it wakes, and that nothing is said twice.

use std::cell::Cell;
use std::collections::HashSet;
use std::io::sink;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::mpsc::{Sender, channel};

use rat::app::tap::make;
use rat::domain::settings::Settings;
use rat::domain::tap::plan::Plan;
use rat::domain::time::{Now, Rollover, moment, study_day};
use rat::ui::clock::Clock;
use rat::ui::env::Env;
use rat::ui::remind::alarm::Alarm;
use rat::ui::remind::desktop::{Desktop, Sheet, Wake};
use rat::ui::remind::watch::{Watch, World};

use crate::home::Home;

const DAY: i64 = 86_400_000;

/// A desktop that writes down what it is told, with the moment.
struct Paper {
    now: Rc<Cell<i64>>,
    told: Vec<(i64, String)>,
}

impl Desktop for Paper {
    fn show(&mut self, sheet: &Sheet<'_>) -> Result<u32, String> {
        self.told.push((self.now.get(), sheet.title.to_owned()));
        Ok(u32::try_from(self.told.len()).unwrap())
    }

    fn take_down(&mut self, _number: u32) {}

    fn has_buttons(&self) -> bool {
        true
    }
}

/// An alarm that makes its moment come at once, until the last day is over.
struct Leap {
    now: Rc<Cell<i64>>,
    end: i64,
    wake: Sender<Wake>,
}

impl Alarm for Leap {
    fn set(&mut self, at: i64) {
        assert!(at > self.now.get(), "it would wake at once, for ever");
        self.now.set(at);
        let wake = if at < self.end { Wake::Time } else { Wake::Stop };
        self.wake.send(wake).unwrap();
    }
}

/// Lives some days of a home, told of something first; what was shown, and how often it woke up.
fn lived(home: Home, days: i64, first: Option<Wake>) -> (Vec<(i64, String)>, u64) {
    let mut study = home.study;
    let start = moment("2026-11-30T07:00:00+01:00").unwrap();
    let mut env = Env {
        out: Box::new(sink()),
        err: Box::new(sink()),
        clock: Clock::Fixed(start),
        data_dir: PathBuf::from("/nonexistent"),
        json: false,
        quiet: true,
        plain: true,
        interactive: false,
    };
    let now = Rc::new(Cell::new(start.timestamp_millis()));
    let (wake, wakes) = channel();
    if let Some(first) = first {
        wake.send(first).unwrap();
    }
    let mut desktop = Paper { now: Rc::clone(&now), told: Vec::new() };
    let mut alarm = Leap { now: Rc::clone(&now), end: now.get() + days * DAY, wake };
    let shown = Rc::clone(&now);
    let present = move |settings: &Settings| {
        let (at, offset) = (shown.get(), 3_600);
        Now { at, offset, today: study_day(at, offset, settings.rollover) }
    };
    let world = World {
        now: &present,
        zone: &|_| 3_600,
        desktop: &mut desktop,
        alarm: &mut alarm,
        wakes: &wakes,
        program: &[],
    };
    let watch = Watch::new(&mut env, &mut study, world);
    let woken = watch.run().map_err(|failure| failure.message().to_owned()).unwrap();
    (desktop.told, woken)
}

#[test]
fn ten_idle_days_with_two_hundred_plans_wake_for_reminders_and_once_a_day() {
    let mut home = Home::new();
    home.study.settings.installing = 200;
    for n in 1..=200 {
        let trigger = format!("bell number {n} rings");
        let plan = Plan::of(&format!("plan-{n}"), &trigger, "I breathe out once");
        make(&home.study, plan).unwrap();
    }
    let (told, woken) = lived(home, 10, None);
    let moments: HashSet<i64> = told.iter().map(|(at, _)| *at).collect();
    assert!(told.len() >= 80, "{} reminders in ten days", told.len());
    let most = moments.len() + 10 + 1;
    assert!(usize::try_from(woken).unwrap() <= most, "{woken} wakings, {most} would do");
    let day = |at: &i64| study_day(*at, 3_600, Rollover::default());
    let distinct: HashSet<(_, &String)> = told.iter().map(|(at, title)| (day(at), title)).collect();
    assert_eq!(distinct.len(), told.len(), "a reminder was repeated");
}

#[test]
fn a_desktop_that_goes_with_nothing_on_it_is_looked_for_once() {
    let silent = || {
        let mut home = Home::new();
        home.study.settings.reminders.review = None;
        home
    };
    let (_, idle) = lived(silent(), 3, None);
    let (_, lost) = lived(silent(), 3, Some(Wake::Lost));
    assert!(lost <= idle + 2, "{lost} wakings instead of {idle}");
}
