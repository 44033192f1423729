//! Asking each kind of question.

use std::io::Write as _;

use crate::domain::text::harmless;
use crate::domain::walk::Ask;
use crate::domain::walk::answer::{Answer, Link, Turn};
use crate::domain::walk::read::Question;
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::term::ask;
use crate::ui::term::editor;
use crate::ui::term::tell::tell;
use crate::ui::walk::waiting;

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
pub const HELP: &str =
    "In place of an answer: :b back, :s skip, :q leave for now (it is kept), :h a hint";

/// What was typed.
enum Typed {
    Text(String),
    Said(Said),
}

/// Asks a question; `learn` explains it first.
///
/// # Errors
/// When the user interrupts or the terminal is gone.
pub fn ask(env: &mut Env, question: &Question, learn: bool) -> Result<Said, Failure> {
    writeln!(env.out)?;
    let name = if question.name.is_empty() { String::new() } else { format!(" {}", question.name) };
    tell(env, &format!("{}.{name}", question.number))?;
    if learn && !question.explain.is_empty() {
        tell(env, &question.explain)?;
    }
    if learn && !question.example.is_empty() {
        tell(env, &format!("For example: {}", question.example))?;
    }
    // What takes time shows its own words while it passes.
    if !matches!(question.asks, Ask::Timer { .. } | Ask::Breath { .. }) {
        tell(env, &question.ask)?;
    }
    answer(env, question)
}

fn answer(env: &mut Env, question: &Question) -> Result<Said, Failure> {
    match &question.asks {
        Ask::Info => match typed(env, question, "Enter goes on", "")? {
            Typed::Text(_) => Ok(Said::Answer(Answer::Seen)),
            Typed::Said(said) => Ok(said),
        },
        Ask::Text { long: true, .. } => long(env, question),
        Ask::Text { long: false, .. } => text(env, question, "", |text| Some(Answer::Text(text))),
        Ask::List { .. } => list(env, question),
        Ask::Scale { low, high, .. } => {
            let labels = format!("0 {low}, 10 {high}");
            text(env, question, &labels, |text| text.parse().ok().map(Answer::Number))
        }
        Ask::YesNo => yes_no(env, question),
        Ask::Choice { .. } | Ask::Pick { many: false, .. } => one(env, question),
        Ask::Multi { .. } | Ask::Pick { many: true, .. } => many(env, question),
        Ask::Edges { most, .. } => edges(env, question, *most),
        Ask::Turn { takes_up, may_end } => turn(env, question, (*takes_up, *may_end)),
        Ask::Timer { seconds, capture } => {
            let taken = waiting::timer(env, &question.ask, (*seconds, *capture))?;
            Ok(Said::Answer(if *capture { Answer::List(taken) } else { Answer::Seen }))
        }
        Ask::Breath { inhale, exhale, rounds } => {
            waiting::breath(env, &question.ask, (*inhale, *exhale, *rounds))?;
            Ok(Said::Answer(Answer::Seen))
        }
        Ask::Forecast { days } => forecast(env, question, *days),
        Ask::Wait { days } => promise(env, question, (&[DAYS], *days), |[days]| {
            Answer::Days(days.parse().unwrap_or(u32::MAX))
        }),
        Ask::Commitment { days, .. } => commitment(env, question, *days),
        Ask::Tap => promise(env, question, (&["When", "Then"], 0), |[trigger, action]| {
            Answer::Plan { trigger, action }
        }),
        Ask::Card => promise(env, question, (&["Question", "Answer"], 0), |[front, back]| {
            Answer::Card { front, back }
        }),
    }
}

fn yes_no(env: &mut Env, question: &Question) -> Result<Said, Failure> {
    let options = ["yes", "no", "unsure"].map(str::to_owned);
    Ok(match choose(env, question, &options)? {
        Err(said) => said,
        Ok(0) => Said::Answer(Answer::Yes(true)),
        Ok(1) => Said::Answer(Answer::Yes(false)),
        Ok(_) => Said::Answer(Answer::Unsure),
    })
}

fn one(env: &mut Env, question: &Question) -> Result<Said, Failure> {
    let chosen = choose(env, question, &question.items)?;
    let word = |at: usize| question.items.get(at).cloned().unwrap_or_default();
    Ok(chosen.map_or_else(|said| said, |at| Said::Answer(Answer::Text(word(at)))))
}

