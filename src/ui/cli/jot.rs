//! `rat jot`: quick notes for later.

use std::io::Write as _;

use clap::{Args, Subcommand};

use crate::app::{Study, jot};
use crate::domain::jot::{Jot, Kind};
use crate::domain::text::harmless;
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::json;

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Options {
    #[command(subcommand)]
    action: Option<Action>,
    /// What to note; several words need no quotes
    text: Vec<String>,
    /// friction, bug, aversion or idea
    #[arg(long, short, default_value = "friction")]
    kind: Kind,
}

#[derive(Subcommand)]
enum Action {
    /// Show the notes, oldest first
    List {
        /// Only this kind
        #[arg(long, short)]
        kind: Option<Kind>,
        /// Also those dealt with
        #[arg(long)]
        all: bool,
    },
    /// Mark a note as dealt with
    Done {
        /// Its number
        id: i64,
    },
}

pub(super) fn run(env: &mut Env, options: &Options) -> Result<(), Failure> {
    let study = env.study()?;
    match &options.action {
        None => make(env, &study, options.kind, &options.text.join(" ")),
        Some(Action::List { kind, all }) => list(env, &study, *kind, *all),
        Some(Action::Done { id }) => {
            let (stored, changed) = jot::done(&study, *id).map_err(|error| env.explain(error))?;
            if env.json {
                return env.print_json(&json::errand::Jot::of(&stored));
            }
            let already = if changed { "" } else { " already" };
            writeln!(env.out, "Dealt with{already}: {}", harmless(&stored.jot.text))?;
            Ok(())
        }
    }
}

fn make(env: &mut Env, study: &Study, kind: Kind, text: &str) -> Result<(), Failure> {
    let made = Jot::new(kind, text).map_err(crate::app::Error::from);
    let stored = made.and_then(|jot| jot::make(study, &jot)).map_err(|error| env.explain(error))?;
    if env.json {
        return env.print_json(&json::errand::Jot::of(&stored));
    }
    if !env.quiet {
        writeln!(env.out, "Noted as {} {}.", stored.jot.kind, stored.thing)?;
    }
    Ok(())
}

fn list(env: &mut Env, study: &Study, kind: Option<Kind>, all: bool) -> Result<(), Failure> {
    let mut jots = jot::list(study, all).map_err(|error| env.explain(error))?;
    jots.retain(|stored| kind.is_none_or(|kind| stored.jot.kind == kind));
    if env.json {
        return env.print_json(&jots.iter().map(json::errand::Jot::of).collect::<Vec<_>>());
    }
    if jots.is_empty() {
        writeln!(env.out, "No notes. rat jot the drawer sticks again")?;
    }
    for stored in &jots {
        let done = if stored.jot.done { " (dealt with)" } else { "" };
        let text = harmless(&stored.jot.text);
        writeln!(env.out, "{:>3}  {:<8}  {text}{done}", stored.thing, stored.jot.kind)?;
    }
    Ok(())
}
