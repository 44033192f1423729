//! Leading through a run: asking, keeping, going back, and showing what came of it.

use std::io::Write as _;

use crate::app::technique::Technique;
use crate::app::{Error, Study, grimoire, jot, walk};
use crate::domain::text::harmless;
use crate::domain::walk::answer::Answer;
use crate::domain::walk::artefact::Artefact;
use crate::domain::walk::read::{Question, Reading, Stand};
use crate::domain::walk::{Ask, Mode};
use crate::storage::db::run::Run;
use crate::storage::decks::exchange::{self, Table};
use crate::ui::chart::graph::Graph;
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::term::ask;
use crate::ui::term::screen::Screen;
use crate::ui::term::tell::tell;
use crate::ui::walk::asking::{self, Said, Surroundings};
use crate::ui::walk::page;

/// What a run is led with.
struct Lead<'a> {
    env: &'a mut Env,
    study: &'a Study,
    technique: &'a Technique,
    run: &'a Run,
    /// The other's side of a disagreement.
    theirs: Option<&'a Table>,
}

/// Leads through a run until its end, or until the user leaves.
///
/// # Errors
/// When the user interrupts, the terminal is gone or the database refuses.
pub fn lead(
    env: &mut Env,
    study: &Study,
    technique: &Technique,
    run: &Run,
    theirs: Option<&Table>,
) -> Result<(), Failure> {
    Lead { env, study, technique, run, theirs }.through()
}

