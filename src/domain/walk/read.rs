//! Reading a walk: from its steps and the answers so far to the next question.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use crate::domain::time::StudyDay;
use crate::domain::walk::answer::{Answer, Given};
use crate::domain::walk::artefact::{Artefact, after, yields};
use crate::domain::walk::follow::follow;
use crate::domain::walk::offer::{filled, offered};
use crate::domain::walk::suits::{Wrong, suits};
use crate::domain::walk::value::{Known, Value};
use crate::domain::walk::{Ask, Kind, Step, Walk, closing, place};

/// Walks by the names of their techniques.
pub type Library = BTreeMap<String, Walk>;

/// Answers by their places, such as `goals` or `button.2.missing`.
pub type Answers = BTreeMap<String, Given>;

/// How deep walks may call each other.
pub const DEPTH: usize = 4;

/// The most steps that are gone through before a walk is taken to be at its end: five times as many as one
/// deck may come to.
const STEPS: usize = 150_000;

/// A question about to be asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Where its answer is kept.
    pub place: String,
    /// The step, with earlier answers in place in all it says.
    pub step: Step,
    /// What it asks for.
    pub asks: Ask,
    /// What may be picked from, or linked from; what a list begins with.
    pub items: Vec<String>,
    /// What may be linked to.
    pub others: Vec<String>,
    /// How many questions were answered before it.
    pub number: usize,
    /// The walks inside which it is asked, the outermost left out.
    pub inside: Vec<String>,
    /// The user's own words that stay in view.
    pub pinned: Vec<String>,
    /// Whether the same step was asked before, in an earlier round or for another item.
    pub repeated: bool,
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

/// A question that was answered, as the journal shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Passed {
    /// Where the answer is kept.
    pub place: String,
    /// The key of the step.
    pub key: String,
    /// What was said.
    pub ask: String,
    /// What was answered.
    pub answer: Answer,
    /// Who spoke, in a talk of two.
    pub speaker: Option<String>,
    /// Whether it foresees something.
    pub foreseen: bool,
    /// What was noted beside it.
    pub notes: Vec<String>,
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
    /// What it yields so far, each with the place of its answer.
    pub artefacts: Vec<(String, Artefact)>,
    /// Answers that do not suit their questions any more, because something before them changed.
    pub unfit: Vec<(String, Wrong)>,
    /// What the places inside private walks begin with.
    pub private: Vec<String>,
}

impl Reading {
    /// Whether a place lies inside a private walk.
    #[must_use]
    pub fn is_private(&self, place: &str) -> bool {
        self.private.iter().any(|inside| place.starts_with(inside))
    }
}

/// Reads a walk on a study day.
#[must_use]
pub fn read(walk: &Walk, library: &Library, answers: &Answers, today: StudyDay) -> Reading {
    let mut reader = Reader {
        library,
        answers,
        today,
        inside: Vec::new(),
        pinned: &walk.pinned,
        passed: Vec::new(),
        artefacts: Vec::new(),
        unfit: Vec::new(),
        private: Vec::new(),
        gone_through: 0,
    };
    let mut known = Known::default();
    let mut flow = reader.steps(&walk.steps, "", &mut known);
    if flow.is_continue() {
        flow = reader.steps(&*closing::STEPS, "", &mut known);
    }
    let stand = match flow {
        ControlFlow::Break(stand) => stand,
        ControlFlow::Continue(()) => Stand::Ends,
    };
    let Reader { passed, artefacts, unfit, private, .. } = reader;
    Reading { stand, known, passed, artefacts, unfit, private }
}

struct Reader<'a> {
    library: &'a Library,
    answers: &'a Answers,
    today: StudyDay,
    /// The walks gone into.
    inside: Vec<String>,
    pinned: &'a [String],
    passed: Vec<Passed>,
    artefacts: Vec<(String, Artefact)>,
    unfit: Vec<(String, Wrong)>,
    private: Vec<String>,
    /// How many steps were gone through.
    gone_through: usize,
}

/// Goes on, or stops where something has to happen first.
type Flow = ControlFlow<Stand>;

