//! Reading a walk: from its steps and the answers so far to the next question.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use crate::domain::commitment;
use crate::domain::time::StudyDay;
use crate::domain::walk::answer::{Answer, Given, Link, Wrong, suits};
use crate::domain::walk::value::{Known, Value};
use crate::domain::walk::{Ask, Kind, Step, Walk};

/// Walks by the names of their techniques.
pub type Library = BTreeMap<String, Walk>;

/// Answers by their places, such as `goals` or `button.2.missing`.
pub type Answers = BTreeMap<String, Given>;

/// How deep walks may call each other.
pub const DEPTH: usize = 4;

/// A question about to be asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Where its answer is kept.
    pub place: String,
    /// What it asks for.
    pub asks: Ask,
    /// What is said, with earlier answers in place.
    pub ask: String,
    /// What the step is called; empty if it is none by itself.
    pub name: String,
    /// Why it is asked, for who is learning.
    pub explain: String,
    /// What somebody else answered.
    pub example: String,
    /// Whether it may be skipped.
    pub optional: bool,
    /// Ideas shown one after the other.
    pub hints: Vec<String>,
    /// What may be picked from, or linked from.
    pub items: Vec<String>,
    /// What may be linked to.
    pub others: Vec<String>,
    /// How many questions were answered before it.
    pub number: usize,
    /// What was answered here before, if anything.
    pub before: Option<Answer>,
}

/// Where a walk stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Stand {
    /// It asks.
    Asks(Box<Question>),
    /// It rests until a study day.
    Waits(StudyDay),
    /// It is at its end.
    Ends,
}

/// Something a walk yields.
#[derive(Clone, Debug, PartialEq)]
pub enum Artefact {
    /// A trigger-action plan.
    Tap {
        /// The trigger.
        trigger: String,
        /// The action.
        action: String,
    },
    /// A commitment, due on a study day.
    Commitment {
        /// What sort.
        kind: commitment::Kind,
        /// What.
        text: String,
        /// When it comes back.
        due: StudyDay,
        /// How likely, for a forecast.
        probability: Option<f64>,
    },
    /// A card.
    Card {
        /// The question.
        front: String,
        /// The answer.
        back: String,
    },
    /// Something measured before and after, 0-10.
    Metric {
        /// What was asked.
        name: String,
        /// Before.
        before: u8,
        /// After.
        after: u8,
    },
    /// Links between two lists.
    Graph {
        /// The key of the list they come from, and its items.
        from: (String, Vec<String>),
        /// The key of the list they lead to, and its items.
        to: (String, Vec<String>),
        /// The links.
        links: Vec<Link>,
        /// The greatest weight a link could have, from 1.
        most: u8,
    },
}

/// A question that was answered, as the journal shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Passed {
    /// Where the answer is kept.
    pub place: String,
    /// What was said.
    pub ask: String,
    /// What was answered.
    pub answer: Answer,
}

/// A walk read as far as its answers go.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Where it stands.
    pub stand: Stand,
    /// What is known.
    pub known: Known,
    /// What was answered, in order.
    pub passed: Vec<Passed>,
    /// What it yields so far.
    pub artefacts: Vec<Artefact>,
    /// Answers that do not suit their questions any more, because something before them changed.
    pub unfit: Vec<(String, Wrong)>,
}

/// Reads a walk on a study day.
#[must_use]
pub fn read(walk: &Walk, library: &Library, answers: &Answers, today: StudyDay) -> Reading {
    let mut reader = Reader {
        library,
        answers,
        today,
        depth: 0,
        passed: Vec::new(),
        artefacts: Vec::new(),
        unfit: Vec::new(),
    };
    let mut known = Known::default();
    let stand = match reader.steps(&walk.steps, "", &mut known) {
        ControlFlow::Break(stand) => stand,
        ControlFlow::Continue(()) => Stand::Ends,
    };
    let Reader { passed, artefacts, unfit, .. } = reader;
    Reading { stand, known, passed, artefacts, unfit }
}

