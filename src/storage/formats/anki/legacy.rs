//! Collections that keep decks, note types and settings as JSON: format 11.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::storage::formats::Refused;
use crate::storage::formats::anki::clock::Clock;
use crate::storage::formats::anki::shelf::{Deck, Face, Head, Kind, Shelf};

/// Reads what `col` holds.
pub(super) fn read(head: &Head) -> Result<Shelf, Refused> {
    let conf = object(&head.conf, "settings")?;
    let setting = |name: &str| conf.get(name).and_then(int);
    Ok(Shelf {
        clock: Clock::new(head.made, setting("creationOffset"), setting("rollover")),
        decks: each(&head.decks, "decks", deck)?,
        kinds: each(&head.models, "note types", kind)?,
        presets: each(&head.presets, "presets", parameters)?
            .into_iter()
            .filter(|(_, parameters)| !parameters.is_empty())
            .collect(),
    })
}

fn object(json: &str, what: &str) -> Result<Map<String, Value>, Refused> {
    if json.trim().is_empty() {
        return Ok(Map::new());
    }
    serde_json::from_str(json).map_err(|error| {
        Refused::wrong(format!("the {what} of its collection are damaged: {error}"))
    })
}

/// Reads an object whose keys are ids.
fn each<T>(json: &str, what: &str, of: fn(&Value) -> T) -> Result<HashMap<i64, T>, Refused> {
    let held = object(json, what)?;
    Ok(held.iter().filter_map(|(id, value)| Some((id.parse().ok()?, of(value)))).collect())
}

fn deck(value: &Value) -> Deck {
    let search = value.get("dyn").and_then(int).is_some_and(|dynamic| dynamic != 0);
    let preset = value.get("conf").and_then(int).unwrap_or(1);
    Deck { name: word(value, "name").to_owned(), preset: (!search).then_some(preset) }
}

fn kind(value: &Value) -> Kind {
    let stock = value.get("originalStockKind").and_then(int).unwrap_or(0);
    let cloze = value.get("type").and_then(int) == Some(1);
    let mut kind = Kind::new(word(value, "name"), cloze, stock);
    kind.fields =
        ordered(value, "flds").into_iter().map(|field| word(field, "name").to_owned()).collect();
    kind.faces = ordered(value, "tmpls")
        .into_iter()
        .map(|face| Face::new(word(face, "name"), word(face, "qfmt"), word(face, "afmt")))
        .collect();
    kind
}

/// The parameters of the latest version of FSRS that a preset holds.
#[allow(clippy::cast_possible_truncation, reason = "Anki keeps them in single precision")]
fn parameters(value: &Value) -> Vec<f32> {
    ["fsrsParams6", "fsrsParams5", "fsrsWeights"]
        .into_iter()
        .filter_map(|name| value.get(name)?.as_array())
        .find(|held| !held.is_empty())
        .map(|held| held.iter().filter_map(Value::as_f64).map(|number| number as f32).collect())
        .unwrap_or_default()
}

/// The members of a list, in the order they give themselves.
fn ordered<'a>(value: &'a Value, list: &str) -> Vec<&'a Value> {
    let mut held: Vec<&Value> =
        value.get(list).and_then(Value::as_array).into_iter().flatten().collect();
    held.sort_by_key(|value| value.get("ord").and_then(int));
    held
}

fn word<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// A whole number, however it was written.
#[allow(clippy::cast_possible_truncation, reason = "a fraction beyond the range is cut to its end")]
fn int(value: &Value) -> Option<i64> {
    value
        .as_i64()
        .or_else(|| value.as_f64().map(|number| number as i64))
        .or_else(|| value.as_bool().map(i64::from))
        .or_else(|| value.as_str()?.parse().ok())
}