impl Lead<'_> {
    fn explain(&self, error: Error) -> Failure {
        self.env.explain(error)
    }

    fn read(&self) -> Result<Reading, Failure> {
        walk::reading(self.study, self.technique, self.run.thing)
            .map_err(|error| self.explain(error))
    }

    fn through(mut self) -> Result<(), Failure> {
        let mut reading = self.read()?;
        let mut withdrawn: Option<(String, Answer)> = None;
        loop {
            let mut question = match &reading.stand {
                Stand::Ends => return self.finish(),
                Stand::Waits(until) => {
                    let until = until.long();
                    let said = format!("It rests until {until}; then rat walk goes on with it.");
                    return tell(self.env, &said);
                }
                Stand::Asks(question) => question.clone(),
            };
            if let Some(read) = self.take_theirs(&question, &reading)? {
                reading = read;
                continue;
            }
            if self.run.mode == Mode::Recall {
                self.recall(&question)?;
            }
            if let Some((place, answer)) = withdrawn.take()
                && place == question.place
            {
                question.before = Some(answer);
            }
            let said = self.ask(&question)?;
            reading = match said {
                Said::Leave => {
                    let said = "Left as it is; every answer is kept. rat walk goes on with it.";
                    return tell(self.env, said);
                }
                Said::Back => {
                    let last = reading.passed.last();
                    withdrawn = last.map(|passed| (passed.place.clone(), passed.answer.clone()));
                    self.back(&reading)?
                }
                Said::Skip => self.keep(&question, reading, Answer::Skipped)?,
                Said::Answer(answer) => self.keep(&question, reading, answer)?,
            };
        }
    }

    fn ask(&mut self, question: &Question) -> Result<Said, Failure> {
        let (study, run) = (self.study, self.run.thing);
        let grimoire = if let Ask::Timer { grimoire: true, .. } = question.asks {
            grimoire::order(study, self.technique, run)
        } else {
            Ok(Vec::new())
        };
        let with = Surroundings {
            study,
            run,
            title: &self.technique.title,
            learn: self.run.mode == Mode::Learn,
            private: self.run.private,
            one_key: self.technique.walk.one_key && self.run.mode == Mode::Run,
            grimoire: grimoire.map_err(|error| self.explain(error))?,
            jots: self.jots(question)?,
        };
        asking::ask(self.env, &with, question)
    }

    /// The open jots that may answer a question.
    fn jots(&self, question: &Question) -> Result<Vec<String>, Failure> {
        let Ask::Text { jots: Some(kind), .. } = question.asks else { return Ok(Vec::new()) };
        let open = jot::list(self.study, false).map_err(|error| self.explain(error))?;
        let fits = open.into_iter().filter(|stored| stored.jot.kind == kind);
        Ok(fits.map(|stored| stored.jot.text).collect())
    }

    /// Takes the answer to a question from the other's side, where it is one for them.
    fn take_theirs(
        &mut self,
        question: &Question,
        reading: &Reading,
    ) -> Result<Option<Reading>, Failure> {
        let answer = self.theirs.and_then(|theirs| exchange::answer(question, theirs));
        let Some(answer) = answer else { return Ok(None) };
        tell(self.env, &format!("From the other: {}", question.step.ask))?;
        writeln!(self.env.out, "{}", harmless(&page::said(&answer)))?;
        let kept = self.keep(question, reading.clone(), answer)?;
        // What does not suit is asked of whoever sits here.
        Ok((kept != *reading).then_some(kept))
    }

    /// Lets the user name the next step before it is shown, once for each step.
    fn recall(&mut self, question: &Question) -> Result<(), Failure> {
        let name = &question.step.name;
        let known = walk::recalls(self.study, self.run.thing);
        let known = known.map_err(|error| self.explain(error))?;
        if name.is_empty() || known.iter().any(|(known, _)| known == name) {
            return Ok(());
        }
        writeln!(self.env.out)?;
        ask::text(self.env, "Which step comes next?", "")?;
        tell(self.env, &format!("It is: {name}."))?;
        let named = ask::confirm(self.env, "Is that what you said?", true)?;
        walk::recall(self.study, self.run.thing, name, named).map_err(|error| self.explain(error))
    }

    /// Keeps an answer; one that does not suit is explained, and asked for again.
    fn keep(
        &mut self,
        question: &Question,
        before: Reading,
        answer: Answer,
    ) -> Result<Reading, Failure> {
        match walk::answer(self.study, self.technique, self.run.thing, answer) {
            Ok(reading) => {
                self.show_yield(&question.place, &reading)?;
                Ok(reading)
            }
            Err(error @ Error::Answer(_)) => {
                tell(self.env, &format!("{error}."))?;
                Ok(before)
            }
            Err(error) => Err(self.explain(error)),
        }
    }

    /// Shows at once what an answer came to: a difference, or what nothing serves.
    fn show_yield(&mut self, place: &str, reading: &Reading) -> Result<(), Failure> {
        for (from, artefact) in &reading.artefacts {
            if from != place {
                continue;
            }
            match artefact {
                Artefact::Metric { before, after, .. } => {
                    let change = i64::from(*after) - i64::from(*before);
                    tell(self.env, &format!("{before} before, {after} now: {change:+}."))?;
                }
                Artefact::Graph { .. } => self.graph(artefact)?,
                Artefact::Tap { .. }
                | Artefact::Commitment { .. }
                | Artefact::Card { .. }
                | Artefact::Closed { .. }
                | Artefact::Parked { .. }
                | Artefact::Record { .. } => {}
            }
        }
        Ok(())
    }

    fn graph(&mut self, artefact: &Artefact) -> Result<(), Failure> {
        let Some(graph) = Graph::of(artefact) else { return Ok(()) };
        let (columns, _) = if self.env.plain { (80, 0) } else { Screen::size() };
        for line in graph.matrix(columns.clamp(30, 100)) {
            writeln!(self.env.out, "  {}", harmless(&line))?;
        }
        Ok(())
    }

    /// Asks the question before again; its new answer takes the old one's place, and both are kept.
    fn back(&mut self, reading: &Reading) -> Result<Reading, Failure> {
        let Some(last) = reading.passed.last() else {
            tell(self.env, "This is the first question.")?;
            return Ok(reading.clone());
        };
        // Taking the answer back is itself a fact, so the old one stays in the log.
        walk::retract(self.study, self.run.thing, &last.place)
            .map_err(|error| self.explain(error))?;
        self.read()
    }

    fn finish(self) -> Result<(), Failure> {
        let finished = walk::finish(self.study, self.technique, self.run.thing);
        let finished = finished.map_err(|error| self.env.explain(error))?;
        let env = self.env;
        writeln!(env.out)?;
        if let Some(rating) = finished.graded.filter(|_| self.run.mode == Mode::Recall) {
            tell(env, &format!("The steps: {}.", rating.word()))?;
        }
        if finished.made.is_empty() {
            tell(env, &self.technique.walk.nothing)?;
        } else {
            tell(env, "What came of it:")?;
        }
        for (artefact, name) in &finished.made {
            let name = name.as_ref().map_or_else(String::new, |name| format!(" [{name}]"));
            tell(env, &format!("- {}{name}", page::artefact(artefact)))?;
        }
        tell(env, &format!("Read it again: rat journal show {}", finished.run.thing))
    }
}
