//! `rat status`: what waits, in a line for a prompt, tmux or a status bar.

use std::io::Write as _;

use clap::Args;
use serde::Serialize;

use crate::app::today::{Today, today};
use crate::ui::env::Env;
use crate::ui::failure::Failure;

#[derive(Args)]
pub(super) struct Options {
    /// In as few characters as possible; nothing at all when nothing waits
    #[arg(long)]
    short: bool,
}

/// What waits, as scripts see it.
#[derive(Serialize)]
struct Status {
    cards: u64,
    rehearsals: u64,
    commitments: u64,
    walks: u64,
    plans_without_log: u64,
}

impl Status {
    fn of(today: &Today) -> Self {
        Self {
            cards: today.left.due + today.left.new,
            rehearsals: today.rehearsals,
            commitments: today.commitments,
            walks: today.walks,
            plans_without_log: today.unlogged,
        }
    }

    /// Each part that waits, in words.
    fn parts(&self) -> Vec<String> {
        let parts = [
            (self.cards, "to recall"),
            (self.rehearsals, "to rehearse"),
            (self.commitments, "promised"),
            (self.walks, "to walk on"),
            (self.plans_without_log, "to log"),
        ];
        let waits = parts.into_iter().filter(|(n, _)| *n > 0);
        waits.map(|(n, what)| format!("{n} {what}")).collect()
    }
}

pub(super) fn run(env: &mut Env, options: &Options) -> Result<(), Failure> {
    let study = env.study()?;
    let today = today(&study).map_err(|error| env.explain(error))?;
    let status = if today.away.is_some() {
        // Whoever is away has nothing to do.
        Status { cards: 0, rehearsals: 0, commitments: 0, walks: 0, plans_without_log: 0 }
    } else {
        Status::of(&today)
    };
    if env.json {
        return env.print_json(&status);
    }
    let parts = status.parts();
    if options.short {
        // The evening sweep has its own time: what is unlogged is no news in the morning.
        let waits = status.cards + status.rehearsals + status.commitments + status.walks;
        if waits > 0 {
            writeln!(env.out, "rat {waits}")?;
        }
        return Ok(());
    }
    let line = if parts.is_empty() { "nothing waits".to_owned() } else { parts.join(", ") };
    writeln!(env.out, "{line}")?;
    Ok(())
}
