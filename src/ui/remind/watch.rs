//! The watch: decides, shows, waits, hears, and decides anew.

use std::collections::HashMap;
use std::io::Write as _;
use std::sync::mpsc::Receiver;

use crate::app::remind::{self, Became};
use crate::app::{Error, Study};
use crate::domain::reminder::facts::Facts;
use crate::domain::reminder::notice::Notice;
use crate::domain::reminder::{Kind, Slot, Subject, decide};
use crate::domain::settings::{AutoSync, Settings};
use crate::domain::tap::outcome::Kind as OutcomeKind;
use crate::domain::text::harmless;
use crate::domain::time::Now;
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::remind::alarm::Alarm;
use crate::ui::remind::desktop::{Button, Desktop, Sheet, Wake};
use crate::ui::remind::exchange::Exchange;
use crate::ui::remind::spare;

/// How long a desktop that is gone is left alone before it is looked for again, in milliseconds; twice
/// as long each time.
const PATIENCE: (i64, i64) = (5_000, 600_000);

/// How long after a change the facts are looked at once more, in milliseconds: the first sign of a
/// change comes while it is still being written.
const SETTLES: i64 = 1_000;

/// How often in a row a look may fail, and how long after one the next is tried, in milliseconds.
const TRIES: u32 = 5;
const RETRY: i64 = 60_000;

/// The buttons of a plan's reminder.
const OF_PLAN: [Button; 4] = [Button::Did, Button::Noticed, Button::Missed, Button::Snooze];

/// The buttons of other reminders, and of digests.
const OF_REST: [Button; 2] = [Button::Review, Button::Snooze];

/// Which way reminders go.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Way {
    Buttons,
    NoButtons,
    Terminal,
    Command,
    Nowhere(String),
}

/// What a watch needs of the world around it.
pub struct World<'a> {
    /// The present.
    pub now: &'a dyn Fn(&Settings) -> Now,
    /// The zone: the seconds east of UTC at a moment in milliseconds since the epoch.
    pub zone: &'a dyn Fn(i64) -> i32,
    /// Where notices are shown.
    pub desktop: &'a mut dyn Desktop,
    /// What wakes it at a moment.
    pub alarm: &'a mut dyn Alarm,
    /// What wakes it, in order.
    pub wakes: &'a Receiver<Wake>,
    /// The words that begin this program, for a terminal to run.
    pub program: &'a [String],
}

/// A watch over the reminders of one user.
pub struct Watch<'a> {
    env: &'a mut Env,
    study: &'a mut Study,
    world: World<'a>,
    /// What stands on the desktop, by its number there.
    live: HashMap<u32, Notice>,
    /// What stood on a desktop that is gone.
    lost: Vec<Notice>,
    way: Option<Way>,
    /// When a desktop that is gone is looked for again, and how long that was put off last.
    again: Option<(i64, i64)>,
    /// When what has just been written is looked at once more.
    settles: Option<i64>,
    /// What keeps this device in step with others.
    exchange: Exchange,
    /// How many looks in a row have failed.
    failed: u32,
    /// How often it woke up.
    woken: u64,
}

impl<'a> Watch<'a> {
    /// A watch that has not begun.
    #[must_use]
    pub fn new(env: &'a mut Env, study: &'a mut Study, world: World<'a>) -> Self {
        let (live, lost) = (HashMap::new(), Vec::new());
        let (way, again, settles) = (None, None, None);
        let exchange = Exchange::default();
        Self { env, study, world, live, lost, way, again, settles, exchange, failed: 0, woken: 0 }
    }

    /// Watches until it is told to stop; returns how often it woke up.
    ///
    /// # Errors
    /// When the database or the settings cannot be read or written.
    pub fn run(mut self) -> Result<u64, Failure> {
        loop {
            let next = self.looked()?;
            // What has passed was looked at, or there was nothing to look for.
            self.settles = self.settles.filter(|at| *at > self.study.now.at);
            self.again = self.again.filter(|(at, _)| *at > self.study.now.at);
            let others = [self.again.map(|(at, _)| at), self.settles, self.exchanged()?];
            let next = others.into_iter().flatten().fold(next, i64::min);
            self.world.alarm.set(next);
            let Ok(wake) = self.world.wakes.recv() else { return Ok(self.woken) };
            self.woken += 1;
            // What comes in a bunch is looked at once.
            let mut bunch: Vec<Wake> =
                std::iter::once(wake).chain(self.world.wakes.try_iter()).collect();
            bunch.dedup();
            for wake in bunch {
                if wake == Wake::Stop {
                    self.retire()?;
                    return Ok(self.woken);
                }
                self.hear(&wake)?;
            }
        }
    }

    /// Looks, and puts off what cannot be read at the moment; again and again it is given up.
    fn looked(&mut self) -> Result<i64, Failure> {
        match self.look() {
            Err(failure) if self.failed < TRIES => {
                self.failed += 1;
                self.warn(failure.message())?;
                Ok((self.world.now)(&self.study.settings).at + RETRY)
            }
            looked => {
                self.failed = 0;
                looked
            }
        }
    }

