//! What follows from earlier numbers without anything being asked.

use crate::domain::walk::value::{Known, Value};

/// A number made of others: `setup / minutes / times`.
#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    factors: Vec<(Factor, bool)>,
}

#[derive(Clone, Debug, PartialEq)]
enum Factor {
    Key(String),
    Number(f64),
}

/// The items of a list in the order of how far a number given for each lies from another number.
#[derive(Clone, Debug, PartialEq)]
pub struct Rank {
    /// The list.
    pub over: String,
    /// The number given for each of its items, such as `each-reason.without`.
    pub by: String,
    /// The number they are compared with.
    pub from: String,
    /// The least distance that counts.
    pub least: u32,
}

/// Says that a text is no product.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no reckoning: write keys and numbers joined by * and /, such as a / b * 60")]
pub struct NotAProduct(String);

impl Product {
    /// The keys it refers to.
    pub fn references(&self) -> impl Iterator<Item = &str> {
        self.factors.iter().filter_map(|(factor, _)| match factor {
            Factor::Key(key) => Some(key.as_str()),
            Factor::Number(_) => None,
        })
    }

    /// Its value, rounded to one decimal; nothing when a number is missing or it is divided by zero.
    #[must_use]
    pub fn value(&self, known: &Known) -> Value {
        let mut product = 1.0;
        for (factor, divides) in &self.factors {
            let number = match factor {
                Factor::Number(number) => *number,
                Factor::Key(key) => match known.value(key) {
                    Value::Number(number) => *number,
                    Value::Text(_) | Value::List(_) | Value::Yes(_) | Value::Nothing => {
                        return Value::Nothing;
                    }
                },
            };
            product = if *divides { product / number } else { product * number };
        }
        if !product.is_finite() {
            return Value::Nothing;
        }
        Value::Number((product * 10.0).round() / 10.0)
    }
}

impl std::str::FromStr for Product {
    type Err = NotAProduct;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || NotAProduct(text.to_owned());
        let mut factors = Vec::new();
        let mut divides = false;
        for (word, nth) in text.split_whitespace().zip(0..) {
            match (word, nth % 2 == 0) {
                ("*" | "/", false) => divides = word == "/",
                (_, false) | ("*" | "/", true) => return Err(wrong()),
                (word, true) => {
                    let key = |word: &str| Factor::Key(word.to_owned());
                    let factor = word.parse().map_or_else(|_| key(word), Factor::Number);
                    factors.push((factor, divides));
                }
            }
        }
        let whole = text.split_whitespace().count() % 2 == 1;
        if whole { Ok(Self { factors }) } else { Err(wrong()) }
    }
}

impl Rank {
    /// The items that moved, the farthest first, each with its distance; then those that did not.
    #[must_use]
    pub fn order(&self, known: &Known) -> (Vec<(String, f64)>, Vec<String>) {
        let Value::Number(from) = *known.value(&self.from) else {
            return (Vec::new(), known.list(&self.over));
        };
        let numbers = known.list(&self.by);
        let distance = |at: usize| {
            let number = numbers.get(at).and_then(|said| said.parse::<f64>().ok());
            number.map_or(0.0, |number| (from - number).abs())
        };
        let all = known.list(&self.over).into_iter().zip(0..);
        let all: Vec<(String, f64)> = all.map(|(item, at)| (item, distance(at))).collect();
        let (mut moved, still): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|(_, by)| *by >= f64::from(self.least));
        moved.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        (moved, still.into_iter().map(|(item, _)| item).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_multiplies_and_divides_from_left_to_right() {
        let mut known = Known::default();
        for (key, number) in [("setup", 90.0), ("minutes", 20.0), ("times", 3.0)] {
            known.note(key, Value::Number(number));
        }
        let payback: Product = "setup / minutes / times".parse().unwrap();
        assert_eq!(payback.value(&known), Value::Number(1.5));
        let hours: Product = "minutes * times / 60".parse().unwrap();
        assert_eq!(hours.value(&known), Value::Number(1.0));
    }

    #[test]
    fn nothing_follows_from_a_missing_number_or_from_dividing_by_zero() {
        let mut known = Known::default();
        known.note("none", Value::Number(0.0));
        assert_eq!("1 / none".parse::<Product>().unwrap().value(&known), Value::Nothing);
        assert_eq!("1 * gone".parse::<Product>().unwrap().value(&known), Value::Nothing);
    }

    #[test]
    fn what_is_no_product_is_refused() {
        for text in ["", "a b", "a *", "/ a", "a + b"] {
            assert!(text.parse::<Product>().is_err(), "{text}");
        }
    }

    #[test]
    fn reasons_are_ranked_by_how_far_they_move_the_number() {
        let mut known = Known::default();
        let texts = |all: [&str; 3]| Value::List(all.map(str::to_owned).to_vec());
        known.note("reasons", texts(["taste", "cost", "speed"]));
        known.note("each.without", texts(["80", "20", "65"]));
        known.note("credence", Value::Number(85.0));
        let [over, by, from] = ["reasons", "each.without", "credence"].map(str::to_owned);
        let (moved, still) = Rank { over, by, from, least: 10 }.order(&known);
        assert_eq!(moved, [("cost".to_owned(), 65.0), ("speed".to_owned(), 20.0)]);
        assert_eq!(still, ["taste"]);
    }
}
