//! `rat tap rehearse`: imagining a trigger and its action, again and again.

use crate::app::errand::rehearse;
use crate::app::tap::Tap;
use crate::app::{Study, draft, tap};
use crate::domain::review::Rating;
use crate::domain::tap::outcome::NOTE;
use crate::ui::cli::tap::Rehearsal;
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::json;
use crate::ui::session::questions;
use crate::ui::term::ask;
use crate::ui::term::tell::tell;

/// How often a plan that was rehearsed before is imagined, unless said otherwise.
const QUICK: u32 = 3;

pub(super) fn run(
    env: &mut Env,
    study: &Study,
    thing: i64,
    options: &Rehearsal,
) -> Result<(), Failure> {
    let before = tap::at(study, thing).map_err(|error| env.explain(error))?;
    let name = &before.plan.name;
    let Some(rating) = options.rating else {
        if !env.interactive || env.json {
            return Err(Failure::usage("how readily did the action come?")
                .hint(format!("rat tap rehearse {name} --rating good --times 3")));
        }
        let rating = recall(env, &before)?;
        return imagine(env, study, &before, (rating, options.times.unwrap_or(QUICK)));
    };
    let times = options.times.unwrap_or(1);
    let kept = rehearse(study, thing, rating, (times, &options.details), 0);
    let after = kept.map_err(|error| env.explain(error))?;
    if env.json {
        return env.print_json(&json::tap::Plan::of(&after, study));
    }
    if !env.quiet {
        tell(env, &questions::rehearsed(&after, study.now))?;
    }
    Ok(())
}

/// Asks for the action when the trigger comes, and how readily it came.
fn recall(env: &mut Env, tap: &Tap) -> Result<Rating, Failure> {
    tell(env, &format!("When {} …", tap.plan.trigger))?;
    ask::line(env, "What do you do? Enter shows it. ")?;
    tell(env, &format!("… then {}.", tap.plan.action))?;
    let items: Vec<String> = Rating::ALL
        .iter()
        .zip(["it was gone", "it took some time", "it came", "it came at once"])
        .map(|(rating, meaning)| format!("{}: {meaning}", rating.word()))
        .collect();
    let chosen = ask::choice(env, "How readily did it come?", &items, 2)?;
    Ok(Rating::ALL.get(chosen).copied().unwrap_or(Rating::Good))
}

/// Asks for two details, then counts imagined repetitions, each Enter one, and keeps the rehearsal.
pub(super) fn imagine(
    env: &mut Env,
    study: &Study,
    tap: &Tap,
    (rating, times): (Rating, u32),
) -> Result<(), Failure> {
    let known = draft::sensed(study, tap.thing).map_err(|error| env.explain(error))?;
    if !known.is_empty() {
        tell(env, &format!("Last time you were there: {known}"))?;
    }
    tell(env, "Close your eyes and be at the trigger.")?;
    let details = ["What do you see there?", "What do you hear or feel?"];
    let mut senses: Vec<String> = Vec::new();
    for detail in details {
        let said = ask::text(env, detail, "")?;
        if !said.is_empty() {
            senses.push(said.chars().filter(|c| !c.is_control()).take(NOTE / 2 - 2).collect());
        }
        let so_far = senses.join("; ");
        draft::sense(study, tap.thing, &so_far).map_err(|error| env.explain(error))?;
    }
    let senses = if senses.is_empty() { known } else { senses.join("; ") };
    let watch = env.clock.stopwatch();
    tell(env, "Now live it, from the trigger to the end of the action. Enter counts one, q ends.")?;
    let mut done = 0;
    while done < times {
        let step = format!(
            "{} of {times}: when {}, then {} ",
            done + 1,
            tap.plan.trigger,
            tap.plan.action
        );
        if ask::line(env, &step)?.eq_ignore_ascii_case("q") {
            break;
        }
        done += 1;
    }
    if done == 0 {
        tell(env, "Not rehearsed this time.")?;
        return Ok(());
    }
    let kept = rehearse(study, tap.thing, rating, (done, &senses), watch.milliseconds());
    let after = kept.map_err(|error| env.explain(error))?;
    tell(env, &questions::rehearsed(&after, study.now))?;
    Ok(())
}
