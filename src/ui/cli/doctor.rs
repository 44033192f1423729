//! `rat doctor`: is the database sound, and does everything derived follow from what was logged?

use std::io::Write as _;

use clap::Args;
use serde::Serialize;

use crate::app::doctor;
use crate::domain::text::count;
use crate::ui::env::Env;
use crate::ui::failure::Failure;

#[derive(Args, Clone, Copy)]
pub(super) struct Options {
    /// Derive memory, queues and counts anew from what was logged
    #[arg(long)]
    rebuild: bool,
}

#[derive(Serialize)]
struct Json {
    database: String,
    problems: Vec<String>,
    rebuilt: Option<bool>,
    unchanged: Option<bool>,
}

pub(super) fn run(env: &mut Env, options: Options) -> Result<(), Failure> {
    let study = env.study()?;
    let database = study.db.path().display().to_string();
    let problems = doctor::check(&study).map_err(|error| env.explain(error))?;
    if !problems.is_empty() && !env.json {
        let failure = Failure::refused(format!("{database} is damaged"));
        return Err(problems.into_iter().take(5).fold(failure, Failure::hint));
    }
    let rebuilt = if options.rebuild && problems.is_empty() {
        Some(doctor::rebuild(&study).map_err(|error| env.explain(error))?)
    } else {
        None
    };
    if env.json {
        let unchanged = rebuilt.map(|rebuilt| rebuilt.same);
        let rebuilt = Some(rebuilt.is_some());
        return env.print_json(&Json { database, problems, rebuilt, unchanged });
    }
    writeln!(env.out, "{database} is sound.")?;
    if let Some(rebuilt) = rebuilt {
        let cards = count(rebuilt.cards as u64, "card");
        let found = if rebuilt.same { "nothing differed" } else { "differences were mended" };
        writeln!(env.out, "Derived {cards} anew from what was logged: {found}.")?;
    }
    Ok(())
}
