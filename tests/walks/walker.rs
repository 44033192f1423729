//! Somebody who answers every question of a walk, in one way and always the same.

use rat::domain::time::StudyDay;
use rat::domain::walk::answer::{Answer, Given, Link, Turn};
use rat::domain::walk::read::{Answers, Question, Reading, Stand, read};
use rat::domain::walk::{Ask, Walk};
use rat::storage::decks::built_in;
use toml::{Table, Value};

/// What is answered otherwise than by habit: a step's key and the answer's word.
pub type Steer<'a> = &'a [(&'a str, &'a str)];

/// The built-in walks.
pub fn library() -> std::collections::BTreeMap<String, Walk> {
    built_in::walks()
}

fn texts(n: usize, what: &str) -> Vec<String> {
    (1..=n).map(|nth| format!("{what} {nth}")).collect()
}

/// The answer to a question.
pub fn answer(question: &Question, steer: Steer) -> Answer {
    let key = question.step.key.as_str();
    let word = steer.iter().find(|(steered, _)| *steered == key).map(|(_, word)| *word);
    if word == Some("skip") || (word.is_none() && question.step.optional) {
        return Answer::Skipped;
    }
    let number = word.and_then(|word| word.parse().ok());
    let first = |items: &[String]| items.first().cloned().unwrap_or_default();
    match &question.asks {
        Ask::Info | Ask::Breath { .. } | Ask::Timer { capture: false, .. } => Answer::Seen,
        Ask::Text { .. } => Answer::Text(word.map_or(format!("my {key}"), str::to_owned)),
        Ask::List { min, .. } => Answer::List(texts((*min).max(2), key)),
        Ask::Timer { .. } if word == Some("shown") => {
            Answer::Timed { taken: texts(2, key), shown: vec![first_shown()] }
        }
        Ask::Timer { .. } => Answer::List(texts(2, key)),
        Ask::Scale { .. } => Answer::Number(number.unwrap_or(7)),
        Ask::Number { least, .. } => Answer::Number(number.unwrap_or(20).max(*least)),
        Ask::Count { .. } => Answer::Number(3),
        Ask::YesNo => Answer::Yes(word == Some("yes")),
        Ask::Choice { .. } | Ask::Pick { many: false, .. } => {
            let offered = question.items.iter().find(|item| Some(item.as_str()) == word);
            Answer::Text(offered.cloned().unwrap_or_else(|| first(&question.items)))
        }
        Ask::Multi { .. } | Ask::Pick { many: true, .. } => {
            Answer::List(vec![first(&question.items)])
        }
        Ask::Edges { .. } => {
            let ends = (first(&question.items), first(&question.others));
            Answer::Links(vec![Link { from: ends.0, to: ends.1, weight: 1 }])
        }
        Ask::Turn { takes_up, may_end } => {
            spoken(question, word == Some("fork"), (*takes_up, *may_end))
        }
        Ask::Forecast { .. } => {
            Answer::Forecast { claim: format!("my {key}"), probability: 0.7, days: 9 }
        }
        Ask::Wait { .. } => Answer::Days(4),
        Ask::Tap { .. } => Answer::Plan {
            trigger: "the kettle clicks off".to_owned(),
            action: "I stretch my arms once".to_owned(),
        },
        Ask::Commitment { .. } => Answer::Promise { text: format!("my {key}"), days: 6 },
        Ask::Card => Answer::Card { front: "What?".to_owned(), back: "That.".to_owned() },
    }
}

/// What is said in a turn; the first talk lets off steam and forks, if that is wanted.
fn spoken(question: &Question, forks: bool, (takes_up, may_end): (bool, bool)) -> Answer {
    if forks && question.place == "sheet.1.talk.3" {
        return Answer::Fork("what is for supper".to_owned());
    }
    if may_end {
        return Answer::Enough;
    }
    let steam = forks && question.place == "sheet.1.talk.2";
    let taken = if takes_up && !steam { "that is so" } else { "" };
    let says = format!("one thing {}", question.number);
    Answer::Turn(Turn { takes_up: taken.to_owned(), says, steam })
}

/// The question that the first run of a home is shown first.
fn first_shown() -> String {
    let walks = library();
    let mut questions = walks["resolve-cycles"].grimoire.iter().flat_map(|one| &one.questions);
    questions.nth(1).cloned().unwrap()
}

