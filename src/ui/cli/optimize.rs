//! `rat optimize`: fitting the schedule to the user.

use std::io::Write as _;

use clap::Args;
use serde::Serialize;

use crate::app::optimize::{Declined, Proposal, propose, reversal, take, versions};
use crate::app::{Study, optimize};
use crate::domain::schedule::memory::training::Refusal;
use crate::domain::schedule::moves::AHEAD;
use crate::domain::schedule::version::{Fit, Verdict, Version};
use crate::domain::text::count;
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::term::progress::Bar;
use crate::ui::term::{interrupt, tell};
use crate::ui::words;

#[derive(Args)]
pub(super) struct Options {
    /// Only say what would change
    #[arg(long)]
    dry_run: bool,
    /// Go back to the parameters before the present ones
    #[arg(long, conflicts_with = "list")]
    revert: bool,
    /// List every fitting so far and what it showed
    #[arg(long, conflicts_with = "dry_run")]
    list: bool,
}

#[derive(Serialize)]
struct Errors {
    log_loss: f64,
    rmse: f64,
}

impl From<Fit> for Errors {
    fn from(Fit { log_loss, rmse }: Fit) -> Self {
        Self { log_loss, rmse }
    }
}

#[derive(Serialize)]
struct Moved {
    sooner: u64,
    later: u64,
    same: u64,
    spread_days: u32,
    busiest_day_before: u64,
    busiest_day_after: u64,
}

#[derive(Serialize)]
struct Json {
    verdict: &'static str,
    dry_run: bool,
    reviews: u32,
    held_out: u32,
    before: Option<Errors>,
    after: Option<Errors>,
    parameters: Vec<f32>,
    moves: Moved,
}

#[derive(Serialize)]
struct Listed {
    study_day: String,
    verdict: &'static str,
    reviews: u32,
    held_out: u32,
    before: Option<Errors>,
    after: Option<Errors>,
}

/// Why nothing was fitted.
#[derive(Serialize)]
struct Unfitted {
    verdict: &'static str,
    known_reviews: Option<u32>,
    second_reviews: Option<[u32; 4]>,
}

pub(super) fn run(env: &mut Env, options: &Options) -> Result<(), Failure> {
    let mut study = env.study()?;
    if options.list {
        return list(env, &study);
    }
    let proposal = if options.revert {
        reversal(&study).map_err(|error| env.explain(error))?
    } else {
        match train(env, &study)? {
            Ok(proposal) => proposal,
            Err(refusal) => return unfitted(env, &refusal),
        }
    };
    if !options.dry_run {
        take(&mut study, &proposal).map_err(|error| env.explain(error))?;
    }
    if env.json {
        return env.print_json(&json(&study, &proposal, options.dry_run));
    }
    let said = if options.revert { returned(&proposal) } else { shown(&proposal) };
    for line in said.iter().chain(&moved(&proposal)) {
        tell::tell(env, line)?;
    }
    if options.dry_run {
        tell::tell(env, "Nothing was changed: this was a dry run.")?;
    }
    Ok(())
}

/// Trains, with a bar to watch; Ctrl-C ends it and changes nothing.
fn train(env: &mut Env, study: &Study) -> Result<Result<Proposal, Refusal>, Failure> {
    interrupt::noticed();
    let bar = Bar::new(env, "fitting");
    let proposal = propose(study, |progress| {
        bar.show(progress.done as u64, progress.total as u64);
        !interrupt::came()
    });
    bar.end();
    match proposal {
        Ok(proposal) => Ok(Ok(proposal)),
        Err(Declined::Failed(error)) => Err(env.explain(error)),
        Err(Declined::Refused(Refusal::Interrupted)) => Err(Failure::interrupted()),
        Err(Declined::Refused(refusal)) => Ok(Err(refusal)),
    }
}

/// Says why nothing was fitted; that is no failure.
fn unfitted(env: &mut Env, refusal: &Refusal) -> Result<(), Failure> {
    if env.json {
        let (verdict, readiness) = match refusal {
            Refusal::TooLittle(readiness) => ("too-little", Some(readiness)),
            Refusal::NothingLearnt => ("nothing-learnt", None),
            Refusal::Interrupted | Refusal::Failed(_) => ("failed", None),
        };
        let known_reviews = readiness.map(|readiness| readiness.known);
        let second_reviews = readiness.map(|readiness| readiness.seconds);
        return env.print_json(&Unfitted { verdict, known_reviews, second_reviews });
    }
    words::unfitted(refusal).iter().try_for_each(|line| tell::tell(env, line))
}

