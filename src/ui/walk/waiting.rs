//! Time that passes: a timer with a list taken down meanwhile, and breaths to follow.

use std::io::Write as _;

use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::term::ask;
use crate::ui::term::frame::{Line, Style, flow, paragraph, span};
use crate::ui::term::interrupt::give_terminal_back;
use crate::ui::term::screen::{Key, Screen};
use crate::ui::term::tell::tell;

/// How often the picture is drawn anew, in milliseconds.
const BEAT: u64 = 100;

/// The columns of a bar.
const BAR: usize = 40;

/// Lets time pass; returns what was taken down meanwhile.
///
/// # Errors
/// When the user interrupts or the terminal is gone.
pub fn timer(
    env: &mut Env,
    said: &str,
    (seconds, capture): (u32, bool),
) -> Result<Vec<String>, Failure> {
    if env.plain {
        return timer_in_lines(env, said, (seconds, capture));
    }
    let watch = env.clock.stopwatch();
    give_terminal_back();
    let mut screen = Screen::open(&mut env.out)?;
    let mut timer = Timer { length: f64::from(seconds), ..Timer::default() };
    loop {
        let passed = timer.passed(watch.seconds());
        if passed >= timer.length && !timer.rung {
            timer.rung = true;
        }
        screen.show(&timer.frame(said, capture, passed, Screen::size()))?;
        let Some(key) = screen.key_within(BEAT)? else {
            if timer.rung && !capture {
                break;
            }
            continue;
        };
        match key {
            Key::Interrupt => return Err(Failure::interrupted()),
            Key::Escape if timer.typed.is_empty() => break,
            Key::Escape => timer.typed.clear(),
            Key::Enter if capture && timer.typed.trim().is_empty() && timer.rung => break,
            Key::Enter if capture => timer.take_down(),
            Key::Enter => break,
            Key::Backspace => {
                timer.typed.pop();
            }
            Key::Char('+') if timer.typed.is_empty() => {
                timer.length += 60.0;
                timer.rung = false;
            }
            Key::Char(' ') if timer.typed.is_empty() => timer.pause(watch.seconds()),
            Key::Char(c) if capture => timer.typed.push(c),
            Key::Char(_) | Key::Up | Key::Down | Key::Resize | Key::Other => {}
        }
    }
    timer.take_down();
    drop(screen);
    // A bell for who has looked away.
    write!(env.out, "\x07")?;
    Ok(timer.items)
}

fn timer_in_lines(
    env: &mut Env,
    said: &str,
    (seconds, capture): (u32, bool),
) -> Result<Vec<String>, Failure> {
    tell(env, said)?;
    let span = if seconds >= 60 { format!("{} min", seconds / 60) } else { format!("{seconds} s") };
    if !capture {
        ask::line(env, &format!("Take {span}. Enter when it is over: "))?;
        return Ok(Vec::new());
    }
    tell(env, &format!("Take {span}. One thing a line; an empty line ends."))?;
    let mut items = Vec::new();
    loop {
        let item = ask::line(env, &format!("{}: ", items.len() + 1))?;
        if item.is_empty() {
            return Ok(items);
        }
        items.push(item);
    }
}

/// A timer under way.
#[derive(Default)]
struct Timer {
    length: f64,
    rung: bool,
    /// When it was paused, in seconds of its watch.
    paused: Option<f64>,
    /// Seconds spent in pauses.
    rested: f64,
    items: Vec<String>,
    typed: String,
}

impl Timer {
    fn passed(&self, now: f64) -> f64 {
        self.paused.unwrap_or(now) - self.rested
    }

    fn pause(&mut self, now: f64) {
        match self.paused.take() {
            None => self.paused = Some(now),
            Some(since) => self.rested += now - since,
        }
    }

    fn take_down(&mut self) {
        let item = std::mem::take(&mut self.typed);
        if !item.trim().is_empty() {
            self.items.push(item.trim().to_owned());
        }
    }

