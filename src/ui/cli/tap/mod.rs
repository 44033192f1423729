//! `rat tap`: trigger-action plans.

mod list;
mod page;
mod rehearse;
mod reminding;
mod wizard;
mod wording;

use std::io::Write as _;

use clap::{Args, Subcommand};

use crate::app::tap::{self, Tap};
use crate::app::{Error, Study};
use crate::domain::review::Rating;
use crate::domain::tap::automaticity::RATINGS;
use crate::domain::tap::lint::lint;
use crate::domain::tap::plan::{Plan, Status, Verdict, suggest_name};
use crate::domain::text::harmless;
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::json;
use crate::ui::session::questions;
use crate::ui::term::ask;
use crate::ui::term::tell::tell;

use reminding::Reminding;
use wording::Wording;

#[derive(Subcommand)]
pub(super) enum Action {
    /// Make a plan: asks step by step, or takes it all from options
    New {
        #[command(flatten)]
        wording: Box<Wording>,
        #[command(flatten)]
        reminding: Reminding,
    },
    /// Show every plan with how it stands
    List {
        /// Also retired ones
        #[arg(long)]
        all: bool,
    },
    /// Show all there is to see of a plan, and which end of it is weak
    Show {
        /// The plan (any unambiguous beginning of its name)
        tap: String,
    },
    /// Word a plan anew; a new trigger or action starts a new version
    Edit {
        /// The plan (any unambiguous beginning of its name)
        tap: String,
        #[command(flatten)]
        wording: Box<Wording>,
        #[command(flatten)]
        reminding: Reminding,
    },
    /// Rehearse a plan: imagine the trigger, then the action
    Rehearse(Rehearsal),
    /// Say how automatic a plan has become: 1 not at all, 7 completely
    Rate {
        /// The plan (any unambiguous beginning of its name)
        tap: String,
        /// 1-7; left out, rat asks
        #[arg(value_parser = clap::value_parser!(u8).range(1..=7))]
        rating: Option<u8>,
    },
    /// Look back at a plan: keep, trigger, shrink, swap or drop
    Check {
        /// The plan (any unambiguous beginning of its name)
        tap: String,
        /// What to do with it; left out, rat asks
        verdict: Option<Verdict>,
        #[command(flatten)]
        wording: Box<Wording>,
    },
    /// Let a plan rest; nothing about it is asked or due
    Pause {
        /// The plan (any unambiguous beginning of its name)
        tap: String,
    },
    /// Take a resting or retired plan up again
    Resume {
        /// The plan (any unambiguous beginning of its name)
        tap: String,
    },
    /// Put a plan away for good; its log is kept
    Retire {
        /// The plan (any unambiguous beginning of its name)
        tap: String,
    },
}

/// How a plan is rehearsed.
#[derive(Args)]
pub(super) struct Rehearsal {
    /// The plan (any unambiguous beginning of its name)
    tap: String,
    /// How readily the action came: again, hard, good or easy; left out, rat asks
    #[arg(long)]
    rating: Option<Rating>,
    /// How often it is imagined or acted
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100))]
    times: Option<u32>,
    /// What you saw, heard or felt at the trigger
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    details: String,
}

pub(super) fn run(env: &mut Env, action: Action) -> Result<(), Failure> {
    let study = env.study()?;
    match action {
        Action::New { wording, reminding } => new(env, &study, (*wording, &reminding)),
        Action::List { all } => list::run(env, &study, all),
        Action::Show { tap } => page::run(env, &study, find(env, &study, &tap)?),
        Action::Edit { tap, wording, reminding } => edit(env, &study, &tap, (*wording, &reminding)),
        Action::Rehearse(options) => {
            let thing = find(env, &study, &options.tap)?;
            rehearse::run(env, &study, thing, &options)
        }
        Action::Rate { tap, rating } => rate(env, &study, &tap, rating),
        Action::Check { tap, verdict, wording } => check(env, &study, &tap, (verdict, *wording)),
        Action::Pause { tap } => move_to(env, &study, &tap, Status::Paused),
        Action::Resume { tap } => move_to(env, &study, &tap, Status::Active),
        Action::Retire { tap } => move_to(env, &study, &tap, Status::Retired),
    }
}

fn find(env: &Env, study: &Study, name: &str) -> Result<i64, Failure> {
    tap::find(&study.db, name).map_err(|error| env.explain(error))
}

