//! Running errands: each is asked, kept at once, and answered with what came of it.

use std::collections::HashSet;
use std::path::PathBuf;

use crate::app::errand::{self, Errand};
use crate::app::fire::{Firing, fire};
use crate::app::progress::Watch;
use crate::app::tap::{self, Tap};
use crate::app::{Error, Study, commitment, undo, walk};
use crate::domain::commitment::{Commitment, Kind as Sort, State};
use crate::domain::review::Rating;
use crate::domain::tap::outcome::Kind;
use crate::domain::tap::plan::{Plan, Verdict};
use crate::domain::time::StudyDay;
use crate::ui::clock::Clock;
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::session::linear;
use crate::ui::session::question::{Asker, InLines, OnScreen, Question};
use crate::ui::session::questions;
use crate::ui::term::interrupt::give_terminal_back;
use crate::ui::words;

/// Which errands are run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Round {
    /// What the daily session asks beside the cards.
    Review,
    /// The sweep of a study day.
    Checkin(StudyDay),
}

/// What was answered in a round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Errands answered.
    pub answered: u32,
    /// Errands left for another time.
    pub skipped: u32,
    /// Whether the user left before the end.
    pub quit: bool,
}

/// A round under way. Nothing is kept only here: every answer is in the database before the next
/// question.
pub struct Errands<'a> {
    study: &'a mut Study,
    clock: Clock,
    round: Round,
    db: PathBuf,
    skipped: HashSet<(u8, i64)>,
    tally: Tally,
}

/// What became of an errand.
enum End {
    Answered,
    Skipped,
    Undone,
    Quit,
}

impl<'a> Errands<'a> {
    /// Begins a round.
    pub fn begin(study: &'a mut Study, clock: Clock, round: Round) -> Self {
        let db = study.db.path().to_owned();
        let (skipped, tally) = (HashSet::new(), Tally::default());
        Self { study, clock, round, db, skipped, tally }
    }

    fn explain(&self, error: Error) -> Failure {
        Failure::from_app(error, &self.db)
    }

    /// The errands that are left.
    fn left(&mut self) -> Result<Vec<Errand>, Failure> {
        self.study.now = self.clock.now(self.study.settings.rollover);
        let all = match self.round {
            Round::Review => errand::of_review(self.study),
            Round::Checkin(day) => errand::of_checkin(self.study, day),
        };
        let mut all = all.map_err(|error| self.explain(error))?;
        all.retain(|errand| !self.skipped.contains(&mark(errand)));
        Ok(all)
    }

    /// Runs every errand.
    ///
    /// # Errors
    /// When the user interrupts, the terminal is gone or the database refuses; whatever was answered
    /// before is kept.
    pub fn run(mut self, asker: &mut dyn Asker) -> Result<Tally, Failure> {
        loop {
            let left = self.left()?;
            let Some(next) = left.first() else { return Ok(self.tally) };
            match self.one(asker, next)? {
                End::Answered => self.tally.answered += 1,
                End::Skipped => {
                    self.skipped.insert(mark(next));
                    self.tally.skipped += 1;
                }
                End::Undone => self.tally.answered = self.tally.answered.saturating_sub(1),
                End::Quit => {
                    self.tally.quit = true;
                    return Ok(self.tally);
                }
            }
        }
    }

    fn one(&mut self, asker: &mut dyn Asker, errand: &Errand) -> Result<End, Failure> {
        match errand {
            Errand::Outcome(tap, day) => self.outcome(asker, tap, *day),
            Errand::Rehearsal(tap, senses) => self.rehearsal(asker, tap, senses),
            Errand::Rating(tap) => self.rating(asker, tap),
            Errand::Check(tap) => self.check(asker, tap),
            Errand::Commitment(id, promised) => self.commitment(asker, *id, promised),
        }
    }

    /// Asks a question; the keys that every question has are dealt with here.
    fn ask(
        &mut self,
        asker: &mut dyn Asker,
        question: &Question,
    ) -> Result<Result<char, End>, Failure> {
        let mut question = question.clone();
        let common = [('s', "skip"), ('u', "undo"), ('q', "quit")];
        question.keys.extend(common.map(|(key, word)| (key, word.to_owned())));
        Ok(match asker.ask(&question)? {
            's' => Err(End::Skipped),
            'q' => Err(End::Quit),
            'u' => {
                asker.tell(&self.undo()?)?;
                Err(End::Undone)
            }
            key => Ok(key),
        })
    }

    /// Takes back the last act, and asks again what was skipped of it.
    fn undo(&mut self) -> Result<String, Failure> {
        match undo::undo(self.study, Watch::nobody()) {
            Ok(undone) => {
                if let crate::storage::db::fact::About::Thing(thing) = undone.act.about {
                    self.skipped.retain(|(_, skipped)| *skipped != thing);
                }
                Ok(words::undone(&undone))
            }
            Err(Error::NothingToUndo) => Ok("There is nothing to undo.".to_owned()),
            Err(error) => Err(self.explain(error)),
        }
    }

    fn outcome(&mut self, asker: &mut dyn Asker, tap: &Tap, day: StudyDay) -> Result<End, Failure> {
        let key = match self.ask(asker, &questions::outcome(tap, day, self.study.now))? {
            Ok(key) => key,
            Err(end) => return Ok(end),
        };
        let kind = match key {
            'd' => Kind::Did,
            'n' => Kind::Noticed,
            'm' => Kind::Missed,
            'x' => Kind::Misfire,
            _ => Kind::None,
        };
        let firing = Firing::on(self.study, kind, day);
        let fired = fire(self.study, tap.thing, firing).map_err(|error| self.explain(error))?;
        let said = words::acknowledgement(&fired, self.study.now);
        asker.tell(&said.into_iter().take(2).collect::<Vec<_>>().join("\n"))?;
        Ok(End::Answered)
    }

