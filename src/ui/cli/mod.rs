//! Every command at a glance; one file each.

mod away;
mod backup;
mod card;
mod checkin;
mod commitments;
mod complete;
mod config;
mod deck;
mod doctor;
mod due;
mod export;
mod fire;
mod grade;
mod grimoire;
mod import;
mod jot;
mod journal;
mod man;
mod optimize;
mod remind;
mod report;
mod review;
mod stats;
mod status;
mod sync;
mod tap;
mod today;
mod undo;
mod walk;

use std::io::Write as _;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};

use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::options::Global;

/// Makes applied-rationality techniques stick.
#[derive(Parser)]
#[command(name = "rat", version, propagate_version = true)]
#[command(after_help = "Without a command, rat shows what today holds. Start with: rat review")]
pub struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// The daily session: due cards, then a few new ones
    Review(review::Options),
    /// What is due, for scripts and editors
    Due(due::Options),
    /// Grade a card without a session, for scripts and editors
    Grade(grade::Options),
    /// Walk through a technique on a problem of yours, step by step
    Walk(walk::Options),
    /// Two minutes against stress: short for rat walk againstness
    Calm,
    /// Five minutes to solve something: short for rat walk resolve-cycles
    Resolve,
    /// Questions that help while the clock of a resolve cycle runs
    #[command(subcommand)]
    Grimoire(grimoire::Action),
    /// Look back at walks
    #[command(subcommand)]
    Journal(journal::Action),
    /// Make, show, rehearse and change trigger-action plans
    #[command(subcommand)]
    Tap(Box<tap::Action>),
    /// Log what happened to a plan: it fired, or it did not
    Fire(fire::Options),
    /// The evening sweep: plans without a log today, and what else is due
    Checkin(checkin::Options),
    /// Reminders on the desktop: show them, see what comes, start them at login
    #[command(subcommand)]
    Remind(remind::Action),
    /// Things with a date that come back
    #[command(subcommand)]
    Commitments(commitments::Action),
    /// Keep a quick note: a friction, a bug, an aversion, an idea
    Jot(jot::Options),
    /// List, search, show, add, edit and suspend cards
    #[command(subcommand)]
    Card(card::Action),
    /// List, show, check, write, add and remove decks
    #[command(subcommand)]
    Deck(deck::Action),
    /// What was done, how well, and what is coming
    Stats(stats::Options),
    /// A page about your practice, to look at, to print and to keep
    Report(report::Options),
    /// Bring along what Anki, Loop Habit Tracker or another rat knows
    #[command(after_help = import::HELP)]
    Import(import::Options),
    /// Write everything out for other programs: spreadsheets, note books, calendars
    #[command(subcommand)]
    Export(export::Action),
    /// Copy everything, or list the copies there are
    Backup(backup::Options),
    /// Go back to a copy; what is there now is kept aside
    Restore(backup::Restoring),
    /// Keep several devices in step, through storage you already have
    #[command(after_help = sync::HELP)]
    Sync(sync::Options),
    /// Fit the schedule to your own reviews
    Optimize(optimize::Options),
    /// What waits, in a line for a prompt or a status bar
    Status(status::Options),
    /// Plan a break: it shifts nothing and breaks no streak
    Away(away::Options),
    /// Take back the last act, again and again if need be
    Undo(undo::Options),
    /// Read and change the settings
    #[command(subcommand)]
    Config(config::Action),
    /// Look whether everything is as it should be, and mend what is not
    #[command(after_help = doctor::HELP)]
    Doctor(doctor::Options),
    /// Write completions for a shell
    Completions(complete::Options),
    /// Write the manual page
    Man(man::Options),
}

/// Reads the command line, runs the command, reports what went wrong.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::try_parse().unwrap_or_else(|error| error.exit());
    let mut env = match Env::of_process(&cli.global) {
        Ok(env) => env,
        Err(failure) => return failure.report(&mut crate::ui::env::stderr()),
    };
    let ended = run(&mut env, cli.command).and_then(|()| Ok(env.out.flush()?));
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // What was said before the failure comes first; a reader who hung up misses nothing.
            let _ = env.out.flush();
            failure.report(&mut env.err)
        }
    }
}

fn run(env: &mut Env, command: Option<Command>) -> Result<(), Failure> {
    match command {
        None => today::run(env),
        Some(Command::Review(options)) => review::run(env, &options),
        Some(Command::Due(options)) => due::run(env, &options),
        Some(Command::Grade(options)) => grade::run(env, &options),
        Some(Command::Walk(options)) => walk::run(env, &options),
        Some(Command::Calm) => walk::run(env, &walk::Options::short("againstness")),
        Some(Command::Resolve) => walk::run(env, &walk::Options::short("resolve-cycles")),
        Some(Command::Grimoire(action)) => grimoire::run(env, &action),
        Some(Command::Journal(action)) => journal::run(env, &action),
        Some(Command::Tap(action)) => tap::run(env, *action),
        Some(Command::Fire(options)) => fire::run(env, &options),
        Some(Command::Checkin(options)) => checkin::run(env, &options),
        Some(Command::Remind(action)) => remind::run(env, &action),
        Some(Command::Commitments(action)) => commitments::run(env, action),
        Some(Command::Jot(options)) => jot::run(env, &options),
        Some(Command::Card(action)) => card::run(env, action),
        Some(Command::Deck(action)) => deck::run(env, action),
        Some(Command::Stats(options)) => stats::run(env, &options),
        Some(Command::Import(options)) => import::run(env, &options),
        Some(Command::Backup(options)) => backup::run(env, &options),
        Some(Command::Restore(options)) => backup::restore(env, &options),
        Some(Command::Export(action)) => export::run(env, &action),
        Some(Command::Sync(options)) => sync::run(env, &options),
        Some(Command::Report(options)) => report::run(env, &options),
        Some(Command::Optimize(options)) => optimize::run(env, &options),
        Some(Command::Status(options)) => status::run(env, &options),
        Some(Command::Away(options)) => away::run(env, &options),
        Some(Command::Undo(options)) => undo::run(env, options),
        Some(Command::Config(action)) => config::run(env, action),
        Some(Command::Doctor(options)) => doctor::run(env, options),
        Some(Command::Completions(options)) => complete::run(env, &options),
        Some(Command::Man(options)) => man::run(env, &options),
    }
}

/// The whole command line, for completions and manual pages.
fn definition() -> clap::Command {
    Cli::command()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_is_defined_without_contradiction() {
        super::definition().debug_assert();
    }
}