    /// Keeps in step with other devices, if the user set that; returns when to look again.
    fn exchanged(&mut self) -> Result<Option<i64>, Failure> {
        if self.study.settings.sync == AutoSync::Off {
            return Ok(None);
        }
        match self.exchange.look(self.world.program, self.study.now.at) {
            Ok(next) => Ok(Some(next)),
            Err(error) => self.warn(&format!("sync could not be started: {error}")).map(|()| None),
        }
    }

    fn warn(&mut self, said: &str) -> Result<(), Failure> {
        writeln!(self.env.err, "rat: {}", harmless(said))?;
        Ok(self.env.err.flush()?)
    }

    /// Shows what is due now and ends.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub fn once(mut self) -> Result<usize, Failure> {
        self.look()?;
        Ok(self.live.len())
    }

    fn explain(&self, error: Error) -> Failure {
        self.env.explain(error)
    }

    /// Brings the present up to date; shows what is due, takes down what has no point any more, and
    /// returns when to look again.
    fn look(&mut self) -> Result<i64, Failure> {
        self.study.now = (self.world.now)(&self.study.settings);
        let (decision, facts) =
            remind::decide(self.study, self.world.zone).map_err(|error| self.explain(error))?;
        self.take_down(&facts);
        let lost = std::mem::take(&mut self.lost);
        let lost: Vec<(Notice, bool)> = lost
            .into_iter()
            .filter(|notice| self.stands(notice, &facts))
            .map(|notice| (notice, true))
            .collect();
        let new = decision.show.into_iter().map(|notice| (notice, false));
        for (notice, known) in lost.into_iter().chain(new) {
            if self.again.is_none_or(|(at, _)| at <= self.study.now.at) {
                self.show(notice, known)?;
            } else if known {
                self.lost.push(notice);
            }
        }
        Ok(decision.wake)
    }

    /// Whether any part of a notice still has a point.
    fn stands(&self, notice: &Notice, facts: &Facts) -> bool {
        let habits = self.study.settings.habits();
        let with = || (&habits, self.world.zone, self.study.now);
        let mut parts = notice.reminders().iter();
        parts.any(|part| decide::stands(part.subject, part.slot, facts, with()))
    }

    fn take_down(&mut self, facts: &Facts) {
        let over: Vec<u32> = self
            .live
            .iter()
            .filter(|(_, notice)| !self.stands(notice, facts))
            .map(|(number, _)| *number)
            .collect();
        for number in over {
            self.live.remove(&number);
            self.world.desktop.take_down(number);
        }
    }

    /// Shows a notice one way or another, and keeps that it was shown; `known` says that it was
    /// before.
    fn show(&mut self, notice: Notice, known: bool) -> Result<(), Failure> {
        let (title, body) = notice.words();
        let is_plan = matches!(&notice, Notice::One(one) if one.subject.kind() == Kind::Plan);
        let buttons: &[Button] = if is_plan { &OF_PLAN } else { &OF_REST };
        let seconds = self.study.settings.reminders.seconds;
        let sheet = Sheet { title: &title, body: &body, buttons, seconds };
        let way = match self.world.desktop.show(&sheet) {
            Ok(number) => {
                self.live.insert(number, notice.clone());
                self.again = None;
                if self.world.desktop.has_buttons() { Way::Buttons } else { Way::NoButtons }
            }
            Err(reason) => self.otherwise(reason, &title, &body)?,
        };
        self.say(&way)?;
        let told = !matches!(way, Way::Nowhere(_));
        if told && !known {
            remind::shown(self.study, &notice).map_err(|error| self.explain(error))?;
        }
        if !told {
            let (first, most) = PATIENCE;
            let wait = self.again.map_or(first, |(_, wait)| (wait * 2).min(most));
            let at = self.study.now.at + wait;
            let at = if self.world.desktop.speaks_up() { i64::MAX } else { at };
            self.again = Some((at, wait));
            if known {
                self.lost.push(notice);
            }
        }
        Ok(())
    }

    /// Tells of a notice without a desktop.
    fn otherwise(&mut self, reason: String, title: &str, body: &str) -> Result<Way, Failure> {
        if self.env.interactive {
            spare::line(&mut self.env.out, title, body)?;
            return Ok(Way::Terminal);
        }
        let command = &self.study.settings.reminders.command;
        if command.is_empty() {
            return Ok(Way::Nowhere(reason));
        }
        Ok(match spare::command(command, title, body) {
            Ok(()) => Way::Command,
            Err(failed) => Way::Nowhere(format!("{reason}; remind-command failed: {failed}")),
        })
    }

    /// Says once which way reminders go, and again when that changes.
    fn say(&mut self, way: &Way) -> Result<(), Failure> {
        let same = self
            .way
            .as_ref()
            .is_some_and(|known| std::mem::discriminant(known) == std::mem::discriminant(way));
        if same {
            return Ok(());
        }
        let said = match way {
            Way::Buttons => "reminders go to the desktop, with buttons".to_owned(),
            Way::NoButtons => "reminders go to the desktop, which shows no buttons".to_owned(),
            Way::Terminal => "no desktop was found: reminders go to this terminal".to_owned(),
            Way::Command => "no desktop was found: reminders go to remind-command".to_owned(),
            Way::Nowhere(reason) => {
                format!("no desktop was found ({reason}): reminders wait until there is one")
            }
        };
        self.way = Some(way.clone());
        if self.env.quiet { Ok(()) } else { self.warn(&said) }
    }

    fn hear(&mut self, wake: &Wake) -> Result<(), Failure> {
        match *wake {
            Wake::Time | Wake::Stop => Ok(()),
            Wake::Changed => {
                match self.env.settings() {
                    Ok(settings) if settings != self.study.settings => {
                        self.study.settings = settings;
                        // There may be another way now.
                        self.again = None;
                    }
                    Ok(_) => {}
                    // Somebody may be writing them just now; the old ones hold till then.
                    Err(failure) => self.warn(failure.message())?,
                }
                self.settles = Some((self.world.now)(&self.study.settings).at + SETTLES);
                Ok(())
            }
            Wake::Pressed(number, button) => self.pressed(number, button),
            Wake::PutAway(number) => {
                let notice = self.live.remove(&number);
                self.became(notice.as_ref(), &Became::Dismissed)
            }
            Wake::Gone(number) => {
                self.live.remove(&number);
                Ok(())
            }
            Wake::Lost => {
                let mut live: Vec<(u32, Notice)> = self.live.drain().collect();
                live.sort_by_key(|(number, _)| *number);
                self.lost.extend(live.into_iter().map(|(_, notice)| notice));
                let now = (self.world.now)(&self.study.settings).at;
                self.again = Some((now + PATIENCE.0, PATIENCE.0));
                Ok(())
            }
            Wake::Back => {
                self.again = None;
                Ok(())
            }
        }
    }

    fn pressed(&mut self, number: u32, button: Button) -> Result<(), Failure> {
        let Some(notice) = self.live.remove(&number) else { return Ok(()) };
        self.study.now = (self.world.now)(&self.study.settings);
        let became = match button {
            Button::Did => Became::Outcome(OutcomeKind::Did),
            Button::Noticed => Became::Outcome(OutcomeKind::Noticed),
            Button::Missed => Became::Outcome(OutcomeKind::Missed),
            Button::Snooze => {
                let minutes = i64::from(self.study.settings.reminders.snooze);
                Became::Snoozed(self.study.now.at + minutes * 60_000)
            }
            Button::Review | Button::Works => Became::Answered,
        };
        self.became(Some(&notice), &became)?;
        self.world.desktop.take_down(number);
        if button == Button::Review {
            self.open(&notice)?;
        }
        Ok(())
    }

    /// Opens a terminal with what a reminder is about.
    fn open(&mut self, notice: &Notice) -> Result<(), Failure> {
        let command = match notice {
            Notice::Digest(_) => "review",
            Notice::One(one) => match one.subject.kind() {
                Kind::Plan | Kind::Review => "review",
                Kind::Checkin | Kind::Commitment => "checkin",
                Kind::Walk => "walk",
            },
        };
        let mut argv = self.world.program.to_vec();
        argv.push(command.to_owned());
        if let Err(reason) = spare::terminal(&self.study.settings.reminders.terminal, &argv) {
            let said = format!("no terminal could be opened ({reason}): rat config set terminal …");
            self.warn(&said)?;
        }
        Ok(())
    }

    /// Keeps what became of every part of a notice.
    fn became(&mut self, notice: Option<&Notice>, became: &Became) -> Result<(), Failure> {
        self.study.now = (self.world.now)(&self.study.settings);
        let parts = notice.map_or(&[][..], Notice::reminders);
        let which: Vec<(Subject, Slot)> =
            parts.iter().map(|part| (part.subject, part.slot)).collect();
        for which in which {
            match remind::became(self.study, which, became) {
                // A plan may have been taken back while its reminder stood there.
                Err(Error::Unknown { .. }) | Ok(()) => {}
                Err(error) => return Err(self.explain(error)),
            }
        }
        Ok(())
    }

    /// Takes everything down before it ends, so that no dead button is left, and lets what was not
    /// answered come back with the next watch.
    fn retire(&mut self) -> Result<(), Failure> {
        let mut live: Vec<(u32, Notice)> = self.live.drain().collect();
        live.sort_by_key(|(number, _)| *number);
        let now = (self.world.now)(&self.study.settings).at;
        for (number, notice) in live {
            self.became(Some(&notice), &Became::Snoozed(now))?;
            self.world.desktop.take_down(number);
        }
        Ok(())
    }
}
