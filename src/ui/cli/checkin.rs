//! `rat checkin`: the evening sweep.

use std::io::Write as _;

use clap::Args;

use crate::app::Study;
use crate::app::errand;
use crate::domain::text::count;
use crate::domain::time::StudyDay;
use crate::domain::when::past_day;
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::json::errand::Open;
use crate::ui::session::errands::{Round, Tally, sweep};
use crate::ui::term::tell::tell;

#[derive(Args)]
#[command(
    after_help = "One key each: did, noticed, missed, none, skip. A day that is never asked \
    about stays unknown, which is neither a miss nor a success."
)]
pub(super) struct Options {
    /// The day to fill in: today, yesterday or a date
    #[arg(long, value_name = "DAY", default_value = "today")]
    day: String,
}

pub(super) fn run(env: &mut Env, options: &Options) -> Result<(), Failure> {
    let mut study = env.study()?;
    let day = past_day(&options.day, study.now).map_err(crate::app::Error::from);
    let day = day.map_err(|error| env.explain(error))?;
    let errands = errand::of_checkin(&study, day).map_err(|error| env.explain(error))?;
    if env.json {
        return env.print_json(&Open::of(day, &errands));
    }
    if errands.is_empty() {
        return nothing(env, &study, day);
    }
    if !env.interactive {
        return Err(Failure::refused("a check-in needs a terminal to ask and to listen")
            .hint("rat checkin --json lists what is open, rat fire NAME logs an outcome"));
    }
    let (tally, last) = sweep(env, &mut study, Round::Checkin(day))?;
    if !last.is_empty() {
        tell(env, &last)?;
    }
    writeln!(env.out, "{}", summary(tally))?;
    Ok(())
}

fn nothing(env: &mut Env, study: &Study, day: StudyDay) -> Result<(), Failure> {
    let taps = crate::app::tap::names(study).map_err(|error| env.explain(error))?;
    if taps.is_empty() {
        writeln!(env.out, "There is no plan to ask about yet. Make one: rat tap new")?;
    } else {
        writeln!(env.out, "Nothing is open for {}. Good night.", day.long())?;
    }
    Ok(())
}

fn summary(tally: Tally) -> String {
    let skipped =
        if tally.skipped > 0 { format!(", {} skipped", tally.skipped) } else { String::new() };
    let rest = if tally.quit { " The rest stays unknown, which counts neither way." } else { "" };
    format!("{}{skipped}.{rest}", count(tally.answered.into(), "answer"))
}
