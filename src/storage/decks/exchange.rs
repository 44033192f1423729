//! One side of a disagreement, written down for the other: TOML with what the other's walk asks for.

use toml::Value;

use crate::domain::walk::answer::Answer;
use crate::domain::walk::read::Question;
use crate::domain::walk::value::{self, Known};
use crate::domain::walk::{Kind, Step, Walk};
use crate::storage::decks::answers;

/// The other's side.
pub type Table = toml::Table;

/// Writes down what is known of the steps that the other's walk asks for.
#[must_use]
pub fn write(technique: &str, walk: &Walk, known: &Known) -> String {
    let mut keys = Vec::new();
    wanted(&walk.steps, &mut keys);
    let mut table = Table::new();
    for key in keys {
        let said = match known.value(key) {
            value::Value::Text(text) => Value::from(text.as_str()),
            value::Value::List(items) => Value::from(items.clone()),
            value::Value::Number(number) => Value::from(*number),
            value::Value::Yes(yes) => Value::from(*yes),
            value::Value::Nothing => continue,
        };
        table.insert(key.to_owned(), said);
    }
    format!(
        "# One side of a {technique} walk. The other reads it with: rat walk {technique} --theirs FILE\n\
         {table}"
    )
}

/// The keys that some step wants from the other's file.
fn wanted<'a>(steps: &'a [Step], keys: &mut Vec<&'a str>) {
    for step in steps {
        if let Some(theirs) = &step.theirs
            && !keys.contains(&theirs.as_str())
        {
            keys.push(theirs);
        }
        if let Kind::Loop { steps, .. } | Kind::ForEach { steps, .. } = &step.kind {
            wanted(steps, keys);
        }
    }
}

/// Reads the other's side.
///
/// # Errors
/// What is wrong, with its line.
pub fn read(text: &str) -> Result<Table, String> {
    answers::table(text)
}

/// What the other's side answers to a question; nothing when the question is none for them.
#[must_use]
pub fn answer(question: &Question, theirs: &Table) -> Option<Answer> {
    let mut value = theirs.get(question.step.theirs.as_deref()?)?.clone();
    if let Some(number) = value.as_float().filter(|number| number.fract() == 0.0) {
        #[expect(clippy::cast_possible_truncation, reason = "numbers of walks are small")]
        let whole = number as i64;
        value = Value::from(whole);
    }
    answers::answer(&question.asks, value)
}