fn at(env: &Env, study: &Study, name: &str) -> Result<Tap, Failure> {
    let thing = find(env, study, name)?;
    tap::at(study, thing).map_err(|error| env.explain(error))
}

fn new(
    env: &mut Env,
    study: &Study,
    (wording, reminding): (Wording, &Reminding),
) -> Result<(), Failure> {
    match (wording.trigger.is_some(), wording.action.is_some()) {
        (true, true) => {}
        (false, false) if wording.is_empty() && env.interactive && !env.json => {
            return wizard::run(env, study);
        }
        (has_trigger, _) => {
            let missing = if has_trigger { "--action" } else { "--trigger" };
            return Err(Failure::usage(format!("a plan needs both ends: {missing} is missing"))
                .hint("rat tap new --trigger \"the kettle clicks off\" --action \"I stretch\"")
                .hint("on a terminal, rat tap new alone asks for everything"));
        }
    }
    let taken = tap::names(study).map_err(|error| env.explain(error))?;
    let suggested =
        suggest_name(wording.trigger.as_deref().unwrap_or_default(), |name| taken.contains(name));
    let plan = wording.applied(Plan::of(&suggested, "", ""));
    let made = tap::make(study, plan).map_err(|error| env.explain(error))?;
    reminding::keep(env, study, made.thing, reminding)?;
    if env.json {
        return env.print_json(&json::tap::Plan::of(&made, study));
    }
    told(env, "Made", &made)?;
    advise(env, &made.plan)?;
    if !env.quiet && made.waits.is_none() {
        let name = &made.plan.name;
        tell(env, &format!("Next: rehearse it ten times: rat tap rehearse {name} --times 10"))?;
        tell(env, &format!("When it fires: rat fire {name}"))?;
    }
    Ok(())
}

/// Tells how a plan is worded now, and whether it waits.
fn told(env: &mut Env, done: &str, tap: &Tap) -> Result<(), Failure> {
    if env.quiet {
        return Ok(());
    }
    tell(env, &format!("{done} {}: {}", tap.plan.name, tap.plan.sentence()))?;
    if let Some(place) = tap.waits {
        let wait = "plans weaken each other, so it waits until one of those being installed holds";
        tell(env, &format!("It is number {place} in the queue: {wait}."))?;
    }
    Ok(())
}

/// Writes advice on a plan's wording, where warnings go.
fn advise(env: &mut Env, plan: &Plan) -> Result<(), Failure> {
    if env.quiet {
        return Ok(());
    }
    for advice in lint(plan) {
        let (part, words, why) = (advice.part.word(), &advice.words, advice.why);
        let said = format!("advice: {part}, \"{words}\": {why}\n  say instead: {}", advice.rewrite);
        writeln!(env.err, "{}", harmless(&said))?;
    }
    Ok(())
}

fn edit(
    env: &mut Env,
    study: &Study,
    name: &str,
    (wording, reminding): (Wording, &Reminding),
) -> Result<(), Failure> {
    let before = at(env, study, name)?;
    if wording.is_empty() && !reminding.is_empty() {
        reminding::keep(env, study, before.thing, reminding)?;
        if env.json {
            return env.print_json(&json::tap::Plan::of(&before, study));
        }
        return Ok(());
    }
    let after = if wording.is_empty() && env.interactive && !env.json {
        wizard::reword(env, study, &before)?
    } else if wording.is_empty() {
        return Err(Failure::usage("what is to change?")
            .hint(format!("rat tap edit {} --action \"…\"", before.plan.name)));
    } else {
        let plan = wording.applied(before.plan.clone());
        tap::edit(study, before.thing, plan).map_err(|error| env.explain(error))?
    };
    reminding::keep(env, study, before.thing, reminding)?;
    if env.json {
        return env.print_json(&json::tap::Plan::of(&after, study));
    }
    if after.plan == before.plan {
        writeln!(env.out, "Nothing changed.")?;
        return Ok(());
    }
    told(env, "Changed", &after)?;
    if after.trace.version > before.trace.version && !env.quiet {
        let version = after.trace.version;
        tell(env, &format!("This is version {version}; it counts from here, and is learnt anew."))?;
    }
    advise(env, &after.plan)
}

