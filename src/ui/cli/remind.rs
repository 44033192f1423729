//! `rat remind`: reminders on the desktop.

use std::fs::File;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use clap::Subcommand;
use serde::Serialize;

use crate::app::doctor::{Check, Found, Part};
use crate::app::{Study, remind};
use crate::domain::reminder::Kind;
use crate::domain::text::{harmless, one_line};
use crate::domain::time::rfc3339;
use crate::ui::env::{self, Env};
use crate::ui::failure::Failure;
use crate::ui::remind::alarm::{self, Alarm};
use crate::ui::remind::desktop::{Button, Desktop, Sheet, Wake};
use crate::ui::remind::login::Machinery;
use crate::ui::remind::watch::{Watch, World};
use crate::ui::term::interrupt;
use crate::ui::term::tell::tell;

/// How long a test waits for its button, in seconds.
const TEST: u64 = 60;

#[derive(Subcommand)]
pub(super) enum Action {
    /// Stay and show each reminder when it is due; answers are logged
    #[command(after_help = "rat remind install starts this at every login.")]
    Run {
        /// Show what is due now and end, for cron and timers; without buttons to wait for
        #[arg(long)]
        once: bool,
    },
    /// The reminders to come
    Next {
        /// How many days to look ahead
        #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..=31))]
        days: u16,
    },
    /// Show a reminder now, and tell whether its button works
    Test,
    /// Start the watch at every login, with systemd, an autostart entry or launchd
    Install {
        /// Only show what would be written
        #[arg(long)]
        print: bool,
    },
    /// Start it no more
    Uninstall,
    /// Whether it is installed and running, and what comes next
    Status,
}

pub(super) fn run(env: &mut Env, action: &Action) -> Result<(), Failure> {
    match action {
        Action::Run { once } => watch(env, *once),
        Action::Next { days } => next(env, *days),
        Action::Test => test(env),
        Action::Install { print } => install(env, *print),
        Action::Uninstall => uninstall(env),
        Action::Status => status(env),
    }
}

/// How notices on the desktop and the watch that shows them are found.
pub(super) fn checks(env: &Env) -> [Check; 2] {
    let installed = Machinery::ALL
        .into_iter()
        .find(|machinery| machinery.file().is_some_and(|file| file.exists()));
    let running = matches!(lock(env), Ok(None));
    let wanted = running || installed.is_some();
    let notices = match server() {
        Ok(server) => Check::fine(Part::Notices, format!("shown by {server}")),
        Err(_) if !wanted => Check::fine(Part::Notices, "no desktop shows any here"),
        Err(why) => Check { part: Part::Notices, found: Found::Doubtful, says: vec![why] },
    };
    let watch = match (running, installed) {
        (true, Some(machinery)) => format!("runs, and starts at login: {}", machinery.name()),
        (true, None) => "runs; rat remind install starts it at login".to_owned(),
        (false, None) => "not set up; rat remind install does it".to_owned(),
        (false, Some(machinery)) => {
            let says = format!("starts at login ({}), but does not run now", machinery.name());
            let watch = Check { part: Part::Watch, found: Found::Doubtful, says: vec![says] };
            return [notices, watch];
        }
    };
    [notices, Check::fine(Part::Watch, watch)]
}

/// The program that shows notices here.
#[cfg(target_os = "linux")]
fn server() -> Result<String, String> {
    crate::ui::remind::bus::server().map_err(|error| error.to_string())
}

#[cfg(not(target_os = "linux"))]
fn server() -> Result<String, String> {
    Ok("the desktop".to_owned())
}

/// The lock that only one watch over a data folder can hold.
pub(super) fn lock(env: &Env) -> Result<Option<File>, Failure> {
    let path = env.data_dir.join("remind.lock");
    let file = File::options().create(true).write(true).truncate(false).open(&path);
    let said = |error: std::io::Error| Failure::refused(format!("{}: {error}", path.display()));
    let file = file.map_err(said)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(std::fs::TryLockError::WouldBlock) => Ok(None),
        Err(std::fs::TryLockError::Error(error)) => Err(said(error)),
    }
}

