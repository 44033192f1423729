//! Files of answers: what a walk is told beforehand, as TOML.
//!
//! Every answer stands under the key of its step; the rounds of a loop, the items of a for-each and the
//! turns of speakers are tables in a list, in order; the answers of an inner walk are a table.

use toml::{Table, Value};

use crate::domain::time::StudyDay;
use crate::domain::walk::answer::{Answer, Given, Link, Turn};
use crate::domain::walk::read::{Answers, Library};
use crate::domain::walk::{Ask, Kind, Step, Walk, closing};

/// Reads answers for a walk, all given on one study day.
///
/// # Errors
/// What is wrong first, with its line when the file is no TOML.
pub fn read(text: &str, walk: &Walk, library: &Library, day: StudyDay) -> Result<Answers, String> {
    let table = table(text)?;
    let mut reading = Reading { library, day, answers: Answers::new() };
    let steps: Vec<Step> = walk.steps.iter().chain(&*closing::STEPS).cloned().collect();
    reading.table(&steps, "", table)?;
    // Whoever says nothing of the closing questions has nothing to say to them.
    let now = reading.answers.get(closing::NOW).map(|given| &given.answer);
    match now {
        None => reading.keep(closing::NOW, Answer::Skipped),
        Some(Answer::Text(_)) if !reading.answers.contains_key(closing::CARD) => {
            reading.keep(closing::CARD, Answer::Skipped);
        }
        Some(_) => {}
    }
    Ok(reading.answers)
}

/// Reads a file of TOML.
pub(super) fn table(text: &str) -> Result<Table, String> {
    toml::from_str(text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        format!("line {}: {}", before.matches('\n').count() + 1, error.message())
    })
}

struct Reading<'a> {
    library: &'a Library,
    day: StudyDay,
    answers: Answers,
}

impl Reading<'_> {
    fn table(&mut self, steps: &[Step], inside: &str, table: Table) -> Result<(), String> {
        for (key, value) in table {
            let place = format!("{inside}{key}");
            let step = steps.iter().find(|step| step.key == key);
            let step = step.ok_or_else(|| format!("{place}: there is no such step"))?;
            self.step(step, &place, value)?;
        }
        Ok(())
    }

    fn step(&mut self, step: &Step, place: &str, value: Value) -> Result<(), String> {
        match &step.kind {
            Kind::Ask(ask) => self.keep(place, answer(ask, value).ok_or_else(|| sort(place))?),
            Kind::Loop { steps, .. } | Kind::ForEach { steps, .. } => {
                for (round, nth) in tables(place, value)?.into_iter().zip(1..) {
                    self.table(steps, &format!("{place}.{nth}."), round)?;
                }
            }
            Kind::Turns { .. } => self.turns(place, tables(place, value)?)?,
            Kind::Reckon(_) | Kind::Rank(_) | Kind::Compose { .. } => {
                return Err(format!("{place}: nothing is asked there"));
            }
            Kind::Call { walk, .. } => {
                let Value::Table(table) = value else { return Err(sort(place)) };
                let steps = self.library.get(walk).map(|walk| walk.steps.clone());
                self.table(&steps.unwrap_or_default(), &format!("{place}."), table)?;
            }
        }
        Ok(())
    }

    fn turns(&mut self, place: &str, turns: Vec<Table>) -> Result<(), String> {
        let after = turns.len() + 1;
        for (turn, nth) in turns.into_iter().zip(1..) {
            let place = format!("{place}.{nth}");
            if let Some(about) = turn.get("fork").and_then(Value::as_str) {
                self.keep(&place, Answer::Fork(about.to_owned()));
                return Ok(());
            }
            let turn = Value::Table(turn).try_into::<Turn>().map_err(|_| sort(&place))?;
            self.keep(&place, Answer::Turn(turn));
        }
        self.keep(&format!("{place}.{after}"), Answer::Enough);
        Ok(())
    }

    fn keep(&mut self, place: &str, answer: Answer) {
        self.answers.insert(place.to_owned(), Given { answer, day: self.day });
    }
}

fn sort(place: &str) -> String {
    format!("{place}: this is of another sort than the step asks for")
}

fn tables(place: &str, value: Value) -> Result<Vec<Table>, String> {
    value.try_into().map_err(|_| format!("{place}: a list of tables is wanted, [[{place}]]"))
}

