//! `rat tap list`: every plan at a glance.

use std::io::Write as _;

use crate::app::tap::{self, Tap};
use crate::app::{Study, draft};
use crate::domain::stats::rate::Rate;
use crate::domain::tap::plan::Status;
use crate::domain::text::{harmless, one_line};
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::json;
use crate::ui::term::screen::Screen;
use crate::ui::term::tell::tell;

pub(super) fn run(env: &mut Env, study: &Study, all: bool) -> Result<(), Failure> {
    let mut taps = tap::all(study).map_err(|error| env.explain(error))?;
    if env.json {
        let shown = taps.iter().map(|tap| json::tap::Plan::of(tap, study));
        return env.print_json(&shown.collect::<Vec<_>>());
    }
    let draft = draft::answers(study).map_err(|error| env.explain(error))?;
    if !draft.is_empty() {
        let begun = draft.get("trigger").or_else(|| draft.get("goal"));
        let begun = begun.map_or_else(String::new, |begun| format!(" ({})", one_line(begun, 50)));
        tell(env, &format!("A plan is half made{begun}; rat tap new goes on with it."))?;
    } else if taps.is_empty() {
        writeln!(env.out, "No plan yet. rat tap new makes the first, in five minutes.")?;
    }
    if taps.is_empty() {
        return Ok(());
    }
    let every = taps.len();
    taps.retain(|tap| all || tap.trace.status != Status::Retired);
    let (columns, _) = if env.plain { (80, 0) } else { Screen::size() };
    let longest = taps.iter().map(|tap| tap.plan.name.chars().count()).max().unwrap_or(0);
    let name = longest.clamp(4, 20);
    writeln!(env.out, "{:<name$}  stage    strength  noticed  followed", "plan")?;
    for tap in &taps {
        writeln!(env.out, "{}", line(tap, name))?;
        let sentence = one_line(&tap.plan.sentence(), columns.clamp(30, 120) - 3);
        writeln!(env.out, "  {}", harmless(&sentence))?;
    }
    if every > taps.len() {
        let hidden = every - taps.len();
        writeln!(env.out, "{hidden} retired; rat tap list --all shows them")?;
    }
    Ok(())
}

fn line(tap: &Tap, width: usize) -> String {
    let percent = |rate: Rate| {
        rate.share().map_or_else(|| "-".to_owned(), |share| format!("{:.0} %", share * 100.0))
    };
    let counts = &tap.trace.current;
    let (notice, follow) = (percent(counts.notice()), percent(counts.follow()));
    let (name, strength) = (one_line(&tap.plan.name, width), tap.trace.strength.value());
    format!("{name:<width$}  {:<7}  {strength:>8.2}  {notice:>7}  {follow:>8}", tap.life())
}