fn many(env: &mut Env, question: &Question) -> Result<Said, Failure> {
    numbered(env, &question.items)?;
    let items = question.items.clone();
    text(env, question, "their numbers, such as 1 3; Enter for none", move |text| {
        let picked = numbers(&text, items.len())?;
        let words = picked.into_iter().filter_map(|(at, _)| items.get(at).cloned());
        Some(Answer::List(words.collect()))
    })
}

fn forecast(env: &mut Env, question: &Question, days: u32) -> Result<Said, Failure> {
    let parts = ["The claim", "How likely, 0.01 to 0.99", DAYS];
    promise(env, question, (&parts, days), |[claim, chance, days]| Answer::Forecast {
        claim,
        probability: chance.parse().unwrap_or(0.0),
        days: days.parse().unwrap_or(u32::MAX),
    })
}

fn commitment(env: &mut Env, question: &Question, days: u32) -> Result<Said, Failure> {
    promise(env, question, (&["What", DAYS], days), |[text, days]| Answer::Promise {
        text,
        days: days.parse().unwrap_or(u32::MAX),
    })
}

/// How days are asked for.
const DAYS: &str = "In how many days";

/// Reads a line; what begins with a colon speaks to the walk.
fn typed(
    env: &mut Env,
    question: &Question,
    prompt: &str,
    initial: &str,
) -> Result<Typed, Failure> {
    let mut hints = question.hints.iter().cycle();
    loop {
        let line = ask::text(env, prompt, initial)?;
        let said = match line.trim() {
            ":b" | ":back" => Said::Back,
            ":s" | ":skip" if question.optional => Said::Skip,
            ":s" | ":skip" => {
                tell(env, "This one cannot be skipped.")?;
                continue;
            }
            ":q" | ":quit" => Said::Leave,
            ":h" | ":hint" => {
                tell(env, hints.next().map_or("There is no hint here.", String::as_str))?;
                continue;
            }
            ":?" | ":help" => {
                tell(env, HELP)?;
                continue;
            }
            _ => return Ok(Typed::Text(line)),
        };
        return Ok(Typed::Said(said));
    }
}

/// Reads a line until it means something; an empty one skips where that is allowed.
fn text(
    env: &mut Env,
    question: &Question,
    prompt: &str,
    read: impl Fn(String) -> Option<Answer>,
) -> Result<Said, Failure> {
    let initial = match &question.before {
        Some(Answer::Text(text)) => text.clone(),
        Some(Answer::Number(number)) => number.to_string(),
        Some(_) | None => String::new(),
    };
    let prompt = if prompt.is_empty() { ">" } else { prompt };
    loop {
        match typed(env, question, prompt, &initial)? {
            Typed::Said(said) => return Ok(said),
            Typed::Text(line) if line.is_empty() && question.optional => return Ok(Said::Skip),
            Typed::Text(line) => match read(line) {
                Some(answer) => return Ok(Said::Answer(answer)),
                None => tell(env, &format!("That does not fit: {prompt}."))?,
            },
        }
    }
}

/// Reads a text that may have many lines: one line here, or all of it in the editor.
fn long(env: &mut Env, question: &Question) -> Result<Said, Failure> {
    let said =
        text(env, question, "One line, or :e for your editor", |text| Some(Answer::Text(text)))?;
    if said != Said::Answer(Answer::Text(":e".to_owned())) {
        return Ok(said);
    }
    let before = if let Some(Answer::Text(text)) = &question.before { text } else { "" };
    match editor::write(before, ".md")? {
        Ok(written) => Ok(Said::Answer(Answer::Text(written))),
        Err(reason) => {
            tell(env, &format!("Nothing changed: {reason}."))?;
            long(env, question)
        }
    }
}

fn list(env: &mut Env, question: &Question) -> Result<Said, Failure> {
    let mut items = match &question.before {
        Some(Answer::List(items)) => items.clone(),
        Some(_) | None => Vec::new(),
    };
    for item in &items {
        tell(env, &format!("- {item}"))?;
    }
    let mut hints = question.hints.iter().cycle();
    loop {
        let hint = hints.next().map_or_else(String::new, |hint| format!(" ({hint})"));
        let prompt = format!("{}{hint}; Enter ends", items.len() + 1);
        match typed(env, question, &prompt, "")? {
            Typed::Said(said) => return Ok(said),
            Typed::Text(line) if line.is_empty() => return Ok(Said::Answer(Answer::List(items))),
            Typed::Text(line) => items.push(line),
        }
    }
}

