//! Whether an answer suits its step.

use crate::domain::commitment::Commitment;
use crate::domain::text::{Unfit, fit, statement};
use crate::domain::time::StudyDay;
use crate::domain::walk::Ask;
use crate::domain::walk::answer::{Answer, Link, Turn};
use crate::domain::walk::value::Known;

/// The most characters of a text.
pub const TEXT: usize = 20_000;

/// The most characters of an item of a list.
pub const ITEM: usize = 1_000;

/// The most items of any list.
pub const ITEMS: usize = 100;

/// The most days ahead anything may be promised.
pub const DAYS: u32 = 3_660;

/// Why an answer does not suit its step.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Wrong {
    /// It is of another sort.
    #[error("a {0} step takes {1}")]
    Sort(&'static str, &'static str),
    /// A text is empty, too long, or steers a terminal.
    #[error(transparent)]
    Text(#[from] Unfit),
    /// Too few or too many items.
    #[error("{given} given; {min} to {max} are wanted")]
    Count {
        /// How many there are.
        given: usize,
        /// How many are wanted at least.
        min: usize,
        /// How many at most.
        max: usize,
    },
    /// A word that is none of the options.
    #[error("\"{given}\" is none of these: {}", .options.join(", "))]
    Option {
        /// What was said.
        given: String,
        /// What may be said.
        options: Vec<String>,
    },
    /// A number out of the range its step states.
    #[error("{number} is out of range; {least} to {most} is wanted")]
    Outside {
        /// The number.
        number: u32,
        /// The least.
        least: u32,
        /// The most.
        most: u32,
    },
    /// A number out of its range.
    #[error("{0} is out of range ({1})")]
    Range(String, &'static str),
    /// It may not be skipped.
    #[error("this cannot be skipped")]
    Needed,
    /// The other's words were not taken up.
    #[error("first say what is true in what the other said")]
    NotTakenUp,
    /// Too few turns.
    #[error("let each speak a little longer")]
    TooSoon,
}

/// What is meant by each kind of step, for who words an answer.
const fn wanted(ask: &Ask) -> &'static str {
    match ask {
        Ask::Info | Ask::Breath { .. } => "nothing but true, once it is done",
        Ask::Number { .. } => "a whole number",
        Ask::Count { .. } => "how many times it was done",
        Ask::Text { .. } => "a text",
        Ask::List { .. } | Ask::Pick { many: true, .. } | Ask::Multi { .. } => "a list of texts",
        Ask::Scale { .. } => "a whole number from 0 to 10",
        Ask::Choice { .. } | Ask::Pick { many: false, .. } => "one of its words",
        Ask::YesNo => "yes or no",
        Ask::Edges { .. } => "a list of {from, to, weight}",
        Ask::Timer { .. } => "true, or the list that was taken down",
        Ask::Turn { .. } => "a list of {takes-up, says}",
        Ask::Forecast { .. } => "{claim, probability, days}",
        Ask::Wait { .. } => "a number of days",
        Ask::Tap { .. } => "{trigger, action}",
        Ask::Commitment { .. } => "{text, days}",
        Ask::Card => "{front, back}",
    }
}