#[cfg(target_os = "linux")]
fn desktop(wake: Sender<Wake>) -> Box<dyn Desktop> {
    Box::new(crate::ui::remind::bus::Bus::new(wake))
}

#[cfg(not(target_os = "linux"))]
fn desktop(_wake: Sender<Wake>) -> Box<dyn Desktop> {
    Box::new(crate::ui::notify::Plain::default())
}

fn watch(env: &mut Env, once: bool) -> Result<(), Failure> {
    let mut study = env.study()?;
    let Some(_lock) = lock(env)? else {
        return Err(Failure::refused("another rat shows the reminders already")
            .hint("rat remind status tells more"));
    };
    let (wake, wakes) = channel();
    let mut desktop = desktop(wake.clone());
    let mut alarm: Box<dyn Alarm> = if once {
        Box::new(Never)
    } else {
        interrupt::instead(Box::new({
            let wake = wake.clone();
            move || drop(wake.send(Wake::Stop))
        }));
        alarm::start(&env.data_dir, &wake)?
    };
    drop(wake);
    if !once && env.interactive && !env.quiet {
        let next = coming(env, &study, 7)?.into_iter().next();
        let next = next.map_or_else(String::new, |next| format!(" Next: {}.", line(&next)));
        tell(env, &format!("Watching; Ctrl-C ends.{next}"))?;
        env.out.flush()?;
    }
    let clock = env.clock;
    let world = World {
        now: &move |settings| clock.now(settings.rollover),
        zone: &clock.zone(),
        desktop: &mut *desktop,
        alarm: &mut *alarm,
        wakes: &wakes,
        program: &program(env)?,
    };
    let watch = Watch::new(env, &mut study, world);
    if once { watch.once().map(drop) } else { watch.run().map(drop) }
}

/// An alarm for who does not wait.
struct Never;

impl Alarm for Never {
    fn set(&mut self, _at: i64) {}
}

/// The words that begin this program with the data folder it works on.
fn program(env: &Env) -> Result<Vec<String>, Failure> {
    let program = env::program().ok_or_else(|| Failure::refused("where rat lies is unknown"))?;
    let folder = env.data_dir.display().to_string();
    Ok(vec![program.display().to_string(), "--data-dir".to_owned(), folder])
}

/// A reminder to come, as scripts see it.
#[derive(Serialize)]
struct Next {
    at: String,
    kind: Kind,
    title: String,
    body: String,
}

fn coming(env: &Env, study: &Study, days: u16) -> Result<Vec<Next>, Failure> {
    let zone = env.clock.zone();
    let coming = remind::coming(study, &zone, days).map_err(|error| env.explain(error))?;
    let next = coming.into_iter().map(|coming| Next {
        at: rfc3339(coming.at, coming.offset),
        kind: coming.reminder.subject.kind(),
        title: coming.reminder.title,
        body: coming.reminder.body,
    });
    Ok(next.collect())
}

fn next(env: &mut Env, days: u16) -> Result<(), Failure> {
    let study = env.study()?;
    let coming = coming(env, &study, days)?;
    if env.json {
        return env.print_json(&coming);
    }
    if coming.is_empty() {
        return tell(env, "No reminder is to come. A plan brings one: rat tap new");
    }
    for next in &coming {
        tell(env, &line(next))?;
    }
    Ok(())
}

/// A reminder to come in a line: `2026-11-24 08:00  kettle: When …`.
fn line(next: &Next) -> String {
    let at: String = next.at.chars().take(16).collect();
    let title = next.title.trim_start_matches("rat: ");
    format!("{}  {title}: {}", at.replace('T', " "), one_line(&next.body, 200))
}

