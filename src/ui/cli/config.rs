//! `rat config`: the settings.

use std::io::Write as _;

use clap::Subcommand;
use serde_json::{Map, Value as Json, json};

use crate::domain::settings::Settings;
use crate::domain::settings::key::{Key, Value};
use crate::ui::env::Env;
use crate::ui::failure::Failure;

#[derive(Subcommand)]
pub(super) enum Action {
    /// Show every setting with its value
    List,
    /// Show one setting
    Get {
        /// The setting, e.g. retention or deck.focusing.retention
        key: String,
    },
    /// Change one setting
    Set {
        /// The setting, e.g. retention or deck.focusing.retention
        key: String,
        /// Its new value
        value: String,
    },
    /// Show where the settings file lies
    Path,
}

pub(super) fn run(env: &mut Env, action: Action) -> Result<(), Failure> {
    match action {
        Action::List => list(env),
        Action::Get { key } => get(env, &key),
        Action::Set { key, value } => set(env, &key, &value),
        Action::Path => {
            let path = env.config_path().display().to_string();
            if env.json { env.print_json(&path) } else { Ok(writeln!(env.out, "{path}")?) }
        }
    }
}

fn number(value: Value) -> Json {
    match value {
        Value::Whole(number) => json!(number),
        Value::Fraction(number) => json!(number),
        Value::Text(text) => json!(text),
    }
}

fn list(env: &mut Env) -> Result<(), Failure> {
    let settings = env.settings()?;
    let all: Vec<(Key, Value)> = settings
        .keys()
        .into_iter()
        .filter_map(|key| Some((key.clone(), settings.value(&key)?)))
        .collect();
    if env.json {
        let map: Map<String, Json> =
            all.into_iter().map(|(key, value)| (key.to_string(), number(value))).collect();
        return env.print_json(&map);
    }
    for (key, value) in all {
        writeln!(env.out, "{key} = {value}")?;
        writeln!(env.out, "    {}", key.meaning())?;
    }
    Ok(())
}

/// The value of a setting; a deck without a retention of its own has the common one.
fn value(settings: &Settings, key: &Key) -> Value {
    settings.value(key).unwrap_or(Value::Fraction(settings.retention))
}

fn get(env: &mut Env, key: &str) -> Result<(), Failure> {
    let (settings, key) = (env.settings()?, Key::read(key)?);
    let value = value(&settings, &key);
    if env.json {
        return env.print_json(&number(value));
    }
    writeln!(env.out, "{value}")?;
    Ok(())
}

fn set(env: &mut Env, key: &str, text: &str) -> Result<(), Failure> {
    let (mut settings, key) = (env.settings()?, Key::read(key)?);
    // The database's folder must be there before the settings can be kept beside it.
    let study = env.study()?;
    if let Key::DeckRetention(deck) = &key {
        crate::app::deck::find(&study, deck).map_err(|error| env.explain(error))?;
    }
    let value = settings.set(&key, text)?;
    crate::storage::settings::store(&env.config_path(), &key, &value)
        .map_err(|error| env.blame(error))?;
    if env.json {
        return env.print_json(&number(value));
    }
    writeln!(env.out, "{key} = {value}")?;
    Ok(())
}
