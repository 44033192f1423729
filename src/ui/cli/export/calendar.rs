//! `rat export ics`: a calendar.

use std::io::Write as _;
use std::path::PathBuf;

use clap::Args;

use crate::app::export::calendar::calendar;
use crate::domain::reminder::series::Unsaid;
use crate::domain::text::harmless;
use crate::storage;
use crate::storage::formats::calendar::write;
use crate::ui::cli::export::{Count, into, named, tell};
use crate::ui::env::Env;
use crate::ui::failure::Failure;

/// How many plans are named that have the same in common.
const NAMED: usize = 6;

/// What is in the calendar, and what is not.
pub(super) const HELP: &str = "Open promises and walks that rest are whole days with an alarm in the \
    morning; reminders of plans in use, the daily session and the evening are events that repeat, at \
    the time of the clock on the wall, without the days of planned breaks. Fading reminders are \
    written for four weeks. Left out: plans whose weeks with and without reminders take turns, times \
    within the quiet hours, and the limit of reminders a day. Importing a later file updates what an \
    earlier one brought; what is done since is not taken away by it.";

#[derive(Args)]
pub(in crate::ui::cli) struct Options {
    /// Where to write it; - or nothing is standard output
    file: Option<PathBuf>,
    /// Also what came of private walks
    #[arg(long)]
    include_private: bool,
}

pub(super) fn run(env: &mut Env, options: &Options) -> Result<(), Failure> {
    let file = named(env, options.file.as_deref())?;
    let study = env.study()?;
    let zone = env.clock.zone();
    let found = calendar(&study, &zone, options.include_private);
    let found = found.map_err(|error| env.explain(error))?;
    let text = write(&found.entries, study.now);
    into(env, file, |to| Ok(to.write_all(text.as_bytes()).map_err(storage::Error::Unwritten)?))?;
    tell(env, ("ics", file), (found.written, Count::Events(found.written.count)))?;
    if !env.quiet {
        for line in unsaid(&found.unsaid) {
            writeln!(env.err, "{}", harmless(&line))?;
        }
    }
    Ok(())
}

/// What a calendar cannot be told, in lines.
fn unsaid(unsaid: &[(String, Unsaid)]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut fading = Vec::new();
    let mut until = None;
    for (plan, why) in unsaid {
        match why {
            Unsaid::Switchback => lines.push(format!(
                "{plan}: weeks with and without reminders take turns, so no calendar reminds of it."
            )),
            Unsaid::Quiet(time) => {
                lines.push(format!("{plan}: {time} lies in the quiet hours and is left out."));
            }
            Unsaid::Fading(end) => {
                fading.push(plan.as_str());
                until = Some(end);
            }
        }
    }
    if let Some(until) = until {
        let more = fading.len().saturating_sub(NAMED);
        fading.truncate(NAMED);
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        let plans = fading.join(", ") + &more;
        lines.push(format!("Fading, so written up to {until}; export again then: {plans}."));
    }
    lines
}