impl Reader<'_> {
    fn steps(&mut self, steps: &[Step], inside: &str, known: &mut Known) -> Flow {
        for step in steps {
            self.gone_through += 1;
            // Decks that call each other may come to more than each of them is allowed.
            if self.gone_through > STEPS {
                return ControlFlow::Break(Stand::Ends);
            }
            if step.when.as_ref().is_some_and(|when| !when.holds(known)) {
                continue;
            }
            let place = format!("{inside}{}", step.key);
            match &step.kind {
                Kind::Ask(ask) => self.once(step, ask, &place, known)?,
                Kind::ForEach { over, steps } => self.each((step, steps), &place, over, known)?,
                Kind::Loop { until, max, steps } => {
                    for round in 1..=*max {
                        self.steps(steps, &format!("{place}.{round}."), known)?;
                        if until.holds(known) {
                            break;
                        }
                    }
                }
                Kind::Call { walk, give } => self.call(&place, &step.key, (walk, give), known)?,
                Kind::Turns { .. } => self.turns(step, &place, known)?,
                Kind::Reckon(product) => known.note(&step.key, product.value(known)),
                Kind::Compose { text, append_to, into } => {
                    let text = known.fill(text);
                    known.note(into.as_ref().unwrap_or(&step.key), Value::Text(text.clone()));
                    if let Some(list) = append_to {
                        known.append(list, &text);
                    }
                    let lines = append_to.as_ref().map_or(vec![text], |list| known.list(list));
                    if let Some(sort) = step.record.clone() {
                        self.yielded(&place, Artefact::Record { sort, lines });
                    }
                }
                Kind::Rank(rank) => {
                    let (moved, still) = rank.order(known);
                    let shown = moved.iter().map(|(item, by)| format!("{item} ({by})"));
                    known.note(&format!("{}.shown", step.key), Value::List(shown.collect()));
                    known.note(&format!("{}.still", step.key), Value::List(still));
                    let moved = moved.into_iter().map(|(item, _)| item);
                    known.note(&step.key, Value::List(moved.collect()));
                }
            }
        }
        ControlFlow::Continue(())
    }

    fn each(
        &mut self,
        (step, steps): (&Step, &[Step]),
        place: &str,
        over: &str,
        known: &mut Known,
    ) -> Flow {
        let asked = steps.iter().filter(|inner| matches!(inner.kind, Kind::Ask(_)));
        let all: Vec<(&str, String)> = asked
            .map(|inner| (inner.key.as_str(), format!("{}.{}", step.key, inner.key)))
            .collect();
        for (_, gathered) in &all {
            known.forget(gathered);
        }
        for (item, nth) in known.list(over).into_iter().zip(1..) {
            for (key, _) in &all {
                known.forget(key);
            }
            known.note("item", Value::Text(item));
            self.steps(steps, &format!("{place}.{nth}."), known)?;
            for (key, gathered) in &all {
                known.gather(key, gathered);
            }
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
        let Some(inner) = self.library.get(walk).filter(|_| self.inside.len() < DEPTH) else {
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
        self.inside.push(walk.to_owned());
        if inner.private {
            self.private.push(format!("{place}."));
        }
        let outer = std::mem::replace(&mut self.pinned, &inner.pinned);
        let flow = self.steps(&given, &format!("{place}."), &mut inside);
        self.pinned = outer;
        self.inside.pop();
        known.take_over(key, inside);
        flow
    }

    fn turns(&mut self, step: &Step, place: &str, known: &mut Known) -> Flow {
        let Kind::Turns { speakers: [first, second], second_begins, min, max } = &step.kind else {
            return ControlFlow::Continue(());
        };
        let fork = format!("{}.fork", step.key);
        known.forget(&fork);
        let swapped = second_begins.as_ref().is_some_and(|begins| begins.holds(known));
        let mut pair = if swapped { (second, first) } else { (first, second) };
        // What was said under steam wants no answer: its speaker goes on, by the rules.
        let mut heard = false;
        for nth in 1..=*max {
            known.note("speaker", known.value(pair.0).clone());
            known.note("other", known.value(pair.1).clone());
            let ask = Ask::Turn { takes_up: heard, may_end: nth > *min };
            let answer = self.answer(step, &ask, &format!("{place}.{nth}"), known)?;
            if let Some(passed) = self.passed.last_mut() {
                passed.speaker = Some(known.value(pair.0).said());
            }
            if let Answer::Fork(about) = &answer {
                known.note(&fork, Value::Text(about.clone()));
                break;
            }
            let Answer::Turn(turn) = &answer else { break };
            if !turn.steam {
                heard = true;
                pair = (pair.1, pair.0);
            }
            known.note("last-said", answer.value());
        }
        ControlFlow::Continue(())
    }

    fn once(&mut self, step: &Step, ask: &Ask, place: &str, known: &mut Known) -> Flow {
        let answer = self.answer(step, ask, place, known)?;
        let given = self.answers.get(place).map_or(self.today, |given| given.day);
        if let Answer::Days(days) = answer
            && after(given, days) > self.today
        {
            return ControlFlow::Break(Stand::Waits(after(given, days)));
        }
        for artefact in yields((step, ask), &answer, given, known) {
            self.yielded(place, artefact);
        }
        follow(step, ask, answer, known);
        ControlFlow::Continue(())
    }

    fn yielded(&mut self, place: &str, artefact: Artefact) {
        self.artefacts.retain(|(_, earlier)| !artefact.renews(earlier));
        self.artefacts.push((place.to_owned(), artefact));
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
        match checked {
            Some(Ok(answer)) => {
                self.passed.push(Passed {
                    place: place.to_owned(),
                    key: step.key.clone(),
                    ask: known.fill(&step.ask),
                    answer: answer.clone(),
                    speaker: None,
                    foreseen: step.foreseen,
                    notes: self.lines(&place::note(place)),
                });
                ControlFlow::Continue(answer)
            }
            Some(Err(wrong)) => {
                self.unfit.push((place.to_owned(), wrong));
                ControlFlow::Break(self.question(step, ask, place, known))
            }
            None => ControlFlow::Break(self.question(step, ask, place, known)),
        }
    }

    /// The lines kept at a place beside the answers.
    fn lines(&self, place: &str) -> Vec<String> {
        match self.answers.get(place).map(|given| &given.answer) {
            Some(Answer::List(lines)) => lines.clone(),
            Some(_) | None => Vec::new(),
        }
    }

    fn question(&self, step: &Step, ask: &Ask, place: &str, known: &Known) -> Stand {
        let (items, others) = offered(ask, known);
        let pinned = self.pinned.iter().map(|key| known.value(key).said());
        Stand::Asks(Box::new(Question {
            place: place.to_owned(),
            step: filled(step, known),
            asks: ask.clone(),
            items,
            others,
            number: self.passed.len() + 1,
            inside: self.inside.clone(),
            pinned: pinned.filter(|said| !said.is_empty()).collect(),
            repeated: self.passed.iter().any(|passed| passed.key == step.key),
            before: self.answers.get(place).map(|given| given.answer.clone()),
        }))
    }
}

#[cfg(test)]
mod tests;