/// Checks that an answer suits a step, given what is known so far; texts are tidied.
///
/// # Errors
/// When it does not.
pub fn suits(ask: &Ask, known: &Known, answer: Answer) -> Result<Answer, Wrong> {
    let sort = Wrong::Sort(ask.word(), wanted(ask));
    Ok(match (ask, answer) {
        (Ask::Info | Ask::Breath { .. } | Ask::Timer { .. }, Answer::Seen) => Answer::Seen,
        (Ask::Text { long, .. }, Answer::Text(text)) => Answer::Text(prose(&text, *long)?),
        (Ask::Text { jots: Some(_), .. }, Answer::Jot(text)) => {
            Answer::Jot(statement("jot", &text, ITEM)?)
        }
        (Ask::List { min, max, begins_with, .. }, Answer::List(items)) => {
            let begun = begins_with.as_ref().map_or(0, |key| known.list(key).len());
            list(&items, min.saturating_sub(begun), *max)?
        }
        (Ask::Timer { capture: true, .. }, Answer::List(items)) => list(&items, 0, ITEMS)?,
        (Ask::Timer { grimoire: true, .. }, Answer::Timed { taken, shown }) => {
            Answer::Timed { taken: items(&taken, 0, ITEMS)?, shown: items(&shown, 0, ITEMS)? }
        }
        (ask, Answer::Number(number)) => {
            let (least, most) = bounds(ask).ok_or(sort)?;
            Answer::Number(within(number, least, most)?)
        }
        (Ask::Choice { options }, Answer::Text(word)) => Answer::Text(option(word, options)?),
        (Ask::Multi { options }, Answer::List(words)) => options_of(words, options, 0)?,
        (Ask::YesNo, answer @ (Answer::Yes(_) | Answer::Unsure)) => answer,
        (Ask::Pick { from, many: false, .. }, Answer::Text(word)) => {
            Answer::Text(option(word, &known.list(from))?)
        }
        (Ask::Pick { from, many: true, .. }, Answer::List(words)) => {
            options_of(words, &known.list(from), 1)?
        }
        (Ask::Edges { from, to, most }, Answer::Links(links)) => {
            Answer::Links(linked(links, &known.list(from), &known.list(to), *most)?)
        }
        (Ask::Turn { takes_up, .. }, Answer::Turn(turn)) => Answer::Turn(taken(&turn, *takes_up)?),
        (Ask::Turn { .. }, Answer::Fork(about)) => Answer::Fork(prose(&about, false)?),
        (Ask::Turn { may_end: true, .. }, Answer::Enough) => Answer::Enough,
        (Ask::Turn { may_end: false, .. }, Answer::Enough) => return Err(Wrong::TooSoon),
        (Ask::Forecast { .. }, Answer::Forecast { claim, probability, days }) => {
            forecast(&claim, probability, days)?
        }
        (Ask::Wait { .. }, Answer::Days(days)) => Answer::Days(in_range(days, 1)?),
        (Ask::Tap { .. }, Answer::Plan { trigger, action }) => {
            Answer::Plan { trigger: item("trigger", &trigger)?, action: item("action", &action)? }
        }
        (Ask::Commitment { .. }, Answer::Promise { text, days }) => {
            Answer::Promise { text: item("text", &text)?, days: in_range(days, 0)? }
        }
        (Ask::Card, Answer::Card { front, back }) => {
            Answer::Card { front: item("front", &front)?, back: item("back", &back)? }
        }
        _ => return Err(sort),
    })
}

/// The bounds of what is answered with a number.
const fn bounds(ask: &Ask) -> Option<(u32, u32)> {
    if let Ask::Number { least, most, .. } = ask {
        Some((*least, *most))
    } else if let Ask::Count { times } = ask {
        Some((0, *times))
    } else if let Ask::Scale { .. } = ask {
        Some((0, 10))
    } else {
        None
    }
}

fn prose(text: &str, long: bool) -> Result<String, Wrong> {
    if !long {
        return Ok(statement("answer", text, ITEM)?);
    }
    let text = text.trim();
    if text.is_empty() {
        return Err(Unfit::Empty("answer").into());
    }
    fit("answer", &text.replace('\n', " "), TEXT)?;
    Ok(text.to_owned())
}

/// A turn, tidied; what the other said must be taken up where it is asked for.
fn taken(turn: &Turn, takes_up: bool) -> Result<Turn, Wrong> {
    let takes_up = match (turn.takes_up.trim(), takes_up && !turn.steam) {
        ("", true) => return Err(Wrong::NotTakenUp),
        ("", false) => String::new(),
        (text, _) => prose(text, false)?,
    };
    Ok(Turn { takes_up, says: prose(&turn.says, false)?, steam: turn.steam })
}

fn item(what: &'static str, text: &str) -> Result<String, Wrong> {
    Ok(statement(what, text, crate::domain::tap::plan::TEXT)?)
}

fn list(given: &[String], min: usize, max: usize) -> Result<Answer, Wrong> {
    items(given, min, max).map(Answer::List)
}

fn items(items: &[String], min: usize, max: usize) -> Result<Vec<String>, Wrong> {
    let given = items.len();
    if given < min || given > max.min(ITEMS) {
        return Err(Wrong::Count { given, min, max: max.min(ITEMS) });
    }
    let tidy = items.iter().map(|text| statement("item", text, ITEM));
    Ok(tidy.collect::<Result<_, _>>()?)
}

fn within(number: u32, least: u32, most: u32) -> Result<u32, Wrong> {
    if (least..=most).contains(&number) {
        return Ok(number);
    }
    Err(Wrong::Outside { number, least, most })
}

fn option(given: String, options: &[String]) -> Result<String, Wrong> {
    if options.contains(&given) {
        return Ok(given);
    }
    Err(Wrong::Option { given, options: options.to_vec() })
}

fn options_of(words: Vec<String>, options: &[String], min: usize) -> Result<Answer, Wrong> {
    let given = words.len();
    if given < min.min(options.len()) || given > options.len() {
        return Err(Wrong::Count { given, min, max: options.len() });
    }
    let words = words.into_iter().map(|word| option(word, options));
    Ok(Answer::List(words.collect::<Result<_, _>>()?))
}

