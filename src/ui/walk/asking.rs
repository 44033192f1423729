//! Asking a question of a walk: what stands above it, what may be typed in place of an answer, and
//! which way each kind is asked.

use std::io::Write as _;

use crate::app::{Study, draft, walk};
use crate::domain::walk::answer::Answer;
use crate::domain::walk::read::Question;
use crate::domain::walk::{Ask, Step};
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::term::ask;
use crate::ui::term::editor;
use crate::ui::term::frame::{Style, columns, paragraph, span};
use crate::ui::term::screen::Screen;
use crate::ui::term::tell::{show, tell, tell_item};
use crate::ui::walk::{page, parts, waiting};

/// What the user said to a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// An answer.
    Answer(Answer),
    /// Back to the question before.
    Back,
    /// Not this one.
    Skip,
    /// Enough for now; the run stays open.
    Leave,
}

/// What may be typed in place of an answer.
pub const HELP: &str = "In place of an answer: :b back, :s skip, :n TEXT a note beside it, :p pause, \
    :h a hint, :q leave for now (all is kept)";

/// The columns an answer wants beside its prompt.
const ROOM: usize = 16;

/// What was typed.
pub(super) enum Typed {
    Text(String),
    Said(Said),
}

/// What a question is asked with.
pub struct Surroundings<'a> {
    /// The user's data.
    pub study: &'a Study,
    /// The run.
    pub run: i64,
    /// The technique's name as people write it.
    pub title: &'a str,
    /// Whether steps are explained.
    pub learn: bool,
    /// Whether it is about feelings or conflicts, and no notice may tell of it.
    pub private: bool,
    /// Whether one key answers, where it can.
    pub one_key: bool,
    /// Questions to be shown while a clock runs.
    pub grimoire: Vec<String>,
    /// Open jots that may be picked instead of a text.
    pub jots: Vec<String>,
}

impl Surroundings<'_> {
    /// Keeps the lines of an answer so far.
    pub(super) fn keep(&self, place: &str, lines: &[String]) -> Result<(), Failure> {
        draft::lines(self.study, self.run, place, lines)
            .map_err(|error| Failure::refused(error.to_string()))
    }
}

/// A question being asked.
pub struct Asking<'a> {
    pub(super) env: &'a mut Env,
    pub(super) with: &'a Surroundings<'a>,
    pub(super) question: &'a Question,
    /// The lines of the answer so far, or of what was answered before.
    pub(super) lines: Vec<String>,
    /// How many hints were shown.
    hints: usize,
}

/// Asks a question; every line of its answer is kept as soon as it is given.
///
/// # Errors
/// When the user interrupts or the terminal is gone.
pub fn ask(env: &mut Env, with: &Surroundings, question: &Question) -> Result<Said, Failure> {
    let begun = draft::begun(with.study, with.run, &question.place);
    let begun = begun.map_err(|error| env.explain(error))?;
    let lines = match (begun.is_empty(), &question.before) {
        (false, _) => begun,
        (true, Some(before)) => parts::lines(question, before),
        (true, None) => question.step.suggest.clone(),
    };
    // Another hint comes first in every run, and whenever a step is asked again.
    let runs = usize::try_from(with.run).unwrap_or(0).saturating_sub(1);
    let hints = runs + if question.repeated { question.number } else { 0 };
    let mut asking = Asking { env, with, question, lines, hints };
    asking.head()?;
    let said = asking.answer()?;
    asking.leave_behind(&said)?;
    if question.step.hidden {
        asking.hide()?;
    }
    Ok(said)
}