/// Asks for one of some words, or what else may be done.
fn choose(
    env: &mut Env,
    question: &Question,
    items: &[String],
) -> Result<Result<usize, Said>, Failure> {
    let mut all = items.to_vec();
    let mut beside = vec![("(back)", Said::Back), ("(leave it for now)", Said::Leave)];
    if question.optional {
        beside.insert(0, ("(skip)", Said::Skip));
    }
    all.extend(beside.iter().map(|(word, _)| (*word).to_owned()));
    let chosen = ask::choice(env, "", &all, 0)?;
    let said = chosen.checked_sub(items.len()).and_then(|at| beside.get(at));
    Ok(said.map_or(Ok(chosen), |(_, said)| Err(said.clone())))
}

fn numbered(env: &mut Env, items: &[String]) -> Result<(), Failure> {
    for (item, nth) in items.iter().zip(1..) {
        writeln!(env.out, "  {nth} {}", harmless(item))?;
    }
    Ok(())
}

/// Reads numbers with weights: `1 3:2` is the first, weighing 1, and the third, weighing 2.
fn numbers(text: &str, most: usize) -> Option<Vec<(usize, u8)>> {
    let read = |word: &str| {
        let (number, weight) = word.split_once(':').unwrap_or((word, "1"));
        let at = number.parse::<usize>().ok().filter(|n| (1..=most).contains(n))? - 1;
        Some((at, weight.parse().ok()?))
    };
    text.split([' ', ',']).filter(|word| !word.is_empty()).map(read).collect()
}

fn edges(env: &mut Env, question: &Question, most: u8) -> Result<Said, Failure> {
    numbered(env, &question.others)?;
    let weights =
        if most > 1 { format!(", with weights to {most} such as 1 3:2") } else { String::new() };
    let mut links = Vec::new();
    for from in &question.items {
        let prompt = format!("{from} → numbers{weights}; Enter for none");
        loop {
            let line = match typed(env, question, &prompt, "")? {
                Typed::Said(said) => return Ok(said),
                Typed::Text(line) => line,
            };
            let picked = numbers(&line, question.others.len());
            let picked =
                picked.filter(|all| all.iter().all(|(_, weight)| (1..=most).contains(weight)));
            let Some(picked) = picked else {
                tell(env, "Numbers of the list above, please.")?;
                continue;
            };
            let to = |at: usize| question.others.get(at).cloned().unwrap_or_default();
            let leads = |(at, weight): (usize, u8)| Link { from: from.clone(), to: to(at), weight };
            links.extend(picked.into_iter().map(leads));
            break;
        }
    }
    Ok(Said::Answer(Answer::Links(links)))
}

fn turn(
    env: &mut Env,
    question: &Question,
    (takes_up, may_end): (bool, bool),
) -> Result<Said, Failure> {
    if may_end {
        tell(env, "Enter alone ends the talk.")?;
    }
    let mut first = String::new();
    if takes_up {
        match typed(env, question, "What is true in what the other said", "")? {
            Typed::Said(said) => return Ok(said),
            Typed::Text(line) if line.is_empty() && may_end => {
                return Ok(Said::Answer(Answer::Enough));
            }
            Typed::Text(line) => first = line,
        }
    }
    Ok(match typed(env, question, "One thing from inside", "")? {
        Typed::Said(said) => said,
        Typed::Text(says) => Said::Answer(Answer::Turn(Turn { takes_up: first, says })),
    })
}

/// Asks for the parts of something to come; what is no number is refused when it is kept.
fn promise<const N: usize>(
    env: &mut Env,
    question: &Question,
    (parts, days): (&[&str; N], u32),
    made: impl Fn([String; N]) -> Answer,
) -> Result<Said, Failure> {
    let mut said: [String; N] = std::array::from_fn(|_| String::new());
    for (part, place) in parts.iter().zip(&mut said) {
        let initial = if *part == DAYS { days.to_string() } else { String::new() };
        match typed(env, question, part, &initial)? {
            Typed::Said(other) => return Ok(other),
            Typed::Text(line) if line.is_empty() && question.optional => return Ok(Said::Skip),
            Typed::Text(line) => line.trim().clone_into(place),
        }
    }
    Ok(Said::Answer(made(said)))
}
