//! Conditions on earlier answers: `press != 'gladly' and comfort < 7`.

use crate::domain::walk::value::{Known, Value};

/// A condition on earlier answers.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// The answer says something: yes, a number that is not 0, a text or list that is not empty.
    Holds(String),
    /// The answer stands to a value like this.
    Compares(String, Operator, Literal),
    /// It does not hold.
    Not(Box<Self>),
    /// All hold.
    All(Vec<Self>),
    /// Any holds.
    Any(Vec<Self>),
}

/// How an answer stands to a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `==`
    Equals,
    /// `!=`
    Differs,
    /// `>=`
    AtLeast,
    /// `<=`
    AtMost,
    /// `>`
    Above,
    /// `<`
    Below,
    /// `has`: a list has this item.
    Has,
}

/// A value in a condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// A text in single quotes.
    Text(String),
    /// A number.
    Number(f64),
}

/// The most words of a condition: brackets may be nested, and a deck is not to be trusted.
const LONGEST: usize = 100;

/// Says that a text is no condition.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no condition: {1}")]
pub struct NotACondition(String, &'static str);

impl Condition {
    /// Whether it holds for what is known.
    #[must_use]
    pub fn holds(&self, known: &Known) -> bool {
        match self {
            Self::Holds(key) => known.value(key).holds(),
            Self::Compares(key, operator, literal) => {
                compares(known.value(key), *operator, literal)
            }
            Self::Not(inner) => !inner.holds(known),
            Self::All(all) => all.iter().all(|one| one.holds(known)),
            Self::Any(any) => any.iter().any(|one| one.holds(known)),
        }
    }

    /// The keys it refers to.
    #[must_use]
    pub fn references(&self) -> Vec<&str> {
        match self {
            Self::Holds(key) | Self::Compares(key, _, _) => vec![key],
            Self::Not(inner) => inner.references(),
            Self::All(inner) | Self::Any(inner) => {
                inner.iter().flat_map(Self::references).collect()
            }
        }
    }
}

fn compares(value: &Value, operator: Operator, literal: &Literal) -> bool {
    let number = match value {
        Value::Number(number) => Some(*number),
        #[expect(clippy::cast_precision_loss, reason = "lists are short")]
        Value::List(items) => Some(items.len() as f64),
        Value::Text(_) | Value::Yes(_) | Value::Nothing => None,
    };
    match (literal, operator) {
        (Literal::Text(text), Operator::Has) => {
            matches!(value, Value::List(items) if items.contains(text))
        }
        (Literal::Text(text), Operator::Equals) => value.said() == *text,
        (Literal::Text(text), Operator::Differs) => value.said() != *text,
        (Literal::Number(wanted), operator) => {
            number.is_some_and(|number| stands(number, operator, *wanted))
        }
        (
            Literal::Text(_),
            Operator::AtLeast | Operator::AtMost | Operator::Above | Operator::Below,
        ) => false,
    }
}

fn stands(number: f64, operator: Operator, wanted: f64) -> bool {
    let equal = (number - wanted).abs() < f64::EPSILON;
    match operator {
        Operator::Equals => equal,
        Operator::Differs => !equal,
        Operator::AtLeast => number >= wanted,
        Operator::AtMost => number <= wanted,
        Operator::Above => number > wanted,
        Operator::Below => number < wanted,
        Operator::Has => false,
    }
}

impl std::str::FromStr for Condition {
    type Err = NotACondition;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = |reason| NotACondition(text.to_owned(), reason);
        let words = words(text).ok_or_else(|| wrong("a quote is not closed"))?;
        if words.len() > LONGEST {
            return Err(wrong("it is too long"));
        }
        let mut parser = Parser { words: &words, at: 0 };
        let condition = parser.any().map_err(wrong)?;
        if parser.at < words.len() {
            return Err(wrong("something is left over at its end"));
        }
        Ok(condition)
    }
}

/// Splits a condition into words, quoted texts, operators and brackets.
fn words(text: &str) -> Option<Vec<String>> {
    let mut words: Vec<String> = Vec::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if c.is_whitespace() {
            continue;
        }
        let mut word = c.to_string();
        if c == '\'' {
            loop {
                let next = rest.next()?;
                word.push(next);
                if next == '\'' {
                    break;
                }
            }
        } else if "=!<>".contains(c) {
            word.extend(rest.next_if_eq(&'='));
        } else if !"()".contains(c) {
            let inside = |c: &char| !c.is_whitespace() && !"=!<>()'".contains(*c);
            while let Some(next) = rest.next_if(inside) {
                word.push(next);
            }
        }
        words.push(word);
    }
    Some(words)
}

