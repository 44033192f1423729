//! `rat export`: what is here, in the formats of other programs.

mod anki;
mod calendar;
mod facts;
mod notes;
mod table;

use std::io::Write;
use std::path::Path;

use clap::Subcommand;
use serde::Serialize;

use crate::app::Error;
use crate::app::export::Written;
use crate::storage;
use crate::storage::whole::Whole;
use crate::ui::env::Env;
use crate::ui::failure::Failure;

#[derive(Subcommand)]
pub(super) enum Action {
    /// Cards for Anki, with all that was reviewed and where each stands
    #[command(after_help = anki::HELP)]
    Anki(anki::Options),
    /// A table for a spreadsheet: reviews, outcomes of plans, or commitments
    #[command(after_help = table::HELP)]
    Csv(table::Options),
    /// Everything, one fact a line, for keeping, for other programs and for another rat
    #[command(after_help = facts::HELP)]
    Json(facts::Options),
    /// A calendar of promises and reminders (iCalendar)
    #[command(after_help = calendar::HELP)]
    Ics(calendar::Options),
    /// Notes in Markdown for a folder such as Obsidian's: walks, plans, promises and jots
    #[command(after_help = notes::HELP)]
    Markdown(notes::Options),
}

/// What was written where.
#[derive(Serialize)]
struct Summary<'a> {
    format: &'static str,
    file: String,
    #[serde(flatten)]
    written: &'a Count,
    left_out: u64,
}

/// How much was written, by what it is called.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Count {
    Cards(u64),
    Rows(u64),
    Facts(u64),
    Events(u64),
    Notes(u64),
}

impl Count {
    fn words(&self) -> String {
        use crate::domain::text::count;
        match self {
            Self::Cards(n) => count(*n, "card"),
            Self::Rows(n) => count(*n, "row"),
            Self::Facts(n) => count(*n, "fact"),
            Self::Events(n) => count(*n, "event"),
            Self::Notes(n) => count(*n, "note"),
        }
    }
}

pub(super) fn run(env: &mut Env, action: &Action) -> Result<(), Failure> {
    match action {
        Action::Anki(options) => anki::run(env, options),
        Action::Csv(options) => table::run(env, options),
        Action::Json(options) => facts::run(env, options),
        Action::Ics(options) => calendar::run(env, options),
        Action::Markdown(options) => notes::run(env, options),
    }
}

/// The file that is meant; nothing for standard output.
fn named<'a>(env: &Env, file: Option<&'a Path>) -> Result<Option<&'a Path>, Failure> {
    let file = file.filter(|file| *file != Path::new("-"));
    if file.is_none() && env.json {
        return Err(Failure::usage("with --json, name a file: standard output takes the export"));
    }
    Ok(file)
}

/// Writes a file, whole or not at all, or standard output; `hand` says what.
fn into<T>(
    env: &mut Env,
    file: Option<&Path>,
    hand: impl FnOnce(&mut dyn Write) -> Result<T, Error>,
) -> Result<T, Failure> {
    let done = match file {
        None => hand(&mut env.out).and_then(|done| {
            env.out.flush().map_err(storage::Error::Unwritten)?;
            Ok(done)
        }),
        Some(file) => Whole::begin(file).map_err(Error::from).and_then(|mut whole| {
            let done = hand(&mut whole)?;
            whole.keep()?;
            Ok(done)
        }),
    };
    done.map_err(|error| unwritten(env, error, file))
}

/// Says what could not be written; a reader who hung up is no failure.
fn unwritten(env: &Env, error: Error, file: Option<&Path>) -> Failure {
    let Error::Storage(storage::Error::Unwritten(source)) = error else {
        return env.explain(error);
    };
    if source.kind() == std::io::ErrorKind::BrokenPipe {
        return source.into();
    }
    let what = file.map_or_else(|| "standard output".to_owned(), |file| file.display().to_string());
    Failure::refused(format!("{what} could not be written: {source}"))
}

/// Tells what was written to a file, and what stayed out; of what went to standard output, only that.
fn tell(
    env: &mut Env,
    (format, file): (&'static str, Option<&Path>),
    (written, count): (Written, Count),
) -> Result<(), Failure> {
    let left_out = written.left_out;
    if let Some(file) = file {
        let name = file.display().to_string();
        if env.json {
            return env.print_json(&Summary { format, file: name, written: &count, left_out });
        }
        if !env.quiet {
            writeln!(env.out, "{} written to {name}.", count.words())?;
        }
    }
    if left_out > 0 && !env.quiet {
        let way = match count {
            Count::Facts(_) => "without --without-private they are taken in",
            Count::Cards(_) | Count::Rows(_) | Count::Events(_) | Count::Notes(_) => {
                "--include-private takes them in"
            }
        };
        writeln!(env.err, "Left out: {left_out} of private walks; {way}.")?;
    }
    Ok(())
}
