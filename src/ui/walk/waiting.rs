//! Time that passes: a timer with a list taken down meanwhile, and breaths to follow.

use crate::domain::walk::Ask;
use crate::domain::walk::answer::Answer;
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::notify;
use crate::ui::term::ask;
use crate::ui::term::frame::{Line, Style, paragraph, span};
use crate::ui::term::interrupt::give_terminal_back;
use crate::ui::term::screen::{Key, Screen};
use crate::ui::term::tell::tell;
use crate::ui::walk::asking::{Asking, Said, said};
use crate::ui::walk::keys::footer;

/// How often the picture is drawn anew, in milliseconds.
const BEAT: u64 = 100;

/// The columns of a bar.
const BAR: usize = 40;

/// Shows one line on an empty page until Enter.
///
/// # Errors
/// When the user interrupts or the terminal is gone.
pub fn blank(env: &mut Env, line: &str) -> Result<(), Failure> {
    give_terminal_back();
    let mut screen = Screen::open(&mut env.out)?;
    loop {
        screen.show(&[vec![span(line, Style::Normal)]])?;
        match screen.key()? {
            Key::Interrupt => return Err(Failure::interrupted()),
            Key::Enter | Key::Escape => return Ok(()),
            Key::Char(_)
            | Key::Backspace
            | Key::Tab
            | Key::Up
            | Key::Down
            | Key::Resize
            | Key::Other => {}
        }
    }
}

/// How a wait ended.
enum Ended {
    Said(Said),
    /// A note is to be taken, and the wait goes on.
    Note(String),
}

/// Lets the time of a timer pass; what is taken down is kept line by line.
///
/// # Errors
/// When the user interrupts or the terminal is gone.
pub fn timer(asking: &mut Asking) -> Result<Said, Failure> {
    let Ask::Timer { seconds, capture, grimoire } = asking.question.asks else {
        return Ok(Said::Back);
    };
    if asking.env.plain {
        return in_lines(asking, seconds, capture);
    }
    let watch = asking.env.clock.stopwatch();
    let mut timer = Timer {
        length: f64::from(seconds),
        capture,
        items: asking.lines.clone(),
        grimoire: if grimoire { asking.with.grimoire.clone() } else { Vec::new() },
        ..Timer::default()
    };
    loop {
        let ended = timer.run(asking, || watch.seconds())?;
        match ended {
            Ended::Note(text) => asking.note(&text)?,
            Ended::Said(said) => return Ok(said),
        }
    }
}

fn in_lines(asking: &mut Asking, seconds: u32, capture: bool) -> Result<Said, Failure> {
    let span = if seconds >= 60 { format!("{} min", seconds / 60) } else { format!("{seconds} s") };
    if !capture {
        let line = ask::line(asking.env, &format!("Take {span}. Enter when it is over: "))?;
        return Ok(said(&line).unwrap_or(Said::Answer(Answer::Seen)));
    }
    let grimoire = asking.with.grimoire.clone();
    let keys = if grimoire.is_empty() { "" } else { "; ? shows a question" };
    tell(asking.env, &format!("Take {span}. One thing a line; an empty line ends{keys}."))?;
    let mut items = asking.lines.clone();
    let mut shown = Vec::new();
    loop {
        let item = ask::line(asking.env, &format!("{}: ", items.len() + 1))?;
        if let Some(said) = said(&item) {
            return Ok(said);
        }
        match item.as_str() {
            "" => return Ok(Said::Answer(taken(items, shown))),
            "?" => {
                if let Some(question) = grimoire.get(shown.len()) {
                    tell(asking.env, question)?;
                    shown.push(question.clone());
                }
            }
            _ => {
                items.push(item);
                asking.keep(&items)?;
            }
        }
    }
}