/// A question with its answer and the day it was given.
pub struct Step {
    pub question: Question,
    pub given: Given,
}

/// Answers every question of a walk; a rest is sat out. Returns the steps and what was read last.
pub fn walked(name: &str, steer: Steer, from: StudyDay) -> (Vec<Step>, Reading) {
    let library = library();
    let (mut today, mut answers, mut steps) = (from, Answers::new(), Vec::new());
    loop {
        let reading = read(&library[name], &library, &answers, today);
        assert_eq!(reading.unfit, [], "{name}");
        match &reading.stand {
            Stand::Ends => return (steps, reading),
            Stand::Waits(until) => today = *until,
            Stand::Asks(question) => {
                let given = Given { answer: answer(question, steer), day: today };
                answers.insert(question.place.clone(), given.clone());
                steps.push(Step { question: (**question).clone(), given });
            }
        }
        assert!(steps.len() < 500, "{name} goes on and on");
    }
}

/// The steps as a file of answers.
pub fn file(steps: &[Step]) -> String {
    let mut table = Table::new();
    for step in steps {
        if let Some(value) = value(&step.given.answer) {
            let place: Vec<&str> = step.question.place.split('.').collect();
            put(&mut table, &place, value);
        }
    }
    table.to_string()
}

fn put(table: &mut Table, place: &[&str], value: Value) {
    match place {
        [] => {}
        [key] => drop(table.insert((*key).to_owned(), value)),
        [key, nth, rest @ ..] if nth.parse::<usize>().is_ok() => {
            let nth: usize = nth.parse().unwrap();
            let list = table.entry(*key).or_insert_with(|| Value::Array(Vec::new()));
            let list = list.as_array_mut().unwrap();
            while list.len() < nth {
                list.push(Value::Table(Table::new()));
            }
            if rest.is_empty() {
                list[nth - 1] = value;
            } else {
                put(list[nth - 1].as_table_mut().unwrap(), rest, value);
            }
        }
        [key, rest @ ..] => {
            let inner = table.entry(*key).or_insert_with(|| Value::Table(Table::new()));
            put(inner.as_table_mut().unwrap(), rest, value);
        }
    }
}

fn value(answer: &Answer) -> Option<Value> {
    let list = |items: &[String]| Value::from(items.to_vec());
    let table = |parts: Vec<(&str, Value)>| {
        let parts = parts.into_iter().map(|(key, value)| (key.to_owned(), value));
        Value::Table(parts.collect())
    };
    Some(match answer {
        Answer::Seen => Value::from(true),
        Answer::Skipped => Value::from(""),
        Answer::Text(text) => Value::from(text.as_str()),
        Answer::Jot(text) => table(vec![("jot", Value::from(text.as_str()))]),
        Answer::List(items) => list(items),
        Answer::Timed { taken, shown } => {
            table(vec![("taken", list(taken)), ("shown", list(shown))])
        }
        Answer::Number(number) | Answer::Days(number) => Value::from(i64::from(*number)),
        Answer::Yes(yes) => Value::from(*yes),
        Answer::Unsure => Value::from("unsure"),
        Answer::Links(links) => {
            let link = |link: &Link| {
                let weight = Value::from(i64::from(link.weight));
                let (from, to) = (link.from.as_str().into(), link.to.as_str().into());
                table(vec![("from", from), ("to", to), ("weight", weight)])
            };
            Value::Array(links.iter().map(link).collect())
        }
        Answer::Turn(turn) => table(vec![
            ("takes-up", turn.takes_up.as_str().into()),
            ("says", turn.says.as_str().into()),
            ("steam", turn.steam.into()),
        ]),
        Answer::Fork(about) => table(vec![("fork", about.as_str().into())]),
        Answer::Enough => return None,
        Answer::Forecast { claim, probability, days } => table(vec![
            ("claim", claim.as_str().into()),
            ("probability", (*probability).into()),
            ("days", i64::from(*days).into()),
        ]),
        Answer::Plan { trigger, action } => {
            table(vec![("trigger", trigger.as_str().into()), ("action", action.as_str().into())])
        }
        Answer::Promise { text, days } => {
            table(vec![("text", text.as_str().into()), ("days", i64::from(*days).into())])
        }
        Answer::Card { front, back } => {
            table(vec![("front", front.as_str().into()), ("back", back.as_str().into())])
        }
    })
}