    fn rehearsal(
        &mut self,
        asker: &mut dyn Asker,
        tap: &Tap,
        senses: &str,
    ) -> Result<End, Failure> {
        let watch = self.clock.stopwatch();
        let mut key = self.ask(asker, &questions::trigger(tap, senses))?;
        if key.is_ok() {
            key = self.ask(asker, &questions::action(tap))?;
        }
        let rating = match key {
            Ok(key) => key.to_string().parse::<Rating>().unwrap_or(Rating::Good),
            Err(end) => return Ok(end),
        };
        let took = watch.milliseconds();
        let tap = errand::rehearse(self.study, tap.thing, rating, (1, ""), took)
            .map_err(|error| self.explain(error))?;
        asker.tell(&questions::rehearsed(&tap, self.study.now))?;
        Ok(End::Answered)
    }

    fn rating(&mut self, asker: &mut dyn Asker, tap: &Tap) -> Result<End, Failure> {
        let key = match self.ask(asker, &questions::automaticity(tap))? {
            Ok(key) => key,
            Err(end) => return Ok(end),
        };
        let rating = key.to_digit(10).and_then(|digit| u8::try_from(digit).ok()).unwrap_or(1);
        tap::rate(self.study, tap.thing, rating).map_err(|error| self.explain(error))?;
        asker.tell(&format!("{}: rated {rating} of 7.", tap.plan.name))?;
        Ok(End::Answered)
    }

    fn check(&mut self, asker: &mut dyn Asker, tap: &Tap) -> Result<End, Failure> {
        let key = match self.ask(asker, &questions::look_back(tap))? {
            Ok(key) => key,
            Err(end) => return Ok(end),
        };
        let verdict = questions::verdict(key);
        let plan = reworded(asker, &tap.plan, verdict)?;
        let tap = match tap::look_back(self.study, tap.thing, verdict, plan) {
            Ok(tap) => tap,
            Err(error @ (Error::Plan(_) | Error::Exists { .. })) => {
                asker.tell(&format!("Nothing changed: {error}."))?;
                return Ok(End::Undone);
            }
            Err(error) => return Err(self.explain(error)),
        };
        asker.tell(&questions::decided(&tap, verdict))?;
        Ok(End::Answered)
    }

    fn commitment(
        &mut self,
        asker: &mut dyn Asker,
        id: i64,
        promised: &Commitment,
    ) -> Result<End, Failure> {
        let decks = self.db.with_file_name("decks");
        let origin = walk::origin(self.study, &decks, id).map_err(|error| self.explain(error))?;
        let question = questions::commitment(promised, origin.as_ref());
        let key = match self.ask(asker, &question)? {
            Ok(key) => key,
            Err(end) => return Ok(end),
        };
        let later = |days| self.study.now.today.plus(days);
        let now = match key {
            'd' => commitment::close(self.study, id, State::Done, ""),
            't' => commitment::close(self.study, id, State::True, ""),
            'f' => commitment::close(self.study, id, State::False, ""),
            'x' => commitment::close(self.study, id, State::Dropped, ""),
            '7' => commitment::snooze(self.study, id, later(7)),
            _ => commitment::snooze(self.study, id, later(1)),
        };
        let mut now = now.map_err(|error| self.explain(error))?;
        let looks_back = matches!(now.state, State::Done | State::True | State::False)
            && promised.kind != Sort::NextAction;
        if looks_back {
            let note = asker.line("What happened? (Enter says nothing)", "")?;
            if !note.trim().is_empty() {
                now = commitment::close(self.study, id, now.state, note.trim())
                    .map_err(|error| self.explain(error))?;
            }
        }
        asker.tell(&questions::closed(&now))?;
        Ok(End::Answered)
    }
}

/// Runs a round of errands on the terminal; returns what was told last and not seen yet.
///
/// # Errors
/// When the user interrupts, the terminal is gone or the database refuses; whatever was answered
/// before is kept.
pub fn sweep(env: &mut Env, study: &mut Study, round: Round) -> Result<(Tally, String), Failure> {
    give_terminal_back();
    let errands = Errands::begin(study, env.clock, round);
    if env.plain {
        let mut input = linear::stdin();
        let mut asker = InLines { out: &mut env.out, input: &mut input };
        return Ok((errands.run(&mut asker)?, String::new()));
    }
    let mut asker = OnScreen::open(&mut env.out)?;
    let tally = errands.run(&mut asker)?;
    Ok((tally, asker.last_words()))
}

/// Asks for the words that a verdict changes.
///
/// # Errors
/// When the user interrupts or the terminal is gone.
pub fn reworded(asker: &mut dyn Asker, plan: &Plan, verdict: Verdict) -> Result<Plan, Failure> {
    let mut plan = plan.clone();
    if matches!(verdict, Verdict::Trigger | Verdict::Swap) {
        plan.trigger = asker.line("When", &plan.trigger)?;
    }
    if matches!(verdict, Verdict::Shrink | Verdict::Swap) {
        plan.action = asker.line("Then", &plan.action)?;
    }
    Ok(plan.tidied())
}

/// What tells errands apart.
fn mark(errand: &Errand) -> (u8, i64) {
    match errand {
        Errand::Outcome(tap, _) => (0, tap.thing),
        Errand::Rehearsal(tap, _) => (1, tap.thing),
        Errand::Rating(tap) => (2, tap.thing),
        Errand::Check(tap) => (3, tap.thing),
        Errand::Commitment(id, _) => (4, *id),
    }
}