impl Asking<'_> {
    pub(super) fn step(&self) -> &Step {
        &self.question.step
    }

    /// What a part of the answer begins with.
    pub(super) fn initial(&self, nth: usize) -> String {
        self.lines.get(nth).cloned().unwrap_or_default()
    }

    /// Keeps the lines of the answer so far.
    pub(super) fn keep(&mut self, lines: &[String]) -> Result<(), Failure> {
        self.with.keep(&self.question.place, lines)
    }

    /// Shows where in the walk this is, the user's own words that matter, and the question.
    fn head(&mut self) -> Result<(), Failure> {
        writeln!(self.env.out)?;
        let inner = self.question.inside.iter().map(|name| name.replace('-', " "));
        let mut path: Vec<String> = [self.with.title.to_owned()].into_iter().chain(inner).collect();
        if !self.step().name.is_empty() {
            path.push(self.step().name.clone());
        }
        let measure = Screen::size().0.min(100);
        let head = format!("{}. {}", self.question.number, path.join(" · "));
        let mut lines = paragraph(&head, measure, Style::Strong);
        if !self.question.pinned.is_empty() {
            lines.extend(paragraph(&self.question.pinned.join(" · "), measure, Style::Faint));
        }
        show(self.env, &lines)?;
        for text in self.teaches() {
            tell(self.env, &text)?;
        }
        tell(self.env, &self.question.step.ask)
    }

    /// What is explained before the question, where the walk is being learnt.
    pub(super) fn teaches(&self) -> Vec<String> {
        let Step { explain, example, .. } = self.step();
        if !self.with.learn || self.question.repeated {
            return Vec::new();
        }
        let example = (!example.is_empty()).then(|| format!("For example: {example}"));
        let explain = (!explain.is_empty()).then(|| explain.clone());
        explain.into_iter().chain(example).collect()
    }

    /// Leaves what was answered on a screen of its own among the other answers.
    fn leave_behind(&mut self, said: &Said) -> Result<(), Failure> {
        let marked = matches!(
            self.question.asks,
            Ask::Scale { .. } | Ask::Multi { .. } | Ask::Pick { many: true, .. }
        );
        let alone =
            matches!(self.question.asks, Ask::Timer { .. }) || (marked && self.with.one_key);
        match said {
            Said::Answer(answer) if alone && !self.env.plain && *answer != Answer::Seen => {
                tell(self.env, &page::said(answer))
            }
            Said::Answer(_) | Said::Back | Said::Skip | Said::Leave => Ok(()),
        }
    }

    fn answer(&mut self) -> Result<Said, Failure> {
        match &self.question.asks {
            Ask::Info => match self.typed("Enter goes on", "")? {
                Typed::Text(_) => Ok(Said::Answer(Answer::Seen)),
                Typed::Said(said) => Ok(said),
            },
            Ask::Text { long: true, .. } => self.long(),
            Ask::Text { long: false, .. } => self.short(),
            Ask::List { .. } => self.list(),
            Ask::Scale { low, high, .. } => self.scale(low, high),
            Ask::Number { least, most, unit, .. } => {
                let unit = if unit.is_empty() { String::new() } else { format!("{unit}, ") };
                self.number(&format!("{unit}{least} to {most}"))
            }
            Ask::YesNo => self.yes_no(),
            Ask::Choice { .. } | Ask::Pick { many: false, .. } => self.one(),
            Ask::Multi { .. } | Ask::Pick { many: true, .. } => self.many(),
            Ask::Edges { most, .. } => self.edges(*most),
            Ask::Turn { takes_up, may_end } => self.turn(*takes_up, *may_end),
            Ask::Timer { .. } => waiting::timer(self),
            Ask::Breath { inhale, exhale, rounds } => {
                waiting::breath(self, (*inhale, *exhale, *rounds))
            }
            Ask::Count { times } => self.count(*times),
            Ask::Forecast { days } => self.forecast(*days),
            Ask::Wait { days } => self.promise([DAYS], *days, |[days]| Answer::Days(whole(&days))),
            Ask::Commitment { days, .. } => self.promise(["What", DAYS], *days, |[text, days]| {
                Answer::Promise { text, days: whole(&days) }
            }),
            Ask::Tap { .. } => self.plan(),
            Ask::Card => self
                .promise(["Question", "Answer"], 0, |[front, back]| Answer::Card { front, back }),
        }
    }

    /// Reads a line; what begins with a colon speaks to the walk.
    pub(super) fn typed(&mut self, prompt: &str, initial: &str) -> Result<Typed, Failure> {
        let prompt = self.short_prompt(prompt)?;
        loop {
            let line = ask::text(self.env, &prompt, initial)?;
            // A command may be typed behind what stands there already.
            let behind = line.strip_prefix(initial).filter(|rest| rest.trim().starts_with(':'));
            let line = behind.unwrap_or(&line).trim();
            let (command, rest) = line.split_once(' ').unwrap_or((line, ""));
            match command {
                ":h" | ":hint" => self.hint()?,
                ":?" | ":help" => tell(self.env, HELP)?,
                ":n" | ":note" => self.note(rest)?,
                ":p" | ":pause" => self.pause()?,
                ":s" | ":skip" if !self.step().optional => {
                    tell(self.env, "This one cannot be skipped.")?;
                }
                command => {
                    return Ok(
                        said(command).map_or_else(|| Typed::Text(line.to_owned()), Typed::Said)
                    );
                }
            }
        }
    }

    /// A prompt that leaves room for an answer beside it; a longer one is told first, so that no word of
    /// it is broken.
    fn short_prompt(&mut self, prompt: &str) -> Result<String, Failure> {
        let (room, _) = Screen::size();
        if self.env.plain || columns(&[span(prompt, Style::Normal)]) + ROOM <= room {
            return Ok(prompt.to_owned());
        }
        tell(self.env, prompt)?;
        Ok(">".to_owned())
    }

    fn hint(&mut self) -> Result<(), Failure> {
        let hints = &self.question.step.hints;
        let nth = self.hints.checked_rem(hints.len()).unwrap_or(0);
        let hint = hints.get(nth).map_or("There is no hint here.", String::as_str);
        self.hints += 1;
        tell(self.env, hint)
    }

    /// The hint that is shown beside the prompt; another one each time.
    pub(super) fn next_hint(&mut self) -> Option<String> {
        let hints = &self.question.step.hints;
        let nth = self.hints.checked_rem(hints.len())?;
        self.hints += 1;
        hints.get(nth).cloned()
    }

    /// Keeps a note beside the answer, asking for it when it is not given with the command.
    pub(super) fn note(&mut self, text: &str) -> Result<(), Failure> {
        let text = match text.trim() {
            "" => ask::text(self.env, "Note", "")?,
            text => text.to_owned(),
        };
        if text.is_empty() {
            return Ok(());
        }
        match walk::note(self.with.study, self.with.run, &self.question.place, &text) {
            Ok(()) => tell(self.env, "Noted."),
            Err(error @ crate::app::Error::Unfit(_)) => tell(self.env, &format!("{error}.")),
            Err(error) => Err(self.env.explain(error)),
        }
    }

    /// Hides everything until Enter: somebody has come into the room, or tea is ready.
    pub(super) fn pause(&mut self) -> Result<(), Failure> {
        if self.env.plain {
            return ask::line(self.env, "Paused. Enter goes on: ").map(drop);
        }
        waiting::blank(self.env, "Paused. Enter goes on.")
    }

    /// Takes what was just answered out of the other's sight.
    fn hide(&mut self) -> Result<(), Failure> {
        if self.env.plain {
            return Ok(write!(self.env.out, "{}", "\n".repeat(60))?);
        }
        Ok(Screen::wipe(&mut self.env.out)?)
    }

    /// Asks for one of some words, or what else may be done.
    pub(super) fn choose(&mut self, items: &[String]) -> Result<Result<usize, Said>, Failure> {
        let before = self.initial(0);
        let default = items.iter().position(|item| *item == before).unwrap_or(0);
        let mut all = items.to_vec();
        all.push("(something else …)".to_owned());
        loop {
            let chosen = ask::choice(self.env, "", &all, default)?;
            if chosen < items.len() {
                return Ok(Ok(chosen));
            }
            let mut beside = vec!["back", "note", "pause", "leave it for now", "on with it"];
            if self.step().optional {
                beside.insert(1, "skip");
            }
            let words: Vec<String> = beside.iter().map(|word| (*word).to_owned()).collect();
            let at = ask::choice(self.env, "", &words, 0)?;
            match beside.get(at).copied().unwrap_or_default() {
                "back" => return Ok(Err(Said::Back)),
                "skip" => return Ok(Err(Said::Skip)),
                "leave it for now" => return Ok(Err(Said::Leave)),
                "note" => self.note("")?,
                "pause" => self.pause()?,
                _ => {}
            }
        }
    }

    /// Reads a text that may have many lines: one line here, or all of it in the editor.
    fn long(&mut self) -> Result<Said, Failure> {
        loop {
            let before = self.initial(0);
            let initial = if before.contains('\n') { String::new() } else { before.clone() };
            match self.typed("One line, or :e for your editor", &initial)? {
                Typed::Said(said) => return Ok(said),
                Typed::Text(line) if line == ":e" => match editor::write(&before, ".md")? {
                    Ok(written) => return Ok(Said::Answer(Answer::Text(written))),
                    Err(reason) => tell(self.env, &format!("Nothing changed: {reason}."))?,
                },
                Typed::Text(line) if line.is_empty() && !before.is_empty() => {
                    return Ok(Said::Answer(Answer::Text(before)));
                }
                Typed::Text(line) if line.is_empty() && self.step().optional => {
                    return Ok(Said::Skip);
                }
                Typed::Text(line) => return Ok(Said::Answer(Answer::Text(line))),
            }
        }
    }

    /// Reads a line of text; an open jot may be picked by its number.
    fn short(&mut self) -> Result<Said, Failure> {
        let jots = &self.with.jots;
        for (jot, nth) in jots.iter().zip(1..) {
            tell_item(self.env, &format!("  :{nth} "), jot)?;
        }
        let mut initial = self.initial(0);
        loop {
            let line = match self.typed(">", &initial)? {
                Typed::Said(said) => return Ok(said),
                Typed::Text(line) if line.is_empty() && self.step().optional => {
                    return Ok(Said::Skip);
                }
                Typed::Text(line) => line,
            };
            let number = line.strip_prefix(':').and_then(|number| number.parse::<usize>().ok());
            let jot = number.and_then(|nth| jots.get(nth.checked_sub(1)?));
            if let Some(jot) = jot {
                return Ok(Said::Answer(Answer::Jot(jot.clone())));
            }
            if !self.blames(&line)? {
                return Ok(Said::Answer(Answer::Text(line)));
            }
            initial = line;
        }
    }

    /// Questions a word that lays blame; tells whether the text is to be worded anew.
    pub(super) fn blames(&mut self, text: &str) -> Result<bool, Failure> {
        let text = text.to_lowercase();
        let mut words = text.split(|c: char| !c.is_alphanumeric());
        let Some(word) = words.find(|word| self.step().avoid.iter().any(|avoid| avoid == word))
        else {
            return Ok(false);
        };
        tell(self.env, &format!("\"{word}\" takes a side. Would it say that of itself?"))?;
        Ok(!ask::confirm(self.env, "Keep the words?", false)?)
    }
}

/// What a command says that ends the question.
pub(super) fn said(command: &str) -> Option<Said> {
    match command {
        ":b" | ":back" => Some(Said::Back),
        ":s" | ":skip" => Some(Said::Skip),
        ":q" | ":quit" => Some(Said::Leave),
        _ => None,
    }
}

/// How days are asked for.
pub(super) const DAYS: &str = "In how many days";

/// Reads a whole number; what is none becomes one that is refused when it is kept.
pub(super) fn whole(text: &str) -> u32 {
    text.trim().parse().unwrap_or(u32::MAX)
}