fn rate(env: &mut Env, study: &Study, name: &str, rating: Option<u8>) -> Result<(), Failure> {
    let before = at(env, study, name)?;
    let rating = match rating {
        Some(rating) => rating,
        None if env.interactive && !env.json => {
            tell(env, &before.plan.sentence())?;
            let question = "\"I do this automatically\": 1 (not at all) to 7 (completely)";
            wizard::number(env, question, RATINGS)?
        }
        None => {
            return Err(Failure::usage("how automatic is it, 1 to 7?")
                .hint(format!("rat tap rate {} 4", before.plan.name)));
        }
    };
    let after = tap::rate(study, before.thing, rating).map_err(|error| env.explain(error))?;
    if env.json {
        return env.print_json(&json::tap::Plan::of(&after, study));
    }
    if !env.quiet {
        tell(env, &format!("{}: rated {rating} of 7.{}", after.plan.name, moved(&before, &after)))?;
    }
    Ok(())
}

/// Says that a plan has reached another stage.
fn moved(before: &Tap, after: &Tap) -> String {
    if before.trace.stage() == after.trace.stage() {
        return String::new();
    }
    format!(" Stage: {} → {}.", before.trace.stage(), after.trace.stage())
}

fn check(
    env: &mut Env,
    study: &Study,
    name: &str,
    (verdict, wording): (Option<Verdict>, Wording),
) -> Result<(), Failure> {
    let before = at(env, study, name)?;
    let asks = env.interactive && !env.json;
    let verdict = match verdict {
        Some(verdict) => verdict,
        None if asks => {
            let question = questions::look_back(&before);
            for (text, _) in &question.body {
                tell(env, text)?;
            }
            let items: Vec<String> = question.keys.iter().map(|(_, word)| word.clone()).collect();
            let chosen = ask::choice(env, "What will you do with it?", &items, 0)?;
            question.keys.get(chosen).map_or(Verdict::Keep, |(key, _)| questions::verdict(*key))
        }
        None => {
            return Err(Failure::usage("what is to become of it?").hint(format!(
                "rat tap check {} keep|trigger|shrink|swap|drop",
                before.plan.name
            )));
        }
    };
    let plan = match (verdict, wording.is_empty()) {
        (Verdict::Keep | Verdict::Drop, _) => before.plan.clone(),
        (Verdict::Trigger | Verdict::Shrink | Verdict::Swap, false) => {
            wording.applied(before.plan.clone())
        }
        (Verdict::Trigger | Verdict::Shrink | Verdict::Swap, true) if asks => {
            wizard::reworded(env, &before.plan, verdict)?
        }
        (Verdict::Trigger | Verdict::Shrink | Verdict::Swap, true) => {
            return Err(Failure::usage("say the new words with --trigger or --action"));
        }
    };
    let after =
        tap::look_back(study, before.thing, verdict, plan).map_err(|error| env.explain(error))?;
    if env.json {
        return env.print_json(&json::tap::Plan::of(&after, study));
    }
    if !env.quiet {
        tell(env, &questions::decided(&after, verdict))?;
    }
    Ok(())
}

fn move_to(env: &mut Env, study: &Study, name: &str, status: Status) -> Result<(), Failure> {
    let thing = find(env, study, name)?;
    let waiting = |study: &Study| -> Result<Vec<Tap>, Error> {
        Ok(tap::all(study)?.into_iter().filter(|tap| tap.waits.is_some()).collect())
    };
    let before = waiting(study).map_err(|error| env.explain(error))?;
    let (tap, changed) = tap::move_to(study, thing, status).map_err(|error| env.explain(error))?;
    if env.json {
        return env.print_json(&json::tap::Plan::of(&tap, study));
    }
    let name = &tap.plan.name;
    let said = match (status, changed) {
        (Status::Active, false) => format!("{name} is in use already."),
        (_, false) => format!("{name} is {status} already."),
        (Status::Paused, true) => {
            format!("{name} rests. rat tap resume {name} takes it up again.")
        }
        (Status::Retired, true) => format!("{name} is retired; its log is kept."),
        (Status::Active, true) => format!("{name} is in use again."),
    };
    if !env.quiet {
        tell(env, &said)?;
        let after = waiting(study).map_err(|error| env.explain(error))?;
        let let_in = before
            .iter()
            .find(|one| one.thing != thing && !after.iter().any(|other| other.thing == one.thing));
        if let Some(next) = let_in {
            let name = &next.plan.name;
            tell(env, &format!("That makes room for {name}: rat tap rehearse {name} begins it."))?;
        }
    }
    Ok(())
}