/// Trains at the end of a session, when it is time to and the user has not forbidden it; only a change
/// is worth a word.
pub(super) fn unasked(env: &mut Env, study: &mut Study) -> Result<(), Failure> {
    if !optimize::is_time(study).map_err(|error| env.explain(error))? {
        return Ok(());
    }
    let bar = Bar::new(env, "fitting the schedule to you");
    let proposal = propose(study, |progress| {
        bar.show(progress.done as u64, progress.total as u64);
        true
    });
    bar.end();
    let proposal = match proposal {
        Ok(proposal) => proposal,
        Err(Declined::Failed(error)) => return Err(env.explain(error)),
        // There will be more to learn from another time.
        Err(Declined::Refused(_)) => return Ok(()),
    };
    take(study, &proposal).map_err(|error| env.explain(error))?;
    let Proposal { verdict: Verdict::Kept, trial, moves } = &proposal else { return Ok(()) };
    let (Some(before), Some(after)) = (trial.before, trial.after) else { return Ok(()) };
    let said = format!(
        "The schedule now fits you better: log loss {:.4} before, {:.4} after, on {} reviews the \
         fitting had not seen. {} come sooner, {} later. rat optimize --revert goes back.",
        before.log_loss,
        after.log_loss,
        trial.held_out,
        count(moves.sooner, "card"),
        moves.later
    );
    tell::tell(env, &said)
}

fn json(study: &Study, proposal: &Proposal, dry_run: bool) -> Json {
    let Proposal { verdict, trial, moves } = proposal;
    let parameters = trial.parameters.unwrap_or_else(|| *optimize::present(study));
    let (busiest_day_before, busiest_day_after) = moves.busiest();
    Json {
        verdict: verdict.word(),
        dry_run,
        reviews: trial.reviews,
        held_out: trial.held_out,
        before: trial.before.map(Errors::from),
        after: trial.after.map(Errors::from),
        parameters: parameters.into(),
        moves: Moved {
            sooner: moves.sooner,
            later: moves.later,
            same: moves.same,
            spread_days: trial.spread,
            busiest_day_before,
            busiest_day_after,
        },
    }
}

/// What a training showed.
fn shown(proposal: &Proposal) -> Vec<String> {
    let trial = &proposal.trial;
    let trained = trial.reviews.saturating_sub(trial.held_out);
    let mut said = vec![format!(
        "Fitted to {}; judged by the latest {}, which it did not see.",
        count(trained.into(), "review"),
        trial.held_out
    )];
    if let (Some(before), Some(after)) = (trial.before, trial.after) {
        said.push(format!(
            "log loss  {:.4} before, {:.4} after (less is better)",
            before.log_loss, after.log_loss
        ));
        said.push(format!(
            "error     {:.1} % before, {:.1} % after",
            before.rmse * 100.0,
            after.rmse * 100.0
        ));
    }
    said.push(match proposal.verdict {
        Verdict::Kept => "The fitted parameters foresee better: they are in force from now on. \
                          rat optimize --revert goes back."
            .to_owned(),
        Verdict::Refused | Verdict::Reverted => {
            "The fitted parameters foresee no better than chance explains, so nothing changes."
                .to_owned()
        }
    });
    said
}

fn returned(proposal: &Proposal) -> Vec<String> {
    let said = if proposal.trial.parameters.is_some() {
        "Back to the parameters that were fitted before."
    } else {
        "Back to FSRS's own parameters."
    };
    vec![said.to_owned()]
}

/// What moves, when anything does.
fn moved(proposal: &Proposal) -> Vec<String> {
    let Proposal { verdict, trial, moves } = proposal;
    if *verdict == Verdict::Refused {
        return Vec::new();
    }
    let (before, after) = moves.busiest();
    let mut said = vec![
        format!(
            "{} sooner, {} later, {} as planned.",
            count(moves.sooner, "card"),
            moves.later,
            moves.same
        ),
        format!("Busiest of the next {} days: {before} cards before, {after} after.", AHEAD - 1),
    ];
    if trial.spread > 1 {
        said.push(format!("What ought to have come already is spread over {} days.", trial.spread));
    }
    said
}

fn list(env: &mut Env, study: &Study) -> Result<(), Failure> {
    let versions = versions(study).map_err(|error| env.explain(error))?;
    if env.json {
        let listed = versions.into_iter().map(|version| Listed {
            study_day: version.day.to_string(),
            verdict: version.verdict.word(),
            reviews: version.trial.reviews,
            held_out: version.trial.held_out,
            before: version.trial.before.map(Errors::from),
            after: version.trial.after.map(Errors::from),
        });
        return env.print_json(&listed.collect::<Vec<_>>());
    }
    if versions.is_empty() {
        writeln!(env.out, "Nothing was fitted yet: FSRS's own parameters are in force.")?;
    }
    for version in &versions {
        writeln!(env.out, "{}", line(version))?;
    }
    Ok(())
}

fn line(version: &Version) -> String {
    let Version { day, verdict, trial, .. } = version;
    let losses = trial.before.zip(trial.after).map_or_else(String::new, |(before, after)| {
        format!("  log loss {:.4} -> {:.4}", before.log_loss, after.log_loss)
    });
    format!("{day}  {:<8}  {} reviews{losses}", verdict.word(), trial.reviews)
}
