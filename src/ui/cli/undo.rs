//! `rat undo`: taking back the last act.

use std::io::Write as _;

use clap::Args;
use serde::Serialize;

use crate::app;
use crate::app::undo::Undone;
use crate::domain::text::one_line;
use crate::storage::db::fact::{About, Table};
use crate::ui::env::Env;
use crate::ui::failure::Failure;

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
    let undone = if options.redo { app::undo::redo(&study) } else { app::undo::undo(&study) };
    let undone = undone.map_err(|error| env.explain(error))?;
    if env.json {
        return env.print_json(&Json {
            act: act_word(undone.act.table),
            card: undone.about.clone().filter(|_| matches!(undone.act.about, About::Card(_))),
            about: undone.about,
            study_day: undone.act.study_day.to_string(),
            redone: options.redo,
        });
    }
    let words = words(&undone);
    let words = if options.redo { words.replacen("Took back", "Brought back", 1) } else { words };
    writeln!(env.out, "{words}")?;
    Ok(())
}

/// Says in words what was taken back.
#[must_use]
pub fn words(undone: &Undone) -> String {
    let act = act_word(undone.act.table);
    let day = undone.act.study_day;
    match &undone.about {
        Some(about) if matches!(undone.act.table, Table::Commitment | Table::Jot) => {
            format!("Took back the last change to \"{}\" ({day}).", one_line(about, 60))
        }
        Some(about) => format!("Took back the {act} of {} ({day}).", one_line(about, 60)),
        None if undone.act.table != Table::Away => format!("Took back the {act} of {day}."),
        None => format!("Took back the {act} planned on {day}."),
    }
}

const fn act_word(table: Table) -> &'static str {
    match table {
        Table::Review => "grade",
        Table::CardEdit => "edit",
        Table::Suspension => "suspension",
        Table::Burial => "putting off",
        Table::Away => "break",
        Table::Undo => "undo",
        Table::TapVersion => "wording",
        Table::Outcome => "outcome",
        Table::Rehearsal => "rehearsal",
        Table::SelfRating => "self-rating",
        Table::TapStatus => "change of status",
        Table::TapCheck => "look back",
        Table::Commitment => "commitment",
        Table::Jot => "jot",
    }
}
