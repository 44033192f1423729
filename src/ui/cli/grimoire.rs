//! `rat grimoire`: the questions that help while the clock of a resolve cycle runs.

use std::io::Write as _;

use clap::Subcommand;
use serde::Serialize;

use crate::app::grimoire::{self, Entry};
use crate::app::technique;
use crate::domain::text::{count, harmless};
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::term::tell::tell_item;

/// The technique whose grimoire it is.
const TECHNIQUE: &str = "resolve-cycles";

#[derive(Subcommand)]
pub(super) enum Action {
    /// Show every question, those that helped most first
    List,
    /// Add a question of your own
    Add {
        /// The question
        question: String,
    },
    /// Drop a question; adding it again brings it back
    Drop {
        /// Its number in the list
        number: usize,
    },
}

/// A question as scripts see it.
#[derive(Serialize)]
struct Shown<'a> {
    number: usize,
    question: &'a str,
    heading: &'a str,
    helped: u32,
}

pub(super) fn run(env: &mut Env, action: &Action) -> Result<(), Failure> {
    let study = env.study()?;
    let technique =
        technique::find(&env.decks_path(), TECHNIQUE).map_err(|error| env.explain(error))?;
    let said = match action {
        Action::List => {
            let entries =
                grimoire::entries(&study, &technique).map_err(|error| env.explain(error))?;
            return list(env, &entries);
        }
        Action::Add { question } => {
            let added = grimoire::add(&study, question).map_err(|error| env.explain(error))?;
            format!("Added: {added}")
        }
        Action::Drop { number } => {
            let dropped = grimoire::drop(&study, &technique, *number);
            format!("Dropped: {}", dropped.map_err(|error| env.explain(error))?)
        }
    };
    Ok(writeln!(env.out, "{}", harmless(&said))?)
}

fn list(env: &mut Env, entries: &[Entry]) -> Result<(), Failure> {
    if env.json {
        let shown = entries.iter().zip(1..).map(|(entry, number)| Shown {
            number,
            question: &entry.question,
            heading: &entry.heading,
            helped: entry.helped,
        });
        return env.print_json(&shown.collect::<Vec<_>>());
    }
    for (entry, nth) in entries.iter().zip(1..) {
        let helped = match entry.helped {
            0 => String::new(),
            times => format!(", helped {}", count(times.into(), "time")),
        };
        let said = format!("{} ({}{helped})", entry.question, entry.heading);
        tell_item(env, &format!("{nth:>3}  "), &said)?;
    }
    Ok(())
}
