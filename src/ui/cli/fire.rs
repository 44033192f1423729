//! `rat fire`: logging what happened to a plan.

use clap::Args;

use crate::app::Study;
use crate::app::errand::unlogged;
use crate::app::fire::{Firing, fire};
use crate::app::tap::{self, Tap};
use crate::domain::tap::outcome::Kind;
use crate::domain::when;
use crate::ui::clock::Clock;
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::json::tap::Fire;
use crate::ui::term::ask;
use crate::ui::term::tell::tell;
use crate::ui::words;

#[derive(Args)]
#[command(after_help = "Without an outcome it means: the trigger came and you did it.\n\
    Example: rat fire coffee --missed --at \"20 min ago\" --note \"phone rang\"")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four flags that exclude each other, and one more"
)]
pub(super) struct Options {
    /// The plan: any unambiguous beginning of its name; left out, rat asks
    tap: Option<String>,
    /// The trigger was noticed, the action did not follow
    #[arg(long, short = 'n', group = "outcome")]
    noticed: bool,
    /// The trigger was noticed too late
    #[arg(long, short = 'm', group = "outcome")]
    missed: bool,
    /// The action came without the trigger
    #[arg(long, short = 'x', group = "outcome")]
    misfire: bool,
    /// The trigger did not come that day
    #[arg(long, group = "outcome")]
    none: bool,
    /// A reminder made you do it, so it does not count as remembering
    #[arg(long)]
    prompted: bool,
    /// When: "20 min ago", -2h, 18:00, "yesterday 18:00", or RFC 3339
    #[arg(long, value_name = "WHEN", allow_hyphen_values = true)]
    at: Option<String>,
    /// How often, for several at once (1-100)
    #[arg(long, short, value_name = "N", default_value_t = 1)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=100))]
    times: u32,
    /// A note to keep beside it
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    note: String,
}

impl Options {
    const fn kind(&self) -> Kind {
        match (self.noticed, self.missed, self.misfire, self.none) {
            (true, _, _, _) => Kind::Noticed,
            (_, true, _, _) => Kind::Missed,
            (_, _, true, _) => Kind::Misfire,
            (_, _, _, true) => Kind::None,
            (false, false, false, false) => Kind::Did,
        }
    }
}

pub(super) fn run(env: &mut Env, options: &Options) -> Result<(), Failure> {
    let study = env.study()?;
    let happened = match &options.at {
        None => (study.now.at, study.now.offset),
        Some(text) => moment(env, &study, text)?,
    };
    let thing = match &options.tap {
        Some(name) => tap::find(&study.db, name).map_err(|error| env.explain(error))?,
        None => choose(env, &study)?,
    };
    let (kind, times, prompted) = (options.kind(), options.times, options.prompted);
    let note = options.note.clone();
    let firing = Firing { kind, times, happened, prompted, note };
    let fired = fire(&study, thing, firing).map_err(|error| env.explain(error))?;
    if env.json {
        return env.print_json(&Fire::of(&fired));
    }
    if !env.quiet {
        for line in words::acknowledgement(&fired, study.now) {
            tell(env, &line)?;
        }
    }
    Ok(())
}

/// Finds the moment a text means; the future is refused.
fn moment(env: &Env, study: &Study, text: &str) -> Result<(i64, i32), Failure> {
    let read = when::read(text, study.now).map_err(crate::app::Error::from);
    let read = read.map_err(|error| env.explain(error))?;
    let found = Clock::moment_of(read, study.now).map_err(crate::app::Error::from);
    let found = found.map_err(|error| env.explain(error))?;
    let checked = when::happened(found.0, text, study.now).map_err(crate::app::Error::from);
    checked.map_err(|error| env.explain(error)).map(|()| found)
}

/// Asks which plan fired; the likeliest come first: those in use without a log today.
fn choose(env: &mut Env, study: &Study) -> Result<i64, Failure> {
    let today = study.now.today;
    let open = unlogged(study, today).map_err(|error| env.explain(error))?;
    let mut taps = tap::all(study).map_err(|error| env.explain(error))?;
    if taps.is_empty() {
        return Err(Failure::refused("there is no plan yet").hint("rat tap new makes the first"));
    }
    let rank = |tap: &Tap| {
        let waits_for_log = open.iter().any(|one| one.thing == tap.thing);
        let strength = tap.trace.strength.value();
        (!waits_for_log, !tap.is_in_use(), strength)
    };
    taps.sort_by(|one, other| {
        let (a, b) = (rank(one), rank(other));
        (a.0, a.1).cmp(&(b.0, b.1)).then(b.2.total_cmp(&a.2))
    });
    if !env.interactive || env.json {
        let names: Vec<String> = taps.iter().take(6).map(|tap| tap.plan.name.clone()).collect();
        return Err(
            Failure::usage("which plan fired?").hint(format!("name it: {}", names.join(", ")))
        );
    }
    let items: Vec<String> =
        taps.iter().map(|tap| format!("{}: {}", tap.plan.name, tap.plan.sentence())).collect();
    let chosen = ask::fuzzy(env, "Which plan fired? Type a part of it", &items)?;
    chosen.and_then(|at| taps.get(at)).map(|tap| tap.thing).ok_or_else(Failure::interrupted)
}