fn test(env: &mut Env) -> Result<(), Failure> {
    let (wake, wakes) = channel();
    let mut desktop = desktop(wake);
    let sheet = Sheet {
        title: "rat: a test",
        body: "When this appears, then I press its button.",
        buttons: &[Button::Works],
        seconds: 0,
    };
    let number = desktop.show(&sheet).map_err(|reason| {
        Failure::refused(format!("nobody shows reminders here: {reason}"))
            .hint("start a notification daemon, or set a command: rat config set remind-command …")
    })?;
    if !desktop.has_buttons() {
        return tell(env, "It is shown, without a button: this desktop shows none.");
    }
    if !env.quiet {
        tell(env, &format!("It is shown. Press its button within {TEST} seconds."))?;
        env.out.flush()?;
    }
    let pressed = answered(&wakes, number);
    desktop.take_down(number);
    if pressed {
        tell(env, "The button works.")
    } else {
        Err(Failure::refused("it is shown, but no answer came from its button"))
    }
}

/// Waits for the button of a notice.
fn answered(wakes: &Receiver<Wake>, number: u32) -> bool {
    loop {
        match wakes.recv_timeout(Duration::from_secs(TEST)) {
            Ok(Wake::Pressed(pressed, Button::Works)) if pressed == number => return true,
            Ok(Wake::PutAway(gone) | Wake::Gone(gone)) if gone == number => return false,
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return false,
        }
    }
}

fn watch_argv(env: &Env) -> Result<Vec<String>, Failure> {
    let mut argv = program(env)?;
    argv.extend(["remind".to_owned(), "run".to_owned()]);
    Ok(argv)
}

fn install(env: &mut Env, print: bool) -> Result<(), Failure> {
    let (machinery, argv) = (Machinery::of_machine(), watch_argv(env)?);
    if print {
        write!(env.out, "{}", machinery.text(&argv))?;
        return Ok(());
    }
    // The folder and the database must be there before the service looks for them.
    env.study()?;
    let file = machinery.install(&argv).map_err(Failure::refused)?;
    let file = file.display();
    tell(env, &format!("Reminders start at login: {} ({file}).", machinery.name()))?;
    match machinery {
        Machinery::Systemd | Machinery::Launchd => tell(env, "They run already."),
        Machinery::Autostart => tell(env, "From the next login on; until then: rat remind run"),
    }
}

fn uninstall(env: &mut Env) -> Result<(), Failure> {
    let mut found = false;
    for machinery in Machinery::ALL {
        if machinery.uninstall().map_err(Failure::refused)? {
            found = true;
            tell(env, &format!("Removed {}.", machinery.name()))?;
        }
    }
    if found { Ok(()) } else { tell(env, "Nothing was installed.") }
}

/// The state of the watch, as scripts see it.
#[derive(Serialize)]
struct Status {
    running: bool,
    installed: Option<PathBuf>,
    next: Option<Next>,
}

fn status(env: &mut Env) -> Result<(), Failure> {
    let study = env.study()?;
    let running = lock(env)?.is_none();
    let installed = Machinery::ALL
        .into_iter()
        .filter(|machinery| machinery.file().is_some_and(|file| file.exists()));
    let installed: Vec<Machinery> = installed.collect();
    let next = coming(env, &study, 7)?.into_iter().next();
    if env.json {
        let installed = installed.first().and_then(|machinery| machinery.file());
        return env.print_json(&Status { running, installed, next });
    }
    tell(env, if running { "The watch runs." } else { "The watch does not run: rat remind run" })?;
    match installed.first() {
        Some(machinery) => tell(env, &format!("It starts at login: {}.", machinery.name()))?,
        None => tell(env, "It does not start at login: rat remind install")?,
    }
    match next {
        Some(next) => tell(env, &format!("Next: {}", harmless(&line(&next)))),
        None => tell(env, "No reminder is to come this week."),
    }
}