struct Reader<'a> {
    library: &'a Library,
    answers: &'a Answers,
    today: StudyDay,
    depth: usize,
    passed: Vec<Passed>,
    artefacts: Vec<Artefact>,
    unfit: Vec<(String, Wrong)>,
}

/// Goes on, or stops where something has to happen first.
type Flow = ControlFlow<Stand>;

impl Reader<'_> {
    fn steps(&mut self, steps: &[Step], inside: &str, known: &mut Known) -> Flow {
        for step in steps {
            if step.when.as_ref().is_some_and(|when| !when.holds(known)) {
                continue;
            }
            let place = format!("{inside}{}", step.key);
            match &step.kind {
                Kind::Ask(ask) => self.once(step, ask, &place, known)?,
                Kind::ForEach { over, steps } => self.each(steps, &place, over, known)?,
                Kind::Loop { until, max, steps } => {
                    for round in 1..=*max {
                        self.steps(steps, &format!("{place}.{round}."), known)?;
                        if until.holds(known) {
                            break;
                        }
                    }
                }
                Kind::Call { walk, give } => self.call(&place, &step.key, (walk, give), known)?,
                Kind::Turns { speakers, min, max } => {
                    self.turns(step, &place, (speakers, *min, *max), known)?;
                }
            }
        }
        ControlFlow::Continue(())
    }

    fn each(&mut self, steps: &[Step], place: &str, over: &str, known: &mut Known) -> Flow {
        for (item, nth) in known.list(over).into_iter().zip(1..) {
            known.note("item", Value::Text(item));
            self.steps(steps, &format!("{place}.{nth}."), known)?;
        }
        ControlFlow::Continue(())
    }

    fn call(
        &mut self,
        place: &str,
        key: &str,
        (walk, give): (&str, &[(String, String)]),
        known: &mut Known,
    ) -> Flow {
        // A walk that is not there, or calls itself, is refused when its deck is read.
        let Some(inner) = self.library.get(walk).filter(|_| self.depth < DEPTH) else {
            return ControlFlow::Continue(());
        };
        let mut inside = Known::default();
        let given: Vec<Step> = inner
            .steps
            .iter()
            .filter(|step| match give.iter().find(|(key, _)| *key == step.key) {
                Some((key, text)) => {
                    inside.note(key, Value::Text(known.fill(text)));
                    false
                }
                None => true,
            })
            .cloned()
            .collect();
        self.depth += 1;
        let flow = self.steps(&given, &format!("{place}."), &mut inside);
        self.depth -= 1;
        known.take_over(key, inside);
        flow
    }

    fn turns(
        &mut self,
        step: &Step,
        place: &str,
        ([first, second], min, max): (&[String; 2], usize, usize),
        known: &mut Known,
    ) -> Flow {
        for nth in 1..=max {
            let (speaker, other) = if nth % 2 == 1 { (first, second) } else { (second, first) };
            known.note("speaker", known.value(speaker).clone());
            known.note("other", known.value(other).clone());
            let ask = Ask::Turn { takes_up: nth > 1, may_end: nth > min };
            let answer = self.answer(step, &ask, &format!("{place}.{nth}"), known)?;
            if answer == Answer::Enough {
                break;
            }
            known.note("last-said", answer.value());
        }
        ControlFlow::Continue(())
    }

    fn once(&mut self, step: &Step, ask: &Ask, place: &str, known: &mut Known) -> Flow {
        let answer = self.answer(step, ask, place, known)?;
        self.collect((step, ask), place, &answer, known)?;
        if let (Ask::Text { append_to: Some(list), .. }, Answer::Text(text)) = (ask, &answer) {
            known.append(list, text);
        }
        known.note(&step.key, answer.value());
        ControlFlow::Continue(())
    }

    /// The answer at a place; without one that suits, the walk stops to ask.
    fn answer(
        &mut self,
        step: &Step,
        ask: &Ask,
        place: &str,
        known: &Known,
    ) -> ControlFlow<Stand, Answer> {
        let given = self.answers.get(place).map(|given| given.answer.clone());
        let checked = given.map(|answer| match (answer, step.optional) {
            (Answer::Skipped, true) => Ok(Answer::Skipped),
            (Answer::Skipped, false) => Err(Wrong::Needed),
            (answer, _) => suits(ask, known, answer),
        });
        let place = place.to_owned();
        match checked {
            Some(Ok(answer)) => {
                let (ask, answer) = (known.fill(&step.ask), answer);
                self.passed.push(Passed { place, ask, answer: answer.clone() });
                ControlFlow::Continue(answer)
            }
            Some(Err(wrong)) => {
                self.unfit.push((place.clone(), wrong));
                ControlFlow::Break(self.question(step, ask, place, known))
            }
            None => ControlFlow::Break(self.question(step, ask, place, known)),
        }
    }

    fn question(&self, step: &Step, ask: &Ask, place: String, known: &Known) -> Stand {
        let items = match ask {
            Ask::Pick { from, .. } | Ask::Edges { from, .. } => known.list(from),
            Ask::Choice { options } | Ask::Multi { options } => options.clone(),
            Ask::Info
            | Ask::Text { .. }
            | Ask::List { .. }
            | Ask::Scale { .. }
            | Ask::YesNo
            | Ask::Timer { .. }
            | Ask::Breath { .. }
            | Ask::Turn { .. }
            | Ask::Forecast { .. }
            | Ask::Wait { .. }
            | Ask::Tap
            | Ask::Commitment { .. }
            | Ask::Card => Vec::new(),
        };
        let others = if let Ask::Edges { to, .. } = ask { known.list(to) } else { Vec::new() };
        let before = self.answers.get(&place).map(|given| given.answer.clone());
        Stand::Asks(Box::new(Question {
            place,
            asks: ask.clone(),
            ask: known.fill(&step.ask),
            name: step.name.clone(),
            explain: known.fill(&step.explain),
            example: step.example.clone(),
            optional: step.optional,
            hints: step.hints.clone(),
            items,
            others,
            number: self.passed.len() + 1,
            before,
        }))
    }

    /// Collects what an answer yields; a date that has not come stops the walk.
    fn collect(
        &mut self,
        (step, ask): (&Step, &Ask),
        place: &str,
        answer: &Answer,
        known: &Known,
    ) -> Flow {
        let given = self.answers.get(place).map_or(self.today, |given| given.day);
        let after = |days: u32| given.plus(i32::try_from(days).unwrap_or(i32::MAX));
        let artefact = match (ask, answer) {
            (_, Answer::Days(days)) if after(*days) > self.today => {
                return ControlFlow::Break(Stand::Waits(after(*days)));
            }
            (_, Answer::Plan { trigger, action }) => {
                Artefact::Tap { trigger: trigger.clone(), action: action.clone() }
            }
            (Ask::Commitment { kind, .. }, Answer::Promise { text, days }) => {
                let (kind, text, due) = (*kind, text.clone(), after(*days));
                Artefact::Commitment { kind, text, due, probability: None }
            }
            (_, Answer::Forecast { claim, probability, days }) => Artefact::Commitment {
                kind: commitment::Kind::Forecast,
                text: claim.clone(),
                due: after(*days),
                probability: Some(*probability),
            },
            (_, Answer::Card { front, back }) => {
                Artefact::Card { front: front.clone(), back: back.clone() }
            }
            (Ask::Edges { from, to, most }, Answer::Links(links)) => Artefact::Graph {
                from: (from.clone(), known.list(from)),
                to: (to.clone(), known.list(to)),
                links: links.clone(),
                most: *most,
            },
            (Ask::Scale { again: Some(first), .. }, Answer::Number(after)) => {
                let Value::Number(before) = known.value(first) else {
                    return ControlFlow::Continue(());
                };
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0-10")]
                let before = *before as u8;
                Artefact::Metric { name: known.fill(&step.ask), before, after: *after }
            }
            _ => return ControlFlow::Continue(()),
        };
        self.artefacts.push(artefact);
        ControlFlow::Continue(())
    }
}

#[cfg(test)]
mod tests;