fn linked(links: Vec<Link>, from: &[String], to: &[String], most: u8) -> Result<Vec<Link>, Wrong> {
    if links.len() > ITEMS * ITEMS {
        return Err(Wrong::Count { given: links.len(), min: 0, max: ITEMS * ITEMS });
    }
    let checked = links.into_iter().map(|link| {
        if !(1..=most).contains(&link.weight) {
            return Err(Wrong::Range(link.weight.to_string(), "a weight from 1 to the strongest"));
        }
        Ok(Link { from: option(link.from, from)?, to: option(link.to, to)?, weight: link.weight })
    });
    checked.collect()
}

fn forecast(claim: &str, probability: f64, days: u32) -> Result<Answer, Wrong> {
    let day = StudyDay::from_epoch(0);
    let kind = crate::domain::commitment::Kind::Forecast;
    let made = Commitment::new(kind, claim, day, Some(probability));
    let out = || Wrong::Range(probability.to_string(), "a probability from 0.01 to 0.99");
    let claim = match made {
        Ok(made) => made.text,
        Err(crate::domain::commitment::Wrong::Text(unfit)) => return Err(unfit.into()),
        Err(_) => return Err(out()),
    };
    Ok(Answer::Forecast { claim, probability, days: in_range(days, 0)? })
}

fn in_range(days: u32, least: u32) -> Result<u32, Wrong> {
    if (least..=DAYS).contains(&days) {
        return Ok(days);
    }
    Err(Wrong::Range(days.to_string(), "days, ten years at most"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::walk::value::Value;

    fn tried(ask: &Ask, answer: Answer) -> Result<Answer, Wrong> {
        let mut known = Known::default();
        known.note("goals", Value::List(vec!["health".to_owned(), "company".to_owned()]));
        suits(ask, &known, answer)
    }

    fn texts(items: &[&str]) -> Answer {
        Answer::List(items.iter().map(|item| (*item).to_owned()).collect())
    }

    #[test]
    fn a_text_is_tidied_and_must_say_something() {
        let kind = Ask::text();
        assert_eq!(tried(&kind, Answer::Text(" a \n b ".into())), Ok(Answer::Text("a b".into())));
        assert!(tried(&kind, Answer::Text(" ".into())).is_err());
        assert!(tried(&kind, Answer::Text("a\u{1b}[2J".into())).is_err());
        assert!(tried(&kind, Answer::Text("x".repeat(100_000))).is_err());
    }

    #[test]
    fn a_long_text_keeps_its_lines() {
        let kind =
            Ask::Text { long: true, append_to: None, mark: None, replaces: None, jots: None };
        assert_eq!(tried(&kind, Answer::Text("a\nb".into())), Ok(Answer::Text("a\nb".into())));
    }

    #[test]
    fn a_list_keeps_to_its_bounds() {
        let kind = Ask::list(2, 3);
        assert!(tried(&kind, texts(&["a"])).is_err());
        assert!(tried(&kind, texts(&["a", "b"])).is_ok());
        assert!(tried(&kind, texts(&["a", "b", "c", "d"])).is_err());
    }

    #[test]
    fn only_what_is_offered_can_be_chosen_or_picked() {
        let choice = Ask::Choice { options: vec!["keep".into(), "drop".into()] };
        assert!(tried(&choice, Answer::Text("keep".into())).is_ok());
        assert!(tried(&choice, Answer::Text("sell".into())).is_err());
        let pick = Ask::Pick { from: "goals".into(), many: true, park: None };
        assert!(tried(&pick, texts(&["company"])).is_ok());
        assert!(tried(&pick, texts(&["fame"])).is_err());
    }

    #[test]
    fn links_join_items_of_both_lists_within_their_weights() {
        let kind = Ask::Edges { from: "goals".into(), to: "goals".into(), most: 3 };
        let link = |to: &str, weight| {
            Answer::Links(vec![Link { from: "health".into(), to: to.into(), weight }])
        };
        assert!(tried(&kind, link("company", 3)).is_ok());
        assert!(tried(&kind, link("company", 4)).is_err());
        assert!(tried(&kind, link("fame", 1)).is_err());
    }

    #[test]
    fn an_answer_of_another_sort_is_told_what_is_wanted() {
        let error = tried(&Ask::YesNo, Answer::Text("perhaps".into())).unwrap_err();
        assert_eq!(error.to_string(), "a yes-no step takes yes or no");
        assert!(
            tried(
                &Ask::Scale { low: String::new(), high: String::new(), again: None },
                Answer::Number(11)
            )
            .is_err()
        );
    }
}