    fn frame(
        &self,
        said: &str,
        capture: bool,
        passed: f64,
        (width, height): (usize, usize),
    ) -> Vec<Line> {
        let measure = width.saturating_sub(2).clamp(8, 76);
        let mut lines = paragraph(said, measure, Style::Strong);
        lines.push(Vec::new());
        lines.push(bar((passed / self.length).clamp(0.0, 1.0), measure.min(BAR)));
        let left = (self.length - passed).max(0.0).ceil();
        let state = match (self.rung, self.paused) {
            (true, _) => "Time.".to_owned(),
            (false, Some(_)) => "Paused.".to_owned(),
            (false, None) => format!("{:.0}:{:02.0}", (left / 60.0).floor(), left % 60.0),
        };
        lines.push(vec![span(&state, Style::Normal)]);
        lines.push(Vec::new());
        let room = height.saturating_sub(lines.len() + 4).max(1);
        let shown = self.items.len().saturating_sub(room);
        lines.extend(
            self.items
                .iter()
                .skip(shown)
                .map(|item| vec![span(&format!("- {item}"), Style::Normal)]),
        );
        if capture {
            lines.push(vec![span(&format!("> {}_", self.typed), Style::Answer)]);
        }
        let keys: &[&str] = if capture {
            &["Enter takes it down", "Esc ends", "+ one minute", "space pauses"]
        } else {
            &["Enter ends", "+ one minute", "space pauses"]
        };
        let keys: Vec<Line> = keys.iter().map(|key| vec![span(key, Style::Faint)]).collect();
        lines.push(Vec::new());
        lines.extend(flow(&keys, measure));
        lines.truncate(height.max(1));
        lines
    }
}

fn bar(share: f64, width: usize) -> Line {
    #[expect(clippy::cast_precision_loss, reason = "a few dozen columns")]
    let full = share * width as f64;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to the width")]
    let full = full.round() as usize;
    vec![
        span(&"█".repeat(full.min(width)), Style::Answer),
        span(&"░".repeat(width.saturating_sub(full)), Style::Faint),
    ]
}

/// Leads through some breaths.
///
/// # Errors
/// When the user interrupts or the terminal is gone.
pub fn breath(
    env: &mut Env,
    said: &str,
    (inhale, exhale, rounds): (u32, u32, u32),
) -> Result<(), Failure> {
    if env.plain {
        tell(env, said)?;
        let words =
            format!("{rounds} breaths: in for {inhale} s, out for {exhale} s. Enter when done: ");
        return ask::line(env, &words).map(drop);
    }
    let watch = env.clock.stopwatch();
    give_terminal_back();
    let mut screen = Screen::open(&mut env.out)?;
    let (inward, outward) = (f64::from(inhale), f64::from(exhale));
    loop {
        let passed = watch.seconds();
        let round = (passed / (inward + outward)).floor();
        if round >= f64::from(rounds) {
            return Ok(());
        }
        let within = passed - round * (inward + outward);
        let (word, share) = if within < inward {
            ("in", within / inward)
        } else {
            ("out", 1.0 - (within - inward) / outward)
        };
        let (width, _) = Screen::size();
        let measure = width.saturating_sub(2).clamp(8, 76);
        let mut lines = paragraph(said, measure, Style::Strong);
        lines.push(Vec::new());
        lines.push(bar(share, measure.min(BAR)));
        lines.push(vec![span(&format!("{word}   {:.0} of {rounds}", round + 1.0), Style::Normal)]);
        lines.push(Vec::new());
        lines.push(vec![span("Enter ends", Style::Faint)]);
        screen.show(&lines)?;
        match screen.key_within(BEAT)? {
            Some(Key::Interrupt) => return Err(Failure::interrupted()),
            Some(Key::Enter | Key::Escape) => return Ok(()),
            Some(
                Key::Char(_) | Key::Backspace | Key::Up | Key::Down | Key::Resize | Key::Other,
            )
            | None => {}
        }
    }
}