struct Parser<'a> {
    words: &'a [String],
    at: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&str> {
        self.words.get(self.at).map(String::as_str)
    }

    fn next(&mut self) -> Option<String> {
        let word = self.words.get(self.at).cloned();
        self.at += 1;
        word
    }

    fn any(&mut self) -> Result<Condition, &'static str> {
        let mut any = vec![self.all()?];
        while self.peek() == Some("or") {
            self.at += 1;
            any.push(self.all()?);
        }
        Ok(if any.len() == 1 { any.remove(0) } else { Condition::Any(any) })
    }

    fn all(&mut self) -> Result<Condition, &'static str> {
        let mut all = vec![self.one()?];
        while self.peek() == Some("and") {
            self.at += 1;
            all.push(self.one()?);
        }
        Ok(if all.len() == 1 { all.remove(0) } else { Condition::All(all) })
    }

    fn one(&mut self) -> Result<Condition, &'static str> {
        let word = self.next().ok_or("it ends too early")?;
        match word.as_str() {
            "not" => Ok(Condition::Not(Box::new(self.one()?))),
            "(" => {
                let inner = self.any()?;
                if self.next().as_deref() == Some(")") {
                    Ok(inner)
                } else {
                    Err("a bracket is not closed")
                }
            }
            key if is_key(key) => self.comparison(key.to_owned()),
            _ => Err("a step's key was expected"),
        }
    }

    fn comparison(&mut self, key: String) -> Result<Condition, &'static str> {
        let operator = match self.peek() {
            Some("==") => Operator::Equals,
            Some("!=") => Operator::Differs,
            Some(">=") => Operator::AtLeast,
            Some("<=") => Operator::AtMost,
            Some(">") => Operator::Above,
            Some("<") => Operator::Below,
            Some("has") => Operator::Has,
            Some("=" | "!") => return Err("the operators are == != >= <= > < has"),
            Some(_) | None => return Ok(Condition::Holds(key)),
        };
        self.at += 1;
        let word = self.next().ok_or("a value is missing at its end")?;
        let quoted = word.strip_prefix('\'').and_then(|word| word.strip_suffix('\''));
        let literal = match (quoted, word.parse::<f64>()) {
            (Some(text), _) => Literal::Text(text.to_owned()),
            (None, Ok(number)) => Literal::Number(number),
            (None, Err(_)) => return Err("a value is a number or a text in single quotes"),
        };
        Ok(Condition::Compares(key, operator, literal))
    }
}

/// Whether a word may be the key of a step: small letters, digits, hyphens, and dots between a
/// caller's key and an inner one.
fn is_key(word: &str) -> bool {
    !matches!(word, "and" | "or" | "has")
        && word.starts_with(|c: char| c.is_ascii_lowercase())
        && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Known {
        let mut known = Known::default();
        known.note("press", Value::Text("gladly".to_owned()));
        known.note("comfort", Value::Number(6.0));
        known.note("goals", Value::List(vec!["health".to_owned(), "company".to_owned()]));
        known.note("private", Value::Yes(false));
        known
    }

    fn holds(text: &str) -> bool {
        text.parse::<Condition>().unwrap().holds(&known())
    }

    #[test]
    fn conditions_are_read_and_weighed() {
        for text in [
            "press == 'gladly'",
            "press != 'no' and comfort < 7",
            "comfort >= 7 or goals has 'health'",
            "goals >= 2",
            "not private",
            "not (press == 'gladly' and private)",
            "goals",
        ] {
            assert!(holds(text), "{text}");
        }
        for text in ["private", "unknown", "comfort > 6", "press >= 3", "goals has 'fame'"] {
            assert!(!holds(text), "{text}");
        }
    }

    #[test]
    fn what_is_no_condition_says_why() {
        for (text, reason) in [
            ("", "ends too early"),
            ("press = 'x'", "the operators are"),
            ("press == gladly", "in single quotes"),
            ("press == 'gladly", "a quote is not closed"),
            ("(press", "a bracket is not closed"),
            ("press comfort", "left over"),
            ("and", "key was expected"),
            (&"(".repeat(100_000), "too long"),
        ] {
            let error = text.parse::<Condition>().unwrap_err().to_string();
            assert!(error.contains(reason), "{text}: {error}");
        }
    }

    #[test]
    fn every_reference_is_found() {
        let condition: Condition = "a and (b == 1 or not c)".parse().unwrap();
        assert_eq!(condition.references(), ["a", "b", "c"]);
    }
}
