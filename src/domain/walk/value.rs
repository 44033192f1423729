//! What is known so far in a walk: the values that later steps refer to.

use std::collections::HashMap;

/// The most characters of a text with values in it, and the most items of a list that other steps add to.
/// A deck is not to be trusted: it may put a text into itself again and again.
const FILLED: usize = 100_000;
const LISTED: usize = 1_000;

/// What an earlier step came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A text.
    Text(String),
    /// Several texts.
    List(Vec<String>),
    /// A number.
    Number(f64),
    /// Yes or no.
    Yes(bool),
    /// It was skipped, or asks for nothing.
    Nothing,
}

impl Value {
    /// Whether there is anything to it.
    #[must_use]
    pub fn holds(&self) -> bool {
        match self {
            Self::Text(text) => !text.is_empty(),
            Self::List(items) => !items.is_empty(),
            Self::Number(number) => *number != 0.0,
            Self::Yes(yes) => *yes,
            Self::Nothing => false,
        }
    }

    /// The value as it stands in a sentence.
    #[must_use]
    pub fn said(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::List(items) => items.join(", "),
            Self::Number(number) => number.to_string(),
            Self::Yes(true) => "yes".to_owned(),
            Self::Yes(false) => "no".to_owned(),
            Self::Nothing => String::new(),
        }
    }
}

/// The values by the keys of their steps. A step inside a loop is known by its latest round.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known(HashMap<String, Value>);

impl Known {
    /// What a key came to; nothing when it has not been asked.
    #[must_use]
    pub fn value(&self, key: &str) -> &Value {
        self.0.get(key).unwrap_or(&Value::Nothing)
    }

    /// Notes what a key came to.
    pub fn note(&mut self, key: &str, value: Value) {
        self.0.insert(key.to_owned(), value);
    }

    /// Adds a text to a list, if it says something and is not there already.
    pub fn append(&mut self, key: &str, text: &str) {
        let entry = self.0.entry(key.to_owned()).or_insert_with(|| Value::List(Vec::new()));
        if let Value::List(items) = entry
            && !text.is_empty()
            && items.len() < LISTED
            && !items.iter().any(|item| item == text)
        {
            items.push(text.to_owned());
        }
    }

    /// Puts a text in the place of an item of a list.
    pub fn replace(&mut self, key: &str, item: &str, text: &str) {
        if let Some(Value::List(items)) = self.0.get_mut(key)
            && let Some(place) = items.iter_mut().find(|one| *one == item)
        {
            text.clone_into(place);
        }
    }

    /// Adds what a key came to for one item to a list of what it came to for all of them.
    pub fn gather(&mut self, key: &str, into: &str) {
        let value = self.value(key);
        let said = if let Value::List(items) = value { items.clone() } else { vec![value.said()] };
        let entry = self.0.entry(into.to_owned()).or_insert_with(|| Value::List(Vec::new()));
        if let Value::List(items) = entry {
            let room = LISTED.saturating_sub(items.len());
            items.extend(said.into_iter().take(room));
        }
    }

    /// Forgets a key, as before it was asked.
    pub fn forget(&mut self, key: &str) {
        self.0.remove(key);
    }

    /// The items of a list; a single text is a list of one.
    #[must_use]
    pub fn list(&self, key: &str) -> Vec<String> {
        match self.value(key) {
            Value::List(items) => items.clone(),
            Value::Text(text) if !text.is_empty() => vec![text.clone()],
            Value::Text(_) | Value::Number(_) | Value::Yes(_) | Value::Nothing => Vec::new(),
        }
    }

    /// Takes over what an inner walk came to, under its caller's key.
    pub fn take_over(&mut self, caller: &str, inner: Self) {
        self.0.extend(inner.0.into_iter().map(|(key, value)| (format!("{caller}.{key}"), value)));
    }

    /// Puts values in place of their `{key}`s; a doubled brace is a brace.
    #[must_use]
    pub fn fill(&self, text: &str) -> String {
        let said = pieces(text).into_iter().flat_map(|piece| {
            let said = match piece {
                Piece::Said(text) => text,
                Piece::Key(key) => self.value(&key).said(),
            };
            said.chars().collect::<Vec<_>>()
        });
        said.take(FILLED).collect()
    }
}

/// A piece of a text with references.
enum Piece {
    Said(String),
    Key(String),
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut said = String::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '{' | '}' if rest.peek() == Some(&c) => {
                rest.next();
                said.push(c);
            }
            '{' => {
                let key: String = rest.by_ref().take_while(|c| *c != '}').collect();
                pieces.push(Piece::Said(std::mem::take(&mut said)));
                pieces.push(Piece::Key(key));
            }
            c => said.push(c),
        }
    }
    pieces.push(Piece::Said(said));
    pieces
}

/// The keys a text refers to.
#[must_use]
pub fn references(text: &str) -> Vec<String> {
    let keys = pieces(text).into_iter().filter_map(|piece| match piece {
        Piece::Said(_) => None,
        Piece::Key(key) => Some(key),
    });
    keys.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn earlier_answers_are_put_in_place_of_their_keys() {
        let mut known = Known::default();
        known.note("action", Value::Text("jogging".to_owned()));
        known.note("goals", Value::List(vec!["health".to_owned()]));
        known.append("goals", "company");
        known.append("goals", "company");
        let filled = known.fill("{action} serves {goals}; {{braces}} and {unknown} stay out");
        assert_eq!(filled, "jogging serves health, company; {braces} and  stay out");
    }

    #[test]
    fn the_references_of_a_text_are_found() {
        assert_eq!(references("Why {action}, not {{this}}, {goals}?"), ["action", "goals"]);
    }

    #[test]
    fn an_unfinished_reference_does_no_harm() {
        assert_eq!(references("what {action"), ["action"]);
    }

    #[test]
    fn a_text_that_is_put_into_itself_does_not_grow_for_ever() {
        let mut known = Known::default();
        known.note("a", Value::Text("x".to_owned()));
        for _ in 0..40 {
            let doubled = known.fill("{a}{a}");
            known.note("a", Value::Text(doubled));
        }
        assert_eq!(known.value("a").said().len(), FILLED);
    }

    #[test]
    fn a_list_that_grows_with_every_round_is_full_in_the_end() {
        let mut known = Known::default();
        for nth in 0..2 * LISTED {
            known.append("a", &nth.to_string());
            known.gather("a", "b");
        }
        assert_eq!((known.list("a").len(), known.list("b").len()), (LISTED, LISTED));
    }
}
