//! `rat away`: planned breaks.

use std::io::Write as _;

use clap::Args;
use serde::Serialize;

use crate::app::away;
use crate::domain::time::StudyDay;
use crate::ui::env::Env;
use crate::ui::failure::Failure;

#[derive(Args)]
pub(super) struct Options {
    /// The first day away, as 2026-12-24; without days, planned breaks are listed
    #[arg(requires = "to")]
    from: Option<StudyDay>,
    /// The last day away
    to: Option<StudyDay>,
}

#[derive(Serialize)]
struct Json {
    from: String,
    to: String,
}

pub(super) fn run(env: &mut Env, options: &Options) -> Result<(), Failure> {
    let study = env.study()?;
    let breaks = match (options.from, options.to) {
        (Some(from), Some(to)) => away::plan(&study, from, to).map(|planned| vec![planned]),
        (None | Some(_), _) => away::all(&study),
    }
    .map_err(|error| env.explain(error))?;
    if env.json {
        let json = |planned: &crate::domain::away::Break| Json {
            from: planned.first().to_string(),
            to: planned.last().to_string(),
        };
        return env.print_json(&breaks.iter().map(json).collect::<Vec<_>>());
    }
    match (options.from, breaks.first()) {
        (Some(_), Some(planned)) => writeln!(
            env.out,
            "Away from {} to {}. Nothing is shifted, and your streak is safe.",
            planned.first(),
            planned.last()
        )?,
        (None, None) => writeln!(env.out, "No break is planned. Plan one: rat away FROM TO")?,
        (None | Some(_), _) => {
            for planned in &breaks {
                writeln!(env.out, "{planned}")?;
            }
        }
    }
    Ok(())
}