/// What a value means as the answer to a question of this kind.
pub(super) fn answer(ask: &Ask, value: Value) -> Option<Answer> {
    if value.as_str() == Some("") {
        return Some(Answer::Skipped);
    }
    match ask {
        // Who picks nothing passes the step over.
        Ask::Pick { many: true, .. } if value.as_array().is_some_and(Vec::is_empty) => {
            Some(Answer::Skipped)
        }
        Ask::Info | Ask::Breath { .. } => value.as_bool().map(|_| Answer::Seen),
        Ask::Timer { .. } if value.is_bool() => Some(Answer::Seen),
        Ask::Timer { grimoire: true, .. } if value.is_table() => tagged("timed", value),
        Ask::Text { jots: Some(_), .. } if value.is_table() => value.try_into().ok(),
        Ask::List { .. } | Ask::Multi { .. } | Ask::Pick { many: true, .. } | Ask::Timer { .. } => {
            value.try_into().ok().map(Answer::List)
        }
        Ask::Text { .. } | Ask::Choice { .. } | Ask::Pick { many: false, .. } => {
            value.try_into().ok().map(Answer::Text)
        }
        Ask::Scale { .. } | Ask::Number { .. } | Ask::Count { .. } => {
            value.try_into().ok().map(Answer::Number)
        }
        Ask::YesNo if value.as_str() == Some("unsure") => Some(Answer::Unsure),
        Ask::YesNo => value.as_bool().map(Answer::Yes),
        Ask::Edges { .. } => value.try_into::<Vec<Link>>().ok().map(Answer::Links),
        Ask::Turn { .. } => value.try_into::<Turn>().ok().map(Answer::Turn),
        Ask::Wait { .. } => value.try_into().ok().map(Answer::Days),
        Ask::Forecast { .. } => tagged("forecast", value),
        Ask::Tap { .. } => tagged("plan", value),
        Ask::Commitment { .. } => tagged("promise", value),
        Ask::Card => tagged("card", value),
    }
}

/// Reads an answer of several parts from its table.
fn tagged(name: &str, value: Value) -> Option<Answer> {
    Value::Table(Table::from_iter([(name.to_owned(), value)])).try_into().ok()
}

/// An empty file of answers, every step explained.
#[must_use]
pub fn template(name: &str, walk: &Walk) -> String {
    let mut text = format!(
        "# Answers for `rat walk {name} --answers FILE`. Fill in what you can; an empty text skips a\n\
         # step that may be skipped. Steps that are not asked, because of other answers, must go.\n\n"
    );
    // Plain answers come first: in TOML a table ends only with the next one.
    let plain = |step: &&Step| matches!(step.kind, Kind::Ask(_));
    for step in walk.steps.iter().chain(&*closing::STEPS).filter(plain) {
        text.push_str(&blank(step));
    }
    for step in walk.steps.iter().filter(|step| !plain(step)) {
        text.push_str(&blanks(step, &step.key));
    }
    text
}

fn blanks(step: &Step, path: &str) -> String {
    match &step.kind {
        Kind::Ask(_) => blank(step),
        Kind::Turns { .. } => {
            format!(
                "{}[[{path}]]          # one for each turn\ntakes-up = \"\"\nsays = \"\"\n\n",
                remark(step)
            )
        }
        Kind::Call { walk, .. } => {
            format!("# The answers of the {walk} walk: rat walk {walk} --template\n[{path}]\n\n")
        }
        Kind::Reckon(_) | Kind::Rank(_) | Kind::Compose { .. } => String::new(),
        Kind::Loop { steps, .. } | Kind::ForEach { steps, .. } => {
            let head = format!("[[{path}]]          # one for each round or item\n");
            let inner = steps.iter().map(|step| blanks(step, &format!("{path}.{}", step.key)));
            head + &inner.collect::<String>()
        }
    }
}

fn remark(step: &Step) -> String {
    step.ask.lines().fold(String::new(), |said, line| said + "# " + line + "\n")
}

fn blank(step: &Step) -> String {
    let Kind::Ask(ask) = &step.kind else { return String::new() };
    let value = match ask {
        Ask::Info | Ask::Breath { .. } | Ask::YesNo | Ask::Timer { capture: false, .. } => "true",
        Ask::Text { .. } | Ask::Pick { many: false, .. } | Ask::Choice { .. } => "\"\"",
        Ask::List { .. }
        | Ask::Multi { .. }
        | Ask::Pick { many: true, .. }
        | Ask::Edges { .. }
        | Ask::Timer { capture: true, .. } => "[]",
        Ask::Scale { .. } | Ask::Number { .. } | Ask::Count { .. } => "5",
        Ask::Turn { .. } => "{ takes-up = \"\", says = \"\" }",
        Ask::Forecast { .. } => "{ claim = \"\", probability = 0.5, days = 7 }",
        Ask::Wait { .. } => "7",
        Ask::Tap { .. } => "{ trigger = \"\", action = \"\" }",
        Ask::Commitment { .. } => "{ text = \"\", days = 7 }",
        Ask::Card => "{ front = \"\", back = \"\" }",
    };
    let options = if let Ask::Choice { options } | Ask::Multi { options } = ask {
        format!("# of: {}\n", options.join(", "))
    } else if let Ask::Edges { .. } = ask {
        "# of { from = \"\", to = \"\", weight = 1 }\n".to_owned()
    } else {
        String::new()
    };
    format!("{}{options}{} = {value}\n\n", remark(step), step.key)
}