/// The answer of a timer.
fn taken(taken: Vec<String>, shown: Vec<String>) -> Answer {
    if shown.is_empty() { Answer::List(taken) } else { Answer::Timed { taken, shown } }
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
    /// Whether a list is taken down.
    capture: bool,
    items: Vec<String>,
    typed: String,
    /// Questions that may help, and how many of them were shown.
    grimoire: Vec<String>,
    shown: usize,
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

    /// Runs until it ends, or something else is to happen.
    fn run(&mut self, asking: &mut Asking, now: impl Fn() -> f64) -> Result<Ended, Failure> {
        let said = asking.question.step.ask.clone();
        let taught = asking.teaches();
        let optional = asking.question.step.optional;
        let private = asking.with.private;
        give_terminal_back();
        let mut screen = Screen::open(&mut asking.env.out)?;
        loop {
            let passed = self.passed(now());
            if passed >= self.length && !self.rung {
                self.rung = true;
                screen.ring()?;
                notify::timer_over(if private { "" } else { &said });
            }
            screen.show(&self.frame((&said, &taught), passed, Screen::size()))?;
            let Some(key) = screen.key_within(BEAT)? else {
                if self.rung && !self.capture {
                    return Ok(Ended::Said(Said::Answer(Answer::Seen)));
                }
                continue;
            };
            let before = self.items.len();
            if let Some(ended) = self.pressed(key, now(), optional)? {
                return Ok(ended);
            }
            if self.items.len() > before {
                // Every line is on disk before the next one.
                asking.with.keep(&asking.question.place, &self.items)?;
            }
        }
    }

    /// Does what a key asks for; tells whether the wait is over.
    fn pressed(&mut self, key: Key, now: f64, optional: bool) -> Result<Option<Ended>, Failure> {
        let bare = self.typed.is_empty();
        match key {
            Key::Interrupt => return Err(Failure::interrupted()),
            Key::Escape if !bare => self.typed.clear(),
            Key::Enter if self.capture && (!bare || !self.rung) => return Ok(self.take_down()),
            Key::Escape | Key::Enter => return Ok(Some(Ended::Said(self.answer()))),
            Key::Backspace => {
                self.typed.pop();
            }
            Key::Tab => self.shown = (self.shown + 1).min(self.grimoire.len()),
            Key::Char('+') if bare => {
                self.length += 60.0;
                self.rung = false;
            }
            Key::Char(' ') if bare => self.pause(now),
            Key::Char(c) if self.capture => self.typed.push(c),
            Key::Char('b') => return Ok(Some(Ended::Said(Said::Back))),
            Key::Char('q') => return Ok(Some(Ended::Said(Said::Leave))),
            Key::Char('s') if optional => return Ok(Some(Ended::Said(Said::Skip))),
            Key::Char('n') => return Ok(Some(Ended::Note(String::new()))),
            Key::Char(_) | Key::Up | Key::Down | Key::Resize | Key::Other => {}
        }
        Ok(None)
    }

    fn answer(&mut self) -> Said {
        if !self.capture {
            return Said::Answer(Answer::Seen);
        }
        self.take_down();
        let shown = self.grimoire.iter().take(self.shown).cloned().collect();
        Said::Answer(taken(self.items.clone(), shown))
    }

    /// Takes the typed line down; one that begins with a colon speaks to the walk.
    fn take_down(&mut self) -> Option<Ended> {
        let item = std::mem::take(&mut self.typed);
        let item = item.trim();
        if let Some(said) = said(item) {
            return Some(Ended::Said(said));
        }
        if let Some(note) = item.strip_prefix(":n ") {
            return Some(Ended::Note(note.to_owned()));
        }
        if !item.is_empty() {
            self.items.push(item.to_owned());
        }
        None
    }

    fn frame(
        &self,
        (said, taught): (&str, &[String]),
        passed: f64,
        (width, height): (usize, usize),
    ) -> Vec<Line> {
        let measure = width.saturating_sub(2).clamp(8, 76);
        let mut lines = heading(said, taught, measure);
        lines.push(bar((passed / self.length).clamp(0.0, 1.0), measure.min(BAR)));
        let left = (self.length - passed).max(0.0).ceil();
        let state = match (self.rung, self.paused) {
            (true, _) => "Time.".to_owned(),
            (false, Some(_)) => "Paused.".to_owned(),
            (false, None) => format!("{:.0}:{:02.0}", (left / 60.0).floor(), left % 60.0),
        };
        lines.push(vec![span(&state, Style::Normal)]);
        lines.push(Vec::new());
        if let Some(question) = self.shown.checked_sub(1).and_then(|nth| self.grimoire.get(nth)) {
            lines.extend(paragraph(question, measure, Style::Warning));
            lines.push(Vec::new());
        }
        let room = height.saturating_sub(lines.len() + 4).max(1);
        let items = self.items.iter().skip(self.items.len().saturating_sub(room));
        lines.extend(items.map(|item| vec![span(&format!("- {item}"), Style::Normal)]));
        if self.capture {
            lines.push(vec![span(&format!("> {}_", self.typed), Style::Answer)]);
        }
        let mut keys = if self.capture {
            vec!["Enter takes it down", "Esc ends", "+ one minute", "space pauses"]
        } else {
            vec!["Enter ends", "+ one minute", "space pauses", "b back", "q leave"]
        };
        if !self.grimoire.is_empty() {
            keys.insert(1, "Tab a question");
        }
        lines.push(Vec::new());
        lines.extend(footer(&keys));
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

/// What stands above a clock or a breath: the question and, where it is being learnt, what is behind it.
fn heading(ask: &str, taught: &[String], measure: usize) -> Vec<Line> {
    let mut lines = paragraph(ask, measure, Style::Strong);
    for text in taught {
        lines.extend(paragraph(text, measure, Style::Faint));
    }
    lines.push(Vec::new());
    lines
}

/// Leads through some breaths, at the user's own pace where one is set.
///
/// # Errors
/// When the user interrupts or the terminal is gone.
pub fn breath(
    asking: &mut Asking,
    (inhale, exhale, rounds): (u32, u32, u32),
) -> Result<Said, Failure> {
    let (inhale, exhale) = asking.with.study.settings.breath((inhale, exhale));
    if asking.env.plain {
        let pace =
            format!("{rounds} breaths: in for {inhale} s, out for {exhale} s. Enter when done: ");
        let line = ask::line(asking.env, &pace)?;
        return Ok(said(&line).unwrap_or(Said::Answer(Answer::Seen)));
    }
    let (words, taught) = (asking.question.step.ask.clone(), asking.teaches());
    let watch = asking.env.clock.stopwatch();
    give_terminal_back();
    let mut screen = Screen::open(&mut asking.env.out)?;
    let (inward, outward) = (f64::from(inhale), f64::from(exhale));
    loop {
        let passed = watch.seconds();
        let round = (passed / (inward + outward)).floor();
        if round >= f64::from(rounds) {
            return Ok(Said::Answer(Answer::Seen));
        }
        let within = passed - round * (inward + outward);
        let (word, share) = if within < inward {
            ("in", within / inward)
        } else {
            ("out", 1.0 - (within - inward) / outward)
        };
        let (width, _) = Screen::size();
        let measure = width.saturating_sub(2).clamp(8, 76);
        let mut lines = heading(&words, &taught, measure);
        lines.push(bar(share, measure.min(BAR)));
        let count =
            if rounds > 1 { format!("   {:.0} of {rounds}", round + 1.0) } else { String::new() };
        lines.push(vec![span(&format!("{word}{count}"), Style::Normal)]);
        lines.push(Vec::new());
        lines.extend(footer(&["Enter ends", "b back", "q leave"]));
        screen.show(&lines)?;
        match screen.key_within(BEAT)? {
            Some(Key::Interrupt) => return Err(Failure::interrupted()),
            Some(Key::Enter | Key::Escape) => return Ok(Said::Answer(Answer::Seen)),
            Some(Key::Char('b')) => return Ok(Said::Back),
            Some(Key::Char('q')) => return Ok(Said::Leave),
            Some(_) | None => {}
        }
    }
}
