//! `rat undo`: taking back the last act.

use std::io::Write as _;

use clap::Args;
use serde::Serialize;

use crate::app;
use crate::app::progress::{Doing, Watch};
use crate::storage::db::fact::About;
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::term::progress::Bar;
use crate::ui::words;

#[derive(Args, Clone, Copy)]
pub(super) struct Options {
    /// Bring back what was last taken back, if nothing was done since
    #[arg(long)]
    redo: bool,
}

#[derive(Serialize)]
struct Json {
    act: &'static str,
    card: Option<String>,
    about: Option<String>,
    study_day: String,
    redone: bool,
}

pub(super) fn run(env: &mut Env, options: Options) -> Result<(), Failure> {
    let study = env.study()?;
    let bar = Bar::of(env, Doing::Deriving, true);
    let see = |progress| bar.see(progress);
    let act = if options.redo { app::undo::redo } else { app::undo::undo };
    let undone = act(&study, Watch::new(&see));
    bar.end();
    let undone = undone.map_err(|error| env.explain(error))?;
    if env.json {
        return env.print_json(&Json {
            act: words::act(undone.act.table),
            card: undone.about.clone().filter(|_| matches!(undone.act.about, About::Card(_))),
            about: undone.about,
            study_day: undone.act.study_day.to_string(),
            redone: options.redo,
        });
    }
    let words = words::undone(&undone);
    let words = if options.redo { words.replacen("Took back", "Brought back", 1) } else { words };
    writeln!(env.out, "{words}")?;
    Ok(())
}
